"""What is asked of references to addresses and files."""

from typing import Any

from labcert.validation.rules.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule[Any], ...] = ()
