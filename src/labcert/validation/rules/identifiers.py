"""What is asked of the numbers of envelopes, letters and samples."""

from collections.abc import Iterator
from typing import Any

from labcert.domain.language import N_, _
from labcert.domain.messages import LaboratoryReport, OtherLetter
from labcert.domain.outcome import Severity
from labcert.validation.rules.forms import has_space, is_placeholder, shown_spaces
from labcert.validation.rules.rule import Flaw, Rule, rule
from labcert.validation.rules.views import LetterView, MessageView

__all__ = ["RULES"]

_SAMPLE = "RequisitionInformation/Sample"
_GENERAL = "LaboratoryResults/GeneralResultInformation"


def _sample_numbers(letter: LetterView) -> tuple[tuple[str, str | None], ...]:
    """Return the path below the letter, and the number: the sample's two and the production number."""
    sample = letter.letter.requisition_information.sample
    general = letter.letter.laboratory_results.general_result_information
    return (
        (f"{_SAMPLE}/LaboratoryInternalSampleIdentifier", sample.laboratory_internal_sample_identifier),
        (f"{_SAMPLE}/RequesterSampleIdentifier", sample.requester_sample_identifier),
        (f"{_GENERAL}/LaboratoryInternalProductionIdentifier", general.laboratory_internal_production_identifier),
    )


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _place_of(message: MessageView, number: int) -> str:
    """Return the path of the number-th letter's identifier, whatever kind of letter it is."""
    names = [
        one.name if isinstance(one, OtherLetter) else type(one).__name__ for one in message.message.letters[:number]
    ]
    return f"/Emessage/{names[-1]}[{names.count(names[-1])}]/Letter/Identifier"


@rule(
    "LAB-ID-001",
    Severity.F2,
    on=MessageView,
    title=N_("To breve i kuverten har hver sit nummer"),
    text=N_("Letter/Identifier må kun stå én gang i en kuvert."),
    why=N_("Modtageren kender et brev på nummeret. Det andet brev bliver taget for en dublet, og svaret går tabt."),
    remedy=N_("Giv hvert brev sit eget nummer."),
    source=N_("Faktum: Letter/Identifier er entydigt for afsenderen og bruges aldrig igen"),
    requirements=("ID-02",),
    example="letter-identifier-twice",
)
def letters_have_their_own_numbers(message: MessageView) -> Iterator[Flaw]:
    """Look for a letter with the number of an earlier one, letters that are not ours among them."""
    if not message.letters:
        return
    first: dict[str, int] = {}
    for number, letter in enumerate(message.message.letters, 1):
        identifier = letter.letter.identifier
        earlier = first.setdefault(identifier, number)
        if identifier and earlier != number:
            yield Flaw(
                _place_of(message, number),
                _("Brev {number} har nummeret {identifier}, som brev {earlier} også har.").format(
                    number=number, identifier=identifier, earlier=earlier
                ),
                _("Et nummer, som intet andet brev har"),
                identifier,
            )


@rule(
    "LAB-ID-002",
    Severity.F4,
    on=MessageView,
    title=N_("Brevet har et andet nummer end kuverten"),
    text=N_("Letter/Identifier bør ikke være det samme som Envelope/Identifier."),
    why=N_("En genafsendelse har ny kuvert og samme brev. Er numrene ens, kan de to numre næppe følge hver sin regel."),
    remedy=N_("Giv kuverter og breve numre fra hver sin række."),
    source=N_("Faktum: en genafsendelse har et nyt nummer på kuverten og det gamle på brevet"),
    requirements=("ID-01", "ID-02", "GEN-03"),
    example="letter-identifier-is-the-envelopes",
)
def letter_and_envelope_differ(message: MessageView) -> Iterator[Flaw]:
    """Look for the first letter with the envelope's number; a second one is told as a number used twice."""
    envelope = message.message.envelope.identifier
    for letter in message.letters:
        if letter.letter.letter.identifier == envelope:
            yield Flaw(
                f"{letter.path}/Letter/Identifier",
                _("Brevet har samme nummer som kuverten: {identifier}.").format(identifier=envelope),
                _("Et andet nummer end kuvertens"),
                envelope,
            )
            return


def _numbers(message: MessageView) -> Iterator[tuple[str, str]]:
    """Yield path and text of each number that is to be one word."""
    yield "/Emessage/Envelope/Identifier", message.message.envelope.identifier
    for letter in message.letters:
        report, path = letter.letter, letter.path
        yield f"{path}/Letter/Identifier", report.letter.identifier
        yield f"{path}/Sender/Identifier", report.sender.identifier
        yield f"{path}/Receiver/Identifier", report.receiver.identifier
        if report.cc_receiver is not None:
            yield f"{path}/CCReceiver/Identifier", report.cc_receiver.identifier
        for below, text in _sample_numbers(letter):
            if text is not None and not is_placeholder(text):
                yield f"{path}/{below}", text


@rule(
    "LAB-ID-003",
    Severity.F3,
    on=MessageView,
    title=N_("Et nummer har ingen mellemrum"),
    text=N_("Numre på kuvert, brev, parter, prøve og produktion er uden mellemrum og linjeskift, også i enderne."),
    why=N_("Et nummer med mellemrum er et andet nummer for en maskine, og en rettelse finder da ikke sit svar."),
    remedy=N_("Fjern mellemrum og linjeskift fra nummeret."),
    source=N_("Felternes betydning: numre sammenlignes tegn for tegn"),
    requirements=("ID-01", "ID-02", "ID-03", "ID-04"),
    example="identifier-with-space",
)
def numbers_are_one_word(message: MessageView) -> Iterator[Flaw]:
    """Look for white space in each number; one that is only a placeholder is told as that."""
    if not message.letters:
        return
    for path, text in _numbers(message):
        if has_space(text):
            yield Flaw(
                path,
                _("Nummeret i {name} har et mellemrum eller linjeskift, her vist som ␣: “{text}”.").format(
                    name=_name(path), text=shown_spaces(text)
                ),
                _("Et nummer uden mellemrum"),
                shown_spaces(text),
            )


@rule(
    "LAB-ID-004",
    Severity.F4,
    on=LetterView,
    title=N_("StatisticalCode er brevets type"),
    text=N_("StatisticalCode bør være den samme som TypeCode, XRPT01 eller XRPT05."),
    why=N_("Konverteren mellem EDIFACT og XML skriver altid brevets type. En anden værdi går tabt og tælles forkert."),
    remedy=N_("Skriv samme kode i StatisticalCode som i TypeCode."),
    source=N_("Faktum: konverteren mellem EDIFACT og XML skriver standardens navn i StatisticalCode"),
    requirements=("SKE-02",),
    example="other-statistical-code",
)
def statistical_code_is_the_type(letter: LetterView) -> Iterator[Flaw]:
    """Compare StatisticalCode with TypeCode."""
    head = letter.letter.letter
    if head.statistical_code != head.type_code:
        yield Flaw(
            f"{letter.path}/Letter/StatisticalCode",
            _("StatisticalCode er {code}, men brevet er {type}.").format(
                code=shown_spaces(head.statistical_code), type=head.type_code
            ),
            head.type_code,
            shown_spaces(head.statistical_code),
        )


@rule(
    "LAB-ID-005",
    Severity.F3,
    on=LetterView,
    title=N_("Et prøvenummer er et rigtigt nummer"),
    text=N_("Prøvens numre og produktionsnummeret må ikke være nuller, tegn eller et ord som ukendt."),
    why=N_("Numrene binder en rettelse til sit svar. Har flere prøver samme pladsholder, kan de blive forvekslet."),
    remedy=N_("Send det nummer, som prøven har i LPS'et, eller udelad RequesterSampleIdentifier, hvis der intet er."),
    source=N_("Felternes betydning: et nummer skal kunne kende prøven fra andre"),
    requirements=("ID-03", "ID-04"),
    example="sample-number-is-a-placeholder",
)
def sample_numbers_are_numbers(letter: LetterView) -> Iterator[Flaw]:
    """Look for numbers that only fill the place."""
    for path, text in _sample_numbers(letter):
        if text is not None and is_placeholder(text):
            yield Flaw(
                f"{letter.path}/{path}",
                _("{name} er kun en pladsholder: “{text}”.").format(name=_name(path), text=shown_spaces(text)),
                _("Et nummer, som kun denne prøve har"),
                shown_spaces(text),
            )


@rule(
    "LAB-ID-006",
    Severity.F4,
    on=LetterView,
    title=N_("Rekvirentens prøvenummer er med"),
    text=N_("Sample bør have RequesterSampleIdentifier."),
    why=N_("Projektets nøgle mellem svar og rettelse bruger nummeret. Uden det hviler rettelsen på de andre felter."),
    remedy=N_("Send rekvirentens nummer for prøven, hvis LPS'et kender det."),
    source=N_("Besluttet i projektet: rekvirentens prøvenummer er en del af nøglen mellem svar og rettelse"),
    requirements=("ID-03", "RET-04"),
    example="requester-number-missing",
)
def requester_number_is_there(letter: LetterView) -> Iterator[Flaw]:
    """Look for RequesterSampleIdentifier."""
    if letter.letter.requisition_information.sample.requester_sample_identifier is None:
        yield Flaw(
            f"{letter.path}/{_SAMPLE}",
            _("Prøven har intet RequesterSampleIdentifier."),
            _("Rekvirentens nummer for prøven"),
            _("Intet"),
        )


def _answers(letter: LetterView) -> Iterator[tuple[str, tuple[str | None, ...]]]:
    """Yield the code and what tells its answer from every other.

    Two corrections or two preliminary answers of different times are a history; two final answers are one too many.
    """
    report, time = letter.letter, letter.result.text
    same = (letter.standard, report.patient.identifier, *(number for _path, number in _sample_numbers(letter)))
    if isinstance(report, LaboratoryReport):
        coded = [
            (one.analysis.analysis_code, one.analysis.analysis_code_responsible, one.result_status_code)
            for one in report.laboratory_results.result
        ]
    else:
        status = report.laboratory_results.general_result_information.result_status_code
        examinations = (one.examination for one in report.laboratory_results.investigation)
        coded = [(one.mic_analysis_code, one.analysis_code_responsible, status) for one in examinations]
    for code, responsible, status in coded:
        yield code, (*same, code, responsible, status, None if status == "svar_endeligt" else time)


@rule(
    "LAB-ID-007",
    Severity.F3,
    on=MessageView,
    title=N_("Et svar står kun én gang i kuverten"),
    text=N_("To breve må ikke have samme patient, prøvenumre, produktionsnummer, analyse og status."),
    why=N_("Det samme svar to gange ligner to prøver, og er værdierne forskellige, ved ingen, hvilken der gælder."),
    remedy=N_("Send svaret i ét brev. Er det andet en rettelse, så skriv svar_rettet og et nyt svartidspunkt."),
    source=N_("Felternes betydning: prøvenumre, produktionsnummer og analysekode er ét svar"),
    requirements=("DUB-01", "RET-02"),
    example="answer-in-two-letters",
)
def answers_stand_once(message: MessageView) -> Iterator[Flaw]:
    """Look for letters that repeat an answer of an earlier one; two of one number are told as that."""
    if len(message.letters) < 2:
        return
    first: dict[tuple[str | None, ...], LetterView] = {}
    for letter in message.letters:
        repeated: dict[int, list[str]] = {}
        for code, answer in _answers(letter):
            earlier = first.setdefault(answer, letter)
            if earlier.letter.letter.identifier != letter.letter.letter.identifier:
                repeated.setdefault(earlier.number, []).append(code)
        for number, codes in repeated.items():
            yield Flaw(
                f"{letter.path}/LaboratoryResults",
                _("Brev {second} gentager svaret i brev {first} på samme prøve: {codes}.").format(
                    second=letter.number, first=number, codes=", ".join(codes)
                ),
                _("Et svar, som ikke står i et andet brev"),
                ", ".join(codes),
            )


RULES: tuple[Rule[Any], ...] = (
    letters_have_their_own_numbers,
    letter_and_envelope_differ,
    numbers_are_one_word,
    statistical_code_is_the_type,
    sample_numbers_are_numbers,
    requester_number_is_there,
    answers_stand_once,
)
