"""What a check of a bundle or a certificate found."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["BundleBroken", "CertificateFacts", "Kind", "Reason", "Result", "VerifyReport"]


class Result(StrEnum):
    """VALID: every byte is as signed by those who must sign, with certificates one trusts. UNKNOWN: every byte is as
    signed, but it can't be told by whom, or whether it holds today. BROKEN: something isn't as it was signed, or a
    certificate was taken back.
    """

    VALID = "VALID"
    UNKNOWN = "UNKNOWN"
    BROKEN = "BROKEN"


class Kind(StrEnum):
    """What was checked."""

    BUNDLE = "bundle"
    CERTIFICATE_JSON = "certificate_json"
    CERTIFICATE_PDF = "certificate_pdf"


NOT_BROKEN = frozenset({
    "untrusted_key", "not_signed", "not_all_signed", "certificate_expired", "not_yet_valid", "no_timestamp",
    "untrusted_timestamp", "revocation_list_old", "revocation_list_untrusted", "superseded", "other_issuer",
    "newer_format",
})  # fmt: skip
"""codes that leave it unknown what a bundle or a certificate is worth, though nothing in it has changed"""


@dataclass(frozen=True)
class Reason:
    """One thing that speaks against what was checked, or (`NOTICES`) that a reader of it must know.

    `code` is stable, `file` a path in the bundle or the file's own name, `message` plain Danish.
    """

    code: str
    file: str
    message: str


NOTICES = frozenset({
    "suite_not_sealed", "revocation_not_checked", "clock_set_back", "test_certificate", "verdict_not_recomputed",
    "stamped_another_day",
})  # fmt: skip
"""codes of what a reader must know, although everything is as it was signed"""


class BundleBroken(Exception):
    """Carries the reasons out of a check that can't go on; never leaves `labcert.session.verifying`."""

    def __init__(self, *reasons: Reason) -> None:
        self.reasons = reasons
        super().__init__("; ".join(reason.message for reason in reasons))


@dataclass(frozen=True)
class CertificateFacts:
    """What a certificate says, and who signed it when, as far as the signature is right.

    Dates are ISO 8601; `issuer` is the signer's organisation, `signed` the time-stamp's time ("" without one).
    """

    id: str
    vendor: str
    system: str
    system_version: str
    issuer: str
    signed: str
    valid_from: str
    valid_to: str
    test: bool


@dataclass(frozen=True)
class VerifyReport:
    """The result with its reasons; the other fields are what the manifest says ("" and False if unreadable)."""

    reasons: tuple[Reason, ...]
    session: str = ""
    demo: bool = False
    test_type: str = ""
    kind: Kind = Kind.BUNDLE
    certificate: CertificateFacts | None = None

    @property
    def is_unsigned(self) -> bool:
        """Whether nothing speaks against the bundle but that nobody has signed it."""
        return {reason.code for reason in self.against} == {"not_signed"}

    @property
    def result(self) -> Result:
        """BROKEN outweighs UNKNOWN, and that VALID."""
        if any(reason.code not in NOT_BROKEN for reason in self.against):
            return Result.BROKEN
        return Result.UNKNOWN if self.against else Result.VALID

    @property
    def against(self) -> tuple[Reason, ...]:
        """What makes it less than VALID."""
        return tuple(reason for reason in self.reasons if reason.code not in NOTICES)

    @property
    def notices(self) -> tuple[Reason, ...]:
        """What a reader must know all the same."""
        return tuple(reason for reason in self.reasons if reason.code in NOTICES)
