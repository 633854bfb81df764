"""The juror sheet of a step that needs eyes: what must be seen on a screen, value by value, and what people say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from labcert.domain.language import _
from labcert.domain.outcome import Outcome, roll_up

__all__ = [
    "OUTBOX", "SHEET_PAGE_TYPE", "SHEET_TYPE", "EvidenceKind", "ItemAnswer", "JurorSheet", "SheetItem", "Sight",
    "judge_answers", "read_sheet", "sheet_json",
]

SHEET_TYPE = "application/vnd.labcert.juror-sheet+json"
"""the media type of a sheet as data"""
SHEET_PAGE_TYPE = "text/html; profile=labcert-juror-sheet"
"""that of a sheet to print; apart from `text/html`, which is a page that somebody looks at"""
OUTBOX = "udbakke"
"""the screen that is the system's own; every other one is the portal's"""


class EvidenceKind(StrEnum):
    """What must be handed in with an attestation."""

    SCREENSHOT = "skærmbillede"
    """a picture of the screen: PNG, JPEG or PDF"""
    FILE = "fil"
    """any file: a picture, or what the system exports (a page, a message, a text)"""

    def accepts(self, media_type: str) -> bool:
        """Say whether a file of this type is what is wanted; a sheet is never evidence of what was seen."""
        if media_type in (SHEET_TYPE, SHEET_PAGE_TYPE):
            return False
        return self is EvidenceKind.FILE or media_type in ("image/png", "image/jpeg", "application/pdf")


class Sight(StrEnum):
    """What a person says of one item."""

    SEEN = "seen"
    NOT_SEEN = "not_seen"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class SheetItem:
    """One thing to look for. `id` is the same in every answer; `what`, `value` and `where` are read by a person.

    `shown_as` are the ways in which a screen may show it, each a row of texts that must all stand there; (): only a
    person can tell. `sample` and `code` say at which answer it stands, "" for anywhere.
    """

    id: str
    what: str
    value: str
    where: str
    must_not: bool = False
    shown_as: tuple[tuple[str, ...], ...] = ()
    sample: str = ""
    code: str = ""

    def outcome_of(self, sight: Sight) -> Outcome:
        """Return what an answer means."""
        if sight is Sight.CANNOT_TELL:
            return Outcome.WAITING
        return Outcome.PASSED if (sight is Sight.SEEN) is not self.must_not else Outcome.FAILED


@dataclass(frozen=True)
class JurorSheet:
    """What must be looked at for one example of a step; `messages` are the sha256 of the messages it was made from.

    `screen` is a word of the protocol (`udbakke`, `borger` …). `wanted` is the evidence without which an attestation
    does not count, `parties` those that must each attest.
    """

    step: str
    title: str
    example: int
    screen: str
    wanted: EvidenceKind | None
    parties: tuple[str, ...]
    messages: tuple[str, ...]
    items: tuple[SheetItem, ...]


@dataclass(frozen=True)
class ItemAnswer:
    """What a person said of one item of a sheet."""

    item: str
    sight: Sight
    remark: str = ""


def sheet_json(sheet: JurorSheet) -> bytes:
    """Return a sheet as JSON in UTF-8, the same bytes for the same sheet."""
    import msgspec  # protocols are read without it

    return msgspec.json.format(msgspec.json.encode(sheet, order="deterministic"), indent=1) + b"\n"


def read_sheet(data: bytes) -> JurorSheet | None:
    """Read what `sheet_json` wrote; None for anything else."""
    import msgspec

    try:
        return msgspec.json.decode(data, type=JurorSheet)
    except (msgspec.DecodeError, ValueError):
        return None


def judge_answers(items: Sequence[SheetItem], answers: Iterable[ItemAnswer]) -> tuple[Outcome, str]:
    """Roll up what was said of every item, and say it in a sentence; an item without an answer can't be told.

    One that failed decides, else one that can't be told leaves the step waiting. A sheet without items is never passed.
    """
    said = {answer.item: answer for answer in answers}
    unknown = ItemAnswer("", Sight.CANNOT_TELL)
    judged = [(item, said.get(item.id, unknown)) for item in items]
    outcome = roll_up(item.outcome_of(answer.sight) for item, answer in judged)
    remarks = [
        (_("Ikke set"), Outcome.FAILED, False), (_("Set, men må ikke ses"), Outcome.FAILED, True),
        (_("Kan ikke afgøres"), Outcome.WAITING, None),
    ]  # fmt: skip
    told = []
    for heading, bad, must_not in remarks:
        of_kind = [
            _told(item, answer) for item, answer in judged
            if item.outcome_of(answer.sight) is bad and must_not in (None, item.must_not)
        ]  # fmt: skip
        if of_kind:
            told.append(_sentence(heading, of_kind))
    if outcome is Outcome.PASSED:
        seen = [item.value for item, _answer in judged if not item.must_not]
        told.append(_sentence(_("Set"), seen or [_("intet, som ventet")]))
    return outcome, " ".join(told)


def _sentence(heading: str, texts: Iterable[str]) -> str:
    """Say it with one full stop at its end, whatever the last text ends with."""
    return f"{heading}: {', '.join(texts).removesuffix('.')}."


def _told(item: SheetItem, answer: ItemAnswer) -> str:
    return f"{item.value} ({answer.remark})" if answer.remark else item.value
