"""The pytest plugin of a certification run: which scenarios run, in which order, and what is written of them.

Everything keys on the step's tag (@TP-4.2.21), never on a test's name.
"""

import gc
import os
import sys
import threading
from collections import Counter
from collections.abc import Generator
from typing import Any

import pytest

from labcert.domain.language import _, set_language
from labcert.domain.outcome import Outcome
from labcert.protocol.features import STEP_TAG
from labcert.protocol.load import load_suite
from labcert.protocol.model import Suite
from labcert.runner.composition import RunKit, open_kit
from labcert.runner.lookups import remember_definitions
from labcert.runner.recorder import Beginning, Said
from labcert.runner.settings import ALL_RAN, SETUP_BROKE, RunSettings

pytest_plugins = ["labcert.runner.fixtures"]

SUITE = pytest.StashKey[Suite]()
KIT = pytest.StashKey[RunKit]()
STEP = pytest.StashKey[str]()
EXAMPLE = pytest.StashKey[int]()
TO_RUN = pytest.StashKey[int]()
"""how many scenarios have not come to their end; unset until they have been collected"""
SETUP_FAULTS = pytest.StashKey[int]()
"""how many scenarios in a row have ended because the set-up broke"""

MOST_SETUP_FAULTS = 3
"""in a row; after these nothing would be learnt from the rest"""
PYTEST_MARKS = frozenset({"parametrize", "usefixtures"})
"""the marks that pytest-bdd itself puts on a scenario"""
WHOLE_RUNS = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED)
EXAMPLE_VALUES = "_pytest_bdd_example"
PARENT_GONE = 87
SWITCH_SECONDS = 0.0005
"""how long a thread that puts evidence on disk may keep Python to itself while an answer of a host has come"""
STDIN = 0
"""read without Python's buffer, whose lock a thread that still waits would hold when Python ends"""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Know whether labcert has started this."""
    parser.addoption("--labcert-run", action="store_true", help="labcert tells on standard input what to run")
    parser.addoption("--labcert-many", action="store_true", help="and goes on telling: each run is a copy of this")


def pytest_configure(config: pytest.Config) -> None:
    """Read the suite and register the tags of the features as markers."""
    if not config.getoption("--labcert-run"):
        raise pytest.UsageError(_("Scenarierne køres af labcert: kør “labcert demo”."))
    remember_definitions()
    sys.setswitchinterval(SWITCH_SECONDS)
    suite = config.stash[SUITE] = load_suite(config.rootpath)
    for tag in sorted({tag for scenario in suite.scenarios for tag in scenario.tags}):
        config.addinivalue_line("markers", f"{tag}: Gherkin")


def _await_settings() -> RunSettings:
    """Wait for the parent to say what to run."""
    line = b""
    while not line.endswith(b"\n"):
        piece = os.read(STDIN, 65_536)
        if not piece:
            os._exit(PARENT_GONE)
        line += piece
    return RunSettings.from_line(line)


def _many(config: pytest.Config) -> RunSettings:
    """Stay behind and let a copy of this process go on for each run that the parent wants."""
    from labcert.runner.mutation.copies import settings_of_a_copy

    return settings_of_a_copy(config.rootpath)


def _end_with_parent() -> None:
    """End at once when the pipe that the parent holds is closed: nobody would judge what came after it."""
    if not os.read(STDIN, 1):
        os._exit(PARENT_GONE)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Close what was opened, and let the process end without looking through all it holds (a third of a second)."""
    kit = config.stash.get(KIT, None)
    if kit is not None:
        kit.close()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_bdd_apply_tag(tag: str, function: Any) -> bool:
    """Mark a scenario with its step only: a tag that pytest knows as a mark (@skip, @xfail) changes nothing."""
    if STEP_TAG.fullmatch(tag):
        getattr(pytest.mark, tag)(function)
    return True


def _tagged_step(item: pytest.Item) -> str | None:
    return next((mark.name for mark in item.iter_markers() if STEP_TAG.fullmatch(mark.name)), None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Open the session; keep the wanted steps' scenarios, in the protocols' order, and count each one's examples."""
    settings = _many(config) if config.getoption("--labcert-many") else _await_settings()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    set_language(settings.language)
    kit = config.stash[KIT] = open_kit(settings, config.stash[SUITE])
    wanted = {step: position for position, step in enumerate(kit.settings.steps)}
    chosen: list[pytest.Item] = []
    for item in items:
        step = _tagged_step(item)
        if step in wanted:
            item.stash[STEP] = step
            item.own_markers[:] = [mark for mark in item.own_markers if mark.name in PYTEST_MARKS]
            chosen.append(item)
    chosen.sort(key=lambda item: wanted[item.stash[STEP]])
    examples: Counter[str] = Counter()
    for item in chosen:
        item.stash[EXAMPLE] = examples[item.stash[STEP]]
        examples[item.stash[STEP]] += 1
    for step in wanted:
        if not examples[step]:
            kit.recorder.not_shown(step)
    config.stash[TO_RUN] = len(chosen)
    items[:] = chosen
    gc.freeze()  # suite and libraries stay to the end: nothing among them is garbage


def _beginning(item: pytest.Item, kit: RunKit) -> Beginning:
    step, example, label = item.stash[STEP], item.stash[EXAMPLE], ""
    values = getattr(getattr(item, "callspec", None), "params", {}).get(EXAMPLE_VALUES)
    if values:
        told = ", ".join(map(str, values.values()))
        label = _("Eksempel {number} ({values})").format(number=example + 1, values=told)
    scenario = kit.scenarios[step]
    return Beginning(step, scenario.name, scenario.feature, example, label)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Write the beginning and the end of each scenario; one that is interrupted has an end, too."""
    kit = item.config.stash[KIT]
    kit.recorder.start(_beginning(item, kit))
    try:
        result = yield
    except BaseException as error:
        kit.remember_error(error)
        raise
    else:
        item.config.stash[TO_RUN] -= 1
        return result
    finally:
        outcome = kit.recorder.finish(kit.take_errors(), kit.judge(item.stash[STEP]))
        _count_setup_faults(item.session, outcome)


def _count_setup_faults(session: pytest.Session, outcome: Outcome) -> None:
    """Let the run stop where the set-up broke for several scenarios in a row, and more are to come."""
    in_a_row = session.config.stash.get(SETUP_FAULTS, 0) + 1 if outcome is Outcome.SETUP_FAULT else 0
    session.config.stash[SETUP_FAULTS] = in_a_row
    if in_a_row == MOST_SETUP_FAULTS and session.config.stash[TO_RUN]:
        session.shouldstop = "the set-up broke"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Remember each error of set-up, call and tear-down."""
    if call.excinfo is not None:
        item.config.stash[KIT].remember_error(call.excinfo.value)
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Tell the parent by the exit code that every wanted scenario came to its end, whatever its outcome."""
    if exitstatus in WHOLE_RUNS and session.config.stash.get(TO_RUN, None) == 0:
        session.exitstatus = ALL_RAN
    elif session.config.stash.get(SETUP_FAULTS, 0) >= MOST_SETUP_FAULTS:
        session.exitstatus = SETUP_BROKE


def _said(step: Any) -> Said:
    rows = step.datatable.rows if step.datatable else ()
    return Said(step.keyword, step.name, tuple(tuple(cell.value for cell in row.cells) for row in rows))


def pytest_bdd_before_step(request: pytest.FixtureRequest, step: Any) -> None:
    """A sentence begins."""
    request.config.stash[KIT].recorder.sentence_begins(_said(step))


def pytest_bdd_after_step(request: pytest.FixtureRequest) -> None:
    """A sentence went well."""
    request.config.stash[KIT].recorder.sentence_ends(None)


def pytest_bdd_step_error(request: pytest.FixtureRequest, exception: Exception) -> None:
    """A sentence raised."""
    request.config.stash[KIT].recorder.sentence_ends(exception)


def pytest_bdd_step_func_lookup_error(request: pytest.FixtureRequest, step: Any, exception: Exception) -> None:
    """A sentence is not defined."""
    recorder = request.config.stash[KIT].recorder
    recorder.sentence_begins(_said(step))
    recorder.sentence_ends(exception)
