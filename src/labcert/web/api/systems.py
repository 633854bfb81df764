"""From what a client says of its system to what a run is given. No path or address comes from a client.

An adapter that names a program or a folder of this machine is refused unless whoever started the server allowed it.
"""

from dataclasses import dataclass, field, replace

import msgspec

from labcert.adapters.sut_file import parse_sut, sut_text
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.suite import suite_root
from labcert.domain.sut import (
    Adapter,
    Executable,
    Folder,
    Inbound,
    Listening,
    Manual,
    Reference,
    System,
    SystemUnderTest,
    Vendor,
)
from labcert.protocol.model import Suite
from labcert.runner.planning import require_usable
from labcert.web.api.bodies import (
    AnyAdapter,
    ExecutableBody,
    FolderBody,
    InboundBody,
    ManualBody,
    ReferenceBody,
    SutBody,
)
from labcert.web.api.problems import Refused, refusal

__all__ = ["Allowed", "system_of"]


@dataclass(frozen=True)
class Allowed:
    """What whoever started the server decided: adapters of this machine, and where the hub of a run listens."""

    executable: bool = False
    listen: Listening = field(default_factory=Listening)


def system_of(body: SutBody, suite: Suite, allowed: Allowed) -> SystemUnderTest:
    """Return the system under test; raises Refused (422) with everything that is wrong."""
    if isinstance(body.adapter, ExecutableBody | FolderBody) and not allowed.executable:
        raise Refused(
            422,
            _(
                "Adaptere, der kører et program eller bruger en mappe på serveren, tages ikke over HTTP. Brug inbound, "
                "manual eller reference, eller start serveren med --allow-executable, hvis alle, der har en nøgle, må "
                "køre programmer på den."
            ),
        )
    sut = SystemUnderTest(
        vendor=Vendor(**msgspec.to_builtins(body.vendor)),
        system=System(**msgspec.to_builtins(body.system)),
        standards=tuple(dict.fromkeys(body.standards)),
        adapter=_adapter(body.adapter),
        not_relevant=body.not_relevant,
    )
    try:
        read = parse_sut(sut_text(sut), "sut", suite_root())
        require_usable(read, suite)
    except UsageMistake as mistake:
        raise refusal(422, mistake) from mistake
    return replace(read, listen=allowed.listen)


def _adapter(body: AnyAdapter) -> Adapter:
    match body:
        case ReferenceBody():
            return Reference()
        case InboundBody(seconds=seconds):
            return Inbound(seconds)
        case ManualBody(seconds=seconds):
            return Manual(seconds)
        case ExecutableBody():
            return Executable(
                tuple(body.command), body.folder, body.seconds, tuple(body.can), body.mode, body.environment
            )
        case FolderBody():
            return Folder(body.path, body.seconds, body.settle)
