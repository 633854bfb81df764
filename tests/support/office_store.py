"""A store with vendors in every state, as MedCom's office has it: made of events, verdicts and certificates."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from labcert.domain.casework import Actor, Approver, ApproverKind, ReviewState
from labcert.domain.events import DeviationApproved, DeviationAsked, ReviewMoved, SessionOpened
from labcert.domain.evidence import Evidence
from labcert.domain.outcome import Outcome, Severity, mark_of
from labcert.domain.suite_state import SuiteState
from labcert.domain.verdict import StepVerdict, Verdict
from labcert.session.canonical import sha256_of
from labcert.session.manifest import RequiredSigner
from labcert.session.signing import ALGORITHM, Signature, SignatureFile
from labcert.session.store import CertificateRow, Store, open_store

ZONE = timezone(timedelta(hours=1))
METTE = Actor("Mette Damgaard", "Testleder", "MedCom", "MedCom")
DOCTOR = Approver(ApproverKind.DOCTOR, "Anne Læge", "Læge", "Lægehuset", "01AB2")
EVERYBODY = ("LPS", "PLSP", "Team RN", "MiBa", "sundhed.dk", "MedCom")


@dataclass
class Watch:
    """A clock that tests set."""

    now: datetime = field(default_factory=lambda: datetime(2025, 12, 1, 9, tzinfo=ZONE))

    def __call__(self) -> datetime:
        """Return the time, a second later each time."""
        self.now += timedelta(seconds=1)
        return self.now


@dataclass(frozen=True)
class Kept:
    """A session to be kept: `rows` is row -> the outcomes of its steps."""

    id: str
    vendor: str
    system: str
    version: str
    test_type: str = "live"
    rows: Mapping[str, tuple[Outcome, ...]] = field(default_factory=dict)
    review: ReviewState = ReviewState.NOT_SUBMITTED
    day: date = date(2025, 12, 15)
    standards: tuple[str, ...] = ("XRPT01", "XRPT05")
    programme: str = "pilot"
    demo: bool = False
    deviates_from: str = ""


def office(tmp_path: Path) -> tuple[Store, Watch]:
    """An empty store, with the clock that it asks."""
    watch = Watch()
    (tmp_path / "kontor.db").write_bytes(_empty())
    return open_store(f"sqlite:///{tmp_path}/kontor.db", watch), watch


@cache
def _empty() -> bytes:
    """The file of a store that nobody has used; to make one takes a third of a second."""
    with TemporaryDirectory() as folder:
        open_store(f"sqlite:///{folder}/tom.db").close()
        return (Path(folder) / "tom.db").read_bytes()


def keep(store: Store, watch: Watch, kept: Kept) -> None:
    """Put a session into the store, as it would have come there."""
    watch.now = datetime(kept.day.year, kept.day.month, kept.day.day, 9, tzinfo=ZONE)
    store.begin(
        SessionOpened(
            session=kept.id, programme=kept.programme, programme_version="1.0.0", protocols={"laba": "a" * 64},
            vendor=kept.vendor, system=kept.system, system_version=kept.version, tool_version="0.1.0",
            suite_digest="b" * 64, schema_digest="c" * 64, profile="test", demo=kept.demo, test_type=kept.test_type,
            suite_state=SuiteState("0.1.0"), standards=kept.standards, direction="afsendelse",
        )
    )  # fmt: skip
    if kept.deviates_from:
        _deviate(store, kept)
    store.note_verdict(verdict_of(kept))
    for state in (ReviewState.WAITING, ReviewState.CLAIMED, kept.review):
        if kept.review is not ReviewState.NOT_SUBMITTED:
            store.append(kept.id, ReviewMoved(state, "", METTE))
        if state is kept.review:
            break


def _deviate(store: Store, kept: Kept) -> None:
    asked = DeviationAsked(
        "AFV-1", kept.deviates_from, (), kept.system, kept.version, "Kommer i næste version.", METTE,
        kept.day - timedelta(days=9), kept.day + timedelta(days=90),
    )  # fmt: skip
    approval = b"Godkendt af Anne Laege"
    document = Evidence(sha256_of(approval), "godkendelse.pdf", "application/pdf", len(approval))
    store.keep(kept.id, f"evidence/{document.sha256}", approval)
    store.append(kept.id, asked, DeviationApproved("AFV-1", DOCTOR, document, METTE))


def verdict_of(kept: Kept) -> Verdict:
    """The verdict of a session that came out so."""
    steps = tuple(
        _step(f"TP-{row}.{number:02}", row, outcome)
        for row, outcomes in kept.rows.items()
        for number, outcome in enumerate(outcomes, 1)
    )
    approved = kept.review is ReviewState.APPROVED
    return Verdict(
        kept.id, kept.programme, "1.0.0", kept.vendor, kept.system, kept.version, kept.demo, steps, {},
        Outcome.PASSED if approved else Outcome.NOT_RUN, approved, "Dommen.", kept.test_type,
    )  # fmt: skip


def _step(id: str, row: str, outcome: Outcome) -> StepVerdict:
    waits = ("Team RN",) if outcome is Outcome.WAITING else ()
    return StepVerdict(
        id, "Et trin", "laba", row, "Generelle krav", "automatisk", Severity.F2, outcome,
        mark_of(outcome, Severity.F2), "", (), (), ("LPS",), (), (), waits,
    )  # fmt: skip


def certify(store: Store, session: str, valid_to: date, version: int = 1, supersedes: str = "", bound: str = "laba") -> str:
    """Give a session a certificate that binds a protocol; return its id."""
    row = next(each for each in store.sessions() if each.id == session)
    id = f"labcert-cert-{session}-v{version}"
    certificate = CertificateRow(
        id, session, version, f"{valid_to.year - 2}-12-20T10:00:00+01:00", date(valid_to.year - 2, 12, 20), valid_to,
        row.vendor, row.system, row.system_version, row.standards, row.test_type, test=False, supersedes=supersedes,
    )  # fmt: skip
    document = {"certificate": {"id": id, "digests": {"protocols": {bound: "a" * 64}}}}
    store.keep_certificate(certificate, json.dumps(document).encode(), b"%PDF-")
    return id


def sign(store: Store, session: str, signers: tuple[RequiredSigner, ...]) -> None:
    """Put signatures of these into the session; they are not checked by anybody who only lists."""
    made = tuple(
        Signature(each.row, each.party, "Navn", "Rolle", "Firma", "", "2025-12-20T10:00:00+01:00", False, "PEM", "MA==")
        for each in signers
    )
    store.keep(session, "manifest.sig", SignatureFile("e" * 64, ALGORITHM, made).to_bytes())
