"""The project's plan: read whole, mistakes told with their lines, and the plan that comes along says what it should."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from labcert.domain.suite import suite_root
from labcert.protocol import ConfigurationMistakes, check_suite, load_suite
from labcert.protocol.plan import PLAN, PlanRow, load_plan

HEAD = "plan: Planen\nversion: '1'\nkilde: Mødet\nrækker:\n"
ROW = "- række: '{row}'\n  titel: Test\n  fra: {start}\n  til: {end}\n  deltager: [{party}]\n"


def suite_with(tmp_path: Path, rows: str) -> Path:
    """A folder with a plan and the table of parties."""
    for folder in ("fixtures/parties", "fixtures/persons", "fixtures/codes"):
        shutil.copytree(suite_root() / folder, tmp_path / folder)
    (tmp_path / "protocols").mkdir()
    (tmp_path / PLAN).write_text(HEAD + rows, "utf-8")
    return tmp_path


def test_a_row_is_read_with_its_dates_its_parties_and_what_is_unclear(tmp_path):
    """Dates are days; a row is not tested unless it says so."""
    row = ROW.format(row="4.2", start="2025-12-01", end="2025-12-31", party="PLSP, LPS")
    plan = load_plan(suite_with(tmp_path, row + "  test: true\n  usikkert: Måske.\n"))
    wanted = PlanRow("4.2", "Test", date(2025, 12, 1), date(2025, 12, 31), ("PLSP", "LPS"), tested=True, uncertain="Måske.")
    assert (plan.rows, plan.source) == ((wanted,), "Mødet")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"end": "2025-11-30"}, "protocols/plan.yaml:8: Række 4.2 slutter, før den begynder."),
        ({"start": "i dag"}, "protocols/plan.yaml:7: “i dag” er ikke en dato. Skriv den som 2026-11-23."),
        ({"party": "Team RM"}, "protocols/plan.yaml:9: Parten “Team RM” findes ikke i fixtures/parties/parter.yaml. (Mente du “Team RN”?)"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path, values, told):
    """As in every other file that a consultant writes."""
    row = ROW.format(**({"row": "4.2", "start": "2025-12-01", "end": "2025-12-31", "party": "PLSP"} | values))
    with pytest.raises(ConfigurationMistakes) as caught:
        load_plan(suite_with(tmp_path, row))
    assert [str(mistake) for mistake in caught.value.mistakes] == [told]


def test_a_row_stands_once(tmp_path):
    """Else nobody knows which dates count."""
    row = ROW.format(row="4.2", start="2025-12-01", end="2025-12-31", party="PLSP")
    with pytest.raises(ConfigurationMistakes, match=r"Række 4\.2 står to gange i tidsplanen\."):
        load_plan(suite_with(tmp_path, row + row))


def test_the_plan_is_checked_with_the_rest(tmp_path):
    """`labcert protocol check` tells of a wrong plan as of any other file; a suite may have none."""
    row = ROW.format(row="4.2", start="2025-12-01", end="2025-12-31", party="PLSP")
    root = suite_with(tmp_path, row + "  gælder: nogle\n")
    with pytest.raises(ConfigurationMistakes, match=r"plan\.yaml:10: “nogle” kan ikke bruges som gælder i række 4\.2"):
        check_suite(root)
    (root / PLAN).unlink()
    with pytest.raises(ConfigurationMistakes) as caught:
        check_suite(root)
    assert all(mistake.file != PLAN for mistake in caught.value.mistakes)


def test_a_suite_without_a_plan_says_so(tmp_path):
    """The file's name and why."""
    with pytest.raises(ConfigurationMistakes, match=r"protocols/plan\.yaml:1: Filen kan ikke læses"):
        load_plan(tmp_path)


def test_every_row_of_a_programme_stands_in_the_plan_as_tested():
    """Else the project group's page would have no place for its results; parties and titles are the plan's own."""
    plan = {row.row: row for row in load_plan(suite_root()).rows}
    for programme in load_suite(suite_root()).programmes:
        for row in programme.rows:
            assert plan[row.row].tested, row.row
            assert set(plan[row.row].parties) == set(row.parties), row.row


def test_the_plan_has_the_dates_of_the_presentation():
    """The pilot in December 2025, the test camp from 18 to 20 March 2026, operation in April 2026."""
    plan = {row.row: (row.starts, row.ends) for row in load_plan(suite_root()).rows}
    assert plan["4.3"] == (date(2025, 12, 1), date(2025, 12, 31))
    assert plan["5.4"] == (date(2026, 3, 18), date(2026, 3, 20))
    assert plan["7"] == (date(2026, 4, 1), date(2026, 4, 30))
