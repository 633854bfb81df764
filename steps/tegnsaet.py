"""Tegnsættet: how the bytes of the message are encoded."""

from pytest_bdd import parsers, then

from labcert.checks.encoding import declares_encoding, keeps_its_encoding, stands_as_reference, stands_in_encoding
from steps.forloeb import Flow


@then("er beskeden kodet i det tegnsæt, den oplyser")
def keeps_encoding(flow: Flow) -> None:
    """Whatever the declaration names, of those that are used; without one it is UTF-8."""
    flow.judge.require(keeps_its_encoding(flow.message(settled=False).raw))


@then(parsers.parse("siger XML-erklæringen {encoding}, og beskeden er kodet sådan"))
def declared(flow: Flow, encoding: str) -> None:
    """The declaration names the encoding, and every byte is legal in it."""
    flow.judge.require(declares_encoding(flow.message(settled=False).raw, encoding))


@then(parsers.parse('kan "{text}" læses i {encoding}'))
def written_in(flow: Flow, text: str, encoding: str) -> None:
    """The text stands in the message as the bytes of the encoding, or as character references."""
    flow.judge.require(stands_in_encoding(flow.message(settled=False).raw, text, encoding))


@then(parsers.parse('er tegnet "{character}" sendt som tegnreference'))
def as_reference(flow: Flow, character: str) -> None:
    """A character that the encoding lacks is a reference, never a question mark."""
    flow.judge.require(stands_as_reference(flow.message(settled=False).raw, character))
