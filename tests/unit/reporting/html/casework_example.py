"""An invented session after MedCom's work with it: two runs, remarks, overrides, deviations, a review under way.

The verdict is the real one, computed from the log, so that the report can be held against it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from unittest.mock import patch

from labcert.domain.casework import Actor, Approver, ApproverKind, ReviewState, TestType
from labcert.domain.events import (
    CommentMade,
    DeviationApproved,
    DeviationAsked,
    DeviationWithdrawn,
    EvidenceAdded,
    FindingMade,
    OverrideMade,
    ReviewMoved,
    RunFinished,
    RunStarted,
    SentenceRun,
    SignOffStated,
    StepFinished,
    StepStarted,
)
from labcert.domain.evidence import Evidence
from labcert.domain.outcome import Mark, Outcome
from labcert.domain.suite_state import SuiteState
from labcert.domain.verdict import Verdict
from labcert.protocol.model import Requirement, Source, Suite
from labcert.reporting.model import ProgrammeView, ReportModel, build
from labcert.session.verdict import compute
from tests.unit.reporting.html.report_example import KNOWN, ODD, Story, finding, message, requirements, session

MEDCOM = Actor("Mette Konsulent", "Testkonsulent", "MedCom", "MedCom")
VENDOR = Actor("Lars Leverandør", "Projektleder", "Eksempelhuset ApS", "LPS")
DOCTOR = Approver(ApproverKind.DOCTOR, "Dorte Læge", "Overlæge", "Region Nordjylland", "0A1B2")
COMMENT = "Vi har rettet enheden i version 7.2."
CLINICAL = "KRAV-11"


@dataclass(frozen=True)
class Told:
    """The report's model, the verdict it is made of, the log with the kept bytes, and the programme."""

    report: ReportModel
    verdict: Verdict
    story: Story
    view: ProgrammeView


def _run_again(story: Story) -> None:
    """A second run of three steps: one is right now, one fails as before, one that was right fails."""
    story.log(RunStarted(2, ("TP-4.2.07", "TP-4.2.12", "TP-4.2.02"), {"plsp": "http://127.0.0.1:8801"}, "7.2", "5d" * 32))
    for step, outcome in (("TP-4.2.07", Outcome.PASSED), ("TP-4.2.12", Outcome.FAILED), ("TP-4.2.02", Outcome.FAILED)):
        texts = next(each for each in story.steps if each.id == step)
        story.log(StepStarted(step, texts.title, 1, "features/afsendelse.feature"))
        story.keep((step, 1, 0), "Beskeden, som LPS'et sendte", "application/xml", message(900 + int(step[-2:])))
        if outcome is Outcome.FAILED:
            story.log(FindingMade(step, 1, finding(step, texts.severity)))
        story.log(SentenceRun(step, 1, "Når", "LPS'et sender svaret", outcome, "", 12.0))
        story.log(StepFinished(step, 1, outcome, "" if outcome is Outcome.PASSED else "Kravet er ikke opfyldt.", 30.0))
    story.log(RunFinished(2, Outcome.FAILED, ""))


def _deviate(story: Story, text: str) -> None:
    """Two deviations that let a step stand, one asked for, one withdrawn."""
    asked = DeviationAsked(
        "AFV-1", "SAM-01", ("TP-4.2.12",), "LægeLab", "7.2", text, VENDOR, date(2026, 11, 1), date(2027, 1, 31),
    )  # fmt: skip
    letter = story.keep(("", 0, 0), "Lægens godkendelse", "application/pdf", b"%PDF-1.7 godkendt")
    for event in (asked, replace(asked, id="AFV-2", requirement="SAM-02")):
        story.log(event)
        story.log(DeviationApproved(event.id, DOCTOR, letter, MEDCOM))
    story.log(replace(asked, id="AFV-3", steps=(), requirement=CLINICAL))
    story.log(replace(asked, id="AFV-4", steps=("TP-4.2.02",)))
    story.log(DeviationWithdrawn("AFV-4", text, VENDOR))


def casework(
    test_type: str = TestType.LIVE, more: Callable[[Story], None] | None = None, *, text: str = COMMENT
) -> Told:
    """Return the session; `more` adds to its log before it is judged, `text` is what people write everywhere."""
    _verdict, story, view = session(demo=False)
    _open(story, test_type)
    _run_again(story)
    _discuss(story, text)
    _deviate(story, text)
    story.log(ReviewMoved(ReviewState.WAITING, text, VENDOR))
    story.log(ReviewMoved(ReviewState.CLAIMED, "", MEDCOM))
    if more:
        more(story)
    return told_of(story, view)


def flawless(test_type: str = TestType.LIVE, more: Callable[[Story], None] | None = None) -> Told:
    """Return a session in which every step passed and everybody has attested, after the first run."""
    with patch.dict(ODD, clear=True):
        _verdict, story, view = session(demo=False)
    _open(story, test_type)
    if more:
        more(story)
    return told_of(story, view)


def told_of(story: Story, view: ProgrammeView) -> Told:
    """Judge the log and put the report together."""
    verdict = compute(_suite(view), view.programme, story.entries)
    return Told(build(verdict, story.entries, view, requirements(), KNOWN), verdict, story, view)


def _open(story: Story, test_type: str) -> None:
    """Make a real session of the demonstration: another opening, and nobody has signed yet."""
    opened = story.entries[0].event
    protocols = dict.fromkeys(opened.protocols, "")
    opened = replace(
        opened, test_type=str(test_type), suite_state=SuiteState("0.1.0"), standards=("XRPT01",),
        direction="afsendelse", follows="20261101-0800-pilot", protocols=protocols,
    )  # fmt: skip
    story.entries[0] = replace(story.entries[0], event=opened)
    story.entries = [entry for entry in story.entries if not isinstance(entry.event, SignOffStated)]


def _discuss(story: Story, text: str) -> None:
    story.log(CommentMade("k1", "TP-4.2.07", text, VENDOR))
    story.log(CommentMade("k2", "TP-4.2.07", "Set og i orden.", MEDCOM, answers="k1"))
    story.log(CommentMade("k3", "", text, MEDCOM))
    story.log(OverrideMade("TP-4.2.21", Mark.F4, text, MEDCOM))
    story.log(OverrideMade("TP-4.2.60", Mark.NOT_RELEVANT, text, MEDCOM))
    picture = story.keep(("", 0, 0), "Skærmbillede", "text/plain", b"set")
    story.entries.pop()
    story.log(EvidenceAdded("TP-4.2.07", picture, text, VENDOR))
    story.log(EvidenceAdded("", Evidence(picture.sha256, "Referat", "text/plain", 3), "", MEDCOM))


def _suite(view: ProgrammeView) -> Suite:
    catalogue = tuple(
        Requirement(name, texts[0], texts[1], Source("slide", texts[2]), (), None, name == CLINICAL, "", 0)
        for name, texts in requirements().items()
    )
    return Suite(Path(), view.protocols, (view.programme,), catalogue, ())
