"""The words that only this report needs for what people did with a session, and their tones (CSS classes)."""

import re
from collections.abc import Collection

from markupsafe import Markup, escape

from labcert.domain.casework import Actor, ApproverKind, DeviationState, Direction, ReviewState, TestType
from labcert.domain.language import _
from labcert.domain.verdict import PolicyLine, Verdict
from labcert.reporting import casework_words

__all__ = [
    "approver_word", "deviation_tone", "direction_word", "line_word", "linked", "review_tone",
    "review_word", "test_type_word", "who",
]

_STEP = re.compile(r"(?<![\w.-])([A-Z]{1,8}-[0-9][0-9A-Za-z]*(?:\.[0-9A-Za-z]+)*)(?![\w-])")
"""what may be a step's id: "TP-4.2.21"; whether it is one, the report knows"""


def test_type_word(verdict: Verdict) -> str:
    """Return what kind of test it is; that never changes, however far the review comes."""
    words = {
        TestType.SELF_TEST.value: _("Egentest"),
        TestType.PRE_TEST.value: _("Prætest"),
        TestType.LIVE.value: _("Livetest"),
        TestType.TEST_CAMP.value: _("Testcamp"),
        TestType.END_TO_END.value: _("Ende-til-ende-test"),
    }
    unsaid = _("Demonstration") if verdict.demo else _("Ikke oplyst")
    return words.get(verdict.test_type, verdict.test_type or unsaid)


test_type_word.__test__ = False  # type: ignore[attr-defined]  # pytest would take it for a test


def review_word(verdict: Verdict, state: ReviewState | None = None) -> str:
    """Return how far MedCom's review has come, or what a state means; nothing is godkendt against its own rule."""
    state = state or verdict.review
    if state is ReviewState.APPROVED and not verdict.approved:
        return _("Lukket som godkendt, men reglen for godkendelse er ikke opfyldt")
    if state is ReviewState.CLAIMED and verdict.claimed_by and verdict.review is ReviewState.CLAIMED:
        return _("Gennemgås af {name}").format(name=verdict.claimed_by)
    return casework_words.review_word(state)


def review_tone(verdict: Verdict) -> str:
    """Return the CSS class of the review's state."""
    tones = {
        ReviewState.APPROVED: "ok" if verdict.approved else "f1", ReviewState.NOT_APPROVED: "f1",
        ReviewState.WAITING: "waiting", ReviewState.CLAIMED: "waiting",
    }
    return tones.get(verdict.review, "notrun")


def direction_word(direction: str) -> str:
    """Return which side of the standards the system is tested on."""
    return {Direction.SENDING.value: _("afsendelse"), Direction.RECEIVING.value: _("modtagelse")}.get(
        direction, direction
    )


def deviation_tone(state: DeviationState) -> str:
    """Return the CSS class of a deviation's state."""
    waiting = (DeviationState.ASKED, DeviationState.NOT_YET)
    return "ok" if state is DeviationState.IN_FORCE else "waiting" if state in waiting else "notrun"


def approver_word(kind: ApproverKind) -> str:
    """Return in which capacity somebody approved."""
    return _("læge") if kind is ApproverKind.DOCTOR else "MedCom"


def who(actor: Actor) -> str:
    """Return a person with role and organisation, and the party they speak for where that is another."""
    told = ", ".join(part for part in (actor.name, actor.role, actor.organisation) if part)
    if actor.party and actor.party != actor.organisation:
        return _("{person} (for {party})").format(person=told, party=actor.party)
    return told


def line_word(line: PolicyLine) -> tuple[str, str, str]:
    """Return the sign of a line of the rule, whether it is fulfilled in words, and the CSS class."""
    if line.fulfilled:
        return "✓", _("Opfyldt"), "ok"
    if not line.counts:
        return "–", _("Ikke opfyldt, men kræves ikke her"), "irrelevant"
    return "✗", _("Ikke opfyldt"), "f1"


def linked(text: str, steps: Collection[str]) -> Markup:
    """Return a sentence in which each step's id leads to the step."""
    marked = (
        Markup('<a class="nowrap" href="#{0}">{0}</a>').format(part) if part in steps else escape(part)
        for part in _STEP.split(text)
    )
    return Markup("").join(marked)
