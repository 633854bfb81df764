"""Allure results are derived from the log and the verdict, and say nothing more and nothing better than they do."""

import hashlib
import json
from dataclasses import replace
from itertools import pairwise

import pytest

from labcert.domain.errors import ToolFault
from labcert.domain.outcome import Outcome
from labcert.reporting.allure_results import write_results
from tests.support.sample_session import MESSAGE, PAGE, entries_of, sample, step_verdict

TITLES = {"SAM-01": "Nægtet samtykke rejser med"}
FOREIGN = "010203" + "1234"


@pytest.fixture
def session(tmp_path):
    """The sample session in a folder of its own."""
    return sample(tmp_path)


@pytest.fixture
def written(session, tmp_path):
    """Write a session's results and read them again, by name."""

    def write(verdict=None, entries=None, **settings):
        folder = tmp_path / "allure-results"
        write_results(
            folder, verdict or session.verdict, entries or session.entries, session.evidence, TITLES, **settings
        )
        found = [json.loads(path.read_text("utf-8")) for path in folder.glob("*-result.json")]
        return {result["name"]: result for result in found}

    return write


def named(results, start):
    """The one result whose name starts so."""
    (found,) = [result for name, result in results.items() if name.startswith(start)]
    return found


def labels(result):
    """A result's labels as pairs."""
    return {(label["name"], label["value"]) for label in result["labels"]}


def test_every_example_and_every_sign_off_is_a_result(written):
    """Each example of a step, each step that did not run and each sign-off is a result; nothing is left out."""
    assert len(written()) == 8


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("TP-1 ·", "passed"),
        ("TP-2 · Titlen på TP-2 (eksempel 1)", "failed"),
        ("TP-2 · Titlen på TP-2 (eksempel 2)", "passed"),
        ("TP-3 ·", "broken"),
        ("TP-4 ·", "skipped"),
        ("TP-5 ·", "passed"),
        ("TP-6 ·", "skipped"),
        ("MedCom underskriver", "passed"),
    ],
)
def test_an_outcome_keeps_its_meaning(written, name, status):
    """Failed is the vendor's, broken is ours; what waits or did not run is neither passed nor failed."""
    assert named(written(), name)["status"] == status


def test_a_step_is_never_better_than_its_verdict(written, session):
    """A step whose scenario passed, but which the verdict refuses for want of evidence, is not shown as passed."""
    refused = step_verdict("TP-1", Outcome.FAULT, reason="Trinnet har intet bevis.")
    result = named(written(replace(session.verdict, steps=(refused,))), "TP-1 ·")
    assert result["status"] == "broken"
    assert "Trinnet har intet bevis." in result["statusDetails"]["message"]


def test_sentences_are_steps_with_their_keyword_and_time(written):
    """A sentence becomes a step: its Danish keyword, its text, and times that follow each other."""
    steps = named(written(), "TP-1 ·")["steps"]
    assert [step["name"] for step in steps] == [
        'Givet et CRP-svar på Nancy Ann med værdien "42"',
        "Når LPS'et sender svaret",
        'Så ligger svaret i LABA med værdien "42"',
    ]
    assert all(before["stop"] == after["start"] for before, after in pairwise(steps))


def test_a_failure_speaks_as_a_finding(written):
    """A failure tells the finding with the class that the protocol gave it, and no stack trace."""
    details = named(written(), "TP-2 · Titlen på TP-2 (eksempel 1)")["statusDetails"]
    assert details["message"].splitlines() == [
        "F1 · Nægtet samtykke mangler i beskeden (SAM-01)",
        "Sted: /Emessage/LaboratoryReport[1]/Patient, linje 31",
        "Forventet: <Consent><Given>false</Given></Consent>",
        "Fundet: intet",
        "Sådan rettes det: Send Given = false.",
    ]
    assert "trace" not in details


def test_a_fault_of_ours_says_that_it_does_not_count(written):
    """A fault's message says that it does not count."""
    message = named(written(), "TP-3 ·")["statusDetails"]["message"]
    assert message == "Fejl i værktøjet, tæller ikke med i vurderingen. Databanken gik ned"


def test_labels_place_a_result_in_the_plan(written):
    """Row, protocol, area, class and step id can be found and filtered by."""
    result = named(written(protocol_titles={"upload": "Upload til databankerne"}), "TP-1 ·")
    assert {
        ("epic", "pilot"), ("feature", "Upload til databankerne"), ("story", "Flow håndtering"),
        ("parentSuite", "Række 4.2"), ("severity", "blocker"), ("tag", "TP-1"),
    } <= labels(result)  # fmt: skip
    assert result["testCaseId"] == "TP-1"
    assert result["links"] == [
        {"type": "requirement", "url": "report.html#krav-SAM-01", "name": "SAM-01 Nægtet samtykke rejser med"},
        {"type": "report", "url": "report.html#TP-1", "name": "Trinnet i rapporten"},
    ]


def test_examples_of_an_outline_are_told_apart(written):
    """Two examples differ in a parameter, for otherwise Allure takes one for a retry of the other and hides it."""
    results = written()
    numbers = [named(results, f"TP-2 · Titlen på TP-2 (eksempel {n})")["parameters"][0]["value"] for n in (1, 2)]
    assert numbers == ["1", "2"]


def test_a_message_is_attached_as_its_very_bytes_and_as_a_view(written, tmp_path):
    """The raw bytes go along under their sha256, and a UTF-8 view shows Danish letters of any encoding."""
    _table, raw, view = (named(written(), "TP-1 ·")["steps"][n]["attachments"] for n in (0, 1, 1))
    raw, view = raw[0], view[1]
    folder = tmp_path / "allure-results"
    assert (folder / raw["source"]).read_bytes() == MESSAGE
    assert raw["type"] == "application/octet-stream"
    assert hashlib.sha256(MESSAGE).hexdigest() in raw["name"]
    assert "Søren Æble" in (folder / view["source"]).read_text("utf-8")


def test_a_page_is_attached_as_it_is(written, tmp_path):
    """A rendered page is shown unchanged."""
    (page,) = named(written(), "TP-4 ·")["steps"][0]["attachments"]
    assert (tmp_path / "allure-results" / page["source"]).read_bytes() == PAGE
    assert page["type"] == "text/html"


def test_a_data_table_is_attached(written, tmp_path):
    """The table of a sentence is kept as CSV."""
    (table,) = named(written(), "TP-1 ·")["steps"][0]["attachments"]
    text = (tmp_path / "allure-results" / table["source"]).read_text("utf-8")
    assert text == "Felt,Værdi\nVærdi,42\nEnhed,mg/L\n"


def test_no_two_results_share_a_file(written):
    """Allure shows a file that two results share in only one of them, so each use has its own."""
    sources = [
        attachment["source"]
        for result in written().values()
        for item in (result, *result.get("steps", []))
        for attachment in item.get("attachments", [])
    ]
    assert len(sources) == len(set(sources)) >= 7


def test_hostile_evidence_is_shown_as_text(session, written, tmp_path):
    """Evidence with a DOCTYPE is not parsed into a view with its entities; it is shown as the text it is."""
    hostile = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    kept = session.verdict.steps[0].evidence[0]
    (session.evidence / kept.sha256).write_bytes(hostile)
    view = named(written(), "TP-1 ·")["steps"][1]["attachments"][1]
    assert view["type"] == "text/plain"
    assert (tmp_path / "allure-results" / view["source"]).read_bytes() == hostile


def test_who_looked_is_told(written):
    """An attested step names who looked and that it is a demonstration; a missing party is waited for by name."""
    results = written()
    assert named(results, "TP-5 ·")["steps"][-1]["name"] == (
        "Set og bekræftet af Dora Demo, Tester, sundhed.dk (for sundhed.dk) – demonstration"
    )
    assert named(results, "TP-4 ·")["steps"][-1] == {"name": "Afventer sundhed.dk", "status": "skipped"}


def test_a_sign_off_is_a_result_of_its_own(written):
    """A signature stands under Underskrifter with who signed, and says that a demo person binds nobody."""
    result = named(written(), "MedCom underskriver Række 4.2")
    assert ("parentSuite", "Underskrifter") in labels(result)
    assert "Mads Demo, Konsulent, MedCom" in result["description"]
    assert "Demonstration" in result["description"]


def test_a_foreign_number_is_masked_everywhere(session, written, tmp_path):
    """A number that is no test person's is masked in every text and every view."""
    step = replace(session.verdict.steps[0], title=f"Svar på {FOREIGN}")
    kept = step.evidence[0]
    (session.evidence / kept.sha256).write_bytes(f"<a>{FOREIGN}</a>".encode())
    result = named(written(replace(session.verdict, steps=(step,))), "TP-1 ·")
    view = result["steps"][1]["attachments"][1]
    assert result["name"].endswith("010203-xxxx")
    assert "010203-xxxx" in (tmp_path / "allure-results" / view["source"]).read_text("utf-8")


def test_a_test_person_may_be_shown(session, written):
    """A known test number is left as it is."""
    step = replace(session.verdict.steps[0], title="Svar på 251248-9996")
    results = written(replace(session.verdict, steps=(step,)), known={"2512489996"})
    assert named(results, "TP-1 ·")["name"].endswith("251248-9996")


def test_the_same_session_gives_the_same_files(session, written, tmp_path):
    """Made again, every file has the same name and the same bytes."""
    folder = tmp_path / "allure-results"
    written()
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    written()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first


def test_what_an_earlier_run_left_is_gone(written, tmp_path):
    """A result of an earlier making does not stay behind."""
    folder = tmp_path / "allure-results"
    folder.mkdir()
    (folder / "old-result.json").write_text('{"name": "old"}')
    written()
    assert not (folder / "old-result.json").exists()


def test_a_later_run_replaces_the_findings_of_an_earlier_one(session, written):
    """A step that failed, and passes when it is run again, tells no old finding."""
    events = [entry.event for entry in session.entries]
    again = [event for event in events if getattr(event, "step", "") == "TP-1"]
    failed = [replace(event, step="TP-1") for event in events if getattr(event, "step", "") == "TP-2"]
    run = next(event for event in events if type(event).__name__ == "RunStarted")
    steps = (session.verdict.steps[0],)
    log = entries_of([events[0], run, *failed, replace(run, run=2), *again])
    results = written(replace(session.verdict, steps=steps), log)
    (latest,) = (result for name, result in results.items() if "eksempel" not in name)
    assert latest["status"] == "passed"
    assert "statusDetails" not in latest


def test_lost_evidence_is_a_fault_that_names_it(session, written):
    """Evidence that is gone stops the report and says which; the results made before stay."""
    kept = session.verdict.steps[0].evidence[0]
    (session.evidence / kept.sha256).unlink()
    with pytest.raises(ToolFault, match=kept.sha256):
        written()


def test_environment_is_readable_by_a_properties_reader(written, tmp_path):
    """Danish letters, spaces and separators survive the properties format."""
    written()
    text = (tmp_path / "allure-results" / "environment.properties").read_text("ascii")
    pairs = dict(line.encode().decode("unicode_escape").split("=", 1) for line in text.splitlines())
    assert pairs["Leverandør"] == "Æble & Søn A/S"
    assert pairs["plsp"] == "http://127.0.0.1:8801"


def test_our_faults_are_a_category_apart(written, tmp_path):
    """A flaw that may stand, a vendor's flaw and a fault of ours are categories of their own, in this order."""
    written()
    categories = json.loads((tmp_path / "allure-results" / "categories.json").read_text("utf-8"))
    assert [category["matchedStatuses"] for category in categories] == [["failed"], ["failed"], ["broken"], ["skipped"]]
