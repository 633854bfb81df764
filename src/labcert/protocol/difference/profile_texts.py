"""A rule profile as it is written, read without knowing the rules: an older edition may have others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from labcert.protocol.mistakes import Gatherer
from labcert.protocol.yaml_text import plain_mapping, read_text, read_yaml

__all__ = ["OFF", "ProfileText", "SettingText", "read_profile_text"]

OFF = "fra"


@dataclass(frozen=True)
class SettingText:
    """What is said of a rule: `word` is F1-F4 or OFF."""

    word: str
    reason: str


@dataclass(frozen=True)
class ProfileText:
    """One profile file. `rules` and `kept` are by rule id or pattern; `texts` are the other keys."""

    name: str
    texts: Mapping[str, str]
    rules: Mapping[str, SettingText] = field(default_factory=dict)
    others: SettingText | None = None
    kept: Mapping[str, str] = field(default_factory=dict)


def read_profile_text(path: Path, file: str, gatherer: Gatherer) -> ProfileText:
    """Read one file (`file`: how it is told); what is no YAML is noted."""
    text = read_text(path, file, gatherer)
    node = None if text is None else read_yaml(text, file, gatherer)
    if not isinstance(node, yaml.MappingNode):
        return ProfileText(path.stem, {})
    parts = {str(key.value): value for key, value in node.value}
    return ProfileText(
        path.stem,
        {key: value for key, value in plain_mapping(node).items() if key not in ("regler", "øvrige", "bevar")},
        {key: setting for key, value in _inner(parts.get("regler")) if (setting := _setting(value))},
        _setting(parts.get("øvrige")),
        plain_mapping(parts["bevar"]) if "bevar" in parts else {},
    )


def _inner(node: yaml.Node | None) -> list[tuple[str, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        return []
    return [(str(key.value), value) for key, value in node.value]


def _setting(node: yaml.Node | None) -> SettingText | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    written = plain_mapping(node)
    return SettingText(written.get("klasse", OFF), written.get("grund", ""))
