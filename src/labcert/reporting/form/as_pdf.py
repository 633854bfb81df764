"""The form as PDF: the same content as the DOCX, set by typst."""

from pathlib import Path

import msgspec

from labcert.reporting.form.model import COLUMNS, SIGN_COLUMNS, SUMMARY_COLUMNS, Form
from labcert.reporting.typesetting import typeset

__all__ = ["to_pdf"]

_TEMPLATE = Path(__file__).parent / "templates" / "form.typ"


def to_pdf(form: Form) -> bytes:
    """Return the document, the same bytes for the same form; raises ToolFault where it can't be set."""
    columns = {"steps": list(COLUMNS), "signing": list(SIGN_COLUMNS), "summary": list(SUMMARY_COLUMNS)}
    return typeset(_TEMPLATE, {**msgspec.to_builtins(form), "columns": columns}, form.time)
