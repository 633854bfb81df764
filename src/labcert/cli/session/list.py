"""`labcert session list`: the sessions of the store at a glance."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from labcert.cli.store_option import open_chosen, store_option
from labcert.cli.words import WordCommand, print_json, print_table, shape_option
from labcert.domain.casework import ReviewState, TestType
from labcert.domain.language import _

if TYPE_CHECKING:
    from labcert.session.store import SessionRow

__all__ = ["command", "review_word", "shown_time"]


@click.command("list", cls=WordCommand, help=_("Vis lagerets sessioner, den nyeste først."))
@click.option("--vendor", default="", metavar="NAVN", help=_("Kun denne leverandørs."))
@click.option("--programme", default="", metavar="ID", help=_("Kun dette programs."))
@click.option(
    "--type", "test_type", type=click.Choice([kind.value for kind in TestType]), help=_("Kun denne slags test.")
)
@click.option(
    "--review", type=click.Choice([state.value for state in ReviewState]), help=_("Kun så langt i gennemgangen.")
)
@shape_option
@store_option
def command(
    vendor: str, programme: str, test_type: str | None, review: str | None, shape: str, store_url: str | None
) -> int:
    """Print the table, or the rows as JSON."""
    from labcert.session.store import Wanted

    with open_chosen(store_url) as store:
        rows = store.sessions(Wanted(vendor, programme, test_type or "", ReviewState(review) if review else None))
    if shape == "json":
        import msgspec

        print_json(msgspec.to_builtins(rows, enc_hook=str))
    else:
        _print(rows, chosen=any((vendor, programme, test_type, review)))
    return 0


def _print(rows: "Sequence[SessionRow]", *, chosen: bool) -> None:
    if not rows:
        click.echo(
            _("Ingen sessioner passer til det, du bad om.")
            if chosen
            else _("Der er ingen sessioner i lageret. “labcert session create” opretter én.")
        )
        return
    heading = (_("Session"), _("Leverandør"), _("System"), _("Slags"), _("Gennemgang"), _("Trin ok"), _("Ændret"))
    print_table([heading, *map(_cells, rows)])


def _cells(row: "SessionRow") -> tuple[str, ...]:
    accepted, steps = sum(each.accepted for each in row.rows), sum(each.steps for each in row.rows)
    review = review_word(row.review)
    return (
        row.id,
        row.vendor,
        f"{row.system} {row.system_version}",
        row.test_type or _("demonstration"),
        f"{review} ({row.claimed_by})" if row.claimed_by and row.review is ReviewState.CLAIMED else review,
        f"{accepted}/{steps}" if steps else "–",
        shown_time(row.changed),
    )


def shown_time(time: str) -> str:
    """Return a time of the log as one reads it: 2026-11-23 09:41."""
    return time[:16].replace("T", " ")


def review_word(state: ReviewState) -> str:
    """Return how far the review has come, in a word or two."""
    return {
        ReviewState.NOT_SUBMITTED: _("ikke afleveret"),
        ReviewState.WAITING: _("venter"),
        ReviewState.CLAIMED: _("gennemgås"),
        ReviewState.APPROVED: _("godkendt"),
        ReviewState.NOT_APPROVED: _("ikke godkendt"),
    }[state]
