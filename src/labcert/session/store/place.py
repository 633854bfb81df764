"""Where a store is: a URL read, and the folders that belong to it on this machine."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _

__all__ = ["Place", "default_url", "place_of", "user_data"]

POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")


def user_data() -> Path:
    """Return the user's data folder for labcert: LOCALAPPDATA on Windows, else XDG_DATA_HOME or ~/.local/share."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return (Path(base) if base else Path.home() / "AppData" / "Local") / "labcert"
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "labcert"


def default_url() -> str:
    """Return the store that counts where nobody names one: LABCERT_STORE, else a file in the user's data folder."""
    return os.environ.get("LABCERT_STORE", "") or f"sqlite:///{user_data() / 'labcert.db'}"


@dataclass(frozen=True)
class Place:
    """A store's address; `file` is None where the store is no file of this machine."""

    url: URL
    file: Path | None

    @property
    def shown(self) -> str:
        """The address without its password."""
        return self.url.render_as_string(hide_password=True).replace("+psycopg", "")

    def working_folders(self, store: str) -> Path:
        """Return the folder of this machine's working folders; `store` is the store's id."""
        if self.file is not None:
            return self.file.with_name(f"{self.file.name}-arbejde")
        return user_data() / "arbejde" / store


def place_of(text: str) -> Place:
    """Read a URL; raises UsageMistake for what is none of a store."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:  # without the text: it may hold a password
        raise _no_url(_("Adressen på lageret kan ikke læses.")) from error
    if url.drivername in POSTGRESQL:
        return Place(url.set(drivername="postgresql+psycopg"), None)
    if url.drivername != "sqlite":
        raise _no_url(_("Et lager kan ikke ligge i en database af slagsen “{kind}”.").format(kind=url.drivername))
    if not url.database or url.database == ":memory:" or url.query:
        raise _no_url(_("Adressen på lageret mangler en fil, eller har mere end en fil."))
    file = Path(url.database).expanduser().absolute()
    return Place(url.set(database=str(file)), file)


def _no_url(message: str) -> UsageMistake:
    return UsageMistake(
        message,
        remedy=_("Skriv sqlite:///STI/TIL/FIL.db eller postgresql://BRUGER@MASKINE/DATABASE."),
    )
