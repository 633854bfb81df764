"""A refusal names everything that is in the way, each in a sentence, and nothing is kept."""

import sqlite3
from datetime import date, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from labcert.domain.casework import ReviewState
from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.events import ProgressNoted
from labcert.domain.outcome import Outcome
from labcert.runner.certificate import Order, issue
from labcert.session.authority import Authority, subject
from labcert.session.certificates import pem_of
from labcert.session.store.tables import metadata
from tests.support.approved import START, authority, issuer, ready_in, session_in, trust


def _refused(session, **changes):
    order = Order(**({"session": session.id, "key": issuer(), "now": session.clock()} | changes))
    with pytest.raises(UsageMistake) as found:
        issue(session.store, session.suite, order)
    assert session.store.certificates() == ()
    first, *rest = found.value.message.split("\n- ")
    assert session.id in first
    return rest


def _real_key():
    root = Authority(START, subject("Rod", "Udsteder A/S"))
    return root.issue(subject("MedCom", "MedCom"), ec.generate_private_key(ec.SECP256R1()))


def test_session_under_way_is_told_all_that_is_missing(tmp_path):
    """A step that failed and one that was never run, and a review that hasn't ended."""
    session = session_in(tmp_path, "TP-4.2.1", "TP-4.2.2").opened().ran(TP_4_2_1=Outcome.FAILED)
    told = _refused(session)
    assert told[0].startswith("MedComs gennemgang er ikke afsluttet")
    assert any("TP-4.2.1 er F2" in each for each in told)


def test_session_that_was_not_approved(tmp_path):
    """Closed as not approved, and nobody has signed."""
    session = session_in(tmp_path).opened().ran(TP_4_2_1=Outcome.FAILED).closed(ReviewState.NOT_APPROVED)
    told = _refused(session)
    assert told[0] == "Gennemgangen er afsluttet som ikke godkendt."
    assert told[-2:] == ["LPS har ikke underskrevet række 4.2.", "MedCom har ikke underskrevet række 4.2."]


def test_who_has_not_signed(tmp_path):
    """Only those who are missing are named."""
    session = session_in(tmp_path).opened().ran().closed().signed("LPS")
    assert _refused(session) == ["MedCom har ikke underskrevet række 4.2."]


@pytest.mark.parametrize("kind", ["egentest", "prætest"])
def test_kind_of_test_that_certifies_nothing(tmp_path, kind):
    """The programme says for which kinds there is a certificate."""
    session = session_in(tmp_path).opened(test_type=kind).ran().closed().signed()
    assert f"Der udstedes ikke certifikat for en {kind}, kun for: live, testcamp, ende-til-ende." in _refused(session)


def test_stored_file_that_was_changed(tmp_path):
    """What was signed must still be what lies there: the verdict of the store isn't the signed one."""
    session = ready_in(tmp_path)
    database = sqlite3.connect(tmp_path / "lager.db")
    tables = [table.name for table in metadata.sorted_tables if {"path", "sha256"} <= set(table.c.keys())]
    for table in tables:
        database.execute(f"UPDATE {table} SET path = 'verdict2.json' WHERE path = 'verdict.json'")
    database.commit()
    database.close()
    told = _refused(session)
    assert any("verdict.json" in each and "ikke, som de blev underskrevet" in each for each in told)


def test_clock_that_was_set_back(tmp_path):
    """A certificate can't be older than what it certifies."""
    session = ready_in(tmp_path)
    (told,) = _refused(session, now=START)
    assert told.startswith("Maskinens ur viser 23.11.2026")
    assert told.endswith("Stil uret.")


def test_key_that_has_expired(tmp_path):
    """Told among the rest, not before it."""
    session = session_in(tmp_path).opened().ran().closed().signed("LPS")
    told = _refused(session, now=START + timedelta(days=4000))
    assert told[0] == "MedCom har ikke underskrevet række 4.2."
    assert told[1].startswith("Certifikatet “MedCom TEST” udløb")


def test_deviation_that_ran_out_before_the_certificate(tmp_path):
    """A step that stood with it doesn't stand any more."""
    session = session_in(tmp_path).opened().ran(TP_4_2_1=Outcome.FAILED).deviates(date(2026, 12, 1)).closed().signed()
    told = _refused(session, now=START + timedelta(days=30))
    assert told == ["Afvigelsen AFV-1, som lader TP-4.2.1 stå, udløb 01.12.2026."]


def test_real_key_over_test_signatures(tmp_path):
    """A real certificate needs everybody's real signature."""
    session = ready_in(tmp_path)
    assert _refused(session, key=_real_key(), trust=[trust()]) == [
        "LPS har underskrevet med en TEST-nøgle.", "MedCom har underskrevet med en TEST-nøgle.",
    ]  # fmt: skip


def test_real_certificate_says_whom_it_trusts(tmp_path):
    """Anybody can make a certificate with anybody's name: whose root vouches for the parties must be said."""
    told = _refused(ready_in(tmp_path), key=_real_key())
    assert told[0] == "Sig med --trust, hvis rodcertifikat parternes underskrifter skal føre tilbage til."


def test_signatures_of_strangers(tmp_path):
    """Where it is said whom to trust, the parties' certificates must lead there."""
    session = ready_in(tmp_path)
    stranger = pem_of([Authority(START, subject("Fremmed", "TEST")).certificate]).encode()
    (told,) = _refused(session, trust=[stranger])
    assert "Lis Larsen, Mette Damgaard" in told
    order = Order(session.id, issuer(), session.clock(), trust=[trust()])
    assert issue(session.store, session.suite, order).certificate.version == 1


def test_certificate_that_is_there_already(tmp_path):
    """A session has one at a time."""
    session = ready_in(tmp_path)
    first = issue(session.store, session.suite, Order(session.id, issuer(), session.clock())).certificate
    with pytest.raises(UsageMistake, match=rf"{first.id} er udstedt for sessionen og gælder.*--supersedes {first.id}"):
        issue(session.store, session.suite, Order(session.id, issuer(), session.clock()))


def test_certificate_of_another_system_is_not_replaced(tmp_path):
    """A new version is of the same vendor's same system."""
    session = ready_in(tmp_path)
    first = issue(session.store, session.suite, Order(session.id, issuer(), session.clock())).certificate
    session.id = "live-20261123-0910-aaaa"
    session.opened(system="Et andet").ran().closed().signed()
    with pytest.raises(UsageMistake, match="kan ikke afløses"):
        issue(session.store, session.suite, Order(session.id, issuer(), session.clock(), supersedes=first.id))


def test_unknown_session(tmp_path):
    """There is none of that name."""
    session = session_in(tmp_path).opened()
    with pytest.raises(UsageMistake):
        issue(session.store, session.suite, Order("findes-ikke", issuer(), session.clock()))


@pytest.mark.parametrize("organisation", ["Æble & Søn A/S", "PLSP-leverandøren"])
def test_only_medcom_issues(tmp_path, organisation):
    """Neither the vendor nor another party has a key for it, whoever vouches for them."""
    key = authority().issue(subject(organisation, organisation, "TEST"))
    (told,) = _refused(ready_in(tmp_path), key=key)
    assert told == f"Kun MedCom udsteder certifikater, og nøglen er udstedt til “{organisation}”."


def test_a_review_is_where_the_log_says_it_is(tmp_path):
    """What a list of the store shows is derived from the log; where it was changed by hand, nothing is done with it."""
    session = session_in(tmp_path).opened().ran().sealed().signed()
    database = sqlite3.connect(tmp_path / "lager.db")
    database.execute("UPDATE sessions SET review = 'approved', approved = 1")
    database.commit()
    database.close()
    with pytest.raises(ToolFault, match="siger noget andet om gennemgangen"):
        issue(session.store, session.suite, Order(session.id, issuer(), session.clock()))
    assert session.store.certificates() == ()


def test_clock_set_back_to_when_a_deviation_was_in_force(tmp_path):
    """The log has seen a day on which it had run out, so it doesn't count, whatever the clock shows at the close."""
    session = session_in(tmp_path).opened().ran(TP_4_2_1=Outcome.FAILED).deviates(date(2026, 12, 1))
    session.clock.now = START + timedelta(days=20)
    session.store.append(session.id, ProgressNoted("", "Der gik tid."))
    session.clock.now = START + timedelta(days=1)
    told = _refused(session.closed().signed(), now=START + timedelta(days=21))
    assert any("AFV-1" in each and "udløb 2026-12-01" in each for each in told)
