"""The demonstration's stand-ins for the people who look: they tick off the juror sheet by what a kept page shows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree, html

from labcert.checks.juror import items_of, stands_by_itself
from labcert.domain.events import AttestationGiven, Event, EvidenceKept, StepFinished, StepStarted
from labcert.domain.evidence import Evidence
from labcert.domain.juror import ItemAnswer, SheetItem, Sight, judge_answers
from labcert.domain.outcome import Outcome, roll_up
from labcert.protocol.model import Inspection, ProtocolStep
from labcert.runner.attesting_sheets import KeptSheet

__all__ = ["Page", "Person", "attest", "look", "pages_of", "tick"]

PAGE_TYPE = "text/html"
INLINE = frozenset({"a", "abbr", "b", "code", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "u"})
"""elements that stand in the middle of a line, even of a word; every other one stands apart"""
UNSEEN = frozenset({"script", "style", "template", "title"})


@dataclass(frozen=True)
class Person:
    """Someone who speaks for a party."""

    party: str
    name: str
    role: str
    organisation: str


@dataclass(frozen=True)
class Page:
    """A page that somebody looks at: the evidence, its bytes (HTML in UTF-8), and the sample that it is about.

    `sheet` is the juror sheet made of the messages; None where they were not kept, and then the protocol's own texts
    are all there is to look for.
    """

    evidence: Evidence
    content: bytes
    sample: str
    sheet: KeptSheet | None = None


def pages_of(step: str, events: Iterable[Event]) -> dict[int, Evidence]:
    """Return the newest page of each example that waits for somebody to look.

    Nothing where the step as a whole doesn't wait, or where one of its examples has no page: half can't be attested.
    """
    pages: dict[int, Evidence] = {}
    outcomes: dict[int, Outcome] = {}
    for event in events:
        match event:
            case StepStarted(example=example) if event.step == step:
                pages.pop(example, None)
                outcomes[example] = Outcome.FAULT  # until it has an end
            case EvidenceKept(example=example, evidence=kept) if event.step == step and kept.media_type == PAGE_TYPE:
                pages[example] = kept
            case StepFinished(example=example, outcome=outcome) if event.step == step:
                outcomes[example] = outcome
            case _:
                pass
    waiting = [example for example, outcome in outcomes.items() if outcome is Outcome.WAITING]
    if roll_up(outcomes.values()) is not Outcome.WAITING or not pages.keys() >= set(waiting):
        return {}
    return {example: pages[example] for example in sorted(waiting)}


def _shown(node: html.HtmlElement) -> str:
    """Return a node's text as it is read: cells and lines apart, nothing of what is hidden."""
    if not isinstance(node.tag, str) or node.tag in UNSEEN or node.get("hidden") is not None:
        return ""
    inner = (node.text or "") + "".join(_shown(child) + (child.tail or "") for child in node)
    return inner if node.tag in INLINE else f" {inner} "


class _Screen:
    """A page as a person reads it who looks for the answers of some samples; other answers are passed over."""

    def __init__(self, page: bytes, samples: Collection[str]) -> None:
        try:
            self._root = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
        except etree.LxmlError:  # the page is empty: there is nothing to see
            self._root = html.document_fromstring("<p></p>")
        for row in list(self._root.iter()):
            sample = row.get("data-sample")
            if isinstance(row, html.HtmlElement) and sample is not None and sample not in samples:
                row.drop_tree()
        self._read: dict[tuple[str, str], str] = {}

    def at(self, sample: str, code: str) -> str:
        """Return what is shown of a sample, and of one analysis where the page tells them apart; "" is anywhere."""
        if (sample, code) not in self._read:
            found = self._rows(sample, code) if sample else [self._root]
            self._read[sample, code] = " ".join(" ".join(_shown(row).split()) for row in found)
        return self._read[sample, code]

    def _rows(self, sample: str, code: str) -> list[html.HtmlElement]:
        rows = [row for row in self._root.iter() if row.get("data-sample") == sample]
        coded = [row for row in rows if row.get("data-code")]
        return [row for row in coded if row.get("data-code") == code] if code and coded else rows


def look(inspection: Inspection, page: bytes, sample: str) -> tuple[Outcome, str]:
    """Look for each text that the protocol says must, and must not, be seen at the sample's answer."""
    items = items_of((), inspection.page, inspection.must_show, inspection.must_not_show, sample=sample)
    return judge_answers(items, tick(items, page))


def tick(items: Iterable[SheetItem], page: bytes) -> tuple[ItemAnswer, ...]:
    """Say of each item whether the page shows it.

    What must be seen stands by itself, in one of the ways that the item allows; what the protocol forbids may not even
    be a part of something else.
    """
    items = tuple(items)
    screen = _Screen(page, {item.sample for item in items})
    return tuple(
        ItemAnswer(item.id, Sight.SEEN if _is_shown(item, screen.at(item.sample, item.code)) else Sight.NOT_SEEN)
        for item in items
    )


def _is_shown(item: SheetItem, seen: str) -> bool:
    if item.must_not and not item.code:
        return any(text in seen for way in item.shown_as for text in way)
    return any(all(stands_by_itself(text, seen) for text in way) for way in item.shown_as)


def _items(step: ProtocolStep, page: Page, prefix: str) -> tuple[SheetItem, ...]:
    if page.sheet is not None:
        return page.sheet.sheet.items
    assert step.inspection is not None
    inspection = step.inspection
    return items_of((), inspection.page, inspection.must_show, inspection.must_not_show, prefix, page.sample)


def attest(step: ProtocolStep, pages: Sequence[Page], people: Mapping[str, Person]) -> tuple[AttestationGiven, ...]:
    """Let each demo person that must confirm the step look at its pages, one an example; without a page nobody can."""
    if step.inspection is None or not pages:
        return ()
    answers: list[ItemAnswer] = []
    judged = []
    for number, page in enumerate(pages, 1):
        items = _items(step, page, f"{number}." if len(pages) > 1 else "")
        ticked = tick(items, page.content)
        answers += ticked
        judged.append(judge_answers(items, ticked))
    outcome = roll_up(each for each, _remark in judged)
    remark = " ".join(dict.fromkeys(said for each, said in judged if each is outcome))
    return tuple(
        AttestationGiven(
            step.id,
            person.party,
            person.name,
            person.role,
            person.organisation,
            outcome,
            remark,
            tuple(page.evidence.sha256 for page in pages),
            demo=True,
            sheets=tuple(page.sheet.sha256 for page in pages if page.sheet),
            answers=tuple(answers),
        )
        for person in (people[party] for party in step.inspection.confirmed_by)
    )
