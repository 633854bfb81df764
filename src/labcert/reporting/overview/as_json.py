"""The overview for machines."""

import msgspec

from labcert.reporting.overview.model import Overview

__all__ = ["overview_json"]


def overview_json(overview: Overview) -> bytes:
    """Return UTF-8 JSON: `day`, `plan` with its rows, `systems` with a cell a tested row; dates as YYYY-MM-DD."""
    document = {"format": "labcert-overview/1", **msgspec.to_builtins(overview)}
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
