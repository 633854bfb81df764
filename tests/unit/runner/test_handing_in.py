"""MedCom's file names, and what is told of the system."""

import json

import pytest

from labcert.domain.outcome import Outcome
from labcert.domain.sut import Executable, Security, System, SystemUnderTest, Vendor
from labcert.domain.verdict import Verdict
from labcert.runner.handing_in import letters_of, medcom_names, write_messages, write_system
from labcert.session import SessionFolder
from tests.support.sample_session import keep, step_verdict


@pytest.mark.parametrize(
    ("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_messages_of_a_step_are_lettered(number, letters):
    """After Z comes AA."""
    assert letters_of(number) == letters


def message(*letters: str, prefix: str = "") -> bytes:
    """A message with such letters."""
    inner = "".join(f"<{prefix}{name}>x</{prefix}{name}>" for name in letters)
    return f"<{prefix}Emessage a='1'><{prefix}Envelope/>{inner}</{prefix}Emessage>".encode()


def test_each_message_has_a_name_by_standard_step_and_letter(tmp_path):
    """A message with both letters has a name in each standard; receipts, pages and other XML have none."""
    folder = SessionFolder.create(tmp_path / "session")
    one = keep(folder.evidence, "Beskeden", "application/xml", message("LaboratoryReport"))
    two = keep(folder.evidence, "Beskeden", "application/xml", message("LaboratoryReport", "MicrobiologyWebReport", prefix="m:"))
    utf16 = keep(folder.evidence, "Beskeden", "application/xml", message("MicrobiologyWebReport").decode().encode("utf-16"))
    others = [
        keep(folder.evidence, "Kvittering", "application/xml", message("PositiveReceipt")),
        keep(folder.evidence, "Siden", "text/html", message("LaboratoryReport", "a")),
        keep(folder.evidence, "Et brev", "application/xml", b"<LaboratoryReport>x</LaboratoryReport>"),
    ]
    steps = (
        step_verdict("TP-3.4", Outcome.PASSED, evidence=(one, two, *others)),
        step_verdict("TP-3.5", Outcome.PASSED, evidence=(utf16, one)),
    )
    verdict = Verdict("s", "p", "1", "v", "s", "1", demo=False, steps=steps, totals={}, outcome=Outcome.PASSED, approved=True, sentence="")
    names = medcom_names(folder, verdict)
    assert names == {
        ("TP-3.4", one.sha256): ("XRPT01_3.4_A.xml",),
        ("TP-3.4", two.sha256): ("XRPT01_3.4_B.xml", "XRPT05_3.4_A.xml"),
        ("TP-3.5", utf16.sha256): ("XRPT05_3.5_A.xml",),
        ("TP-3.5", one.sha256): ("XRPT01_3.5_A.xml",),
    }
    write_messages(folder, names)
    written = {path.name: path.read_bytes() for path in (folder.path / "medcom").iterdir()}
    assert len(written) == 5
    assert written["XRPT01_3.4_A.xml"] == (folder.evidence / one.sha256).read_bytes()


def test_no_place_of_the_machine_and_no_secret_is_told_of_the_system(tmp_path):
    """Vendor, system and how it is driven; not where its program lies, nor what its environment holds."""
    sut = SystemUnderTest(
        Vendor("Æble A/S", phone="12345678"), System("LPS", "1.0"), ("XRPT01",),
        Executable(("/hemmelig/sti/lps",), "/hemmelig/sti", environment={"KODE": "hemmelig"}), "/hemmelig", "",
        Security("/hemmelig/ca.pem"),
    )  # fmt: skip
    folder = SessionFolder.create(tmp_path / "session")
    write_system(folder, sut)
    text = (folder.path / "system.json").read_text("utf-8")
    assert "hemmelig" not in text
    assert json.loads(text)["vendor"] == {"name": "Æble A/S", "address": "", "contact": "", "phone": "12345678", "email": ""}
    assert json.loads(text)["adapter"] == {"kind": "executable", "mode": "once", "can": ["send", "correct"]}
