"""A report of one attested step: its sheet with two parties' answers, a screenshot, and a message that differs."""

from dataclasses import replace

from labcert.checks.fields import FieldRow, Origin
from labcert.domain.events import AttestationGiven
from labcert.domain.juror import (
    SHEET_PAGE_TYPE,
    SHEET_TYPE,
    EvidenceKind,
    ItemAnswer,
    JurorSheet,
    SheetItem,
    Sight,
    judge_answers,
    sheet_json,
)
from labcert.domain.verdict import Attestation
from labcert.reporting.field_tables import FieldSummary
from labcert.reporting.juror import sheet_page
from labcert.reporting.model import build
from tests.unit.reporting.html.report_example import KNOWN, session
from tests.unit.runner.test_attesting_files import PNG

STEP = "TP-4.5.01"
ITEMS = (
    SheetItem("1", "Resultat", "42 mg/L", "Analysen CRP;P (NPU19748), prøve LC1"),
    SheetItem("2", "Protokollen forbyder", "<b>91,7</b>", "Ved svaret", must_not=True),
)
RIGHT = (ItemAnswer("1", Sight.SEEN), ItemAnswer("2", Sight.NOT_SEEN))
WRONG = (ItemAnswer("1", Sight.NOT_SEEN, "der stod 24 mg/L"), ItemAnswer("2", Sight.CANNOT_TELL, "siden er skåret af"))


def attested_report():
    """Return the report's model and what gives the bytes of its evidence."""
    verdict, story, view = session(demo=False)
    step = next(each for each in verdict.steps if each.id == STEP)
    sheet = JurorSheet(STEP, step.title, 1, "borger", EvidenceKind.SCREENSHOT, step.parties, ("a" * 64,), ITEMS)
    kept = (
        story.keep((STEP, 1, -1), "Sedlen (data)", SHEET_TYPE, sheet_json(sheet)),
        story.keep((STEP, 1, -1), "Sedlen", SHEET_PAGE_TYPE, sheet_page(sheet)),
        story.keep((STEP, 1, -1), "Lagt ved bekræftelsen: skærm.png", "image/png", PNG),
    )
    said = []
    for party, answers in ((step.parties[0], WRONG), (step.parties[0], RIGHT), (step.parties[1], WRONG)):
        outcome, remark = judge_answers(ITEMS, answers)
        who = party, "Signe Dalgaard", "Tester", party, outcome, remark
        story.log(AttestationGiven(STEP, *who, (kept[2].sha256,), demo=False, sheets=(kept[0].sha256,), answers=answers))
        said.append(Attestation(*who, story.entries[-1].time))
    told = replace(step, evidence=(*step.evidence, *kept), attested_by=tuple(said))
    report = build(replace(verdict, steps=(told,), demo=False), story.entries, view, {}, KNOWN)
    message = next(each for each in step.evidence if each.media_type == "application/xml")
    row = FieldRow("/Emessage/LaboratoryReport[1]/Result[1]/Value", "Value", "42", "24", Origin.CASE, ok=False)
    return replace(report, fields={STEP: FieldSummary(1, 4, 38, 11, ((message, row),))}), story.kept.__getitem__
