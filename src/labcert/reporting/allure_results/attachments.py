"""Kept evidence as Allure attachments: the very bytes, and a view that a browser shows rightly."""

import csv
import io
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

from allure_commons.model2 import Attachment
from lxml import etree

from labcert.domain.errors import ToolFault
from labcert.domain.evidence import Evidence
from labcert.domain.language import _
from labcert.domain.system_words import system_words

__all__ = ["Attacher"]

Mask = Callable[[str], str]

BYTES = "application/octet-stream"
SHOWN_AS_IS = {
    "text/html": "html",
    "text/plain": "txt",
    "text/csv": "csv",
    "application/json": "json",
    "image/png": "png",
    "image/svg+xml": "svg",
    "application/pdf": "pdf",
}
"""media type -> file ending; Allure takes every text to be UTF-8"""
XML_TYPES = ("application/xml", "text/xml")


class Attacher:
    """Writes attachments into a results folder, a file for each use: Allure shows a shared file in one result only.

    Files are numbered in the order they are asked for, so the same session gives the same names.
    """

    def __init__(self, folder: Path, evidence: Path, mask: Mask) -> None:
        self._folder, self._evidence, self._mask = folder, evidence, mask
        self._numbers = count(1)

    def evidence(self, kept: Evidence) -> list[Attachment]:
        """Return the attachments of one piece of evidence; raise ToolFault where its bytes are gone."""
        data = self._read(kept)
        media_type = kept.media_type.partition(";")[0].strip().lower()
        if media_type.startswith("text/") and not _is_utf8(data):
            return [self._bytes(kept, data), self._text(kept, data.decode("windows-1252", errors="replace"))]
        if media_type in SHOWN_AS_IS:
            ending = SHOWN_AS_IS[media_type]
            return [self._put(kept.name, ending, media_type, data)]
        if media_type in XML_TYPES or media_type.endswith("+xml"):
            return [self._bytes(kept, data), self._xml_view(kept, data)]
        return [self._bytes(kept, data)]

    def table(self, rows: Sequence[Sequence[str]]) -> Attachment:
        """Return a data table of a sentence as CSV."""
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([self._mask(cell) for cell in row] for row in rows)
        return self._put(_("Tabel"), "csv", "text/csv", text.getvalue().encode())

    def _read(self, kept: Evidence) -> bytes:
        try:
            return (self._evidence / kept.sha256).read_bytes()
        except OSError as error:
            raise ToolFault(
                _("Beviset “{name}” kan ikke læses: {why}.").format(name=kept.name, why=system_words(error)),
                where=kept.sha256,
            ) from error

    def _bytes(self, kept: Evidence, data: bytes) -> Attachment:
        name = _("{name} (de rå bytes, sha256 {digest})").format(name=kept.name, digest=kept.sha256)
        return self._put(name, "bin", BYTES, data)

    def _xml_view(self, kept: Evidence, data: bytes) -> Attachment:
        pretty = _pretty_xml(data)
        if pretty is None:
            return self._text(kept, data.decode("utf-8", errors="replace"))
        name = _("{name} (vist med indrykning)").format(name=kept.name)
        content = self._mask(pretty).encode()
        return self._put(name, "xml", "application/xml", content)

    def _text(self, kept: Evidence, text: str) -> Attachment:
        name = _("{name} (vist som tekst)").format(name=kept.name)
        return self._put(name, "txt", "text/plain", self._mask(text).encode())

    def _put(self, name: str, ending: str, media_type: str, data: bytes) -> Attachment:
        source = f"{next(self._numbers):05}-attachment.{ending}"
        (self._folder / source).write_bytes(data)
        return Attachment(name=self._mask(name), source=source, type=media_type)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _pretty_xml(data: bytes) -> str | None:
    """Return an indented view, or None where the bytes are no XML or hold a DOCTYPE (evidence may be hostile)."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_blank_text=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root.getroottree().docinfo.internalDTD is not None:
        return None
    return etree.tostring(root, pretty_print=True, encoding="unicode")
