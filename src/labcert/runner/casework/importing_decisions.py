"""What MedCom decides, in a file that is read in: told, and taken only where somebody trusts the file."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm

from labcert.domain.casework import ReviewState
from labcert.domain.certificate import Certificate
from labcert.domain.errors import UsageMistake
from labcert.domain.events import DeviationApproved, OverrideMade, ReviewMoved
from labcert.domain.language import _
from labcert.runner.casework.export_file import ExportIndex, certificate_paths
from labcert.session import LogEntry
from labcert.session.jws import CERTIFICATE, read_signed
from labcert.session.store import CertificateRow, Store

__all__ = ["decided_in", "new_papers", "take_papers", "undecided"]

MOST_TOLD = 5
OURS = frozenset({ReviewState.CLAIMED, ReviewState.APPROVED, ReviewState.NOT_APPROVED})
"""states of a review that only MedCom brings it to, and takes it out of"""


def decided_in(entries: Sequence[LogEntry], known: int) -> Iterator[str]:
    """Say what MedCom must have decided in a log after so many events that are known already, a sentence each."""
    review = ReviewState.NOT_SUBMITTED
    for entry in entries:
        new, before = entry.seq > known, review
        match entry.event:
            case ReviewMoved(state=state, by=by):
                review = state
                if new and OURS & {before, state}:
                    text = _("{session}, hændelse {seq}: {name} har flyttet gennemgangen til “{state}”.")
                    yield _said(text, entries, entry, name=by.name, state=state.value)
            case OverrideMade(step=step, by=by) if new:
                text = _("{session}, hændelse {seq}: {name} har ændret karakteren for {step}.")
                yield _said(text, entries, entry, name=by.name, step=step)
            case DeviationApproved(id=number) if new:
                text = _("{session}, hændelse {seq}: afvigelsen {number} er godkendt.")
                yield _said(text, entries, entry, number=number)
            case _ if new and before in OURS:
                yield _said(_("{session}, hændelse {seq}: skrevet, mens MedCom gennemgik."), entries, entry)
            case _:
                pass


def _said(text: str, entries: Sequence[LogEntry], entry: LogEntry, **words: str) -> str:
    session = getattr(entries[0].event, "session", "")
    return text.format(session=session, seq=entry.seq, **words)


def undecided(told: Iterable[str]) -> UsageMistake:
    """Return the refusal of a file that has decisions in it."""
    listed = tuple(dict.fromkeys(told))
    shown = "\n- ".join(listed[:MOST_TOLD])
    more = "\n- …" if len(listed) > MOST_TOLD else ""
    return UsageMistake(
        _("Filen har afgørelser, som kun MedCom træffer, og som dette lager ikke kender:") + f"\n- {shown}{more}",
        remedy=_(
            "Intet er læst ind. Kommer filen fra MedComs eget lager, så læs den ind med --decisions. Ellers bed om "
            "sessionen, som den var, da den blev afleveret."
        ),
    )


def new_papers(store: Store, index: ExportIndex, place: Path) -> tuple[str, ...]:
    """Name the certificates and revocations that the store has not; raises UsageMistake for one that doesn't fit.

    A certificate is about a session of the same export and says what its row says; a revocation is about a
    certificate of the export.
    """
    have, gone = {each.id for each in store.certificates()}, {each.certificate for each in store.revocations()}
    sessions, listed = {each.id for each in index.sessions}, {each.id for each in index.certificates}
    told = []
    for row in index.certificates:
        if row.session not in sessions or _printed_row(place, row.id) != row:
            raise _unfit(row.id)
        if row.id not in have:
            text = _("Certifikatet {id} for {vendor}, {system}.")
            told.append(text.format(id=row.id, vendor=row.vendor, system=row.system))
    for revocation in index.revocations:
        if revocation.certificate not in listed:
            raise _unfit(revocation.certificate)
        if revocation.certificate not in gone:
            told.append(_("Tilbagekaldelsen af {id}.").format(id=revocation.certificate))
    return tuple(told)


def _printed_row(place: Path, identifier: str) -> CertificateRow | None:
    """Return what a certificate itself says, None where its signature doesn't fit."""
    path, _pdf = certificate_paths(identifier)
    try:
        signed = read_signed((place / path).read_bytes(), CERTIFICATE)
        return CertificateRow.of(msgspec.convert(signed.content, Certificate)) if signed.holds else None
    except (ValueError, TypeError, RecursionError, UnsupportedAlgorithm):
        return None


def _unfit(identifier: str) -> UsageMistake:
    return UsageMistake(
        _("Certifikatet {id} i eksporten hænger ikke sammen med resten af den.").format(id=identifier),
        remedy=_("Eksporten er ændret eller beskadiget, og intet er læst ind. Lav den igen."),
    )


def take_papers(store: Store, index: ExportIndex, place: Path) -> None:
    """Keep the certificates and revocations that the store has not."""
    have, gone = {each.id for each in store.certificates()}, {each.certificate for each in store.revocations()}
    for row in index.certificates:
        if row.id not in have:
            json, pdf = ((place / path).read_bytes() for path in certificate_paths(row.id))
            store.keep_certificate(row, json, pdf)
    for revocation in index.revocations:
        if revocation.certificate not in gone:
            store.revoke(revocation)
