"""What is asked of where an answer goes: names, post codes, copies, kinds of number that are no longer used."""

from collections.abc import Iterator
from typing import Any

from labcert.domain.language import N_, _
from labcert.domain.outcome import Severity
from labcert.validation.rules.forms import is_digits, is_placeholder, shown_spaces
from labcert.validation.rules.rule import XRPT05, Flaw, Rule, rule
from labcert.validation.rules.views import LetterView

__all__ = ["RULES"]

_OLD_KINDS = {"amt", "lokal_kode"}


@rule(
    "LAB-PARTY-014",
    Severity.F4,
    on=LetterView,
    title=N_("Kopimodtageren er en anden end modtageren"),
    text=N_("CCReceiver bør ikke være den samme som Receiver."),
    why=N_("Modtageren får svaret to gange, og den, der skulle have kopien, får den måske ikke."),
    remedy=N_("Skriv den, der skal have kopien, eller udelad CCReceiver."),
    source=N_("Felternes betydning: en kopi er til en anden end modtageren"),
    requirements=("AFS-03",),
    example="copy-to-the-receiver",
)
def copy_goes_to_another(letter: LetterView) -> Iterator[Flaw]:
    """Compare the number of CCReceiver with those of Receiver."""
    receiver, copy = letter.letter.receiver, letter.letter.cc_receiver
    if copy is None:
        return
    kind, local = copy.identifier_code, getattr(copy, "identifier_local", None)
    same = (copy.identifier, kind, local) == (
        receiver.identifier, receiver.identifier_code, getattr(receiver, "identifier_local", None),
    )
    if same or (kind == "lokationsnummer" and copy.identifier == receiver.ean_identifier):
        yield Flaw(
            f"{letter.path}/CCReceiver/Identifier",
            _("Kopien går til modtageren selv, {number}.").format(number=copy.identifier),
            _("En anden end modtageren"),
            copy.identifier,
        )


@rule(
    "LAB-PARTY-015",
    Severity.F4,
    on=LetterView,
    title=N_("Et postnummer er 4 cifre"),
    text=N_("PostCodeIdentifier bør være 4 cifre."),
    why=N_("Et postnummer af en anden form kan ikke slås op, og adressen kan være forkert."),
    remedy=N_("Skriv postnummeret med 4 cifre, eller udelad feltet."),
    source=N_("Felternes betydning: danske postnumre er 4 cifre"),
    requirements=("AFS-03",),
    example="post-code-with-country",
)
def post_code_has_4_digits(letter: LetterView) -> Iterator[Flaw]:
    """Count the digits of the receiver's post code, which the table lets be empty."""
    code = letter.letter.receiver.post_code_identifier
    if code is not None and not is_digits(code, 4):
        yield Flaw(
            f"{letter.path}/Receiver/PostCodeIdentifier",
            _("Modtagerens postnummer er {code}, og det er ikke 4 cifre.").format(code=shown_spaces(code))
            if code
            else _("Modtagerens postnummer er tomt."),
            _("4 cifre"),
            shown_spaces(code) or _("Intet"),
        )


@rule(
    "LAB-PARTY-016",
    Severity.F3,
    on=LetterView,
    title=N_("En organisation har et rigtigt navn"),
    text=N_("OrganisationName er organisationens navn, ikke et tegn, et tal eller et ord som ukendt."),
    why=N_("Navnet vises sammen med svaret. Ingen kan se, hvem en pladsholder er."),
    remedy=N_("Skriv organisationens navn. Hos modtager og kopimodtager kan feltet udelades."),
    source=N_("Felternes betydning: OrganisationName er et navn, der vises for mennesker"),
    requirements=("AFS-01", "AFS-03"),
    example="organisation-without-a-name",
)
def organisations_have_names(letter: LetterView) -> Iterator[Flaw]:
    """Look for names without a letter, and for those that only fill the place."""
    report = letter.letter
    for role, party in (
        ("Sender", report.sender), ("Receiver", report.receiver), ("CCReceiver", report.cc_receiver),
    ):
        name = party.organisation_name if party is not None else None
        if name is not None and (is_placeholder(name) or not any(map(str.isalpha, name))):
            yield Flaw(
                f"{letter.path}/{role}/OrganisationName",
                _("Navnet på {role} er ikke en organisations navn: “{name}”.").format(
                    role=role, name=shown_spaces(name)
                ),
                _("Organisationens navn"),
                shown_spaces(name),
            )


@rule(
    "LAB-PARTY-017",
    Severity.F4,
    on=LetterView,
    standards=XRPT05,
    title=N_("Modtagerens nummer er af en slags, der stadig bruges"),
    text=N_("Receiver/IdentifierCode i XRPT05 bør ikke være amt eller lokal_kode."),
    why=N_("Kun modtageren i XRPT05 har de to værdier. Afsender, kopimodtager og XRPT01 kender dem ikke."),
    remedy=N_("Skriv modtagerens ydernummer, SOR-kode eller lokationsnummer."),
    source=N_("Tabellen: amt og lokal_kode står kun i XRPT05 ved Receiver/IdentifierCode"),
    requirements=("AFS-03",),
    example="receiver-by-an-old-kind-of-number",
)
def receiver_is_not_of_an_old_kind(letter: LetterView) -> Iterator[Flaw]:
    """Look for the two values that only this list has."""
    kind = letter.letter.receiver.identifier_code
    if kind is not None and kind in _OLD_KINDS:
        yield Flaw(
            f"{letter.path}/Receiver/IdentifierCode",
            _("Modtagerens nummer er af slagsen {kind}, som kun denne liste har.").format(kind=kind),
            _("ydernummer, sorkode eller lokationsnummer"),
            kind,
        )


RULES: tuple[Rule[Any], ...] = (
    copy_goes_to_another,
    post_code_has_4_digits,
    organisations_have_names,
    receiver_is_not_of_an_old_kind,
)
