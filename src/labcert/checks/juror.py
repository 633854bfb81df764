"""What a person must see of the messages that were really sent: items of a juror sheet, read from the messages' bytes.

Nothing is taken from the test data: what the system sent is what the screens must show, and what it should have sent
is for the other steps to say. The protocol's own texts come last, where no value of a message says the same.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from labcert.checks.consent import GIVEN, REFUSED
from labcert.checks.juror_facts import Fact, FactKind, facts_of, one_line
from labcert.checks.reading import Letter, letters_of
from labcert.domain.errors import ToolFault
from labcert.domain.juror import OUTBOX, SheetItem
from labcert.domain.language import _

__all__ = ["items_of", "stands_by_itself"]

OWN_SCREEN = frozenset({FactKind.NAME, FactKind.RESULT, FactKind.MARK})
"""what an overview of sent answers must show; the rest of an answer is for the portal"""


@dataclass(frozen=True)
class _Shown:
    """One analysis of one answer, as its newest letter says it."""

    sample: str
    code: str
    name: str
    letter: Letter
    refused: bool
    facts: tuple[Fact, ...]


def items_of(
    messages: Sequence[bytes],
    screen: str,
    must_show: Iterable[str] = (),
    must_not_show: Iterable[str] = (),
    prefix: str = "",
    sample: str = "",
) -> tuple[SheetItem, ...]:
    """Return what must, and must not, be seen on a screen of the messages, oldest first; ids are prefix + 1, 2 …

    On the portal's screens a corrected analysis shows its newest version only, and nothing that was refused. A message
    that can't be read gives no items: what the protocol itself names is looked for all the same, at `sample` where the
    messages do not tell of exactly one.
    """
    shown, older = _newest(messages)
    visible = [each for each in shown if screen == OUTBOX or not each.refused]
    items = [*_people(visible), *_wanted(visible, screen), *_unwanted(shown, older, screen)]
    samples = {each.sample for each in shown}
    items += _protocol(items, must_show, must_not_show, samples.pop() if len(samples) == 1 else sample)
    return tuple(_numbered(items, prefix))


def stands_by_itself(text: str, seen: str) -> bool:
    """Say whether the text stands there by itself, in capitals or not: 42 is not seen in 142, in 42,5 or in 3,42."""
    before = r"(?<!\w)(?<!\d[.,])" if text[:1].isalnum() else ""
    after = r"(?!\w)(?![.,]\d)" if text[-1:].isalnum() else ""
    return re.search(before + re.escape(text) + after, seen, re.IGNORECASE) is not None


def _newest(messages: Sequence[bytes]) -> tuple[list[_Shown], list[_Shown]]:
    """Return each analysis of each sample as the newest message says it, and the versions that it took the place of."""
    newest: dict[tuple[str, str], list[_Shown]] = {}
    older: list[_Shown] = []
    for data in messages:
        of_message: dict[tuple[str, str], list[_Shown]] = {}
        for each in _read(data):  # one message may hold several of a code: none of them takes another's place
            of_message.setdefault((each.sample, each.code), []).append(each)
        for key in of_message:
            older += newest.pop(key, [])
        newest |= of_message
    return [each for of_key in newest.values() for each in of_key], older


def _read(data: bytes) -> Iterator[_Shown]:
    try:
        letters = letters_of(data)
    except ToolFault:  # no XML: what could be seen of it, nobody can say
        return
    for letter in letters:
        for code, result in letter.result_list():
            yield _shown(letter, code, result)


def _shown(letter: Letter, code: str, result: etree._Element) -> _Shown:
    facts = tuple(facts_of(letter, result))
    name = next((fact.ways[0][0] for fact in facts if fact.kind is FactKind.NAME), code)
    sample = "RequisitionInformation/Sample/"
    number = letter.text(f"{sample}RequesterSampleIdentifier") or letter.text(
        f"{sample}LaboratoryInternalSampleIdentifier"
    )
    refused = (letter.text(GIVEN) or "").strip() in (REFUSED, "0")
    return _Shown((number or "").strip(), code.strip(), name, letter, refused, facts)


def _people(shown: Sequence[_Shown]) -> Iterator[SheetItem]:
    """Yield name and number of each person, once."""
    seen: set[tuple[str, str]] = set()
    for each in shown:
        text = each.letter.text
        given, family = (one_line(text(f"Patient/Person{part}Name")) for part in ("Given", "Surname"))
        cpr = one_line(text("Patient/CivilRegistrationNumber")) or one_line(text("Patient/AlternativeIdentifier"))
        person = " ".join(part for part in (given, family) if part), cpr
        if person in seen:
            continue
        seen.add(person)
        where = _("Patienten")
        if person[0]:
            yield SheetItem("", _("Navn"), person[0], where, shown_as=((person[0],), (given, family)))
        if cpr:
            dashed = f"{cpr[:6]}-{cpr[6:]}"
            ways = (dashed,), (cpr,), (f"{cpr[:6]} {cpr[6:]}",)
            yield SheetItem("", _("CPR-nummer"), dashed, where, shown_as=ways)


def _where(each: _Shown) -> str:
    return _("Analysen {name} ({code}), prøve {sample}").format(name=each.name, code=each.code, sample=each.sample)


def _wanted(shown: Sequence[_Shown], screen: str) -> Iterator[SheetItem]:
    for each in shown:
        where = _where(each)
        for fact in each.facts:
            if screen != OUTBOX or fact.kind in OWN_SCREEN:
                yield SheetItem(
                    "", fact.what, fact.value, where, shown_as=fact.ways, sample=each.sample, code=each.code
                )


def _unwanted(shown: Sequence[_Shown], older: Sequence[_Shown], screen: str) -> Iterator[SheetItem]:
    """Yield what a refusal or a correction has taken from the portal's screens."""
    if screen == OUTBOX:
        return
    current: dict[tuple[str, str], list[_Shown]] = {}
    for each in shown:
        current.setdefault((each.sample, each.code), []).append(each)
    for each in shown:
        if each.refused:
            yield from _hidden(each, each.facts, _("Samtykket er nægtet: intet af svaret må vises. {what}"))
    for each in older:
        new = current[each.sample, each.code]
        if all(one.refused for one in new):
            yield from _hidden(each, each.facts, _("Samtykket er nægtet: intet af svaret må vises. {what}"))
        else:
            values = {fact.ways for one in new for fact in one.facts}
            gone = [fact for fact in each.facts if fact.ways not in values]
            corrected = _("Værdien er rettet: den tidligere må ikke vises. {what}")
            yield from _hidden(each, gone, corrected, (FactKind.RESULT,))


def _hidden(
    each: _Shown, facts: Iterable[Fact], what: str, kinds: Sequence[FactKind] = (FactKind.NAME, FactKind.RESULT)
) -> Iterator[SheetItem]:
    where = _where(each)
    for fact in facts:
        if fact.kind in kinds:
            yield SheetItem(
                "", what.format(what=fact.what), fact.value, where, must_not=True, shown_as=fact.ways,
                sample=each.sample, code=each.code,
            )  # fmt: skip


def _protocol(
    items: Sequence[SheetItem], must_show: Iterable[str], must_not_show: Iterable[str], sample: str
) -> Iterator[SheetItem]:
    """Yield the protocol's own texts, but for those that a value of a message says already."""
    said = "\n".join(item.value.replace(": ", " ") for item in items if not item.must_not)
    for text in must_show:
        if not stands_by_itself(one_line(text), said):
            yield SheetItem("", _("Protokollen kræver"), text, _("Ved svaret"), shown_as=((text,),), sample=sample)
    for text in must_not_show:
        yield SheetItem("", _("Protokollen forbyder"), text, _("Ved svaret"), True, ((text,),), sample)


def _numbered(items: Iterable[SheetItem], prefix: str) -> Iterator[SheetItem]:
    """Yield each thing once, with its id; the same thing asked twice would be answered twice."""
    unique = dict.fromkeys(items)
    for number, item in enumerate(unique, 1):
        yield replace(item, id=f"{prefix}{number}")
