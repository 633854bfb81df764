"""Posts PLSP's letters to the databanks' own addresses over HTTP.

One thread a databank, so that one that is down never holds back the other.
"""

import threading
from collections.abc import Callable

from labcert.domain.language import _
from mock_databanks.host.client import Caller, NoAnswer
from mock_databanks.host.world import PlspRoom
from mock_databanks.plsp import Accepted, Dispatch, Refused, Trouble, Verdict

__all__ = ["Forwarder", "verdict_of"]

_NAMES = {"laba": "LABA", "miba": "MiBa"}
_FINAL = (400, 404, 405, 409, 413, 415, 422)
"""answers that will not change however often the letter is sent"""


def verdict_of(databank: str, status: int, content: object) -> Verdict:
    """Return what a databank's answer means: taken, refused for good with the reasons, or trouble to be tried again."""
    if status in (200, 201, 202):
        return Accepted()
    if status not in _FINAL:
        return Trouble(_("{databank} svarede {status}.").format(databank=databank, status=status))
    findings = content.get("findings") if isinstance(content, dict) else None
    sentences = [str(found["message"]) for found in findings or () if isinstance(found, dict) and "message" in found]
    return Refused(
        " ".join(sentences)
        or _("{databank} afviste brevet med svaret {status}.").format(databank=databank, status=status)
    )


class Forwarder(threading.Thread):
    """Forwards the letters of one target for as long as the process lives; what is not settled is tried again."""

    def __init__(self, room: PlspRoom, target: str, address: Callable[[], str], caller: Caller) -> None:
        super().__init__(name=f"forwarder-{target}", daemon=True)
        self._room, self._target, self._address, self._caller = room, target, address, caller
        self._wake, self._ending = threading.Event(), threading.Event()

    def wake(self) -> None:
        """Say that there may be something to do."""
        self._wake.set()

    def end(self) -> None:
        """Stop after the letter that is on its way; the others are forwarded after the next start."""
        self._ending.set()
        self._wake.set()

    def run(self) -> None:
        """Forward until told to end."""
        while not self._ending.is_set():
            self._wake.clear()
            with self._room.lock:
                dispatch = self._room.simulator.take(self._target)
                waiting = any(letter.target == self._target for letter in self._room.simulator.moving())
            if dispatch is not None:
                self._forward(dispatch)
            else:
                self._wake.wait(self._room.simulator.policy.retry_seconds / 4 if waiting else None)
        self._caller.close()

    def _forward(self, dispatch: Dispatch) -> None:
        verdict = self._post(dispatch)
        if self._room.faults.take("duplicate") is not None:
            self._room.note("forwarded_again", {"letter": dispatch.key[1], "target": dispatch.target})
            self._post(dispatch)
        with self._room.lock:
            if not self._ending.is_set():
                self._room.simulator.settle(dispatch, verdict)

    def _post(self, dispatch: Dispatch) -> Verdict:
        name = _NAMES[dispatch.target]
        try:
            status, content = self._caller.post(f"{self._address()}/{dispatch.target}/messages", dispatch.data)
        except NoAnswer:
            return Trouble(_("{databank} svarede ikke.").format(databank=name))
        return verdict_of(name, status, content)
