"""What a preflight sees on the machine alone: each thing that can be wrong has a sentence and a remedy."""

import os
import shutil
import socket
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace

import pytest

from labcert.domain.errors import SetupFault
from labcert.domain.sut import Executable, Folder, Listening, Reference, Security, System, SystemUnderTest, Vendor
from labcert.runner.preflight import Check, CheckState
from labcert.runner.preflight import checks as module
from labcert.runner.preflight.checks import danish_time, local_checks

SUT = SystemUnderTest(Vendor("A"), System("B", "1"), ("XRPT01",), Reference())
WINTER = datetime(2026, 1, 5, 12, tzinfo=timezone(timedelta(hours=1)))


def checks(sut: SystemUnderTest, out: Path, now: datetime = WINTER, **environment: str) -> dict[str, Check]:
    """All checks by what they are about."""
    return {check.what: check for check in local_checks(sut, out, now, environment)}


def one(sut: SystemUnderTest, out: Path, what: str, **environment: str) -> tuple[CheckState, str]:
    """How one check came out: state, and sentence with remedy. A fault has a remedy."""
    check = checks(sut, out, **environment)[what]
    assert bool(check.remedy) == (check.state is CheckState.FAULT)
    return check.state, f"{check.told} {check.remedy}"


def test_a_machine_that_is_ready(tmp_path):
    """Folders that don't exist yet are looked for above; nothing is left behind."""
    found = checks(SUT, tmp_path / "reports" / "ny")
    assert {check.state for check in found.values()} == {CheckState.OK}
    assert list(found) == ["Mappen til resultater", "Mappen til midlertidige filer", "Porte på denne maskine", "Tidszone"]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written(tmp_path, monkeypatch):
    """A file in its place, or no right to write."""
    (tmp_path / "fil").write_text("x")
    state, told = one(SUT, tmp_path / "fil", "Mappen til resultater")
    assert (state, "ikke en mappe" in told) == (CheckState.FAULT, True)

    def closed(*_args, **_more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(module.tempfile, "TemporaryDirectory", closed)
    state, told = one(SUT, tmp_path, "Mappen til resultater")
    assert state is CheckState.FAULT
    assert "kan ikke skrives i mappen: adgang nægtet" in told


def test_a_full_disk(tmp_path, monkeypatch):
    """Too little space is told before a run fills the rest."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=3 << 20))
    state, told = one(SUT, tmp_path, "Mappen til resultater")
    assert (state, "kun 3 MB ledig" in told) == (CheckState.FAULT, True)


def test_no_ports(tmp_path, monkeypatch):
    """A machine that opens no more ports."""

    def closed(*_args, **_more):
        raise OSError(98, "Address already in use")

    monkeypatch.setattr(socket, "create_server", closed)
    state, told = one(SUT, tmp_path, "Porte på denne maskine")
    assert (state, "porten er i brug" in told) == (CheckState.FAULT, True)


def test_a_port_that_sut_yaml_names_and_another_program_has(tmp_path):
    """The ports are told, and where to change them; those after it are needed too."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for first in (port, port - 4):
            state, told = one(replace(SUT, listen=Listening(port=first)), tmp_path, "Porte på denne maskine")
            assert (state, f"{first}-{first + 4}" in told, "listen" in told) == (CheckState.FAULT, True, True)


@pytest.mark.parametrize(
    ("now", "says"),
    [
        (WINTER, "følger dansk tid"),
        (datetime(2026, 7, 5, 12, tzinfo=timezone(timedelta(hours=2))), "følger dansk tid"),
        (datetime(2026, 7, 5, 12, tzinfo=timezone(timedelta(hours=1))), "er +01:00 fra UTC, og Danmark er +02:00"),
        (datetime(2026, 1, 5, 12, tzinfo=timezone(-timedelta(hours=3, minutes=30))), "er -03:30 fra UTC"),
    ],
)
def test_the_machines_zone_is_told(tmp_path, now, says):
    """Summer time counts; another zone is no fault of itself."""
    check = checks(SUT, tmp_path, now)["Tidszone"]
    assert (check.state, says in check.told) == (CheckState.OK, True)


def test_a_machine_without_zones_does_not_guess(tmp_path, monkeypatch):
    """It is told as not tried."""

    def unknown(_name):
        raise module.ZoneInfoNotFoundError

    monkeypatch.setattr(module, "ZoneInfo", unknown)
    assert danish_time(datetime.now(UTC)) is None
    assert checks(SUT, tmp_path)["Tidszone"].state is CheckState.NOT_TRIED


def test_the_token_is_asked_for_by_its_name_and_never_shown(tmp_path):
    """Only that it is there."""
    sut = replace(SUT, security=Security(token_from="LPS_TOKEN"))
    assert one(sut, tmp_path, "Adgangsnøgle")[0] is CheckState.FAULT
    state, told = one(sut, tmp_path, "Adgangsnøgle", LPS_TOKEN="hemmeligt")
    assert (state, "hemmeligt" in told) == (CheckState.OK, False)


def program(tmp_path, *command: str, **changes) -> tuple[CheckState, str]:
    """The check of a program in a folder."""
    sut = replace(SUT, adapter=replace(Executable(command, str(tmp_path)), **changes))
    return one(sut, tmp_path, "Programmet")


def test_a_program_that_can_be_run(tmp_path):
    """In its folder, by an absolute path, or on the machine's path."""
    script = tmp_path / "lps"
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    assert program(tmp_path, "./lps")[0] is CheckState.OK
    assert program(tmp_path, str(script))[0] is CheckState.OK
    assert program(tmp_path, "lps", environment={"PATH": str(tmp_path)})[0] is CheckState.OK
    assert program(tmp_path, Path(sys.executable).name, environment={"PATH": str(Path(sys.executable).parent)})[0] is CheckState.OK


def test_a_program_that_cannot_be_run(tmp_path):
    """Missing, without the right, a folder, or in a folder that isn't there."""
    (tmp_path / "mappe").mkdir()
    (tmp_path / "tekst").write_text("x")
    (tmp_path / "tekst").chmod(0o644)
    for command, says in ((["./ingen"], "findes ikke"), (["ingen-af-navnet"], "findes ikke"), (["./mappe"], "kan ikke køres"), (["./tekst"], "chmod")):
        state, told = program(tmp_path, *command)
        assert (state, says in told) == (CheckState.FAULT, True), command
    state, told = program(tmp_path, "./x", folder=str(tmp_path / "væk"))
    assert (state, "Mappen, som programmet køres i" in told) == (CheckState.FAULT, True)


def test_a_folder_for_exports(tmp_path):
    """It must be there and can be written; what lies there already is told."""
    place = tmp_path / "eksport"
    sut = replace(SUT, adapter=Folder(str(place)))
    state, told = one(sut, tmp_path, "Mappen til eksport")
    assert (state, "Lav den" in told) == (CheckState.FAULT, True)
    place.mkdir()
    assert one(sut, tmp_path, "Mappen til eksport")[0] is CheckState.OK
    (place / "gammel.xml").write_text("x")
    (place / ".skjult").write_text("x")
    state, told = one(sut, tmp_path, "Mappen til eksport")
    assert (state, "allerede 1 filer" in told) == (CheckState.OK, True)


def test_what_the_system_answers_is_told_and_breaks_nothing():
    """A call that raises is a fault with its own words."""

    def refused() -> str:
        raise OSError(5, "Input/output error", "/dev/x")

    def unset() -> str:
        raise SetupFault("Noget mangler.", where="her", remedy="Skaf det.")

    assert module.checked("a", refused).told == "Systemet svarede “disken eller forbindelsen til den svigtede”."
    assert module.checked("a", unset) == Check("a", CheckState.FAULT, "Noget mangler. (her)", "Skaf det.")
    assert os.sep
