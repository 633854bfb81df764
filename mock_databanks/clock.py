"""The clock and the maker of identifiers that a simulator is handed, so that a test can hand it others."""

import secrets
from collections.abc import Callable
from datetime import datetime

__all__ = ["Clock", "NewId", "random_id", "wall_clock"]

Clock = Callable[[], datetime]
NewId = Callable[[], str]


def wall_clock() -> datetime:
    """Return the time now with its offset."""
    return datetime.now().astimezone()


def random_id() -> str:
    """Return 16 hexadecimal digits that were never given before."""
    return secrets.token_hex(8)
