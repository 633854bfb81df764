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

from labcert.domain.errors import ToolFault
from labcert.domain.language import _
from labcert.domain.masking import mask_text
from labcert.runner.settings import ALL_RAN, RunSettings

__all__ = ["run_features"]

PLUGINS = ("pytest_bdd.plugin", "labcert.runner.plugin")
"""named, because plugins of the machine must not be able to change a run"""
LIVE_PLUGINS = ("allure_pytest.plugin", "labcert.runner.allure_bridge")
UNUSED = ("unraisableexception", "threadexception", "faulthandler", "logging", "doctest", "junitxml", "pastebin")
"""plugins of pytest that a run has no use for; two of them collect garbage after every scenario"""
LAST_WORDS = 20_000
"""bytes"""
GRACE_SECONDS = 5.0
"""how long an interrupted child may take to end by itself"""
OURS = ("PYTEST_", "PYTHON")
"""variables that change how Python or pytest work: PYTHONOPTIMIZE takes assertions away, PYTEST_PLUGINS adds plugins"""
PLACES = frozenset({"PYTHONHOME", "PYTHONPATH"})
"""the two that only say where Python's own modules and the caller's lie"""


def _environment(root: Path) -> dict[str, str]:
    """Return the environment of the child: the machine's, without what could change a run."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS) or name in PLACES}
    path = os.pathsep.join([str(root), *filter(None, [os.environ.get("PYTHONPATH")])])
    own = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": path}
    return kept | own


def _command(settings_file: Path, root: Path, live: str) -> list[str]:
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
        str(settings_file),
        str(root / "steps"),
    ]


def run_features(settings: RunSettings, *, watch: Callable[[], None] = lambda: None) -> None:
    """Run the features of a session; raise ToolFault where not every wanted scenario came to its end.

    `watch` is called a few times a second while it runs. What pytest says is shown only where the run broke.
    """
    root, session = Path(settings.root).resolve(), Path(settings.session).resolve()
    with tempfile.TemporaryDirectory(prefix="labcert-run-") as folder:
        settings_file, said = Path(folder) / "run.json", Path(folder) / "pytest.txt"
        replace(settings, root=str(root), session=str(session)).save(settings_file)
        with said.open("wb") as output:
            child = subprocess.Popen(
                _command(settings_file, root, settings.live),
                cwd=folder,
                env=_environment(root),
                stdin=subprocess.PIPE,  # the child watches it, and ends when this process is gone
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            try:
                code = _wait(child, watch)
            finally:
                _let_go(child)
        if code != ALL_RAN:
            raise ToolFault(
                _("Kørslen af scenarierne gik i stå hos os (kode {code}).").format(code=code),
                remedy=_remedy(_keep_words(said, session)),
            )


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
            pause.wait(0.1)
    except BaseException:
        _end(child)
        raise
    watch()
    return child.returncode


def _let_go(child: subprocess.Popen[bytes]) -> None:
    if child.stdin is not None:
        child.stdin.close()


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
