"""How a function becomes a rule: its words stand in its RuleText, each in its place."""

from labcert.domain.outcome import Severity
from labcert.validation.rules.rule import BOTH, XRPT05, RuleText, rule
from labcert.validation.rules.schema_basics import _text
from labcert.validation.rules.views import LetterView


def check(_letter):
    """Find nothing."""
    return ()


def test_a_rule_has_its_words_its_view_and_its_function():
    """Where nothing else is said it is a rule of business, of both standards, with no requirement."""
    made = rule(
        "LAB-X-001", Severity.F2, on=LetterView, title="Titel", text="Tekst", why="Hvorfor", remedy="Bod", source="Kilde",
        example="eksempel",
    )(check)  # fmt: skip
    assert made.text == RuleText(
        id="LAB-X-001", layer="business", severity=Severity.F2, title="Titel", text="Tekst", why="Hvorfor", remedy="Bod",
        source="Kilde", standards=BOTH, requirements=(), example="eksempel",
    )  # fmt: skip
    assert (made.id, made.on, made.check) == ("LAB-X-001", LetterView, check)


def test_a_rule_may_be_of_another_layer_one_standard_and_some_requirements():
    """As the codes' are."""
    made = rule(
        "LAB-X-002", Severity.F4, on=LetterView, title="Titel", text="Tekst", why="Hvorfor", remedy="Bod", source="Kilde",
        layer="codes", standards=XRPT05, requirements=("KOD-01",), example="",
    )(check)  # fmt: skip
    assert (made.text.layer, made.text.standards, made.text.requirements) == ("codes", XRPT05, ("KOD-01",))


def test_each_part_of_a_rule_is_said_in_danish_as_it_stands():
    """The catalogue has nothing of these."""
    text = RuleText("LAB-X-001", "business", Severity.F2, "Titel", "Tekst", "Hvorfor", "Bod", "Kilde")
    parts = ("title", "text", "why", "remedy", "source")
    assert [text.said(part) for part in parts] == ["Titel", "Tekst", "Hvorfor", "Bod", "Kilde"]


def test_a_check_of_the_schema_shows_that_the_message_is_valid():
    """Its first requirement is always that; where nothing else is said it is F2, from the table, without example."""
    made = _text("MSG-SCH-900", "Titel", "Tekst", "Hvorfor", "Bod")
    table = "Tabellen: elementets plads, forekomst, længde og værdier"
    assert made == RuleText(
        "MSG-SCH-900", "schema", Severity.F2, "Titel", "Tekst", "Hvorfor", "Bod", table, requirements=("SKE-01",),
    )  # fmt: skip
    made = _text(
        "MSG-SCH-901", "Titel", "Tekst", "Hvorfor", "Bod", source="Kilde", severity=Severity.F4, requirements=("SKE-02",),
        example="eksempel",
    )  # fmt: skip
    assert made == RuleText(
        "MSG-SCH-901", "schema", Severity.F4, "Titel", "Tekst", "Hvorfor", "Bod", "Kilde",
        requirements=("SKE-01", "SKE-02"), example="eksempel",
    )  # fmt: skip
