"""A process of its own that imports a suite's step definitions and says which sentences none of them takes.

`python -m labcert.protocol.step_definitions ROOT` reads a JSON list of [kind, text] from standard input and prints a
JSON object {"missing": [[index, nearest definition or null], …], "broken": [file, line, reason] or null}; broken where
a module can't be imported.
A process of its own, so that importing a suite's modules leaves nothing behind in the one that asked.
"""

import importlib
import json
import sys
import traceback
from pathlib import Path
from types import ModuleType

from labcert.protocol.mistakes import nearest

__all__: list[str] = []


def _modules(root: Path) -> list[str]:
    return sorted(
        ".".join(path.relative_to(root).with_suffix("").parts)
        for path in (root / "steps").rglob("*.py")
        if not path.name.startswith(("__", "test_"))
    )


def _origin(error: BaseException, root: Path) -> tuple[str, int]:
    """Return file and line of the innermost place inside the suite."""
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename).is_relative_to(root):
        return Path(error.filename).relative_to(root).as_posix(), error.lineno or 1
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if Path(frame.filename).is_relative_to(root / "steps"):
            return Path(frame.filename).relative_to(root).as_posix(), frame.lineno or 1
    return "steps", 1


def _answer(root: Path, sentences: list[tuple[str, str]]) -> dict[str, object]:
    from pytest_bdd.steps import step_function_context_registry

    sys.path.insert(0, str(root))
    package = ModuleType("steps")  # this suite's, whatever other package of the name lies on the path
    package.__path__ = [str(root / "steps")]
    sys.modules["steps"] = package
    for name in _modules(root):
        try:
            importlib.import_module(name)
        except Exception as error:  # noqa: BLE001  whatever a suite's own module raises is told as its mistake
            return {"missing": [], "broken": [*_origin(error, root), f"{type(error).__name__}: {error}"]}
    definitions = list(step_function_context_registry.values())
    names = [each.parser.name for each in definitions]
    missing = [
        (position, nearest(text, names))
        for position, (kind, text) in enumerate(sentences)
        if not any(each.type in {None, kind} and each.parser.is_matching(text) for each in definitions)
    ]
    return {"missing": missing, "broken": None}


if __name__ == "__main__":
    print(json.dumps(_answer(Path(sys.argv[1]).resolve(), json.load(sys.stdin))))
