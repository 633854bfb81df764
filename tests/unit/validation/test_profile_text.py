"""A profile's YAML as it is read: lines, blanks, what is refused, and what is told of a file that can not be read."""

from pathlib import Path

import pytest
import yaml

from labcert.validation.profile_text import DEEPEST, LARGEST, Entry, Mistake, Page, nearest, read_page


def read(tmp_path: Path, content: str | bytes) -> tuple[Page, Entry | None]:
    """Read a file with this content."""
    path = tmp_path / "min.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_page(path, "min.yaml")


def told(page: Page) -> list[tuple[int, str]]:
    """Return line and sentence of the mistakes."""
    assert {mistake.file for mistake in page.mistakes} <= {"min.yaml"}
    return [(mistake.line, mistake.sentence) for mistake in page.mistakes]


def test_a_mistake_is_told_with_file_line_and_what_was_meant():
    """As an editor understands it."""
    assert str(Mistake("a.yaml", 3, "Noget er galt.")) == "a.yaml:3: Noget er galt."
    assert str(Mistake("a.yaml", 3, "Noget er galt.", "noget")) == "a.yaml:3: Noget er galt. (Mente du “noget”?)"


@pytest.mark.parametrize(
    ("word", "expected"),
    [("klase", "Klasse"), ("KLASSE", "Klasse"), ("klassen", "Klasse"), ("klassse", "Klasse"), ("fraa", "fra"), ("zzz", "")],
)
def test_the_nearest_word_is_found_whatever_its_capitals(word, expected):
    """The most alike of several, as the list has it."""
    assert nearest(word, ["Klasser", "Klasse", "fra"]) == expected


def test_what_is_written_is_an_entry_at_its_line(tmp_path):
    """The root begins where the first key stands, and line endings are alike."""
    page, top = read(tmp_path, "# en profil\r\nnavn: min\rversion: 2\n")
    assert page == Page("min.yaml", "# en profil\nnavn: min\nversion: 2\n")
    assert top is not None
    assert top.line == 2
    found = page.entries(top, "profilen")
    assert {key: entry.line for key, entry in found.items()} == {"navn": 2, "version": 3}


@pytest.mark.parametrize(("value", "expected"), [("min", "min"), ("' min '", "min"), ("~", ""), ("null", ""), ("''", ""), ("3", "3")])
def test_a_text_is_what_is_written_without_white_space_around(tmp_path, value, expected):
    """Nothing, null and a tilde are an empty text."""
    page, top = read(tmp_path, f"navn: {value}\n")
    assert page.text(page.entries(top, "profilen"), "navn", "profilen", 1) == expected


def test_a_text_that_is_missing_or_no_text_is_empty(tmp_path):
    """And told: at the mapping's line where it is missing, else at its own."""
    page, top = read(tmp_path, "a: 1\nb: [x]\n")
    entries = page.entries(top, "profilen")
    assert (page.text(entries, "b", "profilen", 7), page.text(entries, "c", "profilen", 7)) == ("", "")
    assert told(page) == [
        (2, "“b” i profilen skal være en tekst."), (7, "Nøglen “c” mangler i profilen."),
    ]


def test_an_anchor_is_told_where_it_stands(tmp_path):
    """As is what refers to one."""
    sentence = "Ankre og henvisninger (& og *) bruges ikke i disse filer. Skriv teksten ud."
    for content in ("a: 1\nb: &x 2\n", "a: 1\nb: *x\n"):
        page, top = read(tmp_path, content)
        assert (told(page), top) == ([(2, sentence)], None)


def test_a_file_may_be_as_deep_as_is_of_use(tmp_path):
    """The mapping itself is the first layer."""
    for layers, expected in ((DEEPEST - 1, []), (DEEPEST, [(2, "Filen er indlejret i flere lag, end der er brug for.")])):
        page, _top = read(tmp_path, f"a: 1\nb: {'[' * layers}{']' * layers}\n")
        assert told(page) == expected
    page, _top = read(tmp_path, "a: 1\n" + "".join(f"b{number}: [[x]]\n" for number in range(20)))
    assert told(page) == []


def test_a_file_may_be_as_large_as_the_limit(tmp_path):
    """One byte more is too large."""
    page, top = read(tmp_path, b"a: 1\n#" + b"x" * (LARGEST - 6))
    assert (told(page), top is not None) == ([], True)
    page, top = read(tmp_path, b"a: 1\n#" + b"x" * (LARGEST - 5))
    assert (told(page), top) == ([(1, "Filen er for stor til at være en profil.")], None)
    assert page.content == ""


@pytest.mark.parametrize(
    ("content", "line", "part"),
    [("a: 1\nb: 'x\nc: 2\n", None, ""), ("a: 1\n b: 2\n", 2, "mapping values"), ("a: 1\n\tb: 2\n", 2, "(")],
)
def test_a_line_that_is_no_yaml_is_told_with_what_yaml_says(tmp_path, content, line, part):
    """The line where it goes wrong, not where it began."""
    page, top = read(tmp_path, content)
    assert top is None
    ((told_line, sentence),) = told(page)
    with pytest.raises(yaml.MarkedYAMLError) as caught:
        yaml.compose(content, Loader=yaml.CSafeLoader)
    assert told_line == (line or caught.value.problem_mark.line + 1)
    assert sentence.startswith("Linjen kan ikke læses. Kontrollér indrykning, koloner og anførselstegn (")
    assert sentence.endswith(f"({caught.value.problem}).")
    assert part in sentence


def test_a_file_that_can_not_be_opened_is_told_with_why(tmp_path):
    """What the system says, at the first line."""
    page, top = read_page(tmp_path / "min.yaml", "min.yaml")
    assert (page.content, top) == ("", None)
    assert told(page) == [(1, "Filen kan ikke læses: filen eller mappen findes ikke.")]


def test_a_page_knows_its_file_whether_it_could_be_read_or_not(tmp_path):
    """So that what is told of it later names it."""
    assert read_page(tmp_path / "none.yaml", "profiles/none.yaml")[0].file == "profiles/none.yaml"
    (tmp_path / "it.yaml").write_text("a: b", "utf-8")
    assert read_page(tmp_path / "it.yaml", "profiles/it.yaml")[0].file == "profiles/it.yaml"


def test_a_file_of_another_encoding_is_told_with_the_line(tmp_path):
    """Where the first byte stands that is no UTF-8."""
    page, _top = read(tmp_path, b"a: 1\nb: 2\nc: \xe6\n")
    assert [line for line, _sentence in told(page)] == [3]


def test_a_mark_of_utf_8_is_no_text(tmp_path):
    """Windows' editors write one."""
    assert read(tmp_path, b"\xef\xbb\xbfa: 1\n")[0].content == "a: 1\n"
