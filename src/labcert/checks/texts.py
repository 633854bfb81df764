"""Texts and their markup: what stands plain, what is formatted, and in which order."""

from lxml import etree

from labcert.checks.reading import Letter
from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity

__all__ = ["inline_order", "is_plain_text", "occurs"]

_ANY = Severity.F3  # the judge sets the class that the protocol names
_MARKUP = ("<", "&lt;", "&gt;", ">")


def is_plain_text(letter: Letter, path: str, within: etree._Element | None = None) -> Finding | None:
    """The element holds text only: no element, and no tag written as text."""
    place = letter.place(path, within)
    if place is None:
        return None
    if len(place.element) == 0 and not any(mark in place.text for mark in _MARKUP):
        return None
    inner = "".join(etree.tostring(child, encoding="unicode") for child in place.element)
    return Finding(
        "TEXT-MARKUP", _ANY, _("Feltet {path} har opmærkning, men skal være ren tekst.").format(path=path),
        expected=_("ren tekst uden mærker"), actual=(place.element.text or "") + inner,
        path=place.path, line=place.line,
        remedy=_("Fjern opmærkningen fra analyselisten, før feltet sendes: 10^9/L og ikke 10<sup>9</sup>/L."),
    )


def inline_order(letter: Letter, path: str, names: list[str], within: etree._Element | None = None) -> Finding | None:
    """The inline elements at the path are exactly these, in this order."""
    place = letter.place(path, within)
    inner = [] if place is None else list(place.element.iterchildren(tag=etree.Element))
    actual = [etree.QName(child).localname for child in inner]
    if actual == names:
        return None
    return Finding(
        "TEXT-ORDER", _ANY, _("Teksten i {path} har ikke den formatering, der er indtastet.").format(path=path),
        expected=", ".join(names), actual=", ".join(actual) or _("ingen formatering"),
        path=place.path if place else letter.own_path, line=place.line if place else None,
        remedy=_("Send skrift, linjeskift og mellemrum med standardens egne elementer i samme rækkefølge."),
    )


def occurs(letter: Letter, path: str, count: int, within: etree._Element | None = None) -> Finding | None:
    """Exactly so many elements stand at the path."""
    places = letter.places(path, within)
    if len(places) == count:
        return None
    return Finding(
        "MSG-COUNT", _ANY, _("Feltet {path} er ikke i beskeden det rigtige antal gange.").format(path=path),
        expected=str(count), actual=str(len(places)),
        path=places[0].path if places else letter.own_path if within is None else letter.within_path(within),
        remedy=_("Send {path} én gang for hver indtastning, hverken flere eller færre.").format(path=path),
    )
