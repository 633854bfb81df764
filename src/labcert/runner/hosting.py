"""Starts the local hosts as sut.yaml wants them: where they listen, and how they know the system."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from labcert.adapters.connection import NO_SECURITY
from labcert.adapters.hosts import RunningHosts, start_hosts
from labcert.adapters.program_environment import token_of
from labcert.domain.sut import Security, SystemUnderTest

__all__ = ["seen_by", "starting_for"]


def starting_for(
    sut: SystemUnderTest, environment: Mapping[str, str] = os.environ
) -> Callable[[Path], RunningHosts]:
    """Return what starts the hosts over a folder; that raises SetupFault where sut.yaml asks for what can't be had."""

    def start(data: Path) -> RunningHosts:
        listen, asked = sut.listen, sut.security
        tls = Security(asked.ca if asked.certificate else "", listen.certificate, listen.key)
        return start_hosts(
            data, host=listen.host, port=listen.port, tls=tls if listen.certificate else NO_SECURITY,
            vendor_token=token_of(asked, environment), security=seen_by(sut),
        )  # fmt: skip

    return start


def seen_by(sut: SystemUnderTest) -> Security:
    """Return what the harness trusts and shows when it calls the local hosts."""
    return sut.security if sut.listen.certificate else NO_SECURITY
