"""What a session says when a certificate is asked for it: its verdict, its manifest, and whether all of it is whole."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from labcert.domain.errors import UsageMistake
from labcert.domain.events import SessionOpened
from labcert.domain.language import _
from labcert.domain.verdict import Verdict
from labcert.protocol.model import Programme, Suite
from labcert.runner.certifying import programme_of
from labcert.session import LogEntry
from labcert.session.certificates import trust_list
from labcert.session.manifest import MANIFEST, SIGNATURES, Manifest, RequiredSigner, read_manifest
from labcert.session.report import VerifyReport
from labcert.session.signing import Signature, read_signatures
from labcert.session.store import SessionRow, Store
from labcert.session.verdict import compute
from labcert.session.verifying.bundle import check_bundle
from labcert.session.verifying.question import CERTIFICATE_JSON, CERTIFICATE_PDF, Question

__all__ = ["Case", "case_of"]


@dataclass(frozen=True)
class Case:
    """A session as it stands. The last four are None or empty where it isn't sealed yet."""

    row: SessionRow
    suite: Suite
    programme: Programme
    opened: SessionOpened
    entries: tuple[LogEntry, ...]
    verdict: Verdict
    sealed: bytes | None = None
    """manifest.json"""
    manifest: Manifest | None = None
    signatures: tuple[Signature, ...] = ()
    checked: VerifyReport | None = None
    """of the stored files, without an earlier certificate"""

    @property
    def unsigned(self) -> tuple[RequiredSigner, ...]:
        """Who must still sign."""
        if self.manifest is None:
            return ()
        have = {(each.row, each.party) for each in self.signatures}
        return tuple(each for each in self.manifest.signers if (each.row, each.party) not in have)


def case_of(store: Store, suite: Suite, word: str, trust: Sequence[bytes] = ()) -> Case:
    """Gather a session's case; raises UsageMistake where there is none, or its programme isn't this labcert's.

    Raises BrokenChain where its log was changed.
    """
    row = store.find(word)
    entries = store.entries(row.id)
    opened = next((entry.event for entry in entries if isinstance(entry.event, SessionOpened)), None)
    if opened is None:
        raise UsageMistake(_("Loggen siger ikke, hvilken session den hører til."), where=row.id)
    programme = programme_of(suite, opened.programme)
    case = Case(row, suite, programme, opened, entries, compute(suite, programme, entries))
    if MANIFEST not in {file.path for file in store.files(row.id)}:
        return case
    return _sealed(store, case, trust)


def _sealed(store: Store, case: Case, trust: Sequence[bytes]) -> Case:
    """Check what lies in the store as if it had been handed over; an earlier certificate isn't part of that."""
    question = Question(trust_list(trust), date.fromisoformat(case.entries[-1].time[:10]))
    with store.contents(case.row.id, without=(CERTIFICATE_JSON, CERTIFICATE_PDF)) as contents:
        checked = check_bundle(contents, question)
        sealed = b"".join(contents.pieces(MANIFEST))
        signed = b"".join(contents.pieces(SIGNATURES)) if SIGNATURES in contents.names else b""
    try:
        manifest = read_manifest(sealed)
        signatures = read_signatures(signed).signatures if signed else ()
    except ValueError:
        manifest, signatures = None, ()  # the check has said what is wrong with them
    return replace(case, sealed=sealed, manifest=manifest, signatures=signatures, checked=checked)
