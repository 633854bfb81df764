"""Findings in a number and of a length that a person can read, however much is wrong with a message."""

from dataclasses import replace

from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity
from labcert.validation.values import LayerName

__all__ = ["capped"]

TEXT = 2_000
"""characters of a finding's part that are told"""


def _cut(text: str) -> str:
    return text if len(text) <= TEXT else f"{text[: TEXT - 1]}…"


def _readable(one: Finding) -> Finding:
    return replace(
        one, message=_cut(one.message), expected=_cut(one.expected), actual=_cut(one.actual), path=one.path[:TEXT]
    )


def capped(found: tuple[Finding, ...], most: int, layer: LayerName) -> tuple[Finding, ...]:
    """Return the findings of a layer: `most` where there are more, those that block first, and one that says so."""
    if len(found) <= most:
        return tuple(map(_readable, found))
    order = sorted(range(len(found)), key=lambda at: found[at].severity is Severity.F4)
    more = Finding(
        "MSG-MORE-001",
        Severity.F4,
        _("Der er mindst {count} fund mere i laget. De er ikke vist.").format(count=len(found) - most),
        _("Højst {most} fund").format(most=most),
        _("Mindst {count} fund").format(count=len(found)),
        _("Ret dem, der er vist, og efterprøv beskeden igen."),
        layer=layer,
    )
    return (*(_readable(found[at]) for at in sorted(order[:most])), more)
