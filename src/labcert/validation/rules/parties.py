"""What is asked of sender, receiver and copy receiver."""

from typing import Any

from labcert.validation.rules.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule[Any], ...] = ()
