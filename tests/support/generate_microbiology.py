"""The right XRPT05 of `generate_messages`: cultures with patterns that refer rightly, quantities, microscopy."""

import zlib
from datetime import datetime
from typing import Any

from labcert.domain.messages import MicrobiologyWebReport
from labcert.domain.messages.common import CodedText, Paragraphs, Physician, Producer
from labcert.domain.messages.xrpt05 import (
    AnalysisMDSName,
    Examination,
    Investigation,
    MicrobiologyResultInformation,
    MicrobiologyResults,
    WebCCReceiver,
    WebReceiver,
    WebRequisition,
    WebSample,
    WebSender,
)
from labcert.domain.messages.xrpt05_findings import (
    AnalysisFindings,
    Antibiotic,
    CultureFindings,
    Details,
    Findings,
    Grouping,
    Microorganism,
    MicroscopicFindings,
    MicroscopicType,
    Pattern,
    PatternEntry,
    QuantitativeFindings,
    SusceptibilityValue,
)
from labcert.validation.tables import AnalysisRow
from tests.support.message_maker import Maker, moment

__all__ = ["microbiology"]

MICROBES = (
    "Escherichia coli", "Enterococcus faecalis", "Proteus mirabilis", "Klebsiella pneumoniae", "Staphylococcus saprophyticus",
    "Pseudomonas aeruginosa", "Streptococcus agalactiae", "Candida albicans", "Citrobacter freundii", "Morganella morganii",
)  # fmt: skip
ANTIBIOTICS = ("Pivmecillinam", "Trimethoprim", "Nitrofurantoin", "Sulfamethizol", "Ciprofloxacin", "Ampicillin", "Cefuroxim", "Gentamicin")
SEEN = {
    "celler": "Leukocytter", "mikroorganisme": "Stave", "konsistens": "Tynd", "udseende": "Uklar", "vurdering": "Sparsom",
    "flora": "Blandet flora",
}  # fmt: skip


def _coded(maker: Maker, text: str) -> CodedText:
    """Return a text, now and then with the code that stands for it, whose type and owner go together."""
    number = f"{zlib.crc32(text.encode()) % 90_000 + 10_000}"
    code, kind, owner = maker.rng.choice(((number, "mds", "MDS"), (f"PNT{number}", "lokal", "PNT")))
    given = maker.maybe(0.2)
    more = (maker.sentence(),) if maker.maybe(0.1) else ()
    return CodedText(
        code=code if given else None, code_type=kind if given else None, code_responsible=owner if given else None,
        text=Paragraphs(paragraph=(text, *more)),
    )  # fmt: skip


def _comments(maker: Maker) -> tuple[CodedText, ...]:
    return tuple(_coded(maker, maker.sentence()) for _one in range(maker.rng.choice((0, 0, 1, 2))))


def _pattern(maker: Maker, microbes: int) -> Pattern:
    """Return a pattern with an answer for every micro-organism and antibiotic, each once."""
    names = maker.rng.sample(ANTIBIOTICS, maker.rng.randint(1, len(ANTIBIOTICS)))
    entries = [
        PatternEntry(
            ref_microorganism=str(one), ref_antibiotic=str(other), susceptibility=maker.rng.choice("SIR"),
            susceptibility_value=_mic(maker) if maker.maybe(0.2) else None,
        )
        for one in range(1, microbes + 1)
        for other in range(1, len(names) + 1)
    ]  # fmt: skip
    maker.rng.shuffle(entries)
    return Pattern(
        headline="Resistensbestemmelse",
        antibiotic=tuple(
            Antibiotic(
                antibiotic_name=_coded(maker, name),
                susceptibility_method=_coded(maker, "Tabletdiffusion") if maker.maybe(0.3) else None,
            )
            for name in names
        ),
        pattern_entry=tuple(entries),
        susceptibility_interpretation=Paragraphs(paragraph=("S: følsom", "I: følsom ved øget dosis", "R: resistent")),
    )


def _mic(maker: Maker) -> SusceptibilityValue:
    said = maker.measured(width=8)
    inside = said["mark"] is None
    interval: Any = said["interval"] if inside else None
    return SusceptibilityValue(
        reference_interval=interval, operator="lig_med", value=str(said["value"]), unit="mg/L",
        reference=maker.references(), comments=_comments(maker),
    )  # fmt: skip


def _culture(maker: Maker) -> CultureFindings:
    """Return what grew; where nothing did, a comment says so."""
    names = maker.rng.sample(MICROBES, maker.rng.choice((0, 1, 1, 2, 3, 10)))
    if not names:
        return CultureFindings(headline="Dyrkning", comments=(_coded(maker, "Ingen vækst."),))
    return CultureFindings(
        headline="Dyrkning",
        microorganism=tuple(
            Microorganism(
                identification=_coded(maker, name),
                growth_value=_coded(maker, maker.rng.choice(("> 100.000 CFU/mL", "10.000 CFU/mL", "10^5/mL"))),
                species_comment=_comments(maker),
            )
            for name in names
        ),
        pattern=_pattern(maker, len(names)) if maker.maybe(0.6) else None,
        comments=_comments(maker),
    )


def _findings(maker: Maker, *, number: bool) -> Findings:
    said = maker.measured(width=8) if number else maker.worded()
    interval: Any = said["interval"]
    mark: Any = said["mark"]
    told = said["operator"] or "lig_med" if number else "ikke_angivet"
    return Findings(
        interpretation=_coded(maker, "Uden for det normale" if mark else "Set"),
        reference_interval=interval,
        operator=str(told),
        value=str(said["value"]),
        unit="mmol/L" if number else None,
        result_validation=mark,
        reference=maker.references(),
        comments=_comments(maker),
    )


def _quantities(maker: Maker, *, number: bool) -> QuantitativeFindings:
    count = maker.rng.choice((1, 1, 2, 20))
    return QuantitativeFindings(
        interpretation=_coded(maker, "Set") if maker.maybe() else None,
        analysis_findings=tuple(
            AnalysisFindings(analysis=_coded(maker, f"Undersøgelse {at}"), findings=_findings(maker, number=number))
            for at in range(1, count + 1)
        ),
        comments=_comments(maker),
    )


def _microscopy(maker: Maker) -> MicroscopicFindings:
    groups = []
    for at in range(maker.rng.choice((0, 1, 2, 5))):
        kinds = maker.rng.sample(sorted(SEEN), maker.rng.randint(1, len(SEEN)))
        lines = [
            MicroscopicType(
                type=kind, details=(Details(identification=_coded(maker, SEEN[kind]), value=_coded(maker, "mange")),)
            )
            for kind in kinds
        ]
        groups.append(Grouping(headline=_coded(maker, f"Præparat {at + 1}"), microscopic_type=tuple(lines)))
    return MicroscopicFindings(
        headline="Mikroskopi", comments=Paragraphs(paragraph=("Ufarvet præparat, 400 gange.",)), grouping=tuple(groups)
    )


def _investigation(maker: Maker, row: AnalysisRow, at: int, *, answered: bool) -> Investigation:
    """Return an investigation with findings of the kind it is, none where the sample has only been received."""
    kind = maker.rng.choice(("dyrkning", "maalbar_kvantitet", "observerbar_egenskab"))
    mds = row.code_type == "mds"
    return Investigation(
        examination=Examination(
            examination_type_code=kind,
            mic_analysis_code=row.code,
            analysis_code_type=row.code_type,
            analysis_code_responsible=row.code_responsible,
            analysis_short_name=row.short_name or None,
            analysis_mds_name=AnalysisMDSName(
                examination=f"Undersøgelse nr. {at}",
                material="Urin" if mds or maker.maybe(0.7) else None,
                location="Blære" if mds or maker.maybe(0.7) else None,
            ),
            supplementary_location="Midtstråle" if maker.maybe(0.2) else None,
            examinator="Lægehuset Æblegården",
            producer_of_lab_result=Producer(identifier="045861", identifier_code="PNT"),
            summary="Set af laboratoriet." if answered and maker.maybe(0.3) else None,
        ),
        quantitative_findings=_quantities(maker, number=mds)
        if answered and (kind == "maalbar_kvantitet" or maker.maybe(0.1))
        else None,
        culture_findings=_culture(maker) if answered and kind == "dyrkning" else None,
        microscopic_findings=_microscopy(maker)
        if answered and (kind == "observerbar_egenskab" or maker.maybe(0.1))
        else None,
    )


def microbiology(maker: Maker, number: str, times: tuple[datetime, ...]) -> MicrobiologyWebReport:
    """Return an XRPT05; `times` are those of `Maker.moments`."""
    report = maker.rng.choice(("komplet_svar", "komplet_svar", "del_svar", "modtaget"))
    status = maker.statuses(report)
    answered = status != "proeve_modtaget"
    rows = maker.analyses("microbiology")
    count = maker.rng.choice((1, 1, 1, 2, 4, 12)) if maker.maybe(0.95) else 90
    identifier, kind = maker.sender_number()
    to, to_kind = maker.receiver_number()
    return MicrobiologyWebReport(
        letter=maker.head(number, "XRPT05", times[3]),
        sender=WebSender(
            ean_identifier="5790000147465", identifier=identifier, identifier_code=kind,
            organisation_name="Lægehuset Æblegården", medical_speciality_code="almen_medicin", from_lab_identifier="PNT",
            **maker.names(),
        ),
        receiver=WebReceiver(
            ean_identifier="5790001382445", identifier=to, identifier_code=to_kind,
            organisation_name="MedComs testcenter" if maker.maybe() else None,
            physician=Physician(person_initials="AEO") if maker.maybe() else None, **maker.names(), **maker.address(),
        ),
        cc_receiver=WebCCReceiver(
            identifier="73091000016008", identifier_code="sorkode", organisation_name="Naboklinikken", **maker.names()
        )
        if maker.maybe(0.2)
        else None,
        patient=maker.patient(),
        requisition_information=WebRequisition(
            clinical_information=Paragraphs(paragraph=("Dysuri i tre døgn.", maker.sentence())) if maker.maybe() else None,
            comments=_comments(maker),
            sample=WebSample(
                laboratory_internal_sample_identifier=f"M-{number}",
                requester_sample_identifier=f"R-{number}"[:15],
                sampling_date_time=moment(times[0]),
                sample_received_date_time=moment(times[1]),
            ),
        ),
        laboratory_results=MicrobiologyResults(
            general_result_information=MicrobiologyResultInformation(
                report_status_code=report,
                result_status_code=status,
                to_lab_identifier="KMA" if maker.maybe(0.2) else None,
                laboratory_internal_production_identifier=f"PM-{number}",
                results_date_time=moment(times[2]),
                summary="Svaret er gennemset." if answered and maker.maybe() else None,
            ),
            investigation=tuple(
                _investigation(maker, maker.rng.choice(rows), at, answered=answered) for at in range(1, count + 1)
            ),
            comments=_comments(maker),
        ),
    )  # fmt: skip
