"""The port `Lps` by hand: the tester enters the answer, hands its file over, and we send it on."""

from labcert.adapters.byhand import ByHand, media_type_of
from labcert.adapters.handover import MOST_BYTES, HandOver, no_message
from labcert.adapters.sheet import sheet_of
from labcert.domain.case import Case
from labcert.domain.errors import NotRun
from labcert.domain.language import _
from labcert.domain.sut import Manual
from labcert.ports import EvidenceSink, Hub, OutboxEntry, Sending, Sent
from labcert.ports.tester import Answer, AnswerKind, Task, Tester

__all__ = ["ManualAdapter"]


class ManualAdapter:
    """Everything is asked of the tester; a message comes as the file that goes with the answer."""

    def __init__(self, settings: Manual, hub: Hub, evidence: EvidenceSink, tester: Tester) -> None:
        self._evidence = evidence
        self._hands = ByHand(tester, evidence, settings.seconds)
        self._handover = HandOver(hub, evidence)

    def send(self, case: Case) -> Sending:
        """Have the tester enter a case and hand over the message."""
        text = _("Opret svaret i systemet, som det står herunder, og gem beskeden som en fil. Læg filen ved svaret.")
        return self._enter(Task.SEND, _("Send et svar"), text, case)

    def correct(self, case: Case, replaces: Sent) -> Sending:
        """Have the tester correct an answer and hand over the message."""
        text = _("Ret svaret i kuverten {envelope}, så det siger det, der står herunder, og gem rettelsen som en fil. "
                 "Læg filen ved svaret.")  # fmt: skip
        return self._enter(Task.CORRECT, _("Ret et svar"), text.format(envelope=replaces.envelope), case)

    def delete(self, sent: Sent) -> Sending:
        """Have the tester try to take back an answer."""
        return self._hands.delete(sent)

    def work(self, minutes: int = 0) -> None:
        """Have the tester let minutes pass; a message that the system sends again goes with the answer."""
        hint = _("Sender systemet igen, så gem beskeden som en fil, og læg den ved.")
        answer = self._hands.work(minutes, hint, wants_file=True)
        if answer is not None and answer.file:
            again = self._handover.send(_name(answer), answer.file).file
            self._hands.sent_again(again.letters, again.envelope)

    def outbox(self) -> tuple[OutboxEntry, ...]:
        """Return what the tester reads in the system."""
        return self._hands.entries()

    def outbox_page(self) -> bytes:
        """Return what the tester shows of the system."""
        return self._hands.page()

    def close(self) -> None:
        """Nothing is held open."""

    def _enter(self, task: Task, title: str, text: str, case: Case) -> Sending:
        self._hands.begins(case)
        answer = self._hands.ask(task, title, f"{text}\n\n{case.instruction}".strip(), sheet_of(case), wants_file=True)
        if answer.kind is AnswerKind.REFUSED:
            return self._hands.refused(answer.reason)
        if not answer.file:
            raise NotRun(
                _("Der fulgte ingen fil med svaret."), remedy=_("Kør trinnet igen, og læg den gemte besked ved.")
            )
        if len(answer.file) > MOST_BYTES:
            raise no_message(_("Filen {name} er på {size} byte; PLSP tager højst {most}.").format(
                name=_name(answer), size=len(answer.file), most=MOST_BYTES))  # fmt: skip
        sent = self._handover.send(_name(answer), answer.file).file.sent
        self._hands.remember(sent, case)
        return sent


def _name(answer: Answer) -> str:
    return answer.file_name or media_type_of(answer.file)
