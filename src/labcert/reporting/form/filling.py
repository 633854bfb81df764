"""The form of a session's protocols, filled in: what the vendor's system did, MedCom's mark, and what was remarked."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from labcert.domain.casework import ReviewState
from labcert.domain.findings import Finding
from labcert.domain.outcome import Mark, Outcome
from labcert.domain.sut import System, Vendor
from labcert.domain.verdict import SELF_TEST
from labcert.protocol.model import Area
from labcert.reporting.casework_words import approver_words, person_words
from labcert.reporting.form.blank import about_step, boxes, expected_of, facts_of, introduction_of
from labcert.reporting.form.model import Fact, Form, FormArea, FormPart, FormStep
from labcert.reporting.model import ProtocolPart, ReportModel, RowPart, SignOffRow, StepPart
from labcert.reporting.unwrapping import unwrapped

__all__ = ["filled_form"]

_OUTCOMES = {
    Outcome.PASSED: "opfyldt", Outcome.NOT_RELEVANT: "ikke relevant", Outcome.NOT_RUN: "ikke kørt",
    Outcome.WAITING: "afventer", Outcome.FAILED: "ikke opfyldt", Outcome.SETUP_FAULT: "opsætningsfejl",
    Outcome.FAULT: "fejl hos os",
}  # fmt: skip
_BLANK = "–"


def filled_form(
    report: ReportModel, vendor: Vendor | None = None, system: System | None = None, only: str = ""
) -> Form:
    """Return the (masked) report's protocols in MedCom's form; `only` is a protocol's id, "" for all of them.

    `vendor` and `system` are what sut.yaml said, where somebody knows: else their names alone are there.
    """
    verdict = report.verdict
    vendor = vendor or Vendor(verdict.vendor)
    system = system or System(verdict.system, verdict.system_version)
    found = [(row, part) for row in report.rows for part in row.protocols if only in ("", part.id)]
    banner = "DEMONSTRATION – ikke en certificering" if verdict.demo else ""
    if verdict.test_type == SELF_TEST:
        banner = "EGENTEST – ikke en godkendelse"
    return Form(
        title=report.title,
        session=verdict.session,
        banner=banner,
        time=report.closed,
        facts=(
            Fact("Session", verdict.session),
            Fact("Leverandør", vendor.name),
            Fact("System", f"{system.name}, version {system.version}"),
            Fact("Samlet resultat", report.sentence),
        ),
        summary=tuple(_summary(row, part) for row, part in found),
        parts=tuple(_part(report, row, part, vendor, system) for row, part in found),
    )


def _summary(row: RowPart, part: ProtocolPart) -> tuple[str, ...]:
    marks = Counter(step.verdict.mark for step in part.steps)
    title = part.texts.title if part.texts else part.id
    return title, row.id, str(len(part.steps)), *(str(marks[mark]) for mark in Mark), str(marks[None])


def _part(report: ReportModel, row: RowPart, part: ProtocolPart, vendor: Vendor, system: System) -> FormPart:
    steps = {area.title: area.steps for area in part.areas}
    names = dict.fromkeys([*(area.value for area in Area), *steps])
    unknown = (Fact("Protokol", part.id), Fact("Række i projektplanen", row.id))
    return FormPart(
        title=part.texts.title if part.texts else part.id,
        facts=facts_of(part.texts) if part.texts else unknown,
        introduction=introduction_of(part.texts) if part.texts else (),
        vendor=(
            Fact("Firma", vendor.name), Fact("Adresse", vendor.address or _BLANK),
            Fact("Kontaktperson", vendor.contact or _BLANK), Fact("Telefon", vendor.phone or _BLANK),
            Fact("E-mail", vendor.email or _BLANK),
        ),
        system=(
            Fact("System", system.name), Fact("Version", system.version),
            Fact("Beskrivelse", system.description or _BLANK), Fact("Test type", _test_type(report)),
        ),
        medcom=tuple(_by_medcom(report, part)),
        areas=tuple(FormArea(name, tuple(_step(report, step) for step in steps.get(name, ()))) for name in names),
        signing=tuple(line for signed in report.sign_off if signed.row in (row.id, "") for line in _signing(signed)),
    )  # fmt: skip


def _test_type(report: ReportModel) -> str:
    kind = report.verdict.test_type
    if report.verdict.demo:
        return "Demonstration"
    ticked = "Egentest" if kind == SELF_TEST else "Endelig test/certificering" if kind else ""
    return boxes(("Egentest", "Endelig test/certificering"), ticked) + (f"   ({kind})" if kind else "")


def _by_medcom(report: ReportModel, part: ProtocolPart) -> Iterator[Fact]:
    """Yield what MedCom fills in; the two boxes are ticked when the review is closed, and not before."""
    days = sorted({step.history.started[:10] for step in part.steps if step.history.started})
    yield Fact("Test dato", ", ".join(days) or _BLANK)
    yield Fact("Test lokation", _BLANK)
    review = report.verdict.review
    ticked = {ReviewState.APPROVED: "Ja", ReviewState.NOT_APPROVED: "Nej"}.get(review, "")
    yield Fact("Godkendt", boxes(("Ja", "Nej"), ticked))
    remarks = [move.remark for move in report.reviews if move.remark]
    yield Fact("Bemærkninger", "\n".join((report.sentence, *remarks)))
    yield Fact("Udført af", report.verdict.claimed_by or _BLANK)


def _step(report: ReportModel, part: StepPart) -> FormStep:
    verdict, texts = part.verdict, part.texts
    about = about_step(texts) if texts else (", ".join(verdict.parties), ", ".join(verdict.requirements))
    return FormStep(
        id=verdict.id,
        title=verdict.title,
        about=about,
        requirement=unwrapped(texts.requirement) if texts else "",
        instruction=unwrapped(texts.instruction) if texts else "",
        testdata=texts.testdata if texts else (),
        expected=expected_of(texts) if texts else (),
        result=tuple(_result(report, part)),
        mark=(verdict.mark.value,) if verdict.mark else (f"({_OUTCOMES[verdict.outcome]})",),
        remarks=tuple(_remarks(part)),
    )


def _result(report: ReportModel, part: StepPart) -> Iterator[str]:
    """Yield when it ran and what it showed, then the files that show it, under the names they are handed in by."""
    verdict = part.verdict
    said = _OUTCOMES[verdict.outcome]
    yield f"Kørt {_shown(part.history.started)}: {said}." if part.history.started else f"{said.capitalize()}."
    kept = (*verdict.evidence, *verdict.added_evidence)
    named = [name for each in kept for name in report.file_names.get((part.id, each.sha256), ())]
    yield from dict.fromkeys(named)
    seen = {digest for each in part.attestations for digest in each.seen}
    others = [each for each in kept if (part.id, each.sha256) not in report.file_names]
    shown = [each for each in others if each in verdict.added_evidence or each.sha256 in seen]
    yield from dict.fromkeys(f"{each.name} (evidence/{each.sha256[:12]})" for each in shown)
    if rest := len({each.sha256 for each in others} - {each.sha256 for each in shown}):
        yield f"og {rest} andre beviser i sessionen" if named or shown else f"{rest} beviser i sessionen"
    for given in verdict.attested_by:
        told = person_words(given.name, given.role, given.organisation)
        yield f"{given.party}: {_OUTCOMES[given.outcome]} ({told})"


def _remarks(part: StepPart) -> Iterator[str]:
    verdict = part.verdict
    if verdict.override:
        computed = verdict.computed_mark.value if verdict.computed_mark else "ingen"
        who = approver_words(verdict.override.by)
        yield f"Karakteren er sat af {who} (beregnet: {computed}): {verdict.override.reason}"
    yield from (_finding(finding) for finding in verdict.findings)
    if verdict.reason and not any(finding.message in verdict.reason for finding in verdict.findings):
        yield verdict.reason
    yield from (each.judged.sentence for each in part.deviations)
    yield from (f"{comment.by.name}: {comment.text}" for comment in verdict.comments)


def _finding(finding: Finding) -> str:
    told = [f"{finding.severity} {finding.rule}: {finding.message}."]
    if finding.expected:
        told.append(f"Forventet: {finding.expected}.")
    if finding.actual:
        told.append(f"Fundet: {finding.actual}.")
    if finding.line:
        told.append(f"Linje {finding.line}.")
    return " ".join(told).replace("..", ".")


def _signing(row: SignOffRow) -> Iterator[tuple[str, ...]]:
    for party in row.parties:
        name = row.row or "Hele programmet"
        if party.signed is None:
            yield name, party.party, "", "", "", "ikke underskrevet", ""
        else:
            said = party.signed.stated
            yield (
                name, party.party, said.name, said.role, said.organisation, _shown(party.signed.time), said.remark,
            )  # fmt: skip


def _shown(time: str) -> str:
    try:
        return f"{datetime.fromisoformat(time):%d.%m.%Y kl. %H.%M}"
    except ValueError:
        return time
