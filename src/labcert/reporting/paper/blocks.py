"""What a page is made of: headings, paragraphs, facts and tables. The template sets each kind in its way."""

from dataclasses import dataclass

from labcert.reporting.typesetting import LONGEST_HEADING, shortened

__all__ = ["Block", "Cell", "Facts", "Heading", "Paragraph", "Table", "plain_cells"]


@dataclass(frozen=True)
class Cell:
    """A cell's text; `tone` colours a mark that stands there as a word already, "" for none."""

    text: str
    tone: str = ""


def plain_cells(*texts: str) -> tuple[Cell, ...]:
    """Return a row of cells without a tone."""
    return tuple(map(Cell, texts))


@dataclass(frozen=True)
class Heading:
    """A heading of level 2 to 4; `tone` and `word` are those of a mark that stands beside it."""

    level: int
    text: str
    word: str = ""
    tone: str = ""

    def as_data(self) -> dict[str, object]:
        """Return it as the template reads it."""
        text = shortened(self.text.replace("\n", " "), LONGEST_HEADING)
        return {"kind": "heading", "level": self.level, "text": text, "word": self.word, "tone": self.tone}


@dataclass(frozen=True)
class Paragraph:
    """A text of one or more lines; `quiet` is set small."""

    text: str
    quiet: bool = False

    def as_data(self) -> dict[str, object]:
        """Return it as the template reads it."""
        return {"kind": "paragraph", "text": self.text, "quiet": self.quiet}


@dataclass(frozen=True)
class Facts:
    """Lines of a name and what it is; those without a text are left out."""

    rows: tuple[tuple[str, str], ...]

    def as_data(self) -> dict[str, object]:
        """Return it as the template reads it."""
        return {"kind": "facts", "rows": [list(row) for row in self.rows if row[1]]}


@dataclass(frozen=True)
class Table:
    """Columns with rows; `widths` are shares of the line, or 0 for as wide as the words are."""

    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def as_data(self) -> dict[str, object]:
        """Return it as the template reads it."""
        rows = [[{"text": cell.text, "tone": cell.tone} for cell in row] for row in self.rows]
        return {"kind": "table", "columns": list(self.columns), "widths": list(self.widths), "rows": rows}


Block = Heading | Paragraph | Facts | Table
