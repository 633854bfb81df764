"""What a message is made of: its letters and its namespace. (The schema itself is the validation's.)"""

from lxml import etree

from labcert.checks.reading import letters_of, parse_tree
from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.messages.codec import line_of
from labcert.domain.outcome import Severity

__all__ = ["in_namespace", "letters_are"]

_ANY = Severity.F3  # the judge sets the class that the protocol names


def letters_are(data: bytes, standards: list[str]) -> Finding | None:
    """The message holds a letter of each of these standards, and no other letter of ours."""
    actual = [letter.standard for letter in letters_of(data)]
    if sorted(actual) == sorted(standards):
        return None
    return Finding(
        "MSG-LETTERS", _ANY, _("Beskeden har ikke de breve, den skulle have."), expected=", ".join(standards),
        actual=", ".join(actual) or _("intet"), path="/Emessage",
        remedy=_("Send biokemi som XRPT01 (LaboratoryReport) og mikrobiologi som XRPT05 (MicrobiologyWebReport)."),
    )


def in_namespace(data: bytes, namespace: str) -> Finding | None:
    """Every element of the message stands in the namespace; the first that does not is told."""
    for element in parse_tree(data).iter(etree.Element):
        name = etree.QName(element)
        if name.namespace != namespace:
            return Finding(
                "MSG-NAMESPACE", _ANY,
                _("Elementet {name} står ikke i standardens navnerum.").format(name=name.localname),
                expected=namespace, actual=name.namespace or _("intet navnerum"), line=line_of(element),
                remedy=_("Skriv navnerummet i rodens xmlns, tegn for tegn, med skråstreg til sidst."),
            )
    return None
