"""What is asked of where a code goes: it has a route, in the standard of its databank, or a national code to become."""

from collections.abc import Iterator
from typing import Any

from labcert.domain.language import N_, _
from labcert.domain.outcome import Severity
from labcert.validation.code_forms import NATIONAL_OWNERS
from labcert.validation.rules.code_units import turns_into_another_unit
from labcert.validation.rules.codes import is_well_formed
from labcert.validation.rules.rule import XRPT01, XRPT05, Flaw, Rule, rule
from labcert.validation.rules.views import CodeView, ResultView

__all__ = ["RULES"]


def _is_unknown(code: CodeView) -> bool:
    """Say whether a code has neither a route nor a national code to become."""
    tables = code.context.tables
    return (
        tables.routing.specialty(code.code, code.responsible) is None
        and tables.mapping.find(code.code, code.responsible) is None
    )


def _specialty(code: CodeView) -> str | None:
    """Return biochemistry or microbiology: of the code, or of the national code that PLSP makes of it."""
    tables = code.context.tables
    mapped = tables.mapping.find(code.code, code.responsible)
    route = tables.routing.specialty(code.code, code.responsible)
    if route is None and mapped is not None:
        return tables.routing.specialty(mapped.to_code, mapped.to_responsible)
    return route


@rule(
    "LAB-CODE-001",
    Severity.F2,
    on=CodeView,
    layer="codes",
    title=N_("En national kode står i rutetabellen"),
    text=N_("En NPU-, DNK-, MCS- eller MDS-kode skal stå i rutetabellen, som siger, om den går til LABA eller MiBa."),
    why=N_("PLSP ved ikke, hvilken databank svaret hører til. Et gæt kunne lægge det et forkert sted, så det afvises."),
    remedy=N_("Ret koden, hvis den er forkert. Er den rigtig, skal den ind i rutetabellen eller i en egen tabel."),
    source=N_("Besluttet i projektet: en kode, der ikke står i rutetabellen, afvises ved navn"),
    requirements=("RUT-04",),
    example="national-code-without-route",
)
def national_code_has_route(code: CodeView) -> Iterator[Flaw]:
    """Look up codes of SST, MCS and MDS."""
    if code.responsible in NATIONAL_OWNERS and is_well_formed(code) and _is_unknown(code):
        routing = code.context.tables.routing
        near = routing.nearest(code.code)
        text = _("Koden {code} ({owner}) står ikke i rutetabellen. Den ligner {near}.") if near else _(
            "Koden {code} ({owner}) står ikke i rutetabellen, og ingen af dens koder ligner."
        )
        yield Flaw(
            code.code_path,
            text.format(code=code.code, owner=code.responsible, near=near),
            _("En kode i rutetabellen, version {version}").format(version=routing.version),
            code.code,
        )


def _what_is_known(code: CodeView) -> str:
    """Say what an unknown local code may be meant to be: the same code of another owner, or one that is like it."""
    routing = code.context.tables.routing
    if owners := routing.owners(code.code):
        return _("Den kendes med ejeren {owners}.").format(owners=", ".join(owners))
    near = routing.nearest(code.code) or code.context.tables.mapping.nearest(code.code)
    return _("Den ligner {near}.").format(near=near) if near else ""


@rule(
    "LAB-CODE-002",
    Severity.F2,
    on=CodeView,
    layer="codes",
    title=N_("En lokal kode er kendt"),
    text=N_("En lokal kode skal stå i rutetabellen med sin ejer, eller i tabellen over koder, som PLSP oversætter."),
    why=N_("Ingen andre end laboratoriet ved, hvad koden betyder. PLSP afviser svaret, så det når ikke frem."),
    remedy=N_("Send den nationale kode, hvis analysen har en. Ellers skal koden ind i en tabel, før den kan deles."),
    source=N_("Besluttet i projektet: en lokal kode uden rute og uden oversættelse afvises ved navn"),
    requirements=("RUT-04", "OVS-02", "KOD-03"),
    example="local-code-nobody-knows",
)
def local_code_is_known(code: CodeView) -> Iterator[Flaw]:
    """Look up the codes of laboratories."""
    if code.responsible not in NATIONAL_OWNERS and is_well_formed(code) and _is_unknown(code):
        text = _("Den lokale kode {code} ({owner}) har ingen rute og står ikke blandt dem, PLSP oversætter. {hint}")
        yield Flaw(
            code.code_path,
            text.format(code=code.code, owner=code.responsible, hint=_what_is_known(code)).rstrip(),
            _("En kode, som en tabel har"),
            f"{code.code} ({code.responsible})",
        )


@rule(
    "LAB-CODE-003",
    Severity.F4,
    on=ResultView,
    layer="codes",
    standards=XRPT01,
    title=N_("En lokal kode kunne have været national"),
    text=N_("PLSP oversætter den lokale kode til en national, når oversættelsen er slået til. Ellers afvises den."),
    why=N_("Om der oversættes, er ikke afgjort. Med den nationale kode fra LPS'et når svaret frem uanset."),
    remedy=N_("Send den nationale kode fra LPS'et."),
    source=N_("Besluttet i projektet: oversættelsestabellen; om den bruges, er et åbent spørgsmål"),
    requirements=("OVS-01", "OVS-02"),
    example="local-code-that-is-translated",
)
def local_code_is_translated(result: ResultView) -> Iterator[Flaw]:
    """Tell what a local code without a route becomes, but where it would get another unit: that is told instead."""
    code, tables = result.code, result.context.tables
    mapped = tables.mapping.find(code.code, code.responsible)
    if mapped is None or tables.routing.specialty(code.code, code.responsible) is not None:
        return
    if is_well_formed(code) and not turns_into_another_unit(result):
        text = _("Den lokale kode {code} ({owner}) bliver til {national}, når PLSP oversætter. Ellers afvises den.")
        yield Flaw(
            code.code_path,
            text.format(code=code.code, owner=code.responsible, national=mapped.to_code),
            f"{mapped.to_code}, {mapped.to_type}, {mapped.to_responsible}",
            f"{code.code}, {code.code_type}, {code.responsible}",
        )


@rule(
    "LAB-CODE-050",
    Severity.F2,
    on=CodeView,
    layer="codes",
    standards=XRPT01,
    title=N_("En mikrobiologisk kode sendes i XRPT05"),
    text=N_("En kode, som rutetabellen har som mikrobiologi, må ikke sendes i XRPT01."),
    why=N_("XRPT01 går til LABA, som ikke har mikrobiologi. Svaret mangler så i MiBa, hvor man leder efter det."),
    remedy=N_("Send svaret som MicrobiologyWebReport (XRPT05)."),
    source=N_("Besluttet i projektet: rutetabellen afgør specialet; kodens præfiks siger intet"),
    requirements=("RUT-02", "RUT-05"),
    example="microbiology-in-xrpt01",
)
def microbiology_in_its_standard(code: CodeView) -> Iterator[Flaw]:
    """Ask the routing table about each code of XRPT01."""
    if _specialty(code) == "microbiology" and is_well_formed(code):
        yield Flaw(
            code.code_path,
            _("Koden {code} er mikrobiologi, men sendt i XRPT01.").format(code=code.code),
            "XRPT05, MicrobiologyWebReport",
            "XRPT01, LaboratoryReport",
        )


@rule(
    "LAB-CODE-051",
    Severity.F2,
    on=CodeView,
    layer="codes",
    standards=XRPT05,
    title=N_("En biokemisk kode sendes i XRPT01"),
    text=N_("En kode, som rutetabellen har som biokemi, må ikke sendes i XRPT05."),
    why=N_("XRPT05 går til MiBa, som ikke har biokemi. Svaret mangler så i LABA, hvor man leder efter det."),
    remedy=N_("Send svaret som LaboratoryReport (XRPT01)."),
    source=N_("Besluttet i projektet: rutetabellen afgør specialet; kodens præfiks siger intet"),
    requirements=("RUT-01", "RUT-05"),
    example="biochemistry-in-xrpt05",
)
def biochemistry_in_its_standard(code: CodeView) -> Iterator[Flaw]:
    """Ask the routing table about each code of XRPT05."""
    if _specialty(code) == "biochemistry" and is_well_formed(code):
        yield Flaw(
            code.code_path,
            _("Koden {code} er biokemi, men sendt i XRPT05.").format(code=code.code),
            "XRPT01, LaboratoryReport",
            "XRPT05, MicrobiologyWebReport",
        )


@rule(
    "LAB-CODE-060",
    Severity.F4,
    on=CodeView,
    layer="codes",
    title=N_("Koden står på positivlisten"),
    text=N_("Er positivlisten slået til, deles kun svar, hvis koder står på den."),
    why=N_("PLSP sender ikke svaret videre. Det er ingen fejl i beskeden, men ingen ser svaret i databanken."),
    remedy=N_("Regn ikke med, at svaret deles. Skal det deles, så bed projektgruppen om at sætte koden på listen."),
    source=N_("Slides: om der deles efter en positivliste, er et åbent spørgsmål; listen er en kontakt"),
    requirements=("POS-01", "POS-02"),
    example="code-beside-the-positive-list",
)
def code_is_shared(code: CodeView) -> Iterator[Flaw]:
    """Look the code up while the list is on; one without a route is told of that already."""
    context = code.context
    if not context.positive_list or not is_well_formed(code) or _is_unknown(code):
        return
    mapped = context.tables.mapping.find(code.code, code.responsible)
    known = (mapped.to_code, mapped.to_responsible) if mapped else (code.code, code.responsible)
    if not context.tables.positive_list.holds(*known):
        yield Flaw(
            code.code_path,
            _("Koden {code} ({owner}) står ikke på positivlisten, så svaret deles ikke.").format(
                code=code.code, owner=code.responsible
            ),
            _("En kode på positivlisten"),
            code.code,
        )


RULES: tuple[Rule[Any], ...] = (
    national_code_has_route, local_code_is_known, local_code_is_translated, microbiology_in_its_standard,
    biochemistry_in_its_standard, code_is_shared,
)
