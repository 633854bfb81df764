"""How a function is entered as the defect, or the harmless variant, with an id."""

from collections.abc import Callable
from typing import Any, TypeVar

__all__ = ["OVERRIDES", "variant"]

OVERRIDES: dict[str, Callable[..., Any]] = {}
"""id of a variant -> the method that takes the place of the named one"""
Override = TypeVar("Override", bound=Callable[..., Any])


def variant(id: str) -> Callable[[Override], Override]:
    """Enter a function as the variant with this id."""

    def enter(function: Override) -> Override:
        OVERRIDES[id] = function
        return function

    return enter
