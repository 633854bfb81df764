"""What there is to say of each rule: its words, the requirements it shows, and what each profile makes of it."""

from dataclasses import dataclass
from pathlib import Path

from labcert.domain.outcome import Severity
from labcert.protocol import ConfigurationMistakes
from labcert.protocol.documents import read_requirements
from labcert.protocol.fields import Sheet
from labcert.protocol.mistakes import Gatherer
from labcert.protocol.yaml_text import read_text, read_yaml
from labcert.validation import Profile, rule_texts
from labcert.validation.profiles import load_profile, profile_names
from labcert.validation.rules.rule import RuleText
from labcert.validation.subjects import by_subject

__all__ = ["Explained", "InProfile", "explained"]

REQUIREMENTS = "protocols/krav.yaml"


@dataclass(frozen=True)
class InProfile:
    """What a profile makes of a rule: its class there, None for switched off.

    `reason` is "" where the profile leaves it as it is and does not say why; `as_others`: it is said of all the others.
    """

    profile: str
    severity: Severity | None
    reason: str
    as_others: bool = False


@dataclass(frozen=True)
class Explained:
    """A rule with all there is to say of it; `requirements` are (id, title), `subject` its heading."""

    text: RuleText
    subject: str
    requirements: tuple[tuple[str, str], ...]
    profiles: tuple[InProfile, ...]


def _in_profile(text: RuleText, profile: Profile) -> InProfile:
    setting = profile.setting(text.id, text.layer)
    severity = profile.severity(text.id, text.layer, text.severity)
    if setting is None:
        kept = profile.kept.get(text.id, "") if profile.others else ""
        return InProfile(profile.name, severity, kept)
    untouched = setting is profile.others and severity == text.severity
    return InProfile(profile.name, severity, "" if untouched else setting.reason, setting is profile.others)


def _titles(root: Path) -> dict[str, str]:
    """Return requirement id -> title; raise ConfigurationMistakes where the catalogue can't be read."""
    gatherer = Gatherer()
    written = read_text(root / REQUIREMENTS, REQUIREMENTS, gatherer)
    node = None if written is None else read_yaml(written, REQUIREMENTS, gatherer)
    found = () if node is None else read_requirements(node, Sheet(REQUIREMENTS, gatherer))
    if gatherer.mistakes:
        raise ConfigurationMistakes(gatherer.mistakes)
    return {requirement.id: requirement.title for requirement in found}


def explained(root: Path) -> tuple[Explained, ...]:
    """Return every rule in the order told, with the requirements and the profiles of a suite (`root`).

    Raises UsageMistake where the catalogue or a profile can't be read.
    """
    titles = _titles(root)
    profiles = tuple(load_profile(root, name) for name in profile_names(root))
    return tuple(
        Explained(
            text,
            subject,
            tuple((id, titles.get(id, "")) for id in text.requirements),
            tuple(_in_profile(text, profile) for profile in profiles),
        )
        for subject, texts in by_subject(rule_texts().values())
        for text in texts
    )
