"""Small helpers: fields held against each other, lists told as what came and what went."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from labcert.domain.language import _
from labcert.protocol.difference.model import Change, ChangeKind, Consequence, Subject

__all__ = ["About", "listed", "of_list", "short"]

LONGEST = 80


def listed(words: Iterable[str]) -> str:
    """Return words as they stand in a sentence: “A”, “B”."""
    return ", ".join(f"“{short(word)}”" for word in words)


def short(text: str) -> str:
    """Return the beginning of a text that is too long for a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 2].rstrip() + " …"


def of_list(old: Sequence[str], new: Sequence[str]) -> str:
    """Say what came and what went, or that only the order is another."""
    came, went = [each for each in new if each not in old], [each for each in old if each not in new]
    if came and went:
        return _("Kommet til: {came}. Udgået: {went}.").format(came=listed(came), went=listed(went))
    if came:
        return _("Kommet til: {came}.").format(came=listed(came))
    if went:
        return _("Udgået: {went}.").format(went=listed(went))
    return _("Kun rækkefølgen er en anden.")


@dataclass(frozen=True)
class About:
    """What changes are about; makes changes of its fields."""

    subject: Subject
    id: str
    place: str
    steps: tuple[str, ...] = ()

    def added(self, sentence: str, consequence: Consequence, new: str = "") -> Change:
        """Return that it is new."""
        return self._change("", ChangeKind.ADDED, consequence, sentence, "", new)

    def removed(self, sentence: str, consequence: Consequence, old: str = "") -> Change:
        """Return that it is gone."""
        return self._change("", ChangeKind.REMOVED, consequence, sentence, old, "")

    def moved(self, field: str, sentence: str, consequence: Consequence) -> Change:
        """Return that it stands elsewhere."""
        return self._change(field, ChangeKind.MOVED, consequence, sentence, "", "")

    def changed(self, field: str, sentence: str, consequence: Consequence, old: str = "", new: str = "") -> Change:
        """Return that a field of it is another."""
        return self._change(field, ChangeKind.CHANGED, consequence, sentence, old, new)

    def texts(self, field: str, sentence: str, old: str, new: str, consequence: Consequence) -> Iterator[Change]:
        """Yield the change of a text, if it is one."""
        if old != new:
            yield self.changed(field, sentence, consequence, old, new)

    def lists(
        self, field: str, sentence: str, old: Sequence[str], new: Sequence[str], consequence: Consequence
    ) -> Iterator[Change]:
        """Yield the change of a list, if it is one: the sentence, and then what came and went."""
        if tuple(old) != tuple(new):
            yield self.changed(field, f"{sentence} {of_list(old, new)}", consequence)

    def _change(
        self, field: str, kind: ChangeKind, consequence: Consequence, sentence: str, old: str, new: str
    ) -> Change:
        return Change(self.subject, self.id, self.place, field, kind, consequence, sentence, old, new, self.steps)
