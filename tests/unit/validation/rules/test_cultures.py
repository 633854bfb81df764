"""Cultures: what grew is named, measured and told once, and that nothing grew is said."""

import pytest

from tests.support.business import findings, rules
from tests.support.culture import antibiotic, coded, culture, entry, investigated, organism, pattern

CULTURE = "/Emessage/MicrobiologyWebReport[1]/LaboratoryResults/Investigation/CultureFindings"
QUANTITY = f"<QuantitativeFindings>{coded('Comments', 'Prøven er egnet.')}</QuantitativeFindings>"
MICROSCOPY = (
    "<MicroscopicFindings><Headline>Mikroskopi</Headline><Comments><Paragraph>Ingen celler.</Paragraph></Comments>"
    "</MicroscopicFindings>"
)
PART = ("<ReportStatusCode>komplet_svar<", "<ReportStatusCode>del_svar<")


def microbiology(text: str) -> list[str]:
    """Return the rules of microbiology that found something."""
    return [rule for rule in rules(text) if rule.startswith("LAB-MIC-")]


# --- LAB-MIC-007


@pytest.mark.parametrize("status", ["svar_endeligt", "svar_rettet"])
def test_a_finished_culture_that_says_nothing_is_told(status):
    """Microscopy beside it does not say whether anything grew."""
    (found,) = [one for one in findings(investigated(culture(), MICROSCOPY, status=status)) if "MIC" in one.rule]
    assert (found.rule, found.path) == ("LAB-MIC-007", CULTURE)


@pytest.mark.parametrize("status", ["svar_midlertidigt", "proeve_modtaget"])
def test_a_culture_that_is_not_finished_may_say_nothing(status):
    """It still grows."""
    assert microbiology(investigated(culture(), MICROSCOPY, status=status)) == []


def test_an_investigation_that_says_nothing_at_all_is_told_by_its_status():
    """In a complete letter that is a rule of its own; in a part of one it is told here."""
    assert rules(investigated(culture())) == ["LAB-STAT-007"]
    assert microbiology(investigated(culture()).replace(*PART)) == ["LAB-MIC-007"]


@pytest.mark.parametrize(
    "found",
    [
        (culture(coded("Comments", "Ingen vækst.")),),
        (culture(coded("Comments", "", "NEG")),),
        (culture(coded("Comments", " ", "NEG"), coded("Comments", "x")),),
        (culture(organism()),),
        (culture(headline="Ingen vækst"),),
        (culture(headline="Dyrkning: ikke vækst"),),
        (culture(headline="Negativ"),),
        (culture(headline="Intet fund"),),
        (culture(headline="Steril"),),
        (QUANTITY, culture()),
    ],
)
def test_a_culture_that_says_something_is_let_by(found):
    """A comment, an organism, a headline that says no, or a quantity beside it."""
    assert microbiology(investigated(*found, MICROSCOPY)) == []


@pytest.mark.parametrize("headline", ["Dyrkning", "Vækst", "Bakteriel dyrkning", "Undersøgelsen", "Udsteril"])
def test_a_headline_that_says_nothing_is_no_answer(headline):
    """Only words that say no do."""
    assert microbiology(investigated(culture(headline=headline), MICROSCOPY)) == ["LAB-MIC-007"]


def test_an_empty_comment_says_nothing():
    """It is told as an empty paragraph, too."""
    assert rules(investigated(culture(coded("Comments", " ")), MICROSCOPY)) == ["LAB-MIC-007", "LAB-TEXT-010"]


@pytest.mark.parametrize(("summary", "told"), [("Ingen vækst", []), (" ", ["LAB-MIC-007"])])
def test_a_summary_may_say_it(summary, told):
    """That of the examination or of the letter."""
    text = investigated(culture(), MICROSCOPY)
    examination = text.replace("        </Examination>\n", f"<Summary>{summary}</Summary></Examination>", 1)
    general = text.replace("      </GeneralResultInformation>", f"<Summary>{summary}</Summary></GeneralResultInformation>")
    for changed in (examination, general):
        assert changed != text
        assert microbiology(changed) == told


@pytest.mark.parametrize(("comment", "told"), [("Ingen vækst.", []), (" ", ["LAB-MIC-007"])])
def test_a_comment_to_the_letter_may_say_it(comment, told):
    """After the investigations."""
    text = investigated(culture(), MICROSCOPY)
    assert microbiology(text.replace("    </LaboratoryResults>", coded("Comments", comment) + "</LaboratoryResults>")) == told


# --- LAB-MIC-009


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("dyrkning", []), ("antibiotika_sammensaetning", []), ("maalemetode", ["LAB-MIC-009"]), ("overskrift", ["LAB-MIC-009"]),
        ("observerbar_egenskab", ["LAB-MIC-009"]), ("maalbar_kvantitet", ["LAB-MIC-009"]), ("maaleprocedure", ["LAB-MIC-009"]),
    ],
)
def test_a_culture_stands_under_a_culture(kind, told):
    """Or under a composition of antibiotics; the kind that is there is shown."""
    found = [one for one in findings(investigated(culture(organism()), kind=kind)) if one.rule.startswith("LAB-MIC")]
    assert [one.rule for one in found] == told
    assert [(one.expected, one.actual) for one in found] == [("dyrkning / antibiotika_sammensaetning", kind)] * len(told)


def test_another_kind_without_a_culture_is_let_by():
    """Microscopy may be of any kind."""
    assert microbiology(investigated(MICROSCOPY, kind="observerbar_egenskab")) == []


# --- LAB-MIC-011


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (organism(), True),
        (organism(" escherichia  COLI"), True),
        (organism("Klebsiella oxytoca"), False),
        (organism(growth="få"), False),
        (organism(growth=None), False),
        (organism(comment="Renkultur."), False),
        (organism(code="E1"), False),
    ],
)
def test_two_organisms_must_be_told_apart(second, told):
    """By name, growth or comment."""
    found = [one for one in findings(investigated(culture(organism(), second))) if one.rule == "LAB-MIC-011"]
    assert [one.path for one in found] == ([f"{CULTURE}/Microorganism[2]"] if told else [])


@pytest.mark.parametrize(("one", "other", "told"), [("A", "A", True), ("A", "a ", True), ("A", "B", False)])
def test_two_comments_must_say_different_things(one, other, told):
    """A comment on each tells them apart by what it says."""
    text = investigated(culture(organism(comment=one), organism(comment=other)))
    assert ("LAB-MIC-011" in rules(text)) is told


def test_organisms_of_the_same_code_are_the_same():
    """Whatever their texts are; the code says it."""
    assert microbiology(investigated(culture(organism("E. coli", code="E1"), organism(code="E1")))) == ["LAB-MIC-011"]
    assert microbiology(investigated(culture(organism(code="E2"), organism(code="E1")))) == []


def test_every_repetition_is_told_with_the_count():
    """Three of the same are told twice."""
    other = organism("Klebsiella oxytoca")
    found = findings(investigated(culture(organism(), other, organism(), organism())))
    assert [(one.rule, one.path) for one in found] == [
        ("LAB-MIC-011", f"{CULTURE}/Microorganism[3]"), ("LAB-MIC-011", f"{CULTURE}/Microorganism[4]"),
    ]
    assert "Escherichia coli står 3 gange" in found[0].message


# --- LAB-MIC-019, 020


@pytest.mark.parametrize(("name", "code", "told"), [("", "", True), ("  ", "", True), ("", "E1", False), ("E", "", False)])
def test_what_grew_has_a_name(name, code, told):
    """A code or a text."""
    found = findings(investigated(culture(organism("Klebsiella"), organism(name, code=code))))
    assert [(one.rule, one.path) for one in found] == (
        [("LAB-MIC-019", f"{CULTURE}/Microorganism[2]/Identification")] if told else []
    )


def test_two_organisms_without_a_name_are_told_as_that():
    """They are not told as the same."""
    assert rules(investigated(culture(organism(""), organism("")))) == ["LAB-MIC-019"] * 2


@pytest.mark.parametrize(("name", "code", "told"), [("", "", True), (" ", "", True), ("", "A1", False)])
def test_an_antibiotic_has_a_name(name, code, told):
    """A code or a text; the finding says what has none."""
    cells = entry(1, 1), entry(1, 2)
    found = findings(investigated(culture(organism(), pattern(antibiotic(), antibiotic(name, code=code), *cells))))
    assert [(one.rule, one.path, one.message) for one in found] == (
        [("LAB-MIC-019", f"{CULTURE}/Pattern/Antibiotic[2]/AntibioticName", "Et antibiotikum har intet navn.")] if told else []
    )
    (found,) = findings(investigated(culture(organism(""))))
    assert found.message == "En mikroorganisme har intet navn."


def test_growth_is_told_where_it_is_missing():
    """The organism is named; an empty growth is an empty paragraph."""
    found = findings(investigated(culture(organism(), organism("Klebsiella", growth=None))))
    assert [(one.rule, one.path, one.message) for one in found] == [
        ("LAB-MIC-020", f"{CULTURE}/Microorganism[2]", "Mikroorganismen Klebsiella har ingen GrowthValue."),
    ]
    assert rules(investigated(culture(organism(growth="")))) == ["LAB-TEXT-010"]


def test_an_organism_with_neither_name_nor_growth_is_named_by_what_is_there():
    """Its code; of one without either only the name is told, since nobody can say how much grew of it."""
    told = [one.message for one in findings(investigated(culture(organism("", None, code="E1"), organism("", None))))]
    assert told == ["En mikroorganisme har intet navn.", "Mikroorganismen E1 har ingen GrowthValue."]


@pytest.mark.parametrize("name", ["Ingen vækst", "Ikke påvist vækst", "Steril"])
def test_no_growth_written_as_an_organism_has_no_growth_to_send(name):
    """Systems without a place for words write a negative culture so."""
    assert microbiology(investigated(culture(organism(name, growth=None)))) == []


# --- LAB-MIC-024


def summed_up(words: str, *found: str) -> str:
    """Return a culture whose letter has a summary."""
    return investigated(*found, quiet=False).replace("<Summary>Vækst af Escherichia coli<", f"<Summary>{words}<")


@pytest.mark.parametrize("words", ["Ingen vækst", "ingen vækst.", "Dyrkning: Ingen vækst", "Ingen  bakterievækst"])
def test_no_growth_and_an_organism_are_told(words):
    """Whether the words sum the letter up, head the culture or comment on it."""
    for text in (
        summed_up(words, culture(organism())),
        investigated(culture(organism(), headline=words)),
        investigated(culture(organism(), coded("Comments", "Dyrket i 24 timer."), coded("Comments", words))),
    ):
        (found,) = findings(text)
        assert (found.rule, found.path) == ("LAB-MIC-024", f"{CULTURE}/Microorganism")
        assert found.actual == f"{' '.join(words.split())} / Escherichia coli"


def test_the_first_organism_that_grew_is_told():
    """One that is told as not found is none."""
    text = summed_up("Ingen vækst", culture(organism("Candida", "Ingen vækst"), organism(), organism("Klebsiella")))
    (found,) = findings(text)
    assert (found.rule, found.path) == ("LAB-MIC-024", f"{CULTURE}/Microorganism[2]")
    assert found.message == "Der står „Ingen vækst“, men dyrkningen har mikroorganismen Escherichia coli."


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Ingen vækst af Salmonella", organism()),
        ("Vækst", organism()),
        ("Ingen vækst", ""),
        ("Ingen vækst", organism("Ingen vækst", None)),
        ("Ingen vækst", organism("Ingen bakterier", "-")),
        *[("Ingen vækst", organism("Candida", growth)) for growth in ("Ingen vækst", "0", "-", "neg.", "Negativ", "Ikke påvist")],
    ],
)
def test_words_that_agree_with_what_grew_are_let_by(words, found):
    """No growth of one thing says nothing of another, and what did not grow may be listed as not grown."""
    assert microbiology(summed_up(words, culture(found))) == []


def test_an_organism_whose_growth_is_blank_grew():
    """Nothing is said of how much, and so nothing against it."""
    assert "LAB-MIC-024" in rules(summed_up("Ingen vækst", culture(organism(growth=" "))))


def test_an_investigation_without_a_culture_may_say_no_growth():
    """Nothing in it contradicts the words."""
    assert microbiology(summed_up("Ingen vækst", QUANTITY)) == ["LAB-MIC-008"]
