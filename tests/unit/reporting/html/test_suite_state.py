"""At the top of the report: whether the tests were the release's."""

from dataclasses import replace

import pytest
from lxml import html

from labcert.domain.suite_state import SuiteState
from labcert.domain.verdict import SELF_TEST
from labcert.reporting.html import render
from tests.unit.reporting.html.report_example import example


def heading(state, test_type=""):
    """What the page's top says of the tests, None where it says nothing."""
    report, story = example(big=0)
    report = replace(
        report, session=replace(report.session, suite_state=state), verdict=replace(report.verdict, test_type=test_type)
    )
    tree = html.fromstring(render(report, story.kept.__getitem__).decode())
    found = tree.find_class("unsealed")
    return " ".join(found[0].text_content().split()) if found else None


@pytest.mark.parametrize("state", [None, SuiteState("1.2.3")])
def test_nothing_is_said_where_nothing_is_changed_or_nobody_looked(state):
    """The tests of a release need no heading, and an older log is not accused."""
    assert heading(state) is None


def test_every_file_that_is_not_the_releases_is_named():
    """With what is the matter with it, and what that means for the system."""
    said = heading(SuiteState("1.2.3", ("protocols/laba.yaml",), ("steps/<ny>.py",), ("fixtures/k.csv",)), SELF_TEST)
    assert said.startswith("EGENTEST MED ÆNDRET PROTOKOL Testene er ikke dem, der fulgte med labcert 1.2.3.")
    assert "Det tæller ikke mod systemet" in said
    assert said.endswith("Ændret: protocols/laba.yaml Tilføjet: steps/<ny>.py Mangler: fixtures/k.csv")


def test_more_than_fifty_files_are_counted():
    """The page stays a report."""
    said = heading(SuiteState("1.2.3", tuple(f"f{number:02}" for number in range(53))))
    assert said.startswith("ÆNDREDE TESTS")
    assert said.endswith("Ændret: f49 Ændret: og 3 andre")


def test_a_suite_without_seal_is_told():
    """Nobody knows whether it is changed, and no file is named."""
    assert heading(SuiteState("")).endswith("om de er ændret. Resultatet kan ikke godkendes.")
