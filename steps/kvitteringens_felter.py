"""Kvitteringens felter: what stands in a receipt, which message it answers, and that it never turns from yes to no."""

from pytest_bdd import parsers, then

from labcert.checks import Letter, letters_of
from labcert.checks.forwarding import never_positive
from labcert.checks.receipts import answers, asks_for_none, parties_are_swapped, receipt_of, receipt_says, refuses
from labcert.domain.errors import ToolFault
from labcert.ports import Hub
from steps.forloeb import Flow
from steps.modtagelse import Journal

GIVEN = "receipt_given"
"""event of PLSP's journal"""


def _receipt(flow: Flow) -> Letter:
    if flow.receipt is None:
        raise ToolFault("Scenariet ser på kvitteringen, før det har sagt “Så giver PLSP kvitteringen …”.")
    return receipt_of(flow.receipt.raw)


@then(parsers.parse("har kvitteringen versionskoden {code:w}"))
def receipt_version(flow: Flow, code: str) -> None:
    """XC0230Q is the negative receipt's, XC0330Q the positive one's."""
    flow.judge.require(receipt_says(_receipt(flow), "Letter/VersionCode", code))


@then("peger kvitteringen på den første kuvert og hvert af dens breve")
@then("peger kvitteringen på kuverten og hvert af dens breve")
def receipt_points(flow: Flow) -> None:
    """The envelope's identifier, and each letter's identifier with its version code, as they were first sent."""
    letters = {
        letter.text("Letter/Identifier") or "": letter.text("Letter/VersionCode") or ""
        for letter in letters_of(flow.message().raw)
    }
    flow.judge.require(answers(_receipt(flow), flow.sent().envelope, letters))


@then("er afsender og modtager byttet om i kvitteringen")
def receipt_parties(flow: Flow) -> None:
    """The receipt goes back where the answer came from."""
    flow.judge.require(parties_are_swapped(_receipt(flow), letters_of(flow.message().raw)[0]))


@then("beder kvitteringen ikke selv om kvittering")
def receipt_asks_nothing(flow: Flow) -> None:
    """The receipt's own envelope says minuspositivkvitt."""
    flow.judge.require(asks_for_none(_receipt(flow)))


@then(parsers.parse('afviser kvitteringen kun brevet {standard:w} med teksten "{reason}"'))
def receipt_refuses(flow: Flow, standard: str, reason: str) -> None:
    """One letter is refused, for the reason that the databank gave."""
    letter = flow.letter(standard).text("Letter/Identifier") or ""
    flow.judge.require(refuses(_receipt(flow), letter, reason))


@then("er der endnu ingen kvittering")
def no_receipt_yet(flow: Flow, hub: Hub) -> None:
    """PLSP waits with its receipt until every letter is taken or refused."""
    receipt = hub.receipt(flow.envelope())
    if receipt is not None:
        flow.judge.require(
            flow.judge.finding(
                "RECEIPT-EARLY", "PLSP gav en kvittering, før alle breve var taget imod eller afvist.",
                expected="ingen kvittering endnu", actual=receipt.kind,
                remedy="PLSP skal vente med kvitteringen, til hver databank har svaret.",
            )
        )


@then("er kvitteringen stadig den samme, byte for byte")
def receipt_is_same(flow: Flow, hub: Hub) -> None:
    """What PLSP gave first it gives again."""
    first = flow.receipt
    again = hub.receipt(flow.envelope())
    if first is None:
        raise ToolFault("Scenariet ser på kvitteringen, før det har sagt “Så giver PLSP kvitteringen …”.")
    if again is None or again.raw != first.raw:
        flow.judge.require(
            flow.judge.finding(
                "RECEIPT-CHANGED", "PLSP gav ikke den samme kvittering igen.",
                expected=f"den første {first.kind}, uændret",
                actual="ingen" if again is None else f"en anden {again.kind}",
                remedy="En dublet skal have netop den kvittering, den første besked fik.",
            )
        )


@then("har kuverten kun fået negativ kvittering")
def never_first_positive(flow: Flow, hub: Hub, journal: Journal) -> None:
    """By PLSP's journal of the receipts it has given; a receipt is written down the first time it is given."""
    journal.read_on(hub)
    message = flow.message()
    given = [entry.data for entry in journal.entries if entry.event == GIVEN]
    kinds = [str(data["kind"]) for data in given if data["id"] == message.id]
    flow.judge.require(never_positive(message.envelope, kinds))
