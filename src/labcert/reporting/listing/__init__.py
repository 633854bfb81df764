"""A session's report as tables for a spreadsheet: steps, findings, deviations, requirements and signatures."""

from labcert.reporting.listing.as_csv import to_csv
from labcert.reporting.listing.as_xlsx import to_xlsx
from labcert.reporting.listing.table import Cell, Column, Table
from labcert.reporting.listing.tables import steps_table, tables_of

__all__ = ["Cell", "Column", "Table", "steps_table", "tables_of", "to_csv", "to_xlsx"]
