"""The texts of a message, with quick looks that tell whether a slow one is worth it: most messages have no flaw.

A leaf is an element that holds text: one without elements in it, or a mixed text with its inline elements (Bold, Break
…), which are part of it and no leaves themselves. Letters that are not ours are left out.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from labcert.domain.messages import LaboratoryReport, MicrobiologyWebReport
from labcert.domain.messages.texts import STYLES
from labcert.validation.places import local

__all__ = ["Leaf", "Texts"]

_INLINE = STYLES | {"Break", "Space"}
_LOOKED_AT = frozenset({"Envelope", LaboratoryReport.__name__, MicrobiologyWebReport.__name__})
_PRINTED_ASCII = bytes(range(0x7F))
"""DEL, 7F, is left: it is as invisible as what comes after it"""


@dataclass(frozen=True)
class Leaf:
    """An element that holds text: its name, its whole text (inline elements without sign), the element."""

    name: str
    text: str
    element: etree._Element

    @property
    def names_a_person(self) -> bool:
        """Whether the text is a patient's name, which is never shown in a finding."""
        return self.name.startswith("Person") and self.name.endswith("Name")


def _is_leaf(element: etree._Element) -> bool:
    return local(element.tag) not in _INLINE and (not len(element) or local(element[0].tag) in _INLINE)


@dataclass(frozen=True)
class Texts:
    """Every text below a root."""

    root: etree._Element

    @cached_property
    def joined(self) -> str:
        """All texts, one right after the other."""
        return etree.tostring(self.root, method="text", encoding="unicode")

    @cached_property
    def foreign(self) -> str:
        """The characters of `joined` beyond ASCII (and DEL), in order and side by side."""
        return self.joined.encode().translate(None, _PRINTED_ASCII).decode()

    @cached_property
    def is_misdeclared(self) -> bool:
        """Whether the message is UTF-8 and declares a single-byte encoding, so that every letter is read wrongly."""
        declared = self.root.getroottree().docinfo.encoding or "UTF-8"
        try:
            return bool(self.foreign) and declared.upper() != "UTF-8" and bool(self.foreign.encode(declared).decode())
        except (UnicodeError, LookupError):
            return False

    @cached_property
    def _sorted(self) -> tuple[frozenset[str], tuple[etree._Element, ...]]:
        """Return what elements begin with, apart from white space, and the elements without any text or element."""
        pieces: set[str] = set()
        blanks = []
        for element in self._elements():
            text = element.text
            if text is not None and not text.isspace():
                pieces.add(text)
            elif not len(element):
                blanks.append(element)
        return frozenset(pieces), tuple(blanks)

    def _elements(self) -> Iterator[etree._Element]:
        for letter in self.root:
            if local(letter.tag) in _LOOKED_AT:
                yield from letter.iter()

    @property
    def pieces(self) -> frozenset[str]:
        """The texts that elements begin with, each once: the whole text of every leaf that is no mixed text."""
        return self._sorted[0]

    @property
    def blanks(self) -> tuple[Leaf, ...]:
        """The leaves that hold nothing, or nothing but white space, in order."""
        return tuple(
            Leaf(local(element.tag), element.text or "", element) for element in self._sorted[1] if _is_leaf(element)
        )

    def of_length(self, lengths: Collection[int]) -> Iterator[Leaf]:
        """Yield the leaves without inline elements whose text has one of these lengths, in order."""
        for element in self._elements():
            text = element.text
            if text is not None and len(text) in lengths and not len(element):
                yield Leaf(local(element.tag), text, element)

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every leaf that holds more than white space, with its text, in order."""
        found = (
            Leaf(local(element.tag), "".join(map(str, element.itertext())), element)
            for element in self._elements()
            if _is_leaf(element)
        )
        return tuple(leaf for leaf in found if leaf.text.strip())
