"""A user's own codes: CSV files with the columns of analyses.csv and `specialty`, as a spreadsheet saves them.

Lenient about the form: `;` or `,` between fields, UTF-8 with or without BOM or windows-1252, columns in any order,
empty lines, spaces around a field. Strict about the content: every mistake in every file is told at once, with file,
line and what to do.
"""

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _, ngettext
from labcert.domain.masking import mask_text
from labcert.domain.system_words import system_words
from labcert.validation.own_code_checks import SPECIALTIES, mistakes_of
from labcert.validation.table_rows import AnalysisRow, RouteRow, TableVersion

__all__ = ["COLUMNS", "OwnCodes", "read_own_codes"]

NEEDED = ("code", "code_type", "code_responsible", "short_name", "full_name", "unit", "result_type", "specialty")
COLUMNS = (*NEEDED, "fee_code", "examination")
"""the last two may be left out"""

_LARGEST = 50 * 1024 * 1024
_LONGEST = 500
"""characters of a mistake that are told"""
_TOLD = 50
"""how many mistakes are told; the rest are counted"""


@dataclass(frozen=True)
class OwnCodes:
    """What a user's files hold: the analyses with their routes, in order, and one version for each file."""

    analyses: tuple[AnalysisRow, ...]
    routes: tuple[RouteRow, ...]
    versions: tuple[TableVersion, ...]


@dataclass
class _Reading:
    """What has been read so far, of all files. `places`: (code, owner) -> where it was first."""

    analyses: list[AnalysisRow] = field(default_factory=list)
    routes: list[RouteRow] = field(default_factory=list)
    versions: list[TableVersion] = field(default_factory=list)
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)

    def tell(self, path: Path, line: int, sentence: str) -> None:
        """Note a mistake. The file may be quite another one than was meant, a list of patients perhaps."""
        shown = mask_text(sentence, ())
        self.mistakes.append(f"{path}:{line}: {shown if len(shown) <= _LONGEST else shown[:_LONGEST] + '…'}")


def read_own_codes(paths: Sequence[Path]) -> OwnCodes:
    """Read a user's files; raise UsageMistake with every mistake in them."""
    reading = _Reading()
    for path in paths:
        _read_file(path, reading)
    if reading.mistakes:
        raise UsageMistake(_told(reading.mistakes))
    return OwnCodes(tuple(reading.analyses), tuple(reading.routes), tuple(reading.versions))


def _told(mistakes: list[str]) -> str:
    count = len(mistakes)
    lines = [
        ngettext("Egne koder kan ikke bruges. Ret en fejl:", "Egne koder kan ikke bruges. Ret {count} fejl:", count)
        .format(count=count),
        *mistakes[:_TOLD],
    ]
    if count > _TOLD:
        lines.append(_("… og {count} fejl mere.").format(count=count - _TOLD))
    return "\n".join(lines)


def _read_file(path: Path, reading: _Reading) -> None:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        reading.tell(path, 1, _("Filen kan ikke læses: {why}.").format(why=system_words(error)))
        return
    if len(data) > _LARGEST:
        reading.tell(path, 1, _("Filen er over 50 MB. Del den i flere."))
        return
    text = _text(data)
    if text is None:
        reading.tell(path, 1, _("Tegnsættet kan ikke læses. Gem filen som “CSV UTF-8 (kommasepareret)”."))
        return
    before = len(reading.analyses)
    _read_rows(path, text, reading)
    version = hashlib.sha256(data).hexdigest()[:12]
    count = len(reading.analyses) - before
    reading.versions.append(TableVersion(path.name, str(path), version, "", "", count, own=True))


def _text(data: bytes) -> str | None:
    """Return the text of a file in UTF-8 or windows-1252, or None; UTF-16 and binary files are neither."""
    if b"\0" in data:
        return None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _read_rows(path: Path, text: str, reading: _Reading) -> None:
    header = next((line for line in io.StringIO(text, newline="") if line.strip()), "")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in header else ",", strict=True)
    columns: tuple[str, ...] | None = None
    before = 0
    try:
        for cells in lines:
            line, before = before + 1, lines.line_num
            values = tuple(cell.strip() for cell in cells)
            if not any(values):
                continue
            if columns is None:
                columns = tuple(value.lower() for value in values)
                if wrong := tuple(_wrong_columns(columns)):
                    for sentence in wrong:
                        reading.tell(path, line, sentence)
                    return
            else:
                _read_row(path, line, columns, values, reading)
    except csv.Error:
        reading.tell(
            path, before + 1, _("Linjen kan ikke læses som felter. Se efter et anførselstegn, der ikke er lukket.")
        )
        return
    if columns is None:
        reading.tell(path, 1, _("Filen er tom. Første linje skal være kolonnernes navne."))


def _wrong_columns(columns: tuple[str, ...]) -> Iterator[str]:
    for name in NEEDED:
        if name not in columns:
            yield _("Kolonnen “{name}” mangler. Første linje skal være kolonnernes navne.").format(name=name)
    for name in dict.fromkeys(columns):
        if name not in COLUMNS:
            yield _("Kolonnen “{name}” kendes ikke. Kolonnerne er {known}.").format(
                name=name, known=", ".join(COLUMNS)
            )
        elif columns.count(name) > 1:
            yield _("Kolonnen “{name}” er der flere af. Behold den ene.").format(name=name)


def _read_row(path: Path, line: int, columns: tuple[str, ...], values: tuple[str, ...], reading: _Reading) -> None:
    if len(values) != len(columns):
        sentence = _("Linjen har {count} felter og skal have {wanted}. Sæt anførselstegn om et felt med skilletegn i.")
        reading.tell(path, line, sentence.format(count=len(values), wanted=len(columns)))
        return
    cells = dict(zip(columns, values, strict=True))
    row = AnalysisRow(
        code=cells["code"],
        code_type=cells["code_type"],
        code_responsible=cells["code_responsible"],
        short_name=cells["short_name"],
        full_name=cells["full_name"],
        unit=cells["unit"],
        result_type=cells["result_type"],
        fee_code=cells.get("fee_code", ""),
        examination=cells.get("examination", ""),
    )
    wrong = tuple(mistakes_of(row, cells["specialty"]))
    key = (row.code, row.code_responsible)
    if not wrong and key in reading.places:
        text = _("Koden {code} ({owner}) står allerede i {place}. Behold den ene.")
        wrong = (text.format(code=row.code, owner=row.code_responsible, place=reading.places[key]),)
    if wrong:
        for sentence in wrong:
            reading.tell(path, line, sentence)
        return
    reading.places[key] = f"{path}:{line}"
    reading.analyses.append(row)
    specialty = SPECIALTIES[cells["specialty"].lower()]
    reading.routes.append(RouteRow(row.code, row.code_responsible, specialty, "", "", path.name))
