"""What is asked of who made the answer: a general practice, under the code that is agreed for one."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from labcert.domain.language import N_, _
from labcert.domain.messages import LaboratoryReport
from labcert.domain.outcome import Severity
from labcert.validation.rules.forms import shown_spaces
from labcert.validation.rules.rule import XRPT01, Flaw, Rule, rule
from labcert.validation.rules.views import LetterView

__all__ = ["RULES"]

_OF_A_PRACTICE = {"ydernummer", "sorkode", "lokationsnummer"}
_GENERAL_PRACTICE = "almen_medicin"
_LABORATORY = re.compile(r"[A-ZÆØÅ]{3}")


def _is_practice(letter: LetterView) -> bool:
    """Say whether the sender has a number of a kind that a general practice has."""
    return letter.letter.sender.identifier_code in _OF_A_PRACTICE


def _is_agreed(letter: LetterView) -> bool:
    """Say whether FromLabIdentifier is the agreed code, or none is agreed."""
    agreed = letter.context.laboratory
    return not agreed or letter.letter.sender.from_lab_identifier == agreed


def _producers(letter: LetterView) -> tuple[str, tuple[str, ...]]:
    """Return the path of a producer's code, with a place for its result's number, and the code of each result."""
    report = letter.letter
    if isinstance(report, LaboratoryReport):
        results = report.laboratory_results.result
        path = "LaboratoryResults/Result[{number}]/ProducerOfLabResult/IdentifierCode"
        return path, tuple(one.producer_of_lab_result.identifier_code for one in results)
    examined = report.laboratory_results.investigation
    path = "LaboratoryResults/Investigation[{number}]/Examination/ProducerOfLabResult/IdentifierCode"
    return path, tuple(one.examination.producer_of_lab_result.identifier_code for one in examined)


@rule(
    "LAB-PARTY-009",
    Severity.F3,
    on=LetterView,
    title=N_("Afsenderen er et lægehus"),
    text=N_("Sender har ydernummer, SOR-kode eller lokationsnummer, ikke nummeret på et sygehus eller en kommune."),
    why=N_("Der deles kun svar, som almen praksis selv har lavet. Et svar fra andre vises med forkert oprindelse."),
    remedy=N_("Skriv lægehusets ydernummer i Identifier og ydernummer i IdentifierCode."),
    source=N_("Besluttet i projektet: der deles svar, som almen praksis selv har lavet"),
    requirements=("AFS-01", "OPL-01"),
    example="sender-is-a-hospital",
)
def sender_is_a_practice(letter: LetterView) -> Iterator[Flaw]:
    """Look at the kind of the sender's number."""
    code = letter.letter.sender.identifier_code
    if code is not None and not _is_practice(letter):
        yield Flaw(
            f"{letter.path}/Sender/IdentifierCode",
            _("Afsenderens nummer er et {code}, og det har et lægehus ikke.").format(code=code),
            _("ydernummer, sorkode eller lokationsnummer"),
            code,
        )


@rule(
    "LAB-PARTY-018",
    Severity.F4,
    on=LetterView,
    standards=XRPT01,
    title=N_("Afsenderen har et nummer, som alle kender"),
    text=N_("Sender bør have IdentifierCode og ikke IdentifierLocal, selv om tabellen for XRPT01 tillader det."),
    why=N_("Et lokalt nummer kender kun den, der gav det. Kun EAN-nummeret viser da, hvilket lægehus det er."),
    remedy=N_("Skriv lægehusets ydernummer i Identifier og ydernummer i IdentifierCode."),
    source=N_("Felternes betydning: et lokalt nummer gælder kun på sin egen liste"),
    requirements=("AFS-01",),
    example="sender-with-a-local-number",
)
def sender_has_a_known_number(letter: LetterView) -> Iterator[Flaw]:
    """Look for a sender that has a local number alone."""
    if letter.letter.sender.identifier_code is None:
        yield Flaw(
            f"{letter.path}/Sender/IdentifierLocal",
            _("Afsenderen har kun et lokalt nummer, {number}.").format(number=letter.letter.sender.identifier),
            _("ydernummer, sorkode eller lokationsnummer"),
            _("Et lokalt nummer"),
        )


@rule(
    "LAB-PARTY-010",
    Severity.F3,
    on=LetterView,
    title=N_("Laboratoriekoden er den, der er aftalt for almen praksis"),
    text=N_("FromLabIdentifier er den kode, som projektet bruger for almen praksis."),
    why=N_("Modtageren kender svar fra almen praksis på koden. Med en anden kode ligner svaret et sygehussvar."),
    remedy=N_("Skriv den aftalte kode i FromLabIdentifier og i resultaternes ProducerOfLabResult."),
    source=N_("Besluttet i projektet: laboratoriekoden for almen praksis, fixtures/policies/standard.yaml"),
    requirements=("AFS-02", "OPL-01"),
    example="other-laboratory-code",
)
def laboratory_is_the_agreed_one(letter: LetterView) -> Iterator[Flaw]:
    """Compare FromLabIdentifier with the agreed code; nothing is asked where none is agreed."""
    if not _is_agreed(letter):
        code, agreed = shown_spaces(letter.letter.sender.from_lab_identifier), letter.context.laboratory
        yield Flaw(
            f"{letter.path}/Sender/FromLabIdentifier",
            _("Laboratoriekoden er {code}, men almen praksis bruger {agreed}.").format(code=code, agreed=agreed),
            agreed,
            code,
        )


def _letter_codes(letter: LetterView) -> Iterator[tuple[str, str]]:
    """Yield path and text of each three-letter code that is not told of otherwise."""
    report = letter.letter
    laboratory = report.sender.from_lab_identifier
    if _is_agreed(letter):
        yield "Sender/FromLabIdentifier", laboratory
    for role, party in (("Receiver", report.receiver), ("CCReceiver", report.cc_receiver)):
        local = getattr(party, "identifier_local", None)
        if local is not None:
            yield f"{role}/IdentifierLocal", local


@rule(
    "LAB-PARTY-011",
    Severity.F4,
    on=LetterView,
    title=N_("En bogstavkode er tre store bogstaver"),
    text=N_("FromLabIdentifier og IdentifierLocal er MedComs koder på tre store bogstaver."),
    why=N_("Koderne slås op i en liste. En kode af en anden form står næppe på den."),
    remedy=N_("Skriv koden, som den står på MedComs liste, med tre store bogstaver."),
    source=N_("Faktum: laboratoriekoder er på højst tre tegn, og i eksemplerne tre store bogstaver"),
    requirements=("AFS-02",),
    example="local-code-in-small-letters",
)
def codes_are_three_letters(letter: LetterView) -> Iterator[Flaw]:
    """Look at the form of each code."""
    for path, code in _letter_codes(letter):
        if not _LABORATORY.fullmatch(code):
            yield Flaw(
                f"{letter.path}/{path}",
                _("Koden {code} i {name} er ikke tre store bogstaver.").format(
                    code=shown_spaces(code), name=path.rpartition("/")[2]
                ),
                _("Tre store bogstaver"),
                shown_spaces(code),
            )


@rule(
    "LAB-PARTY-012",
    Severity.F3,
    on=LetterView,
    title=N_("Resultatet er lavet af afsenderens laboratorium"),
    text=N_("ProducerOfLabResult/IdentifierCode er den samme kode som FromLabIdentifier."),
    why=N_("Der deles kun svar, som almen praksis selv har lavet. Et andet laboratorium deler selv sine svar."),
    remedy=N_("Send kun lægehusets egne resultater, og skriv lægehusets kode ved dem."),
    source=N_("Besluttet i projektet: der deles svar, som almen praksis selv har lavet"),
    requirements=("AFS-02", "OPL-01"),
    example="result-from-another-laboratory",
)
def results_are_the_senders_own(letter: LetterView) -> Iterator[Flaw]:
    """Compare each producer with the sender's laboratory: one flaw for each other code, where it stands first."""
    laboratory = letter.letter.sender.from_lab_identifier
    path, codes = _producers(letter)
    if not _is_agreed(letter) or all(code == laboratory for code in codes):
        return
    for code, count in Counter(code for code in codes if code != laboratory).items():
        yield Flaw(
            f"{letter.path}/{path.format(number=codes.index(code) + 1)}",
            _("Resultater fra laboratoriet {code}: {count} af {all}. Afsenderens laboratorium er {laboratory}.").format(
                count=count, all=len(codes), code=shown_spaces(code), laboratory=laboratory
            ),
            laboratory,
            shown_spaces(code),
        )


@rule(
    "LAB-PARTY-013",
    Severity.F4,
    on=LetterView,
    title=N_("Afsenderens speciale er almen medicin"),
    text=N_("MedicalSpecialityCode bør være almen_medicin, når afsenderen er et lægehus."),
    why=N_("Specialet vises sammen med svaret og fortæller, hvor det kommer fra."),
    remedy=N_("Skriv almen_medicin i MedicalSpecialityCode. I XRPT01 kan feltet udelades."),
    source=N_("Felternes betydning: MedicalSpecialityCode er afsenderens speciale"),
    requirements=("AFS-01", "OPL-01"),
    example="other-speciality",
)
def speciality_is_general_practice(letter: LetterView) -> Iterator[Flaw]:
    """Look at the speciality of a sender that may be a practice."""
    speciality = letter.letter.sender.medical_speciality_code
    if speciality is not None and speciality != _GENERAL_PRACTICE and _is_practice(letter):
        yield Flaw(
            f"{letter.path}/Sender/MedicalSpecialityCode",
            _("Afsenderens speciale er {speciality}, men svaret er fra almen praksis.").format(speciality=speciality),
            _GENERAL_PRACTICE,
            speciality,
        )


RULES: tuple[Rule[Any], ...] = (
    sender_is_a_practice,
    sender_has_a_known_number,
    laboratory_is_the_agreed_one,
    codes_are_three_letters,
    results_are_the_senders_own,
    speciality_is_general_practice,
)
