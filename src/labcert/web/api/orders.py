"""What sessions were begun for and whose they are: `<root>/<owner>/.orders/<id>.json`, for this user only.

It lies beside the sessions and not in them: it may name what a program is started with, and a bundle goes to others.
A client's id is looked up among the files that are there and never made into a path.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from labcert.adapters.sut_file import parse_sut, sut_text
from labcert.domain.errors import LabcertError, ToolFault
from labcert.domain.language import _
from labcert.domain.suite import suite_root
from labcert.domain.sut import SystemUnderTest
from labcert.domain.verdict import SELF_TEST
from labcert.session.atomic import write_whole

__all__ = ["IDENTIFIER", "Order", "Orders", "not_kept"]

FOLDER = ".orders"
IDENTIFIER = re.compile(SELF_TEST + r"-\d{8}-\d{4}-[a-z0-9]{4}\Z", re.ASCII)


@dataclass(frozen=True)
class Order:
    """What a session was begun for."""

    programme: str
    sut: SystemUnderTest


class _OrderFile(msgspec.Struct):
    programme: str
    sut: str


class Orders:
    """All orders below one folder, by owner."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def keep(self, owner: str, session: str, order: Order) -> None:
        """Keep an order, whole or not at all; raises ToolFault where the disk refuses."""
        file = self._file(owner, session)
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(file, msgspec.json.encode(_OrderFile(order.programme, sut_text(order.sut))))
            file.chmod(0o600)
        except OSError as error:
            raise not_kept(error) from error

    def forget(self, owner: str, session: str) -> None:
        """Take away the order of a session that was never begun."""
        with suppress(OSError):
            self._file(owner, session).unlink(missing_ok=True)

    def sessions(self, owner: str) -> list[str]:
        """Return the ids of the sessions that an owner has ordered, the newest last."""
        place = self._root / owner / FOLDER
        names = [path.stem for path in place.glob("*.json")] if place.is_dir() else []
        return sorted(name for name in names if IDENTIFIER.match(name))

    def owners(self) -> list[str]:
        """Return who has ordered anything."""
        return sorted(path.parent.name for path in self._root.glob(f"*/{FOLDER}"))

    def read(self, owner: str, session: str) -> Order:
        """Return what a session was begun for; raises ToolFault where that can't be read."""
        try:
            read = msgspec.json.decode(self._file(owner, session).read_bytes(), type=_OrderFile)
            return Order(read.programme, parse_sut(read.sut, "sut", suite_root()))
        except (OSError, msgspec.MsgspecError, LabcertError) as error:
            raise ToolFault(_("Bestillingen af sessionen kan ikke læses, så den kan ikke køres.")) from error

    def _file(self, owner: str, session: str) -> Path:
        return self._root / owner / FOLDER / f"{session}.json"


def not_kept(error: OSError) -> ToolFault:
    """Say that a new session could not be kept."""
    return ToolFault(
        _("Sessionen kunne ikke gemmes: {why}.").format(why=error.strerror or error),
        remedy=_("Prøv igen, eller bed den, der driver serveren, om at se på dens disk."),
    )
