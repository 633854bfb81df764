"""What is asked of the numbers of envelopes, letters and samples."""

from typing import Any

from labcert.validation.rules.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule[Any], ...] = ()
