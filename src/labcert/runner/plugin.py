"""The pytest plugin of a certification run: which scenarios run, in which order, and what is written of them.

Everything keys on the step's tag (@TP-4.2.21), never on a test's name.
"""

import re
from collections import Counter
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from labcert.runner.composition import RunKit, open_kit
from labcert.runner.settings import RunSettings

pytest_plugins = ["labcert.runner.fixtures"]

STEP_TAG = re.compile(r"TP-\d+\.\d+\.\d+")
KIT = pytest.StashKey[RunKit]()
STEP = pytest.StashKey[str]()
EXAMPLE = pytest.StashKey[int]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the file that says what to run."""
    parser.addoption("--labcert-run", required=False, help="JSON file of a run, made by labcert")


def pytest_configure(config: pytest.Config) -> None:
    """Open the session and register the tags of the features as markers."""
    path = config.getoption("--labcert-run")
    if not path:
        raise pytest.UsageError("Scenarierne køres af labcert: kør “labcert demo”.")
    settings = RunSettings.load(Path(path))
    kit = open_kit(settings)
    config.stash[KIT] = kit
    for feature in (kit.root / "features").rglob("*.feature"):
        for tag in re.findall(r"@(\S+)", feature.read_text(encoding="utf-8")):
            config.addinivalue_line("markers", f"{tag}: Gherkin")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Close what was opened."""
    kit = config.stash.get(KIT, None)
    if kit is not None:
        kit.close()


def _tagged_step(item: pytest.Item) -> str | None:
    return next((mark.name for mark in item.iter_markers() if STEP_TAG.fullmatch(mark.name)), None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the scenarios of the wanted steps, in the protocols' order, and count the examples of each."""
    wanted = {step: position for position, step in enumerate(config.stash[KIT].settings.steps)}
    chosen: list[pytest.Item] = []
    for item in items:
        step = _tagged_step(item)
        if step in wanted:
            item.stash[STEP] = step
            chosen.append(item)
    chosen.sort(key=lambda item: wanted[item.stash[STEP]])
    examples: Counter[str] = Counter()
    for item in chosen:
        item.stash[EXAMPLE] = examples[item.stash[STEP]]
        examples[item.stash[STEP]] += 1
    items[:] = chosen


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Write the beginning and the end of each scenario."""
    kit = item.config.stash[KIT]
    scenario = getattr(item.function, "__scenario__", None)  # type: ignore[attr-defined]
    kit.recorder.start(
        item.stash[STEP],
        getattr(scenario, "name", item.name),
        item.stash[EXAMPLE],
        Path(getattr(getattr(scenario, "feature", None), "filename", "")).name,
    )
    try:
        return (yield)
    finally:
        kit.recorder.finish(kit.take_error())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Remember the first error of set-up, call or tear-down."""
    if call.excinfo is not None:
        item.config.stash[KIT].remember_error(call.excinfo.value)
    return (yield)


def _cells(step: Any) -> tuple[tuple[str, ...], ...]:
    if not step.datatable:
        return ()
    return tuple(tuple(cell.value for cell in row.cells) for row in step.datatable.rows)


def pytest_bdd_before_step(request: pytest.FixtureRequest) -> None:
    """A sentence begins."""
    request.config.stash[KIT].recorder.sentence_begins()


def pytest_bdd_after_step(request: pytest.FixtureRequest, step: Any) -> None:
    """A sentence went well."""
    request.config.stash[KIT].recorder.sentence_ends(step.keyword, step.name, _cells(step), None)


def pytest_bdd_step_error(request: pytest.FixtureRequest, step: Any, exception: Exception) -> None:
    """A sentence raised."""
    request.config.stash[KIT].recorder.sentence_ends(step.keyword, step.name, _cells(step), exception)


def pytest_bdd_step_func_lookup_error(request: pytest.FixtureRequest, step: Any, exception: Exception) -> None:
    """A sentence is not defined."""
    recorder = request.config.stash[KIT].recorder
    recorder.sentence_begins()
    recorder.sentence_ends(step.keyword, step.name, _cells(step), exception)
