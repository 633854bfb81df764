"""What people read of the checks that are no rules on views: reading, identifying, the schema, the persons."""

from labcert.validation.rules.rule import RuleText

__all__ = ["BASICS"]

BASICS: tuple[RuleText, ...] = ()
