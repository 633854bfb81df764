"""Whether every Danish sentence of the features has a step definition in steps/."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import msgspec

from labcert.domain.errors import ToolFault
from labcert.domain.language import _
from labcert.protocol.mistakes import Mistake
from labcert.protocol.model import Scenario, Sentence

__all__ = ["undefined_sentences"]

PATIENCE = 60
"""Seconds within which a suite's step definitions must be imported."""

_WORDS = {"given": "Givet", "when": "Når", "then": "Så"}


@dataclass(frozen=True)
class _Answer:
    """What labcert.protocol.step_definitions prints."""

    missing: tuple[tuple[int, str | None], ...]
    broken: tuple[str, int, str] | None


def _ask(root: Path, sentences: list[tuple[str, str]]) -> _Answer:
    """Ask a process of its own, so that the suite's modules are not mixed with ours."""
    package = str(Path(__file__).resolve().parent.parent.parent)
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "labcert.protocol.step_definitions", str(root)],
            input=json.dumps(sentences).encode(), capture_output=True, timeout=PATIENCE, check=True,
            env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip
        return msgspec.json.decode(done.stdout.splitlines()[-1], type=_Answer)
    except (subprocess.SubprocessError, OSError, msgspec.DecodeError, IndexError) as error:
        sentence = _("Trindefinitionerne kunne ikke undersøges.")
        raise ToolFault(sentence, where=str(root / "steps"), remedy=str(error)) from error


def _told(file: str, sentence: Sentence, near: str | None) -> Mistake:
    text = _("Sætningen “{word} {text}” har ingen definition i steps/.")
    return Mistake(file, sentence.line, text.format(word=_WORDS[sentence.kind], text=sentence.text), near)


def undefined_sentences(root: Path, scenarios: tuple[Scenario, ...]) -> tuple[Mistake, ...]:
    """Return a mistake for each sentence that no step definition takes, or one where steps/ can't be imported.

    It starts Python and imports steps/ and pytest-bdd: half a second or so. Raises ToolFault where that can't be done.
    """
    if not (root / "steps").is_dir():
        return (Mistake("steps", 1, _("Mappen steps/ med sætningernes definitioner findes ikke.")),)
    placed = [(scenario.file, sentence) for scenario in scenarios for sentence in scenario.sentences]
    answer = _ask(root, [(sentence.kind, sentence.text) for _file, sentence in placed])
    if answer.broken:
        file, line, reason = answer.broken
        return (Mistake(file, line, _("Trindefinitionerne kan ikke indlæses: {reason}.").format(reason=reason)),)
    return tuple(dict.fromkeys(_told(*placed[position], near) for position, near in answer.missing))
