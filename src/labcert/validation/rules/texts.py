"""What is asked of how a text fills its field: not cut, not empty, no white space around a code."""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from labcert.domain.language import N_, _
from labcert.domain.outcome import Severity
from labcert.validation.places import local
from labcert.validation.rules import characters, markup
from labcert.validation.rules.fields import CODES, WORDS, unshown
from labcert.validation.rules.leaves import Leaf
from labcert.validation.rules.rule import XRPT05, Flaw, Rule, rule
from labcert.validation.rules.views import TextsView, number_of

__all__ = ["RULES"]

_VALUE = 12
_PARAGRAPH = 500
_LENGTHS = frozenset({*WORDS.values(), _PARAGRAPH})
_WHOLE = re.compile(r"""[.!?:%…)\]}"'”’»]$|;\w{1,8}$""")
"""how a text ends that somebody has finished: a mark, or the system of an analysis's short name (";U")"""
_HALF = re.compile(r"[,(\[/&]$|[a-zæøå]{3}-$")
"""how a text ends that goes on: not with + or with - after a letter or two, which are answers (++, AB-)"""
_LAST_WORD = re.compile(r"[^\W\d_]{4,}$")
_ANSWERS = frozenset({
    "enkelte", "forhøjet", "forhøjede", "følsom", "følsomme", "inkonklusiv", "inkonklusivt", "ingen", "mange",
    "moderat", "moderate", "negativ", "negative", "negativt", "nedsat", "normal", "normale", "normalt", "positiv",
    "positive", "positivt", "påvist", "påviste", "reaktiv", "reaktivt", "resistent", "resistente", "rigelig",
    "rigelige", "rigeligt", "sparsom", "sparsomt", "talrige", "tydelig", "tydeligt", "uspecifik", "uspecifikt",
    "usikker", "usikkert", "vækst",
})
"""words that answers are made of"""
_SEEN = str.maketrans({"\n": "⏎", "\t": "⇥"})


def _has_room_for(leaf: Leaf) -> int | None:
    """Return how long a text of words may be; a paragraph that goes on in the next one was split, not cut."""
    if leaf.name != "Paragraph":
        return WORDS.get(leaf.name)
    return _PARAGRAPH if leaf.element.getnext() is None else None


@rule(
    "LAB-TEXT-001",
    Severity.F4,
    on=TextsView,
    title=N_("Teksten ser ikke ud til at være afkortet"),
    text=N_("En tekst, der fylder sit felt helt og ikke slutter med et tegn, kan være skåret af."),
    why=N_("Det, der er skåret af, kan ændre meningen. Et LPS skal spærre for en tekst, der er for lang."),
    remedy=N_("Se efter, om teksten er længere i LPS'et. Så skal LPS'et spærre for den, aldrig afkorte den."),
    source=N_("Tabellen: feltets længde. Besluttet i projektet: et vink om afkortning"),
    requirements=("NAV-02", "SKE-01"),
    example="text-looks-cut",
)
def text_looks_cut(view: TextsView) -> Iterator[Flaw]:
    """Look at texts exactly as long as their field; a short name that the code table has is whole as it stands."""
    if _LENGTHS.isdisjoint(map(len, view.texts.pieces)):
        return
    for leaf in view.texts.of_length(_LENGTHS):
        length = len(leaf.text)
        if length == _has_room_for(leaf) and not _WHOLE.search(leaf.text) and not _in_code_table(view, leaf):
            yield Flaw(
                leaf.element,
                _("{field} fylder præcis de {length} tegn, der er plads til, og slutter uden et tegn.").format(
                    field=leaf.name, length=length
                ),
                _("Hele teksten"),
                unshown(leaf) if leaf.names_a_person else "…" + leaf.text[-30:],
            )


def _in_code_table(view: TextsView, leaf: Leaf) -> bool:
    rows = view.context.tables.analyses.rows if leaf.name == "AnalysisShortName" else ()
    return any(row.short_name == leaf.text for row in rows)


@rule(
    "LAB-TEXT-009",
    Severity.F3,
    on=TextsView,
    title=N_("Resultatet er ikke afkortet"),
    text=N_("En Value på 12 tegn, der slutter midt i et ord, er skåret af. LPS'et skal spærre for den."),
    why=N_("Value er selve svaret. Er det skåret af, læser lægen et andet svar end det, der blev skrevet."),
    remedy=N_("Spær for værdier på over 12 tegn i LPS'et, og skriv hele svaret i en tekst ved resultatet."),
    source=N_("Faktum: Value er højst 12 tegn, og LPS'et skal spærre for en længere og aldrig afkorte den"),
    requirements=("VAE-04",),
    example="value-cut",
)
def value_cut(view: TextsView) -> Iterator[Flaw]:
    """Look at values of twelve characters that end in half a word, or go on in another text of their result."""
    if not any(len(piece) == _VALUE and _may_be_cut(piece, view.texts.joined) for piece in view.texts.pieces):
        return
    for leaf in view.texts.leaves:
        if leaf.name == "Value" and len(leaf.text) == _VALUE and number_of(leaf.text) is None:
            if whole := _goes_on(leaf):
                yield _cut(leaf, whole)
            elif _ends_half_way(leaf.text):
                yield _cut(leaf, _("Hele værdien, eller et svar, som LPS'et spærrer for"))


def _may_be_cut(piece: str, joined: str) -> bool:
    """Say whether a slow look is worth it: half a word at the end, or a text anywhere that begins so and goes on."""
    return _ends_half_way(piece) or bool(_whole_in(joined, piece))


def _cut(leaf: Leaf, whole: str) -> Flaw:
    return Flaw(
        leaf.element,
        _("Værdien „{value}“ fylder de 12 tegn, der er plads til, og ser ud til at være skåret af.").format(
            value=leaf.text
        ),
        whole,
        leaf.text,
    )


def _ends_half_way(value: str) -> bool:
    """Say whether a value ends in a mark that something follows, or the beginning of a word answers are made of."""
    if _HALF.search(value):
        return True
    found = _LAST_WORD.search(value.casefold())
    return found is not None and found[0] not in _ANSWERS and any(word.startswith(found[0]) for word in _ANSWERS)


def _goes_on(leaf: Leaf) -> str:
    """Return the value as another text of its result has it, where a letter follows; else ""."""
    result = leaf.element.getparent()
    assert result is not None
    others = "\n".join("".join(map(str, one.itertext())) for one in result if one is not leaf.element)
    return _whole_in(others, leaf.text)


def _whole_in(text: str, piece: str) -> str:
    """Return the piece with the letters that follow it somewhere in the text, "" where none ever does."""
    at = text.find(piece)
    while at >= 0:
        rest = text[at + len(piece) : at + len(piece) + 40]
        if rest[:1].isalpha():
            return piece + "".join(takewhile(str.isalpha, rest))
        at = text.find(piece, at + 1)
    return ""


@rule(
    "LAB-TEXT-006",
    Severity.F3,
    on=TextsView,
    title=N_("Et felt, der er udfyldt, har et indhold"),
    text=N_("Et felt må ikke være udfyldt med mellemrum alene."),
    why=N_("Feltet ser udfyldt ud for et program, men borger og læge ser ingenting."),
    remedy=N_("Skriv teksten, eller udelad feltet, hvis det ikke er krævet."),
    source=N_("Tabellen: feltet har mindst ét tegn. Felternes betydning: et mellemrum siger ikke noget"),
    requirements=("SKE-01",),
    example="only-spaces",
)
def only_spaces(view: TextsView) -> Iterator[Flaw]:
    """Look at fields of words and codes that hold white space and nothing else, but those with a rule of their own."""
    for leaf in view.texts.blanks:
        if leaf.text and (leaf.name in WORDS or leaf.name in CODES) and not _is_missed_elsewhere(leaf):
            yield Flaw(
                leaf.element,
                _("{field} indeholder kun mellemrum.").format(field=leaf.name),
                _("En tekst, eller intet felt"),
                _("{count} tegn, der ikke kan ses").format(count=len(leaf.text)),
            )


def _is_missed_elsewhere(leaf: Leaf) -> bool:
    """Say whether another rule tells that the name of a party, a person, or the part of an MDS code is not there."""
    if leaf.name in {"Material", "Location"}:
        return any(one.findtext("{*}AnalysisCodeType") == "mds" for one in leaf.element.iterancestors())
    return leaf.name == "OrganisationName" or leaf.names_a_person


@rule(
    "LAB-TEXT-010",
    Severity.F4,
    on=TextsView,
    standards=XRPT05,
    title=N_("Et afsnit har en tekst"),
    text=N_("En Paragraph bør ikke være tom."),
    why=N_("Et tomt afsnit vises som en overskrift uden tekst eller en tom linje, og læseren tror, at noget mangler."),
    remedy=N_("Skriv teksten, eller udelad afsnittet eller det element, der kun er tomt."),
    source=N_("Tabellen: Paragraph må have 0 tegn. Besluttet i projektet: et vink"),
    requirements=("TXT-05", "MIK-01"),
    example="empty-paragraph",
)
def empty_paragraph(view: TextsView) -> Iterator[Flaw]:
    """Look at the paragraphs that hold nothing."""
    for leaf in view.texts.blanks:
        if leaf.name == "Paragraph" and not _is_told_elsewhere(leaf):
            yield Flaw(
                leaf.element,
                _("Et afsnit er tomt."),
                _("En tekst, eller intet afsnit"),
                _("{count} tegn, der ikke kan ses").format(count=len(leaf.text)) if leaf.text else _("Intet"),
            )


def _is_told_elsewhere(leaf: Leaf) -> bool:
    """Say whether a rule of microbiology tells what is missing, or an element must be there though nothing is said."""
    around = [local(ancestor.tag) for ancestor in leaf.element.iterancestors()]
    return (
        not {"Identification", "AntibioticName", "Details"}.isdisjoint(around)
        or around[:2] == ["Comments", "MicroscopicFindings"]
        or around[1:3] == ["InterPretation", "Findings"]
    )


@rule(
    "LAB-TEXT-007",
    Severity.F3,
    on=TextsView,
    title=N_("En kode står uden mellemrum omkring sig"),
    text=N_("Et felt med en kode, et bogstavtegn eller initialer må ikke begynde eller slutte med mellemrum."),
    why=N_("Et system sammenligner tegn for tegn: med et mellemrum slås koden ikke op, og svaret havner forkert."),
    remedy=N_("Fjern mellemrummet, hvor koden hentes, ofte et felt med fast bredde."),
    source=N_("Felternes betydning: feltet sammenlignes tegn for tegn"),
    requirements=("SKE-01",),
    example="space-around-code",
)
def space_around_code(view: TextsView) -> Iterator[Flaw]:
    """Look at the fields of codes; identifiers, values and limits have rules of their own."""
    if not any(piece != piece.strip() for piece in view.texts.pieces):
        return
    for leaf in view.texts.leaves:
        if (leaf.name in CODES or leaf.name == "AnalysisShortName") and leaf.text != leaf.text.strip():
            yield Flaw(
                leaf.element,
                _("{field} er „{text}“ med mellemrum før eller efter.").format(field=leaf.name, text=leaf.text),
                leaf.text.strip(),
                f"„{leaf.text}“",
            )


@rule(
    "LAB-TEXT-008",
    Severity.F4,
    on=TextsView,
    title=N_("Et felt på én linje har ikke linjeskift"),
    text=N_("Et navn eller en overskrift står på én linje uden tabulator og linjeskift."),
    why=N_("Skærmbilleder og lister viser feltet på én linje; resten kan blive skjult."),
    remedy=N_("Skriv feltet på én linje med almindelige mellemrum; brug et tekstfelt til det, der har flere linjer."),
    source=N_("Felternes betydning: feltet er et navn eller en overskrift"),
    requirements=("TXT-04",),
    example="line-break-in-name",
)
def line_break_in_name(view: TextsView) -> Iterator[Flaw]:
    """Look for tabs and line breaks in the fields of words and codes; around a code they are white space around it."""
    if not any("\n" in piece or "\t" in piece for piece in view.texts.pieces):
        return
    for leaf in view.texts.leaves:
        text = leaf.text.strip() if leaf.name in CODES else leaf.text
        if (leaf.name in WORDS or leaf.name in CODES) and ("\n" in text or "\t" in text):
            yield Flaw(
                leaf.element,
                _("{field} indeholder et linjeskift eller en tabulator.").format(field=leaf.name),
                unshown(leaf) if leaf.names_a_person else " ".join(leaf.text.split()),
                unshown(leaf) if leaf.names_a_person else leaf.text.translate(_SEEN),
            )


RULES: tuple[Rule[Any], ...] = (
    text_looks_cut, value_cut, only_spaces, empty_paragraph, space_around_code, line_break_in_name, *markup.RULES,
    *characters.RULES,
)
