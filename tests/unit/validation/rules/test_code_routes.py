"""Where a code goes: the routing table decides, a code without a route is told, and so is what PLSP translates."""

from dataclasses import replace

import pytest

from labcert.domain.suite import suite_root
from labcert.validation import load_rule_book, load_tables, validate
from labcert.validation.profile import Profile
from labcert.validation.tables import Mapping, MappingRow, RouteRow, RoutingTable
from tests.support.code_messages import CRP, CULTURE, found, rules_of, xrpt01, xrpt05

TABLES = load_tables(suite_root())
LOCAL = replace(CRP, type="lokal", owner="PNT", short=None, full="P—Et stof målt på eget udstyr")


def book_with(*rows: MappingRow):
    """Return the rule book with more codes that PLSP translates."""
    tables = replace(TABLES, mapping=Mapping((*TABLES.mapping.rows, *rows)))
    return load_rule_book(suite_root(), Profile("as they are", "", "", ""), tables=tables)


@pytest.mark.parametrize(
    ("code", "type", "owner", "hint"),
    [
        ("NPU19749", "iupac", "SST", "Den ligner NPU19748."),
        ("NPU77777", "iupac", "SST", "ingen af dens koder ligner."),
        ("DNK05221", "iupac", "SST", "Den ligner DNK05220."),
        ("MCS88018", "lokal", "MCS", "Den ligner MCS88015."),
    ],
)
def test_a_national_code_without_a_route_is_told(code, type, owner, hint):
    """With its owner and the code it is like; the version of the table says which was asked."""
    for text in (
        xrpt01(replace(CRP, code=code, type=type, owner=owner)),
        xrpt05(replace(CULTURE, code=code, type=type, owner=owner)),
    ):
        (flaw,) = found(text)
        assert flaw.rule == "LAB-CODE-001"
        assert f"Koden {code} ({owner})" in flaw.message
        assert flaw.message.endswith(hint)
        assert (flaw.actual, flaw.expected) == (code, "En kode i rutetabellen, version 2025.1")
        assert flaw.path.endswith(("/Analysis/AnalysisCode", "/Examination/MICAnalysisCode"))


def test_an_mds_code_without_a_route_is_told():
    """It is national too."""
    (flaw,) = found(xrpt05(replace(CULTURE, code="100113000130421")))
    assert flaw.rule == "LAB-CODE-001"
    assert "Den ligner 100113000130420." in flaw.message


@pytest.mark.parametrize(
    ("code", "owner", "hint"),
    [
        ("PNTKAL", "PNT", "PLSP oversætter."),
        ("PNTHB", "ABC", "Den kendes med ejeren PNT."),
        ("PNTHX", "PNT", "Den ligner PNTHB."),
        ("PNTCRX", "PNT", "Den ligner PNTCRP."),
        ("pnthb", "PNT", "Den ligner PNTHB."),
    ],
)
def test_a_local_code_that_nobody_knows_is_told(code, owner, hint):
    """With what it may be meant to be: the same code of another owner, or one that looks like it."""
    for text in (
        xrpt01(replace(LOCAL, code=code, owner=owner)),
        xrpt05(replace(CULTURE, code=code, type="lokal", owner=owner)),
    ):
        (flaw,) = found(text)
        assert (flaw.rule, flaw.actual) == ("LAB-CODE-002", f"{code} ({owner})")
        assert f"{code} ({owner})" in flaw.message
        assert flaw.message.endswith(hint)
        assert flaw.path.endswith(("/Analysis/AnalysisCode", "/Examination/MICAnalysisCode"))


def test_a_local_code_of_several_others_is_told_with_all_its_owners():
    """In the order of the table."""
    rows = (*TABLES.routing.rows, RouteRow("PNTHB", "XYZ", "biochemistry", "", "", ""))
    tables = replace(TABLES, routing=RoutingTable(rows))
    book = load_rule_book(suite_root(), Profile("as they are", "", "", ""), tables=tables)
    (flaw,) = found(xrpt01(replace(LOCAL, code="PNTHB", owner="ABC")), book)
    assert flaw.message.endswith(" Den kendes med ejeren PNT, XYZ.")


def test_a_local_code_with_a_route_is_known():
    """Its own owner's route is enough."""
    hb = replace(LOCAL, code="PNTHB", full="B-Hæmoglobin målt på klinikkens eget udstyr; stofk. = ? mmol/L", unit="mmol/L")
    assert rules_of(xrpt01(hb)) == []


def test_a_local_code_that_is_translated_is_told_as_a_hint():
    """What it becomes is expected; the unit is the national code's."""
    (flaw,) = found(xrpt01(replace(LOCAL, code="PNTCRP")))
    assert (flaw.rule, flaw.severity.value) == ("LAB-CODE-003", "F4")
    assert (flaw.expected, flaw.actual) == ("NPU19748, iupac, SST", "PNTCRP, lokal, PNT")
    assert "PNTCRP (PNT) bliver til NPU19748" in flaw.message
    assert flaw.path.endswith("/Analysis/AnalysisCode")


@pytest.mark.parametrize(
    ("analysis", "rules"),
    [
        (replace(LOCAL, code="PNTCRP", unit="nmol/L"), ["LAB-CODE-034"]),
        (replace(LOCAL, code="PNTCRP", unit="mg/l"), ["LAB-CODE-003"]),
        (replace(LOCAL, code="PNTCRP", unit=None), ["LAB-CODE-003"]),
        (replace(LOCAL, code="PNTCRP", type="mds"), ["LAB-CODE-022"]),
        (replace(LOCAL, code="PNTCRP", owner="ABC"), ["LAB-CODE-002"]),
    ],
)
def test_a_translation_is_told_once(analysis, rules):
    """Another unit or another flaw of the code is told instead of the hint."""
    assert rules_of(xrpt01(analysis)) == rules


def test_a_code_with_a_route_of_its_own_is_not_said_to_be_refused():
    """A code that is routed and translated reaches a databank either way."""
    book = book_with(MappingRow("PNTHB", "lokal", "PNT", "NPU02319", "iupac", "SST", ""))
    hb = replace(LOCAL, code="PNTHB", full="B-Hæmoglobin målt på klinikkens eget udstyr; stofk. = ? mmol/L", unit="mmol/L")
    assert rules_of(xrpt01(hb), book) == []


@pytest.mark.parametrize("code", ["NPU18729", "NPU16328", "NPU18542"])
def test_microbiology_has_its_standard(code):
    """The prefix NPU says nothing."""
    row = TABLES.analyses.find(code)
    wrong = replace(
        CRP, code=code, short=row.short_name or None, full=row.full_name, unit=None, result_type="alfanumerisk", value="x"
    )
    (flaw,) = found(xrpt01(wrong))
    assert (flaw.rule, flaw.expected, flaw.actual) == (
        "LAB-CODE-050", "XRPT05, MicrobiologyWebReport", "XRPT01, LaboratoryReport",
    )
    assert flaw.path.endswith("/Analysis/AnalysisCode")
    assert rules_of(xrpt05(replace(CULTURE, code=code, type="iupac", owner="SST", short=None))) == []


@pytest.mark.parametrize(
    ("code", "type", "owner"),
    [("NPU19748", "iupac", "SST"), ("MCS88015", "lokal", "MCS"), ("PNTHB", "lokal", "PNT"), ("PNTCRP", "lokal", "PNT")],
)
def test_biochemistry_has_its_standard(code, type, owner):
    """A code that PLSP makes biochemical goes the same way."""
    (flaw,) = found(xrpt05(replace(CULTURE, code=code, type=type, owner=owner, short=None)))
    assert (flaw.rule, flaw.expected, flaw.actual) == (
        "LAB-CODE-051", "XRPT01, LaboratoryReport", "XRPT05, MicrobiologyWebReport",
    )
    assert flaw.path.endswith("/Examination/MICAnalysisCode")


def test_a_local_code_goes_where_its_national_code_goes():
    """A local code for a culture is right in XRPT05 and wrong in XRPT01."""
    book = book_with(MappingRow("PNTDYR", "lokal", "PNT", "NPU16328", "iupac", "SST", ""))
    assert rules_of(xrpt05(replace(CULTURE, code="PNTDYR", type="lokal", owner="PNT")), book) == []
    words = replace(LOCAL, code="PNTDYR", result_type="alfanumerisk", value="x", unit=None)
    assert "LAB-CODE-050" in rules_of(xrpt01(words), book)


def test_a_code_with_a_route_goes_by_it_and_not_by_its_translation():
    """The code's own route is asked first."""
    book = book_with(MappingRow("PNTHB", "lokal", "PNT", "NPU16328", "iupac", "SST", ""))
    text = xrpt05(replace(CULTURE, code="PNTHB", type="lokal", owner="PNT", short=None))
    assert rules_of(text, book) == ["LAB-CODE-051"]


def test_a_users_own_code_has_its_route(tmp_path):
    """A code of a user's table is known, routed, and held against its facts."""
    path = tmp_path / "egne.csv"
    path.write_text(
        "code;code_type;code_responsible;short_name;full_name;unit;result_type;specialty\n"
        'NPU19749;iupac;SST;CRP;"P—C-reaktivt protein; massek. = ? mg/L";mg/L;numerisk;biokemi\n',
        encoding="utf-8",
    )
    own = load_rule_book(
        suite_root(), Profile("as they are", "", "", ""), tables=load_tables(suite_root(), (path,))
    )
    wrong = replace(CRP, code="NPU19749", short=None)
    assert rules_of(xrpt01(wrong)) == ["LAB-CODE-001"]
    assert rules_of(xrpt01(wrong), own) == []
    assert rules_of(xrpt01(replace(wrong, unit="nmol/L")), own) == ["LAB-CODE-030"]
    assert rules_of(xrpt05(replace(CULTURE, code="NPU19749", type="iupac", owner="SST", short=None)), own) == [
        "LAB-CODE-051"
    ]


@pytest.mark.parametrize(
    ("code", "owner", "kind", "listed", "expected"),
    [
        ("NPU19748", "SST", "iupac", True, []),
        ("NPU04207", "SST", "iupac", True, ["LAB-CODE-060"]),
        ("NPU04207", "SST", "iupac", False, []),
        ("NPU99999", "SST", "iupac", True, ["LAB-CODE-001"]),
        ("npu04207", "SST", "iupac", True, ["LAB-CODE-010"]),
        ("PNTCRP", "PNT", "lokal", True, ["LAB-CODE-003"]),
        ("PNTHB", "PNT", "lokal", True, ["LAB-CODE-060"]),
    ],
)
def test_a_code_beside_the_positive_list_is_told_while_the_list_is_on(code, owner, kind, listed, expected):
    """A local code counts as the national one that PLSP makes of it; what has no route is told as that alone."""
    base = (suite_root() / "fixtures" / "rules" / "sampled-after-result" / "right.xml").read_text("utf-8")
    text = base.replace("NPU19748", code).replace(">iupac<", f">{kind}<").replace(">SST<", f">{owner}<")
    book = load_rule_book(suite_root(), Profile("as they are", "", "", ""), positive_list=listed)
    told = [one.rule for one in validate(text.encode(), rules=book).findings]
    routes = {"LAB-CODE-001", "LAB-CODE-003", "LAB-CODE-010", "LAB-CODE-060"}
    assert [one for one in told if one in routes] == expected
