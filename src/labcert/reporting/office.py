"""Office documents (DOCX, XLSX) that are the same bytes for the same content: a zip without the moment it was made."""

import io
import re
import zipfile
from datetime import UTC, datetime

__all__ = ["moment_of", "settled", "storable"]

_DATES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CORE = "docProps/core.xml"
_ZIP_BEGINNING = (1980, 1, 1, 0, 0, 0)


def moment_of(time: str) -> datetime:
    """Return an ISO 8601 time in UTC, or the first that a zip can tell where it is none."""
    try:
        moment = datetime.fromisoformat(time)
    except ValueError:
        return datetime(*_ZIP_BEGINNING, tzinfo=UTC)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def storable(text: str) -> str:
    """Return the text with one kind of line ending, and \ufffd for what such a document can't hold."""
    return _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def settled(document: bytes, time: str) -> bytes:
    """Return the document with its own dates set to `time` (ISO 8601), and its parts without any."""
    said = f"{moment_of(time):%Y-%m-%dT%H:%M:%SZ}".encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as made, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as kept:
        for part in made.infolist():
            data = made.read(part)
            if part.filename == _CORE:
                data = _DATES.sub(lambda found: found[1] + said + found[3], data)
            kept.writestr(zipfile.ZipInfo(part.filename, _ZIP_BEGINNING), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
