"""The sentence that says why: "Ikke godkendt. 1 trin er F1 (TP-4.2.21), 2 trin afventer Team RN (…). …"."""

from collections.abc import Sequence

from labcert.domain.language import _, ngettext
from labcert.domain.outcome import Mark, Outcome
from labcert.domain.verdict import PolicyLine, StepVerdict
from labcert.protocol.model import Demand
from labcert.session.policy import MARKS_LINE

__all__ = ["verdict_sentence"]

SHOWN = 6
"""how many step ids a part of the sentence names before it counts the rest"""


def verdict_sentence(
    steps: Sequence[StepVerdict],
    *,
    approved: bool,
    demo: bool,
    self_test: bool = False,
    strange: Sequence[str] = (),
    broke: bool = False,
    lines: Sequence[PolicyLine] = (),
) -> str:
    """Tell the verdict in plain Danish.

    A self-test is never "godkendt": that word is MedCom's. `strange` are steps in the log that the programme doesn't
    have; `broke` says that the run ended in a fault of ours although no step did; `lines` are the rule of approval.
    """
    standing = [step for step in steps if step.deviations]
    judged, steps = steps, [step for step in steps if not step.deviations]
    parts = [*_parts(steps), *_further(lines)]
    if broke:
        parts.append(_("kørslen gik i stå hos os, det tæller ikke mod leverandøren"))
    if strange:
        parts.append(_("loggen har resultater, som ikke hører til programmet ({ids})").format(ids=_named(strange)))
    sentences = [_opening_of_self_test(steps, approved=approved) if self_test else _opening(steps, approved=approved)]
    if parts:
        sentences.append(", ".join(parts) + ".")
    rest = [step for step in steps if step.mark in (Mark.OK, Mark.F4, Mark.NOT_RELEVANT)]
    if rest:
        sentences.append(_rest(rest, alone=len(rest) == len(judged)))
    if standing:
        text = ngettext(
            "{count} trin står med en godkendt afvigelse ({ids}).",
            "{count} trin står med en godkendt afvigelse ({ids}).",
            len(standing),
        )
        sentences.append(text.format(count=len(standing), ids=_named([step.id for step in standing])))
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


def _opening(steps: Sequence[StepVerdict], *, approved: bool) -> str:
    if approved:
        return _("Godkendt.")
    if any(step.mark in (Mark.F1, Mark.F2, Mark.F3) for step in steps):
        return _("Ikke godkendt.")
    return _("Ikke godkendt endnu.")


def _opening_of_self_test(steps: Sequence[StepVerdict], *, approved: bool) -> str:
    if approved:
        return _("Alt er opfyldt.")
    if any(step.mark in (Mark.F1, Mark.F2, Mark.F3) for step in steps):
        return _("Ikke alt er opfyldt.")
    return _("Ikke færdig endnu.")


def _parts(steps: Sequence[StepVerdict]) -> list[str]:
    """What stands in the way, the worst first."""
    parts = []
    for mark in (Mark.F1, Mark.F2, Mark.F3):
        if ids := [step.id for step in steps if step.mark is mark]:
            text = ngettext("{count} trin er {mark} ({ids})", "{count} trin er {mark} ({ids})", len(ids))
            parts.append(text.format(count=len(ids), mark=mark.value, ids=_named(ids)))
    parts.extend(_having(steps, Outcome.FAULT))
    parts.extend(_having(steps, Outcome.SETUP_FAULT))
    parts.extend(_waiting(steps))
    parts.extend(_having(steps, Outcome.NOT_RUN))
    return parts


def _having(steps: Sequence[StepVerdict], outcome: Outcome) -> list[str]:
    """Name the steps that are not judged for this reason, if there are any. In English one step takes other words."""
    ids = [step.id for step in steps if step.outcome is outcome]
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
        if step.outcome is Outcome.WAITING:
            groups.setdefault(step.missing_attestations, []).append(step.id)
    return [
        ngettext("{count} trin afventer {parties} ({ids})", "{count} trin afventer {parties} ({ids})", len(ids)).format(
            count=len(ids), parties=_joined(parties, _("og")) or _("en person"), ids=_named(ids)
        )
        for parties, ids in groups.items()
    ]


def _rest(rest: Sequence[StepVerdict], *, alone: bool) -> str:
    marks = [mark.value for mark in (Mark.OK, Mark.F4, Mark.NOT_RELEVANT) if any(step.mark is mark for step in rest)]
    told = _joined(marks, _("eller"))
    if alone:
        text = ngettext("Det ene trin er {marks}.", "Alle {count} trin er {marks}.", len(rest))
    else:
        text = ngettext("Det øvrige trin er {marks}.", "De øvrige {count} trin er {marks}.", len(rest))
    return text.format(count=len(rest), marks=told)


def _named(ids: Sequence[str]) -> str:
    if len(ids) <= SHOWN + 1:
        return ", ".join(ids)
    return _("{ids} og {count} andre").format(ids=", ".join(ids[:SHOWN]), count=len(ids) - SHOWN)


def _joined(words: Sequence[str], last: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
