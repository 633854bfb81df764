"""A profile's YAML as nodes that remember their lines; whatever is wrong is noted, and told all at once.

Anchors, aliases and deep nesting are refused: a profile needs none, and they make a small file eat a machine.
"""

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.system_words import system_words

__all__ = ["Entry", "Mistake", "Page", "ProfileMistakes", "nearest", "read_page"]

DEEPEST = 8
LARGEST = 500_000  # bytes
_NULL = "tag:yaml.org,2002:null"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, order=True)
class Mistake:
    """One mistake: the file as its user knows it, the line from 1, a Danish sentence, and what was probably meant."""

    file: str
    line: int
    sentence: str
    near: str = ""

    def __str__(self) -> str:
        hint = " " + _("(Mente du “{near}”?)").format(near=self.near) if self.near else ""
        return f"{self.file}:{self.line}: {self.sentence}{hint}"


class ProfileMistakes(UsageMistake):
    """A profile that can't be used as it stands; carries every mistake found in it and in its base."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        super().__init__("\n".join(map(str, self.mistakes)))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that looks most like the word, whatever its capital letters, or ""."""
    by_small = {each.casefold(): each for each in known}
    found = difflib.get_close_matches(word.casefold(), by_small)
    return by_small[found[0]] if found else ""


@dataclass(frozen=True)
class Entry:
    """A key of a mapping: the line it stands on, and what is written at it."""

    line: int
    node: yaml.Node

    @property
    def blank(self) -> bool:
        """Whether nothing is written there."""
        return isinstance(self.node, yaml.ScalarNode) and (self.node.tag == _NULL or not self.node.value.strip())


@dataclass(frozen=True)
class Page:
    """A file being read: its content with line endings made alike, and the mistakes so far."""

    file: str
    content: str
    mistakes: list[Mistake] = field(default_factory=list)

    def tell(self, line: int, sentence: str, near: str = "") -> None:
        """Note a mistake."""
        self.mistakes.append(Mistake(self.file, line, sentence, near))

    def entries(self, entry: Entry, what: str, known: Collection[str] | None = None) -> dict[str, Entry]:
        """Return the keys of a mapping; doubled and, where `known` is given, unknown ones are mistakes and left out.

        A key without a value is a mistake too, and reads as an empty text or mapping.
        """
        found: dict[str, Entry] = {}
        if entry.blank:
            return found
        if not isinstance(entry.node, yaml.MappingNode):
            self.tell(entry.line, _("Her ventes nøgler med værdier i {what}.").format(what=what))
            return found
        for key, node in entry.node.value:
            line, word, value = key.start_mark.line + 1, key.value, Entry(key.start_mark.line + 1, node)
            if not isinstance(key, yaml.ScalarNode):
                self.tell(line, _("En nøgle i {what} skal være et ord.").format(what=what))
            elif word in found:
                self.tell(line, _("Nøglen “{key}” står to gange i {what}.").format(key=word, what=what))
            elif known is not None and word not in known:
                sentence = _("Nøglen “{key}” findes ikke i {what}.").format(key=word, what=what)
                self.tell(line, sentence, nearest(word, known))
            else:
                found[word] = value
                if value.blank:
                    self.tell(line, _("Nøglen “{key}” i {what} har ingen værdi.").format(key=word, what=what))
        return found

    def text(self, entries: dict[str, Entry], key: str, what: str, line: int) -> str:
        """Return a text that must be there; `line` is that of the mapping, for a key that is missing."""
        entry = entries.get(key)
        if entry is None:
            self.tell(line, _("Nøglen “{key}” mangler i {what}.").format(key=key, what=what))
            return ""
        if not isinstance(entry.node, yaml.ScalarNode):
            self.tell(entry.line, _("“{key}” i {what} skal være en tekst.").format(key=key, what=what))
            return ""
        return "" if entry.blank else str(entry.node.value).strip()


def _refused(text: str) -> tuple[int, str] | None:
    """Return line and sentence of the first construct that we don't take, without building anything."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        assert event.start_mark is not None
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return line, _("Ankre og henvisninger (& og *) bruges ikke i disse filer. Skriv teksten ud.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            return line, _("Filen er indlejret i flere lag, end der er brug for.")
    return None


def _composed(page: Page) -> Entry | None:
    """Return the root of the page's YAML, or None with the reason among the mistakes."""
    try:
        refused = _refused(page.content)
        if refused:
            page.tell(*refused)
            return None
        root = yaml.compose(page.content, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        assert mark is not None  # the errors of a text that is read have one
        sentence = _("Linjen kan ikke læses. Kontrollér indrykning, koloner og anførselstegn ({problem}).")
        page.tell(mark.line + 1, sentence.format(problem=error.problem or error.context))
        return None
    except yaml.YAMLError:
        page.tell(1, _("Filen indeholder et tegn, som YAML ikke tillader."))
        return None
    if root is None:
        page.tell(1, _("Filen er tom."))
        return None
    return Entry(root.start_mark.line + 1, root)


def _content(path: Path, file: str) -> str | Mistake:
    try:
        data = path.read_bytes()
    except OSError as error:
        return Mistake(file, 1, _("Filen kan ikke læses: {why}.").format(why=system_words(error)))
    if len(data) > LARGEST:
        return Mistake(file, 1, _("Filen er for stor til at være en profil."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return Mistake(file, line, _("Filen er ikke gemt som UTF-8. Gem den igen med tegnsættet UTF-8."))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_page(path: Path, file: str) -> tuple[Page, Entry | None]:
    """Read a file (`file`: how it is told) as a page and its root; the root is None where a mistake says why."""
    content = _content(path, file)
    if isinstance(content, Mistake):
        return Page(file, "", [content]), None
    page = Page(file, content)
    return page, _composed(page)
