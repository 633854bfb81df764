"""One writer at a time, also between processes."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

__all__ = ["locked"]


@contextmanager
def locked(file: IO[bytes]) -> Iterator[None]:
    """Hold the file for oneself for as long as the block lasts.

    Windows locks ranges of bytes against readers too, so there only the threads of one process are kept apart
    (by the caller); two processes that write one session at once are found by the chain instead.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    fcntl.flock(file.fileno(), fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)
