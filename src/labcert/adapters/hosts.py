"""Starts the simulated hosts as a child process and stops them again."""

import json
import os
import queue
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from labcert.adapters.connection import NO_SECURITY
from labcert.domain.errors import SetupFault, ToolFault, UsageMistake
from labcert.domain.language import _
from labcert.domain.sut import Security

__all__ = ["RunningHosts", "start_hosts"]

READY_SECONDS = 15.0
"""a start takes half a second; a machine that is busy may need more"""


@dataclass
class RunningHosts:
    """Hosts that run. `addresses` (all, plsp, laba, miba, portal) have no path; `token` opens control and journal."""

    addresses: dict[str, str]
    token: str
    _process: "subprocess.Popen[bytes]" = field(repr=False)
    security: Security = NO_SECURITY
    """what the harness trusts and shows when it calls them"""

    def stop(self) -> None:
        """Let the hosts end by themselves, and end them if they do not within three seconds. May be called twice."""
        if self._process.stdin is not None and not self._process.stdin.closed:
            self._process.stdin.close()
        _ended(self._process)
        if self._process.stdout is not None:
            self._process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _ended(process: "subprocess.Popen[bytes]") -> None:
    for end in (None, process.terminate, process.kill):
        if end is not None:
            end()
        try:
            process.wait(3)
        except subprocess.TimeoutExpired:
            continue
        return


def start_hosts(
    data: Path, *, host: str = "", port: int = 0, tls: Security = NO_SECURITY, vendor_token: str = "",
    security: Security = NO_SECURITY,
) -> RunningHosts:  # fmt: skip
    """Start `labcert mock` over a folder and return when it is ready; port 0 means free ports.

    The child ends when this process does, however it ends: it watches the pipe that is its standard input. What it says
    to people is kept in `hosts.log` in the folder. The hosts play Danish systems, whose answers the protocols quote, so
    they speak Danish whatever language the run's reader chose. Raises ToolFault with its own sentence if it does not
    start.

    With `tls` they speak https with its certificate and key, and with its CA they take only callers who show a
    certificate from it; with `vendor_token` PLSP takes messages only from who sends it along. `security` is what the
    harness itself trusts and shows when it calls them. Raises SetupFault where what was asked for can't be had (a port
    in use, a certificate that is out of date).
    """
    data.mkdir(parents=True, exist_ok=True)
    log = data / "hosts.log"
    command = [
        sys.executable,
        "-m",
        "labcert",
        "--lang",
        "da",
        "mock",
        "--data",
        str(data.absolute()),
        "--port",
        str(port),
        *(["--host", host] if host else []),
        "--stop-with-parent",
    ]
    for option, path in (("--tls-ca", tls.ca), ("--tls-cert", tls.certificate), ("--tls-key", tls.key)):
        command += [option, path] if path else []
    environment = os.environ | {"LABCERT_VENDOR_TOKEN": vendor_token}  # and never one that lies about on the machine
    with log.open("wb") as told:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=told, env=environment
        )
    line = _first_line(process)
    try:
        ready = json.loads(line)
        return RunningHosts(ready["addresses"], ready["token"], process, security)
    except (ValueError, KeyError, TypeError) as error:
        process.kill()
        code = process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        ours = (host, port, tls, vendor_token) == ("", 0, NO_SECURITY, "")
        raise (SetupFault if code == UsageMistake.exit_code and not ours else ToolFault)(
            _("De simulerede værter startede ikke: {said}").format(said=said[-1] if said else _("de sagde intet.")),
            where=str(log),
        ) from error


def _first_line(process: "subprocess.Popen[bytes]") -> bytes:
    """Return the child's first line, b"" if it ends or says nothing in time."""
    lines: queue.Queue[bytes] = queue.Queue()
    stream = process.stdout
    assert stream is not None
    threading.Thread(target=lambda: lines.put(stream.readline()), daemon=True).start()
    try:
        return lines.get(timeout=READY_SECONDS)
    except queue.Empty:
        return b""
