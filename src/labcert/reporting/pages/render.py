"""From values to the bytes of a page: HTML that needs no network, says what may run in it, and masks CPR numbers."""

import hashlib
from base64 import b64encode
from collections.abc import Collection
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from labcert.domain.language import _, language, ngettext
from labcert.domain.masking import mask_text
from labcert.reporting.pages.words import day_word

__all__ = ["render_page"]

_OWN = Path(__file__).parent / "templates"
_SHORTEST_CPR = 10


def render_page(folder: Path, name: str, *, known: Collection[str] = (), **values: object) -> bytes:
    """Return the page that the template `name` of a folder makes, in UTF-8.

    The template extends `page.html.j2`. A number that may be a CPR, and is not among the `known`, is masked.
    """
    script = _file("table.js")
    page = _environment(folder).get_template(name).render(
        known=known,
        lang=language(),
        style=Markup(_file("page.css")),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        script_hash=b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        **values,
    )
    return page.encode("utf-8", "replace")


@cache
def _file(name: str) -> str:
    return (_OWN / name).read_text(encoding="utf-8")


@pass_context
def _masked(context: Context, value: object) -> object:
    if not isinstance(value, str) or len(value) < _SHORTEST_CPR or isinstance(value, Markup):
        return value
    return mask_text(value, context["known"])


@cache
def _environment(folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader([folder, _OWN]), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=StrictUndefined, finalize=_masked,
    )  # fmt: skip
    environment.globals |= {"_": _, "ngettext": ngettext}
    environment.filters |= {"day": day_word}
    return environment
