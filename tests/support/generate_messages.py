"""Right messages by the thousand: realistic answers, of known codes and test persons, that no rule has anything against.

Everything is chosen by a seeded generator, so a number names a message. `right_message(7)` is always the same.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from lxml import etree

from labcert.domain.messages import (
    ENCODINGS,
    Break,
    Emessage,
    Encoding,
    Envelope,
    LaboratoryReport,
    MicrobiologyWebReport,
    Mixed,
    Space,
    Styled,
    mixed,
    parse,
    write,
)
from labcert.domain.messages.common import (
    Binary,
    CCReceiver,
    Consent,
    DateAndTime,
    Letter,
    Patient,
    Physician,
    Producer,
    Reference,
    ReferenceInterval,
)
from labcert.domain.messages.xrpt01 import (
    Analysis,
    GeneralResultInformation,
    LaboratoryResults,
    Receiver,
    RequisitionGroup,
    RequisitionInformation,
    Result,
    ResultComments,
    ResultTextValue,
    Sample,
    SamplingInterval,
    Sender,
)
from labcert.domain.suite import suite_root
from labcert.validation import Tables, load_tables, national_persons
from labcert.validation.tables import AnalysisRow

__all__ = [
    "CLOCK", "OWN_CODES", "Maker", "right_bytes", "right_message", "small_answer", "write_messages", "write_own_codes",
]

Party = TypeVar("Party", Receiver, CCReceiver)

CLOCK = datetime(2026, 1, 15, 12, 0)  # noqa: DTZ001 - messages carry Danish time without a zone
"""a time after all that the messages tell of"""

OWN_CODES = tuple(f"PNT{number:03}" for number in range(60))
"""local codes, for a letter with as many results as there may be"""

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

    # ------------------------------------------------------------------------------------------------------------- XRPT01
    def statuses(self, report: str) -> str:
        """Return the status of a result in a report."""
        answered = ("svar_endeligt", "svar_endeligt", "svar_rettet")
        if report == "komplet_svar":
            return self.rng.choice(answered)
        return "proeve_modtaget" if report == "modtaget" else self.rng.choice((*answered, "svar_midlertidigt", "proeve_modtaget"))

    def result(self, row: AnalysisRow, status: str, group: int) -> Result:
        """Return a result of an analysis; one that is only received has no value, mark or text yet."""
        number = row.result_type == "numerisk"
        said = self.measured(width=12) if number else self.worded()
        if status == "proeve_modtaget":
            said = {"value": "*****", "operator": None, "interval": said["interval"], "mark": None}
        comments = [ResultComments(self.text(styled=True)) for _one in range(self.rng.choice((0, 0, 1, 2)))]
        values = [ResultTextValue(self.text(styled=True)) for _one in range(self.rng.choice((0, 0, 1)))]
        received = status == "proeve_modtaget"
        return Result(
            result_status_code=status,
            analysis=Analysis(
                analysis_code=row.code,
                analysis_code_type=row.code_type,
                analysis_code_responsible=row.code_responsible,
                analysis_short_name=row.short_name or None,
                analysis_complete_name=mixed(row.full_name),
                requisition_group=RequisitionGroup(identifier="GRUPPE", identifier_responsible="PNT", name="Bestilte prøver")
                if group
                else None,
                order=str(group) if group else None,
            ),
            producer_of_lab_result=Producer(identifier="Lægehuset Æblegården", identifier_code="PNT"),
            reference_interval=said["interval"],  # type: ignore[arg-type]
            result_type=row.result_type,
            operator=said["operator"],  # type: ignore[arg-type]
            value=str(said["value"]),
            unit=row.unit or None,
            result_validation=said["mark"],  # type: ignore[arg-type]
            texts=tuple(comments) if received else (*values, *comments),
            reference=() if received else self.references(),
            to_lab_identifier="PNT" if self.maybe(0.1) else None,
        )

    def biochemistry(self, number: str, times: tuple[datetime, ...], count: int) -> LaboratoryReport:
        """Return an XRPT01 of so many results; `times` are those of `moments`."""
        report = self.rng.choice(("komplet_svar", "komplet_svar", "del_svar", "modtaget"))
        rows = self.rng.sample(self.analyses("biochemistry"), count)
        ordered = self.maybe(0.3)
        identifier, kind = self.sender_number()
        to, to_kind = self.receiver_number()
        collected = self.maybe(0.2)
        return LaboratoryReport(
            letter=self.head(number, "XRPT01", times[3]),
            sender=Sender(
                ean_identifier="5790000147465", identifier=identifier, identifier_code=kind,
                organisation_name="Lægehuset Æblegården", medical_speciality_code="almen_medicin" if self.maybe(0.7) else None,
                from_lab_identifier="PNT", **self.names(),
            ),
            receiver=self.local(
                Receiver(
                    ean_identifier="5790001382445", identifier=to, identifier_code=to_kind,
                    organisation_name="MedComs testcenter" if self.maybe() else None,
                    physician=Physician(person_initials="AEO") if self.maybe() else None, **self.names(), **self.address(),
                )
            ),
            cc_receiver=self.local(
                CCReceiver(identifier="73091000016008", identifier_code="sorkode", organisation_name="Naboklinikken", **self.names())
            )
            if self.maybe(0.2)
            else None,
            patient=self.patient(),
            requisition_information=RequisitionInformation(
                comments=self.text(styled=False) if self.maybe(0.4) else None,
                sample=Sample(
                    laboratory_internal_sample_identifier=f"P-{number}",
                    requester_sample_identifier=f"R-{number}"[:15],
                    sampling_date_time=moment(times[0]),
                    volume="1500" if collected else None,
                    unit_of_volume="mL" if collected else None,
                    sampling_interval=SamplingInterval(
                        start_date_time=moment(times[0] - timedelta(hours=24)), end_date_time=moment(times[0])
                    )
                    if collected
                    else None,
                ),
            ),
            laboratory_results=LaboratoryResults(
                general_result_information=GeneralResultInformation(
                    report_status_code=report,
                    laboratory_internal_production_identifier=f"PR-{number}",
                    results_date_time=moment(times[2]),
                ),
                result=tuple(
                    self.result(row, self.statuses(report), at if ordered else 0) for at, row in enumerate(rows, 1)
                ),
            ),
        )  # fmt: skip

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


# -------------------------------------------------------------------------------------------------------------- messages
@cache
def _suite_tables() -> Tables:
    return load_tables(suite_root())


def _count(rng: random.Random, known: int) -> int:
    """Return how many results a letter has: mostly few, now and then as many as there may be."""
    return min(known, 99, rng.choice((1, 1, 2, 3, 3, 5, 8, 13, 40, 99)) if rng.random() < 0.9 else rng.randint(1, 99))


def right_message(seed: int, tables: Tables | None = None) -> Emessage:
    """Return the right message of a number: one to three letters of either standard."""
    from tests.support.generate_microbiology import microbiology

    maker = Maker(random.Random(f"right {seed}"), tables or _suite_tables())
    letters: list[LaboratoryReport | MicrobiologyWebReport] = []
    times = maker.moments()
    known = len(maker.analyses("biochemistry"))
    for at in range(maker.rng.choice((1, 1, 1, 2, 3))):
        number = f"{seed}-{at}"
        if maker.maybe(0.6):
            letters.append(maker.biochemistry(number, times, _count(maker.rng, known)))
        else:
            letters.append(microbiology(maker, number, times))
    wish = maker.rng.choice(("pluspositivkvitt", "minuspositivkvitt"))
    envelope = Envelope(sent=moment(times[4]), identifier=f"E{seed}", acknowledgement_code=wish)
    return Emessage(envelope=envelope, letters=tuple(letters))


def right_bytes(seed: int, tables: Tables | None = None) -> bytes:
    """Return the right message of a number as bytes: in any of the encodings, on one line or on many."""
    rng = random.Random(f"bytes {seed}")
    return written(right_message(seed, tables), rng.choice(ENCODINGS), lines=rng.random() < 0.7)


MIXED = frozenset({"AnalysisCompleteName", "ResultTextValue", "ResultComments"})


def written(message: Emessage, encoding: Encoding, *, lines: bool) -> bytes:
    """Write a message, each element on a line of its own where wanted; a mixed text keeps every character."""
    data = write(message, encoding)
    if not lines:
        return data
    root = parse(data)
    _laid_out(root, 0)
    return bytes(etree.tostring(root, encoding=encoding, xml_declaration=True))


def _laid_out(element: etree._Element, level: int) -> None:
    inside, name = list(element), etree.QName(element).localname
    web = next(element.iterancestors("{*}MicrobiologyWebReport"), None) is not None
    if not inside or name in MIXED or (name == "Comments" and not web):
        return
    element.text = "\n" + "  " * (level + 1)
    for child in inside:
        _laid_out(child, level + 1)
        child.tail = "\n" + "  " * (level + (child is not inside[-1]))


def write_own_codes(path: Path) -> Path:
    """Write a table of local codes, so that a letter can have 99 different results."""
    head = "code,code_type,code_responsible,short_name,full_name,unit,result_type,specialty"
    lines = [f"{code},lokal,PNT,Egen {code},Klinikkens egen analyse {code},mmol/L,numerisk,biokemi" for code in OWN_CODES]
    path.write_text("\n".join([head, *lines, ""]), encoding="utf-8")
    return path


# --------------------------------------------------------------------------------------------------- files to measure with
def small_answer(number: int) -> bytes:
    """Return an XRPT01 of three results, about 4.5 KB, as a practice sends them all day; `number` up to 10 million."""
    maker = Maker(random.Random(f"small {number}"), _suite_tables())
    times = maker.moments()
    letter = maker.biochemistry(f"{number:08}", times, 1)
    sample = replace(letter.requisition_information.sample, volume=None, unit_of_volume=None, sampling_interval=None)
    wanted = [row for row in maker.analyses("biochemistry") if row.result_type == "numerisk" and row.unit]
    plain = [
        replace(maker.result(row, "svar_endeligt", 0), texts=(), reference=()) for row in maker.rng.sample(wanted, 3)
    ]
    general = replace(letter.laboratory_results.general_result_information, report_status_code="komplet_svar")
    results = LaboratoryResults(general_result_information=general, result=tuple(plain))
    envelope = Envelope(sent=moment(times[4]), identifier=f"E{number:08}", acknowledgement_code="pluspositivkvitt")
    asked = RequisitionInformation(sample=sample)
    plainer = replace(letter, cc_receiver=None, requisition_information=asked, laboratory_results=results)
    return written(Emessage(envelope=envelope, letters=(plainer,)), "UTF-8", lines=True)


def write_messages(folder: Path, numbers: Iterable[int]) -> Sequence[Path]:
    """Write a small answer for each number into a folder and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in numbers:
        path = folder / f"svar-{number:08}.xml"
        path.write_bytes(small_answer(number))
        paths.append(path)
    return paths
