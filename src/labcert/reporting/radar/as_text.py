"""The radar for a terminal or a mail."""

from collections.abc import Iterator

from labcert.domain.language import _
from labcert.protocol.difference import Change
from labcert.reporting.radar.model import Radar
from labcert.reporting.radar.words import (
    consequence_word,
    everywhere_sentence,
    grouped,
    radar_sentence,
    steps_sentence,
    touched_sentence,
)

__all__ = ["radar_text"]

LINES = 8
"""lines of a text that are shown before and after"""


def radar_text(radar: Radar) -> str:
    """Return the radar as text, ending in a line feed."""
    lines = [radar_sentence(radar.difference), *radar.difference.notes]
    for heading, things in grouped(radar.difference):
        lines += ["", heading]
        for name, changes in things:
            lines += [f"  {name}"] if name else []
            lines += [line for change in changes for line in _change(change)]
    lines += _touched(radar)
    return "\n".join(lines) + "\n"


def _change(change: Change) -> Iterator[str]:
    yield f"    [{consequence_word(change.consequence)}] {change.sentence}"
    yield from _text(_("Før:"), change.old)
    yield from _text(_("Nu:"), change.new)
    if steps := steps_sentence(change):
        yield f"      {steps}"


def _text(label: str, text: str) -> Iterator[str]:
    lines = text.splitlines()
    shown = lines[:LINES] + (["…"] if len(lines) > LINES else [])
    for number, line in enumerate(shown):
        yield f"      {label if number == 0 else ' ' * len(label):<5} {line}".rstrip()


def _touched(radar: Radar) -> Iterator[str]:
    if radar.certificates is None or radar.sessions is None:
        return
    yield from ("", _("Det berører i lageret"))
    sentences = [touched_sentence(each, certificate=True) for each in radar.certificates]
    sentences += [touched_sentence(each, certificate=False) for each in radar.sessions]
    sentences += [everywhere_sentence(radar)] if radar.everywhere else []
    yield from (f"  {sentence}" for sentence in sentences or [_("Intet certifikat og ingen session er berørt.")])
