"""JSON as one and only one row of bytes, so that a hash of it means something."""

import hashlib
import json
from typing import Any

import msgspec

__all__ = ["canonical", "indented", "parsed", "plain", "sha256_of"]

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def plain(value: object) -> Any:
    """Turn frozen dataclasses, enums and tuples into what JSON can hold."""
    return msgspec.to_builtins(value, order="deterministic")


def canonical(value: object) -> bytes:
    """Return JSON in UTF-8 with sorted keys and no spaces; half a surrogate pair is kept as its JSON escape.

    Raises ValueError for NaN and infinity, which JSON can't say.
    """
    return _ENCODER.encode(value).encode("utf-8", "backslashreplace")


def indented(value: object) -> bytes:
    """Return JSON in UTF-8 for people too: sorted keys, a line a member, a line feed at the end.

    The bytes are those of Python's json with indent=1, which takes twenty times as long, but for very large and very
    small floating-point numbers. Raises ValueError for what UTF-8 can't say.
    """
    return msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=1) + b"\n"


def parsed(data: bytes) -> Any:
    """Read JSON that may come from anybody; raises ValueError for whatever isn't JSON, too deep nesting included."""
    try:
        return json.loads(data.decode("utf-8"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def sha256_of(data: bytes) -> str:
    """Return the sha256 of the bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
