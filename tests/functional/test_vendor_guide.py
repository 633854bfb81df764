"""docs/leverandoer.md: what stands there is so."""

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

from labcert.adapters.executable import ExecutableAdapter
from labcert.adapters.program import DOING
from labcert.adapters.program_reply import STATES
from labcert.adapters.sut_file import KINDS, parse_sut
from labcert.domain import case as domain
from labcert.domain.suite import suite_root
from labcert.domain.sut import ABILITIES, Executable
from labcert.ports import Refused, Sent
from tests.support.recording import RecordingSink
from tests.unit.adapters.vendor_programs import CASE

PAGE = (Path(__file__).parents[2] / "docs" / "leverandoer.md").read_text(encoding="utf-8")
OBJECTS = {
    "(hele filen)": domain.Case, "patient": domain.Patient, "sender": domain.Sender, "requester": domain.Requester,
    "sample": domain.Sample, "results[]": domain.Result, "results[].interval": domain.Interval,
    "results[].text[][], results[].comments[][]": domain.Span, "results[].culture": domain.Culture,
    "results[].culture.microbes[]": domain.Microbe, "results[].culture.antibiotics[]": domain.Antibiotic,
    "results[].culture.entries[]": domain.PatternEntry, "results[].microscopy": domain.Microscopy,
    "results[].microscopy.lines[]": domain.MicroscopyLine,
}  # fmt: skip


def blocks(language):
    """The page's blocks of a language: the whole first, parts of it after that."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def rows(heading):
    """The cells of the first table below a heading."""
    part = PAGE.split(f"## {heading}\n")[1]
    table = re.search(r"(?:^\|.*\n)+", part, re.MULTILINE)[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def test_the_table_of_case_json_is_that_of_the_domain():
    """Every field of every object, in its order, and no other."""
    told = {name.replace("`", ""): tuple(re.findall(r"`(\w+)`", cells)) for name, cells, _remark in rows("CASE.json")}
    assert told == {name: tuple(field.name for field in fields(kind)) for name, kind in OBJECTS.items()}


def test_no_class_of_the_case_is_forgotten():
    """A new part of a case has a row."""
    parts = {getattr(domain, name) for name in domain.__all__} - {domain.Organisation}
    assert set(OBJECTS.values()) == parts


def test_every_kind_of_adapter_has_its_row_with_its_keys():
    """The keys are those that sut.yaml knows."""
    told = {cells[0].strip("`"): set(re.findall(r"`(\w+)`", cells[2])) for cells in rows("sut.yaml")}
    assert told == {word: {field.name for field in fields(kind)} for word, kind in KINDS.items()}


def test_every_ability_state_and_word_of_the_contract_is_told():
    """Abilities, states of the outbox, and the words of `mode: lines`."""
    part = PAGE.split("## Aftalen med et program")[1].split("## CASE.json")[0]
    assert [word for word in ABILITIES if f"`… {word} " not in part] == []
    assert [word for word in STATES if word not in part] == []
    assert [word for word in DOING if f'{{"do": "{word}"' not in part] == []


def test_the_sut_yaml_of_the_page_can_be_read():
    """It can be copied as it stands."""
    sut = parse_sut(blocks("yaml")[0], "sut.yaml", suite_root())
    assert sut.adapter == Executable(("python3", "program.py"), str(suite_root()))


def test_what_the_page_adds_to_it_can_be_read_too():
    """Where the hub listens, and the files for https: each part after the whole."""
    whole, *parts = blocks("yaml")
    read = [parse_sut(whole + part, "sut.yaml", suite_root()) for part in parts]
    assert [(sut.listen.host, sut.listen.port) for sut in read] == [("0.0.0.0", 8800), ("127.0.0.1", 8800)]
    assert Path(read[1].security.ca).name == "ca.pem"


def test_the_program_of_the_page_works(tmp_path):
    """Copied as it stands, around a system that is called as it says."""
    (program,) = blocks("python")
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    (tmp_path / "mit_system.py").write_text(
        "def send(case, hub): return {'envelope': 'E1', 'letters': [case['sample']['requester_number']]}\n"
        "def correct(case, replaces, hub): return {'reason': f'{replaces} kan ikke rettes på {hub}'}\n"
    )
    lps = ExecutableAdapter(Executable((sys.executable, "program.py"), str(tmp_path)), "http://hub", RecordingSink(), None)
    sent = lps.send(CASE)
    assert sent == Sent("E1", ("LC1",))
    assert lps.correct(CASE, sent) == Refused("E1 kan ikke rettes på http://hub")


def test_the_commands_of_the_page_exist():
    """Each is known to the command line, with the options named."""
    begin = PAGE.split("## Begynd sådan")[1].split("```")[1]
    for line in begin.strip().splitlines():
        name, *words = line.split("  ")[0].split()[1:]
        told = subprocess.run([sys.executable, "-m", "labcert", name, "--help"], capture_output=True, check=True).stdout.decode()
        assert [word for word in words if word.startswith("--") and word not in told] == []
