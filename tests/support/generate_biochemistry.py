"""The right XRPT01 of `generate_messages`: results whose statuses, values, intervals and marks go together."""

from datetime import datetime, timedelta

from labcert.domain.messages import LaboratoryReport, mixed
from labcert.domain.messages.common import CCReceiver, Physician, Producer
from labcert.domain.messages.xrpt01 import (
    Analysis,
    GeneralResultInformation,
    LaboratoryResults,
    Receiver,
    RequisitionGroup,
    RequisitionInformation,
    Result,
    ResultComments,
    ResultTextValue,
    Sample,
    SamplingInterval,
    Sender,
)
from labcert.validation.tables import AnalysisRow
from tests.support.message_maker import Maker, moment

__all__ = ["biochemistry", "result"]


def result(maker: Maker, row: AnalysisRow, status: str, group: int) -> Result:
    """Return a result of an analysis; one that is only received has no value, mark or text yet."""
    number = row.result_type == "numerisk"
    said = maker.measured(width=12) if number else maker.worded()
    if status == "proeve_modtaget":
        said = {"value": "*****", "operator": None, "interval": said["interval"], "mark": None}
    comments = [ResultComments(maker.text(styled=True)) for _one in range(maker.rng.choice((0, 0, 1, 2)))]
    values = [ResultTextValue(maker.text(styled=True)) for _one in range(maker.rng.choice((0, 0, 1)))]
    received = status == "proeve_modtaget"
    return Result(
        result_status_code=status,
        analysis=Analysis(
            analysis_code=row.code,
            analysis_code_type=row.code_type,
            analysis_code_responsible=row.code_responsible,
            analysis_short_name=row.short_name or None,
            analysis_complete_name=mixed(row.full_name),
            requisition_group=RequisitionGroup(identifier="GRUPPE", identifier_responsible="PNT", name="Bestilte prøver")
            if group
            else None,
            order=str(group) if group else None,
        ),
        producer_of_lab_result=Producer(identifier="Lægehuset Æblegården", identifier_code="PNT"),
        reference_interval=said["interval"],  # type: ignore[arg-type]
        result_type=row.result_type,
        operator=said["operator"],  # type: ignore[arg-type]
        value=str(said["value"]),
        unit=row.unit or None,
        result_validation=said["mark"],  # type: ignore[arg-type]
        texts=tuple(comments) if received else (*values, *comments),
        reference=() if received else maker.references(),
        to_lab_identifier="PNT" if maker.maybe(0.1) else None,
    )


def biochemistry(maker: Maker, number: str, times: tuple[datetime, ...], count: int) -> LaboratoryReport:
    """Return an XRPT01 of so many results; `times` are those of `moments`."""
    report = maker.rng.choice(("komplet_svar", "komplet_svar", "del_svar", "modtaget"))
    rows = maker.rng.sample(maker.analyses("biochemistry"), count)
    ordered = maker.maybe(0.3)
    identifier, kind = maker.sender_number()
    to, to_kind = maker.receiver_number()
    collected = maker.maybe(0.2)
    return LaboratoryReport(
        letter=maker.head(number, "XRPT01", times[3]),
        sender=Sender(
            ean_identifier="5790000147465", identifier=identifier, identifier_code=kind,
            organisation_name="Lægehuset Æblegården", medical_speciality_code="almen_medicin" if maker.maybe(0.7) else None,
            from_lab_identifier="PNT", **maker.names(),
        ),
        receiver=maker.local(
            Receiver(
                ean_identifier="5790001382445", identifier=to, identifier_code=to_kind,
                organisation_name="MedComs testcenter" if maker.maybe() else None,
                physician=Physician(person_initials="AEO") if maker.maybe() else None, **maker.names(), **maker.address(),
            )
        ),
        cc_receiver=maker.local(
            CCReceiver(identifier="73091000016008", identifier_code="sorkode", organisation_name="Naboklinikken", **maker.names())
        )
        if maker.maybe(0.2)
        else None,
        patient=maker.patient(),
        requisition_information=RequisitionInformation(
            comments=maker.text(styled=False) if maker.maybe(0.4) else None,
            sample=Sample(
                laboratory_internal_sample_identifier=f"P-{number}",
                requester_sample_identifier=f"R-{number}"[:15],
                sampling_date_time=moment(times[0]),
                volume="1500" if collected else None,
                unit_of_volume="mL" if collected else None,
                sampling_interval=SamplingInterval(
                    start_date_time=moment(times[0] - timedelta(hours=24)), end_date_time=moment(times[0])
                )
                if collected
                else None,
            ),
        ),
        laboratory_results=LaboratoryResults(
            general_result_information=GeneralResultInformation(
                report_status_code=report,
                laboratory_internal_production_identifier=f"PR-{number}",
                results_date_time=moment(times[2]),
            ),
            result=tuple(
                result(maker, row, maker.statuses(report), at if ordered else 0) for at, row in enumerate(rows, 1)
            ),
        ),
    )  # fmt: skip
