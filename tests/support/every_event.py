"""One event of every kind that a session's log can hold, and the bytes of the evidence that they name."""

from datetime import date

from labcert.domain.casework import Actor, Approver, ApproverKind, ReviewState
from labcert.domain.events import (
    EVENTS,
    AttestationGiven,
    CommentMade,
    DeviationApproved,
    DeviationAsked,
    DeviationWithdrawn,
    Event,
    EvidenceAdded,
    EvidenceKept,
    FindingMade,
    OverrideMade,
    ProgressNoted,
    ReviewMoved,
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
from labcert.domain.outcome import Mark, Outcome, Severity
from labcert.session.canonical import sha256_of

__all__ = ["DATA", "EVIDENCE", "actor", "every_event", "opened"]

DATA = b"<Emessage>Anna \xc3\x86rlig</Emessage>"
EVIDENCE = Evidence(sha256_of(DATA), "Beskeden", "application/xml", len(DATA))


def actor(name: str = "Mads Medkom") -> Actor:
    """Somebody of MedCom."""
    return Actor(name, "Konsulent", "MedCom", "MedCom")


def opened(session: str = "pilot-20261123-1000-abcd", **changes: object) -> SessionOpened:
    """A session's first event."""
    values: dict[str, object] = {
        "session": session, "programme": "pilot", "programme_version": "1.0", "protocols": {"upload": "0" * 64},
        "vendor": "Æble & Søn A/S", "system": "LPS Ét", "system_version": "2.1", "tool_version": "0.1.0",
        "suite_digest": "1" * 64, "schema_digest": "2" * 64, "profile": "standard", "demo": False,
        "test_type": "prætest", "standards": ("XRPT01", "XRPT05"), "direction": "afsendelse",
    }  # fmt: skip
    return SessionOpened(**{**values, **changes})  # type: ignore[arg-type]


def every_event() -> tuple[Event, ...]:
    """Return what comes after the opening, each kind once and in an order that can be; the review ends it."""
    who, doctor = actor(), Approver(ApproverKind.DOCTOR, "Lone Læge", "Overlæge", "Regionen", "0ABC1")
    day = date(2026, 11, 23)
    events: tuple[Event, ...] = (
        RunStarted(1, ("TP-1",), {"plsp": "http://127.0.0.1:8801"}, "2.1", "1" * 64),
        StepStarted("TP-1", "Et svar når LABA", 0, "Upload"),
        SentenceRun("TP-1", 0, "Når", "LPS'et sender svaret", Outcome.PASSED, "", 12.5, (("Felt", "Værdi"),)),
        EvidenceKept("TP-1", 0, 0, EVIDENCE),
        FindingMade("TP-1", 0, Finding("LAB-1", Severity.F3, "Enheden mangler")),
        ProgressNoted("TP-1", "Databanken blev bedt om at vente"),
        StepFinished("TP-1", 0, Outcome.WAITING, "Afventer sundhed.dk", 24.5, ("sundhed.dk",)),
        AttestationGiven("TP-1", "sundhed.dk", "Dora", "Tester", "sundhed.dk", Outcome.PASSED, "Set",
                         (EVIDENCE.sha256,), demo=False),
        RunFinished(1, Outcome.PASSED, ""),
        SignOffStated("4.2", "MedCom", "Mads", "Konsulent", "MedCom", "", demo=False),
        EvidenceAdded("TP-1", EVIDENCE, "Et skærmbillede", who),
        CommentMade("c1", "TP-1", "Ser fint ud", who),
        OverrideMade("TP-1", Mark.F4, "Kun en bagatel", who),
        DeviationAsked("d1", "LAB-07", ("TP-1",), "LPS Ét", "2.1", "Rettes i 2.2", who, day, day),
        DeviationApproved("d1", doctor, EVIDENCE, who),
        DeviationWithdrawn("d1", "Rettet", who),
        ReviewMoved(ReviewState.CLAIMED, "", who),
    )  # fmt: skip
    assert {type(event).__name__ for event in events} | {"SessionOpened"} == set(EVENTS)
    return events
