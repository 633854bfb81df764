"""A profile: which rules count, and as what. A change of a rule always carries its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from labcert.domain.findings import Finding
from labcert.domain.outcome import Severity
from labcert.validation.rules.rule import RuleText

__all__ = ["Profile", "Setting", "is_locked"]

LOCKED_LAYERS = {"wellformed", "schema"}
LOCKED_RULES = {"MSG-ID-001", "MSG-ID-002", "MSG-ID-003"}
OTHERS_LAYERS = {"codes", "business"}
"""the layers that `others` is about: the rest says whether there is a message to ask about at all"""


def is_locked(text: RuleText) -> bool:
    """Say whether a check may be neither switched off nor milder.

    Where one of these finds something the message was not read whole, or its fields were not looked at. Called valid,
    it would be called so unseen. A hint (F4) says nothing of the kind.
    """
    return text.severity is not Severity.F4 and (text.layer in LOCKED_LAYERS or text.id in LOCKED_RULES)


@dataclass(frozen=True)
class Setting:
    """What a profile makes of a rule: another class, or `severity` None for switched off; `reason` is never empty."""

    severity: Severity | None
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("a setting needs a reason")


@dataclass(frozen=True)
class Profile:
    """A named set of settings. `digest` is the sha256 of the files it was read from.

    `settings` names rules one by one. `others` is for every rule of the codes and business layers that is neither
    named nor in `kept` (rule -> why it keeps its class); it makes a rule milder or switches it off, never stricter.
    """

    name: str
    version: str
    description: str
    digest: str
    settings: Mapping[str, Setting] = field(default_factory=dict)
    others: Setting | None = None
    kept: Mapping[str, str] = field(default_factory=dict)

    def setting(self, rule: str, layer: str) -> Setting | None:
        """Return what the profile says of a rule of a layer, or None where it leaves the rule as it is."""
        if rule in self.settings:
            return self.settings[rule]
        if rule in self.kept or layer not in OTHERS_LAYERS:
            return None
        return self.others

    def severity(self, rule: str, layer: str, own: Severity) -> Severity | None:
        """Return the class that a rule of class `own` has here, or None where it is switched off."""
        setting = self.setting(rule, layer)
        if setting is None:
            return own
        if setting.severity is None or rule in self.settings:
            return setting.severity
        return max(own, setting.severity)  # F4 is the mildest and the greatest word

    def judged(self, finding: Finding) -> Finding | None:
        """Return the finding with the class it has here, or None where its rule is switched off."""
        severity = self.severity(finding.rule, finding.layer, finding.severity)
        return None if severity is None else replace(finding, severity=severity)
