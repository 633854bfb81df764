"""Consent: a refusal must stand in the letter, and with the one word that survives every conversion."""

from labcert.checks.reading import Letter
from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity

__all__ = ["consent_is_not_refused", "consent_is_refused"]

_ANY = Severity.F3  # the judge sets the class that the protocol names
GIVEN = "Patient/Consent/Given"
REFUSED = "false"
"""`0` is a legal xs:boolean too, but is lost when the letter is converted to EDIFACT"""


def consent_is_refused(letter: Letter) -> Finding | None:
    """Patient/Consent/Given is the word false."""
    place = letter.place(GIVEN)
    if place is None:
        patient = letter.place("Patient")
        return Finding(
            "CONSENT-MISSING", _ANY, _("Nægtet samtykke mangler i beskeden. Databanken vil derfor vise svaret."),
            expected=_("<Consent><Given>false</Given></Consent> til sidst i Patient"), actual=_("intet"),
            path=patient.path if patient else letter.own_path, line=patient.line if patient else None,
            remedy=_("Send Patient/Consent/Given med ordet false, når patienten har nægtet samtykke til deling."),
        )
    if place.text == REFUSED:
        return None
    return Finding(
        "CONSENT-WORD", _ANY, _("Nægtet samtykke er ikke skrevet med ordet false."), expected=REFUSED,
        actual=place.text, path=place.path, line=place.line,
        remedy=_("Skriv ordet false; 0 er gyldigt i skemaet, men går tabt i konvertering til EDIFACT."),
    )


def consent_is_not_refused(letter: Letter) -> Finding | None:
    """Patient/Consent is left out, or says that consent is given."""
    place = letter.place(GIVEN)
    if place is None or place.text in ("true", "1"):
        return None
    return Finding(
        "CONSENT-UNASKED", _ANY,
        _("Beskeden siger, at patienten har nægtet samtykke, men det har patienten ikke."),
        expected=_("intet Consent, eller Given = true"), actual=place.text, path=place.path, line=place.line,
        remedy=_("Udelad Patient/Consent, når der ikke er sagt noget om samtykke. Det gælder som givet."),
    )
