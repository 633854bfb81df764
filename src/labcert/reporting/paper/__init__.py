"""A session's report on paper: a Danish PDF to read and print."""

from labcert.reporting.paper.as_pdf import to_pdf

__all__ = ["to_pdf"]
