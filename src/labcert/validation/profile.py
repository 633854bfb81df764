"""A profile: which rules count, and as what. A change of a rule always carries its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from labcert.domain.findings import Finding
from labcert.domain.outcome import Severity

__all__ = ["Profile", "Setting"]


@dataclass(frozen=True)
class Setting:
    """What a profile makes of a rule: another class, or `severity` None for switched off; `reason` is never empty."""

    severity: Severity | None
    reason: str


@dataclass(frozen=True)
class Profile:
    """A named set of settings. `digest` is the sha256 of the files it was read from.

    `settings` names rules one by one; `others` is for every rule of the codes and business layers that is not named,
    nor in `kept`.
    """

    name: str
    version: str
    description: str
    digest: str
    settings: Mapping[str, Setting] = field(default_factory=dict)
    others: Setting | None = None
    kept: frozenset[str] = frozenset()

    def setting(self, rule: str, layer: str) -> Setting | None:
        """Return what the profile makes of a rule of a layer, or None where it leaves the rule as it is."""
        if rule in self.settings:
            return self.settings[rule]
        if rule in self.kept or layer not in {"codes", "business"}:
            return None
        return self.others

    def judged(self, finding: Finding) -> Finding | None:
        """Return the finding with the class it has here, or None where its rule is switched off.

        A finding that is milder than its new class is raised only by a setting of its own rule, never by `others`.
        """
        setting = self.setting(finding.rule, finding.layer)
        if setting is None:
            return finding
        if setting.severity is None:
            return None
        if finding.rule not in self.settings and finding.severity.value > setting.severity.value:
            return finding
        return replace(finding, severity=setting.severity)
