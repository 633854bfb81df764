"""Runs the features in a child process of its own, so that nothing they do can bring the session down."""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from labcert.domain.errors import ToolFault
from labcert.domain.language import _
from labcert.runner.settings import RunSettings

__all__ = ["run_features"]

PYTEST_OK, PYTEST_TESTS_FAILED = 0, 1
"""the two exit codes of pytest that say that every scenario was run; the outcomes stand in the log"""
PLUGINS = ("pytest_bdd.plugin", "labcert.runner.plugin")
"""named, because plugins of the machine must not be able to change a run"""
LIVE_PLUGINS = ("allure_pytest.plugin", "labcert.runner.allure_bridge")
LAST_WORDS = 20_000
"""bytes"""


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
        "-q",
        "--no-header",
        "--tb=short",
        "--labcert-run",
        str(settings_file),
        str(root / "steps"),
    ]


def run_features(settings: RunSettings, *, watch: Callable[[], None] = lambda: None) -> None:
    """Run the features of a session; raise ToolFault where the run itself broke.

    `watch` is called a few times a second while it runs. What pytest says is shown only where the run broke.
    """
    root = Path(settings.root)
    environment = {
        **os.environ,
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTEST_ADDOPTS": "",
        "PYTHONPATH": os.pathsep.join([str(root), *filter(None, [os.environ.get("PYTHONPATH")])]),
    }
    with tempfile.TemporaryDirectory(prefix="labcert-run-") as folder:
        settings_file, said = Path(folder) / "run.json", Path(folder) / "pytest.txt"
        settings.save(settings_file)
        with said.open("wb") as output:
            child = subprocess.Popen(
                _command(settings_file, root, settings.live),
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            code = _wait(child, watch)
        if code not in (PYTEST_OK, PYTEST_TESTS_FAILED):
            kept = _keep_words(said, Path(settings.session))
            raise ToolFault(
                _("Kørslen af scenarierne gik i stå hos os (kode {code}).").format(code=code),
                remedy=_("De trin, der nåede at blive færdige, er gemt. Send os filen {path}.").format(path=kept),
            )


def _keep_words(said: Path, session: Path) -> Path:
    """Keep what the child said last, for our developers: beside the session, since it is no evidence of it."""
    kept = session.with_name(f"{session.name}-fejl-i-labcert.txt")
    kept.write_bytes(said.read_bytes()[-LAST_WORDS:])
    return kept


def _wait(child: subprocess.Popen[bytes], watch: Callable[[], None]) -> int:
    """Wait for the child; an interrupted parent takes it down."""
    pause = threading.Event()
    try:
        while child.poll() is None:
            watch()
            pause.wait(0.1)
    except BaseException:
        child.terminate()
        child.wait(10)
        raise
    watch()
    return child.returncode
