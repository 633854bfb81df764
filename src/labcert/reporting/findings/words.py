"""The words for classes, verdicts and layers, and texts without what a terminal or an XML file can not carry."""

import unicodedata

from labcert.domain.language import _
from labcert.domain.outcome import Severity
from labcert.reporting.findings.model import RunFacts, Verdict
from labcert.validation.values import LayerName

__all__ = ["class_word", "held_against", "layer_word", "plain", "shown_width", "verdict_word"]


def class_word(severity: Severity) -> str:
    """Return MedCom's word for a class."""
    return {
        Severity.F1: _("F1 Kritisk"),
        Severity.F2: _("F2 Alvorlig"),
        Severity.F3: _("F3 Betydelig"),
        Severity.F4: _("F4 Mindre betydelig"),
    }[severity]


def verdict_word(verdict: Verdict) -> str:
    """Return the word for a verdict."""
    return {"valid": _("gyldig"), "invalid": _("ugyldig"), "not_checked": _("ikke efterprøvet")}[verdict]


def layer_word(layer: LayerName) -> str:
    """Return what a layer looks at."""
    return {
        "wellformed": _("Velformet XML"),
        "identify": _("Kendt standard"),
        "schema": _("Skema"),
        "codes": _("Koder"),
        "business": _("Indhold"),
    }[layer]


def held_against(run: RunFacts) -> str:
    """Say which schema, profile and code tables were used."""
    source = (
        _("skema {digest}") if run.schema_source == "built-in" else _("skema {digest} fra egen mappe")
    ).format(digest=run.schema_digest[:12])
    profile = _("profil {name} {version}").format(name=run.profile, version=run.profile_version)
    if not run.codes:
        return f"{source}; {profile}"
    tables = _("kodetabeller: {tables}").format(tables=", ".join(f"{one.name} {one.version}" for one in run.codes))
    return f"{source}; {profile}; {tables}"


def plain(text: str) -> str:
    """Return the text on one line, with a dot for each character that is not seen or moves the others."""
    return "".join(character if character.isprintable() else "·" for character in text.replace("\n", " "))


def shown_width(text: str) -> int:
    """Return how many columns a text fills on a terminal: some characters fill two, some none."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
