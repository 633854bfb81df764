"""The words of reports for what people do with a session: deviations, the review, who somebody is."""

from labcert.domain.casework import Actor, Approver, DeviationState, ReviewState
from labcert.domain.language import _

__all__ = ["approver_words", "deviation_word", "person_words", "review_word"]


def deviation_word(state: DeviationState) -> str:
    """Return what a deviation counts for, in a word or two."""
    return {
        DeviationState.ASKED: _("Søgt"),
        DeviationState.REFUSED: _("Tæller ikke"),
        DeviationState.NOT_YET: _("Gælder ikke endnu"),
        DeviationState.IN_FORCE: _("Gælder"),
        DeviationState.EXPIRED: _("Udløbet"),
        DeviationState.WITHDRAWN: _("Trukket tilbage"),
        DeviationState.ELSEWHERE: _("Et andet system"),
    }[state]


def review_word(state: ReviewState) -> str:
    """Return how far the review has come."""
    return {
        ReviewState.NOT_SUBMITTED: _("Ikke afleveret"),
        ReviewState.WAITING: _("Afventer gennemgang"),
        ReviewState.CLAIMED: _("Under gennemgang"),
        ReviewState.APPROVED: _("Godkendt"),
        ReviewState.NOT_APPROVED: _("Ikke godkendt"),
    }[state]


def person_words(name: str, role: str, organisation: str) -> str:
    """Return a name with role and organisation, as far as they are known."""
    return ", ".join(part for part in (name, role, organisation) if part)


def approver_words(approver: Approver | Actor) -> str:
    """Return who somebody is, a doctor with the authorisation id."""
    who = person_words(approver.name, approver.role, approver.organisation)
    number = approver.authorisation if isinstance(approver, Approver) else ""
    return _("{who} (autorisation {number})").format(who=who, number=number) if number else who
