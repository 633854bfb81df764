"""The names of an analysis: the full one always goes with the short one."""

from labcert.checks.reading import Letter
from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity

__all__ = ["full_name_is_full"]

_ANY = Severity.F3  # the judge sets the class that the protocol names
NAMES = {
    "XRPT01": ("Analysis/AnalysisShortName", "Analysis/AnalysisCompleteName"),
    "XRPT05": ("Examination/AnalysisShortName", "Examination/AnalysisMDSName/Examination"),
}
"""standard -> where the short and the full name stand below a result"""


def full_name_is_full(letter: Letter, code: str) -> Finding | None:
    """The full name is there, is not empty and is not the short name once more."""
    result = letter.results()[code]
    short_path, full_path = NAMES[letter.standard]
    short, full = letter.text(short_path, result), letter.place(full_path, result)
    actual = full.text.strip() if full else ""
    if actual and actual != (short or "").strip():
        return None
    said = _("En gentagelse af det korte navn: {name}").format(name=actual) if actual else _("intet navn")
    return Finding(
        "NAME-FULL", _ANY, _("Det fulde navn på {code} mangler i {path}.").format(code=code, path=full_path),
        expected=_("analysens fulde navn, som det står i analyselisten"), actual=said,
        path=full.path if full else letter.within_path(result), line=full.line if full else None,
        remedy=_("Send altid det fulde navn sammen med det korte."),
    )
