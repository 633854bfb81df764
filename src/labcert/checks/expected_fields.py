"""What a message's fields must say for a case, by key: the path from a letter or a result, every step numbered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from labcert.domain.case import Case, Culture, Microscopy, Organisation, Result, Span

__all__ = ["NAMESPACE", "Expectation", "Wanted", "head_of", "letter_of", "letters_wanted", "result_of"]

NAMESPACE = "http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/"
VERSIONS = {"XRPT01": "XR0131K", "XRPT05": "XR0532M"}
STANDARDS = {"biochemistry": "XRPT01", "microbiology": "XRPT05"}
RECEIVED = "*****"
"""what the standard has as the value of a sample that is only received"""


@dataclass(frozen=True)
class Expectation:
    """A field's text. `fixed`: the standard says so, else the case. `optional`: it may be left out."""

    text: str
    fixed: bool = False
    optional: bool = False


@dataclass(frozen=True)
class Wanted:
    """The fields of one analysis by key, and texts that must stand somewhere in it, wherever the system puts them."""

    fields: Mapping[str, Expectation]
    texts: tuple[str, ...] = ()


Pairs = Iterator[tuple[str, Expectation | None]]


def _keyed(pairs: Pairs) -> dict[str, Expectation]:
    """Number each step of the paths that aren't, and leave out what is not expected."""
    return {
        "/".join(step if step.endswith("]") else f"{step}[1]" for step in path.split("/")): wanted
        for path, wanted in pairs
        if wanted is not None
    }


def _from_case(text: str | None, *, optional: bool = False) -> Expectation | None:
    return Expectation(text, optional=optional) if text else None


def _moment(path: str, time: str) -> Pairs:
    date, _t, clock = time.partition("T")
    yield f"{path}/Date", _from_case(date)
    yield f"{path}/Time", _from_case(clock[:5])


def letters_wanted(case: Case, *results: Result) -> tuple[str, ...]:
    """Return the standards of the letters that a case, or some of its results, makes."""
    return tuple(dict.fromkeys(STANDARDS[result.specialty] for result in results or case.results))


def head_of(case: Case) -> dict[str, Expectation]:
    """Return what Envelope must say."""
    code = "pluspositivkvitt" if case.acknowledgement else "minuspositivkvitt"
    return _keyed(iter([("AcknowledgementCode", Expectation(code))]))


def letter_of(case: Case, standard: str) -> dict[str, Expectation]:
    """Return what a letter must say but for its results."""
    return _keyed(_letter(case, standard))


def _letter(case: Case, standard: str) -> Pairs:
    yield "Letter/VersionCode", Expectation(VERSIONS[standard], fixed=True)
    yield "Letter/StatisticalCode", Expectation(standard, fixed=True)
    yield "Letter/TypeCode", Expectation(standard, fixed=True)
    yield from _moment("Letter/Authorisation", case.sample.authorised_at)
    yield from _party("Sender", case.sender)
    yield "Sender/MedicalSpecialityCode", _from_case(case.sender.speciality, optional=True)
    yield "Sender/FromLabIdentifier", _from_case(case.sender.laboratory)
    yield from _party("Receiver", case.requester)
    yield "Receiver/Physician/PersonInitials", _from_case(case.requester.initials, optional=True)
    yield "Patient/CivilRegistrationNumber", _from_case(case.patient.cpr)
    yield "Patient/AlternativeIdentifier", _from_case(None if case.patient.cpr else case.patient.replacement)
    yield "Patient/PersonSurnameName", _from_case(case.patient.surname)
    yield "Patient/PersonGivenName", _from_case(case.patient.given_name)
    consent = {"refused": Expectation("false"), "given": Expectation("true", optional=True), None: None}
    yield "Patient/Consent/Given", consent.get(case.consent)
    yield from _requisition(case, standard)
    general = "LaboratoryResults/GeneralResultInformation"
    yield f"{general}/ReportStatusCode", _from_case(case.report_status)
    if standard == "XRPT05":
        statuses = [result.status for result in case.results if result.specialty == "microbiology"]
        yield f"{general}/ResultStatusCode", _from_case(statuses[0] if len(set(statuses)) == 1 else None)
    yield f"{general}/LaboratoryInternalProductionIdentifier", _from_case(case.sample.production_number)
    yield from _moment(f"{general}/ResultsDateTime", case.sample.results_at)


def _party(name: str, party: Organisation) -> Pairs:
    yield f"{name}/EANIdentifier", _from_case(party.ean)
    if name != "Sender":  # by which of its numbers a clinic tells who it is, is its own choice
        yield f"{name}/Identifier", _from_case(party.identifier)
        yield f"{name}/IdentifierCode", _from_case(party.identifier_code)
    yield f"{name}/OrganisationName", _from_case(party.name)
    yield f"{name}/DepartmentName", _from_case(party.department, optional=True)


def _requisition(case: Case, standard: str) -> Pairs:
    requisition = "RequisitionInformation"
    if standard == "XRPT01":
        yield f"{requisition}/Comments", _from_case(" ".join(case.comments))
    else:
        for number, text in enumerate(case.clinical_information, 1):
            yield f"{requisition}/ClinicalInformation/Paragraph[{number}]", _from_case(text)
        for number, text in enumerate(case.comments, 1):
            yield f"{requisition}/Comments[{number}]/Text/Paragraph", _from_case(text)
        yield from _moment(f"{requisition}/Sample/SampleReceivedDateTime", case.sample.received)
    sample = f"{requisition}/Sample"
    yield f"{sample}/LaboratoryInternalSampleIdentifier", _from_case(case.sample.laboratory_number)
    yield f"{sample}/RequesterSampleIdentifier", _from_case(case.sample.requester_number)
    yield from _moment(f"{sample}/SamplingDateTime", case.sample.taken)


def result_of(case: Case, result: Result) -> Wanted:
    """Return what the element of one analysis must say."""
    if STANDARDS[result.specialty] == "XRPT01":
        return Wanted(_keyed(_biochemistry(case, result)))
    return Wanted(_keyed(_microbiology(case, result)), tuple(text for text in _texts_of(result) if text))


def _plain(spans: Sequence[Span]) -> str:
    return "".join(" " if span.style in ("break", "space") else span.text for span in spans)


def _biochemistry(case: Case, result: Result) -> Pairs:
    yield "ResultStatusCode", _from_case(result.status)
    yield "Analysis/AnalysisCode", _from_case(result.code)
    yield "Analysis/AnalysisCodeType", _from_case(result.code_type)
    yield "Analysis/AnalysisCodeResponsible", _from_case(result.code_responsible)
    yield "Analysis/AnalysisShortName", _from_case(result.short_name)
    yield "Analysis/AnalysisCompleteName", _from_case(result.name)
    yield "ProducerOfLabResult/IdentifierCode", _from_case(case.sender.laboratory)
    yield "ResultType", _from_case(result.type, optional=not result.value)
    yield from _value("", result)
    for number, text in enumerate(result.text, 1):
        yield f"ResultTextValue[{number}]", _from_case(_plain(text))
    for number, text in enumerate(result.comments, 1):
        yield f"ResultComments[{number}]", _from_case(_plain(text))


def _value(place: str, result: Result) -> Pairs:
    interval, received = result.interval, result.status == "proeve_modtaget"
    if interval:
        limits = bool(interval.lower or interval.upper)
        yield f"{place}ReferenceInterval/TypeOfInterval", _from_case(interval.kind, optional=not limits)
        yield f"{place}ReferenceInterval/LowerLimit", _from_case(interval.lower)
        yield f"{place}ReferenceInterval/UpperLimit", _from_case(interval.upper)
        yield f"{place}ReferenceInterval/IntervalText", _from_case(interval.text)
    yield f"{place}Operator", _from_case(result.operator)
    yield f"{place}Value", Expectation(RECEIVED, fixed=True) if received else _from_case(result.value)
    yield f"{place}Unit", _from_case(result.unit, optional=received or not result.value)
    yield f"{place}ResultValidation", _from_case(result.abnormal)


def _microbiology(case: Case, result: Result) -> Pairs:
    examination = "Examination"
    yield f"{examination}/ExaminationTypeCode", _from_case(result.examination_type)
    yield f"{examination}/MICAnalysisCode", _from_case(result.code)
    yield f"{examination}/AnalysisCodeType", _from_case(result.code_type)
    yield f"{examination}/AnalysisCodeResponsible", _from_case(result.code_responsible)
    yield f"{examination}/AnalysisShortName", _from_case(result.short_name)
    yield f"{examination}/AnalysisMDSName/Examination", _from_case(result.name)
    yield f"{examination}/AnalysisMDSName/Material", _from_case(result.material)
    yield f"{examination}/AnalysisMDSName/Location", _from_case(result.location)
    yield f"{examination}/ProducerOfLabResult/IdentifierCode", _from_case(case.sender.laboratory)
    if result.value:
        yield from _value("QuantitativeFindings/AnalysisFindings/Findings/", result)
    if result.culture:
        for number, entry in enumerate(result.culture.entries, 1):
            place = f"CultureFindings/Pattern/PatternEntry[{number}]"
            yield f"{place}/RefMicroorganism", _from_case(str(entry.microbe))
            yield f"{place}/RefAntibiotic", _from_case(str(entry.antibiotic))
            yield f"{place}/Susceptibility", _from_case(entry.susceptibility)


def _texts_of(result: Result) -> Iterator[str]:
    """Yield the texts of a microbiological answer; XRPT05 has several places for most of them."""
    for spans in (*result.text, *result.comments):
        yield _plain(spans)
    if result.culture:
        yield from _culture(result.culture)
    if result.microscopy:
        yield from _microscopy(result.microscopy)


def _culture(found: Culture) -> Iterator[str]:
    yield found.headline
    for microbe in found.microbes:
        yield from (microbe.name, microbe.growth or "")
    for antibiotic in found.antibiotics:
        yield from (antibiotic.name, antibiotic.method or "")
    yield found.pattern_headline or ""
    yield from (*found.interpretation, *found.comments)


def _microscopy(seen: Microscopy) -> Iterator[str]:
    yield from (seen.headline, seen.grouping or "", *seen.comments)
    for line in seen.lines:
        yield from (line.identification, line.value)
