"""The families of errors. The family decides the outcome, so "our tool broke" is never "the vendor failed"."""

from labcert.domain.findings import Finding

__all__ = ["AwaitsPerson", "LabcertError", "NotAsRequired", "NotRun", "SetupFault", "ToolFault", "UsageMistake"]


class LabcertError(Exception):
    """An error for a person: what happened, where, and what to do about it, in plain Danish."""

    exit_code = 3

    def __init__(self, message: str, *, where: str = "", remedy: str = "") -> None:
        self.message, self.where, self.remedy = message, where, remedy
        super().__init__(" ".join(part for part in (message, where and f"({where})", remedy) if part))


class UsageMistake(LabcertError):
    """A wrong argument or a wrong configuration (exit code 2)."""

    exit_code = 2


class ToolFault(LabcertError):
    """Our own tool, databanks or protocol broke: never the vendor's failure (exit code 3)."""


class SetupFault(LabcertError):
    """The set-up around the system under test broke: no address, no answer, no rights (exit code 3)."""


class NotAsRequired(LabcertError):
    """The system under test, or what it sent, is not as the protocol requires; carries the findings that say so."""

    exit_code = 1

    def __init__(self, *findings: Finding) -> None:
        if not findings:
            raise ValueError("NotAsRequired needs at least one finding")
        self.findings = findings
        super().__init__("; ".join(finding.message for finding in findings), where=findings[0].path)


class AwaitsPerson(LabcertError):
    """The step has gathered what there is to see and now waits for named parties to look (exit code 4)."""

    exit_code = 4

    def __init__(self, parties: tuple[str, ...], what: str) -> None:
        self.parties, self.what = parties, what
        super().__init__(f"Afventer {', '.join(parties)}: {what}")


class NotRun(LabcertError):
    """The step could not be carried out now, and nobody is to blame: the tester could not, or nobody answered.

    It shows nothing about the system and stays open (exit code 4).
    """

    exit_code = 4
