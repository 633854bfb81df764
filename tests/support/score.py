"""A score of five systems, one for each thing that can become of one that was judged, and what differs from it."""

from dataclasses import replace

from labcert.domain.mutation import Kind, Scope, Score, Status, Tried, Variant

DIGEST = "5d" * 32
"""that of the report's example session"""


def tried(name, status, failed_at=(), *, kind=Kind.DEFECTIVE, expected_at=("TP-4.2.01",), why=""):
    """What became of a system."""
    expected = expected_at if kind is Kind.DEFECTIVE else ()
    shows = ("SAM-01",) if kind is Kind.DEFECTIVE else ()
    return Tried(Variant(name, f"Systemet {name} & <andet>.", kind, expected, shows), status, failed_at, why, 2, 1.25)


CAUGHT = tried("fanget", Status.CAUGHT, ("TP-4.2.01",), why="TP-4.2.01: Det mangler.")
ELSEWHERE = tried("andetsteds", Status.ELSEWHERE, ("TP-4.2.02",), expected_at=("TP-4.2.01", "TP-4.2.03"))
MISSED = tried("overset", Status.MISSED)
PASSED = tried("rask", Status.PASSED, kind=Kind.HARMLESS)
ALARM = tried("mistænkt", Status.FALSE_ALARM, ("TP-4.2.02",), kind=Kind.HARMLESS, why="TP-4.2.02: Det er forkert.")
FAULT = tried("ukendt", Status.FAULT, why="Kørslen gik i stå hos os (kode 1).")


def score(*systems, **changes):
    """The score of these systems; by default of one that was caught and one that passed."""
    whole = Score(
        "pilot", "Pilotafprøvning", "1.0.0", DIGEST, "0.1.0", "2026-11-23T08:00:00+01:00", Scope.FIRST, 142,
        systems or (CAUGHT, PASSED), (), {"VIS-01": "Det er portalens."}, 0, 85.0,
    )  # fmt: skip
    return replace(whole, **changes)
