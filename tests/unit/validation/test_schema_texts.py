"""A schema error is told in Danish whatever schema and whatever words it comes from; nothing in it breaks the telling."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labcert.domain.suite import suite_root
from labcert.validation import Reason, validate
from labcert.validation.schema_texts import explain
from labcert.validation.schemas import SchemaError

NUMERIC = (suite_root() / "fixtures" / "corpus" / "valid" / "xrpt01-numeric.xml").read_bytes()
ROOT = validate(NUMERIC).root
VALUE = "/*/*[2]/*[6]/*[3]/*[6]"  # the second result's Value, 8,4
KINDS = (
    "ELEMENT_CONTENT", "CVC_MAXLENGTH_VALID", "CVC_MINLENGTH_VALID", "CVC_LENGTH_VALID", "CVC_ENUMERATION_VALID", "CVC_PATTERN_VALID",
    "CVC_MININCLUSIVE_VALID", "CVC_MAXINCLUSIVE_VALID", "CVC_MINEXCLUSIVE_VALID", "CVC_DATATYPE_VALID_1_2_1",
    "CVC_DATATYPE_VALID_1_2_2", "CVC_COMPLEX_TYPE_3_2_1", "CVC_COMPLEX_TYPE_4", "CVC_TYPE_3_1_1", "CVC_TYPE_3_1_2",
    "CVC_COMPLEX_TYPE_2_1", "CVC_COMPLEX_TYPE_2_2", "CVC_COMPLEX_TYPE_2_3", "CVC_ELT_1", "CVC_ELT_3_1", "CVC_ELT_4_1",
    "CVC_ELT_4_2", "CVC_ELT_4_3", "CVC_IDC", "CVC_TOTALDIGITS_VALID", "CVC_FRACTIONDIGITS_VALID", "CVC_AU", "INTERNAL", "",
)  # fmt: skip


def told(kind: str, message: str = "", path: str = VALUE, **keywords):
    """Return the one finding of an error."""
    (finding,) = explain([SchemaError(f"SCHEMAV_{kind}", path, 1, message)], ROOT, (), **keywords)
    return finding


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(KINDS), st.text(max_size=80), st.sampled_from(["", "/*", VALUE, "/*/*[9]/x:y[3]", "("]))
def test_no_words_and_no_kind_break_the_telling(kind, message, path):
    """Every kind of error with any message at any place: whole sentences with what was expected and what stood there."""
    finding = told(kind, message, path)
    assert finding.message.endswith(".")
    assert finding.expected
    assert finding.actual
    assert finding.remedy.endswith(".")


@pytest.mark.parametrize("kind", KINDS)
def test_braces_in_names_do_no_harm(kind):
    """A namespace may hold any character; so may a pattern."""
    message = "attribute '{a}b}c{d}' {0} {x} Expected is ( {u}v}Navn, ##any{*}*, Nr2.x-y ). pattern '{1,2}' element of the set {'{a}'}."
    assert told(kind, message).message


def test_alternatives_are_named_without_their_namespace():
    """Also names with digits and marks, and a wildcard."""
    finding = told("ELEMENT_CONTENT", "Element '{u}A': This element is not expected. Expected is one of ( {u}Nr2.x-y, B, ##other{u}* ).")
    assert (finding.rule, finding.expected) == ("MSG-SCH-001", "Nr2.x-y, B eller ethvert element")
    finding = told("ELEMENT_CONTENT", "Element '{u}A': This element is not expected.")
    assert finding.expected == "Result slutter her"
    finding = told("ELEMENT_CONTENT", "Element '{u}A': Missing child element(s). Expected is ( {u}B ).")
    assert (finding.rule, finding.expected) == ("MSG-SCH-002", "B")


def test_a_limit_in_other_words_is_told_as_the_second_engine_tells_it():
    """Without the value that stood there; where the second engine was not asked, only that the schema has a limit."""
    path = "/Emessage/LaboratoryReport[1]/LaboratoryResults/Result[2]/Value"
    reason = Reason(path, "value '8,4' has too many characters")
    finding = told("CVC_MAXLENGTH_VALID", "in words nobody knows", reasons=[reason])
    assert (finding.path, finding.expected) == (path, "value '…' has too many characters")
    assert told("CVC_MAXLENGTH_VALID", "in words nobody knows").expected == "Det, skemaet siger om elementet"
    assert told("CVC_MAXLENGTH_VALID", "this exceeds the allowed maximum length of '2'.", reasons=[reason]).expected == "Højst 2 tegn"


def test_a_person_is_never_quoted_by_the_second_engine():
    """A number that may be somebody's is masked, and so is a name that stands in the element."""
    foreign = "010203" + "1234"
    reason = Reason("/Emessage/LaboratoryReport[1]/Patient/PersonSurnameName", f"value 'Berggren' is not {foreign}")
    finding = told("CVC_AU", path="/*/*[2]/*[4]/*[2]", reasons=[reason])
    assert finding.expected == "value '…' is not 010203-xxxx"
    assert finding.actual == "8 tegn"


def test_of_errors_about_one_place_the_cause_is_told():
    """libxml2 tells what follows from an error too; the narrowest of the others stays."""
    errors = [
        SchemaError("SCHEMAV_CVC_ENUMERATION_VALID", VALUE, 1, "element of the set {'a', 'b'}."),
        SchemaError("SCHEMAV_CVC_PATTERN_VALID", VALUE, 1, "accepted by the pattern 'a'."),
        SchemaError("SCHEMAV_CVC_DATATYPE_VALID_1_2_1", VALUE, 1, "atomic type 'x'"),
        SchemaError("SCHEMAV_CVC_DATATYPE_VALID_1_2_1", "/*/*[1]/*[1]/*[1]", 1, "atomic type 'xs:date'"),
    ]
    found = explain(errors, ROOT, ())
    assert [(one.rule, one.expected) for one in found] == [("MSG-SCH-007", "a"), ("MSG-SCH-009", "En dato, der findes, som 2025-12-01")]


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(([0-1][0-9])|(2[0-3])):[0-5][0-9]", "TT:MM uden sekunder, for eksempel 08:15"),
        ("[0-9]{10}", "10 cifre uden mellemrum og bindestreg"),
        ("[0-9]{1,15}", "1 til 15 cifre"),
        ("[A-Z]{3}", "[A-Z]{3}"),
    ],
)
def test_a_pattern_of_the_tables_is_told_in_words(pattern, words):
    """Another pattern is told as it stands."""
    assert told("CVC_PATTERN_VALID", f"is not accepted by the pattern '{pattern}'.").expected == words


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("xs:boolean", "true eller false"), ("xs:int", "Et helt tal"), ("xs:positiveInteger", "Et helt tal over 0"),
        ("xs:anyURI", "xs:anyURI"),
    ],
)  # fmt: skip
def test_a_type_of_the_tables_is_told_in_words(kind, words):
    """Another type is told by its name."""
    assert told("CVC_DATATYPE_VALID_1_2_1", f"not a valid value of the atomic type '{kind}'.").expected == words


def test_elements_in_a_plain_text_are_told_by_their_names():
    """Not by the name of the text they stand in."""
    text = NUMERIC.replace(b"<Unit>mg/L</Unit>", b"<Unit>10<sup>9</sup>/L</Unit>", 1)
    assert [(one.rule, one.actual) for one in validate(text).findings] == [("MSG-SCH-012", "sup")]


def test_many_alternatives_are_told_in_part():
    """Twelve; one alone, and two, stand as one says them."""
    def wanted(count):
        names = ", ".join(f"N{number}" for number in range(count))
        return told("ELEMENT_CONTENT", f"This element is not expected. Expected is one of ( {names} ).").expected

    assert wanted(1) == "N0"
    assert wanted(2) == "N0 eller N1"
    assert wanted(13) == ", ".join(f"N{number}" for number in range(11)) + " eller N11"


def test_a_wrong_length_is_told_with_the_right_one_and_the_count():
    """Too long, too short, or not just so."""
    words = "The value has a length of '3'; this {} the allowed {} length of '5'."
    finding = told("CVC_LENGTH_VALID", words.format("differs from", ""))
    assert (finding.rule, finding.message) == ("MSG-SCH-005", "Value har en forkert længde.")
    assert (finding.expected, finding.actual, finding.remedy) == ("Præcis 5 tegn", "8,4 (3 tegn)", "Ret Value til den rette længde.")
    assert told("CVC_MAXLENGTH_VALID", words.format("exceeds", "maximum")).actual == "8,4 (3 tegn)"
    assert told("CVC_MINLENGTH_VALID", words.format("underruns", "minimum")).actual == "8,4 (3 tegn)"
    assert told("CVC_PATTERN_VALID", "is not accepted by the pattern '[0-9]{10}'.").actual == "8,4"


def test_a_value_off_the_list_is_told_with_the_list():
    """As the standard writes the words, without the quotation marks around them."""
    finding = told("CVC_ENUMERATION_VALID", "The value 'x' is not an element of the set {'numerisk', 'alfa numerisk', 'X'}.")
    assert (finding.rule, finding.expected, finding.layer) == ("MSG-SCH-006", "numerisk, alfa numerisk eller X", "schema")


def test_an_attribute_is_told_by_its_name_whatever_it_holds():
    """Braces too."""
    finding = told("CVC_COMPLEX_TYPE_3_2_1", "The attribute 'x{y}z' is not allowed.")
    assert finding.message == "Value har en attribut, som standarden ikke kender: x{y}z."


@pytest.mark.parametrize(
    ("kind", "message", "expected"),
    [
        ("CVC_MININCLUSIVE_VALID", "is less than the minimum value allowed ('-3').", "Mindst -3"),
        ("CVC_MAXINCLUSIVE_VALID", "is greater than the maximum value allowed ('99').", "Højst 99"),
        ("CVC_MAXINCLUSIVE_VALID", "in other words", "Det, skemaet siger om elementet"),
    ],
)
def test_a_number_beyond_its_bound_is_told_with_the_bound(kind, message, expected):
    """The least or the most."""
    finding = told(kind, message)
    assert (finding.rule, finding.message) == ("MSG-SCH-008", "Value er uden for det tilladte.")
    assert (finding.expected, finding.remedy) == (expected, "Ret tallet i Value.")


@pytest.mark.parametrize(
    ("kind", "message", "path", "actual"),
    [
        ("ELEMENT_CONTENT", "This element is not expected.", "/*/*[2]/*[6]/*[3]", "Result"),
        ("ELEMENT_CONTENT", "Missing child element(s).", VALUE, "Intet"),
        ("ELEMENT_CONTENT", "This element is not expected.", VALUE, "Value"),
        ("CVC_COMPLEX_TYPE_2_3", "", "/*/*[2]/*[6]/*[3]", "Result"),
    ],
)
def test_what_stood_there_is_named(kind, message, path, actual):
    """An element by its name, one that lacks another by those that it has."""
    assert told(kind, message, path).actual == actual


def test_an_element_that_lacks_another_is_told_by_those_it_has():
    """In order, with a comma between."""
    finding = told("ELEMENT_CONTENT", "Missing child element(s).", "/*/*[2]/*[6]/*[3]")
    result = ROOT[1][5][2]
    assert finding.actual == ", ".join(child.tag.rpartition("}")[2] for child in result)
    assert ", " in finding.actual


@pytest.mark.parametrize(("length", "shown"), [(60, "x" * 60), (61, "x" * 60 + "…")])
def test_a_long_text_is_cut_where_it_is_told(length, shown):
    """After sixty characters; the count is that of the whole."""
    root = validate(NUMERIC.replace(b"<Value>8,4</Value>", f"<Value>{'x' * length}</Value>".encode())).root
    error = SchemaError("SCHEMAV_CVC_PATTERN_VALID", VALUE, 1, "accepted by the pattern '[0-9]{10}'.")
    assert explain([error], root, ())[0].actual == shown
    error = SchemaError("SCHEMAV_CVC_MAXLENGTH_VALID", VALUE, 1, "")
    assert explain([error], root, ())[0].actual == f"{shown} ({length} tegn)"


def test_the_second_engines_words_are_cut_and_without_what_stood_there():
    """Three hundred characters; an element of several texts is taken whole."""
    path = "/Emessage/LaboratoryReport[1]/LaboratoryResults/Result[2]/Value"
    words = told("CVC_IDC", reasons=[Reason(path, "8,4 " + "y" * 400)]).expected
    assert words == "… " + "y" * 298
    root = validate(NUMERIC.replace(b"<Value>8,4</Value>", b"<Value>8<b/>,4</Value>")).root
    (finding,) = explain([SchemaError("SCHEMAV_CVC_IDC", VALUE, 1, "")], root, (), [Reason(path, "not 8,4")])
    assert finding.expected == "not …"
    root = validate(NUMERIC.replace(b"<Value>8,4</Value>", b"<Value></Value>")).root
    (finding,) = explain([SchemaError("SCHEMAV_CVC_IDC", VALUE, 1, "")], root, (), [Reason(path, "abc")])
    assert finding.expected == "abc"
