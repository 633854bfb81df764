"""Shows a run in Allure while it goes (`labcert demo --live DIR`), by allure-pytest, which knows no Gherkin of its own.

The lasting results are made from the log when the run is over (docs/adr/0002): they alone have the attestations, the
sign-offs and the masking. These are for whoever writes a protocol and wants to follow it.
"""

from typing import Any

import allure
import pytest
from allure_commons import plugin_manager
from allure_commons.utils import uuid4

from labcert.runner.plugin import KIT, STEP

__all__: list[str] = []

_RUNNING = pytest.StashKey[str]()


def pytest_bdd_before_scenario(request: pytest.FixtureRequest, feature: Any, scenario: Any) -> None:
    """Name the result by the protocol's step, and link its requirements."""
    step = request.config.stash[KIT].steps[request.node.stash[STEP]]
    allure.dynamic.title(f"{step.id} {step.title}")
    allure.dynamic.feature(feature.name)
    allure.dynamic.story(scenario.name)
    allure.dynamic.tag(step.id)
    for requirement in step.requirement_ids:
        allure.dynamic.link(f"report.html#krav-{requirement}", link_type="requirement", name=requirement)


def _begin(request: pytest.FixtureRequest, step: Any) -> None:
    identifier = request.node.stash[_RUNNING] = uuid4()
    plugin_manager.hook.start_step(uuid=identifier, title=f"{step.keyword} {step.name}", params={})


def _end(request: pytest.FixtureRequest, error: BaseException | None = None) -> None:
    plugin_manager.hook.stop_step(
        uuid=request.node.stash[_RUNNING],
        exc_type=None if error is None else type(error),
        exc_val=error,
        exc_tb=None,
    )


def pytest_bdd_before_step(request: pytest.FixtureRequest, step: Any) -> None:
    """A sentence begins."""
    _begin(request, step)


def pytest_bdd_after_step(request: pytest.FixtureRequest) -> None:
    """A sentence went well."""
    _end(request)


def pytest_bdd_step_error(request: pytest.FixtureRequest, exception: Exception) -> None:
    """A sentence raised."""
    _end(request, exception)


def pytest_bdd_step_func_lookup_error(request: pytest.FixtureRequest, step: Any, exception: Exception) -> None:
    """A sentence is not defined."""
    _begin(request, step)
    _end(request, exception)
