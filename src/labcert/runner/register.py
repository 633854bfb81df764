"""The register of approvals, gathered from a store: sessions, what people did with them, certificates, revocations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from labcert.checks.expected_fields import VERSIONS
from labcert.domain.casework import DeviationState, ReviewState
from labcert.domain.certificate import Revocation
from labcert.domain.errors import ToolFault
from labcert.domain.masking import mask_text
from labcert.protocol.model import Policy, Suite
from labcert.reporting.register import Register, RegisterRow, Standing
from labcert.runner.sorting import counting, danish
from labcert.session.casework import CaseWork, casework_of
from labcert.session.chain import BrokenChain
from labcert.session.log import LogEntry
from labcert.session.store import CertificateRow, SessionRow, Store

__all__ = ["SOON", "gather_register"]

SOON = 90
"""days before its last day in which a certificate expires soon"""
SYSTEM_TYPE = "LPS"
"""what the protocols are made for; a session holds no other kind of system"""
REVIEWS = {
    ReviewState.NOT_SUBMITTED: Standing.NOT_SUBMITTED,
    ReviewState.WAITING: Standing.WAITING,
    ReviewState.CLAIMED: Standing.CLAIMED,
    ReviewState.NOT_APPROVED: Standing.NOT_APPROVED,
    ReviewState.APPROVED: Standing.NO_CERTIFICATE,
}

Approval = tuple[str, str, str, str, str, str, str]
"""vendor, system, version, standard, direction, programme, kind of test: what is approved once"""


@dataclass(frozen=True)
class _Papers:
    """A store's certificates, the newest of each session, and what became of them."""

    newest: dict[str, CertificateRow]
    revoked: dict[str, Revocation]
    superseded: frozenset[str]

    def standing(self, certificate: CertificateRow, day: date) -> Standing:
        """Return what a certificate is worth on a day."""
        revocation = self.revoked.get(certificate.id)
        if certificate.id in self.superseded or (revocation is not None and revocation.superseded_by):
            return Standing.SUPERSEDED
        if revocation is not None:
            return Standing.REVOKED
        if day > certificate.valid_to:
            return Standing.EXPIRED
        if day < certificate.valid_from:
            return Standing.NOT_YET_VALID
        return Standing.EXPIRES_SOON if (certificate.valid_to - day).days < SOON else Standing.VALID


def _papers(store: Store) -> _Papers:
    certificates = sorted(store.certificates(), key=lambda each: (each.session, each.version))
    return _Papers(
        {each.session: each for each in certificates},
        {each.certificate: each for each in store.revocations()},
        frozenset(each.supersedes for each in certificates if each.supersedes),
    )


def gather_register(store: Store, suite: Suite, day: date, *, everything: bool = False) -> Register:
    """Return the register on a day: the approved sessions of kinds of test that give a certificate.

    The newest approval of the same thing stands alone. `everything` has each session of the store, with its state.
    """
    papers, known = _papers(store), {person.cpr for person in suite.persons if person.cpr}
    clinical = {requirement.id for requirement in suite.requirements if requirement.clinical}
    rows: list[RegisterRow] = []
    seen: set[Approval] = set()
    for session in store.sessions():  # newest first
        approving = _gives_certificate(session, suite)
        approved = approving and session.review is ReviewState.APPROVED
        if not (approved or everything):
            continue
        work = casework_of(_entries(store, session.id), clinical.__contains__)
        for row in _rows(session, work, papers, day, approved=approved):
            new = _approval(row) not in seen
            if new or everything:
                rows.append(row if new or not approved else _overtaken(row))
            if approved:
                seen.add(_approval(row))
    return Register(day, tuple(sorted((_masked(row, known) for row in rows), key=_place)), everything)


def _entries(store: Store, session: str) -> tuple[LogEntry, ...]:
    """Read a session's log; one that is broken stops the register, and is named: no row is left out in silence."""
    try:
        return store.entries(session)
    except BrokenChain as error:
        raise ToolFault(error.message, where=session, remedy=error.remedy) from error


def _gives_certificate(session: SessionRow, suite: Suite) -> bool:
    policy = next((each.policy for each in suite.programmes if each.id == session.programme), Policy())
    return not session.demo and session.test_type in policy.certifies


def _rows(
    session: SessionRow, work: CaseWork, papers: _Papers, day: date, *, approved: bool
) -> Iterator[RegisterRow]:
    """Yield a row for each standard of a session."""
    certificate = papers.newest.get(session.id)
    if session.demo:
        standing = Standing.DEMO
    elif not approved:
        standing = REVIEWS[session.review]
    else:
        standing = papers.standing(certificate, day) if certificate else Standing.AWAITS_CERTIFICATE
    closed = _day_of(work.moved) if session.review is ReviewState.APPROVED else None
    deviations = tuple(_standing_deviations(session, work, closed or day))
    for standard in session.standards or ("",):
        yield RegisterRow(
            session.vendor, session.system, session.system_version, SYSTEM_TYPE, standard, VERSIONS.get(standard, ""),
            session.direction, session.test_type, session.programme, session.programme_version, closed,
            certificate.id if certificate else "", certificate.valid_to if certificate else None, standing,
            deviations, session.id, certificate is not None and certificate.test,
        )  # fmt: skip


def _day_of(time: str) -> date | None:
    return datetime.fromisoformat(time).date() if time else None


def _standing_deviations(session: SessionRow, work: CaseWork, day: date) -> Iterable[str]:
    """Yield the requirement of each deviation that counted on a day."""
    for deviation in work.deviations.values():
        if deviation.state(day, session.system, session.system_version) is DeviationState.IN_FORCE:
            yield deviation.requirement


def _approval(row: RegisterRow) -> Approval:
    return (row.vendor, row.system, row.version, row.standard, row.direction, row.programme, row.test_type)


def _overtaken(row: RegisterRow) -> RegisterRow:
    """An approval that a newer one of the very same has taken the place of."""
    return row if row.certificate else replace(row, standing=Standing.SUPERSEDED)


def _masked(row: RegisterRow, known: set[str]) -> RegisterRow:
    vendor, system, version = (mask_text(text, known) for text in (row.vendor, row.system, row.version))
    return replace(row, vendor=vendor, system=system, version=version)


def _place(row: RegisterRow) -> tuple[object, ...]:
    """Sort as people look things up; the rest makes the order the same every time."""
    return (
        danish(row.vendor), danish(row.system), counting(row.version), row.standard, row.programme,
        row.test_type, row.session,
    )  # fmt: skip
