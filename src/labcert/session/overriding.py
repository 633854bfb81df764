"""Which other mark a person may give a step: the same rule when it is given and each time a session is judged."""

from collections.abc import Callable
from dataclasses import replace

from labcert.domain.casework import Override
from labcert.domain.language import _
from labcert.domain.outcome import Mark, Outcome
from labcert.domain.verdict import StepVerdict

__all__ = ["clinical_among", "could_be_refused", "refusal_of", "with_override"]

WORTH = {Mark.F1: 0, Mark.F2: 1, Mark.F3: 2, Mark.F4: 3, Mark.NOT_RELEVANT: 4, Mark.OK: 4}
"""how good a mark is; "Ikke relevant" frees a step as much as "Ok" does"""


def clinical_among(step: StepVerdict, is_clinical: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the clinical requirements that the step shows, or that its findings say are broken."""
    named = (requirement for finding in step.findings for requirement in finding.requirements)
    return tuple(requirement for requirement in dict.fromkeys((*step.requirements, *named)) if is_clinical(requirement))


def refusal_of(step: StepVerdict, mark: Mark, is_clinical: Callable[[str], bool]) -> str:
    """Return the sentence that says why a step can't be given a mark, or "" where it can.

    What hasn't been judged can't be called right or wrong, only "Ikke relevant"; and where it shows a clinical
    requirement, only when it ran to its end and waits for people: a run that is broken off would hide a flaw. A failed
    step that shows one isn't bettered by a mark: a doctor lets the requirement deviate, or the flaw is mended.
    """
    if not could_be_refused(step.computed_mark, mark):
        return ""
    clinical = clinical_among(step, is_clinical)
    if step.computed_mark is None and mark is not Mark.NOT_RELEVANT:
        return _("Trinnet {step} er ikke afgjort, så det kan kun få karakteren “{mark}”.").format(
            step=step.id, mark=Mark.NOT_RELEVANT.value
        )
    if clinical and step.computed_mark is None and step.outcome is not Outcome.WAITING:
        return _(
            "Trinnet {step} er ikke kørt til ende og viser kliniske krav ({requirements}), så det kan ikke sættes til "
            "side."
        ).format(step=step.id, requirements=", ".join(clinical))
    if clinical and step.computed_mark is not None:
        return _(
            "Trinnet {step} er {computed} og viser kliniske krav ({requirements}), så det kan ikke få en bedre "
            "karakter. Det kræver en afvigelse, som en læge har godkendt."
        ).format(step=step.id, computed=step.computed_mark.value, requirements=", ".join(clinical))
    return ""


def could_be_refused(computed: Mark | None, mark: Mark) -> bool:
    """Say whether a mark may be one that counts for nothing, as far as that can be told without the requirements."""
    return computed is None or WORTH[mark] > WORTH[computed]


def with_override(step: StepVerdict, override: Override | None, is_clinical: Callable[[str], bool]) -> StepVerdict:
    """Return the step with the mark that a person gave it; one that may not be given is told and counts for nothing.

    A step may have changed after the mark was given: somebody looked at it and said no.
    """
    if override is None:
        return step
    refusal = refusal_of(step, override.mark, is_clinical)
    if not refusal:
        return replace(step, mark=override.mark, override=override)
    told = _("Karakteren {mark}, som {name} gav trinnet, tæller ikke: {why}").format(
        mark=override.mark.value, name=override.by.name, why=refusal
    )
    return replace(step, reason=" ".join(part for part in (step.reason, told) if part))
