"""The review: a session is handed in and claimed by a named person of MedCom."""

from labcert.domain.casework import Actor, DeviationState, ReviewState
from labcert.domain.errors import UsageMistake
from labcert.domain.events import ReviewMoved
from labcert.domain.language import _, ngettext
from labcert.domain.organisations import MEDCOM, is_medcom
from labcert.protocol.model import Suite
from labcert.runner.casework.case import Case, Decision, act, required_text
from labcert.session.store import Store

__all__ = [
    "claim",
    "is_of_medcom",
    "release",
    "require_claimer",
    "require_medcom",
    "require_reviewable",
    "submit",
    "take_back",
]


def submit(store: Store, suite: Suite, word: str, actor: Actor) -> Decision:
    """Hand a session in; raises UsageMistake where it was never run, or is reviewed already."""

    def decide(case: Case) -> Decision:
        require_reviewable(case)
        if case.work.review is ReviewState.WAITING:
            return Decision((), (_("Sessionen {id} er allerede afleveret og venter på MedCom.").format(id=case.id),))
        if case.work.review is ReviewState.CLAIMED:
            raise _reviewed_by(case)
        if not case.verdict.runs:
            raise UsageMistake(
                _("Sessionen {id} er ikke kørt endnu, så der er intet at gennemgå.").format(id=case.id),
                remedy=_("Kør den først: labcert session run {id}.").format(id=case.id),
            )
        told = _("Sessionen {id} er afleveret og venter på, at MedCom tager den.").format(id=case.id)
        return Decision((ReviewMoved(ReviewState.WAITING, "", case.known(actor)),), (told, case.verdict.sentence))

    return act(store, suite, word, decide)


def take_back(store: Store, suite: Suite, word: str, actor: Actor) -> Decision:
    """Take a session back that only waits; raises UsageMistake where somebody has begun to review it."""

    def decide(case: Case) -> Decision:
        require_reviewable(case)
        if case.work.review is ReviewState.CLAIMED:
            raise _reviewed_by(case)
        if case.work.review is ReviewState.NOT_SUBMITTED:
            return Decision((), (_("Sessionen {id} er ikke afleveret.").format(id=case.id),))
        told = _("Sessionen {id} er taget tilbage og kan køres igen.").format(id=case.id)
        return Decision((ReviewMoved(ReviewState.NOT_SUBMITTED, "", case.known(actor)),), (told,))

    return act(store, suite, word, decide)


def claim(store: Store, suite: Suite, word: str, actor: Actor, *, take_over: str | None = None) -> Decision:
    """Take a session for review; `take_over` is why it is taken from another. Raises UsageMistake where that has it."""

    def decide(case: Case) -> Decision:
        require_reviewable(case)
        require_medcom(actor)
        if case.work.review is ReviewState.NOT_SUBMITTED:
            raise UsageMistake(
                _("Sessionen {id} er ikke afleveret endnu.").format(id=case.id),
                remedy=_("Leverandøren afleverer den: labcert session submit {id}.").format(id=case.id),
            )
        claimer, known = case.work.claimer, case.known(actor)
        if claimer is not None and _is_same(claimer, known):
            return Decision((), (_("Du har allerede sessionen {id} til gennemgang.").format(id=case.id),))
        if claimer is not None and take_over is None:
            raise _reviewed_by(case)
        remark = "" if claimer is None else required_text(case, take_over or "", _("Begrundelsen"))
        told = _("{name} gennemgår nu sessionen {id}.").format(name=known.name, id=case.id)
        return Decision((ReviewMoved(ReviewState.CLAIMED, remark, known),), (told, *_found(case)))

    return act(store, suite, word, decide)


def release(store: Store, suite: Suite, word: str, actor: Actor) -> Decision:
    """Let go of a session, so that another may claim it; raises UsageMistake for anybody but who has it."""

    def decide(case: Case) -> Decision:
        require_reviewable(case)
        require_claimer(case, actor)
        told = _("Sessionen {id} venter igen på, at nogen tager den.").format(id=case.id)
        return Decision((ReviewMoved(ReviewState.WAITING, "", case.known(actor)),), (told,))

    return act(store, suite, word, decide)


def _is_same(one: Actor, other: Actor) -> bool:
    """Say whether two who act are the same person of the same organisation."""
    return (one.name.casefold(), one.organisation.casefold()) == (other.name.casefold(), other.organisation.casefold())


def is_of_medcom(actor: Actor) -> bool:
    """Say whether somebody acts for MedCom."""
    return is_medcom(actor.organisation)


def require_claimer(case: Case, actor: Actor) -> None:
    """Raise UsageMistake unless it is who reviews the session that acts."""
    claimer = case.work.claimer
    if case.work.review is not ReviewState.CLAIMED or claimer is None:
        raise UsageMistake(
            _("Ingen gennemgår sessionen {id} endnu.").format(id=case.id),
            remedy=_("Tag den først: labcert session claim {id}.").format(id=case.id),
        )
    if not _is_same(claimer, case.known(actor)):
        raise _reviewed_by(case)


def require_reviewable(case: Case) -> None:
    """Raise UsageMistake for a demonstration, and where the review has ended."""
    case.require_real()
    case.require_open()


def require_medcom(actor: Actor) -> None:
    """Raise UsageMistake for somebody who doesn't act for MedCom."""
    if not is_of_medcom(actor):
        raise UsageMistake(
            _("Kun MedCom gennemgår sessioner, og du har skrevet organisationen “{organisation}”.").format(
                organisation=actor.organisation
            ),
            remedy=_("Er du fra MedCom, så skriv --organisation {name}.").format(name=MEDCOM),
        )


def _reviewed_by(case: Case) -> UsageMistake:
    claimer = case.work.claimer
    assert claimer is not None
    return UsageMistake(
        _("Sessionen {id} gennemgås af {name}, {organisation}, siden {time}.").format(
            id=case.id, name=claimer.name, organisation=claimer.organisation,
            time=case.work.moved[:16].replace("T", " "),
        ),
        remedy=_(
            "Aftal det med {name}, som kan slippe den med --release. Ellers kan du overtage den: "
            "labcert session claim {id} --take-over BEGRUNDELSE."
        ).format(name=claimer.name, id=case.id),
    )  # fmt: skip


def _found(case: Case) -> tuple[str, ...]:
    """Tell whoever takes a session what was decided in it before: it may have come from elsewhere with the log."""
    told = [case.verdict.sentence]
    if marked := sorted(case.work.overrides):
        text = ngettext(
            "{count} trin har allerede fået en anden karakter end den beregnede ({steps}). Se dem efter.",
            "{count} trin har allerede fået en anden karakter end den beregnede ({steps}). Se dem efter.",
            len(marked),
        )
        told.append(text.format(count=len(marked), steps=", ".join(marked)))
    text = _("{sentence} Se efter, om godkendelsen er rigtig.")
    approved = [each for each in case.verdict.deviations if each.state is DeviationState.IN_FORCE]
    return (*told, *(text.format(sentence=each.sentence) for each in approved))
