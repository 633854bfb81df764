"""The demonstration's stand-ins for the people who look: they tick off what the protocol tells a person to look for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from lxml import html

from labcert.domain.events import AttestationGiven, Event, EvidenceKept
from labcert.domain.evidence import Evidence
from labcert.domain.language import _
from labcert.domain.outcome import Outcome
from labcert.protocol.model import Inspection, ProtocolStep

__all__ = ["Person", "attest", "look", "pages_of"]

PAGE_TYPE = "text/html"


@dataclass(frozen=True)
class Person:
    """Someone who speaks for a party."""

    party: str
    name: str
    role: str
    organisation: str


def pages_of(step: str, events: Iterable[Event]) -> tuple[Evidence, ...]:
    """Return the pages kept as evidence of a step, oldest first."""
    return tuple(
        event.evidence
        for event in events
        if isinstance(event, EvidenceKept) and event.step == step and event.evidence.media_type == PAGE_TYPE
    )


def _texts(page: bytes, sample: str) -> str:
    """Return what the page shows of the sample, as one text; rows of other answers are not looked at."""
    root = html.document_fromstring(page.decode("utf-8"))
    rows = [row for row in root.iter() if row.get("data-sample") == sample]
    return " ".join(" ".join("".join(map(str, row.itertext())).split()) for row in rows)


def look(inspection: Inspection, page: bytes, sample: str) -> tuple[Outcome, str]:
    """Look for each text that must, and must not, be seen at the sample's answer; return the outcome and a remark."""
    seen = _texts(page, sample)
    missing = [text for text in inspection.must_show if text not in seen]
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


def attest(
    step: ProtocolStep,
    pages: tuple[Evidence, ...],
    read: Callable[[Evidence], bytes],
    people: Mapping[str, Person],
    sample: str,
) -> tuple[AttestationGiven, ...]:
    """Let each demo person that must confirm the step look at its newest page."""
    if step.inspection is None or not pages:
        return ()
    outcome, remark = look(step.inspection, read(pages[-1]), sample)
    return tuple(
        AttestationGiven(
            step.id,
            person.party,
            person.name,
            person.role,
            person.organisation,
            outcome,
            remark,
            (pages[-1].sha256,),
            demo=True,
        )
        for person in (people[party] for party in step.inspection.confirmed_by)
    )
