"""Visningen: what citizens and health professionals see."""

from pytest_bdd import parsers, then

from labcert.checks.shown import is_not_shown, is_shown, row_says
from labcert.domain.errors import ToolFault
from labcert.ports import Portal, PortalPage
from steps.forloeb import Flow

APPS = {
    "Sundhedsjournalen": "sundhed.dk",
    "sundhed.dk": "sundhed.dk",
    "MinLæge": "minlaege",
    "MinSundhed": "minsundhed",
}

CITIZEN, PROFESSIONALS = "borgeren", ("sundhedspersonen", "sundhedspersoner")


def page_for(flow: Flow, portal: Portal, who: str, via: str = "sundhed.dk", origin: str | None = None) -> PortalPage:
    """Fetch the page that borgeren or sundhedspersoner see, when nothing is on its way any more."""
    if who != CITIZEN and who not in PROFESSIONALS:
        raise ToolFault(f"Scenariet nævner “{who}”. Skriv borgeren, sundhedspersonen eller sundhedspersoner.")
    flow.arrive()
    person = flow.case.patient.identifier
    flow.page = (
        portal.citizen(person, via=via, origin=origin) if who == CITIZEN else portal.professional(person, origin=origin)
    )
    return flow.page


@then(parsers.parse("ser {who} svaret"))
def sees(flow: Flow, portal: Portal, who: str) -> None:
    """Each analysis of the answer is shown exactly once."""
    rows = page_for(flow, portal, who).results
    number = flow.case.sample.requester_number
    flow.judge.require([is_shown(rows, number, result.code, who) for result in flow.case.results])


@then(parsers.parse('ser {who} "{text}" ved analysen {code}'))
def sees_text(flow: Flow, portal: Portal, who: str, text: str, code: str) -> None:
    """The text stands in the analysis' row."""
    rows = page_for(flow, portal, who).results
    flow.judge.require(row_says(rows, flow.case.sample.requester_number, code, text, who))


@then(parsers.parse("vises svaret ikke for {who}"))
def sees_not(flow: Flow, portal: Portal, who: str) -> None:
    """Nothing of the sample is shown."""
    rows = page_for(flow, portal, who).results
    flow.judge.require(is_not_shown(rows, flow.case.sample.requester_number, who))
