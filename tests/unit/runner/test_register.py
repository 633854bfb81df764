"""The register: what stands in it, what each row is worth on a day, and that it is the same every time."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from labcert.domain.casework import ReviewState
from labcert.domain.certificate import Revocation
from labcert.domain.errors import ToolFault
from labcert.domain.suite import suite_root
from labcert.protocol import load_suite
from labcert.reporting.register import Standing
from labcert.runner.register import gather_register
from tests.support.office_store import Kept, certify, keep, office

DAY = date(2026, 1, 10)
ESKULAP = Kept("s-eskulap-42", "Æskulap ApS", "Æskulap", "4.2", review=ReviewState.APPROVED)


@pytest.fixture(scope="module")
def suite():
    """The suite that comes along."""
    return load_suite(suite_root())


@pytest.fixture
def made(tmp_path):
    """An empty store and its clock."""
    store, watch = office(tmp_path)
    with store:
        yield store, watch


def test_an_approved_session_is_a_row_for_each_standard(made, suite):
    """With MedCom's columns filled from the session: standard and its version, direction, programme, day, deviations."""
    keep(*made, replace(ESKULAP, deviates_from="SAM-03"))
    first, second = gather_register(made[0], suite, DAY).rows
    assert (first.standard, first.standard_version, second.standard, second.standard_version) == (
        "XRPT01", "XR0131K", "XRPT05", "XR0532M",
    )  # fmt: skip
    assert (first.vendor, first.system, first.version, first.system_type, first.direction, first.test_type) == (
        "Æskulap ApS", "Æskulap", "4.2", "LPS", "afsendelse", "live",
    )  # fmt: skip
    assert (first.programme, first.programme_version, first.approved) == ("pilot", "1.0.0", date(2025, 12, 15))
    assert (first.deviations, first.standing, first.session) == (("SAM-03",), Standing.AWAITS_CERTIFICATE, ESKULAP.id)


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2025, 12, 19), Standing.NOT_YET_VALID),
        (date(2025, 12, 20), Standing.VALID),
        (date(2027, 10, 2), Standing.VALID),
        (date(2027, 10, 3), Standing.EXPIRES_SOON),
        (date(2027, 12, 31), Standing.EXPIRES_SOON),
        (date(2028, 1, 1), Standing.EXPIRED),
    ],
)
def test_a_certificate_is_worth_what_the_day_says(made, suite, day, standing):
    """Both its days included; it expires soon in the last 89 days before its last one, and on that."""
    keep(*made, ESKULAP)
    certify(made[0], ESKULAP.id, date(2027, 12, 31))
    assert {row.standing for row in gather_register(made[0], suite, day).rows} == {standing}


def test_revoked_and_superseded_are_told_apart(made, suite):
    """A revocation that names a successor, and a newer certificate that names the old, both supersede."""
    for number in (1, 2, 3):
        keep(*made, replace(ESKULAP, id=f"s-{number}", version=f"4.{number}", standards=("XRPT01",)))
    first = certify(made[0], "s-1", date(2027, 12, 31))
    second = certify(made[0], "s-2", date(2027, 12, 31), supersedes=first)
    third = certify(made[0], "s-3", date(2027, 12, 31))
    made[0].revoke(Revocation(third, "2026-01-05T10:00:00+01:00", "Fejl", "MedCom"))
    rows = gather_register(made[0], suite, DAY).rows
    assert [(row.version, row.certificate, row.standing) for row in rows] == [
        ("4.1", first, Standing.SUPERSEDED), ("4.2", second, Standing.VALID), ("4.3", third, Standing.REVOKED),
    ]  # fmt: skip


def test_the_newest_certificate_of_a_session_counts(made, suite):
    """Issued again, it has a new version, which the row names."""
    keep(*made, ESKULAP)
    first = certify(made[0], ESKULAP.id, date(2026, 12, 31))
    second = certify(made[0], ESKULAP.id, date(2027, 12, 31), version=2, supersedes=first)
    assert {row.certificate for row in gather_register(made[0], suite, DAY).rows} == {second}


def test_what_is_no_approval_by_medcom_stands_only_in_the_list_of_everything(made, suite):
    """A self-test, a demonstration and sessions under review are left out, and told with their state on demand."""
    keep(*made, replace(ESKULAP, id="s-self", test_type="egentest", review=ReviewState.WAITING, standards=("XRPT01",)))
    keep(*made, replace(ESKULAP, id="s-demo", demo=True, standards=("XRPT01",)))
    keep(*made, replace(ESKULAP, id="s-pre", test_type="prætest", standards=("XRPT01",)))
    keep(*made, replace(ESKULAP, id="s-no", review=ReviewState.NOT_APPROVED, standards=()))
    assert gather_register(made[0], suite, DAY).rows == ()
    told = {row.session: row.standing for row in gather_register(made[0], suite, DAY, everything=True).rows}
    assert told == {
        "s-self": Standing.WAITING, "s-demo": Standing.DEMO, "s-pre": Standing.NO_CERTIFICATE,
        "s-no": Standing.NOT_APPROVED,
    }  # fmt: skip


def test_the_same_thing_approved_again_stands_once(made, suite):
    """The newest session is the approval; the older is told as superseded in the list of everything."""
    keep(*made, replace(ESKULAP, id="s-old", day=date(2025, 12, 10), standards=("XRPT01",)))
    keep(*made, replace(ESKULAP, id="s-new", standards=("XRPT01",)))
    assert [row.session for row in gather_register(made[0], suite, DAY).rows] == ["s-new"]
    everything = gather_register(made[0], suite, DAY, everything=True).rows
    assert [(row.session, row.standing) for row in everything] == [
        ("s-new", Standing.AWAITS_CERTIFICATE), ("s-old", Standing.SUPERSEDED),
    ]  # fmt: skip


def test_it_is_sorted_by_vendor_system_and_version(made, suite):
    """Whatever the order in which the sessions were made; versions as people count, 4.9 before 4.10."""
    for id, vendor, system, version in (
        ("s-1", "novax", "B", "1.0"), ("s-2", "Novax", "A", "4.10"), ("s-3", "Novax", "A", "4.9"), ("s-4", "Ganglion", "Z", "1"),
    ):  # fmt: skip
        keep(*made, Kept(id, vendor, system, version, review=ReviewState.APPROVED, standards=("XRPT05",)))
    assert [row.session for row in gather_register(made[0], suite, DAY).rows] == ["s-4", "s-3", "s-2", "s-1"]


def test_a_number_that_may_be_a_cpr_is_masked(made, suite):
    """Also where somebody typed it as the name of a system."""
    keep(*made, replace(ESKULAP, system="System 0102031234", standards=("XRPT01",)))
    assert [row.system for row in gather_register(made[0], suite, DAY).rows] == ["System 010203-xxxx"]


def test_a_broken_log_is_told_by_its_session(made, suite, tmp_path):
    """No row is left out in silence, and the reader learns where to look."""
    keep(*made, ESKULAP)
    with closing(sqlite3.connect(tmp_path / "kontor.db")) as connection, connection:
        connection.execute("UPDATE events SET line = CAST(replace(CAST(line AS TEXT), 'Mette', 'Metta') AS BLOB)")
    with pytest.raises(ToolFault) as caught:
        gather_register(made[0], suite, DAY)
    assert caught.value.where == ESKULAP.id
