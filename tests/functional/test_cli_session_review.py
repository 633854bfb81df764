"""The review as people do it at a terminal: from handing in to the last signature, and what is refused on the way."""

from datetime import UTC, datetime, timedelta

import pytest

from labcert.domain.casework import Actor
from labcert.domain.outcome import Outcome
from labcert.domain.suite import suite_root
from labcert.protocol.load import load_suite
from labcert.runner.casework.signing_off import SignedOff, Wish, sign_off
from labcert.runner.marks import local_time
from labcert.session.authority import Signatory, make_authority
from labcert.session.bundle import Result, verify
from labcert.session.keys import load_pkcs12
from labcert.session.store import open_store
from tests.support.casework import begun, run_of
from tests.support.commands import labcert

CLINICAL, TECHNICAL = "TP-4.3.05", "TP-4.3.18"
MEDCOM = {"LABCERT_NAME": "Anne Holm", "LABCERT_ROLE": "Konsulent", "LABCERT_ORGANISATION": "MedCom"}
VENDOR = {"LABCERT_NAME": "Vera Lund", "LABCERT_ROLE": "Testansvarlig", "LABCERT_ORGANISATION": "Leverandøren A/S"}
PEOPLE = (
    Signatory("LPS", "Vera Lund"), Signatory("PLSP", "Pia Lyng"), Signatory("Team RN", "Rasmus Bro"),
    Signatory("MedCom", "Anne Krag"),
)  # fmt: skip
PASSWORD = "en lang adgangskode"


@pytest.fixture
def there(tmp_path):
    """A store with a session that was run, and a function that says a word about it as somebody."""
    url = f"sqlite:///{tmp_path}/lager.db"
    suite = load_suite(suite_root())
    with open_store(url) as store:
        session = begun(store, suite)
        run_of(store, suite, session, {CLINICAL: Outcome.FAILED, TECHNICAL: Outcome.FAILED})

    def say(word, *words, who=MEDCOM, **more):
        return labcert("session", word, session, *words, cwd=tmp_path, LABCERT_STORE=url, **who, **more)

    say.id, say.folder = session, tmp_path
    return say


def done(result):
    """Return what a command said that ended well."""
    assert (result.returncode, result.stderr) == (0, ""), result.stderr
    return result.stdout


def test_from_handing_in_to_the_last_signature(there):
    """Handed in, claimed, marked, deviated, closed, signed by everybody, and VALID for a stranger who trusts the issuer."""
    (there.folder / "brev.txt").write_text("Godkendt. Dora Dahl", "utf-8")
    until = (local_time() + timedelta(days=90)).date().isoformat()
    assert "er afleveret" in done(there("submit", who=VENDOR))
    assert "Anne Holm gennemgår nu" in done(there("claim"))
    refused = there("close", "--approved", "--no-allure")
    assert (refused.returncode, refused.stderr.splitlines()[1:]) == (
        1, [f"- {CLINICAL} er F1: Enheden er forkert.", f"- {TECHNICAL} er F2: Enheden er forkert."],
    )  # fmt: skip
    told = there("override", TECHNICAL, "--mark", "F4", "--reason", "rettes")
    assert done(told) == f"{TECHNICAL} er nu F4 i stedet for F2.\n"
    refused = there("override", CLINICAL, "--mark", "Ok", "--reason", "rettes")
    assert (refused.returncode, "labcert session deviate" in refused.stderr) == (2, True)
    done(there("deviate", "--requirement", "SAM-02", "--reason", "Ombygges", "--to", until, who=VENDOR))
    approval = ("deviate", "--approve", "AFV-1", "--document", "brev.txt")
    told = there(*approval, "--doctor", "Dora Dahl", "--authorisation", "0ABC1")
    assert (told.returncode, "Slå 0ABC1 op" in told.stdout) == (0, True)
    closed = there("close", "--approved", "--no-allure")
    assert (closed.returncode, "er godkendt og låst" in closed.stdout) == (0, True)
    _signed_by_all(there)


def _signed_by_all(there):
    """The vendor signs last, at a terminal."""
    made = make_authority(there.folder / "nøgler", PEOPLE, datetime.now(UTC), PASSWORD.encode())
    with open_store(f"sqlite:///{there.folder}/lager.db") as store:
        for person, file in list(zip(PEOPLE, made.people, strict=True))[1:]:
            who, key = Actor(person.name, "Tester", person.party, person.party), load_pkcs12(file, PASSWORD.encode())
            assert isinstance(sign_off(store, load_suite(suite_root()), there.id, Wish((), ""), who, key), SignedOff)
    who = VENDOR | {"LABCERT_ORGANISATION": "LPS", "LABCERT_KEY_PASSWORD": PASSWORD}
    told = done(there("sign", "--key", made.people[0], "--party", "LPS", who=who))
    assert told.splitlines()[1].startswith("Det var den sidste underskrift.")
    with open_store(f"sqlite:///{there.folder}/lager.db") as store:
        store.materialise(there.id, there.folder / "pakke")
    report = verify(there.folder / "pakke", [made.trust.read_bytes()])
    assert (report.result, report.reasons) == (Result.VALID, ())


def test_who_is_nobody_does_nothing(there):
    """Without a name in the session nothing is written, and the sentence says where to put it."""
    told = there("submit", who={})
    assert (told.returncode, "--name, --role, --organisation" in told.stderr) == (2, True)
    assert "LABCERT_NAME" in told.stderr
