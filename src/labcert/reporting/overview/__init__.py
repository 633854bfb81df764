"""The project group's page: every system and every row of the plan, what is reached, and what is late."""

from labcert.reporting.overview.as_html import overview_page
from labcert.reporting.overview.as_json import overview_json
from labcert.reporting.overview.model import Cell, CellState, Overview, SystemLine
from labcert.reporting.overview.words import overview_sentence

__all__ = ["Cell", "CellState", "Overview", "SystemLine", "overview_json", "overview_page", "overview_sentence"]
