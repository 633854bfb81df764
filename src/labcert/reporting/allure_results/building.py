"""One Allure result for each scenario example and each sign-off; all times and texts come from the log."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from allure_commons.model2 import Attachment, Label, Link, Parameter, StatusDetails, TestResult, TestStepResult
from allure_commons.types import LabelType

from labcert.domain.events import FindingMade, SignOffStated, StepStarted
from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Outcome, roll_up
from labcert.domain.verdict import Attestation, JudgedDeviation, StepVerdict, Verdict
from labcert.reporting.allure_results.attachments import Attacher
from labcert.reporting.allure_results.casework import (
    casework_labels,
    casework_lines,
    casework_links,
    counting,
    deviation_parameters,
    standing_sentence,
)
from labcert.reporting.allure_results.history_file import milliseconds
from labcert.reporting.allure_results.telling import SEVERITY, STATUS, finding_text, outcome_text, step_description
from labcert.reporting.casework import SignOffRow
from labcert.reporting.history import EntryView, Example, Sentence, StepHistory, events_of, histories

__all__ = ["IDS", "Builder"]

IDS = uuid.uuid5(uuid.NAMESPACE_DNS, "labcert.allure")
"""the same session, step and example always give the same result id"""


@dataclass(frozen=True)
class Builder:
    """Turns a verdict and its log into Allure results.

    `requirement_titles` and `protocol_titles` map ids to titles; an id without a title is shown as it is.
    """

    verdict: Verdict
    entries: Sequence[EntryView]
    attacher: Attacher
    mask: Callable[[str], str]
    requirement_titles: Mapping[str, str] = field(default_factory=dict)
    protocol_titles: Mapping[str, str] = field(default_factory=dict)
    sign_off: Sequence[SignOffRow] = ()

    def results(self) -> Iterator[TestResult]:
        """Yield the results: steps in the protocols' order, each after what earlier runs showed of it; then sign-offs.

        Allure takes the results of earlier runs for tries before the one that counts: they began before it.
        """
        told = histories(self.entries)
        found = _findings_by_example(self.entries)
        for step in self.verdict.steps:
            history = told.get(step.id, StepHistory())
            for earlier in history.earlier:
                yield from (self._earlier(step, earlier, example) for example in earlier.examples)
            for example in history.examples:
                yield self._example(step, history, example, found.get((step.id, example.number), ()))
            if not history.examples:
                yield self._unrun(step)
        for time, stated in events_of(self.entries, SignOffStated):
            yield self._sign_off(time, stated)

    def _example(
        self, step: StepVerdict, history: StepHistory, example: Example, findings: Sequence[Finding]
    ) -> TestResult:
        outcome = counting(step) or _shown_outcome(step, history, example)
        start = milliseconds(example.started)
        result = self._step_result(step, example.number, history.notes)
        self._tell_apart(result, history, example)
        result.fullName = f"{example.feature}: {example.scenario}"
        result.status = STATUS[outcome]
        result.start, result.stop = start, start + round(example.duration_ms)
        result.steps = [*self._sentences(example, start), *self._attestations(step, history)]
        for kept in example.evidence:
            result.attachments.extend(self.attacher.evidence(kept))
        reason = step.reason if outcome is step.outcome else example.reason
        result.statusDetails = self._details(outcome, reason or example.reason, _as_judged(findings, step), step)
        return result

    def _tell_apart(self, result: TestResult, history: StepHistory, example: Example) -> None:
        """Give one of several examples a number; else Allure takes them for tries of one test and hides all but one."""
        if len(history.examples) > 1:
            number = str(example.number + 1)
            result.name += _(" (eksempel {number})").format(number=number)
            result.parameters = [Parameter(name=_("eksempel"), value=number), *result.parameters]

    def _earlier(self, step: StepVerdict, history: StepHistory, example: Example) -> TestResult:
        """What a run showed that a later one has replaced: its sentences and findings, without the files."""
        outcome, start = example.outcome or Outcome.FAULT, milliseconds(example.started)
        result = self._step_result(replace(step, override=None, deviations=(), run=history.run), example.number, ())
        self._tell_apart(result, history, example)
        result.uuid = self._id(step.id, str(example.number), f"run-{history.run}")
        result.description = self.mask(
            _("Kørsel {number}. Resultatet er erstattet af en senere kørsel og tæller ikke; filerne ligger i evidence.")
            .format(number=history.run)
        )  # fmt: skip
        result.fullName = f"{example.feature}: {example.scenario}"
        result.status = STATUS[outcome]
        result.start, result.stop = start, start + round(example.duration_ms)
        result.steps = list(self._sentences(example, start, with_files=False))
        result.statusDetails = self._details(outcome, example.reason, [place.finding for place in history.findings])
        return result

    def _unrun(self, step: StepVerdict) -> TestResult:
        result = self._step_result(step, 0, ())
        result.fullName = step.id
        outcome = counting(step) or step.outcome
        result.status = STATUS[outcome]
        result.start = result.stop = milliseconds(self.entries[-1].time) if self.entries else 0
        result.steps = self._attestations(step, StepHistory())
        for kept in step.evidence:
            result.attachments.extend(self.attacher.evidence(kept))
        result.statusDetails = self._details(outcome, step.reason, step.findings, step)
        return result

    def _step_result(self, step: StepVerdict, example: int, notes: Sequence[str]) -> TestResult:
        row = next((row for row in self.sign_off if row.row and row.row == step.row), None)
        titles = [f"{name} {self.requirement_titles.get(name, '')}".strip() for name in step.requirements]
        return TestResult(
            uuid=self._id(step.id, str(example)),
            historyId=str(uuid.uuid5(IDS, f"{step.id}/{example}")),
            testCaseId=step.id,
            name=self.mask(f"{step.id} · {step.title}"),
            stage="finished",
            description=self.mask(step_description(step, notes, titles, casework_lines(step, self._deviations(), row))),
            labels=[*self._labels(step), *casework_labels(step)],
            links=[
                Link(type="requirement", url=f"report.html#krav-{name}", name=title)
                for name, title in zip(step.requirements, titles, strict=True)
            ]
            + casework_links(step, row),
            parameters=deviation_parameters(step),
            titlePath=[self._row(step.row), self._protocol(step), step.area],
        )

    def _labels(self, step: StepVerdict) -> list[Label]:
        pairs = [
            (LabelType.EPIC, self.verdict.programme),
            (LabelType.FEATURE, self._protocol(step)),
            (LabelType.STORY, step.area),
            (LabelType.PARENT_SUITE, self._row(step.row)),
            (LabelType.SUITE, self._protocol(step)),
            (LabelType.SUB_SUITE, step.area),
            (LabelType.SEVERITY, SEVERITY[step.severity]),
            (LabelType.TAG, step.id),
            (LabelType.TAG, step.kind),
            (LabelType.FRAMEWORK, "labcert"),
        ]
        return [Label(name=name, value=value) for name, value in pairs]

    def _deviations(self) -> dict[str, JudgedDeviation]:
        return {judged.deviation.id: judged for judged in self.verdict.deviations}

    def _sentences(self, example: Example, start: int, *, with_files: bool = True) -> Iterator[TestStepResult]:
        at = float(start)
        for sentence in example.sentences:
            yield TestStepResult(
                name=self.mask(f"{sentence.keyword} {sentence.text}"),
                status=STATUS[sentence.outcome],
                stage="finished",
                statusDetails=self._details(sentence.outcome, sentence.reason, ()),
                attachments=list(self._sentence_attachments(sentence)) if with_files else [],
                start=round(at),
                stop=round(at + sentence.duration_ms),
            )
            at += sentence.duration_ms

    def _sentence_attachments(self, sentence: Sentence) -> Iterator[Attachment]:
        if sentence.table:
            yield self.attacher.table(sentence.table)
        for kept in sentence.evidence:
            yield from self.attacher.evidence(kept)

    def _attestations(self, step: StepVerdict, history: StepHistory) -> list[TestStepResult]:
        demo = {(event.party, event.name): event.demo for event in history.attestations}
        given = [self._attestation(said, demo=demo.get((said.party, said.name), False)) for said in step.attested_by]
        missing = [
            TestStepResult(name=_("Afventer {party}").format(party=party), status=STATUS[Outcome.WAITING])
            for party in step.missing_attestations
        ]
        return given + missing

    def _attestation(self, said: Attestation, *, demo: bool) -> TestStepResult:
        who = _("{name}, {role}, {organisation} (for {party})").format(
            name=said.name, role=said.role, organisation=said.organisation, party=said.party
        )
        sentence = _("Set og bekræftet af {who}") if said.outcome is Outcome.PASSED else _("Set af {who}")
        at = milliseconds(said.time)
        return TestStepResult(
            name=self.mask(sentence.format(who=who) + (_(" – demonstration") if demo else "")),
            status=STATUS[said.outcome],
            stage="finished",
            statusDetails=self._details(said.outcome, said.remark, ()),
            start=at,
            stop=at,
        )

    def _sign_off(self, time: str, stated: SignOffStated) -> TestResult:
        row = self._row(stated.row)
        name = _("{party} underskriver {what}").format(party=stated.party, what=row if stated.row else _("det hele"))
        lines = [f"{stated.name}, {stated.role}, {stated.organisation}", stated.remark]
        if stated.demo:
            lines.append(_("Demonstration: personen findes ikke, og underskriften forpligter ingen."))
        at = milliseconds(time)
        suite = _("Underskrifter")
        pairs = [
            (LabelType.EPIC, self.verdict.programme), (LabelType.FEATURE, suite), (LabelType.PARENT_SUITE, suite),
            (LabelType.SUITE, row or self.verdict.programme), (LabelType.FRAMEWORK, "labcert"),
        ]  # fmt: skip
        return TestResult(
            uuid=self._id("sign-off", stated.row, stated.party, stated.name),
            historyId=str(uuid.uuid5(IDS, f"sign-off/{stated.row}/{stated.party}")),
            testCaseId=f"sign-off-{stated.row}-{stated.party}",
            name=name,
            fullName=name,
            status=STATUS[Outcome.PASSED],
            stage="finished",
            description=self.mask("\n\n".join(line for line in lines if line)),
            labels=[Label(name=label, value=value) for label, value in pairs],
            titlePath=[suite],
            start=at,
            stop=at,
        )

    def _details(
        self, outcome: Outcome, reason: str, findings: Sequence[Finding], step: StepVerdict | None = None
    ) -> StatusDetails | None:
        texts = [finding_text(finding) for finding in findings] or [outcome_text(outcome, reason)]
        texts = [standing_sentence(step) if step else "", *texts]
        message = "\n\n".join(text for text in texts if text)
        return StatusDetails(message=self.mask(message)) if message else None

    def _protocol(self, step: StepVerdict) -> str:
        return self.protocol_titles.get(step.protocol, step.protocol)

    def _row(self, row: str) -> str:
        return _("Række {row}").format(row=row) if row else ""

    def _id(self, *parts: str) -> str:
        return str(uuid.uuid5(IDS, "/".join((self.verdict.session, *parts))))


def _shown_outcome(step: StepVerdict, history: StepHistory, example: Example) -> Outcome:
    """Return the example's own outcome, or the step's where the verdict says something that no example says.

    An attestation turns waiting into passed, and a step without evidence is not passed although its example was.
    """
    own = [run.outcome or Outcome.NOT_RUN for run in history.examples]
    return (example.outcome or Outcome.NOT_RUN) if roll_up(own) is step.outcome else step.outcome


def _findings_by_example(entries: Sequence[EntryView]) -> dict[tuple[str, int], list[Finding]]:
    """Return (step, example) -> findings of its latest run."""
    found: dict[tuple[str, int], list[Finding]] = {}
    for entry in entries:
        if isinstance(entry.event, StepStarted):
            found[entry.event.step, entry.event.example] = []
        elif isinstance(entry.event, FindingMade):
            found.setdefault((entry.event.step, entry.event.example), []).append(entry.event.finding)
    return found


def _as_judged(findings: Sequence[Finding], step: StepVerdict) -> list[Finding]:
    """Return the findings with the class the protocol gave them in the verdict."""
    judged = {(item.rule, item.path, item.line, item.message): item for item in step.findings}
    return [judged.get((item.rule, item.path, item.line, item.message), item) for item in findings]
