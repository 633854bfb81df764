"""What is shown of certificates: what each is worth today, and what it says."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from labcert.domain.certificate import Revocation
from labcert.domain.errors import ToolFault
from labcert.domain.language import _
from labcert.session.jws import CERTIFICATE, read_signed
from labcert.session.store import CertificateRow, Store

__all__ = ["Shown", "State", "all_certificates", "one_certificate"]


class State(StrEnum):
    """What a certificate is worth on a day."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


@dataclass(frozen=True)
class Shown:
    """A certificate of the store; the files and `content` (as JSON has it) only where one was asked for."""

    row: CertificateRow
    state: State
    revocation: Revocation | None = None
    content: Any = None
    json: bytes = b""
    pdf: bytes = b""


def all_certificates(store: Store, day: date) -> tuple[Shown, ...]:
    """Return every certificate, newest first."""
    gone = {each.certificate: each for each in store.revocations()}
    successors = {row.supersedes for row in store.certificates()}
    return tuple(_shown(row, gone.get(row.id), day, followed=row.id in successors) for row in store.certificates())


def one_certificate(store: Store, word: str, day: date) -> Shown:
    """Return one with its files; raises UsageMistake where there is none, ToolFault where the store's is damaged."""
    row = store.certificate(word)
    data, pdf = store.certificate_files(row.id)
    try:
        content = read_signed(data, CERTIFICATE).content
    except ValueError as error:
        raise ToolFault(_("Certifikatet {id} er ændret i lageret.").format(id=row.id)) from error
    found = next(each for each in all_certificates(store, day) if each.row.id == row.id)
    return Shown(row, found.state, found.revocation, content, data, pdf)


def _shown(row: CertificateRow, revocation: Revocation | None, day: date, *, followed: bool) -> Shown:
    return Shown(row, _state(row, revocation, day, followed=followed), revocation)


def _state(row: CertificateRow, revocation: Revocation | None, day: date, *, followed: bool) -> State:
    if followed or (revocation is not None and revocation.superseded_by):
        return State.SUPERSEDED
    if revocation is not None:
        return State.REVOKED
    if day < row.valid_from:
        return State.NOT_YET
    return State.EXPIRED if day > row.valid_to else State.IN_FORCE
