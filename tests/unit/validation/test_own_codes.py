"""A user's own codes: lenient about how a spreadsheet saves them, strict about what they say, every mistake at once."""

import csv
import hashlib
import io
import re
from dataclasses import astuple, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from labcert.domain.errors import UsageMistake
from labcert.domain.suite import suite_root
from labcert.validation.own_codes import COLUMNS, read_own_codes
from labcert.validation.tables import AnalysisRow, load_tables

NEEDED = COLUMNS[:8]
ROW = AnalysisRow("NPU03429", "iupac", "SST", "Natrium;P", "P—Natrium-ion; stofk. = ? mmol/L", "mmol/L", "numerisk", "", "")
LOCAL = replace(ROW, code="PNTNA", code_type="lokal", code_responsible="PNT")
MDS = replace(ROW, code="100113000130421", code_type="mds", code_responsible="MDS", unit="")
HEADER = ";".join(NEEDED)
LINE = "NPU03429;iupac;SST;Natrium;P—Natrium-ion;mmol/L;numerisk;biokemi"


def cells(row: AnalysisRow, specialty: str = "biokemi") -> list[str]:
    """Return a row in the order of COLUMNS."""
    return [*astuple(row)[:7], specialty, row.fee_code, row.examination]


def written(*lines: list[str], columns: tuple[str, ...] = COLUMNS, separator: str = ";", end: str = "\r\n") -> str:
    """Return a CSV with these columns and lines."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=end).writerows([list(columns), *lines])
    return text.getvalue()


def told(path: Path) -> list[str]:
    """Return the mistakes of a file, each without its folder; the first line counts them."""
    with pytest.raises(UsageMistake) as caught:
        read_own_codes((path,))
    return caught.value.message.replace(str(path), path.name).split("\n")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a user's file lies."""
    return tmp_path / "egne.csv"


# --- how it may be saved


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ","])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_file_is_read_as_a_spreadsheet_saves_it(file, encoding, separator, end):
    """Either separator, either encoding, with or without BOM, any end of line."""
    text = written(cells(ROW), cells(LOCAL, "mikrobiologi"), separator=separator, end=end)
    file.write_bytes(text.encode(encoding))
    own = read_own_codes((file,))
    assert own.analyses == (ROW, LOCAL)
    assert [route.specialty for route in own.routes] == ["biochemistry", "microbiology"]


def test_columns_may_stand_in_any_order_and_two_be_left_out(file):
    """In any case, with spaces around; empty lines and lines of separators alone are nothing."""
    columns = tuple(reversed(NEEDED))
    line = dict(zip(COLUMNS, cells(ROW), strict=True))
    text = written([f" {line[name]}\u00a0" for name in columns], columns=tuple(f" {name.upper()} " for name in columns))
    file.write_text(f"\n{text}\n;;;;;;;\n\n", encoding="utf-8")
    assert read_own_codes((file,)).analyses == (ROW,)


def test_the_fee_and_the_examination_are_kept(file):
    """Where they are there."""
    row = replace(ROW, fee_code="7108", examination="Blodprøve; udvidet")
    file.write_text(written(cells(row)), encoding="utf-8")
    assert read_own_codes((file,)).analyses == (row,)


@pytest.mark.parametrize(
    ("word", "specialty"),
    [
        ("biokemi", "biochemistry"), ("Biokemi", "biochemistry"), ("biochemistry", "biochemistry"),
        ("mikrobiologi", "microbiology"), ("MICROBIOLOGY", "microbiology"),
    ],
)  # fmt: skip
def test_a_specialty_is_danish_or_english(file, word, specialty):
    """The route says it as the routing table does, without a version, with the file it came from."""
    file.write_text(written(cells(ROW, word)), encoding="utf-8")
    (route,) = read_own_codes((file,)).routes
    assert astuple(route) == ("NPU03429", "SST", specialty, "", "", "egne.csv")


def test_the_version_is_the_files_digest(file):
    """So that a case can say years later which codes were asked."""
    file.write_text(written(cells(ROW), cells(LOCAL)), encoding="utf-8")
    (version,) = read_own_codes((file,)).versions
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert astuple(version) == ("egne.csv", str(file), digest[:12], "", "", 2, True)


def test_several_files_are_one_table(tmp_path):
    """In the order they were given; each has its version and its count."""
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text(written(cells(ROW)), encoding="utf-8")
    second.write_text(written(cells(LOCAL), cells(MDS, "mikrobiologi")), encoding="utf-8")
    own = read_own_codes((first, second))
    assert own.analyses == (ROW, LOCAL, MDS)
    assert [(one.name, one.rows) for one in own.versions] == [("a.csv", 1), ("b.csv", 2)]
    assert read_own_codes(()).analyses == ()


# --- beside our tables


def test_a_users_codes_are_put_beside_ours(file):
    """Known and routed; ours stay, and load_tables without a file knows nothing of it."""
    file.write_text(written(cells(ROW)), encoding="utf-8")
    ours, both = load_tables(suite_root()), load_tables(suite_root(), (file,))
    assert both.analyses.rows == (*ours.analyses.rows, ROW)
    assert both.analyses.find("NPU03429", "SST") == ROW
    assert both.routing.specialty("NPU03429", "SST") == "biochemistry"
    assert both.routing.version == ours.routing.version
    assert both.versions[:-1] == ours.versions
    assert both.versions[-1].own
    assert both.replaced == ()
    assert (both.mapping, both.positive_list) == (ours.mapping, ours.positive_list)
    assert load_tables(suite_root()) == ours


def test_a_users_code_is_put_in_place_of_ours(file):
    """Of the same owner only; it is told which."""
    crp = replace(ROW, code="NPU19748", unit="g/L")
    other = replace(LOCAL, code="PNTHB", code_responsible="ABC")
    file.write_text(written(cells(crp, "mikrobiologi"), cells(other)), encoding="utf-8")
    ours, both = load_tables(suite_root()), load_tables(suite_root(), (file,))
    assert both.analyses.find("NPU19748", "SST") == crp
    assert both.routing.specialty("NPU19748", "SST") == "microbiology"
    assert both.replaced == (("NPU19748", "SST"),)
    assert both.analyses.owners("PNTHB") == ("PNT", "ABC")
    assert len(both.analyses.rows) == len(ours.analyses.rows) + 1
    assert len(both.routing.rows) == len(ours.routing.rows) + 1


def test_a_changed_file_is_read_again(file):
    """Only our own tables are kept between two readings."""
    file.write_text(written(cells(ROW)), encoding="utf-8")
    load_tables(suite_root(), (file,))
    file.write_text(written(cells(LOCAL)), encoding="utf-8")
    assert load_tables(suite_root(), (file,)).analyses.find("PNTNA", "PNT") == LOCAL


# --- mistakes in files


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path):
    """With file and line, in order; one wrong line does not hide the next."""
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text(f"{HEADER}\nNPU1;iupac;SST;;x;;numerisk;biokemi\n{LINE}\nA;B\n", encoding="utf-8")
    second.write_text(f"{HEADER}\n\n{LINE.replace('biokemi', 'kemi')}\n", encoding="utf-8")
    with pytest.raises(UsageMistake) as caught:
        read_own_codes((first, second))
    assert caught.value.message.split("\n") == [
        "Egne koder kan ikke bruges. Ret 3 fejl:",
        f"{first}:2: Koden “NPU1” er ikke NPU eller DNK og fem cifre. Ret koden eller dens code_type.",
        f"{first}:4: Linjen har 2 felter og skal have 8. Sæt anførselstegn om et felt med skilletegn i.",
        f"{second}:3: Specialet “kemi” kendes ikke. Skriv biokemi eller mikrobiologi.",
    ]


def test_a_code_twice_is_told_with_both_places(tmp_path):
    """In one file or in two; another owner is another code."""
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    other = LINE.replace("NPU03429;iupac;SST", "PNTNA;lokal;PNT")
    first.write_text(f"{HEADER}\n{LINE}\n{other}\n{LINE}\n", encoding="utf-8")
    second.write_text(f"{HEADER}\n{LINE}\n{other.replace('PNT;', 'ABC;')}\n", encoding="utf-8")
    with pytest.raises(UsageMistake) as caught:
        read_own_codes((first, second))
    assert caught.value.message.split("\n")[1:] == [
        f"{first}:4: Koden NPU03429 (SST) står allerede i {first}:2. Behold den ene.",
        f"{second}:2: Koden NPU03429 (SST) står allerede i {first}:2. Behold den ene.",
    ]


@pytest.mark.parametrize(
    ("header", "sentences"),
    [
        (HEADER.replace("code_type", "codetype"), [
            "Kolonnen “code_type” mangler. Første linje skal være kolonnernes navne.",
            f"Kolonnen “codetype” kendes ikke. Kolonnerne er {', '.join(COLUMNS)}.",
        ]),
        (HEADER + ";unit", ["Kolonnen “unit” er der flere af. Behold den ene."]),
        (HEADER + ";", [f"Kolonnen “” kendes ikke. Kolonnerne er {', '.join(COLUMNS)}."]),
        (HEADER.removesuffix(";specialty"), ["Kolonnen “specialty” mangler. Første linje skal være kolonnernes navne."]),
    ],
)  # fmt: skip
def test_wrong_columns_are_told_and_nothing_else(file, header, sentences):
    """The lines can not be read without them."""
    file.write_text(f"\n{header}\n{LINE}\nA;B\n", encoding="utf-8")
    assert told(file)[1:] == [f"egne.csv:2: {sentence}" for sentence in sentences]


def test_wrong_columns_in_the_first_line_are_told_there(file):
    """Lines count from 1."""
    file.write_text(f"{HEADER};unit\n{LINE}\n", encoding="utf-8")
    assert told(file)[1:] == ["egne.csv:1: Kolonnen “unit” er der flere af. Behold den ene."]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b";;;\n", b"  \n"])
def test_an_empty_file_is_told(file, content):
    """As empty."""
    file.write_bytes(content)
    assert told(file) == [
        "Egne koder kan ikke bruges. Ret en fejl:",
        "egne.csv:1: Filen er tom. Første linje skal være kolonnernes navne.",
    ]


@pytest.mark.parametrize("content", ["æ;ø".encode("utf-16"), b"PK\x03\x04\x00\x00", b"\x81\x8d"])
def test_a_file_that_is_no_text_is_told(file, content):
    """UTF-16, a workbook, bytes that neither encoding has."""
    file.write_bytes(content)
    assert told(file)[1:] == [
        "egne.csv:1: Tegnsættet kan ikke læses. Gem filen som “CSV UTF-8 (kommasepareret)”."
    ]


@pytest.mark.parametrize("ending", ['"NPU03429;iupac\n', 'NPU03429;"iup"ac\n'])
def test_a_quote_that_is_not_closed_is_told_where_it_begins(file, ending):
    """What came before it is read: its mistakes are told too."""
    file.write_text(f"{HEADER}\n{LINE.replace('biokemi', 'kemi')}\n{ending}", encoding="utf-8")
    assert told(file)[1:] == [
        "egne.csv:2: Specialet “kemi” kendes ikke. Skriv biokemi eller mikrobiologi.",
        "egne.csv:3: Linjen kan ikke læses som felter. Se efter et anførselstegn, der ikke er lukket.",
    ]


def test_a_line_after_a_field_of_two_lines_has_its_own_number(file):
    """A line is told by where it begins in the file."""
    two = LINE.replace("P—Natrium-ion", '"P—\nNatrium-ion"')
    file.write_text(f"{HEADER}\n{two}\n{LINE.replace('biokemi', 'kemi')}\n", encoding="utf-8")
    assert [line.split(" ")[0] for line in told(file)[1:]] == ["egne.csv:2:", "egne.csv:4:"]


def test_a_file_that_is_not_there_is_told(tmp_path):
    """A folder is no file either; both are told at once."""
    with pytest.raises(UsageMistake) as caught:
        read_own_codes((tmp_path / "ingen.csv", tmp_path))
    lines = caught.value.message.split("\n")
    assert len(lines) == 3
    assert lines[1] == f"{tmp_path / 'ingen.csv'}:1: Filen kan ikke læses: filen eller mappen findes ikke."
    assert lines[2] == f"{tmp_path}:1: Filen kan ikke læses: det er en mappe og ikke en fil."


def test_a_file_that_is_too_large_is_told(file, monkeypatch):
    """At the limit it is read."""
    file.write_text(written(cells(ROW)), encoding="utf-8")
    size = file.stat().st_size
    monkeypatch.setattr("labcert.validation.own_codes._LARGEST", size)
    assert read_own_codes((file,)).analyses == (ROW,)
    monkeypatch.setattr("labcert.validation.own_codes._LARGEST", size - 1)
    assert told(file)[1:] == ["egne.csv:1: Filen er over 50 MB. Del den i flere."]


def test_of_very_many_mistakes_the_first_are_told(file):
    """Fifty, and how many there are beside."""
    wrong = LINE.replace("biokemi", "kemi")
    file.write_text("\n".join([HEADER, *(wrong.replace("03429", f"{number:05}") for number in range(51))]), encoding="utf-8")
    lines = told(file)
    assert (lines[0], len(lines), lines[-1]) == ("Egne koder kan ikke bruges. Ret 51 fejl:", 52, "… og 1 fejl mere.")
    file.write_text("\n".join([HEADER, *(wrong.replace("03429", f"{number:05}") for number in range(50))]), encoding="utf-8")
    assert len(told(file)) == 51


def test_a_list_of_patients_is_not_shown(file):
    """The wrong file may have been given: a number that may be a person's CPR is masked, and no column fills the screen."""
    number = "311299" + "0000"
    file.write_text(f"{number};{'x' * 1000}\n", encoding="utf-8")
    text = "\n".join(told(file))
    assert number not in text
    assert "311299-xxxx" in text
    assert max(map(len, text.split("\n"))) == len("egne.csv:1: ") + 501
    assert re.search("x…$", text, re.MULTILINE)


def test_a_mistake_of_five_hundred_characters_is_told_whole(file, monkeypatch):
    """Only a longer one is cut."""
    file.write_text(f"{HEADER}\n{LINE.replace('biokemi', 'kemi')}\n", encoding="utf-8")
    sentence = "Specialet “kemi” kendes ikke. Skriv biokemi eller mikrobiologi."
    monkeypatch.setattr("labcert.validation.own_codes._LONGEST", len(sentence))
    assert told(file)[1:] == [f"egne.csv:2: {sentence}"]
    monkeypatch.setattr("labcert.validation.own_codes._LONGEST", len(sentence) - 1)
    assert told(file)[1:] == [f"egne.csv:2: {sentence[:-1]}…"]


# --- whatever a user writes

TEXT = st.text("abcXYZæøåÆØÅ0123456789 ;,\"'—×^()/=?.-", min_size=1, max_size=20).map(str.strip).filter(bool)
CODES = st.one_of(
    st.from_regex("(NPU|DNK)[0-9]{5}", fullmatch=True).map(lambda code: (code, "iupac", "SST")),
    st.from_regex("MCS[0-9]{5}", fullmatch=True).map(lambda code: (code, "lokal", "MCS")),
    st.tuples(st.from_regex("X[A-Z]{1,6}", fullmatch=True), st.just("lokal"), st.sampled_from(["PNT", "ÆØÅ", "ABC"])),
)
ROWS = st.lists(
    st.builds(
        lambda code, short, full, unit, kind, fee, what: AnalysisRow(*code, short, full, unit, kind, fee, what),
        CODES, st.just("") | TEXT, TEXT, st.sampled_from(["", "mmol/L", "10^9/L", "µg/L"]),
        st.sampled_from(["numerisk", "alfanumerisk"]), st.just("") | TEXT, st.just("") | TEXT,
    ),
    max_size=8,
    unique_by=lambda row: (row.code, row.code_responsible),
)  # fmt: skip


def reads_as_utf_8(data: bytes) -> bool:
    """Say whether bytes are UTF-8; those of windows-1252 are by chance, where every one of its letters makes a pair."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@given(
    rows=ROWS,
    columns=st.permutations(COLUMNS),
    separator=st.sampled_from(";,"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
    end=st.sampled_from(["\r\n", "\n"]),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_read(tmp_path, rows, columns, separator, encoding, end):
    """Whatever the columns' order, the separator, the encoding and the quotes: the rows come back as they were."""
    lines = [dict(zip(COLUMNS, cells(row), strict=True)) for row in rows]
    text = written(
        *([line[name] for name in columns] for line in lines), columns=tuple(columns), separator=separator, end=end
    )
    path = tmp_path / "egne.csv"
    data = text.encode(encoding)
    assume(reads_as_utf_8(data) is (encoding != "cp1252" or text.isascii()))
    path.write_bytes(data)
    assert read_own_codes((path,)).analyses == tuple(rows)


@given(st.binary(max_size=200) | st.text('";,\n\r abcNPU19748', max_size=200).map(lambda text: f"{HEADER}\n{text}".encode()))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_file_holds_is_read_or_told(tmp_path, content):
    """Never a stack trace; each mistake has file and line."""
    path = tmp_path / "egne.csv"
    path.write_bytes(content)
    try:
        read_own_codes((path,))
    except UsageMistake as mistake:
        for line in mistake.message.split("\n")[1:]:
            assert re.match(rf"{re.escape(str(path))}:\d+: .+\.$", line), line
