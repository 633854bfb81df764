"""A program that lives for a whole run and answers each JSON line with one: what `mode: lines` of sut.yaml means."""

import contextlib
import queue
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from labcert.adapters.child import PIECE_BYTES, PIPE_SECONDS, Captured, Child, Ended, reader, start

__all__ = ["Conversation"]

LEAVE_SECONDS = 3.0
"""how long the program may take to end by itself when its input is closed"""


class Conversation:
    """The program, started when it is first asked something, and anew after it died, hung or spoke out of turn."""

    def __init__(self, command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
        self._command, self._folder, self._environment = command, folder, environment
        self._running: _Running | None = None

    def ask(self, line: bytes, seconds: float) -> Ended:
        """Put one line (without its end) and return the line that answers it.

        `code` is 0 where a line came, None where none came in time, else what the program ended with. Whoever can't
        use the answer calls `end`. Raises SetupFault where the program can't be started.
        """
        if self._running is None:
            self._running = _Running(start(self._command, self._folder, self._environment, talk=True))
        return self._running.answer(line, seconds)

    def end(self) -> None:
        """End the program at once, so that the next thing to do begins clean."""
        running, self._running = self._running, None
        if running is not None:
            running.end()

    def close(self) -> None:
        """Close the program's input and let it end by itself, or end it. May be called twice."""
        if self._running is not None:
            self._running.leave()
        self.end()


class _Running:
    """One life of the program."""

    def __init__(self, child: Child) -> None:
        self._child, self._errors = child, Captured()
        self._lines: queue.Queue[Captured | None] = queue.Queue()
        self._readers = [
            reader(child.process.stderr, lambda data: self._errors.add(data)),  # noqa: PLW0108 - is exchanged
            threading.Thread(target=self._read_lines, daemon=True),
        ]
        self._readers[1].start()

    def answer(self, line: bytes, seconds: float) -> Ended:
        began = time.monotonic()
        try:
            early = self._lines.get_nowait()
        except queue.Empty:
            ended = self._asked(line, seconds)
        else:  # nobody asked: from here on no answer could be told from another
            ended = self._over() if early is None else Ended(0, early, Captured(), 0, out_of_turn=True)
        if ended.code != 0:
            self.end()
        errors, self._errors = self._errors, Captured()
        return replace(ended, err=errors, seconds=time.monotonic() - began)

    def leave(self) -> None:
        """Close its input, which says that nothing more is asked, and give it time."""
        stream = self._child.process.stdin
        with contextlib.suppress(OSError):
            if stream is not None:
                stream.close()
        self._child.wait(LEAVE_SECONDS)

    def end(self) -> None:
        """End it and all it started; nothing is held open afterwards."""
        self._child.end()
        for each in self._readers:
            each.join(PIPE_SECONDS)
        stream = self._child.process.stdin
        with contextlib.suppress(OSError):
            if stream is not None:
                stream.close()

    def _asked(self, line: bytes, seconds: float) -> Ended:
        threading.Thread(target=self._write, args=(line,), daemon=True).start()  # it may never read
        try:
            said = self._lines.get(timeout=seconds)
        except queue.Empty:
            return Ended(None, Captured(), Captured(), 0)
        return self._over() if said is None else Ended(0, said, Captured(), 0)

    def _over(self) -> Ended:
        """Its output is closed; where it lives on all the same it will never answer, and has hung."""
        return Ended(self._child.wait(PIPE_SECONDS), Captured(), Captured(), 0)

    def _write(self, line: bytes) -> None:
        stream = self._child.process.stdin
        assert stream is not None
        rest = line + b"\n"
        with contextlib.suppress(OSError, ValueError):  # it ended, or was ended, before it had read all of the line
            while rest:
                rest = rest[stream.write(rest) :]

    def _read_lines(self) -> None:
        """Put each line as it comes, as far as it can be kept, and None at the end of the output."""
        stream = self._child.process.stdout
        assert stream is not None
        line = Captured()
        with contextlib.suppress(OSError, ValueError), stream:
            while data := stream.read(PIECE_BYTES):
                *ended, rest = data.split(b"\n")
                for piece in ended:
                    line.add(piece)
                    self._lines.put(line)
                    line = Captured()
                line.add(rest)
        if line.size:
            self._lines.put(line)
        self._lines.put(None)
