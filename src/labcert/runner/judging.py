"""From how a scenario ended to its outcome. The error's family decides, in one place."""

import os
import sys
import traceback
from dataclasses import dataclass

import pytest
from pytest_bdd.exceptions import StepDefinitionNotFoundError

from labcert.domain.errors import AwaitsPerson, LabcertError, NotAsRequired, NotRun, SetupFault
from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Outcome

__all__ = ["Judgement", "judge"]


@dataclass(frozen=True)
class Judgement:
    """What an ending means; `trace` is for our own developers and never shown in a report."""

    outcome: Outcome
    reason: str
    findings: tuple[Finding, ...] = ()
    awaits: tuple[str, ...] = ()
    trace: str = ""


def judge(error: BaseException | None, sentence: str = "") -> Judgement:
    """Return the outcome of a scenario that ended with this error, or without one; `sentence` is the last that ran."""
    match error:
        case None:
            return Judgement(Outcome.PASSED, "")
        case NotAsRequired():
            return Judgement(Outcome.FAILED, error.findings[0].message, error.findings)
        case AwaitsPerson():
            return Judgement(Outcome.WAITING, str(error), awaits=error.parties)
        case NotRun():
            return Judgement(Outcome.NOT_RUN, str(error))
        case SetupFault():
            return Judgement(Outcome.SETUP_FAULT, str(error))
        case pytest.skip.Exception():
            return Judgement(Outcome.NOT_RUN, str(error) or _("Trinnet blev sprunget over uden begrundelse."))
        case _:
            return Judgement(Outcome.FAULT, _what_broke(error, sentence), trace=_trace(error))


def _what_broke(error: BaseException, sentence: str) -> str:
    """Say what broke on our side, without a word of the trace."""
    match error:
        case StepDefinitionNotFoundError():
            return _("Sætningen “{sentence}” er ikke defineret i steps/.").format(sentence=sentence)
        case KeyboardInterrupt() | pytest.exit.Exception():
            return _("Kørslen blev afbrudt, før trinnet var færdigt.")
        case LabcertError():
            return str(error)
        case _:
            return _("Der skete en fejl i prøveværktøjet ({kind}).").format(kind=type(error).__name__)


def _trace(error: BaseException) -> str:
    return _without_places("".join(traceback.format_exception(error)))


def _without_places(text: str) -> str:
    """Name files as they are imported: a bundle tells nothing of the machine it was made on."""
    folders = {os.path.realpath(folder) for folder in sys.path if folder} | set(filter(None, sys.path))
    for folder in sorted(folders, key=len, reverse=True):
        text = text.replace(folder.rstrip(os.sep) + os.sep, "")
    return text
