"""A run that breaks: what was finished is kept, what ran is a fault, and the parent says so in a sentence."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from labcert.domain.errors import SetupFault, ToolFault
from labcert.domain.events import SentenceRun, StepFinished, StepStarted
from labcert.domain.outcome import Outcome
from labcert.runner import execution
from labcert.runner.watching import Watcher
from labcert.session import read_log
from tests.harness.small import build, open_session, run, run_features, settings

DONE, BROKE, NEVER = "TP-4.2.01", "TP-4.2.02", "TP-4.2.03"
IN_THE_MIDDLE = f"""
  @{DONE}
  Scenarie: Bliver færdigt
    Når der gemmes et bevis
  @{BROKE}
  Scenarie: Går i stå
    Når der gemmes et bevis
    Og {{sentence}}
  @{NEVER}
  Scenarie: Når aldrig at begynde
    Når der gemmes et bevis
"""


@pytest.mark.parametrize(
    "sentence",
    [
        "processen bliver dræbt",
        "processen dør med koden 0",
        "processen dør med koden 1",
        "pytest bliver bedt om at slutte",
        "nogen afbryder",
    ],
)
def test_a_run_that_stops_in_the_middle_is_a_fault_and_keeps_what_was_finished(tmp_path, sentence):
    """However the child ends, even as if all were well: finished steps keep their outcome, the one that ran is a fault,
    the rest is not run, and one sentence without a stack trace says where the child's last words lie.
    """
    root = build(tmp_path / "suite", IN_THE_MIDDLE.format(sentence=sentence))
    ran = run(root, open_session(tmp_path / "session"))
    assert [ran.step(name).outcome for name in (DONE, BROKE, NEVER)] == [Outcome.PASSED, Outcome.FAULT, Outcome.NOT_RUN]
    words = tmp_path / "session-fejl-i-labcert.txt"
    assert ran.fault is not None
    assert ran.fault.exit_code == 3
    assert str(ran.fault).startswith("Kørslen af scenarierne gik i stå hos os (kode ")
    assert str(words) in str(ran.fault)
    assert "Traceback" not in str(ran.fault)
    assert "\n" not in str(ran.fault)
    assert words.is_file()
    assert not (ran.folder.path / words.name).exists()


@pytest.fixture
def broken_import(tmp_path):
    """A suite whose sentences can't be imported, with a number in its own words that may be a person's."""
    root = build(tmp_path / "suite", IN_THE_MIDDLE.format(sentence="der gemmes en side"))
    with (root / "steps" / "saetninger.py").open("a", encoding="utf-8") as file:
        file.write('\nraise RuntimeError("nummer " + "010203" + "1234")\n')
    return root


def test_sentences_that_cannot_be_imported_are_our_fault(broken_import, tmp_path):
    """Nothing was run, and that is no pass; the child's words have no number of a person, who knows where they go."""
    ran = run(broken_import, open_session(tmp_path / "session"))
    assert ran.fault is not None
    assert {step.outcome for step in ran.verdict.steps} == {Outcome.NOT_RUN}
    words = (tmp_path / "session-fejl-i-labcert.txt").read_text("utf-8")
    assert "RuntimeError: nummer 010203-xxxx" in words
    assert "010203" + "1234" not in words


def test_last_words_find_another_place_where_the_sessions_folder_is_closed(tmp_path, monkeypatch):
    """Where one can't write beside the session, the words go to the folder of temporary files, and the fault stays one."""
    monkeypatch.setattr(execution.tempfile, "tempdir", str(tmp_path))
    said = tmp_path / "sagt.txt"
    said.write_bytes(b"ord")
    assert execution._keep_words(said, Path("/findes/ikke/session")) == tmp_path / "session-fejl-i-labcert.txt"
    monkeypatch.setattr(execution.tempfile, "tempdir", "/findes/heller/ikke")
    assert execution._keep_words(said, Path("/findes/ikke/session")) is None
    assert "Send os filen" not in execution._remedy(None)


HANGS = f"""
  @{DONE}
  Scenarie: Bliver færdigt
    Når der gemmes et bevis
  @{BROKE}
  Scenarie: Hænger
    Når der gemmes et bevis
    Og kørslen hænger og ikke vil slutte
"""


def test_an_interrupted_parent_takes_a_hanging_child_down_and_the_log_stays_whole(tmp_path, monkeypatch):
    """Ctrl-C while a scenario hangs: the child is ended though it won't, the interruption comes through, the log is whole."""
    monkeypatch.setattr(execution, "GRACE_SECONDS", 0.3)
    children: list[subprocess.Popen] = []
    popen = subprocess.Popen
    monkeypatch.setattr(execution.subprocess, "Popen", lambda *args, **more: children.append(popen(*args, **more)) or children[0])
    root = build(tmp_path / "suite", HANGS)
    folder = open_session(tmp_path / "session")

    def interrupt_when_it_hangs():
        entries = read_log(folder.events).entries
        if sum(isinstance(entry.event, SentenceRun) for entry in entries) == 2:
            time.sleep(0.3)  # the signal handler of the hanging sentence is in place by now
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_features(settings(root, folder), watch=interrupt_when_it_hangs)
    assert children[0].poll() is not None
    content = read_log(folder.events)
    assert content.broken_tail == b""
    events = [entry.event for entry in content.entries]
    assert [event.outcome for event in events if isinstance(event, StepFinished)] == [Outcome.PASSED]
    assert [event.step for event in events if isinstance(event, StepStarted)] == [DONE, BROKE]


TWICE = f"""
  @{DONE}
  Scenarie: Afhænger af en fil
    Når der gemmes et bevis
    Og filen "rettet" findes, ellers fejler LPS'et
  @{BROKE}
  Scenarie: Uændret
    Når der gemmes et bevis
"""


def test_the_latest_result_of_a_step_counts(tmp_path):
    """Two runs in a session: the step that was run again has its new result, the others keep theirs."""
    root = build(tmp_path / "suite", TWICE)
    folder = open_session(tmp_path / "session")
    first = run(root, folder)
    assert [first.step(name).outcome for name in (DONE, BROKE)] == [Outcome.FAILED, Outcome.PASSED]
    (root / "rettet").touch()
    second = run(root, folder, number=2, steps=[DONE])
    assert second.fault is None
    assert [second.step(name).outcome for name in (DONE, BROKE)] == [Outcome.PASSED, Outcome.PASSED]
    assert second.step(DONE).findings == ()
    assert [event.outcome for event in second.finished(DONE)] == [Outcome.FAILED, Outcome.PASSED]


FOREIGN = f"""
  @{DONE}
  Scenarie: En påstand, der ikke holder
    Når der gemmes et bevis
    Og en påstand ikke holder
  @{BROKE}
  Scenarie: Fejler
    Når der gemmes et bevis
    Så er "41" det ventede
  @{NEVER}
  Scenarie: Består
    Når der gemmes et bevis
"""
MEDDLER = '''
"""A plugin that makes every test pass and keeps only the last."""
import pytest

def pytest_collection_modifyitems(items):
    items[:] = items[-1:]

@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item):
    item.obj = lambda **_fixtures: None
    item.runtest = lambda: None
'''


def test_nothing_on_the_machine_can_change_a_run(tmp_path, monkeypatch):
    """Plugins by entry point or variable, options, warnings, optimising away assertions, a conftest.py further out, a
    folder of its own name on the path, a relative path: the outcomes are the suite's own.
    """
    meddling = tmp_path / "fremmed"
    (meddling / "meddler-1.0.dist-info").mkdir(parents=True)
    (meddling / "meddler.py").write_text(MEDDLER)
    (meddling / "meddler-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: meddler\nVersion: 1.0\n")
    (meddling / "meddler-1.0.dist-info" / "entry_points.txt").write_text("[pytest11]\nmeddler = meddler\n")
    (meddling / "steps").mkdir()
    (meddling / "steps" / "__init__.py").write_text("raise RuntimeError('the wrong steps')")
    (tmp_path / "conftest.py").write_text(MEDDLER)
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --maxfail=1\n")
    root = build(tmp_path / "suite", FOREIGN)
    folder = open_session(tmp_path / "session")
    for name, value in {
        "PYTHONPATH": str(meddling), "PYTEST_PLUGINS": "meddler", "PYTEST_ADDOPTS": "-x -p meddler", "PYTHONOPTIMIZE": "2",
        "PYTHONWARNINGS": "ignore", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    ran = run(root.relative_to(tmp_path), type(folder)(folder.path.relative_to(tmp_path)))
    assert ran.fault is None
    assert [ran.step(name).outcome for name in (DONE, BROKE, NEVER)] == [Outcome.FAULT, Outcome.FAILED, Outcome.PASSED]


def test_the_scenarios_are_run_by_labcert_only(tmp_path):
    """Whoever runs pytest on the suite by hand is told in Danish what to run instead."""
    root = build(tmp_path / "suite", FOREIGN)
    command = [sys.executable, "-m", "pytest", "-c", "suite.ini", "-p", "pytest_bdd.plugin", "-p", "labcert.runner.plugin", "steps"]
    env = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert done.returncode == 4
    assert "kør “labcert demo”" in done.stderr
    assert "Traceback" not in done.stderr


def test_nobody_to_run_is_no_fault(tmp_path):
    """A run of steps that people alone can show has no scenarios: the steps are not run, and nothing broke."""
    looked_at = "TP-4.2.09"
    root = build(tmp_path / "suite", FOREIGN, attested=[looked_at])
    ran = run(root, open_session(tmp_path / "session"), steps=[looked_at])
    assert ran.fault is None
    assert ran.step(looked_at).outcome is Outcome.NOT_RUN


def test_a_watcher_tells_of_each_finished_step_once_and_never_of_half_a_line(tmp_path):
    """Each line is told when it is whole, and only then; what was there before is not told where it is skipped."""
    log, told = tmp_path / "events.jsonl", []
    watcher = Watcher(log, told.append)
    watcher.skip()
    watcher.look()
    finished = {"step": "TP-4.2.01 æ", "example": 0, "outcome": "failed", "reason": "", "duration_ms": 1.5}
    line = json.dumps({"kind": "StepFinished", "data": finished, "seq": 2}, ensure_ascii=False).encode()
    with log.open("ab", buffering=0) as file:
        file.write(b'{"kind":"ProgressNoted","data":{}}\n' + line[:-3])
        watcher.look()
        assert told == []
        file.write(line[-3:] + b"\n")
        watcher.look()
        watcher.look()
    assert told == [StepFinished("TP-4.2.01 æ", 0, Outcome.FAILED, "", 1.5)]
    late: list[object] = []
    watcher = Watcher(log, late.append)
    watcher.skip()
    watcher.look()
    assert late == []


UNREADY = """
  @TP-4.2.01
  Scenarie: Består
    Når der gemmes et bevis
"""
NOT_READY = """
  @TP-4.2.{number:02}
  Scenarie: Ikke klar {number}
    Når omgivelserne svigter
"""


@pytest.mark.parametrize(("broken", "more", "ran"), [(2, 1, 4), (3, 2, 4), (3, 0, 4)])
def test_a_run_stops_where_the_set_up_is_broken_for_three_scenarios_in_a_row(tmp_path, broken, more, ran):
    """Nothing would be learnt from the rest; two may be a chance, and after the last one there is nothing to stop."""
    scenarios = UNREADY + "".join(NOT_READY.format(number=number) for number in range(2, 2 + broken))
    last = range(2 + broken, 2 + broken + more)
    scenarios += "".join(UNREADY.replace("01", f"{number:02}").replace("Består", f"Består {number}") for number in last)
    root = build(tmp_path / "suite", scenarios)
    folder = open_session(tmp_path / "session")
    if broken == 3 and more:
        with pytest.raises(SetupFault, match="brød sammen"):
            run_features(settings(root, folder))
    else:
        run_features(settings(root, folder))
    ends = [entry.event.outcome for entry in read_log(folder.events).entries if isinstance(entry.event, StepFinished)]
    assert ends == [Outcome.PASSED, *[Outcome.SETUP_FAULT] * broken, Outcome.PASSED][:ran]


def test_a_run_that_cannot_begin_is_a_tool_fault(tmp_path):
    """A session that isn't there is told as a fault of the run, not as a trace."""
    root = build(tmp_path / "suite", FOREIGN)
    folder = open_session(tmp_path / "session")
    missing = type(folder)(tmp_path / "findes ikke")
    with pytest.raises(ToolFault, match="gik i stå hos os"):
        run_features(settings(root, missing))
