"""What is asked of an abnormal mark (ResultValidation) beside a value and its interval.

A value at a limit is within. With mindre_end or stoerre_end only what is certain is told: "less than 5" is certainly
not above 8, and nothing is certain of it about 3. A therapeutic interval is the goal of a treatment and no measure of
what is abnormal (an INR of 2,5 is in the goal of 2-3 and still too high), so marks are compared with the others only.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from labcert.domain.language import N_, _
from labcert.domain.outcome import Severity
from labcert.validation.rules.certainty import (
    certainly_above,
    certainly_below,
    certainly_not_above,
    certainly_not_below,
)
from labcert.validation.rules.intervals import shown_interval
from labcert.validation.rules.rule import Flaw, Rule, rule
from labcert.validation.rules.shapes import RECEIVED, is_ambiguous
from labcert.validation.rules.views import MeasureView

__all__ = ["RULES"]


def _answer(measure: MeasureView) -> str:
    """Return the value with its operator as it stands in the message: 5, mindre_end 5."""
    return f"{measure.operator} {measure.value}" if measure.operator else str(measure.value)


def _comparable(measure: MeasureView) -> Decimal | None:
    """Return the number where limits in order, which tell what is normal, stand beside it, and all are unambiguous."""
    interval, lower, upper = measure.interval, measure.lower, measure.upper
    if interval is None or (lower is None and upper is None) or interval.type_of_interval == "terapeutisk":
        return None
    if measure.result_type == "alfanumerisk" or measure.status == RECEIVED:
        return None
    if lower is not None and upper is not None and lower >= upper:
        return None
    ambiguous = any(map(is_ambiguous, (measure.value, interval.lower_limit, interval.upper_limit)))
    return None if ambiguous else measure.number


@rule(
    "LAB-INT-003",
    Severity.F2,
    on=MeasureView,
    title=N_("for_hoej står kun ved et svar over intervallet"),
    text=N_("ResultValidation må ikke være for_hoej, når svaret med sikkerhed ikke ligger over UpperLimit."),
    why=N_("Modtageren ser en alarm for et svar, der er normalt eller for lavt, og kan behandle forkert."),
    remedy=N_("Kontrollér værdi, enhed og grænser, og ret mærket, eller udelad det."),
    source=N_("Felternes betydning: for_hoej siger, at svaret ligger over intervallet"),
    requirements=("INT-01", "INT-02"),
    example="marked-high-but-within",
)
def high_is_above(measure: MeasureView) -> Iterator[Flaw]:
    """Look for a value that can not be above; without an upper limit one that is below the lower."""
    if measure.validation == "for_hoej" and _surely_not_high(measure):
        yield _wrong_mark(measure)


@rule(
    "LAB-INT-004",
    Severity.F2,
    on=MeasureView,
    title=N_("for_lav står kun ved et svar under intervallet"),
    text=N_("ResultValidation må ikke være for_lav, når svaret med sikkerhed ikke ligger under LowerLimit."),
    why=N_("Modtageren ser en alarm for et svar, der er normalt eller for højt, og kan behandle forkert."),
    remedy=N_("Kontrollér værdi, enhed og grænser, og ret mærket, eller udelad det."),
    source=N_("Felternes betydning: for_lav siger, at svaret ligger under intervallet"),
    requirements=("INT-01", "INT-02"),
    example="marked-low-but-within",
)
def low_is_below(measure: MeasureView) -> Iterator[Flaw]:
    """Look for a value that can not be below; without a lower limit one that is above the upper."""
    if measure.validation == "for_lav" and _surely_not_low(measure):
        yield _wrong_mark(measure)


def _surely_not_high(measure: MeasureView) -> bool:
    if (number := _comparable(measure)) is None:
        return False
    if measure.upper is None:
        return certainly_below(number, measure.operator, measure.lower)
    return certainly_not_above(number, measure.operator, measure.upper)


def _surely_not_low(measure: MeasureView) -> bool:
    if (number := _comparable(measure)) is None:
        return False
    if measure.lower is None:
        return certainly_above(number, measure.operator, measure.upper)
    return certainly_not_below(number, measure.operator, measure.lower)


def _wrong_mark(measure: MeasureView) -> Flaw:
    text = _("Svaret {answer} er mærket {mark}, men intervallet er {limits}.")
    mark, limits = str(measure.validation), shown_interval(measure)
    return Flaw(
        f"{measure.path}/ResultValidation",
        text.format(answer=_answer(measure), mark=mark, limits=limits),
        _("Et mærke, der passer til svaret, eller intet mærke"),
        mark,
    )


@rule(
    "LAB-INT-005",
    Severity.F2,
    on=MeasureView,
    title=N_("Et svar uden for intervallet er mærket"),
    text=N_(
        "Ligger svaret med sikkerhed uden for et fysiologisk eller uspecificeret interval, skal ResultValidation være "
        "der."
    ),
    why=N_("Det unormale svar fremhæves ikke hos modtageren og kan blive overset."),
    remedy=N_("Send for_hoej, for_lav eller unormal i ResultValidation. Kontrollér også værdi, enhed og grænser."),
    source=N_(
        "Felternes betydning: mærket vurderer svaret mod intervallet. Besluttet i projektet: et terapeutisk interval "
        "tæller ikke, for det er målet for en behandling"
    ),
    requirements=("INT-01", "INT-02"),
    example="outside-but-not-marked",
)
def outside_is_marked(measure: MeasureView) -> Iterator[Flaw]:
    """Look for a value that is certainly outside and not marked; a susceptibility value has no mark."""
    if measure.validation is not None or measure.path.endswith("/SusceptibilityValue"):
        return
    if (number := _comparable(measure)) is None:
        return
    if certainly_above(number, measure.operator, measure.upper):
        expected = "for_hoej"
    elif certainly_below(number, measure.operator, measure.lower):
        expected = "for_lav"
    else:
        return
    text = _("Svaret {answer} ligger uden for intervallet {limits}, men er ikke mærket.")
    shown = text.format(answer=_answer(measure), limits=shown_interval(measure))
    yield Flaw(measure.path, shown, _("{mark} i ResultValidation").format(mark=expected), _("Intet"))


@rule(
    "LAB-INT-006",
    Severity.F4,
    on=MeasureView,
    title=N_("Et mærke passer til intervallets ender"),
    text=N_("for_hoej bør have en UpperLimit ved sig, og for_lav en LowerLimit, når den anden grænse står alene."),
    why=N_("Et interval uden øvre grænse siger, at intet er for højt. Enten er mærket eller grænsen forkert."),
    remedy=N_("Skriv den grænse, som svaret er vurderet mod, eller ret mærket."),
    source=N_("Felternes betydning: mærket vurderer svaret mod intervallet"),
    requirements=("INT-01", "INT-02"),
    example="marked-high-without-upper-limit",
)
def mark_has_its_limit(measure: MeasureView) -> Iterator[Flaw]:
    """Look at intervals of one limit without a text; what is certainly wrong is told by LAB-INT-003 and 004."""
    interval, mark = measure.interval, measure.validation
    if interval is None or interval.interval_text is not None or _comparable(measure) is None:
        return
    if mark == "for_hoej" and interval.upper_limit is None and not _surely_not_high(measure):
        name = "UpperLimit"
    elif mark == "for_lav" and interval.lower_limit is None and not _surely_not_low(measure):
        name = "LowerLimit"
    else:
        return
    text = _("Svaret er mærket {mark}, men intervallet har ingen {name}.").format(mark=mark, name=name)
    yield Flaw(f"{measure.path}/ResultValidation", text, _("En {name}").format(name=name), shown_interval(measure))


RULES: tuple[Rule[Any], ...] = (high_is_above, low_is_below, outside_is_marked, mark_has_its_limit)
