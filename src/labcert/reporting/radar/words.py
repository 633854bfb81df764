"""The radar's sentences."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from labcert.domain.language import _, ngettext
from labcert.protocol.difference import Change, Consequence, Difference, Subject
from labcert.reporting.radar.model import Radar, Touched, TouchedStep

__all__ = [
    "consequence_word", "everywhere_sentence", "grouped", "radar_sentence", "steps_sentence", "touched_sentence",
]

SHOWN = 12
"""steps that a sentence names before it counts the rest"""


def consequence_word(consequence: Consequence) -> str:
    """Return what a change can do to a verdict, in a word or four."""
    words = {
        Consequence.STRICTER: _("skærpet"),
        Consequence.EITHER: _("kan ændre vurderingen"),
        Consequence.LOOSER: _("lempet"),
        Consequence.WORDS: _("kun ord"),
    }
    return words[consequence]


def radar_sentence(difference: Difference) -> str:
    """Say how many changes there are, and what they can do."""
    count = len(difference.changes)
    if not count:
        return _("Der er ingen forskel mellem {old} og {new}.").format(old=difference.old, new=difference.new)
    head = ngettext(
        "Fra {old} til {new} er der {count} ændring.", "Fra {old} til {new} er der {count} ændringer.", count
    ).format(old=difference.old, new=difference.new, count=count)
    counted = {each: difference.count(each) for each in Consequence}
    parts = (
        ngettext("{count} skærper", "{count} skærper", counted[Consequence.STRICTER]),
        ngettext("{count} kan ændre en vurdering", "{count} kan ændre en vurdering", counted[Consequence.EITHER]),
        ngettext("{count} lemper", "{count} lemper", counted[Consequence.LOOSER]),
        ngettext("{count} er kun ord", "{count} er kun ord", counted[Consequence.WORDS]),
    )
    told = [part.format(count=counted[each]) for each, part in zip(Consequence, parts, strict=True) if counted[each]]
    if not difference.judging:
        return head + " " + _("Ingen af dem kan ændre en vurdering.")
    return f"{head} {_joined(told)}."


def _joined(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return _("{first} og {last}").format(first=", ".join(parts[:-1]), last=parts[-1])


def _heading(change: Change) -> str:
    if change.subject in (Subject.PROTOCOL, Subject.STEP):
        return _("Protokollen {name}").format(name=change.place)
    if change.subject is Subject.PROGRAMME:
        return _("Programmet {name}").format(name=change.place)
    if change.subject is Subject.PROFILE:
        return _("Profilen {name}").format(name=change.place)
    if change.subject is Subject.TABLE:
        return _("Kodetabellen {name}").format(name=change.place)
    words = {
        Subject.REQUIREMENT: _("Krav"), Subject.RULE: _("Regler"), Subject.POLICY: _("Politikker"),
        Subject.FILE: _("Andre filer, der dømmer"),
    }  # fmt: skip
    return words[change.subject]


def grouped(difference: Difference) -> Iterator[tuple[str, list[tuple[str, list[Change]]]]]:
    """Yield (heading, [(what the changes are of, the changes)]); "" where the heading says that already."""
    for heading, of_heading in groupby(difference.changes, key=_heading):
        changes = list(of_heading)
        yield heading, [(id, list(of_id)) for id, of_id in groupby(changes, key=_of)]


def _of(change: Change) -> str:
    return "" if change.id == change.place or change.subject is Subject.FILE else change.id


def steps_sentence(change: Change) -> str:
    """Say which steps a change touches; "" where it is of a step itself, or touches none."""
    if change.subject is Subject.REQUIREMENT and change.steps:
        return _("Vises af {steps}.").format(steps=_counted(change.steps))
    if change.subject is Subject.STEP or change.consequence is Consequence.WORDS:
        return ""
    if change.subject is Subject.RULE and not change.steps:
        return _("Reglen spørges om enhver besked, så det kan berøre alle trin.")
    if change.subject in (Subject.RULE, Subject.PROFILE) and change.steps:
        told = _("Berører især {steps}, som viser reglens krav; reglen spørges om enhver besked.")
        return told.format(steps=_counted(change.steps))
    return _("Berører {steps}.").format(steps=_counted(change.steps)) if change.steps else ""


def _counted(steps: Sequence[str]) -> str:
    rest = len(steps) - SHOWN
    shown = list(steps[:SHOWN])
    if rest > 0:
        shown.append(ngettext("{count} trin mere", "{count} trin mere", rest).format(count=rest))
    return _joined(shown)


def everywhere_sentence(radar: Radar) -> str:
    """Say that some changes may touch every step; "" where none do."""
    if not radar.everywhere:
        return ""
    text = ngettext(
        "{count} ændring er i noget, som alle trin bruger, og kan berøre ethvert certifikat.",
        "{count} ændringer er i noget, som alle trin bruger, og kan berøre ethvert certifikat.",
        radar.everywhere,
    )
    return text.format(count=radar.everywhere)


def touched_sentence(touched: Touched, *, certificate: bool) -> str:
    """Say what a certificate or a session rests on that has changed, and which steps it has never shown."""
    told = [
        _("{steps}, som {what}").format(steps=_counted(steps), what=_become(consequence))
        for consequence, steps in _by_consequence(touched.steps)
    ]
    what = _("Certifikatet {id}") if certificate else _("Sessionen {id}")
    name = what.format(id=touched.id)
    if touched.test:
        name = _("{name} (TEST)").format(name=name)
    full = _("{name} for {system}").format(name=name, system=f"{touched.system} {touched.version}")
    again = _("Det") if certificate else _("Den")
    parts: list[str] = []
    if told:
        parts.append(_("{subject} hviler på {steps}.").format(subject=full, steps=_(", og på ").join(told)))
    if new := [each.step for each in touched.steps if each.new]:
        shows = _("{subject} viser ikke {steps}, som er kommet til.")
        parts.append(shows.format(subject=again if parts else full, steps=_counted(new)))
    if touched.rule is not None:
        judged = _("{subject} er efter programmet {programme}, som {what}.")
        subject, what = again if parts else full, _become(touched.rule)
        parts.append(judged.format(subject=subject, programme=touched.programme, what=what))
    return " ".join(parts)


def _by_consequence(steps: Sequence[TouchedStep]) -> Iterator[tuple[Consequence, list[str]]]:
    for consequence in Consequence:
        if found := [each.step for each in steps if each.consequence is consequence and not each.new]:
            yield consequence, found


def _become(consequence: Consequence) -> str:
    words = {
        Consequence.STRICTER: _("er skærpet"),
        Consequence.EITHER: _("kan blive vurderet anderledes"),
        Consequence.LOOSER: _("er lempet"),
        Consequence.WORDS: _("har fået andre ord"),
    }
    return words[consequence]
