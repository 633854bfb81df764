"""Resistance patterns: cells that point at what is there, one answer a pair."""

import pytest

from tests.support.business import findings, rules
from tests.support.culture import antibiotic, culture, entry, investigated, organism, pattern

A, B = antibiotic("Mecillinam"), antibiotic("Trimethoprim")
ONE, TWO = organism("Escherichia coli"), organism("Klebsiella oxytoca")
PATTERN = "/Emessage/MicrobiologyWebReport[1]/LaboratoryResults/Investigation/CultureFindings/Pattern"


def found_in(*parts: str, organisms: tuple[str, ...] = (ONE, TWO)) -> list[tuple[str, str]]:
    """Return rule and place (below the pattern) of what is found in a pattern."""
    told = findings(investigated(culture(*organisms, pattern(*parts))))
    return [(one.rule, one.path.removeprefix(PATTERN)) for one in told]


def test_a_whole_pattern_has_no_flaw():
    """Each pair once, each reference there; an organism that was not tested is no flaw."""
    assert found_in(A, B, entry(1, 1), entry(1, 2), entry(2, 1, "I"), entry(2, 2, "R")) == []
    assert found_in(A, B, entry(1, 1), entry(1, 2)) == []


def test_a_culture_without_a_pattern_is_not_asked():
    """Not every culture is tested for resistance."""
    assert rules(investigated(culture(ONE))) == []


@pytest.mark.parametrize(("number", "told"), [(1, []), (2, []), ("02", []), (3, ["LAB-MIC-001"]), (10, ["LAB-MIC-001"])])
def test_an_organism_that_is_not_there_is_told(number, told):
    """Two grew: 2 is the last, 3 is none."""
    assert found_in(A, entry(number, 1)) == [(rule, "/PatternEntry/RefMicroorganism") for rule in told]


@pytest.mark.parametrize(("number", "told"), [(2, []), ("02", []), (3, ["LAB-MIC-002"]), (80, ["LAB-MIC-002"])])
def test_an_antibiotic_that_is_not_there_is_told(number, told):
    """Two were tested: 2 is the last, 3 is none, and that the second has no answer is then explained."""
    assert found_in(A, B, entry(1, 1), entry(1, number)) == [(rule, "/PatternEntry[2]/RefAntibiotic") for rule in told]


def test_each_cell_that_points_at_nothing_is_told():
    """At its own place, with the number that is there and the last that could be."""
    assert found_in(A, entry(3, 1), entry(1, 1), entry(4, 2)) == [
        ("LAB-MIC-001", "/PatternEntry[1]/RefMicroorganism"),
        ("LAB-MIC-001", "/PatternEntry[3]/RefMicroorganism"),
        ("LAB-MIC-002", "/PatternEntry[3]/RefAntibiotic"),
    ]
    (found,) = findings(investigated(culture(ONE, TWO, pattern(A, entry(3, 1)))))
    assert (found.expected, found.actual) == ("Højst 2", "3")
    (found,) = findings(investigated(culture(ONE, TWO, pattern(A, entry(1, 1), entry(1, 7)))))
    assert (found.expected, found.actual) == ("Højst 1", "7")


def test_a_pattern_of_no_organism_is_told_once():
    """The cells point at nothing because there is nothing."""
    assert found_in(A, entry(1, 1), entry(2, 1), organisms=()) == [("LAB-MIC-006", "")]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ([entry(1, 1), entry(1, 1)], ["/PatternEntry[2]"]),
        ([entry(1, 1), entry(1, 1, "R")], ["/PatternEntry[2]"]),
        ([entry(1, 1), entry(1, "01")], ["/PatternEntry[2]"]),
        ([entry(1, 1), entry(2, 1)], []),
        ([entry(1, 1), entry(1, 1), entry(1, 1)], ["/PatternEntry[2]", "/PatternEntry[3]"]),
    ],
)
def test_a_pair_with_two_answers_is_told(cells, told):
    """Told at each that comes again, also where they agree and however the number is written."""
    assert found_in(A, *cells) == [("LAB-MIC-003", place) for place in told]


def test_a_pair_is_of_both():
    """The same antibiotic with another organism, or the other way round, is another pair."""
    assert found_in(A, B, entry(1, 2), entry(2, 1)) == []


def test_both_answers_of_a_pair_are_shown():
    """The first one and the one that comes again."""
    found = findings(investigated(culture(ONE, pattern(A, entry(1, 1, "R"), entry(1, 1, "S"), entry(1, 1, "I")))))
    assert [one.actual for one in found] == ["R, S", "R, I"]
    assert found[0].message == "Mikroorganisme nr. 1 og antibiotikum nr. 1 har svaret R og igen S."


def test_a_pair_is_told_by_its_numbers():
    """First the organism's, then the antibiotic's."""
    (found,) = findings(investigated(culture(ONE, TWO, pattern(A, entry(2, 1), entry(2, 1, "R")))))
    assert found.message.startswith("Mikroorganisme nr. 2 og antibiotikum nr. 1 har ")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ([entry(1, 1)], ["/Antibiotic[2]"]),
        ([entry(1, 2)], ["/Antibiotic[1]"]),
        ([entry(2, 1), entry(1, 2)], []),
    ],
)
def test_an_antibiotic_without_an_answer_is_told(cells, told):
    """An answer for any organism is enough."""
    assert found_in(A, B, *cells) == [("LAB-MIC-004", place) for place in told]


def test_the_antibiotic_without_answer_is_named():
    """By its text, or its code where it has no text, with the number that is missing."""
    (found,) = findings(investigated(culture(ONE, pattern(A, antibiotic(" Nitro \n furantoin "), entry(1, 1)))))
    assert (found.message.split(" står")[0], found.expected) == (
        "Nitro furantoin", "Mindst én PatternEntry med RefAntibiotic 2",
    )
    (found,) = findings(investigated(culture(ONE, pattern(A, antibiotic("", code="A7"), entry(1, 1)))))
    assert found.message.startswith("A7 står")


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (antibiotic("Trimethoprim"), antibiotic("Trimethoprim"), True),
        (antibiotic("Trimethoprim"), antibiotic(" trimethoprim "), True),
        (antibiotic("Trimethoprim"), antibiotic("Mecillinam"), False),
        (antibiotic("Trimethoprim", "Disk"), antibiotic("Trimethoprim", "MIC"), False),
        (antibiotic("Trimethoprim", "Disk"), antibiotic("Trimethoprim", "disk"), True),
        (antibiotic("Trimethoprim", "Disk"), antibiotic("Trimethoprim"), False),
        (antibiotic("Trimethoprim", code="A1"), antibiotic("TMP", code="A1"), True),
        (antibiotic("Trimethoprim", code="A1"), antibiotic("Trimethoprim", code="A2"), False),
        (antibiotic("Trimethoprim", code="A1"), antibiotic("Trimethoprim"), False),
    ],
)
def test_an_antibiotic_is_told_when_it_comes_again(first, second, told):
    """The same code, or the same text where there is none; two methods are two answers."""
    found = found_in(first, second, entry(1, 1), entry(1, 2, "R"))
    assert found == ([("LAB-MIC-010", "/Antibiotic[2]")] if told else [])


def test_antibiotics_without_a_name_are_not_the_same():
    """What they have in common is only that nothing is said."""
    assert {rule for rule, _ in found_in(antibiotic(""), antibiotic(" "), entry(1, 1), entry(1, 2))} == {"LAB-MIC-019"}


@pytest.mark.parametrize(
    ("letter", "told"),
    [("S", False), ("I", False), ("R", False), ("s", True), ("SR", True), ("Følsom", True), ("+", True), ("-", True), ("SIR", True)],
)
def test_a_susceptibility_is_one_of_three_letters(letter, told):
    """Other letters and words are a hint, shown as they stand."""
    found = findings(investigated(culture(ONE, pattern(A, entry(1, 1, letter)))))
    assert [(one.rule, one.actual) for one in found] == ([("LAB-MIC-012", letter)] if told else [])


def test_white_space_in_a_susceptibility_is_told_once():
    """Around a letter, or alone: the texts tell it."""
    assert rules(investigated(culture(ONE, pattern(A, entry(1, 1, " S"))))) == ["LAB-TEXT-007"]
    assert rules(investigated(culture(ONE, pattern(A, entry(1, 1, " "))))) == ["LAB-TEXT-006"]
    assert rules(investigated(culture(ONE, pattern(A, entry(1, 1, " x"))))) == ["LAB-MIC-012", "LAB-TEXT-007"]
