"""A report is masked whole, before any format is made of it."""

from dataclasses import replace

from labcert.reporting.masked import masked
from tests.unit.reporting.every_format import told
from tests.unit.reporting.html.casework_example import casework

FOREIGN = "010203-1234"


def test_a_number_that_may_be_a_persons_is_masked_wherever_somebody_wrote_it():
    """In remarks, reasons, deviations, notes and the review alike."""
    report = masked(casework(text=f"Se {FOREIGN}").report)
    assert FOREIGN not in repr(report)
    assert repr(report).count("Se 010203-xxxx") >= 10


def test_the_rest_of_the_report_stays_as_it_is():
    """A report without such a number is the same, marks and outcomes too."""
    report = told().report
    assert masked(report) == report


def test_a_test_person_may_be_shown():
    """They belong to nobody."""
    known = min(told().report.known)
    report = masked(replace(told().report, sentence=f"Svaret på {known}"))
    assert report.sentence == f"Svaret på {known}"
