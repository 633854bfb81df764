"""The tables of a report, and what keeps a spreadsheet from taking them for something else."""

import csv
import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from labcert.reporting.listing import Column, Table, steps_table, tables_of, to_csv, to_xlsx
from labcert.reporting.listing.table import begins_formula, shortened
from tests.unit.reporting.every_format import told

TABLE = Table("Prøve", (Column("Tekst", 20), Column("Tal"), Column("Dag"), Column("Tid")), (
    ("æøå", 3, date(2026, 11, 23), datetime.fromisoformat("2026-11-23T10:15:30.250+01:00")),
    ("=1+1", None, None, None),
))  # fmt: skip


def rows_of(name: str) -> list[dict[str, object]]:
    """The rows of one of the report's tables, by heading."""
    table = next(each for each in tables_of(told().report) if each.name == name)
    return [dict(zip((column.name for column in table.columns), row, strict=True)) for row in table.rows]


def test_csv_is_what_a_danish_excel_opens():
    """A byte-order mark, semicolons, lines ended as Windows does, times without a zone, and a harmless formula."""
    assert to_csv(TABLE) == (
        "\ufeffTekst;Tal;Dag;Tid\r\næøå;3;2026-11-23;2026-11-23 10:15:30\r\n'=1+1;;;\r\n".encode()
    )


def test_csv_reads_no_row_as_a_date():
    """4.2 would be the fourth of February in Denmark; so the row is named too."""
    rows = list(csv.DictReader(io.StringIO(to_csv(steps_table(told().report)).decode("utf-8-sig")), delimiter=";"))
    assert {row["Række"] for row in rows} == {
        "4.2 Upload til databankerne", "4.3 Kontrol i LABA", "4.4 Kontrol i MiBa", "4.5 Visning i Sundhedsjournalen"
    }  # fmt: skip


def test_xlsx_has_frozen_headings_filters_widths_and_real_dates():
    """What a reader of a long sheet needs; a date sorts as one."""
    sheet = load_workbook(io.BytesIO(to_xlsx([TABLE], "Titel", "2026-11-23T10:00:00+01:00")))["Prøve"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:D3")
    assert sheet.column_dimensions["A"].width == 20
    assert [str(sheet["C2"].value), str(sheet["D2"].value)] == ["2026-11-23 00:00:00", "2026-11-23 10:15:30.250000"]
    assert [sheet["C2"].is_date, sheet["D2"].is_date, sheet["B2"].data_type] == [True, True, "n"]
    assert (sheet["A3"].value, sheet["A3"].data_type, sheet["A3"].quotePrefix) == ("=1+1", "s", True)


def test_xlsx_says_the_sessions_time_and_not_now():
    """The document's own dates are when the session was last changed, in UTC."""
    about = load_workbook(io.BytesIO(to_xlsx([TABLE], "Titel", "2026-11-23T10:00:00+01:00"))).properties
    assert (str(about.created), str(about.modified)) == ("2026-11-23 09:00:00", "2026-11-23 09:00:00")
    assert (about.title, about.creator) == ("Titel", "labcert")


def test_the_workbook_has_a_sheet_a_subject():
    """Steps first; the session itself, its totals and its rule of approval last."""
    assert [table.name for table in tables_of(told().report)] == ["Trin", "Fund", "Afvigelser", "Krav", "Underskrifter", "Session"]


def test_a_finding_has_its_place_and_remedy():
    """A row a finding, with everything that the report's page says of it."""
    found = next(row for row in rows_of("Fund") if row["Trin"] == "TP-4.2.02")
    assert found == {
        "Trin": "TP-4.2.02", "Titel": "Nægtet samtykke rejser med svaret", "Nr.": 1, "Regel": "SAM-CONSENT-001", "Klasse": "F1",
        "Fund": "Nægtet samtykke mangler i beskeden", "Sti": "/Emessage/LaboratoryReport[1]/Patient", "Linje": 9,
        "Forventet": "<Consent><Given>false</Given></Consent> efter PersonGivenName", "Fundet": "intet i TP-4.2.02",
        "Gør": "Send Given = false, når samtykke er nægtet. Skriv ordet false; 0 går tabt i konvertering til EDIFACT.",
        "Krav": "SAM-01, SAM-02", "Session": "20261123-0930-pilot",
    }  # fmt: skip


def test_a_deviation_says_what_it_counts_for():
    """Who asked, who approved with which authorisation, from when to when, and which steps it lets stand."""
    first, second, third, fourth = rows_of("Afvigelser")
    assert (first["Tilstand"], first["Lader stå"], first["Gælder til"]) == ("Gælder", "TP-4.2.12", date(2027, 1, 31))
    assert first["Godkendt af"] == "Dorte Læge, Overlæge, Region Nordjylland (autorisation 0A1B2)"
    assert (second["Lader stå"], third["Tilstand"], third["Klinisk"], third["Godkendt"]) == ("TP-4.2.12", "Søgt", "Ja", None)
    assert (fourth["Tilstand"], fourth["Trukket tilbage"]) == ("Trukket tilbage", "Vi har rettet enheden i version 7.2.")


def test_an_override_stands_beside_the_computed_mark():
    """Nobody takes the one for the other."""
    step = next(row for row in rows_of("Trin") if row["Trin"] == "TP-4.2.21")
    assert (step["MedCom vurdering"], step["Beregnet"]) == ("F4", "F1")
    assert step["Tilsidesat"] == "Vi har rettet enheden i version 7.2. (Mette Konsulent, Testkonsulent, MedCom)"


def test_a_requirement_that_nothing_shows_says_why():
    """Else it looks forgotten."""
    told_why = [row["Trin"] for row in rows_of("Krav") if row["Ikke testet, fordi"] == "Snitfladen er ikke offentlig."]
    assert told_why == [""]


def test_who_has_not_signed_is_in_the_list():
    """A row for each party that must, with Nej until they have."""
    rows = {(row["Række"], row["Part"]): row["Underskrevet"] for row in rows_of("Underskrifter")}
    assert rows["4.2 Upload til databankerne", "LPS"] == "Nej"
    assert rows["Hele programmet", "MedCom"] == "Nej"


@pytest.mark.parametrize(("text", "formula"), [
    ("=A1", True), ("+45", True), ("-3", True), ("@x", True), ("\tx", True), ("\rx", True), ("  =x", True), ("＝x", True),
    ("a=b", False), ("3-4", False), ("(=)", False), ("", False), ("'=", False),
])  # fmt: skip
def test_what_begins_as_a_formula_is_known(text: str, formula: object):
    """Signs that Excel and LibreOffice begin one with, also behind spaces and in their wide form."""
    assert begins_formula(text) is formula


def test_a_text_is_cut_between_letters():
    """The limit counts UTF-16 units; no letter is halved."""
    cut = shortened("😀" * 100, 90)
    assert len(cut.encode("utf-16-le")) // 2 <= 90
    assert cut.startswith("😀")
    assert "\ufffd" not in cut
    assert shortened("kort", 4) == "kort"
