"""The radar as a page, to be sent around and filtered."""

from collections.abc import Collection
from pathlib import Path

from labcert.protocol.difference import Consequence
from labcert.reporting.pages import render_page
from labcert.reporting.radar import words
from labcert.reporting.radar.model import Radar

__all__ = ["radar_page"]

_TEMPLATES = Path(__file__).parent / "templates"
TONES = {
    Consequence.STRICTER: "bad", Consequence.EITHER: "soon", Consequence.LOOSER: "good", Consequence.WORDS: "none",
}  # fmt: skip


def radar_page(radar: Radar, known: Collection[str]) -> bytes:
    """Return the page in UTF-8; `known` are the CPR numbers of test persons, which alone may be shown."""
    return render_page(
        _TEMPLATES, "radar.html.j2", known=known, radar=radar, difference=radar.difference, tones=TONES,
        groups=list(words.grouped(radar.difference)), word=words.consequence_word, consequences=list(Consequence),
        sentence=words.radar_sentence(radar.difference), steps=words.steps_sentence, touched=words.touched_sentence,
        everywhere=words.everywhere_sentence(radar),
    )  # fmt: skip
