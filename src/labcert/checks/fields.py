"""A message field by field: what was expected, what stands there, and who decides it: standard, case or vendor."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

from labcert.checks.expected_fields import NAMESPACE, Expectation, Wanted, head_of, letter_of, letters_wanted, result_of
from labcert.checks.reading import LETTERS, parse_tree
from labcert.domain.case import Case
from labcert.domain.errors import ToolFault

__all__ = ["FieldRow", "Origin", "best_rows", "rows_of"]

INLINE = frozenset({"Break", "Space", "Right", "Center", "Bold", "Italic", "Underline", "FixedFont"})
GAPS = {"Break": " ", "Space": " "}
RESULTS = {"Result": "{*}Analysis/{*}AnalysisCode", "Investigation": "{*}Examination/{*}MICAnalysisCode"}
"""the element of one analysis -> where its code stands"""


class Origin(StrEnum):
    """Who decides a field."""

    STANDARD = "standard"
    """the standard: the same in every message of its kind"""
    CASE = "case"
    """the test data: what was to be entered"""
    VENDOR = "vendor"
    """the system: identifiers, times of its own, texts that the test data say nothing of"""


@dataclass(frozen=True)
class FieldRow:
    """One field. `got` is "" where the message has none; `ok` is None where nothing is expected."""

    path: str
    name: str
    expected: str
    got: str
    origin: Origin
    ok: bool | None


def best_rows(cases: Sequence[Case], data: bytes) -> tuple[FieldRow, ...]:
    """Compare a message with that of several cases (an answer and its later ones) which it is most like."""
    compared = [rows_of(case, data) for case in cases]
    return min(compared, key=lambda rows: sum(row.ok is False for row in rows), default=())


def rows_of(case: Case, data: bytes) -> tuple[FieldRow, ...]:
    """Return a row for every field of a message in document order, then one for each expected field that is missing.

    Nothing for bytes that are no XML. Letters and results are known by standard and analysis code: their order is free.
    """
    try:
        root = parse_tree(data)
    except ToolFault:
        return ()
    return tuple(_Comparison(case).compare(root))


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: etree._Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            parts.append(GAPS.get(_local(child), "") or _text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _line(text: str) -> str:
    return " ".join(text.split())


class _Comparison:
    """One message against one case."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def compare(self, root: etree._Element) -> Iterator[FieldRow]:
        """Yield the rows of a whole message, or of a letter alone."""
        space = str(root.tag).rpartition("}")[0].removeprefix("{")
        name = _local(root)
        yield FieldRow(f"/{name}", "xmlns", NAMESPACE, space, Origin.STANDARD, space == NAMESPACE)
        if name in LETTERS:
            yield from self._letter(root, f"/{name}", LETTERS[name])
            return
        found = []
        counted: dict[str, int] = {}
        for child in root.iterchildren(tag=etree.Element):
            kind = _local(child)
            counted[kind] = counted.get(kind, 0) + 1
            path = f"/{name}/{kind}[{counted[kind]}]" if kind in LETTERS else f"/{name}/{kind}"
            if kind in LETTERS:
                found.append(LETTERS[kind])
                yield from self._letter(child, path, LETTERS[kind])
            else:
                yield from self._fields(child, path, head_of(self._case) if kind == "Envelope" else {})
        for standard in letters_wanted(self._case):
            if standard not in found:
                yield FieldRow(f"/{name}", "StatisticalCode", standard, "", Origin.CASE, ok=False)

    def _letter(self, letter: etree._Element, path: str, standard: str) -> Iterator[FieldRow]:
        expected = letter_of(self._case, standard)
        wanted = {result.code: result for result in self._case.results if result.code}
        seen: set[str] = set()
        codes = []
        for part, inner, key in _below(letter, path, ""):
            if _local(part) in RESULTS:
                code = _line(part.findtext(RESULTS[_local(part)]) or "")
                codes.append(code)
                yield from self._result(part, inner, result_of(self._case, wanted[code]) if code in wanted else None)
            else:
                yield self._row(part, inner, expected.get(key))
                seen.add(key)
        yield from _missing(path, expected, seen)
        for code, result in wanted.items():
            if letters_wanted(self._case, result) == (standard,) and code not in codes:
                yield FieldRow(path, "AnalysisCode", code, "", Origin.CASE, ok=False)

    def _result(self, result: etree._Element, path: str, wanted: Wanted | None) -> Iterator[FieldRow]:
        expected: Mapping[str, Expectation] = wanted.fields if wanted else {}
        texts = {_line(text) for text in wanted.texts} if wanted else set()
        seen, stood = set(), set()
        for part, inner, key in _below(result, path, ""):
            got = _line(_text(part))
            if key not in expected and got in texts:
                stood.add(got)
                yield FieldRow(_shown(inner), _local(part), got, got, Origin.CASE, ok=True)
            else:
                seen.add(key)
                yield self._row(part, inner, expected.get(key))
        yield from _missing(path, expected, seen)
        for text in dict.fromkeys(_line(text) for text in (wanted.texts if wanted else ())):
            if text and text not in stood:
                yield FieldRow(_shown(path), "Paragraph", text, "", Origin.CASE, ok=False)

    def _fields(self, element: etree._Element, path: str, expected: Mapping[str, Expectation]) -> Iterator[FieldRow]:
        seen = set()
        for part, inner, key in _below(element, path, ""):
            seen.add(key)
            yield self._row(part, inner, expected.get(key))
        yield from _missing(path, expected, seen)

    @staticmethod
    def _row(part: etree._Element, path: str, wanted: Expectation | None) -> FieldRow:
        got = _line(_text(part))
        if wanted is None:
            return FieldRow(_shown(path), _local(part), "", got, Origin.VENDOR, None)
        origin = Origin.STANDARD if wanted.fixed else Origin.CASE
        return FieldRow(_shown(path), _local(part), _line(wanted.text), got, origin, got == _line(wanted.text))


def _missing(path: str, expected: Mapping[str, Expectation], seen: Collection[str]) -> Iterator[FieldRow]:
    for key, wanted in expected.items():
        if key not in seen and not wanted.optional and wanted.text:
            origin = Origin.STANDARD if wanted.fixed else Origin.CASE
            name = key.rpartition("/")[2].partition("[")[0]
            yield FieldRow(_shown(f"{path}/{key}"), name, _line(wanted.text), "", origin, ok=False)


def _shown(path: str) -> str:
    """Leave out the [1] of what stands alone as often as not: Result[2]/Value and not Result[2]/Value[1]."""
    head, slash, field = path.rpartition("/")
    return f"{head}{slash}{field.removesuffix('[1]')}"


def _below(element: etree._Element, path: str, key: str) -> Iterator[tuple[etree._Element, str, str]]:
    """Yield each field below an element with its path and its key: the path from the element, every step numbered.

    A result is yielded whole: what stands in it is known by its analysis.
    """
    counted: dict[str, int] = {}
    for child in element.iterchildren(tag=etree.Element):
        name = _local(child)
        counted[name] = counted.get(name, 0) + 1
        step = f"{name}[{counted[name]}]"
        inner, own = f"{path}/{step}", f"{key}/{step}" if key else step
        if name in RESULTS or all(_local(each) in INLINE for each in child.iterchildren(tag=etree.Element)):
            yield child, inner, own
        else:
            yield from _below(child, inner, own)
