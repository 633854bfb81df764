"""schemathesis throws at our HTTP interfaces what their documents allow and what they forbid, and finds nothing."""

import os
import subprocess
import sys

import pytest

from labcert.domain.suite import suite_root
from labcert.protocol.load import load_suite
from labcert.runner.certifying import programme_of
from labcert.runner.delivery import Finished, Reports, deliver
from labcert.session import read_log
from labcert.session.verdict import compute
from labcert.web.api.app import ApiSettings, build_app
from tests.support.rest import TOKEN, Worker, serving

CONFIG = """
# What no schema can say is which programmes, protocols and steps a suite has: another one is refused with 422.
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "404", "409", "422"]
"""


def thrown_at(folder, address, document, *words):
    """Run schemathesis; give back how it ended."""
    (folder / "schemathesis.toml").write_text(CONFIG)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    return subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", "--config-file", folder / "schemathesis.toml", "run", address + document,
         "--seed", "20261123", "--generation-deterministic", "--no-color", *words],
        cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=550, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "examples", [4, pytest.param(300, marks=pytest.mark.endurance)], ids=["few", "many"]
)
def test_schemathesis_finds_nothing_in_the_rest_interface(tmp_path, examples):
    """Right and wrong bodies, paths, heads, methods and tokens, and calls that follow from each other.

    A run runs no step: what is judged, shown and sealed is a session without results.
    """

    def without_steps(_job, folder):
        if folder.signatures.exists():
            return
        entries = read_log(folder.events).entries
        programme = programme_of(suite, entries[0].event.programme)
        verdict = compute(suite, programme, entries)
        deliver(Finished(folder, suite, programme, entries, verdict), Reports(allure=False), lambda _phase: None)

    suite, worker = load_suite(suite_root()), Worker(todo=without_steps)
    settings = ApiSettings(tmp_path / "store", {TOKEN: "api"})
    with serving(build_app(settings, worker, suite)) as address:
        done = thrown_at(
            tmp_path, address, "/api/openapi.json", "--header", f"Authorization: Bearer {TOKEN}", "--max-examples", str(examples)
        )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert not settings.errors.exists(), settings.errors.read_text()
    assert "13 selected / 13 total" in done.stdout
    assert len(worker.ran) > 5
