"""Profiles as consultants write them: YAML with Danish keys, in the suite or in a file of the user's own.

The more precise beats the less: a rule by name, then a pattern (`LAB-TEXT-*` before `LAB-*`), then `øvrige`. Where a
profile and the one it builds on are equally precise, the profile's own word counts.
"""

import hashlib
from pathlib import Path

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.validation.loading import rule_texts
from labcert.validation.profile import Profile, Setting
from labcert.validation.profile_file import Texts, Written, matched, read_profile
from labcert.validation.profile_text import ProfileMistakes, nearest

__all__ = ["DEFAULT", "load_profile", "profile_names"]

DEFAULT = "standard"
FOLDER = "protocols/profiles"


def profile_names(root: Path) -> tuple[str, ...]:
    """Return the names of the profiles that come with a suite (`root`)."""
    return tuple(sorted(path.stem for path in (root / FOLDER).glob("*.yaml")))


def load_profile(root: Path, wanted: str = DEFAULT) -> Profile:
    """Return the profile of a suite (`root`) by name, or of a YAML file by path; a name goes before a file.

    Raises UsageMistake where there is none, and ProfileMistakes with every mistake of the file and of its base.
    """
    texts, names = rule_texts(), profile_names(root)
    written = read_profile(*_place(root, wanted, names), texts)
    _check_name(written, wanted, names)
    all_written = (written, *_bases(root, written, names, texts))
    if written.kept and not any(one.others for one in all_written):
        written.tell("bevar", _("“bevar” har ingen virkning: profilen siger intet om “øvrige”."))
    mistakes = [mistake for one in all_written for mistake in one.page.mistakes]
    if mistakes:
        raise ProfileMistakes(mistakes)
    return _joined(all_written, texts)


def _named(root: Path, name: str) -> tuple[Path, str]:
    return root / FOLDER / f"{name}.yaml", f"{FOLDER}/{name}.yaml"


def _place(root: Path, wanted: str, names: tuple[str, ...]) -> tuple[Path, str]:
    """Return the file of a profile, and what its user calls that file."""
    if wanted in names:
        return _named(root, wanted)
    if Path(wanted).is_file():
        return Path(wanted), wanted
    near = nearest(wanted, names)
    words = ", ".join(names)
    hint = _("Mente du “{near}”?").format(near=near) if near else _("Der findes: {words}.").format(words=words)
    sentence = _("Ingen profil og ingen fil hedder “{wanted}”.").format(wanted=wanted)
    raise UsageMistake(sentence, remedy=hint)


def _check_name(written: Written, wanted: str, names: tuple[str, ...]) -> None:
    """Tell where a profile has another name than its file, or a file of the user's has the name of one of ours."""
    if not written.name:
        return
    if wanted in names and written.name != wanted:
        sentence = _("“{key}: {id}” skal være filens navn uden .yaml, altså “{stem}”.")
        written.tell("navn", sentence.format(key="navn", id=written.name, stem=wanted))
    elif wanted not in names and written.name in names:
        sentence = _("Navnet “{name}” har en af de profiler, der følger med. Giv din profil et andet navn.")
        written.tell("navn", sentence.format(name=written.name))


def _bases(root: Path, written: Written, names: tuple[str, ...], texts: Texts) -> tuple[Written, ...]:
    """Return the one profile that another builds on, if any; a base has no base of its own."""
    name = written.base
    if not name:
        return ()
    if name == written.name:
        written.tell("bygger_på", _("Profilen “{name}” bygger på sig selv.").format(name=name))
        return ()
    if name not in names:
        sentence = _("Profilen “{name}” findes ikke, så der kan ikke bygges på den.").format(name=name)
        written.tell("bygger_på", sentence, nearest(name, names))
        return ()
    base = read_profile(*_named(root, name), texts)
    if base.base == written.name:
        written.tell("bygger_på", _("Profilen “{name}” bygger selv på denne.").format(name=name))
    elif base.base:
        sentence = _("Profilen “{name}” bygger selv på “{other}”, og der er kun ét led. Byg på “{other}”.")
        written.tell("bygger_på", sentence.format(name=name, other=base.base))
    return (base,)


def _precise_first(keys: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Sort (rule or pattern, number of its file): long before short, own file before base.

    A rule is longer than any pattern of it, so rules come before patterns where the two are about the same.
    """
    return sorted(keys, key=lambda each: (-len(each[0]), each[1]))


def _joined(written: tuple[Written, ...], texts: Texts) -> Profile:
    """Join a profile with its base; patterns become the rules they stand for."""
    settings: dict[str, Setting] = {}
    kept: dict[str, str] = {}
    for key, file in _precise_first([(key, file) for file, one in enumerate(written) for key in one.rules]):
        for text in matched(key, texts):
            settings.setdefault(text.id, written[file].rules[key])
    for key, file in _precise_first([(key, file) for file, one in enumerate(written) for key in one.kept]):
        for text in matched(key, texts):
            kept.setdefault(text.id, written[file].kept[key])
    own = written[0]
    others = next((one.others for one in written if one.others), None)
    return Profile(own.name, own.version, own.description, _digest(written), settings, others, kept)


def _digest(written: tuple[Written, ...]) -> str:
    """Return the sha256 over the content of the file and of its base, each with its length before it."""
    digest = hashlib.sha256()
    for one in written:
        content = one.page.content.encode()
        digest.update(f"{len(content)}\0".encode() + content)
    return digest.hexdigest()
