"""A store is made, brought up to date, or refused untouched with a sentence."""

import shutil
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from labcert.cli.store_option import open_chosen
from labcert.domain.errors import ToolFault, UsageMistake
from labcert.session.store import default_url, open_store, opening, tables
from labcert.session.store.place import place_of, user_data
from tests.support.every_event import opened

REVISION = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "0002", "0001"
def upgrade():
    op.add_column("sessions", sa.Column("colour", sa.Text, server_default="red"))
    {more}
"""


def file_url(folder):
    """The address of a file that is not there yet."""
    return f"sqlite:///{folder / 'labcert.db'}"


@pytest.fixture
def newer(monkeypatch, tmp_path):
    """Make this version of labcert one that has a revision more; returns how."""

    def make(more="pass"):
        folder = tmp_path / "100% ny"
        shutil.copytree(opening.MIGRATIONS, folder)
        (folder / "versions" / "r0002_more.py").write_text(REVISION.format(more=more))
        monkeypatch.setattr(opening, "MIGRATIONS", folder)
        monkeypatch.setattr(tables, "HEAD", "0002")

    return make


def refused(url, match, error=UsageMistake):
    """Try to open a store, which must fail with a sentence; returns it."""
    with pytest.raises(error, match=match) as caught:
        open_store(url)
    return str(caught.value)


def test_the_tables_are_those_of_the_migrations(store):
    """What the migrations make is what the code knows, in both databases, and the newest revision is the known one."""
    with store._database.reading() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, tables.metadata) == []
        assert context.get_current_revision() == tables.HEAD
    assert ScriptDirectory(str(opening.MIGRATIONS)).get_current_head() == tables.HEAD


def test_a_file_is_written_so_that_it_survives(tmp_path, monkeypatch):
    """SQLite waits for the disk at each commit, keeps references whole, and lets readers read beside a writer."""
    monkeypatch.undo()  # the other tests here wait for no disk
    with open_store(file_url(tmp_path)) as store, store._database.reading() as connection:
        pragmas = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")}
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}


def test_folders_are_made_and_the_same_store_is_opened_again(tmp_path):
    """A store is made where its file is to be, and keeps its id."""
    url = file_url(tmp_path / "ny" / "mappe")
    with open_store(url) as store:
        store.begin(opened())
        first = store._folders
    with open_store(url) as store:
        assert store._folders == first
        assert len(store.sessions()) == 1


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_many_may_open_a_new_store_at_once(kind, server, tmp_path):
    """One makes it, the others wait, and all see the same store."""
    fresh = server.new() if kind == "postgresql" else file_url(tmp_path)

    def open_and_close(_number):
        with open_store(fresh) as store, store._database.reading() as connection:
            return connection.scalar(sa.select(tables.store.c.value))

    with ThreadPoolExecutor(6) as several:
        assert len(set(several.map(open_and_close, range(6)))) == 1


def test_an_older_store_is_brought_up_to_date_and_a_copy_kept(tmp_path, newer):
    """Sessions stay, and the store as it was lies beside it."""
    url = file_url(tmp_path)
    with open_store(url) as store:
        store.begin(opened())
    newer()
    with open_store(url) as store, store._database.reading() as connection:
        assert store.entries(opened().session)[0].event == opened()
        assert connection.exec_driver_sql("SELECT colour FROM sessions").scalar() == "red"
    copy = tmp_path / "labcert.før-0001.db"
    with closing(sqlite3.connect(copy)) as before:
        assert before.execute("SELECT id FROM sessions").fetchall() == [(opened().session,)]
        assert before.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_migration_that_fails_changes_nothing(kind, server, tmp_path, newer):
    """It is one transaction, in SQLite as in PostgreSQL."""
    url = server.new() if kind == "postgresql" else file_url(tmp_path)
    with open_store(url) as store:
        store.begin(opened())
    newer('op.execute("SELECT nothing FROM nowhere")')
    with pytest.raises(ToolFault, match="svarede med en fejl"):
        open_store(url)
    engine = sa.create_engine(place_of(url).url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "0001"
        assert "colour" not in {column["name"] for column in sa.inspect(connection).get_columns("sessions")}
    engine.dispose()


def test_without_room_for_the_copy_nothing_is_migrated(tmp_path, newer, monkeypatch):
    """First the copy, then the migration."""
    url = file_url(tmp_path)
    open_store(url).close()
    newer()
    monkeypatch.setattr(Path, "replace", out_of_space)
    refused(url, "kan ikke tages en kopi først", ToolFault)
    assert version(tmp_path / "labcert.db") == "0001"
    assert sorted(path.name for path in tmp_path.glob("*.db*")) == ["labcert.db"]


def out_of_space(*_):
    """Be a full disk."""
    raise OSError(28, "No space left on device")


def version(file):
    """A file's revision."""
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]


def test_a_store_of_a_newer_version_is_refused_untouched(tmp_path):
    """What this version does not know it does not touch, not even a byte."""
    url = file_url(tmp_path)
    open_store(url).close()
    with closing(sqlite3.connect(tmp_path / "labcert.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = (tmp_path / "labcert.db").read_bytes()
    assert "Brug den nye version af labcert" in refused(url, "nyere version")
    assert (tmp_path / "labcert.db").read_bytes() == before
    assert list(tmp_path.glob("*.før-*")) == []


def test_a_newer_store_in_postgresql_is_refused_too(server):
    """The same there."""
    url = server.new()
    open_store(url).close()
    with server.connect(url.split("/")[3].split("?")[0]) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    refused(url, "nyere version")


def test_what_is_no_store_is_refused_untouched(tmp_path):
    """A text, another program's database, and a folder are each told in a sentence."""
    file = tmp_path / "labcert.db"
    file.write_text("Kære læser, dette er ikke en database, men et brev. " * 40)
    before = file.read_bytes()
    refused(file_url(tmp_path), "Filen er ikke et lager")
    assert file.read_bytes() == before
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE opskrifter (n)")
    refused(file_url(tmp_path), "i brug til noget andet")
    refused(f"sqlite:///{tmp_path}", "kan ikke åbnes til skrivning")
    refused(f"sqlite:///{file}/under/lager.db", "Mappen til lageret kan ikke laves")


def test_another_database_in_postgresql_is_refused(server):
    """A database that somebody uses is not made into a store."""
    url = server.new()
    with server.connect(url.split("/")[3].split("?")[0]) as connection:
        connection.execute("CREATE TABLE opskrifter (n integer)")
    refused(url, "i brug til noget andet")


def test_a_server_that_cannot_be_reached_is_told_without_the_password(server):
    """Address, user and database may each be wrong; the password is shown to nobody."""
    told = refused("postgresql://anna:hemmelig@127.0.0.1:1/labcert", "ingen forbindelse til lageret")
    assert "hemmelig" not in told
    assert "anna:***@127.0.0.1" in told
    wrong = server.new().replace("/test_", "/ikke_")
    refused(wrong, "ingen forbindelse|giver ikke adgang")


def test_postgresql_without_its_extra_says_how_to_get_it(monkeypatch):
    """The extra explains itself when it is missing."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert "pip install 'labcert[postgresql]'" in refused("postgresql://localhost/labcert", "kræver en tilføjelse")


@pytest.mark.parametrize(("url", "match"), [
    ("", "kan ikke læses"), ("labcert.db", "kan ikke læses"), ("mysql://x/y", "af slagsen “mysql”"),
    ("sqlite://", "mangler en fil"), ("sqlite:///:memory:", "mangler en fil"), ("sqlite:///a.db?mode=ro", "mere end en fil"),
    ("postgresql://x:hemmelig@y:port/z", "kan ikke læses"),
])  # fmt: skip
def test_an_address_that_is_none_is_told(url, match, monkeypatch):
    """The sentence shows what an address looks like, and never one that may hold a password."""
    monkeypatch.setenv("LABCERT_STORE", url or "intet")
    told = refused(url, match)
    assert "Skriv sqlite:///STI/TIL/FIL.db" in told
    assert "hemmelig" not in told


def test_the_store_nobody_names_is_in_the_users_data_folder(monkeypatch, tmp_path):
    """LABCERT_STORE first, then the folder that the machine has for such things."""
    monkeypatch.delenv("LABCERT_STORE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_url() == f"sqlite:///{tmp_path}/labcert/labcert.db"
    with open_chosen(None) as store:
        assert store.url == default_url()
    monkeypatch.setenv("LABCERT_STORE", file_url(tmp_path))
    assert default_url() == file_url(tmp_path)
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert user_data() == tmp_path / ".local" / "share" / "labcert"


def test_two_stores_on_one_server_have_working_folders_of_their_own(server, monkeypatch, tmp_path):
    """They are told apart by the store's id, not by an address that may change."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with open_store(server.new()) as one, open_store(server.new()) as other:
        assert one._folders.parent == other._folders.parent == tmp_path / "labcert" / "arbejde"
        assert one._folders != other._folders


def test_a_damaged_file_is_told(tmp_path):
    """Bytes overwritten in the middle are found, at the latest when they are read, with what to do."""
    with open_store(file_url(tmp_path)) as store:
        store.begin(opened())
    file = tmp_path / "labcert.db"
    data = bytearray(file.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    file.write_bytes(data)
    assert "sikkerhedskopi" in refused(file_url(tmp_path), "beskadiget", ToolFault)


def test_a_server_that_goes_away_is_told(server):
    """A connection that was cut is told as one, and the next question finds the server again."""
    url = server.new()
    with open_store(url) as store:
        store.begin(opened())
        name = url.split("/")[3].split("?")[0]
        with server.connect("postgres") as connection, pytest.raises(UsageMistake, match="ingen forbindelse"):
            cut_while_reading(store, connection, name)
        assert len(store.sessions()) == 1


def cut_while_reading(store, connection, name):
    """Cut the store's connection in the middle of a transaction."""
    with store._database.reading() as reading:
        reading.exec_driver_sql("SELECT 1")
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        reading.exec_driver_sql("SELECT 1")


def test_what_a_server_refuses_is_told(server):
    """No right to the store, and no room on the server's disk, are told in our words."""
    url = server.new()
    name = url.split("/")[3].split("?")[0]
    with server.connect("postgres") as connection:
        connection.execute(f"CREATE ROLE arm_{name} LOGIN")
    open_store(url).close()
    refused(url.replace("postgres@", f"arm_{name}@"), "giver ikke adgang: permission denied")
    full = "DO $$ BEGIN RAISE EXCEPTION 'disk full' USING ERRCODE = '53100'; END $$"
    with open_store(url) as store, pytest.raises(ToolFault, match="ikke plads på disken, hvor lageret ligger"):
        store._database.write(lambda connection: connection.exec_driver_sql(full))
