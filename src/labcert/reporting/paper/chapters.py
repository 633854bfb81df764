"""The report's chapters about the session as a whole; those about its steps stand in `steps`."""

from collections import Counter
from collections.abc import Iterator, Sequence

from labcert.domain.language import _, ngettext
from labcert.domain.outcome import Mark
from labcert.reporting.casework_words import approver_words, deviation_word, person_words, review_word
from labcert.reporting.html.words import date_and_time, day, mark_word, outcome_word, step_tone
from labcert.reporting.model import ReportModel, ThreadPart
from labcert.reporting.paper.blocks import Block, Cell, Facts, Heading, Paragraph, Table, plain_cells

__all__ = [
    "approval", "attestations", "changes", "deviations", "facts", "remarks", "requirements", "runs", "sign_off",
    "thread_lines", "totals",
]

_MOST_MISSING = 12
"""sentences of one line of the rule that the page has room for"""


def facts(report: ReportModel) -> Iterator[Block]:
    """Say what was tested, by whom, with what."""
    verdict, opened = report.verdict, report.session
    state = verdict.suite_state
    kind = _("Demonstration") if verdict.demo else verdict.test_type
    review = review_word(verdict.review)
    yield Facts((
        (_("Session"), verdict.session),
        (_("Leverandør"), verdict.vendor),
        (_("System"), _("{system}, version {version}").format(system=verdict.system, version=verdict.system_version)),
        (_("Standarder"), ", ".join((*verdict.standards, *((verdict.direction,) if verdict.direction else ())))),
        (_("Program"), f"{report.title} ({verdict.programme} {verdict.version})"),
        (_("Slags test"), kind),
        (_("Gennemgang"), f"{review}: {verdict.claimed_by}" if verdict.claimed_by else review),
        (_("Følger efter"), verdict.follows),
        (_("Fortsat i"), ", ".join(report.followed_by)),
        (_("Begyndt"), date_and_time(report.opened)),
        (_("Seneste hændelse"), date_and_time(report.closed)),
        (_("Værktøj"), f"labcert {opened.tool_version}, {_('profil')} {opened.profile}" if opened else ""),
        (_("Testenes fingeraftryk"), opened.suite_digest if opened else ""),
        (_("Ændrede tests"), ", ".join(state.different[:12]) if state and not state.sealed else ""),
    ))  # fmt: skip


def totals(report: ReportModel) -> Iterator[Block]:
    """Count the marks, row by row and in all."""
    yield Heading(2, _("Resultatet i tal"))
    columns = (_("Række"), _("Trin"), *(mark.value for mark in Mark), _("Uden vurdering"))
    rows = []
    for row in report.rows:
        steps = [step.verdict.mark for protocol in row.protocols for step in protocol.steps]
        rows.append(plain_cells(f"{row.id} {row.title}".strip(), *_counted(steps)))
    rows.append(plain_cells(_("I alt"), *_counted([step.mark for step in report.verdict.steps])))
    yield Table(columns, (1, *(0 for _column in columns[1:])), tuple(rows))


def _counted(marks: Sequence[Mark | None]) -> list[str]:
    found = Counter(marks)
    return [str(len(marks)), *(str(found[mark]) for mark in Mark), str(found[None])]


def approval(report: ReportModel) -> Iterator[Block]:
    """Tell the rule of approval line by line, and what is missing."""
    if not report.verdict.lines:
        return
    yield Heading(2, _("Reglen for godkendelse, linje for linje"))
    rows = []
    for line in report.verdict.lines:
        word, tone = (_("Opfyldt"), "ok") if line.fulfilled else (_("Mangler"), "f1")
        if not line.counts:
            word, tone = _("Tæller ikke her"), "notrun"
        rows.append((Cell(line.text), Cell(word, tone), Cell("\n".join(_first_of(line.missing)))))
    yield Table((_("Krav til sessionen"), _("Stand"), _("Hvad der mangler")), (5, 2, 7), tuple(rows))


def _first_of(missing: Sequence[str]) -> Iterator[str]:
    """Yield the first of many sentences, and how many more there are: each step is told by itself further down."""
    yield from missing[:_MOST_MISSING]
    more = len(missing) - _MOST_MISSING
    if more > 0:
        told = ngettext("… og {count} til, nævnt ved trinnet selv.", "… og {count} til, nævnt ved trinnene selv.", more)
        yield told.format(count=more)


def changes(report: ReportModel) -> Iterator[Block]:
    """Tell what is another result than before."""
    found = report.comparison
    if found is None:
        return
    yield Heading(2, _("Hvad der er ændret siden sidst"))
    unchanged = ngettext("{count} trin er som før.", "{count} trin er som før.", found.unchanged)
    told = _("Sammenlignet med {before}.").format(before=found.before)
    yield Paragraph(f"{told} {unchanged.format(count=found.unchanged)}")
    if found.changes:
        rows = (plain_cells(each.step, each.title, outcome_word(each.before), outcome_word(each.now))
                for each in found.changes)  # fmt: skip
        yield Table((_("Trin"), _("Titel"), _("Før"), _("Nu")), (0, 1, 0, 0), tuple(rows))


def deviations(report: ReportModel) -> Iterator[Block]:
    """Tell each deviation, and what it counts for."""
    if not report.deviations:
        return
    yield Heading(2, _("Afvigelser"))
    for part in report.deviations:
        judged, asked = part.judged, part.judged.deviation
        in_force = "ok" if judged.covers else "waiting"
        title = f"{asked.id}: {asked.requirement} {part.requirement_title}".strip()
        yield Heading(3, title, deviation_word(judged.state), in_force)
        approved = asked.approved_by
        yield Facts((
            (_("Hvad den tæller for"), judged.sentence),
            (_("Lader stå"), ", ".join(judged.covers)),
            (_("Gælder"), _("{start} til og med {end}, for {system} {version}").format(
                start=day(asked.valid_from), end=day(asked.valid_to), system=asked.system, version=asked.system_version
            )),
            (_("Trin"), ", ".join(asked.steps)),
            (_("Kravet er"), _("klinisk") if asked.clinical else _("teknisk")),
            (_("Begrundelse"), asked.reason),
            (_("Søgt af"), f"{approver_words(asked.asked_by)}, {date_and_time(asked.asked)}"),
            (_("Godkendt af"), f"{approver_words(approved)}, {date_and_time(asked.approved)}" if approved else ""),
            (_("Dokument (sha256)"), asked.document),
            (_("Trukket tilbage"), asked.withdrawn),
        ))  # fmt: skip


def remarks(report: ReportModel) -> Iterator[Block]:
    """Tell what was said of the session as a whole, and how its review went."""
    said = [line for thread in report.threads for line in thread_lines(thread)]
    if said:
        yield Heading(2, _("Bemærkninger til sessionen"))
        yield from map(Paragraph, said)
    if report.added:
        yield Heading(2, _("Bevis lagt ved sessionen"))
        rows = (plain_cells(each.evidence.name, each.note, approver_words(each.by), date_and_time(each.time))
                for each in report.added)  # fmt: skip
        yield Table((_("Bevis"), _("Hvad det er"), _("Lagt ved af"), _("Tidspunkt")), (3, 4, 3, 2), tuple(rows))
    if report.reviews:
        yield Heading(2, _("Gennemgangen"))
        rows = (plain_cells(date_and_time(each.time), review_word(each.state), approver_words(each.by), each.remark)
                for each in report.reviews)  # fmt: skip
        yield Table((_("Tidspunkt"), _("Stand"), _("Hvem"), _("Bemærkning")), (2, 2, 3, 4), tuple(rows))


def thread_lines(thread: ThreadPart, depth: int = 0) -> Iterator[str]:
    """Yield a remark and those that answer it, each behind as many arrows as it is deep."""
    comment = thread.comment
    arrows = "→ " * min(depth, 8)
    yield f"{arrows}{approver_words(comment.by)}, {date_and_time(comment.time)}:\n{comment.text}"
    for answer in thread.answers:
        yield from thread_lines(answer, depth + 1)


def attestations(report: ReportModel) -> Iterator[Block]:
    """Tell who looked, party by party, at which steps and what they said of them."""
    seen: dict[tuple[str, str, str], list[str]] = {}
    for step in report.verdict.steps:
        for given in step.attested_by:
            who = person_words(given.name, given.role, given.organisation)
            seen.setdefault((given.party, who, outcome_word(given.outcome)), []).append(step.id)
    if not seen:
        return
    yield Heading(2, _("Hvem der har set efter"))
    rows = tuple(plain_cells(*who, ", ".join(dict.fromkeys(steps))) for who, steps in seen.items())
    yield Table((_("Part"), _("Navn, rolle og organisation"), _("Sagt"), _("Trin")), (2, 5, 2, 6), rows)


def sign_off(report: ReportModel) -> Iterator[Block]:
    """Tell who has signed which row, and who is waited for."""
    if not report.sign_off:
        return
    yield Heading(2, _("Underskrifter"))
    rows: list[tuple[Cell, ...]] = []
    for row in report.sign_off:
        for party in row.parties:
            name, signed = row.row or _("Hele programmet"), party.signed
            if signed is None:
                rows.append((Cell(name), Cell(party.party), Cell(_("Mangler"), "waiting"), Cell(""), Cell("")))
            else:
                who = person_words(signed.stated.name, signed.stated.role, signed.stated.organisation)
                when = date_and_time(signed.time)
                rows.append(plain_cells(name, party.party, who, when, signed.stated.remark))
    columns = (_("Række"), _("Part"), _("Navn, rolle og organisation"), _("Tidspunkt"), _("Bemærkning"))
    yield Table(columns, (2, 2, 5, 3, 3), tuple(rows))
    yield Paragraph(
        _("Rapporten siger, hvem der har underskrevet. Om underskrifterne holder, siger “labcert verify” af pakken."),
        quiet=True,
    )


def requirements(report: ReportModel) -> Iterator[Block]:
    """Tell which steps show each requirement, and how they came out."""
    if not report.requirements:
        return
    yield Heading(2, _("Krav, og hvad der viser dem"))
    rows = []
    for part in report.requirements:
        shown = ", ".join(f"{step.id}: {mark_word(step)}" for step in part.steps)
        worst = next((step_tone(step) for step in part.steps if step.mark is not Mark.OK), "")
        rows.append((Cell(part.id), Cell(part.title), Cell(shown, worst) if shown else Cell(part.not_tested)))
    yield Table((_("Krav"), _("Titel"), _("Trin, eller hvorfor ingen viser det")), (0, 4, 6), tuple(rows))


def runs(report: ReportModel) -> Iterator[Block]:
    """Tell when each run was, what it ran and with what."""
    if not report.runs:
        return
    yield Heading(2, _("Kørsler"))
    rows = []
    for run in report.runs:
        said = outcome_word(run.outcome) if run.outcome else _("Afbrudt")
        finished = date_and_time(run.finished) if run.finished else "–"
        version = run.system_version or report.verdict.system_version
        counting = _("{count} af {all}").format(count=len(run.counting), all=len(run.steps))
        rows.append(plain_cells(str(run.number), date_and_time(run.started), finished, version, counting, said))
    columns = (_("Kørsel"), _("Begyndt"), _("Slut"), _("Version"), _("Trin, der tæller"), _("Udfald"))
    yield Table(columns, (0, 3, 3, 2, 2, 2), tuple(rows))
