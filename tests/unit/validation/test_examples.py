"""The examples of rules: where the flaw is, and how the same place looks when it is right."""

import json
from pathlib import Path

import pytest

from labcert.domain.outcome import Severity
from labcert.domain.suite import suite_root
from labcert.validation import rule_texts
from labcert.validation.examples import example_folder, read_example
from labcert.validation.rules.rule import RuleText

TEXT = RuleText("LAB-X-001", "business", Severity.F2, "", "", "", "", "", example="it")
LINES = [f"<l{number}/>" for number in range(1, 31)]


@pytest.fixture
def example(tmp_path: Path):
    """Make an example of two messages, told of at a line, and read it as (number, text, mark) of wrong and right."""

    def make(wrong: list[str], right: list[str], line: int):
        folder = tmp_path / "fixtures/rules/it"
        folder.mkdir(parents=True)
        (folder / "wrong.xml").write_text("\n".join(wrong), "utf-8")
        (folder / "right.xml").write_text("\n".join(right), "utf-8")
        finding = {"rule": "LAB-X-001", "class": "F2", "path": "/x", "line": line}
        (folder / "expected.json").write_text(json.dumps({"findings": [finding]}), "utf-8")
        found = read_example(tmp_path, TEXT)
        assert (found.folder, found.only_wrong, found.only_right) == ("fixtures/rules/it", (), ())
        assert (found.wrong.file, found.right.file) == ("fixtures/rules/it/wrong.xml", "fixtures/rules/it/right.xml")
        return told(found.wrong), told(found.right)

    return make


def told(excerpt):
    """The numbers of the lines, those with a mark as (number, text, mark)."""
    return [(line.number, line.text, line.mark) if line.mark else line.number for line in excerpt.lines]


def test_a_changed_line_is_told_in_both(example):
    """Two lines on each side; the finding's own mark goes before that of the difference."""
    wrong, right = example([*LINES[:9], "<w/>", *LINES[10:]], LINES, 10)
    assert wrong == [8, 9, (10, "<w/>", "finding"), 11, 12]
    assert right == [8, 9, (10, "<l10/>", "changed"), 11, 12]


def test_what_is_missing_is_told_where_it_would_be(example):
    """The finding is at the parent; the wrong file shows the lines between which something is missing."""
    wrong, right = example([*LINES[:19], *LINES[21:]], LINES, 10)
    assert wrong == [8, 9, (10, "<l10/>", "finding"), 11, 12, 19, 20]
    assert right == [18, 19, (20, "<l20/>", "changed"), (21, "<l21/>", "changed"), 22, 23]


def test_what_is_too_much_is_told_in_the_wrong_file(example):
    """The right file has nothing to mark, and shows the same place."""
    wrong, right = example([*LINES[:10], "<w/>", *LINES[10:]], LINES, 11)
    assert wrong == [9, 10, (11, "<w/>", "finding"), 12, 13]
    assert right == [8, 9, 10, 11, 12]


def test_of_several_changes_the_nearest_is_told(example):
    """Before or after the finding: what is nearest."""
    wrong, right = example([LINES[0], "<w/>", *LINES[2:19], "<w/>", *LINES[20:]], LINES, 16)
    assert wrong == [14, 15, (16, "<l16/>", "finding"), 17, 18, 19, (20, "<w/>", "changed"), 21, 22]
    assert right == [18, 19, (20, "<l20/>", "changed"), 21, 22]


def test_files_that_are_alike_show_the_same_lines(example):
    """As where another file of a series is what is wrong; the ends of a file are no mistake."""
    assert example(LINES, LINES, 1) == ([(1, "<l1/>", "finding"), 2, 3], [1, 2, 3])


def test_a_long_change_and_a_long_line_are_cut(example):
    """An example shows a place, not a whole message."""
    wrong, right = example([*LINES[:5], "<" + "w" * 200 + "/>", *LINES[5:]], [*LINES[:5], *map(str, range(20)), *LINES[5:]], 6)
    assert wrong[2] == (6, "<" + "w" * 159 + "…", "finding")
    assert right == [4, 5, *((number + 6, str(number), "changed") for number in range(8)), 14, 15]


def test_a_series_names_the_file_and_what_only_one_side_has():
    """The folders wrong/ and right/, and a message that is missing in one."""
    texts = rule_texts()
    found = read_example(suite_root(), texts["LAB-SET-012"])
    assert found.wrong.file == f"{found.folder}/wrong/1.xml"
    assert found.right.file == f"{found.folder}/right/1.xml"
    assert (found.only_wrong, found.only_right) == ((), ("2.xml",))
    assert read_example(suite_root(), texts["LAB-SET-011"]).only_wrong == ("3.xml",)


def test_a_file_without_a_twin_has_no_right_side(tmp_path: Path):
    """A series whose wrong file is one too many."""
    folder = tmp_path / "fixtures/rules/it"
    for name in ("wrong/1.xml", "wrong/2.xml", "right/1.xml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("\n".join(LINES), "utf-8")
    finding = {"rule": "LAB-X-001", "file": "2.xml", "line": 3}
    (folder / "expected.json").write_text(json.dumps({"findings": [{"rule": "LAB-Y-001", "line": 9}, finding]}), "utf-8")
    found = read_example(tmp_path, TEXT)
    assert told(found.wrong) == [1, 2, (3, "<l3/>", "finding"), 4, 5]
    assert (found.right, found.only_wrong, found.only_right) == (None, ("2.xml",), ())


@pytest.mark.parametrize(
    ("rule", "lines"),
    [
        ("MSG-XML-001", [1]),
        ("MSG-XML-003", [1, 2, 3, 4]),
        ("MSG-SCH-001", [104, 105, (106, "        <Unit>mmol/L</Unit>", "finding"), 107, 108]),
    ],
)
def test_a_broken_message_shows_the_finding_or_how_it_begins(rule: str, lines: list[object]):
    """A check of reading or of the schema has one wrong message; some findings have no line."""
    found = read_example(suite_root(), rule_texts()[rule])
    assert found.right is None
    assert told(found.wrong) == lines


def test_a_rule_without_example_has_none(tmp_path: Path):
    """No name, or a name that leads nowhere."""
    assert read_example(tmp_path, TEXT) is None
    assert example_folder(suite_root(), rule_texts()["MSG-SIZE-001"]) is None


@pytest.mark.parametrize("text", [text for text in rule_texts().values() if text.example], ids=lambda text: text.id)
def test_every_example_of_a_rule_is_shown(text: RuleText):
    """A folder that is named is there, and its finding is found in it."""
    found = read_example(suite_root(), text)
    assert found is not None
    assert found.wrong.lines
    if found.folder.startswith("fixtures/rules"):
        assert "finding" in {line.mark for line in found.wrong.lines}
