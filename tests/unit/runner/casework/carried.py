"""Sessions of a store, made of events without running anything, for tests of how sessions are shown and carried."""

from functools import cache
from pathlib import Path

from labcert.domain.casework import Actor, ReviewState
from labcert.domain.certificate import Revocation
from labcert.domain.events import (
    Event,
    EvidenceKept,
    ReviewMoved,
    RunFinished,
    RunStarted,
    SessionOpened,
    StepFinished,
    StepStarted,
)
from labcert.domain.evidence import Evidence
from labcert.domain.outcome import Outcome
from labcert.domain.sut import Reference, System, SystemUnderTest, Vendor
from labcert.protocol.model import Suite
from labcert.session.canonical import sha256_of
from labcert.session.store import CertificateRow, Store
from labcert.session.store.opening import open_store
from tests.support.certified import Issuer, certificate_of

MEDCOM = Actor("Mads Holm", "Konsulent", "MedCom", "MedCom")
SUT = SystemUnderTest(Vendor("Leverandøren A/S"), System("LægeSystemet", "1.0"), ("XRPT01",), Reference())


def opened(suite: Suite, session: str = "live-20261123-0941-abcd", **changes) -> SessionOpened:
    """The first event of a session of the protocol laba."""
    values = {
        "session": session, "programme": "laba", "programme_version": "1.0.0",
        "protocols": {"laba": suite.protocol("laba").digest}, "vendor": SUT.vendor.name, "system": SUT.system.name,
        "system_version": SUT.system.version, "tool_version": "0.1.0", "suite_digest": "1" * 64, "schema_digest": "2" * 64,
        "profile": "test", "demo": False, "test_type": "live", "standards": ("XRPT01",), "direction": "afsendelse",
    }  # fmt: skip
    return SessionOpened(**{**values, **changes})


def proof(data: bytes) -> Evidence:
    """What the log says of a piece of evidence."""
    return Evidence(sha256_of(data), "Et bevis", "text/plain", len(data))


def ran(store: Store, session: str, step: str, outcome: Outcome = Outcome.PASSED, run: int = 1, awaits=()) -> None:
    """Write a run of one step, with its evidence."""
    data = f"{step} {run}".encode()
    store.keep(session, f"evidence/{sha256_of(data)}", data)
    events: list[Event] = [
        RunStarted(run, (step,), {}, "1.0", "1" * 64), StepStarted(step, "S", 0, "F"),
        EvidenceKept(step, 0, 0, proof(data)), StepFinished(step, 0, outcome, "", 1.0, awaits),
        RunFinished(run, outcome, ""),
    ]  # fmt: skip
    store.append(session, *events)


def moved(store: Store, session: str, *states: ReviewState) -> None:
    """Move a review through states."""
    for state in states:
        store.append(session, ReviewMoved(state, "", MEDCOM))


@cache
def issuer() -> Issuer:
    """MedCom's key."""
    return Issuer.made()


def certified(store: Store, session: str) -> CertificateRow:
    """Keep a certificate of a session."""
    certificate = certificate_of(
        id=f"labcert-cert-{session}-v1", session=session, vendor=SUT.vendor.name, system=SUT.system.name,
        system_version=SUT.system.version,
    )  # fmt: skip
    row = CertificateRow.of(certificate)
    store.keep_certificate(row, issuer().json(certificate, stamped=False), b"%PDF-1.7")
    return row


def revoked(store: Store, certificate: CertificateRow) -> None:
    """Revoke it."""
    store.revoke(Revocation(certificate.id, "2026-12-01T12:00:00+01:00", "Fejl i systemet", "Mads Holm"))


def a_store(folder: Path, name: str = "lager") -> Store:
    """A new store in a file; its caller closes it."""
    return open_store(f"sqlite:///{folder / name}.db")
