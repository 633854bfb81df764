"""Editions from folders, zips and wheels, read without being run; and what a difference touches in a store."""

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from labcert.domain.casework import ReviewState
from labcert.domain.certificate import Revocation
from labcert.domain.errors import UsageMistake
from labcert.domain.outcome import Mark, Severity
from labcert.protocol.difference import Consequence
from labcert.reporting.radar import TouchedStep
from labcert.runner.radar import open_edition, scan
from tests.support.office_store import Kept, certify, keep, office
from tests.unit.protocol.difference.editions import edited, write_suite

DAY = date(2026, 1, 10)
ESKULAP = Kept("s-eskulap", "Æskulap ApS", "Æskulap", "4.2", review=ReviewState.APPROVED)


def zipped(folder: Path, target: Path, prefix: str = "") -> Path:
    """The files of a folder as a zip."""
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, prefix + path.relative_to(folder).as_posix())
    return target


@pytest.mark.parametrize("prefix", ["", "labcert-1.0/", "labcert/_suite/"])
def test_a_zip_says_the_same_as_its_folder(tmp_path, prefix):
    """A zip of a suite, a checkout zipped as a folder, and a wheel; nothing of it is left behind."""
    folder = write_suite(tmp_path / "suite")
    found = open_edition(str(zipped(folder, tmp_path / "udgave.zip", prefix)))
    assert scan(open_edition(str(folder)), found, None, DAY).difference.changes == ()
    assert not found.suite.root.exists()


def test_a_wheel_has_its_program_compared_too(tmp_path):
    """The code that judges is held against the other's, byte for byte, and nobody runs it."""
    old, new = (write_suite(tmp_path / name / "labcert/_suite").parents[1] for name in ("a", "b"))
    for folder, text in ((old, "A = 1\n"), (new, "raise SystemExit\n")):
        (folder / "labcert/validation").mkdir()
        (folder / "labcert/validation/rules.py").write_text(text, "utf-8")
    radar = scan(*(open_edition(str(zipped(each, tmp_path / f"{each.name}.whl"))) for each in (old, new)), None, DAY)
    assert [change.id for change in radar.difference.changes] == ["labcert/validation/rules.py"]
    assert radar.everywhere == 1


def test_the_installed_suite_is_current():
    """It has its rules and its program, and does not differ from itself."""
    edition = open_edition("current")
    assert (edition.name, bool(edition.rules), bool(edition.code)) == ("den installerede udgave", True, True)
    assert scan(edition, edition, None, DAY).difference.changes == ()


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("ingenting", "Der er ingen mappe eller fil, der hedder"), ("tom", "har ingen protokoller."),
        ("brev.zip", "brev.zip er ikke en zip eller wheel."), ("tom.zip", "tom.zip har ingen protokoller."),
        ("ud.zip", "Navnet '../protocols/x.yaml' kan ikke bruges i en pakke."),
    ],
)  # fmt: skip
def test_what_is_no_edition_is_told(tmp_path, word, told):
    """With what can be compared; a zip with a path out of its folder is not unpacked at all."""
    (tmp_path / "tom").mkdir()
    (tmp_path / "brev.zip").write_bytes(b"Hej")
    for name, entry in (("tom.zip", "README"), ("ud.zip", "../protocols/x.yaml")):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr(entry, "x")
    with pytest.raises(UsageMistake) as caught:
        open_edition(str(tmp_path / word))
    assert told in caught.value.message
    assert "current" in caught.value.remedy
    assert not (tmp_path.parent / "protocols").exists()


def test_a_bomb_is_not_unpacked(tmp_path, monkeypatch):
    """A file that is larger than any of ours, however small it is packed."""
    monkeypatch.setattr("labcert.runner.radar.MOST_UNPACKED", 1_000)
    with zipfile.ZipFile(tmp_path / "bombe.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("protocols/stor.yaml", b" " * 5_000)
        archive.writestr("conftest.py", b"")
    with pytest.raises(UsageMistake, match=r"fylder mere, end en udgave af labcert kan\."):
        open_edition(str(tmp_path / "bombe.zip"))


def test_an_edition_that_cannot_be_read_is_told_with_its_mistakes(tmp_path):
    """Nothing is half compared."""
    folder = write_suite(tmp_path / "suite")
    (folder / "protocols/visning.yaml").write_text("protokol: visning\n", "utf-8")
    with pytest.raises(UsageMistake, match=r"kan ikke læses af denne version af labcert:\nprotocols/visning\.yaml:1"):
        open_edition(str(folder))


@pytest.fixture
def editions(tmp_path):
    """A suite as it was and as it is."""
    return open_edition(str(write_suite(tmp_path / "gammel"))), open_edition(str(edited(write_suite(tmp_path / "ny"))))


@pytest.fixture
def made(tmp_path):
    """An empty store and its clock."""
    store, watch = office(tmp_path)
    with store:
        yield store, watch


def test_a_certificate_rests_on_the_steps_of_its_programme(made, editions):
    """The gravest change of each step is told; a step that is new was never shown."""
    keep(*made, ESKULAP)
    certificate = certify(made[0], ESKULAP.id, date(2027, 12, 31))
    radar = scan(*editions, made[0], DAY)
    (touched,) = radar.certificates
    assert (touched.id, touched.system, touched.version) == (certificate, "Æskulap", "4.2")
    assert touched.steps == (
        TouchedStep("TP-4.2.51", Consequence.STRICTER), TouchedStep("TP-4.2.53", Consequence.STRICTER, new=True),
        TouchedStep("TP-4.2.52", Consequence.STRICTER), TouchedStep("TP-4.5.01", Consequence.STRICTER),
    )  # fmt: skip
    assert radar.sessions == ()


@pytest.mark.parametrize("what", ["revoked", "superseded", "expired"])
def test_a_certificate_that_holds_no_more_is_not_touched(made, editions, what):
    """Nobody needs to be told of it."""
    keep(*made, ESKULAP)
    first = certify(made[0], ESKULAP.id, date(2027, 12, 31) if what != "expired" else date(2026, 1, 9))
    if what == "revoked":
        made[0].revoke(Revocation(first, "2026-01-05T10:00:00+01:00", "Fejl", "MedCom"))
    told = [first] if what == "superseded" else []
    if told:
        told = [certify(made[0], ESKULAP.id, date(2028, 12, 31), version=2, supersedes=first)]
    assert [each.id for each in scan(*editions, made[0], DAY).certificates] == told


def test_a_certificate_made_with_the_very_protocol_is_not_touched_by_it(made, editions):
    """Its digests say which protocols it binds; changes of the steps of those are no news to it."""
    old = editions[0]
    upload, visning = old.suite.protocols
    new = replace(old, suite=replace(old.suite, protocols=(upload, replace(harsher(visning), digest="a" * 64))))
    keep(*made, ESKULAP)
    certify(made[0], ESKULAP.id, date(2027, 12, 31), bound="laba")
    assert [each.steps for each in scan(old, new, made[0], DAY).certificates] == [
        (TouchedStep("TP-4.5.01", Consequence.STRICTER),)
    ]
    certify(made[0], ESKULAP.id, date(2028, 12, 31), version=2, supersedes="labcert-cert-s-eskulap-v1", bound="visning")
    assert scan(old, new, made[0], DAY).certificates == ()


def harsher(protocol):
    """The protocol with its steps in class F1."""
    return replace(protocol, steps=tuple(replace(step, severity=Severity.F1) for step in protocol.steps))


def test_sessions_without_a_certificate_are_told_unless_they_are_of_the_new_programme(made, editions):
    """A session of the new version has met the changes; a demonstration concerns nobody."""
    keep(*made, replace(ESKULAP, id="s-open", review=ReviewState.NOT_SUBMITTED))
    keep(*made, replace(ESKULAP, id="s-demo", demo=True))
    assert [each.id for each in scan(*editions, made[0], DAY).sessions] == ["s-open"]
    old, new = editions
    assert old.suite.programmes[0].version != new.suite.programmes[0].version
    assert [each.id for each in scan(new, old, made[0], DAY).sessions] == []


def test_a_programmes_own_rule_touches_what_was_judged_by_it(made, editions):
    """Fewer marks that can be approved: no step has changed, but each certificate of the programme rests on the rule."""
    old = editions[0]
    programme = old.suite.programmes[0]
    strict = replace(programme, policy=replace(programme.policy, accepted=(Mark.OK,)))
    new = replace(old, suite=replace(old.suite, programmes=(strict,)))
    keep(*made, ESKULAP)
    certify(made[0], ESKULAP.id, date(2027, 12, 31))
    (touched,) = scan(old, new, made[0], DAY).certificates
    assert (touched.steps, touched.programme, touched.rule) == ((), "pilot", Consequence.STRICTER)
