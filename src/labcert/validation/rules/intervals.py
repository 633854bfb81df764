"""What is asked of a reference interval itself."""

from collections.abc import Iterator
from typing import Any

from labcert.domain.language import N_, _
from labcert.domain.messages.common import ReferenceInterval
from labcert.domain.outcome import Severity
from labcert.validation.rules.rule import Flaw, Rule, rule
from labcert.validation.rules.shapes import shape_of
from labcert.validation.rules.views import MeasureView, number_of

__all__ = ["RULES", "shown_interval"]

MORE_THAN_A_NUMBER = frozenset({"operator", "unit"})


def _path(measure: MeasureView, name: str = "") -> str:
    return f"{measure.path}/ReferenceInterval{name and '/'}{name}"


def _limits(interval: ReferenceInterval) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each limit that is there."""
    for name, text in (("LowerLimit", interval.lower_limit), ("UpperLimit", interval.upper_limit)):
        if text is not None:
            yield name, text


def shown_interval(measure: MeasureView) -> str:
    """Return the limits of an interval that is there as a person writes them: 7,3 til 9,5; mindst 60; højst 8."""
    assert measure.interval is not None
    lower, upper = measure.interval.lower_limit, measure.interval.upper_limit
    if lower is not None and upper is not None:
        return _("{lower} til {upper}").format(lower=lower, upper=upper)
    return _("mindst {limit}").format(limit=lower) if upper is None else _("højst {limit}").format(limit=upper)


@rule(
    "LAB-INT-001",
    Severity.F2,
    on=MeasureView,
    title=N_("Nedre grænse ligger under øvre grænse"),
    text=N_("LowerLimit må ikke være større end UpperLimit."),
    why=N_("Ingen værdi ligger i et omvendt interval, så ethvert svar vises som unormalt."),
    remedy=N_("Se efter, om de to grænser er byttet om, eller om et decimaltegn er faldet ud."),
    source=N_("Felternes betydning: intervallet går fra LowerLimit til UpperLimit"),
    requirements=("INT-01",),
    example="limits-swapped",
)
def limits_are_in_order(measure: MeasureView) -> Iterator[Flaw]:
    """Compare the two limits."""
    if measure.lower is not None and measure.upper is not None and measure.lower > measure.upper:
        shown = shown_interval(measure)
        text = _("Referenceintervallet går baglæns: {limits}.").format(limits=shown)
        yield Flaw(_path(measure, "LowerLimit"), text, _("Den laveste grænse i LowerLimit"), shown)


@rule(
    "LAB-INT-002",
    Severity.F3,
    on=MeasureView,
    title=N_("En grænse for et tal er et tal"),
    text=N_("LowerLimit og UpperLimit skal være tal, når værdien er et tal. Ord hører til i IntervalText."),
    why=N_("Modtageren kan ikke se, om værdien ligger i intervallet."),
    remedy=N_("Skriv grænsen som et tal, eller flyt teksten til IntervalText."),
    source=N_("Felternes betydning: værdien sammenlignes med grænserne"),
    requirements=("INT-01",),
    example="limit-is-no-number",
)
def limits_are_numbers(measure: MeasureView) -> Iterator[Flaw]:
    """Look for words; an operator or a unit in a limit is told by LAB-INT-010."""
    numeric = measure.result_type == "numerisk" or (not measure.result_type and measure.number is not None)
    if measure.interval is None or not numeric:
        return
    for name, limit in _limits(measure.interval):
        if number_of(limit) is None and shape_of(limit.strip()) not in MORE_THAN_A_NUMBER:
            text = _("Grænsen „{limit}“ er ikke et tal.").format(limit=limit)
            yield Flaw(_path(measure, name), text, _("Et tal, for eksempel 8 eller 7,3"), limit)


@rule(
    "LAB-INT-007",
    Severity.F3,
    on=MeasureView,
    title=N_("Et interval med en type har grænser eller tekst"),
    text=N_("Er TypeOfInterval der, skal mindst én af LowerLimit, UpperLimit og IntervalText være der."),
    why=N_("Modtageren kan ikke se, hvad svaret er vurderet mod, og ved ikke, om noget er faldet ud."),
    remedy=N_("Skriv grænserne eller IntervalText, eller udelad ReferenceInterval."),
    source=N_("Felternes betydning: typen siger, hvad grænserne gælder"),
    requirements=("INT-01",),
    example="interval-of-a-type-only",
)
def type_has_limits(measure: MeasureView) -> Iterator[Flaw]:
    """Look for a type that stands alone."""
    interval = measure.interval
    if interval is None or interval.type_of_interval is None or interval.interval_text is not None:
        return
    if not any(_limits(interval)):
        text = _("Referenceintervallet har typen {type}, men hverken grænser eller tekst.")
        shown = text.format(type=interval.type_of_interval)
        yield Flaw(_path(measure), shown, _("Mindst én grænse eller IntervalText"), _("Intet"))


@rule(
    "LAB-INT-008",
    Severity.F4,
    on=MeasureView,
    title=N_("Et referenceinterval er ikke tomt"),
    text=N_("ReferenceInterval bør udelades, når der intet interval er."),
    why=N_("Et tomt element kan vises som et interval, der mangler."),
    remedy=N_("Udelad ReferenceInterval, eller udfyld det."),
    source=N_("Tabellen: ReferenceInterval kan udelades (0..1)"),
    requirements=("INT-01",),
    example="empty-interval",
)
def interval_says_something(measure: MeasureView) -> Iterator[Flaw]:
    """Look for an element without children."""
    interval = measure.interval
    if interval is not None and interval.type_of_interval is None and interval.interval_text is None:
        text = _("Referenceintervallet er tomt.")
        yield Flaw(_path(measure), text, _("Et interval, eller intet element"), _("Et tomt element"))


@rule(
    "LAB-INT-009",
    Severity.F4,
    on=MeasureView,
    title=N_("Et intervals grænser er forskellige"),
    text=N_("LowerLimit og UpperLimit bør ikke være det samme tal."),
    why=N_("Kun én værdi er så normal. Som regel er den samme grænse sendt to gange."),
    remedy=N_("Ret den grænse, der er forkert, eller udelad den, der ikke findes."),
    source=N_("Besluttet i projektet: et interval har en udstrækning"),
    requirements=("INT-01",),
    example="equal-limits",
)
def limits_differ(measure: MeasureView) -> Iterator[Flaw]:
    """Compare the two limits as numbers: 5 and 5,0 are the same."""
    if measure.lower is not None and measure.lower == measure.upper:
        shown = shown_interval(measure)
        text = _("Begge intervallets grænser er det samme tal: {limits}.").format(limits=shown)
        yield Flaw(_path(measure), text, _("To forskellige grænser, eller kun én"), shown)


@rule(
    "LAB-INT-010",
    Severity.F3,
    on=MeasureView,
    title=N_("En grænse er kun et tal"),
    text=N_("LowerLimit og UpperLimit må hverken have tegn for mindre og større end eller en enhed."),
    why=N_("Modtageren kan ikke læse grænsen som tal. En UpperLimit siger selv, at svaret skal ligge under."),
    remedy=N_("Skriv kun tallet: 8 i UpperLimit i stedet for <8, 7 i LowerLimit i stedet for >7, og enheden i Unit."),
    source=N_("Tabellen: grænse og enhed er elementer for sig, og intervallets ender er LowerLimit og UpperLimit"),
    requirements=("INT-01", "ENH-01"),
    example="operator-in-limit",
)
def limits_are_only_numbers(measure: MeasureView) -> Iterator[Flaw]:
    """Look for a sign or a unit beside the number."""
    if measure.interval is None:
        return
    for name, limit in _limits(measure.interval):
        if shape_of(limit.strip()) in MORE_THAN_A_NUMBER:
            text = _("Grænsen {limit} har andet end tallet.").format(limit=limit)
            yield Flaw(_path(measure, name), text, _("Kun tallet, for eksempel 8"), limit)


RULES: tuple[Rule[Any], ...] = (
    limits_are_in_order, limits_are_numbers, type_has_limits, interval_says_something, limits_differ,
    limits_are_only_numbers,
)
