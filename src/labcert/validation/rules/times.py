"""What is asked of times: each after the one before, none in the future."""

from collections.abc import Iterator
from typing import Any

from labcert.domain.language import N_, _
from labcert.domain.outcome import Severity
from labcert.validation.rules.rule import XRPT01, Flaw, Rule, rule
from labcert.validation.rules.views import LetterView

__all__ = ["RULES"]


@rule(
    "LAB-TIME-001",
    Severity.F2,
    on=LetterView,
    standards=XRPT01,
    title=N_("Prøven er taget, før svaret forelå"),
    text=N_("SamplingDateTime må ikke ligge efter ResultsDateTime."),
    why=N_("Et svar, der er ældre end sin prøve, lægges forkert i patientens forløb, og ældre svar kan ligne nye."),
    remedy=N_("Ret det tidspunkt, der er forkert, og send svaret igen som en rettelse, hvis det er sendt."),
    source=N_("Felternes betydning: prøven tages, før den analyseres"),
    requirements=("PRV-01", "PRV-02"),
    example="sampled-after-result",
)
def sampled_before_result(letter: LetterView) -> Iterator[Flaw]:
    """Compare when the sample was taken with when the result was there."""
    sampled, result = letter.sampled, letter.result
    if sampled.at is not None and result.at is not None and sampled.at > result.at:
        yield Flaw(
            sampled.path,
            _("Prøven er taget {sampled}, men svaret forelå allerede {result}.").format(
                sampled=sampled.text, result=result.text
            ),
            _("Senest {result}").format(result=result.text),
            sampled.text,
        )


RULES: tuple[Rule[Any], ...] = (sampled_before_result,)
