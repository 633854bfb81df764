"""Certificates and revocations are documents of the store: kept once, never changed, counted without a gap."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from labcert.domain.certificate import Revocation
from labcert.domain.errors import UsageMistake
from labcert.session.store import CertificateRow
from tests.support.every_event import opened

NAME = opened().session
ROW = CertificateRow(
    f"labcert-cert-{NAME}-v1", NAME, 1, "2026-11-23T10:00:00+01:00", date(2026, 11, 23), date(2028, 11, 23),
    "Æble & Søn A/S", "LPS Ét", "2.1", ("XRPT01", "XRPT05"), "prætest", test=True, supersedes="",
)  # fmt: skip
SECOND = replace(
    ROW, id=f"labcert-cert-{NAME}-v2", version=2, issued="2026-12-01T10:00:00+01:00", supersedes=ROW.id
)  # fmt: skip


@pytest.fixture
def certified(store):
    """A store with two certificates of one session."""
    store.begin(opened())
    store.keep_certificate(ROW, b"{}", b"%PDF")
    store.keep_certificate(SECOND, b"{2}", b"%PDF2")
    return store


def test_certificates_are_listed_newest_first_with_their_files(certified):
    """What was kept comes back, as rows and as bytes."""
    assert certified.certificates() == (SECOND, ROW)
    assert certified.certificate_files(ROW.id) == (b"{}", b"%PDF")
    with pytest.raises(UsageMistake, match="intet certifikat x i lageret"):
        certified.certificate_files("x")


def test_a_certificate_is_found_by_id_session_or_beginning(certified):
    """A session means its newest certificate; a beginning that two have is told."""
    assert certified.certificate(ROW.id) == ROW
    assert certified.certificate(NAME) == SECOND
    with pytest.raises(UsageMistake, match="Flere certifikater begynder med “labcert”"):
        certified.certificate("labcert")
    for word in ("", "x"):
        with pytest.raises(UsageMistake, match=f"intet certifikat “{word}”"):
            certified.certificate(word)


def test_a_certificate_is_never_changed(certified):
    """The same again is nothing new; another of the same id is refused."""
    certified.keep_certificate(ROW, b"{}", b"%PDF")
    with pytest.raises(UsageMistake, match="er udstedt før, og det ændres ikke"):
        certified.keep_certificate(ROW, b"{}", b"another")
    with pytest.raises(UsageMistake, match="ingen session “nej”"):
        certified.keep_certificate(replace(ROW, session="nej"), b"{}", b"%PDF")
    assert certified.certificate_files(ROW.id) == (b"{}", b"%PDF")


def test_a_certificate_is_revoked_once(certified):
    """A revocation stands as it was made, and only what was issued can be revoked."""
    first = Revocation(SECOND.id, "2027-01-02T10:00:00+01:00", "Fejl i systemet", "Mads")
    other = Revocation(ROW.id, "2026-12-01T10:00:00+01:00", "Afløst", "Mads", SECOND.id)
    certified.revoke(first)
    certified.revoke(other)
    assert certified.revocations() == (other, first)
    with pytest.raises(UsageMistake, match="allerede tilbagekaldt"):
        certified.revoke(replace(first, reason="Noget andet"))
    with pytest.raises(UsageMistake, match="intet certifikat x"):
        certified.revoke(replace(first, certificate="x"))
    assert certified.revocations() == (other, first)


def test_no_number_of_a_list_is_given_twice(store):
    """Also not to several who ask at once."""
    with ThreadPoolExecutor(5) as several:
        assert sorted(several.map(lambda _n: store.next_list_number(), range(10))) == list(range(1, 11))
