"""Identifiers of envelopes and letters, versions, types and the namespace."""

# ruff: noqa: ARG001 - a variant has the arguments of the method it replaces, and often looks at none of them

import uuid

from lxml import etree

from sut.defective.overrides.entering import variant
from sut.reference import Entry, Json, ReferenceLps

OWN = b"http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/"
OLDER = b"http://rep.oio.dk/sundcom.dk/medcom.dk/xml/schemas/2007/02/01/"


@variant("reused-identifier")
def _first_identifier_again(self: ReferenceLps, kind: str) -> str:
    return f"{kind}{self.kept.mark}{1:07d}"


@variant("identifier-too-long")
def _uuid_as_identifier(self: ReferenceLps, kind: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, ReferenceLps.next_identifier(self, kind)))


@variant("one-identifier-for-both-letters")
def _letters_share(self: ReferenceLps, case: Json, replaces: Entry | None) -> tuple[str, tuple[str, ...]]:
    envelope, letters = ReferenceLps.identifiers_of(self, case, replaces)
    return envelope, (letters[0],) * len(letters)


@variant("wrong-version-code")
def _older_version(self: ReferenceLps, standard: str) -> str:
    return "XR0130K" if standard == "XRPT01" else ReferenceLps.version_code(self, standard)


@variant("older-microbiology-version")
def _older_microbiology(self: ReferenceLps, standard: str) -> str:
    return "XR0530M" if standard == "XRPT05" else ReferenceLps.version_code(self, standard)


@variant("wrong-type-code")
def _one_type_for_all(self: ReferenceLps, standard: str) -> str:
    return "XRPT01"


@variant("older-namespace")
def _namespace_of_2007(self: ReferenceLps, message: etree._Element, encoding: str) -> bytes:
    return ReferenceLps.write(self, message, encoding).replace(OWN, OLDER)


@variant("no-namespace")
def _namespace_left_out(self: ReferenceLps, message: etree._Element, encoding: str) -> bytes:
    return ReferenceLps.write(self, message, encoding).replace(b' xmlns="' + OWN + b'"', b"")
