"""`labcert explain`, whole: what is printed, in which form, and with which exit code."""

import json
import shutil
from pathlib import Path

import pytest

from labcert.cli import main
from labcert.domain.language import set_language
from labcert.domain.suite import suite_root
from labcert.validation import rule_texts


@pytest.fixture
def explain(capsys, monkeypatch):
    """Run the command in this process; return its exit code, what it printed and what it said besides."""
    monkeypatch.setenv("LABCERT_LANG", "da")

    def run(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(["explain", *map(str, words)])
        set_language("da")
        printed = capsys.readouterr()
        return int(left.value.code or 0), printed.out, printed.err

    return run


TIME = """\
LAB-TIME-001  Prøven er taget, før svaret forelå
F2 Alvorlig · lag: forretningsregler · XRPT01

Krav:        SamplingDateTime må ikke ligge efter ResultsDateTime.
Hvorfor:     Et svar, der er ældre end sin prøve, lægges forkert i patientens forløb, og ældre svar
             kan ligne nye.
Hvad gøres:  Ret det tidspunkt, der er forkert, og send svaret igen som en rettelse, hvis det er
             sendt.
Kilde:       Felternes betydning: prøven tages, før den analyseres
Kravkatalog: PRV-01 Prøvetagningstidspunkt
             PRV-02 Svartidspunkt og godkendelse
Profiler:    raw: F4. PLO ønsker at begynde med rådata. Reglen er her til oplysning og gør ikke en
             besked ugyldig.
             standard: F2
             test: F2

Eksempel: fixtures/rules/sampled-after-result (> er fundets sted, ~ er det, der er forskelligt)

  Forkert, wrong.xml:
      48    <LaboratoryInternalSampleIdentifier>P251201-0001</LaboratoryInternalSampleIdentifier>
      49    <RequesterSampleIdentifier>R251201-0001</RequesterSampleIdentifier>
  >   50    <SamplingDateTime>
      51      <Date>2025-12-01</Date>
  ~   52      <Time>09:15</Time>
      53    </SamplingDateTime>
      54  </Sample>

  Rigtigt, right.xml:
      50    <SamplingDateTime>
      51      <Date>2025-12-01</Date>
  ~   52      <Time>08:15</Time>
      53    </SamplingDateTime>
      54  </Sample>
"""


def test_a_rule_is_explained_whole(explain):
    """Words, requirements with their titles, profiles with their reasons, and the wrong lines beside the right ones."""
    assert explain("LAB-TIME-001") == (0, TIME, "")


def test_capital_letters_do_not_matter_and_several_are_told_in_the_order_asked(explain):
    """Each once, with an empty line between."""
    code, out, _err = explain("msg-cpr-001", "lab-time-001", "MSG-CPR-001")
    assert code == 0
    assert [line.split()[0] for line in out.split("\n") if line.startswith(("LAB-", "MSG-"))] == ["MSG-CPR-001", "LAB-TIME-001"]
    assert out.endswith("\n\n" + TIME)


def test_a_profile_that_switches_a_rule_off_says_so_with_its_reason(explain):
    """Both that build on it, too."""
    _code, out, _err = explain("MSG-CPR-001")
    assert out.count("slået fra. I drift er patienten en rigtig borger.") == 2
    assert "             test: F1\n" in out


def test_a_rule_that_raw_keeps_says_why(explain):
    """Its class is the same, and the reason stands beside it."""
    assert "raw: F1. Taber en rettelse det nægtede samtykke, bliver svaret vist." in explain("LAB-SET-010")[1]


def test_a_hint_that_raw_leaves_a_hint_has_no_reason(explain):
    """Nothing was changed, so nothing is explained away."""
    assert "Profiler:    raw: F4\n             standard: F4\n             test: F4\n" in explain("LAB-STAT-008")[1]


def test_a_rule_of_a_series_shows_the_file_and_what_is_missing(explain):
    """The folders wrong/ and right/; a gap between lines that are apart is shown."""
    _code, out, _err = explain("LAB-SET-012", "LAB-SET-010", "LAB-SET-011")
    assert "  Forkert, wrong/1.xml:\n" in out
    assert "\n  Kun det rigtige eksempel har 2.xml.\n" in out
    assert "\n  Kun det forkerte eksempel har 3.xml.\n" in out
    assert "\n        …\n" in out
    assert "\n  ~   45      <Given>false</Given>\n" in out


def test_an_example_without_a_right_side_shows_the_wrong_one(explain):
    """A check of the schema, with a finding; and one of a file that has none."""
    _code, out, _err = explain("MSG-SCH-003")
    assert "Eksempel: fixtures/corpus/broken/value-of-13-characters (> er fundets sted)\n" in out
    assert "\n  >  106    <Value>8,40000000001</Value>\n" in out
    assert "Rigtigt" not in out


def test_an_unknown_rule_is_told_with_the_nearest_and_nothing_is_explained(explain):
    """Exit code 2; every unknown one, each with what was probably meant."""
    assert explain("LAB-TIM-001", "LAB-TIME-001", "xyz") == (
        2,
        "",
        (
            "Reglen “LAB-TIM-001” findes ikke. Mente du “LAB-TIME-001”?\n"
            "Reglen “xyz” findes ikke. “labcert explain” viser dem, der er.\n"
        ),
    )


def test_without_a_rule_all_are_told_by_subject(explain):
    """One line a rule, under its subject."""
    code, out, err = explain()
    assert (code, err) == (0, "")
    lines = out.split("\n")
    assert sorted(line.split()[0] for line in lines if line.startswith(("LAB-", "MSG-"))) == sorted(rule_texts())
    assert lines[:3] == ["Kan beskeden læses?", "", "Regel         Klasse  Titel"]
    assert lines[3] == "MSG-SIZE-001  F1      Beskeden er ikke for stor til at blive læst"
    assert lines[-2] == "“labcert explain REGEL” siger mere om en regel."


def test_json_says_the_same_to_machines(explain):
    """Every rule, or those asked for, with the example's lines as data."""
    (rule,) = json.loads(explain("lab-time-001", "--format", "json")[1])["rules"]
    example = rule.pop("example")
    words = rule_texts()["LAB-TIME-001"]
    assert rule == {
        "id": "LAB-TIME-001", "subject": "Tidspunkter", "class": "F2", "layer": "business", "standards": ["XRPT01"],
        "title": words.title, "text": words.text, "why": words.why, "remedy": words.remedy, "source": words.source,
        "requirements": [
            {"id": "PRV-01", "title": "Prøvetagningstidspunkt"}, {"id": "PRV-02", "title": "Svartidspunkt og godkendelse"},
        ],
        "profiles": [
            {
                "name": "raw", "class": "F4",
                "reason": "PLO ønsker at begynde med rådata. Reglen er her til oplysning og gør ikke en besked ugyldig.",
            },
            {"name": "standard", "class": "F2", "reason": None},
            {"name": "test", "class": "F2", "reason": None},
        ],
    }
    assert example["path"] == "fixtures/rules/sampled-after-result"
    assert (example["only_wrong"], example["only_right"]) == ([], [])
    assert example["wrong"]["path"] == "fixtures/rules/sampled-after-result/wrong.xml"
    assert example["wrong"]["lines"][2] == {"line": 50, "text": "        <SamplingDateTime>", "mark": "finding"}
    assert example["right"]["lines"][0] == {"line": 50, "text": "        <SamplingDateTime>", "mark": None}
    everything = json.loads(explain("--format", "json")[1])["rules"]
    assert sorted(each["id"] for each in everything) == sorted(rule_texts())
    off = next(each for each in everything if each["id"] == "MSG-CPR-001")
    assert off["example"] is None
    assert [(each["name"], each["class"]) for each in off["profiles"]] == [("raw", None), ("standard", None), ("test", "F1")]


def test_a_suite_of_ones_own_is_looked_into(explain, tmp_path: Path):
    """Its profiles and catalogue are told, and a mistake in one of them stops with exit code 2."""
    shutil.copytree(suite_root() / "protocols", tmp_path / "protocols")
    for name in ("raw", "test"):
        (tmp_path / f"protocols/profiles/{name}.yaml").unlink()
    code, out, _err = explain("LAB-TIME-001", "--suite", tmp_path)
    assert code == 0
    assert "Profiler:    standard: F2\n" in out
    assert "Eksempel" not in out
    (tmp_path / "protocols/profiles/standard.yaml").write_text("navn: standard\nversion: 1\n", "utf-8")
    assert explain("LAB-TIME-001", "--suite", tmp_path) == (
        2, "", "protocols/profiles/standard.yaml:1: Nøglen “beskrivelse” mangler i profilen.\n",
    )
    (tmp_path / "protocols/krav.yaml").write_text("- id: [\n", "utf-8")
    assert explain("LAB-TIME-001", "--suite", tmp_path)[2].startswith("protocols/krav.yaml:2: ")
