"""The project group's page: what it says of days and states, and that the picture is drawn where the dates are."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labcert.protocol.plan import Concerns, Plan, PlanRow
from labcert.reporting.overview import (
    Cell,
    CellState,
    Overview,
    SystemLine,
    overview_json,
    overview_page,
    overview_sentence,
)
from labcert.reporting.overview.chart import LEFT, PLAN, plan_chart
from labcert.reporting.overview.words import cell_word, dates_word, state_word, when_word

DAY = date(2025, 12, 10)
ROW = PlanRow("4.2", "Upload", date(2025, 12, 1), date(2025, 12, 31), ("LPS",), tested=True)
OTHER = PlanRow("7", "Drift", date(2026, 4, 1), date(2026, 4, 30), ("LPS",), tested=False, uncertain="Måske.")
THE_PLAN = Plan("Planen", "1", "Mødet", (ROW, OTHER))


def made(*cells: Cell, day: date = DAY) -> Overview:
    """An overview with a system a cell."""
    lines = tuple(SystemLine(f"Leverandør {n}", f"System {n}", pilot=False, cells=(cell,)) for n, cell in enumerate(cells))
    return Overview(day, THE_PLAN, lines)


@pytest.mark.parametrize(
    ("starts", "ends", "told"),
    [
        ((2025, 12, 1), (2025, 12, 1), "1. december 2025"),
        ((2025, 12, 1), (2025, 12, 31), "december 2025"),
        ((2025, 5, 1), (2025, 11, 30), "maj–november 2025"),
        ((2025, 11, 1), (2026, 1, 31), "november 2025–januar 2026"),
        ((2026, 3, 18), (2026, 3, 20), "18.–20. marts 2026"),
        ((2026, 3, 21), (2026, 4, 30), "21. marts 2026 – 30. april 2026"),
    ],
)
def test_days_are_told_as_people_say_them(starts, ends, told):
    """A month by its name, a few days by their numbers."""
    assert dates_word(replace(ROW, starts=date(*starts), ends=date(*ends))) == told


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2025, 11, 29), "begynder om 2 dage"), (date(2025, 11, 30), "begynder om 1 dag"),
        (date(2025, 12, 1), "i gang, 30 dage tilbage"), (date(2025, 12, 30), "i gang, 1 dag tilbage"),
        (date(2025, 12, 31), "sidste dag"), (date(2026, 1, 1), "slut 31. december 2025"),
    ],
)  # fmt: skip
def test_a_row_is_before_during_or_after_the_day(day, told):
    """Both its days are part of it."""
    assert when_word(ROW, day) == told


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (Cell("4.2", CellState.RUNNING, accepted=3, steps=9), "i gang 3/9 trin"),
        (Cell("4.2", CellState.WAITING, waiting=("Team RN", "MiBa")), "venter på Team RN, MiBa"),
        (Cell("4.2", CellState.FAILED, mark="F1"), "ikke godkendt (F1)"), (Cell("4.2", CellState.FAILED), "ikke godkendt"),
        (Cell("4.2", CellState.CERTIFIED), "certifikat"), (Cell("4.2", CellState.CERTIFIED, test=True), "certifikat (TEST)"),
    ],
)  # fmt: skip
def test_a_cell_says_how_far_it_is(cell, told):
    """With the number, the party or the mark that makes it clear."""
    assert cell_word(cell) == told


def test_every_state_has_its_own_word():
    """Colour is never the only difference."""
    assert len({state_word(each) for each in CellState}) == len(CellState)


def test_what_is_late_is_counted_and_listed():
    """In the sentence, in the table of what is late, and in the machine's answer."""
    overview = made(Cell("4.2", CellState.NOT_BEGUN, late=True), Cell("4.2", CellState.APPROVED), day=date(2026, 1, 5))
    assert overview_sentence(overview) == "2 systemer følges. 1 række er forsinket i forhold til planen den 5. januar 2026."
    assert '<h2 id="forsinket">' in overview_page(overview).decode()
    assert [line["cells"][0]["late"] for line in json.loads(overview_json(overview))["systems"]] == [True, False]


def test_nothing_late_and_nothing_there_are_said():
    """The page is made all the same."""
    assert overview_sentence(made(Cell("4.2", CellState.NOT_BEGUN))) == (
        "1 system følges. Intet er forsinket i forhold til planen den 10. december 2025."
    )
    empty = overview_page(made()).decode()
    assert "Ingen leverandør har en session i lageret endnu." in empty
    assert "forsinket</h2>" not in empty


def test_the_picture_counts_the_systems_of_a_row():
    """Approved in green first, then failed, under way, and not begun; who has no part in the row is not counted."""
    states = (CellState.SIGNED, CellState.FAILED, CellState.RUNNING, CellState.WAITING, CellState.NOT_CONCERNED)
    row = plan_chart(made(*(Cell("4.2", state) for state in states))).rows[0]
    assert [(part.tone, part.count) for part in row.parts] == [("good", 1), ("bad", 1), ("wait", 2)]
    assert row.told == "1 af 4"
    assert [part.x + part.width for part in row.parts[:-1]] == pytest.approx([part.x for part in row.parts[1:]], abs=0.2)


@settings(deadline=None, max_examples=60)
@given(
    st.dates(date(2024, 1, 1), date(2028, 1, 1)),
    st.lists(st.tuples(st.dates(date(2025, 1, 1), date(2027, 1, 1)), st.integers(0, 300)), min_size=1, max_size=6),
)
def test_every_bar_and_today_lie_within_the_picture(day, spans):
    """Whatever the plan and the day; a bar is never too thin to see, and today is left out where it is far away."""
    rows = tuple(
        PlanRow(str(n), "Række", start, start + timedelta(days=days), ("LPS",), tested=True, concerns=Concerns.EVERYBODY)
        for n, (start, days) in enumerate(spans)
    )
    chart = plan_chart(Overview(day, Plan("Plan", "1", "Her", rows), ()))
    for row in chart.rows:
        assert LEFT <= row.x <= LEFT + PLAN
        assert row.width >= 4
    assert chart.today is None or LEFT <= chart.today <= LEFT + PLAN
    assert [tick.x for tick in chart.ticks] == sorted({tick.x for tick in chart.ticks})


def test_a_bar_stands_at_its_days():
    """December begins where the line of December is, and ends where January's would be."""
    chart = plan_chart(made())
    december = next(tick for tick in chart.ticks if tick.label == "dec")
    january = next(tick for tick in chart.ticks if tick.label == "jan")
    assert (chart.rows[0].x, round(chart.rows[0].x + chart.rows[0].width, 1)) == (december.x, january.x)
    assert (january.year, december.year) == ("2026", "2025")


def test_what_is_unsure_in_the_plan_is_said():
    """In the picture by a dotted frame, in the table in words."""
    page = overview_page(made()).decode()
    assert page.count('class="unsure"') == 1
    assert "(Måske.)" in page
