"""What people did with a step, as Allure shows it: override, deviations, remarks, added evidence, sign-off."""

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from allure_commons.model2 import Label, Link, Parameter
from allure_commons.types import LabelType

from labcert.domain.casework import Actor
from labcert.domain.language import _
from labcert.domain.outcome import Mark, Outcome
from labcert.domain.verdict import JudgedDeviation, StepVerdict
from labcert.reporting.casework import SignOffRow
from labcert.reporting.html.words import date_and_time

__all__ = [
    "casework_labels", "casework_lines", "casework_links", "counting", "deviation_parameters", "plain_markdown",
    "standing_sentence",
]

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#!|~<>&])")
"""signs with a meaning inside a line; none of them parts the two halves of a CPR number, which is masked afterwards"""


def plain_markdown(text: str) -> str:
    """Return what a person wrote as Markdown that means just those signs, on one line."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def counting(step: StepVerdict) -> Outcome | None:
    """Return the outcome by the mark that a person gave, or None where nobody gave one."""
    if step.override is None:
        return None
    return {Mark.OK: Outcome.PASSED, Mark.NOT_RELEVANT: Outcome.NOT_RELEVANT}.get(step.override.mark, Outcome.FAILED)


def standing_sentence(step: StepVerdict) -> str:
    """Return the first words of why a step that has failed may stand, by which Allure sorts it; "" where it may not."""
    if not step.deviations:
        return ""
    return _("Står med en godkendt afvigelse") + f": {', '.join(step.deviations)}."


def deviation_parameters(step: StepVerdict) -> list[Parameter]:
    """Return a parameter for each deviation; excluded, so that it makes no other test of the step."""
    return [Parameter(name=_("afvigelse"), value=name, excluded=True) for name in step.deviations]


def casework_labels(step: StepVerdict) -> list[Label]:
    """Return what the step can be found by: its mark, its run, and that a person or a deviation decided."""
    pairs = [("mark", step.mark.value if step.mark else ""), ("run", str(step.run) if step.run else "")]
    pairs += [("deviation", name) for name in step.deviations]
    if step.deviations:
        pairs.append((LabelType.TAG, _("afvigelse")))
    if step.override:
        pairs.append((LabelType.TAG, _("sat af MedCom")))
    if step.comments:
        pairs.append((LabelType.TAG, _("bemærkning")))
    return [Label(name=name, value=value) for name, value in pairs if value]


def casework_links(step: StepVerdict, row: SignOffRow | None) -> list[Link]:
    """Return links to the step, its deviations and the row's signatures in the Danish report."""
    links = [Link(type="report", url=f"report.html#{quote(step.id)}", name=_("Trinnet i rapporten"))]
    links += [
        Link(type="deviation", url=f"report.html#afvigelse-{quote(name)}", name=_("Afvigelse {id}").format(id=name))
        for name in step.deviations
    ]
    if row is not None:
        signed = sum(party.signed is not None for party in row.parties)
        name = _("Underskrifter på række {row}: {signed} af {all}").format(
            row=row.row, signed=signed, all=len(row.parties)
        )
        links.append(Link(type="signature", url="report.html#underskrifter", name=name))
    return links


def casework_lines(
    step: StepVerdict, deviations: Mapping[str, JudgedDeviation], row: SignOffRow | None
) -> Iterator[str]:
    """Yield the paragraphs of the description, in Markdown; each says who and why."""
    if step.override:
        computed = step.computed_mark.value if step.computed_mark else _("endnu ingen")
        yield _("**Sat af MedCom:** {mark} i stedet for testværktøjets {computed}. {reason} ({who}, {time})").format(
            mark=step.override.mark.value, computed=computed, reason=plain_markdown(step.override.reason),
            who=_who(step.override.by), time=date_and_time(step.override.time),
        )  # fmt: skip
    for name in step.deviations:
        if name in deviations:
            yield _deviation(deviations[name])
    for comment in step.comments:
        yield _("**Bemærkning** af {who}, {time}: {text}").format(
            who=_who(comment.by), time=date_and_time(comment.time), text=plain_markdown(comment.text)
        )
    for kept in step.added_evidence:
        yield _("**Lagt ved bagefter:** {name} (evidence/{sha})").format(
            name=plain_markdown(kept.name), sha=kept.sha256
        )
    if row is not None:
        yield _("**Underskrifter på række {row}:** {parties}").format(row=row.row, parties="; ".join(_signed(row)))


def _deviation(judged: JudgedDeviation) -> str:
    it = judged.deviation
    approver = it.approved_by
    approved = ", ".join(
        part for part in (approver.name, approver.role, approver.organisation, approver.authorisation) if part
    ) if approver else _("ingen")  # fmt: skip
    return _("**Afvigelse {id}:** {sentence} {reason} (søgt af {who}; godkendt af {approved}, {time})").format(
        id=plain_markdown(it.id), sentence=plain_markdown(judged.sentence), reason=plain_markdown(it.reason),
        who=_who(it.asked_by), approved=plain_markdown(approved), time=date_and_time(it.approved),
    )  # fmt: skip


def _signed(row: SignOffRow) -> Iterable[str]:
    for party in row.parties:
        if party.signed is None:
            yield _("{party} afventer").format(party=plain_markdown(party.party))
        else:
            told = _("{party}: {name}, {time}").format(
                party=party.party, name=party.signed.stated.name, time=date_and_time(party.signed.time)
            )
            yield plain_markdown(told) + (_(" (demonstration)") if party.signed.stated.demo else "")


def _who(actor: Actor) -> str:
    return plain_markdown(", ".join(part for part in (actor.name, actor.role, actor.organisation) if part))
