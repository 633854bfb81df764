"""What a rule is: its words for people, what it looks at, and the function that finds flaws."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from lxml import etree

from labcert.domain.language import _
from labcert.domain.outcome import Severity
from labcert.validation.values import LayerName

__all__ = ["BOTH", "XRPT01", "XRPT05", "Flaw", "Rule", "RuleText", "Seen", "rule"]

View = TypeVar("View")

XRPT01 = ("XRPT01",)
XRPT05 = ("XRPT05",)
BOTH = ("XRPT01", "XRPT05")


@dataclass(frozen=True)
class RuleText:
    """What a person reads of a rule, in `labcert explain`, in docs/rules.md and in SARIF.

    Texts are the Danish ones, marked by `N_`; `said` gives them in the chosen language. `example` is a folder of
    `fixtures/rules` (a right and a wrong message) or of `fixtures/corpus/broken` (a wrong one), "" where a file can
    not show it. `requirements` are ids of `protocols/krav.yaml`. `source` says where the rule comes from: the table of
    a standard, a fact, a decision of the project, or the meaning of a field.
    """

    id: str
    layer: LayerName
    severity: Severity
    title: str
    text: str
    why: str
    remedy: str
    source: str
    standards: tuple[str, ...] = BOTH
    requirements: tuple[str, ...] = ()
    example: str = ""

    def said(self, part: str) -> str:
        """Return `title`, `text`, `why`, `remedy` or `source` in the chosen language."""
        return _(getattr(self, part))


@dataclass(frozen=True)
class Flaw:
    """What a rule found. `place` is an element, or a path as `path_of` writes it, of something that is there.

    A missing element is told at its parent. `message` is a whole sentence; `actual` may be as it stands: the engine
    masks numbers that may be a person's. `remedy` is only given where the rule's own is not precise enough.
    """

    place: str | etree._Element
    message: str
    expected: str
    actual: str
    remedy: str = ""


@dataclass(frozen=True)
class Rule(Generic[View]):
    """A rule: `on` is the kind of view (`views.py`) it is asked about, one at a time; `check` yields its flaws."""

    text: RuleText
    on: type[View]
    check: Callable[[View], Iterable[Flaw]]

    @property
    def id(self) -> str:
        """The rule's id."""
        return self.text.id


Seen = Callable[[View], Iterable[Flaw]]


def rule(
    id: str,
    severity: Severity,
    *,
    on: type[View],
    title: str,
    text: str,
    why: str,
    remedy: str,
    source: str,
    layer: LayerName = "business",
    standards: tuple[str, ...] = BOTH,
    requirements: tuple[str, ...] = (),
    example: str,
) -> Callable[[Seen[View]], Rule[View]]:
    """Make a rule of a function. Its module lists it in `RULES`; nothing registers itself."""
    words = RuleText(id, layer, severity, title, text, why, remedy, source, standards, requirements, example)

    def made(check: Seen[View]) -> Rule[View]:
        return Rule(words, on, check)

    return made
