"""Oprindelsen: answers of general practice among those of others, with the portal's filter and without it."""

from pytest_bdd import then

from labcert.checks.shown import is_not_shown, is_shown
from labcert.domain.errors import ToolFault
from labcert.domain.findings import Finding
from labcert.ports import Portal
from steps.direkte import other_sample_number
from steps.forloeb import Flow
from steps.linjer import ORIGINS, pages
from steps.ord import sentence

CLINIC, HOSPITAL = "lægehusets prøve", "sygehusets prøve"


def _number(flow: Flow, sample: str) -> str:
    if sample not in (CLINIC, HOSPITAL):
        raise ToolFault(f"Scenariet nævner “{sample}”. Skriv “{CLINIC}” eller “{HOSPITAL}”.")
    return flow.case.sample.requester_number if sample == CLINIC else other_sample_number(flow)


def _is_seen(flow: Flow, portal: Portal, readers: str, number: str, origin: str | None) -> list[Finding | None]:
    codes = [result.code for result in flow.case.results]
    return [
        is_shown(page.results, number, code, who)
        for who, page in pages(flow, portal, readers, origin)
        for code in codes
    ]


@then(sentence("ser {readers:Reader} {sample} uden filter"))
def seen_without_filter(flow: Flow, portal: Portal, readers: str, sample: str) -> None:
    """All answers are shown, whoever made them."""
    flow.judge.require(_is_seen(flow, portal, readers, _number(flow, sample), None))


@then(sentence('ser {readers:Reader} {sample} med filtret "{origin}"'))
def seen_with_filter(flow: Flow, portal: Portal, readers: str, sample: str, origin: str) -> None:
    """Answers of this origin are shown."""
    flow.judge.require(_is_seen(flow, portal, readers, _number(flow, sample), ORIGINS[origin]))


@then(sentence('skjuler filtret "{origin}" {sample} for {readers:Reader}'))
def hidden_by_filter(flow: Flow, portal: Portal, readers: str, sample: str, origin: str) -> None:
    """Answers of another origin are left out."""
    flow.judge.require(
        is_not_shown(page.results, _number(flow, sample), who)
        for who, page in pages(flow, portal, readers, ORIGINS[origin])
    )
