"""`labcert session create, run, show, list, attest, export and import`, as people write them."""

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import chdir, redirect_stderr, redirect_stdout
from unittest.mock import patch

import pytest

from labcert.cli import main
from tests.support.commands import labcert
from tests.unit.runner.test_attesting_files import PNG

WHO = "vendor: {name: Leverandøren A/S}\nsystem: {name: LægeSystemet, version: '%s'}\nstandards: [XRPT01, XRPT05]\n"
STEP, SEEN = "TP-4.3.13", "TP-4.5.06"


class Bench:
    """A folder with a sut.yaml and a store; commands are run there."""

    def __init__(self, folder):
        self.folder, self.url = folder, f"sqlite:///{folder}/lager.db"
        self.sut = self.described("1.0")

    def described(self, version):
        """Write a sut.yaml of a version."""
        path = self.folder / f"sut-{version}.yaml"
        path.write_text(f"{WHO % version}adapter: {{kind: reference}}\n", "utf-8")
        return path

    def __call__(self, *words, command="session"):
        """Run `labcert session …` in this process, and give back what it said."""
        out, err = io.StringIO(), io.StringIO()
        clean = {name: value for name, value in os.environ.items() if not name.startswith("LABCERT")}
        with (
            patch.dict(os.environ, clean | {"LABCERT_STORE": self.url}, clear=True), chdir(self.folder),
            redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as left,
        ):  # fmt: skip
            main([command, *map(str, words)])
        return subprocess.CompletedProcess(words, left.value.code, out.getvalue(), err.getvalue())

    def create(self, what="laba", kind="live", *words):
        """Open a session and return its id."""
        done = self("create", what, "--sut", self.sut, "--type", kind, *words)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def rows(self, *words):
        """The rows of the list."""
        return json.loads(self("list", "--format", "json", *words).stdout)


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    """A store for the whole module."""
    return Bench(tmp_path_factory.mktemp("sessioner"))


@pytest.fixture(scope="module")
def ran(bench):
    """A session in which one step was run, and what was said."""
    session = bench.create()
    return session, bench("run", session, "--sut", bench.sut, "--only", STEP, "--no-allure")


def refused(done, says):
    """Exit code 2, one sentence, no trace."""
    assert done.returncode == 2, done.stdout + done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_session_is_opened_and_its_id_printed_alone(bench):
    """The id is all that stands on stdout, so that a script can take it; stderr says what is next."""
    words = ["create", "pilot", "--sut", bench.sut, "--type", "prætest"]
    done = labcert("session", *words, cwd=bench.folder, LABCERT_STORE=bench.url)
    assert (done.returncode, re.fullmatch(r"praetest-\d{8}-\d{4}-\w{4}\n", done.stdout) is not None) == (0, True), done.stderr
    assert f"labcert session run {done.stdout.strip()} --sut" in done.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["laba", "--type", "live"], "--sut"),
        (["laba", "--sut", "sut-1.0.yaml"], "--type"),
        (["laba", "--sut", "sut-1.0.yaml", "--type", "prøve"], "egentest, prætest, live, testcamp, ende-til-ende"),
        (["labaa", "--sut", "sut-1.0.yaml", "--type", "live"], "findes ikke"),
        (["laba", "--sut", "ingen.yaml", "--type", "live"], "findes ikke"),
        (["laba", "--sut", "sut-1.0.yaml", "--type", "live", "--direction", "modtagelse"], "intet program for modtagelse"),
        (["laba", "--sut", "sut-1.0.yaml", "--type", "live", "--follows", "ingen"], "ingen"),
    ],
)
def test_what_can_not_be_opened_is_told(bench, words, says):
    """And the list is as before."""
    before = len(bench.rows())
    refused(bench("create", *words), says)
    assert len(bench.rows()) == before


def test_a_run_is_told_as_a_self_test_and_its_report_bears_the_id(bench, ran):
    """A line a step, the verdict's sentence, and the report under the session's name."""
    session, done = ran
    assert done.returncode == 0, done.stderr
    assert f"[1/1] Ok              {STEP}" in done.stdout
    assert f"Rapport: reports/{session}.html" in done.stdout.replace("\\", "/")
    assert session in (bench.folder / "reports" / f"{session}.html").read_text("utf-8")


def test_the_list_is_read_at_a_glance_and_by_machines(bench, ran):
    """A line a session with its steps; JSON has every field; a choice that fits none says so."""
    session, _done = ran
    (line,) = [line for line in bench("list").stdout.splitlines() if line.startswith(session)]
    assert re.search(r"Leverandøren A/S +LægeSystemet 1\.0 +live +ikke afleveret +1/18 +\d{4}-\d\d-\d\d \d\d:\d\d$", line)
    row = next(row for row in bench.rows("--type", "live") if row["id"] == session)
    assert (row["runs"], row["review"], row["lease"], row["rows"][0]["accepted"]) == (1, "not_submitted", None, 1)
    assert "Ingen sessioner passer" in bench("list", "--vendor", "Ingen").stdout
    assert "labcert session create" in bench("list", "--store", f"sqlite:///{bench.folder}/tom.db").stdout


def test_a_session_is_shown_with_what_is_missing_and_what_is_next(bench, ran):
    """The rule line by line, the runs, and the last line is what to do."""
    session, _done = ran
    told = bench("show", session[:-2]).stdout
    assert "✗ Alle programmets 18 trin er afgjort." in told
    assert re.search(r"1  \d{4}-\d\d-\d\d \d\d:\d\d  1 trin: 1 Ok", told)
    assert told.rstrip().splitlines()[-1] == f"Næste: Kør de 17 trin, der mangler: labcert session run {session} --sut FIL"
    shown = json.loads(bench("show", session, "--format", "json").stdout)
    assert (shown["session"]["id"], shown["verdict"]["runs"], shown["runs"][0]["outcomes"]) == (session, 1, {"passed": 1})
    assert "17 trin" in shown["next"]


def test_another_version_needs_a_session_of_its_own(bench, ran):
    """And nothing is run."""
    session, _done = ran
    refused(bench("run", session, "--sut", bench.described("1.1"), "--only", STEP), "Begynd en ny session")
    assert next(row for row in bench.rows() if row["id"] == session)["runs"] == 1


def test_what_is_decided_is_not_run_again_unless_asked(bench, ran):
    """--remaining with a decided step has nothing to do; a session that is not there is told."""
    session, _done = ran
    done = bench("run", session, "--sut", bench.sut, "--remaining", "--only", STEP)
    assert (done.returncode, "ingen trin at køre" in done.stdout) == (0, True), done.stderr
    refused(bench("run", "live-ingen", "--sut", bench.sut), "live-ingen")
    refused(bench("run", session, "--sut", bench.sut, "--only", "TP-9.9.99"), "findes ikke i laba")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no process groups to kill")
def test_a_run_that_is_killed_is_gone_on_with(bench):
    """The real command, killed with all it started: the list says who has it, the next run takes in what was there."""
    session = bench.create()
    words = [sys.executable, "-m", "labcert", "session", "run", session, "--sut", str(bench.sut), "--no-allure"]
    child = subprocess.Popen(
        [*words, "--only", STEP, "--only", "TP-4.3.02"], cwd=bench.folder, start_new_session=True,
        env=os.environ | {"LABCERT_STORE": bench.url}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    log = bench.folder / "lager.db-arbejde" / session / "events.jsonl"
    while child.poll() is None and not (log.exists() and b'"StepFinished"' in log.read_bytes()):
        time.sleep(0.001)
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    assert "Næste: Kørslen blev afbrudt. Gå videre:" in bench("show", session).stdout
    done = bench("run", session, "--sut", bench.sut, "--remaining", "--only", STEP, "--only", "TP-4.3.02", "--no-allure")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Kørsel 1 blev afbrudt. Det ene trin, der var færdigt, er bevaret." in done.stderr
    shown = json.loads(bench("show", session, "--format", "json").stdout)
    assert {step["id"] for step in shown["verdict"]["steps"] if step["outcome"] == "passed"} == {STEP, "TP-4.3.02"}
    assert [(run["number"], run["ended"]) for run in shown["runs"]] == [(1, False), (2, True)]


def test_a_step_that_people_look_at_is_attested_in_the_store(bench):
    """Sheets without a change, then a statement; a session of the store is found by its id."""
    session = bench.create("visning")
    assert bench("run", session, "--sut", bench.sut, "--only", SEEN, "--no-allure").returncode == 4
    before = bench("show", session).stdout
    sheets = json.loads(bench("attest", session, SEEN, "--sheet", "--format", "json").stdout)["sheets"]
    assert bench("show", session).stdout == before
    answers = [{"item": item["id"], "answer": "cannot_tell", "remark": "uklart"} for item in sheets[0]["items"]]
    person = {"party": sheets[0]["parties"][0], "name": "Signe Dalgaard", "role": "Tester", "organisation": "Regionen"}
    (bench.folder / "svar.yaml").write_text(json.dumps(person | {"answers": answers}), "utf-8")
    picture = bench.folder / "skærm.png"
    picture.write_bytes(PNG)
    done = bench("attest", session, SEEN, "--answers", "svar.yaml", "--evidence", picture, "--no-allure")
    assert done.returncode == 4, done.stdout + done.stderr
    assert f"reports/{session}.html" in done.stdout.replace("\\", "/")
    step = next(
        each for each in json.loads(bench("show", session, "--format", "json").stdout)["verdict"]["steps"] if each["id"] == SEEN
    )
    assert [said["name"] for said in step["attested_by"]] == ["Signe Dalgaard"]
    refused(bench("attest", "live-ingen", SEEN), "live-ingen")


def test_an_exported_session_comes_into_another_store(bench, ran, tmp_path):
    """Whole, once; a second time nothing happens; nothing is overwritten."""
    session, _done = ran
    away = ["--store", f"sqlite:///{tmp_path}/ude.db"]
    done = bench("export", session, "--out", tmp_path / "en.zip")
    assert (done.returncode, "1 session er skrevet" in done.stdout) == (0, True), done.stderr
    refused(bench("export", session, "--out", tmp_path / "en.zip"), "overskriver intet")
    refused(bench("export", "--out", tmp_path / "to.zip"), "Skriv, hvad der skal med")
    first = bench("import", tmp_path / "en.zip", *away)
    assert (first.returncode, f"{session} er læst ind" in first.stdout) == (0, True), first.stderr
    assert "er her allerede" in bench("import", tmp_path / "en.zip", *away).stdout
    mine, theirs = (bench("show", session, *where).stdout for where in ([], away))
    assert mine == theirs


def test_a_session_is_written_as_a_bundle_that_can_be_verified(bench, ran, tmp_path):
    """One session alone, and only a sealed one; it comes back under its own id."""
    session, _done = ran
    assert bench("export", session, "--bundle", "--out", tmp_path / "pakke.zip").returncode == 0
    checked = bench(tmp_path / "pakke.zip", command="verify")
    assert (checked.returncode, f"Session: {session}" in checked.stdout) == (4, True), checked.stderr
    assert f"{session} er læst ind" in bench("import", tmp_path / "pakke.zip", "--store", f"sqlite:///{tmp_path}/ny.db").stdout
    refused(bench("export", "--all", "--bundle", "--out", tmp_path / "alle.zip"), "En pakke er én session")
    refused(bench("export", bench.create(), "--bundle", "--out", tmp_path / "ny.zip"), "ikke forseglet")


def test_a_vendors_self_test_is_read_in_and_a_changed_one_is_not(bench, tmp_path):
    """The folder as it was handed in, with its id and not yet handed in here; one byte changed, and it is refused."""
    words = ["laba", "--sut", bench.sut, "--out", tmp_path / "pakke", "--no-allure", "--only", STEP]
    done = bench(*words, command="selftest")
    assert done.returncode == 0, done.stderr
    told = bench("import", tmp_path / "pakke")
    assert told.returncode == 0, told.stderr
    session = told.stdout.split()[0]
    assert session.startswith("egentest-")
    row = next(row for row in bench.rows() if row["id"] == session)
    assert (row["review"], row["test_type"], row["standards"]) == ("not_submitted", "egentest", ["XRPT01", "XRPT05"])
    verdict = tmp_path / "pakke" / "verdict.json"
    verdict.write_bytes(verdict.read_bytes() + b" ")
    refused(bench("import", tmp_path / "pakke", "--store", f"sqlite:///{tmp_path}/ny.db"), "verdict.json")


def test_nobody_has_a_session_that_is_free(bench, ran):
    """--free says so and changes nothing."""
    done = bench("show", ran[0], "--free")
    assert (done.returncode, "intet at frigive" in done.stdout) == (0, True), done.stderr
