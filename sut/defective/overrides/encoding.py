"""How the bytes are written: another encoding than the one declared, lost characters, broken XML."""

# ruff: noqa: ARG001 - a variant has the arguments of the method it replaces, and often looks at none of them

from lxml import etree

from sut.defective.overrides.entering import variant
from sut.reference import ReferenceLps


def _text(message: etree._Element, declared: str) -> str:
    return f'<?xml version="1.0" encoding="{declared}"?>\n{etree.tostring(message, encoding="unicode")}'


@variant("declares-utf-8-writes-latin-1")
def _latin_1_called_utf_8(self: ReferenceLps, message: etree._Element, encoding: str) -> bytes:
    return _text(message, encoding).encode("ISO-8859-1", "xmlcharrefreplace")


@variant("declares-latin-1-writes-utf-8")
def _utf_8_called_latin_1(self: ReferenceLps, message: etree._Element, encoding: str) -> bytes:
    return _text(message, "ISO-8859-1").encode("utf-8")


@variant("question-marks")
def _unknown_characters_lost(self: ReferenceLps, message: etree._Element, encoding: str) -> bytes:
    return _text(message, encoding).encode(encoding, "replace")


@variant("always-latin-1-with-question-marks")
def _everything_in_latin_1(self: ReferenceLps, message: etree._Element, encoding: str) -> bytes:
    return _text(message, "ISO-8859-1").encode("ISO-8859-1", "replace")


@variant("elements-in-wrong-order")
def _given_name_first(self: ReferenceLps, message: etree._Element, encoding: str) -> bytes:
    for patient in message.iter("{*}Patient"):
        for name in patient.findall("{*}PersonGivenName"):
            patient.insert(0, name)
    return ReferenceLps.write(self, message, encoding)


@variant("empty-elements")
def _every_field_is_there(self: ReferenceLps, message: etree._Element, encoding: str) -> bytes:
    for result in message.iter("{*}Result"):
        for value in result.findall("{*}Value"):
            if result.find("{*}Unit") is None:
                value.addnext(result.makeelement(value.tag.replace("Value", "Unit")))
    return ReferenceLps.write(self, message, encoding)
