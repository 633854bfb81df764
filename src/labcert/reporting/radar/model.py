"""What the radar shows besides the changes themselves."""

from dataclasses import dataclass

from labcert.protocol.difference import Consequence, Difference

__all__ = ["Radar", "Touched", "TouchedStep"]


@dataclass(frozen=True)
class TouchedStep:
    """A step that a certificate or a session rests on, and the gravest that has happened to it; `new`: it is new."""

    step: str
    consequence: Consequence
    new: bool = False


@dataclass(frozen=True)
class Touched:
    """A certificate or a session (`id`) with the steps of it that changes touch, in the protocols' order.

    `test`: the certificate certifies nothing. `programme` is the programme whose rows, parties or rule of approval are
    others, and `rule` the gravest that has happened to it; "" and None where it is as it was.
    """

    id: str
    vendor: str
    system: str
    version: str
    steps: tuple[TouchedStep, ...]
    test: bool = False
    programme: str = ""
    rule: Consequence | None = None


@dataclass(frozen=True)
class Radar:
    """The difference, and what it touches: None where no store was asked. `everywhere` changes may touch all steps."""

    difference: Difference
    certificates: tuple[Touched, ...] | None = None
    sessions: tuple[Touched, ...] | None = None
    everywhere: int = 0
