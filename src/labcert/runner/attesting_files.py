"""Files that are handed in with an attestation: known by their bytes, capped, and without what a picture hides.

A screenshot may carry where, when and with what it was taken, and a whole other picture behind its end. Everything that
is not needed to show it is left out. A PDF can't be cleaned so; whoever hands one in is told.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from labcert.adapters.byhand import media_type_of
from labcert.domain.errors import UsageMistake
from labcert.domain.juror import EvidenceKind
from labcert.domain.language import _
from labcert.domain.masking import mask_text
from labcert.runner.asking import handed_over

__all__ = ["HandedIn", "clean_jpeg", "clean_png", "hand_in"]

PNG_START, JPEG_START, PDF_START = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"%PDF-"
PNG_KEPT = frozenset(b"tRNS gAMA cHRM sRGB iCCP cICP pHYs sBIT bKGD hIST sPLT".split())
"""chunks that are not critical and change how the picture looks (PNG specification, 11.3)"""
JPEG_KEPT = frozenset({0xE0, 0xE2, 0xEE})
"""APP0 (JFIF), APP2 (the colours) and APP14 (Adobe's colour transform); the others, and comments, only tell"""
JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""markers without a length: TEM and the restarts"""
PDF_END = re.compile(rb"%%EOF\s*\Z")
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True)
class HandedIn:
    """A file to be kept as evidence; `told` are sentences to whoever handed it in."""

    name: str
    media_type: str
    data: bytes
    told: tuple[str, ...] = ()


def hand_in(path: Path, wanted: EvidenceKind | None) -> HandedIn:
    """Read and clean a file; raises UsageMistake where it can't be read, is too large, or is not what is wanted."""
    data, name = handed_over(path)
    if data.startswith(PNG_START):
        return _picture(path, name, "image/png", data, clean_png(data))
    if data.startswith(JPEG_START):
        return _picture(path, name, "image/jpeg", data, clean_jpeg(data))
    if data.startswith(PDF_START):
        if not PDF_END.search(data):
            raise _spoilt(path)
        hidden = _("{name}: en PDF kan bære skjulte oplysninger (forfatter, tidspunkt, sted); de er ikke fjernet.")
        return HandedIn(name, "application/pdf", data, (hidden.format(name=mask_text(name, ())), _look_through(name)))
    if wanted is not EvidenceKind.FILE:
        raise UsageMistake(
            _("Filen er hverken PNG, JPEG eller PDF."), where=str(path),
            remedy=_("Læg et skærmbillede ved i et af de formater. Det er indholdet, der tæller, og ikke navnet."),
        )  # fmt: skip
    if not data.strip() or CONTROL.search(data[:4096]):
        raise UsageMistake(
            _("Filen er tom eller af en slags, der ikke kan vises."), where=str(path),
            remedy=_("Læg et skærmbillede ved, eller en fil med tekst, XML eller HTML."),
        )  # fmt: skip
    return HandedIn(name, media_type_of(data), data, (_masked(name),))


def _picture(path: Path, name: str, media_type: str, data: bytes, clean: bytes | None) -> HandedIn:
    if clean is None:
        raise _spoilt(path)
    told: tuple[str, ...] = (_look_through(name),)
    if clean != data:
        hidden = _("{name}: det, billedet bar af skjulte oplysninger (sted, tidspunkt, program), er fjernet.")
        told = (hidden.format(name=mask_text(name, ())), *told)
    return HandedIn(name, media_type, clean, told)


def _look_through(name: str) -> str:
    told = _("{name}: se efter, at der kun kan ses testpersoner. Et billede kan ikke maskeres.")
    return told.format(name=mask_text(name, ()))


def _masked(name: str) -> str:
    told = _("{name}: CPR-numre, der ikke er testpersoners, maskeres. Se efter, at intet andet er om rigtige folk.")
    return told.format(name=mask_text(name, ()))


def _spoilt(path: Path) -> UsageMistake:
    return UsageMistake(
        _("Filen er ikke hel: den begynder som et billede eller en PDF, men kan ikke læses til ende."), where=str(path),
        remedy=_("Gem skærmbilledet igen, og åbn det, før du lægger det ved."),
    )  # fmt: skip


def clean_png(data: bytes) -> bytes | None:
    """Return the picture with the chunks that show it and nothing after its end; None where it is not whole."""
    kept = [PNG_START]
    position, first, pixels = len(PNG_START), True, False
    while position + 12 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        end = position + 12 + length
        chunk, kind = data[position:end], data[position + 4 : position + 8]
        whole = end <= len(data) and zlib.crc32(chunk[4:-4]) == int.from_bytes(chunk[-4:], "big")
        if not whole or first != (kind == b"IHDR"):
            return None
        if not kind[0] & 0x20 or kind in PNG_KEPT:  # a capital letter: the picture can't be shown without it
            kept.append(chunk)
        pixels = pixels or kind == b"IDAT"
        if kind == b"IEND":
            return b"".join(kept) if pixels else None
        position, first = end, False
    return None


def clean_jpeg(data: bytes) -> bytes | None:
    """Return the picture with the segments that show it and nothing after its end; None where it is not whole."""
    kept = [data[:2]]
    for marker, segment in _segments(data):
        if marker == 0xD9:
            return b"".join([*kept, segment]) if any(part[1:2] == b"\xda" for part in kept) else None
        if marker not in (*range(0xE0, 0xF0), 0xFE) or marker in JPEG_KEPT:
            kept.append(segment)
    return None


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each marker with its segment; a scan (0xDA) has its pixels with it. Ends where the file is not a JPEG."""
    position = 2
    while position + 2 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xFF:  # a filler
            position += 1
            continue
        end = position + 2
        if marker not in JPEG_ALONE and marker != 0xD9:
            length = int.from_bytes(data[end : end + 2], "big")
            end += length
            if length < 2 or end > len(data):
                return
            if marker == 0xDA:
                end = _end_of_pixels(data, end)
        yield marker, data[position:end]
        position = end


def _end_of_pixels(data: bytes, position: int) -> int:
    """Return where the next marker stands: 0xFF before something that is neither 0 nor a restart."""
    while (position := data.find(b"\xff", position)) >= 0:
        following = data[position + 1 : position + 2]
        if following and following[0] != 0 and following[0] not in JPEG_ALONE:
            return position
        position += 2
    return len(data)
