"""What the generators of right messages choose from: texts, times, persons, parties, values that go together."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from labcert.domain.messages import Break, Mixed, Space, Styled, mixed
from labcert.domain.messages.common import (
    Binary,
    CCReceiver,
    Consent,
    DateAndTime,
    Letter,
    Patient,
    Reference,
    ReferenceInterval,
)
from labcert.domain.messages.xrpt01 import Receiver
from labcert.domain.suite import suite_root
from labcert.validation import Tables, national_persons
from labcert.validation.tables import AnalysisRow

__all__ = ["CLOCK", "Maker", "moment"]

Party = TypeVar("Party", Receiver, CCReceiver)

CLOCK = datetime(2026, 1, 15, 12, 0)  # noqa: DTZ001 - messages carry Danish time without a zone
"""a time after all that the messages tell of"""

SENTENCES = (
    "Fastende siden kl. 22.", "Kontrol efter behandling.", "Målt to gange.", "Prøven er taget på klinikken.",
    "Patienten er informeret om svaret.", "Tag en ny prøve om 14 dage.", "Over apparatets måleområde.",
    "Aflæst af sygeplejerske Åse.", "Se også svaret fra i går.", "Ingen bemærkninger.", "Værdien er > 3 gange det normale.",
    "Udført på klinikkens eget udstyr.", "Temperatur 37,5 °C.", "Lægeligt gennemset & godkendt.",
)  # fmt: skip
WORDS = (("negativ", "positiv"), ("ikke påvist", "påvist"), ("ingen", "enkelte"))
"""what is usual, and what is not"""


@dataclass
class Maker:
    """Chooses what a message says; `analyses` are the codes that may be used, `rng` decides everything."""

    rng: random.Random
    tables: Tables

    def maybe(self, share: float = 0.5) -> bool:
        """Say yes in a share of cases."""
        return self.rng.random() < share

    def sentence(self) -> str:
        """Return a sentence."""
        return self.rng.choice(SENTENCES)

    def analyses(self, specialty: str) -> list[AnalysisRow]:
        """Return the known analyses of biochemistry or microbiology."""
        rows = self.tables.analyses.rows
        return [row for row in rows if self.tables.routing.specialty(row.code, row.code_responsible) == specialty]

    # ------------------------------------------------------------------------------------------------------ texts, times
    def text(self, *, styled: bool) -> Mixed:
        """Return a mixed text: sentences with breaks and spaces, and words in styles where they may be."""
        pieces: list[object] = [self.sentence()]
        for _round in range(self.rng.choice((0, 0, 1, 3))):
            pieces += [self.rng.choice((Break(), Space())), self.sentence()]
            if styled and self.maybe():
                style = self.rng.choice(("Bold", "Italic", "Underline", "Center", "Right"))
                inner = Styled(style, mixed("vigtigt", Space(), "fund"))
                pieces.append(Styled("FixedFont", mixed("Felt 1:", Space(), inner, Break())) if self.maybe(0.3) else inner)
        return mixed(*pieces)  # type: ignore[arg-type]  # pieces of a mixed text, all of them

    def number(self, least: str, most: str) -> Decimal:
        """Return a number between two, with as many decimals as they have."""
        low, high = Decimal(least), Decimal(most)
        step = Decimal(1).scaleb(int(low.as_tuple().exponent))
        return low + step * self.rng.randint(0, int((high - low) / step))

    def moments(self) -> tuple[datetime, ...]:
        """Return sampled, received, result, authorised and sent, in that order and all in one day's work."""
        begun = CLOCK.replace(year=2025, month=4, hour=6)
        at = begun + timedelta(days=self.rng.randint(0, 240), minutes=self.rng.randint(0, 600))
        times = [at]
        for _step in range(4):
            times.append(times[-1] + timedelta(minutes=self.rng.choice((0, 1, 5, 30, 90))))
        return tuple(times)

    # -------------------------------------------------------------------------------------------------------------- parties
    def sender_number(self) -> tuple[str, str]:
        """Return a number of the practice and its kind."""
        return self.rng.choice(
            (("045861", "ydernummer"), ("73091000016008", "sorkode"), ("5790000147465", "lokationsnummer"))
        )

    def receiver_number(self) -> tuple[str, str]:
        """Return a number of the receiver and its kind."""
        return self.rng.choice(
            (("5790001382445", "lokationsnummer"), ("851", "kommunenummer"), ("4202170", "sygehusafdelingsnummer"))
        )

    def names(self) -> dict[str, str | None]:
        """Return the names of an organisation's parts, there or not."""
        return {
            "department_name": "Laboratoriet" if self.maybe() else None,
            "unit_name": "Prøvetagningen" if self.maybe(0.3) else None,
        }

    def address(self) -> dict[str, str | None]:
        """Return an address, its parts there or not."""
        given = {
            "street_name": "Prøvevej 1", "suburb_name": "Nordbyen", "district_name": "Testby", "post_code_identifier": "9999",
        }  # fmt: skip
        return {name: value if self.maybe(0.4) else None for name, value in given.items()}

    def patient(self) -> Patient:
        """Return a national test person, with a consent, a refusal, or neither."""
        number, name = self.rng.choice(sorted(national_persons(suite_root()).items()))
        given = self.rng.choice((None, None, "true", "false"))
        return Patient(
            civil_registration_number=number if number.isdigit() else None,
            alternative_identifier=None if number.isdigit() else number,
            person_surname_name=name.surname,
            person_given_name=name.given,
            consent=None if given is None else Consent(given=given),
        )

    # -------------------------------------------------------------------------------------------------------------- parts
    def references(self) -> tuple[Reference, ...]:
        """Return references of every kind, mostly none."""
        made = []
        for number in range(self.rng.choice((0, 0, 0, 1, 3))):
            kind, text = self.rng.choice(("url", "sup", "bin")), f"Bilag {number + 1} til svaret"
            ending, code = self.rng.choice((("png", "billede"), ("txt", "tekstfil"), ("jpeg", "billede")))
            file = Binary(
                object_identifier=str(UUID(int=self.rng.getrandbits(128), version=4)), object_code=code,
                object_extension_code=ending, original_object_size=str(self.rng.randint(1, 10**6)),
            )  # fmt: skip
            made.append(
                Reference(
                    ref_description=text,
                    url=f"https://example.org/bilag/{number}" if kind == "url" else None,
                    sup="true" if kind == "sup" else None,
                    bin=file if kind == "bin" else None,
                )
            )
        return tuple(made)

    def measured(self, *, width: int) -> dict[str, object]:
        """Return operator, value, interval and mark of a number, that go together; limits are `width` long at most."""
        decimals = self.rng.choice(("0", "0.0", "0.00"))
        low = self.number(decimals.replace("0", "1", 1), "40" + decimals[1:])
        high = low + self.number(decimals.replace("0", "5", 1), "60" + decimals[1:])
        where = self.rng.choice(("below", "within", "within", "above"))
        value = {"below": low / 2, "within": (low + high) / 2, "above": high * 2}[where].quantize(low)
        if where == "below" and value >= low:
            where, value = "within", low
        kind = self.rng.choice(("fysiologisk", "uspecificeret"))
        sign = self.rng.choice((",", "."))
        shown = {name: str(one).replace(".", sign) for name, one in (("low", low), ("high", high), ("value", value))}
        assert max(map(len, shown.values())) <= width
        mark = {"below": "for_lav", "within": None, "above": "for_hoej"}[where]
        operator = {"below": "mindre_end", "within": None, "above": "stoerre_end"}[where] if self.maybe(0.2) else None
        interval = ReferenceInterval(
            type_of_interval=kind, lower_limit=shown["low"], upper_limit=shown["high"],
            interval_text=f"{shown['low']}-{shown['high']}" if self.maybe(0.2) else None,
        )  # fmt: skip
        if self.maybe(0.3):
            return {"value": shown["value"], "operator": operator, "interval": None, "mark": None}
        return {"value": shown["value"], "operator": operator, "interval": interval, "mark": mark}

    def worded(self) -> dict[str, object]:
        """Return value, interval and mark of a word."""
        usual, unusual = self.rng.choice(WORDS)
        value = self.rng.choice((usual, unusual))
        interval = ReferenceInterval(interval_text=usual) if self.maybe() else None
        mark = "unormal" if interval is not None and value == unusual else None
        return {"value": value, "operator": None, "interval": interval, "mark": mark}

    def statuses(self, report: str) -> str:
        """Return the status of a result in a report."""
        answered = ("svar_endeligt", "svar_endeligt", "svar_rettet")
        if report == "komplet_svar":
            return self.rng.choice(answered)
        return "proeve_modtaget" if report == "modtaget" else self.rng.choice((*answered, "svar_midlertidigt", "proeve_modtaget"))

    def head(self, number: str, standard: str, authorised: datetime) -> Letter:
        """Return the head of a letter."""
        version = {"XRPT01": "XR0131K", "XRPT05": "XR0532M"}[standard]
        return Letter(
            identifier=f"L{number}", version_code=version, statistical_code=standard, authorisation=moment(authorised),
            type_code=standard,
        )  # fmt: skip

    def local(self, party: Party) -> Party:
        """Return the party, now and then with a number that only its own laboratory knows."""
        if not self.maybe(0.1):
            return party
        number = "KLINIK7" if isinstance(party, Receiver) else "KLINIK8"
        return replace(party, identifier=number, identifier_code=None, identifier_local="KBA")


def moment(at: datetime) -> DateAndTime:
    """Return a moment as messages write it."""
    return DateAndTime(date=at.strftime("%Y-%m-%d"), time=at.strftime("%H:%M"))
