"""What must, and must not, be seen on a page of the portal."""

from collections.abc import Sequence
from typing import Protocol

from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity

__all__ = ["Row", "at_start", "is_not_shown", "is_shown", "row_says"]

_ANY = Severity.F3  # the judge sets the class that the protocol names


class Row(Protocol):
    """A result as a page shows it."""

    @property
    def sample(self) -> str:
        """The requester's sample number."""
        ...

    @property
    def code(self) -> str:
        """The analysis code."""
        ...

    @property
    def text(self) -> str:
        """Everything the line shows, as one text."""
        ...


def at_start(who: str) -> str:
    """Who looks, as a sentence begins."""
    return who[:1].upper() + who[1:]


def is_shown(rows: Sequence[Row], sample: str, code: str, who: str) -> Finding | None:
    """One row shows the analysis of the sample, and only one: the newest version."""
    count = sum(row.sample == sample and row.code == code for row in rows)
    if count == 1:
        return None
    return Finding(
        "SHOWN-COUNT",
        _ANY,
        _("{who} ser ikke svaret netop én gang.").format(who=at_start(who)),
        expected=_("én linje med {code}").format(code=code),
        actual=str(count),
        remedy=_("Kontrollér, at svaret er accepteret af databanken, og at kun den nyeste version vises."),
    )


def is_not_shown(rows: Sequence[Row], sample: str, who: str) -> Finding | None:
    """No row shows anything of the sample."""
    shown = [row.code for row in rows if row.sample == sample]
    if not shown:
        return None
    return Finding(
        "SHOWN-REFUSED",
        _ANY,
        _("Svaret vises for {who}, selv om det ikke må.").format(who=who),
        expected=_("intet"),
        actual=", ".join(shown),
        remedy=_("Send Given = false i Patient/Consent, når samtykke er nægtet, og vis aldrig et sådant svar."),
    )


def row_says(rows: Sequence[Row], sample: str, code: str, text: str, who: str) -> Finding | None:
    """The row of the analysis shows the text."""
    row = next((row for row in rows if row.sample == sample and row.code == code), None)
    if row is None:
        return is_shown(rows, sample, code, who)
    if text in row.text:
        return None
    return Finding(
        "SHOWN-TEXT",
        _ANY,
        _("{who} ser ikke “{text}” ved svaret.").format(who=at_start(who), text=text),
        expected=text,
        actual=row.text,
        remedy=_("Sammenlign beskeden, det databanken har, og siden: hvor forsvandt teksten?"),
    )
