"""Opens a session in the store: whose system, by which programme, and what kind of test it is."""

from dataclasses import dataclass

from labcert.domain.casework import Direction, TestType
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.sut import SystemUnderTest
from labcert.protocol.model import Suite
from labcert.runner.casework.standing import note_standing
from labcert.runner.certifying import Opening, opening_event, programme_of
from labcert.runner.planning import require_usable
from labcert.session.store import Store

__all__ = ["PREFIXES", "Wished", "open_session"]

PREFIXES = {
    TestType.SELF_TEST: "egentest", TestType.PRE_TEST: "praetest", TestType.LIVE: "live",
    TestType.TEST_CAMP: "testcamp", TestType.END_TO_END: "e2e",
}  # fmt: skip
"""what an id begins with, in letters that every file system and keyboard has"""


@dataclass(frozen=True)
class Wished:
    """A session that is asked for. `what` is a programme or a protocol; `follows` is the word for an older session."""

    what: str
    sut: SystemUnderTest
    test_type: TestType
    direction: Direction = Direction.SENDING
    follows: str = ""


def open_session(store: Store, suite: Suite, wished: Wished) -> str:
    """Open a session and return its id; raises UsageMistake, before anything is written, where it can't be."""
    programme = programme_of(suite, wished.what)
    if wished.direction is Direction.RECEIVING:
        raise UsageMistake(
            _("Programmet {programme} er for afsendelse; der er endnu intet program for modtagelse.").format(
                programme=programme.id
            ),
            remedy=_("Udelad --direction, hvis systemet skal prøves som afsender."),
        )
    require_usable(wished.sut, suite)
    vendor, system = wished.sut.vendor, wished.sut.system
    opening = Opening(
        PREFIXES[wished.test_type],
        vendor.name,
        system.name,
        system.version,
        test_type=wished.test_type.value,
        standards=wished.sut.standards,
        direction=wished.direction.value,
        follows=_followed(store, wished) if wished.follows else "",
    )
    opened = opening_event(suite, programme, opening)
    store.begin(opened)
    note_standing(store, suite, opened.session)
    return opened.session


def _followed(store: Store, wished: Wished) -> str:
    """Return the id of the session that is taken up again: a closed one, of the same vendor and system."""
    older = store.find(wished.follows)
    told = _("Sessionen {id} kan ikke følges: ").format(id=older.id)
    if not older.review.closed:
        raise UsageMistake(
            told + _("dens gennemgang er ikke afsluttet, så der kan stadig køres i den."),
            remedy=_("Kør i den med “labcert session run”, eller afslut den med “labcert session close”."),
        )
    for what, before, now in (
        (_("leverandøren"), older.vendor, wished.sut.vendor.name),
        (_("systemet"), older.system, wished.sut.system.name),
    ):
        if before != now:
            raise UsageMistake(
                told + _("{what} var “{before}” og er nu “{now}”.").format(what=what, before=before, now=now),
                remedy=_("En session kan kun følge en om samme leverandørs system."),
            )
    return older.id
