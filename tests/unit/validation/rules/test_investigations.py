"""Investigations: a culture has its findings, and a quantity says what was found."""

import pytest

from tests.support.business import findings, rules
from tests.support.culture import coded, culture, investigated, organism

PLACE = "/Emessage/MicrobiologyWebReport[1]/LaboratoryResults/Investigation"
MICROSCOPY = (
    "<MicroscopicFindings><Headline>Mikroskopi</Headline><Comments><Paragraph>Ingen celler.</Paragraph></Comments>"
    "</MicroscopicFindings>"
)


def quantity(*parts: str) -> str:
    """Return QuantitativeFindings."""
    return f"<QuantitativeFindings>{''.join(parts)}</QuantitativeFindings>"


def finding(text: str = "Påvist", value: str = "", code: str = "") -> str:
    """Return AnalysisFindings with an interpretation and, where given, a value."""
    measured = f"<Operator>ikke_angivet</Operator><Value>{value}</Value>" if value else ""
    return (
        f"<AnalysisFindings>{coded('Analysis', 'Antigen')}<Findings>{coded('InterPretation', text, code)}{measured}</Findings>"
        "</AnalysisFindings>"
    )


def microbiology(text: str) -> list[tuple[str, str]]:
    """Return rule and place of what the rules of microbiology find."""
    return [(one.rule, one.path.removeprefix(PLACE)) for one in findings(text) if one.rule.startswith("LAB-MIC-")]


@pytest.mark.parametrize(
    ("found", "kind", "status", "told"),
    [
        ((MICROSCOPY,), "dyrkning", "svar_endeligt", True),
        ((MICROSCOPY,), "dyrkning", "svar_rettet", True),
        ((quantity(finding()),), "dyrkning", "svar_endeligt", True),
        ((MICROSCOPY,), "dyrkning", "svar_midlertidigt", False),
        ((MICROSCOPY,), "dyrkning", "proeve_modtaget", False),
        ((MICROSCOPY,), "observerbar_egenskab", "svar_endeligt", False),
        ((MICROSCOPY,), "antibiotika_sammensaetning", "svar_endeligt", False),
        ((culture(organism()), MICROSCOPY), "dyrkning", "svar_endeligt", False),
        ((), "dyrkning", "svar_endeligt", False),
    ],
)
def test_a_finished_culture_has_its_own_findings(found, kind, status, told):
    """Others are not its answer; one without any is told by its status."""
    text = investigated(*found, kind=kind, status=status, quiet=False)
    assert microbiology(text) == ([("LAB-MIC-008", "")] if told else [])


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ((), True),
        ((coded("InterPretation", " "),), True),
        ((coded("Comments", ""),), True),
        ((coded("InterPretation", ""), coded("Comments", ""), coded("Comments", "x")), False),
        ((coded("InterPretation", "Positiv"),), False),
        ((coded("InterPretation", "", "POS"),), False),
        ((coded("Comments", "Prøven er egnet."),), False),
        ((finding(),), False),
    ],
)
def test_a_quantity_says_something(parts, told):
    """A finding, an interpretation or a comment with a text or a code."""
    text = investigated(quantity(*parts), culture(organism()), quiet=False)
    assert microbiology(text) == ([("LAB-MIC-013", "/QuantitativeFindings")] if told else [])


def test_an_investigation_that_says_nothing_at_all_is_told_by_its_status():
    """An empty quantity alone is no answer, and that is told once."""
    assert rules(investigated(quantity(), kind="maalbar_kvantitet")) == ["LAB-STAT-007"]


def test_an_investigation_without_quantities_is_not_asked():
    """A culture alone is whole."""
    assert rules(investigated(culture(organism()))) == []


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (finding(""), True), (finding(" "), True), (finding("", "positiv"), False), (finding("", code="POS"), False),
        (finding("Påvist"), False), (finding("Påvist", "positiv"), False),
    ],
)
def test_a_finding_has_an_answer(second, told):
    """A value, or an interpretation with a text or a code."""
    text = investigated(quantity(finding(), second), kind="observerbar_egenskab")
    assert microbiology(text) == ([("LAB-MIC-023", "/QuantitativeFindings/AnalysisFindings[2]/Findings")] if told else [])


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("se tekst", True), ("Se bilag:", True), ("?", True), ("ukendt", True),
        ("-", False), ("--", False), ("Positiv", False), ("*****", False), ("**", True),
    ],
)  # fmt: skip
def test_a_value_that_points_at_a_text_has_one(value, told):
    """A dash may mean negative, so it is let by; stars are told by a rule of status."""
    text = investigated(quantity(finding("", value)), kind="observerbar_egenskab")
    place = "/QuantitativeFindings/AnalysisFindings/Findings"
    assert microbiology(text) == ([("LAB-MIC-023", place)] if told else [])


@pytest.mark.parametrize(
    "text",
    [
        investigated(quantity(finding("Påvist", "se tekst")), kind="observerbar_egenskab"),
        investigated(quantity(finding("", "se tekst"), coded("Comments", "Påvist")), kind="observerbar_egenskab"),
        investigated(quantity(coded("InterPretation", "Påvist"), finding("", "se tekst")), kind="observerbar_egenskab"),
        investigated(quantity(finding("", "se tekst")), kind="observerbar_egenskab", quiet=False),
        investigated(quantity(finding("", "afventer")), kind="observerbar_egenskab", status="svar_midlertidigt"),
        investigated(
            quantity(finding("", "se tekst").replace("</Findings>", coded("Comments", "Påvist") + "</Findings>")),
            kind="observerbar_egenskab",
        ),
    ],
)
def test_a_value_that_points_at_a_text_which_is_there_is_let_by(text):
    """Beside it, at the quantities, in the letter; and what is not final may wait."""
    assert microbiology(text) == []


def test_a_value_that_points_at_nothing_is_told_as_it_stands():
    """What is there is shown; where nothing is there, that is said."""
    (found,) = findings(investigated(quantity(finding("", "se tekst")), kind="observerbar_egenskab"))
    assert found.actual == "se tekst"
    assert found.message == "Værdien se tekst siger ikke, hvad svaret er, og der er ingen tekst."


@pytest.mark.parametrize(
    ("value", "words"),
    [("neg", "Positiv"), ("Negativ", "Påvist."), ("pos", "Ikke påvist"), ("+", "negativt"), ("fundet", "Ikke  fundet!")],
)
def test_a_value_and_its_interpretation_against_each_other_are_told(value, words):
    """Whichever is right, the reader can not know it."""
    text = investigated(quantity(finding(), finding(words, value)), kind="observerbar_egenskab")
    assert microbiology(text) == [("LAB-MIC-025", "/QuantitativeFindings/AnalysisFindings[2]/Findings")]
    (found,) = findings(text)
    assert found.message == f"Værdien er {value}, men fortolkningen er {words}."
    assert found.actual == f"{value} / {words}"


def test_an_interpretation_of_two_paragraphs_is_one_text():
    """They are read one after the other."""
    one = finding("Ikke", "pos").replace("<Paragraph>Ikke</Paragraph>", "<Paragraph>Ikke</Paragraph><Paragraph>påvist</Paragraph>")
    (found,) = findings(investigated(quantity(one), kind="observerbar_egenskab"))
    assert (found.rule, found.actual) == ("LAB-MIC-025", "pos / Ikke påvist")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("neg", "Negativ"), ("pos", "Påvist"), ("neg", ""), ("", "Positiv"), ("-", "Positiv"), ("1,2", "Positiv"),
        ("neg", "Positiv kontrol i orden"), ("neg", "Gram-negative stave"), ("+++", "negativ"),
    ],
)  # fmt: skip
def test_what_may_agree_is_let_by(value, words):
    """The same answer, one answer, a dash or a number, and words that say more than yes or no."""
    assert microbiology(investigated(quantity(finding(words, value)), kind="observerbar_egenskab")) == []
