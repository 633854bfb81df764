"""A code's form, type and owner: one flaw is told once, by the rule that knows it best, in both standards."""

from dataclasses import replace

import pytest

from labcert.validation.code_forms import CodeFault, fault_of, is_mcs_code, is_national_code
from tests.support.code_messages import CRP, CULTURE, found, rules_of, xrpt01, xrpt05

F = CodeFault


@pytest.mark.parametrize(
    ("code", "type", "owner", "fault"),
    [
        ("NPU19748", "iupac", "SST", None),
        ("DNK05220", "iupac", "SST", None),
        ("MCS88015", "lokal", "MCS", None),
        ("PNTHB", "lokal", "PNT", None),
        ("NPU", "lokal", "ÆØÅ", None),
        ("NPU1974", "lokal", "PNT", None),
        ("100113000130420", "mds", "MDS", None),
        # an iupac code must be NPU or DNK and five digits, whatever its owner
        ("npu19748", "iupac", "SST", F.NPU_FORM),
        ("NPU1974", "iupac", "SST", F.NPU_FORM),
        ("NPU197489", "iupac", "SST", F.NPU_FORM),
        ("NPU19748 ", "iupac", "SST", F.NPU_FORM),
        (" NPU19748", "iupac", "SST", F.NPU_FORM),
        ("NPU1974A", "iupac", "SST", F.NPU_FORM),
        ("NPU1974٨", "iupac", "SST", F.NPU_FORM),
        ("NPX19748", "iupac", "SST", F.NPU_FORM),
        ("PNTHB", "iupac", "PNT", F.NPU_FORM),
        ("100113000130420", "iupac", "MDS", F.NPU_FORM),
        ("NPU19748", "iupac", "PNT", F.NPU_OWNER),
        ("DNK05220", "iupac", "MCS", F.NPU_OWNER),
        ("NPU19748", "iupac", "sst", F.NPU_OWNER),
        # an NPU or DNK code of another type, however it is written
        ("NPU19748", "lokal", "SST", F.NPU_TYPE),
        ("NPU19748", "lokal", "PNT", F.NPU_TYPE),
        ("NPU19748", "lokal", "MCS", F.NPU_TYPE),
        ("dnk05220", "lokal", "PNT", F.NPU_TYPE),
        ("NPU18729", "mds", "MDS", F.NPU_TYPE),
        # an MCS code of another type or owner
        ("MCS88015", "lokal", "PNT", F.MCS_TYPE),
        ("MCS88015", "lokal", "SST", F.MCS_TYPE),
        ("MCS88015", "iupac", "SST", F.MCS_TYPE),
        ("MCS88015", "iupac", "MCS", F.MCS_TYPE),
        ("MCS88015", "mds", "MDS", F.MCS_TYPE),
        # what MCS is said to own and is no MCS code
        ("MCS8801", "lokal", "MCS", F.MCS_FORM),
        ("MCS880155", "lokal", "MCS", F.MCS_FORM),
        ("mcs88015", "lokal", "MCS", F.MCS_FORM),
        ("PNTHB", "lokal", "MCS", F.MCS_FORM),
        # a laboratory is three capital letters
        ("PNTHB", "lokal", "SST", F.LABORATORY),
        ("PNTHB", "lokal", "MDS", F.LABORATORY),
        ("PNTHB", "lokal", "PN", F.LABORATORY),
        ("PNTHB", "lokal", "PNTX", F.LABORATORY),
        ("PNTHB", "lokal", "pnt", F.LABORATORY),
        ("PNTHB", "lokal", "P1T", F.LABORATORY),
        ("PNTHB", "lokal", "PN ", F.LABORATORY),
        ("PNTHB", "lokal", "ÉNT", F.LABORATORY),
        ("100113000130420", "lokal", "MDS", F.LABORATORY),
        # an MDS code is fifteen digits
        ("10011300013042", "mds", "MDS", F.MDS_FORM),
        ("1001130001304200", "mds", "MDS", F.MDS_FORM),
        ("10011300013042A", "mds", "MDS", F.MDS_FORM),
        ("10011300013042A", "mds", "SST", F.MDS_FORM),
        ("100113000130420", "mds", "SST", F.MDS_OWNER),
        ("100113000130420", "mds", "MCS", F.MDS_OWNER),
        ("100113000130420", "mds", "mds", F.MDS_OWNER),
    ],
)
def test_one_thing_is_wrong_with_a_code(code, type, owner, fault):
    """The form of the code goes before its type, and its type before its owner."""
    assert fault_of(code, type, owner) is fault


def test_the_forms_by_themselves():
    """National is NPU or DNK; MedCom's own codes are no national ones."""
    assert is_national_code("NPU19748")
    assert is_national_code("DNK05220")
    assert not is_national_code("MCS88015")
    assert is_mcs_code("MCS88015")
    assert not is_mcs_code("NPU19748")


WORDS = replace(CRP, short=None, full="Et navn", result_type="alfanumerisk", value="se tekst", unit=None)
"""a result of which only the code can be wrong; its name is not the code's where the code is known"""


def coded(code: str, type: str, owner: str) -> list:
    """Return what is found of an XRPT01 with this code, but of its name."""
    text = xrpt01(replace(WORDS, code=code, type=type, owner=owner))
    return [one for one in found(text) if one.rule != "LAB-CODE-040"]


RULE_OF = {
    F.NPU_FORM: "LAB-CODE-010",
    F.MCS_FORM: "LAB-CODE-011",
    F.LABORATORY: "LAB-CODE-012",
    F.MDS_FORM: "LAB-CODE-013",
    F.NPU_OWNER: "LAB-CODE-020",
    F.NPU_TYPE: "LAB-CODE-021",
    F.MDS_OWNER: "LAB-CODE-023",
    F.MCS_TYPE: "LAB-CODE-024",
}

COMMON = [
    ("npu19748", "iupac", "SST", "LAB-CODE-010", "Code", "NPU19748", "npu19748"),
    ("XYZ", "iupac", "PNT", "LAB-CODE-010", "Code", "NPU eller DNK og fem cifre", "XYZ"),
    ("MCS8801", "lokal", "MCS", "LAB-CODE-011", "Code", "MCS og fem cifre", "MCS8801"),
    ("PNTHB", "lokal", "MDS", "LAB-CODE-012", "Responsible", "Laboratoriets kode på tre store bogstaver", "MDS"),
    ("NPU18729", "iupac", "PNT", "LAB-CODE-020", "Responsible", "SST", "PNT"),
    ("NPU18729", "lokal", "PNT", "LAB-CODE-021", "Type", "iupac, SST", "lokal, PNT"),
    ("NPU18729", "mds", "MDS", "LAB-CODE-021", "Type", "iupac, SST", "mds, MDS"),
    ("MCS88015", "lokal", "PNT", "LAB-CODE-024", "Responsible", "lokal, MCS", "lokal, PNT"),
    ("MCS88015", "iupac", "MCS", "LAB-CODE-024", "Type", "lokal, MCS", "iupac, MCS"),
    ("MCS88015", "mds", "MDS", "LAB-CODE-024", "Type", "lokal, MCS", "mds, MDS"),
]


@pytest.mark.parametrize(("code", "type", "owner", "rule", "place", "expected", "actual"), COMMON)
def test_a_flaw_of_a_code_is_told_once_in_xrpt01(code, type, owner, rule, place, expected, actual):
    """At the element that is wrong, and no rule of routes tells it again."""
    (flaw,) = coded(code, type, owner)
    element = {"Code": "AnalysisCode", "Type": "AnalysisCodeType", "Responsible": "AnalysisCodeResponsible"}[place]
    assert (flaw.rule, flaw.expected, flaw.actual) == (rule, expected, actual)
    assert flaw.path.endswith(f"/Result/Analysis/{element}")
    assert code in flaw.message


@pytest.mark.parametrize(("code", "type", "owner", "rule", "place", "expected", "actual"), COMMON)
def test_a_flaw_of_a_code_is_told_once_in_xrpt05(code, type, owner, rule, place, expected, actual):
    """The same rules as in XRPT01, at the elements of XRPT05."""
    (flaw,) = found(xrpt05(replace(CULTURE, code=code, type=type, owner=owner, short=None)))
    element = {"Code": "MICAnalysisCode", "Type": "AnalysisCodeType", "Responsible": "AnalysisCodeResponsible"}[place]
    assert (flaw.rule, flaw.expected, flaw.actual) == (rule, expected, actual)
    assert flaw.path.endswith(f"/Investigation/Examination/{element}")


def test_an_iupac_code_like_a_known_one_is_told_with_it():
    """The known code stands in the sentence only where there is one."""
    (like,) = found(xrpt01(replace(CRP, code="npu19748")))
    assert "Den ligner NPU19748." in like.message
    (unlike,) = found(xrpt01(replace(CRP, code="XYZ")))
    assert "ligner" not in unlike.message
    assert "None" not in unlike.message


@pytest.mark.parametrize("code", ["PNTHB", "10011", "mcs88015"])
@pytest.mark.parametrize("owner", ["MDS", "SST", "PNT"])
def test_mds_is_no_type_of_xrpt01(code, owner):
    """Whatever the code and its owner are: form and owner of an MDS code are not asked about there."""
    (flaw,) = coded(code, "mds", owner)
    assert (flaw.rule, flaw.actual, flaw.expected) == ("LAB-CODE-022", "mds", "iupac eller lokal")
    assert flaw.path.endswith("/AnalysisCodeType")


@pytest.mark.parametrize(
    ("code", "owner", "rules"),
    [
        ("100113000130420", "MDS", []),
        ("10011300013042", "MDS", ["LAB-CODE-013"]),
        ("10011300013042", "SST", ["LAB-CODE-013"]),
        ("10011300013042000", "MDS", ["LAB-CODE-013"]),
        ("100113000130420", "SST", ["LAB-CODE-023"]),
        ("100113000130420", "PNT", ["LAB-CODE-023"]),
    ],
)
def test_mds_codes_of_xrpt05(code, owner, rules):
    """Fifteen digits, owned by MDS; and no rule of XRPT01 is asked."""
    assert rules_of(xrpt05(replace(CULTURE, code=code, owner=owner))) == rules


def test_every_fault_has_its_rule():
    """A fault that no rule tells would hide a code from the rules of routes too."""
    from labcert.validation.rules import codes

    ids = {rule.id for rule in codes.RULES}
    assert set(RULE_OF) == set(CodeFault)
    assert ids == {*RULE_OF.values(), "LAB-CODE-022"}
