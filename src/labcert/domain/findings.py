"""What the engine found in a message or in what happened to it; the protocol judges it afterwards."""

from dataclasses import dataclass

from labcert.domain.outcome import Severity

__all__ = ["Finding"]


@dataclass(frozen=True)
class Finding:
    """One flaw, told so that its reader can mend it.

    `path` is an XPath without prefixes (`/Emessage/LaboratoryReport[1]/Patient`) or empty; `line` counts from 1.
    `message`, `expected`, `actual` and `remedy` are plain Danish; `actual` is masked before it comes here.
    """

    rule: str
    severity: Severity
    message: str
    expected: str = ""
    actual: str = ""
    remedy: str = ""
    path: str = ""
    line: int | None = None
    layer: str = "business"
    requirements: tuple[str, ...] = ()
