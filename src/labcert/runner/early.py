"""Processes that start while the rest is still read, and stop while the reports are made."""

import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from labcert.adapters.hosts import RunningHosts, start_hosts
from labcert.runner.execution import FeatureRun

__all__ = ["Children", "EarlyHosts"]


class EarlyHosts:
    """The simulated hosts of one run, over a folder of their own that is gone afterwards."""

    def __init__(self, start: Callable[[Path], RunningHosts]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="labcert-hosts-", ignore_cleanup_errors=True)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="hosts")
        self._starting: Future[RunningHosts] = self._pool.submit(start, Path(self._folder.name))

    def ready(self) -> RunningHosts:
        """Wait until they run; raises ToolFault with their own sentence where they do not."""
        return self._starting.result()

    def let_stop(self) -> None:
        """Stop them without waiting for it."""
        if self._starting.done() and self._starting.exception() is None:
            self._pool.submit(self._starting.result().stop)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._starting.exception() is None:
            self._starting.result().stop()
        self._pool.shutdown()
        self._folder.cleanup()


class Children:
    """The hosts and the process that will run the features, started before there is anything for them to do.

    `root` is the suite's folder, `live` a folder for Allure's results while the run goes ("" for none).
    """

    def __init__(self, root: Path, live: str = "", start: Callable[[Path], RunningHosts] = start_hosts) -> None:
        with ExitStack() as stack:
            self.hosts = stack.enter_context(EarlyHosts(start))
            self.features = stack.enter_context(FeatureRun(root, live))
            self._stack = stack.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()
