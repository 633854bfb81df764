"""Files handed in with an attestation: known by their bytes, cleaned of what they hide, and refused where they are no use."""

import struct
import zlib

import pytest

from labcert.domain.errors import UsageMistake
from labcert.domain.juror import SHEET_PAGE_TYPE, SHEET_TYPE, EvidenceKind
from labcert.runner.asking import LARGEST_FILE
from labcert.runner.attesting_files import clean_jpeg, clean_png, hand_in


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


START = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
PIXELS = chunk(b"IDAT", zlib.compress(b"\0\0"))
PNG = START + PIXELS + chunk(b"IEND")


def segment(marker: int, data: bytes = b"") -> bytes:
    """A segment of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


SCAN = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\x00\x34\xff\xd0\x56"
JFIF = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
JPEG = b"\xff\xd8" + JFIF + segment(0xDB, b"\0" * 65) + SCAN + b"\xff\xd9"
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"


def test_a_clean_picture_stays_as_it_is():
    """Nothing is taken from a picture that hides nothing."""
    assert clean_png(PNG) == PNG
    assert clean_jpeg(JPEG) == JPEG


@pytest.mark.parametrize("kind", [b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME", b"prVt"])
def test_a_pngs_hidden_texts_are_left_out(kind):
    """Texts, EXIF, times and what nobody knows are left out; so is whatever stands after the picture's end."""
    assert clean_png(START + chunk(kind, b"GPS 55.6") + PIXELS + chunk(b"IEND") + b"PK\3\4 more") == PNG


@pytest.mark.parametrize("marker", [0xE1, 0xED, 0xEF, 0xFE])
def test_a_jpegs_hidden_texts_are_left_out(marker):
    """EXIF, XMP, IPTC and comments are left out, before the pixels and between scans, and what stands after the end."""
    hidden = segment(marker, b"Exif\0\0GPS 55.6")
    assert clean_jpeg(JPEG.replace(JFIF, JFIF + hidden) + b"another picture") == JPEG
    twice = JPEG.replace(SCAN, SCAN + SCAN)
    assert clean_jpeg(twice.replace(SCAN + SCAN, SCAN + hidden + SCAN)) == twice


@pytest.mark.parametrize("whole", [PNG, JPEG], ids=["png", "jpeg"])
def test_a_picture_that_is_not_whole_is_none(whole):
    """Cut off anywhere, it is told to be so and never kept."""
    clean = clean_png if whole is PNG else clean_jpeg
    assert [cut for cut in range(len(whole)) if clean(whole[:cut]) is not None] == []


def test_a_png_with_a_wrong_checksum_is_none():
    """A picture that was changed on its way is not whole."""
    assert clean_png(PNG[:-1] + b"\0") is None


@pytest.mark.parametrize(
    ("data", "kind", "warned"),
    [(PNG, "image/png", 1), (JPEG, "image/jpeg", 1), (PDF, "application/pdf", 2),
     (START + chunk(b"tEXt", b"x") + PIXELS + chunk(b"IEND"), "image/png", 2)],
)  # fmt: skip
def test_a_file_is_known_by_its_bytes_and_its_giver_is_warned(tmp_path, data, kind, warned):
    """The name says nothing; whoever hands it in is told what was taken out, and what can't be."""
    path = tmp_path / "billede.txt"
    path.write_bytes(data)
    given = hand_in(path, EvidenceKind.SCREENSHOT)
    assert (given.media_type, given.name, len(given.told)) == (kind, "billede.txt", warned)


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"<svg onload='x()'/>", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"%PDF-1.7", b"PK\3\4", b"MZ"]
)
def test_what_is_no_screenshot_is_refused(tmp_path, data):
    """Another kind of file, or half a picture, is no screenshot, whatever its name."""
    path = tmp_path / "skærm.png"
    path.write_bytes(data)
    with pytest.raises(UsageMistake):
        hand_in(path, EvidenceKind.SCREENSHOT)


def test_too_large_and_missing_files_are_refused(tmp_path):
    """A size beyond the cap is told without reading it; a file that isn't there is told too."""
    with (tmp_path / "stor.png").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(UsageMistake, match="større end 10 MB"):
        hand_in(tmp_path / "stor.png", EvidenceKind.SCREENSHOT)
    with pytest.raises(UsageMistake):
        hand_in(tmp_path / "findes-ikke.png", EvidenceKind.SCREENSHOT)


def test_a_file_may_be_text_where_the_protocol_says_file(tmp_path):
    """`fil` takes a page or a text too, and nothing that can't be shown."""
    path = tmp_path / "udbakke.html"
    path.write_bytes(b"<!doctype html><p>Modtaget")
    assert hand_in(path, EvidenceKind.FILE).media_type == "text/html"
    path.write_bytes(b"PK\3\4\0\0")
    with pytest.raises(UsageMistake):
        hand_in(path, EvidenceKind.FILE)


def test_a_sheet_is_no_evidence_of_what_was_seen():
    """Neither kind takes the sheet itself, and a screenshot is no page."""
    for kind in EvidenceKind:
        assert not kind.accepts(SHEET_TYPE)
        assert not kind.accepts(SHEET_PAGE_TYPE)
    assert not EvidenceKind.SCREENSHOT.accepts("text/html")
    assert EvidenceKind.FILE.accepts("text/html")
