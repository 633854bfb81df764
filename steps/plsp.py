"""PLSP: where each letter of an answer is, what PLSP refused and why, and how often it sent a letter on."""

from pytest_bdd import parsers, then

from labcert.checks.forwarding import arrived, letter_is, reason_names
from labcert.checks.holding import same_letter
from labcert.checks.mapping import code_is_mapped, other_than_code
from labcert.ports import Databank, Hub
from steps.databank import held_answer, newest_letter
from steps.forloeb import Flow
from steps.journal import BankJournals
from steps.omgivelser import HOSTS
from steps.ord import sentence
from steps.skyld import STANDARD

STATES = {"ventende": "waiting", "afvist": "refused"}
TARGETS = {"XRPT01": "laba", "XRPT05": "miba"}


@then(sentence("er brevet {standard:w} sendt videre til {bank:Bank} og taget imod"))
def letter_is_accepted(flow: Flow, standard: str, bank: str) -> None:
    """The letter went to this databank, and the databank took it."""
    flow.judge.require(letter_is(flow.message().letters, standard, HOSTS[bank], "accepted"))


@then(parsers.parse("står brevet {standard:w} som {state:w} hos PLSP"))
def letter_stands(flow: Flow, standard: str, state: str) -> None:
    """A letter waits for its databank (ventende), or was refused by it (afvist)."""
    flow.judge.require(letter_is(flow.message().letters, standard, TARGETS[standard], STATES[state]))


@then(parsers.parse('afviser PLSP svaret og nævner "{text}"'))
def hub_refuses(flow: Flow, hub: Hub, text: str) -> None:
    """PLSP turned the message away, or holds a letter of it back, and says why."""
    reasons = hub.turned_away(flow.envelope())
    if not reasons:
        reasons = tuple(letter.reason for letter in flow.message().letters if letter.state == "refused")
    flow.judge.require(reason_names(reasons, text))


def times_arrived(flow: Flow, databank: Databank, bank_journals: BankJournals) -> int:
    """Return how often the databank has met the answer's letter: taken once, known again the other times."""
    envelope = flow.message().envelope
    return sum(
        len(bank_journals.about(databank, event, "envelope", envelope)) for event in ("received", "duplicate")
    )


@then(sentence("har PLSP sendt brevet til {bank:Bank} netop én gang"))
def forwarded_once(flow: Flow, databanks: dict[str, Databank], bank_journals: BankJournals, bank: str) -> None:
    """By the databank's own journal; whatever PLSP met again it did not send on again."""
    times = times_arrived(flow, databanks[bank], bank_journals)
    flow.judge.require(arrived(bank, ", ".join(flow.sent().letters), times, 1))


@then(sentence("har PLSP sendt brevet til {bank:Bank} igen"))
def forwarded_again(flow: Flow, databanks: dict[str, Databank], bank_journals: BankJournals, bank: str) -> None:
    """By the databank's own journal: it met the letter twice, and knew it the second time."""
    times = times_arrived(flow, databanks[bank], bank_journals)
    flow.judge.require(arrived(bank, ", ".join(flow.sent().letters), times, 2))


@then(sentence("har {bank:Bank} {code:w} oversat til {national:w} med typen {kind:w} og ejeren {owner:w}"))
def code_is_translated(
    flow: Flow, databanks: dict[str, Databank], bank: str, code: str, national: str, kind: str, owner: str
) -> None:
    """The databank has the national code in place of the local one."""
    flow.judge.require(code_is_mapped(newest_letter(flow, databanks[bank]), code, (national, kind, owner)))


@then(sentence("er alt andet end analysens kode i {bank:Bank} det, som LPS'et sendte"))
def nothing_else_is_changed(flow: Flow, databanks: dict[str, Databank], bank: str) -> None:
    """Every other field, and no more, sign by sign."""
    held = held_answer(flow, databanks[bank]).versions[-1].raw
    flow.judge.require(other_than_code(same_letter(flow.letter(STANDARD[bank]), held, bank)))
