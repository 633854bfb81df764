"""When a value of twelve characters is half of something (LAB-TEXT-009): where it ends, and where it goes on."""

import pytest
from lxml import etree

from labcert.validation.rules.leaves import Leaf
from labcert.validation.rules.texts import _ANSWERS as ANSWERS
from labcert.validation.rules.texts import _ends_half_way as ends_half_way
from labcert.validation.rules.texts import _goes_on as goes_on
from labcert.validation.rules.texts import _whole_in as whole_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Escherichia coli", "Escherichia"),
        ("en Escherichia", "Escherichia"),
        ("Esc, Escherichia, Esc.", "Escherichia"),
        ("Esc. Esch.", "Esch"),
        ("Esc", ""),
        ("coli", ""),
    ],
)
def test_a_text_that_goes_on_is_found_wherever_it_stands(text, expected):
    """The first place where a letter follows, to the end of that word."""
    assert whole_in(text, "Esc") == expected


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ("<Unit>Esc</Unit><Comments>herichia</Comments>", ""),
        ("<Unit>1</Unit><Comments><Bold>Es</Bold>cherichia</Comments>", "Escherichia"),
    ],
)
def test_texts_of_a_result_are_looked_at_one_by_one(others, expected):
    """One does not go on in the next; inline elements are no part of a text."""
    result = etree.fromstring(f"<Result><Value>Esc</Value>{others}</Result>")
    assert goes_on(Leaf("Value", "Esc", result[0])) == expected


@pytest.mark.parametrize("word", sorted(ANSWERS))
def test_a_word_of_an_answer_is_whole_and_half_of_it_is_cut(word):
    """Each word that answers are made of ends a value; the first letters of it, where they are no word, do not."""
    half = word[:-1]
    assert not ends_half_way(word)
    assert ends_half_way(half) is (half not in ANSWERS and len(half) >= 4)
