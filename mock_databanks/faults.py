"""The faults that a host can be told to have: each is switched on by a test, counts down, and is never on by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _

__all__ = ["KINDS", "Fault", "FaultBoard", "fault_from"]

KINDS = ("refuse", "error", "delay", "drop", "lose_receipt", "duplicate", "unavailable")


@dataclass(frozen=True)
class Fault:
    """A fault of a host.

    refuse: a negative receipt, with `reason`. error: the HTTP `status`, message not kept. delay: `seconds` before the
    answer. drop: the connection is closed without an answer, message not kept. lose_receipt: the message is kept, the
    answer lost. duplicate: PLSP forwards twice. unavailable: 503 to everybody. `times` None lasts until it is cleared.
    """

    kind: str
    status: int = 500
    times: int | None = None
    seconds: float = 0.5
    reason: str = ""


def fault_from(keys: Mapping[str, object]) -> Fault:
    """Read a fault from what was sent to /control; UsageMistake says what is wrong with it."""
    kind = keys.get("kind")
    if kind not in KINDS:
        nearest = get_close_matches(str(kind), KINDS, n=1)
        hint = _("Mente du {name}?").format(name=nearest[0]) if nearest else ""
        raise UsageMistake(
            _("Fejlen {kind!r} findes ikke. Den skal være en af: {kinds}.").format(kind=kind, kinds=", ".join(KINDS)),
            remedy=hint,
        )
    unknown = sorted(set(keys) - {field.name for field in fields(Fault)})
    if unknown:
        raise UsageMistake(_("En fejl har ikke indstillingen {name}.").format(name=unknown[0]))
    status, times, seconds = keys.get("status", 500), keys.get("times"), keys.get("seconds", 0.5)
    if not isinstance(status, int) or not 400 <= status <= 599:
        raise UsageMistake(_("status skal være et tal fra 400 til 599."))
    if times is not None and (not isinstance(times, int) or times < 1):
        raise UsageMistake(_("times skal være et helt tal fra 1, eller udelades."))
    if not isinstance(seconds, int | float) or not 0 <= seconds <= 60:
        raise UsageMistake(_("seconds skal være et tal fra 0 til 60."))
    return Fault(str(kind), status, times, float(seconds), str(keys.get("reason") or ""))


class FaultBoard:
    """The faults of one host that are on now, one a kind."""

    def __init__(self) -> None:
        self._on: dict[str, Fault] = {}

    def switch(self, fault: Fault) -> None:
        """Switch a fault on; one of the same kind is replaced."""
        self._on[fault.kind] = fault

    def clear(self) -> None:
        """Switch every fault off."""
        self._on.clear()

    def active(self) -> tuple[Fault, ...]:
        """Return the faults that are on."""
        return tuple(self._on.values())

    def lasting(self) -> bool:
        """Say whether some fault stays until it is cleared and keeps messages out."""
        return any(
            fault.times is None and fault.kind in ("error", "drop", "lose_receipt", "unavailable")
            for fault in self._on.values()
        )

    def take(self, kind: str) -> Fault | None:
        """Return the fault of a kind if it is on, and count it down."""
        fault = self._on.get(kind)
        if fault is None or fault.times is None:
            return fault
        if fault.times == 1:
            del self._on[kind]
        else:
            self._on[kind] = replace(fault, times=fault.times - 1)
        return fault
