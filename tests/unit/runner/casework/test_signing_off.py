"""Sign-off: everybody who must, once, with a key that speaks for them, over a session that is finished and whole."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from labcert.domain.casework import Actor
from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.outcome import Mark, Outcome
from labcert.runner.casework import closing, marking, signing_off
from labcert.runner.casework.closing import Closing
from labcert.runner.casework.signing_off import SignedOff, Unfinished, Wish
from labcert.session.authority import Authority, subject
from labcert.session.bundle import Result, verify
from labcert.session.certificates import pem_of
from labcert.session.signing import read_signatures
from tests.support.casework import ANNE, VERA
from tests.unit.runner.casework.conftest import CLINICAL, LOOKED_AT, TECHNICAL

PIA = Actor("Pia Lyng", "Integrationsansvarlig", "PLSP", "PLSP")
RASMUS = Actor("Rasmus Bro", "Databankansvarlig", "Region Nordjylland", "Team RN")
ALL = Wish((), "Læst")


@pytest.fixture(scope="module")
def root():
    """Who vouches for everybody."""
    return Authority(datetime.now(UTC), subject("TEST rod", "TEST", "TEST"))


@pytest.fixture(scope="module")
def key(root):
    """Return a function that makes the key of somebody, for a party."""
    return lambda actor: root.issue(subject(actor.name, actor.organisation, "TEST", actor.party))


@pytest.fixture
def frozen(ran):
    """Return a function that runs, claims and closes a session; and hands it back."""

    def made(outcomes=None, *, how=None, **changes):
        there = ran(outcomes, **changes).claimed()
        closing.close(*there.place, how or Closing(approved=True, allure=False), ANNE, lambda _phase: None)
        return there

    return made


def sign(there, actor, key, wish=ALL, **more):
    """Sign as somebody."""
    return signing_off.sign_off(*there.place, wish, actor, key(actor), **more)


def test_all_sign_and_a_stranger_can_check_it(frozen, key, root, tmp_path):
    """One by one; the last is told that a certificate can be issued, and the bundle is VALID for who trusts the issuer."""
    there = frozen()
    assert sign(there, VERA, key).told == (
        "LPS har underskrevet række 4.3.", "Der mangler endnu 3 underskrifter: PLSP (4.3), Team RN (4.3), MedCom (4.3).",
    )  # fmt: skip
    sign(there, PIA, key, replace(ALL, rows=("4.3",)))
    trust = pem_of([root.certificate]).encode()
    there.store.materialise(there.id, tmp_path / "før")
    assert {reason.code for reason in verify(tmp_path / "før", [trust]).reasons} == {"not_all_signed"}
    sign(there, RASMUS, key)
    last = sign(there, ANNE, key)
    assert (last.left, last.told[1]) == (
        (), f"Det var den sidste underskrift. Nu kan certifikatet udstedes: labcert certificate issue {there.id} --key FIL.",
    )  # fmt: skip
    there.store.materialise(there.id, tmp_path / "efter")
    report = verify(tmp_path / "efter", [trust])
    assert (report.result, report.reasons) == (Result.VALID, ())
    with pytest.raises(UsageMistake, match="underskrevet, så den kan ikke åbnes igen"):
        closing.reopen(*there.place, "fejl", ANNE)


def test_nothing_is_signed_while_something_is_unfinished(ran, key):
    """The refusal lists it all, what only waits and what speaks against."""
    there = ran({TECHNICAL: Outcome.NOT_RUN}, attested=False).claimed()
    unfinished = sign(there, VERA, key)
    assert unfinished == Unfinished(
        there.id,
        (
            f"{TECHNICAL}: Trinnet er ikke kørt.", f"{LOOKED_AT}: Afventer Team RN.",
            f"Gennemgangen er ikke afsluttet: labcert session close {there.id} --approved.",
        ),
        waits=True,
    )  # fmt: skip
    flawed = sign(ran({CLINICAL: Outcome.FAILED}).claimed(), VERA, key)
    assert (flawed.waits, len(flawed.missing)) == (False, 2)


def test_what_was_not_approved_can_be_signed_when_it_was_judged(frozen, key):
    """People sign what was decided, also a no; but not what was never found out."""
    no = Closing(approved=False, remark="F1", allure=False)
    last = [sign(there, who, key) for there in (frozen({CLINICAL: Outcome.FAILED}, how=no),) for who in (VERA, PIA, RASMUS, ANNE)][-1]
    assert last.told == ("MedCom har underskrevet række 4.3.", "Det var den sidste underskrift.")
    open_yet = frozen({CLINICAL: Outcome.FAILED, TECHNICAL: Outcome.NOT_RUN}, how=no)
    assert sign(open_yet, VERA, key).missing == (f"{TECHNICAL}: Trinnet er ikke kørt.",)


def test_a_session_that_was_not_frozen_whole_waits(frozen, key):
    """The sentence says how it is done."""
    there = frozen()
    there.store.keep(there.id, "manifest.sig", b"{}")
    (told,) = sign(there, VERA, key).missing
    assert "kør labcert session close" in told


REFUSED = [
    (Actor("Mia", "x", "SSI", "MiBa"), ALL, "Parten “MiBa” skal ikke underskrive; det skal LPS, PLSP, Team RN"),
    (VERA, Wish(("4.2",), ""), "LPS skal ikke underskrive række 4.2, men 4.3"),
    (replace(VERA, party="PLSP"), ALL, "kan ikke underskrive for PLSP"),
]


@pytest.mark.parametrize(("actor", "wish", "told"), REFUSED)
def test_who_and_what_the_plan_does_not_name_is_refused(frozen, key, actor, wish, told):
    """Nothing is written."""
    there = frozen()
    before = there.store.read(there.id, "manifest.sig")
    with pytest.raises(UsageMistake, match=told):
        sign(there, actor, key, wish)
    assert there.store.read(there.id, "manifest.sig") == before


def test_a_row_is_signed_once(frozen, key):
    """Neither named again, nor by asking for all."""
    there = frozen()
    sign(there, VERA, key)
    with pytest.raises(UsageMistake, match="LPS har allerede underskrevet række"):
        sign(there, VERA, key, Wish(("4.3",), ""))
    with pytest.raises(UsageMistake, match="alle sine rækker"):
        sign(there, VERA, key)


def test_the_key_speaks_for_the_person_and_the_party(frozen, key, root):
    """Another's name, organisation or party, and a certificate that isn't in force, sign nothing."""
    there = frozen()
    other = key(VERA)
    for actor in (replace(VERA, name="Vera Berg"), replace(VERA, organisation="Et andet firma"), replace(PIA, name="Vera Lund")):
        with pytest.raises(UsageMistake, match="Certifikatet er ikke udstedt til"):
            signing_off.sign_off(*there.place, ALL, actor, other)
    with pytest.raises(UsageMistake, match="udløb"):
        signing_off.sign_off(*there.place, ALL, VERA, other, lambda: datetime.now(UTC) + timedelta(days=5000))
    whole = root.issue(subject(VERA.organisation, VERA.organisation))
    assert isinstance(signing_off.sign_off(*there.place, ALL, VERA, whole), SignedOff)


def test_medcom_signs_for_medcom(store, suite, root, key):
    """In a programme that MedCom signs the whole of; no other organisation does."""
    from tests.support.casework import begun, run_of
    from tests.unit.runner.casework.conftest import There

    session = begun(store, suite, "pilot")
    run_of(store, suite, session)
    there = There(store, suite, session).claimed()
    closing.close(*there.place, Closing(approved=True, allure=False), ANNE, lambda _phase: None)
    stranger = Actor("Sten Berg", "x", "Konsulenthuset", "MedCom")
    with pytest.raises(UsageMistake, match="kan ikke underskrive for MedCom"):
        sign(there, stranger, key)
    signed = sign(there, ANNE, key)
    assert signed.rows == ("4.2", "4.3", "4.4", "4.5")
    assert sign(there, VERA, key).rows == ("4.2", "4.3", "4.4")
    assert ("4.5", "sundhed.dk") in [(left.row, left.party) for left in signed.left]


def test_all_who_sign_at_once_both_succeed(frozen, key):
    """Nobody's signature is lost."""
    there = frozen()
    people = [VERA, PIA, RASMUS, ANNE]
    keys, start, done = {actor: key(actor) for actor in people}, threading.Barrier(4), []

    def put(actor):
        start.wait()
        done.append(signing_off.sign_off(*there.place, ALL, actor, keys[actor]))

    threads = [threading.Thread(target=put, args=(actor,)) for actor in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    signatures = read_signatures(there.store.read(there.id, "manifest.sig")).signatures
    assert {each.party for each in signatures} == {"LPS", "PLSP", "Team RN", "MedCom"}
    assert sorted(len(each.left) for each in done) == [0, 1, 2, 3]


def test_what_changed_after_freezing_is_not_signed(frozen, key):
    """Somebody got at the store itself: nobody puts a name to that."""
    import sqlite3

    there = frozen()
    with sqlite3.connect(there.store.url.removeprefix("sqlite:///")) as database:
        database.execute("UPDATE files SET sha256 = (SELECT sha256 FROM files WHERE path = 'fields.json') WHERE path = 'verdict.json'")
    with pytest.raises(ToolFault, match=r"verdict\.json er ændret, efter at sessionen blev låst"):
        sign(there, VERA, key)


def test_a_remark_is_one_masked_line(frozen, key):
    """It stands beside the name."""
    there = frozen()
    sign(there, VERA, key, Wish((), "Set\nhos 010203-1234"))
    (signature,) = read_signatures(there.store.read(there.id, "manifest.sig")).signatures
    assert (signature.remark, signature.role, signature.demo) == ("Set hos 010203-xxxx", "Testansvarlig", False)


def test_marks_and_signatures_stand_in_what_is_frozen(frozen, ran, key):
    """An override of the review is in the verdict that people sign."""
    import json

    there = ran({TECHNICAL: Outcome.FAILED}).claimed()
    marking.override(*there.place, marking.Marking(TECHNICAL, Mark.F4, "ny skabelon"), ANNE)
    closing.close(*there.place, Closing(approved=True, allure=False), ANNE, lambda _phase: None)
    sign(there, VERA, key)
    steps = {step["id"]: step for step in json.loads(there.store.read(there.id, "verdict.json"))["steps"]}
    assert (steps[TECHNICAL]["mark"], steps[TECHNICAL]["computed_mark"]) == ("F4", "F2")


def test_nobody_signs_before_the_session_ended(frozen, key):
    """The clock was set back: a key that has run out since would have been in force."""
    there = frozen()
    with pytest.raises(UsageMistake, match="Maskinens ur viser"):
        sign(there, VERA, key, clock=lambda: datetime.now(UTC) - timedelta(hours=3))
