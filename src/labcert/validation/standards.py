"""The standards' tables (`fixtures/standards`) as a tree of rules: what our schemas are made from."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

__all__ = ["ElementRule", "Group", "OtherLetterName", "load_other_letters", "load_standard"]


@dataclass(frozen=True)
class Group:
    """A compositor below an element: kind `choice` or `sequence`, with how often; `name` as in the table."""

    name: str
    kind: str
    least: int
    most: int


@dataclass(frozen=True)
class ElementRule:
    """One row of a table with the rows below it.

    `content` is "elements", "mixed text" or an XSD type; `values` are its legal values (or, of a mixed text, its
    inline elements); `length` and `span` are (least, most) of characters and of a number.
    """

    path: str
    least: int
    most: int
    group: Group | None
    content: str
    length: tuple[int, int] | None
    values: tuple[str, ...]
    pattern: str
    span: tuple[int, int] | None
    children: tuple["ElementRule", ...] = ()

    @property
    def name(self) -> str:
        """The element's name."""
        return self.path.rpartition("/")[2]

    def walk(self) -> Iterator["ElementRule"]:
        """Yield this rule and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class OtherLetterName:
    """A letter of the namespace that is not ours."""

    name: str
    standard: str
    what: str


def _pair(text: str) -> tuple[int, int] | None:
    least, dots, most = text.partition("..")
    return (int(least), int(most)) if dots else None


def _group(text: str) -> Group | None:
    if not text:
        return None
    name, _, occurs = text.partition(" ")
    pair = _pair(occurs)
    assert pair is not None, text
    return Group(text, name.partition("#")[0], *pair)


def _rule(row: dict[str, str]) -> ElementRule:
    occurs = _pair(row["occurs"])
    assert occurs is not None, row
    values = row["values"].removeprefix("inline elements: ")
    return ElementRule(
        path=row["path"],
        least=occurs[0],
        most=occurs[1],
        group=_group(row["group"]),
        content=row["content"],
        length=_pair(row["length"]),
        values=tuple(values.split(" | ")) if values else (),
        pattern=row["pattern"],
        span=_pair(row["range"]),
    )


def _with_children(rule: ElementRule, rules: list[ElementRule]) -> ElementRule:
    mine = [other for other in rules if other.path.rpartition("/")[0] == rule.path]
    return replace(rule, children=tuple(_with_children(child, rules) for child in mine))


def load_standard(folder: Path, name: str) -> tuple[ElementRule, ...]:
    """Return the root elements of `<folder>/<name>.csv`, each with all below it."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rules = [_rule(row) for row in csv.DictReader(file)]
    return tuple(_with_children(rule, rules) for rule in rules if rule.path.count("/") == 1)


def load_other_letters(folder: Path) -> tuple[OtherLetterName, ...]:
    """Return the letters that may stand in a message without being checked."""
    with (folder / "other-letters.csv").open(encoding="utf-8", newline="") as file:
        return tuple(OtherLetterName(**row) for row in csv.DictReader(file))
