"""Values, operators and units: of one text, at most one rule tells what is wrong."""

import pytest

from tests.support.built_letters import (
    culture,
    findings,
    findings_of,
    interval,
    investigation,
    message,
    quantities,
    report,
    resistance,
    result,
    rules,
    web_report,
    words,
)


def quantity(value: str | None = "16", operator: str = "lig_med", unit: str | None = "mg/L", **more: str) -> str:
    """Return a message with one quantity of XRPT05."""
    return message(web_report(investigation(quantities(findings_of(value, operator, unit, **more)))))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *[(value, []) for value in ("5", "5,4", "5.4", "0", "0,5", "-0,5", "+1", "-1", "10", "1,000", "12.34")],
        *[(value, ["VALUE-001"]) for value in ("høj", "5-10", "5,", ",5", "5,4,3", "-", "?", "se tekst", "1 00", "*", " høj", "10^5")],
        *[(value, ["VALUE-003"]) for value in ("&lt;5", ">5", ">= 3", "≤5", "under 5", " &lt;5", "&lt;5 mg/L")],
        *[(value, ["VALUE-004"]) for value in ("5 mg/L", "7%", "7 %", "5mg", " 7%")],
        *[(value, ["VALUE-005"]) for value in ("5 ", " 5", "\u00a05", "1 000", "1.000,5", "1.000.000", "1 000 ", " 007")],
        *[(value, ["VALUE-009"]) for value in ("007", "00", "05", "00,5", "-05")],
    ],
)
def test_a_numeric_value_of_xrpt01(value, expected):
    """A number is right; of all else exactly one rule tells what it is."""
    assert rules(message(report(result(value)))) == expected


@pytest.mark.parametrize("value", ["−1,23", "–1,23", "—1,23", "−0"])
def test_a_minus_that_is_no_hyphen_is_told_as_that(value):
    """To a reader it looks like a number; to a program it is none."""
    (flaw,) = findings(message(report(result(value))))
    assert (flaw.rule, flaw.actual) == ("LAB-VALUE-001", value)
    assert flaw.remedy == f"Skriv minus som en almindelig bindestreg: -{value[1:]}."


def test_words_are_told_with_what_to_do_about_words():
    """A hyphen would make no number of them."""
    (flaw,) = findings(message(report(result("høj"))))
    assert flaw.remedy == "Send tallet, som det er målt. Er svaret ord eller tegn, så send det som alfanumerisk."


def test_a_sign_that_is_escaped_twice_is_a_sign():
    """That it is escaped twice is a flaw of the text; that it stands in the value is one of the value."""
    assert set(rules(message(report(result("&amp;lt;5"))))) == {"VALUE-003", "TEXT-003"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *[(value, []) for value in ("positiv", "&lt;5", "5 mg", "7%", "1 000", "007", "5,", "2+", "5-10", "x" * 12)],
        *[(value, ["VALUE-005"]) for value in (" positiv", "positiv ", " 5")],
    ],
)
def test_an_alphanumeric_value_of_xrpt01(value, expected):
    """Words may hold anything, but for spaces around them."""
    assert rules(message(report(words(value)))) == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        *[(value, "mg/L", []) for value in ("16", "0,5", "positiv", "5-10", "1:40", "10^5", "2 arter", "≤4", ">=8", "5 g")],
        *[(value, "mg/L", ["VALUE-003"]) for value in ("&lt;5", "> 5", "under 5")],
        *[(value, "mg/L", ["VALUE-004"]) for value in ("5 mg/L", "7%", "7 ‰", "5 CFU/mL")],
        *[(value, "mg/L", ["VALUE-005"]) for value in (" 16", "16 ", "1 000", "1.000,5", " positiv")],
        *[(value, "mg/L", ["VALUE-009"]) for value in ("016", "5,", ",5")],
        ("5 mm", "mm", ["VALUE-004"]),
        ("5 mm", "cm", []),
        ("5 mm", None, []),
        ("5 L", "mol/L", []),
    ],
)
def test_a_quantity_of_xrpt05(value, unit, expected):
    """Words are right too, so only what is surely a number with something beside it is told."""
    assert rules(quantity(value, unit=unit)) == expected


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("mindre_end", "16", []),
        ("stoerre_end", "16", []),
        *[(operator, "høj", ["VALUE-007"]) for operator in ("mindre_end", "stoerre_end")],
        *[(operator, "høj", []) for operator in ("lig_med", "ikke_angivet")],
        *[(operator, "≤4", ["VALUE-003"]) for operator in ("mindre_end", "stoerre_end")],
        ("ikke_angivet", "≤4", []),
        ("mindre_end", "5,", ["VALUE-009"]),
        ("mindre_end", "5-10", ["VALUE-007"]),
        ("mindre_end", "16 ", ["VALUE-005"]),
    ],
)
def test_an_operator_of_xrpt05_stands_by_a_number(operator, value, expected):
    """XRPT05 has no operator for "at most", so ≤ may stand in the value where none is set."""
    assert rules(quantity(value, operator)) == expected


def test_stars_beside_an_operator_are_told_by_their_status():
    """A value that waits is not a word."""
    letter = web_report(
        investigation(quantities(findings_of("*****", "mindre_end"))), status="modtaget", result_status="proeve_modtaget"
    )
    assert rules(message(letter)) == []


def test_the_quantity_behind_a_susceptibility_is_asked_too():
    """A cell's value follows the rules of a finding's."""
    letter = web_report(investigation(culture("Escherichia coli", pattern=resistance("høj", "stoerre_end"))))
    (found,) = findings(message(letter))
    assert found.rule == "LAB-VALUE-007"
    assert found.message == "Værdien høj er ikke et tal, men har Operator stoerre_end."
    assert found.path.endswith("/PatternEntry/SusceptibilityValue/Value")


@pytest.mark.parametrize(("value", "unit", "expected"), [("16", None, ["VALUE-008"]), ("høj", None, []), (None, None, [])])
def test_a_number_of_xrpt05_has_a_unit(value, unit, expected):
    """Words and no quantity need none; XRPT01's units are asked of the code table."""
    assert rules(quantity(value, unit=unit)) == expected


@pytest.mark.parametrize(
    ("of", "value", "operator", "expected"),
    [
        ("nitrite", "positiv", None, []),
        ("nitrite", "positiv", "mindre_end", ["VALUE-002"]),
        ("nitrite", "5", "stoerre_end", ["VALUE-002"]),
        ("nitrite", "*****", "stoerre_end", ["STAT-001"]),
    ],
)
def test_an_alphanumeric_value_has_no_operator(of, value, operator, expected):
    """Whatever the value is, but for stars, which their status tells."""
    assert rules(message(report(words(value, of=of, operator=operator)))) == expected


def test_a_wrong_type_is_told_by_the_code_and_not_by_the_operator():
    """CRP is a number: that it is sent as words is the flaw."""
    found = rules(message(report(words("5", of="crp", operator="mindre_end"))))
    assert found
    assert "VALUE-002" not in found


def test_a_code_outside_the_table_is_asked_about_its_operator():
    """Of a local code nothing else is known."""
    local = words("høj", operator="mindre_end").replace("NPU21578", "PNTNIT").replace(">iupac<", ">lokal<").replace(">SST<", ">PNT<")
    assert "VALUE-002" in rules(message(report(local)))


def test_what_is_told_of_an_operator():
    """The place is the operator."""
    (found,) = findings(message(report(words(operator="mindre_end"))))
    assert found.message == "Værdien positiv er alfanumerisk, men har Operator mindre_end."
    assert (found.actual, found.path.rpartition("/")[2]) == ("mindre_end", "Operator")


@pytest.mark.parametrize(
    ("value", "limits", "expected"),
    [
        ("5,4", ("4,1", "8,2"), []),
        ("5.4", ("4.1", "8.2"), []),
        ("5,4", ("4,1", "8.2"), ["VALUE-006"]),
        ("5,4", ("4.1", "8.2"), ["VALUE-006"]),
        ("5,4", (None, "8.2"), ["VALUE-006"]),
        ("5,4", ("4.1", None), ["VALUE-006"]),
        ("5", ("4,1", "8.2"), ["VALUE-006"]),
        ("5", ("4", "8.2"), []),
        ("5,4", ("4", "8"), []),
        ("5,4", (None, None), ["INT-007"]),
    ],
)
def test_one_decimal_mark_in_an_answer(value, limits, expected):
    """Value and limits agree; whole numbers agree with both."""
    assert rules(message(report(result(value, interval=interval(*limits))))) == expected
    assert rules(quantity(value, interval=interval(*limits))) == expected


def test_what_is_told_of_decimal_marks():
    """All numbers that have one are shown; the place is the result."""
    (found,) = findings(message(report(result("5,4", interval=interval("4", "8.2")))))
    assert found.message == "Tallene er skrevet med forskellige decimaltegn: 5,4; 8.2."
    assert found.actual == "5,4; 8.2"
    assert found.path.endswith("/LaboratoryResults/Result")


@pytest.mark.parametrize(
    ("value", "limits", "expected"),
    [
        ("1.000", None, ["VALUE-012"]),
        ("12.500", None, ["VALUE-012"]),
        ("0.500", None, []),
        ("1.0000", None, []),
        ("1,000", None, []),
        ("1.500", ("1.2", "1.8"), ["VALUE-012"]),
        ("1.500", ("500", "2000"), ["VALUE-012"]),
        ("1.500", ("1,2", "1,8"), ["VALUE-006"]),
        ("1.500", (None, "1,8"), ["VALUE-006"]),
        ("1.500", ("1,2", None), ["VALUE-006"]),
    ],
)
def test_a_number_can_be_read_in_one_way(value, limits, expected):
    """A point before three digits is asked about, unless a comma in a limit tells how numbers are written here."""
    within = interval(*limits) if limits else ""
    assert rules(message(report(result(value, interval=within)))) == expected
    assert rules(quantity(value, interval=within)) == expected


def test_words_and_received_samples_are_not_read_as_numbers():
    """An alphanumeric 1.000 is a word, and a value beside proeve_modtaget is told by its status."""
    assert rules(message(report(words("1.000")))) == []
    assert rules(message(report(result("1.000", status="proeve_modtaget"), status="modtaget"))) == ["STAT-002"]


@pytest.mark.parametrize("value", ["høj", "5 mg/L", "007", " 5", "-", "*"])
def test_a_value_beside_proeve_modtaget_is_told_by_its_status(value):
    """What it looks like does not matter then."""
    assert rules(message(report(result(value, status="proeve_modtaget"), status="modtaget"))) == ["STAT-002"]
    assert rules(message(report(words(value, status="proeve_modtaget"), status="modtaget"))) == ["STAT-002"]


@pytest.mark.parametrize(
    "value",
    ["-", "--", "---", "?", "??", "???", ".", "..", "...", "*", "**", "/", "n/a", "N/A", "n.a.", "null", "none", "NaN", "ukendt",
     "Ukendt", "mangler", "afventer", "se tekst", "Se tekst", "se tekst!", "se tekst:", "se kommentar", "se svar", "se bilag",
     "se note", "se nedenfor"],
)  # fmt: skip
def test_a_value_that_says_nothing(value):
    """It is a hint where nothing stands beside it."""
    assert rules(message(report(words(value)))) == ["VALUE-011"]
    for text in ("ResultTextValue", "ResultComments"):
        assert rules(message(report(words(value, texts=f"<{text}>Rigelig vækst</{text}>")))) == []
    reference = "<Reference><RefDescription>EKG</RefDescription><URL>https://eksempel.dk/ekg</URL></Reference>"
    assert "VALUE-011" not in rules(message(report(words(value, texts=reference))))


@pytest.mark.parametrize("value", ["+", "neg", "positiv", "0", "ingen", "se", "ukendt type", "tekst"])
def test_a_value_that_says_something(value):
    """Short answers are answers."""
    assert rules(message(report(words(value)))) == []


def test_an_empty_text_says_nothing_either():
    """Only spaces and breaks are no text."""
    assert "VALUE-011" in rules(message(report(words("se tekst", texts="<ResultTextValue> <Break/></ResultTextValue>"))))


@pytest.mark.parametrize(
    ("value", "rule", "told"),
    [
        ("høj", "LAB-VALUE-001", "Værdien høj er numerisk, men er ikke et tal."),
        ("&lt;5", "LAB-VALUE-003", "Værdien <5 har mindre end eller større end skrevet sammen med tallet."),
        ("7%", "LAB-VALUE-004", "Værdien 7% har enheden skrevet sammen med tallet."),
        ("1 000", "LAB-VALUE-005", "Værdien „1 000“ har mellemrum eller tusindtegn."),
        ("007", "LAB-VALUE-009", "Tallet 007 er skrevet med nuller foran eller med decimaltegnet yderst."),
        ("1.000", "LAB-VALUE-012", "Tallet 1.000 kan læses både som tusinder og som decimaler."),
    ],
)
def test_what_is_told_of_a_value(value, rule, told):
    """The place is the value, and it is shown as it stands."""
    (found,) = findings(message(report(result(), result(value, of="hb"))))
    assert (found.rule, found.message, found.actual) == (rule, told, value.replace("&lt;", "<"))
    assert found.path.endswith("/LaboratoryResults/Result[2]/Value")
