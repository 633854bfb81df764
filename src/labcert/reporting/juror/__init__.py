"""The juror sheet to print: one page that a person takes along to the screen, and ticks off."""

from labcert.reporting.juror.page import sheet_page

__all__ = ["sheet_page"]
