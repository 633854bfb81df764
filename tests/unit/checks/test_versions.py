"""Versions of a held answer: the letter each came in, its marks, and that none of them changes."""

from dataclasses import dataclass, replace

import pytest

from labcert.checks.versions import CORRECTED, REFUSED, came_in, marks_are, same_bytes

NS = "http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/"


def _raw(status: str = "svar_endeligt", consent: str = "") -> bytes:
    given = f"<Consent><Given>{consent}</Given></Consent>" if consent else ""
    return (
        f'<LaboratoryReport xmlns="{NS}"><Patient>{given}</Patient><LaboratoryResults><Result>'
        f"<ResultStatusCode>{status}</ResultStatusCode></Result></LaboratoryResults></LaboratoryReport>"
    ).encode()


@dataclass(frozen=True)
class Held:
    """A version as a databank gives it."""

    number: int = 1
    envelope: str = "E1"
    letter: str = "L1"
    raw: bytes = _raw()
    corrected: bool = False
    consent_refused: bool = False


def test_a_version_came_in_the_letter_that_was_sent() -> None:
    """Envelope and letter both."""
    assert came_in("LABA", Held(), "E1", ["L1", "L2"]) is None
    for envelope, letters in (("E2", ["L1"]), ("E1", ["L2"])):
        found = came_in("LABA", Held(), envelope, letters)
        assert found
        assert "L1" in found.actual
        assert "E1" in found.actual


@pytest.mark.parametrize(
    ("held", "expected", "mark"),
    [
        (Held(), [CORRECTED], CORRECTED),
        (Held(corrected=True), [], CORRECTED),
        (Held(), [REFUSED], REFUSED),
        (Held(consent_refused=True), [], REFUSED),
    ],
)
def test_a_mark_too_many_or_too_few_is_told_by_name(held: Held, expected: list[str], mark: str) -> None:
    """Rettet and nægtet samtykke, each for itself."""
    (found,) = marks_are("LABA", held, expected)
    assert mark in found.message


def test_the_right_marks_are_no_finding() -> None:
    """None, one or both."""
    assert marks_are("LABA", Held(), []) == ()
    assert marks_are("LABA", Held(corrected=True, consent_refused=True), [REFUSED, CORRECTED]) == ()


def test_a_letter_that_says_it_right_makes_the_missing_mark_the_databanks() -> None:
    """The remedy is for whoever can mend it."""
    (lps,) = marks_are("LABA", Held(), [CORRECTED])
    (bank,) = marks_are("LABA", Held(raw=_raw("svar_rettet")), [CORRECTED])
    assert "svar_rettet" in lps.remedy
    assert "LABA skal mærke" in bank.remedy
    (bank,) = marks_are("LABA", Held(raw=_raw(consent="false")), [REFUSED])
    assert "LABA skal mærke" in bank.remedy
    (lps,) = marks_are("LABA", Held(raw=_raw(consent="true")), [REFUSED])
    assert "Patient/Consent/Given" in lps.remedy


def test_every_version_stays_byte_for_byte() -> None:
    """A changed one, a lost one and one that came to it are told."""
    before = (Held(), Held(number=2, raw=_raw("svar_rettet")))
    assert same_bytes("LABA", before, before) is None
    changed = same_bytes("LABA", before, (before[0], replace(before[1], raw=_raw())))
    assert changed
    assert changed.actual == "version 2 er ændret"
    for after in (before[:1], (*before, Held(number=3))):
        found = same_bytes("LABA", before, after)
        assert found
        assert found.actual == f"{len(after)} versioner"
