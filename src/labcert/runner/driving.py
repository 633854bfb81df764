"""Builds the adapter that drives the system under test, from what its vendor says of it."""

import importlib
from pathlib import Path
from typing import Any

from labcert.adapters.http_hub import HttpHub
from labcert.adapters.reference import ReferenceAdapter
from labcert.adapters.sut_file import parse_sut
from labcert.domain.errors import ToolFault
from labcert.domain.language import _
from labcert.domain.sut import Executable, Folder, Inbound, Manual, Reference, SystemUnderTest
from labcert.ports import EvidenceSink, Lps
from labcert.ports.tester import Tester
from labcert.runner.settings import RunSettings

__all__ = ["lps_of", "needs_tester"]


def needs_tester(sut: SystemUnderTest) -> bool:
    """Say whether nothing at all can be done without a person at the system's keyboard."""
    return isinstance(sut.adapter, Folder | Inbound | Manual)


def lps_of(settings: RunSettings, hub: HttpHub, evidence: EvidenceSink) -> Lps:
    """Return the system under test of a run. An adapter's module is read only where it is used."""
    if not settings.sut:
        return ReferenceAdapter(_reference(settings.lps, settings), evidence)
    sut = parse_sut(settings.sut, "sut.yaml", Path(settings.root))
    match sut.adapter:
        case Reference(defect=defect):
            return ReferenceAdapter(_reference(defect or "reference", settings), evidence)
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


def _reference(name: str, settings: RunSettings) -> Any:
    """Make the reference system, or a defective variant of it by its id."""
    arguments = {"hub": settings.addresses["plsp"], "mark": settings.mark}
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
