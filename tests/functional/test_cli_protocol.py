"""`labcert protocol` from the outside: what is printed where, and with which exit code."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from labcert.domain.suite import suite_root

SMALL = Path(__file__).parents[1] / "unit/protocol/small_suite"
DEFINITIONS = """
from pytest_bdd import given, parsers, then, when

@given("at databankerne er tomme")
@when("LPS'et sender svaret")
@then("ligger svaret i LABA")
@then("svaret ligger i LABA")
@then(parsers.parse('vises svaret ikke for "{hvem}"'))
def sentence(): ...
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small suite of the unit tests, with the product's tables and its sentences defined."""
    root = tmp_path / "suite"
    shutil.copytree(SMALL, root)
    for table in ("codes", "persons", "parties"):
        shutil.copytree(suite_root() / "fixtures" / table, root / "fixtures" / table)
    (root / "steps").mkdir()
    (root / "steps/ord.py").write_text(DEFINITIONS, "utf-8")
    return root


def labcert(*words: object, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own, as a user does."""
    path = os.pathsep.join(str(suite_root() / each) for each in ("src", "."))
    command = [sys.executable, "-c", "from labcert.cli import main; main()", *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": path, **(env or {})}
    return subprocess.run(command, capture_output=True, check=False, timeout=60, env=environment)


def spoil(path: Path, old: str, new: str) -> None:
    """Replace a text in a file."""
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_check_says_in_one_sentence_that_all_is_right(folder: Path):
    """Exit 0, one sentence with the counts, nothing on standard error."""
    done = labcert("protocol", "check", "--suite", folder)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == "Alt er i orden: 2 protokoller, 1 program, 3 trin, 2 scenarier, 4 krav.\n"


def test_check_tells_every_mistake_with_file_line_and_nearest_match(folder: Path):
    """Exit 2; a line a mistake on standard error, over all files, and nothing on standard output."""
    spoil(folder / "protocols/upload.yaml", "[SAM-01]", "[SAM-02]")
    spoil(folder / "protocols/visning.yaml", "titel: Visning", "titel: Visning: nu")
    spoil(folder / "features/flow/upload.feature", "@TP-4.2.52", "@TP-4.2.53")
    spoil(folder / "features/flow/upload.feature", "Så ligger svaret", "Så lå svaret")
    done = labcert("protocol", "check", "--suite", folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().splitlines() == [
        "features/flow/upload.feature:9: Sætningen “Så lå svaret i LABA” har ingen definition i steps/. (Mente du “ligger svaret i LABA”?)",
        "features/flow/upload.feature:13: Scenariet “Nægtet samtykke” er mærket @TP-4.2.53, men intet trin har det id. (Mente du “TP-4.2.52”?)",
        "protocols/upload.yaml:69: Det automatiske trin TP-4.2.52 har intet scenarie: intet scenarie i features/ er mærket @TP-4.2.52.",
        "protocols/upload.yaml:81: Kravet “SAM-02” findes ikke i protocols/krav.yaml. (Mente du “SAM-01”?)",
        "protocols/visning.yaml:2: Kolonet er misforstået her. Sæt teksten i anførselstegn.",
        "5 fejl.",
    ]


def test_check_as_json_has_nothing_else_on_standard_output(folder: Path):
    """The same mistakes as data, with the same exit code."""
    spoil(folder / "protocols/upload.yaml", "klasse: F2", "klasse: F6")
    done = labcert("protocol", "check", "--format", "json", "--suite", folder)
    assert done.returncode == 2
    (mistake,) = json.loads(done.stdout)["mistakes"]
    assert (mistake["file"], mistake["line"]) == ("protocols/upload.yaml", 80)


def test_a_broken_suite_is_told_by_every_command(folder: Path):
    """Listing protocols that can't be read ends in sentences and exit 2, never in a stack trace."""
    spoil(folder / "protocols/upload.yaml", "klasse: F2", "klasse: F6")
    for words in (["protocol", "list"], ["protocol", "show", "upload"], ["requirements", "coverage"]):
        done = labcert(*words, "--suite", folder)
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr.decode().startswith("protocols/upload.yaml:80: “F6” kan ikke bruges som klasse")


def test_list_shows_protocols_and_programmes(folder: Path):
    """Aligned text for people, without colour codes; JSON for machines."""
    text = labcert("protocol", "list", "--suite", folder, env={"NO_COLOR": "1"}).stdout.decode()
    assert "upload    4.2    1.0.0    2     Upload til databankerne\n" in text
    assert "\x1b" not in text
    data = json.loads(labcert("protocol", "list", "--format", "json", "--suite", folder).stdout)
    assert [(each["id"], each["steps"], each["attested"]) for each in data["protocols"]] == [("upload", 2, 0), ("visning", 1, 1)]
    assert data["programmes"][0]["rows"][1]["parties"] == ["sundhed.dk", "Team RN"]


def test_show_finds_a_protocol_a_programme_and_a_step(folder: Path):
    """One word finds either; a step tells where its scenario stands."""
    assert "Indholdsmæssige krav" in labcert("protocol", "show", "visning", "--suite", folder).stdout.decode()
    assert "sundhed.dk, Team RN" in labcert("protocol", "show", "pilot", "--suite", folder).stdout.decode()
    step = labcert("protocol", "show", "TP-4.2.52", "--suite", folder).stdout.decode()
    assert "Scenarie:     features/flow/upload.feature:13" in step
    data = json.loads(labcert("protocol", "show", "TP-4.2.52", "--format", "json", "--suite", folder).stdout)
    assert (data["area"], data["severity"], data["case"]["consent"]) == ("Flow håndtering", "F2", "refused")


def test_show_of_an_unknown_id_names_the_nearest(folder: Path):
    """Exit 2 and a sentence."""
    done = labcert("protocol", "show", "TP-4.2.5", "--suite", folder)
    assert done.returncode == 2
    assert "hedder “TP-4.2.5”. Mente du “TP-4.2.5" in done.stderr.decode()


def test_export_writes_the_form_and_the_table(folder: Path, tmp_path: Path):
    """HTML into a file, CSV to standard output, byte for byte what the library makes."""
    out = tmp_path / "upload.html"
    assert labcert("protocol", "export", "upload", "--format", "html", "--out", out, "--suite", folder).returncode == 0
    assert out.read_bytes().startswith(b"<!doctype html>")
    done = labcert("protocol", "export", "upload", "--format", "csv", "--suite", folder)
    assert (done.returncode, done.stdout[:3], done.stderr) == (0, b"\xef\xbb\xbf", b"")


@pytest.mark.parametrize(("shape", "beginning"), [("pdf", b"%PDF-1.7"), ("docx", b"PK")])
def test_export_writes_the_form_for_print_and_for_word(folder: Path, shape: str, beginning: bytes):
    """The blank form, the same bytes each time, also into a pipe."""
    first, second = (labcert("protocol", "export", "upload", "--format", shape, "--suite", folder) for _turn in range(2))
    assert (first.returncode, first.stderr, first.stdout[: len(beginning)]) == (0, b"", beginning)
    assert first.stdout == second.stdout


def test_a_file_that_cannot_be_written_is_told(folder: Path, tmp_path: Path):
    """A folder that isn't there: exit 2, the file's name and what to do."""
    out = tmp_path / "ingen" / "upload.html"
    done = labcert("protocol", "export", "upload", "--format", "html", "--out", out, "--suite", folder)
    assert done.returncode == 2
    assert str(out) in done.stderr.decode()


def test_cases_are_compared_and_written(folder: Path):
    """The case files follow the protocols; a difference is exit 2 with the names and the remedy."""
    before = labcert("protocol", "cases", "--suite", folder)
    assert before.returncode == 2
    assert "TP-4.2.51.json" in before.stderr.decode()
    assert labcert("protocol", "cases", "--write", "--suite", folder).returncode == 0
    assert labcert("protocol", "cases", "--suite", folder).returncode == 0
    assert json.loads((folder / "fixtures/cases/TP-4.2.52.json").read_bytes())["consent"] == "refused"


def test_a_misspelt_subcommand_names_the_nearest():
    """Exit 2 and what was probably meant."""
    done = labcert("protocol", "chek")
    assert (done.returncode, done.stderr.decode()) == (2, "Kommandoen “chek” findes ikke. Mente du “check”?\n")


def test_help_needs_neither_pytest_nor_the_parsers():
    """The command line starts quickly: what reads protocols is imported when it is needed."""
    code = (
        "import sys\nimport labcert.cli.protocol, labcert.cli.requirements\n"
        "print([name for name in ('pytest', 'pytest_bdd', 'gherkin', 'yaml', 'jinja2', 'msgspec') if name in sys.modules])"
    )
    path = os.pathsep.join(str(suite_root() / each) for each in ("src", "."))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env={**os.environ, "PYTHONPATH": path})
    assert done.stdout.strip() == b"[]"
