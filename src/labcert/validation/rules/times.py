"""What is asked of times: each after the one before, none in the future, all in the form that systems read."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from labcert.domain.language import N_, _
from labcert.domain.messages import LaboratoryReport
from labcert.domain.outcome import Severity
from labcert.validation.rules.rule import XRPT01, XRPT05, Flaw, Rule, rule
from labcert.validation.rules.views import LetterView, MessageView, Moment, moment

__all__ = ["RULES", "is_after", "sampling_interval"]

TOLERANCE = timedelta(minutes=5)
"""What two clocks may differ by before a time is in the future."""


def is_after(one: datetime, other: datetime) -> bool:
    """Say whether a Danish wall-clock time is after another, even where an autumn night has its hour twice."""
    if one <= other:
        return False
    zone = ZoneInfo("Europe/Copenhagen")
    return one.replace(tzinfo=zone).timestamp() > other.replace(tzinfo=zone, fold=1).timestamp()


def sampling_interval(letter: LetterView) -> tuple[Moment, Moment] | None:
    """Return when the collection of the sample began and ended (XRPT01), or None where it is not told."""
    if not isinstance(letter.letter, LaboratoryReport):
        return None
    interval = letter.letter.requisition_information.sample.sampling_interval
    if interval is None:
        return None
    path = f"{letter.path}/RequisitionInformation/Sample/SamplingInterval"
    start = moment(f"{path}/StartDateTime", interval.start_date_time)
    return start, moment(f"{path}/EndDateTime", interval.end_date_time)


def _chain(letter: LetterView) -> tuple[Moment, ...]:
    """Return the moments of a letter in the order in which they must come."""
    received = () if letter.received is None else (letter.received,)
    return letter.sampled, *received, letter.result, letter.authorised, letter.sent


def _disordered(first: Moment | None, second: Moment | None, sentence: str) -> Iterator[Flaw]:
    """Yield a flaw at the first moment where it is after the second; `sentence` has places for {first}, {second}."""
    if first is None or second is None or first.at is None or second.at is None or not is_after(first.at, second.at):
        return
    yield Flaw(
        first.path,
        sentence.format(first=first.text, second=second.text),
        _("Senest {time}").format(time=second.text),
        first.text,
    )


@rule(
    "LAB-TIME-001",
    Severity.F2,
    on=LetterView,
    standards=XRPT01,
    title=N_("Prøven er taget, før svaret forelå"),
    text=N_("SamplingDateTime må ikke ligge efter ResultsDateTime."),
    why=N_("Et svar, der er ældre end sin prøve, lægges forkert i patientens forløb, og ældre svar kan ligne nye."),
    remedy=N_("Ret det tidspunkt, der er forkert, og send svaret igen som en rettelse, hvis det er sendt."),
    source=N_("Felternes betydning: prøven tages, før den analyseres"),
    requirements=("PRV-01", "PRV-02"),
    example="sampled-after-result",
)
def sampled_before_result(letter: LetterView) -> Iterator[Flaw]:
    """Compare when the sample was taken with when the result was there."""
    sentence = _("Prøven er taget {first}, men svaret forelå allerede {second}.")
    return _disordered(letter.sampled, letter.result, sentence)


@rule(
    "LAB-TIME-002",
    Severity.F2,
    on=LetterView,
    standards=XRPT05,
    title=N_("Prøven er taget, før laboratoriet fik den"),
    text=N_("SamplingDateTime må ikke ligge efter SampleReceivedDateTime."),
    why=N_("Tiden fra prøvetagning til modtagelse har betydning for, hvad der kan vokse, og dermed for svaret."),
    remedy=N_("Se efter, om de to tidspunkter er byttet om, og ret det, der er forkert."),
    source=N_("Felternes betydning: prøven tages, før laboratoriet modtager den"),
    requirements=("PRV-01", "PRV-03"),
    example="sampled-after-received",
)
def sampled_before_received(letter: LetterView) -> Iterator[Flaw]:
    """Compare when the sample was taken with when the laboratory had it."""
    sentence = _("Prøven er taget {first}, men laboratoriet har modtaget den allerede {second}.")
    return _disordered(letter.sampled, letter.received, sentence)


@rule(
    "LAB-TIME-003",
    Severity.F2,
    on=LetterView,
    standards=XRPT05,
    title=N_("Laboratoriet havde prøven, før svaret forelå"),
    text=N_("SampleReceivedDateTime må ikke ligge efter ResultsDateTime."),
    why=N_("Et svar på en prøve, som laboratoriet ikke havde, kan høre til en anden prøve."),
    remedy=N_("Ret det tidspunkt, der er forkert. Kontrollér også, at svaret hører til prøven."),
    source=N_("Felternes betydning: laboratoriet modtager prøven, før den undersøges"),
    requirements=("PRV-02", "PRV-03"),
    example="received-after-result",
)
def received_before_result(letter: LetterView) -> Iterator[Flaw]:
    """Compare when the laboratory had the sample with when the result was there."""
    sentence = _("Laboratoriet har modtaget prøven {first}, men svaret forelå allerede {second}.")
    return _disordered(letter.received, letter.result, sentence)


@rule(
    "LAB-TIME-004",
    Severity.F2,
    on=LetterView,
    title=N_("Svaret forelå, før det blev godkendt"),
    text=N_("ResultsDateTime må ikke ligge efter tidspunktet i Letter/Authorisation."),
    why=N_("Et svar, der er godkendt, før det forelå, er ikke set af den, der står inde for det."),
    remedy=N_("Lad LPS'et sætte Authorisation, når svaret godkendes, og ResultsDateTime, når resultatet foreligger."),
    source=N_("Felternes betydning: der godkendes et svar, som foreligger"),
    requirements=("PRV-02",),
    example="result-after-authorised",
)
def result_before_authorised(letter: LetterView) -> Iterator[Flaw]:
    """Compare when the result was there with when somebody answered for it."""
    sentence = _("Svaret forelå {first}, men er godkendt allerede {second}.")
    return _disordered(letter.result, letter.authorised, sentence)


@rule(
    "LAB-TIME-005",
    Severity.F2,
    on=LetterView,
    title=N_("Svaret er godkendt, før det blev sendt"),
    text=N_("Tidspunktet i Letter/Authorisation må ikke ligge efter Envelope/Sent."),
    why=N_("Et svar må ikke sendes, før nogen har godkendt det."),
    remedy=N_("Lad LPS'et sætte Envelope/Sent, når kuverten sendes, også ved en genafsendelse."),
    source=N_("Felternes betydning: svaret godkendes, før det sendes"),
    requirements=("PRV-02",),
    example="authorised-after-sent",
)
def authorised_before_sent(letter: LetterView) -> Iterator[Flaw]:
    """Compare when somebody answered for the letter with when its envelope was sent."""
    sentence = _("Svaret er godkendt {first}, men kuverten er sendt allerede {second}.")
    return _disordered(letter.authorised, letter.sent, sentence)


@rule(
    "LAB-TIME-006",
    Severity.F2,
    on=MessageView,
    title=N_("Ingen tid ligger i fremtiden"),
    text=N_("Intet tidspunkt i svaret må ligge senere end nu. Ure må gå op til 5 minutter forkert."),
    why=N_("Et svar fra fremtiden står øverst hos modtageren, indtil den dag kommer, og skjuler nyere svar."),
    remedy=N_("Ret datoen, og kontrollér systemets ur og tidszone: tider er dansk tid, også om sommeren."),
    source=N_("Felternes betydning: tiderne fortæller om noget, der er sket. De 5 minutter er besluttet i projektet"),
    requirements=("PRV-01", "PRV-02"),
    example="sent-in-the-future",
)
def nothing_in_the_future(message: MessageView) -> Iterator[Flaw]:
    """Tell the first moment of a letter that is in the future, unless an order rule tells that it is too late."""
    if (now := message.context.now) is None:
        return
    told: set[str] = set()
    for letter in message.letters:
        chain = _chain(letter)
        late = [time for time in chain if time.at is not None and is_after(time.at, now + TOLERANCE)]
        if not late or any(one in late and two not in late and two.at is not None for one, two in pairwise(chain)):
            continue
        first = late[0]
        if first.path not in told:
            told.add(first.path)
            shown = f"{now:%Y-%m-%d %H:%M}"
            text = _("Tidspunktet {time} er ikke kommet endnu. Klokken er {now}.").format(time=first.text, now=shown)
            yield Flaw(first.path, text, _("Senest {time}").format(time=shown), first.text)


@rule(
    "LAB-TIME-010",
    Severity.F3,
    on=MessageView,
    title=N_("Datoer er ÅÅÅÅ-MM-DD"),
    text=N_("En dato må ikke have tidszone, fortegn eller mere end fire cifre i året, selv om skemaet tillader det."),
    why=N_("Konverteren mellem XML og EDIFACT læser kun ÅÅÅÅ-MM-DD, og tider i svaret er altid dansk tid."),
    remedy=N_("Skriv datoen som ÅÅÅÅ-MM-DD, for eksempel 2025-12-01, og klokkeslættet i dansk tid."),
    source=N_("Tabellen: Date er xs:date. Faktum: den officielle konverter læser ingen tidszone"),
    requirements=("PRV-01", "PRV-02", "PRV-03"),
    example="date-with-time-zone",
)
def dates_are_plain(message: MessageView) -> Iterator[Flaw]:
    """Tell each date that is no plain calendar date: such a moment can not be compared with another."""
    for number, letter in enumerate(message.letters):
        interval = sampling_interval(letter) or ()
        *own, sent = _chain(letter)
        for time in (*(() if number else (sent,)), *own, *interval):
            if time.at is None:
                date = time.text.split()[0]
                text = _("Datoen {date} er ikke skrevet som ÅÅÅÅ-MM-DD.").format(date=date)
                yield Flaw(f"{time.path}/Date", text, _("ÅÅÅÅ-MM-DD, for eksempel 2025-12-01"), date)


RULES: tuple[Rule[Any], ...] = (
    sampled_before_result, sampled_before_received, received_before_result, result_before_authorised,
    authorised_before_sent, nothing_in_the_future, dates_are_plain,
)
