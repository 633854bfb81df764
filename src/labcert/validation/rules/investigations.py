"""What is asked of a microbiological investigation: cultures, resistance patterns, quantities, microscopy."""

from typing import Any

from labcert.validation.rules.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule[Any], ...] = ()
