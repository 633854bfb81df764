"""The line that a finding is about, as it may be shown: persons masked, the offending part marked, cut to fit.

Everything is masked before anything is cut, so that no part of a number slips by at an edge.
"""

import html
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from labcert.domain.findings import Finding
from labcert.domain.masking import mask_cpr, mask_text
from labcert.reporting.findings.model import Excerpt

__all__ = ["Source"]

WIDTH = 100
"""characters of a line that are shown"""
_AROUND = 400
"""characters on each side that are masked with what is shown: more than is ever shown"""

_PERSON = re.compile(
    r"(?P<tag><(?:[\w.-]+:)?(?P<name>PersonGivenName|PersonSurnameName|CivilRegistrationNumber|AlternativeIdentifier)"
    r"(?:\s[^<>]*)?(?<!/)>)(?P<content>.*?)(?=</(?:[\w.-]+:)?(?P=name)\s*>|\Z)",
    re.DOTALL,
)
_DIGIT_REFERENCE = re.compile(r"&#(?:0*(4[89]|5[0-7])|[xX]0*(3[0-9]));")
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)"
    r"|<(?P<end>/?)(?P<name>[^\s<>\"'=/!?]++)(?:[^<>\"'/]|/(?!>)|\"[^\"<]*+\"|'[^'<]*+')*+(?P<empty>/?)>",
    re.DOTALL,
)
_STEP = re.compile(r"([^/\[\]]+)(?:\[(\d+)\])?")

Path = tuple[tuple[str, int], ...]
"""(name, number among its like from 1) of each element from the root down"""


@dataclass(frozen=True)
class _Span:
    start: int
    end: int


def _path(text: str) -> Path:
    steps = [step for step in _STEP.findall(text) if not step[0].startswith("@")]
    return tuple((name, int(number or 1)) for name, number in steps)


def _digit(found: re.Match[str]) -> str:
    return chr(int(found[1]) if found[1] else int(found[2], 16))


def _hidden(content: str, shown: str) -> str:
    """Return what stands instead of a content, on as many lines."""
    return shown + "\n" * content.count("\n")


class Source:
    """The text of a file, made ready for showing; `known` are the numbers of test persons, the only ones shown."""

    def __init__(self, data: bytes, encoding: str, known: Collection[str]) -> None:
        self._data, self._encoding, self._known = data, encoding, known
        self._raw = _decoded(data, encoding)
        self._text = self._without_persons(self._raw)

    def excerpts(self, findings: Iterable[Finding]) -> Iterator[Excerpt | None]:
        """Yield the excerpt of each finding, None for one that has no line."""
        told = tuple(findings)
        spans = self._spans({_path(finding.path) for finding in told if finding.path})
        for finding in told:
            span = spans.get(_path(finding.path)) if finding.path else None
            if span is None and finding.layer == "wellformed" and finding.line:
                span = self._where_reading_stopped(finding.line)
            if span is not None:
                yield self._excerpt(span)
            else:
                yield self._line(finding.line) if finding.line else None

    def _without_persons(self, text: str) -> str:
        return _PERSON.sub(self._person, _DIGIT_REFERENCE.sub(_digit, text) if "&#" in text else text)

    def _person(self, found: re.Match[str]) -> str:
        tag, content = found["tag"], found["content"]
        value = html.unescape(content).strip()
        if not value or value in self._known:
            return tag + content
        if found["name"].startswith("Person"):
            return tag + _hidden(content, "…")
        return tag + (_hidden(content, mask_cpr(value[:6])) if len(value) > 6 or "\n" in content else content)

    def _spans(self, wanted: set[Path]) -> dict[Path, _Span]:
        """Return where the elements of the wanted paths stand: what they hold, or their tag."""
        found: dict[Path, _Span] = {}
        if not wanted:
            return found  # of what could not be read, nothing is known to end
        here: list[tuple[str, int]] = []
        counts: list[dict[str, int]] = [{}]
        last = {path[-1] for path in wanted if path}
        for token in _TOKEN.finditer(self._text):
            name = token["name"]
            if name is None:
                continue
            name = name.rpartition(":")[2]
            if token["end"]:
                if here:
                    here.pop()
                    counts.pop()
                continue
            number = counts[-1].get(name, 0) + 1
            counts[-1][name] = number
            here.append((name, number))
            if (name, number) in last and (path := tuple(here)) in wanted and path not in found:
                found[path] = self._held(token)
                if len(found) == len(wanted):
                    break
            if token["empty"]:
                here.pop()
            else:
                counts.append({})
        return found

    def _held(self, token: re.Match[str]) -> _Span:
        """Return what stands between a tag and its end where that is text on one line, else the tag's first line."""
        if not token["empty"]:
            end = self._text.find("<", token.end())
            content = self._text[token.end() : end] if end >= 0 else ""
            if content.strip() and "\n" not in content and self._text.startswith("</", end):
                return _Span(token.end(), end)
        stop = self._text.find("\n", token.start(), token.end())
        return _Span(token.start(), stop if stop >= 0 else token.end())

    def _where_reading_stopped(self, line: int) -> _Span | None:
        """Return the first byte that does not fit the encoding, or the place where libxml2 gave up."""
        try:
            self._data.decode(self._encoding)
        except UnicodeDecodeError as error:
            before = _decoded(self._data[: error.start], self._encoding)
            return self._moved(len(before))
        except (LookupError, ValueError):
            return None
        column = _column(self._data, line)
        if column is None:
            return None
        start = _line_start(self._raw, line)
        return self._moved(min(start + column, max(len(self._raw) - 1, 0)))

    def _moved(self, place: int) -> _Span:
        """Return a place of the raw text in the text that is shown."""
        moved = min(len(self._without_persons(self._raw[:place])), max(len(self._text) - 1, 0))
        return _Span(moved, moved + 1)

    def _line(self, number: int) -> Excerpt | None:
        start = _line_start(self._text, number)
        if start >= len(self._text):
            return None
        return self._excerpt(_Span(start, start), number)

    def _excerpt(self, span: _Span, number: int | None = None) -> Excerpt:
        """Return the line around a span; only a window of a long line is looked at."""
        text = self._text
        begin = max(text.rfind("\n", 0, span.start) + 1, span.start - _AROUND)
        end = min(span.end, span.start + WIDTH)
        stop = text.find("\n", end)
        stop = min(stop if stop >= 0 else len(text), end + _AROUND)
        window, start, marked = text[begin:stop], span.start - begin, end - begin
        masked = mask_text(window, self._known)
        before, after = len(mask_text(window[:start], self._known)), len(mask_text(window[:marked], self._known))
        whole = begin == 0 or text[begin - 1] == "\n"
        ends = stop == len(text) or text[stop] == "\n"
        line = number or text.count("\n", 0, span.start) + 1
        return _cut(line, masked.rstrip("\r"), before, after, more_before=not whole, more_after=not ends)


def _cut(line: int, text: str, start: int, end: int, *, more_before: bool, more_after: bool) -> Excerpt:
    """Return at most WIDTH characters around what is marked, without the indentation."""
    shown = "".join(character if character.isprintable() else "·" for character in text.replace("\t", " "))
    indent = len(shown) - len(shown.lstrip()) if not more_before else 0
    first = max(indent, min(start - WIDTH // 3, len(shown) - WIDTH)) if len(shown) - indent > WIDTH else indent
    last = min(first + WIDTH, len(shown))
    front = "…" if first > indent or more_before else ""
    back = "…" if last < len(shown.rstrip()) or more_after else ""
    part = shown[first:last].rstrip()
    moved = len(front) - first
    begin = min(max(start + moved, len(front)), len(front) + len(part))
    return Excerpt(line, front + part + back, begin, min(max(end + moved, begin), len(front) + len(part)))


def _line_start(text: str, number: int) -> int:
    """Return where a line (from 1) begins, the end of the text where there is none."""
    place = 0
    for _line in range(number - 1):
        found = text.find("\n", place)
        if found < 0:
            return len(text)
        place = found + 1
    return place


def _decoded(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding, "replace")
    except (LookupError, ValueError):
        text = data.decode("latin-1")
    return text.removeprefix("\ufeff")


def _column(data: bytes, line: int) -> int | None:
    """Return the column (from 0) where libxml2 stopped reading, None where that is another line than the finding's."""
    from lxml import etree

    from labcert.domain.messages.xml import safe_parser

    try:
        etree.fromstring(data, safe_parser())
    except etree.XMLSyntaxError as error:
        found, column = error.position
        return max(column - 1, 0) if found == line else None
    return None
