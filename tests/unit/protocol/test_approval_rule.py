"""The rule of approval as a programme writes it: MedCom's own where it says nothing, and never a milder one than may be."""

from collections.abc import Callable
from pathlib import Path

import pytest

from labcert.domain.casework import TestType
from labcert.domain.outcome import Mark
from labcert.protocol.load import load_suite
from labcert.protocol.mistakes import Mistake
from labcert.protocol.model import Demand, Policy

FILE = "protocols/programmes/pilot.yaml"
END = "underskrives_desuden_af: [MedCom]\n"
RULE = """godkendes_når:
  karakterer: [Ok, F4, Ikke relevant]
  kræver: [alle trin, bekræftede trin]
  certifikat_for: [live]
"""


@pytest.fixture
def rule(folder: Path) -> Callable[[str], Policy]:
    """Write a rule into the small suite's programme and read it."""

    def written(text: str) -> Policy:
        with (folder / FILE).open("a", encoding="utf-8") as file:
            file.write(text)
        return load_suite(folder).programme("pilot").policy

    return written


def test_a_programme_that_says_nothing_takes_medcoms_own_rule(rule: Callable[[str], Policy]):
    """The strictest: every demand, F4 as the only flaw, and certificates for MedCom's own tests only."""
    assert rule("") == Policy(
        (Mark.OK, Mark.F4, Mark.NOT_RELEVANT), tuple(Demand), (TestType.LIVE, TestType.TEST_CAMP, TestType.END_TO_END)
    )


def test_what_a_programme_says_is_read_in_its_order(rule: Callable[[str], Policy]):
    """A milder mark, fewer demands, another kind of test."""
    text = RULE.replace("F4", "F4, F3").replace("[live]", "[prætest, live]")
    assert rule(text) == Policy(
        (Mark.OK, Mark.F4, Mark.F3, Mark.NOT_RELEVANT), (Demand.COMPLETE, Demand.ATTESTED), (TestType.PRE_TEST, TestType.LIVE)
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[Ok, F4,", "[Ok, F1,", "F1 og F2 kan ikke godkendes"),
        ("[Ok, F4,", "[Ok, F2,", "F1 og F2 kan ikke godkendes"),
        ("[Ok, F4,", "[F4,", "“Ok” skal være blandt karaktererne"),
        ("[Ok, F4,", "[OK, F4,", "“OK” kan ikke bruges"),
        ("[alle trin,", "[alle trinn,", "“alle trinn” kan ikke bruges"),
        ("[live]", "[egentest]", "så den kan ikke give certifikat"),
        ("[live]", "[]", "er tom"),
        ("  certifikat_for: [live]\n", "", "Nøglen “certifikat_for” mangler"),
        ("  kræver:", "  kraever:", "Nøglen “kræver” mangler"),
    ],
)
def test_a_rule_that_would_approve_too_much_is_a_mistake(
    spoil: Callable[[str, str, str], tuple[Mistake, ...]], old: str, new: str, told: str
):
    """Told with its place, like every other mistake."""
    assert old in RULE
    mistakes = spoil(FILE, END, END + RULE.replace(old, new))
    found = [each for each in mistakes if told in each.sentence]
    assert len(found) == 1, mistakes
    assert found[0].file == FILE
    assert found[0].line > 15
