"""What a step asks the system under test to send: the content of CASE.json.

The tables of `docs/leverandoer.md` describe the same fields for vendors. Times are local Danish time, ISO 8601 without
seconds ("2025-12-01T08:15"). Codes and values are strings as they stand in the message (decimal comma allowed).
"""

from dataclasses import dataclass, field

__all__ = [
    "Antibiotic", "Case", "Culture", "Interval", "Microbe", "Microscopy", "MicroscopyLine", "Organisation", "Patient",
    "PatternEntry", "Requester", "Result", "Sample", "Sender", "Span",
]


@dataclass(frozen=True)
class Patient:
    """A national test person: `cpr` (10 digits) or `replacement` (replacement CPR, 10 characters with letters)."""

    key: str
    given_name: str
    surname: str
    cpr: str | None = None
    replacement: str | None = None

    @property
    def identifier(self) -> str:
        """The one of the two numbers that the person has."""
        return self.cpr or self.replacement or ""


@dataclass(frozen=True)
class Organisation:
    """A party of a letter; `identifier_code` is ydernummer, sorkode, ... as in the standard's value list."""

    ean: str
    identifier: str
    identifier_code: str
    name: str
    department: str | None = None


@dataclass(frozen=True)
class Sender(Organisation):
    """The clinic that made the answer; `laboratory` is FromLabIdentifier, three characters at most."""

    laboratory: str = "PNT"
    speciality: str | None = None


@dataclass(frozen=True)
class Requester(Organisation):
    """Who asked for the analysis: the letter's Receiver."""

    initials: str | None = None


@dataclass(frozen=True)
class Sample:
    """`requester_number` (RequesterSampleIdentifier, 15 at most) is marked by the harness and recognises the answer."""

    requester_number: str
    laboratory_number: str
    production_number: str
    taken: str
    received: str
    results_at: str
    authorised_at: str


@dataclass(frozen=True)
class Interval:
    """A reference interval: `kind` is fysiologisk, terapeutisk or uspecificeret; limits or a text."""

    kind: str | None = None
    lower: str | None = None
    upper: str | None = None
    text: str | None = None


@dataclass(frozen=True)
class Span:
    """A piece of a text; `style` is plain, bold, italic, underline, center, right, fixed, break or space."""

    text: str = ""
    style: str = "plain"


@dataclass(frozen=True)
class Microbe:
    """A found micro-organism with its growth as a text."""

    name: str
    growth: str | None = None
    code: str | None = None


@dataclass(frozen=True)
class Antibiotic:
    """An antibiotic of a resistance pattern; `method` is the susceptibility method as a text."""

    name: str
    method: str | None = None
    code: str | None = None


@dataclass(frozen=True)
class PatternEntry:
    """One cell of a resistance pattern; positions count from 1; `susceptibility` is S, I or R."""

    microbe: int
    antibiotic: int
    susceptibility: str


@dataclass(frozen=True)
class Culture:
    """CultureFindings of XRPT05."""

    headline: str
    microbes: tuple[Microbe, ...] = ()
    pattern_headline: str | None = None
    antibiotics: tuple[Antibiotic, ...] = ()
    entries: tuple[PatternEntry, ...] = ()
    interpretation: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()


@dataclass(frozen=True)
class MicroscopyLine:
    """One line of microscopy; `kind` is celler, mikroorganisme, konsistens, udseende, vurdering or flora."""

    kind: str
    identification: str
    value: str


@dataclass(frozen=True)
class Microscopy:
    """MicroscopicFindings of XRPT05."""

    headline: str
    comments: tuple[str, ...]
    grouping: str | None = None
    lines: tuple[MicroscopyLine, ...] = ()


@dataclass(frozen=True)
class Result:
    """One analysis with its result.

    `specialty` is biochemistry (XRPT01 to LABA) or microbiology (XRPT05 to MiBa). `code_type` is iupac, lokal or mds;
    `type` numerisk or alfanumerisk; `operator` mindre_end or stoerre_end; `abnormal` for_hoej, for_lav or unormal;
    `status` a ResultStatusCode. The fields from `examination_type` on belong to microbiology.
    """

    code: str
    code_type: str
    code_responsible: str
    name: str
    specialty: str
    short_name: str | None = None
    type: str = "numerisk"
    value: str = ""
    unit: str | None = None
    operator: str | None = None
    interval: Interval | None = None
    abnormal: str | None = None
    status: str = "svar_endeligt"
    text: tuple[tuple[Span, ...], ...] = ()
    comments: tuple[tuple[Span, ...], ...] = ()
    examination_type: str | None = None
    material: str | None = None
    location: str | None = None
    culture: Culture | None = None
    microscopy: Microscopy | None = None


@dataclass(frozen=True)
class Case:
    """One answer to be sent, whole.

    `consent` is "refused", "given" or None (nothing is said, which means given). `report_status` is komplet_svar,
    del_svar or modtaget. `acknowledgement` says whether a positive receipt is asked for (pluspositivkvitt).
    `comments` belong to the requisition. `expected_receipts` are XCTL01, XCTL02 or XCTL03. Biochemistry and
    microbiology in `results` make two letters in one envelope. `encoding` is the XML encoding the tester asks for.
    """

    step: str
    patient: Patient
    sender: Sender
    requester: Requester
    sample: Sample
    results: tuple[Result, ...]
    consent: str | None = None
    report_status: str = "komplet_svar"
    comments: tuple[str, ...] = ()
    clinical_information: tuple[str, ...] = ()
    acknowledgement: bool = True
    expected_receipts: tuple[str, ...] = ()
    encoding: str = "UTF-8"
    instruction: str = ""
    further: dict[str, "Case"] = field(default_factory=dict)
    """Later answers of the same step by name ("rettelse", "slutsvar", ...), each whole."""
