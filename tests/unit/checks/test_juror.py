"""The juror sheet's items: everything a person should see of what was sent, and nothing that may not be seen."""

import pytest
from lxml import etree

from labcert.checks.juror import items_of, stands_by_itself
from labcert.domain.juror import ItemAnswer, Sight, judge_answers
from labcert.domain.outcome import Outcome
from tests.support.generate_messages import right_bytes
from tests.support.lab_messages import Answer, biochemistry, envelope, microbiology

SHOWN = {
    "PersonGivenName", "PersonSurnameName", "AnalysisShortName", "AnalysisCompleteName", "Value", "Unit", "LowerLimit",
    "UpperLimit", "IntervalText", "ResultTextValue", "ResultComments", "Comments", "Paragraph", "Headline", "Material",
    "Location", "SupplementaryLocation", "Susceptibility",
}  # fmt: skip
"""the fields of a letter whose texts a reader of the portal sees"""
GAPS = {"Break": " ", "Space": " "}


def words(element) -> str:
    """An element's text as it is read."""
    inner = [element.text or ""]
    for child in element:
        inner += [GAPS.get(etree.QName(child).localname, "") or words(child), child.tail or ""]
    return "".join(inner)


def line(text: str) -> str:
    """White space of any kind is one space."""
    return " ".join(text.split())


def said(items) -> str:
    """Everything that the items tell a person to look for."""
    return "\n".join(line(item.value) for item in items)


@pytest.mark.parametrize("start", range(0, 120, 20))
def test_every_value_that_a_person_should_see_is_an_item(start):
    """Of any right message with consent, each text of a field that is shown stands in an item, word for word."""
    missing = [
        (seed, element.tag, text)
        for seed in range(start, start + 20)
        for data in [right_bytes(seed)]
        for told in [said(items_of([data], "borger"))]
        for letter in etree.fromstring(data)[1:]
        if letter.findtext("{*}Patient/{*}Consent/{*}Given") not in ("false", "0")
        for element in letter.iter(*(f"{{*}}{name}" for name in SHOWN))
        if not any(etree.QName(one).localname in ("Text", "Paragraph") for one in element)
        for text in [line(words(element))]
        if text not in ("", "*****") and text not in told
    ]
    assert missing == []


def message(answer: Answer, *, micro: bool = False, name: str = "E1") -> bytes:
    """An Emessage with one letter."""
    return envelope((microbiology if micro else biochemistry)(answer), identifier=name)


def rows(items, *, must_not: bool = False) -> list[tuple[str, str]]:
    """What and value of each item of a kind."""
    return [(item.what, item.value) for item in items if item.must_not is must_not]


def test_an_answer_is_read_value_by_value():
    """Person, name, value with operator and unit, mark and comment, each an item, numbered from 1."""
    extra = "<ResultValidation>for_hoej</ResultValidation><ResultComments>Ny <Bold>prøve</Bold><Break/>i morgen</ResultComments>"
    data = message(Answer(extra=extra)).replace(b"<Value>", b"<Operator>mindre_end</Operator><Value>")
    items = items_of([data], "borger")
    assert rows(items) == [
        ("Navn", "Nancy Ann Test Berggren"), ("CPR-nummer", "251248-9996"),
        ("Analysens navn", "Kort NPU19748 eller Analysen NPU19748"), ("Resultat", "< 42 mg/L"), ("Vurdering", "For høj"),
        ("Kommentar til analysen", "Ny prøve i morgen"),
    ]  # fmt: skip
    assert [item.id for item in items] == ["1", "2", "3", "4", "5", "6"]
    assert ("mindre end 42", "mg/L") in items[3].shown_as


def test_microbiology_is_read_with_its_resistance_pattern():
    """Each organism with its growth, and each cell with the organism and the antibiotic it is of."""
    found = rows(items_of([message(Answer(codes=(("NPU18542", "iupac", "SST"),)), micro=True)], "sundhedsperson"))
    for wanted in (
        ("Fund 2", "Proteus mirabilis 10^4/mL"), ("Følsomhed, Proteus mirabilis", "Mecillinam: R"),
        ("Resistens, forklaring", "S = følsom"), ("Mikroskopi, Celler", "Leukocytter: mange"),
    ):  # fmt: skip
        assert wanted in found


def test_nothing_of_a_refused_answer_may_be_shown_on_the_portal():
    """Name and value become what must not be seen; the person is not looked for where nothing else is shown."""
    items = items_of([message(Answer(consent="false"))], "borger")
    assert rows(items) == []
    assert [value for _what, value in rows(items, must_not=True)] == ["Kort NPU19748 eller Analysen NPU19748", "42 mg/L"]


def test_the_systems_own_screen_shows_what_was_refused_and_little_else():
    """The overview of sent answers is the clinic's own: person, analysis and value, whatever the consent."""
    extra = "<ResultComments>Ny prøve</ResultComments>"
    items = items_of([message(Answer(consent="false", extra=extra))], "udbakke")
    assert [what for what, _value in rows(items)] == ["Navn", "CPR-nummer", "Analysens navn", "Resultat"]
    assert rows(items, must_not=True) == []


def test_a_correction_takes_the_old_values_place():
    """The newest version is looked for with its mark, and the value that was wrong must be gone."""
    first = message(Answer(value="91,7"))
    second = message(Answer(value="19,7", status="svar_rettet", letter="L2"), name="E2")
    items = items_of([first, second], "borger")
    assert ("Resultat", "19,7 mg/L") in rows(items)
    assert ("Mærke", "Rettet") in rows(items)
    assert [value for _what, value in rows(items, must_not=True)] == ["91,7 mg/L"]


def test_the_same_message_again_changes_nothing():
    """A message that was sent twice is one answer."""
    data = message(Answer())
    assert items_of([data, data], "borger") == items_of([data], "borger")


def test_the_protocols_texts_are_asked_where_no_value_says_them():
    """A text that an item holds by itself is not asked twice; one that only is a part of a number is."""
    items = items_of([message(Answer(value="42"))], "borger", ["42 mg/L", "2", "Almen praksis"], ["43"])
    assert [value for what, value in rows(items) if what == "Protokollen kræver"] == ["2", "Almen praksis"]
    assert rows(items, must_not=True) == [("Protokollen forbyder", "43")]


@pytest.mark.parametrize("data", [b"", b"<", b"<a/>", b"\x00\xff", b"<Emessage/>"])
def test_bytes_without_letters_give_the_protocols_items_only(data):
    """What can't be read shows nothing to look for; the protocol's own texts are looked for all the same."""
    assert rows(items_of([data], "borger", ["42"], sample="S1")) == [("Protokollen kræver", "42")]


@pytest.mark.parametrize(("text", "seen"), [("42", "142"), ("42", "42,5"), ("42", "3,42"), ("jern", "jernet")])
def test_a_part_of_another_word_is_not_that_word(text, seen):
    """A coincidence is no evidence."""
    assert not stands_by_itself(text, seen)
    assert stands_by_itself(text.upper(), f"({text}) {seen}")


def test_the_worst_answer_decides():
    """All as it should be passes; one thing wrong fails and is named; one that can't be told leaves it waiting."""
    items = items_of([message(Answer())], "borger", [], ["43"])
    right = [ItemAnswer(item.id, Sight.NOT_SEEN if item.must_not else Sight.SEEN) for item in items]
    assert judge_answers(items, right)[0] is Outcome.PASSED
    unsure = [*right[:-1], ItemAnswer(right[-1].item, Sight.CANNOT_TELL, "siden er skåret af")]
    assert judge_answers(items, unsure) == (Outcome.WAITING, "Kan ikke afgøres: 43 (siden er skåret af).")
    wrong = [ItemAnswer(right[0].item, Sight.NOT_SEEN, "der stod Bruno"), *unsure[1:]]
    outcome, remark = judge_answers(items, wrong)
    assert (outcome, remark.partition(").")[0]) == (Outcome.FAILED, "Ikke set: Nancy Ann Test Berggren (der stod Bruno")
    assert judge_answers(items, [])[0] is Outcome.WAITING
    assert judge_answers((), right)[0] is not Outcome.PASSED
