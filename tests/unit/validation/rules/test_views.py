"""The parts of a message as rules see them: each stands where it says, and says what stands there."""

from datetime import datetime

import pytest

from labcert.domain.messages.common import DateAndTime
from labcert.domain.suite import suite_root
from labcert.validation import validate
from labcert.validation.places import element_at, path_of
from labcert.validation.rules.views import (
    Base,
    CodeView,
    InvestigationView,
    LetterView,
    MeasureView,
    Moment,
    PartyView,
    ResultView,
    _measure,
    _numbered,
    moment,
)
from tests.support.business import BOOK

ROOT = suite_root() / "fixtures"
MESSAGES = sorted([*(ROOT / "corpus/valid").glob("*.xml"), *(ROOT / "rules").glob("*/right.xml")])


def read(path):
    """Return a message's views and its tree."""
    found = validate(path.read_bytes(), rules=BOOK)
    return found.views, found.root


def text(element, name):
    """Return the text of a child, None where there is none."""
    child = element.find(f"{{*}}{name}")
    return None if child is None else "".join(child.itertext())


def test_there_are_messages_to_look_at():
    """Of both standards, with every kind of part."""
    kinds = {type(view) for path in MESSAGES for view in read(path)[0]}
    assert kinds >= {CodeView, InvestigationView, MeasureView, PartyView, ResultView}


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_part_stands_where_it_says_and_says_what_stands_there(path):
    """Its path is the element's own, and each field is the element's text, None or "" where it has none."""
    hold(*read(path))


def doubled(data: bytes, name: bytes) -> bytes:
    """Return a message with one of its elements twice, one after the other."""
    begin, end = data.index(b"<" + name + b">"), data.index(b"</" + name + b">") + len(name) + 3
    return data[:end] + data[begin:end] + data[end:]


@pytest.mark.parametrize("name", [b"Result", b"Investigation", b"AnalysisFindings", b"PatternEntry", b"LaboratoryReport", b"MicrobiologyWebReport"])
def test_one_of_several_parts_stands_where_it_says(name):
    """Each is counted from 1 among its like."""
    found = 0
    for path in MESSAGES:
        data = path.read_bytes()
        if b"<" + name + b">" in data:
            validation = validate(doubled(data, name), rules=BOOK)
            if validation.message is None:
                continue  # the standard has it once only there
            hold(validation.views, validation.root)
            letters = [view.number for view in validation.views if isinstance(view, LetterView)]
            assert letters == list(range(1, len(letters) + 1))
            found += 1
            if found == 3:
                return
    assert found


def hold(views, root):
    """Hold every part of a message against the element it says it is."""
    for view in views:
        assert isinstance(view, Base)
        element = element_at(root, view.path)
        assert path_of(element) == view.path
        assert view.context is views[0].context
        match view:
            case CodeView():
                said = (view.code, view.code_type, view.responsible, view.short_name)
                names = (view.element, "AnalysisCodeType", "AnalysisCodeResponsible", "AnalysisShortName")
                assert said == tuple(text(element, name) for name in names)
                full = text(element, "AnalysisCompleteName") if view.element == "AnalysisCode" else ""
                assert view.full_name == full
                assert view.row == BOOK.tables.analyses.find(view.code, view.responsible)
            case MeasureView():
                assert (view.operator, view.value, view.unit) == tuple(text(element, n) for n in ("Operator", "Value", "Unit"))
                assert view.validation == text(element, "ResultValidation")
                assert (view.result_type, view.status) == tuple(text(element, n) or "" for n in ("ResultType", "ResultStatusCode"))
            case PartyView():
                assert view.path.endswith(f"/{view.role}")
                said = (view.ean, view.identifier, view.identifier_code, view.identifier_local)
                names = ("EANIdentifier", "Identifier", "IdentifierCode", "IdentifierLocal")
                assert said == tuple(text(element, name) for name in names)
            case InvestigationView() | ResultView():
                assert element_at(root, view.code.path).getparent() is element
            case _:
                pass


@pytest.mark.parametrize(("count", "index", "path"), [(1, 1, "/a"), (2, 1, "/a[1]"), (2, 2, "/a[2]"), (3, 3, "/a[3]")])
def test_one_alone_has_no_number(count, index, path):
    """As XPath writes it."""
    assert _numbered("/a", count, index) == path


@pytest.mark.parametrize(
    ("date", "time", "at"),
    [
        ("2026-11-23", "03:05", datetime(2026, 11, 23, 3, 5)),  # noqa: DTZ001 - Danish local time, as messages have it
        (" 2026-11-23 ", "03:05", datetime(2026, 11, 23, 3, 5)),  # noqa: DTZ001
        ("2026-02-30", "03:05", None),
        ("2026-11-23+01:00", "03:05", None),
        ("12026-11-23", "03:05", None),
        ("2026-11-23", "24:61", None),
    ],
)
def test_a_moment_is_a_date_and_a_time_that_are_there(date, time, at):
    """It keeps what was written, too."""
    assert moment("/p", DateAndTime(date=date, time=time)) == Moment("/p", f"{date.strip()} {time}", at)


def test_what_has_no_quantity_is_measured_as_nothing():
    """Its place is there, and nothing stands in it."""
    views, _root = read(MESSAGES[0])
    letter = next(view.letter for view in views if isinstance(view, CodeView))
    found = _measure("/p", letter, None, None)
    assert found == MeasureView("/p", letter.context, letter, "", "", None, None, None, None, None, None, None, None, None)
