"""What is asked of the names of a code, and of the codes that XRPT05 puts beside its texts."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from labcert.domain.language import N_, _
from labcert.domain.messages import REPORT_NAMESPACE, MicrobiologyWebReport
from labcert.domain.outcome import Severity
from labcert.validation.code_forms import CodeFault, fault_of
from labcert.validation.rules.characters import WINDOWS, misread
from labcert.validation.rules.codes import is_well_formed
from labcert.validation.rules.rule import XRPT01, XRPT05, Flaw, Rule, rule
from labcert.validation.rules.views import CodeView, InvestigationView, TextsView

__all__ = ["RULES"]

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"×": "x"})
_UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")


def _same(one: str, other: str) -> bool:
    """Say whether two names are the same but for dashes, spaces and capital letters."""
    return one == other or _essence(one) == _essence(other)


def _essence(name: str) -> str:
    return _UNSEEN.sub("", name.translate(_DASHES)).casefold()


def _on_one_line(name: str) -> str:
    return " ".join(name.split())


def _is_short_name_again(code: CodeView) -> bool:
    """Say whether the full name is the short name, the message's or the table's, and not the table's full name too."""
    row, full = code.row, code.full_name
    if (row is not None and _same(full, row.full_name)) or not full.strip():
        return False
    return any(short and _same(full, short) for short in (code.short_name, row.short_name if row else None))


@rule(
    "LAB-CODE-040",
    Severity.F3,
    on=CodeView,
    layer="codes",
    standards=XRPT01,
    title=N_("Det fulde navn er kodens"),
    text=N_("AnalysisCompleteName skal være kodetabellens fulde navn, på nær streger, mellemrum og store bogstaver."),
    why=N_("Står der et andet navn, ved ingen, om navn eller kode er rigtig. Borgeren læser navnet, systemet koden."),
    remedy=N_("Hent navnet fra kodetabellen. Er navnet det rigtige, så ret koden."),
    source=N_("Besluttet i projektet: kodetabellens fulde navn"),
    requirements=("NAV-01",),
    example="name-of-another-code",
)
def full_name_is_the_codes(code: CodeView) -> Iterator[Flaw]:
    """Compare full names, but those that are told of otherwise: empty, misread, or the short name again."""
    row = code.row
    if row is None or _same(code.full_name, row.full_name):
        return
    if not code.full_name.strip() or _is_short_name_again(code) or misread(code.full_name):
        return
    if WINDOWS.search(code.full_name):
        return
    name = _on_one_line(code.full_name)
    yield Flaw(
        f"{code.path}/AnalysisCompleteName",
        _("Det fulde navn er „{name}“, men {code} hedder „{wanted}“.").format(
            name=name, code=row.code, wanted=row.full_name
        ),
        row.full_name,
        name,
    )


@rule(
    "LAB-CODE-041",
    Severity.F4,
    on=CodeView,
    layer="codes",
    title=N_("Det korte navn er kodens"),
    text=N_("AnalysisShortName bør være det korte navn, som kodetabellen har."),
    why=N_("Det korte navn står i lister. Er det forskelligt fra klinik til klinik, ligner det flere analyser."),
    remedy=N_("Hent det korte navn fra kodetabellen, eller udelad det."),
    source=N_("Besluttet i projektet: kodetabellens korte navn; et vink"),
    requirements=("NAV-02",),
    example="short-name-of-another-code",
)
def short_name_is_the_codes(code: CodeView) -> Iterator[Flaw]:
    """Compare short names where both are there."""
    row, short = code.row, code.short_name
    if row is None or not short or not row.short_name or _same(short, row.short_name):
        return
    if short.strip() and not misread(short):
        yield Flaw(
            f"{code.path}/AnalysisShortName",
            _("Det korte navn er „{name}“, men {code} hedder „{wanted}“.").format(
                name=_on_one_line(short), code=row.code, wanted=row.short_name
            ),
            row.short_name,
            _on_one_line(short),
        )


@rule(
    "LAB-CODE-042",
    Severity.F3,
    on=CodeView,
    layer="codes",
    standards=XRPT01,
    title=N_("Det fulde navn er mere end det korte"),
    text=N_("AnalysisCompleteName må ikke blot gentage det korte navn."),
    why=N_("Det korte navn siger ikke, hvad der er målt og hvordan. Det gør det fulde, som andre forstår svaret af."),
    remedy=N_("Skriv analysens fulde navn, som det står i kodetabellen."),
    source=N_("Faktum: det fulde analysenavn følger altid med det korte"),
    requirements=("NAV-01",),
    example="short-name-as-full-name",
)
def full_name_is_more_than_the_short(code: CodeView) -> Iterator[Flaw]:
    """Compare the full name with the short one."""
    if _is_short_name_again(code):
        yield Flaw(
            f"{code.path}/AnalysisCompleteName",
            _("Det fulde navn for {code} er det korte navn igen.").format(code=code.code),
            code.row.full_name if code.row else _("Analysens fulde navn"),
            _on_one_line(code.full_name),
        )


@rule(
    "LAB-CODE-043",
    Severity.F2,
    on=CodeView,
    layer="codes",
    standards=XRPT01,
    title=N_("Det fulde navn har et indhold"),
    text=N_("AnalysisCompleteName skal indeholde et navn. Skemaet tillader, at feltet er tomt."),
    why=N_("Uden et navn ser borger og læge et tal uden at vide, hvad der er målt."),
    remedy=N_("Skriv analysens fulde navn, som det står i kodetabellen."),
    source=N_("Faktum: det fulde analysenavn følger altid med det korte"),
    requirements=("NAV-01",),
    example="full-name-empty",
)
def full_name_says_something(code: CodeView) -> Iterator[Flaw]:
    """Look for full names of nothing but spaces."""
    if not code.full_name.strip():
        yield Flaw(
            f"{code.path}/AnalysisCompleteName",
            _("Det fulde navn for {code} er tomt.").format(code=code.code),
            code.row.full_name if code.row else _("Analysens fulde navn"),
            _("Intet"),
        )


@rule(
    "LAB-CODE-014",
    Severity.F3,
    on=InvestigationView,
    layer="codes",
    standards=XRPT05,
    title=N_("En MDS-kodes materiale og lokation er nævnt"),
    text=N_("En MDS-kode siger undersøgelse, materiale og lokation. AnalysisMDSName skal have dem alle tre i ord."),
    why=N_("Den, der læser svaret, ser ordene og ikke cifrene. Uden dem er det uvist, hvad der er undersøgt."),
    remedy=N_("Skriv kodens materiale i Material og dens lokation i Location."),
    source=N_("Faktum: en MDS-kode er 5 cifre for undersøgelse, 5 for materiale og 5 for lokation"),
    requirements=("NAV-03", "KOD-04"),
    example="mds-name-without-location",
)
def mds_name_is_whole(view: InvestigationView) -> Iterator[Flaw]:
    """Look for the words of material and location where the code says them; 00000 names neither."""
    code, name = view.code, view.investigation.examination.analysis_mds_name
    if code.code_type != "mds" or not is_well_formed(code):
        return
    parts = (("Material", name.material, code.code[5:10]), ("Location", name.location, code.code[10:]))
    for element, words, digits in parts:
        if digits != "00000" and not (words or "").strip():
            yield Flaw(
                f"{code.path}/AnalysisMDSName",
                _("{element} mangler, men MDS-koden siger {digits}.").format(element=element, digits=digits),
                _("{digits} i ord").format(digits=digits),
                _("Intet"),
            )


_CODE_TYPE = f"{{{REPORT_NAMESPACE}}}CodeType"
_REPORT = f"{{{REPORT_NAMESPACE}}}{MicrobiologyWebReport.__name__}"
_OWNERS = {"iupac": "SST", "mds": "MDS"}


def _coded_texts(root: etree._Element) -> Iterator[tuple[etree._Element, str, str, str]]:
    """Yield the CodeType of each coded text of XRPT05 letters with code, type and owner."""
    for report in root.iterchildren(_REPORT):
        for element in report.iter(_CODE_TYPE):
            parent = element.getparent()
            assert parent is not None
            code, kind, owner = (str(parent.findtext("{*}" + name)) for name in ("Code", "CodeType", "CodeResponsible"))
            yield element, code.strip(), kind, owner.strip()


@rule(
    "LAB-CODE-080",
    Severity.F3,
    on=TextsView,
    layer="codes",
    standards=XRPT05,
    title=N_("En kode ved en tekst har sin type og ejer"),
    text=N_("Hvor XRPT05 har en kode ved en tekst, hører iupac sammen med SST, mds med MDS, og en NPU-kode er iupac."),
    why=N_("Fund og antibiotika slås op ved koden. Med forkert type eller ejer er der kun teksten tilbage."),
    remedy=N_("Ret CodeType og CodeResponsible, så de passer sammen, eller udelad koden."),
    source=N_("Faktum: iupac hører sammen med ejeren SST, mds med MDS"),
    requirements=("KOD-04", "KOD-05"),
    example="coded-text-of-another-owner",
)
def coded_texts_have_type_and_owner(view: TextsView) -> Iterator[Flaw]:
    """Look at type and owner of each code beside a text of XRPT05; an examination's code has rules of its own."""
    for element, code, kind, owner in _coded_texts(view.root):
        is_national = fault_of(code, kind, owner) is CodeFault.NPU_TYPE
        wanted = ("iupac", "SST") if is_national else (kind, _OWNERS.get(kind, owner))
        if (kind, owner) != wanted:
            yield Flaw(
                element,
                _("Koden {code} er {type} med ejeren {owner}.").format(code=code, type=kind, owner=owner),
                ", ".join(wanted),
                f"{kind}, {owner}",
            )


RULES: tuple[Rule[Any], ...] = (
    full_name_is_the_codes, short_name_is_the_codes, full_name_is_more_than_the_short, full_name_says_something,
    mds_name_is_whole, coded_texts_have_type_and_owner,
)
