"""The certificate on paper: what it shows, that it is what archives ask for, and that people's words stay words."""

import json
import subprocess
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader

from labcert.domain.casework import Actor, Approver, ApproverKind, Deviation
from labcert.domain.certificate import Certificate, CertifiedStep, Digests, SignedRow
from labcert.reporting.certificate import CertificatePage, CertifiedProtocol, certificate_pdf
from labcert.reporting.certificate.characters import MISSING, shown

MACHINE = '{"certificate": {"vendor": "Æble #$"}}'.encode()


def _certificate(**changes) -> Certificate:
    plain = Certificate(
        format="labcert-certificate/1", id="labcert-cert-live-1-v1", version=1, supersedes="", test=False,
        issuer="MedCom", issued="2026-11-23T15:00:00+01:00", valid_from=date(2026, 11, 23), valid_to=date(2027, 6, 30),
        vendor="Æble & Søn A/S", system="Æskulap", system_version="7.4", standards=("XRPT01",), direction="afsendelse",
        test_type="live", session="live-1", programme="pilot", programme_title="Pilot", programme_version="1.0.0",
        profile="standard", tool_version="0.9.0",
        steps=(
            CertifiedStep("TP-4.2.1", "Samtykket følger svaret", "4.2", "F2", ("AFV-1",)),
            CertifiedStep("TP-4.2.2", "Et rettet svar", "4.2", "F4", (), "Visningen er god nok."),
            CertifiedStep("TP-4.3.1", "Svaret når LABA", "4.3", "Ok"),
        ),
        totals={"Ok": 1, "F4": 1, "F2": 1},
        deviations=(
            Deviation(
                "AFV-1", "SAM-01", True, (), "Æskulap", "7.4", "Kommer i version 8.", Actor("Lis", "Chef", "Æble"),
                "2026-11-20T10:00:00+01:00", date(2026, 11, 20), date(2027, 6, 30),
                Approver(ApproverKind.DOCTOR, "Dorte Holm", "Overlæge", "Regionen", "0BCD1"),
                "2026-11-21T09:30:00+01:00", "d" * 64,
            ),
        ),
        parties=(
            SignedRow("4.2", "LPS", "Lis", "Chef", "Æble", "2026-11-23T14:05:00+01:00", "Læst", "f" * 64),
            SignedRow("4.3", "MedCom", "Mette", "", "MedCom", "2026-11-23T14:06:00+01:00", "", "e" * 64),
        ),
        digests=Digests("a" * 64, "b" * 64, "c" * 64, "e" * 64, {"upload": "1" * 64}), sentence="Godkendt.",
    )  # fmt: skip
    return replace(plain, **changes)


def _page(**changes) -> CertificatePage:
    return CertificatePage(
        _certificate(**changes), (CertifiedProtocol("upload", "Upload af svar", "1.0.2"),), {"4.2": "Upload"},
        {"SAM-01": "Samtykket vises"},
    )  # fmt: skip


def _text(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """A certificate with everything on it."""
    return certificate_pdf(_page(), MACHINE)


def test_everything_that_it_certifies_is_on_it(pdf):
    """Whose system, how long, what was tested, each step, deviation, override, signature, digest, and how to check."""
    text = _text(pdf)
    for expected in (
        "Æskulap", "version 7.4", "fra Æble & Søn A/S", "23. november 2026", "30. juni 2027", "XRPT01 (afsendelse)",
        "Pilot, version 1.0.0", "Upload af svar, version 1.0.2", "Livetest", "Godkendt.", "Række 4.2 · Upload",
        "TP-4.2.1 Samtykket følger svaret AFV-1 F2", "TP-4.3.1 Svaret når LABA Ok", "SAM-01 – Samtykket vises",
        "klinisk krav", "Kommer i version 8.", "Dorte Holm, Overlæge, Regionen, autorisations-id 0BCD1",
        "20. november 2026 – 30. juni 2027", "Visningen er god nok.", "Lis", "Mette", "“Læst”", "a" * 64, "b" * 64,
        "1" * 64, "d" * 64, "labcert verify certificate.pdf --trust", "labcert-cert-live-1-v1", "Side 1 af",
    ):  # fmt: skip
        assert expected in text, expected
    assert "TEST" not in text


def test_it_is_what_archives_and_screen_readers_ask_for(pdf):
    """PDF/A-3a and PDF/UA-1 say so themselves; tagged, with language, title and a fixed date."""
    root = PdfFileReader(BytesIO(pdf)).root
    told = root["/Metadata"].data.decode()
    for expected in ("<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<", "Certifikat: Æskulap 7.4"):
        assert expected in told
    assert str(root["/Lang"]).casefold() == "da-dk"
    assert bool(root["/MarkInfo"]["/Marked"])
    assert "/StructTreeRoot" in root
    assert "2026-11-23T15:00:00" in told or "2026-11-23T14:00:00" in told


def test_it_carries_what_machines_read(pdf):
    """certificate.json lies in it, byte for byte, as its source."""
    root = PdfFileReader(BytesIO(pdf)).root
    (reference,) = root["/AF"]
    attached = reference.get_object()
    assert (attached["/UF"], attached["/AFRelationship"]) == ("certificate.json", "/Source")
    assert attached["/EF"]["/F"].data == MACHINE


def test_same_data_same_bytes(pdf):
    """Nothing of the clock or the machine is in it."""
    assert certificate_pdf(_page(), MACHINE) == pdf


def test_test_stands_on_every_page():
    """A test certifies nothing, says so on top of each page, and doesn't claim that anything was approved."""
    pages = subprocess.run(
        ["pdftotext", "-", "-"], input=certificate_pdf(_page(test=True), MACHINE), capture_output=True, check=True
    ).stdout.decode().split("\f")[:-1]  # fmt: skip
    assert len(pages) > 2
    for each in pages:
        assert "TEST – ikke en certificering" in each
    assert "bekræftes hermed" not in " ".join(pages)


def test_old_version_is_named():
    """A certificate that replaces another says which."""
    assert "afløser labcert-cert-x-v1" in _text(certificate_pdf(_page(supersedes="labcert-cert-x-v1"), MACHINE))


def test_long_tables_repeat_their_heading():
    """Each page of a long table begins with what its columns are."""
    steps = tuple(CertifiedStep(f"TP-4.2.{i}", "Et trin", "4.2", "Ok") for i in range(120))
    made = certificate_pdf(_page(steps=steps, deviations=(), totals={"Ok": 120}), MACHINE)
    text = _text(made)
    assert text.count("Trin Titel Karakter") > 2
    assert "Ingen afvigelser" in text


WRITTEN = st.text(st.characters(codec="utf-8"), max_size=60)


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(WRITTEN, WRITTEN, WRITTEN)
@example('#panic("x") $x^2$ *fed* _kursiv_ `kode` <mærke> @ref', "= Overskrift\n- punkt // nej", "\\u{0} [x] {y}")
@example("\x00\x1b[31m\u202eevil\u2066", "東京 😀 é ﬁ \ufffe", "x" * 500)
@example("#sys.inputs", '#read("/etc/passwd")', "#import sys: inputs")
@example("\r\n\t", "\u00ad\u200b\u200d\ufeff", "")
def test_words_are_never_markup(vendor, title, reason):
    """Whatever people wrote comes out as it stands, as far as there are letters for it, and the page can be made."""
    steps = (CertifiedStep("TP-1", title, "4.2", "Ok", (), reason),)
    made = certificate_pdf(_page(vendor=vendor, steps=steps), MACHINE)
    assert made.startswith(b"%PDF-1.7")


@pytest.mark.parametrize("text", ['#panic("x")', "$x^2$ * _a_ `b` <c> @d", "= Firma // A/S", "\\#x [y] {z} ~ --- ..."])
def test_typst_markup_is_shown_to_the_letter(text):
    """A name that looks like markup is a name."""
    assert " ".join(text.split()) in _text(certificate_pdf(_page(system=text), MACHINE))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Æble & Søn", "Æble & Søn"),
        (" a\r\n\tb\x00c ", "a b c"),
        ("e\u0301", "é"),
        ("東京", MISSING * 2),
        ("a\u202eb", "a b"),
        ("Ω Ж €", "Ω Ж €"),
        ("x" * 30, "x" * 28 + "\u200bxx"),
        ("x" * 28, "x" * 28),
        ("labcert-cert-live-20261123-0901-k7f2-v1", "labcert-cert-live-20261123-0901-k7f2-v1"),
        ("a" * 64, "a" * 64),
    ],
)
def test_what_the_fonts_cannot_show(text, expected):
    """Control signs are spaces, letters without a shape a sign for that, long words may break."""
    assert shown(text) == expected


@given(st.text(st.characters(codec="utf-8")))
def test_shown_text_is_one_line(text):
    """No line end, no control sign, no space around."""
    found = shown(text)
    assert found == found.strip()
    assert all(letter.isprintable() or letter == "\u200b" for letter in found)


def test_attachment_is_read_by_others(pdf, tmp_path):
    """Poppler finds it under its name."""
    (tmp_path / "c.pdf").write_bytes(pdf)
    done = subprocess.run(
        ["pdfdetach", "-save", "1", "-o", tmp_path / "ud.json", tmp_path / "c.pdf"], capture_output=True, check=False
    )
    assert done.returncode == 0
    assert json.loads((tmp_path / "ud.json").read_bytes()) == json.loads(MACHINE)
