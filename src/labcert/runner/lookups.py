"""Finds the definition of a sentence without asking pytest anew for every fixture at every sentence.

pytest-bdd goes through all fixtures that pytest knows, twice a sentence, for some may be seen in one folder only. Ours
are registered by the suite's conftest.py alone, so the list is the same for all, and so is what a sentence finds in it.
"""

import sys
from collections.abc import Iterator
from typing import Any

import pytest_bdd.scenario  # noqa: F401 - the name in pytest_bdd is a function; the module is taken from sys.modules

__all__ = ["remember_definitions"]


def remember_definitions() -> None:
    """Let pytest-bdd look through one list; where it has another shape than the known one, it is left as it is."""
    machinery: Any = sys.modules["pytest_bdd.scenario"]
    parts = ("find_fixturedefs_for_step", "get_fixture_names", "getfixturedefs", "step_function_context_registry")
    if not all(hasattr(machinery, name) for name in parts):
        return
    known: list[tuple[Any, Any]] = []
    found: dict[tuple[str, str], list[Any]] = {}

    def definitions(fixturemanager: Any, node: Any) -> Iterator[tuple[Any, Any]]:
        for name in machinery.get_fixture_names(fixturemanager=fixturemanager):
            for definition in machinery.getfixturedefs(fixturemanager, name, node) or ():
                context = machinery.step_function_context_registry.get(definition.func)
                if context is not None:
                    yield definition, context

    def find(step: Any, fixturemanager: Any, node: Any) -> list[Any]:
        if not known:
            known.extend(definitions(fixturemanager, node))
        said = (step.type, step.name)
        if said not in found:
            found[said] = [
                definition
                for definition, context in known
                if context.type in (None, step.type) and context.parser.is_matching(step.name)
            ]
        return found[said]

    machinery.find_fixturedefs_for_step = find
