"""The log and the verdict of a bundle: a clock set back, events of a newer version, a verdict that the log doesn't give."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from labcert.domain.casework import Actor, Approver, ApproverKind
from labcert.domain.events import DeviationApproved, EvidenceAdded, EvidenceKept, SignOffStated, StepFinished
from labcert.domain.evidence import Evidence
from labcert.session.chain import START, make_link
from labcert.session.demo_authority import DemoAuthority
from labcert.session.log import EventLog, read_log
from labcert.session.manifest import RequiredSigner, build
from labcert.session.report import Result
from labcert.session.sealing import facts_of
from labcert.session.signing import sign
from labcert.session.verifying import record, verify

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
IN_FORCE = {"id": "AFV-1", "requirement": "SAM-01", "clinical": True, "state": "in_force", "covers": []}
STATED = SignOffStated("4.2", "LPS", "Demoperson Lis", "Chef", "Firma", "", demo=True)


@pytest.fixture
def sealed(bundle):
    """Return a function that changes a right bundle's files by a function, seals it anew and verifies it."""
    authority = DemoAuthority(AT)
    folder = bundle.folder
    facts = facts_of(read_log(folder.events).entries, [RequiredSigner("4.2", "LPS")])

    def changed(change):
        change(folder)
        manifest = build(folder.path, facts).to_bytes()
        folder.manifest.write_bytes(manifest)
        folder.signatures.write_bytes(sign(manifest, [authority.signer(STATED, AT.isoformat())]))
        return verify(folder.path, [authority.certificate_pem])

    return changed


def _relinked(folder, change):
    """Write the log again with each (time, kind, data) changed, and a right chain."""
    prev, lines = START, []
    for number, line in enumerate(folder.events.read_bytes().splitlines(), 1):
        found = json.loads(line)
        time, kind, data = change(number, found["time"], found["kind"], found["data"])
        link = make_link(number, time, kind, data, prev)
        prev = link.hash
        lines.append(link.line)
    folder.events.write_bytes(b"".join(lines))


def test_an_untouched_bundle_needs_no_word(sealed):
    """Neither of the clock nor of the verdict."""
    report = sealed(lambda _folder: None)
    assert (report.result, report.reasons) == (Result.VALID, ())


def test_a_clock_set_back_is_told(sealed):
    """The event's number and both times, and it stays valid: the chain tells the order."""

    def back(number, time, kind, data):
        moved = datetime.fromisoformat(time) - timedelta(days=2) if number >= 4 else datetime.fromisoformat(time)
        return moved.isoformat(), kind, data

    report = sealed(lambda folder: _relinked(folder, back))
    assert (report.result, [reason.code for reason in report.notices]) == (Result.VALID, ["clock_set_back"])
    assert "Hændelse 4 " in report.notices[0].message


def test_a_network_clock_is_not_accused(sealed):
    """Half a second back is what every machine does."""

    def back(number, time, kind, data):
        moved = datetime(2026, 11, 23, 9, 0, tzinfo=UTC) - timedelta(milliseconds=500 * (number % 2))
        return moved.isoformat(), kind, data

    assert sealed(lambda folder: _relinked(folder, back)).reasons == ()


def test_many_steps_back_are_counted(sealed):
    """Ten are named, and one line counts the rest."""

    def longer(folder):
        lines = len(folder.events.read_bytes().splitlines())
        with EventLog(folder.events, lambda: AT) as log:
            for _event in range(30):
                log.append(STATED)
        _relinked(folder, lambda number, time, kind, data: (_zigzag(number, time, lines), kind, data))

    report = sealed(longer)
    assert len(report.notices) == 11
    assert report.notices[-1].message == "Og 4 gange mere siden."


def _zigzag(number, time, lines):
    return time if number <= lines else (AT + timedelta(days=1, hours=number % 2)).isoformat()


@pytest.mark.parametrize("time", ["i går", "", "2026-11-23T09:00:00", "2026-13-99T09:00:00+00:00"])
def test_an_unreadable_time_is_broken(sealed, time):
    """Nobody but a forger writes such a log."""
    report = sealed(lambda folder: _relinked(folder, lambda number, _time, kind, data: (time, kind, data)))
    assert [(reason.code, reason.file) for reason in report.against] == [("log_broken", "events.jsonl")]


def test_events_of_a_newer_version_are_passed_over(sealed):
    """An unknown kind changes nothing; a known one with unknown content leaves the verdict unlooked at, and says so."""

    def unknown(number, time, kind, data):
        return time, "NewerThing" if kind == "SignOffStated" else kind, data

    assert sealed(lambda folder: _relinked(folder, unknown)).reasons == ()

    def strange(number, time, kind, data):
        return time, kind, data | {"outcome": "splendid"} if kind == "RunFinished" else data

    report = sealed(lambda folder: _relinked(folder, strange))
    assert (report.result, [reason.code for reason in report.notices]) == (Result.VALID, ["verdict_not_recomputed"])


def test_evidence_of_people_must_be_there_too(sealed):
    """What was laid beside a step later, and the doctor's letter for a deviation."""
    who, letter = Actor("Anne", "Konsulent", "MedCom"), Evidence("e" * 64, "brev.pdf", "application/pdf", 3)
    doctor = Approver(ApproverKind.DOCTOR, "Dora Dahl", "Læge", "Region", "0ABC1")
    for event in (EvidenceAdded("", letter, "", who), DeviationApproved("AFV-1", doctor, letter, who)):

        def added(folder, event=event):
            with EventLog(folder.events, lambda: AT + timedelta(days=1)) as log:
                log.append(event)

        told = {(reason.code, reason.file) for reason in sealed(added).against}
        assert told == {("evidence_missing", f"evidence/{'e' * 64}")}


def test_a_log_without_end_is_not_read(sealed, monkeypatch):
    """More than a hundred times what any programme writes."""
    monkeypatch.setattr(record, "LARGEST_LOG", 500)
    told = {(reason.code, reason.file) for reason in sealed(lambda _folder: None).against}
    assert told == {("too_large", "events.jsonl")}


def _in_verdict(change):
    def changed(folder):
        verdict = json.loads(folder.verdict.read_bytes())
        change(verdict)
        folder.verdict.write_text(json.dumps(verdict))

    return changed


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda verdict: verdict.update(session="en-anden"), "en-anden"),
        (lambda verdict: verdict.update(vendor="En anden"), "vendor"),
        (lambda verdict: verdict["system"].update(version="2.0"), "system"),
        (lambda verdict: verdict.update(demo=False), "demo"),
        (lambda verdict: verdict.update(test_type="live"), "live"),
        (lambda verdict: verdict.update(runs=7), "runs"),
        (lambda verdict: verdict.update(review="approved"), "review"),
        (lambda verdict: verdict["steps"][0].update(outcome="failed"), "failed"),
        (lambda verdict: verdict["steps"][0].update(outcome="not_relevant"), "not_relevant"),
        (lambda verdict: verdict["steps"][0].update(outcome="godt"), "godt"),
        (lambda verdict: verdict["steps"][0].update(evidence=[]), "beviser"),
        (lambda verdict: verdict["steps"][0].update(override={"mark": "Ok"}), "karakterer"),
        (lambda verdict: verdict["steps"][0].update(mark="F4"), "karakteren “F4” om trin"),
        (lambda verdict: verdict["steps"][0].update(deviation=["AFV-1"]), "afvigelsen AFV-1"),
        (lambda verdict: verdict["deviations"].append(IN_FORCE), "afvigelsen AFV-1"),
        (lambda verdict: verdict["steps"].append(verdict["steps"][0] | {"id": "TP-9.9.9"}), "TP-9.9.9"),
        (lambda verdict: verdict["totals"].update(passed=9), "Summerne"),
        (lambda verdict: verdict.update(approved=not verdict["approved"]), "godkendelsen"),
        (lambda verdict: verdict.update(steps=7), "andet indhold"),
        (lambda verdict: verdict["steps"][0].pop("id"), "andet indhold"),
    ],
)
def test_a_verdict_that_the_log_does_not_give_is_broken(sealed, change, said):
    """Signed by everybody, and still not what happened: told in words."""
    report = sealed(_in_verdict(change))
    assert report.result is Result.BROKEN
    assert {(reason.code, reason.file) for reason in report.against} == {("verdict_not_derived", "verdict.json")}
    assert said in " ".join(reason.message for reason in report.against)


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000, "NaN"])
def test_a_verdict_that_is_none_is_broken(sealed, text):
    """Whatever somebody sealed."""
    report = sealed(lambda folder: folder.verdict.write_text(text))
    assert {reason.code for reason in report.against} == {"verdict_not_derived"}


def test_a_pass_without_evidence_or_end_is_not_derivable(sealed):
    """The step's end taken out of the log, or its evidence."""
    for kind in (StepFinished, EvidenceKept):

        def without(folder, kind=kind):
            lines = [json.loads(line) for line in folder.events.read_bytes().splitlines()]
            kept = [found for found in lines if found["kind"] != kind.__name__]
            prev, written = START, []
            for number, found in enumerate(kept, 1):
                link = make_link(number, found["time"], found["kind"], found["data"], prev)
                prev = link.hash
                written.append(link.line)
            folder.events.write_bytes(b"".join(written))

        assert {reason.code for reason in sealed(without).against} == {"verdict_not_derived"}
