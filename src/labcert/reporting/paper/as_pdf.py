"""From the model to the PDF: which chapters there are, in the order in which a reader wants them."""

from collections.abc import Iterator
from pathlib import Path

from labcert.domain.language import _, language
from labcert.domain.verdict import SELF_TEST
from labcert.reporting.html.words import headline_word, sentence_without_headline
from labcert.reporting.model import Headline, ReportModel
from labcert.reporting.paper.blocks import Block
from labcert.reporting.paper.chapters import (
    approval,
    attestations,
    changes,
    deviations,
    facts,
    remarks,
    requirements,
    runs,
    sign_off,
    totals,
)
from labcert.reporting.paper.steps import attention, step_lists
from labcert.reporting.typesetting import LONGEST_HEADING, shortened, typeset

__all__ = ["to_pdf"]

_TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
_TONES = {Headline.APPROVED: "ok", Headline.READY: "ok", Headline.NOT_APPROVED: "f1", Headline.WAITING: "waiting"}


def to_pdf(report: ReportModel) -> bytes:
    """Return the (masked) report as PDF, the same bytes for the same report; raises ToolFault where it can't be set."""
    verdict = report.verdict
    data = {
        "language": language(),
        "title": shortened(_("Testrapport: {title}").format(title=report.title), LONGEST_HEADING),
        "headline": headline_word(report.headline, verdict.test_type),
        "tone": _TONES[report.headline],
        "sentence": sentence_without_headline(report.sentence),
        "banner": _banner(report),
        "foot": _("Session {session}").format(session=verdict.session),
        "page": _("Side"),
        "of": _("af"),
        "blocks": [block.as_data() for block in _blocks(report)],
    }
    return typeset(_TEMPLATE, data, report.closed)


def _banner(report: ReportModel) -> str:
    if report.verdict.demo:
        return _("DEMONSTRATION – ikke en certificering")
    return _("EGENTEST – ikke en godkendelse") if report.verdict.test_type == SELF_TEST else ""


def _blocks(report: ReportModel) -> Iterator[Block]:
    yield from facts(report)
    yield from totals(report)
    yield from approval(report)
    yield from changes(report)
    yield from attention(report)
    yield from step_lists(report)
    yield from deviations(report)
    yield from remarks(report)
    yield from attestations(report)
    yield from sign_off(report)
    yield from requirements(report)
    yield from runs(report)
