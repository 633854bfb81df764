"""`verdict.json`: the verdict for machines."""

import json

from labcert.domain.verdict import Verdict
from labcert.domain.verdict_document import verdict_document

__all__ = ["verdict_json"]


def verdict_json(verdict: Verdict) -> bytes:
    """Return UTF-8 JSON with sorted keys, the same bytes for the same verdict."""
    text = json.dumps(verdict_document(verdict), ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    return (text + "\n").encode("utf-8", "backslashreplace")
