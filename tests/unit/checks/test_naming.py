"""Short and full names."""

import pytest

from labcert.checks.naming import full_name_is_full

SHORT = "<AnalysisShortName>CRP;P</AnalysisShortName>"


def test_a_full_name_beside_the_short_one_is_right(result):
    """The names differ, and the full one says something."""
    letter, _element = result(analysis=f"{SHORT}<AnalysisCompleteName>P—C-reaktivt protein</AnalysisCompleteName>")
    assert full_name_is_full(letter, "NPU19748") is None


@pytest.mark.parametrize(
    ("full", "actual"),
    [
        ("", "intet navn"),
        ("<AnalysisCompleteName/>", "intet navn"),
        ("<AnalysisCompleteName> <Space/></AnalysisCompleteName>", "intet navn"),
        ("<AnalysisCompleteName>CRP;P</AnalysisCompleteName>", "En gentagelse af det korte navn: CRP;P"),
    ],
)
def test_a_missing_empty_or_repeated_name_is_told(result, full, actual):
    """The finding names the code and what stands there."""
    letter, _element = result(analysis=SHORT + full)
    finding = full_name_is_full(letter, "NPU19748")
    assert (finding.rule, finding.actual) == ("NAME-FULL", actual)
    assert "NPU19748" in finding.message


def test_microbiology_has_its_full_name_elsewhere(investigation):
    """In XRPT05 it is AnalysisMDSName/Examination."""
    letter, element = investigation("")
    assert full_name_is_full(letter, "NPU16328").message.endswith("Examination/AnalysisMDSName/Examination.")
    assert element.tag.endswith("Investigation")
