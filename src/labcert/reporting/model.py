"""The one model of a session's report: verdict, log, programme and requirements put together, ready to be shown."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from labcert.domain.casework import ReviewState
from labcert.domain.events import AttestationGiven, RunStarted, SessionOpened, StepFinished, StepStarted
from labcert.domain.evidence import Evidence
from labcert.domain.findings import Finding
from labcert.domain.mutation import Score
from labcert.domain.outcome import Mark
from labcert.domain.verdict import SELF_TEST, Attestation, StepVerdict, Verdict
from labcert.protocol.model import Area, Programme, ProgrammeRow, Protocol, ProtocolStep, Requirement, Suite
from labcert.reporting.casework import (
    AddedPart,
    DeviationPart,
    MissingSignature,
    ReviewPart,
    SignaturePart,
    SignOffParty,
    SignOffRow,
    ThreadPart,
    added_to,
    deviations_at,
    deviations_of,
    reviews_of,
    sign_off_of,
    signatures_of,
    threads_of,
)
from labcert.reporting.changes import Comparison, compare_runs
from labcert.reporting.field_tables import FieldSummary
from labcert.reporting.history import EntryView, Example, FindingPlace, StepHistory, events_of, histories
from labcert.reporting.parts import (
    AreaPart,
    AttestationPart,
    ProtocolPart,
    RequirementPart,
    RowPart,
    StepPart,
    TimelineBar,
)
from labcert.reporting.runs import RunPart, StepRun, runs_of, runs_of_step

__all__ = [
    "AddedPart", "AreaPart", "AttestationPart", "DeviationPart", "Headline", "MissingSignature", "ProgrammeView",
    "ProtocolPart", "ReportModel", "RequirementPart", "ReviewPart", "RowPart", "RunPart", "SignOffParty", "SignOffRow",
    "SignaturePart", "StepPart", "StepRun", "ThreadPart", "TimelineBar", "build", "headline_of", "requirement_texts",
]

_REJECTING = frozenset({Mark.F1, Mark.F2, Mark.F3})


class Headline(StrEnum):
    """The verdict in one word: Godkendt, Kan godkendes, Ikke godkendt, Afventer."""

    APPROVED = "approved"
    READY = "ready"
    """nothing is missing, but MedCom has not closed its review yet"""
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
    """what changed since the run before, where there was one"""
    score: Score | None = None
    """what the protocols caught when they were tried on wrong systems, None where nobody has said"""
    file_names: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """(step, sha256 of a piece of evidence) -> the names of its copies in medcom/"""

    fields: Mapping[str, FieldSummary] = field(default_factory=dict)
    """step -> its messages field by field, in short; the whole stands in fields.json"""

    threads: tuple[ThreadPart, ...] = ()
    """remarks on the session as a whole"""
    added: tuple[AddedPart, ...] = ()
    """evidence laid beside the session as a whole after it was run"""
    deviations: tuple[DeviationPart, ...] = ()
    reviews: tuple[ReviewPart, ...] = ()
    """how the review came to `verdict.review`, oldest first"""
    runs: tuple[RunPart, ...] = ()
    sign_off: tuple[SignOffRow, ...] = ()
    """who must sign what, signed or waited for; `signatures` and `missing_signatures` are the same as two lists"""
    followed_by: tuple[str, ...] = ()
    """ids of the sessions that took this one up again, where that is known; `verdict.follows` is the other way"""

    @property
    def steps(self) -> tuple[StepPart, ...]:
        """Every step in the order of the report."""
        return tuple(step for row in self.rows for protocol in row.protocols for step in protocol.steps)


def headline_of(verdict: Verdict) -> Headline:
    """Return the verdict's headline: a step marked F1-F3 rejects; whatever is not decided yet waits.

    Nothing is approved that the rule doesn't approve, nor what MedCom closed as not approved.
    """
    if verdict.review is ReviewState.NOT_APPROVED:
        return Headline.NOT_APPROVED
    if verdict.approved:
        # A demonstration and a self-test are judged by the tool alone; anything else by MedCom.
        alone = verdict.demo or verdict.test_type in ("", SELF_TEST)
        return Headline.APPROVED if alone or verdict.review is ReviewState.APPROVED else Headline.READY
    rejected = any(step.mark in _REJECTING and not step.deviations for step in verdict.steps)
    return Headline.NOT_APPROVED if rejected else Headline.WAITING


def build(
    verdict: Verdict,
    entries: Sequence[EntryView],
    programme_view: ProgrammeView,
    requirements: Mapping[str, tuple[str, ...]],
    known: Collection[str] = (),
    signed: Iterable[SignaturePart] = (),
) -> ReportModel:
    """Put the report together.

    `requirements`: id -> (title, text, source) and, as a fourth text, why it is not tested. `known`: the test persons'
    CPR numbers, 10 digits each; every other number that may be a CPR is masked, so an empty collection masks all.
    `signed` are signatures that stand in manifest.sig without a word of them in the log: those of a closed session.
    """
    told = histories(entries)
    opened = events_of(entries, SessionOpened)
    added = added_to(entries)
    deviations = deviations_of(verdict, entries, {name: texts[0] for name, texts in requirements.items()})
    signatures = signatures_of(entries, signed)
    sign_off = sign_off_of(programme_view.programme, signatures)
    return ReportModel(
        verdict=verdict,
        title=programme_view.programme.title,
        headline=headline_of(verdict),
        sentence=verdict.sentence,
        opened=entries[0].time if entries else "",
        closed=entries[-1].time if entries else "",
        session=opened[0][1] if opened else None,
        addresses=_addresses(entries),
        rows=tuple(_rows(verdict, told, programme_view, _Work(added, deviations))),
        requirements=tuple(_requirements(verdict, requirements)),
        timeline=tuple(_timeline(verdict, entries)),
        signatures=signatures,
        missing_signatures=tuple(
            MissingSignature(row.row, party.party) for row in sign_off for party in row.parties if not party.signed
        ),
        known=frozenset(known),
        comparison=compare_runs(verdict, told),
        threads=threads_of(verdict.comments),
        added=added.get("", ()),
        deviations=deviations,
        reviews=reviews_of(entries),
        runs=runs_of(entries, verdict),
        sign_off=sign_off,
    )


@dataclass(frozen=True)
class _Work:
    """What people laid beside the steps, and the deviations, while the steps are put together."""

    added: Mapping[str, tuple[AddedPart, ...]]
    deviations: tuple[DeviationPart, ...]


def _rows(
    verdict: Verdict, told: Mapping[str, StepHistory], programme: ProgrammeView, work: _Work
) -> Iterator[RowPart]:
    """Yield the rows in the programme's order; rows that only the verdict knows come last, so that no step is lost."""
    views: dict[str, ProgrammeRow] = {row.row: row for row in programme.programme.rows}
    texts: dict[str, Protocol] = {protocol.id: protocol for protocol in programme.protocols}
    for name in dict.fromkeys([*views, *(step.row for step in verdict.steps)]):
        steps = [step for step in verdict.steps if step.row == name]
        if not steps:
            continue
        view = views.get(name)
        order = dict.fromkeys([*(view.protocols if view else ()), *(step.protocol for step in steps)])
        parts = (_protocol(key, [s for s in steps if s.protocol == key], told, texts.get(key), work) for key in order)
        yield RowPart(
            name, view.title if view else "", tuple(view.parties) if view else (), tuple(p for p in parts if p.areas)
        )


def _protocol(
    name: str, steps: Sequence[StepVerdict], told: Mapping[str, StepHistory], texts: Protocol | None, work: _Work
) -> ProtocolPart:
    step_texts = {step.id: step for step in texts.steps} if texts else {}
    areas = []
    for area in dict.fromkeys([*(area.value for area in Area), *(step.area for step in steps)]):
        of_area = [step for step in steps if step.area == area]
        if of_area:
            empty = StepHistory()
            parts = (_step(step, told.get(step.id, empty), step_texts.get(step.id), work) for step in of_area)
            areas.append(AreaPart(area, tuple(parts)))
    return ProtocolPart(name, texts, tuple(areas))


def _step(verdict: StepVerdict, history: StepHistory, texts: ProtocolStep | None, work: _Work) -> StepPart:
    placed = {kept.sha256 for example in history.examples for kept in _all_evidence(example)}
    return StepPart(
        verdict=verdict,
        texts=texts,
        history=history,
        findings=tuple(_placed_findings(verdict, history)),
        attestations=tuple(_attestations(verdict, history)),
        other_evidence=tuple(kept for kept in verdict.evidence if kept.sha256 not in placed),
        threads=threads_of(verdict.comments),
        added=work.added.get(verdict.id, ()),
        deviations=deviations_at(verdict, work.deviations),
        runs=runs_of_step(verdict, history),
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
    """Yield the catalogue's requirements, then those that only steps, their findings or deviations name."""
    named = [name for step in verdict.steps for name in step.requirements]
    found = [name for step in verdict.steps for finding in step.findings for name in finding.requirements]
    deviating = [judged.deviation.requirement for judged in verdict.deviations]
    for name in dict.fromkeys([*texts, *named, *found, *deviating]):
        title, text, source, not_tested = (*texts.get(name, ()), "", "", "", "")[:4]
        steps = tuple(step for step in verdict.steps if name in step.requirements)
        yield RequirementPart(name, title, text, source, steps, not_tested)


def _timeline(verdict: Verdict, entries: Sequence[EntryView]) -> Iterator[TimelineBar]:
    """Yield one bar for each example that ended, in their order; times are measured from the first of the same run."""
    steps = {step.id: step for step in verdict.steps}
    started: dict[tuple[str, int], str] = {}
    first: datetime | None = None
    run = 0
    for entry in entries:
        event = entry.event
        if isinstance(event, RunStarted):
            run, first = event.run, None
        elif isinstance(event, StepStarted):
            started[event.step, event.example] = entry.time
            first = first or datetime.fromisoformat(entry.time)
        elif isinstance(event, StepFinished) and first and (event.step, event.example) in started:
            time = started.pop((event.step, event.example))
            offset = (datetime.fromisoformat(time) - first).total_seconds() * 1000
            step = steps.get(event.step)
            row, title = (step.row, step.title) if step else ("", "")
            yield TimelineBar(
                event.step, row, title, event.example, time, offset, event.duration_ms, event.outcome, run
            )
