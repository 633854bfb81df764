"""The examples of rules: where in a wrong message the flaw is, and how the same place looks in the right one.

A rule's example is a folder of `fixtures/rules`: `wrong.xml` and `right.xml`, or the folders `wrong` and `right` where
it takes several messages to see the flaw, and `expected.json`, which says where. A check of reading or of the schema
has its example in `fixtures/corpus/broken`: one wrong message.
"""

import json
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Literal

from labcert.validation.pipeline import validate
from labcert.validation.reading import declared_encoding
from labcert.validation.rules.rule import RuleText

__all__ = ["Example", "ExampleLine", "Excerpt", "example_folder", "read_example"]

AROUND = 2
MOST_CHANGED = 8
WIDEST = 160
SHOWN_WITHOUT_PLACE = 4

Mark = Literal["", "finding", "changed"]


@dataclass(frozen=True)
class ExampleLine:
    """A line of an example: its number from 1, its text, and whether the finding is there or the two files differ."""

    number: int
    text: str
    mark: Mark


@dataclass(frozen=True)
class Excerpt:
    """Some lines of a file, in order; numbers that are left out are a gap. `file` is relative to the suite."""

    file: str
    lines: tuple[ExampleLine, ...]


@dataclass(frozen=True)
class Example:
    """`folder` is relative to the suite; `right` is None where the folder has no right message.

    `only_wrong` and `only_right` name files that the other side of a series does not have: a message too many, or
    one that is missing.
    """

    folder: str
    wrong: Excerpt
    right: Excerpt | None
    only_wrong: tuple[str, ...] = ()
    only_right: tuple[str, ...] = ()


def example_folder(root: Path, text: RuleText) -> Path | None:
    """Return the folder of a rule's example in a suite (`root`), or None where it has none."""
    kind = "corpus/broken" if text.id.startswith("MSG-") else "rules"
    folder = root / "fixtures" / kind / text.example
    return folder if text.example and folder.is_dir() else None


def read_example(root: Path, text: RuleText) -> Example | None:
    """Return the example of a rule, or None where it has none or its folder is not there."""
    folder = example_folder(root, text)
    if folder is None:
        return None
    name = folder.relative_to(root).as_posix()
    if not (folder / "expected.json").is_file():
        return Example(name, _broken(root, folder, text.id), None)
    finding = _expected(folder, text.id)
    if "file" in finding:
        wrong, right = folder / "wrong" / finding["file"], folder / "right" / finding["file"]
        wrong_names, right_names = _names(folder / "wrong"), _names(folder / "right")
    else:
        wrong, right = folder / "wrong.xml", folder / "right.xml"
        wrong_names = right_names = frozenset()
    shown, same = _compared(root, wrong, right, finding["line"])
    only_wrong, only_right = sorted(wrong_names - right_names), sorted(right_names - wrong_names)
    return Example(name, shown, same, tuple(only_wrong), tuple(only_right))


def _names(folder: Path) -> frozenset[str]:
    return frozenset(path.name for path in folder.glob("*.xml"))


def _expected(folder: Path, rule: str) -> dict[str, Any]:
    """Return the first finding of the rule in expected.json."""
    findings: list[dict[str, Any]] = json.loads((folder / "expected.json").read_text("utf-8"))["findings"]
    return next(finding for finding in findings if finding["rule"] == rule)


def _lines(data: bytes) -> list[str]:
    """Return the lines of a message in the encoding it declares; a byte that does not fit is shown as such."""
    try:
        text = data.decode(declared_encoding(data), errors="replace")
    except LookupError:
        text = data.decode("utf-8", errors="replace")
    return text.replace("\r\n", "\n").removesuffix("\n").split("\n")


def _excerpt(root: Path, path: Path, lines: list[str], numbers: set[int], marks: dict[int, Mark]) -> Excerpt:
    kept = sorted(number for number in numbers if 1 <= number <= len(lines))
    shown = tuple(ExampleLine(number, _short(lines[number - 1]), marks.get(number, "")) for number in kept)
    return Excerpt(path.relative_to(root).as_posix(), shown)


def _short(line: str) -> str:
    line = line.rstrip()
    return line if len(line) <= WIDEST else line[:WIDEST] + "…"


def _window(first: int, last: int) -> set[int]:
    return set(range(first - AROUND, last + AROUND + 1))


def _broken(root: Path, folder: Path, rule: str) -> Excerpt:
    """Return the lines around a finding of a broken message, or its beginning where the finding has no line."""
    path = next(iter(sorted(folder.glob("message.*"))))
    data = path.read_bytes()
    places = (finding.line for finding in validate(data).findings if finding.rule == rule)
    line = next(places, None)
    lines = _lines(data)
    if line is None:
        return _excerpt(root, path, lines if any(lines) else [], set(range(1, SHOWN_WITHOUT_PLACE + 1)), {})
    return _excerpt(root, path, lines, _window(line, line), {line: "finding"})


def _compared(root: Path, wrong: Path, right: Path, line: int) -> tuple[Excerpt, Excerpt | None]:
    """Return the lines around a finding in the wrong file, and the same place in the right one with what differs."""
    wrong_lines = _lines(wrong.read_bytes())
    numbers = _window(line, line)
    if not right.is_file():
        return _excerpt(root, wrong, wrong_lines, numbers, {line: "finding"}), None
    right_lines = _lines(right.read_bytes())
    (first, last), (right_first, right_last) = _nearest_change(wrong_lines, right_lines, line)
    numbers |= _window(first, last) if last else set(range(first, first + 2))
    marks: dict[int, Mark] = {**dict.fromkeys(range(first, last + 1), "changed"), line: "finding"}
    right_marks: dict[int, Mark] = dict.fromkeys(range(right_first, right_last + 1), "changed")
    right_numbers = _window(right_first, right_last or right_first)
    return (
        _excerpt(root, wrong, wrong_lines, numbers, marks),
        _excerpt(root, right, right_lines, right_numbers, right_marks),
    )


def _nearest_change(wrong: list[str], right: list[str], line: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the change nearest to a line: its first and last line in the wrong file, and in the right one.

    Where a file has no line of the change the last is 0 and the first the line before it. Files that are alike have
    no change, and the line itself is then told in both. At most `MOST_CHANGED` lines of a change are told.
    """
    changes = [code for code in SequenceMatcher(None, wrong, right, autojunk=False).get_opcodes() if code[0] != "equal"]
    if not changes:
        return (line, 0), (line, 0)
    _tag, i1, i2, j1, j2 = min(changes, key=lambda code: max(code[1] + 1 - line, line - code[2]))
    i2, j2 = min(i2, i1 + MOST_CHANGED), min(j2, j1 + MOST_CHANGED)
    return ((i1 + 1, i2) if i2 > i1 else (i1, 0)), ((j1 + 1, j2) if j2 > j1 else (j1, 0))
