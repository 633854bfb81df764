"""What a vendor's program prints: one JSON object, read strictly, and told in words where it can't be."""

import json
import re
from dataclasses import dataclass
from typing import Any

import msgspec

from labcert.domain.language import _
from labcert.ports import OutboxEntry

__all__ = ["LONGEST_IDENTIFIER", "ProgramReply", "UnreadableReply", "read_reply"]

LONGEST_IDENTIFIER = 14
"""Envelope/Identifier and Letter/Identifier: the standards' limit"""
LONGEST_REASON = 2000
STATES = ("waiting", "delivered", "accepted", "refused", "failed")
_PLACE = re.compile(r"`\$\.?(.*)`")


class UnreadableReply(Exception):
    """What the program printed is not an answer; the text says why."""


@dataclass(frozen=True)
class OutboxLine:
    """One answer of `outbox`, with the names of the JSON."""

    envelope: str
    letters: tuple[str, ...]
    state: str
    text: str = ""
    reason: str = ""
    attempts: int = 1
    envelopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProgramReply:
    """All that a program may say. Empty is unsaid; which of it is needed depends on what was asked."""

    envelope: str = ""
    letters: tuple[str, ...] = ()
    reason: str | None = None
    answers: tuple[OutboxLine, ...] | None = None
    html: str | None = None
    error: str | None = None

    @property
    def refusal(self) -> str:
        """The reason shown to the user, "" where nothing was refused; no longer than a screen holds."""
        return (self.reason or "").strip()[:LONGEST_REASON]

    def sent(self) -> tuple[str, tuple[str, ...]]:
        """Return the identifiers of envelope and letters as they stand in the message; raises UnreadableReply."""
        if not self.envelope or not self.letters:
            missing = "envelope" if not self.envelope else "letters"
            raise UnreadableReply(_("“{key}” mangler eller er tom.").format(key=missing))
        for key, identifier in [("envelope", self.envelope), *(("letters", letter) for letter in self.letters)]:
            if len(identifier) > LONGEST_IDENTIFIER:
                raise UnreadableReply(
                    _("“{key}” er på {count} tegn; standardens nummer har højst 14.").format(
                        key=key, count=len(identifier)
                    )
                )
            if not identifier.strip() or not identifier.isprintable():
                raise UnreadableReply(_("“{key}” er tom eller har tegn, der ikke kan ses.").format(key=key))
        return self.envelope, self.letters

    def outbox(self) -> tuple[OutboxEntry, ...]:
        """Return what the user sees, oldest first; raises UnreadableReply."""
        if self.answers is None:
            raise UnreadableReply(_("“{key}” mangler eller er tom.").format(key="answers"))
        for line in self.answers:
            if line.state not in STATES:
                raise UnreadableReply(
                    _("“state” er “{state}”; det skal være et af ordene {words}.").format(
                        state=line.state[:40], words=", ".join(STATES)
                    )
                )
        return tuple(
            OutboxEntry(
                line.envelope, line.letters, line.state, line.text, line.reason, line.attempts,
                line.envelopes or (line.envelope,),
            )
            for line in self.answers
        )  # fmt: skip


def read_reply(output: bytes | None, *, may_be_empty: bool = False) -> ProgramReply:
    """Read a program's whole output (None: more than can be kept); raises UnreadableReply with a sentence.

    A byte order mark and white space around the object are allowed, unknown keys are not looked at.
    """
    if output is None:
        raise UnreadableReply(_("Programmet skrev mere, end et svar kan fylde."))
    try:
        text = output.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise UnreadableReply(
            _("Programmet skrev ikke i UTF-8: byte nummer {place} kan ikke læses.").format(place=error.start + 1)
        ) from error
    if not text and may_be_empty:
        return ProgramReply()
    return _typed(_one_object(text))


def _one_object(text: str) -> Any:
    if not text:
        raise UnreadableReply(_("Programmet skrev intet."))
    try:
        found, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets in thousands
        raise UnreadableReply(_("Programmet skrev noget, der ikke er JSON.")) from error
    if text[end:].strip():
        raise UnreadableReply(_("Programmet skrev mere end ét JSON-objekt."))
    if not isinstance(found, dict):
        raise UnreadableReply(_("Programmet skrev JSON, men ikke et objekt ({…})."))
    return found


def _typed(found: Any) -> ProgramReply:
    try:
        return msgspec.convert(found, ProgramReply)
    except msgspec.ValidationError as error:
        place = _PLACE.search(str(error))
        raise UnreadableReply(
            _("“{key}” er ikke af den slags, aftalen siger.").format(key=place[1] if place and place[1] else "?")
        ) from error
