"""The lines of the portal's pages, field by field."""

from dataclasses import dataclass, replace

import pytest

from labcert.checks.rows import is_not_marked, no_markup_in, row_is, same_rows, value_is_not_shown


@dataclass(frozen=True)
class Line:
    """A line as a page shows it."""

    sample: str = "S1"
    code: str = "NPU19748"
    name: str = "P—C-reaktivt protein"
    value: str = "42"
    unit: str = "mg/L"
    interval: str = "< 8"
    abnormal: str = "For høj"
    comments: str = "Kommentar Kontrol i morgen."
    origin: str = "Almen praksis"
    corrected: bool = False
    text: str = "P—C-reaktivt protein NPU19748 42 mg/L"


OTHER_SAMPLE = Line(sample="S2", value="310")


def test_the_fields_of_a_line_are_exactly_these() -> None:
    """A comment may have more around it, every other field may not."""
    expected = {"resultat": "42", "enhed": "mg/L", "mærke": "", "kommentar": "Kontrol i morgen."}
    assert row_is([OTHER_SAMPLE, Line()], "S1", "NPU19748", expected, "borgeren") == ()


@pytest.mark.parametrize(
    ("field", "text", "actual"),
    [
        ("resultat", "4", "42"),
        ("enhed", "nmol/L", "mg/L"),
        ("vurdering", "", "For høj"),
        ("mærke", "Rettet", "intet"),
        ("kommentar", "Kontrol i dag.", "Kommentar Kontrol i morgen."),
        ("oprindelse", "Hospital", "Almen praksis"),
    ],
)
def test_a_field_that_says_something_else_is_named(field: str, text: str, actual: str) -> None:
    """With what was expected and what is shown."""
    (found,) = row_is([Line()], "S1", "NPU19748", {field: text}, "borgeren")
    assert found.message.startswith(f"Borgeren ser et andet indhold i feltet {field}")
    assert (found.expected, found.actual) == (text or "intet", actual)


def test_a_line_that_is_missing_or_stands_twice_is_told() -> None:
    """Only the newest version may be shown."""
    for rows in ([], [OTHER_SAMPLE], [Line(), Line(value="41")]):
        (found,) = row_is(rows, "S1", "NPU19748", {"resultat": "42"}, "borgeren")
        assert found.rule == "SHOWN-COUNT"


def test_a_value_that_was_corrected_is_gone_from_the_sample() -> None:
    """The same value in another sample, or inside a longer one, is something else."""
    assert value_is_not_shown([OTHER_SAMPLE, Line(value="3100")], "S1", "310", "borgeren") is None
    found = value_is_not_shown([Line(value="< 310")], "S1", "310", "borgeren")
    assert found
    assert "310" in found.message


def test_an_answer_that_was_not_corrected_is_not_marked() -> None:
    """Neither by the mark nor by the word."""
    assert is_not_marked([Line(), replace(OTHER_SAMPLE, corrected=True)], "S1", "borgeren") is None
    assert is_not_marked([Line(corrected=True)], "S1", "borgeren")
    assert is_not_marked([Line(text="42 Rettet mg/L")], "S1", "borgeren")


def test_two_pages_show_the_same_of_a_sample() -> None:
    """The same lines, the same in every field, whatever stands about other samples."""
    assert same_rows([Line()], [OTHER_SAMPLE, Line()], "S1", "borgeren", "borgeren i MinLæge") == ()
    (found,) = same_rows([Line()], [Line(unit="")], "S1", "borgeren", "borgeren i MinLæge")
    assert (found.expected, found.actual) == ("mg/L", "intet")
    assert "enhed" in found.message


def test_pages_with_other_lines_or_none_are_not_the_same() -> None:
    """Two empty pages show nothing at all."""
    for first, other in (([Line()], []), ([], []), ([Line()], [Line(), Line(code="NPU02319")])):
        (found,) = same_rows(first, other, "S1", "borgeren", "borgeren i MinLæge")
        assert found.rule == "SHOWN-ROWS"


def test_signs_of_a_comment_do_not_become_markup() -> None:
    """Bold in another sample's line is its own matter."""
    page = '<main><p data-sample="{}">{}</p></main>'
    assert no_markup_in(page.format("S1", "&lt;b&gt;fløde&lt;/b&gt;").encode(), "S1", "borgeren") is None
    assert no_markup_in(page.format("S2", "<b>fløde</b>").encode(), "S1", "borgeren") is None
    found = no_markup_in(page.format("S1", "<b>fløde</b>").encode(), "S1", "borgeren")
    assert found
    assert found.actual == "<b>"
