"""What the reference LPS writes."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from labcert.domain.case import Interval, Span


def test_every_kind_of_answer_obeys_the_schema(lps, hub, case, schema, people):
    """Biochemistry, microbiology and both in one envelope are valid XRPT01 and XRPT05."""
    for one in (
        case("crp"), case("full"), case("strep"), case("urine"), case("crp", "full", "strep", "urine"),
        case("crp", "urine", patient=people["peter"], consent="refused", comments=("En", "To"), clinical_information=("Feber",)),
    ):
        assert lps.send(one).reason == ""
        assert schema.validate(hub.sent()), schema.error_log


def test_both_specialties_make_two_letters_in_one_envelope(lps, hub, case):
    """Biochemistry is a LaboratoryReport, microbiology a MicrobiologyWebReport, each with its own identifier and version."""
    reply = lps.send(case("urine", "crp"))
    names = [etree.QName(letter).localname for letter in hub.sent()]
    versions = hub.sent().xpath("//*[local-name()='VersionCode']/text()")
    assert names == ["Envelope", "LaboratoryReport", "MicrobiologyWebReport"]
    assert versions == ["XR0131K", "XR0532M"]
    assert len(set(reply.letters)) == 2
    assert hub.sent().xpath("//*[local-name()='Letter']/*[local-name()='Identifier']/text()") == list(reply.letters)


def test_consent_stands_last_in_patient(lps, hub, case, at):
    """Refused consent is the word false after PersonGivenName; nothing said is no element."""
    for consent, expected in (("refused", ["false", "false"]), ("given", ["true", "true"]), (None, [])):
        lps.send(case("crp", "strep", consent=consent))
        assert at(hub.sent(), "//m:PersonGivenName/following-sibling::m:Consent[not(following-sibling::*)]/m:Given") == expected


def test_a_replacement_cpr_is_an_alternative_identifier(lps, hub, case, at, people):
    """A CPR number goes in CivilRegistrationNumber, one with letters in AlternativeIdentifier."""
    lps.send(case(patient=people["peter"]))
    assert at(hub.sent(), "//m:AlternativeIdentifier") == ["0703921VJ5"]
    assert at(hub.sent(), "//m:CivilRegistrationNumber") == []


def test_a_result_says_all_that_the_case_says(lps, hub, case, at):
    """Code, type, owner, names, interval, operator, value, unit and mark stand as the case has them."""
    lps.send(case("full"))
    result = "//m:Result/"
    read = {
        name: at(hub.sent(), result + path)
        for name, path in {
            "analysis": "m:Analysis/*", "interval": "m:ReferenceInterval/*", "type": "m:ResultType", "operator": "m:Operator",
            "value": "m:Value", "unit": "m:Unit", "mark": "m:ResultValidation",
        }.items()
    }  # fmt: skip
    assert read == {
        "analysis": ["NPU02319", "iupac", "SST", "Hæmoglobin;B", "B-Hæmoglobin(Fe); stofk. = ? mmol/L"],
        "interval": ["fysiologisk", "7,3", "9,5", "kvinder"], "type": ["numerisk"], "operator": ["mindre_end"],
        "value": ["5,1"], "unit": ["mmol/L"], "mark": ["for_lav"],
    }  # fmt: skip


def test_formatted_text_keeps_its_pieces(lps, hub, case):
    """Each style is the standard's inline element, and plain text stands between them."""
    lps.send(case("full"))
    texts = hub.sent().xpath("//*[local-name()='ResultTextValue' or local-name()='ResultComments']")
    written = [etree.tostring(text, encoding="unicode", with_tail=False) for text in texts]
    plain = [text.replace(' xmlns="http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/"', "") for text in written]
    assert plain == [
        "<ResultTextValue>Kontrolleret <Bold>to gange</Bold><Break/>i dag</ResultTextValue>",
        "<ResultComments><FixedFont>fast</FixedFont><Space/><Italic>skrift</Italic></ResultComments>",
        "<ResultComments><Center>midt</Center></ResultComments>",
    ]


def test_a_sample_only_received_has_stars(lps, hub, case, at, crp):
    """proeve_modtaget goes with the Value *****."""
    lps.send(case(replace(crp, status="proeve_modtaget", value=""), report_status="modtaget"))
    assert at(hub.sent(), "//m:Value") == ["*****"]
    assert at(hub.sent(), "//m:ReportStatusCode | //m:ResultStatusCode") == ["modtaget", "proeve_modtaget"]


def test_a_microbiology_report_has_one_status(lps, hub, case, at, urine):
    """In XRPT05 the report has the status; it is final only if every result is."""
    lps.send(case(urine, replace(urine, status="svar_midlertidigt")))
    assert at(hub.sent(), "//m:ResultStatusCode") == ["svar_midlertidigt"]


def test_culture_and_microscopy_are_told_whole(lps, hub, case, at):
    """Findings, growth, resistance pattern with its positions, interpretation, comments and what the microscope showed."""
    lps.send(case("urine"))
    message = hub.sent()
    assert at(message, "//m:Microorganism/m:Identification/m:Text") == ["Escherichia coli", "Klebsiella"]
    assert at(message, "//m:Microorganism/m:GrowthValue/m:Text") == ["10^5/mL", "enkelte"]
    assert at(message, "//m:PatternEntry/*") == ["1", "1", "S", "2", "2", "R"]
    assert at(message, "//m:SusceptibilityInterpretation/m:Paragraph") == ["S = følsom", "R = resistent"]
    assert at(message, "//m:MicroscopicType/m:Type") == ["celler", "mikroorganisme"]
    assert at(message, "//m:Details/m:Identification/m:Text") == ["Leukocytter", "Epitel", "Stave"]
    assert at(message, "//m:AnalysisMDSName/*") == ["Dyrkning og resistens", "urin", "urinblære"]
    assert at(message, "//m:QuantitativeFindings") == []


def test_a_microbiological_value_is_a_quantitative_finding(lps, hub, case, at):
    """A result without culture goes in QuantitativeFindings with interpretation, operator and value."""
    lps.send(case("strep"))
    assert at(hub.sent(), "//m:Findings/m:InterPretation/m:Text") == ["positiv"]
    assert at(hub.sent(), "//m:Findings/m:Operator | //m:Findings/m:Value") == ["ikke_angivet", "positiv"]
    assert at(hub.sent(), "//m:MICAnalysisCode | //m:AnalysisCodeResponsible") == ["NPU18729", "SST"]


def test_texts_of_a_microbiological_result_are_never_lost(lps, hub, case, schema, urine):
    """Where there is no value, texts and comments go with the culture, or else with the microscopy."""
    spoken = replace(urine, text=((Span("Tekst"),),), comments=((Span("Bemærkning"),),))
    for one in (spoken, replace(spoken, culture=None), replace(spoken, culture=None, microscopy=None, value="positiv")):
        lps.send(case(one))
        assert schema.validate(hub.sent()), schema.error_log
        assert "Tekst" in (told := "".join(hub.sent().itertext()))
        assert "Bemærkning" in told


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", "windows-1252"])
def test_the_declared_encoding_is_the_one_used(lps, hub, case, at, encoding):
    """Characters that the encoding lacks (a dash in ISO-8859-1, a Greek letter) are read back unharmed."""
    lps.send(case(encoding=encoding, comments=("Ωmega — æøå € <&>",)))
    assert hub.posted[-1].startswith(f'<?xml version="1.0" encoding="{encoding}"?>'.encode())
    assert at(hub.sent(), "//m:RequisitionInformation/m:Comments") == ["Ωmega — æøå € <&>"]
    assert at(hub.sent(), "//m:AnalysisCompleteName") == ["P—C-reaktivt protein; massek. = ? mg/L"]


def test_a_receipt_is_asked_for_as_the_case_says(lps, hub, case, at):
    """The code is pluspositivkvitt where a positive receipt is wanted, else minuspositivkvitt."""
    lps.send(case())
    lps.send(case(acknowledgement=False))
    assert [at(hub.sent(number), "//m:AcknowledgementCode") for number in (0, 1)] == [["pluspositivkvitt"], ["minuspositivkvitt"]]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=st.text("0123456789,abcæøå<>& ", min_size=1, max_size=12).filter(str.strip),
    lower=st.none() | st.text("0123456789,", min_size=1, max_size=8),
    words=st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), max_size=40), max_size=4),
)
def test_what_is_entered_is_what_is_sent(lps, hub, case, schema, at, crp, value, lower, words):
    """Whatever fits the fields is sent unchanged and obeys the schema."""
    comments = (tuple(Span(word, style) for word, style in zip(words, ("plain", "bold", "plain", "fixed"), strict=False)),)
    lps.send(case(replace(crp, value=value, interval=Interval("uspecificeret", lower), comments=comments)))
    assert schema.validate(hub.sent()), schema.error_log
    assert at(hub.sent(), "//m:Value") == [value]
    assert at(hub.sent(), "//m:ResultComments") == ["".join(words)]
