"""Which steps show which requirement, and what is not shown although nobody said why."""

from dataclasses import dataclass

from labcert.domain.language import _
from labcert.protocol.mistakes import Mistake
from labcert.protocol.model import Requirement, Suite

__all__ = ["Coverage", "coverage", "problems"]


@dataclass(frozen=True)
class Coverage:
    """One requirement with the ids of the steps that show it, in the suite's order."""

    requirement: Requirement
    steps: tuple[str, ...]


def coverage(suite: Suite) -> tuple[Coverage, ...]:
    """Return every requirement of the catalogue with the steps that show it."""
    return tuple(
        Coverage(requirement, tuple(step.id for step in suite.steps if requirement.id in step.requirement_ids))
        for requirement in suite.requirements
    )


def problems(suite: Suite) -> tuple[Mistake, ...]:
    """Return a mistake for each requirement with neither a step nor a reason, and for each that has both."""
    found = []
    for each in coverage(suite):
        requirement = each.requirement
        if not each.steps and not requirement.not_tested:
            text = _("Kravet {id} vises af intet trin, og der står ikke hvorfor (ikke_testet).")
            sentence = text.format(id=requirement.id)
        elif each.steps and requirement.not_tested:
            steps = ", ".join(each.steps)
            text = _("Kravet {id} har en grund til ikke at være testet, men vises af {steps}.")
            sentence = text.format(id=requirement.id, steps=steps)
        else:
            continue
        found.append(Mistake(requirement.file, requirement.line, sentence))
    return tuple(found)
