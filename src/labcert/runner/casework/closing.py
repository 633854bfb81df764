"""The end of a review: approved or not, and the session frozen so that people can sign what was decided."""

from collections.abc import Callable
from dataclasses import dataclass

from labcert.domain.casework import Actor, ReviewState
from labcert.domain.errors import UsageMistake
from labcert.domain.events import ReviewMoved, SessionOpened
from labcert.domain.language import _, ngettext
from labcert.domain.verdict import PolicyLine
from labcert.protocol.model import Demand, Suite
from labcert.runner.attesting_session import Attesting, deliver_again
from labcert.runner.casework.case import Case, Decision, act, open_case, required_text
from labcert.runner.casework.reviewing import require_claimer, require_medcom
from labcert.runner.casework.standing import note_standing
from labcert.session import SessionFolder, read_log
from labcert.session.canonical import sha256_of
from labcert.session.manifest import MANIFEST, SIGNATURES, required_signers
from labcert.session.reopening import unseal
from labcert.session.signing import read_signatures
from labcert.session.store import Store

__all__ = ["WAITING", "Closed", "Closing", "Refused", "close", "is_frozen", "reopen", "unfulfilled"]

WAITING = frozenset({Demand.COMPLETE.value, Demand.ATTESTED.value, Demand.DEVIATIONS_APPROVED.value})
"""the lines that somebody can fulfil yet in this session; the others say that something is wrong in it"""


@dataclass(frozen=True)
class Closing:
    """How a review ends, why, and which reports are wanted with it."""

    approved: bool
    remark: str = ""
    allure: bool = True
    may_fetch: bool = True


@dataclass(frozen=True)
class Closed:
    """A session that is frozen; `missing` is a sentence for each report that could not be made."""

    told: tuple[str, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refused:
    """Why a session can't be approved, a sentence for each thing that is missing.

    `waits` says that all of it only waits for somebody; else something in the session speaks against it.
    """

    session: str
    missing: tuple[str, ...]
    waits: bool


def unfulfilled(case: Case) -> tuple[PolicyLine, ...]:
    """Return the lines of the rule of approval that count and aren't fulfilled."""
    return tuple(line for line in case.verdict.lines if line.counts and not line.fulfilled)


def close(
    store: Store, suite: Suite, word: str, closing: Closing, actor: Actor, phase: Callable[[str], None]
) -> Closed | Refused:
    """End a review and freeze the session, or say what is missing.

    Raises UsageMistake for anybody but who reviews. A freezing that was interrupted is done again by whoever calls.
    """
    case = open_case(store, suite, word)
    state = ReviewState.APPROVED if closing.approved else ReviewState.NOT_APPROVED
    case.require_real()
    if case.work.review.closed:
        if case.work.review is not state:
            case.require_open()
        if is_frozen(store, case.id):
            return Closed((_("Gennemgangen af sessionen {id} er allerede afsluttet sådan.").format(id=case.id),))
    else:
        require_claimer(case, actor)
        remark = closing.remark
        if closing.approved and (lines := unfulfilled(case)):
            missing = tuple(sentence for line in lines for sentence in line.missing)
            return Refused(case.id, missing, waits=all(line.rule in WAITING for line in lines))
        if remark.strip() or not closing.approved:
            remark = required_text(case, remark, _("Begrundelsen"))
        store.append(case.id, ReviewMoved(state, remark, case.known(actor)), after=len(case.entries))
        note_standing(store, suite, case.id)
    missing_reports = _freeze(store, case, closing, phase)
    return Closed((*_told(case, state),), missing_reports)


def _told(case: Case, state: ReviewState) -> tuple[str, ...]:
    signers = required_signers(case.programme)
    result = (
        _("Sessionen {id} er godkendt og låst.")
        if state is ReviewState.APPROVED
        else _("Sessionen {id} er ikke godkendt, og den er låst.")
    )
    if not signers:
        return (result.format(id=case.id),)
    text = ngettext(
        "Den venter på {count} underskrift: {who}.", "Den venter på {count} underskrifter: {who}.", len(signers)
    )
    who = ", ".join(f"{signer.party} ({signer.row})" for signer in signers)
    return result.format(id=case.id), text.format(count=len(signers), who=who)


def _freeze(store: Store, case: Case, closing: Closing, phase: Callable[[str], None]) -> tuple[str, ...]:
    """Write verdict, reports and manifest; return a sentence for each report that is missing."""
    with store.check_out(case.id) as folder:
        unseal(folder)
        entries = read_log(folder.events).entries
        session = Attesting(folder, case.suite, case.programme, _opened(folder), entries)
        _verdict, missing = deliver_again(session, phase, allure=closing.allure, may_fetch=closing.may_fetch)
    note_standing(store, case.suite, case.id)
    return missing


def _opened(folder: SessionFolder) -> SessionOpened:
    first = read_log(folder.events).entries[0].event
    assert isinstance(first, SessionOpened)
    return first


def is_frozen(store: Store, session: str) -> bool:
    """Say whether a session has a manifest, and signatures (or room for them) over just that."""
    if not {MANIFEST, SIGNATURES} <= {file.path for file in store.files(session)}:
        return False
    try:
        signed = read_signatures(store.read(session, SIGNATURES))
    except ValueError:
        return False
    return signed.manifest_sha256 == sha256_of(store.read(session, MANIFEST))


def reopen(store: Store, suite: Suite, word: str, reason: str, actor: Actor) -> Decision:
    """Take a closed session up again, while nobody has signed; who does it reviews it from now on."""

    def decide(case: Case) -> Decision:
        case.require_real()
        require_medcom(actor)
        if not case.work.review.closed:
            raise UsageMistake(_("Gennemgangen af sessionen {id} er ikke afsluttet.").format(id=case.id))
        said = required_text(case, reason, _("Begrundelsen"))
        known = case.known(actor)
        told = _("Sessionen {id} er åbnet igen og gennemgås af {name}.").format(id=case.id, name=known.name)
        return Decision((ReviewMoved(ReviewState.CLAIMED, said, known),), (told,))

    return act(store, suite, word, decide)
