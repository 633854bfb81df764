"""Local codes that PLSP translates: the code changes with its type and its owner, and nothing else does."""

from collections.abc import Iterable

from labcert.checks.reading import Letter
from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity

__all__ = ["code_is_mapped", "other_than_code"]

_ANY = Severity.F3  # the judge sets the class that the protocol names
_CODE_FIELDS = {
    "XRPT01": ("Analysis/AnalysisCode", "Analysis/AnalysisCodeType", "Analysis/AnalysisCodeResponsible"),
    "XRPT05": ("Examination/MICAnalysisCode", "Examination/AnalysisCodeType", "Examination/AnalysisCodeResponsible"),
}
_NAMES = frozenset(path.rpartition("/")[2] for paths in _CODE_FIELDS.values() for path in paths)


def code_is_mapped(held: Letter, local: str, national: tuple[str, str, str]) -> Finding | None:
    """The held letter has a result with the national code, type and owner, and none with the local code."""
    told = [
        tuple(held.text(path, result) or "" for path in _CODE_FIELDS[held.standard])
        for _code, result in held.result_list()
    ]
    if national in told and local not in [code for code, _kind, _owner in told]:
        return None
    return Finding(
        "HUB-MAPPING",
        _ANY,
        _("PLSP har ikke oversat koden {local} til {national}.").format(local=local, national=national[0]),
        expected=" ".join(national),
        actual=", ".join(map(" ".join, told)) or _("ingen analyser"),
        path=held.own_path,
        remedy=_("Slå oversættelsen til i PLSP, og se efter koden med type og ejer i oversættelsestabellen."),
    )


def other_than_code(differences: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the differences of a held letter from the sent one that are not about the code, its type or its owner."""
    return tuple(found for found in differences if found.path.rpartition("/")[2] not in _NAMES)
