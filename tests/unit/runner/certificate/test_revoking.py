"""Revoking: once, with a reason, in a signed and numbered list; and what a certificate is worth on a day."""

from datetime import timedelta

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from labcert.domain.certificate import RevocationList
from labcert.domain.errors import UsageMistake
from labcert.runner.certificate import (
    Order,
    RevocationOrder,
    State,
    all_certificates,
    issue,
    one_certificate,
    revocation_list,
    revoke,
)
from labcert.session.authority import Authority, subject
from labcert.session.bundle import Result, verify
from labcert.session.certificates import pem_of
from labcert.session.jws import REVOCATIONS, read_signed
from tests.support.approved import START, issuer, ready_in, session_in, trust

DAY = START.date()


@pytest.fixture
def issued(tmp_path):
    """A session with a certificate."""
    session = ready_in(tmp_path)
    issue(session.store, session.suite, Order(session.id, issuer(), session.clock()))
    return session


def _order(session, **changes):
    return RevocationOrder(**({"key": issuer(), "now": session.clock()} | changes))


def test_revoked_certificate_is_on_the_list(issued, tmp_path):
    """The list is signed, numbered, good for 90 days, and verify says revoked."""
    id = issued.store.certificates()[0].id
    done = revoke(issued.store, id, "  Fejl i   visningen ", _order(issued))
    assert (done.already, done.revocation.reason, done.revocation.by) == (False, "Fejl i visningen", "MedCom TEST")
    content, data = revocation_list(issued.store, _order(issued))
    found = read_signed(data, REVOCATIONS)
    assert (found.holds, msgspec.convert(found.content, RevocationList)) == (True, content)
    assert (content.number, content.test, [each.certificate for each in content.revoked]) == (1, True, [id])
    assert content.next_update[:10] == (DAY + timedelta(days=90)).isoformat()
    (tmp_path / "c.json").write_bytes(issued.store.certificate_files(id)[0])
    report = verify(tmp_path / "c.json", [trust()], on=DAY, revocations=data)
    assert (report.result, "revoked" in {each.code for each in report.reasons}) == (Result.BROKEN, True)


def test_revoking_twice_changes_nothing(issued):
    """The first reason and time stand."""
    id = issued.store.certificates()[0].id
    first = revoke(issued.store, id, "Den første grund", _order(issued))
    second = revoke(issued.store, id, "En anden grund", _order(issued))
    assert (second.already, second.revocation) == (True, first.revocation)
    assert issued.store.revocations() == (first.revocation,)


def test_cpr_number_in_a_reason_is_masked(issued):
    """The list is public."""
    id = issued.store.certificates()[0].id
    done = revoke(issued.store, id, "Set hos 0102031234 og 2512489996", _order(issued), known={"2512489996"})
    assert done.revocation.reason == "Set hos 010203-xxxx og 2512489996"


def test_what_revokes_nothing(issued):
    """No reason, an unknown certificate, itself as successor, an expired key."""
    id = issued.store.certificates()[0].id
    for told, words, changes in (
        ("skal have en begrundelse", (id, "  "), {}),
        ("findes-ikke", ("findes-ikke", "x"), {}),
        ("udløb", (id, "x"), {"now": START + timedelta(days=5000)}),
    ):
        with pytest.raises(UsageMistake, match=told):
            revoke(issued.store, *words, _order(issued, **changes))
    with pytest.raises(UsageMistake, match="af sig selv"):
        revoke(issued.store, id, "x", _order(issued), successor=id)
    assert issued.store.revocations() == ()


def test_lists_are_numbered_in_order(issued):
    """No number twice, and an empty list is a list."""
    lists = [revocation_list(issued.store, _order(issued))[0] for _ in range(3)]
    assert [(each.number, each.revoked) for each in lists] == [(1, ()), (2, ()), (3, ())]


def test_test_key_cannot_revoke_a_real_certificate(tmp_path):
    """What a real key issued takes a real key to take back."""
    root = Authority(START, subject("Rod", "Udsteder A/S"))
    real = root.issue(subject("MedCom", "MedCom"), ec.generate_private_key(ec.SECP256R1()))

    def person(name, organisation, party):
        return root.issue(subject(name, organisation, party))

    session = session_in(tmp_path).opened().ran().closed().signed(keys=person)
    vouches = [pem_of([root.certificate]).encode()]
    order = Order(session.id, real, session.clock(), trust=vouches)
    certificate = issue(session.store, session.suite, order).certificate
    assert (certificate.test, certificate.issuer) == (False, "MedCom")
    with pytest.raises(UsageMistake, match="TEST-nøgle"):
        revoke(session.store, certificate.id, "x", _order(session))
    assert not revoke(session.store, certificate.id, "x", _order(session, key=real)).already


def test_what_a_certificate_is_worth(issued):
    """In force, not yet, expired, superseded, revoked."""
    (row,) = issued.store.certificates()

    def state(day):
        return [each.state for each in all_certificates(issued.store, day)]

    assert state(DAY) == [State.IN_FORCE]
    assert state(DAY - timedelta(days=1)) == [State.NOT_YET]
    assert state(row.valid_to + timedelta(days=1)) == [State.EXPIRED]
    issue(issued.store, issued.suite, Order(issued.id, issuer(), issued.clock(), supersedes=row.id))
    assert state(DAY) == [State.IN_FORCE, State.SUPERSEDED]
    revoke(issued.store, issued.store.certificates()[0].id, "x", _order(issued))
    assert state(DAY) == [State.REVOKED, State.SUPERSEDED]


def test_one_certificate_is_shown_whole(issued):
    """With its files and what it says; a session's id means its newest."""
    one = one_certificate(issued.store, issued.id, DAY)
    assert (one.content["vendor"], one.pdf[:5], one.json[:1]) == ("Æble & Søn A/S", b"%PDF-", b"{")
