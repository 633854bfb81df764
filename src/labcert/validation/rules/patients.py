"""What is asked of the patient: number, name and consent. No flaw ever quotes a name."""

import re
from collections.abc import Iterator
from typing import Any

from labcert.domain.language import N_, _
from labcert.domain.masking import holds_foreign_cpr, mask_cpr
from labcert.domain.messages.common import Patient
from labcert.domain.outcome import Severity
from labcert.validation.rules.forms import begins_with_date, is_digits, shown_spaces
from labcert.validation.rules.rule import Flaw, Rule, rule
from labcert.validation.rules.views import LetterView, Name

__all__ = ["NOBODYS_NUMBER", "RULES"]

NOBODYS_NUMBER = ("LAB-PAT-001", "LAB-PAT-003")
"""the rules that may find that a number can not be any person's"""
_REPLACEMENT = re.compile(r"[0-9]{6}[0-9A-ZÆØÅ]{4}")
_NO_NAME = re.compile(r"[0-9<>=@/]")
_MARKUP = re.compile(r"</?[a-z]{1,10}\s*/?>|&#?\w{2,8};", re.IGNORECASE)
"""markup in a name is told as markup, and as nothing else"""
_CPR_LENGTH = 10


def _patient(letter: LetterView) -> Patient:
    return letter.letter.patient


def _is_cpr(number: str) -> bool:
    """Say whether a number is ten digits that begin with the date of a CPR number (no replacement number's)."""
    return is_digits(number, _CPR_LENGTH) and begins_with_date(number, replacement=False)


@rule(
    "LAB-PAT-001",
    Severity.F2,
    on=LetterView,
    title=N_("Et CPR-nummer begynder med en dato"),
    text=N_("CivilRegistrationNumber begynder med en dato, ddmmåå. I et erstatningsnummer kan dagen have 60 lagt til."),
    why=N_("Ingen har et nummer uden en dato. Svaret når ikke patienten, og det kan ikke slettes igen."),
    remedy=N_("Find patientens rigtige CPR-nummer. Modulus 11 siger intet: nyere numre opfylder det ikke."),
    source=N_("Faktum: CPR-nummeret er 10 cifre og begynder med fødselsdatoen; modulus 11 er aldrig en fejl"),
    requirements=("PAT-01",),
    example="cpr-without-a-date",
)
def cpr_begins_with_a_date(letter: LetterView) -> Iterator[Flaw]:
    """Look at the date of a CPR number; its check digit is never looked at."""
    number = _patient(letter).civil_registration_number
    if number is not None and not begins_with_date(number):
        yield Flaw(
            f"{letter.path}/Patient/CivilRegistrationNumber",
            _("CPR-nummeret begynder med {six}, og det er ikke en dato.").format(six=number[:6]),
            _("En dato som seks cifre: dag, måned og år"),
            mask_cpr(number),
        )


@rule(
    "LAB-PAT-002",
    Severity.F1,
    on=LetterView,
    title=N_("Et CPR-nummer står i CivilRegistrationNumber"),
    text=N_("AlternativeIdentifier er til erstatnings-CPR. Ti cifre, der begynder med en dato, er et CPR-nummer."),
    why=N_("Står CPR-nummeret i det forkerte felt, finder databanken ikke patienten, og svaret vises ikke for nogen."),
    remedy=N_("Flyt nummeret til CivilRegistrationNumber, og udelad AlternativeIdentifier."),
    source=N_("Faktum: CPR-nummeret er 10 cifre; i AlternativeIdentifier står et erstatnings-CPR, som har bogstaver"),
    requirements=("PAT-01", "PAT-02"),
    example="cpr-as-alternative-identifier",
)
def cpr_stands_in_its_own_element(letter: LetterView) -> Iterator[Flaw]:
    """Look for a CPR number in AlternativeIdentifier; one with 60 added to the day is a replacement number."""
    number = _patient(letter).alternative_identifier
    if number is not None and _is_cpr(number):
        yield Flaw(
            f"{letter.path}/Patient/AlternativeIdentifier",
            _("AlternativeIdentifier er ti cifre, der begynder med en dato. Det er et CPR-nummer."),
            _("Nummeret i CivilRegistrationNumber"),
            _("Et CPR-nummer i AlternativeIdentifier"),
        )


def _is_replacement(number: str) -> bool:
    """Say whether a number has the form of a replacement CPR: a date, and letters or a day with 60 added."""
    if not _REPLACEMENT.fullmatch(number) or not begins_with_date(number):
        return False
    return not number.isdigit() or not begins_with_date(number, replacement=False)


@rule(
    "LAB-PAT-003",
    Severity.F3,
    on=LetterView,
    title=N_("AlternativeIdentifier er et erstatnings-CPR"),
    text=N_("Et erstatnings-CPR er en dato som seks cifre og fire cifre eller store bogstaver, mindst ét bogstav."),
    why=N_("Et andet nummer end et erstatnings-CPR kendes kun af den, der fandt på det."),
    remedy=N_("Skriv patientens erstatnings-CPR, som 0703921VJ5, med store bogstaver og uden bindestreg."),
    source=N_("Faktum: et erstatnings-CPR er 10 tegn med bogstaver, som 0703921VJ5 og 1206550VK9"),
    requirements=("PAT-02",),
    example="alternative-identifier-is-a-word",
)
def alternative_identifier_is_a_replacement_cpr(letter: LetterView) -> Iterator[Flaw]:
    """Look at the form of AlternativeIdentifier; a CPR number in it is told as that."""
    number = _patient(letter).alternative_identifier
    if number is not None and not _is_cpr(number) and not _is_replacement(number):
        yield Flaw(
            f"{letter.path}/Patient/AlternativeIdentifier",
            _("AlternativeIdentifier har ikke form som et erstatnings-CPR."),
            _("En dato som seks cifre og fire tegn med mindst ét stort bogstav"),
            mask_cpr(shown_spaces(number)),
        )


@rule(
    "LAB-PAT-004",
    Severity.F1,
    on=LetterView,
    title=N_("Nægtet samtykke er skrevet med ordet false"),
    text=N_("Nægter patienten deling, er Consent/Given ordet false uden mellemrum, ikke 0."),
    why=N_("Konverteren mellem EDIFACT og XML kender kun ordet. Med 0 går nægtelsen tabt, og svaret vises."),
    remedy=N_("Skriv false i Consent/Given."),
    source=N_("Faktum: kun ordet false overlever konverteren mellem EDIFACT og XML"),
    requirements=("SAM-05", "SAM-03"),
    example="refused-consent-as-zero",
)
def refusal_is_the_word_false(letter: LetterView) -> Iterator[Flaw]:
    """Look for a refusal that is not exactly the word."""
    consent = _patient(letter).consent
    if consent is not None and consent.refused and consent.given != "false":
        yield Flaw(
            f"{letter.path}/Patient/Consent/Given",
            _("Samtykket er nægtet, men skrevet som {given} og ikke som ordet false.").format(
                given=shown_spaces(consent.given)
            ),
            "false",
            shown_spaces(consent.given),
        )


@rule(
    "LAB-PAT-005",
    Severity.F4,
    on=LetterView,
    title=N_("Givet samtykke er skrevet med ordet true"),
    text=N_("Har patienten givet samtykke, er Consent/Given ordet true uden mellemrum, eller Consent er udeladt."),
    why=N_("Den, der skriver 1, skriver nok også 0, og et 0 går tabt."),
    remedy=N_("Skriv true i Consent/Given, eller udelad Consent."),
    source=N_("Felternes betydning: samtykke skrives med ord, fordi kun ordet false overlever konverteren"),
    requirements=("SAM-04", "SAM-05"),
    example="given-consent-as-one",
)
def consent_is_the_word_true(letter: LetterView) -> Iterator[Flaw]:
    """Look for a consent that is not exactly the word."""
    consent = _patient(letter).consent
    if consent is not None and not consent.refused and consent.given != "true":
        yield Flaw(
            f"{letter.path}/Patient/Consent/Given",
            _("Samtykket er givet, men skrevet som {given} og ikke som ordet true.").format(
                given=shown_spaces(consent.given)
            ),
            "true",
            shown_spaces(consent.given),
        )


@rule(
    "LAB-PAT-006",
    Severity.F4,
    on=LetterView,
    title=N_("Patientens fornavn er med"),
    text=N_("Patient bør have PersonGivenName."),
    why=N_("Navnet er det, mennesker ser efter, når et nummer kan være forkert."),
    remedy=N_("Send patientens fornavn, som det står i LPS'et. Nyfødte uden navn er undtaget."),
    source=N_("Felternes betydning: patientens navn er PersonSurnameName og PersonGivenName"),
    requirements=("PAT-03",),
    example="given-name-missing",
)
def given_name_is_there(letter: LetterView) -> Iterator[Flaw]:
    """Look for a given name that is more than white space."""
    given = _patient(letter).person_given_name
    if given is None or not given.strip():
        yield Flaw(
            f"{letter.path}/Patient",
            _("Patienten har intet fornavn i PersonGivenName."),
            _("Patientens fornavn"),
            _("Intet"),
        )


def _is_no_name(text: str) -> bool:
    return not any(map(str.isalpha, text)) or _NO_NAME.search(_MARKUP.sub("", text)) is not None


def _names(patient: Patient) -> tuple[tuple[str, str], ...]:
    """Return element and text of the names that are there."""
    given = patient.person_given_name
    surname = ("PersonSurnameName", patient.person_surname_name)
    return (surname, ("PersonGivenName", given)) if given is not None and given.strip() else (surname,)


def _words(text: str) -> list[str]:
    """Return the words of a name in one case: letters alone, without the word Test that many test persons have."""
    plain = _MARKUP.sub("", text.replace("-", " "))
    letters = "".join(sign for sign in plain if sign.isalpha() or sign.isspace())
    return [word for word in letters.casefold().split() if word != "test"]


def _is_same(patient: Patient, known: Name) -> bool:
    """Compare names: no case, no signs, given names in any order, a middle name in either element."""
    surname, own = _words(patient.person_surname_name), _words(known.surname)
    if surname[-1:] != own[-1:]:
        return False
    given = _words(patient.person_given_name or "")
    return not given or sorted(given + surname) == sorted(_words(known.given) + own)


@rule(
    "LAB-PAT-007",
    Severity.F3,
    on=LetterView,
    title=N_("Navnet er testpersonens"),
    text=N_("Har patienten en national testpersons nummer, er navnet også testpersonens."),
    why=N_("Et andet navn ved nummeret betyder, at nummer og navn er taget fra to patienter i LPS'et."),
    remedy=N_("Se efter, om nummeret eller navnet er forkert, og hvorfra LPS'et har taget dem."),
    source=N_("Faktum: MedComs nationale testpersoner har et nummer og et navn hver"),
    requirements=("PAT-03",),
    example="name-of-another-person",
)
def name_is_the_test_persons(letter: LetterView) -> Iterator[Flaw]:
    """Compare the name with that of the test person; a name that is no name is told as that."""
    patient = _patient(letter)
    known = letter.context.persons.get(patient.identifier)
    no_name = (_is_no_name(text) for _element, text in _names(patient))
    if known is None or _is_same(patient, known) or any(no_name):
        return
    yield Flaw(
        f"{letter.path}/Patient",
        _("Navnet er et andet end navnet på den testperson, som nummeret tilhører."),
        _("Testpersonens navn"),
        _("Et andet navn"),
    )


@rule(
    "LAB-PAT-008",
    Severity.F3,
    on=LetterView,
    title=N_("Patientens navn er skrevet med bogstaver"),
    text=N_("Patientens navne har bogstaver, og de har hverken cifre eller tegnene < > = @ /."),
    why=N_("Tal og tegn i et navn er andre oplysninger, der er havnet i feltet, eller en pladsholder."),
    remedy=N_("Skriv patientens navn, som det står i LPS'et, og flyt det øvrige til det felt, hvor det hører til."),
    source=N_("Felternes betydning: PersonSurnameName og PersonGivenName er patientens navn"),
    requirements=("PAT-03",),
    example="number-in-the-name",
)
def names_are_names(letter: LetterView) -> Iterator[Flaw]:
    """Look for what is in no name; a number that may be a person's is told of by its own check."""
    for element, text in _names(_patient(letter)):
        if _is_no_name(text) and not holds_foreign_cpr(text, letter.context.persons.keys()):
            yield Flaw(
                f"{letter.path}/Patient/{element}",
                _("{element} har cifre eller tegn, som ikke er i et navn, eller har ingen bogstaver.").format(
                    element=element
                ),
                _("Patientens navn"),
                _("Noget andet end et navn"),
            )


RULES: tuple[Rule[Any], ...] = (
    cpr_begins_with_a_date,
    cpr_stands_in_its_own_element,
    alternative_identifier_is_a_replacement_cpr,
    refusal_is_the_word_false,
    consent_is_the_word_true,
    given_name_is_there,
    name_is_the_test_persons,
    names_are_names,
)
