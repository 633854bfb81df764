"""mutation.html: what the protocols catch, as one file that needs nothing from outside."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from labcert.domain.language import _, language, ngettext
from labcert.domain.mutation import Kind, Score, Status, Tried
from labcert.reporting.html import words
from labcert.reporting.score import caught_words, harmless_words, scope_words, status_words, unproved_words

__all__ = ["ScoreWords", "render_score"]

_TEMPLATES = Path(__file__).parent / "templates"
_TONES = {Status.CAUGHT: "ok", Status.PASSED: "ok", Status.ELSEWHERE: "f3", Status.FAULT: "fault"}


@dataclass(frozen=True)
class ScoreWords:
    """What the templates say of a score."""

    @staticmethod
    def caught(score: Score) -> str:
        """How many defects were caught."""
        return caught_words(score)

    @staticmethod
    def harmless(score: Score) -> str:
        """How many harmless systems passed."""
        return harmless_words(score)

    @staticmethod
    def scope(score: Score) -> str:
        """Which steps the systems met."""
        return scope_words(score)

    @staticmethod
    def unproved(score: Score) -> str:
        """Which requirements no caught defect shows."""
        return unproved_words(score)

    @staticmethod
    def status(tried: Tried) -> str:
        """What became of a system."""
        return status_words(tried)

    @staticmethod
    def tone(tried: Tried) -> str:
        """Its colour."""
        return _TONES.get(tried.status, "f1")

    @staticmethod
    def parts(score: Score) -> Iterator[tuple[str, str, tuple[Tried, ...]]]:
        """Yield the tables: those that went wrong stand first in each."""
        for kind, title in ((Kind.DEFECTIVE, _("Systemer med en fejl")), (Kind.HARMLESS, _("Harmløse forskelle"))):
            systems = sorted(score.of(kind), key=lambda tried: tried.status in (Status.CAUGHT, Status.PASSED))
            yield kind.value, title, tuple(systems)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals |= {"_": _, "ngettext": ngettext}
    return environment


def render_score(score: Score) -> bytes:
    """Return mutation.html in UTF-8."""
    page = _environment().get_template("mutation.html.j2").render(
        score=score,
        words=ScoreWords(),
        counts={
            "caught": score.count(Status.CAUGHT),
            "defective": len(score.of(Kind.DEFECTIVE)),
            "passed": score.count(Status.PASSED),
            "harmless": len(score.of(Kind.HARMLESS)),
        },
        date=words.date_and_time(score.time),
        lang=language(),
        style=Markup((_TEMPLATES / "report.css").read_text(encoding="utf-8")),  # noqa: S704 - our own file
    )
    return page.encode()
