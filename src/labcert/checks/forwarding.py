"""Where PLSP has the letters of an envelope, and what it has sent on.

A finding here is PLSP's, unless it says otherwise.
"""

from collections.abc import Sequence
from typing import Protocol

from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity

__all__ = ["HeldLetter", "arrived", "letter_is", "never_positive", "reason_names"]

_ANY = Severity.F3  # the judge sets the class that the protocol names


class HeldLetter(Protocol):
    """A letter as PLSP tells of it; `state` is received, forwarded, accepted, refused or waiting."""

    @property
    def standard(self) -> str:
        """XRPT01 or XRPT05."""

    @property
    def target(self) -> str:
        """The databank's host: laba or miba."""

    @property
    def state(self) -> str:
        """Where the letter is now."""

    @property
    def reason(self) -> str:
        """Why it waits or is refused; else empty."""


def _where(standard: str, target: str, state: str) -> str:
    """Tell where a letter is, as a person says it."""
    states = {
        "received": _("modtaget"),
        "forwarded": _("sendt videre"),
        "accepted": _("taget imod"),
        "refused": _("afvist"),
        "waiting": _("ventende"),
    }
    name = {"laba": "LABA", "miba": "MiBa"}.get(target, target)
    return _("{standard} til {target}: {state}").format(standard=standard, target=name, state=states.get(state, state))


def _told(letter: HeldLetter) -> str:
    told = _where(letter.standard, letter.target, letter.state)
    return f"{told} ({letter.reason})" if letter.reason else told


def letter_is(letters: Sequence[HeldLetter], standard: str, target: str, state: str) -> Finding | None:
    """The letter of the standard goes to the databank `target` (laba, miba) and is in this state."""
    letter = next((letter for letter in letters if letter.standard == standard), None)
    if letter is not None and (letter.target, letter.state) == (target, state):
        return None
    return Finding(
        "HUB-STATE",
        _ANY,
        _("Brevet {standard} er ikke dér, hvor det skal være.").format(standard=standard),
        expected=_where(standard, target, state),
        actual=_told(letter) if letter else _("PLSP har intet brev i {standard}").format(standard=standard),
        remedy=_("Følg brevet i PLSP: hvilken databank blev det sendt til, og hvad svarede den?"),
    )


def arrived(databank: str, letter: str, times: int, expected: int) -> Finding | None:
    """The letter has come to the databank so many times, as the databank's own journal says."""
    if times == expected:
        return None
    return Finding(
        "HUB-FORWARDED",
        _ANY,
        _("PLSP har ikke sendt brevet {letter} til {databank} det rigtige antal gange.").format(
            letter=letter, databank=databank
        ),
        expected=str(expected),
        actual=str(times),
        remedy=_(
            "PLSP skal kende et brev igen på dets identifikator og kun sende det videre, til databanken har svaret."
        ),
    )


def never_positive(envelope: str, kinds: Sequence[str]) -> Finding | None:
    """Of the receipts given out for an envelope none is positive: never first positive, then negative."""
    if kinds and "XCTL03" not in kinds:
        return None
    return Finding(
        "RECEIPT-TURNED",
        _ANY,
        _("Kuverten {envelope} har ikke kun fået negativ kvittering.").format(envelope=envelope),
        expected="XCTL02",
        actual=", ".join(kinds) or _("ingen kvittering"),
        remedy=_("PLSP skal vente med kvitteringen, til hvert brev i kuverten er taget imod eller afvist."),
    )


def reason_names(reasons: Sequence[str], text: str) -> Finding | None:
    """PLSP has refused, and the words it gave name the text (a code, an identifier, a version)."""
    told = " ".join(reasons)
    if text.casefold() in told.casefold():
        return None
    if not told:
        return Finding(
            "HUB-NOT-REFUSED",
            _ANY,
            _("PLSP afviste ikke det, den skulle afvise."),
            expected=_("en afvisning"),
            actual=_("taget imod"),
            remedy=_("Det er PLSP's forretningsregel, der mangler eller er slået fra."),
        )
    return Finding(
        "HUB-REASON",
        _ANY,
        _("PLSP afviste, men nævnte ikke {text}.").format(text=text),
        expected=text,
        actual=told,
        remedy=_("Lad PLSP sige i afvisningen, hvad den fandt, så brugeren kan rette det."),
    )
