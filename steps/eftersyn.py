"""Eftersynet: a page is gathered as evidence, and a named person must look at it."""

from pytest_bdd import parsers, then, when

from labcert.domain.errors import AwaitsPerson
from labcert.ports import EvidenceSink, Lps, Portal
from steps.forloeb import Flow
from steps.visning import APPS, page_for


@when("udbakken gemmes som bevis")
def keep_outbox(flow: Flow, lps: Lps, evidence: EvidenceSink) -> None:
    """The LPS's outbox as the user sees it when nothing is on its way, also of an answer turned away."""
    if flow.answers:
        flow.hub.message(flow.sent().envelope)
    lps.work()
    evidence.keep("Udbakken, som brugeren ser den", "text/html", lps.outbox_page())


@when(parsers.parse("{who}s side i {app} gemmes som bevis"))
def keep_page(flow: Flow, portal: Portal, evidence: EvidenceSink, who: str, app: str) -> None:
    """The portal's page as borgeren or sundhedspersonen sees it."""
    page = page_for(flow, portal, "borgeren" if who == "borgeren" else who, APPS[app])
    evidence.keep(f"Siden i {app}, som {who} ser den", "text/html", page.html)


@then(parsers.parse("afventer trinnet, at {parties} bekræfter det viste"))
def await_person(parties: str) -> None:
    """The step waits for named parties to look."""
    raise AwaitsPerson(tuple(party.strip() for party in parties.replace(" og ", ",").split(",")), "se beviset igennem")
