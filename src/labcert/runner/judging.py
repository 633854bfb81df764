"""From how a scenario ended to its outcome. The error's family decides, in one place."""

import traceback
from dataclasses import dataclass

import pytest
from pytest_bdd.exceptions import StepDefinitionNotFoundError

from labcert.domain.errors import AwaitsPerson, LabcertError, NotAsRequired, SetupFault
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


def judge(error: BaseException | None) -> Judgement:
    """Return the outcome of a scenario that ended with this error, or without one."""
    match error:
        case None:
            return Judgement(Outcome.PASSED, "")
        case NotAsRequired():
            return Judgement(Outcome.FAILED, error.findings[0].message, error.findings)
        case AwaitsPerson():
            return Judgement(Outcome.WAITING, str(error), awaits=error.parties)
        case SetupFault():
            return Judgement(Outcome.SETUP_FAULT, str(error))
        case pytest.skip.Exception():
            return Judgement(Outcome.NOT_RUN, str(error) or _("Trinnet blev sprunget over uden begrundelse."))
        case StepDefinitionNotFoundError():
            return Judgement(Outcome.FAULT, _("En sætning i scenariet er ikke defineret i steps/."), trace=str(error))
        case LabcertError():
            return Judgement(Outcome.FAULT, str(error), trace=_trace(error))
        case _:
            reason = _("Der skete en fejl i prøveværktøjet ({kind}).").format(kind=type(error).__name__)
            return Judgement(Outcome.FAULT, reason, trace=_trace(error))


def _trace(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))
