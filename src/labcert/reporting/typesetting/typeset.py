"""Sets a template with data as PDF/A-3a and PDF/UA-1."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from labcert.domain.errors import ToolFault
from labcert.domain.language import _
from labcert.reporting.typesetting.displayable import displayable, fold_long_words, shortened

if TYPE_CHECKING:  # typst takes a tenth of a second that nobody but a typesetter need wait for
    import typst

__all__ = ["set_as_is", "typeset"]

_ROOT = Path(__file__).parents[1]
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)


def typeset(template: Path, data: Mapping[str, object], time: str, files: Mapping[str, str] | None = None) -> bytes:
    """Return the PDF, the same bytes for the same arguments on every machine. `data` holds what JSON can say.

    The template, anywhere below `reporting/`, reads `json(bytes(sys.inputs.data))`; every text in it is one that the
    fonts can show, of at most `LONGEST` letters, with places to break in long words. It may import
    `/typesetting/templates/house.typ`. `time`, ISO 8601, is the document's date (1980 where it is none). `files` are
    texts that the template attaches, each as `bytes(sys.inputs.at(name))`, untouched. Raises ToolFault where the
    template can't be set.
    """
    return set_as_is(template, _shown(dict(data)), time, files)


def set_as_is(template: Path, data: object, time: str, files: Mapping[str, str] | None = None) -> bytes:
    """Return the PDF as `typeset` does, of data whose texts somebody has made ready for the fonts and columns."""
    import typst

    inputs = {**(files or {}), "data": json.dumps(data, ensure_ascii=False)}
    compiler = typst.Compiler(template, root=_ROOT, font_paths=_fonts(), ignore_system_fonts=True)
    try:
        pdf = compiler.compile(
            format="pdf", pdf_standards=["a-3a", "ua-1"], sys_inputs=inputs, timestamp=_moment(time)
        )
    except typst.TypstError as error:
        raise ToolFault(
            _("Dokumentet kunne ikke sættes som PDF: {why}.").format(why=error.message.splitlines()[0]),
            where=template.stem,
            remedy=_("Det er en fejl i labcert. De andre formater har det samme indhold; brug et af dem så længe."),
        ) from error
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _fonts() -> "typst.Fonts":
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _moment(time: str) -> datetime:
    try:
        moment = datetime.fromisoformat(time)
    except ValueError:
        return _EPOCH
    return moment.replace(microsecond=0, tzinfo=moment.tzinfo or UTC)


def _shown(value: object) -> object:
    match value:
        case str():
            return fold_long_words(displayable(shortened(value)))
        case list() | tuple():
            return [_shown(each) for each in value]
        case dict():
            return {key: _shown(each) for key, each in value.items()}
        case _:
            return value
