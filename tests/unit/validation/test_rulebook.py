"""What a rule book does with its rules: asks those that are on, masks what they tell, and survives one that crashes."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from labcert.domain.findings import Finding
from labcert.domain.outcome import Severity
from labcert.validation import validate
from labcert.validation.profile import Profile, Setting
from labcert.validation.rulebook import RuleBroke, danish_time
from labcert.validation.rules.rule import Flaw, Rule, RuleText
from labcert.validation.rules.views import LetterView
from tests.support.business import BOOK, XRPT01

NANCY = "2512489996"
FOREIGN = "311299" + "0000"  # made up here; no such number may lie in a file
READ = validate(XRPT01.encode(), rules=BOOK)
HEADLINE = "/Emessage/LaboratoryReport[1]/Sender"
LAYERS = pytest.mark.parametrize("layer", ["codes", "business"])


def rule(check, id="LAB-X-001", layer="business"):
    """Return a rule of letters."""
    words = RuleText(id, layer, Severity.F3, "Titel", "Tekst", "Hvorfor", "Gør noget.", "Kilde", requirements=("PRV-01",))
    return Rule(words, LetterView, check)


def telling(text="Noget er galt.", expected="Andet", actual="Dette", remedy=""):
    """Return a check that finds one flaw, at the sender."""
    return lambda _letter: [Flaw(HEADLINE, text, expected, actual, remedy)]


def broken(_letter):
    """Crash as a rule of ours may."""
    raise ZeroDivisionError


def book(*rules, **more):
    """Return a rule book with these rules alone."""
    return replace(BOOK, rules=rules, texts={one.id: one.text for one in rules}, **more)


def asked(one, layer="business"):
    """Return what a book's rules of a layer find in the message."""
    return one.findings(layer, one.views(READ.message, READ.root), READ.root)


def test_a_finding_is_the_flaw_with_its_rules_words_and_its_place():
    """Class, layer, remedy and requirements are the rule's; path and line are the element's."""
    (found,) = asked(book(rule(telling())))
    line = XRPT01[: XRPT01.index("<Sender>")].count("\n") + 1
    assert found == Finding(
        "LAB-X-001", Severity.F3, "Noget er galt.", expected="Andet", actual="Dette", remedy="Gør noget.", path=HEADLINE,
        line=line, layer="business", requirements=("PRV-01",),
    )  # fmt: skip


def test_a_flaw_may_have_a_remedy_of_its_own():
    """More precise than the rule's."""
    (found,) = asked(book(rule(telling(remedy="Gør netop dette."))))
    assert found.remedy == "Gør netop dette."


def test_a_number_that_may_be_a_persons_is_masked_and_a_test_persons_is_not():
    """In the sentence, in what was expected and in what was there."""
    text = f"{FOREIGN} {NANCY}."
    (found,) = asked(book(rule(telling(text, text, text))))
    assert {found.message, found.expected, found.actual} == {f"311299-xxxx {NANCY}."}


@LAYERS
@pytest.mark.parametrize(
    "profile",
    [
        Profile("p", "1", "", "", settings={"LAB-X-001": Setting(None, "derfor")}),
        Profile("p", "1", "", "", others=Setting(None, "derfor")),
    ],
)
def test_a_rule_that_is_switched_off_is_not_asked(profile, layer):
    """By name or as one of the others: it would crash."""
    assert asked(book(rule(broken, layer=layer), profile=profile), layer) == ()


@LAYERS
def test_a_rule_that_is_only_milder_is_asked(layer):
    """What the profile makes of it comes afterwards."""
    milder = Profile("p", "1", "", "", others=Setting(Severity.F4, "derfor"))
    assert [one.severity for one in asked(book(rule(telling(), layer=layer), profile=milder), layer)] == [Severity.F3]


def test_a_rule_is_asked_in_its_own_layer_only():
    """Each layer has its rules."""
    both = book(rule(telling(), "LAB-X-001", "codes"), rule(telling(), "LAB-X-002"))
    assert [one.rule for one in asked(both, "codes")] == ["LAB-X-001"]
    assert [one.rule for one in asked(both, "business")] == ["LAB-X-002"]


def test_the_first_rule_that_crashes_is_told_and_the_others_are_asked():
    """A fault of ours: it names the rule and the kind of error, and carries what the others found."""
    with pytest.raises(RuleBroke) as caught:
        asked(book(rule(broken, "LAB-X-001"), rule(telling(), "LAB-X-002"), rule(lambda _letter: 1, "LAB-X-003")))
    broke = caught.value
    assert (broke.rule, broke.kind, str(broke)) == ("LAB-X-001", "ZeroDivisionError", "LAB-X-001: ZeroDivisionError")
    assert [one.rule for one in broke.found] == ["LAB-X-002"]
    assert isinstance(broke.__cause__, ZeroDivisionError)


def test_a_rule_may_know_the_time_and_the_laboratory():
    """Both come with the book; without a clock there is no time."""
    noon = datetime.fromisoformat("2025-12-01 12:00")
    first, *_more = book(clock=lambda: noon, laboratory="KBA").views(READ.message, READ.root)
    assert (first.context.now, first.context.laboratory) == (noon, "KBA")
    first, *_more = book(clock=None).views(READ.message, READ.root)
    assert first.context.now is None


def test_the_clock_is_a_danish_one():
    """What a wall clock shows there, without zone, wherever the machine stands."""
    now = danish_time()
    assert now.tzinfo is None
    assert abs(datetime.now(ZoneInfo("Europe/Copenhagen")).replace(tzinfo=None) - now) < timedelta(minutes=1)


def test_findings_of_any_layer_get_the_requirements_of_their_rule():
    """Those that have some keep them, and a rule that has none, or that nobody knows, gives none."""
    bare = rule(telling(), "LAB-X-002")
    bare = replace(bare, text=replace(bare.text, requirements=()))
    one = book(rule(telling()), bare)
    told = [
        Finding("LAB-X-001", Severity.F2, "Et."),
        Finding("LAB-X-001", Severity.F2, "To.", requirements=("A-1",)),
        Finding("LAB-X-002", Severity.F2, "Tre."),
        Finding("LAB-X-003", Severity.F2, "Fire.", requirements=("B-1",)),
        Finding("LAB-X-004", Severity.F2, "Fem."),
    ]
    assert [(found.message, found.requirements) for found in one.judged(told)] == [
        ("Et.", ("PRV-01",)), ("To.", ("A-1",)), ("Tre.", ()), ("Fire.", ("B-1",)), ("Fem.", ()),
    ]  # fmt: skip


def test_findings_of_a_rule_that_is_switched_off_are_left_out():
    """The profile judges what every layer found."""
    off = Profile("p", "1", "", "", settings={"LAB-X-001": Setting(None, "derfor")})
    assert book(rule(telling()), profile=off).judged([Finding("LAB-X-001", Severity.F2, "Et.")]) == ()
