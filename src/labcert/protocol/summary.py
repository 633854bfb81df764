"""A case told in Danish sentences: what stands in the column "Test data" of a protocol."""

from collections.abc import Iterator

from labcert.domain.case import Case, Patient, Result
from labcert.domain.language import _

__all__ = ["summarise"]

OPERATOR_SIGNS = {"mindre_end": "<", "stoerre_end": ">"}


def _person(patient: Patient) -> str:
    number = patient.replacement or f"{patient.identifier[:6]}-{patient.identifier[6:]}"
    label = _("erstatnings-CPR") if patient.replacement else _("CPR")
    return f"{patient.given_name} {patient.surname}, {label} {number}"


def _measured(result: Result) -> str:
    sign = OPERATOR_SIGNS.get(result.operator or "", "")
    return " ".join(part for part in (sign, result.value, result.unit or "") if part)


def _interval(result: Result) -> str:
    interval = result.interval
    if interval is None:
        return ""
    if interval.text:
        return interval.text
    return f"{interval.lower or ''}–{interval.upper or ''}"


def _abnormal(code: str) -> str:
    words = {"for_hoej": _("mærket for høj"), "for_lav": _("mærket for lav"), "unormal": _("mærket unormal")}
    return words[code]


def _details(result: Result) -> Iterator[str]:
    if result.interval:
        yield _("referenceinterval {interval}").format(interval=_interval(result))
    if result.abnormal:
        yield _abnormal(result.abnormal)
    if result.status != "svar_endeligt":
        yield _("status {status}").format(status=result.status)
    for paragraph in (*result.text, *result.comments):
        yield _("tekst “{text}”").format(text="".join(span.text or " " for span in paragraph))
    if result.culture:
        found = ", ".join(" ".join(filter(None, (each.name, each.growth))) for each in result.culture.microbes)
        yield _("dyrkning: {found}").format(found=found or result.culture.headline)
        for entry in result.culture.entries:
            antibiotic = result.culture.antibiotics[entry.antibiotic - 1].name
            yield f"{antibiotic} {entry.susceptibility}"
    if result.microscopy:
        lines = ", ".join(f"{line.identification} {line.value}" for line in result.microscopy.lines)
        yield _("mikroskopi: {lines}").format(lines=lines or result.microscopy.headline)


def _result(result: Result) -> str:
    measured = _measured(result)
    head = f"{result.code} {result.short_name or result.name}" + (f": {measured}" if measured else "")
    return "; ".join((head, *_details(result)))


def _consent(case: Case) -> str:
    return _("nægtet") if case.consent == "refused" else _("givet")


def _answer(case: Case, usual_status: str = "komplet_svar") -> Iterator[str]:
    yield from (_result(result) for result in case.results)
    if case.consent:
        yield _("Samtykke til deling: {consent}").format(consent=_consent(case))
    if case.report_status != usual_status:
        yield _("Svarstatus: {status}").format(status=case.report_status)
    for comment in case.comments:
        yield _("Kommentar: {text}").format(text=comment)
    for information in case.clinical_information:
        yield _("Kliniske oplysninger: {text}").format(text=information)
    if not case.acknowledgement:
        yield _("Der bedes ikke om positiv kvittering.")
    if case.encoding != "UTF-8":
        yield _("Tegnsæt: {encoding}").format(encoding=case.encoding)


def _later(name: str, answer: Case, before: Case) -> Iterator[str]:
    """Tell what differs from the first answer."""
    heading = name[:1].upper() + name[1:]
    told = set(_answer(before))
    new = [sentence for sentence in _answer(answer, before.report_status) if sentence not in told]
    yield from (f"{heading}: {sentence}" for sentence in new or (_("som det første svar, med senere svartid"),))


def summarise(case: Case) -> tuple[str, ...]:
    """Return a sentence for the patient, each result and each thing that is not as usual; later answers by name."""
    first = (_("Patient: {person}").format(person=_person(case.patient)), *_answer(case))
    return (*first, *(told for name, answer in case.further.items() for told in _later(name, answer, case)))
