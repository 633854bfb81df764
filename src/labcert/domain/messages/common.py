"""The parts that letters share: times, persons, references, coded texts.

Every leaf is a string exactly as it stands in the message ("2025-12-01", "0", "007"), so that nothing is lost between
reading and writing; what a string may be is the schema's to say. Fields stand in the order of the standard.
Where the standard has a choice (CPR or replacement CPR) or an optional group, the fields are all optional.
"""

from dataclasses import dataclass

__all__ = [
    "Binary", "CCReceiver", "CodedText", "Consent", "DateAndTime", "Letter", "Paragraphs", "Patient", "Physician",
    "Producer", "Reference", "ReferenceInterval",
]


@dataclass(frozen=True, kw_only=True)
class DateAndTime:
    """A date (xs:date) and a time (HH:MM), local Danish time."""

    date: str
    time: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """The head of a letter: `identifier` is unique for the sender (14 characters at most) and never reused."""

    identifier: str
    version_code: str
    statistical_code: str
    authorisation: DateAndTime
    type_code: str


@dataclass(frozen=True, kw_only=True)
class Physician:
    """The person at the receiver, by initials."""

    person_initials: str


@dataclass(frozen=True, kw_only=True)
class CCReceiver:
    """Who gets a copy of an XRPT01, with one of `identifier_code` and `identifier_local`."""

    identifier: str
    identifier_code: str | None = None
    identifier_local: str | None = None
    organisation_name: str | None = None
    department_name: str | None = None
    unit_name: str | None = None


@dataclass(frozen=True, kw_only=True)
class Consent:
    """Whether the patient lets the answer be shared; `given` is an xs:boolean as written."""

    given: str

    @property
    def refused(self) -> bool:
        """False and its other legal spelling 0 both refuse: a refusal is never read as a consent."""
        return self.given.strip() in {"false", "0"}


@dataclass(frozen=True, kw_only=True)
class Patient:
    """The patient, by CPR (10 digits) or by a replacement CPR (`alternative_identifier`, 10 characters)."""

    civil_registration_number: str | None = None
    alternative_identifier: str | None = None
    person_surname_name: str
    person_given_name: str | None = None
    consent: Consent | None = None

    @property
    def identifier(self) -> str:
        """The one of the two numbers that stands in the message."""
        return self.civil_registration_number or self.alternative_identifier or ""


@dataclass(frozen=True, kw_only=True)
class Producer:
    """ProducerOfLabResult: who made the result; `identifier_code` is the laboratory's code of three characters."""

    identifier: str
    identifier_code: str


@dataclass(frozen=True, kw_only=True)
class ReferenceInterval:
    """A reference interval by kind and limits, or as a text."""

    type_of_interval: str | None = None
    lower_limit: str | None = None
    upper_limit: str | None = None
    interval_text: str | None = None


@dataclass(frozen=True, kw_only=True)
class Binary:
    """BIN: a file sent beside the message."""

    object_identifier: str
    object_code: str
    object_extension_code: str
    original_object_size: str


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A reference by address (`url`), to a supplement (`sup`, always "true") or to a file (`bin`)."""

    ref_description: str
    url: str | None = None
    sup: str | None = None
    bin: Binary | None = None


@dataclass(frozen=True, kw_only=True)
class Paragraphs:
    """One to ten paragraphs of 500 characters at most."""

    paragraph: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CodedText:
    """A text, with its code where there is one (then all three of code, type and responsible)."""

    code: str | None = None
    code_type: str | None = None
    code_responsible: str | None = None
    text: Paragraphs
