"""Builds the adapter that drives the system under test, from what its vendor says of it."""

import importlib
import os
from pathlib import Path
from typing import Any

from labcert.adapters.connection import NO_SECURITY
from labcert.adapters.http_hub import HttpHub
from labcert.adapters.program_environment import token_of
from labcert.adapters.reference import ReferenceAdapter
from labcert.adapters.sut_file import parse_sut
from labcert.domain.errors import ToolFault
from labcert.domain.language import _
from labcert.domain.sut import Executable, Folder, Inbound, Manual, Reference, Security, SystemUnderTest
from labcert.ports import EvidenceSink, Lps
from labcert.ports.tester import Tester
from labcert.runner.hosting import seen_by
from labcert.runner.settings import RunSettings

__all__ = ["lps_of", "needs_tester", "security_of"]


def needs_tester(sut: SystemUnderTest) -> bool:
    """Say whether nothing at all can be done without a person at the system's keyboard."""
    return isinstance(sut.adapter, Folder | Inbound | Manual)


def security_of(settings: RunSettings) -> Security:
    """Return what the harness trusts and shows when it calls a run's hosts."""
    if not settings.sut:
        return NO_SECURITY
    return seen_by(parse_sut(settings.sut, "sut.yaml", Path(settings.root)))


def lps_of(settings: RunSettings, hub: HttpHub, evidence: EvidenceSink) -> Lps:
    """Return the system under test of a run. An adapter's module is read only where it is used."""
    if not settings.sut:
        return ReferenceAdapter(_reference(settings.lps, settings), evidence)
    sut = parse_sut(settings.sut, "sut.yaml", Path(settings.root))
    match sut.adapter:
        case Reference(defect=defect):
            return ReferenceAdapter(_reference(defect or "reference", settings, sut), evidence)
        case Executable() as executable:
            from labcert.adapters.executable import ExecutableAdapter

            address = settings.addresses["plsp"]
            return ExecutableAdapter(executable, address, evidence, _tester(settings), sut.security)
        case Folder() as folder:
            from labcert.adapters.folder import FolderAdapter

            return FolderAdapter(folder, hub, evidence, _asked(settings))
        case Inbound() as inbound:
            from labcert.adapters.inbound import InboundAdapter

            return InboundAdapter(inbound, hub, evidence, _asked(settings))
        case Manual() as manual:
            from labcert.adapters.manual import ManualAdapter

            return ManualAdapter(manual, hub, evidence, _asked(settings))


def _reference(name: str, settings: RunSettings, sut: SystemUnderTest | None = None) -> Any:
    """Make the reference system, or a defective variant of it by its id."""
    arguments: dict[str, Any] = {"hub": settings.addresses["plsp"], "mark": settings.mark}
    if sut is not None and sut.security != NO_SECURITY:
        shown, token = sut.security, token_of(sut.security, os.environ)
        access = importlib.import_module("sut.reference.hub").Access
        arguments["access"] = access(token, shown.ca, shown.certificate, shown.key)
    if name == "reference":
        return importlib.import_module("sut.reference").ReferenceLps(**arguments)
    return importlib.import_module("sut.defective").build(name, **arguments)


def _tester(settings: RunSettings) -> Tester | None:
    if not settings.mailbox:
        return None
    from labcert.adapters.mailbox import Mailbox

    return Mailbox(Path(settings.mailbox))


def _asked(settings: RunSettings) -> Tester:
    tester = _tester(settings)
    if tester is None:
        raise ToolFault(_("Systemet betjenes af en tester, men kørslen har ingen at spørge."))
    return tester
