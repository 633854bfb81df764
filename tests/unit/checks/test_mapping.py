"""A local code that PLSP translates: the code changes, and nothing else."""

import pytest

from labcert.checks.mapping import code_is_mapped, other_than_code
from labcert.domain.findings import Finding
from labcert.domain.outcome import Severity

NATIONAL = ("NPU19748", "iupac", "SST")


def _analysis(kind, owner):
    return f"<AnalysisCodeType>{kind}</AnalysisCodeType><AnalysisCodeResponsible>{owner}</AnalysisCodeResponsible>"


def test_the_national_code_stands_in_place_of_the_local_one(result):
    """With its type and its owner."""
    letter, _element = result("NPU19748", _analysis("iupac", "SST"))
    assert code_is_mapped(letter, "PNTCRP", NATIONAL) is None


@pytest.mark.parametrize(
    ("code", "kind", "owner"), [("PNTCRP", "lokal", "PNT"), ("NPU19748", "lokal", "SST"), ("NPU19748", "iupac", "PNT")]
)
def test_a_code_half_translated_is_told(result, code, kind, owner):
    """Code, type and owner go together."""
    letter, _element = result(code, _analysis(kind, owner))
    finding = code_is_mapped(letter, "PNTCRP", NATIONAL)
    assert (finding.expected, finding.actual) == ("NPU19748 iupac SST", f"{code} {kind} {owner}")


def test_only_the_codes_own_fields_may_differ():
    """A changed value is told, though the code was to change."""
    result = "/Emessage/LaboratoryReport/LaboratoryResults/Result"
    paths = [f"{result}/Analysis/AnalysisCode", f"{result}/Analysis/AnalysisCodeType", f"{result}/Value"]
    found = [Finding("BANK-FIELD", Severity.F1, "", path=path) for path in paths]
    assert [one.path for one in other_than_code(found)] == [f"{result}/Value"]
