"""The report's chapters about steps: those that someone must look at, whole; and all of them, a line each."""

from collections.abc import Iterator, Mapping

from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Mark
from labcert.reporting.casework_words import approver_words, person_words
from labcert.reporting.html.words import class_word, date_and_time, mark_word, outcome_word, reason, step_tone
from labcert.reporting.model import ReportModel, StepPart
from labcert.reporting.paper.blocks import Block, Cell, Facts, Heading, Paragraph, Table
from labcert.reporting.paper.chapters import thread_lines
from labcert.reporting.unwrapping import unwrapped

__all__ = ["attention", "step_lists"]

FileNames = Mapping[tuple[str, str], tuple[str, ...]]
"""(step, sha256 of evidence) -> the names of its copies in medcom/"""


def step_lists(report: ReportModel) -> Iterator[Block]:
    """Tell each row's protocols with all their steps and marks."""
    yield Heading(2, _("Alle trin"))
    for row in report.rows:
        yield Heading(3, f"{row.id} {row.title}".strip())
        if row.parties:
            yield Paragraph(_("Parter: {parties}").format(parties=", ".join(row.parties)), quiet=True)
        for protocol in row.protocols:
            texts = protocol.texts
            yield Heading(4, f"{texts.title} ({texts.id} {texts.version})" if texts else protocol.id)
            rows = tuple(_line(step) for area in protocol.areas for step in area.steps)
            columns = (_("Trin"), _("Titel"), _("Område"), _("Vurdering"), _("Bemærkning"))
            yield Table(columns, (0, 6, 4, 0, 5), rows)


def _line(step: StepPart) -> tuple[Cell, ...]:
    verdict = step.verdict
    return (
        Cell(verdict.id), Cell(verdict.title), Cell(verdict.area), Cell(mark_word(verdict), step_tone(verdict)),
        Cell("\n".join(_beside(step))),
    )  # fmt: skip


def _beside(step: StepPart) -> Iterator[str]:
    """Yield in few words what a reader of the list must know besides the mark."""
    verdict = step.verdict
    if verdict.override:
        computed = verdict.computed_mark.value if verdict.computed_mark else _("ingen")
        yield _("Sat af MedCom (beregnet: {mark})").format(mark=computed)
    if verdict.deviations:
        yield _("Afvigelse {ids}").format(ids=", ".join(verdict.deviations))
    if verdict.missing_attestations:
        yield _("Afventer {parties}").format(parties=", ".join(verdict.missing_attestations))
    elif verdict.attested_by:
        yield _("Bekræftet af {parties}").format(
            parties=", ".join(dict.fromkeys(given.party for given in verdict.attested_by))
        )


def attention(report: ReportModel) -> Iterator[Block]:
    """Tell each step that isn't simply Ok, with everything needed to mend it, the gravest first in each row's order."""
    chosen = [step for step in report.steps if _is_told(step)]
    if not chosen:
        return
    yield Heading(2, _("Trin at se på"))
    for step in chosen:
        yield from _whole(step, report.file_names)


def _is_told(step: StepPart) -> bool:
    verdict = step.verdict
    remarked = bool(verdict.override or verdict.deviations or verdict.comments or step.added)
    return verdict.mark is not Mark.OK or step.needs_attention or remarked


def _whole(step: StepPart, names: FileNames) -> Iterator[Block]:
    verdict, texts = step.verdict, step.texts
    yield Heading(3, f"{verdict.id} {verdict.title}", mark_word(verdict), step_tone(verdict))
    said = (_("Klasse, hvis trinnet fejler: {word}").format(word=class_word(verdict.severity)),
            _("Krav: {names}").format(names=", ".join(verdict.requirements)))  # fmt: skip
    yield Paragraph(" · ".join(said), quiet=True)
    yield Facts((
        (_("Hvorfor"), reason(verdict)),
        (_("Kravet"), unwrapped(texts.requirement) if texts else ""),
        (_("Handling"), unwrapped(texts.instruction) if texts else ""),
        (_("Forventet"), unwrapped(texts.expected) if texts else ""),
        *_judged_by_people(step),
        (_("Bevis"), " · ".join(dict.fromkeys(_evidence(step, names)))),
    ))  # fmt: skip
    for number, finding in enumerate(verdict.findings, 1):
        yield from _finding(number, finding)
    lines = [line for thread in step.threads for line in thread_lines(thread)]
    if lines:
        yield Heading(4, _("Bemærkninger"))
        yield from map(Paragraph, lines)


def _evidence(step: StepPart, names: FileNames) -> Iterator[str]:
    """Yield the names under which the evidence is handed in, else what it is and where it lies."""
    for kept in step.verdict.evidence:
        yield from names.get((step.id, kept.sha256), (f"{kept.name} (evidence/{kept.sha256[:12]})",))


def _judged_by_people(step: StepPart) -> Iterator[tuple[str, str]]:
    verdict = step.verdict
    if verdict.override:
        computed = verdict.computed_mark.value if verdict.computed_mark else _("ingen")
        text = _("{mark} i stedet for {computed}. {reason} {who}, {time}")
        yield _("Karakteren er sat"), text.format(
            mark=verdict.override.mark.value, computed=computed, reason=verdict.override.reason,
            who=approver_words(verdict.override.by), time=date_and_time(verdict.override.time),
        )  # fmt: skip
    for part in step.deviations:
        yield _("Afvigelse {id}").format(id=part.judged.deviation.id), part.judged.sentence
    for given in verdict.attested_by:
        who = person_words(given.name, given.role, given.organisation)
        text = f"{outcome_word(given.outcome)}. {given.remark}\n{who}, {date_and_time(given.time)}"
        yield _("Set af {party}").format(party=given.party), text
    if verdict.missing_attestations:
        yield _("Afventer"), ", ".join(verdict.missing_attestations)
    for each in step.added:
        yield _("Lagt ved"), f"{each.evidence.name}: {each.note}\n{approver_words(each.by)}, {date_and_time(each.time)}"


def _finding(number: int, finding: Finding) -> Iterator[Block]:
    title = _("Fund {number}: {message}").format(number=number, message=finding.message)
    yield Heading(4, title, class_word(finding.severity), finding.severity.value.lower())
    yield Facts((
        (_("Regel"), finding.rule),
        (_("Sted"), finding.path),
        (_("Linje"), str(finding.line) if finding.line else ""),
        (_("Forventet"), finding.expected),
        (_("Fundet"), finding.actual),
        (_("Gør"), finding.remedy),
        (_("Krav"), ", ".join(finding.requirements)),
    ))  # fmt: skip
