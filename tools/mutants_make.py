"""Make the mutants of a module: mutmut's changes to its functions, those left out that say nothing about behaviour.

mutmut passes decorated functions by, and the rules, the views and the cached tables all are decorated. So a copy is
made in which `@rule(…) def f` reads `def f` and `f = rule(…)(f)`: the same program, and one that mutmut looks into.
"""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import libcst as cst
from mutmut.mutation.file_mutation import Mutation, combine_mutations_to_source, create_mutations

TEXTS = frozenset({"_", "N_", "ngettext"})
"""calls whose literals are sentences for people: a changed Danish sentence is no behaviour"""
SAME_IN_ANY_CASE = frozenset({"utf-8", "utf-8-sig", "ascii", "latin-1", "cp1252"})
"""names of encodings, which Python reads the same in capitals"""
SQL = re.compile(r"\s*(?:select|insert|create|order by)\b")
"""how a literal begins that a database reads, which does so in any case"""
FOR_TYPES = frozenset({"cast", "TypeVar"})
"""calls whose literals are for mypy alone"""


@dataclass(frozen=True)
class Mutant:
    """One change: `module` as `rules/times.py`, `function` as `is_after` or `LetterView.sent`, lines before and after.

    `name` is what switches it on in the copy. `number` tells two changes apart that read the same.
    """

    module: str
    function: str
    was: str
    mutated: str
    number: int
    name: str
    source: str

    @property
    def key(self) -> str:
        """What stays the same while the function does, wherever in its module it stands."""
        return "\n".join((self.module, self.function, self.was, self.mutated, str(self.number)))


# ---------------------------------------------------------------------------------------------------------- decorators
class _Undecorated(cst.CSTTransformer):
    """Apply decorators after the function, in a statement of their own; mutmut manages staticmethod itself."""

    def leave_FunctionDef(  # noqa: N802 - libcst's name
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef | cst.FlattenSentinel[cst.BaseStatement]:
        del original_node
        names = [one.decorator.value for one in updated_node.decorators if isinstance(one.decorator, cst.Name)]
        if not updated_node.decorators or names in (["staticmethod"], ["classmethod"]):
            return updated_node
        value: cst.BaseExpression = updated_node.name
        for decorator in reversed(updated_node.decorators):
            value = cst.Call(decorator.decorator, [cst.Arg(value)])
        after = cst.SimpleStatementLine([cst.Assign([cst.AssignTarget(updated_node.name)], value)])
        return cst.FlattenSentinel([updated_node.with_changes(decorators=[]), after])


def undecorated(source: str) -> str:
    """Return the same program with each decorator applied by hand."""
    return cst.parse_module(source).visit(_Undecorated()).code


# ---------------------------------------------------------------------------------------------------- what is left out
def _nodes(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    yield node
    for child in node.children:
        yield from _nodes(child)


def _said_nodes(module: cst.Module) -> Iterator[cst.CSTNode]:
    """Yield the calls for texts and for types, and the literals in them."""
    for call in _nodes(module):
        if isinstance(call, cst.Call) and isinstance(call.func, cst.Name) and call.func.value in TEXTS | FOR_TYPES:
            yield call
            for argument in call.args:
                yield from (one for one in _nodes(argument) if isinstance(one, cst.BaseString | cst.Integer))


def _arguments(call: cst.Call) -> list[str]:
    """Return the arguments of a call, an encoding without its keyword."""
    empty = cst.Module([])
    codes = (empty.code_for_node(one.with_changes(comma=cst.MaybeSentinel.DEFAULT)) for one in call.args)
    return [code.strip().removeprefix("encoding=") for code in codes]


def _names_utf_8_no_more(one: cst.Call, other: cst.Call) -> bool:
    """Say whether the only difference is that an argument "utf-8" is None or not there."""
    before, after = _arguments(one), _arguments(other)
    at = before.index('"utf-8"') if '"utf-8"' in before else len(before)
    return at < len(before) and after in ([*before[:at], *rest, *before[at + 1 :]] for rest in ([], ["None"]))


def _says_nothing(mutation: Mutation) -> bool:
    """Say whether a change is only that UTF-8 is not named, or an encoding's name or SQL is written in capitals.

    Where nothing is named it is UTF-8 all the same, but on Windows.
    """
    one, other = mutation.original_node, mutation.mutated_node
    if isinstance(one, cst.Call) and isinstance(other, cst.Call) and one.func is other.func:
        return _names_utf_8_no_more(one, other)
    if not isinstance(one, cst.SimpleString) or not isinstance(other, cst.SimpleString):
        return False
    old, new = one.evaluated_value, other.evaluated_value
    if not isinstance(old, str) or not isinstance(new, str):
        return False
    return old.lower() == new.lower() and (old.lower() in SAME_IN_ANY_CASE or SQL.match(old) is not None)


def _telling(mutations: Iterable[Mutation], module: cst.Module) -> list[Mutation]:
    left_out = {id(node) for node in _said_nodes(module)}
    return [one for one in mutations if id(one.original_node) not in left_out and not _says_nothing(one)]


# ------------------------------------------------------------------------------------------------------------- the copy
def _lines(one: str, other: str) -> tuple[str, str]:
    """Return the lines that are not in both, each side as one text."""
    told = list(difflib.unified_diff(one.splitlines(), other.splitlines(), n=0, lineterm=""))[2:]
    was = [line[1:].strip() for line in told if line.startswith("-")]
    mutated = [line[1:].strip() for line in told if line.startswith("+")]
    return "\n".join(was), "\n".join(mutated)


def _function(name: str) -> str:
    """Return `f` of `x_f__mutmut_3`, and `C.f` of `xǁCǁf__mutmut_3`."""
    plain = name.rpartition("__mutmut_")[0]
    return plain.removeprefix("x_") if plain.startswith("x_") else ".".join(plain.split("ǁ")[1:])


def mutated(module: str, source: str) -> tuple[str, list[Mutant]]:
    """Return a module's copy with all its mutants asleep in it, and the mutants."""
    plain = undecorated(source)
    tree, mutations, classes, functions = create_mutations(module, plain)
    made = combine_mutations_to_source(tree, _telling(mutations, tree), classes, functions)
    lines = made.code.splitlines()

    def text(name: str) -> str:
        span = made.line_span_by_function_name[name]
        return re.sub(r"\bx[_ǁ]\S*?__mutmut_(?:orig|\d+)", "f", "\n".join(lines[span.start - 1 : span.end]), count=1)

    dotted = "labcert.validation." + module.removesuffix(".py").removesuffix("__init__").replace("/", ".").strip(".")
    found: list[Mutant] = []
    seen: dict[tuple[str, ...], int] = {}
    for name in made.mutant_names:
        original = text(name.rpartition("__mutmut_")[0] + "__mutmut_orig")
        what = (_function(name), *_lines(original, text(name)))
        seen[what] = seen.get(what, 0) + 1
        found.append(Mutant(module, *what, seen[what], f"{dotted.rstrip('.')}.{name}", original))
    return made.code, found
