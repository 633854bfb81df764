"""What is certain of an answer beside a limit, whatever its operator leaves open. Pure functions of numbers.

The operator is mindre_end or stoerre_end; any other, and none, means the number itself. Of a missing limit nothing is
certain.
"""

from decimal import Decimal

__all__ = ["certainly_above", "certainly_below", "certainly_not_above", "certainly_not_below"]

LESS, GREATER = "mindre_end", "stoerre_end"


def certainly_above(number: Decimal, operator: str | None, limit: Decimal | None) -> bool:
    """5 is above 4; so is "greater than 4"."""
    if limit is None or operator == LESS:
        return False
    return number >= limit if operator == GREATER else number > limit


def certainly_below(number: Decimal, operator: str | None, limit: Decimal | None) -> bool:
    """3 is below 4; so is "less than 4"."""
    if limit is None or operator == GREATER:
        return False
    return number <= limit if operator == LESS else number < limit


def certainly_not_above(number: Decimal, operator: str | None, limit: Decimal | None) -> bool:
    """4 is not above 4; nor is "less than 4"."""
    return limit is not None and operator != GREATER and number <= limit


def certainly_not_below(number: Decimal, operator: str | None, limit: Decimal | None) -> bool:
    """4 is not below 4; nor is "greater than 4"."""
    return limit is not None and operator != LESS and number >= limit
