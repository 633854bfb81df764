"""What a message may not do: cost much time or memory, hide a DOCTYPE, or have anything opened or fetched."""

import codecs
import http.server
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from labcert.domain.suite import suite_root
from labcert.validation import Limits, validate

NUMERIC = (suite_root() / "fixtures" / "corpus" / "valid" / "xrpt01-numeric.xml").read_bytes()
TEXT = NUMERIC.decode()
MEGABYTE = 1024 * 1024


def rules(data: bytes, **keywords) -> list[str]:
    """Return the rules that are found."""
    return [finding.rule for finding in validate(data, **keywords).findings]


# ------------------------------------------------------------------------------------------------------ time and memory
@pytest.mark.skipif(os.name == "nt", reason="Windows has no resource module")
def test_the_worst_of_ten_megabytes_costs_little():
    """Each kind of bad message is answered by all rules within 5 s of CPU, with 201 findings at most in a layer; in 600 MB."""
    words = [sys.executable, "-m", "tests.unit.validation.worst_messages"]
    done = subprocess.run(words, capture_output=True, text=True, cwd=suite_root(), timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    slow = {name: seconds for name, (_problem, _count, seconds) in told["told"].items() if seconds > 5}
    assert slow == {}
    assert told["memory"] < 600 * MEGABYTE
    assert {name for name, (problem, _count, _seconds) in told["told"].items() if problem == "fault"} == set()
    assert max(count for _problem, count, _seconds in told["told"].values()) <= 3 * 201
    right = {name for name, (problem, _count, _seconds) in told["told"].items() if problem == "none"}
    assert right == {"elements up to the limit", "deep up to the limit", "other letters"}


@pytest.mark.parametrize(
    ("limits", "what"),
    [
        (Limits(elements=20), "elementer"),
        (Limits(children=5), "elementer i ét element"),
        (Limits(letters=0), "breve"),
        (Limits(depth=3), "niveauer"),
        (Limits(attributes=0), "attributter"),
        (Limits(attributes_in_all=0), "attributter"),
        (Limits(namespaces=1), "navnerum"),
    ],
)
def test_each_limit_is_told_by_its_name(limits, what):
    """With the limit itself as what was expected."""
    (finding,) = validate(NUMERIC, limits=limits).findings
    assert (finding.rule, finding.message) == ("MSG-XML-004", f"Beskeden har for mange {what} til at være en Emessage.")


def test_limits_are_inclusive():
    """A message that has just as much as it may is read."""
    assert NUMERIC.count(b"<") - NUMERIC.count(b"</") - 1 == 106  # the XML declaration is none of them
    exact = Limits(elements=107, letters=1, children=8, depth=6, namespaces=2, attributes=1, attributes_in_all=1)
    assert validate(NUMERIC, limits=exact).ok
    for name in ("elements", "letters", "children", "depth", "namespaces", "attributes", "attributes_in_all"):
        one_less = {**exact.__dict__, name: getattr(exact, name) - 1}
        assert rules(NUMERIC, limits=Limits(**one_less)) == ["MSG-XML-004"], name


def test_libxml2s_own_depth_is_told_as_depth():
    """It stops at 256 levels, before our count; the limit that is told is ours."""
    (finding,) = validate(NUMERIC.replace(b"8,4", b"<a>" * 300 + b"</a>" * 300)).findings
    assert (finding.rule, finding.expected) == ("MSG-XML-004", "Højst 64")


# ------------------------------------------------------------------------------------------------------------- DOCTYPE
HIDDEN = TEXT.replace("?>", "?><!-- a --><?b c?>\n<!-- <d> --><!DOCTYPE Emessage [<!ENTITY e 'x'>]>", 1)
BOMS = {
    "utf-8": b"", "utf-8-sig": b"", "utf-16": b"", "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE,
    "iso-8859-1": b"", "cp1252": b"", "utf-32": b"", "utf-32-le": codecs.BOM_UTF32_LE, "utf-32-be": codecs.BOM_UTF32_BE,
}  # fmt: skip


def declared(text: str, encoding: str) -> bytes:
    """Return a text in an encoding that its declaration names, with a byte order mark where one is usual."""
    name = {"utf-8-sig": "UTF-8", "cp1252": "windows-1252"}.get(encoding, encoding.upper()[:6].rstrip("-"))
    name = "ISO-8859-1" if encoding == "iso-8859-1" else name
    return BOMS[encoding] + text.replace('"UTF-8"', f'"{name}"').encode(encoding, "xmlcharrefreplace")


@pytest.mark.parametrize("encoding", BOMS)
def test_a_doctype_is_found_in_every_encoding_and_behind_comments(encoding):
    """Whatever its bytes look like; the message is not read."""
    assert rules(declared(HIDDEN, encoding)) == ["MSG-XML-003"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_doctype_is_found_where_no_mark_tells_the_encoding(encoding):
    """The declaration's own zeros tell it."""
    data = HIDDEN.replace('"UTF-8"', '"UTF-16"').encode(encoding)
    assert rules(data) == ["MSG-XML-003"]


@pytest.mark.parametrize(
    ("data", "actual"),
    [
        (b"UNA:+.? 'UNB", "12 byte, der ligner EDIFACT"), (b" UNB+UNOC:3", "11 byte, der ligner EDIFACT"),
        (b"PK\x03\x04\0", "5 byte, der ligner zip"), (b"\x1f\x8b\x08", "3 byte, der ligner gzip"),
        (b"%PDF-1.4", "8 byte, der ligner pdf"), (b'{"a": 1}', "8 byte, der ligner JSON"),
        (b"hej", "3 byte, der ikke begynder med `<`"), (b"", "Intet"), (b" \n", "Intet"),
    ],
)  # fmt: skip
def test_another_kind_of_file_is_told_by_its_name(data, actual):
    """A message of EDIFACT, an archive or a document put in the folder by mistake."""
    (finding,) = validate(data).findings
    assert (finding.rule, finding.actual) == ("MSG-XML-001", actual)


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("<a>b & c</a>", "Skriv `&` i en tekst som `&amp;`"), ("<a>b &c d</a>", "Skriv `&` i en tekst som `&amp;`"),
        ("<a>CRP <5</a>", "Skriv `&` i en tekst som `&amp;`"), ("<a>&aelig;</a>", "Skriv tegnet, som det er"),
        ("<a>\x0b</a>", "Fjern styretegnet."), ("<a>&#11;</a>", "Fjern styretegnet."),
        ("<a><b></a></b>", "Slut hvert element, før"), ("<a><b>x", "Beskeden slutter for tidligt."),
        ("<a/><a/>", "Fjern det, der står efter roden"), ('\n<?xml version="1.0"?><a/>', "Lad XML-erklæringen stå allerførst"),
        ("<a b=1/>", "Ret beskeden på linjen."),
    ],
)  # fmt: skip
def test_the_usual_mistakes_of_xml_have_their_own_remedy(text, remedy):
    """libxml2 tells in English what it expected; what to do is told in plain words."""
    (finding,) = validate(text.encode()).findings
    assert finding.rule == "MSG-XML-002"
    assert finding.remedy.startswith(remedy)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["UTF-8", "ISO-8859-1", "windows-1252"])
def test_utf_16_that_is_declared_as_something_else_is_told_as_that(encoding, name):
    """A reader may trust the mark or the declaration; it must not depend on who reads."""
    (finding,) = validate(TEXT.replace('"UTF-8"', f'"{name}"').encode(encoding)).findings
    assert (finding.rule, finding.expected, finding.line) == ("MSG-ENC-001", f"Byte i tegnsættet {name}", 1)
    assert finding.actual == "Byte, der passer med UTF-16"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_mark_and_declaration_is_told_as_utf_16(encoding):
    """It fits ISO-8859-1 too, as any bytes do."""
    (finding,) = validate(TEXT[TEXT.index("?>") + 2 :].strip().encode(encoding)).findings
    assert (finding.rule, finding.actual) == ("MSG-ENC-001", "Byte, der passer med UTF-16")


@pytest.mark.parametrize(
    "encoding", ["UTF-7", "utf-7", "IBM037", "EBCDIC-CP-US", "ISO-2022-JP", "HZ", "Shift_JIS", "GB18030", "UTF-EBCDIC", "punycode"]
)
def test_an_encoding_that_can_hide_markup_is_not_read(encoding):
    """By its name, before it is parsed."""
    assert rules(NUMERIC.replace(b'"UTF-8"', f'"{encoding}"'.encode())) == ["MSG-ENC-004"]


def test_a_doctype_in_utf_7_is_not_read():
    """`+ADwAIQ-DOCTYPE` is a DOCTYPE to who reads UTF-7, and nothing to who looks at the bytes."""
    text = '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AFsAPAAh-ENTITY b SYSTEM +ACI-file:///etc/passwd+ACIAPgBdAD4-<a>+ACY-b;</a>'
    assert rules(text.encode()) == ["MSG-ENC-004"]
    far = text.replace(" encoding", " " * 400 + "encoding")
    assert rules(far.encode()) in (["MSG-ENC-004"], ["MSG-XML-002"], ["MSG-ENC-001"], ["MSG-XML-003"])


def test_ebcdic_is_no_xml_to_us():
    """Its `<` is another byte."""
    assert rules(HIDDEN.replace('"UTF-8"', '"IBM037"').encode("cp037", "replace")) == ["MSG-XML-001"]


@pytest.mark.parametrize("where", ["<!-- <!DOCTYPE a> -->", "<![CDATA[<!DOCTYPE a>]]>", "&lt;!DOCTYPE a&gt;"])
def test_the_word_alone_is_no_doctype(where):
    """In a comment or a text it does nothing."""
    assert validate(TEXT.replace("Kontrol", f"{where}Kontrol").encode()).ok


def test_a_doctype_after_the_root_is_not_well_formed():
    """It can do nothing there either; the parser tells it."""
    assert rules(NUMERIC + b"<!DOCTYPE a>") == ["MSG-XML-002"]
    assert rules(NUMERIC.replace(b"<Envelope>", b"<!DOCTYPE a><Envelope>")) == ["MSG-XML-002"]


def test_an_unknown_entity_is_not_well_formed():
    """Without a DOCTYPE none but XML's five can be known."""
    assert rules(NUMERIC.replace(b"8,4", b"&hemmelig;")) == ["MSG-XML-002"]


# ---------------------------------------------------------------------------------------------- nothing opened, nothing fetched
class _Trap(http.server.BaseHTTPRequestHandler):
    """Counts who comes by."""

    came: list[str] = []  # noqa: RUF012 - one trap a test

    def do_GET(self) -> None:
        self.came.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        pass


WATCH = """
import sys
from pathlib import Path
from labcert.domain.suite import suite_root
from labcert.validation import validate
from labcert.validation.loading import load_rule_book
from labcert.validation.profile import Profile
book = load_rule_book(suite_root(), Profile("a", "", "", ""))
warm = (suite_root() / "fixtures" / "corpus" / "valid" / "xrpt01-numeric.xml").read_bytes()
validate(warm, rules=book, second="always")
validate(warm.replace(b"<Value>8,4</Value>", b"<Value/>"), rules=book, second="always")
messages = [path.read_bytes() for path in sorted(Path(sys.argv[1]).glob("*.xml"))]
opened = []
def watch(event, arguments):
    if event in {"open", "subprocess.Popen", "os.system"} or event.startswith(("socket.", "urllib.", "http.", "ftplib.")):
        opened.append((event, str(arguments)[:200]))
sys.addaudithook(watch)
problems = [validate(data, rules=book, second="always").problem for data in messages]
here = list(opened)
print(problems, here)
"""


def luring(place: str) -> dict[str, str]:
    """Return messages that ask for something at a place, in every way XML knows."""
    location = f'xsi:schemaLocation="http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/ {place}"'
    start = TEXT.index("xsi:schemaLocation")
    end = TEXT.index('"', TEXT.index('"', start) + 1) + 1
    pointed = TEXT[:start] + location + TEXT[end:]
    return {
        "schema-location": pointed,
        "schema-location-of-another": TEXT[:start] + f'xsi:schemaLocation="urn:a {place}"' + TEXT[end:],
        "no-namespace-location": TEXT[:start] + f'xsi:noNamespaceSchemaLocation="{place}"' + TEXT[end:],
        "location-inside": TEXT.replace("<LaboratoryReport>", f"<LaboratoryReport {location}>"),
        "stylesheet": TEXT.replace("?>", f'?><?xml-stylesheet type="text/xsl" href="{place}"?><?xml-model href="{place}"?>', 1),
        "include": TEXT.replace("8,4", f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{place}" parse="text"/>'),
        "include-beside": TEXT.replace(
            "</LaboratoryReport>",
            f'</LaboratoryReport><GeneticsReport xml:base="{place}"><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{place}"/>'
            f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:import namespace="urn:b" schemaLocation="{place}"/></xs:schema></GeneticsReport>',
        ),
        "doctype": TEXT.replace("?>", f'?><!DOCTYPE Emessage SYSTEM "{place}">', 1),
        "entity": TEXT.replace("?>", f'?><!DOCTYPE Emessage [<!ENTITY a SYSTEM "{place}">]>', 1).replace("8,4", "&a;"),
        "parameter-entity": TEXT.replace("?>", f'?><!DOCTYPE Emessage [<!ENTITY % a SYSTEM "{place}"> %a;]>', 1),
    }  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the trap for files is a FIFO")
def test_no_message_has_anything_opened_or_fetched(tmp_path: Path):
    """Python opens nothing (its audit events tell); libxml2 comes by neither the server nor the FIFO, which would block it."""
    trap = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Trap)
    threading.Thread(target=trap.serve_forever, daemon=True).start()
    fifo = tmp_path / "trap.xsd"
    os.mkfifo(fifo)
    messages = tmp_path / "messages"
    messages.mkdir()
    for name, place in (("net", f"http://127.0.0.1:{trap.server_port}/trap.xsd"), ("file", fifo.as_uri()), ("path", str(fifo))):
        for kind, text in luring(place).items():
            (messages / f"{kind}-{name}.xml").write_text(text, encoding="utf-8")
    try:
        done = subprocess.run(
            [sys.executable, "-c", WATCH, str(messages)], capture_output=True, text=True, timeout=60, check=False, cwd=suite_root()
        )
    finally:
        trap.shutdown()
        trap.server_close()
    assert done.returncode == 0, done.stderr[-2000:]
    problems, opened = done.stdout.strip().split("] [")
    assert opened == "]"
    assert problems.count("'none'") >= 9
    assert "fault" not in problems
    assert _Trap.came == []
