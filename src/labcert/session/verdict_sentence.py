"""The sentence that says why: "Ikke godkendt. 1 trin er F1 (TP-4.2.21), 2 trin afventer Team RN (…). …"."""

from collections.abc import Sequence

from labcert.domain.casework import ReviewState
from labcert.domain.language import _, ngettext
from labcert.domain.outcome import Mark, Outcome
from labcert.domain.verdict import PolicyLine, StepVerdict
from labcert.protocol.model import Demand
from labcert.session.policy import MARKS_LINE, joined

__all__ = ["verdict_sentence"]

SHOWN = 6
"""how many step ids a part of the sentence names before it counts the rest"""
MEDCOMS_RULE = (Mark.OK, Mark.F4, Mark.NOT_RELEVANT)
FLAWS = (Mark.F1, Mark.F2, Mark.F3, Mark.F4)


def verdict_sentence(
    steps: Sequence[StepVerdict],
    *,
    approved: bool,
    demo: bool,
    self_test: bool = False,
    strange: Sequence[str] = (),
    broke: bool = False,
    lines: Sequence[PolicyLine] = (),
    accepted: Sequence[Mark] = MEDCOMS_RULE,
    review: ReviewState | None = None,
) -> str:
    """Tell the verdict in plain Danish.

    A self-test is never "godkendt": that word is MedCom's. `strange` are steps in the log that the programme doesn't
    have; `broke` says that the run ended in a fault of ours although no step did; `lines` are the rule of approval,
    `accepted` the marks that it lets a step have. `review` is how far MedCom has come with a session that it reviews,
    None for one that it doesn't: what the tool computed is one thing, and what MedCom decided another.
    """
    parts = [*_parts(steps, accepted), *_further(lines)]
    if broke:
        parts.append(_("kørslen gik i stå hos os, det tæller ikke mod leverandøren"))
    if strange:
        parts.append(_("loggen har resultater, som ikke hører til programmet ({ids})").format(ids=_named(strange)))
    failed = any(_is_flawed(step, accepted) for step in steps)
    if self_test:
        sentences = [_opening_of_self_test(approved=approved, failed=failed)]
    else:
        sentences = [_opening(approved=approved, failed=failed, review=review)]
    if parts:
        sentences.append(", ".join(parts) + ".")
    sentences += [*_standing(steps), *_rest(steps, accepted), *_set_by_people(steps)]
    told = " ".join(sentence[0].upper() + sentence[1:] for sentence in sentences)
    if demo:
        return _("Demonstration, ikke en certificering: {sentence}").format(sentence=told)
    return _("Egentest, ikke en godkendelse: {sentence}").format(sentence=told) if self_test else told


TOLD_BY_STEPS = frozenset({MARKS_LINE, Demand.COMPLETE.value, Demand.ATTESTED.value})
"""the lines whose missing things the sentence tells step by step"""


def _further(lines: Sequence[PolicyLine]) -> list[str]:
    """Name what is missing besides the steps' own marks; the lines themselves tell it in full."""
    short = {
        Demand.ONE_SYSTEM_VERSION.value: _("ikke alle trin er prøvet med samme version af systemet"),
        Demand.ONE_PROTOCOL_VERSION.value: _("ikke alle trin er prøvet med samme version af protokollen"),
        Demand.SEALED_SUITE.value: _("protokoller eller regler er ikke udgavens egne"),
        Demand.DEVIATIONS_APPROVED.value: _("ikke alle afvigelser er godkendt"),
    }
    return [
        short[line.rule]
        for line in lines
        if line.counts and not line.fulfilled and line.rule not in TOLD_BY_STEPS
    ]


def _is_flawed(step: StepVerdict, accepted: Sequence[Mark]) -> bool:
    return step.mark in FLAWS and step.mark not in accepted and not step.deviations


def _opening(*, approved: bool, failed: bool, review: ReviewState | None) -> str:
    if review is ReviewState.NOT_APPROVED:
        return _("Ikke godkendt.")
    if approved:
        return _("Godkendt.") if review in (None, ReviewState.APPROVED) else _("Kan godkendes.")
    return _("Ikke godkendt.") if failed else _("Ikke godkendt endnu.")


def _opening_of_self_test(*, approved: bool, failed: bool) -> str:
    if approved:
        return _("Alt er opfyldt.")
    return _("Ikke alt er opfyldt.") if failed else _("Ikke færdig endnu.")


def _parts(steps: Sequence[StepVerdict], accepted: Sequence[Mark]) -> list[str]:
    """What stands in the way, the worst first."""
    parts = []
    for mark in FLAWS:
        if ids := [step.id for step in steps if step.mark is mark and _is_flawed(step, accepted)]:
            text = ngettext("{count} trin er {mark} ({ids})", "{count} trin er {mark} ({ids})", len(ids))
            parts.append(text.format(count=len(ids), mark=mark.value, ids=_named(ids)))
    parts.extend(_having(steps, Outcome.FAULT))
    parts.extend(_having(steps, Outcome.SETUP_FAULT))
    parts.extend(_waiting(steps))
    parts.extend(_having(steps, Outcome.NOT_RUN))
    if ids := [step.id for step in steps if step.unrun and step.mark is not Mark.NOT_RELEVANT]:
        text = ngettext("{count} trin er delvist kørt ({ids})", "{count} trin er delvist kørt ({ids})", len(ids))
        parts.append(text.format(count=len(ids), ids=_named(ids)))
    return parts


def _having(steps: Sequence[StepVerdict], outcome: Outcome) -> list[str]:
    """Name the steps that are not judged for this reason, if there are any. In English one step takes other words."""
    ids = [step.id for step in steps if step.outcome is outcome and step.mark is None]
    if not ids:
        return []
    told = {
        Outcome.FAULT: ngettext(
            "{count} trin har en fejl hos os, tæller ikke mod leverandøren ({ids})",
            "{count} trin har en fejl hos os, tæller ikke mod leverandøren ({ids})",
            len(ids),
        ),
        Outcome.SETUP_FAULT: ngettext(
            "{count} trin har en opsætningsfejl, tæller ikke med i vurderingen ({ids})",
            "{count} trin har en opsætningsfejl, tæller ikke med i vurderingen ({ids})",
            len(ids),
        ),
        Outcome.NOT_RUN: ngettext(
            "{count} trin er ikke kørt ({ids})", "{count} trin er ikke kørt ({ids})", len(ids)
        ),
    }
    return [told[outcome].format(count=len(ids), ids=_named(ids))]


def _waiting(steps: Sequence[StepVerdict]) -> list[str]:
    """Group the waiting steps by those who are waited for."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for step in steps:
        if step.outcome is Outcome.WAITING and step.mark is None:
            groups.setdefault(step.missing_attestations, []).append(step.id)
        elif step.unseen and step.mark is not Mark.NOT_RELEVANT:
            groups.setdefault(step.unseen, []).append(step.id)
    return [
        ngettext("{count} trin afventer {parties} ({ids})", "{count} trin afventer {parties} ({ids})", len(ids)).format(
            count=len(ids), parties=joined(parties, _("og")) or _("en person"), ids=_named(ids)
        )
        for parties, ids in groups.items()
    ]


def _standing(steps: Sequence[StepVerdict]) -> list[str]:
    """Tell which steps stand although they have a flaw, and by which deviations."""
    standing = [step for step in steps if step.deviations]
    if not standing:
        return []
    text = ngettext(
        "{count} trin står med en godkendt afvigelse ({ids}).",
        "{count} trin står med en godkendt afvigelse ({ids}).",
        len(standing),
    )
    return [text.format(count=len(standing), ids=_named([step.id for step in standing]))]


def _rest(steps: Sequence[StepVerdict], accepted: Sequence[Mark]) -> list[str]:
    """Tell of the steps that are as they should be."""
    rest = [step for step in steps if step.mark in accepted and not step.deviations]
    if not rest:
        return []
    marks = joined([mark.value for mark in accepted if any(step.mark is mark for step in rest)], _("eller"))
    if len(rest) == len(steps):
        text = ngettext("Det ene trin er {marks}.", "Alle {count} trin er {marks}.", len(rest))
    else:
        text = ngettext("Det øvrige trin er {marks}.", "De øvrige {count} trin er {marks}.", len(rest))
    return [text.format(count=len(rest), marks=marks)]


def _set_by_people(steps: Sequence[StepVerdict]) -> list[str]:
    """Tell whose marks aren't the computed ones."""
    ids = [step.id for step in steps if step.override]
    if not ids:
        return []
    text = ngettext(
        "Karakteren på {count} trin er sat af MedCom ({ids}).",
        "Karakteren på {count} trin er sat af MedCom ({ids}).",
        len(ids),
    )
    return [text.format(count=len(ids), ids=_named(ids))]


def _named(ids: Sequence[str]) -> str:
    if len(ids) <= SHOWN + 1:
        return ", ".join(ids)
    return _("{ids} og {count} andre").format(ids=", ".join(ids[:SHOWN]), count=len(ids) - SHOWN)
