"""What must stand in the message that the LPS sent, field by field."""

from lxml import etree

from labcert.checks.reading import Letter
from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity

__all__ = ["field_is", "field_is_absent", "has_result", "markup_is_kept", "order_of_results"]

_ANY = Severity.F3  # the judge sets the class that the protocol names


def field_is(letter: Letter, path: str, expected: str, within: etree._Element | None = None) -> Finding | None:
    """The first element at the path has exactly this text."""
    place = letter.place(path, within)
    if place is None:
        return Finding(
            "MSG-MISSING",
            _ANY,
            _("Feltet {path} mangler i beskeden.").format(path=path),
            expected=expected,
            actual=_("intet"),
            path=letter.own_path if within is None else letter.within_path(within),
            remedy=_("Send feltet {path} med værdien “{value}”.").format(path=path, value=expected),
        )
    if place.text == expected:
        return None
    return Finding(
        "MSG-FIELD",
        _ANY,
        _("Feltet {path} er ikke, som testdata siger.").format(path=path),
        expected=expected,
        actual=place.text,
        path=place.path,
        line=place.line,
        remedy=_("Ret LPS'et, så {path} sendes med præcis den værdi, der er indtastet.").format(path=path),
    )


def field_is_absent(letter: Letter, path: str, within: etree._Element | None = None) -> Finding | None:
    """No element stands at the path."""
    place = letter.place(path, within)
    if place is None:
        return None
    return Finding(
        "MSG-EXTRA",
        _ANY,
        _("Feltet {path} skulle ikke være i beskeden.").format(path=path),
        expected=_("intet"),
        actual=place.text,
        path=place.path,
        line=place.line,
        remedy=_("Udelad {path}, når der ikke er noget at sende i feltet.").format(path=path),
    )


def has_result(letter: Letter, code: str) -> Finding | None:
    """The letter holds a result with this analysis code."""
    if code in letter.results():
        return None
    return Finding(
        "MSG-RESULT",
        _ANY,
        _("Beskeden har intet resultat med analysekoden {code}.").format(code=code),
        expected=code,
        actual=", ".join(letter.results()) or _("intet"),
        path=letter.own_path,
        remedy=_("Send analysen med koden {code} i det brev, dens speciale hører til.").format(code=code),
    )


def markup_is_kept(
    letter: Letter, path: str, style: str, text: str, within: etree._Element | None = None
) -> Finding | None:
    """Somewhere at the path a piece of text stands inside the inline element (Bold, Italic, Underline, ...)."""
    places = letter.places(path, within)
    pieces = [
        "".join(str(part) for part in found.itertext())
        for place in places
        for found in place.element.iter("{*}" + style)
    ]
    if text in pieces:
        return None
    return Finding(
        "MSG-MARKUP",
        _ANY,
        _("Teksten “{text}” står ikke som {style} i {path}.").format(text=text, style=style, path=path),
        expected=f"<{style}>{text}</{style}>",
        actual=", ".join(pieces) or _("intet"),
        path=places[0].path if places else letter.own_path,
        line=places[0].line if places else None,
        remedy=_("Send formateringen med standardens egne elementer."),
    )


def order_of_results(letter: Letter, codes: list[str]) -> Finding | None:
    """The letter holds exactly these results in this order."""
    actual = [code for code, _result in letter.result_list()]
    if actual == codes:
        return None
    return Finding(
        "MSG-RESULTS",
        _ANY,
        _("Beskeden har ikke netop de resultater, som blev indtastet."),
        expected=", ".join(codes),
        actual=", ".join(actual) or _("intet"),
        path=letter.own_path,
        remedy=_("Send alle resultater i prøven, hvert én gang."),
    )
