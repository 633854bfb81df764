"""A store that can't be opened is told by every command in one sentence, with the exit code for a wrong configuration."""

import sqlite3
from contextlib import closing

import pytest

from labcert.session.store import open_store
from tests.support.commands import labcert


def newer(file):
    """Make a store that a later version wrote."""
    open_store(f"sqlite:///{file}").close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()


def letter(file):
    """Make something that is no store."""
    file.write_text("Kære læser. " * 400)


@pytest.mark.parametrize(("make", "told"), [
    (newer, "Brug den nye version af labcert. Lageret er ikke ændret."), (letter, "Filen er ikke et lager for labcert."),
])  # fmt: skip
def test_a_file_that_is_no_store_of_this_version_is_refused_untouched(tmp_path, make, told):
    """Exit code 2, a sentence and no stack trace; not a byte of the file is changed."""
    file = tmp_path / "lager.db"
    make(file)
    before = file.read_bytes()
    done = labcert("session", "list", LABCERT_STORE=f"sqlite:///{file}")
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert file.read_bytes() == before


def test_a_server_that_is_not_there_is_told_without_the_password():
    """The option comes before the environment, and a password is shown to nobody."""
    done = labcert("session", "list", "--store", "postgresql://anna:hemmelig@127.0.0.1:1/x", LABCERT_STORE="intet")
    assert done.returncode == 2
    assert "Der er ingen forbindelse til lageret" in done.stderr
    assert "hemmelig" not in done.stdout + done.stderr
