"""The form as PDF: the same content as the DOCX, set by typst."""

from dataclasses import replace
from pathlib import Path

import msgspec

from labcert.reporting.form.model import COLUMNS, SIGN_COLUMNS, SUMMARY_COLUMNS, Form
from labcert.reporting.typesetting import LONGEST_HEADING, shortened, typeset

__all__ = ["to_pdf"]

_TEMPLATE = Path(__file__).parent / "templates" / "form.typ"


def to_pdf(form: Form) -> bytes:
    """Return the document, the same bytes for the same form; raises ToolFault where it can't be set."""
    columns = {"steps": list(COLUMNS), "signing": list(SIGN_COLUMNS), "summary": list(SUMMARY_COLUMNS)}
    titled = replace(
        form,
        title=shortened(form.title, LONGEST_HEADING).strip() or form.session or "–",
        parts=tuple(replace(part, title=shortened(part.title, LONGEST_HEADING)) for part in form.parts),
    )
    return typeset(_TEMPLATE, {**msgspec.to_builtins(titled), "columns": columns}, form.time)
