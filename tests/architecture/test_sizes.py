"""A mirror, not a gate to be fooled by splitting badly: who is longer than a reader can hold."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("src", "mock_databanks", "steps", "sut", "tools", "tests", "bench")
LONGEST_FUNCTION = 60
LONGEST_MODULE = 400


def modules():
    """Every module of ours with its text."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT), path.read_text("utf-8")


def test_no_function_is_longer_than_a_screen():
    """A function holds at most 60 lines; half of that is the aim."""
    long = [
        f"{path}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for path, text in modules()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_no_module_is_longer_than_a_sitting():
    """A module holds at most 400 lines; 250 is the aim."""
    long = [f"{path} has {lines} lines" for path, text in modules() if (lines := text.count("\n")) > LONGEST_MODULE]
    assert long == []


def test_every_package_says_what_it_is_for():
    """A folder of code is a sentence: its `__init__.py` says what it is for, and hands on its names by `__all__`."""
    silent = []
    for path, text in modules():
        if path.name == "__init__.py" and path.parts[0] != "tests":
            tree = ast.parse(text)
            names = {target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets}
            imports = any(isinstance(node, ast.ImportFrom) for node in tree.body)
            if not ast.get_docstring(tree) or (imports and "__all__" not in names):
                silent.append(str(path))
    assert silent == []
