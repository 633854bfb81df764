"""What the child process that runs the features must know, as one line of JSON on its standard input."""

import json
from dataclasses import asdict, dataclass, field

from labcert.domain.language import language

__all__ = ["ALL_RAN", "PROFILE", "SETUP_BROKE", "RunSettings"]

ALL_RAN = 86
"""the child's exit code when every wanted scenario came to its end; neither Python nor pytest ever gives it, so that
nothing else (a module that is missing, a process that was told to stop) can be taken for a whole run"""
SETUP_BROKE = 85
"""the child's exit code when it stopped because the set-up around the system broke and would break every other step"""

PROFILE = "test"
"""the rule profile by which a run's messages are judged: every rule as it is, and national test persons only"""


@dataclass(frozen=True)
class RunSettings:
    """One run of some steps.

    `root` is the folder of the suite (features, steps, protocols, fixtures, sut), `session` the session's. `steps` are
    ids in the order of the protocols. `addresses` and `token` are those that the hosts printed. `mark` is what the
    requester sample numbers carry in this run (4 characters). `lps` names the reference system ("reference") or a
    defective variant of it, where `sut` is empty.
    """

    root: str
    session: str
    run: int
    programme: str
    steps: tuple[str, ...]
    addresses: dict[str, str]
    token: str
    mark: str
    lps: str = "reference"
    sut: str = ""
    """a vendor's system: the content of its sut.yaml as `adapters.sut_file.sut_text` writes it"""
    mailbox: str = ""
    """the folder by which the tester is asked, or "" where there is nobody to ask"""
    live: str = ""
    """a folder for Allure's results while the run goes, or "" for none"""
    brief: bool = False
    """whether what happens is forgotten when it has been judged: no chained log, no masking, no waiting for the disk"""
    language: str = field(default_factory=language)
    """da or en: what the child writes in the log and as evidence is in the parent's language"""

    def to_line(self) -> bytes:
        """Return the settings as the child reads them."""
        return json.dumps(asdict(self)).encode("ascii") + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> "RunSettings":
        """Read what `to_line` made."""
        content = json.loads(line)
        return cls(**{**content, "steps": tuple(content["steps"])})
