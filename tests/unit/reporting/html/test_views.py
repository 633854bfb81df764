"""What is shown of a piece of evidence fits its share of the report."""

from hypothesis import given
from hypothesis import strategies as st

from labcert.reporting.html.page_view import page_view
from labcert.reporting.html.views import Cell, PageBlock, PageView, TextLine, TextView, cost, shorten
from tests.unit.reporting.html.report_example import PAGE

LINES = st.lists(st.builds(TextLine, st.text("ab<& ", max_size=30), st.sampled_from([None, None, None, "linje 3"])), max_size=40)


@given(LINES)
def test_the_segments_of_a_whole_text_are_the_text(lines):
    """Nothing is lost by showing neighbouring lines together."""
    view = TextView(tuple(lines))
    assert "".join(segment.text for segment in view.segments()) == "".join(line.text + "\n" for line in lines)


@given(LINES, st.integers(0, 2000))
def test_a_shortened_text_fits_and_keeps_the_order(lines, cap):
    """The lines that are left cost no more than the cap; each gap is told once."""
    view = shorten(TextView(tuple(lines)), cap)
    kept = [line for line, shown in zip(view.lines, view.kept or [True] * len(lines), strict=True) if shown]
    assert cost(TextView(tuple(kept))) <= cap or view.kept is None
    gaps = [segment.omitted for segment in view.segments()]
    assert not any(before and after for before, after in zip(gaps, gaps[1:], strict=False))  # noqa: RUF007


def test_marked_places_are_kept_before_the_beginning():
    """Where not all fits, the place of a finding and the lines around it are shown."""
    lines = tuple(TextLine(f"line {number:04d}", "linje 501" if number == 500 else None) for number in range(1000))
    view = shorten(TextView(lines), 400)
    kept = [number for number, shown in enumerate(view.kept) if shown]
    assert set(range(497, 504)) <= set(kept)
    assert len(kept) < 40


def test_a_page_is_told_without_its_scripts_and_looks():
    """Headings, paragraphs and tables are what a person read; styles and scripts are not."""
    page = page_view(PAGE)
    assert page.blocks[:2] == (PageBlock("heading", "Laboratoriesvar"), PageBlock("text", "Nancy Ann Test Berggren, 251248-9996"))
    assert page.blocks[2].text == "Svar fra egen læge"
    assert page.blocks[2].rows[0][0] == Cell("Analyse", heading=True)
    assert page.blocks[2].rows[1][1:3] == (Cell("42"), Cell("mg/L"))
    assert len(page.blocks) == 3


def test_a_long_page_is_cut_and_says_how_much():
    """Blocks past the cap are counted."""
    page = shorten(PageView(tuple(PageBlock("text", "x" * 70) for _number in range(10))), 350)
    assert (len(page.blocks), page.omitted) == (3, 7)


def test_what_says_nothing_is_no_page():
    """Bytes without words are left to be told otherwise."""
    assert page_view("<script>1</script>") is None
