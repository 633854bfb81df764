"""Starting, stopping and being killed: nothing that was answered with 202 is lost, and every trouble is a sentence."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
import requests

from labcert.adapters.hosts import start_hosts
from labcert.adapters.http_databank import HttpDatabank
from labcert.adapters.http_hub import HttpHub
from labcert.adapters.http_world import HttpFaults
from labcert.domain.errors import ToolFault
from tests.support.certificates import issue
from tests.support.lab_messages import NANCY, Answer, biochemistry, envelope
from tests.support.recording import RecordingSink

XML = {"Content-Type": "application/xml"}


def message(number):
    """A message with identifiers of its own."""
    return envelope(
        biochemistry(Answer(letter=f"L{number}", sample=f"RP{number}", laboratory_sample=f"LP{number}")),
        identifier=f"E{number}",
    )


def run_mock(*arguments, seconds=20):
    """Run the command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "labcert", "mock", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


def test_what_was_answered_202_survives_kill_9(tmp_path):
    """Killed while clients post: after a new start every message with a 202 is there, forwarded, and held once."""
    answered: list[int] = []

    def post(address, first):
        with requests.Session() as session:
            for number in range(first, first + 1000, 2):
                try:
                    if (
                        session.post(
                            f"{address}/plsp/messages", data=message(number), headers=XML, timeout=5
                        ).status_code
                        == 202
                    ):
                        answered.append(number)
                except requests.RequestException:
                    return

    hosts = start_hosts(tmp_path)
    threads = [threading.Thread(target=post, args=(hosts.addresses["plsp"], first)) for first in (0, 1)]
    for thread in threads:
        thread.start()
    time.sleep(0.7)
    os.kill(hosts._process.pid, signal.SIGKILL)
    for thread in threads:
        thread.join()
    hosts.stop()
    assert answered
    with (
        start_hosts(tmp_path) as again,
        closing(HttpDatabank("LABA", again.addresses["laba"], RecordingSink(), token=again.token)) as laba,
    ):
        held = laba.answers(NANCY, "")
        samples = [answer.sample for answer in held]
        assert {f"RP{number}" for number in answered} <= set(samples)
        assert len(samples) == len(set(samples))
        assert all(len(answer.versions) == 1 for answer in held)


def test_letters_that_waited_are_forwarded_after_a_new_start(tmp_path):
    """A fault lives in memory, a letter on disk."""
    with (
        start_hosts(tmp_path) as hosts,
        closing(HttpHub(hosts.addresses["plsp"], RecordingSink(), token=hosts.token)) as hub,
    ):
        with closing(HttpFaults(hosts.addresses["all"], RecordingSink(), token=hosts.token)) as faults:
            faults.switch("laba", "unavailable")
        hub.deliver(message(1))
        assert hub.message("E1").letters[0].state == "waiting"
    with (
        start_hosts(tmp_path) as hosts,
        closing(HttpHub(hosts.addresses["plsp"], RecordingSink(), token=hosts.token)) as hub,
    ):
        assert hub.message("E1").letters[0].state == "accepted"
        assert hub.message("E1").raw == message(1)


def test_a_torn_journal_is_set_aside_and_told(tmp_path):
    """The sentence names both files; the rest is there."""
    with (
        start_hosts(tmp_path) as hosts,
        closing(HttpHub(hosts.addresses["plsp"], RecordingSink(), token=hosts.token)) as hub,
    ):
        hub.deliver(message(1))
        hub.message("E1")
    with (tmp_path / "plsp" / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"seq":99,"time":"2025-1')
    with (
        start_hosts(tmp_path) as hosts,
        closing(HttpHub(hosts.addresses["plsp"], RecordingSink(), token=hosts.token)) as hub,
    ):
        assert hub.message("E1").letters[0].state == "accepted"
    assert b'"seq":99' in (tmp_path / "plsp" / "journal.jsonl.broken").read_bytes()
    assert "journal.jsonl.broken" in (tmp_path / "hosts.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_hosts_at_once_without_a_trace(tmp_path, number):
    """Exit code 0, no stack trace, though a client keeps its connection."""
    hosts = start_hosts(tmp_path)
    with requests.Session() as session:
        session.get(f"{hosts.addresses['all']}/health", timeout=5)
        before = time.monotonic()
        hosts._process.send_signal(number)
        assert hosts._process.wait(5) == 0
        assert time.monotonic() - before < 3
    hosts.stop()
    assert "Traceback" not in (tmp_path / "hosts.log").read_text(encoding="utf-8")


def test_the_hosts_end_with_the_process_that_started_them(tmp_path):
    """Even when that one is killed and can say nothing."""
    code = (
        "import os, pathlib, signal, sys; from labcert.adapters.hosts import start_hosts\n"
        "hosts = start_hosts(pathlib.Path(sys.argv[1])); print(hosts._process.pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    parent = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, timeout=20, check=False
    )
    child = int(parent.stdout)
    for _attempt in range(100):
        stat = Path(f"/proc/{child}/stat")
        if not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return
        time.sleep(0.05)
    pytest.fail("the hosts live on")


def test_a_taken_port_is_told_with_what_to_do(tmp_path):
    """Exit code 2 and one sentence, whichever of the five ports it is."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for first in (port, port - 2):
            ended = run_mock("--port", first, "--data", tmp_path)
            assert (ended.returncode, ended.stdout) == (2, "")
            assert "--port 0" in ended.stderr
            assert "Traceback" not in ended.stderr


def test_a_folder_in_use_is_told(tmp_path):
    """Two processes over one journal would spoil it."""
    with start_hosts(tmp_path):
        ended = run_mock("--port", 0, "--data", tmp_path)
        assert ended.returncode == 2
        assert "bruges allerede" in ended.stderr


def test_a_folder_that_can_not_be_written_is_told(tmp_path):
    """A file stands where the folder should be."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    ended = run_mock("--port", 0, "--data", tmp_path / "file" / "data")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "--data" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_start_that_fails_is_a_fault_with_the_hosts_own_sentence(tmp_path):
    """Who starts the hosts from a programme hears the same sentence."""
    journal = tmp_path / "plsp" / "journal.jsonl"
    journal.parent.mkdir()
    journal.write_bytes(b'broken\n{"seq":1,"time":"t","host":"plsp","event":"started"}\n')
    with pytest.raises(ToolFault, match="linje 1 er ødelagt"):
        start_hosts(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--tls-key", "k.pem"], "--tls-cert"),
        (["--tls-cert", "missing.pem"], "missing.pem"),
        (["--tls-cert", __file__], "PEM"),
    ],
)
def test_wrong_certificates_are_told(tmp_path, arguments, says):
    """A missing file, a file that is no certificate, a key alone."""
    ended = run_mock("--port", 0, "--data", tmp_path, *arguments)
    assert ended.returncode == 2
    assert says in ended.stderr
    assert "Traceback" not in ended.stderr


def test_mutual_tls_from_client_to_databank(tmp_path):
    """With a certificate of the issuer everything works, forwarding too; without one nobody gets in."""
    files = issue(tmp_path)
    command = [
        sys.executable,
        "-m",
        "labcert",
        "mock",
        "--data",
        str(tmp_path / "data"),
        "--port",
        "0",
        "--stop-with-parent",
    ]
    command += [part for name in files for part in (f"--tls-{name}", str(files[name]))]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    ready = requests.models.complexjson.loads(process.stdout.readline())
    address, bearer = ready["addresses"]["plsp"], {"Authorization": f"Bearer {ready['token']}"}
    with requests.Session() as session:
        session.trust_env = False  # else REQUESTS_CA_BUNDLE of the machine would win
        session.verify, session.cert = str(files["ca"]), (str(files["cert"]), str(files["key"]))
        assert session.post(f"{address}/plsp/messages", data=message(1), headers=XML, timeout=5).status_code == 202
        found = session.get(f"{address}/plsp/messages?envelope=E1&settled=5", headers=bearer, timeout=10)
        assert found.json()["status"] == "accepted"
        page = session.get(f"{ready['addresses']['portal']}/portal/citizen/{NANCY}", timeout=5)
        assert "RP1" in page.text
    with pytest.raises(requests.RequestException):
        requests.get(f"{address}/health", verify=str(files["ca"]), timeout=5)
    process.stdin.close()
    assert process.wait(5) == 0
    process.stdout.close()
