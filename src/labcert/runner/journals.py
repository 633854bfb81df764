"""Keeps the hosts' journals in a session: "nothing was deleted" is a statement about history."""

from contextlib import closing

from labcert.adapters.connection import Connection, NoAnswer
from labcert.adapters.hosts import RunningHosts
from labcert.domain.errors import ToolFault
from labcert.domain.language import _
from labcert.session import SessionFolder
from labcert.session.atomic import write_whole

__all__ = ["keep_journals"]

HOSTS = ("plsp", "laba", "miba")


def keep_journals(folder: SessionFolder, hosts: RunningHosts, run: int = 1) -> None:
    """Write journals/plsp.jsonl, laba.jsonl and miba.jsonl; raises ToolFault where a host doesn't give its journal.

    The hosts begin anew with every run, so a later one has files of its own: plsp-2.jsonl.
    """
    ending = f"-{run}" if run > 1 else ""
    place = folder.path / "journals"
    place.mkdir(exist_ok=True)
    headers = {"Authorization": f"Bearer {hosts.token}"}
    with closing(Connection(hosts.addresses["all"], headers, hosts.security)) as connection:
        for host in HOSTS:
            write_whole(place / f"{host}{ending}.jsonl", _journal(connection, host))


def _journal(connection: Connection, host: str) -> bytes:
    try:
        answer = connection.ask("GET", "/journal", {"host": host})
    except NoAnswer as error:
        raise _missing(host) from error
    if answer.status != 200:
        raise _missing(host)
    return answer.body


def _missing(host: str) -> ToolFault:
    return ToolFault(
        _("Journalen fra {host} kunne ikke hentes, så historikken mangler i pakken.").format(host=host),
        remedy=_("Kør igen. Værterne skal være oppe, til kørslen er slut."),
    )
