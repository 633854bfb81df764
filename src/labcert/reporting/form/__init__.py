"""A protocol in MedCom's form, blank or filled in from a session, as DOCX and PDF."""

from labcert.reporting.form.as_docx import to_docx
from labcert.reporting.form.as_pdf import to_pdf
from labcert.reporting.form.blank import blank_form
from labcert.reporting.form.filling import filled_form
from labcert.reporting.form.model import Form

__all__ = ["Form", "blank_form", "filled_form", "to_docx", "to_pdf"]
