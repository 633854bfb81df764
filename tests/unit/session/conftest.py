"""A small session, made anew for each test: two steps, two parties, a log, evidence, a verdict, and its seal."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from labcert.domain.case import Case, Organisation, Patient, Requester, Sample, Sender
from labcert.domain.events import (
    EvidenceKept,
    RunFinished,
    RunStarted,
    SessionOpened,
    SignOffStated,
    StepFinished,
    StepStarted,
)
from labcert.domain.evidence import Evidence
from labcert.domain.outcome import Outcome, Severity
from labcert.protocol.model import (
    Area,
    Inspection,
    Introduction,
    Kind,
    Page,
    Programme,
    ProgrammeRow,
    Protocol,
    ProtocolStep,
    Scenario,
    Suite,
)
from labcert.session.demo_authority import DemoAuthority
from labcert.session.evidence import EvidenceStore
from labcert.session.folder import SessionFolder
from labcert.session.log import EventLog, read_log
from labcert.session.sealing import seal_demo
from labcert.session.verdict import compute, verdict_json

NANCY = Patient("nancy-ann", "Nancy Ann Test", "Berggren", cpr="2512489996")
PETER = Patient("peter", "Peter", "Hansen", replacement="0703921VJ5")


def ticking() -> Callable[[], datetime]:
    """A clock that moves a second a look."""
    ticks = itertools.count()
    start = datetime(2026, 11, 23, 3, 1, tzinfo=UTC)
    return lambda: start + timedelta(seconds=next(ticks))


def step(id_: str, *, kind: Kind = Kind.AUTOMATIC, severity: Severity = Severity.F1, by: tuple[str, ...] = ()) -> ProtocolStep:
    """A step of a protocol; `by` are the parties that must attest."""
    party = Organisation("5790000147465", "045861", "ydernummer", "Lægehuset Æblegården")
    sender = Sender(party.ean, party.identifier, party.identifier_code, party.name)
    requester = Requester(party.ean, party.identifier, party.identifier_code, party.name)
    case = Case(id_, NANCY, sender, requester, Sample(*["2025-12-01T08:15"] * 7), ())
    inspection = Inspection(Page.CITIZEN, ("42",), (), by) if by else None
    return ProtocolStep(
        id_, f"Titel på {id_}", "upload", Area.FLOW, "krav", "gør", (), case, "ses", ("LPS", "PLSP"), kind, severity,
        ("SAM-01",), inspection, "upload.yaml", 1,
    )


def suite_of(*steps: ProtocolStep, examples: int = 1) -> tuple[Suite, Programme]:
    """A suite with one programme, one row (4.2: LPS and PLSP; MedCom signs too) and one protocol of these steps."""
    intro = Introduction("", (), "", "", "", "")
    protocol = Protocol("upload", "Upload", "1.0.0", "2026-11-23", "4.2", ("XRPT01",), intro, steps, "upload.yaml", "0" * 64)
    row = ProgrammeRow("4.2", "Upload", ("upload",), ("LPS", "PLSP"))
    programme = Programme("pilot", "Pilot", "1.0.0", "2026-11-23", "", (row,), ("MedCom",), "pilot.yaml")
    scenarios = tuple(Scenario(s.id, s.title, "upload", (), examples, (), "upload.feature", 1) for s in steps)
    suite = Suite(root=Path(), protocols=(protocol,), programmes=(programme,), requirements=(), scenarios=scenarios)
    return suite, programme


def opened(*, demo: bool = True, session: str = "demo-20261123-0301-k7f2") -> SessionOpened:
    """The opening of a session."""
    return SessionOpened(
        session, "pilot", "1.0.0", {"upload": "0" * 64}, "Leverandøren", "Referencesystemet", "1.0", "0.1.0", "1" * 64,
        "2" * 64, "standard", demo,
    )


def passed(id_: str, evidence: Evidence, example: int = 0) -> Iterator[object]:
    """The events of a step that passed."""
    yield StepStarted(id_, "Scenarie", example, "upload")
    yield EvidenceKept(id_, example, 0, evidence)
    yield StepFinished(id_, example, Outcome.PASSED, "", 12.0)


@dataclass(frozen=True)
class Bundle:
    """A sealed session and the certificate that vouches for those who signed."""

    folder: SessionFolder
    trust: bytes


@pytest.fixture
def make_bundle() -> Callable[[Path], Bundle]:
    """Return a function that makes a sealed demo session in a folder."""

    def make(path: Path) -> Bundle:
        folder, clock = SessionFolder.create(path), ticking()
        suite, programme = suite_of(step("TP-4.2.61"))
        log, store = EventLog(folder.events, clock), EvidenceStore(folder.evidence, [NANCY])
        log.append(opened())
        log.append(RunStarted(1, ("TP-4.2.61",), {}))
        for event in passed("TP-4.2.61", store.keep("Beskeden, som LPS'et sendte", "application/xml", b"<Emessage/>")):
            log.append(event)
        log.append(RunFinished(1, Outcome.PASSED, ""))
        folder.verdict.write_bytes(verdict_json(compute(suite, programme, read_log(folder.events).entries)))
        for party in ("LPS", "PLSP", "MedCom"):
            firm = party if party == "MedCom" else f"Firma {party}"
            log.append(SignOffStated("4.2", party, f"Demoperson {party}", "Tester", firm, "Læst", demo=True))
        log.close()
        authority = DemoAuthority(clock())
        seal_demo(folder, programme, authority)
        return Bundle(folder, authority.certificate_pem)

    return make


@pytest.fixture
def bundle(make_bundle: Callable[[Path], Bundle], tmp_path: Path) -> Bundle:
    """A sealed session in a folder of its own."""
    return make_bundle(tmp_path / "pakke")


class Small:
    """The makers above, for tests that build their own session."""

    step = staticmethod(step)
    suite_of = staticmethod(suite_of)
    opened = staticmethod(opened)


@pytest.fixture
def small() -> type[Small]:
    """The makers of small programmes."""
    return Small
