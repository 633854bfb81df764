"""Resistance patterns and microscopy."""

import pytest

from labcert.checks.microbiology import microscopy_is, pattern_is, references_hold

EXPECTED = [("Escherichia coli", "Mecillinam", "S"), ("Klebsiella", "Trimethoprim", "R")]
SEEN = [("celler", "Leukocytter", "++"), ("mikroorganisme", "Stave", "+++")]


def _text(name, text):
    return f"<{name}><Text><Paragraph>{text}</Paragraph></Text></{name}>"


def _culture(*entries):
    organisms = "".join(f"<Microorganism>{_text('Identification', name)}</Microorganism>" for name in ("Escherichia coli", "Klebsiella"))
    drugs = "".join(f"<Antibiotic>{_text('AntibioticName', name)}</Antibiotic>" for name in ("Mecillinam", "Trimethoprim"))
    cells = "".join(
        f"<PatternEntry><RefMicroorganism>{microbe}</RefMicroorganism><RefAntibiotic>{drug}</RefAntibiotic>"
        f"<Susceptibility>{susceptibility}</Susceptibility></PatternEntry>"
        for microbe, drug, susceptibility in entries
    )
    return f"<CultureFindings>{organisms}<Pattern>{drugs}{cells}</Pattern></CultureFindings>"


def _microscopy(*rows):
    inner = "".join(
        f"<MicroscopicType><Type>{kind}</Type><Details>{_text('Identification', what)}{_text('Value', value)}</Details></MicroscopicType>"
        for kind, what, value in rows
    )
    return f"<MicroscopicFindings><Grouping>{inner}</Grouping></MicroscopicFindings>"


def test_a_pattern_is_read_by_its_references(investigation):
    """References count from 1, and the entries may come in any order."""
    read = investigation(_culture((2, 2, "R"), (1, 1, "S")))
    assert references_hold(*read) == ()
    assert pattern_is(*read, EXPECTED) is None


@pytest.mark.parametrize(
    ("entries", "actual"),
    [
        ([(1, 1, "R"), (2, 2, "R")], "Escherichia coli – Mecillinam – R"),
        ([(2, 1, "S"), (2, 2, "R")], "Klebsiella – Mecillinam – S"),
        ([(1, 1, "S"), (2, 2, "R"), (2, 1, "I")], "Klebsiella – Mecillinam – I"),
        ([(1, 1, "S"), (2, 3, "R")], "Klebsiella – 3 – R"),
    ],
)
def test_a_wrong_swapped_extra_or_dangling_entry_is_told(investigation, entries, actual):
    """The finding shows the entries that should not be there, by name."""
    assert pattern_is(*investigation(_culture(*entries)), EXPECTED).actual == actual


def test_a_pattern_that_is_gone_is_told(investigation):
    """All that was expected is missing."""
    assert pattern_is(*investigation(""), EXPECTED).actual == "intet"


@pytest.mark.parametrize(
    ("entry", "paths"),
    [((0, 1, "S"), ["RefMicroorganism"]), ((3, 1, "S"), ["RefMicroorganism"]), ((1, 9, "S"), ["RefAntibiotic"]), (("x", "", "S"), ["RefMicroorganism", "RefAntibiotic"])],
)
def test_a_dangling_reference_is_told_with_its_place(investigation, entry, paths):
    """0 counts from the wrong number, 3 and 9 point past the lists, and a word points nowhere."""
    found = references_hold(*investigation(_culture(entry)))
    assert [finding.path.rpartition("/")[2] for finding in found] == paths


def test_microscopy_is_read_by_type(investigation):
    """Each observation with its own type."""
    assert microscopy_is(*investigation(_microscopy(*SEEN)), SEEN) is None


@pytest.mark.parametrize("seen", [[], SEEN[:1], [*SEEN, ("flora", "Blandet", "+")], [("celler", "Leukocytter", "+"), SEEN[1]], [("flora", "Leukocytter", "++"), SEEN[1]]])
def test_a_lost_extra_or_changed_observation_is_told(investigation, seen):
    """Nothing, one too few, one too many, another value, another type."""
    assert microscopy_is(*investigation(_microscopy(*seen)), SEEN).rule == "MIC-MICROSCOPY"
