"""Times, sizes and totals as a Danish reader writes them."""

import pytest

from labcert.domain.outcome import Outcome
from labcert.reporting.html import words


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(0.2, "under 1 ms"), (12.4, "12 ms"), (1240, "1,2 s"), (185_000, "3 min 5 s")],
)
def test_a_duration_is_told_in_the_unit_that_fits(milliseconds, text):
    """Short times in milliseconds, long ones in minutes, with a decimal comma."""
    assert words.duration(milliseconds) == text


def test_a_time_is_told_in_danish_and_a_strange_one_as_it_is():
    """A time that can't be read is shown, never hidden."""
    assert words.date_and_time("2026-11-23T14:05:07+01:00") == "23. november 2026 kl. 14.05"
    assert words.date_and_time("i går") == "i går"
    assert words.clock("2026-11-23T14:05:07+01:00") == "14.05.07"


def test_every_outcome_has_its_words_its_tone_and_its_place():
    """A new outcome can't be forgotten in the report."""
    assert set(words.READING_ORDER) == set(Outcome)
    assert len({words.outcome_word(outcome) for outcome in Outcome}) == len(Outcome)
    assert len({words.tone_of(outcome) for outcome in Outcome}) == len(Outcome)
    assert words.counted(Outcome.NOT_RELEVANT, 2) == "2 trin er ikke relevante"


def test_a_file_is_told_by_kind_and_size():
    """An unknown media type is shown as it is."""
    assert words.kind_of_file("text/html; charset=utf-8") == "side (HTML)"
    assert words.kind_of_file("image/gif") == "image/gif"
    assert (words.file_size(812), words.file_size(4512)) == ("812 byte", "4,5 kB")


def test_the_headline_is_said_once():
    """The verdict's sentence may begin with the headline; the report shows it above."""
    assert words.sentence_without_headline("Ikke godkendt. 1 trin er F1.") == "1 trin er F1."
    assert words.sentence_without_headline("1 trin er F1.") == "1 trin er F1."
    waiting = "Demonstration, ikke en certificering: Ikke godkendt endnu. 1 trin afventer MiBa (TP-4.4.09)."
    assert words.sentence_without_headline(waiting) == "1 trin afventer MiBa (TP-4.4.09)."
