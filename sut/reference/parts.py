"""The parts that both letters have: head, sender, receiver, patient, and small helpers to write elements in order."""

from lxml import etree

from sut.reference.basics import NAMESPACE, Json
from sut.reference.behaviours import Behaviours

__all__ = ["add", "interval", "moment", "parties", "patient", "producer", "sample_numbers", "texts"]

INLINE = {
    "bold": "Bold", "italic": "Italic", "underline": "Underline", "center": "Center", "right": "Right",
    "fixed": "FixedFont", "break": "Break", "space": "Space",
}  # fmt: skip


def add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    """Append an element of the standard's namespace and return it."""
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    element.text = text
    return element


def optional(parent: etree._Element, name: str, text: str | None) -> None:
    """Append an element only where there is something to say."""
    if text:
        add(parent, name, text)


def moment(parent: etree._Element, name: str, when: str) -> None:
    """Append an element with Date and Time of an ISO time such as 2025-12-01T08:15."""
    date, _, time = when.partition("T")
    element = add(parent, name)
    add(element, "Date", date)
    add(element, "Time", time[:5])


def head(letter: etree._Element, rules: Behaviours, standard: str, identifier: str, sample: Json) -> None:
    """Append Letter."""
    element = add(letter, "Letter")
    add(element, "Identifier", identifier)
    add(element, "VersionCode", rules.version_code(standard))
    add(element, "StatisticalCode", rules.type_code(standard))
    moment(element, "Authorisation", rules.authorised_at(sample))
    add(element, "TypeCode", rules.type_code(standard))


def parties(letter: etree._Element, rules: Behaviours, case: Json, standard: str) -> None:
    """Append Sender and Receiver."""
    sender = _organisation(letter, "Sender", rules.sender_of(case))
    optional(sender, "MedicalSpecialityCode", rules.speciality_of(case, standard))
    add(sender, "FromLabIdentifier", rules.laboratory_of(case))
    receiver = _organisation(letter, "Receiver", rules.receiver_of(case))
    if initials := rules.initials_of(case):
        add(add(receiver, "Physician"), "PersonInitials", initials)


def _organisation(letter: etree._Element, name: str, party: Json) -> etree._Element:
    element = add(letter, name)
    add(element, "EANIdentifier", party["ean"])
    add(element, "Identifier", party["identifier"])
    add(element, "IdentifierCode", party["identifier_code"])
    add(element, "OrganisationName", party["name"])
    optional(element, "DepartmentName", party.get("department"))
    optional(element, "UnitName", party.get("unit"))
    return element


def patient(letter: etree._Element, rules: Behaviours, case: Json, standard: str) -> None:
    """Append Patient with the consent, if anything is said about it."""
    element = add(letter, "Patient")
    name, number = rules.patient_identifier(case["patient"])
    add(element, name, number)
    surname, given = rules.patient_name(case["patient"])
    add(element, "PersonSurnameName", surname)
    optional(element, "PersonGivenName", given)
    consent = rules.consent_element(case, standard)
    if consent is not None:
        add(add(element, "Consent"), "Given", consent)


def sample_numbers(parent: etree._Element, rules: Behaviours, sample: Json) -> etree._Element:
    """Append Sample with its numbers and the time it was taken; return it for what else a standard has there."""
    element = add(parent, "Sample")
    add(element, "LaboratoryInternalSampleIdentifier", rules.laboratory_number_of(sample))
    optional(element, "RequesterSampleIdentifier", rules.requester_number_of(sample))
    moment(element, "SamplingDateTime", rules.taken_at(sample))
    return element


def producer(parent: etree._Element, rules: Behaviours, case: Json) -> None:
    """Append ProducerOfLabResult."""
    identifier, code = rules.producer_of(case)
    element = add(parent, "ProducerOfLabResult")
    add(element, "Identifier", identifier)
    add(element, "IdentifierCode", code)


def interval(parent: etree._Element, limits: Json | None) -> None:
    """Append ReferenceInterval: the kind goes with the limits, a text may stand alone."""
    if not limits or not any(limits.values()):
        return
    element = add(parent, "ReferenceInterval")
    lower, upper = limits.get("lower"), limits.get("upper")
    if limits.get("kind") or lower or upper:
        add(element, "TypeOfInterval", limits.get("kind") or "uspecificeret")
        optional(element, "LowerLimit", lower)
        optional(element, "UpperLimit", upper)
    optional(element, "IntervalText", limits.get("text"))


def texts(parent: etree._Element, name: str, spans: list[Json]) -> None:
    """Append a formatted text: plain pieces as text, the others as the standard's inline elements."""
    element = add(parent, name)
    last: etree._Element | None = None
    for span in spans:
        inline = INLINE.get(span.get("style") or "plain")
        if inline in {"Break", "Space"}:
            last = add(element, inline)
        elif inline:
            last = add(element, inline, span["text"])
        elif last is None:
            element.text = (element.text or "") + span["text"]
        else:
            last.tail = (last.tail or "") + span["text"]
