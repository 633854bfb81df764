"""`labcert preflight`: a table of checks whose findings are set-up faults."""

import json
import sys
from pathlib import Path

import pytest

from labcert.domain.suite import suite_root
from tests.support.commands import labcert

WHO = "vendor: {name: Leverandøren A/S}\nsystem: {name: LægeSystemet, version: '1.0'}\nstandards: [XRPT01]\n"
DENMARK = {"TZ": "Europe/Copenhagen"}


def preflight(folder: Path, text: str, *words: object, **env: str):
    """Run a preflight on a sut.yaml; return exit code, checks and stderr."""
    (folder / "sut.yaml").write_text(WHO + text, "utf-8")
    done = labcert("preflight", "--sut", folder / "sut.yaml", "--format", "json", *words, cwd=folder, **(DENMARK | env))
    answer = json.loads(done.stdout) if done.stdout else {"checks": []}
    return done.returncode, {check["what"]: check for check in answer["checks"]}, done.stderr


@pytest.mark.parametrize("standard", ["XRPT01", "XRPT05"])
def test_a_ready_set_up_sends_a_harmless_message(tmp_path, standard):
    """The message arrives, its letters are Danish, and its clock is right; exit code 0."""
    (tmp_path / "sut.yaml").write_text(WHO.replace("XRPT01", standard) + "adapter: {kind: reference}\n", "utf-8")
    done = labcert("preflight", "--sut", tmp_path / "sut.yaml", cwd=tmp_path, **DENMARK)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"ok              Uskadelig besked: Den nåede frem ({standard} → " in done.stdout
    assert "ok              Tegnsæt i beskeden" in done.stdout
    assert "ok              Systemets ur" in done.stdout
    assert done.stdout.endswith("Opsætningen er klar.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["sut.yaml"]


def test_a_program_is_tried_from_one_end_to_the_other(tmp_path):
    """The program is found, started, and its message arrives."""
    command, folder = json.dumps([sys.executable, "-m", "sut.reference"]), json.dumps(str(suite_root()))
    data = json.dumps({"REFERENCE_LPS_DATA": str(tmp_path)})  # its clock and its outbox are its own
    adapter = f"{{kind: executable, command: {command}, folder: {folder}, environment: {data}}}"
    code, checks, _told = preflight(tmp_path, f"adapter: {adapter}")
    assert (code, {check["state"] for check in checks.values()}) == (0, {"ok"})
    assert "Programmet" in checks


def test_a_program_that_is_not_there_is_a_set_up_fault_and_no_message_is_tried(tmp_path):
    """Exit code 3, the remedy, and what was not tried with its reason; no class of flaw anywhere."""
    code, checks, _told = preflight(tmp_path, "adapter: {kind: executable, command: [./ingen]}")
    assert code == 3
    assert (checks["Programmet"]["state"], bool(checks["Programmet"]["remedy"])) == ("fault", True)
    assert checks["Uskadelig besked"]["state"] == "not_tried"
    assert not any(word in json.dumps(checks, ensure_ascii=False) for word in ("F1", "F2", "F3", "F4"))


WRONG = {
    "dies": ("import sys; sys.exit(3)", "gik ned"),
    "says that it sent": ('print(\'{"envelope": "E1", "letters": ["L1"]}\')', "PLSP har den ikke"),
    "refuses": ('import sys; print(\'{"reason": "Nej tak"}\'); sys.exit(10)', "ville ikke sende den: Nej tak"),
    "rubbish": ("print('hej')", ""),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_program_that_does_not_send_is_a_set_up_fault(tmp_path, kind):
    """Whatever it does instead, it is told as a fault of the set-up and never as a stack trace."""
    program, says = WRONG[kind]
    command = json.dumps([sys.executable, "-c", program])
    code, checks, told = preflight(tmp_path, f"adapter: {{kind: executable, command: {command}}}")
    assert code == 3
    assert checks["Uskadelig besked"]["state"] == "fault"
    assert says in checks["Uskadelig besked"]["told"]
    assert "Traceback" not in told


def test_a_clock_in_another_zone_is_told(tmp_path):
    """The time in a message is Danish; the reference system takes its machine's."""
    code, checks, _told = preflight(tmp_path, "adapter: {kind: reference}", TZ="Asia/Tokyo")
    assert (code, checks["Systemets ur"]["state"], checks["Tidszone"]["state"]) == (3, "fault", "ok")


def test_nobody_to_ask_and_no_wish_for_a_message(tmp_path):
    """Not tried is told with why, and is no fault."""
    code, checks, _told = preflight(tmp_path, "adapter: {kind: manual}")
    assert (code, checks["Uskadelig besked"]["state"]) == (0, "not_tried")
    code, checks, _told = preflight(tmp_path, "adapter: {kind: reference}", "--no-message")
    assert (code, "--no-message" in checks["Uskadelig besked"]["told"]) == (0, True)


def test_a_far_hub_is_asked_for_an_answer_only(tmp_path):
    """Nothing is sent to it."""
    code, checks, _told = preflight(tmp_path, "hub: http://127.0.0.1:9\nadapter: {kind: reference}")
    assert code == 3
    assert checks["Forbindelsen til hub'en"]["state"] == "fault"
    assert checks["Uskadelig besked"]["state"] == "not_tried"


def test_every_mistake_in_the_description_is_told_at_once(tmp_path):
    """Exit code 2, with lines."""
    code, checks, told = preflight(tmp_path, "adapter: {kind: folder}\nekstra: 1\n")
    assert (code, checks) == (2, {})
    assert "sut.yaml:4: Nøglen “path” mangler" in told
    assert "sut.yaml:5: Nøglen “ekstra” findes ikke" in told


def test_the_template_is_a_description_that_can_be_read(tmp_path):
    """Whoever begins has something to correct."""
    done = labcert("preflight", "--template")
    assert done.returncode == 0
    (tmp_path / "sut.yaml").write_text(done.stdout, "utf-8")
    assert labcert("preflight", "--sut", tmp_path / "sut.yaml", "--no-message", cwd=tmp_path).returncode == 3
    assert labcert("preflight").returncode == 2
