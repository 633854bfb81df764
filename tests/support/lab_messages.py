"""Small XRPT01 and XRPT05 messages for tests of the hosts; persons, codes and parties are those of the fixtures."""

from dataclasses import dataclass

NS = "http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/"
NANCY = "2512489996"
BRUNO = "2509479989"


@dataclass(frozen=True)
class Answer:
    """What a letter says; every field has a default that PLSP takes."""

    letter: str = "L1"
    cpr: str = NANCY
    sample: str = "RP1"
    laboratory_sample: str = "LP1"
    codes: tuple[tuple[str, str, str], ...] = (("NPU19748", "iupac", "SST"),)
    value: str = "42"
    status: str = "svar_endeligt"
    report: str = "komplet_svar"
    results_at: tuple[str, str] = ("2025-12-01", "08:30")
    consent: str | None = None
    version: str = "XR0131K"
    extra: str = ""
    """XML after Unit in each result"""
    hospital: bool = False


def _sender(answer: Answer, *, micro: bool) -> str:
    kind = (
        ("4202170", "sygehusafdelingsnummer", "Testsygehuset", "KBA")
        if answer.hospital
        else ("045861", "ydernummer", "Lægehuset Æblegården", "PNT")
    )
    speciality = "<MedicalSpecialityCode>almen_medicin</MedicalSpecialityCode>" if micro else ""
    return (
        f"<Sender><EANIdentifier>5790000147465</EANIdentifier><Identifier>{kind[0]}</Identifier><IdentifierCode>{kind[1]}</IdentifierCode>"
        f"<OrganisationName>{kind[2]}</OrganisationName>{speciality}<FromLabIdentifier>{kind[3]}</FromLabIdentifier></Sender>"
        "<Receiver><EANIdentifier>5790001382445</EANIdentifier><Identifier>5790001382445</Identifier><IdentifierCode>lokationsnummer</IdentifierCode>"
        "<OrganisationName>MedComs testcenter</OrganisationName></Receiver>"
    )


def _patient(answer: Answer) -> str:
    number = "CivilRegistrationNumber" if answer.cpr.isdigit() else "AlternativeIdentifier"
    consent = f"<Consent><Given>{answer.consent}</Given></Consent>" if answer.consent else ""
    return f"<Patient><{number}>{answer.cpr}</{number}><PersonSurnameName>Berggren</PersonSurnameName><PersonGivenName>Nancy Ann Test</PersonGivenName>{consent}</Patient>"


def _head(answer: Answer, version: str, kind: str) -> str:
    return (
        f"<Letter><Identifier>{answer.letter}</Identifier><VersionCode>{version}</VersionCode><StatisticalCode>{kind}</StatisticalCode>"
        f"<Authorisation><Date>2025-12-01</Date><Time>08:35</Time></Authorisation><TypeCode>{kind}</TypeCode></Letter>"
    )


def _sample(answer: Answer, received: str = "") -> str:
    return (
        f"<RequisitionInformation><Sample><LaboratoryInternalSampleIdentifier>{answer.laboratory_sample}</LaboratoryInternalSampleIdentifier>"
        f"<RequesterSampleIdentifier>{answer.sample}</RequesterSampleIdentifier>"
        f"<SamplingDateTime><Date>2025-12-01</Date><Time>08:15</Time></SamplingDateTime>{received}</Sample></RequisitionInformation>"
    )


def _at(answer: Answer) -> str:
    return f"<ResultsDateTime><Date>{answer.results_at[0]}</Date><Time>{answer.results_at[1]}</Time></ResultsDateTime>"


def biochemistry(answer: Answer) -> str:
    """Return a LaboratoryReport."""
    results = "".join(
        f"<Result><ResultStatusCode>{answer.status}</ResultStatusCode><Analysis><AnalysisCode>{code}</AnalysisCode><AnalysisCodeType>{kind}</AnalysisCodeType>"
        f"<AnalysisCodeResponsible>{owner}</AnalysisCodeResponsible><AnalysisShortName>Kort {code}</AnalysisShortName><AnalysisCompleteName>Analysen {code}</AnalysisCompleteName></Analysis>"
        "<ProducerOfLabResult><Identifier>045861</Identifier><IdentifierCode>PNT</IdentifierCode></ProducerOfLabResult>"
        f"<ResultType>numerisk</ResultType><Value>{answer.value}</Value><Unit>mg/L</Unit>{answer.extra}</Result>"
        for code, kind, owner in answer.codes
    )
    return (
        f"<LaboratoryReport>{_head(answer, answer.version, 'XRPT01')}{_sender(answer, micro=False)}{_patient(answer)}{_sample(answer)}"
        f"<LaboratoryResults><GeneralResultInformation><ReportStatusCode>{answer.report}</ReportStatusCode>"
        f"<LaboratoryInternalProductionIdentifier>PR1</LaboratoryInternalProductionIdentifier>{_at(answer)}</GeneralResultInformation>{results}</LaboratoryResults></LaboratoryReport>"
    )


def microbiology(answer: Answer) -> str:
    """Return a MicrobiologyWebReport with a culture of two micro-organisms and a resistance pattern."""

    def coded(text: str) -> str:
        return f"<Text><Paragraph>{text}</Paragraph></Text>"

    entries = "".join(
        f"<PatternEntry><RefMicroorganism>{row}</RefMicroorganism><RefAntibiotic>1</RefAntibiotic><Susceptibility>{mark}</Susceptibility></PatternEntry>"
        for row, mark in ((1, "S"), (2, "R"))
    )
    culture = (
        "<CultureFindings><Headline>Dyrkningsfund</Headline>"
        + "".join(
            f"<Microorganism><Identification>{coded(name)}</Identification><GrowthValue>{coded(growth)}</GrowthValue></Microorganism>"
            for name, growth in (("Escherichia coli", "10^5/mL"), ("Proteus mirabilis", "10^4/mL"))
        )
        + f"<Pattern><Headline>Resistens</Headline><Antibiotic><AntibioticName>{coded('Mecillinam')}</AntibioticName></Antibiotic>{entries}"
        "<SusceptibilityInterpretation><Paragraph>S = følsom</Paragraph></SusceptibilityInterpretation></Pattern></CultureFindings>"
    )
    microscopy = (
        "<MicroscopicFindings><Headline>Mikroskopi</Headline><Comments><Paragraph>Set direkte</Paragraph></Comments>"
        f"<Grouping><Headline>{coded('Celler i alt')}</Headline><MicroscopicType><Type>celler</Type><Details>"
        f"<Identification>{coded('Leukocytter')}</Identification><Value>{coded('mange')}</Value></Details></MicroscopicType></Grouping></MicroscopicFindings>"
    )
    investigations = "".join(
        f"<Investigation><Examination><ExaminationTypeCode>dyrkning</ExaminationTypeCode><MICAnalysisCode>{code}</MICAnalysisCode><AnalysisCodeType>{kind}</AnalysisCodeType>"
        f"<AnalysisCodeResponsible>{owner}</AnalysisCodeResponsible><AnalysisMDSName><Examination>Dyrkning</Examination><Material>Urin</Material></AnalysisMDSName><Examinator>Lægehuset</Examinator>"
        f"<ProducerOfLabResult><Identifier>045861</Identifier><IdentifierCode>PNT</IdentifierCode></ProducerOfLabResult></Examination>{culture}{microscopy}</Investigation>"
        for code, kind, owner in answer.codes
    )
    received = "<SampleReceivedDateTime><Date>2025-12-01</Date><Time>08:20</Time></SampleReceivedDateTime>"
    return (
        f"<MicrobiologyWebReport>{_head(answer, 'XR0532M', 'XRPT05')}{_sender(answer, micro=True)}{_patient(answer)}{_sample(answer, received)}"
        f"<LaboratoryResults><GeneralResultInformation><ReportStatusCode>{answer.report}</ReportStatusCode><ResultStatusCode>{answer.status}</ResultStatusCode>"
        f"<LaboratoryInternalProductionIdentifier>PR1</LaboratoryInternalProductionIdentifier>{_at(answer)}</GeneralResultInformation>{investigations}</LaboratoryResults></MicrobiologyWebReport>"
    )


URINE = Answer(letter="L2", codes=(("NPU18542", "iupac", "SST"),))
"""an answer whose code is microbiological although it begins with NPU"""


def envelope(
    *letters: str, identifier: str = "E1", receipt: bool = True, encoding: str = "UTF-8", sent: str = "08:40"
) -> bytes:
    """Return an Emessage of letters."""
    wish = "pluspositivkvitt" if receipt else "minuspositivkvitt"
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<Emessage xmlns="{NS}">\n<Envelope><Sent><Date>2025-12-01</Date><Time>{sent}</Time></Sent>'
        f"<Identifier>{identifier}</Identifier><AcknowledgementCode>{wish}</AcknowledgementCode></Envelope>\n"
        + "\n".join(letters)
        + "\n</Emessage>\n"
    )
    return text.encode(encoding)
