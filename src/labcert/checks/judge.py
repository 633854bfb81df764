"""Turns findings into the failure of a step, with the class and the requirements that the protocol names."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from labcert.domain.errors import NotAsRequired
from labcert.domain.findings import Finding
from labcert.domain.outcome import Severity

__all__ = ["Judge"]


@dataclass(frozen=True)
class Judge:
    """The protocol's word on a step: its class where it fails and the requirements it shows."""

    step: str
    severity: Severity
    requirements: tuple[str, ...]

    def require(self, findings: Iterable[Finding | None] | Finding | None) -> None:
        """Raise NotAsRequired where there is a finding; None means that a check found nothing."""
        given = [findings] if isinstance(findings, Finding) or findings is None else list(findings)
        found = self.judged(finding for finding in given if finding is not None)
        if found:
            raise NotAsRequired(*found)

    def judged(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Give findings the protocol's class, and its requirements where they name none: the protocol judges."""
        return tuple(
            replace(finding, severity=self.severity, requirements=finding.requirements or self.requirements)
            for finding in findings
        )

    def finding(
        self, rule: str, message: str, *, expected: str = "", actual: str = "", remedy: str = "", path: str = "",
        line: int | None = None,
    ) -> Finding:
        """Make a finding of this step."""
        return Finding(
            rule, self.severity, message, expected=expected, actual=actual, remedy=remedy, path=path, line=line,
            requirements=self.requirements,
        )
