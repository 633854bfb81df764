"""Reading and writing lose nothing: any value, in each encoding, comes back equal."""

from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import get_args, get_origin, get_type_hints

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from labcert.domain.messages import (
    ENCODINGS,
    RECEIPTS,
    Break,
    Emessage,
    Envelope,
    LaboratoryReport,
    MicrobiologyWebReport,
    OtherLetter,
    Space,
    Styled,
    mixed,
    parse,
    read,
    write,
)
from labcert.domain.messages.emessage import OtherHead
from labcert.domain.messages.texts import Mixed

CHARACTERS = st.one_of(
    st.sampled_from("æøåÆØÅ—☃€×<>&\"'\r\n\t \x85\x80\u2028𝕏]"),
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
)
TEXT = st.text(CHARACTERS, max_size=6)
INLINE = st.sampled_from([Break(), Space()])


def _texts(*pieces):
    return st.lists(st.one_of(TEXT, INLINE, *pieces), max_size=4).map(lambda found: mixed(*found))


STYLED = st.builds(Styled, st.sampled_from(["Right", "Center", "Bold", "Italic", "Underline"]), _texts())
FIXED = st.builds(Styled, st.just("FixedFont"), _texts(STYLED))
MIXED = _texts(STYLED, FIXED)


def strategy(hint):
    """Return values for a field's type."""
    if hint is str:
        return TEXT
    if hint == Mixed:
        return MIXED
    if isinstance(hint, UnionType):
        options = [option for option in get_args(hint) if option is not NoneType]
        found = st.one_of(*map(strategy, options))
        return st.one_of(st.none(), found) if NoneType in get_args(hint) else found
    if get_origin(hint) is tuple:
        return st.lists(strategy(get_args(hint)[0]), min_size=1, max_size=2).map(tuple)
    assert is_dataclass(hint), hint
    return model(hint)


def model(kind):
    """Return values of a model, every field filled by its type; a field that may be empty sometimes is."""
    hints = get_type_hints(kind)
    values = {
        field.name: st.one_of(st.just(()), strategy(hints[field.name]))
        if field.default == ()
        else strategy(hints[field.name])
        for field in fields(kind)
    }
    return st.builds(kind, **values)


OTHER = st.sampled_from(["æ <b/>", "<Break/>x<y a='1'>ø</y>", ""]).map(
    lambda inner: OtherLetter(
        name="GeneticsReport",
        letter=OtherHead(identifier="", version_code=""),
        xml=etree.tostring(
            etree.fromstring(
                f'<GeneticsReport xmlns="http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/">{inner}</GeneticsReport>'
            ),
            method="c14n",
        ),
    )
)
REPORTS = st.lists(st.one_of(model(LaboratoryReport), model(MicrobiologyWebReport), OTHER), min_size=1, max_size=2)
RECEIPT_LETTERS = st.lists(st.one_of(*map(model, RECEIPTS)), min_size=1, max_size=2)
LOCATION = st.one_of(st.none(), st.just("http://rep.oio.dk/x Emessage.xsd"))
MESSAGES = st.builds(
    Emessage,
    envelope=model(Envelope),
    letters=st.one_of(REPORTS, RECEIPT_LETTERS).map(tuple),
    schema_location=LOCATION,
    no_namespace_schema_location=LOCATION,
)
QUICK = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@QUICK
@given(MESSAGES, st.sampled_from(ENCODINGS))
def test_what_is_written_is_read_again(message, encoding):
    """Equal value, and writing what was read gives the same bytes."""
    written = write(message, encoding)
    again = read(written)
    assert again == message
    assert write(again, encoding) == written


@QUICK
@given(MIXED, st.sampled_from(ENCODINGS))
def test_every_character_of_a_mixed_text_is_kept(text, encoding):
    """A character that the encoding lacks travels as a reference, a carriage return too."""
    written = write(_with_comments(text), encoding)
    (letter,) = read(written).letters
    assert letter.requisition_information.comments == text


def _with_comments(text):
    from dataclasses import replace

    message = read(EXAMPLE.encode())
    (letter,) = message.letters
    requisition = replace(letter.requisition_information, comments=text)
    return replace(message, letters=(replace(letter, requisition_information=requisition),))


MOMENT = "<Date>2025-12-01</Date><Time>08:15</Time>"
EXAMPLE = f"""<?xml version="1.0"?>
<m:Emessage xmlns:m="http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b">
 <m:Envelope><m:Sent><m:Date>2025-12-01</m:Date><m:Time>08:15</m:Time></m:Sent><m:Identifier>E1</m:Identifier>
  <m:AcknowledgementCode>pluspositivkvitt</m:AcknowledgementCode></m:Envelope>
 <LaboratoryReport xmlns="http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/">
  <Letter><Identifier>L1</Identifier><VersionCode>XR0131K</VersionCode><StatisticalCode>XRPT01</StatisticalCode>
   <Authorisation>{MOMENT}</Authorisation><TypeCode>XRPT01</TypeCode></Letter>
  <Sender><EANIdentifier>5790000147465</EANIdentifier><Identifier>045861</Identifier>
   <IdentifierCode>ydernummer</IdentifierCode><OrganisationName>Lægehuset</OrganisationName>
   <FromLabIdentifier>PNT</FromLabIdentifier></Sender>
  <Receiver><EANIdentifier>5790001382445</EANIdentifier><Identifier>1</Identifier>
   <IdentifierLocal>abc</IdentifierLocal></Receiver>
  <Patient><AlternativeIdentifier>0703921VJ5</AlternativeIdentifier><PersonSurnameName>Hansen</PersonSurnameName>
   <Consent><Given>0</Given></Consent></Patient>
  <RequisitionInformation><Comments> a<!-- nej -->b <Break/>c </Comments><Sample>
   <LaboratoryInternalSampleIdentifier>P1</LaboratoryInternalSampleIdentifier>
   <SamplingDateTime>{MOMENT}</SamplingDateTime></Sample></RequisitionInformation>
  <LaboratoryResults><GeneralResultInformation><ReportStatusCode>komplet_svar</ReportStatusCode>
   <LaboratoryInternalProductionIdentifier>X</LaboratoryInternalProductionIdentifier>
   <ResultsDateTime>{MOMENT}</ResultsDateTime></GeneralResultInformation>
   <Result><ResultStatusCode>svar_endeligt</ResultStatusCode><Analysis><AnalysisCode>NPU19748</AnalysisCode>
     <AnalysisCodeType>iupac</AnalysisCodeType><AnalysisCodeResponsible>SST</AnalysisCodeResponsible>
     <AnalysisCompleteName>P—CRP</AnalysisCompleteName></Analysis>
    <ProducerOfLabResult><Identifier>a</Identifier><IdentifierCode>PNT</IdentifierCode></ProducerOfLabResult>
    <ResultType>numerisk</ResultType><Value>42</Value><Unit>mg/L</Unit>
    <ResultComments>1</ResultComments><ResultTextValue>2</ResultTextValue><ResultComments>3</ResultComments>
   </Result></LaboratoryResults>
 </LaboratoryReport>
</m:Emessage>"""


def test_an_example_is_read_as_it_stands():
    """White space in a mixed text stays, a comment goes, a prefix is no difference, a repeated choice keeps its order."""
    message = read(EXAMPLE.encode())
    (letter,) = message.letters
    assert message.schema_location == "a b"
    assert message.envelope.asks_for_receipt
    assert letter.requisition_information.comments == (" ab ", Break(), "c ")
    (result,) = letter.laboratory_results.result
    assert [(type(text).__name__, text.content) for text in result.texts] == [
        ("ResultComments", ("1",)), ("ResultTextValue", ("2",)), ("ResultComments", ("3",)),
    ]
    assert letter.patient.identifier == "0703921VJ5"
    assert letter.consent_refused


def test_the_written_document_is_canonically_the_one_read():
    """But for white space between elements, comments and the choice of prefixes (C14N 2.0 with prefixes rewritten)."""
    def canonical(data: bytes) -> str:
        root = parse(data)
        for element in root.iter():
            if len(element) and etree.QName(element).localname != "Comments":
                element.text = None
                for child in element:
                    child.tail = None
        return etree.canonicalize(etree.tostring(root, encoding="unicode"), rewrite_prefixes=True)

    assert canonical(write(read(EXAMPLE.encode()))) == canonical(EXAMPLE.encode())
