"""What is asked of the patient: number, name and consent."""

from typing import Any

from labcert.validation.rules.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule[Any], ...] = ()
