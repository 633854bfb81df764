"""When a sample was taken: in its interval, in the patient's life, not long ago, at a time of day."""

from datetime import date

import pytest
from stdnum.dk import cpr
from stdnum.exceptions import ValidationError

from labcert.validation.rules.sampling import birth_date
from tests.support.built_letters import NANCY, PETER, findings, message, report, rules, web_report


def oracle(number: str) -> date | None:
    """Return what python-stdnum says, None where it refuses."""
    try:
        return cpr.get_birth_date(number)
    except ValidationError:
        return None


@pytest.mark.parametrize("seventh", "0123456789")
def test_the_birth_date_is_the_one_that_the_library_tells(seventh):
    """For each year and seventh digit, python-stdnum (slow to import, so not used by the tool) agrees."""
    for year in range(100):
        number = f"0102{year:02}{seventh}" + "000"
        assert birth_date(number) == oracle(number)


@pytest.mark.parametrize("start", ["310297", "290200", "290297", "000197", "010097", "011397", "610197", "310497", "311297"])
def test_a_date_that_is_none_is_none(start):
    """Administrative numbers (60 added to the day) and days that are not in the calendar tell no birth date."""
    number = start + "9000"
    assert birth_date(number) == oracle(number)


def test_birth_dates_of_test_persons():
    """Born in the 1900s with a 9; an administrative number tells none."""
    assert birth_date("2512489996") == date(1948, 12, 25)
    assert birth_date("851248" + "0000") is None


@pytest.mark.parametrize(
    ("sampled", "expected"),
    [
        ("1948-12-24 23:59", ["TIME-009"]),
        ("1948-12-25 00:01", ["TIME-011"]),
        ("0248-12-25 00:01", ["TIME-009"]),
        ("1948-12-24Z 23:59", ["TIME-010"]),
    ],
)
@pytest.mark.parametrize("letter", [report, web_report])
def test_a_sample_of_the_day_of_birth_is_possible(letter, sampled, expected):
    """The day before is not. A sample from before the birth is not told as old too."""
    assert rules(message(letter(sampled=sampled))) == expected


def test_a_number_without_a_date_tells_no_birth():
    """Neither a replacement CPR nor a CPR of no date is compared."""
    assert rules(message(report(sampled="1921-03-06 08:15", patient=PETER))) == ["TIME-011"]
    unreal = NANCY.replace("2512489996", "311348" + "9996")
    assert "TIME-009" not in rules(message(report(sampled="1921-03-06 08:15", patient=unreal)))


@pytest.mark.parametrize(
    ("collected", "sampled", "expected"),
    [
        (("2025-11-30 08:15", "2025-12-01 08:15"), "08:15", []),
        (("2025-12-01 08:15", "2025-12-01 08:15"), "08:15", []),
        (("2025-12-01 08:15", "2025-12-01 08:20"), "08:15", []),
        (("2025-12-01 08:16", "2025-12-01 08:20"), "08:15", ["TIME-008"]),
        (("2025-12-01 08:00", "2025-12-01 08:14"), "08:15", ["TIME-008"]),
        (("2025-12-01 08:16", "2025-12-01 08:15"), "08:15", ["TIME-007"]),
        (("2025-12-01 08:30", "2025-12-01 08:00"), "08:15", ["TIME-007"]),
        (("2025-12-01Z 08:30", "2025-12-01 08:00"), "08:15", ["TIME-010"]),
        (("2025-12-01 08:30", "2025-12-01Z 08:00"), "08:15", ["TIME-010"]),
        (("2025-11-30 08:00", "2025-11-30 09:00"), "2025-12-01Z 08:15", ["TIME-010"]),
        (None, "08:15", []),
    ],
)
def test_a_collection_runs_forward_and_holds_the_sample(collected, sampled, expected):
    """Both ends are within; an interval that runs backward is told alone."""
    assert rules(message(report(collected=collected, sampled=sampled))) == expected


def test_what_is_told_of_a_collection():
    """The sentences have all times; the place is the time that is told."""
    (backward,) = findings(message(report(collected=("08:16", "08:15"))))
    assert backward.message == "Opsamlingen begynder 2025-12-01 08:16, men slutter allerede 2025-12-01 08:15."
    assert backward.path.endswith("/Sample/SamplingInterval/StartDateTime")
    (outside,) = findings(message(report(collected=("08:00", "08:14"))))
    assert outside.message == "Prøven er taget 2025-12-01 08:15, uden for tidsrummet 2025-12-01 08:00 til 2025-12-01 08:14."
    assert outside.expected == "Fra 2025-12-01 08:00 til 2025-12-01 08:14"


@pytest.mark.parametrize(
    ("sampled", "sent", "expected"),
    [
        ("2024-11-30 08:36", "08:36", []),  # 366 days
        ("2024-11-30 08:35", "08:36", ["TIME-011"]),
        ("2024-12-01 08:15", "2025-11-01 08:36", ["TIME-005"]),
        ("2024-11-30 12:00", "2026-12-01 08:36", ["TIME-006"]),  # the envelope is from the future: counted to now
        ("2024-11-30 11:59", "2026-12-01 08:36", ["TIME-006", "TIME-011"]),
        ("2024-11-30Z 08:35", "08:36", ["TIME-010"]),
        ("2024-11-29 08:35", "2025-12-01Z 08:36", ["TIME-010"]),
    ],
)
def test_a_sample_is_at_most_a_year_old(sampled, sent, expected):
    """A leap year's days are allowed; what can not be compared is not."""
    assert rules(message(report(sampled=sampled), sent=sent)) == expected


def test_without_a_clock_age_is_counted_to_the_envelope():
    """The time that is not judged is not used."""
    assert rules(message(report(sampled="2025-12-01 08:15"), sent="2027-12-01 08:36"), None) == ["TIME-011"]


@pytest.mark.parametrize(
    ("sampled", "expected"), [("00:00", ["TIME-012"]), ("00:01", []), ("2025-11-30 23:59", []), ("2025-11-30 00:00", ["TIME-012"])]
)
def test_midnight_is_asked_about(sampled, expected):
    """Only 00:00 is what systems write where they know no time."""
    assert rules(message(report(sampled=sampled), web_report(sampled="08:15"))) == expected
    assert rules(message(web_report(sampled=sampled))) == expected


def test_a_collection_may_begin_at_midnight():
    """The day of a 24-hour urine does, so nothing is asked where a collection is told."""
    assert rules(message(report(sampled="00:00", collected=("00:00", "08:00")))) == []
    (found,) = findings(message(report(sampled="00:00")))
    assert (found.actual, found.path.rpartition("/")[2]) == ("00:00", "Time")
