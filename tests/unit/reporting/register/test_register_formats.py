"""The register in its four formats: the same rows, harmless in a spreadsheet, and the same bytes every time."""

import csv
import io
import json
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest

from labcert.reporting.listing import to_csv, to_xlsx
from labcert.reporting.register import (
    Register,
    RegisterRow,
    Standing,
    register_json,
    register_page,
    register_sentence,
    register_table,
)
from labcert.reporting.register.table import COLUMNS
from labcert.reporting.register.words import standing_word

DAY = date(2026, 11, 23)
ROW = RegisterRow(
    "Æskulap ApS", "Æskulap", "4.2", "LPS", "XRPT01", "XR0131K", "afsendelse", "live", "pilot", "1.0.0",
    date(2025, 12, 15), "labcert-cert-1-v1", date(2027, 12, 31), Standing.VALID, ("SAM-03", "MED-01"), "s-1",
)  # fmt: skip
REGISTER = Register(DAY, (ROW, replace(ROW, system='=HYPERLINK("http://x")', standing=Standing.EXPIRED, certificate="")))
EMPTY = Register(DAY, ())
MADE = "2026-11-23T00:00:00+00:00"
HEADINGS = [
    "Leverandør", "System", "Version", "Systemtype", "Standard", "Standardversion", "Retning", "Testtype", "Program",
    "Protokolversion", "Godkendt dato", "Certifikat", "Gyldig til", "Status", "Afvigelser", "Session",
]  # fmt: skip


def test_the_columns_are_medcoms():
    """In this order, in every format."""
    assert [column.name for column in COLUMNS] == HEADINGS


def test_csv_opens_in_a_danish_spreadsheet():
    """A byte-order mark, semicolons, dates as such, and no text that is taken for a formula."""
    content = to_csv(register_table(REGISTER))
    assert content.startswith(b"\xef\xbb\xbf")
    heading, first, second = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    assert heading == HEADINGS
    assert first == [
        "Æskulap ApS", "Æskulap", "4.2", "LPS", "XRPT01", "XR0131K", "afsendelse", "live", "pilot", "1.0.0",
        "2025-12-15", "labcert-cert-1-v1", "2027-12-31", "gældende", "2: SAM-03, MED-01", "s-1",
    ]  # fmt: skip
    assert second[1].startswith("'=")


def test_xlsx_has_real_dates_and_no_formulas():
    """What a vendor has called its system stays a text."""
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx([register_table(REGISTER)], "Register", MADE)))["Register"]
    assert [cell.value for cell in sheet[1]] == HEADINGS
    assert (sheet["K2"].value, sheet["M2"].value) == (datetime(2025, 12, 15), datetime(2027, 12, 31))  # noqa: DTZ001
    assert (sheet["B3"].data_type, sheet["B3"].value) == ("s", '=HYPERLINK("http://x")')


def test_json_has_codes_and_dates():
    """Keys and codes are English; what is not there is null or empty."""
    told = json.loads(register_json(REGISTER))
    assert (told["format"], told["day"], told["everything"]) == ("labcert-register/1", "2026-11-23", False)
    first = told["rows"][0]
    assert (first["standing"], first["approved"], first["deviations"]) == ("valid", "2025-12-15", ["SAM-03", "MED-01"])


def test_the_page_is_one_file_that_loads_nothing():
    """Every cell is there without a script, escaped, and its policy lets nothing else in."""
    page = register_page(REGISTER).decode()
    assert "default-src 'none'" in page
    assert "=HYPERLINK(&#34;http://x&#34;)" in page
    assert page.count('data-row="') == 2
    assert all(f">{heading}<" in page.replace("\xad", "") for heading in HEADINGS)
    assert "http://" not in page.replace("http://x", "")
    assert "https://" not in page


@pytest.mark.parametrize("make", [register_json, register_page, lambda each: to_xlsx([register_table(each)], "R", MADE)])
def test_the_same_register_is_the_same_bytes(make):
    """Two runs on a day can be held against each other."""
    assert make(REGISTER) == make(REGISTER)


@pytest.mark.parametrize("everything", [False, True])
def test_an_empty_register_is_valid_and_says_why(everything):
    """Headings without rows, and a sentence."""
    empty = replace(EMPTY, everything=everything)
    sentence = "Lageret har ingen sessioner endnu" if everything else "Ingen session er godkendt endnu"
    assert register_sentence(empty) == f"{sentence}, så registret er tomt."
    assert to_csv(register_table(empty)).decode("utf-8-sig") == ";".join(HEADINGS) + "\r\n"
    assert json.loads(register_json(empty))["rows"] == []
    assert register_sentence(empty) in register_page(empty).decode()


def test_a_test_certificate_says_so():
    """Nobody takes it for an approval, and it is not counted as one."""
    register = Register(DAY, (replace(ROW, test=True), ROW))
    assert register_sentence(register) == (
        "2 rækker, hvoraf 1 er gældende den 23. november 2026. 1 hviler på et TEST-certifikat, som intet godkender."
    )
    assert ";gældende (TEST);" in to_csv(register_table(Register(DAY, (replace(ROW, test=True),)))).decode("utf-8-sig")


def test_every_standing_has_its_own_word():
    """No two can be mixed up."""
    assert len({standing_word(each) for each in Standing}) == len(Standing)
