"""The verdict: each step's latest result against the protocol's list of steps. A missing result is never a pass."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from labcert.domain.errors import UsageMistake
from labcert.domain.juror import EvidenceKind
from labcert.domain.language import _
from labcert.domain.outcome import Mark, Outcome, mark_of, roll_up
from labcert.domain.verdict import SELF_TEST, StepVerdict, Verdict
from labcert.protocol.model import Kind, Programme, ProtocolStep, Suite
from labcert.session.casework import CaseWork, casework_of
from labcert.session.deviating import judge_deviations, with_deviations
from labcert.session.history import ExampleHistory, Given, StepHistory, history_of
from labcert.session.log import LogEntry
from labcert.session.overriding import with_override
from labcert.session.policy import Judged as HeldAgainst
from labcert.session.policy import policy_lines
from labcert.session.verdict_json import verdict_json
from labcert.session.verdict_sentence import verdict_sentence

__all__ = ["compute", "verdict_json"]

Judged = tuple[Outcome, str]
"""an outcome and the sentence that says why ("" for a pass)"""


def compute(suite: Suite, programme: Programme, entries: Iterable[LogEntry], day: date | None = None) -> Verdict:
    """Judge every step of a programme by what the log says, on a day; None is the day of the log's latest event.

    What a closed session is worth was settled when it was closed, so that day counts for it. A day before something
    that the log has seen is none: a clock was set back. Raises UsageMistake for a log without an opened session.
    """
    entries = tuple(entries)
    history = history_of(entries)
    if history.opened is None:
        raise UsageMistake(_("Loggen siger ikke, hvilken session den hører til, så den kan ikke bedømmes."))
    clinical = {requirement.id for requirement in suite.requirements if requirement.clinical}
    work = casework_of(entries, clinical.__contains__)
    steps = tuple(
        _with_casework(
            with_override(
                _step_verdict(step, protocol.row, _examples_of(suite, step.id), history.steps.get(step.id)),
                work.overrides.get(step.id),
                clinical.__contains__,
            ),
            work,
        )
        for protocol in suite.protocols_of(programme)
        for step in protocol.steps
    )
    latest = max(datetime.fromisoformat(entry.time) for entry in entries).date()
    judged_on = latest if work.review.closed or day is None else max(day, latest)
    deviations = judge_deviations(work.deviations.values(), steps, history.opened, judged_on)
    strange = sorted(set(history.steps) - {step.id for step in steps})
    held = HeldAgainst(
        opened=history.opened,
        steps=tuple(with_deviations(step, deviations) for step in steps),
        deviations=deviations,
        strange=strange,
        broke=history.broke and not any(step.outcome is Outcome.FAULT for step in steps),
        programme_version=programme.version,
        digests={protocol.id: protocol.digest for protocol in suite.protocols_of(programme)},
        runs=history.runs,
    )
    return _whole(programme, held, work)


def _with_casework(step: StepVerdict, work: CaseWork) -> StepVerdict:
    return replace(step, comments=work.comments_at(step.id), added_evidence=work.added_to(step.id))


def _whole(programme: Programme, held: HeldAgainst, work: CaseWork) -> Verdict:
    opened, steps = held.opened, held.steps
    counted = Counter(step.outcome for step in steps)
    lines = policy_lines(programme.policy, held)
    approved = all(line.fulfilled or not line.counts for line in lines)
    return Verdict(
        session=opened.session,
        programme=programme.id,
        version=programme.version,
        vendor=opened.vendor,
        system=opened.system,
        system_version=opened.system_version,
        demo=opened.demo,
        steps=steps,
        totals={outcome.value: counted[outcome] for outcome in Outcome},
        outcome=_outcome(held, programme.policy.accepted),
        approved=approved,
        sentence=verdict_sentence(
            steps, approved=approved, demo=opened.demo, self_test=opened.test_type == SELF_TEST, strange=held.strange,
            broke=held.broke, lines=lines, accepted=programme.policy.accepted,
            review=work.review if opened.test_type and not opened.demo else None,
        ),
        test_type=opened.test_type,
        suite_state=opened.suite_state,
        lines=lines,
        deviations=held.deviations,
        comments=work.comments_at(""),
        review=work.review,
        claimed_by=work.claimed_by,
        standards=opened.standards,
        direction=opened.direction,
        follows=opened.follows,
        runs=max(held.runs, default=0),
    )


def _outcome(held: HeldAgainst, accepted: Sequence[Mark]) -> Outcome:
    """Roll up what counts; where every step may stand, the whole is passed, but for what is still open of a step."""
    worst = roll_up([_counting(step) for step in held.steps] + [Outcome.FAULT] * bool(held.strange or held.broke))
    settled = held.steps and all(step.mark in accepted or step.deviations for step in held.steps)
    if not settled or worst is Outcome.FAULT:
        return worst
    unseen, unrun = any(step.unseen for step in held.steps), any(step.unrun for step in held.steps)
    return Outcome.WAITING if unseen else Outcome.NOT_RUN if unrun else Outcome.PASSED


def _counting(step: StepVerdict) -> Outcome:
    """The outcome that counts: what MedCom marked instead of what the tool computed, where somebody did."""
    if step.override is None:
        return step.outcome
    return {Mark.OK: Outcome.PASSED, Mark.NOT_RELEVANT: Outcome.NOT_RELEVANT}.get(step.override.mark, Outcome.FAILED)


def _examples_of(suite: Suite, step: str) -> int:
    scenario = suite.scenario_of(step)
    return scenario.examples if scenario else 1


def _step_verdict(step: ProtocolStep, row: str, examples: int, history: StepHistory | None) -> StepVerdict:
    history = history or StepHistory(run=0)
    outcome, reason = _ran(history, examples)
    wanted = _must_attest(step, history)
    missing = _missing(wanted, history)
    if outcome in (Outcome.PASSED, Outcome.WAITING):
        evidence = step.inspection.evidence if step.inspection else None
        outcome, reason = _attested((outcome, reason), wanted, missing, history, evidence)
    return StepVerdict(
        id=step.id,
        title=step.title,
        protocol=step.protocol,
        row=row,
        area=step.area.value,
        kind=step.kind.value,
        severity=step.severity,
        outcome=outcome,
        mark=mark_of(outcome, step.severity),
        computed_mark=mark_of(outcome, step.severity),
        run=history.run,
        reason=reason,
        findings=history.findings,
        evidence=history.evidence,
        parties=step.parties,
        requirements=step.requirement_ids,
        attested_by=tuple(given.statement for given in history.attestations),
        missing_attestations=missing,
        unrun=_unrun(history, examples) if outcome is Outcome.FAILED else 0,
        unseen=missing if outcome is Outcome.FAILED and _were_asked(history) else (),
    )


def _unrun(history: StepHistory, examples: int) -> int:
    """Count the examples that didn't run: a flaw in one says nothing of the others."""
    finished = [example.finished for example in history.examples.values() if example.finished]
    return max(examples - len(finished), 0) + sum(end.outcome is Outcome.NOT_RUN for end in finished)


def _were_asked(history: StepHistory) -> bool:
    """Say whether the step came so far that people were to look at it."""
    ends = [example.finished for example in history.examples.values() if example.finished]
    return bool(history.attestations) or any(end.outcome is Outcome.WAITING for end in ends)


def _ran(history: StepHistory, examples: int) -> Judged:
    """Roll up the examples that ran; those that should have and did not are not run."""
    if not any(example.finished for example in history.examples.values()):
        if history.examples:
            return Outcome.FAULT, _("Trinnet blev begyndt, men kørslen stoppede, før det var færdigt.")
        return Outcome.NOT_RUN, _("Trinnet er ikke kørt.")
    judged = [_example(example) for _number, example in sorted(history.examples.items())]
    if len(judged) < examples:
        why = _("Kun {count} af trinnets {all} eksempler er kørt.").format(count=len(judged), all=examples)
        judged.append((Outcome.NOT_RUN, why))
    return _worst(judged)


def _example(example: ExampleHistory) -> Judged:
    finished = example.finished
    if finished is None:
        return Outcome.FAULT, _("Et af trinnets eksempler blev begyndt, men ikke gjort færdigt.")
    if finished.outcome is Outcome.PASSED and not example.evidence:
        return Outcome.FAULT, _("Trinnet endte uden bevis og kan derfor ikke være bestået.")
    return finished.outcome, finished.reason


def _worst(judged: Sequence[Judged]) -> Judged:
    """Roll up and keep every reason of the outcome that won."""
    worst = roll_up(outcome for outcome, _reason in judged)
    reasons = dict.fromkeys(reason for outcome, reason in judged if outcome is worst and reason)
    return worst, " ".join(reasons)


def _must_attest(step: ProtocolStep, history: StepHistory) -> tuple[str, ...]:
    """The parties that the protocol names, and those that the scenario itself waited for."""
    named = step.inspection.confirmed_by if step.inspection and step.kind is Kind.ATTESTED else ()
    awaited = [party for example in history.examples.values() if example.finished for party in example.finished.awaits]
    return tuple(dict.fromkeys((*named, *awaited)))


def _missing(wanted: Sequence[str], history: StepHistory) -> tuple[str, ...]:
    have = {given.statement.party for given in history.attestations}
    return tuple(party for party in wanted if party not in have)


def _attested(
    ran: Judged, wanted: Sequence[str], missing: Sequence[str], history: StepHistory, evidence: EvidenceKind | None
) -> Judged:
    """Join what ran with what people saw: one that says no decides; a party that has said nothing is waited for."""
    kept = {each.sha256: each.media_type for each in history.evidence}
    latest = {given.statement.party: given for given in history.attestations}
    judged = [_said(given, kept, evidence) for given in latest.values()]
    if missing:
        judged.append((Outcome.WAITING, _("Afventer {parties}.").format(parties=", ".join(missing))))
    elif ran[0] is Outcome.PASSED or not wanted:
        judged.append(ran)
    return _worst(judged)


def _said(given: Given, kept: Mapping[str, str], evidence: EvidenceKind | None) -> Judged:
    """What one person's word counts for; without evidence that lies in the session it counts for nothing.

    `kept` is sha256 -> media type. What the protocol wants handed in must be among what was seen, but in a
    demonstration: its persons look at the page itself.
    """
    said = given.statement
    if not given.seen or not kept.keys() >= set(given.seen):
        why = _("{party} har bekræftet uden et bevis, der ligger i sessionen.").format(party=said.party)
        return Outcome.FAULT, why
    if evidence and not given.demo and not any(evidence.accepts(kept[digest]) for digest in given.seen):
        why = _("{party} har bekræftet uden at lægge det krævede bevis ved ({evidence}), så det tæller ikke.")
        return Outcome.WAITING, why.format(party=said.party, evidence=evidence.value)
    if said.outcome is Outcome.PASSED:
        return Outcome.PASSED, ""
    why = _("{party} ({name}): {remark}").format(party=said.party, name=said.name, remark=said.remark)
    return said.outcome, why
