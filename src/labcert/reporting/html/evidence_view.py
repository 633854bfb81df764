"""Which pieces of evidence the report repeats, and how much of each, within a budget of bytes."""

from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from markupsafe import Markup

from labcert.domain.errors import LabcertError
from labcert.domain.evidence import Evidence
from labcert.domain.findings import Finding
from labcert.domain.juror import SHEET_PAGE_TYPE, SHEET_TYPE
from labcert.domain.language import _
from labcert.reporting.html.layout import estimate, lay_out, points_into
from labcert.reporting.html.views import EvidenceView, ImageView, LinkOnly, NotShown, cost
from labcert.reporting.model import ReportModel, StepPart

__all__ = ["Shown", "show_evidence"]

_LEAST = 800
"""bytes below which the beginning of a longer piece says too little to be worth its place"""
_MOST = 12_000
"""bytes shown of one piece at most, however much room there is"""
_SHEETS = (SHEET_TYPE, SHEET_PAGE_TYPE)
_PICTURES = ("image/png", "image/jpeg")
_LARGEST_PICTURE = 120_000
"""bytes of a picture, as the report writes it, that stand in the report itself; the others are linked"""
_TELLING = ("application/xml", "text/html")
"""kinds that show best what a step is about, the best first"""


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
    best_of_step: bool = False
    findings: list[Finding] = field(default_factory=list)

    @property
    def rank(self) -> int:
        """0 is shown first: what findings point at, then steps to be looked at, then the best piece of each step."""
        return 0 if self.findings else 1 if self.attention else 2 if self.best_of_step else 3


def show_evidence(report: ReportModel, read: Callable[[str], bytes], budget: int) -> dict[str, Shown]:
    """Return sha256 -> what is shown; all together take about `budget` bytes, the steps to be looked at first.

    Who gets how much is decided from the sizes of the files, so that only what is shown is laid out.
    """
    pieces = _pieces(report)
    _point_out(report, pieces, read)
    shown = {}
    for _rank, group in groupby(sorted(pieces.values(), key=lambda piece: piece.rank), lambda piece: piece.rank):
        alike = list(group)
        cap = max(_LEAST, min(_MOST, _fair_cap([estimate(piece.evidence) for piece in alike], budget)))
        for piece in alike:
            view = _view(piece, read, report, min(cap, budget), budget)
            budget -= cost(view)
            shown[piece.evidence.sha256] = Shown(view, piece.step)
    return shown


def _view(piece: _Piece, read: Callable[[str], bytes], report: ReportModel, cap: int, budget: int) -> EvidenceView:
    if piece.evidence.media_type in _SHEETS:  # the report has tables of them
        return LinkOnly()
    if piece.evidence.media_type in _PICTURES:
        return _picture(piece.evidence, read, budget)
    data = _bytes(piece.evidence, read)
    if isinstance(data, NotShown):
        return data
    if data and cap < min(estimate(piece.evidence), _LEAST):
        return LinkOnly()
    return lay_out(piece.evidence, data, piece.findings, report.known, cap)


def _picture(evidence: Evidence, read: Callable[[str], bytes], budget: int) -> EvidenceView:
    if evidence.size * 4 // 3 > min(_LARGEST_PICTURE, budget):
        return LinkOnly()
    data = _bytes(evidence, read)
    if isinstance(data, NotShown):
        return data
    coded = b64encode(data).decode("ascii")
    return ImageView(Markup(f"data:{evidence.media_type};base64,{coded}"))  # noqa: S704 - a known type and base64


def _fair_cap(sizes: Sequence[int], budget: int) -> int:
    """Return the greatest cap such that the sum of min(size, cap) stays within the budget; all of it if all fit."""
    left, count = budget, len(sizes)
    for size in sorted(sizes):
        if size * count > left:
            return max(0, left) // count
        left, count = left - size, count - 1
    return max(0, budget)


def _evidence_of(step: StepPart) -> Iterator[Evidence]:
    for example in step.history.examples:
        for sentence in example.sentences:
            yield from sentence.evidence
        yield from example.evidence
    yield from step.other_evidence
    yield from (part.evidence for part in step.added)


def _pieces(report: ReportModel) -> dict[str, _Piece]:
    """Return sha256 -> piece; of the steps that hold the same bytes, one that needs attention shows them."""
    pieces: dict[str, _Piece] = {}
    for step in sorted(report.steps, key=lambda step: not step.needs_attention):
        own = {kept.sha256: _Piece(kept, step.id, step.needs_attention) for kept in _evidence_of(step)}
        new = {sha: piece for sha, piece in own.items() if sha not in pieces}
        if new:
            min(new.values(), key=_tells_best).best_of_step = True
        pieces |= new
    return pieces


def _tells_best(piece: _Piece) -> tuple[int, int]:
    kind = piece.evidence.media_type.partition(";")[0]
    return _TELLING.index(kind) if kind in _TELLING else len(_TELLING), piece.evidence.size


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


def _holds(evidence: Evidence, finding: Finding, read: Callable[[str], bytes]) -> bool:
    data = _bytes(evidence, read)
    return not isinstance(data, NotShown) and points_into(evidence, data, finding)


def _bytes(evidence: Evidence, read: Callable[[str], bytes]) -> bytes | NotShown:
    try:
        return read(evidence.sha256)
    except (OSError, KeyError, LabcertError):
        return NotShown(_("Filen kunne ikke læses, da rapporten blev skrevet. Kontrollér mappen med labcert verify."))
