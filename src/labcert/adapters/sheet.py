"""What a tester enters, group by group and field by field in plain Danish: a question's sheet, made from a case."""

from collections.abc import Iterator, Sequence

from labcert.domain.case import Case, Culture, Interval, Microscopy, Organisation, Result, Span
from labcert.domain.language import N_, _

__all__ = ["Line", "sheet_of"]

Line = tuple[str, str, str]
"""(group, field, value) as `Question.sheet` wants it"""

WORDS = {
    "refused": N_("nægtet"), "given": N_("givet"),
    "komplet_svar": N_("komplet svar"), "del_svar": N_("delsvar"), "modtaget": N_("prøven er modtaget"),
    "svar_endeligt": N_("endeligt svar"), "svar_rettet": N_("rettet svar"),
    "svar_midlertidigt": N_("midlertidigt svar"), "proeve_modtaget": N_("prøven er modtaget, svaret følger"),
    "mindre_end": N_("mindre end"), "stoerre_end": N_("større end"),
    "for_hoej": N_("for høj"), "for_lav": N_("for lav"), "unormal": N_("unormal"),
    "fysiologisk": N_("fysiologisk"), "terapeutisk": N_("terapeutisk"), "uspecificeret": N_("uspecificeret"),
    "numerisk": N_("tal"), "alfanumerisk": N_("tekst"),
    "biochemistry": N_("klinisk biokemi (XRPT01 til LABA)"), "microbiology": N_("mikrobiologi (XRPT05 til MiBa)"),
    "ydernummer": N_("ydernummer"), "sorkode": N_("SOR-kode"), "lokationsnummer": N_("lokationsnummer"),
    "almen_medicin": N_("almen medicin"),
    "celler": N_("celler"), "mikroorganisme": N_("mikroorganisme"), "konsistens": N_("konsistens"),
    "udseende": N_("udseende"), "vurdering": N_("vurdering"), "flora": N_("flora"),
    "bold": N_("fed"), "italic": N_("kursiv"), "underline": N_("understreget"), "center": N_("midtstillet"),
    "right": N_("højrestillet"), "fixed": N_("fast bredde"),
}  # fmt: skip
"""the codes of a case as a person says them; a code that is not here is shown as it stands"""


def sheet_of(case: Case) -> tuple[Line, ...]:
    """Return everything to enter for an answer, in the order a person enters it; a field with nothing is left out.

    The later answers of the case (`further`) have sheets of their own. The instruction of the protocol is not part of
    the sheet: it is the question's text.
    """
    lines = (
        *_patient(case), *_party(_("Afsender"), case.sender), *_party(_("Rekvirent"), case.requester), *_sample(case),
        *_answer(case), *(line for number, each in enumerate(case.results, 1) for line in _result(number, each)),
    )  # fmt: skip
    return tuple(line for line in lines if line[2])


def _word(code: str | None) -> str:
    """Return a code of the case as a person says it, "" for none."""
    return _(WORDS.get(code, code)) if code else ""


def _patient(case: Case) -> Iterator[Line]:
    group, patient = _("Patient"), case.patient
    yield group, _("Navn"), f"{patient.given_name} {patient.surname}".strip()
    yield group, _("CPR-nummer"), f"{patient.cpr[:6]}-{patient.cpr[6:]}" if patient.cpr else ""
    yield group, _("Erstatnings-CPR"), patient.replacement or ""


def _party(group: str, party: Organisation) -> Iterator[Line]:
    yield group, _("Navn"), party.name
    yield group, _("Afdeling"), party.department or ""
    yield group, _("Lokationsnummer (EAN)"), party.ean
    if party.identifier != party.ean:
        yield group, _word(party.identifier_code).capitalize() or _("Kode"), party.identifier
    yield group, _("Laboratoriets forkortelse"), getattr(party, "laboratory", "")
    yield group, _("Speciale"), _word(getattr(party, "speciality", None))
    yield group, _("Initialer"), getattr(party, "initials", None) or ""


def _sample(case: Case) -> Iterator[Line]:
    group, sample = _("Prøve"), case.sample
    yield group, _("Rekvirentens prøvenummer"), sample.requester_number
    yield group, _("Laboratoriets prøvenummer"), sample.laboratory_number
    yield group, _("Produktionsnummer"), sample.production_number
    yield group, _("Taget"), _time(sample.taken)
    yield group, _("Modtaget"), _time(sample.received)
    yield group, _("Svaret er fra"), _time(sample.results_at)
    yield group, _("Godkendt"), _time(sample.authorised_at)


def _time(iso: str) -> str:
    """Return 2025-12-01T08:15 as a Danish reader writes it; anything else as it stands."""
    date, t, clock = iso.partition("T")
    parts = date.split("-")
    if not t or len(parts) != 3:
        return iso
    return _("{day}.{month}.{year} kl. {clock}").format(year=parts[0], month=parts[1], day=parts[2], clock=clock)


def _answer(case: Case) -> Iterator[Line]:
    group = _("Svaret")
    yield group, _("Status"), _word(case.report_status)
    yield group, _("Samtykke til deling"), _word(case.consent) or _("intet er sagt (tæller som givet)")
    yield group, _("Kommentar"), "\n".join(case.comments)
    yield group, _("Kliniske oplysninger"), "\n".join(case.clinical_information)
    yield group, _("Positiv kvittering"), _("ja, bed om den") if case.acknowledgement else _("nej, bed ikke om den")
    yield group, _("Tegnsæt"), case.encoding


def _result(number: int, result: Result) -> Iterator[Line]:
    group = _("Analyse {number}: {name}").format(number=number, name=result.short_name or result.name)
    yield group, _("Kode"), f"{result.code} ({result.code_type}, {result.code_responsible})"
    yield group, _("Navn"), result.name
    yield group, _("Kort navn"), result.short_name or ""
    yield group, _("Fagområde"), _word(result.specialty)
    yield group, _("Undersøgelse"), (result.examination_type or "").replace("_", " ")
    yield group, _("Materiale"), result.material or ""
    yield group, _("Lokalisation"), result.location or ""
    yield group, _("Værdiens type"), _word(result.type) if result.value else ""
    yield group, _("Værdi"), " ".join(part for part in (_word(result.operator), result.value) if part)
    yield group, _("Enhed"), result.unit or ""
    yield group, _("Referenceinterval"), _interval(result.interval)
    yield group, _("Markering"), _word(result.abnormal)
    yield group, _("Svarets status"), _word(result.status)
    yield group, _("Svartekst"), _texts(result.text)
    yield group, _("Kommentar til analysen"), _texts(result.comments)
    if result.microscopy:
        yield from _microscopy(group, result.microscopy)
    if result.culture:
        yield from _culture(group, result.culture)


def _interval(interval: Interval | None) -> str:
    if interval is None:
        return ""
    match interval.lower, interval.upper:
        case None, None:
            limits = ""
        case None, upper:
            limits = _("op til {upper}").format(upper=upper)
        case lower, None:
            limits = _("fra {lower}").format(lower=lower)
        case lower, upper:
            limits = f"{lower} – {upper}"
    return ", ".join(part for part in (limits, interval.text or "", _word(interval.kind)) if part)


def _texts(texts: Sequence[Sequence[Span]]) -> str:
    return "\n".join("".join(_span(span) for span in text) for text in texts)


def _span(span: Span) -> str:
    """Return a piece of text with its style behind it in brackets, as nobody enters a style that can't be seen."""
    match span.style:
        case "break":
            return "\n"
        case "space":
            return " "
        case "plain":
            return span.text
        case style:
            return f"{span.text} [{_word(style)}]"


def _microscopy(group: str, seen: Microscopy) -> Iterator[Line]:
    yield group, _("Mikroskopi, overskrift"), seen.headline
    yield group, _("Mikroskopi, gruppe"), seen.grouping or ""
    for line in seen.lines:
        yield group, _("Mikroskopi, {kind}").format(kind=_word(line.kind)), f"{line.identification}: {line.value}"
    yield group, _("Mikroskopi, kommentar"), "\n".join(seen.comments)


def _culture(group: str, found: Culture) -> Iterator[Line]:
    yield group, _("Dyrkning, overskrift"), found.headline
    for number, microbe in enumerate(found.microbes, 1):
        told = ", ".join(part for part in (microbe.name, microbe.growth, _coded(microbe.code)) if part)
        yield group, _("Fund {number}").format(number=number), told
    yield group, _("Resistens, overskrift"), found.pattern_headline or ""
    for number, antibiotic in enumerate(found.antibiotics, 1):
        told = ", ".join(part for part in (antibiotic.name, antibiotic.method, _coded(antibiotic.code)) if part)
        yield group, _("Antibiotikum {number}").format(number=number), told
    for entry in found.entries:  # positions count from 1 and may dangle on purpose
        field = _("Fund {microbe} over for antibiotikum {antibiotic}")
        yield group, field.format(microbe=entry.microbe, antibiotic=entry.antibiotic), entry.susceptibility
    yield group, _("Resistens, forklaring"), "\n".join(found.interpretation)
    yield group, _("Dyrkning, kommentar"), "\n".join(found.comments)


def _coded(code: str | None) -> str:
    return _("kode {code}").format(code=code) if code else ""
