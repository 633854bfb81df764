"""A session as text, for a person at a terminal: the whole in a screen or two, the next thing to do at its end."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from labcert.cli.running import outcome_word
from labcert.cli.session.list import review_word, shown_time
from labcert.domain.casework import Comment, DeviationState, ReviewState
from labcert.domain.language import _, ngettext

if TYPE_CHECKING:
    from labcert.domain.verdict import JudgedDeviation, StepVerdict, Verdict
    from labcert.runner.casework.listing import RunTold, Shown

__all__ = ["text_of"]

SHOWN_AT_MOST = 8
"""what is missing is told in full in the report"""


def text_of(shown: "Shown") -> Iterator[str]:
    """Yield the lines."""
    yield from _head(shown)
    if shown.verdict is not None:
        yield ""
        yield shown.verdict.sentence
        yield from _rule(shown.verdict)
        yield from _people(shown.verdict)
    yield from _runs(shown.runs)
    yield from _signed(shown)
    yield ""
    yield _("Næste: {next}").format(next=shown.next)


def _head(shown: "Shown") -> Iterator[str]:
    row = shown.row
    yield row.id
    yield f"  {row.vendor} · {row.system} {row.system_version} · {', '.join(row.standards)}".rstrip(" ·")
    kind = row.test_type or _("demonstration")
    told = _("{kind} af {programme} {version}").format(
        kind=kind.capitalize(), programme=row.programme, version=row.programme_version
    )
    yield f"  {told} · {row.direction}".rstrip(" ·")
    if row.follows:
        yield "  " + _("Følger {id}").format(id=row.follows)
    review = review_word(row.review)
    name = f" ({row.claimed_by})" if row.claimed_by and row.review is not ReviewState.NOT_SUBMITTED else ""
    yield "  " + _("Gennemgang: {state} · oprettet {created} · ændret {changed}").format(
        state=f"{review}{name}", created=shown_time(row.created), changed=shown_time(row.changed)
    )
    if row.lease is not None:
        yield "  " + _("I brug på {host} siden {time} (proces {pid})").format(
            host=row.lease.host, time=shown_time(row.lease.time), pid=row.lease.pid
        )


def _rule(verdict: "Verdict") -> Iterator[str]:
    yield ""
    yield _("Reglen for godkendelse")
    for line in verdict.lines:
        mark = "✓" if line.fulfilled else "✗" if line.counts else "–"
        yield f"  {mark} {line.text}"
        for told in line.missing[:SHOWN_AT_MOST]:
            yield f"      {told}"
        rest = len(line.missing) - SHOWN_AT_MOST
        if rest > 0:
            yield "      " + ngettext("… og {count} til.", "… og {count} til.", rest).format(count=rest)


def _people(verdict: "Verdict") -> Iterator[str]:
    """What people have said: deviations, changed marks, and the threads."""
    changed = [step for step in verdict.steps if step.override]
    threads = [(step.id, step.comments) for step in verdict.steps if step.comments]
    if verdict.comments:
        threads.insert(0, (_("Sessionen"), verdict.comments))
    if verdict.deviations:
        yield ""
        yield _("Afvigelser")
    for each in verdict.deviations:
        yield from _deviation(each)
    if changed:
        yield ""
        yield _("Ændrede karakterer")
    for step in changed:
        yield _override(step)
    if threads:
        yield ""
        yield _("Bemærkninger")
    for place, comments in threads:
        yield f"  {place}"
        yield from _thread(comments)


def _deviation(judged: "JudgedDeviation") -> Iterator[str]:
    asked = judged.deviation
    yield f"  {asked.id}  {asked.requirement}  {deviation_word(judged.state)}  {asked.valid_from} – {asked.valid_to}"
    yield f"      {judged.sentence}"
    if judged.covers:
        yield "      " + _("Lader disse trin stå: {steps}").format(steps=", ".join(judged.covers))


def deviation_word(state: DeviationState) -> str:
    """Return what a deviation counts for, in a word or two."""
    return {
        DeviationState.ASKED: _("søgt"),
        DeviationState.REFUSED: _("kan ikke godkendes af den, der har gjort det"),
        DeviationState.NOT_YET: _("gælder ikke endnu"),
        DeviationState.IN_FORCE: _("gælder"),
        DeviationState.EXPIRED: _("udløbet"),
        DeviationState.WITHDRAWN: _("trukket tilbage"),
        DeviationState.ELSEWHERE: _("om et andet system"),
    }[state]


def _override(step: "StepVerdict") -> str:
    assert step.override is not None
    before = step.computed_mark.value if step.computed_mark else _("uden karakter")
    return "  " + _("{step}: {before} → {mark}, af {name} ({organisation}): {reason}").format(
        step=step.id, before=before, mark=step.override.mark.value, name=step.override.by.name,
        organisation=step.override.by.organisation, reason=step.override.reason,
    )  # fmt: skip


def _thread(comments: tuple[Comment, ...]) -> Iterator[str]:
    """An answer stands under what it answers."""
    known = {comment.id for comment in comments}
    for comment in comments:
        if comment.answers not in known:
            yield from _said(comments, comment, 4)


def _said(comments: tuple[Comment, ...], comment: Comment, indent: int) -> Iterator[str]:
    who = f"{shown_time(comment.time)} {comment.by.name} ({comment.by.organisation}) [{comment.id}]"
    yield f"{'':{indent}}{who}: {comment.text}"
    for other in comments:
        if other.answers == comment.id and other.id != comment.id:
            yield from _said(comments, other, indent + 2)


def _runs(runs: "tuple[RunTold, ...]") -> Iterator[str]:
    if runs:
        yield ""
        yield _("Kørsler")
    for run in runs:
        came_out = [f"{count} {outcome_word(outcome)}" for outcome, count in sorted(run.outcomes.items())]
        told = ", ".join(came_out if run.ended else [*came_out, _("afbrudt")])
        steps = ngettext("{count} trin", "{count} trin", run.steps).format(count=run.steps)
        yield f"  {run.number}  {shown_time(run.started)}  {steps}: {told}"


def _signed(shown: "Shown") -> Iterator[str]:
    missing = shown.unsigned if shown.row.review is ReviewState.APPROVED else ()
    if shown.signatures or missing:
        yield ""
        yield _("Underskrifter")
    for each in shown.signatures:
        remark = f": {each.remark}" if each.remark else ""
        yield f"  {each.row}  {each.party}  {each.name} ({each.organisation})  {shown_time(each.time)}{remark}"
    if missing:
        yield "  " + _("Mangler: {who}").format(who=", ".join(f"{each.party} ({each.row})" for each in missing))
    for certificate in shown.certificates:
        yield _("Certifikat: {id}, gælder til {day}").format(id=certificate.id, day=certificate.valid_to)
