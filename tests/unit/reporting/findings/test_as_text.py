"""Findings for a person: marks stand under what they mark, and a terminal is left alone."""

from labcert.domain.findings import Finding
from labcert.domain.outcome import Severity
from labcert.reporting.findings.as_text import TextTeller
from labcert.reporting.findings.model import Excerpt, FileReport, RunFacts, Told, Totals

RUN = RunFacts("1", "built-in", "a" * 64, "standard", "1", files=1)


def said(excerpt, message="Forkert."):
    """The lines about one finding."""
    lines = []
    teller = TextTeller(lines.append)
    report = FileReport("a.xml", "invalid", findings=(Told(Finding("R-1", Severity.F2, message), excerpt=excerpt),))
    totals = Totals()
    totals.count(report)
    teller.begin(RUN)
    teller.file(report)
    teller.end(totals)
    return "".join(lines).splitlines()


def test_the_mark_stands_under_wide_and_joined_characters():
    """A Chinese character fills two columns, a combining accent none: the mark counts columns, not characters."""
    lines = said(Excerpt(7, "<B>漢e\u0301x</B>", 3, 6))
    at = lines.index("    7 | <B>漢e\u0301x</B>")
    assert lines[at + 1] == "      |    ^^^"


def test_nothing_is_marked_where_nothing_can_be():
    """A line without a mark has no row under it."""
    lines = said(Excerpt(12, "<B/>", 0, 0))
    assert lines[lines.index("    12 | <B/>") + 1].startswith("    Læs mere:")


def test_a_sentence_can_not_move_the_terminal():
    """What a finding quotes is on one line, without control characters."""
    assert "  F2 Alvorlig · R-1: a b·[2Jc" in said(None, "a\nb\x1b[2Jc")


def test_the_worst_decides_the_exit_code():
    """An interrupt before a fault of ours, that before what is invalid, and that before what was not checked."""
    totals = Totals()
    codes = [totals.exit_code]
    for report in (
        FileReport("a", "valid"), FileReport("b", "not_checked"), FileReport("c", "invalid"),
        FileReport("d", "not_checked", fault=True),
    ):  # fmt: skip
        totals.count(report)
        codes.append(totals.exit_code)
    totals.interrupted = True
    assert [*codes, totals.exit_code] == [0, 0, 4, 1, 3, 130]
