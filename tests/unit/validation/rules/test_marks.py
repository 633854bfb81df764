"""Abnormal marks beside a value and its interval."""

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

TWO_TO_EIGHT = ("2", "8")


def told(value: str, mark: str | None, limits: tuple, operator: str | None = None, **more: str | None) -> list[str]:
    """Return the rules that find something in an XRPT01; an XRPT05 with the same must give the same."""
    within = interval(*limits, **more)
    biochemistry = rules(message(report(result(value, interval=within, mark=mark, operator=operator))))
    found = investigation(quantities(findings_of(value, operator or "lig_med", interval=within, mark=mark)))
    assert rules(message(web_report(found))) == biochemistry
    return biochemistry


@pytest.mark.parametrize(
    ("value", "none", "high", "low"),
    [
        ("1,9", ["INT-005"], ["INT-003"], []),
        ("2", [], ["INT-003"], ["INT-004"]),
        ("2,0", [], ["INT-003"], ["INT-004"]),
        ("5", [], ["INT-003"], ["INT-004"]),
        ("8", [], ["INT-003"], ["INT-004"]),
        ("8,1", ["INT-005"], [], ["INT-004"]),
        ("10", ["INT-005"], [], ["INT-004"]),
        ("-1", ["INT-005"], ["INT-003"], []),
    ],
)
def test_a_value_and_its_mark(value, none, high, low):
    """A limit is within; numbers are compared as numbers. unormal fits anywhere."""
    assert told(value, None, TWO_TO_EIGHT) == none
    assert told(value, "for_hoej", TWO_TO_EIGHT) == high
    assert told(value, "for_lav", TWO_TO_EIGHT) == low
    assert told(value, "unormal", TWO_TO_EIGHT) == []


@pytest.mark.parametrize(
    ("operator", "value", "none", "high", "low"),
    [
        ("mindre_end", "2", ["INT-005"], ["INT-003"], []),
        ("mindre_end", "2,1", [], ["INT-003"], []),
        ("mindre_end", "8", [], ["INT-003"], []),
        ("mindre_end", "8,1", [], [], []),
        ("stoerre_end", "1,9", [], [], []),
        ("stoerre_end", "2", [], [], ["INT-004"]),
        ("stoerre_end", "7,9", [], [], ["INT-004"]),
        ("stoerre_end", "8", ["INT-005"], [], ["INT-004"]),
    ],
)
def test_only_what_is_certain_is_told(operator, value, none, high, low):
    """With an operator only the answers that are left open count."""
    assert told(value, None, TWO_TO_EIGHT, operator) == none
    assert told(value, "for_hoej", TWO_TO_EIGHT, operator) == high
    assert told(value, "for_lav", TWO_TO_EIGHT, operator) == low


@pytest.mark.parametrize(
    ("limits", "value", "none", "high", "low"),
    [
        (("2", None), "1", ["INT-005"], ["INT-003"], []),
        (("2", None), "2", [], ["INT-006"], ["INT-004"]),
        (("2", None), "9", [], ["INT-006"], ["INT-004"]),
        ((None, "8"), "9", ["INT-005"], [], ["INT-004"]),
        ((None, "8"), "8", [], ["INT-003"], ["INT-006"]),
        ((None, "8"), "1", [], ["INT-003"], ["INT-006"]),
    ],
)
def test_an_interval_of_one_limit(limits, value, none, high, low):
    """A mark to the open side is certainly wrong beyond the other limit, and else a hint."""
    assert told(value, None, limits) == none
    assert told(value, "for_hoej", limits) == high
    assert told(value, "for_lav", limits) == low
    assert told(value, "unormal", limits) == []


@pytest.mark.parametrize(
    ("operator", "limits", "value", "mark", "expected"),
    [
        ("mindre_end", ("2", None), "2", "for_hoej", ["INT-003"]),
        ("mindre_end", ("2", None), "3", "for_hoej", ["INT-006"]),
        ("stoerre_end", ("2", None), "1", "for_hoej", ["INT-006"]),
        ("stoerre_end", (None, "8"), "8", "for_lav", ["INT-004"]),
        ("stoerre_end", (None, "8"), "7", "for_lav", ["INT-006"]),
        ("mindre_end", (None, "8"), "9", "for_lav", ["INT-006"]),
    ],
)
def test_only_what_is_certain_beside_one_limit_is_told(operator, limits, value, mark, expected):
    """An operator leaves answers open on one side; where none of them fits the mark, it is wrong."""
    assert told(value, mark, limits, operator) == expected


def test_a_text_may_tell_the_other_limit():
    """Beside an IntervalText the open side is not asked about; what is certain is."""
    assert told("9", "for_hoej", ("2", None), text="kvinder under 8") == []
    assert told("1", "for_lav", (None, "8"), text="kvinder over 2") == []
    assert told("1", "for_hoej", ("2", None), text="kvinder under 8") == ["INT-003"]
    assert told("9", None, (None, "8"), text="kvinder") == ["INT-005"]


@pytest.mark.parametrize("mark", [None, "for_hoej", "for_lav", "unormal"])
@pytest.mark.parametrize("value", ["1", "5", "9"])
def test_a_therapeutic_interval_judges_nothing(mark, value):
    """It is the goal of a treatment, and says nothing of what is normal."""
    for limits in (TWO_TO_EIGHT, ("2", None), (None, "8")):
        assert told(value, mark, limits, type="terapeutisk") == []


@pytest.mark.parametrize("type", ["fysiologisk", "uspecificeret"])
def test_the_other_intervals_do(type):
    """Both tell what is normal."""
    assert told("9", None, TWO_TO_EIGHT, type=type) == ["INT-005"]
    assert told("5", "for_hoej", TWO_TO_EIGHT, type=type) == ["INT-003"]


@pytest.mark.parametrize("mark", [None, "for_hoej", "for_lav"])
def test_without_limits_nothing_is_compared(mark):
    """No interval, a text alone, a type alone: the mark may be right."""
    assert rules(message(report(result("9", mark=mark)))) == []
    assert told("9", mark, (None, None), type=None, text="2-8") == []
    assert told("9", mark, (None, None)) == ["INT-007"]


@pytest.mark.parametrize("mark", [None, "for_hoej", "for_lav"])
def test_what_can_be_read_in_two_ways_is_not_compared(mark):
    """1.000 may be below 500 or above it."""
    assert told("1.000", mark, ("500", "2000")) == ["VALUE-012"]
    assert told("5", mark, (None, "1.000")) == []
    assert told("5", mark, ("1.000", None)) == []


@pytest.mark.parametrize("mark", [None, "for_hoej", "for_lav"])
def test_what_is_no_number_is_not_compared(mark):
    """The value or the limit is told instead."""
    assert rules(message(report(result("høj", interval=interval(), mark=mark)))) == ["VALUE-001"]
    assert rules(message(report(words("9", interval=interval("2", "8"), mark=mark)))) == []
    assert told("9", mark, (None, "otte")) == ["INT-002"]


def test_one_limit_that_can_not_be_read_leaves_the_other():
    """What is certain of the limit that is a number is told beside what is wrong with the other."""
    assert told("1", None, ("2", "otte")) == ["INT-002", "INT-005"]
    assert told("9", "for_hoej", ("2", "otte")) == ["INT-002"]
    assert told("9", "for_lav", ("to", "8")) == ["INT-002", "INT-004"]
    assert told("1", "for_lav", ("to", "8")) == ["INT-002"]


def test_a_received_sample_is_not_compared():
    """A value beside proeve_modtaget is told by its status."""
    waiting = result("9", status="proeve_modtaget", interval=interval("2", "8"))
    assert rules(message(report(waiting, status="modtaget"))) == ["STAT-002"]


def test_a_preliminary_value_is_compared():
    """It is shown like a final one."""
    preliminary = result("9", status="svar_midlertidigt", interval=interval("2", "8"))
    assert rules(message(report(preliminary, status="del_svar"))) == ["INT-005"]


def test_a_susceptibility_has_no_mark():
    """The standard has no ResultValidation there, so none can lack."""
    letter = web_report(investigation(culture("Escherichia coli", pattern=resistance("16", interval=interval(None, "4")))))
    assert rules(message(letter)) == []


@pytest.mark.parametrize("operator", ["lig_med", "ikke_angivet"])
def test_operators_that_leave_nothing_open(operator):
    """XRPT05's equal and not told mean the number itself."""
    found = investigation(quantities(findings_of("9", operator, interval=interval("2", "8"))))
    assert rules(message(web_report(found))) == ["INT-005"]


@pytest.mark.parametrize(
    ("limits", "value", "operator", "mark", "expected", "sentence"),
    [
        (TWO_TO_EIGHT, "9", None, None, "for_hoej i ResultValidation", "Svaret 9 ligger uden for intervallet 2 til 8, men er ikke mærket."),
        (("2", None), "1", None, None, "for_lav i ResultValidation", "Svaret 1 ligger uden for intervallet mindst 2, men er ikke mærket."),
        (
            (None, "8"), "8", "stoerre_end", None, "for_hoej i ResultValidation",
            "Svaret stoerre_end 8 ligger uden for intervallet højst 8, men er ikke mærket.",
        ),
        (
            TWO_TO_EIGHT, "5", None, "for_hoej", "Et mærke, der passer til svaret, eller intet mærke",
            "Svaret 5 er mærket for_hoej, men intervallet er 2 til 8.",
        ),
        (("2", None), "5", None, "for_hoej", "En UpperLimit", "Svaret er mærket for_hoej, men intervallet har ingen UpperLimit."),
        ((None, "8"), "5", None, "for_lav", "En LowerLimit", "Svaret er mærket for_lav, men intervallet har ingen LowerLimit."),
    ],
)  # fmt: skip
def test_what_is_told_of_marks(limits, value, operator, mark, expected, sentence):
    """The sentence has the answer as it stands and the limits as a person writes them; a mark is its own place."""
    (found,) = findings(message(report(result(value, interval=interval(*limits), mark=mark, operator=operator))))
    assert (found.message, found.expected) == (sentence, expected)
    assert found.path.endswith("/Result/ResultValidation" if mark else "/LaboratoryResults/Result")
