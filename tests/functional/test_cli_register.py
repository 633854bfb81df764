"""`labcert register`, `labcert overview` and `labcert protocol diff` as whole commands."""

import json
import shutil
from datetime import date

import pytest

from labcert.domain.suite import suite_root
from tests.support.commands import labcert
from tests.support.office_example import made_office
from tests.support.office_store import certify


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    """The URL of a store with a dozen systems."""
    folder = tmp_path_factory.mktemp("kontor")
    with made_office(folder) as store:
        certify(store, "pilot-norrelund-3", date(2026, 12, 31))
    return f"sqlite:///{folder}/kontor.db"


def test_the_register_is_written_in_each_format(url, tmp_path):
    """To a file, with a sentence on standard error; csv to standard output where no file is named."""
    done = labcert("register", "--store", url, "--at", "2026-11-23")
    assert (done.returncode, done.stderr) == (0, "6 rækker, hvoraf 4 er gældende den 23. november 2026.\n")
    assert done.stdout.count("\n") == 7
    assert ";udløber snart;" in done.stdout
    for shape, start in (("xlsx", b"PK"), ("html", b"<!doctype html>")):
        out = tmp_path / f"register.{shape}"
        assert labcert("register", "--store", url, "--format", shape, "--out", out).returncode == 0
        assert out.read_bytes().startswith(start)


def test_the_register_of_everything_has_all_sessions(url):
    """Each session of the store, with its state."""
    told = json.loads(labcert("register", "--store", url, "--format", "json", "--all").stdout)
    assert {row["session"] for row in told["rows"]} >= {"pilot-svale", "testcamp-1-multimed", "pilot-aeskulap-42"}
    assert len({row["session"] for row in told["rows"]}) == 12


def test_an_empty_store_has_an_empty_register(tmp_path):
    """The headings, a sentence, and exit 0: nothing is wrong."""
    done = labcert("register", "--store", f"sqlite:///{tmp_path}/ny.db")
    assert (done.returncode, done.stdout.count("\n")) == (0, 1)
    assert done.stderr == "Ingen session er godkendt endnu, så registret er tomt.\n"


def test_a_day_that_is_none_is_told(url):
    """Exit 2, and how to write one."""
    done = labcert("overview", "--store", url, "--at", "i morgen")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "“i morgen” er ikke en dato. Skriv den som 2026-11-23.\n"


def test_the_overview_is_a_page_beside_one(url, tmp_path):
    """Named oversigt.html where no name is given, below 300 kB for a dozen systems; JSON goes to standard output."""
    done = labcert("overview", "--store", url, "--at", "2026-03-20", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "12 systemer følges. 4 rækker er forsinkede" in done.stderr
    assert (tmp_path / "oversigt.html").stat().st_size < 300_000
    told = json.loads(labcert("overview", "--store", url, "--at", "2026-03-20", "--format", "json").stdout)
    assert (told["format"], len(told["systems"]), len(told["plan"]["rows"])) == ("labcert-overview/1", 12, 27)


def test_diff_answers_whether_anything_differs(tmp_path):
    """Exit 0 and a sentence where nothing does, 1 where something does, with what a certificate rests on."""
    for name in ("protocols", "features", "fixtures/codes", "fixtures/parties", "fixtures/persons", "fixtures/policies"):
        shutil.copytree(suite_root() / name, tmp_path / "ny" / name)
    shutil.copytree(tmp_path / "ny", tmp_path / "gammel")
    same = labcert("protocol", "diff", "gammel", "ny", cwd=tmp_path)
    assert (same.returncode, same.stdout) == (0, "Der er ingen forskel mellem gammel og ny.\n")
    with made_office(tmp_path) as store:
        certificate = store.certificates()[0].id
    protocol = tmp_path / "ny/protocols/laba.yaml"
    protocol.write_text(protocol.read_text("utf-8").replace("klasse: F2", "klasse: F1", 1), "utf-8")
    words = ("protocol", "diff", "gammel", "ny", "--store", f"sqlite:///{tmp_path}/kontor.db", "--at", "2026-11-23")
    done = labcert(*words, cwd=tmp_path)
    assert done.returncode == 1
    assert "[skærpet] Klassen er ændret fra F2 til F1." in done.stdout
    assert f"Certifikatet {certificate} for Æskulap 4.2 hviler på TP-4.3." in done.stdout
    told = json.loads(labcert(*words, "--format", "json", cwd=tmp_path).stdout)
    assert (told["summary"]["changes"], told["summary"]["stricter"], len(told["certificates"])) == (1, 1, 1)


def test_diff_of_what_is_no_edition_is_told():
    """Exit 2, and what can be compared."""
    done = labcert("protocol", "diff", "findes-ikke", "current")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Der er ingen mappe eller fil, der hedder findes-ikke." in done.stderr


@pytest.mark.parametrize("word", ["register", "overview"])
def test_help_says_what_it_is_for(word):
    """In plain Danish, with --store and --at."""
    done = labcert(word, "--help")
    assert done.returncode == 0
    assert all(option in done.stdout for option in ("--store", "--at", "--format"))
