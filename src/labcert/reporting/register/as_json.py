"""The register for machines."""

import msgspec

from labcert.reporting.register.model import Register

__all__ = ["register_json"]


def register_json(register: Register) -> bytes:
    """Return UTF-8 JSON: `day`, `everything` and `rows` with the fields of RegisterRow; dates as YYYY-MM-DD."""
    document = {"format": "labcert-register/1", **msgspec.to_builtins(register)}
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
