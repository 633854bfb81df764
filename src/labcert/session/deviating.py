"""Which deviations count, and which steps they let stand. A clinical requirement deviates by a doctor's word alone."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from labcert.domain.casework import Deviation, DeviationState
from labcert.domain.events import SessionOpened
from labcert.domain.language import _
from labcert.domain.outcome import Mark, Outcome
from labcert.domain.verdict import JudgedDeviation, StepVerdict

__all__ = ["broken_requirements", "judge_deviations", "with_deviations"]

FLAWS = (Mark.F1, Mark.F2, Mark.F3, Mark.F4)
"""the marks of a step that has a flaw, computed or given; only such a step can be let through"""


def judge_deviations(
    deviations: Iterable[Deviation], steps: Sequence[StepVerdict], opened: SessionOpened, day: date
) -> tuple[JudgedDeviation, ...]:
    """Judge each deviation on a day, and say which failed steps it lets through, alone or together with others."""
    judged = [_judged(each, opened, day) for each in deviations]
    in_force = [each.deviation for each in judged if each.state is DeviationState.IN_FORCE]
    covered = [step for step in steps if _is_covered(step, in_force)]
    return tuple(
        replace(each, covers=tuple(step.id for step in covered if _concerns(each.deviation, step)))
        if each.state is DeviationState.IN_FORCE
        else each
        for each in judged
    )


def with_deviations(step: StepVerdict, judged: Iterable[JudgedDeviation]) -> StepVerdict:
    """Return the step with the ids of the deviations that let it stand."""
    return replace(step, deviations=tuple(each.deviation.id for each in judged if step.id in each.covers))


def broken_requirements(step: StepVerdict) -> frozenset[str]:
    """Return the requirements that a step with a flaw may have broken, each of which must be let deviate.

    They are those that its findings name, the step's own and any other; and all of the step's own as well where
    something speaks against it that names none of them: a finding, a person who looked, a mark that a person gave.
    """
    named = frozenset(requirement for finding in step.findings for requirement in finding.requirements)
    own = frozenset(step.requirements)
    explained = bool(step.findings) and all(own & set(finding.requirements) for finding in step.findings)
    by_person = step.override is not None or any(said.outcome is Outcome.FAILED for said in step.attested_by)
    return named if explained and not by_person else named | own


def _concerns(deviation: Deviation, step: StepVerdict) -> bool:
    if deviation.steps and step.id not in deviation.steps:
        return False
    return deviation.requirement in broken_requirements(step)


def _is_covered(step: StepVerdict, in_force: Sequence[Deviation]) -> bool:
    """Say whether a step that has a flaw, and nothing worse, may stand: what it broke may all be broken."""
    if step.mark not in FLAWS:
        return False
    broken = broken_requirements(step)
    return bool(broken) and broken <= {each.requirement for each in in_force if _concerns(each, step)}


def _judged(deviation: Deviation, opened: SessionOpened, day: date) -> JudgedDeviation:
    state = deviation.state(day, opened.system, opened.system_version)
    return JudgedDeviation(deviation, state, _told(deviation, state))


def _told(deviation: Deviation, state: DeviationState) -> str:
    sentences = {
        DeviationState.ASKED: _(
            "Afvigelsen {id} fra kravet {requirement} er ikke godkendt endnu; den venter på en læge."
        )
        if deviation.clinical
        else _("Afvigelsen {id} fra kravet {requirement} er ikke godkendt endnu; den venter på MedCom."),
        DeviationState.REFUSED: _(
            "Afvigelsen {id} er fra det kliniske krav {requirement} og er ikke godkendt af en læge, så den tæller ikke."
        ),
        DeviationState.NOT_YET: _("Afvigelsen {id} fra kravet {requirement} gælder først fra {start}."),
        DeviationState.IN_FORCE: _("Afvigelsen {id} fra kravet {requirement} gælder til og med {end}."),
        DeviationState.EXPIRED: _("Afvigelsen {id} fra kravet {requirement} udløb {end} og tæller ikke mere."),
        DeviationState.WITHDRAWN: _("Afvigelsen {id} fra kravet {requirement} er trukket tilbage."),
        DeviationState.ELSEWHERE: _(
            "Afvigelsen {id} er givet til {system} {version} og gælder ikke det system, der er prøvet her."
        ),
    }
    return sentences[state].format(
        id=deviation.id, requirement=deviation.requirement, start=deviation.valid_from.isoformat(),
        end=deviation.valid_to.isoformat(), system=deviation.system, version=deviation.system_version,
    )  # fmt: skip
