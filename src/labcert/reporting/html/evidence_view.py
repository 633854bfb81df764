"""From a piece of evidence to what the report shows of it, within a budget of bytes."""

import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from labcert.domain.errors import LabcertError
from labcert.domain.evidence import Evidence
from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.masking import mask_text
from labcert.reporting.html.page_view import page_view
from labcert.reporting.html.views import EvidenceView, NotShown, TextLine, TextView, cost, shorten
from labcert.reporting.html.xml_view import finding_points_into, parse, xml_lines
from labcert.reporting.model import ReportModel, StepPart

__all__ = ["Shown", "show_evidence"]

_READ_AT_MOST = 200_000
"""bytes of one piece that are looked at; the rest is in the file"""
_LONG_LINE = 2_000
_UNMARKED_LINES = 200
"""lines shown at most of a text that no finding points into"""
_ATTENTION_WEIGHT = 4
"""a step that needs attention may show so many times as much as one that is Ok"""
_LEAST = 200
"""bytes below which a shortened piece says too little to be worth its place"""
_ENCODING = re.compile(rb"""^<\?xml[^>]{0,80}encoding=["']([A-Za-z0-9._-]{1,40})["']""")


@dataclass(frozen=True)
class Shown:
    """What is shown of a piece of evidence, and in which step: others that hold the same bytes refer to it."""

    view: EvidenceView
    step: str


@dataclass
class _Piece:
    """A piece of evidence while it is decided who shows it and what it points out."""

    evidence: Evidence
    step: str
    attention: bool
    findings: list[Finding]


def show_evidence(report: ReportModel, read: Callable[[str], bytes], budget: int) -> dict[str, Shown]:
    """Return sha256 -> what is shown; all together take about `budget` bytes, the steps to be looked at first."""
    pieces = _pieces(report)
    _point_out(report, pieces, read)
    views = {sha: _view(piece, read, report.known) for sha, piece in pieces.items()}
    weights = {sha: _ATTENTION_WEIGHT if piece.attention else 1 for sha, piece in pieces.items()}
    cap = _fair_cap([(cost(view), weights[sha]) for sha, view in views.items()], budget)
    return {sha: Shown(_fit(views[sha], cap * weights[sha]), piece.step) for sha, piece in pieces.items()}


def _fit(view: EvidenceView, cap: int) -> EvidenceView:
    if cap < _LEAST < cost(view):
        return NotShown(_("Indholdet er ikke gentaget her, så rapporten kan holdes lille. Åbn filen."))
    return shorten(view, cap)


def _fair_cap(costs: Sequence[tuple[int, int]], budget: int) -> int:
    """Return the greatest cap such that the sum of min(cost, cap * weight) stays within the budget."""
    low, high = 0, max((size for size, _weight in costs), default=0)
    while low < high:
        middle = (low + high + 1) // 2
        if sum(min(size, middle * weight) for size, weight in costs) <= budget:
            low = middle
        else:
            high = middle - 1
    return low


def _evidence_of(step: StepPart) -> Iterator[Evidence]:
    for example in step.history.examples:
        for sentence in example.sentences:
            yield from sentence.evidence
        yield from example.evidence
    yield from step.other_evidence


def _pieces(report: ReportModel) -> dict[str, _Piece]:
    """Return sha256 -> piece; of the steps that hold the same bytes, one that needs attention shows them."""
    pieces: dict[str, _Piece] = {}
    for step in sorted(report.steps, key=lambda step: not step.needs_attention):
        for kept in _evidence_of(step):
            pieces.setdefault(kept.sha256, _Piece(kept, step.id, step.needs_attention, []))
    return pieces


def _point_out(report: ReportModel, pieces: dict[str, _Piece], read: Callable[[str], bytes]) -> None:
    """Give each finding to the newest message before it that holds the place it names."""
    for step in report.steps:
        for place in step.findings:
            if not place.finding.path and place.finding.line is None:
                continue
            for sha in place.candidates:
                if sha in pieces and _holds(pieces[sha].evidence, place.finding, read):
                    pieces[sha].findings.append(place.finding)
                    break


def _is_xml(evidence: Evidence, data: bytes) -> bool:
    kind = evidence.media_type.partition(";")[0]
    return kind.endswith(("/xml", "+xml")) or (kind != "text/html" and data.lstrip()[:5] == b"<?xml")


def _holds(evidence: Evidence, finding: Finding, read: Callable[[str], bytes]) -> bool:
    data = _bytes(evidence, read)
    if isinstance(data, NotShown) or not _is_xml(evidence, data) or len(data) > _READ_AT_MOST:
        return False
    root = parse(data)
    return root is not None and finding_points_into(root, finding)


def _bytes(evidence: Evidence, read: Callable[[str], bytes]) -> bytes | NotShown:
    try:
        return read(evidence.sha256)
    except (OSError, KeyError, LabcertError):
        return NotShown(_("Filen kunne ikke læses, da rapporten blev skrevet. Kontrollér mappen med labcert verify."))


def _view(piece: _Piece, read: Callable[[str], bytes], known: Collection[str]) -> EvidenceView:
    data = _bytes(piece.evidence, read)
    if isinstance(data, NotShown):
        return data
    if not data:
        return NotShown(_("Filen er tom."))
    if _is_xml(piece.evidence, data) and len(data) <= _READ_AT_MOST:
        root = parse(data)
        if root is not None:
            lines = xml_lines(root, piece.findings, _("linje {line}"))
            return _first_lines(lines, None if piece.findings else _UNMARKED_LINES)
    text = _decode(data)
    if text is None:
        return NotShown(_("Filen er ikke en tekst og vises ikke her. Åbn filen."))
    # Masked before it is cut, so that no number is shown in two halves.
    return _text_view(piece.evidence.media_type.partition(";")[0], mask_text(text, known)[:_READ_AT_MOST])


def _text_view(kind: str, text: str) -> EvidenceView:
    if kind == "text/html":
        page = page_view(text)
        if page is not None:
            return page
    if kind == "message/http":
        head, gap, body = text.replace("\r\n", "\n").partition("\n\n")
        return _first_lines(_lines(head + gap + _indented_body(body)), _UNMARKED_LINES)
    return _first_lines(_lines(_indented_json(text) or text), _UNMARKED_LINES)


def _first_lines(lines: Iterator[TextLine], count: int | None) -> TextView:
    shown = tuple(islice(lines, count))
    return TextView(shown, more=next(lines, None) is not None)


def _indented_body(body: str) -> str:
    """Return the body of an HTTP message, indented where it is XML or JSON."""
    root = parse(body.encode("utf-8")) if body.lstrip()[:1] == "<" else None
    if root is not None:
        return "\n".join(line.text for line in xml_lines(root, (), ""))
    return _indented_json(body) or body


def _indented_json(text: str) -> str | None:
    if text.lstrip()[:1] not in {"{", "["}:
        return None
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent="\t")
    except (ValueError, RecursionError):
        return None


def _decode(data: bytes) -> str | None:
    """Return the text in its declared encoding, UTF-8 or Latin-1; None where the bytes hold no text."""
    declared = _ENCODING.match(data)
    for encoding in (declared[1].decode() if declared else "utf-8", "utf-8", "windows-1252", "iso-8859-1"):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        controls = sum(ord(sign) < 32 and sign not in "\t\r\n\f" for sign in text[:2000])
        return None if controls else text
    return None


def _lines(text: str) -> Iterator[TextLine]:
    for line in text.splitlines():
        for start in range(0, max(len(line), 1), _LONG_LINE):
            yield TextLine(line[start:start + _LONG_LINE])
