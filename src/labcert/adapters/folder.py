"""The port `Lps` around a folder: the tester enters the answer, the system exports a file, and we send it on."""

import time
from collections.abc import Callable
from pathlib import Path

from labcert.adapters.byhand import ByHand
from labcert.adapters.handover import MOST_BYTES, HandedOver, HandOver, no_message
from labcert.adapters.pickup import REFUSED_FOLDER, SENT_FOLDER, Pickup
from labcert.adapters.sheet import sheet_of
from labcert.domain.case import Case
from labcert.domain.errors import NotAsRequired, NotRun
from labcert.domain.language import _
from labcert.domain.sut import Folder
from labcert.ports import EvidenceSink, Hub, OutboxEntry, Refused, Sending, Sent
from labcert.ports.tester import AnswerKind, Task, Tester

__all__ = ["FolderAdapter"]

LOOK_SECONDS = 0.1
AFTER_TIMES, AFTER_SECONDS = 12, 2.0
"""how long a file may take to be whole after the tester said that it is sent: times `settle`, and so much more"""


class FolderAdapter:
    """Takes what is exported into `settings.path` and hands it to the hub; one question to the tester a thing to do."""

    def __init__(
        self, settings: Folder, hub: Hub, evidence: EvidenceSink, tester: Tester, *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self._settings, self._evidence, self._sleep = settings, evidence, sleep
        self._hands = ByHand(tester, evidence, settings.seconds)
        self._pickup = Pickup(Path(settings.path), settings.settle, MOST_BYTES)
        self._handover = HandOver(hub, evidence)

    def send(self, case: Case) -> Sending:
        """Have the tester enter and export a case, and send the file on."""
        told = _("Opret svaret i systemet, som det står herunder, og eksportér det til mappen {folder}.")
        return self._enter(Task.SEND, _("Send et svar"), told.format(folder=self._settings.path), case)

    def correct(self, case: Case, replaces: Sent) -> Sending:
        """Have the tester correct an answer, and send the file on."""
        told = _("Ret svaret i kuverten {envelope}, så det siger det, der står herunder, og eksportér rettelsen til "
                 "mappen {folder}.")  # fmt: skip
        text = told.format(envelope=replaces.envelope, folder=self._settings.path)
        return self._enter(Task.CORRECT, _("Ret et svar"), text, case)

    def delete(self, sent: Sent) -> Sending:
        """Have the tester try to take back an answer; a file that the system makes of it is sent on too."""
        self._begin()
        answer = self._hands.delete(sent)
        self._send_on_what_came()
        return answer

    def work(self, minutes: int = 0) -> None:
        """Have the tester let minutes pass; what the system exports meanwhile is sent on."""
        self._begin()
        hint = _("Det, systemet sender igen, eksporteres til mappen {folder}.").format(folder=self._settings.path)
        if self._hands.work(minutes, hint) is not None:
            self._send_on_what_came()

    def outbox(self) -> tuple[OutboxEntry, ...]:
        """Return what the tester reads in the system."""
        return self._hands.entries()

    def outbox_page(self) -> bytes:
        """Return what the tester shows of the system."""
        return self._hands.page()

    def close(self) -> None:
        """Nothing is held open."""

    def _begin(self) -> None:
        for name in self._pickup.begin():
            self._evidence.note(_("Filen {name} lå i mappen i forvejen og bliver ikke taget.").format(name=name))

    def _enter(self, task: Task, title: str, text: str, case: Case) -> Sending:
        self._hands.begins(case)
        self._begin()
        instruction = f"{text}\n\n{case.instruction}".strip()
        known_by = _("den fil, der kommer i mappen {folder}").format(folder=self._settings.path)
        try:
            answer = self._hands.ask(
                task, title, instruction, sheet_of(case), seen=self._has_come, recognised_by=known_by
            )
        except NotRun as open_step:
            raise self._with_what_lies_there(open_step) from open_step
        if answer.kind is AnswerKind.REFUSED:
            return self._refused(answer.reason)
        self._wait_until_whole()
        return self._sent(case)

    def _refused(self, reason: str) -> Refused:
        """Return the refusal; a file that came all the same is sent on, for the steps to see."""
        self._send_on_what_came()
        return self._hands.refused(reason)

    def _sent(self, case: Case) -> Sent:
        """Send on what came, and return the answer that is the case's own (or, where none is, the first)."""
        messages = self._send_on()
        if not messages:
            raise no_message(_("Testeren sagde, at svaret er sendt, men der kom ingen fil i mappen {folder}.").format(
                folder=Path(self._settings.path).name))  # fmt: skip
        if len(messages) > 1:
            self._evidence.note(_("Der kom {count} filer på én gang; de er alle sendt.").format(count=len(messages)))
        own = [one for one in messages if case.sample.requester_number in one.file.samples]
        sent = (own or messages)[0].file.sent
        self._hands.remember(sent, case)
        for again in messages:
            self._hands.sent_again(again.file.letters, again.file.envelope)
        return sent

    def _send_on_what_came(self) -> None:
        """Send on files that came beside the answer to a question, as deliveries of what was sent before."""
        if self._pickup.look() or self._pickup.unfinished():
            self._wait_until_whole()
            for again in self._send_on():
                self._hands.sent_again(again.file.letters, again.file.envelope)

    def _send_on(self) -> list[HandedOver]:
        """Send on each file that is whole, once; each is moved away. One that is no message is a failure, told last."""
        messages, wrong = [], None
        for name in self._pickup.look():
            try:
                handed = self._one(name)
            except NotAsRequired as failure:
                wrong = failure
                self._move(name, REFUSED_FOLDER)
            else:
                messages.append(handed)
                self._move(name, SENT_FOLDER if handed.taken else REFUSED_FOLDER)
        if wrong is not None and not messages:
            raise wrong
        return messages

    def _one(self, name: str) -> HandedOver:
        found = self._pickup.read(name)
        if found.size > MOST_BYTES:
            raise no_message(_("Filen {name} er på {size} byte; PLSP tager højst {most}.").format(
                name=name, size=found.size, most=MOST_BYTES))  # fmt: skip
        return self._handover.send(name, found.content)

    def _move(self, name: str, where: str) -> None:
        self._evidence.note(_("Filen {name} er flyttet til {place}.").format(
            name=name, place=self._pickup.move(name, where)))  # fmt: skip

    def _has_come(self) -> bool:
        return bool(self._pickup.look())

    def _wait_until_whole(self) -> None:
        """Wait until what came is whole; not for ever, as a program may leave half a file."""
        deadline = time.monotonic() + AFTER_TIMES * self._settings.settle + AFTER_SECONDS
        while time.monotonic() < deadline and (self._pickup.unfinished() or not self._pickup.look()):
            self._sleep(LOOK_SECONDS)

    def _with_what_lies_there(self, error: NotRun) -> NotRun:
        """Name the files that came and could not be taken, so that nobody has to guess why nothing happened."""
        lying = (*self._pickup.look(), *self._pickup.unfinished())
        if not lying:
            return error
        told = _("I mappen ligger der filer, som ikke blev hele i tide: {names}.").format(names=", ".join(lying))
        return NotRun(error.message, where=told, remedy=error.remedy)
