"""Eftersynet: a page is gathered as evidence, and a named person must look at it."""

from pytest_bdd import parsers, then, when

from labcert.domain.errors import AwaitsPerson
from labcert.ports import EvidenceSink, Lps, Portal, Sent
from steps.forloeb import Flow
from steps.visning import APPS, page_for


def keep_messages(flow: Flow) -> None:
    """Ask PLSP for every message that was sent, oldest first, also one it turned away: what is seen is compared to it.

    PLSP keeps each as evidence as it is asked. The newest is waited for until it is not on its way any more.
    """
    for name, answer in flow.answers.items():
        if isinstance(answer, Sent):
            found = flow.hub.message(answer.envelope, settled=name == flow.latest)
            if found is None:
                flow.hub.refused_bytes(answer.envelope)


@when("udbakken gemmes som bevis")
def keep_outbox(flow: Flow, lps: Lps, evidence: EvidenceSink) -> None:
    """The LPS's outbox as the user sees it when nothing is on its way, also of an answer turned away."""
    if flow.answers:
        flow.sent()
        keep_messages(flow)
    lps.work()
    evidence.keep("Udbakken, som brugeren ser den", "text/html", lps.outbox_page())


@when(parsers.parse("{who}s side i {app} gemmes som bevis"))
def keep_page(flow: Flow, portal: Portal, evidence: EvidenceSink, who: str, app: str) -> None:
    """The portal's page as borgeren or sundhedspersonen sees it."""
    keep_messages(flow)
    page = page_for(flow, portal, "borgeren" if who == "borgeren" else who, APPS[app])
    evidence.keep(f"Siden i {app}, som {who} ser den", "text/html", page.html)


@then(parsers.parse("afventer trinnet, at {parties} bekræfter det viste"))
def await_person(parties: str) -> None:
    """The step waits for named parties to look."""
    raise AwaitsPerson(tuple(party.strip() for party in parties.replace(" og ", ",").split(",")), "se beviset igennem")
