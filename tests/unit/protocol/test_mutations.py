"""Whatever happens to a consultant's file, the answer is a suite or a list of mistakes."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labcert.protocol import ConfigurationMistakes, Suite, load_suite

SMALL = Path(__file__).parent / "small_suite"
FILES = ("protocols/upload.yaml", "protocols/programmes/pilot.yaml", "protocols/krav.yaml", "features/flow/upload.feature")
ODD = ("\t", ":", "- ", "{", "]", '"', "&a ", "*a", "!!python/object:os.system ", "|", "\x00", "null", "å", "?", "<<: ", "@TP-1 ", "\u2028")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all mutations; each test writes its file back."""
    from labcert.domain.suite import suite_root

    root = tmp_path_factory.mktemp("mutated") / "suite"
    shutil.copytree(SMALL, root)
    for table in ("codes", "persons", "parties"):
        shutil.copytree(suite_root() / "fixtures" / table, root / "fixtures" / table)
    return root


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, str]:
    """A file's name and its text with a line gone, doubled, moved or indented, a key changed, an end cut, odd signs."""
    file = draw(st.sampled_from(FILES))
    lines = (SMALL / file).read_text("utf-8").splitlines(keepends=True)
    at = draw(st.integers(0, len(lines) - 1))
    column = draw(st.integers(0, len(lines[at]) - 1))
    kind = draw(st.sampled_from(["delete", "double", "move", "indent", "cut", "insert", "key", "value"]))
    match kind:
        case "delete":
            del lines[at]
        case "double":
            lines.insert(at, lines[at])
        case "move":
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
        case "indent":
            lines[at] = draw(st.sampled_from([" ", "  ", "\t"])) + lines[at]
        case "cut":
            lines = [*lines[:at], lines[at][:column]]
        case "insert":
            lines[at] = lines[at][:column] + draw(st.sampled_from(ODD)) + lines[at][column:]
        case "key":
            lines[at] = draw(st.sampled_from(["titel", "senere", "svar", "x"])) + ":" + lines[at].partition(":")[2]
        case _:
            lines[at] = lines[at].partition(":")[0] + ": " + draw(st.sampled_from(["[]", "{}", "", "~", "[[1]]", "- 1", "{a: {b: []}}"])) + "\n"
    return file, "".join(lines)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mutated())
def test_a_mutated_file_gives_a_suite_or_mistakes(place: Path, mutation: tuple[str, str]):
    """No text of a file makes anything but a suite or ConfigurationMistakes, each with an existing place."""
    file, text = mutation
    original = (SMALL / file).read_bytes()
    (place / file).write_text(text, "utf-8", newline="")
    try:
        assert isinstance(load_suite(place), Suite)
    except ConfigurationMistakes as error:
        for mistake in error.mistakes:
            assert mistake.line >= 1
            assert mistake.sentence
            assert (place / mistake.file).exists()
    finally:
        (place / file).write_bytes(original)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(FILES), st.binary(max_size=60))
def test_any_bytes_give_mistakes(place: Path, file: str, content: bytes):
    """A file of any bytes is told as a mistake in that file or in what pointed into it."""
    original = (SMALL / file).read_bytes()
    (place / file).write_bytes(content)
    try:
        with pytest.raises(ConfigurationMistakes):
            load_suite(place)
    finally:
        (place / file).write_bytes(original)
