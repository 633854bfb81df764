"""Reference intervals themselves."""

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

EMPTY = "<ReferenceInterval/>"


def told(of_interval: str, value: str = "5", mark: str | None = None) -> list[str]:
    """Return the rules that find something in an XRPT01; an XRPT05 with the same must give the same."""
    biochemistry = rules(message(report(result(value, interval=of_interval, mark=mark))))
    found = investigation(quantities(findings_of(value, interval=of_interval, mark=mark)))
    assert rules(message(web_report(found))) == biochemistry
    return biochemistry


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [
        ("2", "8", []),
        ("2", None, []),
        (None, "8", []),
        ("5", "5", ["INT-009"]),
        ("5", "5,0", ["INT-009"]),
        ("5,1", "5", ["INT-001"]),
        ("10", "9", ["INT-001"]),
        ("-1", "8", []),
        ("8", "-1", ["INT-001"]),
        (None, None, ["INT-007"]),
    ],
)
def test_limits_are_in_order(lower, upper, expected):
    """Lower before upper, as numbers and not as texts; equal ones are a hint."""
    assert told(interval(lower, upper)) == expected


@pytest.mark.parametrize("mark", [None, "for_hoej", "for_lav"])
@pytest.mark.parametrize(("lower", "upper", "expected"), [("8", "2", ["INT-001"]), ("8", "8", ["INT-009"])])
def test_limits_that_are_wrong_are_told_alone(lower, upper, expected, mark):
    """No mark can be right beside them, so none is judged."""
    for value in ("5", "9", "1"):
        assert told(interval(lower, upper), value, mark) == expected


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ("8", []), ("8,5", []), ("otte", ["INT-002"]), ("8 ", ["INT-002"]), (" 8", ["INT-002"]), ("1 000", ["INT-002"]),
        ("8,", ["INT-002"]), ("-", ["INT-002"]), ("&lt;8", ["INT-010"]), ("> 8", ["INT-010"]), ("&lt;=8", ["INT-010"]),
        ("8 mg/L", ["INT-010"]), ("8%", ["INT-010"]), (" &lt;8", ["INT-010"]), ("under 8", ["INT-010"]),
    ],
)  # fmt: skip
def test_a_limit_of_a_number_is_a_number(limit, expected):
    """Words are told by one rule, a sign or a unit beside a number by another."""
    assert told(interval(None, limit), "5") == expected
    assert told(interval(limit, None), "9") == expected


def test_both_limits_are_looked_at():
    """Each that is wrong is told, at its own place."""
    found = findings(message(report(result(interval=interval("to", "otte")))))
    assert [(one.rule, one.path.rpartition("/")[2], one.actual) for one in found] == [
        ("LAB-INT-002", "LowerLimit", "to"), ("LAB-INT-002", "UpperLimit", "otte"),
    ]
    found = findings(message(report(result(interval=interval(">2", "&lt;8")))))
    assert [(one.rule, one.path.rpartition("/")[2], one.actual) for one in found] == [
        ("LAB-INT-010", "LowerLimit", ">2"), ("LAB-INT-010", "UpperLimit", "<8"),
    ]


def test_words_may_have_words_as_limits():
    """Of an alphanumeric answer and of a quantity in words no number is expected, but a sign is one too many."""
    assert rules(message(report(words(interval=interval("negativ", "spor"))))) == []
    assert rules(message(report(words(interval=interval(None, "&lt;8"))))) == ["INT-010"]
    assert rules(message(web_report(investigation(quantities(findings_of("høj", interval=interval("lav", "middel"))))))) == []


def test_a_number_that_is_no_number_still_needs_limits_that_are():
    """ResultType numerisk decides in XRPT01, whatever stands in Value."""
    assert rules(message(report(result("høj", interval=interval(None, "otte"))))) == ["VALUE-001", "INT-002"]


@pytest.mark.parametrize(
    ("of_interval", "expected"),
    [
        (interval(None, None, "fysiologisk"), ["INT-007"]),
        (interval(None, None, "terapeutisk"), ["INT-007"]),
        (interval(None, None, "fysiologisk", "under 8"), []),
        (interval(None, None, None, "under 8"), []),
        (interval("2", None), []),
        (interval(None, "8"), []),
        (EMPTY, ["INT-008"]),
        ("", []),
    ],
)
def test_an_interval_says_something(of_interval, expected):
    """A type goes with a limit or a text; a text may stand alone; nothing at all is a hint."""
    assert told(of_interval) == expected


def test_what_is_told_of_intervals():
    """The sentences have the limits; the place is the interval or its lower limit."""
    (found,) = findings(message(report(result(interval=interval("8", "2")))))
    assert found.message == "Referenceintervallet går baglæns: 8 til 2."
    assert found.path.endswith("/ReferenceInterval/LowerLimit")
    (found,) = findings(message(report(result(interval=interval("8", "8,0")))))
    assert found.message == "Begge intervallets grænser er det samme tal: 8 til 8,0."
    assert found.path.endswith("/ReferenceInterval")
    (found,) = findings(message(report(result(interval=interval(None, None, "fysiologisk")))))
    assert found.message == "Referenceintervallet har typen fysiologisk, men hverken grænser eller tekst."
    assert found.path.endswith("/ReferenceInterval")
    (found,) = findings(message(report(result(interval=EMPTY))))
    assert (found.message, found.actual) == ("Referenceintervallet er tomt.", "Et tomt element")
    assert found.path.endswith("/ReferenceInterval")


def test_the_interval_of_a_susceptibility_is_asked_too():
    """A breakpoint is an interval like another."""
    letter = web_report(investigation(culture("Escherichia coli", pattern=resistance(interval=interval("8", "2")))))
    assert rules(message(letter)) == ["INT-001"]
