"""What can be wrong with bytes that should be an Emessage, before any schema is asked."""

from labcert.domain.errors import LabcertError

__all__ = ["ForbiddenMarkup", "MessageError", "NotWellFormed", "UnexpectedStructure", "Unwritable"]


class MessageError(LabcertError):
    """The bytes could not be read as an Emessage, or the value not be written; `line` counts from 1."""

    exit_code = 1

    def __init__(self, message: str, *, line: int | None = None, where: str = "", remedy: str = "") -> None:
        self.line = line
        super().__init__(message, where=where, remedy=remedy)


class NotWellFormed(MessageError):
    """The bytes are no XML at all, broken XML, or not in the encoding they declare."""


class ForbiddenMarkup(MessageError):
    """A DOCTYPE: it can carry entities, so none is read."""


class UnexpectedStructure(MessageError):
    """An element or attribute stands where the standard has none, or one that is needed is missing."""


class Unwritable(MessageError):
    """The value holds what XML can not carry (a control character), or letters of two namespaces."""
