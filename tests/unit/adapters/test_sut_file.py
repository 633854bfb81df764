"""Reading of sut.yaml: what is right becomes a value, and every mistake is told at once with its line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcert.adapters.sut_file import KINDS, example_text, kind_of, parse_sut, read_sut, sut_text
from labcert.domain.errors import UsageMistake
from labcert.domain.sut import (
    Executable,
    Folder,
    Inbound,
    Listening,
    Manual,
    Reference,
    Security,
    System,
    SystemUnderTest,
    Vendor,
)
from labcert.protocol.mistakes import ConfigurationMistakes

HERE = Path("/et/sted").absolute()
WHO = """
vendor: {name: Leverandøren A/S, email: test@leverandoer.example}
system: {name: LægeSystemet, version: 1.10}
standards: [XRPT01, XRPT05]
"""


def read(text: str) -> SystemUnderTest:
    """Read a text that lies in a known folder."""
    return parse_sut(text, "sut.yaml", HERE)


def mistakes(text: str) -> list[str]:
    """What is told of a text."""
    with pytest.raises(ConfigurationMistakes) as raised:
        read(text)
    return [str(mistake) for mistake in raised.value.mistakes]


def test_what_is_written_is_read_to_the_letter():
    """Texts stay as they are: a version 1.10 is not the number 1.1."""
    sut = read(WHO + "adapter: {kind: inbound, seconds: 90}\nnot_relevant: {TP-4.2.46: Kan ikke slettes}")
    assert sut == SystemUnderTest(
        Vendor("Leverandøren A/S", email="test@leverandoer.example"), System("LægeSystemet", "1.10"), ("XRPT01", "XRPT05"),
        Inbound(90.0), folder=str(HERE), not_relevant={"TP-4.2.46": "Kan ikke slettes"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{kind: reference}", Reference()),
        ("{kind: reference, defect: wrong-unit}", Reference("wrong-unit")),
        ("{kind: executable, command: [./lps, -x]}", Executable(("./lps", "-x"), str(HERE))),
        (
            "{kind: executable, command: [lps], folder: bin, seconds: 2.5, can: [send, correct, work], mode: lines, environment: {A: 1}}",
            Executable(("lps",), str(HERE / "bin"), 2.5, ("send", "correct", "work"), "lines", {"A": "1"}),
        ),
        ("{kind: folder, path: eksport, settle: 3}", Folder(str(HERE / "eksport"), settle=3.0)),
        ("{kind: inbound}", Inbound()),
        ("{kind: manual, seconds: 10}", Manual(10.0)),
    ],
)
def test_each_kind_of_adapter_has_its_own_keys(written, expected):
    """The value of each kind, with the defaults of what is left out; relative paths begin where sut.yaml lies."""
    assert read(f"{WHO}adapter: {written}").adapter == expected


def test_every_mistake_is_told_at_once_with_its_line():
    """Unknown keys with the nearest one, missing ones, wrong words, wrong numbers, half a pair of certificate and key."""
    text = """vendor: {name: A, phne: 3}
system: {name: L, versjon: 1.0}
standards: [XRPT01, XRTP05]
adapter: {kind: executable, command: [x], can: [send, corect], seconds: -3, mode: linjes}
hub: plsp.dk
security: {ca: a.pem, key: k}
not_relevant: {TP-4.2.46: }
extra: 1
"""
    told = mistakes(text)
    assert [line.split(":")[1] for line in told] == ["1", "2", "2", "3", "4", "4", "4", "4", "5", "6", "7", "8"]
    for part in (
        "1: Nøglen “phne” findes ikke i “vendor”. (Mente du “phone”?)", "2: Nøglen “version” mangler i “system”.",
        "(Mente du “version”?)", "(Mente du “XRPT05”?)", "(Mente du “correct”?)", "Mulige værdier: once, lines.",
        "“seconds” er et antal sekunder over 0", "5: Hub'ens adresse skal begynde med http://", "følges ad",
        "7: Nøglen “TP-4.2.46” i “not_relevant” har ingen værdi.", "8: Nøglen “extra” findes ikke i filen.",
    ):  # fmt: skip
        assert any(part in line for line in told), part


@pytest.mark.parametrize("port", ["-1", "65532", "8800.0", "otte"])
def test_a_port_has_four_more_after_it(port):
    """The hosts listen on five ports in a row; half a pair of certificate and key is told as elsewhere."""
    told = mistakes(f"{WHO}adapter: {{kind: inbound}}\nlisten: {{port: {port}, key: hub.key}}")
    assert len(told) == 2
    assert any("“port” er et tal fra 0 til 65531" in line for line in told)


def test_a_shell_line_is_told_with_the_list_it_means():
    """Nothing goes through a shell, so a line is a mistake, and the sentence holds the list to copy."""
    (told,) = mistakes(WHO + 'adapter: {kind: executable, command: ./lps --navn "Æble A/S" -v}')
    assert 'Skriv: command: ["./lps", "--navn", "Æble A/S", "-v"]' in told


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "86401", "et minut", "[1]"])
def test_a_time_limit_is_a_number_of_seconds(seconds):
    """Anything else is a mistake."""
    assert mistakes(f"{WHO}adapter: {{kind: inbound, seconds: {seconds}}}")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "tom"),
        ("- et\n- to", "ventes nøgler"),
        ("vendor: 'x", "anførselstegn"),
        ("a: &x [1]\nb: *x", "Ankre"),
        ("a: " + "[" * 50 + "]" * 50, "flere lag"),
        (WHO, "“adapter” mangler"),
        (WHO + "adapter:", "har ingen værdi"),
        (WHO + "adapter: {kind: program}", "Mulige værdier: reference, executable"),
        (WHO + "adapter: {kind: executable}", "“command” mangler"),
        (WHO + "adapter: {kind: executable, command: []}", "tom"),
        (WHO + "adapter: {kind: folder}", "“path” mangler"),
        (WHO + "adapter: {kind: inbound, command: [x]}", "findes ikke i “adapter” af slagsen inbound"),
        (WHO + "adapter: {kind: executable, command: [x], can: [send]}", "send og correct"),
        (WHO.replace("name: L", "navn: L") + "adapter: {kind: manual}", "mangler i “system”"),
    ],
)
def test_what_cannot_be_used_is_said(text, says):
    """Each wrong file has a sentence that names what is wrong."""
    assert any(says in line for line in mistakes(text))


def test_a_file_that_is_not_there_is_a_mistake_that_says_how_to_begin(tmp_path):
    """Whoever has none is told how to get an example."""
    with pytest.raises(UsageMistake, match="--template"):
        read_sut(tmp_path / "sut.yaml")


def test_a_file_in_another_encoding_is_a_mistake(tmp_path):
    """It is told with its line."""
    (tmp_path / "sut.yaml").write_bytes("vendor: {name: Søren}".encode("latin-1"))
    with pytest.raises(ConfigurationMistakes, match=r"sut.yaml:1: .*UTF-8"):
        read_sut(tmp_path / "sut.yaml")


def test_the_example_can_be_read(tmp_path):
    """The example is right as it stands, and so is each kind of adapter that it mentions in a comment."""
    (tmp_path / "sut.yaml").write_text(example_text(), "utf-8")
    assert isinstance(read_sut(tmp_path / "sut.yaml").adapter, Executable)
    comments = [line[2:] for line in example_text().splitlines() if line.startswith("# adapter:")]
    assert [kind_of(read(WHO + line).adapter) for line in comments] == ["folder", "inbound", "manual", "reference"]
    assert set(KINDS) == {"executable", "folder", "inbound", "manual", "reference"}


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Cn"]), min_size=1, max_size=20)
SECONDS = st.floats(0.001, 86400).map(lambda value: round(value, 3)).filter(bool)
PLACES = st.just(str(HERE / "mappe æ"))
ADAPTERS = st.one_of(
    st.builds(Reference, WORDS),
    st.builds(
        Executable, st.lists(WORDS, min_size=1, max_size=4).map(tuple), PLACES, SECONDS,
        st.sampled_from([("send", "correct"), ("send", "correct", "work", "outbox")]), st.sampled_from(["once", "lines"]),
        st.dictionaries(WORDS, WORDS, max_size=2),
    ),
    st.builds(Folder, PLACES, SECONDS, SECONDS),
    st.builds(Inbound, SECONDS),
    st.builds(Manual, SECONDS),
)  # fmt: skip


@given(
    st.builds(
        SystemUnderTest, st.builds(Vendor, WORDS, WORDS), st.builds(System, WORDS, WORDS), st.just(("XRPT01",)), ADAPTERS,
        st.just(str(HERE)), st.sampled_from(["", "https://plsp.example/base"]),
        st.builds(Security, PLACES, PLACES, PLACES, WORDS),
        st.builds(Listening, st.sampled_from(["127.0.0.1", "0.0.0.0"]), st.integers(0, 65531), PLACES, PLACES),
        st.dictionaries(WORDS, WORDS, max_size=2),
    )
)  # fmt: skip
def test_the_text_of_a_value_is_read_as_the_same_value(sut):
    """What is sent to the process that runs the features is what was read."""
    assert read(sut_text(sut)) == sut
