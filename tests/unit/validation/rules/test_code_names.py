"""The names of a code, in XRPT01 and XRPT05, and the codes beside the texts of XRPT05."""

from dataclasses import replace

import pytest

from labcert.domain.suite import suite_root
from labcert.validation import load_rule_book, load_tables
from labcert.validation.profile import Profile
from labcert.validation.tables import CodeTable
from tests.support.code_messages import CRP, CULTURE, found, rules_of, xrpt01, xrpt05

FULL, SHORT = CRP.full, CRP.short
LOCAL = replace(CRP, code="PNTHX", type="lokal", owner="PNT", short="Egen CRP", full="P—CRP målt på eget udstyr")


@pytest.mark.parametrize(
    "full",
    [
        FULL, FULL.replace("—", "-"), FULL.replace("—", "–"), FULL.replace("—", "−"), FULL.replace("—", "‐"),
        FULL.replace("—", "―"), FULL.replace("—", "‒"), FULL.replace("—", "‑"), FULL.replace("—", " - "),
        FULL.upper(), FULL.lower(), FULL.replace(" ", ""), FULL.replace(" ", "\u00a0"), FULL.replace(" ", "  "),
        FULL.replace(" ", "<Break/>"), FULL.replace(" ", "<Space/>"), f"\n   {FULL}\n", FULL + "\u200b",
        FULL.replace("massek", "masse\u00adk"),
    ],
)  # fmt: skip
def test_a_full_name_may_be_written_with_other_dashes_spaces_and_letters(full):
    """ISO-8859-1 has no long dash, and a screen breaks a line where it likes."""
    assert rules_of(xrpt01(replace(CRP, full=full))) == []


def test_times_may_be_an_x():
    """× is not on every keyboard."""
    full = "B—Leukocytter; antalk. = ? x 10^9/L"
    cells = replace(CRP, code="NPU02593", short=None, full=full, value="6,8", unit="10^9/L")
    assert rules_of(xrpt01(cells)) == []


@pytest.mark.parametrize(
    ("full", "rules"),
    [
        ("P—C-reaktivt protein; stofk. = ? nmol/L", ["LAB-CODE-040"]),
        ("CRP", ["LAB-CODE-040"]),
        (FULL + ".", ["LAB-CODE-040"]),
        (FULL[:-1], ["LAB-CODE-040"]),
        ("Ã¦" + FULL, []),
        (SHORT, ["LAB-CODE-042"]),
        (SHORT.lower(), ["LAB-CODE-042"]),
        ("C–reaktivt protein  [CRP];P", ["LAB-CODE-042"]),
        ("", ["LAB-CODE-043"]),
        ("  ", ["LAB-CODE-043"]),
        ("<Break/>", ["LAB-CODE-043"]),
        ("<Space/>", ["LAB-CODE-043"]),
    ],
)
def test_a_full_name_has_one_flaw(full, rules):
    """Another code's, the short one again, empty, or misread, which is told elsewhere."""
    assert rules_of(xrpt01(replace(CRP, full=full))) == rules


def test_another_name_is_told_with_both():
    """On one line, at the name."""
    (flaw,) = found(xrpt01(replace(CRP, full="Et<Break/>andet  navn")))
    assert (flaw.rule, flaw.expected, flaw.actual) == ("LAB-CODE-040", FULL, "Et andet navn")
    assert "„Et andet navn“" in flaw.message
    assert f"„{FULL}“" in flaw.message
    assert flaw.path.endswith("/Analysis/AnalysisCompleteName")


def test_the_tables_short_name_is_no_full_name_either():
    """Though the message has no short name."""
    assert rules_of(xrpt01(replace(CRP, short=None, full=SHORT))) == ["LAB-CODE-042"]
    assert rules_of(xrpt01(replace(CRP, short="CRP", full=SHORT))) == ["LAB-CODE-041", "LAB-CODE-042"]
    assert rules_of(xrpt01(replace(CRP, short="CRP", full="CRP"))) == ["LAB-CODE-041", "LAB-CODE-042"]


def test_a_full_name_that_is_the_tables_is_right_though_it_is_the_short_one():
    """A user's own table may have one name for both."""
    tables = load_tables(suite_root())
    row = replace(tables.analyses.find("NPU19748"), short_name="CRP", full_name="crp")
    book = load_rule_book(
        suite_root(), Profile("as they are", "", "", ""), tables=replace(tables, analyses=CodeTable((row,)))
    )
    assert rules_of(xrpt01(replace(CRP, short="CRP", full="CRP")), book) == []
    assert rules_of(xrpt01(replace(CRP, short="CRP", full="")), book) == ["LAB-CODE-043"]


def test_a_code_that_no_table_has_is_held_against_itself():
    """Its full name is asked to be more than its short one, and something."""
    assert rules_of(xrpt01(LOCAL)) == ["LAB-CODE-002"]
    again = found(xrpt01(replace(LOCAL, full="egen  CRP")))
    assert [one.rule for one in again] == ["LAB-CODE-002", "LAB-CODE-042"]
    assert (again[1].expected, again[1].actual) == ("Analysens fulde navn", "egen CRP")
    empty = found(xrpt01(replace(LOCAL, full="")))
    assert [one.rule for one in empty] == ["LAB-CODE-002", "LAB-CODE-043"]
    assert (empty[1].expected, empty[1].actual) == ("Analysens fulde navn", "Intet")
    assert rules_of(xrpt01(replace(LOCAL, short=None, full="Egen CRP"))) == ["LAB-CODE-002"]


def test_the_short_name_again_and_no_name_are_told_with_the_tables():
    """At the full name."""
    for full, rule, actual in ((SHORT, "LAB-CODE-042", SHORT), ("", "LAB-CODE-043", "Intet")):
        (flaw,) = found(xrpt01(replace(CRP, full=full)))
        assert (flaw.rule, flaw.expected, flaw.actual) == (rule, FULL, actual)
        assert flaw.path.endswith("/Analysis/AnalysisCompleteName")
        assert "NPU19748" in flaw.message


@pytest.mark.parametrize(
    ("short", "rules"),
    [
        (SHORT, []), (SHORT.upper(), []), (SHORT.replace("-", "–"), []), (SHORT.replace(" ", ""), []), (None, []),
        (" ", []), ("Ã¦", []), ("CRP", ["LAB-CODE-041"]), (SHORT + "x", ["LAB-CODE-041"]),
    ],
)  # fmt: skip
def test_the_short_name_is_the_codes(short, rules):
    """A hint; a missing, empty or misread one is not compared."""
    assert rules_of(xrpt01(replace(CRP, short=short))) == rules


def test_another_short_name_is_told_with_both():
    """In both standards, on one line, as a hint."""
    (flaw,) = found(xrpt01(replace(CRP, short="CRP  hurtig")))
    assert (flaw.rule, flaw.severity.value, flaw.expected, flaw.actual) == ("LAB-CODE-041", "F4", SHORT, "CRP hurtig")
    assert "„CRP hurtig“" in flaw.message
    assert flaw.path.endswith("/Analysis/AnalysisShortName")
    (flaw,) = found(xrpt05(replace(CULTURE, short="Urin")))
    assert (flaw.rule, flaw.expected, flaw.actual) == ("LAB-CODE-041", CULTURE.short, "Urin")
    assert flaw.path.endswith("/Examination/AnalysisShortName")


def test_a_code_without_a_short_name_is_not_compared():
    """The table has none for an electrocardiogram; XRPT05 has no full name to compare."""
    full = "Pt—Elektrokardiografi; egenskabsart(I II III V1-6) = ?"
    ecg = replace(CRP, code="DNK05220", full=full, result_type="alfanumerisk", value="Normal", unit=None)
    assert rules_of(xrpt01(replace(ecg, short="EKG"))) == []
    assert rules_of(xrpt01(replace(ecg, short=None))) == []
    strep = replace(CULTURE, code="NPU18729", type="iupac", owner="SST", short="Streptokok A")
    assert rules_of(xrpt05(strep)) == []


def test_a_part_of_zeros_has_no_words():
    """Zeros name no location; the other part still has its words."""
    text = xrpt05(replace(CULTURE, code="100113000100000", material=None, location=None))
    assert [one.message for one in found(text) if one.rule == "LAB-CODE-014"] == [
        "Material mangler, men MDS-koden siger 30001.",
    ]


@pytest.mark.parametrize(
    ("material", "location", "missing"),
    [
        ("Urin", "Blære", []), (None, "Blære", ["Material"]), ("Urin", None, ["Location"]),
        (None, None, ["Material", "Location"]), (" ", "Blære", ["Material"]), ("Urin", " ", ["Location"]),
    ],
)  # fmt: skip
def test_an_mds_code_is_said_in_words(material, location, missing):
    """Each part that is missing is told with its digits."""
    told = found(xrpt05(replace(CULTURE, material=material, location=location)))
    digits = {"Material": "30001", "Location": "30420"}
    assert [one.rule for one in told] == ["LAB-CODE-014"] * len(missing)
    for flaw, part in zip(told, missing, strict=True):
        assert flaw.message == f"{part} mangler, men MDS-koden siger {digits[part]}."
        assert (flaw.expected, flaw.actual) == (f"{digits[part]} i ord", "Intet")
        assert flaw.path.endswith("/Examination/AnalysisMDSName")


@pytest.mark.parametrize(
    ("examination", "rules"),
    [
        (replace(CULTURE, code="NPU16328", type="iupac", owner="SST", short=None), []),
        (replace(CULTURE, code="10011300013042"), ["LAB-CODE-013"]),
        (replace(CULTURE, owner="SST"), ["LAB-CODE-023"]),
    ],
)
def test_only_a_right_mds_code_says_material_and_location(examination, rules):
    """An NPU code says neither, and a wrong code is told by itself."""
    assert rules_of(xrpt05(replace(examination, material=None, location=None))) == rules


def beside(code: str, type: str, owner: str) -> tuple[str, str]:
    """Return the edit that puts a code beside the first micro-organism's growth."""
    coded = f"<Code>{code}</Code><CodeType>{type}</CodeType><CodeResponsible>{owner}</CodeResponsible>"
    old = "<GrowthValue>\n              <Text>\n                <Paragraph>10.000"
    return old, old.replace("<GrowthValue>", f"<GrowthValue>{coded}")


@pytest.mark.parametrize(
    ("code", "type", "owner", "expected"),
    [
        ("NPU16328", "iupac", "SST", ""),
        ("20031", "mds", "MDS", ""),
        ("B0001", "lokal", "PNT", ""),
        ("B0001", "lokal", "SST", ""),
        ("MCS88015", "lokal", "PNT", ""),
        ("XYZ", "iupac", "SST", ""),
        ("20031", "mds", " MDS ", ""),
        ("NPU16328", "iupac", "PNT", "iupac, SST"),
        ("XYZ", "iupac", "MDS", "iupac, SST"),
        ("20031", "mds", "SST", "mds, MDS"),
        ("20031", "mds", "mds", "mds, MDS"),
        ("NPU16328", "lokal", "PNT", "iupac, SST"),
        ("npu16328", "lokal", "SST", "iupac, SST"),
        (" NPU16328", "mds", "MDS", "iupac, SST"),
    ],
)
def test_a_code_beside_a_text_has_its_type_and_owner(code, type, owner, expected):
    """Forms of codes are not asked about here, and a local code is anybody's."""
    told = found(xrpt05(CULTURE, beside(code, type, owner)))
    assert [(one.rule, one.expected) for one in told] == ([("LAB-CODE-080", expected)] if expected else [])
    for flaw in told:
        assert flaw.actual == f"{type}, {owner.strip()}"
        assert code.strip() in flaw.message
        assert flaw.path.endswith("/Microorganism[2]/GrowthValue/CodeType")


def test_every_coded_text_is_looked_at():
    """Two wrong codes are two findings, in the order of the message."""
    comment = "<Code>A1</Code><CodeType>mds</CodeType><CodeResponsible>PNT</CodeResponsible><Text>"
    old = "<Text>\n          <Paragraph>Svaret er gennemset."
    told = found(xrpt05(CULTURE, beside("XYZ", "iupac", "PNT"), (old, old.replace("<Text>", comment))))
    assert [one.actual for one in told] == ["iupac, PNT", "mds, PNT"]


def test_letters_that_are_not_ours_are_not_looked_at():
    """Another letter of the envelope may have codes of its own rules."""
    text = xrpt05(CULTURE)
    other = (
        "<HistopathologyReport><CodeType>mds</CodeType><CodeResponsible>SST</CodeResponsible></HistopathologyReport>"
    )
    assert rules_of(text.replace("</Emessage>", f"{other}</Emessage>")) == []
