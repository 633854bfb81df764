"""The demonstration's stand-ins for the people who look: they tick off what the protocol tells a person to look for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree, html

from labcert.domain.events import AttestationGiven, Event, EvidenceKept, StepFinished, StepStarted
from labcert.domain.evidence import Evidence
from labcert.domain.language import _
from labcert.domain.outcome import Outcome, roll_up
from labcert.protocol.model import Inspection, ProtocolStep

__all__ = ["Page", "Person", "attest", "look", "pages_of"]

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
    """A page that somebody looks at: the evidence, its bytes (HTML in UTF-8), and the sample that it is about."""

    evidence: Evidence
    content: bytes
    sample: str


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


def _texts(page: bytes, sample: str) -> str:
    """Return what the page shows of the sample, as one text; rows of other answers are not looked at."""
    try:
        root = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    except etree.LxmlError:  # the page is empty: there is nothing to see
        return ""
    rows = [row for row in root.iter() if row.get("data-sample") == sample]
    return " ".join(" ".join(_shown(row).split()) for row in rows)


def _is_seen(text: str, seen: str) -> bool:
    """Say whether the text stands there by itself: 42 is not seen in 142, in 42,5 or in 3,42."""
    before = r"(?<!\w)(?<!\d[.,])" if text[:1].isalnum() else ""
    after = r"(?!\w)(?![.,]\d)" if text[-1:].isalnum() else ""
    return re.search(before + re.escape(text) + after, seen) is not None


def look(inspection: Inspection, page: bytes, sample: str) -> tuple[Outcome, str]:
    """Look for each text that must, and must not, be seen at the sample's answer; return the outcome and a remark.

    What must be seen stands by itself; what must not be seen may not even be a part of something else.
    """
    seen = _texts(page, sample)
    missing = [text for text in inspection.must_show if not _is_seen(text, seen)]
    unwanted = [text for text in inspection.must_not_show if text in seen]
    if not missing and not unwanted:
        return Outcome.PASSED, _("Set: {texts}.").format(
            texts=", ".join(inspection.must_show) or _("intet, som ventet")
        )
    remark = []
    if missing:
        remark.append(_("Ikke set: {texts}.").format(texts=", ".join(missing)))
    if unwanted:
        remark.append(_("Set, men må ikke ses: {texts}.").format(texts=", ".join(unwanted)))
    return Outcome.FAILED, " ".join(remark)


def attest(step: ProtocolStep, pages: Sequence[Page], people: Mapping[str, Person]) -> tuple[AttestationGiven, ...]:
    """Let each demo person that must confirm the step look at its pages, one an example; without a page nobody can."""
    if step.inspection is None or not pages:
        return ()
    looks = [look(step.inspection, page.content, page.sample) for page in pages]
    outcome = roll_up(each for each, _remark in looks)
    remark = " ".join(dict.fromkeys(said for each, said in looks if each is outcome))
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
        )
        for person in (people[party] for party in step.inspection.confirmed_by)
    )
