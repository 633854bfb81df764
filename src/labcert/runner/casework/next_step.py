"""The one thing that is to be done next with a session, as a sentence with the command that does it."""

from collections.abc import Sequence
from dataclasses import dataclass

from labcert.domain.casework import ReviewState
from labcert.domain.language import _, ngettext
from labcert.domain.outcome import Outcome
from labcert.domain.verdict import StepVerdict, Verdict
from labcert.session.manifest import RequiredSigner
from labcert.session.store import Lease, SessionRow
from labcert.session.store.leasing import is_left

__all__ = ["State", "next_step"]

UNDECIDED = (Outcome.NOT_RUN, Outcome.SETUP_FAULT, Outcome.FAULT)


@dataclass(frozen=True)
class State:
    """What decides it; `broken_off` says that the latest run never ended."""

    row: SessionRow
    verdict: Verdict | None
    unsigned: Sequence[RequiredSigner]
    certified: bool
    broken_off: bool


def next_step(state: State) -> str:
    """Return the sentence."""
    row, verdict = state.row, state.verdict
    if row.demo:
        return _("Det er en demonstration; den skal ikke videre.")
    if verdict is None:
        return _("Programmet {programme} findes ikke i denne labcert. Brug den, som sessionen er kørt med.").format(
            programme=row.programme
        )
    if row.lease is not None:
        return _in_use(row, row.lease)
    return _by_review(state, verdict)


def _in_use(row: SessionRow, lease: Lease) -> str:
    if is_left(lease):
        return _("Kørslen blev afbrudt. Gå videre: labcert session run {id} --sut FIL").format(id=row.id)
    return _(
        "Sessionen er i brug på {host} siden {time}. Vent, til den er færdig. Er maskinen væk, så skriv "
        "“labcert session show {id} --free”."
    ).format(host=lease.host, time=lease.time[:16].replace("T", " "), id=row.id)


def _by_review(state: State, verdict: Verdict) -> str:
    row = state.row
    match row.review:
        case ReviewState.NOT_SUBMITTED:
            return _to_submit(state, verdict)
        case ReviewState.WAITING:
            return _("MedCom tager den til gennemgang: labcert session claim {id}").format(id=row.id)
        case ReviewState.CLAIMED:
            return _to_close(state, verdict)
        case ReviewState.APPROVED:
            return _to_certify(state)
        case ReviewState.NOT_APPROVED:
            return _("Er systemet rettet, så begynd en ny session: labcert session create … --follows {id}").format(
                id=row.id
            )


def _to_submit(state: State, verdict: Verdict) -> str:
    identifier = state.row.id
    open_yet = [step for step in verdict.steps if step.outcome in UNDECIDED or step.unrun]
    failed = [step for step in verdict.steps if step.outcome is Outcome.FAILED and not step.deviations]
    waiting = [step for step in verdict.steps if step.outcome is Outcome.WAITING]
    if state.broken_off and open_yet:
        return _("Kørslen blev afbrudt. Gå videre: labcert session run {id} --sut FIL").format(id=identifier)
    if open_yet:
        return ngettext(
            "Kør det ene trin, der mangler: labcert session run {id} --sut FIL",
            "Kør de {count} trin, der mangler: labcert session run {id} --sut FIL",
            len(open_yet),
        ).format(count=len(open_yet), id=identifier)
    if failed:
        return ngettext(
            "{steps} er ikke opfyldt. Se rapporten, og kør det igen, når det er rettet: "
            "labcert session run {id} --sut FIL --failed. En ny version af systemet skal have en ny session.",
            "{steps} er ikke opfyldt. Se rapporten, og kør dem igen, når de er rettet: "
            "labcert session run {id} --sut FIL --failed. En ny version af systemet skal have en ny session.",
            len(failed),
        ).format(steps=_ids(failed), id=identifier)
    if waiting:
        return _("{party} bekræfter {step}: labcert session attest {id} {step}").format(
            party=_party(waiting[0]), step=waiting[0].id, id=identifier
        )
    return _("Aflevér den til MedComs gennemgang: labcert session submit {id}").format(id=identifier)


def _to_close(state: State, verdict: Verdict) -> str:
    identifier, name = state.row.id, state.row.claimed_by
    waiting = [step for step in verdict.steps if step.outcome is Outcome.WAITING and step.mark is None]
    if verdict.approved:
        return _("{name} afslutter gennemgangen: labcert session close {id} --approved").format(
            name=name, id=identifier
        )
    if waiting:
        return _("{party} bekræfter {step}: labcert session attest {id} {step}").format(
            party=_party(waiting[0]), step=waiting[0].id, id=identifier
        )
    missing = sum(len(line.missing) for line in verdict.lines if line.counts and not line.fulfilled)
    return ngettext(
        "Der mangler én ting, før {name} kan godkende; den står ovenfor. Ellers: "
        "labcert session close {id} --not-approved --remark BEGRUNDELSE",
        "Der mangler {count} ting, før {name} kan godkende; de står ovenfor. Ellers: "
        "labcert session close {id} --not-approved --remark BEGRUNDELSE",
        missing,
    ).format(count=missing, name=name, id=identifier)


def _to_certify(state: State) -> str:
    identifier = state.row.id
    if state.unsigned:
        first = state.unsigned[0]
        return _("{party} underskriver: labcert session sign {id} --party {word} --key FIL.p12").format(
            party=first.party, word=_in_quotes(first.party), id=identifier
        )
    if state.certified:
        return _("Der er ikke mere at gøre: certifikatet er udstedt.")
    return _("MedCom udsteder certifikatet: labcert certificate issue {id} --key FIL.p12").format(id=identifier)


def _in_quotes(word: str) -> str:
    """As one writes a word with a space in a terminal."""
    return f'"{word}"' if " " in word else word


def _ids(steps: Sequence[StepVerdict]) -> str:
    shown = ", ".join(step.id for step in steps[:5])
    rest = len(steps) - 5
    more = ngettext("og ét til", "og {count} til", rest).format(count=rest) if rest > 0 else ""
    return f"{shown} {more}".rstrip()


def _party(step: StepVerdict) -> str:
    return step.missing_attestations[0] if step.missing_attestations else _("Den, der så efter,")
