"""Sletningen: the user of the LPS tries to take back an answer that is shared."""

from pytest_bdd import parsers, then, when

from labcert.ports import Databank, Lps, Refused, Sending
from steps.databank import held_answer
from steps.forloeb import Flow
from steps.journal import BankJournals
from steps.ord import sentence


@when("brugeren forsøger at slette svaret i LPS'et", target_fixture="deletion")
def user_deletes(flow: Flow, lps: Lps) -> Sending:
    """Delete, take back, cancel: whatever the LPS has for it."""
    flow.message()
    return lps.delete(flow.sent())


@then(parsers.parse('afviser LPS\'et at slette og nævner "{text}"'))
def lps_refuses_to_delete(flow: Flow, deletion: Sending, text: str) -> None:
    """The user interface says no, and says it in words."""
    if not isinstance(deletion, Refused):
        flow.judge.require(
            flow.judge.finding(
                "LPS-DELETES", "LPS'et lod brugeren slette et svar, som er delt.", expected="LPS'et afviser",
                actual=f"sendt i kuverten {deletion.envelope}",
                remedy="Afvis sletning af et delt svar i skærmbilledet, og henvis til at rette det.",
            )
        )
    elif text.lower() not in deletion.reason.lower():
        flow.judge.require(
            flow.judge.finding(
                "LPS-REASON", "LPS'et afviste at slette, men sagde ikke hvorfor.", expected=text,
                actual=deletion.reason, remedy="Skriv til brugeren, at et delt svar ikke kan slettes, men kan rettes.",
            )
        )


@then(sentence("har {bank:Bank} ikke fået nogen anmodning om at slette svaret"))
def bank_was_not_asked(flow: Flow, databanks: dict[str, Databank], bank_journals: BankJournals, bank: str) -> None:
    """By the databank's own journal."""
    held = held_answer(flow, databanks[bank])
    attempts = bank_journals.about(databanks[bank], "delete_refused", "answer", held.id)
    flow.judge.require(
        flow.judge.finding(
            "BANK-DELETION", f"{bank} blev bedt om at slette eller overskrive svaret.",
            expected="ingen anmodning", actual=str(attempt.data.get("method")),
            remedy="Hverken LPS'et eller PLSP må bede en databank om at slette.",
        )
        for attempt in attempts
    )
