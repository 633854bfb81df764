"""Typed reading of a YAML mapping: each value is asked for by its Danish key, each mistake is noted with its line.

A reader never stops: where a value is missing or wrong it notes the mistake and hands back something harmless, so that
one pass finds everything. What was read is thrown away when any mistake was noted.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

import yaml

from labcert.domain.language import _
from labcert.protocol.mistakes import Gatherer, nearest

__all__ = ["Fields", "Sheet"]

T = TypeVar("T")
_NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True)
class Sheet:
    """The file being read, and where its mistakes are noted."""

    file: str
    gatherer: Gatherer

    def tell(self, line: int, sentence: str, near: str | None = None) -> None:
        """Note a mistake in this file."""
        self.gatherer.add(self.file, line, sentence, near)


def line_of(node: yaml.Node) -> int:
    """Return the line, from 1, on which a node begins."""
    return int(node.start_mark.line) + 1


def is_null(node: yaml.Node) -> bool:
    """Say whether nothing is written there."""
    return isinstance(node, yaml.ScalarNode) and node.tag == _NULL


class Fields:
    """One mapping of a YAML file. `what` names it in sentences ("trinnet TP-4.2.21")."""

    def __init__(self, entries: dict[str, tuple[int, yaml.Node]], line: int, page: Sheet, what: str) -> None:
        self._entries, self.line, self.page, self.what = entries, line, page, what
        self._asked: dict[str, None] = {}

    @classmethod
    def of(cls, node: yaml.Node, page: Sheet, what: str) -> "Fields":
        """Read a node as a mapping; anything else is a mistake and reads as an empty one."""
        entries: dict[str, tuple[int, yaml.Node]] = {}
        if not isinstance(node, yaml.MappingNode):
            page.tell(line_of(node), _("Her ventes nøgler med værdier i {what}.").format(what=what))
            return _Unreadable(entries, line_of(node), page, what)
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                page.tell(line_of(key), _("En nøgle i {what} skal være et ord.").format(what=what))
            elif key.value in entries:
                page.tell(line_of(key), _("Nøglen “{key}” står to gange i {what}.").format(key=key.value, what=what))
            else:
                entries[key.value] = (line_of(key), value)
        return cls(entries, line_of(node), page, what)

    def overlaid(self, other: "Fields", without: Collection[str]) -> "Fields":
        """Return these fields with the other's in place of, or besides, their own."""
        entries = {key: entry for key, entry in self._entries.items() if key not in without}
        return Fields({**entries, **other._entries}, self.line, self.page, self.what)  # noqa: SLF001  one of us

    def keys(self) -> tuple[str, ...]:
        """The keys as written."""
        return tuple(self._entries)

    def line_at(self, key: str) -> int:
        """The line of a key, or of the mapping where the key is missing."""
        return self._entries[key][0] if key in self._entries else self.line

    def has(self, key: str) -> bool:
        """Say whether the key is written, with or without a value."""
        self._asked[key] = None
        return key in self._entries

    def node(self, key: str) -> yaml.Node | None:
        """Return what is written at a key, or None where nothing is."""
        self._asked[key] = None
        entry = self._entries.get(key)
        return None if entry is None or is_null(entry[1]) else entry[1]

    def tell(self, key: str, sentence: str, near: str | None = None) -> None:
        """Note a mistake at a key's line."""
        self.page.tell(self.line_at(key), sentence, near)

    def require(self, key: str) -> yaml.Node | None:
        """Return what is written at a key that must be there; its absence is a mistake."""
        node = self.node(key)
        if node is None and key in self._entries:
            self.tell(key, _("Nøglen “{key}” i {what} har ingen værdi.").format(key=key, what=self.what))
        elif node is None:
            self._tell_missing(key)
        return node

    def _tell_missing(self, key: str) -> None:
        self.page.tell(self.line, _("Nøglen “{key}” mangler i {what}.").format(key=key, what=self.what))

    def _scalar(self, key: str, node: yaml.Node) -> str:
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        self.page.tell(line_of(node), _("“{key}” i {what} skal være en tekst.").format(key=key, what=self.what))
        return ""

    def optional(self, key: str) -> str | None:
        """Return a text exactly as written (a number keeps its digits), or None."""
        node = self.node(key)
        return None if node is None else self._scalar(key, node)

    def text(self, key: str) -> str:
        """Return a text that must be there, without white space around it."""
        node = self.require(key)
        text = "" if node is None else self._scalar(key, node).strip()
        if isinstance(node, yaml.ScalarNode) and not text:
            self.tell(key, _("Nøglen “{key}” i {what} har ingen værdi.").format(key=key, what=self.what))
        return text

    def day(self, key: str) -> str:
        """Return a date that must be there, as YYYY-MM-DD."""
        text = self.text(key)
        try:
            return date.fromisoformat(text).isoformat() if text else text
        except ValueError:
            self.tell(key, _("“{text}” er ikke en dato. Skriv den som 2026-11-23.").format(text=text))
            return ""

    def minute(self, key: str) -> str | None:
        """Return a time as YYYY-MM-DDTHH:MM, or None."""
        text = self.optional(key)
        if text is None:
            return None
        try:
            return datetime.strptime(text, "%Y-%m-%dT%H:%M").isoformat(timespec="minutes")  # noqa: DTZ007  Danish time
        except ValueError:
            self.tell(key, _("“{text}” er ikke et tidspunkt. Skriv det som 2025-12-01T08:15.").format(text=text))
            return None

    def choice(self, key: str, options: Mapping[str, T], *, required: bool = True) -> T | None:
        """Return what one of the given words stands for, or None where it is missing or wrong."""
        node = self.require(key) if required else self.node(key)
        if node is None:
            return None
        return self.chosen(key, self._scalar(key, node), options, line_of(node))

    def chosen(self, key: str, word: str, options: Mapping[str, T], line: int) -> T | None:
        """Return what the word stands for; another word than those given is a mistake."""
        if word in options:
            return options[word]
        if word:
            sentence = _("“{word}” kan ikke bruges som {key} i {what}. Mulige værdier: {options}.")
            told = sentence.format(word=word, key=key, what=self.what, options=", ".join(options))
            self.page.tell(line, told, nearest(word, options))
        return None

    def nodes(self, key: str, *, required: bool = False) -> tuple[yaml.Node, ...]:
        """Return the parts of a list; a missing or empty one is a mistake only where it is required."""
        node = self.require(key) if required else self.node(key)
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            self.page.tell(line_of(node), _("“{key}” i {what} skal være en liste.").format(key=key, what=self.what))
            return ()
        if required and not node.value:
            self.tell(key, _("Listen “{key}” i {what} er tom.").format(key=key, what=self.what))
        return tuple(node.value)

    def numbered_texts(self, key: str, *, required: bool = False) -> tuple[tuple[int, str], ...]:
        """Return the texts of a list, each with its line."""
        parts = self.nodes(key, required=required)
        return tuple((line_of(part), text) for part in parts if (text := self._part(key, part)))

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Return the texts of a list."""
        return tuple(text for _line, text in self.numbered_texts(key, required=required))

    def _part(self, key: str, node: yaml.Node) -> str:
        text = "" if is_null(node) else self._scalar(key, node)
        if is_null(node) or (isinstance(node, yaml.ScalarNode) and not text.strip()):
            sentence = _("Listen “{key}” i {what} har en tom linje.")
            self.page.tell(line_of(node), sentence.format(key=key, what=self.what))
        return text

    def choices(self, key: str, options: Mapping[str, T], *, required: bool = False) -> tuple[T, ...]:
        """Return what the words of a list stand for."""
        found = (self.chosen(key, text, options, line) for line, text in self.numbered_texts(key, required=required))
        return tuple(each for each in found if each is not None)

    def inner(self, key: str, what: str, *, required: bool = False) -> "Fields | None":
        """Return the mapping at a key."""
        node = self.require(key) if required else self.node(key)
        return None if node is None else Fields.of(node, self.page, what)

    def inners(self, key: str, what: str, *, required: bool = False) -> tuple["Fields", ...]:
        """Return the mappings of a list."""
        return tuple(Fields.of(node, self.page, what) for node in self.nodes(key, required=required))

    def finish(self) -> None:
        """Tell of every key that nobody asked for."""
        for key, (line, _node) in self._entries.items():
            if key not in self._asked:
                unused = [known for known in self._asked if known not in self._entries]
                sentence = _("Nøglen “{key}” findes ikke i {what}.").format(key=key, what=self.what)
                self.page.tell(line, sentence, nearest(key, unused))


class _Unreadable(Fields):
    """Stands in for what was no mapping: that was told once, and its missing keys are not told besides."""

    def _tell_missing(self, key: str) -> None:
        pass
