"""Linjerne: what citizens and health professionals see of each analysis, field by field, wherever they look."""

from collections.abc import Iterator

from lxml import html
from pytest_bdd import given, then

from labcert.checks.rows import FIELDS, is_not_marked, no_markup_in, row_is, same_rows, value_is_not_shown
from labcert.checks.shown import is_not_shown, is_shown, row_says
from labcert.domain.errors import ToolFault
from labcert.domain.findings import Finding
from labcert.ports import Portal, PortalPage
from steps.forloeb import Flow
from steps.ord import sentence
from steps.visning import APPS, page_for

ORIGINS = {"almen praksis": "gp", "hospital": "hospital"}
"""the filter as features name it -> as the portal takes it"""


def pages(flow: Flow, portal: Portal, readers: str, origin: str | None = None) -> Iterator[tuple[str, PortalPage]]:
    """Fetch the page of each reader: `borgeren i MinLæge` looks in the app, `borgeren og sundhedspersonen` are two."""
    for reader in readers.split(" og "):
        who, _in, app = reader.partition(" i ")
        yield reader, page_for(flow, portal, who, APPS[app] if app else "sundhed.dk", origin)


def _sample(flow: Flow) -> str:
    return flow.case.sample.requester_number


@then(sentence("viser siderne for {readers:Reader} ved analysen {code}"))
@then(sentence("viser siden for {readers:Reader} ved analysen {code}"))
def rows_are(flow: Flow, portal: Portal, readers: str, code: str, datatable: list[list[str]]) -> None:
    """Each row: a field and what stands in it; an empty cell says that nothing is shown there."""
    expected = {row[0]: row[1] for row in datatable[1:]}
    unknown = [field for field in expected if field not in FIELDS]
    if unknown:
        raise ToolFault(f"Siden har intet felt “{unknown[0]}”. Skriv et af: {', '.join(FIELDS)}.")
    found: list[Finding] = []
    for who, page in pages(flow, portal, readers):
        found += row_is(page.results, _sample(flow), code, expected, who)
    flow.judge.require(found)


@given(sentence('at siderne for {readers:Reader} viser {code} som "{value}" og "{unit}"'))
def rows_were(flow: Flow, portal: Portal, readers: str, code: str, value: str, unit: str) -> None:
    """What could be seen before the next thing happened."""
    for who, page in pages(flow, portal, readers):
        flow.judge.require(row_is(page.results, _sample(flow), code, {"resultat": value, "enhed": unit}, who))


@then(sentence("kan {readers:Reader} læse ved analysen {code}"))
def rows_hold(flow: Flow, portal: Portal, readers: str, code: str, datatable: list[list[str]]) -> None:
    """Each text of the table stands in the line of the analysis."""
    flow.judge.require(
        row_says(page.results, _sample(flow), code, row[0], who)
        for who, page in pages(flow, portal, readers)
        for row in datatable[1:]
    )


@then(sentence("ser {readers:Reader} hver analyse i svaret netop én gang"))
def each_is_seen(flow: Flow, portal: Portal, readers: str) -> None:
    """Every analysis of the answer has one line: that of the newest version."""
    flow.judge.require(
        is_shown(page.results, _sample(flow), result.code, who)
        for who, page in pages(flow, portal, readers)
        for result in flow.case.results
    )


@then(sentence("ser {readers:Reader} intet af prøven"))
def nothing_is_seen(flow: Flow, portal: Portal, readers: str) -> None:
    """No line, and no mention of the sample's number anywhere on the page."""
    found: list[Finding | None] = []
    for who, page in pages(flow, portal, readers):
        found.append(is_not_shown(page.results, _sample(flow), who) or _not_mentioned(flow, page, who))
    flow.judge.require(found)


def _not_mentioned(flow: Flow, page: PortalPage, who: str) -> Finding | None:
    root = html.document_fromstring(page.html, parser=html.HTMLParser(encoding="utf-8"))
    words = "".join(str(text) for text in root.itertext())
    if _sample(flow) not in words:
        return None
    return flow.judge.finding(
        "SHOWN-TRACE",
        f"Siden for {who} viser prøvens nummer, så det kan ses, at der findes et svar.",
        expected="intet",
        actual=_sample(flow),
        remedy="Vis intet af et svar, hvis deling er nægtet, heller ikke dets nummer.",
    )


@then(sentence('ser {readers:Reader} ikke værdien "{value}" ved prøven'))
def value_is_gone(flow: Flow, portal: Portal, readers: str, value: str) -> None:
    """A value that a newer version has taken the place of."""
    flow.judge.require(
        value_is_not_shown(page.results, _sample(flow), value, who) for who, page in pages(flow, portal, readers)
    )


@then(sentence("ser {readers:Reader} ikke svaret mærket som rettet"))
def not_marked(flow: Flow, portal: Portal, readers: str) -> None:
    """No line of the sample is marked."""
    flow.judge.require(is_not_marked(page.results, _sample(flow), who) for who, page in pages(flow, portal, readers))


@then(sentence("har hver linje på siden for {readers:Reader} oprindelsen {origin}"))
def origin_is(flow: Flow, portal: Portal, readers: str, origin: str) -> None:
    """Each analysis of the answer tells where it comes from."""
    found: list[Finding] = []
    for who, page in pages(flow, portal, readers):
        for result in flow.case.results:
            found += row_is(page.results, _sample(flow), result.code, {"oprindelse": origin.capitalize()}, who)
    flow.judge.require(found)


@then(sentence("ser {reader:Reader} det samme som {other:Reader}"))
def both_see_the_same(flow: Flow, portal: Portal, reader: str, other: str) -> None:
    """The same lines of the sample, the same in every field."""
    (who, page), (other_who, other_page) = *pages(flow, portal, other), *pages(flow, portal, reader)
    flow.judge.require(same_rows(page.results, other_page.results, _sample(flow), who, other_who))


@then(sentence("ser {readers:Reader} kommentarerne tegn for tegn, som de blev skrevet"))
def comments_are(flow: Flow, portal: Portal, readers: str) -> None:
    """Every comment of the test data, sign by sign, and none of its signs has become markup."""
    found: list[Finding | None] = []
    for who, page in pages(flow, portal, readers):
        for result in flow.case.results:
            for comment in result.comments:
                text = "".join(span.text for span in comment)
                found += row_is(page.results, _sample(flow), result.code, {"kommentar": text}, who)
        found.append(no_markup_in(page.html, _sample(flow), who))
    flow.judge.require(found)
