"""The one quiet line that a run says where the tests aren't those of the release."""

import click

from labcert.domain.language import _, ngettext
from labcert.domain.verdict import Verdict

__all__ = ["tell_changed_suite"]


def tell_changed_suite(verdict: Verdict) -> None:
    """Say on standard error that files differ from the release's; nothing where none does, or nobody has looked."""
    state = verdict.suite_state
    if state is None or state.sealed:
        return
    if not state.release:
        click.echo(_("Testene kom uden forsegling, så det kan ikke ses, om de er ændret."), err=True)
        return
    count = len(state.different)
    told = ngettext(
        "{count} fil i testene er ikke som i labcert {release}; rapporten nævner den.",
        "{count} filer i testene er ikke som i labcert {release}; rapporten nævner dem.",
        count,
    )
    click.echo(told.format(count=count, release=state.release), err=True)
