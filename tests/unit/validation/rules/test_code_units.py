"""The unit and the result type that a code fixes; when two units are one, written in two ways."""

from dataclasses import replace

import pytest

from labcert.domain.suite import suite_root
from labcert.validation import validate
from labcert.validation.rules.unit_forms import is_other_unit, is_other_writing
from labcert.validation.tables import load_tables
from tests.support.code_messages import BOOK, CRP, CULTURE, Analysis, found, rules_of, xrpt01, xrpt05

TABLES = load_tables(suite_root())
INR = Analysis(
    "NPU01685", short="Koagulationsfaktor II+VII+X [INR];P", value="2,4", unit=None,
    full="P—Koagulation, vævsfaktor-induceret; rel.tid(aktuel/norm;INR;IRP 67/40;proc.) = ?",
)  # fmt: skip
LEUCOCYTES = Analysis(
    "NPU02593", short="Leukocytter;B", value="6,8", unit="10^9/L", full="B—Leukocytter; antalk. = ? × 10^9/L"
)
LOCAL = replace(CRP, code="PNTCRP", type="lokal", owner="PNT", short=None, full="P—CRP målt på eget udstyr")


def book_of(*analyses):
    """Return the rule book with another table of analyses."""
    return replace(BOOK, tables=replace(BOOK.tables, analyses=replace(BOOK.tables.analyses, rows=analyses)))


SAME = [
    ("mg/L", "mg/L"), ("mg/l", "mg/L"), ("MG/L", "mg/L"), ("mg / L", "mg/L"), (" mg/L", "mg/L"), ("mg/L ", "mg/L"),
    ("mg/L\u00a0", "mg/L"), ("mg/L\u200b", "mg/L"), ("µg/L", "µg/L"), ("μg/L", "µg/L"), ("ug/L", "µg/L"),
    ("ug/l", "µg/L"), ("mcg/L", "µg/L"), ("umol/l", "µmol/L"), ("uL", "µL"), ("um", "µm"), ("ukat/L", "µkat/L"),
    ("uU/mL", "µU/mL"), ("uIU/mL", "µIU/mL"), ("mL/ug", "mL/µg"),
    ("10^9/l", "10^9/L"), ("10⁹/L", "10^9/L"), ("10⁻³/L", "10^-3/L"), ("10*9/L", "10^9/L"), ("10**9/L", "10^9/L"),
    ("10E9/L", "10^9/L"), ("10e+9/L", "10^9/L"), ("1e9/L", "10^9/L"), ("x10^9/L", "10^9/L"), ("× 10^9/L", "10^9/L"),
    ("x 10^9/L", "10^9/L"), ("·10^9/L", "10^9/L"), ("*10^9/L", "10^9/L"), ("10^12/L", "10E12/L"),
    ("10¹²/L", "10^12/L"),
]  # fmt: skip

OTHER = [
    ("nmol/L", "mg/L"), ("g/L", "mg/L"), ("mg/dL", "mg/L"), ("mg", "mg/L"), ("µg/L", "mg/L"), ("U/L", "µ/L"),
    ("u/L", "µ/L"), ("10^6/L", "10^9/L"), ("10^12/L", "10^9/L"), ("109/L", "10^9/L"), ("10^9/L", "10^-9/L"),
    ("10^90/L", "10^9/L"), ("%", "mmol/L"), ("mmol/mol", "mmol/L"), ("pug/L", "pµg/L"), ("ugx/L", "µgx/L"),
    ("1^9/L", "10^9/L"), ("10^9", "10^9/L"), ("L/x", "L"), ("mol/L", "µmol/L"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_a_unit_written_in_another_way_is_the_same_unit(one, other):
    """Case, spaces, the ways to write a power and micro, and what can not be seen."""
    assert not is_other_unit(one, other)
    assert not is_other_unit(other, one)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_unit_is_another_unit(one, other):
    """And is no other writing of the one that is wanted."""
    assert is_other_unit(one, other)
    assert is_other_unit(other, one)
    assert not is_other_writing(one, other)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_another_writing_is_told_but_what_can_not_be_seen(one, other):
    """A character without width is a flaw of its own; a space that cannot be broken is a space."""
    assert is_other_writing(one, other) is (one not in {other, "mg/L\u200b"})


@pytest.mark.parametrize(
    ("unit", "rules"),
    [
        ("mg/L", []),
        ("nmol/L", ["LAB-CODE-030"]),
        ("g/L", ["LAB-CODE-030"]),
        ("mg/l", ["LAB-CODE-033"]),
        (" mg/L", ["LAB-CODE-033"]),
        ("mg/L\u200b", []),
        ("mg/&lt;sub&gt;L", []),
        ("Âµg/L", []),
        (None, ["LAB-CODE-031"]),
        (" ", ["LAB-CODE-031"]),
    ],
)
def test_the_unit_is_the_codes(unit, rules):
    """Markup, misread letters and what can not be seen are told by the rules of texts; white space is no unit."""
    assert rules_of(xrpt01(replace(CRP, unit=unit))) == rules


def test_another_unit_is_told_with_the_code_it_has():
    """The same analyte in that unit is another code."""
    (flaw,) = found(xrpt01(replace(CRP, unit="nmol/l")))
    assert (flaw.severity.value, flaw.expected, flaw.actual) == ("F1", "mg/L", "nmol/l")
    assert flaw.message == "Enheden er nmol/l, men NPU19748 er i mg/L."
    assert flaw.remedy == "Er resultatet målt i den enhed, er koden NPU01423. Er det målt i mg/L, så ret enheden."
    assert flaw.path.endswith("/Result/Unit")


@pytest.mark.parametrize(
    "analysis", [replace(CRP, unit="g/L"), replace(LEUCOCYTES, unit="%")], ids=["another unit", "no other code"]
)
def test_another_unit_that_no_code_has_keeps_the_rules_remedy(analysis):
    """Only a unit that another code of the analyte has says what is meant."""
    (flaw,) = found(xrpt01(analysis))
    assert flaw.rule == "LAB-CODE-030"
    assert flaw.remedy == "Find ud af, hvilken enhed resultatet er målt i, og send den kode, der hører til."


@pytest.mark.parametrize(
    ("value", "result_type", "rules"),
    [
        ("5", "numerisk", ["LAB-CODE-031"]),
        ("0", "numerisk", ["LAB-CODE-031"]),
        ("5,4", "numerisk", ["LAB-CODE-031"]),
        ("*****", "alfanumerisk", []),
        ("se tekst", "alfanumerisk", []),
        ("fem", "numerisk", []),
    ],
)
def test_a_number_has_its_unit(value, result_type, rules):
    """Words and `*****` have none; that a word is no number is told elsewhere."""
    assert rules_of(xrpt01(replace(CRP, value=value, result_type=result_type, unit=None))) == rules


def test_a_missing_unit_is_told_at_the_result():
    """It names the unit that is missing."""
    (flaw,) = found(xrpt01(replace(CRP, unit=None)))
    assert (flaw.expected, flaw.actual) == ("mg/L", "Intet")
    assert flaw.path.endswith("/LaboratoryResults/Result")
    assert flaw.message == "NPU19748 er i mg/L, men resultatet 5 har ingen enhed."


@pytest.mark.parametrize(
    ("unit", "rules"),
    [(None, []), ("%", ["LAB-CODE-032"]), ("INR", ["LAB-CODE-032"]), (" ", []), ("&lt;b&gt;%", [])],
)
def test_a_code_without_unit_has_none(unit, rules):
    """INR is a ratio."""
    assert rules_of(xrpt01(replace(INR, unit=unit))) == rules


def test_a_name_without_a_quantity_does_not_tell_that_there_is_no_unit():
    """The fee table has peak flow as `Pt—Peakflow`, and it is measured in L/min."""
    row = TABLES.analyses.find("MCS88102")
    blown = Analysis(row.code, "lokal", "MCS", row.short_name, row.full_name, "numerisk", "450", "L/min")
    assert rules_of(xrpt01(blown)) == []


def test_a_unit_in_the_value_of_a_code_without_one_is_not_sent_to_unit():
    """The remedy would be the next flaw; where the code has a unit, or it is not known, the rule's own is right."""
    (flaw,) = validate(xrpt01(replace(INR, value="89 %")).encode(), rules=BOOK).findings
    assert (flaw.rule, flaw.expected) == ("LAB-VALUE-004", "Kun et tal i Value")
    assert flaw.remedy.startswith("NPU01685 har ingen enhed. Send tallet uden enhed")
    (flaw,) = validate(xrpt01(replace(CRP, value="5 mg/L")).encode(), rules=BOOK).findings
    assert (flaw.rule, flaw.expected) == ("LAB-VALUE-004", "Kun tallet i Value, enheden i Unit")
    assert flaw.remedy == "Flyt enheden til Unit, og lad kun tallet stå i Value."


def test_a_unit_where_the_code_has_none_is_told_at_the_unit():
    """It names the unit that is too much."""
    (flaw,) = found(xrpt01(replace(INR, unit="%")))
    assert (flaw.expected, flaw.actual) == ("Ingen enhed", "%")
    assert flaw.path.endswith("/Result/Unit")


def test_another_writing_is_told_with_the_tables():
    """Both ways stand in the sentence."""
    (flaw,) = found(xrpt01(replace(LEUCOCYTES, unit="x 10E9/l")))
    assert (flaw.rule, flaw.expected, flaw.actual) == ("LAB-CODE-033", "10^9/L", "x 10E9/l")
    assert flaw.path.endswith("/Result/Unit")
    assert "„x 10E9/l“" in flaw.message
    assert "„10^9/L“" in flaw.message


def test_a_code_that_no_table_has_fixes_no_unit():
    """Nothing is known of it."""
    assert rules_of(xrpt01(replace(CRP, code="NPU77777", unit="km"))) == ["LAB-CODE-001"]


@pytest.mark.parametrize(
    ("unit", "rules"),
    [
        ("mg/L", ["LAB-CODE-003"]),
        ("mg/l", ["LAB-CODE-003"]),
        ("nmol/L", ["LAB-CODE-034"]),
        (None, ["LAB-CODE-003"]),
        (" ", ["LAB-CODE-003"]),
        ("&lt;b&gt;mg", ["LAB-CODE-003"]),
    ],
)
def test_a_translated_code_keeps_its_unit(unit, rules):
    """PNTCRP becomes NPU19748, which is in mg/L."""
    assert rules_of(xrpt01(replace(LOCAL, unit=unit))) == rules


def test_a_translation_is_to_the_code_of_its_owner():
    """Another laboratory may use the number for something in another unit."""
    crp = BOOK.tables.analyses.find("NPU19748")
    book = book_of(replace(crp, code_responsible="PNT", unit="nmol/L"), *BOOK.tables.analyses.rows)
    assert rules_of(xrpt01(replace(LOCAL, unit="mg/L")), book) == ["LAB-CODE-003"]
    (flaw,) = found(xrpt01(replace(LOCAL, unit="g/L")), book)
    assert (flaw.rule, flaw.expected) == ("LAB-CODE-034", "mg/L")


def test_a_translation_to_a_code_without_unit_lets_the_unit_be():
    """What the code does not fix, the translation does not change."""
    book = book_of(replace(BOOK.tables.analyses.find("NPU19748"), unit=""))
    assert rules_of(xrpt01(replace(LOCAL, unit="mg/L")), book) == ["LAB-CODE-003"]


def test_a_translation_into_another_unit_is_told_with_both():
    """At the unit, which goes along unchanged."""
    (flaw,) = found(xrpt01(replace(LOCAL, unit="nmol/L")))
    assert (flaw.severity.value, flaw.expected, flaw.actual) == ("F2", "mg/L", "nmol/L")
    assert flaw.message == "PNTCRP oversættes til NPU19748, som er i mg/L, men enheden er nmol/L."
    assert flaw.path.endswith("/Result/Unit")


QUANTITY = """<QuantitativeFindings><AnalysisFindings><Analysis>{code}<Text><Paragraph>CRP</Paragraph></Text></Analysis>
<Findings><InterPretation><Text><Paragraph>Let forhøjet</Paragraph></Text></InterPretation>
<Operator>lig_med</Operator><Value>12</Value>{unit}</Findings></AnalysisFindings></QuantitativeFindings>"""
CODED = "<Code>NPU19748</Code><CodeType>iupac</CodeType><CodeResponsible>{owner}</CodeResponsible>"


@pytest.mark.parametrize(
    ("code", "unit", "rules"),
    [
        (CODED.format(owner="SST"), "<Unit>mg/L</Unit>", []),
        (CODED.format(owner="SST"), "<Unit>nmol/L</Unit>", ["LAB-CODE-030"]),
        (CODED.format(owner="SST"), "<Unit>mg/l</Unit>", ["LAB-CODE-033"]),
        (CODED.format(owner="SST"), "", ["LAB-CODE-031"]),
        (CODED.format(owner="PNT"), "<Unit>nmol/L</Unit>", ["LAB-CODE-080"]),
        ("", "<Unit>nmol/L</Unit>", []),
    ],
)
def test_a_quantity_of_xrpt05_has_the_unit_of_its_own_code(code, unit, rules):
    """A quantity without code, or with one that no table has, is free."""
    findings = QUANTITY.format(code=code, unit=unit)
    text = xrpt05(CULTURE, ("<CultureFindings>", findings + "<CultureFindings>"))
    told = found(text)
    assert [one.rule for one in told] == rules
    assert all("/QuantitativeFindings/AnalysisFindings/" in one.path for one in told)


@pytest.mark.parametrize(
    ("analysis", "rules"),
    [
        (CRP, []),
        (replace(CRP, result_type="alfanumerisk"), ["LAB-CODE-070"]),
        (replace(CRP, result_type="alfanumerisk", value="se tekst"), []),
        (replace(CRP, result_type="alfanumerisk", value="*****"), []),
        (replace(CRP, value="se tekst"), []),
    ],
)
def test_a_number_has_the_result_type_of_its_code(analysis, rules):
    """A word for a numeric code is alphanumeric by right; a word that says it is a number is told elsewhere."""
    assert rules_of(xrpt01(analysis)) == rules


@pytest.mark.parametrize(("result_type", "rules"), [("alfanumerisk", []), ("numerisk", ["LAB-CODE-070"])])
def test_a_step_of_a_scale_is_no_measurement(result_type, rules):
    """The MRC scale is alphanumeric in the table, though its values are numbers."""
    row = TABLES.analyses.find("MCS88021")
    scale = Analysis(row.code, "lokal", "MCS", row.short_name, row.full_name, result_type, "3", None)
    assert rules_of(xrpt01(scale)) == rules


@pytest.mark.parametrize(
    ("value", "rules"),
    [
        ("&lt;5", ["LAB-CODE-070"]), (">300", ["LAB-CODE-070"]), ("&lt; 0,5 ", ["LAB-CODE-070"]), ("≤5", []), ("&lt;=5", []),
        ("&lt;5 mg/L", []), ("under 5", []),
    ],
)  # fmt: skip
def test_a_number_beyond_the_range_is_a_number_too(value, rules):
    """As words it is in no curve, and there is an operator for it; for less or equal there is none."""
    assert rules_of(xrpt01(replace(CRP, result_type="alfanumerisk", value=value))) == rules


def test_a_number_beyond_the_range_is_told_where_its_sign_goes():
    """A semi-quantitative code is alphanumeric by right, whatever its value."""
    (flaw,) = found(xrpt01(replace(CRP, result_type="alfanumerisk", value="&lt;5")))
    assert flaw.remedy == "Skriv numerisk i ResultType, tegnet som Operator og kun tallet i Value."
    row = TABLES.analyses.find("NPU04206")
    stick = Analysis(row.code, "iupac", "SST", row.short_name, row.full_name, "alfanumerisk", ">3", None)
    assert rules_of(xrpt01(stick)) == []


def test_a_wrong_result_type_is_told_with_the_codes():
    """At ResultType."""
    (flaw,) = found(xrpt01(replace(CRP, result_type="alfanumerisk")))
    assert (flaw.expected, flaw.actual) == ("numerisk", "alfanumerisk")
    assert "Operator" not in flaw.remedy
    assert flaw.path.endswith("/Result/ResultType")
    assert "NPU19748" in flaw.message
