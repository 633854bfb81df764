"""What is asked of a text that comes from a formatted one: no tags, entities or rich text as characters."""

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any

from labcert.domain.language import N_, _
from labcert.domain.outcome import Severity
from labcert.validation.rules.fields import extract
from labcert.validation.rules.rule import Flaw, Rule, rule
from labcert.validation.rules.views import MeasureView, TextsView

__all__ = ["RULES", "unit_markup"]

_UNIT_MARKUP = re.compile(r"<\s*/?[a-z][^>]*>?|&#?\w+;?|\[/?su[bp]\]|[\^_]\{", re.IGNORECASE)
_ATTRIBUTES = r"""(?:\s+[a-z-]+\s*=\s*["']?[^<>]*)?\s*/?>"""
_TAG = re.compile(
    r"</?(?:p|br|hr|sub|sup|pre|div|img|a|ul|ol|li|table|tbody|thead|tr|td|th|h[1-6]|html|head|body|style|script|break"
    rf"|space|fixedfont){_ATTRIBUTES}",
    re.IGNORECASE,
)
"""a tag without which a text is another one"""
_STYLE = re.compile(
    rf"</?(?:b|i|u|s|em|strong|small|big|tt|code|span|font|center|bold|italic|underline|right){_ATTRIBUTES}",
    re.IGNORECASE,
)
"""a tag that only says how a text looks"""
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-f]{2,6}|([a-z]{2,10}\d{0,2}));", re.IGNORECASE)
_RICH_TEXT = re.compile(r"\{\\rtf|\\par\b|\\\.br\\")


@rule(
    "LAB-TEXT-002",
    Severity.F2,
    on=MeasureView,
    title=N_("Enheden er uden opmærkning"),
    text=N_("Unit skal være ren tekst: 10^9/L, aldrig 10<sup>9</sup>/L eller 10&sup9;/L."),
    why=N_("Mærkerne vises som tegn i enheden, eller forsvinder sammen med potensen, så 10^9/L bliver til 109/L."),
    remedy=N_("Skriv enheden som ren tekst med ^ foran potensen, for eksempel 10^9/L."),
    source=N_("Faktum: opmærkning må ikke nå frem til Unit"),
    requirements=("ENH-02",),
    example="markup-in-unit",
)
def markup_in_unit(measure: MeasureView) -> Iterator[Flaw]:
    """Look for tags, entities and other ways to write a power."""
    if measure.unit and (found := unit_markup(measure.unit)):
        yield Flaw(
            f"{measure.path}/Unit",
            _("Enheden indeholder opmærkningen „{markup}“.").format(markup=found),
            _("En enhed i ren tekst, for eksempel 10^9/L"),
            measure.unit,
        )


def unit_markup(unit: str) -> str:
    """Return the first piece of markup in a unit, "" where it is plain."""
    found = _UNIT_MARKUP.search(unit)
    return found[0] if found else ""


def _markup(text: str) -> re.Match[str] | None:
    """Return the first tag, entity or rich text in a text; an entity is one that HTML knows, so B&O; is none."""
    if found := _TAG.search(text) or _RICH_TEXT.search(text):
        return found
    return next((one for one in _ENTITY.finditer(text) if one[1] is None or f"{one[1]};" in html5), None)


@rule(
    "LAB-TEXT-003",
    Severity.F3,
    on=TextsView,
    title=N_("Teksten er uden opmærkning fra et andet format"),
    text=N_("En tekst må ikke holde HTML-mærker som <br>, tegnentiteter som &nbsp; eller RTF-koder som tegn."),
    why=N_("Koderne vises midt i teksten, og det, de skulle betyde (en ny linje, et særligt tegn), er tabt."),
    remedy=N_("Omsæt til ren tekst, før den lægges i feltet; linjeskift og fed skrift har standardens egne elementer."),
    source=N_("Tabellen: kun svarets tekster har opmærkning, og da med egne elementer (Break, Bold …)"),
    requirements=("TXT-03", "TXT-04"),
    example="markup-in-text",
)
def markup_in_text(view: TextsView) -> Iterator[Flaw]:
    """Look for tags, entities and rich text in every text but Unit."""
    joined = view.texts.joined
    if "<" not in joined and "&" not in joined and "\\" not in joined:
        return
    for leaf in view.texts.leaves:
        if leaf.name != "Unit" and (found := _markup(leaf.text)):
            yield Flaw(
                leaf.element,
                _("{field} indeholder koden „{markup}“ som tekst.").format(field=leaf.name, markup=found[0][:40]),
                _("Ren tekst"),
                extract(leaf, found.start()),
            )


@rule(
    "LAB-TEXT-013",
    Severity.F4,
    on=TextsView,
    title=N_("Teksten er uden mærker for skrift"),
    text=N_("En tekst bør ikke holde mærker for udseende, som <b> og <span>, som tegn."),
    why=N_("Mærkerne vises midt i teksten, og fremhævelsen er tabt. De kan dog være skrevet af et menneske."),
    remedy=N_("Brug standardens Bold, Italic og Underline, hvor de findes, eller fjern mærkerne."),
    source=N_("Tabellen: svarets tekster har egne elementer for skrift. Besluttet i projektet: et vink"),
    requirements=("TXT-03",),
    example="style-in-text",
)
def style_in_text(view: TextsView) -> Iterator[Flaw]:
    """Look for tags of style, where no other markup is told."""
    if "<" not in view.texts.joined:
        return
    for leaf in view.texts.leaves:
        if leaf.name != "Unit" and (found := _STYLE.search(leaf.text)) and not _markup(leaf.text):
            yield Flaw(
                leaf.element,
                _("{field} indeholder mærket „{markup}“ som tekst.").format(field=leaf.name, markup=found[0][:40]),
                _("Ren tekst"),
                extract(leaf, found.start()),
            )


RULES: tuple[Rule[Any], ...] = (markup_in_unit, markup_in_text, style_in_text)
