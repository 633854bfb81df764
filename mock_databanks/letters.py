"""What a simulator must know of a message: who, which sample, which codes, when, consent. Read from checked XML.

Element names are those of XRPT01 (LaboratoryReport) and XRPT05 (MicrobiologyWebReport).
Times become "YYYY-MM-DDTHH:MM".
"""

from dataclasses import dataclass

from lxml import etree

__all__ = ["NS", "STANDARDS", "Code", "EnvelopeFacts", "LetterFacts", "child_text", "read_envelope", "read_letter"]

NS = "http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/"
STANDARDS = {f"{{{NS}}}LaboratoryReport": "XRPT01", f"{{{NS}}}MicrobiologyWebReport": "XRPT05"}
GENERAL_PRACTICE = "PNT"
"""FromLabIdentifier of a clinic in published examples; general practice has no code of its own yet."""

_MAP = {"m": NS}
_STATUS_RANK = {"proeve_modtaget": 0, "svar_midlertidigt": 1, "svar_endeligt": 2, "svar_rettet": 3}


@dataclass(frozen=True)
class Code:
    """An analysis code with its type (iupac, lokal, mds) and its owner (SST, MCS, MDS, a laboratory's code)."""

    code: str
    type: str
    responsible: str


@dataclass(frozen=True)
class LetterFacts:
    """One letter of an envelope; a text that is missing is "".

    `index` counts the envelope's letters from 0, `path` is "/Emessage/LaboratoryReport[1]".
    """

    index: int
    path: str
    standard: str
    identifier: str
    version: str
    sender_ean: str
    receiver_ean: str
    sender_identifier_code: str
    laboratory: str
    cpr: str
    requester_sample: str
    laboratory_sample: str
    production: str
    results_at: str
    report_status: str
    statuses: tuple[str, ...]
    codes: tuple[Code, ...]
    consent_refused: bool

    @property
    def key(self) -> tuple[str, str]:
        """What a letter is known by: identifiers are unique for a sender and never used again."""
        return (self.sender_ean, self.identifier)

    @property
    def corrected(self) -> bool:
        """The letter corrects what was sent before."""
        return "svar_rettet" in self.statuses

    @property
    def rank(self) -> int:
        """How final the letter is: 0 sample received, 1 provisional, 2 final, 3 correction."""
        return max((_STATUS_RANK.get(status, 0) for status in self.statuses), default=0)

    @property
    def origin(self) -> str:
        """Return gp for general practice (a ydernummer, or the laboratory code PNT), else hospital."""
        practice = self.sender_identifier_code == "ydernummer" or self.laboratory == GENERAL_PRACTICE
        return "gp" if practice else "hospital"


@dataclass(frozen=True)
class EnvelopeFacts:
    """An Emessage: its envelope's identifier, whether it asks for a positive receipt, and its letters."""

    identifier: str
    asks_receipt: bool
    letters: tuple[LetterFacts, ...]

    @property
    def sender_ean(self) -> str:
        """The first letter's sender: an envelope itself names none."""
        return self.letters[0].sender_ean if self.letters else ""

    @property
    def receiver_ean(self) -> str:
        """The first letter's receiver."""
        return self.letters[0].receiver_ean if self.letters else ""


def child_text(node: etree._Element, path: str) -> str:
    """Return the text of the first element at a path ("m:Letter/m:Identifier"), "" where there is none."""
    return (node.findtext(path, default="", namespaces=_MAP) or "").strip()


def _texts(node: etree._Element, path: str) -> tuple[str, ...]:
    return tuple((found.text or "").strip() for found in node.iterfind(path, namespaces=_MAP))


def _moment(node: etree._Element, path: str) -> str:
    date, time = child_text(node, f"{path}/m:Date"), child_text(node, f"{path}/m:Time")
    return f"{date}T{time}" if date else ""


def _codes(letter: etree._Element, standard: str) -> tuple[Code, ...]:
    if standard == "XRPT01":
        place, name = "m:LaboratoryResults/m:Result/m:Analysis", "m:AnalysisCode"
    else:
        place, name = "m:LaboratoryResults/m:Investigation/m:Examination", "m:MICAnalysisCode"
    return tuple(
        Code(child_text(one, name), child_text(one, "m:AnalysisCodeType"), child_text(one, "m:AnalysisCodeResponsible"))
        for one in letter.iterfind(place, namespaces=_MAP)
    )


def read_letter(letter: etree._Element, index: int = 0, nth: int = 1) -> LetterFacts:
    """Read one letter: number `index` (from 0) of its envelope and number `nth` (from 1) of its kind."""
    standard = STANDARDS.get(str(letter.tag), "")
    general = "m:LaboratoryResults/m:GeneralResultInformation"
    sample = "m:RequisitionInformation/m:Sample"
    each = (
        "m:LaboratoryResults/m:Result/m:ResultStatusCode" if standard == "XRPT01" else f"{general}/m:ResultStatusCode"
    )
    patient = "m:Patient"
    return LetterFacts(
        index=index,
        path=f"/Emessage/{etree.QName(letter).localname}[{nth}]",
        standard=standard,
        identifier=child_text(letter, "m:Letter/m:Identifier"),
        version=child_text(letter, "m:Letter/m:VersionCode"),
        sender_ean=child_text(letter, "m:Sender/m:EANIdentifier"),
        receiver_ean=child_text(letter, "m:Receiver/m:EANIdentifier"),
        sender_identifier_code=child_text(letter, "m:Sender/m:IdentifierCode"),
        laboratory=child_text(letter, "m:Sender/m:FromLabIdentifier"),
        cpr=child_text(letter, f"{patient}/m:CivilRegistrationNumber")
        or child_text(letter, f"{patient}/m:AlternativeIdentifier"),
        requester_sample=child_text(letter, f"{sample}/m:RequesterSampleIdentifier"),
        laboratory_sample=child_text(letter, f"{sample}/m:LaboratoryInternalSampleIdentifier"),
        production=child_text(letter, f"{general}/m:LaboratoryInternalProductionIdentifier"),
        results_at=_moment(letter, f"{general}/m:ResultsDateTime"),
        report_status=child_text(letter, f"{general}/m:ReportStatusCode"),
        statuses=_texts(letter, each),
        codes=_codes(letter, standard),
        consent_refused=child_text(letter, f"{patient}/m:Consent/m:Given") in ("false", "0"),
    )


def read_envelope(root: etree._Element) -> EnvelopeFacts:
    """Read an Emessage; letters of other kinds than XRPT01 and XRPT05 have the standard ""."""
    letters = [child for child in root.iterchildren(tag=etree.Element) if etree.QName(child).localname != "Envelope"]
    return EnvelopeFacts(
        identifier=child_text(root, "m:Envelope/m:Identifier"),
        asks_receipt=child_text(root, "m:Envelope/m:AcknowledgementCode") == "pluspositivkvitt",
        letters=tuple(
            read_letter(letter, index, nth=sum(other.tag == letter.tag for other in letters[: index + 1]))
            for index, letter in enumerate(letters)
        ),
    )
