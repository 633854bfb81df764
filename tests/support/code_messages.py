"""Messages with the code, names, unit and value that a test of the code rules asks for, and what those rules find."""

from dataclasses import dataclass

from labcert.domain.findings import Finding
from labcert.domain.suite import suite_root
from labcert.validation import load_rule_book, validate
from labcert.validation.profile import Profile
from labcert.validation.rulebook import RuleBook

__all__ = ["BOOK", "CRP", "CULTURE", "Analysis", "Examination", "found", "rules_of", "xrpt01", "xrpt05"]

BOOK = load_rule_book(suite_root(), Profile("as they are", "", "", ""))
_EXAMPLES = suite_root() / "fixtures" / "rules"
_XRPT01 = (_EXAMPLES / "unit-of-another-code" / "right.xml").read_text(encoding="utf-8")
_XRPT05 = (_EXAMPLES / "mds-name-without-location" / "right.xml").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Analysis:
    """What an XRPT01 says of its one result; None leaves the element out. The default is CRP, 5 mg/L."""

    code: str = "NPU19748"
    type: str = "iupac"
    owner: str = "SST"
    short: str | None = "C-reaktivt protein [CRP];P"
    full: str = "P—C-reaktivt protein; massek. = ? mg/L"
    result_type: str = "numerisk"
    value: str = "5"
    unit: str | None = "mg/L"


@dataclass(frozen=True)
class Examination:
    """What an XRPT05 says of its one examination; None leaves the element out. The default is a culture of urine."""

    code: str = "100113000130420"
    type: str = "mds"
    owner: str = "MDS"
    short: str | None = "Dyrkning og resistens;U"
    material: str | None = "Urin"
    location: str | None = "Blære"


CRP, CULTURE = Analysis(), Examination()


def _element(name: str, text: str | None) -> str:
    return "" if text is None else f"<{name}>{text}</{name}>"


def _between(text: str, start: str, end: str, new: str) -> str:
    """Return the text with what stands from `start` to (but without) `end`, both there once, replaced."""
    assert (text.count(start), text.count(end)) == (1, 1), (start, end)
    head, _, rest = text.partition(start)
    return head + new + end + rest.partition(end)[2]


def xrpt01(analysis: Analysis) -> str:
    """Return an XRPT01 with this result."""
    one = analysis
    codes = "".join((
        _element("AnalysisCode", one.code), _element("AnalysisCodeType", one.type),
        _element("AnalysisCodeResponsible", one.owner), _element("AnalysisShortName", one.short),
        _element("AnalysisCompleteName", one.full),
    ))  # fmt: skip
    values = "".join((
        _element("ResultType", one.result_type), _element("Value", one.value), _element("Unit", one.unit),
    ))  # fmt: skip
    text = _between(_XRPT01, "<AnalysisCode>", "</Analysis>", codes)
    return _between(text, "<ResultType>", "</Result>", values)


def xrpt05(examination: Examination, *edits: tuple[str, str]) -> str:
    """Return an XRPT05 with this examination; each edit replaces what stands there once."""
    one = examination
    text = _between(_XRPT05, "<MICAnalysisCode>", "<Examinator>", "".join((
        _element("MICAnalysisCode", one.code), _element("AnalysisCodeType", one.type),
        _element("AnalysisCodeResponsible", one.owner), _element("AnalysisShortName", one.short),
        "<AnalysisMDSName><Examination>Dyrkning og resistens</Examination>",
        _element("Material", one.material), _element("Location", one.location), "</AnalysisMDSName>",
    )))  # fmt: skip
    for old, new in edits:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return text


def found(text: str, book: RuleBook = BOOK) -> tuple[Finding, ...]:
    """Return what the rules of codes find in a message that the schema accepts."""
    validation = validate(text.encode(), rules=book)
    assert [layer.status for layer in validation.layers[:3]] == ["passed"] * 3, validation.findings
    assert validation.layers[3].status in {"passed", "failed"}, validation.layers
    return tuple(finding for finding in validation.findings if finding.layer == "codes")


def rules_of(text: str, book: RuleBook = BOOK) -> list[str]:
    """Return the rules of codes that found something, in the order of the findings."""
    return [finding.rule for finding in found(text, book)]
