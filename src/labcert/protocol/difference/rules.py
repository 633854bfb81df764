"""Rules of the catalogue and the profiles that say which count, held against each other."""

from collections.abc import Callable, Iterator, Mapping

from labcert.domain.language import _
from labcert.domain.outcome import Severity
from labcert.protocol.difference.edition import RuleEntry
from labcert.protocol.difference.model import Change, Consequence, Subject, of_numbers, of_sets
from labcert.protocol.difference.profile_texts import OFF, ProfileText, SettingText
from labcert.protocol.difference.telling import About

__all__ = ["compare_profiles", "compare_rules"]

WORDS, EITHER, STRICTER, LOOSER = Consequence.WORDS, Consequence.EITHER, Consequence.STRICTER, Consequence.LOOSER
MILDER_LAST = ("F1", "F2", "F3", "F4", OFF)

Rules = Mapping[str, RuleEntry]
Showing = Callable[[RuleEntry], tuple[str, ...]]


def _harsher(old: str, new: str) -> Consequence:
    """Return what it means that a class (F1-F4, or switched off) is another."""
    return of_numbers(-MILDER_LAST.index(old), -MILDER_LAST.index(new))


def compare_rules(old: Rules, new: Rules, showing: Showing) -> Iterator[Change]:
    """Yield the changes of the rules by id; `showing` gives the steps that show a rule's requirements."""
    for id in sorted(old.keys() | new.keys()):
        before, now = old.get(id), new.get(id)
        if now is not None:
            about = About(Subject.RULE, id, now.subject, showing(now))
            yield from _new_rule(about, now) if before is None else _rule(about, before, now)
        elif before is not None:
            about = About(Subject.RULE, id, before.subject, showing(before))
            judged = WORDS if before.severity is Severity.F4 else LOOSER
            sentence = _("Reglen {id} “{title}” ({severity}) er fjernet.")
            yield about.removed(sentence.format(id=id, title=before.title, severity=before.severity.value), judged)


def _new_rule(about: About, rule: RuleEntry) -> Iterator[Change]:
    judged = WORDS if rule.severity is Severity.F4 else STRICTER  # F4 makes no message invalid
    sentence = _("Reglen {id} “{title}” er ny, i klasse {severity}.")
    yield about.added(sentence.format(id=rule.id, title=rule.title, severity=rule.severity.value), judged, rule.text)


def _rule(about: About, old: RuleEntry, new: RuleEntry) -> Iterator[Change]:
    if old.severity is not new.severity:
        sentence = _("Reglens klasse er ændret fra {old} til {new}.")
        told = sentence.format(old=old.severity.value, new=new.severity.value)
        yield about.changed("klasse", told, _harsher(old.severity.value, new.severity.value))
    standards = _("De standarder, som reglen gælder for, er ændret.")
    judged = of_sets(old.standards, new.standards)
    yield from about.lists("standarder", standards, old.standards, new.standards, judged)
    yield from about.texts("lag", _("Reglen spørges nu i et andet lag."), old.layer, new.layer, EITHER)
    yield from about.lists("krav", _("Reglens krav er ændret."), old.requirements, new.requirements, WORDS)
    for key, sentence, before, now in (
        ("titel", _("Reglens titel er ændret."), old.title, new.title),
        ("tekst", _("Reglens ord er ændret."), old.text, new.text),
        ("hvorfor", _("Reglens begrundelse er ændret."), old.why, new.why),
        ("hvad gøres", _("Reglens råd om, hvad der skal gøres, er ændret."), old.remedy, new.remedy),
        ("kilde", _("Reglens kilde er ændret."), old.source, new.source),
        ("emne", _("Reglen står under et andet emne."), old.subject, new.subject),
    ):
        yield from about.texts(key, sentence, before, now, WORDS)


def compare_profiles(old: ProfileText, new: ProfileText, rules: Rules, showing: Showing) -> Iterator[Change]:
    """Yield the changes of a profile; `rules` are the new edition's, as far as they are known."""
    about = About(Subject.PROFILE, new.name, new.name)
    for key in sorted(old.texts.keys() | new.texts.keys()):
        sentence = _("Profilens “{key}” er ændret.").format(key=key)
        judged = EITHER if key == "bygger_på" else WORDS
        yield from about.texts(key, sentence, old.texts.get(key, ""), new.texts.get(key, ""), judged)
    yield from _others(about, old.others, new.others)
    for key in sorted(old.rules.keys() | new.rules.keys()):
        rule = rules.get(key)
        of_rule = About(Subject.PROFILE, key, new.name, showing(rule) if rule else ())
        yield from _setting(of_rule, key, old.rules.get(key), new.rules.get(key), rule)
    for key in sorted(old.kept.keys() | new.kept.keys()):
        of_rule = About(Subject.PROFILE, key, new.name, showing(rules[key]) if key in rules else ())
        yield from _kept(of_rule, key, old.kept.get(key), new.kept.get(key))


def _told(setting: SettingText) -> str:
    return _("slået fra") if setting.word == OFF else setting.word


def _others(about: About, old: SettingText | None, new: SettingText | None) -> Iterator[Change]:
    if old is None and new is not None:
        sentence = _("Profilen gør alle øvrige regler til {word}.").format(word=_told(new))
        yield about.changed("øvrige", sentence, LOOSER, "", new.reason)
    elif new is None and old is not None:
        sentence = _("Profilen lader nu de øvrige regler være, som de er. Før var de {word}.").format(word=_told(old))
        yield about.changed("øvrige", sentence, STRICTER, old.reason, "")
    elif old is not None and new is not None:
        yield from _both(about, "øvrige", _("De øvrige regler"), old, new)


def _both(about: About, key: str, what: str, old: SettingText, new: SettingText) -> Iterator[Change]:
    if old.word != new.word:
        sentence = _("{what} er i profilen ændret fra {old} til {new}.")
        told = sentence.format(what=what, old=_told(old), new=_told(new))
        known = {old.word, new.word} <= set(MILDER_LAST)
        reasons = (old.reason, new.reason) if old.reason != new.reason else ("", "")
        yield about.changed(key, told, _harsher(old.word, new.word) if known else EITHER, *reasons)
    else:
        reason = _("{what}: profilens begrundelse er ændret.").format(what=what)
        yield from about.texts(f"{key}.grund", reason, old.reason, new.reason, WORDS)


def _setting(
    about: About, key: str, old: SettingText | None, new: SettingText | None, rule: RuleEntry | None
) -> Iterator[Change]:
    own = rule.severity.value if rule else ""
    if old is None and new is not None:
        sentence = _("Profilen gør {rule} til {word}.").format(rule=key, word=_told(new))
        yield about.changed("regler", sentence, _against(own, new.word), "", new.reason)
    elif new is None and old is not None:
        sentence = _("Profilen nævner ikke {rule} mere. Før var den {word}.").format(rule=key, word=_told(old))
        yield about.changed("regler", sentence, _against(old.word, own), old.reason, "")
    elif old is not None and new is not None:
        yield from _both(about, "regler", key, old, new)


def _against(old: str, new: str) -> Consequence:
    known = old in MILDER_LAST and new in MILDER_LAST and old != new
    return _harsher(old, new) if known else EITHER


def _kept(about: About, key: str, old: str | None, new: str | None) -> Iterator[Change]:
    if old is None and new is not None:
        sentence = _("Profilen lader nu {rule} beholde sin klasse.").format(rule=key)
        yield about.changed("bevar", sentence, STRICTER, "", new)
    elif new is None and old is not None:
        sentence = _("Profilen lader ikke {rule} beholde sin klasse mere.").format(rule=key)
        yield about.changed("bevar", sentence, LOOSER, old, "")
    elif old is not None and new is not None:
        reason = _("{what}: profilens begrundelse er ændret.").format(what=key)
        yield from about.texts("bevar.grund", reason, old, new, WORDS)
