"""`labcert validate`, whole: what is said of files of every kind, where, and with which exit code."""

import io
import json
import os
import sys
from pathlib import Path

import pytest

from labcert.cli import main
from labcert.domain.language import set_language

ROOT = Path(__file__).parents[2]
VALID = (ROOT / "fixtures/corpus/valid/xrpt01-numeric.xml").read_bytes()
STRANGER = "311299" + "0000"  # made up: no list of persons has it


@pytest.fixture
def labcert(capsys, monkeypatch, tmp_path):
    """Run a command in an empty folder; return exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LABCERT_LANG", "da")

    def run(*words):
        with pytest.raises(SystemExit) as left:
            main([str(word) for word in words])
        said = capsys.readouterr()
        return left.value.code, said.out, said.err

    yield run
    set_language("da")


@pytest.fixture
def written(tmp_path):
    """Write a file below the folder that the command runs in; valid where nothing else is said."""

    def write(name, data=VALID):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return name

    return write


def files(out):
    """Path -> what JSON says of each file."""
    return {file["path"]: file for file in json.loads(out)["files"]}


# ------------------------------------------------------------------------------------------------------ verdicts and codes
def test_a_valid_file_is_said_to_be_so_in_one_sentence(labcert, written):
    """The sentence names standard, version, schema, profile and code tables; the exit code is 0."""
    code, out, err = labcert("validate", written("a.xml"))
    assert (code, err) == (0, "")
    first = out.splitlines()[0]
    assert first.startswith("a.xml er gyldig: XRPT01 XR0131K ")
    assert "skema " in first
    assert "profil standard " in first
    assert "Analyser " in first


def test_a_finding_is_shown_on_its_line(labcert, written):
    """Class, rule, sentence, file and line, the line with the part marked, what was expected, and what to do."""
    bad = VALID.replace(b"XR0131K", b"XR0130K")
    code, out, _err = labcert("validate", written("a.xml", bad))
    assert code == 1
    lines = out.splitlines()
    at = next(number for number, line in enumerate(lines) if "MSG-SCH-007" in line)
    assert lines[at].startswith("  F2 Alvorlig · MSG-SCH-007: ")
    assert lines[at + 1] == "    a.xml:14"
    assert lines[at + 2] == "    14 | <VersionCode>XR0130K</VersionCode>"
    assert lines[at + 3] == "       |              ^^^^^^^"
    words = [line.split(":")[0].strip() for line in lines[at + 4 :] if ":" in line]
    assert words[:6] == ["Sted", "Forventet", "Fundet", "Gør", "Krav", "Læs mere"]


def test_json_has_exactly_the_keys_it_should(labcert, written):
    """The keys are an interface: none may go, and none may come unnoticed."""
    code, out, err = labcert("validate", written("a.xml", VALID.replace(b"XR0131K", b"XR0130K")), "--format", "json")
    assert (code, err) == (1, "")
    told = json.loads(out)
    assert list(told) == ["tool", "schema", "profile", "codes", "files", "summary"]
    assert list(told["tool"]) == ["name", "version"]
    assert list(told["schema"]) == ["source", "sha256"]
    assert list(told["profile"]) == ["name", "version", "changes"]
    assert {tuple(change) for change in told["profile"]["changes"]} == {("rule", "class", "reason")}
    assert {tuple(table) for table in told["codes"]} == {("name", "version")}
    (file,) = told["files"]
    assert list(file) == ["path", "sha256", "standard", "version", "verdict", "reason", "layers", "findings"]
    assert [tuple(layer) for layer in file["layers"]] == [("layer", "status", "reason")] * 5
    assert [layer["layer"] for layer in file["layers"]] == ["wellformed", "identify", "schema", "codes", "business"]
    assert {tuple(finding) for finding in file["findings"]} == {(
        "rule", "layer", "class", "default_class", "class_reason", "requirements", "path", "line", "message",
        "expected", "actual", "remedy",
    )}  # fmt: skip
    assert told["summary"] == {
        "files": 1, "valid": 0, "invalid": 1, "not_checked": 0, "findings": {"F1": 0, "F2": 1, "F3": 0, "F4": 0},
    }  # fmt: skip


def test_every_exit_code(labcert, written, monkeypatch):
    """0 all valid, 1 some invalid, 4 something not checked, 3 a fault of ours, 2 wrong use: the worst counts."""
    good, bad, gone = written("good.xml"), written("bad.xml", b"<A/>"), "gone.xml"
    assert labcert("validate", good)[0] == 0
    assert labcert("validate", good, bad)[0] == 1
    assert labcert("validate", good, gone)[0] == 4
    assert labcert("validate", good, bad, gone)[0] == 1
    for wrong in ((gone,), (good, "--profile", "gone"), (good, "--codes", gone), (good, "--schema-dir", gone), ()):
        code, out, err = labcert("validate", *wrong)
        assert (code, out, err != "") == (2, "", True)
    assert labcert("validate", good, "--key", "cpr,gone")[:2] == (2, "")
    monkeypatch.setattr("labcert.runner.validating.checking.validate", lambda *_a, **_k: 1 / 0)
    code, out, _err = labcert("validate", good, gone, "--format", "json")
    assert code == 3
    told = files(out)
    assert told["good.xml"]["verdict"] == "not_checked"
    assert "Det er ikke filens eller din fejl" in told["good.xml"]["reason"]


def test_a_rule_that_crashes_is_our_fault(labcert, written, monkeypatch):
    """A fault in a layer makes the file not checked, with exit code 3, and the reason names the rule."""
    from labcert.validation.rulebook import RuleBook, RuleBroke

    def broken(self, layer, views, root):
        raise RuleBroke("LAB-X-001", ValueError(), ())

    monkeypatch.setattr(RuleBook, "findings", broken)
    code, out, _err = labcert("validate", written("a.xml"), "--format", "json")
    file = files(out)["a.xml"]
    assert (code, file["verdict"]) == (3, "not_checked")
    assert "LAB-X-001" in file["reason"]


# ------------------------------------------------------------------------------------------------------- what can be named
def test_what_can_not_be_read_never_stops_the_others(labcert, written, tmp_path):
    """A missing file, a dangling link, a link in a circle and a folder in itself are told, and the rest is checked."""
    written("d/a.xml")
    (tmp_path / "d/dangling.xml").symlink_to("nowhere")
    (tmp_path / "d/circle.xml").symlink_to("circle.xml")
    (tmp_path / "d/self").symlink_to(tmp_path / "d")
    code, out, _err = labcert("validate", "d", "gone.xml", "--format", "json")
    told = files(out)
    assert {path: file["verdict"] for path, file in told.items()} == {
        "d/a.xml": "valid", "d/circle.xml": "not_checked", "d/dangling.xml": "not_checked", "d/self": "not_checked",
        "gone.xml": "not_checked",
    }  # fmt: skip
    assert all(file["reason"] for file in told.values() if file["verdict"] == "not_checked")
    assert told["gone.xml"]["sha256"] is None
    assert code == 4


def test_a_file_that_may_not_be_read_is_told(labcert, written, monkeypatch):
    """No permission is a reason of its own. (The tests may run as root, who may read everything.)"""
    from labcert.runner.validating.checking import Engine

    def refused(self, entry):
        raise PermissionError(13, "Permission denied", entry.path)

    monkeypatch.setattr(Engine, "read", refused)
    code, out, _err = labcert("validate", written("a.xml"), "--format", "json")
    assert (code, files(out)["a.xml"]["reason"]) == (4, "Filen må ikke læses. Giv dig selv læserettighed, og kør igen.")


def test_a_file_that_is_too_large_is_not_read_whole(labcert, tmp_path):
    """Ten mebibytes are the limit; a device that never ends is left at the limit too."""
    with (tmp_path / "a.xml").open("wb") as file:
        file.truncate(3_000_000_000)
    code, out, _err = labcert("validate", "a.xml", "/dev/zero", "--format", "json")
    assert code == 4
    assert [file["reason"][:20] for file in files(out).values()] == ["Filen er for stor: h"] * 2


def test_folders_hold_xml_files_in_order_and_each_once(labcert, written, tmp_path):
    """Below a folder .xml counts in any case; other names only where they are named; a file named twice is told once."""
    for name in ("d/b.XML", "d/a.xml", "d/sub/c.xml", "d/note.txt", "d/answer.dat"):
        written(name)
    (tmp_path / "d/again.xml").symlink_to("a.xml")
    _code, out, _err = labcert("validate", "d", "d/a.xml", tmp_path / "d/b.XML", "d/answer.dat", "--format", "json", "--no-series")
    assert list(files(out)) == ["d/a.xml", "d/answer.dat", "d/b.XML", "d/sub/c.xml"]


def test_an_empty_folder_is_a_mistake(labcert, written, tmp_path):
    """Nothing to check must not look like a success, neither alone nor beside other files."""
    (tmp_path / "d").mkdir()
    for words in (("d",), ("d", written("a.xml"))):
        code, out, err = labcert("validate", *words)
        assert (code, out) == (2, "")
        assert "ingen filer" in err


def test_standard_input(labcert, monkeypatch):
    """`-` is what comes on standard input."""
    for data, expected in ((VALID, 0), (b"", 1)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        code, out, _err = labcert("validate", "-", "--format", "json")
        assert (code, list(files(out))) == (expected, ["<standard input>"])


@pytest.mark.parametrize("data", [b"", b"\0" * 50, b"\xff\xfe", b"<", b"{}", "<Æ/>".encode("utf-16"), VALID[:700], VALID + b"x"])
@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit"])
def test_broken_bytes_are_told_in_every_format(labcert, written, data, form):
    """Whatever a file holds, the answer is whole, and the file is invalid and not a fault of ours."""
    code, out, err = labcert("validate", written("a.xml", data), "--format", form)
    assert (code, err) == (1, "")
    assert out


# ----------------------------------------------------------------------------------------------------------- how it is told
def test_many_files_have_a_summary_and_the_first_findings(labcert, written):
    """Of many files valid ones are only counted, the first findings of others shown, and --all shows the rest."""
    bad = VALID.replace(b"<Time>", b"<Time>x").replace(b"<Date>", b"<Date>x")
    written("d/a.xml")
    written("d/b.xml", bad)
    code, out, _err = labcert("validate", "d", "--no-series")
    assert code == 1
    assert "d/a.xml" not in out
    assert "d/b.xml: ugyldig (XRPT01 XR0131K)" in out
    _code, every, _err = labcert("validate", "d", "--no-series", "--all")
    count = every.count("Læs mere:")
    assert count > 5
    assert out.count("Læs mere:") == 5
    assert f"… og {count - 5} fund til i filen. --all viser dem." in out
    rows = dict(line.rsplit(maxsplit=1) for line in out.splitlines() if line.startswith(("Filer", "Gyldige", "Ugyldige")))
    assert rows == {"Filer": "2", "Gyldige": "1", "Ugyldige": "1"}


def test_colours_are_for_terminals(labcert, written, monkeypatch):
    """There are colours on a terminal, and none in a pipe or with NO_COLOR."""
    name = written("a.xml", b"<A/>")
    assert "\033[" not in labcert("validate", name)[1]
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(io.TextIOBase, "isatty", lambda _self: True)
    monkeypatch.setattr("labcert.cli.validate.sys.stdout.isatty", lambda: True, raising=False)
    assert "\033[" in labcert("validate", name)[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\033[" not in labcert("validate", name)[1]


def test_out_is_written_whole_and_never_over_a_message(labcert, written, tmp_path):
    """--out holds what would be on the screen; it is left out of the folder, and may not be a file to check."""
    written("d/a.xml")
    code, out, err = labcert("validate", "d", "--format", "junit", "--out", "d/svar.xml")
    assert (code, out, err) == (0, "", "Skrevet til d/svar.xml.\n")
    code, _out, _err = labcert("validate", "d", "--format", "json", "--out", "d/svar.xml")
    assert (code, list(files((tmp_path / "d/svar.xml").read_text("utf-8")))) == (0, ["d/a.xml"])
    assert labcert("validate", "d/a.xml", "--out", "d/a.xml")[0] == 2
    assert (tmp_path / "d/a.xml").read_bytes() == VALID
    assert labcert("validate", "d/a.xml", "--out", "gone/svar.txt")[0] == 2
    assert [path.name for path in (tmp_path / "d").iterdir() if path.suffix == ".part"] == []


def test_a_profile_never_changes_a_class_unseen(labcert, written, tmp_path):
    """A finding whose class the profile changed tells its own class and the reason, in every format."""
    (tmp_path / "p.yaml").write_text(
        "navn: lempelig\nversion: '1'\nbeskrivelse: Prøve.\nbygger_på: standard\nregler:\n"
        "  MSG-ENC-002:\n    klasse: F4\n    grund: Vi er ved at skifte tegnsæt.\n",
        encoding="utf-8",
    )
    name = written("a.xml", VALID.replace(b"UTF-8", b"ISO-8859-1"))
    for form, expected in (
        ("text", ["Profilen har ændret klassen fra F2 til F4: Vi er ved at skifte tegnsæt."]),
        ("json", ['"default_class": "F2"', '"class_reason": "Vi er ved at skifte tegnsæt."']),
        ("sarif", ['"default_class": "F2"', '"class_reason": "Vi er ved at skifte tegnsæt."']),
        ("junit", ["Profilen har ændret klassen fra F2 til F4: Vi er ved at skifte tegnsæt."]),
    ):
        _code, out, _err = labcert("validate", name, "--profile", "p.yaml", "--format", form)
        assert [text for text in expected if text not in out] == []


def test_findings_between_files_count_like_the_others(labcert, written):
    """A letter's number that is used again makes the later file invalid; --no-series leaves it be."""
    written("1.xml")
    written("2.xml", VALID.replace(b"<Value>5", b"<Value>6").replace(b"E25120100001", b"E25120100002"))
    assert labcert("validate", "1.xml", "2.xml", "--no-series")[0] == 0
    code, out, _err = labcert("validate", "1.xml", "2.xml", "--format", "json")
    first, second = files(out).values()
    assert (code, first["verdict"], second["verdict"]) == (1, "valid", "invalid")
    assert "LAB-SET-001" in {finding["rule"] for finding in second["findings"]}
    assert second["layers"][4] == {"layer": "business", "status": "failed", "reason": None}
    text = labcert("validate", "1.xml", "2.xml")[1]
    assert "LAB-SET-001" in text
    assert "11 | <LaboratoryReport>" in text


def test_english(labcert, written):
    """--lang en gives the command's own sentences in English."""
    code, out, _err = labcert("--lang", "en", "validate", written("a.xml", b"<A/>"))
    assert code == 1
    assert "F1 Kritisk" not in out


# ------------------------------------------------------------------------------------------------------------------ persons
def persons_messages():
    """Messages with a person who is no test person, in every place where one may stand."""
    text = VALID.decode("utf-8").replace("2512489996", STRANGER).replace(">Berggren<", ">Hemmeligsen<")
    text = text.replace("Fastende siden", f"Ring {STRANGER[:6]}-{STRANGER[6:]} eller {STRANGER}.")
    compact = "".join(line.strip() for line in text.splitlines())
    return {
        "valid.xml": text,
        "compact.xml": compact,
        "cut.xml": compact[:1300],
        "cut-in-name.xml": text[: text.index("Hemmeligsen") + 5],
        "too-long.xml": text.replace("Hemmeligsen", "Hemmeligsen" * 9).replace(f">{STRANGER}<", f">{STRANGER}0<"),
        "spaces.xml": text.replace(f">{STRANGER}<", f">\n{STRANGER} <"),
        "in-a-value.xml": text.replace("<Value>", f"<Value>{STRANGER} ", 1),
        "attribute.xml": text.replace("<Patient>", f'<Patient id="{STRANGER}">'),
        "as-version.xml": text.replace("XR0131K", STRANGER),
        "as-identifier.xml": text.replace("L25120100001", STRANGER),
        "as-encoding.xml": text.replace("UTF-8", STRANGER),
        "as-namespace.xml": text.replace("2014/10/08", STRANGER),
        "loose.xml": text.replace("<Patient>", f"<Patient>{STRANGER}"),
        "element-in-name.xml": text.replace(">Hemmeligsen<", "><b>Hemmeligsen</b><"),
        f"svar-{STRANGER}.xml": text.replace("<Value>", "<Valu>", 1),
    }  # fmt: skip


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit"])
@pytest.mark.parametrize("profile", ["standard", "test"])
def test_no_persons_number_is_ever_told(labcert, written, form, profile):
    """The number of a person who is no test person, and that person's name, stand nowhere in what is told."""
    for name, text in persons_messages().items():
        written(f"d/{name}", text.encode("utf-8"))
    code, out, err = labcert("validate", "d", f"d/{STRANGER}.xml", "--format", form, "--profile", profile, "--all")
    assert code in {1, 3}
    told = out + err
    for secret in (STRANGER, f"{STRANGER[:6]}-{STRANGER[6:]}", f"{STRANGER[:6]} {STRANGER[6:]}", "Hemmelig"):
        assert secret not in told
    assert labcert("validate", f"{STRANGER}.xml")[2].count(STRANGER) == 0


# ---------------------------------------------------------------------------------------------------------------- file names
def test_strange_names_are_told_safely(labcert, written):
    """Control characters and bytes that are no text neither move a terminal nor break JSON."""
    written("d/\x1b[31mrød\n.xml")
    (Path.cwd() / "d" / os.fsdecode(b"\xff.xml")).write_bytes(VALID)
    _code, out, _err = labcert("validate", "d", "--format", "json", "--no-series")
    assert sorted(files(out)) == ["d/·[31mrød·.xml", "d/\ufffd.xml"]


@pytest.mark.parametrize(
    ("asked", "text", "code"),
    [
        ("when-invalid", VALID, 0),
        ("when-invalid", VALID.replace(b"<Value>", b"<Value><b/>", 1), 1),
        ("never", VALID.replace(b"<Value>", b"<Value><b/>", 1), 1),
        ("always", VALID, 3),
    ],
)
def test_a_disagreement_of_the_engines_is_our_fault(labcert, written, monkeypatch, asked, text, code):
    """xmlschema, here made to find fault with everything, is asked when there is something to explain or always."""
    from labcert.validation import pipeline
    from labcert.validation.second import Reason

    def grumbles(_root, _schemas):
        return (Reason("/Emessage", "nothing is good enough"),)

    monkeypatch.setattr(pipeline, "second_opinion", grumbles)
    written("a.xml", text)
    found, out, _err = labcert("validate", "a.xml", "--second-engine", asked, "--format", "json")
    assert found == code
    (told,) = json.loads(out)["files"]
    (schema,) = [layer for layer in told["layers"] if layer["layer"] == "schema"]
    assert schema["status"] == {0: "passed", 1: "failed", 3: "fault"}[code]
    assert told["verdict"] == {0: "valid", 1: "invalid", 3: "not_checked"}[code]
