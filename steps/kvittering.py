"""Kvitteringen: what PLSP answers, and what the user of the LPS gets to see."""

from pytest_bdd import parsers, then

from labcert.ports import EvidenceSink, Hub, Lps, OutboxEntry
from steps.forloeb import Flow

STATES = {
    "ventende": ("waiting",),
    "afventer": ("waiting", "delivered"),
    "leveret": ("delivered", "accepted"),
    "accepteret": ("accepted",),
    "modtaget": ("accepted",),
    "afvist": ("refused",),
    "opgivet": ("failed",),
}


def outbox_entry(flow: Flow, lps: Lps, evidence: EvidenceSink, name: str | None = None) -> OutboxEntry:
    """Return what the user sees of an answer; the page itself is kept as evidence."""
    sent = flow.sent(name)
    evidence.keep("Udbakken, som brugeren ser den", "text/html", lps.outbox_page())
    entry = next((entry for entry in lps.outbox() if set(sent.letters) <= set(entry.letters)), None)
    if entry is None:
        flow.judge.require(
            flow.judge.finding(
                "LPS-OUTBOX",
                "Svaret står ikke i LPS'ets udbakke.",
                expected=", ".join(sent.letters),
                actual="intet",
                remedy="Vis hvert sendt svar for brugeren, til det er kvitteret.",
            )
        )
    assert entry is not None
    return entry


@then(parsers.parse("giver PLSP kvitteringen {kind}"))
def hub_gives_receipt(flow: Flow, hub: Hub, kind: str) -> None:
    """The hub's receipt is of this kind: XCTL02 negative, XCTL03 positive."""
    flow.receipt = hub.receipt(flow.sent().envelope)  # a message that PLSP turned away has a receipt too
    actual = flow.receipt.kind if flow.receipt else "ingen"
    if actual != kind:
        flow.judge.require(
            flow.judge.finding(
                "RECEIPT-KIND",
                "PLSP gav ikke den kvittering, som trinnet forventer.",
                expected=kind,
                actual=actual,
                remedy="Se brevenes tilstand i PLSP under beviserne.",
            )
        )


@then("giver PLSP ingen kvittering")
def hub_gives_none(flow: Flow, hub: Hub) -> None:
    """No receipt where none was asked for."""
    receipt = hub.receipt(flow.sent().envelope)
    if receipt is not None:
        flow.judge.require(
            flow.judge.finding(
                "RECEIPT-UNASKED",
                "Der kom en kvittering, som ikke var bestilt.",
                expected="ingen",
                actual=receipt.kind,
                remedy="Kontrollér AcknowledgementCode i kuverten.",
            )
        )


@then(parsers.parse("viser udbakken, at svaret er {state}"))
def outbox_shows(flow: Flow, lps: Lps, evidence: EvidenceSink, state: str) -> None:
    """The user sees where the answer is."""
    flow.message() if STATES[state] == ("accepted",) else None
    lps.work()
    entry = outbox_entry(flow, lps, evidence)
    if entry.state not in STATES[state]:
        flow.judge.require(
            flow.judge.finding(
                "LPS-STATE",
                "LPS'et viser ikke brugeren, hvordan det gik svaret.",
                expected=state,
                actual=f"{entry.state}: {entry.text}",
                remedy="Hent kvitteringen, og vis den ved svaret.",
            )
        )


@then(parsers.parse('viser udbakken "{text}"'))
def outbox_says(flow: Flow, lps: Lps, evidence: EvidenceSink, text: str) -> None:
    """The user can read the text at the answer."""
    entry = outbox_entry(flow, lps, evidence)
    shown = f"{entry.text} {entry.reason}"
    if text.lower() not in shown.lower():
        flow.judge.require(
            flow.judge.finding(
                "LPS-REASON",
                "LPS'et viser ikke brugeren begrundelsen.",
                expected=text,
                actual=shown,
                remedy="Vis teksten fra den negative kvittering ved svaret.",
            )
        )
