"""The line a finding is about: the right one, marked at the right place, and nothing of a person in it."""

from time import perf_counter

from labcert.domain.findings import Finding
from labcert.domain.outcome import Severity
from labcert.reporting.findings.excerpts import WIDTH, Source

NANCY = "2512489996"
STRANGER = "311299" + "0000"  # made up: no list of persons has it


def finding(path="", line=None, layer="schema"):
    """A finding about a place."""
    return Finding("MSG-SCH-001", Severity.F2, "Forkert.", path=path, line=line, layer=layer)


def excerpt(text, *, encoding="UTF-8", data=None, **place):
    """The excerpt of one finding in a text; test person: Nancy."""
    source = Source(text.encode(encoding) if data is None else data, encoding, {NANCY})
    return next(source.excerpts([finding(**place)]))


def marked(shown):
    """What is marked in an excerpt."""
    return shown.text[shown.start : shown.end]


def test_content_is_marked():
    """A text element's content is what is wrong with it."""
    shown = excerpt("<A>\n  <B>1</B>\n  <B>to</B>\n</A>", path="/A/B[2]", line=3)
    assert (shown.line, shown.text, marked(shown)) == (3, "<B>to</B>", "to")


def test_a_message_on_one_line_is_found_by_its_path():
    """Many systems write everything on one line: the element is found by its path, not by the line."""
    text = "<A>" + "<B><C>1</C></B>" * 30 + "<B><C>her</C></B>" + "<B><C>2</C></B>" * 30 + "</A>"
    shown = excerpt(text, path="/A/B[31]/C", line=1)
    assert marked(shown) == "her"
    assert (shown.text[0], shown.text[-1]) == ("…", "…")
    assert len(shown.text) <= WIDTH + 2


def test_an_element_with_children_is_marked_at_its_tag():
    """A missing child is told at its parent, whose start tag is shown."""
    shown = excerpt("<A>\n\t<B x='1>2'>\n<C/></B></A>", path="/A/B", line=2)
    assert (shown.text, marked(shown)) == ("<B x='1>2'>", "<B x='1>2'>")


def test_markup_that_is_no_element_is_passed_by():
    """Comments, processing instructions and CDATA hold no elements, whatever they look like."""
    shown = excerpt("<A><!-- <B>nej</B> --><?pi <B>nej</B>?><![CDATA[<B>nej</B>]]><p:B>ja</p:B></A>", path="/A/B", line=1)
    assert marked(shown) == "ja"


def test_a_path_that_leads_nowhere_shows_the_line():
    """The line is shown without a mark where the element can not be found."""
    shown = excerpt("<A>\n <B/>\n</A>", path="/A/C", line=2)
    assert (shown.text, shown.start == shown.end) == ("<B/>", True)


def test_a_line_beyond_the_end_shows_nothing():
    """There is no excerpt where the file has no such line, nor where the finding has none."""
    assert excerpt("<A/>", line=9) is None
    assert excerpt("<A/>") is None


def test_a_line_is_read_in_its_declared_encoding():
    """Danish letters are shown as they are meant."""
    shown = excerpt("<A>\n<B>Æblegården</B></A>", encoding="ISO-8859-1", path="/A/B", line=2)
    assert marked(shown) == "Æblegården"
    assert marked(excerpt("<A><B>Æble</B></A>", encoding="UTF-16", path="/A/B", line=1)) == "Æble"


def test_an_encoding_that_nobody_knows_is_shown_all_the_same():
    """A line is shown byte by byte where its encoding has no name that Python knows, or is none of texts."""
    for name in ("x-ukendt", "base64", "idna"):
        shown = next(Source(b"<A>\n<B>1</B></A>", name, ()).excerpts([finding("/A/B", 2)]))
        assert marked(shown) == "1"


def test_the_first_wrong_byte_is_marked():
    """Where the bytes do not fit the encoding, the first that does not is marked."""
    shown = excerpt("", data=b"<A>\n<B>K\xf8ge</B></A>", line=2, layer="wellformed")
    assert (shown.line, shown.text, marked(shown)) == (2, "<B>K\ufffdge</B></A>", "\ufffd")


def test_the_place_where_reading_stopped_is_marked():
    """Where XML breaks off inside a long line, that place is shown and not the line's beginning."""
    shown = excerpt("<A>" + "<B>1</B>" * 100 + "<C>&ukendt;</C></A>", line=1, layer="wellformed")
    assert "&ukendt;" in shown.text


def test_names_are_never_shown():
    """A name's content is left out whole: with attributes, on several lines, with elements in it, and cut off."""
    for content in ("Hansen", "\nHansen\n", "<b>Hansen</b>", "<![CDATA[Hansen]]>"):
        text = f"<A>\n<P><x:PersonSurnameName a='1'>{content}</x:PersonSurnameName><B>2</B></P></A>"
        for path in ("/A/P", "/A/P/PersonSurnameName", "/A/P/B", "/A/P/PersonSurnameName/b"):
            for line in (2, 3, 4):
                shown = excerpt(text, path=path, line=line)
                assert shown is None or "Hansen" not in shown.text
    assert excerpt("<A><PersonGivenName>Hans", line=1, layer="wellformed").text.startswith("<A><PersonGivenName>…")


def test_lines_keep_their_numbers_after_a_hidden_name():
    """A name that fills three lines still does when it is hidden."""
    shown = excerpt("<A><PersonGivenName>\nHans\n</PersonGivenName>\n<B>2</B></A>", path="/A/B", line=4)
    assert (shown.line, marked(shown)) == (4, "2")


def test_numbers_of_test_persons_are_shown_and_others_are_not():
    """Only the known numbers are shown, wherever they stand and however they are written."""
    assert NANCY in excerpt(f"<A>\n<B>{NANCY}</B></A>", path="/A/B", line=2).text
    references = "".join(f"&#{ord(digit)};" for digit in STRANGER)
    for written in (
        STRANGER, f"{STRANGER[:6]}-{STRANGER[6:]}", f"{STRANGER[:6]} {STRANGER[6:]}", f"ring {STRANGER}!", references,
    ):  # fmt: skip
        for line in (f"<B>{written}</B>", f"<!-- {written} --><B/>", f"<B a='{written}'/>"):
            shown = excerpt(f"<A>\n{line}</A>", path="/A/B", line=2).text
            assert "0000" not in shown
            assert "&#" not in shown


def test_a_wrong_number_of_a_person_is_masked():
    """A number with a digit too many, or a replacement number, is a person's all the same."""
    for number in (STRANGER + "0", "070392" + "1VJ6", f" {STRANGER}\n"):
        for name in ("CivilRegistrationNumber", "AlternativeIdentifier"):
            shown = excerpt(f"<A>\n<{name}>{number}</{name}></A>", path=f"/A/{name}", line=2).text
            assert "0000" not in shown
            assert "1VJ6" not in shown


def test_no_number_slips_by_where_a_line_is_cut():
    """Whatever is cut, a number that lies across the edge is masked first."""
    for shift in range(160):
        text = "<A>" + "x" * 700 + " " * shift + f"<B>fejl</B> {STRANGER} " + "x" * 700 + "</A>"
        for before in (text, f"<A>{'y ' * 300}{'-' * shift} {STRANGER} {'z ' * 20}<B>fejl</B>{'w' * 900}</A>"):
            shown = excerpt(before, path="/A/B", line=1)
            assert marked(shown) == "fejl"
            assert "0000" not in shown.text


def test_the_mark_moves_with_what_is_masked_before_it():
    """A masked number is longer than the number; the mark still stands under the right characters."""
    shown = excerpt(f"<A><!-- {STRANGER} --><B>2</B></A>", path="/A/B", line=1)
    assert marked(shown) == "2"


def test_characters_that_are_not_seen_are_dots():
    """A terminal is never moved, coloured or turned by what a file holds."""
    shown = excerpt("<A>\n<B>a\x1b[31mb\u202ec\t</B></A>", path="/A/B", line=2)
    assert shown.text == "<B>a·[31mb·c </B></A>"


def test_a_large_broken_file_costs_little():
    """Markup that never ends is looked at once, not once for each place it might end."""
    begun = perf_counter()
    for text in ("<A " + "a='" * 100_000 + "<" * 100_000, "<!--" * 100_000, "<PersonGivenName>" * 20_000, "<A a='" * 50_000):
        assert excerpt(text, path="/A/B", line=1, layer="schema").line == 1
        assert excerpt(text, line=1, layer="wellformed").line == 1
    assert perf_counter() - begun < 20
