"""From bytes to a tree that is safe to work on: no DOCTYPE, a known encoding, and not too much of anything."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree

from labcert.domain.findings import Finding
from labcert.domain.language import N_, _
from labcert.domain.messages.codec import line_of
from labcert.domain.messages.xml import ENCODINGS, safe_parser
from labcert.domain.outcome import Severity
from labcert.validation.places import path_of
from labcert.validation.values import Limits, Problem

__all__ = ["Unreadable", "declared_encoding", "parse_guarded", "unusual_encoding"]

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._\-]{1,40})["']""")
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_SPACE = re.compile(rb"[ \t\r\n]*")
_TOO_DEEP = re.compile(r"xcessive depth in document: (\d+)")
_ENCODING_ERRORS = {"ERR_UNKNOWN_ENCODING", "ERR_UNSUPPORTED_ENCODING", "ERR_INVALID_ENCODING", "I18N_CONV_FAILED"}
_READ = re.compile(
    r"(utf-?8|us-?ascii|ascii|utf-?16(le|be)?|utf-?32(le|be)?|(iso-10646-)?ucs-?[24](le|be)?|iso[-_]8859-?\d+|latin-?\d+|(windows|cp)-?125\d)",
    re.IGNORECASE,
)
"""The encodings that are read. In each, `<` is the byte 0x3C, alone or beside zeros: no markup hides from a look at the
bytes, as it does in UTF-7 or EBCDIC."""
_ANY_REMEDY = N_("Ret beskeden på linjen. Er den afkortet undervejs, så send den igen, hel.")
_ESCAPE = N_("Skriv `&` i en tekst som `&amp;` og `<` som `&lt;`.")
_REMEDIES = {
    "ERR_NAME_REQUIRED": _ESCAPE,
    "ERR_ENTITYREF_SEMICOL_MISSING": _ESCAPE,
    "ERR_UNDECLARED_ENTITY": N_("Skriv tegnet, som det er, eller som en tegnreference: `&#230;` og ikke `&aelig;`."),
    "ERR_INVALID_CHAR": N_("Fjern styretegnet. XML tillader det ikke, heller ikke som tegnreference."),
    "ERR_TAG_NAME_MISMATCH": N_("Slut hvert element, før det element slutter, som det står i."),
    "ERR_TAG_NOT_FINISHED": N_("Beskeden slutter for tidligt. Send den igen, hel."),
    "ERR_DOCUMENT_END": N_("Fjern det, der står efter roden, eller send hver besked for sig."),
    "ERR_RESERVED_XML_NAME": N_("Lad XML-erklæringen stå allerførst, uden linjeskift og mellemrum foran."),
}
"""What to do about the mistakes that are made most, by libxml2's names of them."""
_NARROW = re.compile(r"utf-?8|us|ascii|iso[-_]8859|latin|windows|cp", re.IGNORECASE)
"""Encodings of those in which `<` is one byte."""
_SINGLE_BYTE = {"iso-8859-1", "windows-1252", "latin1", "cp1252", "iso-8859-15"}


@dataclass(frozen=True)
class Unreadable:
    """Why the bytes could not become a tree."""

    problem: Problem
    finding: Finding


def _unreadable(
    problem: Problem,
    rule: str,
    message: str,
    *,
    expected: str,
    actual: str,
    remedy: str,
    line: int | None = None,
    path: str = "",
) -> Unreadable:
    finding = Finding(rule, Severity.F1, message, expected, actual, remedy, path, line, "wellformed")
    return Unreadable(problem, finding)


def _too_large(data: bytes, limits: Limits) -> Unreadable:
    return _unreadable(
        "too_large",
        "MSG-SIZE-001",
        _("Beskeden er for stor til at blive læst."),
        expected=_("Højst {size} byte").format(size=limits.size),
        actual=_("{size} byte").format(size=len(data)),
        remedy=_("Del beskeden i flere, eller kontrollér, at det er den rigtige fil."),
    )


_OTHER_FILES = (
    (b"UNA", "EDIFACT"), (b"UNB", "EDIFACT"), (b"PK\x03\x04", "zip"), (b"\x1f\x8b", "gzip"),
    (b"%PDF", "pdf"), (b"{", "JSON"),
)  # fmt: skip
"""What files begin with that are sent instead of XML by mistake."""


def _not_xml(data: bytes) -> Unreadable:
    bare = data.lstrip()
    alike = [name for start, name in _OTHER_FILES if bare.startswith(start)]
    actual = _("{size} byte, der ikke begynder med `<`") if bare else _("Intet")
    if alike:
        actual = _("{size} byte, der ligner {kind}").replace("{kind}", alike[0])
    return _unreadable(
        "not_xml",
        "MSG-XML-001",
        _("Det modtagne er ikke XML.") if bare else _("Det modtagne er tomt."),
        expected=_("En Emessage som XML, der begynder med `<`"),
        actual=actual.format(size=len(data)),
        remedy=_("Send beskeden som XML uden omslag eller tekst foran."),
    )


def _doctype() -> Unreadable:
    return _unreadable(
        "not_well_formed",
        "MSG-XML-003",
        _("Beskeden har en DOCTYPE. Den kan bære entiteter og hente filer, så beskeden er ikke læst."),
        expected=_("Ingen DOCTYPE"),
        actual="<!DOCTYPE …>",
        remedy=_("Fjern DOCTYPE-linjen. Skriv tegn, som de er, eller som tegnreferencer (`&#230;`)."),
    )


def _excess(what: str, limit: int, element: etree._Element | None = None) -> Unreadable:
    return _unreadable(
        "not_well_formed",
        "MSG-XML-004",
        _("Beskeden har for mange {what} til at være en Emessage.").format(what=what),
        expected=_("Højst {limit}").format(limit=limit),
        actual=_("Flere end {limit}").format(limit=limit),
        remedy=_("Kontrollér, at det er den rigtige fil, og at den er dannet af svarsystemet."),
        line=line_of(element) if element is not None else None,
        path=path_of(element)[:200] if element is not None else "",
    )


def _looks_like_xml(data: bytes) -> bool:
    start = data[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe").lstrip()
    return start.startswith(b"<")


def declared_encoding(data: bytes) -> str:
    """Return the encoding that the bytes declare, UTF-8 where they are silent."""
    found = _DECLARED.match(data[:600].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe"))
    if found:
        return found[1].decode("ascii")
    return "UTF-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "UTF-8"


def _is_wide(data: bytes) -> bool:
    """Say whether bytes are UTF-16 or UTF-32: they begin with its mark, or with a `<` that has a zero beside it."""
    return data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff", b"<\0", b"\0<", b"\0\0\0<"))


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _wrong_encoding(data: bytes, line: int | None) -> Unreadable:
    declared = declared_encoding(data)
    fitting: list[str] = [name for name in ENCODINGS if name.lower() != declared.lower() and _fits(data, name)]
    fitting = ["UTF-16"] if _is_wide(data) else fitting
    return _unreadable(
        "not_well_formed",
        "MSG-ENC-001",
        _("Beskedens byte passer ikke med det tegnsæt, den erklærer."),
        expected=_("Byte i tegnsættet {declared}").format(declared=declared),
        actual=_("Byte, der passer med {fitting}").format(fitting=_(" eller ").join(fitting)) if fitting else "",
        remedy=_('Skriv det tegnsæt i XML-erklæringen, som beskeden gemmes i, for eksempel `encoding="UTF-8"`.'),
        line=line,
    )


def _unread_encoding(declared: str) -> Unreadable:
    return _unreadable(
        "not_well_formed",
        "MSG-ENC-004",
        _("Beskeden erklærer et tegnsæt, der ikke læses: {declared}.").format(declared=declared[:40]),
        expected=_(" eller ").join(ENCODINGS),
        actual=declared[:40],
        remedy=_("Skriv beskeden i UTF-8."),
        line=1,
    )


def _syntax_error(data: bytes, error: etree.XMLSyntaxError, limits: Limits) -> Unreadable:
    log: Any = error.error_log
    kind = log.last_error.type_name if log.last_error is not None else ""
    line = error.lineno or None
    if kind in _ENCODING_ERRORS or not _fits(data, declared_encoding(data)):
        return _wrong_encoding(data, line)
    if deep := _TOO_DEEP.search(error.msg or ""):
        return _excess(_("niveauer"), min(int(deep[1]), limits.depth))
    return _unreadable(
        "not_well_formed",
        "MSG-XML-002",
        _("Beskeden er ikke velformet XML."),
        expected=_("Velformet XML"),
        actual=_reason(error),
        remedy=_(_REMEDIES.get(kind, _ANY_REMEDY)),
        line=line,
    )


def _reason(error: etree.XMLSyntaxError) -> str:
    """Return libxml2's own words: they name elements, never what stands in them."""
    return (error.msg or "").split(", line ")[0][:200]


@cache
def _deeper_than(depth: int) -> etree.XPath:
    """Return the question whether a tree has more levels; asked in C, as a tree may have many elements."""
    return etree.XPath(f"({'/*' * (depth + 1)})[1]")


_CROWDED = etree.XPath("(//*[count(*) > $most])[1]")
_DRESSED = etree.XPath("(//*[count(@*) > $most])[1]")
_ELEMENTS = etree.XPath("count(//*)")
_ATTRIBUTES = etree.XPath("count(//@*)")


def _over_limits(root: etree._Element, limits: Limits) -> Unreadable | None:
    """Say what a tree has too much of. An ordinary message has less in all than one element may have."""
    if len(root) - 1 > limits.letters:
        return _excess(_("breve"), limits.letters, root)
    elements: Any = _ELEMENTS(root)
    attributes: Any = _ATTRIBUTES(root)
    deep = _deeper_than(limits.depth)(root)
    crowded = _CROWDED(root, most=limits.children) if elements > limits.children else ()
    dressed = _DRESSED(root, most=limits.attributes) if attributes > limits.attributes else ()
    looks = (
        (_("niveauer"), limits.depth, deep),
        (_("elementer i ét element"), limits.children, crowded),
        (_("attributter"), limits.attributes, dressed),
    )
    for what, most, found in looks:
        first: Any = found
        if first:
            return _excess(what, most, first[0])
    return _excess(_("attributter"), limits.attributes_in_all) if attributes > limits.attributes_in_all else None


def _has_doctype(bare: bytes) -> bool:
    """Say whether a DOCTYPE stands where alone it can: after comments and instructions, before the root."""
    at = len(bare) - len(bare.lstrip(b"\xef\xbb\xbf\xff\xfe"))
    while True:
        space = _SPACE.match(bare, at)
        assert space is not None  # no space is some, too
        at = space.end()
        end = b"-->" if bare.startswith(b"<!--", at) else b"?>" if bare.startswith(b"<?", at) else b""
        if not end:
            return _DOCTYPE.match(bare, at) is not None
        closed = bare.find(end, at + 2)
        if closed < 0:
            return False
        at = closed + len(end)


def _refused_bytes(data: bytes, limits: Limits) -> Unreadable | None:
    """Say why bytes are not even parsed, None where they may be."""
    if len(data) > limits.size:
        return _too_large(data, limits)
    if not _looks_like_xml(data):
        return _not_xml(data)
    if not _READ.fullmatch(declared_encoding(data)):
        return _unread_encoding(declared_encoding(data))
    bare = data.replace(b"\0", b"")
    if _has_doctype(bare):
        return _doctype()
    if _is_wide(data) and _NARROW.match(declared_encoding(data)):
        return _wrong_encoding(data, 1)
    if bare.count(b"xmlns") > limits.namespaces:
        return _excess(_("navnerum"), limits.namespaces)
    if bare.count(b"<") - bare.count(b"</") > limits.elements:
        return _excess(_("elementer"), limits.elements)
    return None


def parse_guarded(data: bytes, limits: Limits) -> etree._Element | Unreadable:
    """Parse bytes into a tree without comments and processing instructions, or say why not."""
    if refused := _refused_bytes(data, limits):
        return refused
    try:
        root = etree.fromstring(data, safe_parser())
    except etree.XMLSyntaxError as error:
        return _syntax_error(data, error, limits)
    info = root.getroottree().docinfo
    if info.internalDTD is not None:
        return _doctype()
    if info.encoding and not _READ.fullmatch(info.encoding):
        return _unread_encoding(info.encoding)
    return _over_limits(root, limits) or root


def unusual_encoding(data: bytes) -> Finding | None:
    """Return a finding where the bytes look to be in another encoding than declared, or in an unusual one."""
    declared = declared_encoding(data)
    if declared.lower() in _SINGLE_BYTE and not data.isascii() and _fits(data, "UTF-8"):
        return Finding(
            "MSG-ENC-002",
            Severity.F2,
            _("Beskeden erklærer {declared}, men er skrevet i UTF-8. Æ, ø og å bliver læst forkert.").format(
                declared=declared
            ),
            declared,
            "UTF-8",
            _('Skriv `encoding="UTF-8"` i XML-erklæringen, eller gem beskeden i det tegnsæt, den erklærer.'),
            line=1,
            layer="identify",
        )
    if declared.lower() not in {name.lower() for name in ENCODINGS}:
        return Finding(
            "MSG-ENC-003",
            Severity.F4,
            _("Tegnsættet {declared} er ikke et af dem, der bruges til svar.").format(declared=declared),
            _(" eller ").join(ENCODINGS),
            declared,
            _("Brug UTF-8."),
            line=1,
            layer="identify",
        )
    return None
