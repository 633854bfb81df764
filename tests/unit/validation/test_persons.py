"""Who may occur: the list that is read, and each number and text that is told because it is not on it."""

from pathlib import Path

import pytest
from lxml import etree

from labcert.domain.findings import Finding
from labcert.domain.outcome import Severity
from labcert.domain.suite import suite_root
from labcert.validation.persons import known_persons, national_persons, unknown_persons
from labcert.validation.rules.views import Name

NANCY, PETER = "2512489996", "0703921VJ5"
FOREIGN = "311299" + "0000"  # made up here; no such number may lie in a file
TEXTS = (
    "Comments", "IntervalText", "Paragraph", "PersonGivenName", "PersonSurnameName", "RefDescription", "RefuseText",
    "ResultComments", "ResultTextValue", "Summary",
)  # fmt: skip


def told(content: str, findings: tuple[Finding, ...] = ()) -> list[Finding]:
    """Return what is told of an element with this content."""
    return list(unknown_persons(etree.fromstring(f"<Emessage><Envelope>{content}</Envelope></Emessage>"), {NANCY, PETER}, findings))


def test_the_list_is_read_from_the_suite(tmp_path: Path):
    """By CPR or replacement CPR, each with its name; a person may have both."""
    folder = tmp_path / "fixtures" / "persons"
    folder.mkdir(parents=True)
    lines = (
        f'a: {{cpr: "{NANCY}", fornavn: Nancy Ann, efternavn: Bærgren}}',
        f"b: {{erstatnings-cpr: {PETER}, fornavn: Peter, efternavn: Hansen}}",
    )
    (folder / "testpersoner.yaml").write_text("\n".join(lines), encoding="utf-8")
    assert national_persons(tmp_path) == {NANCY: Name("Nancy Ann", "Bærgren"), PETER: Name("Peter", "Hansen")}
    assert known_persons(tmp_path) == {NANCY, PETER}


def test_the_products_list_has_both_kinds():
    """The numbers that the test data use."""
    assert known_persons(suite_root()) >= {NANCY, PETER}


@pytest.mark.parametrize("name", ["CivilRegistrationNumber", "AlternativeIdentifier"])
def test_a_number_that_is_not_on_the_list_is_told_and_masked(name):
    """At its element, as what may do harm; an empty one is none."""
    assert told(f"<{name}>{NANCY}</{name}><{name}> {PETER}\n</{name}><{name}/><{name}> </{name}>") == []
    (found,) = told(f"\n<{name}>{FOREIGN}</{name}>")
    assert (found.rule, found.severity, found.layer) == ("MSG-CPR-001", Severity.F1, "business")
    assert (found.message, found.expected) == ("Patienten er ikke en kendt testperson.", "En af de nationale testpersoner")
    assert (found.actual, found.path, found.line) == ("311299-xxxx", f"/Emessage/Envelope/{name}", 2)
    assert found.remedy.startswith("Brug en national testperson.")


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_with_a_number_that_may_be_a_persons_is_told(name):
    """Inline elements hide nothing, and the number is not shown."""
    (found,) = told(f"<{name}>Se {FOREIGN[:4]}<Bold>{FOREIGN[4:]}</Bold>.</{name}>")
    assert (found.rule, found.actual, found.path) == ("MSG-CPR-002", "Et nummer, der ikke vises", f"/Emessage/Envelope/{name}")
    assert found.message == f"Teksten i {name} har et nummer, der kan være et CPR-nummer."
    assert told(f"<{name}>Se {NANCY}.</{name}>") == []


def test_a_number_that_a_rule_has_told_to_be_nobodys_is_not_told_again():
    """It has no date; one that has is told whatever the rules say, and so is one at another place."""
    path = "/Emessage/Envelope/CivilRegistrationNumber"
    nobodys = Finding("LAB-PAT-001", Severity.F2, "Ingen dato.", path=path)
    content = "<CivilRegistrationNumber>{}</CivilRegistrationNumber>"
    unreal = "321313" + "1234"
    assert told(content.format(unreal), (nobodys,)) == []
    assert len(told(content.format(unreal))) == 1
    assert len(told(content.format(FOREIGN), (nobodys,))) == 1
    assert len(told(content.format(unreal), (Finding("LAB-TEXT-001", Severity.F2, "Andet.", path=path),))) == 1
