"""What is asked of many messages together: identifiers used once, corrections that fit, part answers that end."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from labcert.domain.language import N_, _
from labcert.domain.outcome import Severity
from labcert.validation.rules.rule import Flaw, Rule, rule
from labcert.validation.rules.versions import Case, IdentifierUses, LetterFacts, Version, Versions, flaw_in

__all__ = ["RULES"]

FINAL = {"svar_endeligt", "svar_rettet"}
CORRECTED = "svar_rettet"
PRELIMINARY = {"proeve_modtaget", "svar_midlertidigt"}


def _in_first_file(uses: IdentifierUses) -> list[LetterFacts]:
    """Return the letters that the identifier was used for first: an envelope may hold several."""
    return [one for one in uses.uses if one.file == uses.uses[0].file]


def _reused(uses: IdentifierUses, kind: str) -> Iterator[tuple[LetterFacts, LetterFacts]]:
    """Yield each letter that shares the identifier with those of an earlier file and says what none of them does."""
    if uses.kind != kind:
        return
    first = _in_first_file(uses)
    said = {one.content for one in first}
    for other in uses.uses[len(first) :]:
        if other.content not in said:
            yield first[0], other


@rule(
    "LAB-SET-001",
    Severity.F2,
    on=IdentifierUses,
    title=N_("Et brevs nummer bruges ikke igen"),
    text=N_("Letter/Identifier er entydigt for afsenderen og genbruges aldrig til et andet indhold."),
    why=N_("Modtageren kender et brev på nummeret. Et nyt svar med et gammelt nummer kan blive taget for en dublet."),
    remedy=N_("Giv hvert brev et nyt nummer, også en rettelse."),
    source=N_("Faktum: højst 14 tegn, entydigt for afsenderen, bruges aldrig igen"),
    requirements=("ID-02", "RET-03"),
    example="letter-number-reused",
)
def letter_number_is_used_once(uses: IdentifierUses) -> Iterator[Flaw]:
    """Look for a letter identifier in two files with different content."""
    for first, other in _reused(uses, "letter"):
        yield flaw_in(
            other,
            _("Brevet har nummeret {number}, som allerede er brugt til et andet brev i {file}.").format(
                number=other.letter, file=first.file
            ),
            _("Et nummer, der ikke er brugt før"),
            other.letter,
        )


@rule(
    "LAB-SET-002",
    Severity.F2,
    on=IdentifierUses,
    title=N_("En kuverts nummer bruges ikke igen"),
    text=N_("Envelope/Identifier er entydigt for afsenderen og genbruges aldrig til et andet indhold."),
    why=N_("PLSP afviser en kuvert, hvis nummer er brugt til andet. Svaret når da ikke frem."),
    remedy=N_("Giv hver kuvert et nyt nummer, også ved genafsendelse."),
    source=N_("Faktum: højst 14 tegn, entydigt for afsenderen, bruges aldrig igen"),
    requirements=("ID-01", "DUB-03"),
    example="envelope-number-reused",
)
def envelope_number_is_used_once(uses: IdentifierUses) -> Iterator[Flaw]:
    """Look for an envelope identifier in two files with different content."""
    letters = {one.letter for one in _in_first_file(uses)}
    for first, other in _reused(uses, "envelope"):
        if other.letter not in letters:  # the same letter changed is told of the letter
            yield flaw_in(
                other,
                _("Kuverten har nummeret {number}, som allerede er brugt til en anden kuvert i {file}.").format(
                    number=other.envelope, file=first.file
                ),
                _("Et nummer, der ikke er brugt før"),
                other.envelope,
            )


@rule(
    "LAB-SET-003",
    Severity.F4,
    on=IdentifierUses,
    title=N_("Den samme besked ligger der kun én gang"),
    text=N_("To filer med samme kuvertnummer, brevnummer og indhold er den samme besked."),
    why=N_("En dublet gemmes kun én gang hos modtageren, men tallene i en optælling af filerne bliver forkerte."),
    remedy=N_("Fjern kopien, hvis det ikke er en genafsendelse, der skal efterprøves."),
    source=N_("Faktum: en dublet kendes på kuvertens og brevets nummer"),
    requirements=("DUB-01",),
    example="same-message-twice",
)
def message_lies_there_once(uses: IdentifierUses) -> Iterator[Flaw]:
    """Look for the same letter in the same envelope in two files."""
    if uses.kind != "letter":
        return
    first = uses.uses[0]
    for other in uses.uses[1:]:
        if other.file != first.file and (other.envelope, other.content) == (first.envelope, first.content):
            yield flaw_in(
                other,
                _("Filen holder den samme besked som {file}.").format(file=first.file),
                _("En besked, der ikke ligger der i forvejen"),
                _("Kuvert {envelope}, brev {letter}").format(envelope=other.envelope, letter=other.letter),
            )


def _corrections(versions: Versions) -> Iterator[tuple[Version, Version]]:
    """Yield each correction with the version before it; a version that was only sent again is passed over."""
    for before, after in pairwise(_told(versions)):
        if after.result.status == CORRECTED:
            yield before, after


def _told(versions: Versions) -> Iterator[Version]:
    """Yield the versions without those that repeat the one before word for word, as in a letter sent again."""
    before: Version | None = None
    for version in versions.versions:
        same = before is not None and (before.result.content, before.result.status) == (
            version.result.content, version.result.status,
        )
        if not same:
            yield version
        before = version


@rule(
    "LAB-SET-004",
    Severity.F1,
    on=Versions,
    title=N_("En rettelse gælder den samme patient"),
    text=N_("En rettelse har samme CPR-nummer som det svar, den retter. CPR-nummeret ændres aldrig efter afsendelse."),
    why=N_("Ellers står det forkerte svar stadig på den første patient, og den anden får et svar uden en prøve."),
    remedy=N_(
        "Et svar på forkert CPR-nummer kan ikke rettes med en rettelse. Kontakt databanken, og find årsagen i systemet."
    ),
    source=N_("Faktum: CPR-nummeret ændres aldrig efter afsendelse; der er ingen kode for at annullere et svar"),
    requirements=("RET-04", "RET-09"),
    example="correction-of-another-patient",
)
def correction_is_of_the_same_patient(versions: Versions) -> Iterator[Flaw]:
    """Look for a correction with another patient than the version before."""
    for before, after in _corrections(versions):
        if after.letter.patient != before.letter.patient:
            yield flaw_in(
                after.letter,
                _("Rettelsen af {code} gælder en anden patient end svaret i {file}.").format(
                    code=after.result.code, file=before.letter.file
                ),
                _("Samme CPR-nummer som i {file}").format(file=before.letter.file),
                _("Et andet CPR-nummer"),
                after.result,
            )


@rule(
    "LAB-SET-005",
    Severity.F2,
    on=Versions,
    title=N_("En rettelse er nyere end det, den retter"),
    text=N_("ResultsDateTime i en rettelse er det tidspunkt, hvor det rettede svar forelå, og ligger efter det gamle."),
    why=N_("Databanken viser den nyeste version. Har begge samme tid, kan den forkerte værdi blive vist."),
    remedy=N_("Sæt ResultsDateTime til det tidspunkt, hvor det rettede svar forelå."),
    source=N_("Faktum: en rettelse har en ny ResultsDateTime"),
    requirements=("RET-05",),
    example="correction-not-newer",
)
def correction_is_newer(versions: Versions) -> Iterator[Flaw]:
    """Look for a correction with the time of the version before."""
    for before, after in _corrections(versions):
        if before.letter.patient == after.letter.patient and after.letter.results_at <= before.letter.results_at:
            yield flaw_in(
                after.letter,
                _("Rettelsen af {code} har ikke et nyere svartidspunkt end det svar, den retter, i {file}.").format(
                    code=after.result.code, file=before.letter.file
                ),
                _("Efter {time}").format(time=before.letter.results_at),
                after.letter.results_at,
                after.result,
            )


@rule(
    "LAB-SET-006",
    Severity.F4,
    on=Versions,
    title=N_("Det, en rettelse retter, er blandt filerne"),
    text=N_("Til hver rettelse (svar_rettet) findes et tidligere svar med samme nøgle blandt filerne."),
    why=N_("Kan rettelsen ikke knyttes til et svar, står den gamle værdi ved siden af den nye."),
    remedy=N_("Læg det oprindelige svar i samme mappe, eller ret de numre, der binder de to sammen."),
    source=N_("Faktum: en rettelse bærer samme prøve-, rekvirent- og produktionsnumre som det svar, den retter"),
    requirements=("RET-04", "RET-08"),
    example="correction-of-nothing",
)
def correction_corrects_something(versions: Versions) -> Iterator[Flaw]:
    """Look for a first version that calls itself a correction."""
    first = versions.versions[0]
    if first.result.status == CORRECTED:
        yield flaw_in(
            first.letter,
            _("Rettelsen af {code} retter intet svar blandt filerne.").format(code=first.result.code),
            _("Et tidligere svar med samme prøvenumre og analyse"),
            _("Intet"),
            first.result,
        )


@rule(
    "LAB-SET-007",
    Severity.F2,
    on=Versions,
    title=N_("Et ændret svar er mærket som rettet"),
    text=N_("Sendes et endeligt svar igen med et andet indhold, har resultatet statussen svar_rettet."),
    why=N_("Uden mærket ser lægen ikke, at værdien er en anden end den, der blev handlet på."),
    remedy=N_("Sæt ResultStatusCode til svar_rettet på det resultat, der er ændret."),
    source=N_("Faktum: svar_rettet er en rettelse; svar_endeligt er det første endelige svar"),
    requirements=("RET-02",),
    example="change-not-marked",
)
def change_is_marked(versions: Versions) -> Iterator[Flaw]:
    """Look for a final version after a final version with another content and no mark."""
    for before, after in pairwise(_told(versions)):
        final = before.result.status in FINAL and after.result.status == "svar_endeligt"
        if final and before.result.content != after.result.content:
            yield flaw_in(
                after.letter,
                _("Svaret på {code} er et andet end det endelige svar i {file}, men er ikke mærket som rettet.").format(
                    code=after.result.code, file=before.letter.file
                ),
                CORRECTED,
                after.result.status,
                after.result,
            )


@rule(
    "LAB-SET-008",
    Severity.F4,
    on=Case,
    title=N_("Et delsvar følges af et komplet svar"),
    text=N_("Til hver prøve med et delsvar (del_svar) findes et senere komplet svar blandt filerne."),
    why=N_("Modtageren venter på resten. Kommer den aldrig, ved ingen, om analyserne mangler eller er glemt."),
    remedy=N_("Send det komplette svar, når de sidste resultater foreligger."),
    source=N_("Tabellen: ReportStatusCode; felternes betydning"),
    requirements=("STA-02", "STA-01"),
    example="part-answer-without-end",
)
def part_answers_end(case: Case) -> Iterator[Flaw]:
    """Look for a sample whose last letter is a part answer."""
    last = case.letters[-1]
    if last.report_status == "del_svar" and not any(one.report_status == "komplet_svar" for one in case.letters):
        yield flaw_in(
            last,
            _("Prøven har et delsvar, men intet komplet svar blandt filerne."),
            "komplet_svar",
            last.report_status,
        )


@rule(
    "LAB-SET-009",
    Severity.F3,
    on=Case,
    title=N_("Efter et komplet svar kommer intet delsvar"),
    text=N_("Når en prøve har fået sit komplette svar, sendes der ikke et delsvar eller en modtagelse for den."),
    why=N_("Modtageren kan tro, at der igen mangler svar, og at det komplette svar ikke gælder."),
    remedy=N_("Send en rettelse som komplet_svar, eller ret rækkefølgen af svartidspunkterne."),
    source=N_("Felternes betydning: et komplet svar har alle resultater"),
    requirements=("STA-01", "STA-02"),
    example="part-answer-after-complete",
)
def nothing_partial_after_complete(case: Case) -> Iterator[Flaw]:
    """Look for a part answer right after a complete one."""
    for before, after in pairwise(case.letters):
        if before.report_status == "komplet_svar" != after.report_status:
            yield flaw_in(
                after,
                _("Prøven fik sit komplette svar i {file}, men her kommer {status} bagefter.").format(
                    file=before.file, status=after.report_status
                ),
                "komplet_svar",
                after.report_status,
            )


@rule(
    "LAB-SET-010",
    Severity.F1,
    on=Case,
    title=N_("Nægtet samtykke følger med, når et svar rettes"),
    text=N_("Har patienten nægtet, at svaret deles, har hver senere version af det også Consent/Given = false."),
    why=N_("Ellers bliver et svar, som patienten ikke vil dele, vist i Sundhedsjournalen, når det rettes."),
    remedy=N_("Lad systemet gemme nægtelsen sammen med svaret, og skriv den i hver version."),
    source=N_("Slides: nægtet samtykke skal respekteres, og et svar kan rettes"),
    requirements=("SAM-06",),
    example="refusal-lost-in-correction",
)
def refusal_travels_with_every_version(case: Case) -> Iterator[Flaw]:
    """Look for a version without refusal after one with it."""
    for before, after in pairwise(case.letters):
        if before.refused and not after.refused and before.patient == after.patient:
            yield flaw_in(
                after,
                _("Patienten nægtede deling i {file}, men denne version siger det ikke.").format(file=before.file),
                "false",
                after.consent or _("Intet"),
            )


@rule(
    "LAB-SET-011",
    Severity.F2,
    on=Versions,
    title=N_("Et endeligt svar bliver ikke foreløbigt igen"),
    text=N_("Efter svar_endeligt eller svar_rettet kommer hverken proeve_modtaget eller svar_midlertidigt."),
    why=N_("Databanken viser den nyeste version. Lægen mister da det endelige svar af syne."),
    remedy=N_("Send en rettelse (svar_rettet), eller ret rækkefølgen af svartidspunkterne."),
    source=N_("Felternes betydning: det endelige svar afløser det foreløbige"),
    requirements=("STA-05",),
    example="preliminary-after-final",
)
def final_stays_final(versions: Versions) -> Iterator[Flaw]:
    """Look for a preliminary version right after a final one."""
    for before, after in pairwise(versions.versions):
        if before.result.status in FINAL and after.result.status in PRELIMINARY:
            yield flaw_in(
                after.letter,
                _("Svaret på {code} var endeligt i {file}, men er her {status}.").format(
                    code=after.result.code, file=before.letter.file, status=after.result.status
                ),
                "svar_rettet",
                after.result.status,
                after.result,
            )


@rule(
    "LAB-SET-012",
    Severity.F4,
    on=Versions,
    title=N_("Et foreløbigt svar følges af et endeligt"),
    text=N_("Til hvert resultat, der er proeve_modtaget eller svar_midlertidigt, findes et senere endeligt svar."),
    why=N_("Det foreløbige svar bliver ellers stående, som om det var det sidste ord."),
    remedy=N_("Send det endelige svar, når det foreligger."),
    source=N_("Felternes betydning: det endelige svar afløser det foreløbige"),
    requirements=("STA-03", "STA-05"),
    example="preliminary-without-final",
)
def preliminary_becomes_final(versions: Versions) -> Iterator[Flaw]:
    """Look for an answer whose last version is preliminary, in a letter that promises no more."""
    last = versions.versions[-1]
    never_final = not any(one.result.status in FINAL for one in versions.versions)
    if last.result.status in PRELIMINARY and never_final and last.letter.report_status != "del_svar":
        yield flaw_in(
            last.letter,
            _("Svaret på {code} er foreløbigt, og intet endeligt svar er blandt filerne.").format(
                code=last.result.code
            ),
            "svar_endeligt",
            last.result.status,
            last.result,
        )


RULES: tuple[Rule[Any], ...] = (
    letter_number_is_used_once,
    envelope_number_is_used_once,
    message_lies_there_once,
    correction_is_of_the_same_patient,
    correction_is_newer,
    correction_corrects_something,
    change_is_marked,
    part_answers_end,
    nothing_partial_after_complete,
    refusal_travels_with_every_version,
    final_stays_final,
    preliminary_becomes_final,
)
