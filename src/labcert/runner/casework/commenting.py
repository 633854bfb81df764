"""Remarks at a step or at the session, and evidence that is laid beside a step after it was run."""

from collections.abc import Sequence
from dataclasses import dataclass

from labcert.domain.casework import Actor, Comment
from labcert.domain.errors import UsageMistake
from labcert.domain.events import CommentMade, EvidenceAdded
from labcert.domain.evidence import Evidence
from labcert.domain.language import _
from labcert.protocol.mistakes import nearest
from labcert.protocol.model import Suite
from labcert.runner.attesting_files import HandedIn
from labcert.runner.casework.case import Case, Decision, act, required_text
from labcert.session.canonical import sha256_of
from labcert.session.masking import Masker
from labcert.session.store import Store

__all__ = ["Remark", "add_evidence", "comment", "kept_evidence"]


@dataclass(frozen=True)
class Remark:
    """What somebody says; `step` is "" for the session (or where the answered remark stands), `answers` an id or ""."""

    text: str
    step: str = ""
    answers: str = ""


def comment(store: Store, suite: Suite, word: str, remark: Remark, actor: Actor) -> Decision:
    """Add a remark to a thread; raises UsageMistake where the step, or the remark that it answers, isn't there."""

    def decide(case: Case) -> Decision:
        case.require_open()
        step = _place(case, remark)
        text = required_text(case, remark.text, _("Bemærkningen"))
        number = f"k{len(case.work.comments) + 1}"
        told = _("Bemærkningen {id} er skrevet.") if not step else _("Bemærkningen {id} er skrevet ved {step}.")
        event = CommentMade(number, step, text, case.known(actor), remark.answers)
        return Decision((event,), (told.format(id=number, step=step),))

    return act(store, suite, word, decide)


def _place(case: Case, remark: Remark) -> str:
    if remark.step:
        case.step(remark.step)
    if not remark.answers:
        return remark.step
    answered = _answered(case, remark.answers)
    if remark.step and remark.step != answered.step:
        raise UsageMistake(
            _("{id} står ved {there}, så et svar på den kan ikke stå ved {here}.").format(
                id=answered.id, there=answered.step or _("sessionen"), here=remark.step
            ),
            remedy=_("Udelad --step, så står svaret samme sted."),
        )
    return answered.step


def _answered(case: Case, wanted: str) -> Comment:
    comments = {each.id: each for each in case.work.comments}
    if wanted in comments:
        return comments[wanted]
    near = nearest(wanted, comments)
    raise UsageMistake(
        _("Der er ingen bemærkning “{wanted}” at svare på.").format(wanted=wanted),
        remedy=_("Mente du “{near}”?").format(near=near) if near else "",
    )


def add_evidence(
    store: Store, suite: Suite, word: str, files: Sequence[HandedIn], step: str, note: str, actor: Actor
) -> Decision:
    """Keep files under their sha256 beside a step ("" for the session); they change no outcome.

    What is there already, at that step, is not added again.
    """

    def decide(case: Case) -> Decision:
        case.require_open()
        if step:
            case.step(step)
        said = required_text(case, note, _("Bemærkningen")) if note.strip() else ""
        events, told, kept = [], [], []
        for file in files:
            evidence, data = kept_evidence(suite, file)
            if evidence.sha256 in {each.sha256 for each in case.work.added_to(step)}:
                told.append(_("{name} ligger der allerede.").format(name=evidence.name))
                continue
            events.append(EvidenceAdded(step, evidence, said, case.known(actor)))
            kept.append((f"evidence/{evidence.sha256}", data))
            text = _("{name} er lagt ved {step}.") if step else _("{name} er lagt ved sessionen.")
            told.append(text.format(name=evidence.name, step=step))
        return Decision(tuple(events), tuple(told), tuple(kept))

    return act(store, suite, word, decide)


def kept_evidence(suite: Suite, file: HandedIn) -> tuple[Evidence, bytes]:
    """Return a file as evidence, with the bytes to be kept: masked as everything that is kept."""
    masker = Masker(suite.persons)
    data = masker.data(file.media_type, file.data)
    name = masker.text(file.name)
    return Evidence(sha256_of(data), name, file.media_type, len(data), masked=data != file.data), data
