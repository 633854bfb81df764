"""The lines of the portal's pages, field by field: what is shown of an analysis, and that two pages say the same."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from lxml import html

from labcert.checks.shown import Row, at_start, is_shown
from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity

__all__ = ["FIELDS", "ShownRow", "is_not_marked", "no_markup_in", "row_is", "same_rows", "value_is_not_shown"]

_ANY = Severity.F3  # the judge sets the class that the protocol names
FIELDS = {
    "navn": "name",
    "resultat": "value",
    "enhed": "unit",
    "interval": "interval",
    "vurdering": "abnormal",
    "kommentar": "comments",
    "oprindelse": "origin",
    "mærke": "corrected",
}
"""a field as features and protocols name it -> as a line has it"""
CORRECTED = "Rettet"
MARKUP = ("b", "strong", "i", "em", "u", "script")


class ShownRow(Row, Protocol):
    """A line as a page shows it, its fields apart; texts as shown, empty where nothing is."""

    @property
    def name(self) -> str:
        """The analysis' name."""
        ...

    @property
    def value(self) -> str:
        """The value with its operator, and the words for it."""
        ...

    @property
    def unit(self) -> str:
        """The unit."""
        ...

    @property
    def interval(self) -> str:
        """The reference interval."""
        ...

    @property
    def abnormal(self) -> str:
        """The assessment: For høj, For lav, Unormal."""
        ...

    @property
    def comments(self) -> str:
        """Every comment."""
        ...

    @property
    def origin(self) -> str:
        """Where the answer comes from."""
        ...

    @property
    def corrected(self) -> bool:
        """Whether the line is marked as corrected."""
        ...


def _compare() -> str:
    return _("Sammenlign beskeden, det databanken holder, og siden: hvor blev det ændret?")


def _shown(row: ShownRow, field: str) -> str:
    if field == "mærke":
        return CORRECTED if row.corrected else ""
    return str(getattr(row, FIELDS[field]))


def row_is(
    rows: Sequence[ShownRow], sample: str, code: str, expected: Mapping[str, str], who: str
) -> tuple[Finding, ...]:
    """The analysis of the sample is shown once, and each of these fields says exactly this; comments hold it."""
    count = is_shown(rows, sample, code, who)
    if count:
        return (count,)
    row = next(row for row in rows if row.sample == sample and row.code == code)
    return tuple(
        Finding(
            "SHOWN-FIELD",
            _ANY,
            _("{who} ser et andet indhold i feltet {field} ved {code}.").format(
                who=at_start(who), field=field, code=code
            ),
            expected=text or _("intet"),
            actual=_shown(row, field) or _("intet"),
            remedy=_compare(),
        )
        for field, text in expected.items()
        if (text not in row.comments if field == "kommentar" and text else text != _shown(row, field))
    )


def value_is_not_shown(rows: Sequence[ShownRow], sample: str, value: str, who: str) -> Finding | None:
    """No line of the sample has the value; it stood in a version that is no longer the newest."""
    showing = [row for row in rows if row.sample == sample and value in row.value.split()]
    if not showing:
        return None
    return Finding(
        "SHOWN-OLD",
        _ANY,
        _("{who} ser stadig værdien {value}, som er afløst.").format(who=at_start(who), value=value),
        expected=_("kun den nyeste værdi"),
        actual=", ".join(f"{row.code} {row.value}" for row in showing),
        remedy=_("Vis kun den nyeste version. Kontrollér, at den nye version er bundet til den, den afløser."),
    )


def is_not_marked(rows: Sequence[ShownRow], sample: str, who: str) -> Finding | None:
    """No line of the sample is marked as corrected."""
    marked = [row.code for row in rows if row.sample == sample and (row.corrected or CORRECTED in row.text.split())]
    if not marked:
        return None
    return Finding(
        "SHOWN-MARKED",
        _ANY,
        _("{who} ser svaret mærket Rettet, men det er ikke rettet.").format(who=at_start(who)),
        expected=_("intet mærke"),
        actual=", ".join(marked),
        remedy=_("Brug kun ResultStatusCode svar_rettet, når et svar, der var sendt som endeligt, var forkert."),
    )


def same_rows(
    first: Sequence[ShownRow], other: Sequence[ShownRow], sample: str, who: str, other_who: str
) -> tuple[Finding, ...]:
    """Both pages show the same lines of the sample, with the same in every field; no line at all is a finding too."""
    ours, theirs = ({row.code: row for row in rows if row.sample == sample} for rows in (first, other))
    if not ours or set(ours) != set(theirs):
        return (
            Finding(
                "SHOWN-ROWS",
                _ANY,
                _("{who} og {other} ser ikke de samme svar.").format(who=at_start(who), other=other_who),
                expected=", ".join(ours) or _("svarene på prøven"),
                actual=", ".join(theirs) or _("intet"),
                remedy=_compare(),
            ),
        )
    return tuple(
        Finding(
            "SHOWN-DIFFERS",
            _ANY,
            _("{who} og {other} ser ikke det samme i feltet {field} ved {code}.").format(
                who=at_start(who), other=other_who, field=field, code=code
            ),
            expected=_shown(row, field) or _("intet"),
            actual=_shown(theirs[code], field) or _("intet"),
            remedy=_compare(),
        )
        for code, row in ours.items()
        for field in FIELDS
        if _shown(row, field) != _shown(theirs[code], field)
    )


def no_markup_in(page: bytes, sample: str, who: str) -> Finding | None:
    """Nothing in the lines of the sample is bold, slanted or underlined: a plain comment brought no markup with it."""
    root = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    lines = [element for element in root.iter() if element.get("data-sample") == sample]
    found = [str(element.tag) for line in lines for element in line.iter(*MARKUP)]
    if not found:
        return None
    return Finding(
        "SHOWN-MARKUP",
        _ANY,
        _("Siden for {who} har taget tegn i kommentaren for opmærkning.").format(who=who),
        expected=_("tegnene vist som tekst"),
        actual=", ".join(f"<{tag}>" for tag in found),
        remedy=_("Skriv < som &lt; og & som &amp;, når en tekst sættes ind på en side."),
    )
