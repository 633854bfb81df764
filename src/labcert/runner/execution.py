"""Runs the features in a child process of its own, so that nothing they do can bring the session down."""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from labcert.domain.errors import SetupFault, ToolFault
from labcert.domain.language import _
from labcert.domain.masking import mask_text
from labcert.runner.settings import ALL_RAN, SETUP_BROKE, RunSettings

__all__ = ["FeatureRun", "child_environment", "feature_command"]

PLUGINS = ("pytest_bdd.plugin", "labcert.runner.plugin")
"""named, because plugins of the machine must not be able to change a run"""
LIVE_PLUGINS = ("allure_pytest.plugin", "labcert.runner.allure_bridge")
UNUSED = ("unraisableexception", "threadexception", "faulthandler", "logging", "doctest", "junitxml", "pastebin")
"""plugins of pytest that a run has no use for; two of them collect garbage after every scenario"""
LAST_WORDS = 20_000
"""bytes"""
POLL_SECONDS = 0.03
GRACE_SECONDS = 5.0
"""how long an interrupted child may take to end by itself"""
OURS = ("PYTEST_", "PYTHON")
"""variables that change how Python or pytest work: PYTHONOPTIMIZE takes assertions away, PYTEST_PLUGINS adds plugins"""
PLACES = frozenset({"PYTHONHOME", "PYTHONPATH"})
"""the two that only say where Python's own modules and the caller's lie"""


def child_environment(root: Path) -> dict[str, str]:
    """Return the environment of the child: the machine's, without what could change a run."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS) or name in PLACES}
    path = os.pathsep.join([str(root), *filter(None, [os.environ.get("PYTHONPATH")])])
    own = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": path}
    return kept | own


def feature_command(root: Path, live: str = "") -> list[str]:
    """Return the command that runs features; it waits on standard input for what to run."""
    names = (*PLUGINS, *LIVE_PLUGINS) if live else PLUGINS
    plugins = [word for plugin in names for word in ("-p", plugin)]
    if live:
        plugins += ["--alluredir", live]
    return [
        sys.executable,
        "-X",
        "utf8",
        "-m",
        "pytest",
        "-c",
        str(root / "suite.ini"),
        "--rootdir",
        str(root),
        *plugins,
        *(word for plugin in UNUSED for word in ("-p", f"no:{plugin}")),
        "-q",
        "--no-header",
        "--tb=line",
        "--assert=plain",
        "--capture=no",
        "--labcert-run",
        str(root / "steps"),
    ]


class FeatureRun:
    """The child, which reads pytest and the suite at once and then waits for the settings of its run.

    Use it as a context manager: whatever happens, the child is gone at its end.
    """

    def __init__(self, root: Path, live: str = "") -> None:
        self._root = root.resolve()
        self._folder = tempfile.TemporaryDirectory(prefix="labcert-run-", ignore_cleanup_errors=True)
        self._said = Path(self._folder.name) / "pytest.txt"
        with self._said.open("wb") as output:
            self._child = subprocess.Popen(
                feature_command(self._root, live),
                cwd=self._folder.name,
                env=child_environment(self._root),
                stdin=subprocess.PIPE,  # carries the settings; the child ends when it is closed, for we are gone then
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def run(self, settings: RunSettings, *, watch: Callable[[], None] = lambda: None) -> None:
        """Run the wanted scenarios; raise ToolFault where not every one of them came to its end.

        Raises SetupFault where it stopped because the set-up broke: the same would have happened to every other step.
        `watch` is called a few times a second while it runs. What pytest says is shown only where the run broke.
        """
        session = Path(settings.session).resolve()
        wanted = replace(settings, root=str(self._root), session=str(session))
        with suppress(OSError):  # a child that has ended already is told by its code
            self._input.write(wanted.to_line())
            self._input.flush()
        code = _wait(self._child, watch)
        if code == SETUP_BROKE:
            raise SetupFault(
                _("Opsætningen omkring systemet brød sammen undervejs, så de øvrige trin er ikke kørt."),
                remedy=_("Se grunden ved de sidste trin, ret den, og kør resten."),
            )
        if code != ALL_RAN:
            raise ToolFault(
                _("Kørslen af scenarierne gik i stå hos os (kode {code}).").format(code=code),
                remedy=_remedy(_keep_words(self._said, session)),
            )

    @property
    def _input(self) -> IO[bytes]:
        if self._child.stdin is None:
            raise RuntimeError("the child was started without a pipe")
        return self._child.stdin

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._input.close()
        if self._child.poll() is None:
            _end(self._child)
        self._folder.cleanup()


def _remedy(kept: Path | None) -> str:
    if kept is None:
        return _("De trin, der nåede at blive færdige, er gemt. Kør igen, og skriv til os, hvis det gentager sig.")
    return _("De trin, der nåede at blive færdige, er gemt. Send os filen {path}.").format(path=kept)


def _keep_words(said: Path, session: Path) -> Path | None:
    """Keep what the child said last, for our developers: beside the session, since it is no evidence of it.

    Where one can't write there, it goes to the folder of temporary files; None where it can go nowhere. Numbers that
    may be a person's are masked, for the file leaves the machine.
    """
    words = mask_text(said.read_bytes()[-LAST_WORDS:].decode("utf-8", "replace"), ())
    for folder in (session.parent, Path(tempfile.gettempdir())):
        kept = folder / f"{session.name}-fejl-i-labcert.txt"
        with suppress(OSError), kept.open("a", encoding="utf-8") as file:
            file.write(words)
            return kept
    return None


def _wait(child: subprocess.Popen[bytes], watch: Callable[[], None]) -> int:
    """Wait for the child; an interrupted parent takes it down, also where it doesn't want to go."""
    pause = threading.Event()
    try:
        while child.poll() is None:
            watch()
            pause.wait(POLL_SECONDS)
    except BaseException:
        _end(child)
        raise
    watch()
    return child.returncode


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
