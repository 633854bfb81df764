"""Tells a schema error in Danish: what is wrong, what was expected, what stood there, and what to do."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from labcert.domain.findings import Finding
from labcert.domain.language import N_, _
from labcert.domain.masking import mask_text
from labcert.domain.outcome import Severity
from labcert.validation.places import element_at, local, path_of, resolve
from labcert.validation.schemas import SchemaError
from labcert.validation.second import Reason

__all__ = ["explain"]

_EXPECTED = re.compile(r"Expected is (?:one of )?\( (.*) \)")
_LIMIT = re.compile(r"length of '(\d+)'\.$")
_BOUND = re.compile(r"value allowed \('(-?\d+)'\)")
_PATTERN = re.compile(r"accepted by the pattern '(.*)'\.$")
_VALUES = re.compile(r"element of the set \{(.*)\}\.$")
_TYPE = re.compile(r"(?:atomic|list|union) type '([^']*)'")
_ATTRIBUTE = re.compile(r"attribute '(?:\{[^}]*\})?([^']*)'")
_PERSONAL = {"PersonSurnameName", "PersonGivenName"}


@dataclass(frozen=True)
class _Told:
    """What a kind of error is told as."""

    rule: str
    message: str
    expected: str
    remedy: str


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""


def _alternatives(names: Collection[str]) -> str:
    shown = list(names)[:12]
    return _(" eller ").join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _counted(error: SchemaError, text: str) -> str:
    """Return a text with the limit that an error names, "" where it names none as we know it."""
    limit = _first(_LIMIT, error.message)
    return text.format(limit=limit) if limit else ""


def _unbraced(text: str) -> str:
    """Return a text that can stand in one whose names are filled in later."""
    return text.replace("{", "{{").replace("}", "}}")


def _content(error: SchemaError) -> _Told:
    names = (name.rpartition("}")[2].strip() for name in _first(_EXPECTED, error.message).split(","))
    wanted = _alternatives([_("ethvert element") if name == "*" else name for name in names if name])
    if "Missing child" in error.message:
        return _Told("MSG-SCH-002", _("{name} mangler et element."), wanted, _("Tilføj {wanted} i {name}."))
    message = _("{name} må ikke stå her: et element mangler foran, står forkert, eller er der for mange gange.")
    remedy = _("Ret rækkefølgen i {parent}, eller tilføj det, der mangler.")
    return _Told("MSG-SCH-001", message, wanted or _("{parent} slutter her"), remedy)


def _long(error: SchemaError) -> _Told:
    expected = _counted(error, _("Højst {limit} tegn"))
    remedy = _("Stop en for lang værdi i systemet, inden den sendes. Afkort den ikke.")
    return _Told("MSG-SCH-003", _("{name} er for lang."), expected, remedy)


def _short(error: SchemaError) -> _Told:
    expected = _counted(error, _("Mindst {limit} tegn"))
    remedy = _("Udfyld {name}, eller udelad elementet, hvis standarden tillader det.")
    return _Told("MSG-SCH-004", _("{name} er tom eller for kort."), expected, remedy)


def _exact(error: SchemaError) -> _Told:
    expected = _counted(error, _("Præcis {limit} tegn"))
    return _Told("MSG-SCH-005", _("{name} har en forkert længde."), expected, _("Ret {name} til den rette længde."))


def _value(error: SchemaError) -> _Told:
    values = [value.strip("' ") for value in _first(_VALUES, error.message).split(",")]
    remedy = _("Brug en værdi fra listen, skrevet præcis sådan.")
    message = _("{name} har en værdi, der ikke er på standardens liste.")
    return _Told("MSG-SCH-006", message, _alternatives(values), remedy)


_SHAPES = {
    "(([0-1][0-9])|(2[0-3])):[0-5][0-9]": N_("TT:MM uden sekunder, for eksempel 08:15"),
    "[0-9]{10}": N_("10 cifre uden mellemrum og bindestreg"),
    "[0-9]{1,15}": N_("1 til 15 cifre"),
}
"""The patterns of the tables in words; another one is told as it stands."""


def _shape(error: SchemaError) -> _Told:
    pattern = _first(_PATTERN, error.message)
    if pattern.isalnum():  # a fixed value: the version of the standard, or the literal true
        remedy = _("Skriv {wanted} i {name}, og dan beskeden efter den version af standarden.")
        return _Told("MSG-SCH-007", _("{name} er en anden end standardens."), pattern, remedy)
    remedy = _("Skriv {name} efter mønstret, uden mellemrum før eller efter.")
    expected = _(_SHAPES[pattern]) if pattern in _SHAPES else pattern
    return _Told("MSG-SCH-007", _("{name} er ikke skrevet som krævet."), expected, remedy)


def _bound(error: SchemaError) -> _Told:
    least = "MININCLUSIVE" in error.type_name
    bound = _first(_BOUND, error.message)
    expected = (_("Mindst {bound}") if least else _("Højst {bound}")).format(bound=bound) if bound else ""
    return _Told("MSG-SCH-008", _("{name} er uden for det tilladte."), expected, _("Ret tallet i {name}."))


_KINDS = {
    "xs:date": N_("En dato, der findes, som 2025-12-01"),
    "xs:boolean": N_("true eller false"),
    "xs:int": N_("Et helt tal"),
    "xs:positiveInteger": N_("Et helt tal over 0"),
}


def _kind(error: SchemaError) -> _Told:
    kind = _first(_TYPE, error.message)
    expected = _(_KINDS[kind]) if kind in _KINDS else kind
    return _Told("MSG-SCH-009", _("{name} er ikke af den rette type."), expected, _("Ret værdien i {name}."))


def _attribute(error: SchemaError) -> _Told:
    message = _("{name} har en attribut, som standarden ikke kender: {attribute}.")
    told = message.replace("{attribute}", _unbraced(_first(_ATTRIBUTE, error.message)))
    return _Told("MSG-SCH-010", told, _("Ingen attributter"), _("Fjern attributten."))


def _text(_error: SchemaError) -> _Told:
    message, remedy = _("Der står tekst i {name}, hvor der ingen må være."), _("Fjern teksten.")
    return _Told("MSG-SCH-011", message, _("Ingen tekst"), remedy)


def _elements(_error: SchemaError) -> _Told:
    message = _("{name} må kun holde tekst, men har elementer i sig.")
    return _Told("MSG-SCH-012", message, _("Kun tekst"), _("Fjern elementerne, også formatering som `sup`."))


def _nil(_error: SchemaError) -> _Told:
    message = _("{name} bruger xsi:nil eller xsi:type, som standarden ikke tillader.")
    remedy = _("Fjern attributten, eller udelad elementet.")
    return _Told("MSG-SCH-013", message, _("Elementet uden attributter"), remedy)


_TELLERS = {
    "SCHEMAV_ELEMENT_CONTENT": _content,
    "SCHEMAV_CVC_MAXLENGTH_VALID": _long,
    "SCHEMAV_CVC_MINLENGTH_VALID": _short,
    "SCHEMAV_CVC_LENGTH_VALID": _exact,
    "SCHEMAV_CVC_ENUMERATION_VALID": _value,
    "SCHEMAV_CVC_PATTERN_VALID": _shape,
    "SCHEMAV_CVC_MININCLUSIVE_VALID": _bound,
    "SCHEMAV_CVC_MAXINCLUSIVE_VALID": _bound,
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": _kind,
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": _attribute,
    "SCHEMAV_CVC_TYPE_3_1_1": _attribute,
    "SCHEMAV_CVC_COMPLEX_TYPE_2_1": _text,
    "SCHEMAV_CVC_COMPLEX_TYPE_2_3": _text,
    "SCHEMAV_CVC_TYPE_3_1_2": _elements,
    "SCHEMAV_CVC_COMPLEX_TYPE_2_2": _elements,
    "SCHEMAV_CVC_ELT_3_1": _nil,
    "SCHEMAV_CVC_ELT_4_1": _nil,
    "SCHEMAV_CVC_ELT_4_2": _nil,
    "SCHEMAV_CVC_ELT_4_3": _nil,
}


def _other(error: SchemaError) -> _Told:
    """Tell an error we have no words for by its key alone: libxml2's own text may quote a person's data."""
    message = _("{name} følger ikke skemaet ({kind}).").replace("{kind}", _unbraced(error.type_name))
    return _Told("MSG-SCH-099", message, "", _("Sammenlign {name} med standarden."))


def _actual(element: etree._Element, rule: str, known: Collection[str]) -> str:
    """Return what stood there, masked; a name is only counted, and an element with children only named."""
    if rule in {"MSG-SCH-001", "MSG-SCH-002"} or len(element):
        return _children(element) if rule in {"MSG-SCH-002", "MSG-SCH-012"} else local(element.tag)
    text = str(element.xpath("string()"))
    if not text:
        return _("Intet")
    count = _("{count} tegn").format(count=len(text))
    if local(element.tag) in _PERSONAL:
        return count
    shown = mask_text(text, known)
    shown = shown if len(shown) <= 60 else shown[:60] + "…"
    return f"{shown} ({count})" if rule in {"MSG-SCH-003", "MSG-SCH-004", "MSG-SCH-005"} else shown


def _children(element: etree._Element) -> str:
    return ", ".join(local(child.tag) for child in element) or _("Intet")


def _finding(error: SchemaError, root: etree._Element, known: Collection[str]) -> Finding:
    element = resolve(root, error.path)
    told = _TELLERS.get(error.type_name, _other)(error)
    parent = element.getparent()
    words = {
        "name": local(element.tag),
        "parent": local(parent.tag) if parent is not None else local(element.tag),
        "wanted": told.expected,
    }
    return Finding(
        told.rule,
        Severity.F2,
        told.message.format(**words),
        told.expected.replace("{parent}", words["parent"]),
        _actual(element, told.rule, known),
        told.remedy.format(**words),
        path_of(element),
        error.line or None,
        "schema",
    )


def explain(
    errors: Collection[SchemaError], root: etree._Element, known: Collection[str], reasons: Collection[Reason] = ()
) -> tuple[Finding, ...]:
    """Return a finding for each error; of several about one place only the last, which is the narrowest.

    libxml2 tells first that a value is off a list and then that it is off the pattern that picks one of the list.
    `reasons` are the second engine's, where it was asked: they say what we have no words for.
    """
    caused = {error.path for error in errors if error.type_name not in _FOLLOWERS}
    by_path = {error.path: error for error in errors if error.type_name not in _FOLLOWERS or error.path not in caused}
    by_place = {reason.path: reason for reason in reasons}
    found = (_finding(error, root, known) for error in by_path.values())
    return tuple(
        one if one.expected else replace(one, expected=_in_other_words(one, by_place, root, known)) for one in found
    )


_FOLLOWERS = {"SCHEMAV_CVC_MINLENGTH_VALID", "SCHEMAV_CVC_DATATYPE_VALID_1_2_1"}


def _in_other_words(
    finding: Finding, reasons: Mapping[str, Reason], root: etree._Element, known: Collection[str]
) -> str:
    """Return what the second engine says of a place, without what stands there."""
    reason = reasons.get(finding.path)
    if reason is None:
        return _("Det, skemaet siger om elementet")
    text = "".join(map(str, element_at(root, finding.path).itertext())).strip()
    words = reason.text if not text else reason.text.replace(text, "…")
    return mask_text(words[:300], known)
