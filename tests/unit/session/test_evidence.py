"""The evidence store keeps bytes once, whole, and without foreign persons' numbers and names."""

import hashlib
import signal
import subprocess
import sys
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from labcert.domain.case import Patient
from labcert.domain.errors import ToolFault, UsageMistake
from labcert.session.evidence import EvidenceStore

KNOWN = (
    Patient("nancy-ann", "Nancy Ann Test", "Berggren", cpr="2512489996"),
    Patient("peter", "Peter", "Hansen", replacement="0703921VJ5"),
)
FOREIGN = "010203" + "1234"  # made up, and put together only here
MASKED = "010203-xxxx"


@pytest.fixture
def store(tmp_path):
    """A store that knows two test persons."""
    return EvidenceStore(tmp_path / "evidence", KNOWN)


def _letter(number, given="Åse Ærlig", surname="Sørensen", tag="CivilRegistrationNumber"):
    return (
        f"<LaboratoryReport><Patient><{tag}>{number}</{tag}><PersonSurnameName>{surname}</PersonSurnameName>"
        f"<PersonGivenName>{given}</PersonGivenName></Patient><Value>42 µg</Value></LaboratoryReport>"
    )


def _message(*letters, encoding="UTF-8"):
    return f'<?xml version="1.0" encoding="{encoding}"?>\n<Emessage>{"".join(letters)}</Emessage>'.encode(encoding)


@given(st.binary(max_size=2000))
@settings(max_examples=60, deadline=None)
@example(b"\x89PNG\r\n\x1a\n\0" + FOREIGN.encode())
def test_pictures_are_kept_as_they_are(tmp_path_factory, data):
    """Binary evidence is kept byte for byte under its sha256, and read back."""
    store = EvidenceStore(tmp_path_factory.mktemp("e"), KNOWN)
    kept = store.keep("Skærmbillede", "image/png", data)
    assert (kept.sha256, kept.size, kept.masked) == (hashlib.sha256(data).hexdigest(), len(data), False)
    assert store.read(kept) == data


@given(st.text(max_size=200), st.sampled_from(["utf-8", "iso-8859-1", "cp1252"]))
@settings(max_examples=60, deadline=None)
def test_text_around_a_number_is_untouched(tmp_path_factory, text, encoding):
    """Whatever surrounds a foreign number stays byte for byte, in each encoding."""
    around = text.encode(encoding, "ignore").translate(None, b"0123456789<>&-\0\xff\xfe")
    store = EvidenceStore(tmp_path_factory.mktemp("e"), KNOWN)
    kept = store.keep("Svar", "text/plain", around + b" " + FOREIGN.encode() + b" " + around)
    assert kept.masked
    assert store.read(kept) == around + b" " + MASKED.encode() + b" " + around


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", "windows-1252"])
def test_foreign_person_is_masked_in_the_declared_encoding(store, encoding):
    """Number and names of a foreign patient go; the encoding, the other letters and other texts stay."""
    nancy = _letter("2512489996", "Nancy Ann Test", "Berggren")
    kept = store.keep("Besked", "application/xml", _message(nancy, _letter(FOREIGN), encoding=encoding))
    expected = _message(nancy, _letter(MASKED, "xxxx", "xxxx"), encoding=encoding)
    assert kept.masked
    assert store.read(kept) == expected


@pytest.mark.parametrize(
    "number", ["2512489996", " 2512489996\n", "<![CDATA[2512489996]]>", "&#50;512489996", "251248-9996"]
)
def test_test_person_is_not_masked(store, number):
    """A national test person stays readable, however the number is written."""
    data = _message(_letter(number, "Nancy Ann Test", "Berggren"))
    kept = store.keep("Besked", "application/xml", data)
    assert (kept.masked, store.read(kept)) == (False, data)


@pytest.mark.parametrize("tag", ["AlternativeIdentifier"])
def test_replacement_numbers(store, tag):
    """A known replacement CPR stays; another person's goes with the names."""
    known = _message(_letter("0703921VJ5", "Peter", "Hansen", tag=tag))
    assert not store.keep("Besked", "application/xml", known).masked
    kept = store.keep("Besked", "application/xml", _message(_letter("010203" + "4AB6", tag=tag)))
    assert store.read(kept) == _message(_letter(MASKED, "xxxx", "xxxx", tag=tag))


@pytest.mark.parametrize(
    "number",
    [f"<![CDATA[{FOREIGN}]]>", FOREIGN[:6] + "-" + FOREIGN[6:], f" {FOREIGN} ", f"<!-- x -->{FOREIGN}", FOREIGN + "9",
     "&#48;" + FOREIGN[1:]],
)
def test_disguised_numbers_are_masked(store, number):
    """CDATA, separators, comments, references and one digit too many hide nobody."""
    kept = store.read(store.keep("Besked", "application/xml", _message(_letter(number))))
    assert kept == _message(_letter(MASKED, "xxxx", "xxxx"))


@pytest.mark.parametrize("cut", range(50, 330, 7))
def test_cut_off_message_shows_nobody(store, cut):
    """A message that stops anywhere shows no foreign number and no part of a name after the number."""
    kept = store.read(store.keep("Besked", "application/xml", _message(_letter(FOREIGN))[:cut]))
    assert FOREIGN[:7].encode() not in kept
    assert "Sør".encode() not in kept
    assert "Åse".encode() not in kept


@pytest.mark.parametrize("prefixed", [True, False])
def test_prefixed_elements_are_known(store, prefixed):
    """A message with a namespace prefix is masked the same way."""
    text = _message(_letter(FOREIGN)).decode()
    if prefixed:
        text = text.replace("</", "</m:").replace("<L", "<m:L").replace("<P", "<m:P").replace("<C", "<m:C")
    kept = store.read(store.keep("Besked", "application/octet-stream", text.encode()))
    assert b"1234" not in kept
    assert "Sørensen".encode() not in kept


def test_message_inside_another_text_is_masked(store):
    """A message shown on a page or carried in SOAP, with its brackets escaped, shows nobody either."""
    def escaped(text):
        return text.replace("<", "&lt;").replace(">", "&gt;").encode()

    kept = store.keep("Side", "text/html", b"<pre>" + escaped(_letter(FOREIGN)) + b"</pre>")
    assert store.read(kept) == b"<pre>" + escaped(_letter(MASKED, "xxxx", "xxxx")) + b"</pre>"


def test_utf16_is_masked(store):
    """A message in an encoding that isn't allowed shows nobody either."""
    data = _message(_letter(FOREIGN)).decode().replace("UTF-8", "UTF-16").encode("utf-16")
    kept = store.read(store.keep("Besked", "application/xml", data)).decode("utf-16")
    assert MASKED in kept
    assert "Sørensen" not in kept


def test_patient_without_a_number(store):
    """Without any number, names are shown only if they are a test person's."""
    known, foreign = _letter("", "Nancy Ann Test", "Berggren"), _letter("")
    assert not store.keep("Besked", "application/xml", _message(known)).masked
    assert store.read(store.keep("Besked", "application/xml", _message(foreign))) == _message(_letter("", "xxxx", "xxxx"))


def test_names_of_evidence_are_masked(store):
    """The name a person reads is masked, too."""
    assert store.keep(f"Svar for {FOREIGN}", "text/plain", b"x").name == f"Svar for {MASKED}"


def test_same_bytes_are_kept_once(store, tmp_path):
    """One file a sha256, and no drafts left."""
    for name in ("a", "b"):
        store.keep(name, "text/plain", b"svar")
    store.flush()
    assert [path.name for path in (tmp_path / "evidence").iterdir()] == [hashlib.sha256(b"svar").hexdigest()]


def test_changed_or_lost_evidence_is_said(store, tmp_path):
    """Reading evidence that isn't what was kept is a fault; keeping it again mends it."""
    kept = store.keep("Svar", "text/plain", b"svar")
    store.flush()
    (tmp_path / "evidence" / kept.sha256).write_bytes(b"andet")
    with pytest.raises(ToolFault, match="ændret"):
        store.read(kept)
    store.keep("Svar", "text/plain", b"svar")
    assert store.read(kept) == b"svar"
    (tmp_path / "evidence" / kept.sha256).unlink()
    with pytest.raises(ToolFault, match="kan ikke læses"):
        store.read(kept)


def test_what_was_kept_is_there_before_an_event_can_name_it(tmp_path):
    """A process that is killed the moment `keep` has returned leaves the evidence, whole and under its name."""
    code = (
        "import os, signal, sys, pathlib\n"
        "from labcert.session.evidence import EvidenceStore\n"
        "store = EvidenceStore(pathlib.Path(sys.argv[1]), ())\n"
        "for number in range(20):\n"
        "    kept = store.keep('Svar', 'text/plain', b'%d ' % number * 5000)\n"
        "    os.write(1, kept.sha256.encode() + b'\\n')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    told = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, check=False)
    named = told.stdout.decode().split()
    assert (told.returncode, len(named)) == (-signal.SIGKILL, 20)
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in tmp_path.iterdir()} == {
        name: name for name in named
    }


def test_a_flush_waits_until_each_piece_is_on_disk(store, tmp_path, monkeypatch):
    """Every file's bytes, then their names: what `flush` has returned for survives a power cut."""
    flushed: list[str] = []
    monkeypatch.setattr("labcert.session.evidence.flush_file", lambda path: (time.sleep(0.05), flushed.append(path.name)))
    monkeypatch.setattr("labcert.session.evidence.flush_folder", lambda folder: flushed.append(folder.name))
    kept = [store.keep("Svar", "text/plain", b"%d" % number) for number in range(10)]
    store.flush()
    assert (sorted(flushed[:-1]), flushed[-1]) == (sorted(one.sha256 for one in kept), "evidence")
    store.flush()
    assert len(flushed) == 11


def _full(*_words):
    raise OSError(28, "No space left on device")


def test_full_disk_leaves_nothing_that_looks_whole(store, tmp_path, monkeypatch):
    """When the disk says only at the end that it is full, the file is gone, and flush says so before a step can end."""
    monkeypatch.setattr("os.fsync", _full)
    store.keep("Svar", "text/plain", b"svar")
    with pytest.raises(ToolFault, match="Skaf plads"):
        store.flush()
    assert list((tmp_path / "evidence").iterdir()) == []


def test_full_disk_is_told_at_once(store, tmp_path, monkeypatch):
    """When the bytes can't be written, neither the file nor a draft is left, and no event can name them."""
    monkeypatch.setattr("pathlib.Path.replace", _full)
    with pytest.raises(ToolFault, match="Skaf plads"):
        store.keep("Svar", "text/plain", b"svar")
    assert list((tmp_path / "evidence").iterdir()) == []


def test_folder_that_cannot_be_made(tmp_path):
    """A place taken by a file is said."""
    (tmp_path / "evidence").write_text("")
    with pytest.raises(UsageMistake, match="må skrive i"):
        EvidenceStore(tmp_path / "evidence", KNOWN)
