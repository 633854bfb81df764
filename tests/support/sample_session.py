"""A small session by hand: a log, its verdict and its evidence, for tests of what is derived from them."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from labcert.domain.events import (
    AttestationGiven,
    Event,
    EvidenceKept,
    FindingMade,
    ProgressNoted,
    RunFinished,
    RunStarted,
    SentenceRun,
    SessionOpened,
    SignOffStated,
    StepFinished,
    StepStarted,
)
from labcert.domain.evidence import Evidence
from labcert.domain.findings import Finding
from labcert.domain.outcome import Mark, Outcome, Severity, mark_of
from labcert.domain.verdict import Attestation, StepVerdict, Verdict

MESSAGE = '<?xml version="1.0" encoding="ISO-8859-1"?><Emessage><Name>Søren Æble</Name></Emessage>'.encode("iso-8859-1")
PAGE = b"<!doctype html><html lang='da'><title>Svar</title><h1>Det viser portalen</h1>"
RECEIPT = b'{"id": "m1", "status": "received"}'
REASON = "Værdien i LABA er en anden."
FINDING = Finding(
    rule="LAB-CONS-001",
    severity=Severity.F2,
    message="Nægtet samtykke mangler i beskeden",
    expected="<Consent><Given>false</Given></Consent>",
    actual="intet",
    remedy="Send Given = false.",
    path="/Emessage/LaboratoryReport[1]/Patient",
    line=31,
    requirements=("SAM-01",),
)
JUDGED = Finding(**{**FINDING.__dict__, "severity": Severity.F1})


@dataclass(frozen=True)
class Entry:
    """One entry of a log, as a report sees it."""

    seq: int
    time: str
    event: Event


@dataclass(frozen=True)
class Session:
    """A finished session: what `write_results` takes."""

    verdict: Verdict
    entries: tuple[Entry, ...]
    evidence: Path


def keep(folder: Path, name: str, media_type: str, data: bytes) -> Evidence:
    """Put bytes under their sha256, as a session does."""
    digest = hashlib.sha256(data).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / digest).write_bytes(data)
    return Evidence(digest, name, media_type, len(data))


def entries_of(events: Iterable[Event]) -> tuple[Entry, ...]:
    """Give events their numbers and times, one second apart."""
    return tuple(
        Entry(number, f"2026-03-18T09:{number // 60 % 60:02}:{number % 60:02}.000+01:00", event)
        for number, event in enumerate(events, 1)
    )


def step_verdict(name: str, outcome: Outcome, **changes: object) -> StepVerdict:
    """A step's verdict with plain values where nothing else is said."""
    values: dict[str, object] = {
        "id": name, "title": f"Titlen på {name}", "protocol": "upload", "row": "4.2", "area": "Flow håndtering",
        "kind": "automatisk", "severity": Severity.F1, "outcome": outcome, "mark": mark_of(outcome, Severity.F1),
        "reason": "", "findings": (), "evidence": (), "parties": ("LPS", "PLSP"), "requirements": ("SAM-01",),
        "attested_by": (),
    }  # fmt: skip
    return StepVerdict(**{**values, **changes})  # type: ignore[arg-type]


def sample(folder: Path, *, copies: int = 0) -> Session:
    """One step of each kind: passed, failed (two examples), fault, waiting, attested and not run.

    `copies` adds as many further passed steps, each with evidence of its own, to measure with.
    """
    store = folder / "evidence"
    sent = keep(store, "Beskeden som LPS'et sendte", "application/xml", MESSAGE)
    page = keep(store, "Siden i portalen", "text/html", PAGE)
    receipt = keep(store, "Svaret fra PLSP", "application/json", RECEIPT)
    events: list[Event] = [
        SessionOpened("s-1", "pilot", "1.0", {"upload": "0" * 64}, "Æble & Søn A/S", "LPS Ét", "2.1", "0.1.0",
                      "1" * 64, "2" * 64, "standard", demo=True),
        RunStarted(1, ("TP-1", "TP-2"), {"plsp": "http://127.0.0.1:8801"}),
        *_passed("TP-1", sent, receipt),
        *_failed("TP-2", sent),
        StepStarted("TP-3", "Databanken svarer ikke", 0, "Upload"),
        SentenceRun("TP-3", 0, "Når", "LPS'et sender svaret", Outcome.FAULT, "Databanken gik ned", 12.0),
        StepFinished("TP-3", 0, Outcome.FAULT, "Databanken gik ned", 12.0),
        *_looked_at("TP-4", page),
        *_looked_at("TP-5", page),
        AttestationGiven("TP-5", "sundhed.dk", "Dora Demo", "Tester", "sundhed.dk", Outcome.PASSED, "Set",
                         (page.sha256,), demo=True),
    ]  # fmt: skip
    steps = [
        step_verdict("TP-1", Outcome.PASSED, evidence=(sent, receipt)),
        step_verdict("TP-2", Outcome.FAILED, mark=Mark.F1, findings=(JUDGED,), evidence=(sent,)),
        step_verdict("TP-3", Outcome.FAULT, reason="Databanken gik ned"),
        step_verdict("TP-4", Outcome.WAITING, kind="attesteret", reason="Afventer sundhed.dk", evidence=(page,),
                     missing_attestations=("sundhed.dk",)),
        step_verdict("TP-5", Outcome.PASSED, kind="attesteret", evidence=(page,), attested_by=(
            Attestation("sundhed.dk", "Dora Demo", "Tester", "sundhed.dk", Outcome.PASSED, "Set",
                        "2026-03-18T10:00:00+01:00"),)),
        step_verdict("TP-6", Outcome.NOT_RUN, reason="Trinnet blev ikke kørt, for kørslen blev afbrudt."),
    ]  # fmt: skip
    for number in range(copies):
        name = f"TP-9.{number:02}"
        own = MESSAGE.replace(b"<Name>", b"<!--" + b"x" * 4000 + str(number).encode() + b"--><Name>")
        extra = keep(store, "Beskeden som LPS'et sendte", "application/xml", own)
        events += _passed(name, extra, receipt)
        steps.append(step_verdict(name, Outcome.PASSED, evidence=(extra, receipt)))
    events += [
        RunFinished(1, Outcome.FAULT, ""),
        SignOffStated("4.2", "MedCom", "Mads Demo", "Konsulent", "MedCom", "Set igennem", demo=True),
    ]
    verdict = Verdict("s-1", "pilot", "1.0", "Æble & Søn A/S", "LPS Ét", "2.1", demo=True, steps=tuple(steps), totals={},
                      outcome=Outcome.FAULT, approved=False, sentence="Ikke godkendt. 1 trin er F1 (TP-2).")  # fmt: skip
    return Session(verdict, entries_of(events), store)


def _passed(name: str, sent: Evidence, receipt: Evidence) -> list[Event]:
    table = (("Felt", "Værdi"), ("Værdi", "42"), ("Enhed", "mg/L"))
    return [
        StepStarted(name, "Et svar når LABA", 0, "Upload"),
        SentenceRun(name, 0, "Givet", 'et CRP-svar på Nancy Ann med værdien "42"', Outcome.PASSED, "", 1.5, table),
        EvidenceKept(name, 0, 1, sent),
        SentenceRun(name, 0, "Når", "LPS'et sender svaret", Outcome.PASSED, "", 20.0),
        EvidenceKept(name, 0, 2, receipt),
        SentenceRun(name, 0, "Så", 'ligger svaret i LABA med værdien "42"', Outcome.PASSED, "", 3.0),
        ProgressNoted(name, "Databanken blev bedt om at vente"),
        StepFinished(name, 0, Outcome.PASSED, "", 24.5),
    ]


def _failed(name: str, sent: Evidence) -> list[Event]:
    return [
        StepStarted(name, "Samtykket rejser med", 0, "Upload"),
        EvidenceKept(name, 0, -1, sent),
        SentenceRun(name, 0, "Så", "er svaret mærket med nægtet samtykke", Outcome.FAILED, FINDING.message, 5.0),
        FindingMade(name, 0, FINDING),
        StepFinished(name, 0, Outcome.FAILED, FINDING.message, 5.0),
        StepStarted(name, "Samtykket rejser med", 1, "Upload"),
        SentenceRun(name, 1, "Så", "er svaret mærket med givet samtykke", Outcome.PASSED, "", 4.0),
        StepFinished(name, 1, Outcome.PASSED, "", 4.0),
    ]


def _looked_at(name: str, page: Evidence) -> list[Event]:
    return [
        StepStarted(name, "Portalen viser svaret", 0, "Visning"),
        EvidenceKept(name, 0, 0, page),
        SentenceRun(name, 0, "Så", "ser en person på siden", Outcome.WAITING, "Afventer sundhed.dk", 2.0),
        StepFinished(name, 0, Outcome.WAITING, "Afventer sundhed.dk", 2.0, ("sundhed.dk",)),
    ]
