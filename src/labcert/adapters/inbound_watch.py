"""Watches the hub for one answer, and says what came instead of it."""

import re
from collections.abc import Iterator
from typing import Protocol

from labcert.domain.case import Case
from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.masking import mask_text
from labcert.domain.outcome import Severity
from labcert.ports import Arrival, ArrivedLetter

__all__ = ["NOTHING_RULE", "PERSON_RULE", "REFUSED_RULE", "TWICE_RULE", "Arrivals", "Watch"]

NOTHING_RULE = "SUT-NOT-SENT"
"""the tester says that it was sent, and the hub has not seen it"""
PERSON_RULE = "SUT-OTHER-PERSON"
TWICE_RULE = "SUT-SENT-TWICE"
REFUSED_RULE = "SUT-SENT-ANYWAY"
"""the system told its user that it would not send, and sent"""
MOST_TOLD = 5
_MARKED = re.compile(r"LC([0-9A-Za-z]{1,8})-[0-9]+")


class Arrivals(Protocol):
    """What is needed of the hub."""

    @property
    def address(self) -> str:
        """Where a system sends to."""
        ...

    def next_seq(self) -> int:
        """Return a sequence number that nothing which has come so far has reached."""
        ...

    def arrivals(self, cpr: str, sample: str, since: int) -> tuple[Arrival, ...]:
        """Return what came about a person or a sample, and what could not be read, from a sequence number on."""
        ...


class Watch:
    """One answer that is waited for, from a sequence number of the hub's journal on."""

    def __init__(self, hub: Arrivals, case: Case, since: int) -> None:
        self.case, self._hub, self._since = case, hub, since
        self._before: int | None = None
        self._number, self._person = case.sample.requester_number, case.patient.identifier

    @property
    def known_by(self) -> str:
        """What the answer is known by, for the tester."""
        return _("testpersonen {name} og rekvirentens prøvenummer {number}").format(
            name=f"{self.case.patient.given_name} {self.case.patient.surname}".strip(), number=self._number
        )

    def is_of(self, case: Case) -> bool:
        """Say whether an answer belongs to the same example of the same step."""
        return (case.step, case.sample.requester_number) == (self.case.step, self._number)

    def end_before(self, seq: int) -> None:
        """From here on what comes belongs to a later answer of the same sample."""
        self._before = seq if self._before is None else self._before

    def came(self) -> bool:
        """Say whether the answer has come, whatever became of it."""
        return bool(self.found())

    def found(self) -> tuple[Arrival, ...]:
        """Return every message with a letter of the sample number, oldest first."""
        return tuple(each for each in self._all() if any(letter.sample == self._number for letter in each.letters))

    def first(self) -> Arrival:
        """Return the message that counts: the first that was taken, else the first that came."""
        found = self.found()
        return next((each for each in found if each.event == "received"), found[0])

    def nothing(self) -> Finding:
        """Return the finding that the answer has not come, with what came instead."""
        return Finding(
            NOTHING_RULE, Severity.F1,
            _("Testeren sendte svaret, men PLSP har ikke set et svar med prøvenummer {number}.").format(
                number=self._number),
            expected=_("Et svar om {known_by}").format(known_by=self.known_by),
            actual=self.told_instead(),
            remedy=_("Kontrollér hub'ens adresse i systemet, at prøvenummeret er indtastet tegn for tegn, og om "
                     "systemet venter med at sende."),
        )  # fmt: skip

    def wrong_person(self) -> tuple[Finding, ...]:
        """Return the finding that the sample's answer is about somebody else."""
        others = {each.cpr for each in self._letters() if each.cpr != self._person}
        if not others:
            return ()
        return (Finding(
            PERSON_RULE, Severity.F1,
            _("Svaret med prøvenummer {number} handler om en anden person end den, der blev bedt om.").format(
                number=self._number),
            expected=self._person,
            actual=self._masked(", ".join(sorted(others))),
            remedy=_("Kontrollér, at testpersonen er valgt rigtigt, og at systemet sender den valgte persons nummer."),
        ),)  # fmt: skip

    def more_than_once(self) -> tuple[Finding, ...]:
        """Return the finding that the answer was sent as two: two letters of one standard, with identifiers of each.

        The same letter in a new envelope is a message sent again, as the standard allows.
        """
        taken: dict[str, dict[str, str]] = {}
        for each in self.found():
            for letter in each.letters if each.event == "received" else ():
                if letter.sample == self._number:
                    taken.setdefault(letter.standard, {}).setdefault(letter.identifier, each.envelope)
        doubled = next((letters for letters in taken.values() if len(letters) > 1), None)
        if doubled is None:
            return ()
        told = ", ".join(
            _("{letter} i kuverten {envelope}").format(letter=letter, envelope=envelope)
            for letter, envelope in doubled.items()
        )
        return (Finding(
            TWICE_RULE, Severity.F1,
            _("Svaret med prøvenummer {number} blev sendt {times} gange, som om det var flere svar.").format(
                number=self._number, times=len(doubled)),
            expected=_("ét svar, sendt én gang"),
            actual=self._masked(told),
            remedy=_("Send hvert svar én gang. En gensendelse har samme brev med samme identifikation."),
        ),)  # fmt: skip

    def refused_and_sent(self, reason: str) -> Finding:
        """Return the finding that the system said no to its user and sent all the same."""
        return Finding(
            REFUSED_RULE, Severity.F1,
            _("Systemet viste, at det ikke ville sende svaret med prøvenummer {number}, men PLSP har set det.").format(
                number=self._number),
            expected=_("Et svar, som systemet afviser, bliver ikke sendt"),
            actual=self._masked(reason),
            remedy=_("Ret systemet, så det, brugeren ser, er det, der sker."),
        )  # fmt: skip

    def told_late(self) -> str:
        """Say that the answer came after its time."""
        times = ", ".join(each.time for each in self.found())
        return _("Svaret til trin {step} med prøvenummer {number} kom for sent ({times}) og er ikke regnet med. Kør "
                 "trinnet igen.").format(step=self.case.step, number=self._number, times=times)  # fmt: skip

    def told_instead(self) -> str:
        """Say what the hub saw meanwhile instead of the answer.

        Numbers marked by other runs are only counted: they may be another vendor's.
        """
        told, others = [], 0
        for each in self._all():
            numbers = {letter.sample for letter in each.letters}
            if each.letters and all(map(self._of_another_run, numbers)):
                others += 1
            else:
                told.append(self._masked(_instead(each, sorted(numbers))))
        if len(told) > MOST_TOLD:
            told[MOST_TOLD:] = [_("Og {count} mere.").format(count=len(told) - MOST_TOLD)]
        if others:
            counted = _("{count} svar om personen bar andre kørslers prøvenumre og hører til dem.")
            told.append(counted.format(count=others))
        return " ".join(told) or _("PLSP så intet om personen eller prøvenummeret imens.")

    def _all(self) -> tuple[Arrival, ...]:
        came = self._hub.arrivals(self._person, self._number, self._since)
        return tuple(each for each in came if self._before is None or each.seq < self._before)

    def _letters(self) -> Iterator[ArrivedLetter]:
        return (letter for each in self.found() for letter in each.letters if letter.sample == self._number)

    def _of_another_run(self, number: str) -> bool:
        theirs, ours = _MARKED.fullmatch(number), _MARKED.fullmatch(self._number)
        return theirs is not None and (ours is None or theirs[1][:-1] != ours[1][:-1])  # the last tells examples apart

    def _masked(self, text: str) -> str:
        return mask_text(text, {self._person})


def _instead(each: Arrival, numbers: list[str]) -> str:
    """Say what a message was, and why the hub turned it away where it did."""
    if not each.letters:
        text = _("PLSP fik en besked, som den ikke kunne læse, og som kan være en andens.")
    else:
        text = _("PLSP fik kuverten {envelope} om personen med prøvenummer {numbers}.").format(
            envelope=each.envelope, numbers=", ".join(number or _("(intet)") for number in numbers)
        )
    return f"{text} {' '.join(each.reasons)}".strip()
