"""The code tables: what they hold, what they do not decide, and how a wrong table is told."""

import shutil
from pathlib import Path

import pytest

from labcert.domain.errors import UsageMistake
from labcert.domain.suite import suite_root
from labcert.validation import known_persons, load_tables

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


@pytest.mark.parametrize(
    ("line", "told"),
    [("NPU1,SST", "felter"), ("NPU1,SST,biochemistry,1,2025-01-01,en, to", "felter")],
)
def test_a_wrong_line_is_told_with_its_number(tmp_path: Path, line: str, told: str):
    """File, line and what to do; nothing is guessed."""
    shutil.copytree(suite_root() / "fixtures" / "codes", tmp_path / "fixtures" / "codes")
    path = tmp_path / "fixtures" / "codes" / "routing.csv"
    first = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(f"{first}\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageMistake, match=told) as caught:
        load_tables(tmp_path)
    assert caught.value.where == "routing.csv:2"


def test_a_table_with_other_columns_is_refused(tmp_path: Path):
    """The columns are the contract."""
    shutil.copytree(suite_root() / "fixtures" / "codes", tmp_path / "fixtures" / "codes")
    (tmp_path / "fixtures" / "codes" / "mapping.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(UsageMistake, match="kolonnerne"):
        load_tables(tmp_path)


def test_a_missing_table_is_told(tmp_path: Path):
    """A suite without tables can not route anything, and says so."""
    with pytest.raises(UsageMistake, match=r"analyses\.csv"):
        load_tables(tmp_path)


def test_known_persons_hold_both_kinds_of_number():
    """Twelve CPRs and two replacement CPRs."""
    known = known_persons(suite_root())
    assert {"2512489996", "3001749995", "0703921VJ5", "1206550VK9"} <= known
    assert len(known) == 14
