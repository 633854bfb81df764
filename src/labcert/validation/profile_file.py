"""One profile file as it is written: rules, others and kept, each checked against the rules there are."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from labcert.domain.language import _
from labcert.domain.outcome import Severity
from labcert.validation.profile import Setting, is_locked
from labcert.validation.profile_text import Entry, Page, nearest, read_page
from labcert.validation.rules.rule import RuleText

__all__ = ["Texts", "Written", "matched", "read_profile"]

KEYS = ("navn", "version", "beskrivelse", "bygger_på", "regler", "øvrige", "bevar")
SETTING_KEYS = ("klasse", "fra", "grund")
YES = {"true", "ja"}
CLASSES = [severity.value for severity in Severity]
_PATTERN = re.compile(r"[A-Z]+-(?:[A-Z]+-)?\*")

Texts = Mapping[str, RuleText]


@dataclass
class Written:
    """What one file says: `rules` and `kept` by rule id or pattern; `lines` of the keys; `base` the name as written."""

    page: Page
    name: str = ""
    version: str = ""
    description: str = ""
    base: str = ""
    rules: dict[str, Setting] = field(default_factory=dict)
    others: Setting | None = None
    kept: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def tell(self, key: str, sentence: str, near: str = "") -> None:
        """Note a mistake at the line of a key."""
        self.page.tell(self.lines.get(key, 1), sentence, near)


def matched(key: str, texts: Texts) -> Iterator[RuleText]:
    """Yield the rules that a rule id or a pattern (`LAB-TEXT-*`) stands for."""
    if key in texts:
        yield texts[key]
    elif key.endswith("*"):
        yield from (text for text in texts.values() if text.id.startswith(key[:-1]))


def read_profile(path: Path, file: str, texts: Texts) -> Written:
    """Read one file (`file`: how it is told); whatever is wrong in it stands on its page."""
    page, top = read_page(path, file)
    written = Written(page)
    if top is None:
        return written
    what = _("profilen")
    entries = page.entries(top, what, KEYS)
    if not entries and page.mistakes:
        return written
    written.lines = {key: entry.line for key, entry in entries.items()}
    written.name = page.text(entries, "navn", what, top.line)
    written.version = page.text(entries, "version", what, top.line)
    written.description = page.text(entries, "beskrivelse", what, top.line)
    if "bygger_på" in entries:
        written.base = page.text(entries, "bygger_på", what, top.line)
    if "regler" in entries:
        written.rules = dict(_rules(page, entries["regler"], texts))
    if "øvrige" in entries:
        written.others = _setting(page, entries["øvrige"], "øvrige")
    if "bevar" in entries:
        written.kept = dict(_kept(page, entries["bevar"], written.rules, texts))
    return written


def _rules(page: Page, entry: Entry, texts: Texts) -> Iterator[tuple[str, Setting]]:
    for key, each in page.entries(entry, "regler").items():
        setting = _setting(page, each, key)
        if _known(page, key, each.line, texts) and setting is not None:
            _tell_locked(page, key, each.line, setting, texts)
            yield key, setting


def _kept(page: Page, entry: Entry, rules: Mapping[str, Setting], texts: Texts) -> Iterator[tuple[str, str]]:
    found = page.entries(entry, "bevar")
    for key, each in found.items():
        reason = page.text(found, key, "bevar", each.line)
        if key in rules:
            page.tell(each.line, _("{rule} står både i “regler” og i “bevar”. Vælg det ene.").format(rule=key))
        elif _known(page, key, each.line, texts):
            yield key, reason


def _known(page: Page, key: str, line: int, texts: Texts) -> bool:
    """Say whether a key is a rule or a pattern of some; else tell what was probably meant."""
    if "*" not in key:
        if key not in texts:
            page.tell(line, _("Reglen “{key}” findes ikke.").format(key=key), nearest(key, texts))
        return key in texts
    if not _PATTERN.fullmatch(key):
        sentence = _("“{key}” er ikke et mønster. Stjernen står sidst, efter en bindestreg: LAB-TEXT-* eller LAB-*.")
        page.tell(line, sentence.format(key=key))
        return False
    if not any(matched(key, texts)):
        patterns = {f"{rule.rpartition('-')[0]}-*" for rule in texts}
        page.tell(line, _("Mønstret “{key}” rammer ingen regel.").format(key=key), nearest(key, patterns))
        return False
    return True


def _setting(page: Page, entry: Entry, what: str) -> Setting | None:
    """Read `{klasse: F4, grund: …}` or `{fra: true, grund: …}`; None where it can't be used."""
    before = len(page.mistakes)
    entries = page.entries(entry, what, SETTING_KEYS)
    shaped = len(page.mistakes) == before
    if entry.blank or not (entries or shaped):
        return None
    reason = page.text(entries, "grund", what, entry.line)
    if len({"klasse", "fra"} & entries.keys()) != 1:
        if shaped:
            page.tell(entry.line, _("{what} skal have enten “klasse” eller “fra: true”.").format(what=what))
        return None
    usable, severity = _class(page, entries, what) if "klasse" in entries else (_is_off(page, entries, what), None)
    return Setting(severity, reason) if usable and reason else None


def _class(page: Page, entries: dict[str, Entry], what: str) -> tuple[bool, Severity | None]:
    line = entries["klasse"].line
    word = page.text(entries, "klasse", what, line)
    if word in CLASSES:
        return True, Severity(word)
    if word:
        sentence = _("“{word}” er ikke en klasse. Mulige værdier: {classes}.")
        page.tell(line, sentence.format(word=word, classes=", ".join(CLASSES)), nearest(word, CLASSES))
    return False, None


def _is_off(page: Page, entries: dict[str, Entry], what: str) -> bool:
    line = entries["fra"].line
    word = page.text(entries, "fra", what, line)
    if word and word not in YES:
        page.tell(line, _("“fra” kan kun være true. En regel, der er slået til, nævnes ikke."))
    return word in YES


def _tell_locked(page: Page, key: str, line: int, setting: Setting, texts: Texts) -> None:
    """Tell where a check that must not be eased would be."""
    for text in matched(key, texts):
        if is_locked(text) and (setting.severity is None or setting.severity > text.severity):
            sentence = _("{rule} kan ikke slås fra eller gøres mildere: en besked med den fejl er ikke læst helt.")
            page.tell(line, sentence.format(rule=text.id))
            return
