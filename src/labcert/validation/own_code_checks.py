"""What is right in a row of a user's own codes: what a message could carry, and what the rules of codes let through."""

import re
from collections.abc import Iterator

from labcert.domain.language import N_, _
from labcert.validation.code_forms import CodeFault, fault_of
from labcert.validation.table_rows import AnalysisRow

__all__ = ["SPECIALTIES", "mistakes_of"]

SPECIALTIES = {
    "biochemistry": "biochemistry",
    "biokemi": "biochemistry",
    "microbiology": "microbiology",
    "mikrobiologi": "microbiology",
}
"""what a user may write (in small letters) -> what the routing table says"""

_TYPES = ("iupac", "lokal", "mds")
_RESULT_TYPES = ("numerisk", "alfanumerisk")
_SPREADSHEET = re.compile(r"[0-9][.,][0-9]+E\+?[0-9]+", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LONGEST = {"biochemistry": 8, "microbiology": 17}
"""characters of AnalysisCode in XRPT01, of MICAnalysisCode in XRPT05"""

_FAULTS = {
    CodeFault.NPU_FORM: N_("Koden “{code}” er ikke NPU eller DNK og fem cifre. Ret koden eller dens code_type."),
    CodeFault.MCS_FORM: N_("Koden “{code}” er ikke MCS og fem cifre. Ret koden eller dens ejer."),
    CodeFault.LABORATORY: N_(
        "Ejeren “{owner}” af koden “{code}” er ikke et laboratoriums kode på tre store bogstaver. Ret code_responsible."
    ),
    CodeFault.MDS_FORM: N_("Koden “{code}” er ikke 15 cifre, som en MDS-kode er. Ret den."),
    CodeFault.NPU_OWNER: N_("Koden “{code}” ejes af SST, ikke “{owner}”. Ret code_responsible."),
    CodeFault.NPU_TYPE: N_("Koden “{code}” er national. Skriv iupac som code_type og SST som code_responsible."),
    CodeFault.MDS_OWNER: N_("Koden “{code}” ejes af MDS, ikke “{owner}”. Ret code_responsible."),
    CodeFault.MCS_TYPE: N_("Koden “{code}” er MedComs. Skriv lokal som code_type og MCS som code_responsible."),
}


def mistakes_of(row: AnalysisRow, specialty: str) -> Iterator[str]:
    """Yield what is wrong in a row, each as a sentence that says what to do. `specialty` as the user wrote it."""
    if any(_CONTROL.search(value) for value in vars(row).values()):
        yield _("Et felt indeholder et linjeskift eller et andet styretegn. Fjern det.")
        return
    route = SPECIALTIES.get(specialty.lower())
    if route is None:
        yield _("Specialet “{given}” kendes ikke. Skriv biokemi eller mikrobiologi.").format(given=specialty)
    yield from _mistakes_of_code(row, route)
    yield from _mistakes_of_facts(row)


def _mistakes_of_code(row: AnalysisRow, route: str | None) -> Iterator[str]:
    if not row.code:
        yield _("Koden mangler. Skriv den i kolonnen code.")
    elif _SPREADSHEET.fullmatch(row.code):
        text = _("Regnearket har gjort koden til tallet “{code}”. Formatér kolonnen som tekst, og skriv koden igen.")
        yield text.format(code=row.code)
    elif row.code_type not in _TYPES:
        yield _("Kodetypen “{given}” kendes ikke. Skriv {known}.").format(given=row.code_type, known=", ".join(_TYPES))
    elif (fault := fault_of(row.code, row.code_type, row.code_responsible)) is not None:
        yield _(_FAULTS[fault]).format(code=row.code, owner=row.code_responsible)
    elif route == "biochemistry" and row.code_type == "mds":
        yield _("MDS-koden “{code}” kan ikke være biokemi. Skriv mikrobiologi.").format(code=row.code)
    elif route is not None and len(row.code) > _LONGEST[route]:
        yield _("Koden “{code}” er på {count} tegn. Der er plads til {most}.").format(
            code=row.code, count=len(row.code), most=_LONGEST[route]
        )


def _mistakes_of_facts(row: AnalysisRow) -> Iterator[str]:
    if not row.full_name:
        yield _("Det fulde navn mangler. Skriv det i kolonnen full_name.")
    if len(row.short_name) > 35:
        yield _("Det korte navn “{name}” er på {count} tegn. Der er plads til 35.").format(
            name=row.short_name, count=len(row.short_name)
        )
    if len(row.unit) > 16 or "<" in row.unit or "&" in row.unit:
        text = _("Enheden “{unit}” er over 16 tegn eller har opmærkning. Skriv den som ren tekst, for eksempel 10^9/L.")
        yield text.format(unit=row.unit)
    if row.result_type not in _RESULT_TYPES:
        yield _("Resultattypen “{given}” kendes ikke. Skriv {known}.").format(
            given=row.result_type, known=" eller ".join(_RESULT_TYPES)
        )
