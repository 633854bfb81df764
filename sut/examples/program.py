"""A vendor's program around the vendor's own system, here the reference system. Copy it, and call yours instead.

    python program.py send --case CASE.json --hub URL

`Practice` is the only part that knows the system; everything below it is the contract of docs/leverandoer.md. What the
program prints on standard output is its answer and nothing else; log lines go to standard error.
"""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any, cast

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # where this example finds the reference system

from sut.reference import ReferenceLps

SENT, REFUSED = 0, 10
Json = dict[str, Any]


class Practice:
    """Your system, as a user operates it. Each method returns what is to be printed."""

    def __init__(self, hub: str) -> None:
        folder = Path(os.environ.get("PRACTICE_DATA", "."))  # set in sut.yaml, under `environment`
        self._lps = ReferenceLps(hub, store=folder / "practice.sqlite")

    def send(self, case: Json) -> Json:
        """Enter the case and send it. Translate the fields of CASE.json to those of your own system here."""
        return self._told(self._lps.send(case))

    def correct(self, case: Json, replaces: str) -> Json:
        """Correct the answer that went out in the envelope `replaces`, so that it says what the case says."""
        return self._told(self._lps.correct(case, replaces))

    def delete(self, envelope: str) -> Json:
        """Try to delete what was sent; a right system refuses."""
        return self._told(self._lps.delete(envelope))

    def work(self, minutes: int) -> Json:
        """Fetch receipts, and send again what is due while the minutes pass."""
        self._lps.work(minutes)
        return {}

    def outbox(self) -> Json:
        """Say what the user sees of each answer, oldest first."""
        keys = ("envelope", "letters", "state", "text", "reason", "attempts", "envelopes")
        return {"answers": [{key: getattr(one, key) for key in keys} for one in self._lps.outbox()]}

    def page(self) -> Json:
        """Return the page that the user sees."""
        return {"html": self._lps.outbox_page().decode()}

    def _told(self, reply: Any) -> Json:
        if reply.reason:
            return {"reason": reply.reason}
        return {"envelope": reply.envelope, "letters": list(reply.letters)}


def answer(practice: Practice, do: str, asked: Json) -> Json:
    """Have one thing done; `asked` holds what the method is called with, by name."""
    return cast("Json", getattr(practice, do)(**asked))


def call_once(practice: Practice, do: str, words: argparse.Namespace) -> int:
    """Carry out a command line, print the answer and return the exit code."""
    given = {key: getattr(words, key) for key in ("replaces", "envelope", "minutes") if getattr(words, key) is not None}
    case = {"case": json.loads(words.case.read_text(encoding="utf-8"))} if words.case else {}
    if words.html:
        words.html.write_text(practice.page()["html"], encoding="utf-8")
    told = answer(practice, do, case | given)
    sys.stdout.buffer.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")
    return REFUSED if told.get("reason") else SENT


def serve(practice: Practice) -> int:
    """Answer line by line until there are no more (`mode: lines`)."""
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        told = answer(practice, asked.pop("do"), asked)
        sys.stdout.buffer.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")
        sys.stdout.buffer.flush()
    return SENT


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("do", choices=("send", "correct", "delete", "work", "outbox", "serve"))
    for file in ("--case", "--html"):
        parser.add_argument(file, type=Path)
    for text in ("--replaces", "--envelope", "--hub"):
        parser.add_argument(text)
    parser.add_argument("--minutes", type=int)
    given_words = parser.parse_args()
    mine = Practice(given_words.hub)
    sys.exit(serve(mine) if given_words.do == "serve" else call_once(mine, given_words.do, given_words))
