"""Coded texts: what they say, and when two say the same."""

import pytest

from labcert.domain.messages.common import CodedText, Paragraphs
from labcert.validation.rules.coded import holds_text, named, same_as


def coded(*paragraphs: str, code: str | None = None, owner: str | None = None) -> CodedText:
    """Return a coded text."""
    return CodedText(code=code, code_type=None, code_responsible=owner, text=Paragraphs(paragraph=paragraphs))


@pytest.mark.parametrize(
    ("one", "holds"),
    [(None, False), (coded(""), False), (coded(" ", "\n"), False), (coded("", "a"), True), (coded("", code="E1"), True)],
)
def test_a_code_or_a_paragraph_with_text_says_something(one, holds):
    """Nothing and white space say nothing."""
    assert holds_text(one) is holds


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (coded("E. coli"), coded("e.  COLI "), True),
        (coded("E.", "coli"), coded("E. coli"), True),
        (coded("E.coli"), coded("E. coli"), False),
        (coded("E. coli"), coded("E. coli", code="E1"), False),
        (coded("a", code="E1", owner="MDS"), coded("b", code=" E1", owner="MDS"), True),
        (coded("a", code="E1", owner="MDS"), coded("a", code="E1", owner="SST"), False),
        (coded("a", code="E1"), coded("a", code="E2"), False),
        (None, None, True),
        (None, coded(""), False),
    ],
)
def test_the_same_is_a_code_of_an_owner_or_else_a_text(one, other, same):
    """White space and case are no difference; a code and a text are."""
    assert (same_as(one) == same_as(other)) is same


def test_what_a_text_has_in_common_is_its_words():
    """One space between them, in small letters."""
    assert same_as(coded(" E.\n", "Coli ")) == ("e. coli",)


@pytest.mark.parametrize(
    ("one", "text"),
    [(coded(" E.\n coli ", "O157", code="E1"), "E. coli O157"), (coded(" ", code="E1"), "E1"), (coded(""), "Intet")],
)
def test_a_coded_text_is_read_as_its_text(one, text):
    """Else as its code, else as nothing."""
    assert named(one) == text
