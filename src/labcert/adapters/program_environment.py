"""What a vendor's program is told by its environment, and which of it must never be seen in evidence."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from labcert.domain.errors import SetupFault
from labcert.domain.language import _
from labcert.domain.suite import suite_root
from labcert.domain.sut import Executable, Security

__all__ = ["Secrets", "program_environment", "token_of"]

OURS = ("PYTEST_", "LABCERT_")
"""variables of the harness's own: they say nothing to a system, and one may hold what opens the hosts' control"""
SECRET_NAME = re.compile(r"TOKEN|SECRET|PASSW|PWD$|KODE|CREDENTIAL|API_?KEY", re.IGNORECASE)
SHORTEST_SECRET = 4
"""shorter values stand in every text by chance"""
HIDDEN = b"********"


def token_of(security: Security, environment: Mapping[str, str]) -> str:
    """Return the bearer token, "" where none is used; raises SetupFault where its variable is not set."""
    if not security.token_from:
        return ""
    token = environment.get(security.token_from, "")
    if not token:
        raise SetupFault(
            _("Miljøvariablen {name}, som skal holde adgangskoden til hub'en, er ikke sat.").format(
                name=security.token_from
            ),
            where="security.token_from",
            remedy=_("Sæt den, før labcert startes, eller ret navnet i sut.yaml."),
        )
    return token


def program_environment(
    environment: Mapping[str, str], settings: Executable, security: Security
) -> dict[str, str]:
    """Return the environment of the program: the machine's, what sut.yaml adds, and how to reach the hub.

    LABCERT_TOKEN is the bearer token, LABCERT_CA, LABCERT_CERTIFICATE and LABCERT_KEY are paths of PEM files; each is
    there only where sut.yaml has it. Raises SetupFault where the token is not to be found.
    """
    machine = {name: value for name, value in environment.items() if not name.startswith(OURS)}
    paths = [path for path in machine.pop("PYTHONPATH", "").split(os.pathsep) if path and path != str(suite_root())]
    if paths:  # without the suite's own folder, which the harness put there for itself
        machine["PYTHONPATH"] = os.pathsep.join(paths)
    hub = {
        "LABCERT_TOKEN": token_of(security, environment), "LABCERT_CA": security.ca,
        "LABCERT_CERTIFICATE": security.certificate, "LABCERT_KEY": security.key,
    }  # fmt: skip
    return machine | {name: value for name, value in hub.items() if value} | settings.environment


@dataclass(frozen=True)
class Secrets:
    """Values that are taken out of all that is kept."""

    values: tuple[bytes, ...]

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Secrets":
        """Return the secrets of a program's environment: what its variables' names tell to be one."""
        named = {value for name, value in environment.items() if SECRET_NAME.search(name)}
        found = {value for value in named if len(value) >= SHORTEST_SECRET}
        return cls(tuple(value.encode("utf-8", "surrogateescape") for value in sorted(found, key=len, reverse=True)))

    def hidden(self, data: bytes) -> bytes:
        """Return the bytes without the secrets."""
        for value in self.values:
            data = data.replace(value, HIDDEN)
        return data
