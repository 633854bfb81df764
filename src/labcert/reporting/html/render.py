"""From the model to the bytes of the file."""

import hashlib
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from labcert.domain.casework import ReviewState
from labcert.domain.evidence import Evidence
from labcert.domain.language import _, language, ngettext
from labcert.domain.outcome import Mark, Outcome, Severity
from labcert.reporting.casework_words import deviation_word
from labcert.reporting.html import attention, casework_words, words
from labcert.reporting.html.chart import charts, run_totals
from labcert.reporting.html.evidence_view import show_evidence
from labcert.reporting.html.matrix import columns
from labcert.reporting.html.score import ScoreWords
from labcert.reporting.html.sheet_view import sheets_of
from labcert.reporting.html.views import ImageView, LinkOnly, PageView, TextView
from labcert.reporting.model import ReportModel, StepPart
from labcert.reporting.signs import shown

__all__ = ["render"]

_TEMPLATES = Path(__file__).parent / "templates"
_LARGEST = 1_000_000
"""bytes that the whole file stays below"""
_WISHED = 870_000
"""bytes that the file is filled up to with evidence"""
_BUDGET = 450_000
"""bytes of evidence shown where there is room for them"""
_FRAME = 230
"""what a piece of evidence takes at least: its name, what it is and the link to the file"""
_MARGIN = 15_000
"""what the next try stays below the limit, as the cost of evidence is an estimate"""
_SLOT = re.compile(r"<\?evidence ([0-9]+)\?>")


def render(report: ReportModel, evidence: Callable[[str], bytes]) -> bytes:
    """Return report.html in UTF-8, below 1 MB unless the texts of the steps alone are more.

    `evidence` gives the bytes kept under a sha256. It may raise OSError, KeyError or LabcertError: the report then says
    that the file could not be read. Numbers that may be a CPR, and are not in `report.known`, are masked everywhere.
    """
    slots: list[tuple[Evidence, str]] = []

    def slot(kept: Evidence, step: str) -> Markup:
        # No text can forge it: its angle brackets would be escaped.
        slots.append((kept, step))
        return Markup(f"<?evidence {len(slots) - 1}?>")  # noqa: S704 - a number

    shell = _environment().get_template("report.html.j2").render(
        report=report, known=report.known, slot=slot, sheets=lambda step: sheets_of(step, evidence), **_helpers(report)
    )
    budget = _room(len(shell.encode()) + _FRAME * len(slots))
    while True:
        page = _SLOT.sub(_filling(report, evidence, slots, budget), shell).encode()
        if len(page) < _LARGEST or not budget:
            return page
        budget = max(0, budget - (len(page) - _LARGEST) - _MARGIN)


def _room(taken: int) -> int:
    """Return the bytes of evidence that a report may show beside the bytes taken by everything else."""
    return max(0, min(_BUDGET, max(_WISHED - taken, (_LARGEST - taken) // 2)))


def _filling(
    report: ReportModel, evidence: Callable[[str], bytes], slots: Sequence[tuple[Evidence, str]], budget: int
) -> Callable[[re.Match[str]], str]:
    """Return what gives a slot its piece of evidence."""
    views = show_evidence(report, evidence, budget)
    parts = _environment().get_template("parts.html.j2").make_module(
        {"known": report.known, "file_names": report.file_names}
    )

    def fill(found: re.Match[str]) -> str:
        kept, step = slots[int(found[1])]
        return str(parts.evidence(kept, step, views[kept.sha256]))  # type: ignore[attr-defined]

    return fill


def _helpers(report: ReportModel) -> dict[str, object]:
    script = _file("report.js")
    parties = [party for step in report.steps for party in step.verdict.parties]
    return {
        "areas_shown": columns(report),
        "parties_shown": list(dict.fromkeys(parties)),
        "groups": attention.grouped(report),
        "charts": charts(report),
        "anchors": {step.id: _anchors(step) for step in report.steps},
        "changed_steps": frozenset(change.step for change in report.comparison.changes) if report.comparison else (),
        "run_totals": run_totals(report),
        "step_ids": frozenset(step.id for step in report.steps),
        "lang": language(),
        "score_words": ScoreWords(),
        "style": Markup(_file("report.css")),  # noqa: S704 - our own file
        "script": Markup(script),  # noqa: S704 - our own file
        "script_hash": b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    }


def _anchors(step: StepPart) -> list[str]:
    """Return an anchor for each finding: step and rule, so that it is the same however often the report is made."""
    seen: Counter[str] = Counter()
    anchors = []
    for place in step.findings:
        name = re.sub(r"[^\w.-]", "_", f"{step.id}-{place.finding.rule}", flags=re.ASCII)
        seen[name] += 1
        anchors.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return anchors


@cache
def _file(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


@pass_context
def _masked(context: Context, value: object) -> object:
    """Make every text fit to be shown on its way out; markup was made of such texts already."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return shown(value, context["known"])


@pass_context
def _linked(context: Context, text: str) -> Markup:
    return casework_words.linked(shown(text, context["known"]), context["step_ids"])


def _css_string(text: str) -> Markup:
    """Return a text as the inside of a CSS string in a <style> element; whatever might end either is escaped."""
    safe = re.sub(r"[^0-9A-Za-zæøåÆØÅ .,:-]", lambda sign: f"\\{ord(sign[0]):06x} ", text)
    return Markup(safe)  # noqa: S704 - only letters, digits and escapes are left


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=_masked,
    )
    environment.filters |= {
        "approver_word": casework_words.approver_word,
        "class_word": words.class_word,
        "day": words.day,
        "deviation_tone": casework_words.deviation_tone,
        "deviation_word": deviation_word,
        "direction_word": casework_words.direction_word,
        "line_word": casework_words.line_word,
        "linked": _linked,
        "review_tone": casework_words.review_tone,
        "review_word": casework_words.review_word,
        "run_tone": lambda run: words.tone_of_mark(run.outcome, run.mark),
        "run_word": lambda run: words.mark_or_outcome(run.outcome, run.mark),
        "test_type_word": casework_words.test_type_word,
        "who": casework_words.who,
        "kind_of_file": words.kind_of_file,
        "reason": words.reason,
        "clock": words.clock,
        "css_string": _css_string,
        "date_and_time": words.date_and_time,
        "duration": words.duration,
        "file_size": words.file_size,
        "headline_word": words.headline_word,
        "mark_word": words.mark_word,
        "outcome_word": words.outcome_word,
        "step_tone": words.step_tone,
        "tone": words.tone_of,
        "without_headline": words.sentence_without_headline,
    }
    environment.tests |= {
        "image": lambda view: isinstance(view, ImageView),
        "link_only": lambda view: isinstance(view, LinkOnly),
        "page": lambda view: isinstance(view, PageView),
        "text": lambda view: isinstance(view, TextView),
    }
    environment.globals |= {
        "_": _, "ngettext": ngettext, "Mark": Mark, "Outcome": Outcome, "Severity": Severity, "counted": words.counted,
        "outcomes": words.READING_ORDER, "ReviewState": ReviewState,
    }
    return environment
