"""Keeps the hosts' journals in a session: "nothing was deleted" is a statement about history."""

import requests

from labcert.adapters.hosts import RunningHosts
from labcert.domain.errors import ToolFault
from labcert.domain.language import _
from labcert.session import SessionFolder
from labcert.session.atomic import write_whole

__all__ = ["keep_journals"]

HOSTS = ("plsp", "laba", "miba")
PATIENCE = 30.0
"""seconds"""


def keep_journals(folder: SessionFolder, hosts: RunningHosts) -> None:
    """Write journals/plsp.jsonl, laba.jsonl and miba.jsonl; raises ToolFault where a host doesn't give its journal."""
    place = folder.path / "journals"
    place.mkdir(exist_ok=True)
    address = f"{hosts.addresses['all']}/journal"
    with requests.Session() as session:
        session.trust_env = False  # the address is meant as it stands: the token goes through no proxy of the machine
        session.headers["Authorization"] = f"Bearer {hosts.token}"
        for host in HOSTS:
            try:
                answer = session.get(address, params={"host": host}, timeout=PATIENCE)
                answer.raise_for_status()
            except requests.RequestException as error:
                raise ToolFault(
                    _("Journalen fra {host} kunne ikke hentes, så historikken mangler i pakken.").format(host=host),
                    remedy=_("Kør igen. Værterne skal være oppe, til kørslen er slut."),
                ) from error
            write_whole(place / f"{host}.jsonl", answer.content)
