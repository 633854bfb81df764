"""What must be held by a databank: nothing lost, nothing doubled, nothing changed on the way."""

from lxml import etree

from labcert.checks.reading import Letter, letters_of
from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity

__all__ = ["held_once", "same_letter", "versions_are"]

_ANY = Severity.F3  # the judge sets the class that the protocol names


def held_once(databank: str, count: int) -> Finding | None:
    """Exactly one answer is held for the sample."""
    if count == 1:
        return None
    return Finding(
        "BANK-COUNT", _ANY, _("{databank} har ikke netop ét svar på prøven.").format(databank=databank),
        expected="1", actual=str(count),
        remedy=_("Følg beskeden i PLSP: blev den sendt, viderestillet og accepteret, og blev den sendt mere end én gang?"),
    )


def versions_are(databank: str, actual: int, expected: int) -> Finding | None:
    """The answer is held in this many versions."""
    if actual == expected:
        return None
    return Finding(
        "BANK-VERSIONS", _ANY, _("{databank} har ikke det rigtige antal versioner af svaret.").format(databank=databank),
        expected=str(expected), actual=str(actual),
        remedy=_("Send en rettelse med samme prøvenumre, prøvetid og analysekode, så den bindes til svaret, den retter."),
    )


def _leaves(letter: Letter) -> list[tuple[str, str]]:
    """Every element's path below the letter with its own text, in document order."""
    tree = letter.element.getroottree()
    base = tree.getelementpath(letter.element)
    found = []
    for element in letter.element.iter(tag=etree.Element):
        path = tree.getelementpath(element)
        below = path if base == "." else path.removeprefix(base)
        found.append(("/".join(etree.QName(part).localname for part in below.split("/") if part), (element.text or "").strip()))
    return found


def same_letter(sent: Letter, held: bytes, databank: str) -> tuple[Finding, ...]:
    """The letter that is held has every field of the one that was sent, and no other, in the same order."""
    kept = letters_of(held)
    if not kept:
        return (Finding("BANK-LETTER", _ANY, _("{databank} har gemt noget, der ikke er et brev.").format(databank=databank)),)
    ours, theirs = _leaves(sent), _leaves(kept[0])
    return tuple(
        Finding(
            "BANK-FIELD", _ANY, _("{databank} har ikke samme indhold som det, der blev sendt.").format(databank=databank),
            expected=" = ".join(a), actual=" = ".join(b), path=a[0],
            remedy=_("Find ud af, hvor feltet blev ændret mellem LPS'et og databanken."),
        )
        for a, b in zip(ours + [("", "")] * (len(theirs) - len(ours)), theirs + [("", "")] * (len(ours) - len(theirs)), strict=True)
        if a != b
    )[:10]
