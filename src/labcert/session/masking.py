"""Masking of kept bytes: numbers and names of persons who aren't test persons, without touching anything else.

The work is done on bytes read as ISO-8859-1. That is lossless, and digits and tags stand the same way in UTF-8,
ISO-8859-1 and windows-1252; so a message keeps its declared encoding, and a wrongly encoded one its wrong bytes.
UTF-16 is known by its first two bytes.
"""

import codecs
import html
import re
from collections.abc import Iterable

from labcert.domain.case import Patient
from labcert.domain.masking import mask_cpr, mask_text

__all__ = ["Masker"]

MASKED_NAME = "xxxx"
_TEXT_TYPES = re.compile(
    r"text/|message/|application/(xml|json|x-ndjson|javascript|x-www-form-urlencoded)|.*\+(xml|json)$"
)
_BINARY_TYPES = re.compile(r"(image(?!/svg)|audio|video|font)/|application/(pdf|zip|gzip)$")
_UTF16_STARTS = {
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}

# A message may stand inside another text with its brackets written as &lt; and &gt; (SOAP, a page that shows it).
_OPEN, _CLOSE, _PREFIX = r"(?:<|&lt;)", r"(?:>|&gt;)", r"(?:[\w.-]+:)?"
_PATIENT = re.compile(
    rf"{_OPEN}{_PREFIX}Patient(?:[\s/]|{_CLOSE}).*?(?:{_OPEN}/{_PREFIX}Patient\s*{_CLOSE}|\Z)", re.DOTALL
)


def _element(*names: str) -> re.Pattern[str]:
    """Match a start tag and the characters after it, whether or not an end tag follows (a message may be cut off)."""
    return re.compile(
        rf"(?P<tag>{_OPEN}{_PREFIX}(?:{'|'.join(names)})(?:\s(?:(?!&gt;)[^>])*)?(?<!/){_CLOSE})"
        r"(?P<content>(?:[^<&]|&(?!lt;)|<!\[CDATA\[.*?\]\]>|<!--.*?-->)*+)",
        re.DOTALL,
    )


_NUMBER = _element("CivilRegistrationNumber", "AlternativeIdentifier")
_NAME = _element("PersonSurnameName", "PersonGivenName")


def _value(content: str) -> str:
    """What an element's content says: without CDATA marks, references and white space around it."""
    content = re.sub(r"<!\[CDATA\[(.*?)\]\]>", r"\1", content, flags=re.DOTALL)
    return html.unescape(re.sub(r"<!--.*?-->", "", content, flags=re.DOTALL)).strip()


def _number(content: str) -> str:
    return re.sub(r"[\s-]", "", _value(content)).upper()


def _mask_name(found: re.Match[str]) -> str:
    return found["tag"] + (MASKED_NAME if _value(found["content"]) else found["content"])


class Masker:
    """Masks what isn't the given test persons'."""

    def __init__(self, known: Iterable[Patient]) -> None:
        persons = tuple(known)
        self._cprs = frozenset(person.cpr for person in persons if person.cpr)
        self._numbers = frozenset(person.identifier for person in persons)
        self._names = frozenset(name for person in persons for name in (person.given_name, person.surname))

    def text(self, text: str) -> str:
        """Mask what may be a CPR number in a text of our own."""
        return mask_text(text, self._cprs)

    def data(self, media_type: str, data: bytes) -> bytes:
        """Return the bytes with foreign numbers and names masked; pictures, PDF and other binary data as they are."""
        kind = media_type.partition(";")[0].strip().lower()
        if _BINARY_TYPES.match(kind):
            return data
        for start, encoding in _UTF16_STARTS.items():
            if data.startswith(start):
                whole = len(data) - len(data) % 2
                text = data[:whole].decode(encoding, "surrogatepass")
                return self._message(text, encoding).encode(encoding, "surrogatepass") + data[whole:]
        if b"\0" in data and not _TEXT_TYPES.match(kind):
            return data
        return self._message(data.decode("latin-1"), "latin-1").encode("latin-1")

    def _message(self, text: str, encoding: str) -> str:
        return self.text(_PATIENT.sub(lambda found: self._patient(found[0], encoding), text))

    def _patient(self, patient: str, encoding: str) -> str:
        numbers = [_number(match["content"]) for match in _NUMBER.finditer(patient)]
        foreign = any(number not in self._numbers for number in numbers if number)
        if not foreign and (any(numbers) or self._names_known(patient, encoding)):
            return patient
        masked = _NUMBER.sub(self._mask_number, patient)
        return _NAME.sub(_mask_name, masked)

    def _names_known(self, patient: str, encoding: str) -> bool:
        """Without any number the names themselves must be a test person's to be shown."""
        names = [_value(match["content"]) for match in _NAME.finditer(patient)]
        return all(self._readings(name, encoding) & self._names for name in names)

    def _readings(self, name: str, encoding: str) -> set[str]:
        """The name as it reads in each encoding that it may have been written in."""
        if encoding != "latin-1":
            return {name}
        raw = name.encode("latin-1", "replace")
        return {raw.decode(candidate, "replace") for candidate in ("utf-8", "latin-1", "cp1252")}

    def _mask_number(self, found: re.Match[str]) -> str:
        number = _number(found["content"])
        shown = number in self._numbers or len(number) < 7
        return found["tag"] + (found["content"] if shown else mask_cpr(re.sub(r"\W", "", number)))
