"""How an example's lines are read, cut and compared."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcert.validation import examples
from labcert.validation.examples import ExampleLine, Excerpt


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b'<?xml version="1.0" encoding="iso-8859-1"?>\n<a>\xe6</a>\n', ['<?xml version="1.0" encoding="iso-8859-1"?>', "<a>æ</a>"]),
        (b"<a>\xff</a>", ["<a>\ufffd</a>"]),
        (b'<?xml version="1.0" encoding="us-ascii"?><a>\xc3\xa6</a>', ['<?xml version="1.0" encoding="us-ascii"?><a>\ufffd\ufffd</a>']),
        (b'<?xml version="1.0" encoding="nobodys"?><a>\xc3\xa6\xff</a>', ['<?xml version="1.0" encoding="nobodys"?><a>æ\ufffd</a>']),
        (b"<a>\r\n</a>\r\n", ["<a>", "</a>"]),
        (b"", [""]),
    ],
)
def test_a_message_is_read_in_its_own_encoding(data, lines):
    """An encoding that nobody knows is read as UTF-8; what does not fit is told by the replacement character."""
    assert examples._lines(data) == lines


def test_a_line_is_cut_where_it_is_too_wide():
    """Not before; and nothing is told of the space that ends it."""
    assert examples._short("x" * examples.WIDEST + "  ") == "x" * examples.WIDEST
    assert examples._short("x" * (examples.WIDEST + 1)) == "x" * examples.WIDEST + "…"


def test_an_excerpt_holds_the_lines_that_there_are():
    """In order, each with its mark or none."""
    got = examples._excerpt(Path("/r"), Path("/r/a/b.xml"), ["<a>", "<b/>"], {3, 2, 1, 0, -1}, {2: "finding"})
    assert got == Excerpt("a/b.xml", (ExampleLine(1, "<a>", ""), ExampleLine(2, "<b/>", "finding")))


def test_a_broken_message_without_the_finding_shows_how_it_begins(tmp_path):
    """As one does whose finding has no line; an empty message shows nothing."""
    folder = tmp_path / "it"
    folder.mkdir()
    (folder / "message.xml").write_bytes(b"<a>\n<b>\n<c/>\n</b>\n</a>\n")
    lines = tuple(ExampleLine(number, text, "") for number, text in enumerate(["<a>", "<b>", "<c/>", "</b>"], 1))
    assert examples._broken(tmp_path, folder, "MSG-NOBODY") == Excerpt("it/message.xml", lines)
    (folder / "message.xml").write_bytes(b"")
    assert examples._broken(tmp_path, folder, "MSG-NOBODY") == Excerpt("it/message.xml", ())


def test_files_that_are_alike_have_no_change():
    """The line itself is told in both."""
    assert examples._nearest_change(["<a/>", "<b/>"], ["<a/>", "<b/>"], 2) == ((2, 0), (2, 0))


def test_lines_that_stand_often_are_compared_too():
    """A long file's most common lines are lines like others."""
    same = ["<r>", "</r>"] * 150
    (change, _right) = examples._nearest_change([*same, "<w/>", *same], [*same, *same], 301)
    assert change == (301, 301)


LINES = st.lists(st.sampled_from("abc"), max_size=8)


@given(wrong=LINES, right=LINES, line=st.integers(1, 9))
def test_the_nearest_change_is_told(wrong, right, line):
    """Where a file lacks the lines, the place between the two lines beside it is as near as the nearer of them."""
    from difflib import SequenceMatcher

    def distance(first: int, last: int) -> int:
        beside = range(first + 1, last + 1)
        if beside:
            return min(abs(line - each) for each in beside)
        return 1 + min(abs(line - first), abs(line - first - 1))

    codes = [code for code in SequenceMatcher(None, wrong, right, autojunk=False).get_opcodes() if code[0] != "equal"]
    if not codes:
        return
    nearest = min(codes, key=lambda code: distance(code[1], code[2]))
    (first, last), _right = examples._nearest_change(wrong, right, line)
    assert (first - 1 if last else first) == nearest[1]
