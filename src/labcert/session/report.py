"""What a check of a bundle found."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["BundleBroken", "Reason", "Result", "VerifyReport"]


class Result(StrEnum):
    """VALID: every byte is as signed by those who must sign, with certificates one trusts. UNKNOWN: every byte is as
    signed, but it can't be told by whom. BROKEN: something isn't as it was signed.
    """

    VALID = "VALID"
    UNKNOWN = "UNKNOWN"
    BROKEN = "BROKEN"


NOT_BROKEN = frozenset({"untrusted_key", "not_signed"})
"""codes that leave it unknown whose bundle this is, though nothing in it has changed"""


@dataclass(frozen=True)
class Reason:
    """One thing that speaks against a bundle, or (`NOTICES`) that a reader of it must know.

    `code` is stable, `file` a path in the bundle, `message` plain Danish.
    """

    code: str
    file: str
    message: str


NOTICES = frozenset({"suite_not_sealed"})
"""codes of what a reader must know, although the bundle is as it was signed"""


class BundleBroken(Exception):
    """Carries the reasons out of a check that can't go on; never leaves `labcert.session.bundle`."""

    def __init__(self, *reasons: Reason) -> None:
        self.reasons = reasons
        super().__init__("; ".join(reason.message for reason in reasons))


@dataclass(frozen=True)
class VerifyReport:
    """The result with its reasons; the other fields are what the manifest says ("" and False if unreadable)."""

    reasons: tuple[Reason, ...]
    session: str = ""
    demo: bool = False
    test_type: str = ""

    @property
    def is_unsigned(self) -> bool:
        """Whether nothing speaks against the bundle but that nobody has signed it."""
        return {reason.code for reason in self._against} == {"not_signed"}

    @property
    def result(self) -> Result:
        """BROKEN outweighs UNKNOWN, and that VALID."""
        if any(reason.code not in NOT_BROKEN for reason in self._against):
            return Result.BROKEN
        return Result.UNKNOWN if self._against else Result.VALID

    @property
    def _against(self) -> tuple[Reason, ...]:
        return tuple(reason for reason in self.reasons if reason.code not in NOTICES)
