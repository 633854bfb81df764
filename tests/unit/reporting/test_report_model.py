"""The report's model holds all that the verdict and the log hold."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from labcert.domain.casework import ReviewState, TestType
from labcert.domain.events import EvidenceKept, RunStarted, SentenceRun, StepFinished, StepStarted
from labcert.domain.evidence import Evidence
from labcert.domain.outcome import Mark, Outcome
from labcert.reporting.history import histories
from labcert.reporting.model import Headline, build, headline_of
from tests.support.sample_session import step_verdict
from tests.unit.reporting.html.report_example import KNOWN, LogEntry, requirements, session

VERDICT = session()[0]
TIME = "2026-11-23T09:30:00+01:00"


def log(*events):
    """Return entries of the events."""
    return [LogEntry(number, TIME, event) for number, event in enumerate(events)]


def kept(sentence, sha="a" * 64, example=1):
    """Return an event that keeps evidence of a sentence."""
    return EvidenceKept("TP-1", example, sentence, Evidence(sha, "n", "text/plain", 1))


def said(example=1):
    """Return an event of a sentence that passed."""
    return SentenceRun("TP-1", example, "Givet", "noget", Outcome.PASSED, "", 5.0)


def test_evidence_goes_to_its_sentence_though_it_comes_first():
    """Evidence is kept while its sentence runs, so before the sentence is written; other evidence stays with the example."""
    told = histories(log(StepStarted("TP-1", "s", 1, "f"), kept(0), said(), kept(7, "b" * 64),
                         StepFinished("TP-1", 1, Outcome.PASSED, "", 9.0)))
    (example,) = told["TP-1"].examples
    assert [evidence.sha256[0] for evidence in example.sentences[0].evidence] == ["a"]
    assert [evidence.sha256[0] for evidence in example.evidence] == ["b"]
    assert (example.outcome, example.duration_ms) == (Outcome.PASSED, 9.0)


def test_the_latest_run_of_a_step_is_the_one_told():
    """Examples of an earlier run are gone, and the number of runs is known."""
    start, end = StepStarted("TP-1", "s", 1, "f"), StepFinished("TP-1", 1, Outcome.PASSED, "", 1.0)
    told = histories(log(RunStarted(1, (), {}), start, said(), said(), end, replace(start, example=2), said(2),
                         RunStarted(2, (), {}), start, said(), end))
    assert [len(example.sentences) for example in told["TP-1"].examples] == [1]
    assert told["TP-1"].runs == 2


def test_a_step_that_was_killed_keeps_what_it_had():
    """Without an end an example has no outcome, and its sentences are still told."""
    (example,) = histories(log(StepStarted("TP-1", "s", 1, "f"), said()))["TP-1"].examples
    assert example.outcome is None
    assert example.duration_ms == 5.0


def test_no_step_is_lost_though_the_programme_does_not_know_it():
    """Rows, protocols and areas that only the verdict names come last."""
    verdict, story, view = session()
    foreign = replace(verdict.steps[0], id="TP-9.9.01", row="9.9", protocol="ukendt", area="Andet")
    report = build(replace(verdict, steps=(foreign, *verdict.steps)), story.entries, view, requirements(), KNOWN)
    assert report.steps[-1].id == "TP-9.9.01"
    assert len(report.steps) == 91
    assert [row.id for row in report.rows] == ["4.2", "4.3", "4.4", "4.5", "9.9"]


def test_the_headline_rejects_only_for_f1_to_f3():
    """F4 does not reject; what is approved is approved; everything else waits."""
    verdict = session()[0]
    assert headline_of(verdict) is Headline.NOT_APPROVED
    assert headline_of(replace(verdict, approved=True)) is Headline.APPROVED
    mild = tuple(step for step in verdict.steps if step.mark not in {Mark.F1, Mark.F2, Mark.F3})
    assert headline_of(replace(verdict, steps=mild)) is Headline.WAITING


@given(
    approved=st.booleans(), demo=st.booleans(), review=st.sampled_from(ReviewState),
    kind=st.sampled_from(["", *TestType]), marks=st.lists(st.sampled_from([*Mark, None]), max_size=3),
)  # fmt: skip
def test_nothing_is_approved_that_the_rule_or_medcom_does_not_approve(approved, demo, review, kind, marks):
    """Whatever a session is and wherever its review stands; what only MedCom can approve waits for MedCom."""
    steps = tuple(step_verdict(f"TP-{number}", Outcome.FAILED, mark=mark) for number, mark in enumerate(marks))
    verdict = replace(VERDICT, approved=approved, demo=demo, review=review, test_type=str(kind), steps=steps)
    headline = headline_of(verdict)
    closed = review is ReviewState.APPROVED
    alone = demo or kind in ("", TestType.SELF_TEST)
    assert (headline is Headline.APPROVED) == (approved and review is not ReviewState.NOT_APPROVED and (alone or closed))
    assert headline is not Headline.READY or (approved and not review.closed)


def test_a_finding_whose_class_the_protocol_changed_keeps_its_place():
    """The judged finding is matched with the one in the log, which was told before which evidence it stands."""
    verdict, story, view = session()
    report = build(verdict, story.entries, view, requirements(), KNOWN)
    (step,) = (step for step in report.steps if step.id == "TP-4.2.21")
    (place,) = step.findings
    assert place.finding is step.verdict.findings[0]
    assert place.candidates == tuple(evidence.sha256 for evidence in reversed(step.verdict.evidence))


def test_a_requirement_that_only_a_step_or_its_finding_names_is_shown():
    """A catalogue that lacks it does not hide it, and no link to it leads nowhere."""
    verdict, story, view = session()
    report = build(verdict, story.entries, view, {}, KNOWN)
    named = {name for step in verdict.steps for name in step.requirements}
    assert {item.id for item in report.requirements} == named | {"SAM-02"}


def test_an_empty_log_makes_an_empty_report():
    """A session that was opened and never run can still be told."""
    verdict, _story, view = session()
    report = build(replace(verdict, steps=()), [], view, {}, ())
    assert (report.steps, report.timeline, report.session) == ((), (), None)
    assert len(report.missing_signatures) == 11


def test_the_time_line_has_a_bar_for_each_example():
    """Bars are measured from the first start."""
    verdict, story, view = session()
    report = build(verdict, story.entries, view, requirements(), KNOWN)
    assert len(report.timeline) == sum(isinstance(entry.event, StepFinished) for entry in story.entries)
    assert report.timeline[0].start == 0.0
    assert report.timeline[-1].start > report.timeline[1].start > 0
