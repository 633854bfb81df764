"""Two editions held against each other: what is new, gone, moved and changed, in the order of the protocols."""

from collections.abc import Iterator

from labcert.domain.case import Case
from labcert.domain.language import _
from labcert.protocol.difference.documents import compare_programmes, compare_protocols, compare_requirements
from labcert.protocol.difference.edition import Edition, RuleEntry
from labcert.protocol.difference.model import Change, Consequence, Difference, Subject
from labcert.protocol.difference.rules import compare_profiles, compare_rules
from labcert.protocol.difference.steps import compare_scenarios, compare_steps
from labcert.protocol.difference.tables import compare_files, compare_policies, compare_tables
from labcert.protocol.difference.telling import About
from labcert.protocol.model import Protocol, ProtocolStep, Suite

__all__ = ["compare"]

WORDS, EITHER, STRICTER, LOOSER = Consequence.WORDS, Consequence.EITHER, Consequence.STRICTER, Consequence.LOOSER


def compare(old: Edition, new: Edition) -> Difference:
    """Return every change from `old` to `new`, and what could not be compared."""
    changes = (
        *_programmes(old.suite, new.suite),
        *_protocols(old.suite, new.suite),
        *_requirements(old.suite, new.suite),
        *_rules(old, new),
        *_tables(old, new),
        *_policies(old, new),
        *compare_files(old.files, new.files),
        *(compare_files(old.code, new.code) if old.code is not None and new.code is not None else ()),
    )
    return Difference(old.name, new.name, changes, tuple(_notes(old, new)))


def _notes(old: Edition, new: Edition) -> Iterator[str]:
    for edition in (old, new):
        if edition.rules is None:
            sentence = _("Reglerne kan ikke sammenlignes: {name} har ingen liste over regler (protocols/regler.json).")
            yield sentence.format(name=edition.name)
        if edition.code is None and (old.code is not None or new.code is not None):
            sentence = _("Reglernes program kan ikke sammenlignes: {name} er en mappe med protokoller uden program.")
            yield sentence.format(name=edition.name)


def _programmes(old: Suite, new: Suite) -> Iterator[Change]:
    before, now = ({each.id: each for each in suite.programmes} for suite in (old, new))
    for each in old.programmes:
        if each.id not in now:
            sentence = _("Programmet {id} “{title}” er fjernet.").format(id=each.id, title=each.title)
            yield About(Subject.PROGRAMME, each.id, each.id).removed(sentence, EITHER)
    for each in new.programmes:
        if each.id not in before:
            sentence = _("Programmet {id} “{title}” er nyt.").format(id=each.id, title=each.title)
            yield About(Subject.PROGRAMME, each.id, each.id).added(sentence, WORDS)
        else:
            yield from compare_programmes(before[each.id], each)


def _protocols(old: Suite, new: Suite) -> Iterator[Change]:
    before, now = ({each.id: each for each in suite.protocols} for suite in (old, new))
    for protocol in new.protocols:
        about = About(Subject.PROTOCOL, protocol.id, protocol.id)
        stood = before.get(protocol.id)
        changes = [
            *(compare_protocols(stood, protocol) if stood else ()), *_steps(old, new, protocol), *_gone(new, stood),
        ]  # fmt: skip
        if stood is None:
            sentence = _("Protokollen {id} “{title}” er ny.").format(id=protocol.id, title=protocol.title)
            yield about.added(sentence, STRICTER)
        elif not changes and stood.digest != protocol.digest:
            sentence = _("Protokollens filer er skrevet anderledes (fx i kommentarer), men siger det samme.")
            yield about.changed("", sentence, WORDS)
        yield from changes
    for protocol in old.protocols:
        if protocol.id not in now:
            sentence = _("Protokollen {id} “{title}” er fjernet.").format(id=protocol.id, title=protocol.title)
            yield About(Subject.PROTOCOL, protocol.id, protocol.id).removed(sentence, LOOSER)
            yield from _gone(new, protocol)


def _gone(new: Suite, protocol: Protocol | None) -> Iterator[Change]:
    """Yield the steps that a protocol of the old edition had and that stand nowhere now."""
    now = {step.id for step in new.steps}
    for step in protocol.steps if protocol else ():
        if step.id not in now:
            sentence = _("Trinnet {id} “{title}” (klasse {severity}) er fjernet.")
            told = sentence.format(id=step.id, title=step.title, severity=step.severity.value)
            yield About(Subject.STEP, step.id, step.protocol, (step.id,)).removed(told, LOOSER, step.requirement)


def _steps(old: Suite, new: Suite, protocol: Protocol) -> Iterator[Change]:
    before = {step.id: step for step in old.steps}
    shown, now_shown = ({each.step: each for each in suite.scenarios} for suite in (old, new))
    placed = _places(old, new)
    for step in protocol.steps:
        about = About(Subject.STEP, step.id, step.protocol, (step.id,))
        if step.id not in before:
            sentence = _("Trinnet {id} “{title}” er nyt, i klasse {severity}.")
            told = sentence.format(id=step.id, title=step.title, severity=step.severity.value)
            yield about.added(told, STRICTER, step.requirement)
            continue
        yield from _moved(about, before[step.id], step, placed)
        yield from compare_steps(before[step.id], step)
        yield from compare_scenarios(about, shown.get(step.id), now_shown.get(step.id))


def _places(old: Suite, new: Suite) -> dict[str, tuple[str, str]]:
    """Return step -> the step before it, then and now ("" for the first), among those that both editions have there."""
    places: dict[str, tuple[str, str]] = {}
    for protocol in new.protocols:
        stood = next((each for each in old.protocols if each.id == protocol.id), None)
        if stood is None:
            continue
        both = {step.id for step in stood.steps} & {step.id for step in protocol.steps}
        then, now = ([step.id for step in each.steps if step.id in both] for each in (stood, protocol))
        before_then, before_now = (dict(zip(ids, ["", *ids], strict=False)) for ids in (then, now))
        places |= {id: (before_then[id], before_now[id]) for id in now}
    return places


def _moved(about: About, old: ProtocolStep, new: ProtocolStep, placed: dict[str, tuple[str, str]]) -> Iterator[Change]:
    if old.protocol != new.protocol:
        sentence = _("Trinnet er flyttet fra protokollen {old} til {new}.").format(old=old.protocol, new=new.protocol)
        yield about.moved("protokol", sentence, EITHER)
    if old.area is not new.area:
        sentence = _("Trinnet er flyttet fra området “{old}” til “{new}”.")
        yield about.moved("område", sentence.format(old=old.area.value, new=new.area.value), WORDS)
    then, now = placed.get(new.id, ("", ""))
    if then != now:
        sentence = _("Trinnet står nu efter {step}.") if now else _("Trinnet står nu først i protokollen.")
        yield about.moved("trin", sentence.format(step=now), WORDS)


def _requirements(old: Suite, new: Suite) -> Iterator[Change]:
    before, now = ({each.id: each for each in suite.requirements} for suite in (old, new))
    for each in new.requirements:
        steps = _showing((each.id,), new)
        about = About(Subject.REQUIREMENT, each.id, "krav.yaml", steps)
        if each.id not in before:
            yield about.added(_("Kravet {id} “{title}” er nyt.").format(id=each.id, title=each.title), WORDS, each.text)
        else:
            yield from compare_requirements(before[each.id], each, steps)
    for each in old.requirements:
        if each.id not in now:
            about = About(Subject.REQUIREMENT, each.id, "krav.yaml", _showing((each.id,), old))
            sentence = _("Kravet {id} “{title}” er fjernet.").format(id=each.id, title=each.title)
            yield about.removed(sentence, WORDS, each.text)


def _showing(requirements: tuple[str, ...], *suites: Suite) -> tuple[str, ...]:
    """Return the steps of the first suite, and then of the others, that show one of the requirements."""
    wanted = set(requirements)
    found = (step.id for suite in suites for step in suite.steps if wanted & set(step.requirement_ids))
    return tuple(dict.fromkeys(found))


def _rules(old: Edition, new: Edition) -> Iterator[Change]:
    def showing(rule: RuleEntry) -> tuple[str, ...]:
        return _showing(rule.requirements, new.suite, old.suite)

    known = {rule.id: rule for rule in new.rules or old.rules or ()}
    if old.rules is not None and new.rules is not None:
        yield from compare_rules({rule.id: rule for rule in old.rules}, known, showing)
    before, now = ({each.name: each for each in edition.profiles} for edition in (old, new))
    for name in [*now, *(each for each in before if each not in now)]:
        about = About(Subject.PROFILE, name, name)
        if name not in before:
            yield about.added(_("Profilen {name} er ny.").format(name=name), WORDS)
        elif name not in now:
            yield about.removed(_("Profilen {name} er fjernet.").format(name=name), EITHER)
        else:
            yield from compare_profiles(before[name], now[name], known, showing)


def _codes(case: Case) -> frozenset[str]:
    return frozenset(result.code for result in case.results).union(*map(_codes, case.further.values()))


def _tables(old: Edition, new: Edition) -> Iterator[Change]:
    held = [(step.id, _codes(step.case)) for edition in (new, old) for step in edition.suite.steps]

    def using(code: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(step for step, codes in held if code in codes))

    before, now = ({table.name: table for table in edition.tables} for edition in (old, new))
    for name in [*now, *(each for each in before if each not in now)]:
        yield from compare_tables(before.get(name), now.get(name), using)


def _policies(old: Edition, new: Edition) -> Iterator[Change]:
    for file in sorted(old.policies.keys() | new.policies.keys()):
        yield from compare_policies(file, old.policies.get(file), new.policies.get(file))
