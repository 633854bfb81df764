"""What a step definition may ask for: the ports, the case of its step, and the judge."""

from collections.abc import Callable, Generator
from dataclasses import replace
from functools import cache

import pytest

from labcert.checks import Judge
from labcert.domain.case import Case
from labcert.domain.errors import ToolFault
from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity
from labcert.ports import Databank, EvidenceSink, Faults, Hub, Lps, Policies, Portal
from labcert.runner.composition import RunKit
from labcert.runner.settings import PROFILE
from labcert.validation import RuleBook, Validation, load_rule_book
from labcert.validation import validate as validate_message
from labcert.validation.profiles import load_profile

__all__ = [
    "case",
    "databanks",
    "evidence",
    "faults",
    "hub",
    "judge",
    "laba",
    "lps",
    "miba",
    "policies",
    "portal",
    "rule_book",
    "validate",
]


@pytest.fixture
def kit(request: pytest.FixtureRequest) -> RunKit:
    """The run's parts; only fixtures of this module ask for it."""
    from labcert.runner.plugin import KIT

    return request.config.stash[KIT]


@pytest.fixture
def step_id(request: pytest.FixtureRequest) -> str:
    """The id of the step that the scenario shows."""
    from labcert.runner.plugin import STEP

    step: str = request.node.stash[STEP]
    return step


@pytest.fixture
def case(request: pytest.FixtureRequest, kit: RunKit, step_id: str) -> Case:
    """The step's test data as a case whose sample numbers are this run's own."""
    from labcert.runner.plugin import EXAMPLE

    return kit.case(step_id, request.node.stash[EXAMPLE])


@pytest.fixture
def judge(kit: RunKit, step_id: str) -> Judge:
    """Raises NotAsRequired with the step's class and requirements where a check found something."""
    return kit.judge(step_id)


@pytest.fixture
def evidence(kit: RunKit) -> EvidenceSink:
    """Keeps evidence of the step."""
    return kit.recorder


@pytest.fixture
def lps(kit: RunKit) -> Lps:
    """The system under test."""
    return kit.lps


@pytest.fixture
def hub(kit: RunKit) -> Hub:
    """PLSP."""
    return kit.hub


@pytest.fixture
def laba(kit: RunKit) -> Databank:
    """The databank LABA."""
    return kit.databanks["LABA"]


@pytest.fixture
def miba(kit: RunKit) -> Databank:
    """The databank MiBa."""
    return kit.databanks["MiBa"]


@pytest.fixture
def databanks(kit: RunKit) -> dict[str, Databank]:
    """The databanks by the name the protocols use: LABA and MiBa."""
    return kit.databanks


@pytest.fixture
def portal(kit: RunKit) -> Portal:
    """Laboratoriesvarportalen and Sundhedsjournalen."""
    return kit.portal


@pytest.fixture
def faults(kit: RunKit) -> Generator[Faults, None, None]:
    """Switches faults of the hosts; all are off again when the scenario ends."""
    yield kit.faults
    kit.clear_faults()


@pytest.fixture
def policies(kit: RunKit) -> Generator[Policies, None, None]:
    """Sets policies of the hosts; the defaults are back when the scenario ends."""
    yield kit.policies
    kit.restore_policies()


@pytest.fixture(scope="session")
def rule_book(request: pytest.FixtureRequest) -> Callable[[], RuleBook]:
    """The rules by the profile of a test, read once in a run and only where a message is judged.

    They are asked without a clock: a scenario lets the system's own time run ahead of ours.
    """
    from labcert.runner.plugin import KIT

    root = request.config.stash[KIT].root
    return cache(lambda: load_rule_book(root, load_profile(root, PROFILE), clock=None))


@pytest.fixture
def validate(rule_book: Callable[[], RuleBook]) -> Callable[[bytes], tuple[Finding, ...]]:
    """Validates a message against schemas and rules and returns what makes it invalid (F1-F3 by the test's profile).

    A layer that did not run, or broke, is a fault of ours: it can never become a pass.
    """

    def findings(data: bytes) -> tuple[Finding, ...]:
        return judged(validate_message(data, rules=rule_book()))

    return findings


def judged(validation: Validation) -> tuple[Finding, ...]:
    """Return what stands against a message; a message with nothing in it that can be judged is not what was asked for.

    Raises ToolFault where a layer broke or did not run although something was there to judge.
    """
    if not validation.checked and not validation.blocking:
        return tuple(replace(one, severity=Severity.F2) for one in validation.findings if one.rule == "MSG-ID-005")
    broken = [layer for layer in validation.layers if layer.status in {"fault", "skipped"}]
    if broken and not validation.blocking:
        raise ToolFault(
            _("Beskeden blev ikke valideret helt: laget {layer} kørte ikke.").format(layer=broken[0].layer),
            remedy=broken[0].reason,
        )
    return validation.blocking
