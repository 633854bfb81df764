"""Write docs/rules.md and protocols/regler.json from the rules, the profiles and the requirement catalogue.

`make rules` runs it. `page` and `catalogue` are used by the test that keeps both as the rules are.
"""

import re
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from labcert.cli.explaining import Explained, InProfile, explained
from labcert.domain.language import set_language
from labcert.domain.outcome import Severity
from labcert.protocol.difference.edition import RULES, RuleEntry, rules_bytes
from labcert.validation import Profile
from labcert.validation.examples import example_folder
from labcert.validation.profiles import DEFAULT, load_profile, profile_names
from labcert.validation.subjects import CLASSES, LAYERS, area_of

ROOT = Path(__file__).resolve().parent.parent
PAGE = "docs/rules.md"

OPENING = """\
# Regler

Siden skrives af `make rules` ud fra reglerne selv, profilerne og kravkataloget. Ret den ikke her.

Her står alt det, en besked bliver efterprøvet for. Ved hver regel står, hvad den kræver, hvorfor, hvad der skal gøres,
og hvor den kommer fra: standardens tabel, et kendt faktum, felternes betydning eller en beslutning i projektet.

Et fund nævner altid sin regel. Den slås op her eller med

```
labcert explain LAB-TIME-001
```

som også viser et forkert og et rigtigt eksempel, linje for linje. `labcert explain` alene viser en tabel over reglerne.
"""

CLASS_MEANINGS = {
    Severity.F1: "Kan skade en patient, bryde et samtykke eller få et svar til at gå tabt.",
    Severity.F2: "Indholdet er forkert, eller beskeden følger ikke standarden.",
    Severity.F3: "Svaret kan forstås, men noget i det er ikke, som det skal være.",
    Severity.F4: "En bemærkning. Den gør aldrig en besked ugyldig.",
}
LAYER_MEANINGS = {
    "wellformed": "Kan beskedens byte læses som XML, uden fare for den, der læser?",
    "identify": "Er det en af de beskeder, der deles, i den udgave, der gælder?",
    "schema": "Står hvert element på sin plads, med tilladt længde og værdi?",
    "codes": "Er koder, ejere, enheder og navne rigtige?",
    "business": "Er indholdet rigtigt, set under ét?",
}

CLASSES_AFTER = """
En besked er ugyldig, når den har et fund i klasse F1, F2 eller F3.
"""

LAYERS_AFTER = """
Et lag bliver kun spurgt, når det kan svare. Er beskeden ikke velformet, ses intet andet, og følger den ikke skemaet,
bliver felternes indhold ikke efterprøvet. Et lag, der ikke er spurgt, siger hvorfor, og det gælder aldrig som bestået.
"""

PROFILES_BEFORE = """
En profil siger, hvilke regler der gælder, og hvor alvorlige de er. Hver ændring har en grund. Profilen vælges ved navn
eller som en fil af ens egen, og navn, version og fingeraftryk står i rapporten. Hvordan en profil skrives, står i
[vejledningen](protokolforfatter.md#regelprofiler).
"""


def _escaped(text: str) -> str:
    """Return a text as Markdown shows it unchanged; what stands in `code` is left alone."""
    parts = text.split("`")
    plain = (re.sub(r"([\\*<|\[\]])", r"\\\1", part) for part in parts[::2])
    code = (f"`{part}`" for part in parts[1::2])
    woven = [next(plain)]
    for each, after in zip(code, plain, strict=False):
        woven += [each, after]
    return "".join(woven).replace("\n", " ").strip()


def _anchor(heading: str) -> str:
    """Return the anchor that a heading makes."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def _table(*rows: tuple[str, ...]) -> Iterator[str]:
    head, *body = rows
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in body:
        yield f"| {' | '.join(row)} |"


def _introduction(rules: tuple[Explained, ...], profiles: tuple[Profile, ...]) -> Iterator[str]:
    yield OPENING
    yield "## Klasser\n"
    yield from _table(("Klasse", "Betyder"), *((CLASSES[each], CLASS_MEANINGS[each]) for each in Severity))
    yield CLASSES_AFTER
    yield "## Lag\n"
    yield from _table(("Lag", "Spørger om"), *((LAYERS[each], LAYER_MEANINGS[each]) for each in LAYERS))
    yield LAYERS_AFTER
    yield f"## Profiler\n{PROFILES_BEFORE}"
    names = (f"`{each.name}`" + (" (når intet er valgt)" if each.name == DEFAULT else "") for each in profiles)
    yield from _table(
        ("Profil", "Hvad den er til", "Øvrige regler"),
        *(
            (name, _escaped(each.description), _of_others(each))
            for name, each in zip(names, profiles, strict=True)
        ),
    )
    yield "\n## Emner\n"
    groups = [(subject, list(group)) for subject, group in groupby(rules, key=lambda rule: rule.subject)]
    yield from _table(
        ("Emne", "Regler"),
        *((f"[{subject}](#{_anchor(subject)})", _span([rule.text.id for rule in group])) for subject, group in groups),
    )


def _of_others(profile: Profile) -> str:
    """Say what a profile makes of the rules about codes and contents that it does not name."""
    if profile.others is None:
        return "som de er"
    what = profile.others.severity.value if profile.others.severity else "slået fra"
    return f"{what}. {_escaped(profile.others.reason)}"


def _span(ids: list[str]) -> str:
    """Say how many rules of each area there are: LAB-PAT (8), LAB-CONS (2)."""
    return ", ".join(f"{area} ({len(list(group))})" for area, group in groupby(ids, key=area_of))


def _rule(rule: Explained, root: Path) -> Iterator[str]:
    text = rule.text
    yield f"\n### {text.id}\n"
    yield f"**{_escaped(text.title)}**\n"
    yield f"{CLASSES[text.severity]} · {LAYERS[text.layer]} · {', '.join(text.standards)}\n"
    yield _escaped(text.text) + "\n"
    yield f"- Hvorfor: {_escaped(text.why)}"
    yield f"- Hvad gøres: {_escaped(text.remedy)}"
    yield f"- Kilde: {_escaped(text.source)}"
    if rule.requirements:
        named = (f"[{id}](../protocols/krav.yaml) {_escaped(title)}" for id, title in rule.requirements)
        yield f"- Krav: {'; '.join(named)}"
    folder = example_folder(root, text)
    if folder is not None:
        yield f"- Eksempel: [{text.example}](../{folder.relative_to(root).as_posix()}/README.md)"
    yield from _changes(rule)


def _changes(rule: Explained) -> Iterator[str]:
    """Yield what the profiles make of a rule that they do not leave as it is."""
    for each in rule.profiles:
        if each.reason and each.as_others:
            yield f"- Profilen `{each.profile}`: {_changed(rule, each)}, som øvrige regler"
        elif each.reason:
            yield f"- Profilen `{each.profile}`: {_changed(rule, each)}. {_escaped(each.reason)}"


def _changed(rule: Explained, each: InProfile) -> str:
    if each.severity is None:
        return "slået fra"
    if each.severity == rule.text.severity:
        return f"fortsat {each.severity.value}"
    return each.severity.value


def page(root: Path = ROOT) -> str:
    """Return docs/rules.md as the rules are, in Danish."""
    set_language("da")
    rules = explained(root)
    profiles = tuple(load_profile(root, name) for name in profile_names(root))
    lines = list(_introduction(rules, profiles))
    for subject, group in groupby(rules, key=lambda rule: rule.subject):
        of_subject = list(group)
        lines.append(f"\n## {subject}\n")
        lines += _table(
            ("Regel", "Klasse", "Titel"),
            *(
                (f"[{rule.text.id}](#{_anchor(rule.text.id)})", rule.text.severity.value, _escaped(rule.text.title))
                for rule in of_subject
            ),
        )
        lines += (line for rule in of_subject for line in _rule(rule, root))
    return "\n".join(lines) + "\n"


def catalogue(root: Path = ROOT) -> bytes:
    """Return protocols/regler.json: the same rules for machines, so that two editions can be held against each other.

    A suite carries it, because the words of the rules stand in code that nobody may run to read an old edition.
    """
    set_language("da")
    return rules_bytes(tuple(
        RuleEntry(
            each.text.id, each.text.title, each.text.severity, each.text.layer, each.subject, each.text.standards,
            each.text.requirements, each.text.text, each.text.why, each.text.remedy, each.text.source,
        )
        for each in explained(root)
    ))  # fmt: skip


def main() -> int:
    """Write the page and the catalogue, and say how many rules they tell of."""
    text = page()
    (ROOT / PAGE).write_text(text, "utf-8", newline="\n")
    (ROOT / RULES).write_bytes(catalogue())
    print(f"{PAGE}, {RULES}: {text.count(chr(10) + '### ')} rules")
    return 0


if __name__ == "__main__":
    sys.exit(main())
