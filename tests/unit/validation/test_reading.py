"""From bytes to a tree: everything that is refused is told in full, with its place where it has one."""

from types import SimpleNamespace

import pytest
from lxml import etree

from labcert.domain.findings import Finding
from labcert.domain.outcome import Severity
from labcert.validation import Limits, reading
from labcert.validation.reading import Unreadable, declared_encoding, parse_guarded, unusual_encoding

LIMITS = Limits()
FEW = Limits(letters=2, depth=4, children=3, attributes=2, attributes_in_all=5, namespaces=2, elements=9)
EXCESS = "Kontrollér, at det er den rigtige fil, og at den er dannet af svarsystemet."
DECLARE = 'Skriv det tegnsæt i XML-erklæringen, som beskeden gemmes i, for eksempel `encoding="UTF-8"`.'


def refused(problem, rule, message, expected="", actual="", remedy="", line=None, path=""):
    """Return what is told of bytes that are not read."""
    return Unreadable(problem, Finding(rule, Severity.F1, message, expected, actual, remedy, path, line, "wellformed"))


def excess(what, most, line=None, path=""):
    """Return what is told of a message that has too much of something."""
    return refused(
        "not_well_formed", "MSG-XML-004", f"Beskeden har for mange {what} til at være en Emessage.", f"Højst {most}",
        f"Flere end {most}", EXCESS, line, path,
    )  # fmt: skip


def test_what_is_too_large_is_told_with_both_sizes():
    """The limit itself is allowed."""
    told = refused(
        "too_large", "MSG-SIZE-001", "Beskeden er for stor til at blive læst.", "Højst 3 byte", "4 byte",
        "Del beskeden i flere, eller kontrollér, at det er den rigtige fil.",
    )  # fmt: skip
    assert parse_guarded(b"<a/>", Limits(size=3)) == told
    assert parse_guarded(b"<a/>", Limits(size=4)).tag == "a"


@pytest.mark.parametrize(
    ("data", "message", "actual"),
    [
        (b"", "Det modtagne er tomt.", "Intet"),
        (b" \n", "Det modtagne er tomt.", "Intet"),
        (b"hej", "Det modtagne er ikke XML.", "3 byte, der ikke begynder med `<`"),
        (b"UNA:+", "Det modtagne er ikke XML.", "5 byte, der ligner EDIFACT"),
        (b"\nUNB+", "Det modtagne er ikke XML.", "5 byte, der ligner EDIFACT"),
        (b"PK\x03\x04", "Det modtagne er ikke XML.", "4 byte, der ligner zip"),
        (b'{"a":1}', "Det modtagne er ikke XML.", "7 byte, der ligner JSON"),
    ],
)
def test_what_is_no_xml_is_told_as_what_it_is_like(data, message, actual):
    """How much of it there is, and what kind of file begins so."""
    expected, remedy = "En Emessage som XML, der begynder med `<`", "Send beskeden som XML uden omslag eller tekst foran."
    assert parse_guarded(data, LIMITS) == refused("not_xml", "MSG-XML-001", message, expected, actual, remedy)


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf<a/>", b"\n\t <a/>", b" " * 199 + b"<a/>", "<a/>".encode("utf-16"), b"\xfe\xff" + "<a/>".encode("utf-16-be")])
def test_xml_may_begin_with_a_mark_or_with_space(data):
    """Two hundred bytes are looked at."""
    assert parse_guarded(data, LIMITS).tag == "a"


def test_a_beginning_is_only_looked_for_in_the_first_two_hundred_bytes():
    """A longer run of space is no message."""
    assert parse_guarded(b" " * 200 + b"<a/>", LIMITS).finding.rule == "MSG-XML-001"


@pytest.mark.parametrize("letter", [b"X", b"\xef", b"\xbb", b"\xbf"])
def test_a_mark_is_a_mark_and_no_letter(letter):
    """X<a/> is no XML. The bytes of a mark in another order are told as what they are: broken."""
    assert isinstance(parse_guarded(letter + b"<a/>", LIMITS), Unreadable)
    assert (reading._looks_like_xml(letter + b"<a/>")) is (letter != b"X")


@pytest.mark.parametrize("data", [b"<!DOCTYPE a><a/>", b"<!-- x --><?y z?>\n<!doctype a><a/>", "<!DOCTYPE a><a/>".encode("utf-16")])
def test_a_doctype_is_refused(data):
    """Wherever it can stand and however it is written."""
    told = refused(
        "not_well_formed", "MSG-XML-003",
        "Beskeden har en DOCTYPE. Den kan bære entiteter og hente filer, så beskeden er ikke læst.", "Ingen DOCTYPE",
        "<!DOCTYPE …>", "Fjern DOCTYPE-linjen. Skriv tegn, som de er, eller som tegnreferencer (`&#230;`).",
    )  # fmt: skip
    assert parse_guarded(data, LIMITS) == told


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<r>\n<a/><a/><a/><a/></r>", excess("breve", 2, 1, "/r")),
        (b"<r>\n<a>\n<b><c><d/></c></b></a></r>", excess("niveauer", 4, 3, "/r/a[1]/b/c/d")),
        (b"<r>\n<a>\n<b/><b/><b/><b/></a></r>", excess("elementer i ét element", 3, 2, "/r/a[1]")),
        (b"<r>\n<a x='' y='' z=''/></r>", excess("attributter", 2, 2, "/r/a[1]")),
        (b"<r>\n<a x='' y=''/><b x='' y=''><c x='' y=''/></b></r>", excess("attributter", 5)),
        (b"<r xmlns:a='a' xmlns:b='b' xmlns:c='c'/>", excess("navnerum", 2)),
        (b"<r><a/><a><b/><b/><b/></a><a><b/><b/><b/></a></r>", excess("elementer", 9)),
    ],
)
def test_too_much_of_anything_is_told_where_it_is(data, told):
    """The limit itself is allowed, as the other cases show."""
    assert parse_guarded(data, FEW) == told


@pytest.mark.parametrize(
    "data",
    [
        b"<r><a/><a/><a/></r>",
        b"<r><a><b><c/></b></a></r>",
        b"<r><a><b/><b/><b/></a></r>",
        b"<r><a x='' y=''/></r>",
        b"<r x=''><a x='' y=''/><b x='' y=''/></r>",
        b"<r xmlns:a='a' xmlns:b='b'/>",
        b"<r><a/><a><b/><b/><b/></a><a><b/><b/></a></r>",
    ],
)
def test_as_much_as_may_be_is_read(data):
    """One less of each than is told."""
    assert parse_guarded(data, FEW).tag == "r"


def test_a_long_path_is_cut():
    """It may be as long as the message."""
    name = "n" * 300
    path = parse_guarded(f"<r><{name} x='' y='' z=''/></r>".encode(), FEW).finding.path
    assert path == f"/r/{name}"[:200]


def test_a_depth_that_the_parser_refuses_is_told_as_depth():
    """The parser has a limit of its own; the smaller of the two is told."""
    assert parse_guarded(b"<a>" * 400 + b"</a>" * 400, LIMITS) == excess("niveauer", 64)
    assert parse_guarded(b"<a>" * 400 + b"</a>" * 400, Limits(depth=1000)).finding.expected == "Højst 256"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"<a/>", "UTF-8"),
        (b'<?xml version="1.0" encoding="iso-8859-1"?><a/>', "iso-8859-1"),
        (b"\xef\xbb\xbf<?xml version='1.0' encoding='UTF-8'?><a/>", "UTF-8"),
        (b"\xef\xbb\xbf<?xml version='1.0' encoding='latin1'?><a/>", "latin1"),
        ("<?xml version='1.0' encoding='UTF-16'?><a/>".encode("utf-16"), "UTF-16"),
        (b"\xff\xfe" + "<?xml version='1.0' encoding='UCS-2'?><a/>".encode("utf-16-le"), "UCS-2"),
        (b"\xfe\xff" + "<?xml version='1.0' encoding='UCS-2'?><a/>".encode("utf-16-be"), "UCS-2"),
        (b"\xff\xfe" + "<a/>".encode("utf-16-le"), "UTF-16"),
        (b"\xfe\xff" + "<a/>".encode("utf-16-be"), "UTF-16"),
        (b"X<?xml version='1.0' encoding='latin1'?><a/>", "UTF-8"),
        (b" <?xml version='1.0' encoding='latin1'?><a/>", "UTF-8"),
    ],
)
def test_the_encoding_is_what_the_bytes_say(data, encoding):
    """A mark goes before the declaration and says it where there is none."""
    assert declared_encoding(data) == encoding


@pytest.mark.parametrize(
    ("data", "wide"),
    [
        (b"\xff\xfe<\0", True), (b"\xfe\xff\0<", True), (b"\0\0\xfe\xff\0\0\0<", True), (b"<\0a\0", True), (b"\0<\0a", True),
        (b"\0\0\0<", True), (b"<a/>", False), (b"\xef\xbb\xbf<a/>", False), (b"\0\0<", False),
    ],
)  # fmt: skip
def test_wide_letters_are_known_by_how_they_begin(data, wide):
    """By their mark, or by a zero beside the first letter."""
    assert reading._is_wide(data) is wide


def wrong_encoding(declared, fitting, line):
    """Return what is told of bytes that are not in the encoding they declare."""
    return refused(
        "not_well_formed", "MSG-ENC-001", "Beskedens byte passer ikke med det tegnsæt, den erklærer.",
        f"Byte i tegnsættet {declared}", fitting and f"Byte, der passer med {fitting}", DECLARE, line,
    )  # fmt: skip


def test_bytes_in_another_encoding_are_told_with_those_that_fit():
    """Never with the declared one, however it is spelt; where none fits, none is told."""
    assert parse_guarded(b"<a>\n\xe6</a>", LIMITS) == wrong_encoding("UTF-8", "ISO-8859-1 eller windows-1252", 2)
    head = b"<?xml version='1.0' encoding='utf-8'?>"
    assert parse_guarded(head + b"<a>\xe6</a>", LIMITS) == wrong_encoding("utf-8", "ISO-8859-1 eller windows-1252", 1)
    head = b"<?xml version='1.0' encoding='us-ascii'?>"
    assert parse_guarded(head + "<a>\næ</a>".encode(), LIMITS).finding.actual.startswith("Byte, der passer med UTF-8 eller ")


def test_the_declared_encoding_is_never_told_as_one_that_fits():
    """However it is spelt; the parser may have had another reason to refuse."""
    assert reading._wrong_encoding(b"<a/>", 1).finding.actual == "Byte, der passer med ISO-8859-1 eller windows-1252"
    head = b"<?xml version='1.0' encoding='iso-8859-1'?><a/>"
    assert reading._wrong_encoding(head, 1).finding.actual == "Byte, der passer med UTF-8 eller windows-1252"


@pytest.mark.parametrize(("kind", "data"), [("ERR_INVALID_ENCODING", b"<a/>"), ("ERR_DOCUMENT_END", b"<a>\xff</a>")])
def test_either_the_parser_or_the_bytes_tell_a_wrong_encoding(kind, data):
    """One of them is enough."""
    error = SimpleNamespace(error_log=SimpleNamespace(last_error=SimpleNamespace(type_name=kind)), lineno=1, msg="")
    assert reading._syntax_error(data, error, LIMITS).finding.rule == "MSG-ENC-001"


def test_an_encoding_that_is_declared_far_away_is_told_too():
    """A declaration may be as long as somebody likes; the parser reads it whole."""
    data = b"<?xml version='1.0'" + b" " * 300 + b"encoding='UTF-7'?><a/>"
    assert parse_guarded(data, LIMITS) == reading._unread_encoding("UTF-7")


def test_wide_bytes_that_declare_narrow_ones_are_told_as_wide():
    """Whatever else they would fit."""
    data = "<?xml version='1.0' encoding='iso-8859-1'?><a/>".encode("utf-16-le")
    assert parse_guarded(data, LIMITS) == wrong_encoding("iso-8859-1", "UTF-16", 1)


def test_bytes_that_fit_nothing_are_told_without():
    """An encoding is never guessed."""
    assert reading._wrong_encoding(b"\xff\xfe\x00", 3).finding.actual == "Byte, der passer med UTF-16"
    original = reading._fits
    try:
        reading._fits = lambda _data, _encoding: False
        assert reading._wrong_encoding(b"<a>", 3) == wrong_encoding("UTF-8", "", 3)
    finally:
        reading._fits = original


@pytest.mark.parametrize("name", ["UTF-7", "x" * 40, "EBCDIC-CP-DK"])
def test_an_encoding_that_is_not_read_is_told(name):
    """In the first line, where it stands."""
    told = refused(
        "not_well_formed", "MSG-ENC-004", f"Beskeden erklærer et tegnsæt, der ikke læses: {name}.",
        "UTF-8 eller ISO-8859-1 eller windows-1252", name, "Skriv beskeden i UTF-8.", 1,
    )  # fmt: skip
    assert parse_guarded(f"<?xml version='1.0' encoding='{name}'?><a/>".encode(), LIMITS) == told


def test_a_long_name_of_an_encoding_is_cut():
    """At forty characters, in sentence and field."""
    finding = reading._unread_encoding("x" * 41).finding
    assert finding.actual == "x" * 40
    assert finding.message.endswith(f": {'x' * 40}.")


def test_broken_xml_is_told_with_the_parsers_reason_and_line():
    """What the parser says of the place stands in the line, not in its reason."""
    told = refused(
        "not_well_formed", "MSG-XML-002", "Beskeden er ikke velformet XML.", "Velformet XML",
        "Opening and ending tag mismatch: b line 2 and a", "Slut hvert element, før det element slutter, som det står i.", 3,
    )  # fmt: skip
    assert parse_guarded(b"<a>\n<b>\n</a>", LIMITS) == told


@pytest.mark.parametrize(
    ("message", "reason"),
    [("Broken, line 3, column 4", "Broken"), (None, ""), ("", ""), ("x" * 201, "x" * 200), ("A, Line b", "A, Line b")],
)
def test_the_parsers_own_words_are_short(message, reason):
    """And without the place."""
    error = etree.XMLSyntaxError(message, 1, 1, 1)
    error.msg = message
    assert reading._reason(error) == reason


def test_an_error_without_words_is_told_all_the_same():
    """The parser may say nothing: no kind, no line, no message."""
    error = SimpleNamespace(error_log=SimpleNamespace(last_error=None), lineno=0, msg=None)
    found = reading._syntax_error(b"<a/>", error, LIMITS)
    assert found == refused(
        "not_well_formed", "MSG-XML-002", "Beskeden er ikke velformet XML.", "Velformet XML", "",
        "Ret beskeden på linjen. Er den afkortet undervejs, så send den igen, hel.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ("<?xml version='1.0' encoding='ISO-8859-1'?><a>æ</a>".encode(), "MSG-ENC-002"),
        (b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe6</a>", None),
        (b"<?xml version='1.0' encoding='ISO-8859-1'?><a>e</a>", None),
        (b"<?xml version='1.0' encoding='ISO-8859-7'?><a>e</a>", "MSG-ENC-003"),
        (b"<?xml version='1.0' encoding='utf-8'?><a>e</a>", None),
        (b"<a>e</a>", None),
    ],
)
def test_an_unusual_encoding_is_told(data, rule):
    """As is one that is most likely not the bytes' own."""
    found = unusual_encoding(data)
    assert (found and found.rule) == rule


def test_an_unusual_encoding_is_told_in_full():
    """In the first line, where it is declared; how the name is spelt does not matter."""
    found = unusual_encoding("<?xml version='1.0' encoding='Latin1'?><a>æ</a>".encode())
    assert found == Finding(
        "MSG-ENC-002", Severity.F2,
        "Beskeden erklærer Latin1, men er skrevet i UTF-8. Æ, ø og å bliver læst forkert.", "Latin1", "UTF-8",
        'Skriv `encoding="UTF-8"` i XML-erklæringen, eller gem beskeden i det tegnsæt, den erklærer.',
        line=1, layer="identify",
    )  # fmt: skip
    found = unusual_encoding(b"<?xml version='1.0' encoding='ISO-8859-7'?><a>e</a>")
    assert found == Finding(
        "MSG-ENC-003", Severity.F4, "Tegnsættet ISO-8859-7 er ikke et af dem, der bruges til svar.",
        "UTF-8 eller ISO-8859-1 eller windows-1252", "ISO-8859-7", "Brug UTF-8.", line=1, layer="identify",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("bare", "found"),
    [
        (b"<!DOCTYPE a>", True),
        (b"<!doctype a>", True),
        (b"\xef\xbb\xbf<!DOCTYPE a>", True),
        (b" \t\r\n<!DOCTYPE a>", True),
        (b"<?xml?><!DOCTYPE a>", True),
        (b"<!-- > ?> --><!DOCTYPE a>", True),
        (b"<?a --> ?><!DOCTYPE a>", True),
        (b"<!----><!DOCTYPE a>", True),
        (b"<!--><!DOCTYPE a>", True),
        (b"<!-- a --><!DOCTYPE a><!-- b -->", True),
        (b"<??><!DOCTYPE a>", True),
        (b"<?x?>\n<!-- y -->\n<?z?><!DOCTYPE a>", True),
        (b"<a/><!DOCTYPE a>", False),
        (b"<a><!-- <!DOCTYPE a> --></a>", False),
        (b"<!-- <!DOCTYPE a>", False),
        (b"<? <!DOCTYPE a>", False),
        (b"", False),
    ],
)
def test_a_doctype_is_looked_for_where_it_can_stand(bare, found):
    """Before the root, after comments and instructions; one that never ends hides nothing that could be read."""
    assert reading._has_doctype(bare) is found


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_limits_hold_in_wide_letters_too(encoding):
    """Every letter is two bytes there."""
    mark = b"" if encoding == "utf-16" else {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}[encoding]
    names = "<r xmlns:a='a' xmlns:b='b' xmlns:c='c'/>"
    assert parse_guarded(mark + names.encode(encoding), FEW) == excess("navnerum", 2)
    many = "<r><a/><a><b/><b/><b/></a><a><b/><b/><b/></a></r>"
    assert parse_guarded(mark + many.encode(encoding), FEW) == excess("elementer", 9)


def test_comments_and_instructions_are_not_in_the_tree():
    """They are no part of an answer."""
    assert [child.tag for child in parse_guarded(b"<r><!-- x --><?y z?><a/></r>", LIMITS)] == ["a"]
