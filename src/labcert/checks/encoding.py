"""The encoding of a message: what the XML declaration says, and whether the bytes keep to it."""

import re

from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity

__all__ = ["declares_encoding", "keeps_its_encoding", "stands_as_reference", "stands_in_encoding"]

_ANY = Severity.F3  # the judge sets the class that the protocol names
_USED = ("UTF-8", "ISO-8859-1", "windows-1252")
_REFERENCE = re.compile(r"&#([xX]?)([0-9A-Fa-f]{1,6});")
_DECLARED = re.compile(rb"""^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


def _declared(data: bytes) -> str:
    found = _DECLARED.match(data)
    return found[1].decode("ascii") if found else ""


def declares_encoding(data: bytes, encoding: str) -> Finding | None:
    """The XML declaration names the encoding, and every byte is legal in it."""
    declared = _declared(data)
    if declared.lower() != encoding.lower():
        return Finding(
            "ENC-DECLARED", _ANY,
            _("XML-erklæringen siger ikke, at beskeden er i {encoding}.").format(encoding=encoding),
            expected=f'encoding="{encoding}"', line=1,
            actual=f'encoding="{declared}"' if declared else _("intet tegnsæt"),
            remedy=_("Skriv det tegnsæt i XML-erklæringen, som beskeden er kodet i."),
        )
    return _bytes_keep_to(data, encoding)


def keeps_its_encoding(data: bytes) -> Finding | None:
    """The message is in the encoding its declaration names, one of those in use; UTF-8 where it names none."""
    declared = _declared(data) or "UTF-8"
    used = next((name for name in _USED if name.lower() == declared.lower()), None)
    if used is None:
        return Finding(
            "ENC-DECLARED", _ANY, _("Beskeden er i {encoding}, som ikke bruges til svar.").format(encoding=declared),
            expected=", ".join(_USED), actual=declared, line=1, remedy=_("Send beskeden i UTF-8."),
        )
    return _bytes_keep_to(data, used)


def _bytes_keep_to(data: bytes, encoding: str) -> Finding | None:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return Finding(
            "ENC-BYTES", _ANY, _("Beskeden er ikke kodet i {encoding}, som den siger.").format(encoding=encoding),
            expected=encoding, actual=_("byte {number} (0x{byte:02x}) findes ikke i tegnsættet").format(
                number=error.start + 1, byte=data[error.start]
            ),
            line=data.count(b"\n", 0, error.start) + 1,
            remedy=_("Kod beskeden i det tegnsæt, XML-erklæringen nævner."),
        )
    return None


def stands_in_encoding(data: bytes, text: str, encoding: str) -> Finding | None:
    """The text stands in the message in the encoding (in ISO-8859-1 each of æ, ø, å is one byte) or as references."""
    if text in _without_references(data.decode(encoding, "replace")):
        return None
    others = [name for name in _USED if name.lower() != encoding.lower()]
    actual = next((name for name in others if _encoded(text, name) in data), _("teksten findes slet ikke"))
    return Finding(
        "ENC-TEXT", _ANY, _("Teksten “{text}” står ikke i beskeden i {encoding}.").format(text=text, encoding=encoding),
        expected=text.encode(encoding).hex(" "), actual=actual,
        remedy=_("Kod hele beskeden i det tegnsæt, XML-erklæringen nævner."),
    )


def _encoded(text: str, encoding: str) -> bytes:
    return text.encode(encoding, "xmlcharrefreplace")


def stands_as_reference(data: bytes, character: str) -> Finding | None:
    """A character that the encoding lacks is written as a reference: &#8805; or &#x2265;."""
    number = ord(character)
    if any(int(digits, base) == number for digits, base in _references(data)):
        return None
    return Finding(
        "ENC-REFERENCE", _ANY, _("Tegnet {character} er ikke sendt som tegnreference.").format(character=character),
        expected=f"&#{number};", actual=_("ingen tegnreference til tegnet"),
        remedy=_("Skriv et tegn, som tegnsættet ikke har, som tegnreference; erstat det aldrig med et spørgsmålstegn."),
    )


def _without_references(written: str) -> str:
    """Return what is written with each character reference (&#248; or &#xF8;) as its character."""
    return _REFERENCE.sub(lambda found: chr(int(found[2], 16 if found[1] else 10)), written)


def _references(data: bytes) -> list[tuple[str, int]]:
    decimal = [(found.decode("ascii"), 10) for found in re.findall(rb"&#(\d+);", data)]
    return decimal + [(found.decode("ascii"), 16) for found in re.findall(rb"&#[xX]([0-9A-Fa-f]+);", data)]
