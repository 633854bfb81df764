"""The runner's small parts: the suite's digest, marks of runs, what is put back after a scenario, the defects' names."""

from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from labcert.domain.errors import SetupFault, ToolFault, UsageMistake
from labcert.runner.composition import RunKit
from labcert.runner.defects import known_defects, require_known
from labcert.runner.marks import run_mark
from labcert.runner.settings import RunSettings
from labcert.runner.suite_digest import suite_digest
from tests.harness.small import build

SCENARIO = "  @TP-4.2.01\n  Scenarie: Består\n    Når der gemmes et bevis\n"


@pytest.fixture
def suite(tmp_path):
    """A small suite below a folder whose name is left out of digests when it is a part of the suite."""
    return build(tmp_path / "__pycache__" / "suite", SCENARIO)


def test_line_endings_are_no_change(suite):
    """A checkout on Windows has the same digest as one on Linux."""
    before = suite_digest(suite)
    for name in ("features/proeve.feature", "protocols/krav.yaml", "suite.ini"):
        path = suite / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert suite_digest(suite) == before


@pytest.mark.parametrize(
    "name",
    ["features/proeve.feature", "steps/saetninger.py", "protocols/proeve.yaml", "protocols/programmes/pilot.yaml",
     "fixtures/codes/routing.csv", "fixtures/schemas/xrpt01.xsd", "conftest.py", "suite.ini"],
)  # fmt: skip
def test_any_other_byte_is_a_change(suite, name):
    """One byte more, one less, or another one, in whatever judges."""
    digests = {suite_digest(suite)}
    path, data = suite / name, (suite / name).read_bytes()
    for changed in (data + b" ", data[:-1], data[:10] + bytes([data[10] ^ 1]) + data[11:], data + b"\r"):
        path.write_bytes(changed)
        digests.add(suite_digest(suite))
    assert len(digests) == 5


def test_a_files_name_counts(suite):
    """A moved, added or removed file is a change, though the bytes are the same; also where two files' bytes move over."""
    digests = {suite_digest(suite)}
    feature = suite / "features" / "proeve.feature"
    moved = feature.rename(feature.with_name("anden.feature"))
    digests.add(suite_digest(suite))
    text = moved.read_bytes()
    moved.write_bytes(text[:40])
    (moved.with_name("b.feature")).write_bytes(text[40:])
    digests.add(suite_digest(suite))
    (moved.with_name("tom.feature")).touch()
    digests.add(suite_digest(suite))
    assert len(digests) == 4


def test_what_python_leaves_behind_is_no_change(suite):
    """Compiled modules are no part of the suite."""
    before = suite_digest(suite)
    (suite / "steps" / "__pycache__").mkdir()
    (suite / "steps" / "__pycache__" / "saetninger.pyc").write_bytes(b"x")
    assert suite_digest(suite) == before


def test_no_two_examples_share_a_mark():
    """Each example has its own sample numbers; where there is no more room, that is said, not shared."""
    marks = [run_mark("ab12", example) for example in range(36)]
    assert len(set(marks)) == 36
    assert {len(mark) for mark in marks} == {5}
    with pytest.raises(ToolFault, match="højst have 36 eksempler"):
        run_mark("ab12", 36)


class Deaf:
    """Hosts that are told something; some of them don't answer."""

    def __init__(self, *silent: str) -> None:
        self.told, self.silent = [], silent

    def clear(self, host: str) -> None:
        self.told.append(host)
        if host in self.silent:
            raise SetupFault(f"{host} svarede ikke.")

    restore = clear


@pytest.mark.parametrize("silent", [(), ("plsp",), ("plsp", "portal")])
def test_every_host_is_put_back_also_where_another_is_silent(silent):
    """What one scenario switched on is never left for the next: each host is told, and a silent one is told of."""
    hosts = Deaf(*silent)
    kit = SimpleNamespace(faults=hosts, policies=hosts)
    for put_back, expected in ((RunKit.clear_faults, {"plsp", "laba", "miba", "portal"}), (RunKit.restore_policies, {"plsp", "laba", "miba"})):
        hosts.told = []
        with pytest.raises(SetupFault) if set(silent) & expected else nullcontext():
            put_back(kit)
        assert set(hosts.told) == expected


def test_settings_survive_the_way_to_the_child(tmp_path):
    """What the parent writes the child reads, Danish letters included."""
    settings = RunSettings("/rød", "/session æ", 2, "pilot", ("TP-4.2.01", "TP-4.2.02"), {"plsp": "http://127.0.0.1:1"}, "t", "ab12")
    assert RunSettings.from_line(settings.to_line()) == settings


def test_an_unknown_defect_is_a_mistake_that_names_the_nearest_or_all():
    """Whoever mistypes a defect is told the nearest; where none is near, all that there are."""
    known = known_defects()
    assert len(known) >= 10
    assert all(known.values())
    require_known("wrong-unit")
    with pytest.raises(UsageMistake) as raised:
        require_known("åååååå")
    assert all(name in str(raised.value) for name in known)
    with pytest.raises(UsageMistake, match="consent-left-out") as near:
        require_known("consent-left")
    assert len(str(near.value)) < 300
