"""A session's folder: where each of its files lies, and how a new one is begun."""

import random
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.system_words import system_words
from labcert.session.manifest import MANIFEST, SIGNATURES

__all__ = ["EVENTS_FILE", "VERDICT_FILE", "SessionFolder", "new_session_id"]

EVENTS_FILE, VERDICT_FILE = "events.jsonl", "verdict.json"

CLEAR_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""no i, l, o, 0 or 1: an id is read aloud on the telephone"""


def new_session_id(prefix: str, now: datetime, choice: random.Random) -> str:
    """Return an id such as demo-20261123-0301-k7f2: what it is, when it began, and four characters by chance."""
    tail = "".join(choice.choice(CLEAR_LETTERS) for _place in range(4))
    return f"{prefix}-{now:%Y%m%d-%H%M}-{tail}"


@dataclass(frozen=True)
class SessionFolder:
    """The folder of a session, which is its bundle once it is sealed."""

    path: Path

    @classmethod
    def create(cls, path: Path) -> "SessionFolder":
        """Begin a session in a new or empty folder; raises UsageMistake for any other, and where one can't write."""
        try:
            path.mkdir(parents=True, exist_ok=True)
            if any(path.iterdir()):
                raise UsageMistake(
                    _("Mappen er ikke tom. En session begynder i en ny mappe, så intet bliver overskrevet."),
                    where=str(path),
                    remedy=_("Vælg en anden mappe, eller flyt det, der ligger der."),
                )
            folder = cls(path)
            for part in (folder.evidence, folder.allure_results):
                part.mkdir()
        except OSError as error:
            raise UsageMistake(
                _("Mappen kan ikke bruges til en session: {why}.").format(why=system_words(error)),
                where=str(path),
                remedy=_("Vælg en mappe, som du må skrive i."),
            ) from error
        return folder

    @classmethod
    def open(cls, path: Path) -> "SessionFolder":
        """Return the folder of a session that was begun; raises UsageMistake where there is none."""
        folder = cls(path)
        if not folder.events.is_file():
            raise UsageMistake(_("Her er ingen session: events.jsonl mangler."), where=str(path))
        return folder

    @property
    def events(self) -> Path:
        """The hash-chained event log."""
        return self.path / EVENTS_FILE

    @property
    def evidence(self) -> Path:
        """The folder of evidence, a file a sha256."""
        return self.path / "evidence"

    @property
    def verdict(self) -> Path:
        """The verdict for machines."""
        return self.path / VERDICT_FILE

    @property
    def report(self) -> Path:
        """Our own report."""
        return self.path / "report.html"

    @property
    def allure_results(self) -> Path:
        """The folder of Allure's results."""
        return self.path / "allure-results"

    @property
    def allure(self) -> Path:
        """Allure's report as one file."""
        return self.path / "allure.html"

    @property
    def manifest(self) -> Path:
        """The list of every file, over which people sign."""
        return self.path / MANIFEST

    @property
    def signatures(self) -> Path:
        """The signatures over the manifest."""
        return self.path / SIGNATURES
