"""The one model of a session's report: verdict, log, programme and requirements put together, ready to be shown."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from labcert.domain.events import AttestationGiven, RunStarted, SessionOpened, SignOffStated, StepFinished, StepStarted
from labcert.domain.evidence import Evidence
from labcert.domain.findings import Finding
from labcert.domain.mutation import Score
from labcert.domain.outcome import Mark
from labcert.domain.verdict import Attestation, StepVerdict, Verdict
from labcert.protocol.model import Area, Programme, ProgrammeRow, Protocol, ProtocolStep, Requirement, Suite
from labcert.reporting.changes import Comparison
from labcert.reporting.field_tables import FieldSummary
from labcert.reporting.history import EntryView, Example, FindingPlace, StepHistory, events_of, histories
from labcert.reporting.parts import (
    AreaPart,
    AttestationPart,
    MissingSignature,
    ProtocolPart,
    RequirementPart,
    RowPart,
    SignaturePart,
    StepPart,
    TimelineBar,
)

__all__ = [
    "AreaPart", "AttestationPart", "Headline", "MissingSignature", "ProgrammeView", "ProtocolPart", "ReportModel",
    "RequirementPart", "RowPart", "SignaturePart", "StepPart", "TimelineBar", "build", "headline_of",
    "requirement_texts",
]

_REJECTING = frozenset({Mark.F1, Mark.F2, Mark.F3})


class Headline(StrEnum):
    """The verdict in one word: Godkendt, Ikke godkendt, Afventer."""

    APPROVED = "approved"
    NOT_APPROVED = "not_approved"
    WAITING = "waiting"


@dataclass(frozen=True)
class ProgrammeView:
    """A programme with the protocols it runs."""

    programme: Programme
    protocols: tuple[Protocol, ...]

    @classmethod
    def of(cls, suite: Suite, programme: str) -> "ProgrammeView":
        """Take a programme by id from a suite; raise UsageMistake where there is none."""
        found = suite.programme(programme)
        return cls(found, suite.protocols_of(found))


def requirement_texts(requirements: Iterable[Requirement]) -> dict[str, tuple[str, str, str, str]]:
    """Return id -> (title, text, source, why it is not tested or "") as `build` takes them."""
    return {
        item.id: (item.title, item.text, f"{item.source.kind.capitalize()}: {item.source.where}", item.not_tested or "")
        for item in requirements
    }


@dataclass(frozen=True)
class ReportModel:
    """Everything the report shows. `known` are the 10-digit test CPR numbers that may be shown unmasked."""

    verdict: Verdict
    title: str
    headline: Headline
    sentence: str
    opened: str
    closed: str
    session: SessionOpened | None
    addresses: tuple[tuple[str, str], ...]
    rows: tuple[RowPart, ...]
    requirements: tuple[RequirementPart, ...]
    timeline: tuple[TimelineBar, ...]
    signatures: tuple[SignaturePart, ...]
    missing_signatures: tuple[MissingSignature, ...]
    known: frozenset[str]
    comparison: Comparison | None = None
    score: Score | None = None
    """what the protocols caught when they were tried on wrong systems, None where nobody has said"""
    """what changed since the run before, where there was one"""
    file_names: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """(step, sha256 of a piece of evidence) -> the names of its copies in medcom/"""

    fields: Mapping[str, FieldSummary] = field(default_factory=dict)
    """step -> its messages field by field, in short; the whole stands in fields.json"""

    @property
    def steps(self) -> tuple[StepPart, ...]:
        """Every step in the order of the report."""
        return tuple(step for row in self.rows for protocol in row.protocols for step in protocol.steps)


def headline_of(verdict: Verdict) -> Headline:
    """Return the verdict's headline: a step marked F1-F3 rejects; whatever is not decided yet waits."""
    if verdict.approved:
        return Headline.APPROVED
    return Headline.NOT_APPROVED if any(step.mark in _REJECTING for step in verdict.steps) else Headline.WAITING


def build(
    verdict: Verdict,
    entries: Sequence[EntryView],
    programme_view: ProgrammeView,
    requirements: Mapping[str, tuple[str, ...]],
    known: Collection[str] = (),
) -> ReportModel:
    """Put the report together.

    `requirements`: id -> (title, text, source) and, as a fourth text, why it is not tested. `known`: the test persons'
    CPR numbers, 10 digits each; every other number that may be a CPR is masked, so an empty collection masks all.
    """
    told = histories(entries)
    opened = events_of(entries, SessionOpened)
    signatures = tuple(SignaturePart(time, stated) for time, stated in events_of(entries, SignOffStated))
    return ReportModel(
        verdict=verdict,
        title=programme_view.programme.title,
        headline=headline_of(verdict),
        sentence=verdict.sentence,
        opened=entries[0].time if entries else "",
        closed=entries[-1].time if entries else "",
        session=opened[0][1] if opened else None,
        addresses=_addresses(entries),
        rows=tuple(_rows(verdict, told, programme_view)),
        requirements=tuple(_requirements(verdict, requirements)),
        timeline=tuple(_timeline(verdict, entries)),
        signatures=signatures,
        missing_signatures=tuple(_missing(programme_view, signatures)),
        known=frozenset(known),
    )


def _rows(verdict: Verdict, told: Mapping[str, StepHistory], programme: ProgrammeView) -> Iterator[RowPart]:
    """Yield the rows in the programme's order; rows that only the verdict knows come last, so that no step is lost."""
    views: dict[str, ProgrammeRow] = {row.row: row for row in programme.programme.rows}
    texts: dict[str, Protocol] = {protocol.id: protocol for protocol in programme.protocols}
    for name in dict.fromkeys([*views, *(step.row for step in verdict.steps)]):
        steps = [step for step in verdict.steps if step.row == name]
        if not steps:
            continue
        view = views.get(name)
        order = dict.fromkeys([*(view.protocols if view else ()), *(step.protocol for step in steps)])
        parts = (_protocol(key, [s for s in steps if s.protocol == key], told, texts.get(key)) for key in order)
        yield RowPart(
            name, view.title if view else "", tuple(view.parties) if view else (), tuple(p for p in parts if p.areas)
        )


def _protocol(
    name: str, steps: Sequence[StepVerdict], told: Mapping[str, StepHistory], texts: Protocol | None
) -> ProtocolPart:
    step_texts = {step.id: step for step in texts.steps} if texts else {}
    areas = []
    for area in dict.fromkeys([*(area.value for area in Area), *(step.area for step in steps)]):
        of_area = [step for step in steps if step.area == area]
        if of_area:
            empty = StepHistory()
            parts = (_step(step, told.get(step.id, empty), step_texts.get(step.id)) for step in of_area)
            areas.append(AreaPart(area, tuple(parts)))
    return ProtocolPart(name, texts, tuple(areas))


def _step(verdict: StepVerdict, history: StepHistory, texts: ProtocolStep | None) -> StepPart:
    placed = {kept.sha256 for example in history.examples for kept in _all_evidence(example)}
    return StepPart(
        verdict=verdict,
        texts=texts,
        history=history,
        findings=tuple(_placed_findings(verdict, history)),
        attestations=tuple(_attestations(verdict, history)),
        other_evidence=tuple(kept for kept in verdict.evidence if kept.sha256 not in placed),
    )


def _all_evidence(example: Example) -> Iterator[Evidence]:
    yield from example.evidence
    for sentence in example.sentences:
        yield from sentence.evidence


def _placed_findings(verdict: StepVerdict, history: StepHistory) -> Iterator[FindingPlace]:
    """Yield the judged findings (their class may differ from the engine's) with the evidence they point into."""
    everything = tuple(kept.sha256 for kept in verdict.evidence)
    for finding in verdict.findings:
        key = _place_key(finding)
        same = (place.candidates for place in history.findings if _place_key(place.finding) == key)
        yield FindingPlace(finding, next(same, ()) or everything)


def _place_key(finding: Finding) -> tuple[str, str, int | None]:
    return finding.rule, finding.path, finding.line


def _attestations(verdict: StepVerdict, history: StepHistory) -> Iterator[AttestationPart]:
    """Yield each statement with what the log says of it; one person may have made several, in the same order."""
    left = list(history.attestations)
    latest = {statement.party: number for number, statement in enumerate(verdict.attested_by)}
    for number, statement in enumerate(verdict.attested_by):
        replaced = latest[statement.party] != number
        event = next((each for each in left if _is_of(each, statement)), None)
        if event is None:
            yield AttestationPart(statement, (), demo=False, replaced=replaced)
        else:
            left.remove(event)
            yield AttestationPart(statement, event.seen, event.demo, event.answers, replaced)


def _is_of(event: AttestationGiven, statement: Attestation) -> bool:
    told = (statement.party, statement.name, statement.outcome, statement.remark)
    return (event.party, event.name, event.outcome, event.remark) == told


def _addresses(entries: Sequence[EntryView]) -> tuple[tuple[str, str], ...]:
    """Return (host, address) of the latest run."""
    runs = events_of(entries, RunStarted)
    return tuple(runs[-1][1].addresses.items()) if runs else ()


def _requirements(verdict: Verdict, texts: Mapping[str, tuple[str, ...]]) -> Iterator[RequirementPart]:
    """Yield the catalogue's requirements, then those that only steps name."""
    for name in dict.fromkeys([*texts, *(req for step in verdict.steps for req in step.requirements)]):
        title, text, source, not_tested = (*texts.get(name, ()), "", "", "", "")[:4]
        steps = tuple(step for step in verdict.steps if name in step.requirements)
        yield RequirementPart(name, title, text, source, steps, not_tested)


def _timeline(verdict: Verdict, entries: Sequence[EntryView]) -> Iterator[TimelineBar]:
    """Yield one bar for each example that began, in the order they began; times are measured from the first."""
    steps = {step.id: step for step in verdict.steps}
    started: dict[tuple[str, int], str] = {}
    first: datetime | None = None
    for entry in entries:
        event = entry.event
        if isinstance(event, StepStarted):
            started[event.step, event.example] = entry.time
            first = first or datetime.fromisoformat(entry.time)
        elif isinstance(event, StepFinished) and first and (event.step, event.example) in started:
            time = started.pop((event.step, event.example))
            offset = (datetime.fromisoformat(time) - first).total_seconds() * 1000
            step = steps.get(event.step)
            row, title = (step.row, step.title) if step else ("", "")
            yield TimelineBar(
                event.step, row, title, event.example, time, offset, event.duration_ms, event.outcome
            )


def _missing(programme: ProgrammeView, signatures: Sequence[SignaturePart]) -> Iterator[MissingSignature]:
    """Yield each row's parties that have not signed it, and those that sign the whole (row "") and have not."""
    signed = {(part.stated.row, part.stated.party) for part in signatures}
    for row in programme.programme.rows:
        yield from (MissingSignature(row.row, party) for party in row.parties if (row.row, party) not in signed)
    anywhere = {party for _, party in signed}
    yield from (MissingSignature("", party) for party in programme.programme.also_signs if party not in anywhere)
