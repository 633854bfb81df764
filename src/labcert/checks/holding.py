"""What must be held by a databank: nothing lost, nothing doubled, nothing changed on the way."""

from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from labcert.checks.reading import Letter, Place, letters_of
from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.messages.codec import line_of
from labcert.domain.outcome import Severity

__all__ = ["held_once", "same_letter", "versions_are", "whose_fault"]

_ANY = Severity.F3  # the judge sets the class that the protocol names
_INLINE = frozenset({"Bold", "Break", "Center", "FixedFont", "Italic", "Right", "Space", "Underline"})
_MOST = 10
"""findings about one letter; more would only hide the first"""


def held_once(databank: str, count: int) -> Finding | None:
    """Exactly one answer is held for the sample."""
    if count == 1:
        return None
    return Finding(
        "BANK-COUNT",
        _ANY,
        _("{databank} har ikke netop ét svar på prøven.").format(databank=databank),
        expected="1",
        actual=str(count),
        remedy=_(
            "Følg beskeden i PLSP: blev den sendt, viderestillet og accepteret, og blev den sendt mere end én gang?"
        ),
    )


def versions_are(databank: str, actual: int, expected: int) -> Finding | None:
    """The answer is held in this many versions."""
    if actual == expected:
        return None
    return Finding(
        "BANK-VERSIONS",
        _ANY,
        _("{databank} har ikke det rigtige antal versioner af svaret.").format(databank=databank),
        expected=str(expected),
        actual=str(actual),
        remedy=_(
            "Send en rettelse med samme prøvenumre, prøvetid og analysekode, så den bindes til svaret, den retter."
        ),
    )


def whose_fault(databank: str, held: Iterable[Finding], sent: Iterable[Finding]) -> tuple[Finding, ...]:
    """Say whose fault the findings about a held letter are: `sent` are the same check's findings about what was sent.

    What was sent wrong is told as it stands in the LPS's message. What was sent right and is held wrong was changed
    between the two, and is PLSP's or the databank's.
    """
    of_lps = tuple(sent)
    if of_lps:
        return of_lps
    return tuple(
        replace(
            one,
            rule="BANK-CHANGED-ON-THE-WAY",
            line=None,
            message=_("{databank} holder ikke det, LPS'et sendte. {message}").format(
                databank=databank, message=one.message
            ),
            remedy=_(
                "Beskeden er rigtig hos PLSP, så fejlen er ikke LPS'ets: find den hos PLSP eller {databank}."
            ).format(databank=databank),
        )
        for one in held
    )


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname


def _content(element: etree._Element) -> str:
    """A field's text as it stands, its inline elements written as tags without a namespace."""
    parts = [element.text or ""]
    for child in element.iterchildren(tag=etree.Element):
        inner = _content(child)
        parts += [f"<{_local(child)}>{inner}</{_local(child)}>" if inner else f"<{_local(child)}/>", child.tail or ""]
    return "".join(parts)


def _is_field(element: etree._Element) -> bool:
    """A field holds text, with or without inline elements; everything else is structure."""
    return all(_local(child) in _INLINE for child in element.iterchildren(tag=etree.Element))


def _fields(letter: Letter) -> dict[str, Place]:
    """Every field of a letter by its path below the letter, in document order; the n-th of its name from 1."""
    found: dict[str, Place] = {}

    def gather(element: etree._Element, path: str) -> None:
        children = list(element.iterchildren(tag=etree.Element))
        names = [_local(child) for child in children]
        for position, (child, name) in enumerate(zip(children, names, strict=True)):
            many = names.count(name) > 1
            below = f"{path}/{name}" + (f"[{names[:position].count(name) + 1}]" if many else "")
            if _is_field(child):
                own = letter.within_path(child)
                found[below.removeprefix("/")] = Place(own, line_of(child), _content(child), child)
            else:
                gather(child, below)

    gather(letter.element, "")
    return found


def same_letter(sent: Letter, held: bytes, databank: str) -> tuple[Finding, ...]:
    """The letter that is held has every field of the one that was sent and no other, sign by sign and in order.

    Each finding names the field, what was sent and what is held; `path` is its place in the message that was sent.
    """
    kept = letters_of(held)
    if not kept:
        return (
            Finding(
                "BANK-LETTER", _ANY, _("{databank} har gemt noget, der ikke er et brev.").format(databank=databank)
            ),
        )
    if kept[0].standard != sent.standard:
        return (_differs("", databank, sent.standard, kept[0].standard, sent.own_path),)
    ours, theirs = _fields(sent), _fields(kept[0])
    found = [
        _differs(
            path,
            databank,
            ours[path].text if path in ours else None,
            theirs[path].text if path in theirs else None,
            (ours.get(path) or theirs[path]).path,
            ours[path].line if path in ours else None,
        )
        for path in [*ours, *(path for path in theirs if path not in ours)]
        if path not in ours or path not in theirs or ours[path].text != theirs[path].text
    ]
    if not found and list(ours) != list(theirs):
        moved = next(a for a, b in zip(ours, theirs, strict=True) if a != b)
        found = [_order(moved, databank, list(ours), list(theirs), ours[moved])]
    return tuple(found[:_MOST])


def _differs(
    path: str, databank: str, sent: str | None, held: str | None, place: str, line: int | None = None
) -> Finding:
    """Tell of one field: changed, lost (`held` is None) or made up on the way (`sent` is None)."""
    if held is None:
        message = _("{databank} mangler feltet {path}, som LPS'et sendte.")
    elif sent is None:
        message = _("{databank} har feltet {path}, som LPS'et ikke sendte.")
    else:
        message = _("{databank} har et andet indhold i feltet {path} end det, LPS'et sendte.")
    return Finding(
        "BANK-FIELD",
        _ANY,
        message.format(databank=databank, path=path or _("brevets art")),
        expected=_("intet") if sent is None else sent,
        actual=_("intet") if held is None else held,
        path=place,
        line=line,
        remedy=_(
            "Beskeden hos PLSP er den, LPS'et sendte: find ud af, om PLSP eller {databank} ændrede feltet."
        ).format(databank=databank),
    )


def _order(path: str, databank: str, ours: list[str], theirs: list[str], place: Place) -> Finding:
    position = ours.index(path)
    return Finding(
        "BANK-ORDER",
        _ANY,
        _("{databank} har felterne i en anden rækkefølge end den sendte.").format(databank=databank),
        expected=ours[position],
        actual=theirs[position],
        path=place.path,
        line=place.line,
        remedy=_("Bevar rækkefølgen: den har betydning for, hvordan svaret læses."),
    )
