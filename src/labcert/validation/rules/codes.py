"""What is asked of a code, its owner, unit and names, and of where it goes."""

from typing import Any

from labcert.validation.rules.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule[Any], ...] = ()
