"""The code tables: what they hold, what they do not decide, and how a wrong table is told."""

import csv
import re
import shutil
from dataclasses import fields, replace
from pathlib import Path

import pytest

from labcert.domain.errors import UsageMistake
from labcert.domain.suite import suite_root
from labcert.validation import known_persons, load_tables
from labcert.validation.code_forms import fault_of
from labcert.validation.lookalikes import Lookalikes
from labcert.validation.suite_tables import rows_of
from labcert.validation.tables import (
    AnalysisRow,
    CodeTable,
    Mapping,
    MappingRow,
    PositiveList,
    PositiveRow,
    RouteRow,
    RoutingTable,
)

TABLES = load_tables(suite_root())


@pytest.mark.parametrize(
    ("code", "responsible", "specialty"),
    [
        ("NPU19748", "SST", "biochemistry"),
        ("NPU18729", "SST", "microbiology"),
        ("NPU16328", "SST", "microbiology"),
        ("NPU18542", "SST", "microbiology"),
        ("100113000130420", "MDS", "microbiology"),
        ("NPU19748", "MCS", None),
        ("NPU00000", "SST", None),
    ],
)
def test_the_table_and_not_the_prefix_routes_a_code(code, responsible, specialty):
    """Some NPU codes are microbiological; a code that is not listed with its owner has no route."""
    assert TABLES.routing.specialty(code, responsible) == specialty


def test_every_analysis_has_a_route():
    """A code of the fee table that PLSP could not route would be refused."""
    missing = [
        row.code for row in TABLES.analyses.rows if TABLES.routing.specialty(row.code, row.code_responsible) is None
    ]
    assert missing == []


def test_a_code_fixes_its_unit():
    """The same analyte in mass and in substance concentration are two codes."""
    assert TABLES.analyses.find("NPU19748").unit == "mg/L"
    assert TABLES.analyses.find("NPU01423", "SST").unit == "nmol/L"
    assert TABLES.analyses.find("NPU01423", "MCS") is None


def test_an_unknown_code_is_told_with_the_nearest_known():
    """A slip of one digit is recognised; something else is not."""
    assert TABLES.analyses.nearest("NPU19749") == "NPU19748"
    assert TABLES.routing.nearest("NPU1974") == "NPU19748"
    assert TABLES.analyses.nearest("xyz") is None


def test_positive_list_and_mapping():
    """Both are asked by code and owner."""
    assert TABLES.positive_list.holds("NPU19748", "SST")
    assert not TABLES.positive_list.holds("NPU19748", "PNT")
    assert TABLES.mapping.find("PNTCRP", "PNT").to_code == "NPU19748"
    assert TABLES.mapping.find("PNTCRP", "SST") is None
    assert TABLES.routing.version >= "2025.1"


ROW = TABLES.analyses.find("NPU19748")


def test_the_first_of_two_rows_counts():
    """In every table, whatever comes later."""
    analyses = CodeTable((ROW, replace(ROW, unit="g/L"), replace(ROW, code_responsible="PNT")))
    assert analyses.find("NPU19748") == analyses.find("NPU19748", "SST") == ROW
    assert analyses.find("NPU19748", "PNT").code_responsible == "PNT"
    assert analyses.owners("NPU19748") == ("SST", "PNT")
    assert analyses.owners("NPU00000") == ()
    routes = [RouteRow("A", "SST", "biochemistry", "1", "", ""), RouteRow("A", "SST", "microbiology", "2", "", "")]
    routing = RoutingTable((*routes, RouteRow("A", "PNT", "microbiology", "", "", "")))
    assert routing.specialty("A", "SST") == "biochemistry"
    assert routing.owners("A") == ("SST", "PNT")
    assert routing.owners("B") == ()
    assert routing.version == "2"
    assert RoutingTable(()).version == ""
    mapping = Mapping((MappingRow("A", "lokal", "PNT", "B", "", "", ""), MappingRow("A", "lokal", "PNT", "C", "", "", "")))
    assert mapping.find("A", "PNT").to_code == "B"
    assert mapping.find("B", "PNT") is None
    assert PositiveList((PositiveRow("A", "SST", ""),)).holds("A", "SST")


def test_the_same_analyte_in_another_unit():
    """The same short name of the same owner; not itself, and not every analysis without a short name."""
    assert [row.code for row in TABLES.analyses.in_other_units(ROW)] == ["NPU01423"]
    other_owner = replace(ROW, code="A", code_responsible="PNT", unit="g/L")
    nameless = replace(ROW, code="B", short_name="", unit="x")
    table = CodeTable((ROW, replace(ROW, code="C"), other_owner, nameless, replace(nameless, code="D", unit="y")))
    assert table.in_other_units(ROW) == ()
    assert table.in_other_units(nameless) == ()


@pytest.mark.parametrize(
    ("code", "nearest"),
    [
        ("NPU19748", "NPU19748"),
        ("npu19748", "NPU19748"),
        ("NPU 19748", "NPU19748"),
        ("NPU-19748", "NPU19748"),
        (" npu\u00a019748", "NPU19748"),
        ("NPU19784", "NPU19748"),
        ("PNU19748", "NPU19748"),
        ("NPU19747", "NPU19748"),
        ("MPU19748", "NPU19748"),
        ("NPU1974", "NPU19748"),
        ("PU19748", "NPU19748"),
        ("NPU197488", "NPU19748"),
        ("XNPU19748", "NPU19748"),
        ("NPU19733", None),
        ("NPU197", None),
        ("NPU1974800", None),
        ("crp-1", "crp-1"),
        ("CRP2", "crp-1"),
        ("ÆØÅ2", "ÆØÅ1"),
        ("ØÆÅ1", "ÆØÅ1"),
        ("ab", "AB"),
        ("AC", None),
        ("abc", "ABC"),
        ("ABD", None),
        ("", None),
        ("12345678901234567899", "1234567890123456789"),
        ("123456789012345678999", None),
    ],
)
def test_a_code_is_like_another_by_one_slip(code, nearest):
    """Case, spaces and hyphens, two swapped, one wrong, one too many, one missing; short and endless codes are like none."""
    known = Lookalikes(["NPU19748", "crp-1", "ÆØÅ1", "AB", "ABC", "1234567890123456789"])
    assert known.nearest(code) == nearest


def test_of_several_the_likeliest_slip_and_then_the_first_is_taken():
    """Two swapped before one wrong, one wrong before one too many, one too many before one missing."""
    assert Lookalikes(["AB21", "AB13"]).nearest("AB12") == "AB21"
    assert Lookalikes(["AB1", "AB13"]).nearest("AB12") == "AB13"
    assert Lookalikes(["AB12Z", "AB12A", "AB1"]).nearest("AB12") == "AB1"
    assert Lookalikes(["AB13", "AB11", "AB14"]).nearest("AB12") == "AB11"
    assert Lookalikes(["ab12", "AB12"]).nearest("aB 12") == "AB12"


# --- what the tables hold


def test_the_analyses_are_what_a_message_could_carry():
    """Each has a right code, a full name and a result type."""
    for row in TABLES.analyses.rows:
        assert fault_of(row.code, row.code_type, row.code_responsible) is None, row
        assert row.full_name
        assert row.result_type in {"numerisk", "alfanumerisk"}


def test_a_code_that_is_translated_has_no_route_and_becomes_one_that_has():
    """Otherwise it would not be clear where it goes."""
    for row in TABLES.mapping.rows:
        assert TABLES.routing.specialty(row.from_code, row.from_responsible) is None
        assert TABLES.routing.specialty(row.to_code, row.to_responsible) is not None


# --- editions


def test_every_table_has_its_edition():
    """In the order of the tables, with how many rows were read; none is a user's."""
    assert [(one.file, one.rows, one.own) for one in TABLES.versions] == [
        ("analyses.csv", len(TABLES.analyses.rows), False),
        ("routing.csv", len(TABLES.routing.rows), False),
        ("positive-list.csv", len(TABLES.positive_list.rows), False),
        ("mapping.csv", len(TABLES.mapping.rows), False),
    ]
    for one in TABLES.versions:
        assert one.name
        assert one.source
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", one.date)
    assert TABLES.versions[0].version == "2025.1"
    assert TABLES.versions[1].version == TABLES.routing.version
    assert TABLES.replaced == ()


def test_the_readme_names_every_table():
    """And nothing else lies in the folder."""
    folder = suite_root() / "fixtures" / "codes"
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert {path.name for path in folder.iterdir()} == {"README.md", *re.findall(r"^\| `([^`]+)`", readme, re.MULTILINE)}


@pytest.fixture
def codes(tmp_path: Path) -> Path:
    """A copy of the folder of codes, in a suite at `tmp_path`."""
    return Path(shutil.copytree(suite_root() / "fixtures" / "codes", tmp_path / "fixtures" / "codes"))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("mapping.csv:", "other.csv:", "Tabellen mapping.csv er ikke nævnt."),
        ("navn: Oversættelse", "navn:", "Tabellen mapping.csv mangler “navn” som tekst."),
        ("navn: Oversættelse", 'navn: " "', "Tabellen mapping.csv mangler “navn” som tekst."),
        ("navn: Oversættelse", "label: Oversættelse", "Tabellen mapping.csv mangler “navn” som tekst."),
        ('navn: Ruter\n  version: "2025.1"', "navn: Ruter\n  version: 2025.1", "Tabellen routing.csv mangler “version” som tekst."),
        ("kilde: Besluttet i projektet. En kode", "note: Besluttet i projektet. En kode", "Tabellen routing.csv mangler “kilde” som tekst."),
        ("navn: Ruter", "navn: Ruter\n  dato: 2025", "Tabellen routing.csv mangler “dato”"),
        ("navn: Ruter", "navn: [", "Filen kan ikke læses som YAML"),
    ],
)
def test_an_edition_that_is_not_whole_is_told(tmp_path: Path, codes: Path, old: str, new: str, told: str):
    """A table that can not be told apart from another edition of it is of no use in a case years later."""
    path = codes / "tables.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    edited = text.replace(old, new)
    if "dato: 2025\n" in edited:
        head, _, rest = edited.partition("dato: 2025\n")
        edited = f"{head}dato: 2025\n{rest.replace('  dato: 2025-04-01', '', 1)}"
    path.write_text(edited, encoding="utf-8")
    with pytest.raises(UsageMistake, match=re.escape(told)) as caught:
        load_tables(tmp_path)
    assert (caught.value.where, caught.value.remedy) == ("tables.yaml", "Skriv navn, version, kilde og dato for hver tabel.")


@pytest.mark.parametrize("content", [None, b"- a\n", b"analyses.csv: 1\n", b"\xff", b""])
def test_editions_that_are_none_are_told(tmp_path: Path, codes: Path, content: bytes | None):
    """A missing file, a list, a number, another encoding, nothing."""
    (codes / "tables.yaml").unlink()
    if content is not None:
        (codes / "tables.yaml").write_bytes(content)
    with pytest.raises(UsageMistake, match="udgaver"):
        load_tables(tmp_path)


# --- mistakes in our own tables


@pytest.mark.parametrize(
    ("line", "told"),
    [("NPU1,SST", "felter"), ("NPU1,SST,biochemistry,1,2025-01-01,en, to", "felter")],
)
def test_a_wrong_line_is_told_with_its_number(tmp_path: Path, codes: Path, line: str, told: str):
    """File, line and what to do; nothing is guessed."""
    path = codes / "routing.csv"
    first = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(f"{first}\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageMistake, match=told) as caught:
        load_tables(tmp_path)
    assert caught.value.where == "routing.csv:2"


def test_a_table_with_other_columns_is_refused(tmp_path: Path, codes: Path):
    """The columns are the contract."""
    (codes / "mapping.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(UsageMistake) as caught:
        load_tables(tmp_path)
    columns = ", ".join(field.name for field in fields(MappingRow))
    assert caught.value.message == f"Kodetabellen mapping.csv kan ikke bruges: kolonnerne skal være {columns}."
    assert caught.value.where == "mapping.csv:1"
    assert caught.value.remedy == "Ret tabellen. Felter med komma skal stå i anførselstegn."


def test_a_table_in_another_encoding_is_refused(tmp_path: Path, codes: Path):
    """Ours are UTF-8."""
    (codes / "mapping.csv").write_bytes(b"\xe6\n")
    with pytest.raises(UsageMistake, match="UTF-8") as caught:
        load_tables(tmp_path)
    assert caught.value.where == "mapping.csv:1"


def test_a_line_end_within_a_field_stays_what_it_is(tmp_path: Path):
    """As a spreadsheet wrote it."""
    with (tmp_path / "mapping.csv").open("w", encoding="utf-8", newline="") as file:
        names = [field.name for field in fields(MappingRow)]
        csv.writer(file).writerows([names, ["a\r\nb", *names[1:]]])
    (row,) = rows_of(tmp_path / "mapping.csv", MappingRow)
    assert getattr(row, names[0]) == "a\r\nb"


def test_a_missing_table_is_told(tmp_path: Path):
    """A suite without tables can not route anything, and says so."""
    with pytest.raises(UsageMistake, match=r"analyses\.csv"):
        load_tables(tmp_path)


def test_rows_are_the_columns():
    """What a row of the analyses holds is what its file has, in order."""
    first = (suite_root() / "fixtures" / "codes" / "analyses.csv").read_text(encoding="utf-8").splitlines()[0]
    assert [field.name for field in fields(AnalysisRow)] == first.split(",")


def test_known_persons_hold_both_kinds_of_number():
    """Twelve CPRs and two replacement CPRs."""
    known = known_persons(suite_root())
    assert {"2512489996", "3001749995", "0703921VJ5", "1206550VK9"} <= known
    assert len(known) == 14


def test_the_tables_of_a_suite_are_made_once_of_its_files(tmp_path: Path):
    """Wherever the suite lies; the second time the same tables are handed out, with all that was worked out of them."""
    shutil.copytree(suite_root() / "fixtures" / "codes", tmp_path / "fixtures" / "codes")
    assert load_tables(tmp_path) == TABLES
    assert load_tables(tmp_path) is load_tables(tmp_path)
