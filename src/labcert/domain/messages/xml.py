"""From bytes to Emessage and back."""

from typing import Literal, cast, get_args

from lxml import etree

from labcert.domain.language import _
from labcert.domain.messages.codec import append_element, line_of, read_element
from labcert.domain.messages.emessage import (
    LETTERS,
    REPORT_NAMESPACE,
    AnyLetter,
    Emessage,
    Envelope,
    OtherHead,
    OtherLetter,
)
from labcert.domain.messages.errors import ForbiddenMarkup, NotWellFormed, UnexpectedStructure, Unwritable

__all__ = ["ENCODINGS", "XSI", "Encoding", "parse", "read", "read_tree", "safe_parser", "write"]

Encoding = Literal["UTF-8", "ISO-8859-1", "windows-1252"]
ENCODINGS: tuple[Encoding, ...] = get_args(Encoding)
"""the encodings seen in practice"""

XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LOCATION = f"{{{XSI}}}schemaLocation"
_NO_NAMESPACE_LOCATION = f"{{{XSI}}}noNamespaceSchemaLocation"


def safe_parser() -> etree.XMLParser:
    """Return a parser that fetches nothing, expands nothing and leaves out comments and processing instructions."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )


def parse(data: bytes) -> etree._Element:
    """Parse bytes; raise NotWellFormed with the line, or ForbiddenMarkup at any DOCTYPE."""
    try:
        root = etree.fromstring(data, safe_parser())
    except etree.XMLSyntaxError as error:
        raise NotWellFormed(
            _("Beskeden er ikke velformet XML: {reason}").format(reason=error.msg),
            line=error.lineno,
            where=_("linje {line}").format(line=error.lineno),
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ForbiddenMarkup(
            _("Beskeden har en DOCTYPE. Den kan bære entiteter, så den læses ikke."),
            remedy=_("Send beskeden uden DOCTYPE."),
        )
    return root


def read(data: bytes) -> Emessage:
    """Read a message; raise a MessageError where it is no Emessage in one of our two namespaces."""
    return read_tree(parse(data))


def read_tree(root: etree._Element) -> Emessage:
    """Read a message from a tree that `parse` made (without comments and processing instructions)."""
    name = etree.QName(root)
    namespace = name.namespace or ""
    if name.localname != "Emessage" or namespace not in LETTERS:
        raise UnexpectedStructure(
            _("Roden er {name} i navnerummet {namespace}; der ventes en Emessage.").format(
                name=name.localname, namespace=namespace or _("(intet)")
            ),
            line=line_of(root),
        )
    return _read_emessage(root, namespace)


def _read_emessage(root: etree._Element, namespace: str) -> Emessage:
    children = list(root)
    unknown = set(root.keys()) - {_LOCATION, _NO_NAMESPACE_LOCATION}
    loose = [text for text in (root.text, *(child.tail for child in children)) if text and text.strip(" \t\r\n")]
    if unknown or loose or len(children) < 2 or children[0].tag != f"{{{namespace}}}Envelope":
        raise UnexpectedStructure(
            _("En Emessage skal have en Envelope og derefter mindst ét brev, uden attributter eller tekst imellem."),
            line=line_of(root),
        )
    return Emessage(
        envelope=read_element(children[0], Envelope, namespace),
        letters=tuple(_read_letter(child, namespace) for child in children[1:]),
        schema_location=root.get(_LOCATION),
        no_namespace_schema_location=root.get(_NO_NAMESPACE_LOCATION),
    )


def _read_letter(element: etree._Element, namespace: str) -> AnyLetter:
    name = etree.QName(element)
    if name.namespace != namespace:
        raise UnexpectedStructure(
            _("Brevet {name} hører ikke til beskedens navnerum.").format(name=name.localname), line=line_of(element)
        )
    for model in LETTERS[namespace]:
        if model.__name__ == name.localname:
            return cast("AnyLetter", read_element(element, model, namespace))
    if namespace != REPORT_NAMESPACE:  # the only one that has other letters; written again, one would end up there
        raise UnexpectedStructure(
            _("Brevet {name} er ikke en kvittering, og andet står ikke i kvitteringernes navnerum.").format(
                name=name.localname
            ),
            line=line_of(element),
        )
    return _read_other(element, name.localname, namespace)


def _read_other(element: etree._Element, name: str, namespace: str) -> OtherLetter:
    def said(field: str) -> str:
        return element.findtext(f"{{{namespace}}}Letter/{{{namespace}}}{field}") or ""

    head = OtherHead(identifier=said("Identifier"), version_code=said("VersionCode"))
    # A prefix may be used in a value alone, where the canonical form does not see it; xsi never is.
    prefixes = [prefix for prefix in element.nsmap if prefix not in {None, "xsi"}]
    whole = etree.tostring(element, method="c14n", exclusive=True, inclusive_ns_prefixes=prefixes, with_tail=False)
    return OtherLetter(name=name, letter=head, xml=whole)


def write(message: Emessage, encoding: Encoding = "UTF-8") -> bytes:
    """Write a message; a character that the encoding lacks becomes a character reference.

    Raises Unwritable where a text holds what XML can not carry, or where letters of two namespaces are mixed.
    """
    namespace = message.namespace
    locations = {_LOCATION: message.schema_location, _NO_NAMESPACE_LOCATION: message.no_namespace_schema_location}
    given = {name: text for name, text in locations.items() if text is not None}
    nsmap: dict[str | None, str] = {None: namespace}
    if given:
        nsmap["xsi"] = XSI
    root = etree.Element(f"{{{namespace}}}Emessage", given, nsmap=cast("dict[str, str]", nsmap))
    append_element(root, "Envelope", message.envelope, namespace)
    for letter in message.letters:
        _append_letter(root, letter, namespace)
    return cast("bytes", etree.tostring(root, encoding=encoding, xml_declaration=True))


def _append_letter(root: etree._Element, letter: AnyLetter, namespace: str) -> None:
    if isinstance(letter, OtherLetter):
        root.append(parse(letter.xml))
    elif isinstance(letter, LETTERS[namespace]):
        append_element(root, type(letter).__name__, letter, namespace)
    else:
        raise Unwritable(_("Svar og kvitteringer kan ikke stå i samme besked: de har hver sit navnerum."))
