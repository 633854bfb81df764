"""What is asked of when a sample was taken: in its interval, in the patient's life, not long ago, at a time of day."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from labcert.domain.language import N_, _
from labcert.domain.outcome import Severity
from labcert.validation.rules.rule import XRPT01, Flaw, Rule, rule
from labcert.validation.rules.times import is_after, sampling_interval
from labcert.validation.rules.views import LetterView

__all__ = ["RULES", "birth_date"]

A_YEAR = timedelta(days=366)


def birth_date(cpr: str) -> date | None:
    """Return the day that a CPR of ten digits tells, or None where it tells none (as an administrative number).

    The seventh digit and the year give the century, as the CPR office's table has it: 0-3 are of 1900-1999; 4 and 9 of
    2000-2036 or 1937-1999; 5-8 of 2000-2057 or 1858-1899.
    """
    day, month, year, seventh = int(cpr[:2]), int(cpr[2:4]), int(cpr[4:6]), int(cpr[6])
    if seventh <= 3:
        century = 1900
    elif seventh in {4, 9}:
        century = 2000 if year <= 36 else 1900
    else:
        century = 2000 if year <= 57 else 1800
    try:
        return date(century + year, month, day)
    except ValueError:
        return None


@rule(
    "LAB-TIME-007",
    Severity.F2,
    on=LetterView,
    standards=XRPT01,
    title=N_("Opsamlingen begynder, før den slutter"),
    text=N_("StartDateTime i SamplingInterval må ikke ligge efter EndDateTime."),
    why=N_("Længden af en opsamling indgår i beregninger, for eksempel af døgnudskillelse."),
    remedy=N_("Se efter, om start og slut er byttet om, og ret det tidspunkt, der er forkert."),
    source=N_("Felternes betydning: et tidsrum begynder, før det slutter"),
    requirements=("PRV-01",),
    example="sampling-ends-before-it-begins",
)
def interval_runs_forward(letter: LetterView) -> Iterator[Flaw]:
    """Compare the two ends of the collection."""
    ends = sampling_interval(letter)
    if ends is None:
        return
    start, end = ends
    if start.at is None or end.at is None or not is_after(start.at, end.at):
        return
    text = _("Opsamlingen begynder {start}, men slutter allerede {end}.").format(start=start.text, end=end.text)
    yield Flaw(start.path, text, _("Senest {time}").format(time=end.text), start.text)


@rule(
    "LAB-TIME-008",
    Severity.F4,
    on=LetterView,
    standards=XRPT01,
    title=N_("Prøven er taget i opsamlingens tidsrum"),
    text=N_("SamplingDateTime bør ligge i SamplingInterval, enderne med."),
    why=N_("Modtageren viser kun det ene tidspunkt, så de to må ikke fortælle hver sit."),
    remedy=N_("Ret prøvetagningstidspunktet eller tidsrummet, så de passer sammen."),
    source=N_("Felternes betydning: SamplingInterval er tidsrummet, som prøven er taget i"),
    requirements=("PRV-01",),
    example="sampled-outside-interval",
)
def sampled_in_interval(letter: LetterView) -> Iterator[Flaw]:
    """Compare when the sample was taken with both ends, where they are in order."""
    ends, sampled = sampling_interval(letter), letter.sampled
    if ends is None:
        return
    start, end = ends
    if start.at is None or end.at is None or sampled.at is None:
        return
    if is_after(start.at, end.at) or not (is_after(start.at, sampled.at) or is_after(sampled.at, end.at)):
        return
    text = _("Prøven er taget {sampled}, uden for tidsrummet {start} til {end}.")
    yield Flaw(
        sampled.path,
        text.format(sampled=sampled.text, start=start.text, end=end.text),
        _("Fra {start} til {end}").format(start=start.text, end=end.text),
        sampled.text,
    )


@rule(
    "LAB-TIME-009",
    Severity.F3,
    on=LetterView,
    title=N_("Prøven er taget i patientens levetid"),
    text=N_("SamplingDateTime må ikke ligge før den fødselsdato, som CPR-nummeret fortæller."),
    why=N_("Enten er datoen forkert, eller også hører svaret til en anden patient."),
    remedy=N_("Kontrollér, at svaret hører til patienten, og ret prøvetagningstidspunktet."),
    source=N_("Faktum: CPR-nummeret fortæller fødselsdatoen; det syvende ciffer giver århundredet"),
    requirements=("PRV-01", "PAT-01"),
    example="sampled-before-birth",
)
def sampled_after_birth(letter: LetterView) -> Iterator[Flaw]:
    """Compare when the sample was taken with the day of birth; a replacement CPR tells none."""
    sampled, cpr = letter.sampled, letter.letter.patient.civil_registration_number
    if sampled.at is None or cpr is None:
        return
    born = birth_date(cpr)
    if born is not None and sampled.at.date() < born:
        text = _("Prøven er taget {sampled}, før patienten er født.").format(sampled=sampled.text)
        yield Flaw(sampled.path, text, _("Tidligst {born}").format(born=born.isoformat()), sampled.text)


@rule(
    "LAB-TIME-011",
    Severity.F4,
    on=LetterView,
    title=N_("Prøven er højst et år gammel, når svaret sendes"),
    text=N_("SamplingDateTime bør ligge højst et år før Envelope/Sent."),
    why=N_("Et så gammelt svar er enten sendt ved en fejl eller har et forkert årstal."),
    remedy=N_("Kontrollér årstallet. Er svaret virkelig så gammelt, kan beskeden bruges, som den er."),
    source=N_("Besluttet i projektet: et år er grænsen for, hvornår der spørges"),
    requirements=("PRV-01",),
    example="sampled-long-ago",
)
def sampled_lately(letter: LetterView) -> Iterator[Flaw]:
    """Count from the sample to the envelope, or to now where the envelope is from the future."""
    sampled, sent, now = letter.sampled, letter.sent, letter.context.now
    if sampled.at is None or sent.at is None:
        return
    age = (sent.at if now is None else min(sent.at, now)) - sampled.at
    if age <= A_YEAR or any(sampled_after_birth.check(letter)):
        return
    text = _("Prøven er taget {sampled}, mere end et år før svaret er sendt {sent}.")
    yield Flaw(
        sampled.path,
        text.format(sampled=sampled.text, sent=sent.text),
        _("Højst et år før {sent}").format(sent=sent.text),
        sampled.text,
    )


@rule(
    "LAB-TIME-012",
    Severity.F4,
    on=LetterView,
    title=N_("Prøvetagningen har et klokkeslæt"),
    text=N_("Klokkeslættet 00:00 i SamplingDateTime er som regel sat af systemet, fordi intet er indtastet."),
    why=N_("Tages der flere prøver samme dag, afgør klokkeslættet deres rækkefølge hos modtageren."),
    remedy=N_("Send det klokkeslæt, prøven er taget. Er den taget ved midnat, kan beskeden bruges, som den er."),
    source=N_("Felternes betydning: SamplingDateTime er dato og klokkeslæt for prøvetagningen"),
    requirements=("PRV-01",),
    example="sampled-at-midnight",
)
def sampled_at_a_time_of_day(letter: LetterView) -> Iterator[Flaw]:
    """Look for midnight, where no collection is told: the day of a 24-hour urine may well begin then."""
    time = letter.letter.requisition_information.sample.sampling_date_time.time
    if time == "00:00" and sampling_interval(letter) is None:
        text = _("Prøven er taget kl. 00:00, som systemer skriver, når klokkeslættet mangler.")
        yield Flaw(f"{letter.sampled.path}/Time", text, _("Klokkeslættet for prøvetagningen"), time)


RULES: tuple[Rule[Any], ...] = (
    interval_runs_forward, sampled_in_interval, sampled_after_birth, sampled_lately, sampled_at_a_time_of_day,
)
