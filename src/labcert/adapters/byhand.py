"""What no program does is done by the tester: deleting, waiting, and telling what the system's screen shows.

Shared by the adapters; each of them knows by itself how an answer is sent.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from labcert.adapters.sheet import Line, sheet_of
from labcert.domain.case import Case
from labcert.domain.errors import NotRun
from labcert.domain.language import N_, _
from labcert.domain.masking import mask_text
from labcert.ports import EvidenceSink, OutboxEntry, Refused, Sending, Sent
from labcert.ports.tester import Answer, AnswerKind, Question, Task, Tester

__all__ = ["ByHand", "media_type_of", "never", "replied"]

STATES = {
    "ventende": "waiting", "leveret": "delivered", "accepteret": "accepted", "afvist": "refused", "opgivet": "failed",
}  # fmt: skip
"""what the tester writes -> the state of an OutboxEntry"""
STATE_WORDS = N_(
    "Begynd med ét af ordene: ventende (ikke afleveret endnu), leveret (uden kvittering), accepteret (positiv "
    "kvittering), afvist (negativ kvittering), opgivet. Skriv derefter teksten, præcis som systemet viser den."
)
_SAID = re.compile(r"\s*(?:\d+\s*[.:)]\s*)?(\w+)\s*[:;,.–—-]?\s*(.*)", re.DOTALL)
_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"%PDF-", "application/pdf"),
    (b"GIF8", "image/gif"),
)  # fmt: skip


def never() -> bool:
    """Say that nothing has come in by itself."""
    return False


def media_type_of(data: bytes) -> str:
    """Return what a file handed over is, by its first bytes: a picture, a PDF, a page, XML or plain text."""
    start = data.lstrip(b"\xef\xbb\xbf \r\n\t")[:64].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    if start.startswith(b"<"):
        return "application/xml"
    return next((kind for first, kind in _STARTS if data.startswith(first)), "text/plain")


def replied(answer: Answer | None, seconds: float) -> Answer:
    """Return what the tester answered; raises NotRun where the time was up or they could not."""
    if answer is None:
        raise NotRun(
            _("Testeren svarede ikke inden for {seconds:.0f} sekunder.").format(seconds=seconds),
            remedy=_("Kør trinnet igen, når der er en ved systemet."),
        )
    if answer.kind is AnswerKind.CANNOT:
        why = answer.reason.strip() or _("uden begrundelse")
        raise NotRun(_("Testeren kunne ikke udføre det: {why}").format(why=why))
    return answer


@dataclass(frozen=True)
class _Sent:
    """An answer that was sent in the step that runs, with the envelopes it went in, oldest first."""

    sent: Sent
    case: Case
    envelopes: tuple[str, ...]


class ByHand:
    """Asks the tester (`tester`: None where there is nobody) and remembers what was sent in the step that runs.

    A question has a time limit of `seconds`. Raises NotRun where nobody is there, answers, or can.
    """

    def __init__(self, tester: Tester | None, evidence: EvidenceSink, seconds: float) -> None:
        self._tester, self._evidence, self._seconds = tester, evidence, seconds
        self._step, self._sample, self._sent, self._known = "", "", dict[str, _Sent](), set[str]()
        self._told: str | None = None
        self._page: bytes | None = None
        self._fetch_first = False

    def begins(self, case: Case) -> None:
        """Say which case is entered now; what belonged to another step is forgotten."""
        if (case.step, case.sample.requester_number) != (self._step, self._sample):  # each example has its own sample
            self._step, self._sample, self._sent = case.step, case.sample.requester_number, {}
        self._known.update({case.patient.cpr} if case.patient.cpr else ())
        self._changed()

    def remember(self, sent: Sent, case: Case) -> None:
        """Remember what was sent."""
        self._sent[sent.envelope] = _Sent(sent, case, (sent.envelope,))

    def sent_again(self, letters: tuple[str, ...], envelope: str) -> None:
        """Remember that letters already sent went out again in another envelope."""
        for first, one in self._sent.items():
            if set(letters) & set(one.sent.letters) and envelope not in one.envelopes:
                self._sent[first] = replace(one, envelopes=(*one.envelopes, envelope))

    def refused(self, reason: str) -> Refused:
        """Return a refusal with what the screen said; a number that may be somebody's CPR is masked."""
        return Refused(mask_text(reason.strip(), self._known))

    def ask(
        self, task: Task, title: str, text: str, sheet: tuple[Line, ...] = (), *, seen: Callable[[], bool] = never,
        wants_file: bool = False, wants_text: bool = False, recognised_by: str = "", minutes: int = 0,
    ) -> Answer:  # fmt: skip
        """Put a question of the step that runs and return its answer, REFUSED or DONE; else raises NotRun.

        `minutes` that must go in the system's own clock are added to the time limit.
        """
        if self._tester is None:
            raise NotRun(
                _("Systemet kan det ikke på kommando, og der er ingen tester at spørge: {title}").format(title=title),
                remedy=_("Skriv evnen i “can” i sut.yaml, hvis programmet har den, eller kør med en tester."),
            )
        seconds = self._seconds + 60.0 * minutes
        question = Question(self._step, task, title, text, sheet, seconds, recognised_by, wants_file, wants_text)
        answer = replied(self._tester.ask(question, seen), seconds)
        if answer.reason.strip():
            said = mask_text(answer.reason, self._known)
            self._evidence.keep(_("Det som testeren svarede"), "text/plain; charset=utf-8", said.encode())
        return answer

    def delete(self, sent: Sent) -> Sending:
        """Have the tester try to take back an answer."""
        answer = self.ask(
            Task.DELETE,
            _("Prøv at slette svaret"),
            _("Prøv at slette eller tilbagekalde svaret i kuverten {envelope}, som en bruger ville gøre det. Svar "
              "“afvist” med det, systemet viser, hvis det ikke kan lade sig gøre.").format(envelope=sent.envelope),
            self._sheet(sent),
        )  # fmt: skip
        self._changed()
        return self.refused(answer.reason) if answer.kind is AnswerKind.REFUSED else sent

    def work(self, minutes: int, hint: str = "", *, wants_file: bool = False) -> Answer | None:
        """Let minutes pass in the system's own clock; 0 only says that it must look for receipts before it is shown.

        `hint` tells what to do with a message that the system sends again.
        """
        self._changed()
        self._fetch_first = True
        if not minutes:
            return None
        answer = self.ask(
            Task.WORK,
            _("Lad der gå {minutes} minutter i systemet").format(minutes=minutes),
            _("Vent {minutes} minutter, eller stil systemets ur frem. Lad det imens hente kvitteringer og sende det "
              "igen, der er på tide. {hint}Skriv så, hvad systemet viser om svaret. {words}").format(
                minutes=minutes, hint=hint and f"{hint} ", words=_(STATE_WORDS)),
            self._asked_about(),
            wants_file=wants_file,
            wants_text=True,
            minutes=minutes,
        )  # fmt: skip
        self._fetch_first = False
        self._told = answer.reason
        return answer

    def entries(self) -> tuple[OutboxEntry, ...]:
        """Return what the system shows of each answer sent in this step, as the tester writes it off."""
        if not self._sent:
            return ()
        entries = None if self._told is None else self._read(self._told)
        if entries is None:
            entries = self._read(self._show())
        if entries is None:
            raise NotRun(
                _("Det, testeren skrev om udbakken, kan ikke læses."), remedy=_("Kør trinnet igen. ") + _(STATE_WORDS)
            )
        return entries

    def page(self) -> bytes:
        """Return a page of what the system shows; a picture or PDF is kept as evidence, and the page tells of it."""
        if self._page is None:
            self._show()
        assert self._page is not None
        return self._page

    def _show(self) -> str:
        """Have the tester show the outbox, and return what they wrote about it."""
        first = _("Lad først systemet hente sine kvitteringer. ") if self._fetch_first else ""
        answer = self.ask(
            Task.SHOW,
            _("Vis, hvad systemet siger om svaret"),
            first + _("Åbn oversigten over sendte svar, og læg et skærmbillede (eller siden som fil) ved. Skriv, hvad "
                      "der står ved svaret; ét svar på hver linje. {words}").format(words=_(STATE_WORDS)),
            self._asked_about(),
            wants_file=True,
            wants_text=True,
        )  # fmt: skip
        self._fetch_first = False
        self._told, self._page = answer.reason, self._as_page(answer)
        return answer.reason

    def _as_page(self, answer: Answer) -> bytes:
        kind = media_type_of(answer.file)
        if kind == "text/html":
            return answer.file
        if answer.file:
            name = _("Skærmbilledet fra testeren: {name}").format(name=answer.file_name or kind)
            self._evidence.keep(name, kind, answer.file)
        told = html.escape(mask_text(answer.reason, self._known))
        where = _("Skærmbilledet er gemt blandt trinnets beviser.") if answer.file else _("Der fulgte ingen fil med.")
        page = f"<!doctype html><meta charset=utf-8><title>{_('Udbakken')}</title><pre>{told}</pre><p>{where}</p>"
        return page.encode()

    def _read(self, text: str) -> tuple[OutboxEntry, ...] | None:
        """Read what the tester wrote, a line an answer in the order they were sent; None where it can't be read."""
        sent = tuple(self._sent.values())
        lines = [text] if len(sent) == 1 else [line for line in text.splitlines() if line.strip()]
        found = [_SAID.fullmatch(line) for line in lines]
        if len(found) != len(sent):
            return None
        entries = []
        for match, one in zip(found, sent, strict=True):
            word = match[1].casefold() if match else ""
            state = word if word in STATES.values() else STATES.get(word)
            if match is None or state is None:
                return None
            shown = mask_text(match[2].strip(), self._known)
            entries.append(
                OutboxEntry(one.sent.envelope, one.sent.letters, state, shown, "", len(one.envelopes), one.envelopes)
            )
        return tuple(entries)

    def _asked_about(self) -> tuple[Line, ...]:
        """Say which answers are meant, in the order in which the tester is to tell of them."""
        return tuple(
            (_("Svar {number}").format(number=number), field, value)
            for number, one in enumerate(self._sent.values(), 1)
            for field, value in (
                (_("Patient"), f"{one.case.patient.given_name} {one.case.patient.surname}"),
                (_("Rekvirentens prøvenummer"), one.case.sample.requester_number),
                (_("Kuvertens nummer"), one.envelopes[-1]),
            )
        )

    def _sheet(self, sent: Sent) -> tuple[Line, ...]:
        known = self._sent.get(sent.envelope)
        return sheet_of(known.case) if known else ()

    def _changed(self) -> None:
        self._told = self._page = None
