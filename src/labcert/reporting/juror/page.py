"""From a sheet to the bytes of its page: HTML that prints on A4, needs no network, and asks nothing of a mouse."""

from functools import cache
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from labcert.domain.juror import JurorSheet, Sight
from labcert.domain.language import _, language
from labcert.reporting.juror.words import evidence_word, screen_word, sight_word

__all__ = ["sheet_page"]


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def sheet_page(sheet: JurorSheet) -> bytes:
    """Return the page in UTF-8. Items stand in the sheet's order, what must be seen before what must not."""
    groups = [
        (must_not, [(where, list(items)) for where, items in groupby(of_kind, key=lambda item: item.where)])
        for must_not in (False, True)
        if (of_kind := [item for item in sheet.items if item.must_not is must_not])
    ]
    page = _environment().get_template("sheet.html.j2").render(
        sheet=sheet, groups=groups, screen=screen_word(sheet.screen), wanted=evidence_word(sheet.wanted),
        sights=[(sight.value, sight_word(sight)) for sight in Sight], _=_, lang=language(),
    )  # fmt: skip
    return page.encode("utf-8", "replace")
