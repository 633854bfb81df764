"""The tables of a session: what each format of a spreadsheet is made of."""

from collections.abc import Iterator
from datetime import datetime

from labcert.domain.language import _
from labcert.domain.outcome import Mark, Outcome
from labcert.reporting.casework_words import approver_words, deviation_word, person_words, review_word
from labcert.reporting.html.words import headline_word, outcome_word
from labcert.reporting.listing.table import Cell, Column, Table
from labcert.reporting.model import DeviationPart, ReportModel, RowPart, StepPart

__all__ = ["steps_table", "tables_of"]

Row = tuple[Cell, ...]


def tables_of(report: ReportModel) -> tuple[Table, ...]:
    """Return every table of a (masked) report; each row ends with the session's id, so that no sheet loses it."""
    return (
        steps_table(report), _findings(report), _deviations(report), _requirements(report), _signatures(report),
        _session(report),
    )  # fmt: skip


def steps_table(report: ReportModel) -> Table:
    """Return the table of steps, in the report's order."""
    columns = (
        Column(_("Række"), 24), Column(_("Protokol"), 12), Column(_("Trin"), 12), Column(_("Titel"), 36),
        Column(_("Område"), 20), Column(_("Art"), 12), Column(_("Klasse"), 8), Column(_("Udfald"), 14),
        Column(_("MedCom vurdering"), 16), Column(_("Beregnet"), 12), Column(_("Begrundelse"), 48),
        Column(_("Antal fund"), 10), Column(_("Fund"), 60), Column(_("Krav"), 20), Column(_("Parter"), 18),
        Column(_("Bekræftet af"), 30), Column(_("Afventer"), 16), Column(_("Afvigelser"), 18),
        Column(_("Tilsidesat"), 30), Column(_("Bemærkninger"), 40), Column(_("Bevis"), 30), Column(_("Kørsel"), 8),
        Column(_("Kørt"), 18), Column(_("Session"), 28),
    )  # fmt: skip
    rows = (_step(report, row, protocol.id, step) for row in report.rows for protocol in row.protocols
            for step in protocol.steps)  # fmt: skip
    return Table(_("Trin"), columns, tuple((*row, report.verdict.session) for row in rows))


def _step(report: ReportModel, row: RowPart, protocol: str, part: StepPart) -> Row:
    step, override = part.verdict, part.verdict.override
    set_aside = f"{override.reason} ({approver_words(override.by)})" if override else ""
    return (
        _row_name(row), protocol, step.id, step.title, step.area, step.kind, step.severity.value,
        outcome_word(step.outcome), step.mark.value if step.mark else "",
        step.computed_mark.value if step.computed_mark else "", step.reason, len(step.findings),
        "\n".join(f"{finding.severity} {finding.rule}: {finding.message}" for finding in step.findings),
        ", ".join(step.requirements), ", ".join(step.parties),
        "\n".join(f"{one.party}: {person_words(one.name, one.role, one.organisation)}" for one in step.attested_by),
        ", ".join(step.missing_attestations), ", ".join(step.deviations), set_aside,
        "\n".join(f"{comment.by.name}: {comment.text}" for comment in step.comments),
        "\n".join(_evidence(report, part)), step.run or None, _time(part.history.started),
    )  # fmt: skip


def _row_name(row: RowPart) -> str:
    """Name the row by more than its number: a Danish spreadsheet takes 4.2 for the fourth of February."""
    return f"{row.id} {row.title}" if row.title else _("Række {row}").format(row=row.id)


def _evidence(report: ReportModel, part: StepPart) -> Iterator[str]:
    """Yield the names under which the evidence is handed in, else what it is, each once."""
    seen: dict[str, None] = {}
    for kept in (*part.verdict.evidence, *part.verdict.added_evidence):
        for name in report.file_names.get((part.id, kept.sha256), (f"{kept.name} ({kept.sha256[:12]})",)):
            seen[name] = None
    yield from seen


def _findings(report: ReportModel) -> Table:
    columns = (
        Column(_("Trin"), 12), Column(_("Titel"), 36), Column(_("Nr."), 6), Column(_("Regel"), 18),
        Column(_("Klasse"), 8), Column(_("Fund"), 60), Column(_("Sti"), 44), Column(_("Linje"), 8),
        Column(_("Forventet"), 40), Column(_("Fundet"), 40), Column(_("Gør"), 44), Column(_("Krav"), 20),
        Column(_("Session"), 28),
    )  # fmt: skip
    rows = (
        (
            step.id, step.verdict.title, number, finding.rule, finding.severity.value, finding.message, finding.path,
            finding.line, finding.expected, finding.actual, finding.remedy, ", ".join(finding.requirements),
            report.verdict.session,
        )
        for step in report.steps
        for number, finding in enumerate(step.verdict.findings, 1)
    )  # fmt: skip
    return Table(_("Fund"), columns, tuple(rows))


def _deviations(report: ReportModel) -> Table:
    columns = (
        Column(_("Afvigelse"), 14), Column(_("Krav"), 14), Column(_("Kravets titel"), 36), Column(_("Klinisk"), 8),
        Column(_("Tilstand"), 18), Column(_("Hvad den tæller for"), 48), Column(_("Trin"), 20),
        Column(_("Lader stå"), 20), Column(_("System"), 20), Column(_("Version"), 12), Column(_("Begrundelse"), 48),
        Column(_("Søgt af"), 30), Column(_("Søgt"), 18), Column(_("Godkendt af"), 36), Column(_("Godkendt"), 18),
        Column(_("Dokument (sha256)"), 24), Column(_("Gælder fra"), 12), Column(_("Gælder til"), 12),
        Column(_("Trukket tilbage"), 30), Column(_("Session"), 28),
    )  # fmt: skip
    rows = tuple((*_deviation(part), report.verdict.session) for part in report.deviations)
    return Table(_("Afvigelser"), columns, rows)


def _deviation(part: DeviationPart) -> Row:
    judged, asked = part.judged, part.judged.deviation
    return (
        asked.id, asked.requirement, part.requirement_title, _yes_no(said=asked.clinical),
        deviation_word(judged.state), judged.sentence, ", ".join(asked.steps), ", ".join(judged.covers), asked.system,
        asked.system_version, asked.reason, approver_words(asked.asked_by), _time(asked.asked),
        approver_words(asked.approved_by) if asked.approved_by else "", _time(asked.approved), asked.document,
        asked.valid_from, asked.valid_to, asked.withdrawn,
    )  # fmt: skip


def _requirements(report: ReportModel) -> Table:
    columns = (
        Column(_("Krav"), 14), Column(_("Titel"), 40), Column(_("Tekst"), 60), Column(_("Kilde"), 36),
        Column(_("Trin"), 40), Column(_("Ikke testet, fordi"), 44), Column(_("Session"), 28),
    )  # fmt: skip
    rows = (
        (
            part.id, part.title, part.text, part.source,
            "\n".join(f"{step.id}: {step.mark or outcome_word(step.outcome)}" for step in part.steps),
            part.not_tested, report.verdict.session,
        )
        for part in report.requirements
    )  # fmt: skip
    return Table(_("Krav"), columns, tuple(rows))


def _signatures(report: ReportModel) -> Table:
    columns = (
        Column(_("Række"), 24), Column(_("Part"), 14), Column(_("Underskrevet"), 12), Column(_("Navn"), 24),
        Column(_("Rolle"), 20), Column(_("Organisation"), 24), Column(_("Tidspunkt"), 18), Column(_("Bemærkning"), 44),
        Column(_("Demonstration"), 14), Column(_("Session"), 28),
    )  # fmt: skip
    return Table(_("Underskrifter"), columns, tuple((*row, report.verdict.session) for row in _signed(report)))


def _signed(report: ReportModel) -> Iterator[Row]:
    for row in report.sign_off:
        name = " ".join(part for part in (row.row, row.title) if part) if row.row else _("Hele programmet")
        for party in row.parties:
            if party.signed is None:
                yield name, party.party, _yes_no(said=False), "", "", "", None, "", ""
            else:
                said = party.signed.stated
                yield (
                    name, party.party, _yes_no(said=True), said.name, said.role, said.organisation,
                    _time(party.signed.time), said.remark, _yes_no(said=said.demo),
                )  # fmt: skip


def _session(report: ReportModel) -> Table:
    columns = (Column(_("Hvad"), 32), Column(_("Værdi"), 80), Column(_("Mangler"), 80), Column(_("Session"), 28))
    return Table(_("Session"), columns, tuple((*row, report.verdict.session) for row in _facts(report)))


def _facts(report: ReportModel) -> Iterator[Row]:
    """Yield what the session is, its totals, and the rule of approval line by line."""
    verdict = report.verdict
    yield _("Session"), verdict.session, ""
    yield _("Program"), f"{report.title} ({verdict.programme} {verdict.version})", ""
    yield _("Leverandør"), verdict.vendor, ""
    yield _("System"), _("{system}, version {version}").format(
        system=verdict.system, version=verdict.system_version
    ), ""
    yield _("Slags test"), _("Demonstration") if verdict.demo else verdict.test_type, ""
    yield _("Gennemgang"), review_word(verdict.review), ""
    yield _("Resultat"), headline_word(report.headline, verdict.test_type), ""
    yield _("Begrundelse"), report.sentence, ""
    yield _("Begyndt"), _time(report.opened), ""
    yield _("Seneste hændelse"), _time(report.closed), ""
    yield _("Trin i alt"), len(verdict.steps), ""
    for mark in Mark:
        yield mark.value, sum(step.mark is mark for step in verdict.steps), ""
    for outcome in Outcome:
        yield _("Udfald: {outcome}").format(outcome=outcome_word(outcome)), verdict.totals.get(outcome.value, 0), ""
    for line in verdict.lines:
        said = _yes_no(said=line.fulfilled) if line.counts else _("tæller ikke her")
        yield line.text, said, "\n".join(line.missing)


def _yes_no(*, said: bool) -> str:
    return _("Ja") if said else _("Nej")


def _time(time: str) -> datetime | None:
    try:
        return datetime.fromisoformat(time)
    except ValueError:
        return None
