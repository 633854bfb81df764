"""The main job: `labcert demo` from the protocols to a sealed bundle, over real HTTP."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from labcert.domain.events import AttestationGiven, RunStarted, SignOffStated, StepFinished
from labcert.domain.outcome import Outcome
from labcert.domain.suite import suite_root
from labcert.protocol.load import load_suite
from labcert.session import read_log
from tests.support.commands import labcert


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """One demonstration without Allure's page: its folder and what the command said."""
    folder = tmp_path_factory.mktemp("demo") / "pakke"
    return folder, labcert("demo", "--out", folder, "--no-allure")


@pytest.fixture(scope="module")
def suite():
    """The suite of this checkout."""
    return load_suite(suite_root())


@pytest.fixture(scope="module")
def events(demo):
    """What the demonstration's log says."""
    return [entry.event for entry in read_log(demo[0] / "events.jsonl").entries]


def verdict_of(folder: Path) -> dict:
    """The verdict as a machine reads it."""
    return json.loads((folder / "verdict.json").read_text("utf-8"))


def test_the_reference_system_is_approved(demo):
    """The whole programme passes with the reference LPS, the exit code is 0, and the sentence says it is a demo."""
    folder, done = demo
    assert done.returncode == 0, done.stdout + done.stderr
    verdict = verdict_of(folder)
    assert verdict["approved"] is True
    assert verdict["sentence"].startswith("Demonstration, ikke en certificering: Godkendt.")
    assert verdict["sentence"] in done.stdout


def test_every_step_of_the_programme_is_judged_in_the_protocols_order(demo, suite):
    """The verdict has each step of the plan's rows once, and at least 70 of them."""
    expected = [step.id for step in suite.steps_of(suite.programme("pilot"))]
    judged = [step["id"] for step in verdict_of(demo[0])["steps"]]
    assert judged == expected
    assert len(judged) >= 70


def test_no_step_passes_without_evidence(demo):
    """Each step names evidence, and every piece of it lies in the bundle under its sha256."""
    folder = demo[0]
    steps = verdict_of(folder)["steps"]
    assert [step["id"] for step in steps if not step["evidence"]] == []
    assert [piece["path"] for step in steps for piece in step["evidence"] if not (folder / piece["path"]).is_file()] == []


def test_automatic_steps_are_run_and_attested_steps_are_attested_by_demo_persons(events, suite):
    """Each step has a finished scenario; each attested step has the word of every party that must look."""
    finished = {event.step: event.outcome for event in events if isinstance(event, StepFinished)}
    wanted = suite.steps_of(suite.programme("pilot"))
    assert {step.id for step in wanted} == set(finished)
    said = {(event.step, event.party) for event in events if isinstance(event, AttestationGiven) and event.demo}
    must = {(step.id, party) for step in wanted if step.inspection for party in step.inspection.confirmed_by}
    assert must
    assert said == must
    waiting = {step for step, outcome in finished.items() if outcome is Outcome.WAITING}
    assert waiting == {step for step, _party in must}


def test_each_party_of_each_row_signs(demo, events, suite):
    """Every party that the plan's rows name has stated a sign-off and signed the manifest."""
    rows = {(row.row, party) for row in suite.programme("pilot").rows for party in row.parties}
    assert rows <= {(event.row, event.party) for event in events if isinstance(event, SignOffStated)}
    signed = json.loads((demo[0] / "manifest.sig").read_text("utf-8"))["signatures"]
    assert rows <= {(signature["row"], signature["party"]) for signature in signed}


def test_the_hosts_speak_on_addresses_of_their_own(events):
    """PLSP, LABA, MiBa and the portal were reached over HTTP, each on its own address."""
    (started,) = [event for event in events if isinstance(event, RunStarted)]
    own = [started.addresses[host] for host in ("plsp", "laba", "miba", "portal")]
    assert all(address.startswith("http://127.0.0.1:") for address in own)
    assert len(set(own)) == 4


def test_the_bundle_verifies_only_for_those_who_trust_its_key(demo):
    """Without a trusted certificate the answer is UNKNOWN (exit 4); with the demo's own it is VALID (exit 0)."""
    folder = demo[0]
    assert labcert("verify", folder).returncode == 4
    assert labcert("verify", folder, "--trust", folder / "demo-trust.pem").returncode == 0


@pytest.mark.parametrize("name", ["report.html", "verdict.json", "events.jsonl", "journals/laba.jsonl"])
def test_a_changed_byte_is_found_and_named(demo, tmp_path, name):
    """One changed byte in any file breaks the bundle, and the file is named."""
    bundle = tmp_path / "pakke"
    shutil.copytree(demo[0], bundle)
    data = bytearray((bundle / name).read_bytes())
    data[len(data) // 2] ^= 1
    (bundle / name).write_bytes(data)
    done = labcert("verify", bundle, "--trust", bundle / "demo-trust.pem", "--format", "json")
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["result"]) == (1, "BROKEN")
    assert name in {reason["file"] for reason in answer["reasons"]}


def test_added_and_removed_files_are_found_and_named(demo, tmp_path):
    """A file that was added or taken away breaks the bundle too."""
    bundle = tmp_path / "pakke"
    shutil.copytree(demo[0], bundle)
    (bundle / "ekstra.txt").write_text("x")
    (bundle / "verdict.json").unlink()
    answer = json.loads(labcert("verify", bundle, "--format", "json").stdout)
    assert answer["result"] == "BROKEN"
    assert {"ekstra.txt", "verdict.json"} <= {reason["file"] for reason in answer["reasons"]}


def test_the_bundle_names_no_place_on_this_machine(demo):
    """No file of the bundle holds the path it was made in: the bundle can be read anywhere."""
    folder = demo[0]
    own = str(folder.parent).encode()
    assert [path.name for path in folder.rglob("*") if path.is_file() and own in path.read_bytes()] == []


def test_report_is_small_and_says_it_is_a_demonstration(demo):
    """report.html is below 1 MB, and says aloud that it is a demonstration."""
    page = (demo[0] / "report.html").read_bytes()
    assert len(page) < 1_000_000
    assert "DEMONSTRATION" in page.decode("utf-8").upper()


def test_allure_results_have_each_step_and_each_sign_off(demo, suite):
    """Allure has at least a result for each step and one for each sign-off."""
    results = [json.loads(path.read_text("utf-8")) for path in (demo[0] / "allure-results").glob("*-result.json")]
    tagged = {label["value"] for result in results for label in result["labels"] if label["name"] == "tag"}
    assert {step.id for step in suite.steps_of(suite.programme("pilot"))} <= tagged
    assert len([r for r in results if any(label["value"] == "Underskrifter" for label in r["labels"])]) >= 10


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    """The second click on the same folder is refused in one sentence, and nothing in it is touched."""
    (tmp_path / "mit.txt").write_text("uændret")
    done = labcert("demo", "--out", tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["mit.txt"]


def test_a_place_that_can_not_be_written_is_told(tmp_path):
    """A path below a file can't be a folder: one sentence, exit code 2."""
    (tmp_path / "fil").write_text("x")
    done = labcert("demo", "--out", tmp_path / "fil" / "pakke")
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (2, 1), done.stderr


def test_an_unknown_defect_is_told_with_those_that_exist(tmp_path):
    """A wrong word is answered with the right ones, and nothing is run."""
    done = labcert("demo", "--defect", "wrong-unt", "--out", tmp_path / "x")
    assert done.returncode == 2
    assert "wrong-unit" in done.stderr
    assert not (tmp_path / "x").exists()


def test_without_allures_generator_everything_else_is_made(tmp_path):
    """Where the generator can't be had, one sentence says so and how to get it; the rest is made and sealed."""
    bundle = tmp_path / "pakke"
    done = labcert("demo", "--out", bundle, "--no-fetch", XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert done.returncode == 0, done.stderr
    assert "labcert setup" in done.stdout
    assert (bundle / "report.html").is_file()
    assert not (bundle / "allure.html").exists()
    assert labcert("verify", bundle, "--trust", bundle / "demo-trust.pem").returncode == 0


def _processes_of(place: Path) -> list[str]:
    """The processes whose command line names the place (Linux)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            words = entry.read_bytes()
            if str(place).encode() in words:
                found.append(words.replace(b"\0", b" ").decode("utf-8", "replace"))
    return found


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="reads Linux' list of processes")
def test_a_killed_demonstration_leaves_a_whole_log_and_no_process(tmp_path):
    """After kill -9 the log can be read, nothing runs on, and verify says in a sentence that nothing is sealed."""
    bundle, scratch = tmp_path / "pakke", tmp_path / "tmp"
    scratch.mkdir()
    command = [sys.executable, "-m", "labcert", "demo", "--no-allure", "--out", str(bundle)]
    with subprocess.Popen(command, env=os.environ | {"TMPDIR": str(scratch)}, stderr=subprocess.DEVNULL) as demo:
        until(lambda: (bundle / "events.jsonl").exists() and b"StepFinished" in (bundle / "events.jsonl").read_bytes())
        demo.kill()
    until(lambda: not _processes_of(tmp_path))
    kept = read_log(bundle / "events.jsonl").entries
    assert any(isinstance(entry.event, StepFinished) for entry in kept)
    done = labcert("verify", bundle)
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (2, 1)


def until(holds, seconds=20.0):
    """Wait until something holds; fail where it doesn't in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.05)
