"""The report as JUnit XML: what CI systems show of a session."""

from dataclasses import replace

import pytest
from lxml import etree

from labcert.domain.outcome import Mark, Outcome
from labcert.reporting.machine import to_junit
from labcert.reporting.model import ReportModel
from tests.unit.reporting.every_format import ACCEPTED, told

CHILDREN = {
    "testsuites": {"testsuite"}, "testsuite": {"properties", "testcase"}, "properties": {"property"},
    "testcase": {"failure", "error", "skipped", "system-out"}, "failure": set(), "error": set(), "skipped": set(),
    "system-out": set(), "property": set(),
}  # fmt: skip
ATTRIBUTES = {
    "testsuites": {"name", "tests", "failures", "errors", "skipped"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time", "timestamp"},
    "testcase": {"classname", "name", "time"}, "property": {"name", "value"}, "failure": {"type", "message"},
    "error": {"type", "message"}, "skipped": {"message"},
}  # fmt: skip


@pytest.fixture(scope="module")
def root() -> etree._Element:
    """The report of a session with every outcome."""
    return etree.fromstring(to_junit(told().report, ACCEPTED))


def case(root: etree._Element, step: str) -> etree._Element:
    """The test case of a step."""
    return next(found for found in root.iter("testcase") if found.get("name").startswith(f"{step} "))


def test_only_what_junit_knows_is_there(root: etree._Element):
    """Elements and attributes are those that readers of JUnit files agree on, and numbers add up."""
    for element in root.iter():
        assert {child.tag for child in element} <= CHILDREN[element.tag]
        assert set(element.attrib) <= ATTRIBUTES.get(element.tag, set())
    for suite in root:
        cases = suite.findall("testcase")
        assert int(suite.get("tests")) == len(cases)
        for kind, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(kind)) == sum(found.find(tag) is not None for found in cases)


def test_a_suite_is_a_protocol_and_a_class_its_row(root: etree._Element):
    """Pages of CI systems group by them."""
    assert [suite.get("name").split(":")[0] for suite in root] == ["4.2 afsendelse", "4.2 upload", "4.3 laba", "4.4 miba", "4.5 visning"]
    assert case(root, "TP-4.2.51").get("classname") == "4.2.upload"


def test_a_failure_tells_the_finding_whole(root: etree._Element):
    """Where, what was expected and got, and what to do: nobody must open another report to mend it."""
    failure = case(root, "TP-4.2.02").find("failure")
    assert (failure.get("type"), failure.get("message")) == ("F1", "SAM-CONSENT-001: Nægtet samtykke mangler i beskeden")
    assert failure.text.splitlines() == [
        "F1 SAM-CONSENT-001: Nægtet samtykke mangler i beskeden",
        "Linje 9: /Emessage/LaboratoryReport[1]/Patient",
        "Forventet: <Consent><Given>false</Given></Consent> efter PersonGivenName",
        "Fundet: intet i TP-4.2.02",
        "Gør: Send Given = false, når samtykke er nægtet. Skriv ordet false; 0 går tabt i konvertering til EDIFACT.",
        "Krav: SAM-01, SAM-02",
    ]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("TP-4.2.21", "MedCom har sat karakteren F4 (beregnet: F1): Vi har rettet enheden i version 7.2."),
        ("TP-4.2.12", "Afvigelsen AFV-1 fra kravet SAM-01 gælder til og med 2027-01-31."),
        ("TP-4.2.33", "F4 SAM-CONSENT-001: Enheden passer ikke til koden i TP-4.2.33"),
    ],
)
def test_what_may_stand_is_no_failure_but_is_told(root: etree._Element, step: str, said: str):
    """An override, a deviation in force and a mild flaw stand in the case's output."""
    found = case(root, step)
    assert [child.tag for child in found] == ["system-out"]
    assert said in found.findtext("system-out")


@pytest.mark.parametrize(
    ("step", "tag", "why"),
    [
        ("TP-4.2.66", "skipped", "Trinnet er ikke kørt."),
        ("TP-4.5.03", "skipped", "Afventer sundhed.dk, Team RN."),
        ("TP-4.2.60", "skipped", "Vi har rettet enheden i version 7.2."),
        ("TP-4.2.55", "error", "Databanken LABA svarede med 500, fordi dens journal ikke kunne skrives."),
    ],
)
def test_what_shows_nothing_says_why(root: etree._Element, step: str, tag: str, why: str):
    """Not run, waiting and not relevant are skipped; a fault of ours is an error and never a failure."""
    found = case(root, step)
    assert [child.tag for child in found] == [tag, "system-out"]
    assert found.find(tag).get("message") == why


def test_the_programmes_own_rule_decides_what_fails():
    """Where F4 isn't accepted, it fails."""
    strict = etree.fromstring(to_junit(told().report, (Mark.OK, Mark.NOT_RELEVANT)))
    assert case(strict, "TP-4.2.33").find("failure").get("type") == "F4"


def test_a_failure_without_findings_tells_its_reason():
    """A person who looked and said no is the reason."""
    report = told().report
    row = report.rows[0]
    step = row.protocols[0].areas[0].steps[0]
    failed = replace(step, verdict=replace(step.verdict, outcome=Outcome.FAILED, mark=Mark.F2, findings=(), reason="LPS: Ikke set."))
    area = replace(row.protocols[0].areas[0], steps=(failed,))
    short: ReportModel = replace(report, rows=(replace(row, protocols=(replace(row.protocols[0], areas=(area,)),)),))
    failure = etree.fromstring(to_junit(short, ACCEPTED)).find(".//failure")
    assert (failure.get("message"), failure.text) == ("LPS: Ikke set.", "LPS: Ikke set.")
