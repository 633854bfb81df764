"""What is asked of the numbers of sender, receiver and copy receiver: EAN, yder, SOR, municipality, hospital."""

import re
from collections.abc import Iterator
from typing import Any

from labcert.domain.language import N_, _
from labcert.domain.outcome import Severity
from labcert.validation.rules.forms import has_space, is_digits, is_ean, shown_spaces
from labcert.validation.rules.rule import Flaw, Rule, rule
from labcert.validation.rules.views import PartyView

__all__ = ["RULES"]

_SOR = re.compile(r"[0-9]{11,}")
_HOSPITAL = re.compile(r"[0-9]{4}[0-9A-ZÆØÅ]{2,3}")


def _number(party: PartyView, kind: str) -> str | None:
    """Return the party's identifier where it is of this kind; None where white space in it is told already."""
    return party.identifier if party.identifier_code == kind and not has_space(party.identifier) else None


def _flaw(party: PartyView, message: str, expected: str, actual: str, element: str = "Identifier") -> Flaw:
    return Flaw(f"{party.path}/{element}", message, expected, actual)


@rule(
    "LAB-PARTY-001",
    Severity.F2,
    on=PartyView,
    title=N_("Et EAN-nummer er 13 cifre"),
    text=N_("EANIdentifier er 13 cifre uden mellemrum."),
    why=N_("Beskeden adresseres med EAN-nummeret. Med et nummer af en anden længde når den ikke frem."),
    remedy=N_("Skriv partens EAN-lokationsnummer med alle 13 cifre."),
    source=N_("Faktum: et EAN-nummer er 13 cifre med kontrolciffer"),
    requirements=("AFS-04",),
    example="ean-of-12-digits",
)
def ean_has_13_digits(party: PartyView) -> Iterator[Flaw]:
    """Count the digits of EANIdentifier."""
    if party.ean is not None and not is_digits(party.ean, 13):
        ean = shown_spaces(party.ean)
        message = _("EAN-nummeret i {role} er {ean}, og det er ikke 13 cifre.").format(role=party.role, ean=ean)
        yield _flaw(party, message, _("13 cifre"), ean, "EANIdentifier")


@rule(
    "LAB-PARTY-002",
    Severity.F2,
    on=PartyView,
    title=N_("EAN-nummerets kontrolciffer passer"),
    text=N_("Det sidste ciffer i EANIdentifier er kontrolciffer for de 12 første (modulus 10)."),
    why=N_("Passer kontrolcifret ikke, er et ciffer tastet forkert, og beskeden kan havne hos en anden."),
    remedy=N_("Slå partens EAN-lokationsnummer op, og ret det."),
    source=N_("Faktum: et EAN-nummer er 13 cifre med kontrolciffer"),
    requirements=("AFS-04",),
    example="ean-check-digit",
)
def ean_check_digit_fits(party: PartyView) -> Iterator[Flaw]:
    """Work out the check digit of an EANIdentifier of 13 digits."""
    if party.ean is not None and is_digits(party.ean, 13) and not is_ean(party.ean):
        yield _flaw(
            party,
            _("Kontrolcifret i EAN-nummeret {ean} i {role} passer ikke.").format(ean=party.ean, role=party.role),
            _("Et EAN-nummer med gyldigt kontrolciffer"),
            party.ean,
            "EANIdentifier",
        )


@rule(
    "LAB-PARTY-003",
    Severity.F2,
    on=PartyView,
    title=N_("Et ydernummer er 6 cifre"),
    text=N_("Er IdentifierCode ydernummer, er Identifier 6 cifre med de foranstillede nuller."),
    why=N_("Et ydernummer uden sine nuller er et andet nummer, og lægehuset findes ikke."),
    remedy=N_("Skriv ydernummeret med 6 cifre, 045861 og ikke 45861."),
    source=N_("Faktum: et ydernummer er 6 cifre i alle eksempler"),
    requirements=("AFS-01", "AFS-03"),
    example="provider-number-without-its-zero",
)
def provider_number_has_6_digits(party: PartyView) -> Iterator[Flaw]:
    """Count the digits of a ydernummer."""
    number = _number(party, "ydernummer")
    if number is not None and not is_digits(number, 6):
        message = _("Ydernummeret i {role} er {number}, og det er ikke 6 cifre.")
        yield _flaw(party, message.format(role=party.role, number=number), _("6 cifre"), number)


@rule(
    "LAB-PARTY-004",
    Severity.F2,
    on=PartyView,
    title=N_("En SOR-kode er mindst 11 cifre"),
    text=N_("Er IdentifierCode sorkode, er Identifier kun cifre og mindst 11."),
    why=N_("En SOR-kode, der ikke findes, peger ikke på nogen, og svaret kan ikke afleveres."),
    remedy=N_("Slå enhedens SOR-kode op, og skriv alle dens cifre."),
    source=N_("Faktum: en SOR-kode er 11 cifre eller flere"),
    requirements=("AFS-01", "AFS-03"),
    example="sor-code-too-short",
)
def sor_code_has_11_digits(party: PartyView) -> Iterator[Flaw]:
    """Count the digits of a SOR code; the table sees to the longest."""
    number = _number(party, "sorkode")
    if number is not None and not _SOR.fullmatch(number):
        message = _("SOR-koden i {role} er {number}, og det er ikke mindst 11 cifre.")
        yield _flaw(party, message.format(role=party.role, number=number), _("Mindst 11 cifre"), number)


@rule(
    "LAB-PARTY-005",
    Severity.F2,
    on=PartyView,
    title=N_("Et lokationsnummer er et gyldigt EAN-nummer"),
    text=N_("Er IdentifierCode lokationsnummer, er Identifier 13 cifre, det sidste et kontrolciffer, der passer."),
    why=N_("Et lokationsnummer, der ikke findes, peger ikke på nogen, eller på en anden."),
    remedy=N_("Slå partens lokationsnummer op, og ret det, eller skriv den IdentifierCode, som nummeret hører til."),
    source=N_("Faktum: et EAN-nummer er 13 cifre med kontrolciffer"),
    requirements=("AFS-03", "AFS-04"),
    example="location-number-check-digit",
)
def location_number_is_an_ean(party: PartyView) -> Iterator[Flaw]:
    """Check a lokationsnummer as an EAN number; the same wrong number in EANIdentifier is told there."""
    number = _number(party, "lokationsnummer")
    if number is not None and number != party.ean and not is_ean(number):
        message = _("Lokationsnummeret i {role}, {number}, er ikke 13 cifre med et kontrolciffer, der passer.")
        yield _flaw(
            party,
            message.format(role=party.role, number=number),
            _("13 cifre med gyldigt kontrolciffer"),
            number,
        )


@rule(
    "LAB-PARTY-006",
    Severity.F3,
    on=PartyView,
    title=N_("Et kommunenummer er 3 cifre"),
    text=N_("Er IdentifierCode kommunenummer, er Identifier 3 cifre."),
    why=N_("Et kommunenummer af en anden længde er et nummer af en anden slags, og modtageren findes ikke."),
    remedy=N_("Skriv kommunens nummer med 3 cifre, eller skriv den IdentifierCode, som nummeret hører til."),
    source=N_("Felternes betydning: danske kommuner har numre på 3 cifre"),
    requirements=("AFS-03",),
    example="municipality-of-4-digits",
)
def municipality_has_3_digits(party: PartyView) -> Iterator[Flaw]:
    """Count the digits of a kommunenummer."""
    number = _number(party, "kommunenummer")
    if number is not None and not is_digits(number, 3):
        message = _("Kommunenummeret i {role} er {number}, og det er ikke 3 cifre.")
        yield _flaw(party, message.format(role=party.role, number=number), _("3 cifre"), number)


@rule(
    "LAB-PARTY-007",
    Severity.F4,
    on=PartyView,
    title=N_("Et sygehusafdelingsnummer er sygehus og afdeling"),
    text=N_("Et sygehusafdelingsnummer er sygehusets 4 cifre og derefter 2 eller 3 tegn for afdelingen."),
    why=N_("Et nummer af en anden form er et andet slags nummer, eller det mangler afdelingen."),
    remedy=N_("Skriv sygehus og afdeling sammen, som i 4202170, eller den IdentifierCode, som nummeret hører til."),
    source=N_("Felternes betydning: 4 cifre for sygehus, 2 tegn for afdeling og eventuelt 1 for afsnit"),
    requirements=("AFS-03",),
    example="hospital-number-without-department",
)
def hospital_number_has_department(party: PartyView) -> Iterator[Flaw]:
    """Look at the form of a sygehusafdelingsnummer."""
    number = _number(party, "sygehusafdelingsnummer")
    if number is not None and not _HOSPITAL.fullmatch(number):
        message = _("Sygehusafdelingsnummeret i {role} er {number}, og det er ikke et sygehus med en afdeling.")
        yield _flaw(
            party, message.format(role=party.role, number=number), _("4 cifre og derefter 2 eller 3 tegn"), number
        )


@rule(
    "LAB-PARTY-008",
    Severity.F4,
    on=PartyView,
    title=N_("Lokationsnummeret er partens EAN-nummer"),
    text=N_("Er IdentifierCode lokationsnummer, bør Identifier være det samme nummer som EANIdentifier."),
    why=N_("To lokationsnumre for én part kan være to parter, og så er det uvist, hvem svaret er til."),
    remedy=N_("Skriv det samme nummer begge steder. Deler flere enheder postkasse, kan beskeden bruges, som den er."),
    source=N_("Felternes betydning: EANIdentifier er partens lokationsnummer; et vink"),
    requirements=("AFS-03", "AFS-04"),
    example="two-location-numbers",
)
def location_number_is_the_ean(party: PartyView) -> Iterator[Flaw]:
    """Compare lokationsnummer with EANIdentifier where both are valid."""
    number, ean = _number(party, "lokationsnummer"), party.ean
    if number is not None and ean is not None and number != ean and is_ean(number) and is_ean(ean):
        message = _("{role} har lokationsnummeret {number}, men EAN-nummeret {ean}.")
        yield _flaw(party, message.format(role=party.role, number=number, ean=ean), ean, number)


RULES: tuple[Rule[Any], ...] = (
    ean_has_13_digits,
    ean_check_digit_fits,
    provider_number_has_6_digits,
    sor_code_has_11_digits,
    location_number_is_an_ean,
    municipality_has_3_digits,
    hospital_number_has_department,
    location_number_is_the_ean,
)
