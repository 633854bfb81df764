"""Marks that a person gives a step instead of the computed one, with a reason, while the session is reviewed."""

from dataclasses import dataclass

from labcert.domain.casework import Actor, Override, ReviewState
from labcert.domain.errors import UsageMistake
from labcert.domain.events import OverrideMade
from labcert.domain.language import _
from labcert.domain.outcome import Mark
from labcert.domain.verdict import StepVerdict
from labcert.protocol.model import Suite
from labcert.runner.casework.case import Case, Decision, act, required_text
from labcert.runner.casework.reviewing import require_claimer, require_reviewable
from labcert.session.overriding import clinical_among, refusal_of
from labcert.session.store import Store

__all__ = ["Marking", "override", "take_override_away"]


@dataclass(frozen=True)
class Marking:
    """Another mark for a step, and why."""

    step: str
    mark: Mark
    reason: str


def override(store: Store, suite: Suite, word: str, marking: Marking, actor: Actor) -> Decision:
    """Give a step another mark than the computed one; raises UsageMistake where that may not be, with the reason."""

    def decide(case: Case) -> Decision:
        step = _to_mark(case, marking.step, actor)
        reason = required_text(case, marking.reason, _("Begrundelsen"))
        if refusal := refusal_of(step, marking.mark, case.is_clinical):
            raise UsageMistake(refusal, remedy=_what_else(case, marking))
        if _is_the_same(step.override, marking.mark, reason):
            return Decision((), (_("{step} har allerede den karakter.").format(step=step.id),))
        if step.override is None and marking.mark is step.computed_mark:
            told = _("{step} er beregnet til {mark}, så der er intet at ændre.")
            return Decision((), (told.format(step=step.id, mark=marking.mark.value),))
        computed = step.computed_mark.value if step.computed_mark else _("ikke afgjort")
        told = _("{step} er nu {mark} i stedet for {computed}.").format(
            step=step.id, mark=marking.mark.value, computed=computed
        )
        return Decision((OverrideMade(step.id, marking.mark, reason, case.known(actor)),), (told,))

    return act(store, suite, word, decide)


def take_override_away(store: Store, suite: Suite, word: str, step: str, reason: str, actor: Actor) -> Decision:
    """Let the computed mark count again."""

    def decide(case: Case) -> Decision:
        known = _to_mark(case, step, actor)
        if step not in case.work.overrides:
            return Decision((), (_("{step} har ikke fået en anden karakter end den beregnede.").format(step=step),))
        computed = known.computed_mark.value if known.computed_mark else _("ikke afgjort")
        told = _("{step} er igen {mark}, som beregnet.").format(step=step, mark=computed)
        return Decision((OverrideMade(step, None, case.masked(reason.strip()), case.known(actor)),), (told,))

    return act(store, suite, word, decide)


def _to_mark(case: Case, step: str, actor: Actor) -> StepVerdict:
    require_reviewable(case)
    claimer = case.work.claimer
    if case.work.review is not ReviewState.CLAIMED or claimer is None:
        require_claimer(case, actor)
    elif claimer.organisation.casefold() != actor.organisation.casefold():
        raise UsageMistake(
            _("Kun {organisation}, som gennemgår sessionen {id}, kan give et trin en anden karakter.").format(
                organisation=claimer.organisation, id=case.id
            )
        )
    return case.step(step)


def _what_else(case: Case, marking: Marking) -> str:
    step = case.step(marking.step)
    if step.computed_mark is None:
        return _("Kør trinnet, eller få det bekræftet; så får det en karakter.")
    requirement = clinical_among(step, case.is_clinical)[0]
    return _(
        "Søg om en afvigelse: labcert session deviate {id} --requirement {requirement} --step {step} "
        "--reason BEGRUNDELSE --to DATO."
    ).format(id=case.id, requirement=requirement, step=step.id)


def _is_the_same(made: Override | None, mark: Mark, reason: str) -> bool:
    return made is not None and (made.mark, made.reason) == (mark, reason)
