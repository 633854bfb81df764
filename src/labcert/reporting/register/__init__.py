"""MedCom's register of approvals: one row an approved version of a system, a standard and a kind of test."""

from labcert.reporting.register.as_html import register_page
from labcert.reporting.register.as_json import register_json
from labcert.reporting.register.model import Register, RegisterRow, Standing
from labcert.reporting.register.table import register_table
from labcert.reporting.register.words import register_sentence

__all__ = [
    "Register", "RegisterRow", "Standing", "register_json", "register_page", "register_sentence", "register_table",
]
