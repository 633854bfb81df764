"""Times: each after the one before, none in the future, all in the form that systems read."""

from datetime import datetime, timedelta

import pytest

from labcert.validation.rules.times import is_after
from tests.support.built_letters import NOON, findings, message, report, rules, web_report


def test_moments_of_the_same_minute_are_in_order():
    """A chain may stand still: equal times are no disorder, in either standard."""
    same = {"sampled": "08:36", "resulted": "08:36", "authorised": "08:36"}
    assert rules(message(report(**same), web_report(received="08:36", **same))) == []


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ({"sampled": "08:30"}, []),
        ({"sampled": "08:31"}, ["TIME-001"]),
        ({"resulted": "08:14"}, ["TIME-001"]),
        ({"resulted": "08:35"}, []),
        ({"resulted": "08:36"}, ["TIME-004"]),
        ({"authorised": "08:29"}, ["TIME-004"]),
        ({"authorised": "08:36"}, []),
        ({"authorised": "08:37"}, ["TIME-005"]),
        ({"sampled": "2025-12-02 08:15"}, ["TIME-001"]),
        ({"sampled": "08:31", "authorised": "08:37"}, ["TIME-001", "TIME-005"]),
    ],
)
def test_the_order_of_xrpt01(times, expected):
    """Sampled, result, authorised, sent: each pair has its own rule and one flaw has one finding."""
    assert rules(message(report(**times))) == expected


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ({"sampled": "08:20"}, []),
        ({"sampled": "08:21"}, ["TIME-002"]),
        ({"received": "08:14"}, ["TIME-002"]),
        ({"received": "08:30"}, []),
        ({"received": "08:31"}, ["TIME-003"]),
        ({"resulted": "08:19"}, ["TIME-003"]),
        ({"resulted": "08:36"}, ["TIME-004"]),
        ({"authorised": "08:37"}, ["TIME-005"]),
        ({"sampled": "09:00"}, ["TIME-002"]),
    ],
)
def test_the_order_of_xrpt05(times, expected):
    """Sampled, received, result, authorised, sent."""
    assert rules(message(web_report(**times))) == expected


def test_what_is_told_of_an_order():
    """The sentence has both times, the place is the first of them, and expected is the second as the latest."""
    (found,) = findings(message(web_report(received="08:31")))
    assert found.message == "Laboratoriet har modtaget prøven 2025-12-01 08:31, men svaret forelå allerede 2025-12-01 08:30."
    assert (found.expected, found.actual) == ("Senest 2025-12-01 08:30", "2025-12-01 08:31")
    assert found.path.endswith("/Sample/SampleReceivedDateTime")


def test_each_letter_is_asked():
    """Two letters with two flaws give both."""
    assert rules(message(report(sampled="08:31"), web_report(sampled="08:21"))) == ["TIME-001", "TIME-002"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2025-12-01 08:16", "2025-12-01 08:15", True),
        ("2025-12-01 08:15", "2025-12-01 08:15", False),
        ("2025-12-01 08:14", "2025-12-01 08:15", False),
        # the night when 02:00-03:00 comes twice: 02:50 may be before 02:10, and 02:00 is the first it may be
        ("2025-10-26 02:50", "2025-10-26 02:10", False),
        ("2025-10-26 02:10", "2025-10-26 02:50", False),
        ("2025-10-26 02:10", "2025-10-26 01:59", True),
        ("2025-10-26 03:00", "2025-10-26 02:59", True),
        ("2025-10-25 02:50", "2025-10-25 02:10", True),
        # the night when 02:00-03:00 never comes
        ("2026-03-29 02:30", "2026-03-29 02:30", False),
        ("2026-03-29 02:50", "2026-03-29 02:10", True),
        ("2026-03-29 03:10", "2026-03-29 02:50", True),
        ("2026-03-29 02:10", "2026-03-29 01:50", True),
    ],
)
def test_a_time_is_after_another_where_it_is_certain(one, other, expected):
    """Wall-clock times are compared so that the two nights of the year when clocks are moved tell nothing false."""
    assert is_after(datetime.fromisoformat(one), datetime.fromisoformat(other)) is expected


def test_an_autumn_night_makes_no_flaw():
    """A sample of 02:50 and its result of 02:10 are right when the hour came twice in between."""
    night = {"sampled": "2025-10-26 02:50", "resulted": "2025-10-26 02:10", "authorised": "2025-10-26 03:05"}
    assert rules(message(report(**night))) == []


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("08:36", []),
        ("08:31", []),  # five minutes
        ("08:30", ["Envelope/Sent"]),
        ("08:29", ["Letter/Authorisation"]),
        ("08:24", ["ResultsDateTime"]),
        ("08:09", ["SamplingDateTime"]),
    ],
)
def test_the_first_moment_in_the_future_is_told_once(now, expected):
    """Five minutes of difference between clocks are allowed; later moments of the chain are not told again."""
    clock = datetime.fromisoformat(f"2025-12-01 {now}")
    found = findings(message(report()), clock)
    assert [(one.rule, one.path.endswith(place)) for one, place in zip(found, expected, strict=True)] == [
        ("LAB-TIME-006", True) for _ in expected
    ]


def test_what_is_told_of_the_future():
    """The sentence has the time and the clock; expected is the clock."""
    (found,) = findings(message(sent="2125-12-01 08:36"))
    assert found.message == "Tidspunktet 2125-12-01 08:36 er ikke kommet endnu. Klokken er 2025-12-01 12:00."
    assert (found.expected, found.actual) == ("Senest 2025-12-01 12:00", "2125-12-01 08:36")


def test_received_may_be_in_the_future_too():
    """XRPT05 has a moment more, and it stands second in the chain."""
    (found,) = findings(message(web_report()), datetime(2025, 12, 1, 8, 12))  # noqa: DTZ001
    assert (found.rule, found.actual) == ("LAB-TIME-006", "2025-12-01 08:20")


def test_a_time_that_is_too_late_for_its_order_is_not_told_as_future_too():
    """A sample from next year is after its result: one flaw, one finding."""
    assert rules(message(report(sampled="2026-12-01 08:15"))) == ["TIME-001"]
    assert rules(message(web_report(received="2026-12-01 08:15"))) == ["TIME-003"]
    assert rules(message(report(authorised="2026-12-01 08:15"))) == ["TIME-005"]


def test_a_future_that_is_out_of_order_too_is_told():
    """Where all that follows is in the future as well, the disorder is another flaw."""
    early = NOON - timedelta(days=30)
    assert rules(message(report(sampled="08:31")), early) == ["TIME-006", "TIME-001"]


def test_a_date_with_a_zone_hides_no_future():
    """A moment between that can not be compared tells nothing of the order, so the future is told."""
    letter = web_report(sampled="2026-12-01 08:15", received="2025-12-01Z 08:20")
    assert rules(message(letter)) == ["TIME-006", "TIME-010"]


def test_the_envelope_is_told_once_for_all_its_letters():
    """Sent belongs to the message: two letters give one finding, for the future as for the form of the date."""
    assert rules(message(report(), web_report(), sent="2026-12-01 08:36")) == ["TIME-006"]
    assert rules(message(report(), web_report(), sent="2025-12-01Z 08:36")) == ["TIME-010"]


def test_without_a_clock_nothing_is_in_the_future():
    """`now` is None where the time is not to be judged."""
    assert rules(message(sent="2026-12-01 08:36"), None) == []


def test_a_letter_of_the_future_does_not_hide_another():
    """Each letter is looked at; one that the order rules tell about is passed over, not the rest."""
    letters = report(sampled="2026-12-01 08:15"), web_report()
    found = findings(message(*letters, sent="2026-12-02 08:36"))
    assert [one.rule for one in found] == ["LAB-TIME-006", "LAB-TIME-001"]


@pytest.mark.parametrize("date", ["2025-12-01Z", "2025-12-01+01:00", "12025-12-01", "-0001-12-01"])
@pytest.mark.parametrize("name", ["sampled", "resulted", "authorised"])
def test_a_date_of_another_form_is_told_and_compared_with_nothing(date, name):
    """The schema allows a zone, a sign and five digits; each date that has one is told at its Date."""
    (found,) = findings(message(report(**{name: f"{date} 08:15"})))
    assert (found.rule, found.actual) == ("LAB-TIME-010", date)
    assert found.path.endswith("DateTime/Date" if name != "authorised" else "Authorisation/Date")
    assert found.message == f"Datoen {date} er ikke skrevet som ÅÅÅÅ-MM-DD."


def test_every_date_is_looked_at():
    """Sent, sampled, received, result, authorised, and both ends of a collection."""
    zone = "2025-12-01Z 08:15"
    chain = {"sampled": zone, "resulted": zone, "authorised": zone}
    letters = report(collected=(zone, zone), **chain), web_report(received=zone, **chain)
    found = findings(message(*letters, sent=zone))
    assert [one.path.removeprefix("/Emessage/").rpartition("/Date")[0].rpartition("/")[2] for one in found] == [
        "Sent", "SamplingDateTime", "ResultsDateTime", "Authorisation", "StartDateTime", "EndDateTime",
        "SamplingDateTime", "SampleReceivedDateTime", "ResultsDateTime", "Authorisation",
    ]
    assert {one.rule for one in found} == {"LAB-TIME-010"}


def test_space_around_a_date_is_no_part_of_it():
    """xs:date lets spaces stand around it."""
    assert rules(message(report().replace("<Date>2025-12-01</Date>", "<Date> 2025-12-01\n</Date>"))) == []
