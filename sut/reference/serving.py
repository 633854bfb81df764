"""The same contract line by line: one process for a whole run, a JSON object a line in and one out."""

import json
import traceback
from typing import BinaryIO

from sut.reference.behaviours import Json
from sut.reference.lps import ReferenceLps
from sut.reference.outbox import Reply

__all__ = ["serve", "shown_outbox"]

SHOWN = ("envelope", "letters", "envelopes", "state", "text", "reason", "attempts", "replaces", "replaced_by")


def serve(lps: ReferenceLps, asked: BinaryIO, answers: BinaryIO) -> None:
    """Answer each line until there are no more; what breaks is told as an error, and the next line is read."""
    for line in asked:
        try:
            answer = _answer(lps, json.loads(line))
        except Exception as error:  # noqa: BLE001 - whatever it is, the one who asked waits for a line
            traceback.print_exc()
            answer = {"error": type(error).__name__}
        answers.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
        answers.flush()


def shown_outbox(lps: ReferenceLps) -> list[Json]:
    """Return what the user sees of each answer, oldest first."""
    return [{name: getattr(entry, name) for name in SHOWN} for entry in lps.outbox()]


def _answer(lps: ReferenceLps, asked: Json) -> Json:
    match asked["do"]:
        case "send":
            return _told(lps.send(asked["case"]))
        case "correct":
            return _told(lps.correct(asked["case"], asked["replaces"]))
        case "delete":
            return _told(lps.delete(asked["envelope"]))
        case "work":
            lps.work(asked.get("minutes", 0))
            return {}
        case "outbox":
            return {"answers": shown_outbox(lps)}
        case "page":
            return {"html": lps.outbox_page().decode()}
        case unknown:
            return {"error": f"Systemet kan ikke: {unknown}"}


def _told(reply: Reply) -> Json:
    return {"reason": reply.reason} if reply.refused else {"envelope": reply.envelope, "letters": list(reply.letters)}
