"""A live session in a store that is approved, frozen and signed by every party: what a certificate is asked for."""

import atexit
import itertools
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa

from labcert.domain.case import Case, Organisation, Patient, Requester, Sample, Sender
from labcert.domain.casework import Actor, Approver, ApproverKind, ReviewState
from labcert.domain.events import (
    DeviationApproved,
    DeviationAsked,
    Event,
    EvidenceKept,
    OverrideMade,
    ReviewMoved,
    RunFinished,
    RunStarted,
    SessionOpened,
    SignOffStated,
    StepFinished,
    StepStarted,
)
from labcert.domain.evidence import Evidence
from labcert.domain.outcome import Mark, Outcome, Severity
from labcert.domain.suite import suite_root
from labcert.domain.suite_state import SuiteState
from labcert.protocol.load import load_suite
from labcert.protocol.model import (
    Area,
    Introduction,
    Kind,
    Programme,
    ProgrammeRow,
    Protocol,
    ProtocolStep,
    Requirement,
    Scenario,
    Source,
    Suite,
)
from labcert.runner.certifying import programme_of
from labcert.session import read_log
from labcert.session.atomic import write_whole
from labcert.session.authority import Authority, subject
from labcert.session.canonical import sha256_of
from labcert.session.certificates import pem_of
from labcert.session.keys import SigningKey
from labcert.session.manifest import MANIFEST, SIGNATURES, Facts, build, required_signers
from labcert.session.signing import Signer, sign, sign_one, with_signature
from labcert.session.store import Store, open_store
from labcert.session.verdict import compute, verdict_json

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
METTE = Actor("Mette Damgaard", "Testleder", "MedCom", "MedCom")
LIS = Actor("Lis Larsen", "Produktchef", "Æble & Søn A/S", "LPS")
PETER = Actor("Peter Poulsen", "Tester", "PLSP-leverandøren", "PLSP")
DOCTOR = Approver(ApproverKind.DOCTOR, "Dorte Holm", "Overlæge", "Region Nordjylland", "0BCD1")
PAGE = b"<h1>Svaret</h1>"


@dataclass
class Watch:
    """A clock that moves a second a look."""

    now: datetime = START

    def __call__(self) -> datetime:
        """Return the time."""
        self.now += timedelta(seconds=1)
        return self.now


def _step(id_: str) -> ProtocolStep:
    party = Organisation("5790000147465", "045861", "ydernummer", "Lægehuset Æblegården")
    sender = Sender(party.ean, party.identifier, party.identifier_code, party.name)
    requester = Requester(party.ean, party.identifier, party.identifier_code, party.name)
    patient = Patient("nancy-ann", "Nancy Ann Test", "Berggren", cpr="2512489996")
    case = Case(id_, patient, sender, requester, Sample(*["2025-12-01T08:15"] * 7), ())
    return ProtocolStep(
        id_, f"Titel på {id_}", "upload", Area.FLOW, "krav", "gør", (), case, "ses", ("LPS",), Kind.AUTOMATIC,
        Severity.F2, ("SAM-01",), None, "upload.yaml", 1,
    )  # fmt: skip


def suite_of(*ids: str) -> Suite:
    """A suite with one programme of one row (4.2: LPS; MedCom signs too) and one protocol of steps with these ids."""
    steps = tuple(_step(each) for each in ids)
    intro = Introduction("", (), "", "", "", "")
    protocol = Protocol(
        "upload", "Upload", "1.0.0", "2026-11-23", "4.2", ("XRPT01",), intro, steps, "upload.yaml", "0" * 64
    )
    row = ProgrammeRow("4.2", "Upload af svar", ("upload",), ("LPS",))
    programme = Programme("pilot", "Pilot", "1.0.0", "2026-11-23", "", (row,), ("MedCom",), "pilot.yaml")
    scenarios = tuple(Scenario(s.id, s.title, "upload", (), 1, (), "upload.feature", 1) for s in steps)
    consent = Requirement(
        "SAM-01", "Samtykket følger svaret", "", Source("slide", "7"), (), None, clinical=True, file="krav.yaml", line=1
    )
    return Suite(Path(), (protocol,), (programme,), (consent,), scenarios)


@cache
def authority() -> Authority:
    """The authority that vouches for everybody here."""
    return Authority(START, subject("TEST rod", "TEST", "TEST"))


def trust() -> bytes:
    """The authority's certificate (PEM)."""
    return pem_of([authority().certificate]).encode("ascii")


@cache
def issuer() -> SigningKey:
    """MedCom's key (RSA, as real ones are)."""
    return authority().issue(subject("MedCom TEST", "MedCom TEST", "TEST"), rsa.generate_private_key(65537, 2048))


@dataclass
class Approved:
    """A session under way to its certificate. Each method takes it a step further."""

    store: Store
    clock: Watch
    suite: Suite
    id: str = "live-20261123-0900-k7f2"
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def programme(self) -> Programme:
        """The suite's only programme."""
        return self.suite.programmes[0]

    def opened(self, **changes: object) -> "Approved":
        """Open the session."""
        plain = {
            "session": self.id, "programme": "pilot", "programme_version": "1.0.0", "protocols": {"upload": "0" * 64},
            "vendor": "Æble & Søn A/S", "system": "Æskulap", "system_version": "7.4", "tool_version": "0.9.0",
            "suite_digest": "b" * 64, "schema_digest": "c" * 64, "profile": "standard", "demo": False,
            "test_type": "live", "suite_state": SuiteState("0.9.0"), "standards": ("XRPT01",), "direction": "afsendelse",
        }  # fmt: skip
        self.store.begin(SessionOpened(**(plain | changes)))
        return self

    def ran(self, **outcomes: Outcome) -> "Approved":
        """Run every step; those that are named (dots as underscores) come out so, the others pass."""
        steps = [step.id for step in self.suite.steps]
        evidence = Evidence(sha256_of(PAGE), "Svar", "text/html", len(PAGE))
        self.store.keep(self.id, f"evidence/{evidence.sha256}", PAGE)
        events: list[Event] = [RunStarted(1, tuple(steps), {})]
        for step in steps:
            outcome = outcomes.get(step.replace(".", "_").replace("-", "_"), Outcome.PASSED)
            reason = "" if outcome is Outcome.PASSED else "Værdien er en anden."
            events += [
                StepStarted(step, "Et scenarie", 0, "upload"), EvidenceKept(step, 0, 0, evidence),
                StepFinished(step, 0, outcome, reason, 1.0),
            ]  # fmt: skip
        self.store.append(self.id, *events, RunFinished(1, Outcome.PASSED, ""))
        return self

    def deviates(self, until: date, *steps: str) -> "Approved":
        """Have a doctor approve a deviation from SAM-01 at these steps (none: all) until a day."""
        letter = b"Godkendt."
        document = Evidence(sha256_of(letter), "godkendelse.pdf", "application/pdf", len(letter))
        self.store.keep(self.id, f"evidence/{document.sha256}", letter)
        day = self.clock().date()
        asked = DeviationAsked("AFV-1", "SAM-01", steps, "Æskulap", "7.4", "Kommer i version 8.", LIS, day, until)
        self.store.append(self.id, asked, DeviationApproved("AFV-1", DOCTOR, document, METTE))
        return self

    def overridden(self, step: str) -> "Approved":
        """Have MedCom set a step to F4."""
        self.store.append(self.id, OverrideMade(step, Mark.F4, "Set igennem med leverandøren.", METTE))
        return self

    def closed(self, state: ReviewState = ReviewState.APPROVED) -> "Approved":
        """End the review and freeze the session."""
        for each in (ReviewState.WAITING, ReviewState.CLAIMED, state):
            self.store.append(self.id, ReviewMoved(each, "", METTE))
        return self.sealed()

    def sealed(self) -> "Approved":
        """Write verdict, manifest and room for signatures."""
        with self.store.check_out(self.id) as folder:
            entries = read_log(folder.events).entries
            opened = next(entry.event for entry in entries if isinstance(entry.event, SessionOpened))
            verdict = compute(self.suite, self.programme, entries)
            write_whole(folder.verdict, verdict_json(verdict))
            manifest = build(folder.path, Facts(opened, required_signers(self.programme))).to_bytes()
            write_whole(folder.manifest, manifest)
            write_whole(folder.signatures, sign(manifest, []))
        self.store.note_verdict(verdict)
        return self

    def signed(self, *parties: str, keys: Callable[[str, str, str], SigningKey] | None = None) -> "Approved":
        """Have these parties (none: all) sign their rows."""
        keys = keys or (lambda name, organisation, party: authority().issue(subject(name, organisation, "TEST", party)))
        manifest = self.store.read(self.id, MANIFEST)
        for wanted, actor in itertools.product(required_signers(self.programme), (LIS, PETER, METTE)):
            if actor.party != wanted.party or (parties and actor.party not in parties):
                continue
            stated = SignOffStated(
                wanted.row, actor.party, actor.name, actor.role, actor.organisation, "Læst",
                demo=self.store.find(self.id).demo,
            )  # fmt: skip
            signer = Signer(
                stated, self.clock().isoformat(timespec="milliseconds"),
                keys(actor.name, actor.organisation, actor.party),
            )  # fmt: skip
            before = self.store.read(self.id, SIGNATURES)
            self.store.keep(self.id, SIGNATURES, with_signature(before, manifest, sign_one(manifest, signer)))
        return self


def session_in(folder: Path, *steps: str, now: datetime = START) -> Approved:
    """A new store with a session to be opened; the steps are TP-4.2.1 and TP-4.2.2 where none are named."""
    clock = Watch(now)
    store = open_store(f"sqlite:///{folder / 'lager.db'}", clock)
    return Approved(store, clock, suite_of(*(steps or ("TP-4.2.1", "TP-4.2.2"))))


@cache
def _template() -> tuple[Path, datetime]:
    """A folder with a store that holds a session ready for its certificate, made once a process; and its time."""
    folder = Path(tempfile.mkdtemp(prefix="labcert-klar-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    session = session_in(folder).opened().ran().closed().signed()
    session.store.close()
    return folder, session.clock.now


def ready_in(folder: Path) -> Approved:
    """A store with a session of two passed steps that is approved and signed by everybody."""
    template, now = _template()
    shutil.copytree(template, folder, dirs_exist_ok=True)
    return session_in(folder, now=now)


def real_suite() -> Suite:
    """The suite that comes along, with the one protocol that no person has to look at, as a programme of its own."""
    whole = load_suite(suite_root())
    protocol = whole.protocol("upload")
    return replace(whole, protocols=(protocol,), programmes=(programme_of(whole, protocol.id),))


@cache
def _real_template() -> tuple[Path, datetime]:
    folder = Path(tempfile.mkdtemp(prefix="labcert-ægte-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    session = session_in(folder)
    session.suite = real_suite()
    programme = session.programme
    digests = {protocol.id: protocol.digest for protocol in session.suite.protocols}
    session.opened(programme=programme.id, programme_version=programme.version, protocols=digests)
    session.ran().closed().signed().store.close()
    return folder, session.clock.now


def really_ready_in(folder: Path) -> str:
    """A store `lager.db` with an approved and signed session of the suite that comes along; returns the session's id."""
    shutil.copytree(_real_template()[0], folder, dirs_exist_ok=True)
    return Approved.id
