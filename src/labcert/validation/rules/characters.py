"""What is asked of the characters of a text: nothing invisible, no letters lost or read by the wrong encoding."""

import re
from collections.abc import Iterator
from typing import Any

from labcert.domain.language import N_, _
from labcert.domain.outcome import Severity
from labcert.validation.rules.markup import unit_markup
from labcert.validation.rules.rule import Flaw, Rule, rule
from labcert.validation.rules.views import MeasureView, TextsView

__all__ = ["RULES", "WINDOWS", "misread", "unit_markup"]

_LATER = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
"""what the bytes of a UTF-8 character after its first look like in ISO-8859-1 and windows-1252"""
_MISREAD = re.compile(f"[ÂÃÎ][{_LATER}]|â[{_LATER}][{_LATER}]|ð[{_LATER}]{{3}}|ï»¿")
_OTHER_PAGE = re.compile(r"(?<=[^\W\d_])[¾¿›†](?=[^\W\d_])")
_MEANT = {"¾": "æ", "¿": "ø", "›": "ø", "†": "å"}
"""Danish letters of Macintosh and DOS as they look in ISO-8859-1 and windows-1252, where they stand inside a word"""
_INVISIBLE = re.compile(
    "[\u007f-\u009f\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd\ue000-\uf8ff"
    "\U000e0000-\U0010fffd]"
)
WINDOWS = re.compile("[\u0080-\u009f]")
"""characters that nobody sees, and what the dashes and quotes of windows-1252 are read as in ISO-8859-1"""
_ASKED = re.compile(r"\?\??[^\W\d_]")
_LOST = re.compile(r"[^\W\d_]\?{1,2}[^\W\d_]")
_UNUSUAL_UNIT = re.compile(r"μ|\b(?:u|mc)(?:g|mol|kat|L|m)\b|\b10?\*+\d|\b10?[eE]\d|[⁰¹²³⁴-⁹⁻]")


def misread(text: str) -> tuple[str, str] | None:
    """Return the first letter that was read by another encoding than it was written in, and what it should be."""
    if found := _MISREAD.search(text):
        return found[0], _bytes(found[0]).decode("utf-8-sig")
    if found := _OTHER_PAGE.search(text):
        return found[0], _MEANT[found[0]]
    return None


def _bytes(piece: str) -> bytes:
    """Return the bytes that were read as ISO-8859-1 or windows-1252."""
    return b"".join(sign.encode("latin-1" if sign <= "\u00ff" else "cp1252") for sign in piece)


@rule(
    "LAB-TEXT-005",
    Severity.F2,
    on=TextsView,
    title=N_("Bogstaverne er læst i det rigtige tegnsæt"),
    text=N_("En tekst må ikke bære spor af, at den er skrevet i ét tegnsæt og læst i et andet, som Ã¦ for æ."),
    why=N_("Navne og svar bliver ulæselige, og enheder som µg og °C kan misforstås."),
    remedy=N_("Find det led, der læser teksten i et forkert tegnsæt, og ret det; send svaret igen som en rettelse."),
    source=N_("Faktum: tegnsæt set i beskeder er UTF-8, ISO-8859-1 og windows-1252"),
    requirements=("SKE-03", "TXT-04"),
    example="letters-misread",
)
def letters_misread(view: TextsView) -> Iterator[Flaw]:
    """Look for what UTF-8 looks like in a single-byte encoding, and for letters of older code pages inside words.

    A whole message that was read by the wrong encoding is told once, when it is read.
    """
    foreign = view.texts.foreign
    if not (_MISREAD.search(foreign) or any(sign in foreign for sign in _MEANT)) or view.texts.is_misdeclared:
        return
    for leaf in view.texts.leaves:
        if found := misread(leaf.text):
            piece, meant = found
            yield Flaw(
                leaf.element,
                _("{field} er læst i et forkert tegnsæt: „{piece}“ skulle være „{meant}“.").format(
                    field=leaf.name, piece=piece, meant=meant
                )
                if meant
                else _("{field} indeholder „{piece}“, som er en UTF-8-fils mærke og ingen tekst.").format(
                    field=leaf.name, piece=piece
                ),
                meant or _("Intet tegn"),
                piece,
            )


@rule(
    "LAB-TEXT-004",
    Severity.F3,
    on=TextsView,
    title=N_("Teksten er uden usynlige tegn"),
    text=N_("En tekst må ikke holde styretegn, tegn uden bredde, tegn for skriveretning, � eller private tegn."),
    why=N_("To tekster, der ser ens ud, er da ikke ens: koder slås ikke op, og et bogstav kan være tabt."),
    remedy=N_("Fjern tegnet, og find, hvor det kommer fra: ofte et andet program eller et forkert tegnsæt."),
    source=N_("Besluttet i projektet: kun tegn, der kan ses, er tekst"),
    requirements=("TXT-04", "SKE-03"),
    example="invisible-character",
)
def invisible_character(view: TextsView) -> Iterator[Flaw]:
    """Look for what XML lets through and nobody sees, but where it comes of a misread letter."""
    if not _INVISIBLE.search(view.texts.foreign) or view.texts.is_misdeclared:
        return
    for leaf in view.texts.leaves:
        if (found := _INVISIBLE.search(leaf.text)) and misread(leaf.text) is None:
            sign = f"U+{ord(found[0]):04X}"
            yield Flaw(
                leaf.element,
                _("{field} indeholder tegnet {sign} som tegn nummer {place}, og det kan ikke ses.").format(
                    field=leaf.name, sign=sign, place=found.start() + 1
                ),
                _("Kun tegn, der kan ses"),
                sign,
                _of_windows(found[0]),
            )


def _of_windows(sign: str) -> str:
    """Return what to do where windows-1252 was sent as ISO-8859-1: its dashes and quotes are invisible there."""
    meant = sign.encode("latin-1").decode("cp1252", "ignore") if WINDOWS.match(sign) else ""
    remedy = _("Tegnet er „{meant}“ i windows-1252. Erklær windows-1252, eller gem beskeden i UTF-8.")
    return remedy.format(meant=meant) if meant else ""


@rule(
    "LAB-TEXT-012",
    Severity.F4,
    on=TextsView,
    title=N_("Der er ikke spørgsmålstegn inde i ord"),
    text=N_("Et spørgsmålstegn mellem to bogstaver er ofte et bogstav, der gik tabt, som i „Pr?ve“."),
    why=N_("Et system, der ikke har et bogstav i sit tegnsæt, skriver ? i stedet, og så kan det ikke genskabes."),
    remedy=N_("Se efter, hvad der står i LPS'et. Er det et andet tegn, mangler det i tegnsættet et sted undervejs."),
    source=N_("Besluttet i projektet: et vink om et tabt bogstav"),
    requirements=("SKE-03", "TXT-04"),
    example="letter-lost",
)
def letter_lost(view: TextsView) -> Iterator[Flaw]:
    """Look for letters with ? between them, but in addresses, where it begins a query."""
    if not _ASKED.search(view.texts.joined):
        return
    for leaf in view.texts.leaves:
        if leaf.name != "URL" and (found := _LOST.search(leaf.text)):
            yield Flaw(
                leaf.element,
                _("{field} har et spørgsmålstegn inde i et ord: „{piece}“.").format(field=leaf.name, piece=found[0]),
                _("Det bogstav, der står i LPS'et"),
                found[0],
            )


@rule(
    "LAB-TEXT-011",
    Severity.F4,
    on=MeasureView,
    title=N_("Enheden er skrevet med de sædvanlige tegn"),
    text=N_("I Unit skrives mikro som µ (U+00B5) og potenser med ^: µg/L og 10^9/L, ikke ug/L, μg/L eller 10*9/L."),
    why=N_("Den samme enhed skrevet på flere måder kan ikke sammenlignes, og græsk μ findes ikke i ISO-8859-1."),
    remedy=N_("Skriv enheden som i kodetabellen: µ for mikro, ^ for potens."),
    source=N_("Besluttet i projektet: enheder skrives som i kodetabellen, også hvor koden ikke fastlægger dem"),
    requirements=("ENH-01", "TXT-04"),
    example="unusual-unit",
)
def unusual_unit(measure: MeasureView) -> Iterator[Flaw]:
    """Look at the units that no code fixes; the others are held against their code elsewhere."""
    found = _UNUSUAL_UNIT.search(measure.unit) if measure.unit else None
    if measure.unit and found and not unit_markup(measure.unit) and measure.row is None:
        yield Flaw(
            f"{measure.path}/Unit",
            _("Enheden {unit} er skrevet med „{piece}“.").format(unit=measure.unit, piece=found[0]),
            _("µ for mikro og ^ for potens"),
            measure.unit,
        )


RULES: tuple[Rule[Any], ...] = (invisible_character, letters_misread, unusual_unit, letter_lost)
