"""The register as a table with MedCom's columns, for CSV and XLSX."""

from labcert.domain.language import _
from labcert.reporting.listing import Cell, Column, Table
from labcert.reporting.register.model import Register, RegisterRow
from labcert.reporting.register.words import standing_word

__all__ = ["COLUMNS", "cells", "register_table"]

COLUMNS = (
    Column("Leverandør", 24), Column("System", 20), Column("Version", 12), Column("Systemtype", 12),
    Column("Standard", 10), Column("Standardversion", 16), Column("Retning", 12), Column("Testtype", 14),
    Column("Program", 14), Column("Protokolversion", 15), Column("Godkendt dato", 14), Column("Certifikat", 44),
    Column("Gyldig til", 12), Column("Status", 20), Column("Afvigelser", 20), Column("Session", 40),
)  # fmt: skip
"""The register's own words, Danish in every language."""


def register_table(register: Register) -> Table:
    """Return the register's rows in order; dates are dates."""
    return Table("Register", COLUMNS, tuple(cells(row) for row in register.rows))


def cells(row: RegisterRow) -> tuple[Cell, ...]:
    """Return a row's cells in the order of COLUMNS."""
    return (
        row.vendor, row.system, row.version, row.system_type, row.standard, row.standard_version, row.direction,
        row.test_type, row.programme, row.programme_version, row.approved, row.certificate or None, row.valid_to,
        told_standing(row), told_deviations(row), row.session,
    )  # fmt: skip


def told_standing(row: RegisterRow) -> str:
    """Return what stands in the column Status; what rests on a TEST certificate says so."""
    word = standing_word(row.standing)
    return _("{standing} (TEST)").format(standing=word) if row.test else word


def told_deviations(row: RegisterRow) -> str | None:
    """Return how many deviations there are and from which requirements: 2: SAM-03, MED-01."""
    return f"{len(row.deviations)}: {', '.join(row.deviations)}" if row.deviations else None
