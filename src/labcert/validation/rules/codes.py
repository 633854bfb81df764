"""What is asked of a code's form, type and owner. One flaw of a code gives one finding: the form goes first."""

from collections.abc import Iterator
from typing import Any

from labcert.domain.language import N_, _
from labcert.domain.outcome import Severity
from labcert.validation.code_forms import CodeFault, fault_of
from labcert.validation.rules.rule import XRPT01, XRPT05, Flaw, Rule, rule
from labcert.validation.rules.views import CodeView

__all__ = ["RULES", "is_well_formed"]


def _fault(code: CodeView) -> CodeFault | None:
    return fault_of(code.code, code.code_type, code.responsible)


def is_well_formed(code: CodeView) -> bool:
    """Say whether no rule of form, type and owner stands against a code: only then is it worth looking up.

    In XRPT01, where mds is no type, the schema lets no code be as long as an MDS code.
    """
    return _fault(code) is None


def _triple(code: CodeView) -> str:
    return f"{code.code_type}, {code.responsible}"


@rule(
    "LAB-CODE-010",
    Severity.F2,
    on=CodeView,
    layer="codes",
    title=N_("En iupac-kode er NPU eller DNK og fem cifre"),
    text=N_("Er AnalysisCodeType iupac, skal koden være NPU eller DNK med store bogstaver og derefter fem cifre."),
    why=N_("En kode med en anden form findes ikke. Svaret kan ikke slås op og afvises eller vises uden navn og enhed."),
    remedy=N_("Ret koden. Er den laboratoriets egen, er kodetypen lokal og ejeren laboratoriets kode."),
    source=N_("Faktum: iupac-koder er NPUnnnnn og DNKnnnnn"),
    requirements=("KOD-01", "KOD-05"),
    example="iupac-code-in-small-letters",
)
def national_form(code: CodeView) -> Iterator[Flaw]:
    """Look at the form of iupac codes."""
    if _fault(code) is CodeFault.NPU_FORM:
        near = code.context.tables.analyses.nearest(code.code)
        text = _("Koden {code} er iupac, men ikke NPU eller DNK og fem cifre. Den ligner {near}.") if near else _(
            "Koden {code} er iupac, men ikke NPU eller DNK og fem cifre."
        )
        yield Flaw(
            code.code_path,
            text.format(code=code.code, near=near),
            near or _("NPU eller DNK og fem cifre"),
            code.code,
        )


@rule(
    "LAB-CODE-011",
    Severity.F2,
    on=CodeView,
    layer="codes",
    title=N_("En MCS-kode er MCS og fem cifre"),
    text=N_("Er ejeren MCS, skal koden være MCS med store bogstaver og derefter fem cifre."),
    why=N_("MedCom har ingen koder med en anden form, så svaret kan ikke slås op."),
    remedy=N_("Ret koden. Er den laboratoriets egen, er ejeren laboratoriets kode på tre bogstaver."),
    source=N_("Faktum: MedComs egne koder er MCSnnnnn"),
    requirements=("KOD-02",),
    example="mcs-code-of-four-digits",
)
def medcom_form(code: CodeView) -> Iterator[Flaw]:
    """Look at the form of local codes that MCS is said to own."""
    if _fault(code) is CodeFault.MCS_FORM:
        yield Flaw(
            code.code_path,
            _("Koden {code} har ejeren MCS, men er ikke MCS og fem cifre.").format(code=code.code),
            _("MCS og fem cifre"),
            code.code,
        )


@rule(
    "LAB-CODE-012",
    Severity.F2,
    on=CodeView,
    layer="codes",
    title=N_("En lokal kode ejes af et laboratorium"),
    text=N_("Er AnalysisCodeType lokal, skal ejeren være laboratoriets kode på tre store bogstaver, eller MCS."),
    why=N_("To laboratorier kan have samme lokale kode for hver sin analyse. Ejeren er det eneste, der skelner dem."),
    remedy=N_("Skriv laboratoriets kode som ejer. Er koden national, er kodetypen iupac eller mds."),
    source=N_("Faktum: et laboratoriums egne koder er lokal med laboratoriets kode på tre bogstaver som ejer"),
    requirements=("KOD-03",),
    example="local-code-owned-by-sst",
)
def local_owner(code: CodeView) -> Iterator[Flaw]:
    """Look at the owner of local codes."""
    if _fault(code) is CodeFault.LABORATORY:
        yield Flaw(
            f"{code.path}/AnalysisCodeResponsible",
            _("Den lokale kode {code} har ejeren {owner}, og det er ikke et laboratoriums kode.").format(
                code=code.code, owner=code.responsible
            ),
            _("Laboratoriets kode på tre store bogstaver"),
            code.responsible,
        )


@rule(
    "LAB-CODE-013",
    Severity.F2,
    on=CodeView,
    layer="codes",
    standards=XRPT05,
    title=N_("En MDS-kode er 15 cifre"),
    text=N_("Er AnalysisCodeType mds, skal koden være 15 cifre: fem for undersøgelse, materiale og lokation hver."),
    why=N_("Mangler der cifre, er det uvist, hvad der er undersøgt, i hvilket materiale eller hvorfra."),
    remedy=N_("Skriv alle tre dele af koden uden mellemrum, også foranstillede nuller."),
    source=N_("Faktum: en MDS-kode er 5 + 5 + 5 cifre"),
    requirements=("KOD-04",),
    example="mds-code-of-fourteen-digits",
)
def mds_form(code: CodeView) -> Iterator[Flaw]:
    """Look at the form of MDS codes."""
    if _fault(code) is CodeFault.MDS_FORM:
        yield Flaw(
            code.code_path,
            _("MDS-koden {code} er ikke 15 cifre.").format(code=code.code),
            _("15 cifre"),
            code.code,
        )


@rule(
    "LAB-CODE-020",
    Severity.F2,
    on=CodeView,
    layer="codes",
    title=N_("En iupac-kode ejes af SST"),
    text=N_("En NPU- eller DNK-kode med AnalysisCodeType iupac skal have AnalysisCodeResponsible SST."),
    why=N_("Koden slås op sammen med sin ejer. Med en anden ejer er den ukendt, og svaret kan ikke sendes videre."),
    remedy=N_("Skriv SST i AnalysisCodeResponsible."),
    source=N_("Faktum: iupac hører sammen med ejeren SST"),
    requirements=("KOD-01", "KOD-05"),
    example="iupac-code-of-another-owner",
)
def national_owner(code: CodeView) -> Iterator[Flaw]:
    """Look at the owner of iupac codes."""
    if _fault(code) is CodeFault.NPU_OWNER:
        yield Flaw(
            f"{code.path}/AnalysisCodeResponsible",
            _("Koden {code} er iupac, men har ejeren {owner}.").format(code=code.code, owner=code.responsible),
            "SST",
            code.responsible,
        )


@rule(
    "LAB-CODE-021",
    Severity.F2,
    on=CodeView,
    layer="codes",
    title=N_("En NPU- eller DNK-kode sendes som iupac"),
    text=N_("En NPU- eller DNK-kode må ikke have AnalysisCodeType lokal eller mds."),
    why=N_("Som lokal kode er den ukendt for alle andre, selv om analysen er national. Så samles svarene ikke."),
    remedy=N_("Skriv iupac i AnalysisCodeType og SST i AnalysisCodeResponsible, og koden med store bogstaver."),
    source=N_("Faktum: NPUnnnnn og DNKnnnnn er iupac med ejeren SST"),
    requirements=("KOD-01", "KOD-05"),
    example="npu-code-as-local",
)
def national_type(code: CodeView) -> Iterator[Flaw]:
    """Look at the type of what is an NPU or DNK code, in capital letters or not."""
    if _fault(code) is CodeFault.NPU_TYPE:
        yield Flaw(
            f"{code.path}/AnalysisCodeType",
            _("Koden {code} er national, men sendt som {type} med ejeren {owner}.").format(
                code=code.code, type=code.code_type, owner=code.responsible
            ),
            "iupac, SST",
            _triple(code),
        )


@rule(
    "LAB-CODE-022",
    Severity.F2,
    on=CodeView,
    layer="codes",
    standards=XRPT01,
    title=N_("MDS-koder hører ikke til i XRPT01"),
    text=N_("AnalysisCodeType i XRPT01 er iupac eller lokal. Skemaet tillader mds, men konverteren afviser den."),
    why=N_("Beskeden kommer gennem skemaet og går så i stå, når den skal laves om til EDIFACT."),
    remedy=N_("Send en mikrobiologisk undersøgelse i XRPT05. Er analysen biokemisk, er kodetypen iupac eller lokal."),
    source=N_("Faktum: konverteren mellem EDIFACT og XML afviser mds i XRPT01"),
    requirements=("KOD-04",),
    example="mds-in-xrpt01",
)
def mds_in_biochemistry(code: CodeView) -> Iterator[Flaw]:
    """Look for the type mds, but where the code is another's: that is told already."""
    if code.code_type == "mds" and _fault(code) not in {CodeFault.NPU_TYPE, CodeFault.MCS_TYPE}:
        yield Flaw(
            f"{code.path}/AnalysisCodeType",
            _("Koden {code} er sendt som mds i XRPT01.").format(code=code.code),
            _("iupac eller lokal"),
            "mds",
        )


@rule(
    "LAB-CODE-023",
    Severity.F2,
    on=CodeView,
    layer="codes",
    standards=XRPT05,
    title=N_("En MDS-kode ejes af MDS"),
    text=N_("En kode på 15 cifre med AnalysisCodeType mds skal have AnalysisCodeResponsible MDS."),
    why=N_("Koden slås op sammen med sin ejer. Med en anden ejer er den ukendt, og svaret kan ikke sendes videre."),
    remedy=N_("Skriv MDS i AnalysisCodeResponsible."),
    source=N_("Faktum: mds hører sammen med ejeren MDS"),
    requirements=("KOD-04",),
    example="mds-code-of-another-owner",
)
def mds_owner(code: CodeView) -> Iterator[Flaw]:
    """Look at the owner of MDS codes."""
    if _fault(code) is CodeFault.MDS_OWNER:
        yield Flaw(
            f"{code.path}/AnalysisCodeResponsible",
            _("MDS-koden {code} har ejeren {owner}.").format(code=code.code, owner=code.responsible),
            "MDS",
            code.responsible,
        )


@rule(
    "LAB-CODE-024",
    Severity.F2,
    on=CodeView,
    layer="codes",
    title=N_("En MCS-kode er lokal og ejes af MCS"),
    text=N_("En MCS-kode skal have AnalysisCodeType lokal og AnalysisCodeResponsible MCS."),
    why=N_("Koden slås op sammen med type og ejer. Med andre er den ukendt, og svaret kan ikke sendes videre."),
    remedy=N_("Skriv lokal i AnalysisCodeType og MCS i AnalysisCodeResponsible."),
    source=N_("Faktum: MedComs egne koder MCSnnnnn er lokal med ejeren MCS"),
    requirements=("KOD-02",),
    example="mcs-code-of-another-owner",
)
def medcom_type_and_owner(code: CodeView) -> Iterator[Flaw]:
    """Look at type and owner of what is an MCS code."""
    if _fault(code) is CodeFault.MCS_TYPE:
        place = "AnalysisCodeType" if code.code_type != "lokal" else "AnalysisCodeResponsible"
        yield Flaw(
            f"{code.path}/{place}",
            _("Koden {code} er MedComs, men sendt som {type} med ejeren {owner}.").format(
                code=code.code, type=code.code_type, owner=code.responsible
            ),
            "lokal, MCS",
            _triple(code),
        )


RULES: tuple[Rule[Any], ...] = (
    national_form, medcom_form, local_owner, mds_form, national_owner, national_type, mds_in_biochemistry, mds_owner,
    medcom_type_and_owner,
)
