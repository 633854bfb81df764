"""Small messages to try rules on: a valid XRPT01 and XRPT05, each part of which a test can say otherwise."""

from datetime import datetime

from labcert.domain.findings import Finding
from labcert.domain.suite import suite_root
from labcert.validation import validate
from labcert.validation.loading import load_rule_book
from labcert.validation.profile import Profile

HEAD = '<Emessage xmlns="http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/">'
NOON = datetime(2025, 12, 1, 12, 0)  # noqa: DTZ001 - messages carry Danish time without zone
DAY = "2025-12-01"
ANALYSES = {
    "crp": ("NPU19748", "C-reaktivt protein [CRP];P", "P—C-reaktivt protein; massek. = ? mg/L"),
    "hb": ("NPU02319", "Hæmoglobin;B", "B-Hæmoglobin(Fe); stofk. = ? mmol/L"),
    "nitrite": ("NPU21578", "Nitrit (semikvant);U", "U-Nitrit; arb.k.(proc.) = ?"),
    "stick": ("NPU03963", "Erytrocytter(semikvant);U", "U-Erythrocytter; arb.k.(proc.) = ?"),
}
UNITS = {"crp": "mg/L", "hb": "mmol/L"}
_BOOK = load_rule_book(suite_root(), Profile("as they are", "", "", ""), clock=lambda: NOON)


def findings(message: str, now: datetime | None = NOON) -> tuple[Finding, ...]:
    """Return all that is found in a message of this module; it must be one that the rules could be asked about."""
    book = load_rule_book(suite_root(), Profile("as they are", "", "", ""), clock=(lambda: now) if now else None)
    validation = validate(message.encode(), rules=_BOOK if now == NOON else book)
    assert validation.problem in {"none", "invalid"}
    assert validation.message is not None, validation.findings
    return validation.findings


def rules(message: str, now: datetime | None = NOON) -> list[str]:
    """Return the ids of the rules that find something, in the order told, without the LAB in front."""
    return [finding.rule.removeprefix("LAB-") for finding in findings(message, now)]


def element(name: str, text: str | None) -> str:
    """Return an element, or nothing where the text is None."""
    return "" if text is None else f"<{name}>{text}</{name}>"


def when(name: str, moment: str) -> str:
    """Return an element with Date and Time of `2025-12-01 08:15`, or of `08:15` on the usual day."""
    date, _, time = moment.rpartition(" ")
    return f"<{name}><Date>{date or DAY}</Date><Time>{time}</Time></{name}>"


def interval(lower: str | None = None, upper: str | None = "8", type: str | None = "uspecificeret", text: str | None = None) -> str:
    """Return a ReferenceInterval."""
    limits = element("LowerLimit", lower) + element("UpperLimit", upper) if type else ""
    inner = element("TypeOfInterval", type) + limits + element("IntervalText", text)
    return f"<ReferenceInterval>{inner}</ReferenceInterval>"


def result(
    value: str = "5",
    *,
    of: str = "crp",
    status: str = "svar_endeligt",
    type: str = "numerisk",
    operator: str | None = None,
    interval: str = "",
    mark: str | None = None,
    texts: str = "",
    group: str = "",
) -> str:
    """Return a Result of XRPT01, of an analysis of ANALYSES."""
    code, short, full = ANALYSES[of]
    return (
        f"<Result><ResultStatusCode>{status}</ResultStatusCode><Analysis><AnalysisCode>{code}</AnalysisCode>"
        "<AnalysisCodeType>iupac</AnalysisCodeType><AnalysisCodeResponsible>SST</AnalysisCodeResponsible>"
        f"<AnalysisShortName>{short}</AnalysisShortName><AnalysisCompleteName>{full}</AnalysisCompleteName>{group}</Analysis>"
        "<ProducerOfLabResult><Identifier>Lægehuset Æblegården</Identifier><IdentifierCode>PNT</IdentifierCode>"
        f"</ProducerOfLabResult>{interval}<ResultType>{type}</ResultType>{element('Operator', operator)}"
        f"<Value>{value}</Value>{element('Unit', UNITS.get(of))}{element('ResultValidation', mark)}{texts}</Result>"
    )


def words(value: str = "positiv", **more: str | None) -> str:
    """Return an alphanumeric Result, of nitrite unless told otherwise."""
    return result(value, **{"of": "nitrite", "type": "alfanumerisk", **more})


def findings_of(
    value: str | None = "16", operator: str = "lig_med", unit: str | None = "mg/L", interval: str = "", mark: str | None = None
) -> str:
    """Return the AnalysisFindings of an XRPT05; without a value there is no quantity, only the words."""
    quantity = "" if value is None else element("Operator", operator) + element("Value", value) + element("Unit", unit)
    return (
        f"<AnalysisFindings><Analysis>{coded('Koncentration')}</Analysis><Findings><InterPretation>{coded('Målt værdi')}"
        f"</InterPretation>{interval}{quantity}{element('ResultValidation', mark)}</Findings></AnalysisFindings>"
    )


def coded(text: str) -> str:
    """Return the Text of a coded text without code."""
    return f"<Text><Paragraph>{text}</Paragraph></Text>"


def investigation(
    found: str = "",
    *,
    code: str = "100113000130420",
    owner: str = "mds",
    type: str | None = None,
    name: str = "Dyrkning og resistens",
    material: str | None = "Urin",
    location: str | None = "Blære",
    more: str | None = None,
    summary: str | None = None,
) -> str:
    """Return an Investigation of XRPT05 with what is found in it, of a type that fits to it."""
    type = type or ("maalbar_kvantitet" if "<Findings>" in found or "Microscop" in found else "dyrkning")
    responsible = {"mds": "MDS", "lokal": "PNT", "iupac": "SST"}[owner]
    return (
        f"<Investigation><Examination><ExaminationTypeCode>{type}</ExaminationTypeCode>"
        f"<MICAnalysisCode>{code}</MICAnalysisCode><AnalysisCodeType>{owner}</AnalysisCodeType>"
        f"<AnalysisCodeResponsible>{responsible}</AnalysisCodeResponsible><AnalysisMDSName><Examination>{name}</Examination>"
        f"{element('Material', material)}{element('Location', location)}</AnalysisMDSName>"
        f"{element('SupplementaryLocation', more)}<Examinator>Lægehuset Æblegården</Examinator><ProducerOfLabResult>"
        f"<Identifier>045861</Identifier><IdentifierCode>PNT</IdentifierCode></ProducerOfLabResult>"
        f"{element('Summary', summary)}</Examination>{found}</Investigation>"
    )


def quantities(*lines: str, interpretation: str = "", comments: str = "") -> str:
    """Return QuantitativeFindings."""
    return f"<QuantitativeFindings>{interpretation}{''.join(lines)}{comments}</QuantitativeFindings>"


def culture(*organisms: str, pattern: str = "", comments: str = "") -> str:
    """Return CultureFindings with micro-organisms of these names."""
    grown = "".join(
        f"<Microorganism><Identification>{coded(name)}</Identification><GrowthValue>{coded('rigelig')}</GrowthValue></Microorganism>"
        for name in organisms
    )
    return f"<CultureFindings><Headline>Dyrkning</Headline>{grown}{pattern}{comments}</CultureFindings>"


def resistance(value: str | None = "16", operator: str = "stoerre_end", unit: str | None = "mg/L", interval: str = "") -> str:
    """Return a Pattern with one cell and the quantity behind it."""
    quantity = "" if value is None else element("Operator", operator) + element("Value", value) + element("Unit", unit)
    return (
        f"<Pattern><Headline>Resistens</Headline><Antibiotic><AntibioticName>{coded('Trimethoprim')}</AntibioticName>"
        "</Antibiotic><PatternEntry><RefMicroorganism>1</RefMicroorganism><RefAntibiotic>1</RefAntibiotic>"
        f"<Susceptibility>R</Susceptibility><SusceptibilityValue>{interval}{quantity}</SusceptibilityValue></PatternEntry>"
        "<SusceptibilityInterpretation><Paragraph>R: resistent</Paragraph></SusceptibilityInterpretation></Pattern>"
    )


def microscopy(*, grouping: bool = True) -> str:
    """Return MicroscopicFindings, with or without lines under its comment."""
    lines = (
        f"<Grouping><Headline>{coded('Sediment')}</Headline><MicroscopicType><Type>celler</Type><Details><Identification>"
        f"{coded('Leukocytter')}</Identification><Value>{coded('mange')}</Value></Details></MicroscopicType></Grouping>"
    )
    inner = "<Comments><Paragraph>Ufarvet præparat</Paragraph></Comments>" + (lines if grouping else "")
    return f"<MicroscopicFindings><Headline>Mikroskopi</Headline>{inner}</MicroscopicFindings>"


def _letter(standard: str, authorised: str, number: int) -> str:
    version = {"XRPT01": "XR0131K", "XRPT05": "XR0532M"}[standard]
    return (
        f"<Letter><Identifier>L2512010000{number}</Identifier><VersionCode>{version}</VersionCode>"
        f"<StatisticalCode>{standard}</StatisticalCode>{when('Authorisation', authorised)}<TypeCode>{standard}</TypeCode></Letter>"
        "<Sender><EANIdentifier>5790000147465</EANIdentifier><Identifier>045861</Identifier>"
        "<IdentifierCode>ydernummer</IdentifierCode><OrganisationName>Lægehuset Æblegården</OrganisationName>"
        "<MedicalSpecialityCode>almen_medicin</MedicalSpecialityCode><FromLabIdentifier>PNT</FromLabIdentifier></Sender>"
        "<Receiver><EANIdentifier>5790001382445</EANIdentifier><Identifier>5790001382445</Identifier>"
        "<IdentifierCode>lokationsnummer</IdentifierCode><OrganisationName>MedComs testcenter</OrganisationName></Receiver>"
    )


NANCY = (
    "<CivilRegistrationNumber>2512489996</CivilRegistrationNumber><PersonSurnameName>Berggren</PersonSurnameName>"
    "<PersonGivenName>Nancy Ann Test</PersonGivenName>"
)
PETER = (
    "<AlternativeIdentifier>0703921VJ5</AlternativeIdentifier><PersonSurnameName>Hansen</PersonSurnameName>"
    "<PersonGivenName>Peter</PersonGivenName>"
)


def report(
    *results: str,
    status: str = "komplet_svar",
    sampled: str = "08:15",
    collected: tuple[str, str] | None = None,
    resulted: str = "08:30",
    authorised: str = "08:35",
    patient: str = NANCY,
    number: int = 1,
) -> str:
    """Return a LaboratoryReport; with no results told it has one of CRP. `collected`: from when to when."""
    ends = "" if collected is None else when("StartDateTime", collected[0]) + when("EndDateTime", collected[1])
    return (
        f"<LaboratoryReport>{_letter('XRPT01', authorised, number)}<Patient>{patient}</Patient><RequisitionInformation><Sample>"
        "<LaboratoryInternalSampleIdentifier>P251201-0001</LaboratoryInternalSampleIdentifier>"
        "<RequesterSampleIdentifier>R251201-0001</RequesterSampleIdentifier>"
        f"{when('SamplingDateTime', sampled)}{element('SamplingInterval', ends or None)}</Sample></RequisitionInformation>"
        f"<LaboratoryResults><GeneralResultInformation><ReportStatusCode>{status}</ReportStatusCode>"
        "<LaboratoryInternalProductionIdentifier>PR251201-0001</LaboratoryInternalProductionIdentifier>"
        f"{when('ResultsDateTime', resulted)}</GeneralResultInformation>{''.join(results) or result()}</LaboratoryResults>"
        "</LaboratoryReport>"
    )


def web_report(
    *investigations: str,
    status: str = "komplet_svar",
    result_status: str = "svar_endeligt",
    sampled: str = "08:15",
    received: str = "08:20",
    resulted: str = "08:30",
    authorised: str = "08:35",
    summary: str | None = None,
    comments: str = "",
    patient: str = NANCY,
    number: int = 2,
) -> str:
    """Return a MicrobiologyWebReport; with no investigations told it has one culture."""
    return (
        f"<MicrobiologyWebReport>{_letter('XRPT05', authorised, number)}<Patient>{patient}</Patient><RequisitionInformation>"
        "<Sample><LaboratoryInternalSampleIdentifier>M251201-0006</LaboratoryInternalSampleIdentifier>"
        "<RequesterSampleIdentifier>R251201-0006</RequesterSampleIdentifier>"
        f"{when('SamplingDateTime', sampled)}{when('SampleReceivedDateTime', received)}</Sample></RequisitionInformation>"
        f"<LaboratoryResults><GeneralResultInformation><ReportStatusCode>{status}</ReportStatusCode>"
        f"<ResultStatusCode>{result_status}</ResultStatusCode>"
        "<LaboratoryInternalProductionIdentifier>PM251201-0006</LaboratoryInternalProductionIdentifier>"
        f"{when('ResultsDateTime', resulted)}{element('Summary', summary)}</GeneralResultInformation>"
        f"{''.join(investigations) or investigation(culture('Escherichia coli'))}{comments}</LaboratoryResults>"
        "</MicrobiologyWebReport>"
    )


def message(*letters: str, sent: str = "08:36") -> str:
    """Return the Emessage with these letters; with none told it has one XRPT01."""
    return (
        f"{HEAD}<Envelope>{when('Sent', sent)}<Identifier>E25120100001</Identifier>"
        f"<AcknowledgementCode>pluspositivkvitt</AcknowledgementCode></Envelope>{''.join(letters) or report()}</Emessage>"
    )
