"""What every part of the system knows: pieces of CASE.json, the refusal of the screen, fixed words of the standards."""

from typing import Any

__all__ = ["NAMESPACE", "RECEIVED_VALUE", "VALUE_LENGTH", "VERSIONS", "Blocked", "Json"]

Json = dict[str, Any]
"""a piece of CASE.json: a case, a result, a patient, ..."""
NAMESPACE = "http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/"
VALUE_LENGTH = 12
"""Value: at most 12 characters in both standards; a longer one is blocked, never cut."""
VERSIONS = {"XRPT01": "XR0131K", "XRPT05": "XR0532M"}
RECEIVED_VALUE = "*****"
"""The Value of a result whose sample is only received (proeve_modtaget)."""


class Blocked(Exception):
    """The user interface refuses to send; `reason` is the Danish sentence the user reads."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
