"""Why a session can't be certified: everything that is in the way, in the order in which one would see to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from cryptography import x509

from labcert.domain.casework import DeviationState, ReviewState
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.organisations import is_medcom
from labcert.domain.verdict import JudgedDeviation
from labcert.runner.certificate.case import Case
from labcert.session.authority import is_test
from labcert.session.keys import Signs, require_in_force
from labcert.session.report import NOTICES, Result
from labcert.session.store import CertificateRow
from labcert.session.verifying.documents import organisation_of

__all__ = ["Circumstances", "counting_deviations", "refusals", "require_none"]

UNSIGNED = frozenset({"not_signed", "not_all_signed"})
"""codes of a check that is told row by row here"""


@dataclass(frozen=True)
class Circumstances:
    """What a certificate is asked with: the key, the time, those there are already, and the one to be replaced.

    `must_be_trusted` says that it was told whom to trust; a real certificate is not made without.
    """

    key: Signs
    now: datetime
    test: bool
    issued: tuple[CertificateRow, ...]
    """the session's earlier certificates that nobody has revoked"""
    replaces: CertificateRow | None = None
    must_be_trusted: bool = False


def counting_deviations(case: Case) -> tuple[JudgedDeviation, ...]:
    """Return the deviations that let a step stand."""
    return tuple(each for each in case.verdict.deviations if each.state is DeviationState.IN_FORCE and each.covers)


def refusals(case: Case, asked: Circumstances) -> tuple[str, ...]:
    """Name everything that is in the way, a sentence each."""
    return tuple(dict.fromkeys((*_review(case), *_sealing(case, asked), *_key_and_clock(case, asked), *_others(asked))))


def require_none(case: Case, found: Iterable[str]) -> None:
    """Raise UsageMistake with everything that is in the way."""
    told = tuple(found)
    if told:
        opening = _("Der kan ikke udstedes et certifikat for {session}:").format(session=case.row.id)
        raise UsageMistake("\n- ".join((opening, *told)))


def _review(case: Case) -> Iterator[str]:
    verdict, row = case.verdict, case.row
    if case.opened.demo:
        pass  # nobody reviews a demonstration
    elif not verdict.review.closed:
        yield _("MedComs gennemgang er ikke afsluttet; det gør “labcert session close {session} --approved”.").format(
            session=row.id
        )
    elif verdict.review is ReviewState.NOT_APPROVED:
        yield _("Gennemgangen er afsluttet som ikke godkendt.")
    for line in verdict.lines:
        if line.counts and not line.fulfilled:
            yield from line.missing
    if not verdict.approved and all(line.fulfilled or not line.counts for line in verdict.lines):
        yield verdict.sentence
    kinds = case.programme.policy.certifies
    if not case.opened.demo and case.opened.test_type not in {kind.value for kind in kinds}:
        yield _("Der udstedes ikke certifikat for en {kind}, kun for: {kinds}.").format(
            kind=case.opened.test_type or _("test uden slags"), kinds=", ".join(kinds)
        )


def _sealing(case: Case, asked: Circumstances) -> Iterator[str]:
    if case.sealed is None:
        if case.verdict.review.closed or case.opened.demo:
            yield _("Sessionen er ikke forseglet, så der er intet at underskrive.")
        return
    parties: dict[str, list[str]] = {}
    for missing in case.unsigned:
        parties.setdefault(missing.party, []).append(missing.row)
    for party, rows in parties.items():
        yield _("{party} har ikke underskrevet række {rows}.").format(party=party, rows=", ".join(rows))
    yield from _wrong_files(case, asked)
    if not asked.test:
        if not asked.must_be_trusted:
            yield _("Sig med --trust, hvis rodcertifikat parternes underskrifter skal føre tilbage til.")
        for party in dict.fromkeys(each.party for each in case.signatures if _is_of_a_test(each.certificate)):
            yield _("{party} har underskrevet med en TEST-nøgle.").format(party=party)


def _wrong_files(case: Case, asked: Circumstances) -> Iterator[str]:
    assert case.checked is not None
    broken = case.checked.result is Result.BROKEN
    for reason in case.checked.reasons:
        if reason.code in NOTICES or reason.code in UNSIGNED:
            continue
        if reason.code == "untrusted_key":
            if asked.must_be_trusted:
                yield reason.message
        elif broken:
            yield _("Sessionens filer er ikke, som de blev underskrevet: {why}").format(why=reason.message)


def _is_of_a_test(pem: str) -> bool:
    return any(is_test(each) for each in x509.load_pem_x509_certificates(pem.encode("ascii")))


def _key_and_clock(case: Case, asked: Circumstances) -> Iterator[str]:
    if not is_medcom(who := organisation_of(asked.key.certificate)):
        yield _("Kun MedCom udsteder certifikater, og nøglen er udstedt til “{who}”.").format(who=who)
    try:
        require_in_force(asked.key.certificate, asked.now)
    except UsageMistake as mistake:
        yield mistake.message
    latest = max((case.entries[-1].time, *(each.time for each in case.signatures)), key=datetime.fromisoformat)
    if asked.now < datetime.fromisoformat(latest):
        yield _("Maskinens ur viser {now}, men i sessionen er der sket noget {latest}. Stil uret.").format(
            now=_minute(asked.now), latest=_minute(datetime.fromisoformat(latest))
        )
    today: date = asked.now.date()
    for judged in counting_deviations(case):
        if judged.deviation.valid_to < today:
            yield _("Afvigelsen {id}, som lader {steps} stå, udløb {day}.").format(
                id=judged.deviation.id, steps=", ".join(judged.covers), day=f"{judged.deviation.valid_to:%d.%m.%Y}"
            )


def _minute(time: datetime) -> str:
    return f"{time.astimezone():%d.%m.%Y %H:%M}"


def _others(asked: Circumstances) -> Iterator[str]:
    for row in asked.issued:
        if asked.replaces is None or row.id != asked.replaces.id:
            yield _("Certifikatet {id} er udstedt for sessionen og gælder. Afløs det med --supersedes {id}.").format(
                id=row.id
            )
    if asked.replaces is not None and asked.test and not asked.replaces.test:
        yield _("Et certifikat fra en TEST-nøgle kan ikke afløse {id}, som er rigtigt.").format(id=asked.replaces.id)
