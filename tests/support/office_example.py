"""A dozen made-up systems in every state, for the pictures and the browser tests of the office's pages."""

from datetime import date
from pathlib import Path

from labcert.domain.casework import ReviewState
from labcert.domain.outcome import Outcome
from labcert.domain.suite import suite_root
from labcert.protocol import load_suite
from labcert.session.manifest import required_signers
from labcert.session.store import Store
from tests.support.office_store import Kept, certify, keep, office, sign

OK, FAILED, WAITING, OPEN = Outcome.PASSED, Outcome.FAILED, Outcome.WAITING, Outcome.NOT_RUN
DONE = {"4.2": (OK,) * 9, "4.3": (OK,) * 5, "4.4": (OK,) * 5, "4.5": (OK,) * 3}
CAMP = {"5.2": (OK,) * 9, "5.3": (OK,) * 5, "5.4": (OK,) * 5, "5.5": (OK,) * 3}
NAMES = ("Ganglion", "Multimed", "Novaxis", "Emarpraksis", "Clinea", "XMOdul", "Medwind", "Docuvita", "Ærø Journal")


def made_office(tmp_path: Path) -> Store:
    """A store with a pilot that has its certificate, and eleven more on their way."""
    store, watch = office(tmp_path)
    approved = ReviewState.APPROVED
    keep(store, watch, Kept("pilot-aeskulap-42", "Æskulap ApS", "Æskulap", "4.2", rows=DONE, review=approved))
    certify(store, "pilot-aeskulap-42", date(2027, 12, 31))
    keep(store, watch, Kept("pilot-norrelund-3", "Nørrelund Data", "Journalen", "3.1", rows=DONE, review=approved))
    programme = next(each for each in load_suite(suite_root()).programmes if each.id == "pilot")
    sign(store, "pilot-norrelund-3", required_signers(programme))
    half = {"4.2": (OK, OK, FAILED), "4.3": (OK, WAITING), "4.4": (OK, OPEN, OPEN)}
    keep(store, watch, Kept("pilot-svale", "Svale Software A/S", "Svale Praksis", "10.0", rows=half))
    for number, name in enumerate(NAMES):
        rows = {row: outcomes[: 5 - number % 4] + (OPEN,) * (number % 3) for row, outcomes in CAMP.items() if number % 5}
        review = ReviewState.WAITING if number == 3 else ReviewState.NOT_APPROVED if number == 4 else ReviewState.NOT_SUBMITTED
        if number == 6:
            review, rows = approved, CAMP
        if rows:
            session = f"testcamp-{number}-{name.lower().split()[0]}"
            kind = "egentest" if number == 1 else "testcamp"
            kept = Kept(session, f"{name} A/S", name, f"{number}.0", kind, rows, review, date(2026, 3, 18), programme="testcamp")
            keep(store, watch, kept)
        else:
            keep(store, watch, Kept(f"pilot-{number}", f"{name} A/S", name, "1.0", "prætest", programme="testcamp"))
    return store
