"""What of a piece of evidence is shown in the report: text with marked places, a page's content, or why nothing is."""

from dataclasses import dataclass

from markupsafe import Markup, escape

__all__ = [
    "Cell", "EvidenceView", "ImageView", "LinkOnly", "NotShown", "PageBlock", "PageView", "Segment", "TextLine",
    "TextView", "cost", "line_cost", "shorten",
]

_AROUND = 3
"""lines shown before and after a marked one"""


@dataclass(frozen=True)
class TextLine:
    """One line; `place` is what stands in the margin of a marked one ("linje 31"), and None for the others."""

    text: str
    place: str | None = None


@dataclass(frozen=True)
class Segment:
    """Neighbouring lines shown alike: plain text, a marked place, or a mark that something is left out."""

    text: str
    place: str | None = None
    omitted: bool = False


@dataclass(frozen=True)
class TextView:
    """Lines of a text; `kept` says which of them are shown, `more` that the text goes on after them."""

    lines: tuple[TextLine, ...]
    kept: tuple[bool, ...] | None = None
    more: bool = False

    @property
    def marked(self) -> bool:
        """Whether a finding points at a line."""
        return any(line.place is not None for line in self.lines)

    def segments(self) -> list[Segment]:
        """Return the text in as few pieces as it takes."""
        kept = self.kept or (True,) * len(self.lines)
        pieces: list[Segment] = []
        for line, shown in zip(self.lines, kept, strict=True):
            last = pieces[-1] if pieces else None
            if not shown:
                if last is None or not last.omitted:
                    pieces.append(Segment("", omitted=True))
            elif line.place is None and last and last.place is None and not last.omitted:
                pieces[-1] = Segment(last.text + line.text + "\n")
            else:
                pieces.append(Segment(line.text + "\n", line.place))
        if self.more and not (pieces and pieces[-1].omitted):
            pieces.append(Segment("", omitted=True))
        return pieces


@dataclass(frozen=True)
class Cell:
    """A cell of a table on a page."""

    text: str
    heading: bool = False


@dataclass(frozen=True)
class PageBlock:
    """A heading, a paragraph or the rows of a table."""

    kind: str
    text: str = ""
    rows: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True)
class PageView:
    """The content of an HTML page, as a person reads it; `omitted` counts the blocks left out."""

    blocks: tuple[PageBlock, ...]
    omitted: int = 0


@dataclass(frozen=True)
class NotShown:
    """Nothing is shown, and why."""

    reason: str


@dataclass(frozen=True)
class LinkOnly:
    """There is no room for the piece: the report has its name and a link to the file."""


@dataclass(frozen=True)
class ImageView:
    """A picture that stands in the report itself; `source` is a data: address."""

    source: Markup


EvidenceView = TextView | PageView | ImageView | NotShown | LinkOnly


def line_cost(line: TextLine) -> int:
    """Return about how many bytes a line takes in the report."""
    return len(escape(line.text).encode()) + 1 + (60 if line.place is not None else 0)


def _block_cost(block: PageBlock) -> int:
    return 30 + len(escape(block.text).encode()) + sum(
        10 + len(escape(cell.text).encode()) for row in block.rows for cell in row
    )


def cost(view: EvidenceView) -> int:
    """Return about how many bytes a view takes in the report."""
    match view:
        case TextView(lines=lines):
            return sum(map(line_cost, lines))
        case PageView(blocks=blocks):
            return sum(map(_block_cost, blocks))
        case NotShown(reason=reason):
            return len(reason)
        case ImageView(source=source):
            return len(source)
        case LinkOnly():
            return 0


def shorten(view: EvidenceView, cap: int) -> EvidenceView:
    """Return a view of about `cap` bytes at most: marked places with what stands around them, then from the start."""
    match view:
        case TextView(lines=lines, more=more) if cost(view) > cap:
            return TextView(lines, _choose(lines, cap), more)
        case PageView(blocks=blocks) if cost(view) > cap:
            return _cut(blocks, cap)
        case _:
            return view


def _choose(lines: tuple[TextLine, ...], cap: int) -> tuple[bool, ...]:
    near = [
        number
        for marked, line in enumerate(lines)
        if line.place is not None
        for number in range(max(0, marked - _AROUND), min(len(lines), marked + _AROUND + 1))
    ]
    chosen: set[int] = set()
    for number in dict.fromkeys([*near, *range(len(lines))]):
        cap -= line_cost(lines[number])
        if cap < 0:
            break
        chosen.add(number)
    return tuple(number in chosen for number in range(len(lines)))


def _cut(blocks: tuple[PageBlock, ...], cap: int) -> PageView:
    chosen = []
    for block in blocks:
        cap -= _block_cost(block)
        if cap < 0:
            break
        chosen.append(block)
    return PageView(tuple(chosen), len(blocks) - len(chosen))
