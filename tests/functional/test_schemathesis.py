"""schemathesis throws at our HTTP interfaces what their documents allow and what they forbid, and finds nothing."""

import json
import os
import subprocess
import sys

import pytest

from labcert.domain.events import RunFinished, RunStarted
from labcert.domain.outcome import Outcome
from labcert.domain.suite import suite_root
from labcert.protocol.load import load_suite
from labcert.runner.certifying import programme_of
from labcert.runner.delivery import Finished, Reports, deliver
from labcert.runner.marks import local_time
from labcert.session import EventLog, read_log
from labcert.session.verdict import compute
from labcert.web.api.app import ApiSettings, build_app
from tests.support.rest import TOKEN, Worker, serving

HOSTS_CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,"
    "response_headers_conformance,ignored_auth"
)
"""the hosts document methods that they refuse (nothing that is shared is deleted), and bodies that no schema of JSON describes"""
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
    ("examples", "kind"),
    [
        (4, "store"),
        pytest.param(300, "folder", marks=pytest.mark.endurance),
        pytest.param(40, "store", marks=pytest.mark.endurance),  # every session begun waits for the disk, twice
    ],
)
def test_schemathesis_finds_nothing_in_the_rest_interface(tmp_path, examples, kind):
    """Right and wrong bodies, paths, heads, methods and tokens, and calls that follow from each other.

    A run runs no step: what is judged, shown and sealed is a session without results.
    """

    def without_steps(_job, folder):
        if folder.signatures.exists():
            return
        with EventLog(folder.events, local_time) as log:
            log.append(RunStarted(1, (), {}))
            log.append(RunFinished(1, Outcome.NOT_RUN, ""))
        entries = read_log(folder.events).entries
        programme = programme_of(suite, entries[0].event.programme)
        verdict = compute(suite, programme, entries)
        deliver(Finished(folder, suite, programme, entries, verdict), Reports(allure=False), lambda _phase: None)

    suite, worker = load_suite(suite_root()), Worker(todo=without_steps)
    settings = ApiSettings(tmp_path / "store" if kind == "folder" else f"sqlite:///{tmp_path}/lager.db", {TOKEN: "api"})
    with serving(build_app(settings, worker, suite)) as address:
        done = thrown_at(
            tmp_path, address, "/api/openapi.json", "--header", f"Authorization: Bearer {TOKEN}", "--max-examples", str(examples)
        )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    errors = list(tmp_path.glob("**/labcert-web-fejl.log"))
    assert not errors, errors[0].read_text()
    assert "16 selected / 16 total" in done.stdout
    assert len(worker.ran) > examples // 10, "runs were begun, too"


@pytest.mark.parametrize("examples", [4, pytest.param(300, marks=pytest.mark.endurance)], ids=["few", "many"])
def test_schemathesis_finds_nothing_in_the_hosts(tmp_path, examples):
    """Every answer of PLSP, LABA, MiBa and the portal is one that their document has; faults, which are switched, apart."""
    with subprocess.Popen(
        [sys.executable, "-m", "labcert", "mock", "--port", "0", "--data", tmp_path / "data", "--stop-with-parent"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=tmp_path,
    ) as hosts:  # fmt: skip
        told = json.loads(hosts.stdout.readline())
        done = thrown_at(
            tmp_path, told["addresses"]["all"], "/openapi.json", "--header", f"Authorization: Bearer {told['token']}",
            "--max-examples", str(examples), "--checks", HOSTS_CHECKS, "--exclude-path-regex", "^/control",
        )  # fmt: skip
        hosts.stdin.close()
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert not list((tmp_path / "data").glob("**/errors.log"))
