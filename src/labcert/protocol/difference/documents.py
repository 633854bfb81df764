"""Protocols, programmes and requirements held against each other."""

from collections.abc import Iterator

from labcert.domain.language import _
from labcert.protocol.difference.model import Change, Consequence, Subject, of_sets
from labcert.protocol.difference.telling import About
from labcert.protocol.model import Policy, Programme, ProgrammeRow, Protocol, Requirement

__all__ = ["compare_programmes", "compare_protocols", "compare_requirements"]

WORDS, EITHER = Consequence.WORDS, Consequence.EITHER


def _reversed(consequence: Consequence) -> Consequence:
    """What is allowed, not demanded: more of it is looser."""
    turned = {Consequence.STRICTER: Consequence.LOOSER, Consequence.LOOSER: Consequence.STRICTER}
    return turned.get(consequence, consequence)


def compare_protocols(old: Protocol, new: Protocol) -> Iterator[Change]:
    """Yield the changes of a protocol's own fields."""
    about = About(Subject.PROTOCOL, new.id, new.id)
    yield from about.texts("titel", _("Protokollens titel er ændret."), old.title, new.title, WORDS)
    yield from about.texts("version", _("Protokollen har fået en ny version."), old.version, new.version, WORDS)
    yield from about.texts("dato", _("Protokollen har fået en ny dato."), old.date, new.date, WORDS)
    yield from about.texts("række", _("Protokollens række i planen er ændret."), old.row, new.row, EITHER)
    standards = _("Protokollens standarder er ændret.")
    yield from about.lists("standarder", standards, old.standards, new.standards, of_sets(old.standards, new.standards))
    before, now = old.introduction, new.introduction
    for key, was, has in (
        ("formål", before.purpose, now.purpose),
        ("referencer", "\n".join(before.references), "\n".join(now.references)),
        ("testeksempler", before.examples, now.examples),
        ("testpersoner", before.persons, now.persons),
        ("værktøjer", before.tools, now.tools),
        ("resultat", before.result, now.result),
    ):
        sentence = _("Indledningens afsnit “{part}” er ændret.").format(part=key)
        yield from about.texts(f"indledning.{key}", sentence, was, has, WORDS)


def compare_programmes(old: Programme, new: Programme) -> Iterator[Change]:
    """Yield the changes of a programme: its rows, who signs, and its rule of approval."""
    about = About(Subject.PROGRAMME, new.id, new.id)
    yield from about.texts("titel", _("Programmets titel er ændret."), old.title, new.title, WORDS)
    yield from about.texts("version", _("Programmet har fået en ny version."), old.version, new.version, WORDS)
    yield from about.texts("dato", _("Programmet har fået en ny dato."), old.date, new.date, WORDS)
    description = _("Programmets beskrivelse er ændret.")
    yield from about.texts("beskrivelse", description, old.description, new.description, WORDS)
    yield from _rows(about, old, new)
    signs = _("De parter, der desuden underskriver programmet, er ændret.")
    judged = of_sets(old.also_signs, new.also_signs)
    yield from about.lists("underskrives_desuden_af", signs, old.also_signs, new.also_signs, judged)
    yield from _policies(about, old.policy, new.policy)


def _rows(about: About, old: Programme, new: Programme) -> Iterator[Change]:
    before, now = {row.row: row for row in old.rows}, {row.row: row for row in new.rows}
    for row in old.rows:
        if row.row not in now:
            sentence = _("Række {row} “{title}” er fjernet.").format(row=row.row, title=row.title)
            yield about.changed(f"række {row.row}", sentence, Consequence.LOOSER)
    for row in new.rows:
        if row.row not in before:
            sentence = _("Række {row} “{title}” er ny.").format(row=row.row, title=row.title)
            yield about.changed(f"række {row.row}", sentence, Consequence.STRICTER)
        else:
            yield from _row(about, before[row.row], row)
    kept = [[row.row for row in each.rows if row.row in before and row.row in now] for each in (old, new)]
    yield from about.lists("rækker", _("Rækkernes rækkefølge er ændret."), kept[0], kept[1], WORDS)


def _row(about: About, old: ProgrammeRow, new: ProgrammeRow) -> Iterator[Change]:
    where = f"række {new.row}"
    title = _("Titlen på række {row} er ændret.").format(row=new.row)
    yield from about.texts(f"{where}.titel", title, old.title, new.title, WORDS)
    protocols = _("Protokollerne i række {row} er ændret.").format(row=new.row)
    judged = of_sets(old.protocols, new.protocols)
    yield from about.lists(f"{where}.protokoller", protocols, old.protocols, new.protocols, judged)
    parties = _("Parterne, der deltager i og underskriver række {row}, er ændret.").format(row=new.row)
    judged = of_sets(old.parties, new.parties)
    yield from about.lists(f"{where}.parter", parties, old.parties, new.parties, judged)


def _policies(about: About, old: Policy, new: Policy) -> Iterator[Change]:
    marks = _("De karakterer, som et trin kan godkendes med, er ændret.")
    judged = _reversed(of_sets(old.accepted, new.accepted))
    yield from about.lists("godkendes_når.karakterer", marks, _values(old.accepted), _values(new.accepted), judged)
    demands = _("Det, der kræves for at godkende, er ændret.")
    judged = of_sets(old.demands, new.demands)
    yield from about.lists("godkendes_når.kræver", demands, _values(old.demands), _values(new.demands), judged)
    tests = _("De slags test, der kan give certifikat, er ændret.")
    judged = _reversed(of_sets(old.certifies, new.certifies))
    before, now = _values(old.certifies), _values(new.certifies)
    yield from about.lists("godkendes_når.certifikat_for", tests, before, now, judged)


def _values(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(word) for word in words)


def compare_requirements(old: Requirement, new: Requirement, steps: tuple[str, ...]) -> Iterator[Change]:
    """Yield the changes of a requirement; `steps` are those that show it."""
    about = About(Subject.REQUIREMENT, new.id, "krav.yaml", steps)
    yield from about.texts("titel", _("Kravets titel er ændret."), old.title, new.title, WORDS)
    yield from about.texts("tekst", _("Kravets tekst er ændret."), old.text, new.text, WORDS)
    was, has = (f"{each.source.kind}: {each.source.where}" for each in (old, new))
    yield from about.texts("kilde", _("Kravets kilde er ændret."), was, has, WORDS)
    yield from about.lists("standard", _("Kravets standarder er ændret."), old.standards, new.standards, WORDS)
    was, has = (each.not_tested or "" for each in (old, new))
    yield from about.texts("ikke_testet", _("Det er ændret, hvorfor kravet ikke prøves."), was, has, WORDS)
    if old.clinical != new.clinical:
        sentence = (
            _("Kravet er blevet klinisk: kun en læge kan nu godkende en afvigelse fra det.")
            if new.clinical
            else _("Kravet er ikke klinisk mere: MedCom kan nu godkende en afvigelse fra det.")
        )
        yield about.changed("klinisk", sentence, Consequence.STRICTER if new.clinical else Consequence.LOOSER)
