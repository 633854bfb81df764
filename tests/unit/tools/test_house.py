"""Setting up is quick when there is nothing to do, and says in one sentence what it cannot do itself."""

import sys

import pytest

from tools import house


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """A machine with nothing on it; what would be run is noted and not run."""
    ran = []
    monkeypatch.setattr(house, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(house, "STAMPS", tmp_path / ".setup")
    monkeypatch.setattr(house, "run", lambda *command: ran.append([str(part) for part in command]))
    monkeypatch.setattr(house, "make_venv", lambda: ran.append(["make venv"]))
    monkeypatch.setattr(house, "works", lambda interpreter: interpreter.exists())
    monkeypatch.setattr(house.shutil, "which", lambda _name: None)
    monkeypatch.setattr(house, "POSTGRESQL", tmp_path / "postgresql")
    monkeypatch.setattr(house, "may_install", lambda: False)
    monkeypatch.delenv("LABCERT_CHROMIUM", raising=False)
    return ran


def put_interpreter():
    """Leave an interpreter where a finished environment has one."""
    interpreter = house.python_of(house.VENV)
    interpreter.parent.mkdir(parents=True, exist_ok=True)
    interpreter.touch()


def test_the_environment_is_made_from_the_lock_by_hash(machine):
    """Everything that is installed stands in the lock with its hash; labcert itself brings nothing along."""
    assert house.main(["environment"]) == 0
    assert machine[0] == ["make venv"]
    assert {"--require-hashes", "--no-deps", str(house.LOCK)} <= set(machine[1])
    assert {"--no-deps", "--no-build-isolation", "--editable"} <= set(machine[2])


def test_a_second_call_does_nothing(machine):
    """Once it is set up, nothing is run again."""
    house.main(["environment"])
    put_interpreter()
    machine.clear()
    assert house.main(["environment"]) == 0
    assert machine == []


def test_a_changed_lock_installs_again(machine, monkeypatch, tmp_path):
    """Another lock is another set-up, and going back to the first installs too."""
    house.main(["environment"])
    put_interpreter()
    machine.clear()
    (tmp_path / "lock").write_text("other==1")
    first = house.LOCK
    monkeypatch.setattr(house, "LOCK", tmp_path / "lock")
    assert house.main(["environment"]) == 0
    monkeypatch.setattr(house, "LOCK", first)
    assert house.main(["environment"]) == 0
    assert len(machine) == 4


def test_a_lost_environment_is_made_again(machine):
    """A stamp without its environment is not believed."""
    house.main(["environment"])
    machine.clear()
    assert house.main(["environment"]) == 0
    assert machine[0] == ["make venv"]


def test_a_missing_browser_is_told_in_a_sentence(machine, capsys):
    """Who may not install is told what to install."""
    assert house.main(["browser"]) == 2
    assert "install Debian's package chromium" in capsys.readouterr().err
    assert machine == []


def test_a_missing_browser_is_installed_by_who_may(machine, monkeypatch):
    """Root on Debian gets it by apt-get, without questions."""
    monkeypatch.setattr(house, "may_install", lambda: True)
    assert house.main(["browser"]) == 0
    assert [command[:2] for command in machine] == [["apt-get", "update"], ["apt-get", "install"]]
    assert {"-y", "chromium"} <= set(machine[1])


@pytest.mark.parametrize("name", house.BROWSERS)
def test_any_known_browser_will_do(machine, monkeypatch, name):
    """A browser that is there is used, whatever it is called."""
    monkeypatch.setattr(house.shutil, "which", lambda asked: f"/usr/bin/{name}" if asked == name else None)
    assert house.main(["browser"]) == 0
    assert machine == []


def put_server(folder):
    """Leave a server's programs in a folder."""
    folder.mkdir(parents=True)
    for name in ("initdb", "postgres"):
        (folder / name).touch()
    return folder


def test_a_database_server_beside_the_path_is_found(machine):
    """Debian's server is on nobody's PATH; of several versions it is the newest, by number."""
    put_server(house.POSTGRESQL / "9" / "bin")
    newest = put_server(house.POSTGRESQL / "15" / "bin")
    assert house.postgresql() == newest
    assert house.main(["databases"]) == 0
    assert machine == []


def test_a_database_server_on_the_path_is_found(machine, monkeypatch, tmp_path):
    """A server that somebody put on the PATH comes first, and a lone initdb is no server."""
    debian = put_server(house.POSTGRESQL / "15" / "bin")
    own = put_server(tmp_path / "own")
    monkeypatch.setattr(house.shutil, "which", lambda name: str(own / name))
    assert house.postgresql() == own
    (own / "postgres").unlink()
    assert house.postgresql() == debian


def test_a_missing_database_server_is_told_or_installed(machine, monkeypatch, capsys):
    """Who may not install is told what to install; root on Debian gets it by apt-get."""
    assert house.main(["databases"]) == 2
    assert "Debian's package postgresql" in capsys.readouterr().err
    assert machine == []
    monkeypatch.setattr(house, "may_install", lambda: True)
    assert house.main(["databases"]) == 0
    assert {"install", "-y", "postgresql"} <= set(machine[1])


def test_missing_checkers_are_told_or_installed(machine, monkeypatch, capsys):
    """Only the packages of the programs that are missing are named and installed."""
    monkeypatch.setattr(house.shutil, "which", lambda name: None if name.startswith("pdf") else f"/usr/bin/{name}")
    assert house.main(["checkers"]) == 2
    assert "with pdfsig, pdftoppm: install poppler-utils (" in capsys.readouterr().err
    monkeypatch.setattr(house, "may_install", lambda: True)
    assert house.main(["checkers"]) == 0
    assert machine[1][-1] == "poppler-utils"
    assert "openssl" not in machine[1]


def test_checkers_that_are_there_need_nothing(machine, monkeypatch):
    """Nothing is run where every program is found."""
    monkeypatch.setattr(house.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert house.main(["checkers"]) == 0
    assert machine == []


def test_an_old_python_is_told(machine, monkeypatch, capsys):
    """Too old a Python ends with a sentence and not with a stack trace."""
    monkeypatch.setattr(house, "OLDEST", (99, 0))
    assert house.main(["environment"]) == 2
    assert f"this is {sys.version_info.major}.{sys.version_info.minor}" in capsys.readouterr().err


def test_a_failing_command_is_told_with_its_own_words(capsys):
    """What the command said comes first, and then one sentence."""
    with pytest.raises(house.CannotSetUpError, match="exit code 3"):
        house.run(sys.executable, "-c", "print('no such package'); raise SystemExit(3)")
    assert "no such package" in capsys.readouterr().err


def test_an_unknown_word_is_refused(capsys):
    """A wrong word gives the usage."""
    assert house.main(["everything"]) == 2
    assert "usage" in capsys.readouterr().err
