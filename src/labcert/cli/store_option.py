"""The option `--store`, which every command about sessions takes."""

from typing import TYPE_CHECKING

import click

from labcert.domain.language import _

if TYPE_CHECKING:
    from labcert.session.store import Store

__all__ = ["open_chosen", "store_option"]

store_option = click.option(
    "--store",
    "store_url",
    metavar="URL",
    help=_(
        "Lageret med sessioner: sqlite:///STI/TIL/FIL.db eller postgresql://BRUGER@MASKINE/DATABASE. "
        "Ellers det, som LABCERT_STORE siger, eller en fil i din egen datamappe."
    ),
)
"""puts `store_url` (None where nobody chose) among a command's arguments"""


def open_chosen(url: str | None) -> "Store":
    """Open the store that was chosen; raises UsageMistake where that can't be done."""
    from labcert.session.store import open_store  # takes 0.2 s, which help has not

    return open_store(url)
