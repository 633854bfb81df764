"""Steps held against each other, field by field, and the scenarios that show them."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

import msgspec

from labcert.domain.case import Case
from labcert.domain.language import _
from labcert.protocol.difference.model import Change, Consequence, Subject, of_numbers, of_sets
from labcert.protocol.difference.telling import About
from labcert.protocol.model import Inspection, Kind, ProtocolStep, Scenario

__all__ = ["IDENTITY", "compare_scenarios", "compare_steps", "covered_fields"]

IDENTITY = frozenset({"id", "protocol", "area", "file", "line"})
"""fields of a step that say which it is and where it stands; `compare.py` tells where it was moved"""
WORST_FIRST = ("F1", "F2", "F3", "F4")
MOST_PATHS = 12

Judged = Callable[[ProtocolStep, ProtocolStep], Consequence]


@dataclass(frozen=True)
class _Text:
    """A text field: its key, the sentence that tells of it, and what a change of it can do."""

    attribute: str
    key: str
    sentence: str
    judged: Judged


def _words(_old: ProtocolStep, _new: ProtocolStep) -> Consequence:
    return Consequence.WORDS


def _read_by_people(old: ProtocolStep, new: ProtocolStep) -> Consequence:
    """A text that a juror judges by can change what they say; elsewhere the scenario alone judges."""
    return Consequence.EITHER if Kind.ATTESTED in (old.kind, new.kind) else Consequence.WORDS


def _may_be_left_out(old: ProtocolStep, new: ProtocolStep) -> Consequence:
    if bool(old.not_relevant_if) == bool(new.not_relevant_if):
        return Consequence.EITHER
    return Consequence.LOOSER if new.not_relevant_if else Consequence.STRICTER


def _texts() -> tuple[_Text, ...]:
    return (
        _Text("title", "titel", _("Titlen er ændret."), _words),
        _Text("requirement", "krav", _("Kravets ord er ændret."), _words),
        _Text("instruction", "handling", _("Handlingen er ændret."), _read_by_people),
        _Text("expected", "forventet", _("Det forventede resultat er ændret."), _read_by_people),
        _Text(
            "not_relevant_if", "ikke_relevant", _("Det er ændret, hvornår trinnet er Ikke relevant."), _may_be_left_out
        ),
    )


def compare_steps(old: ProtocolStep, new: ProtocolStep) -> Iterator[Change]:
    """Yield every change of a step but where it stands, in the order of the protocol's keys."""
    about = About(Subject.STEP, new.id, new.protocol, (new.id,))
    for text in _texts():
        before, now = getattr(old, text.attribute), getattr(new, text.attribute)
        yield from about.texts(text.key, text.sentence, before, now, text.judged(old, new))
    yield from _testdata(about, old, new)
    parties = _("Parterne, der deltager, er ændret.")
    yield from about.lists("parter", parties, old.parties, new.parties, Consequence.WORDS)
    if old.kind is not new.kind:
        sentence = _("Trinnet var {old} og er nu {new}.").format(old=old.kind.value, new=new.kind.value)
        attested = new.kind is Kind.ATTESTED
        yield about.changed("art", sentence, Consequence.STRICTER if attested else Consequence.LOOSER)
    if old.severity is not new.severity:
        sentence = _("Klassen er ændret fra {old} til {new}.").format(old=old.severity.value, new=new.severity.value)
        grew = of_numbers(-WORST_FIRST.index(old.severity.value), -WORST_FIRST.index(new.severity.value))
        yield about.changed("klasse", sentence, grew)
    shown = _("Kravene, som trinnet viser, er ændret.")
    wider = of_sets(old.requirement_ids, new.requirement_ids)
    judged = wider if wider is Consequence.WORDS else Consequence.EITHER  # a deviation covers other steps now
    yield from about.lists("kravsid", shown, old.requirement_ids, new.requirement_ids, judged)
    yield from _inspections(about, old.inspection, new.inspection)


def _testdata(about: About, old: ProtocolStep, new: ProtocolStep) -> Iterator[Change]:
    """Yield one change for whatever is another in the case, told in its sentences, or by its fields."""
    before, now = (replace(step.case, step="", instruction="") for step in (old, new))
    if before == now and old.testdata == new.testdata:
        return
    sentence = _("Testdata er ændret.")
    if old.testdata != new.testdata:
        came, went = Counter(new.testdata) - Counter(old.testdata), Counter(old.testdata) - Counter(new.testdata)
        yield about.changed("testdata", sentence, Consequence.EITHER, "\n".join(went), "\n".join(came))
        return
    was, has = _leaves(before), _leaves(now)
    paths = [path for path in sorted(was | has) if was.get(path, "") != has.get(path, "")]
    told = [[f"{path}: {leaves.get(path, '')}" for path in paths[:MOST_PATHS]] for leaves in (was, has)]
    yield about.changed("testdata", sentence, Consequence.EITHER, *("\n".join(lines) for lines in told))


def _leaves(case: Case) -> dict[str, str]:
    """Return path -> value of everything in CASE.json."""
    found: dict[str, str] = {}

    def walk(value: Any, path: str) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, f"{path}.{key}" if path else str(key))
        elif isinstance(value, list | tuple):
            for number, inner in enumerate(value, 1):
                walk(inner, f"{path}[{number}]")
        else:
            found[path] = "" if value is None else str(value)

    walk(msgspec.to_builtins(case), "")
    return found


def _inspections(about: About, old: Inspection | None, new: Inspection | None) -> Iterator[Change]:
    if old is None or new is None:
        if old is not new:
            sentence = _("Et menneske skal nu se efter.") if old is None else _("Ingen skal se efter mere.")
            judged = Consequence.STRICTER if old is None else Consequence.LOOSER
            told = ["" if each is None else "\n".join(each.must_show) for each in (old, new)]
            yield about.changed("eftersyn", sentence, judged, *told)
        return
    if old.page is not new.page:
        sentence = _("Siden, der ses på, var {old} og er nu {new}.").format(old=old.page.value, new=new.page.value)
        yield about.changed("eftersyn.side", sentence, Consequence.EITHER)
    for key, sentence, before, now in (
        ("skal_ses", _("Det, der skal ses, er ændret."), old.must_show, new.must_show),
        ("må_ikke_ses", _("Det, der ikke må ses, er ændret."), old.must_not_show, new.must_not_show),
        ("bekræftes_af", _("De parter, der skal bekræfte, er ændret."), old.confirmed_by, new.confirmed_by),
    ):
        yield from about.lists(f"eftersyn.{key}", sentence, before, now, of_sets(before, now))
    if old.evidence is not new.evidence:
        words = [each.evidence.value if each.evidence else _("intet") for each in (old, new)]
        sentence = _("Beviset, der skal afleveres, var {old} og er nu {new}.").format(old=words[0], new=words[1])
        yield about.changed("eftersyn.bevis", sentence, Consequence.EITHER)


def compare_scenarios(about: About, old: Scenario | None, new: Scenario | None) -> Iterator[Change]:
    """Yield what is another in the scenario that shows a step."""
    if old is None or new is None:
        if old is not new:
            gone = new is None
            sentence = _("Trinnet har intet scenarie mere.") if gone else _("Trinnet har fået et scenarie.")
            told = ["" if each is None else "\n".join(_said(each)) for each in (old, new)]
            yield about.changed("scenarie", sentence, Consequence.LOOSER if gone else Consequence.STRICTER, *told)
        return
    yield from about.texts("scenarie.navn", _("Scenariets navn er ændret."), old.name, new.name, Consequence.WORDS)
    feature = _("Egenskaben, som scenariet står under, har fået et andet navn.")
    yield from about.texts("egenskab", feature, old.feature, new.feature, Consequence.WORDS)
    was, has = (tuple(tag for tag in each.tags if tag != each.step) for each in (old, new))
    yield from about.lists("scenarie.mærker", _("Scenariets mærker er ændret."), was, has, Consequence.EITHER)
    yield from _sentences(about, old, new)
    if old.examples != new.examples:
        sentence = _("Antallet af eksempler er ændret fra {old} til {new}.").format(old=old.examples, new=new.examples)
        yield about.changed("eksempler", sentence, of_numbers(old.examples, new.examples))


def _said(scenario: Scenario) -> list[str]:
    words = {"given": _("Givet"), "when": _("Når"), "then": _("Så")}
    return [
        "\n".join([f"{words[each.kind]} {each.text}", *(f"  | {' | '.join(row)} |" for row in each.table)])
        for each in scenario.sentences
    ]


def _sentences(about: About, old: Scenario, new: Scenario) -> Iterator[Change]:
    before, now = _said(old), _said(new)
    if before == now:
        return
    went, came = list((Counter(before) - Counter(now)).elements()), list((Counter(now) - Counter(before)).elements())
    if not went and not came:
        sentence = _("Scenariets sætninger står i en anden rækkefølge.")
        yield about.changed("sætninger", sentence, Consequence.EITHER, "\n".join(before), "\n".join(now))
        return
    then = _("Så") + " "
    judged = Consequence.EITHER
    if all(each.startswith(then) for each in (*went, *came)) and not (went and came):
        judged = Consequence.LOOSER if went else Consequence.STRICTER  # asked about more, or about less
    yield about.changed("sætninger", _("Scenariets sætninger er ændret."), judged, "\n".join(went), "\n".join(came))


def covered_fields() -> frozenset[str]:
    """Return the fields of a step that `compare_steps` looks at; a test holds them against the model."""
    looked_at = {text.attribute for text in _texts()}
    looked_at |= {"testdata", "case", "parties", "kind", "severity", "requirement_ids", "inspection"}
    return frozenset(looked_at | IDENTITY) & {field.name for field in fields(ProtocolStep)}
