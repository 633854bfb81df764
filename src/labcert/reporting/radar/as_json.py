"""The radar for machines."""

import msgspec

from labcert.protocol.difference import Consequence
from labcert.reporting.radar.model import Radar

__all__ = ["radar_json"]


def radar_json(radar: Radar) -> bytes:
    """Return UTF-8 JSON: `old`, `new`, `summary`, `notes`, `changes`; with a store `certificates` and `sessions`.

    `touches_every_step` counts changes in what all steps use.
    """
    difference = radar.difference
    summary = {each.value: difference.count(each) for each in Consequence}
    document = {
        "format": "labcert-diff/1", "old": difference.old, "new": difference.new,
        "summary": {"changes": len(difference.changes), **summary, "touches_every_step": radar.everywhere},
        "notes": difference.notes, "changes": difference.changes,
    }  # fmt: skip
    if radar.certificates is not None and radar.sessions is not None:
        document |= {"certificates": radar.certificates, "sessions": radar.sessions}
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
