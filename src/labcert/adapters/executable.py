"""The port `Lps` around a vendor's program: called once for each thing to do, or talked with line by line.

The contract is `docs/leverandoer.md`. Whatever the program does, the step ends with an outcome that says so: what is
wrong with the set-up is a SetupFault, what nobody can do is NotRun, and only what the program did is its own failure.
That it sent twice, late or something else than it says is seen in the hub, by the steps.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict

from labcert.adapters.byhand import ByHand
from labcert.adapters.program import Program, Wish
from labcert.adapters.program_environment import program_environment
from labcert.adapters.program_reply import ProgramReply, UnreadableReply
from labcert.domain.case import Case
from labcert.domain.language import _
from labcert.domain.sut import Executable, Manual, Security
from labcert.ports import EvidenceSink, OutboxEntry, Sending, Sent
from labcert.ports.tester import Tester

__all__ = ["ExecutableAdapter"]

JSON_TYPE = "application/json"


class ExecutableAdapter:
    """Drives a program as sut.yaml describes it, against a hub's address.

    What the program can't do (`settings.can`) is asked of the tester; where there is none, NotRun is raised.
    `environment` is the harness's own. Raises SetupFault where the token of `security` is not to be found.
    """

    def __init__(
        self, settings: Executable, hub: str, evidence: EvidenceSink, tester: Tester | None,
        security: Security = Security(), environment: Mapping[str, str] = os.environ,  # noqa: B008 - both frozen or ours
    ) -> None:  # fmt: skip
        self._can, self._evidence = settings.can, evidence
        self._hands = ByHand(tester, evidence, Manual().seconds)  # a person is slower than a program
        self._program = Program(settings, hub, program_environment(environment, settings, security), evidence)

    def send(self, case: Case) -> Sending:
        """Have the program send a case."""
        return self._send(Wish("send", case), case)

    def correct(self, case: Case, replaces: Sent) -> Sending:
        """Have the program correct what it sent in an envelope."""
        return self._send(Wish("correct", case, replaces.envelope), case)

    def delete(self, sent: Sent) -> Sending:
        """Have the program, or the tester, try to take back an answer."""
        if "delete" not in self._can:
            return self._hands.delete(sent)
        refusal = self._program.do(Wish("delete", envelope=sent.envelope), lambda reply: reply.refusal)
        return self._told(self._hands.refused(refusal) if refusal else sent)

    def work(self, minutes: int = 0) -> None:
        """Let minutes pass in the program's own clock, or have the tester do it."""
        if "work" in self._can:
            self._program.do(Wish("work", minutes=minutes), lambda reply: reply)
        else:
            self._hands.work(minutes)

    def outbox(self) -> tuple[OutboxEntry, ...]:
        """Return what the program, or the tester, says that the user sees; oldest first."""
        if "outbox" not in self._can:
            return self._hands.entries()
        return self._program.do(Wish("outbox"), ProgramReply.outbox)

    def outbox_page(self) -> bytes:
        """Return the page that the user sees."""
        if "outbox" not in self._can:
            return self._hands.page()
        return self._program.do(Wish("page"), _page)

    def close(self) -> None:
        """End a program that lives for a whole run."""
        self._program.close()

    def _send(self, wish: Wish, case: Case) -> Sending:
        self._hands.begins(case)
        text = json.dumps(asdict(case), ensure_ascii=False, indent=2)
        self._evidence.keep(_("Det som testeren bad om"), JSON_TYPE, text.encode())
        answer = self._program.do(wish, self._answer)
        if isinstance(answer, Sent):
            self._hands.remember(answer, case)
        return self._told(answer)

    def _answer(self, reply: ProgramReply) -> Sending:
        return self._hands.refused(reply.refusal) if reply.refusal else Sent(*reply.sent())

    def _told(self, answer: Sending) -> Sending:
        """Keep the answer as evidence, with the names of the contract."""
        text = json.dumps(asdict(answer), ensure_ascii=False, indent=2)
        self._evidence.keep(_("Det som LPS'et svarede"), JSON_TYPE, text.encode())
        return answer


def _page(reply: ProgramReply) -> bytes:
    if not (reply.html or "").strip():
        raise UnreadableReply(_("Programmet viste en tom side."))
    return (reply.html or "").encode()
