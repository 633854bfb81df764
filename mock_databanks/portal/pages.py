"""The pages themselves, from templates: Danish, readable without a mouse, and asking nothing of any other host."""

from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from labcert.domain.masking import mask_cpr
from mock_databanks.persons import known_persons
from mock_databanks.portal.rows import Row

__all__ = ["ORIGINS", "VIEWS", "View", "render_mistake", "render_page"]

VIEWS = {"sundhed.dk": "Sundhedsjournalen", "minlaege": "MinLæge", "minsundhed": "MinSundhed"}
"""`via` -> the name of the app in whose frame the same data are shown"""
ORIGINS = {"gp": "Almen praksis", "hospital": "Hospital"}


@dataclass(frozen=True)
class View:
    """Who looks (citizen or professional), at whom, through which app, and with which filter."""

    side: str
    cpr: str
    via: str = "sundhed.dk"
    origin: str | None = None


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("mock_databanks.portal"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(ORIGINS=ORIGINS, VIEWS=VIEWS)
    return environment


def shown_cpr(cpr: str) -> str:
    """Return 251248-9996 for a test person; any other number is masked, for it may be a real person's."""
    if cpr not in known_persons():
        return mask_cpr(cpr) if cpr.isdigit() and len(cpr) == 10 else "ukendt"
    return f"{cpr[:6]}-{cpr[6:]}" if cpr.isdigit() else cpr


def render_page(view: View, rows: tuple[Row, ...], missing: tuple[str, ...] = ()) -> str:
    """Return the page that a citizen or a health professional sees; `missing` names databanks that did not answer."""
    samples: dict[str, list[Row]] = {}
    for row in rows:
        samples.setdefault(row.sample, []).append(row)
    template = _templates().get_template("page.html")
    known = view.cpr in known_persons()
    return template.render(
        view=view, samples=samples, cpr=shown_cpr(view.cpr), known=known, missing=missing, count=len(rows)
    )


def render_mistake(sentence: str) -> str:
    """Return a page that says what went wrong."""
    return _templates().get_template("mistake.html").render(sentence=sentence)
