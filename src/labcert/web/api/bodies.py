"""The shapes of what comes and goes. They are read strictly, and the OpenAPI document is made from them."""

from enum import StrEnum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from labcert.domain.casework import ReviewState
from labcert.domain.outcome import Outcome
from labcert.domain.suite_state import SuiteState
from labcert.ports.tester import AnswerKind, Task

__all__ = [
    "COMPONENTS", "AnswerBody", "ExecutableBody", "FolderBody", "Health", "InboundBody", "ManualBody", "NewRun",
    "NewSession", "PolicyBody", "Problem", "ProgrammeBody", "QuestionBody", "ReferenceBody", "SessionBody",
    "SessionState", "SheetLine", "SignerBody", "StepName", "Submission", "SutBody", "SystemBody", "VendorBody", "Which",
    "WholeSessionBody",
]

_SHOWN = "!-~\u00a1-\u024f"
_LINE = rf"^([{_SHOWN}]([ {_SHOWN}]*[{_SHOWN}])?)?$(?!\n)"

Line = Annotated[str, Meta(pattern=_LINE, max_length=300, description="one line of letters, digits and signs")]
Named = Annotated[str, Meta(pattern=_LINE, min_length=1, max_length=300)]
Seconds = Annotated[float, Meta(ge=1, le=86400)]
StepId = Annotated[str, Meta(pattern=r"^TP-[0-9]+(\.[0-9]+)*$(?!\n)", max_length=40)]
Ability = Literal["send", "correct", "delete", "work", "outbox"]
Identifier = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]*$(?!\n)", max_length=60)]


class VendorBody(msgspec.Struct, forbid_unknown_fields=True):
    """Who makes the system."""

    name: Named
    address: Line = ""
    contact: Line = ""
    phone: Line = ""
    email: Line = ""


class SystemBody(msgspec.Struct, forbid_unknown_fields=True):
    """The system; `version` is the one that is tested, to the letter."""

    name: Named
    version: Named
    type: Line = "LPS"
    description: Line = ""


class ReferenceBody(msgspec.Struct, forbid_unknown_fields=True, tag_field="kind", tag="reference"):
    """The reference system that comes along, to try the pipeline with."""


class InboundBody(msgspec.Struct, forbid_unknown_fields=True, tag_field="kind", tag="inbound"):
    """The system sends to the hub by itself; the tester is told what to enter."""

    seconds: Seconds = 600.0


class ManualBody(msgspec.Struct, forbid_unknown_fields=True, tag_field="kind", tag="manual"):
    """Files are handed over with the answers."""

    seconds: Seconds = 1800.0


class ExecutableBody(msgspec.Struct, forbid_unknown_fields=True, tag_field="kind", tag="executable"):
    """A program on the server; only where it was started with --allow-executable."""

    command: Annotated[list[Named], Meta(min_length=1, max_length=50)]
    folder: Named
    seconds: Seconds = 60.0
    can: list[Ability] = msgspec.field(default_factory=lambda: ["send", "correct"])
    mode: Literal["once", "lines"] = "once"
    environment: dict[Named, Line] = {}


class FolderBody(msgspec.Struct, forbid_unknown_fields=True, tag_field="kind", tag="folder"):
    """A folder on the server that is exported into; only where it was started with --allow-executable."""

    path: Named
    seconds: Seconds = 300.0
    settle: Seconds = 1.0


AnyAdapter = ReferenceBody | InboundBody | ManualBody | ExecutableBody | FolderBody


class SutBody(msgspec.Struct, forbid_unknown_fields=True):
    """sut.yaml as JSON, without what names files of the server or addresses."""

    vendor: VendorBody
    system: SystemBody
    standards: Annotated[list[Literal["XRPT01", "XRPT05"]], Meta(min_length=1, max_length=2)]
    adapter: AnyAdapter
    not_relevant: dict[StepId, Named] = {}


class NewSession(msgspec.Struct, forbid_unknown_fields=True):
    """A session to begin: a programme or a protocol by its id, and the system."""

    programme: Identifier
    sut: SutBody


class Which(StrEnum):
    """Which steps of a session are run."""

    REMAINING = "remaining"
    """those of which nothing has been found out yet: all of them in a new session"""
    FAILED = "failed"


class NewRun(msgspec.Struct, forbid_unknown_fields=True):
    """What to run; `only` are the steps to keep to (none: all of `which`)."""

    which: Which = Which.REMAINING
    only: Annotated[list[StepId], Meta(max_length=500)] = []
    allure: bool = False
    """whether allure.html is made too; it takes some seconds"""
    tester: bool = False
    """whether somebody answers questions where the system can do without; inbound and manual always ask"""


class SessionState(StrEnum):
    """Where a session is."""

    CREATED = "created"
    QUEUED = "queued"
    RUNNING = "running"
    INTERRUPTED = "interrupted"
    """a run was cancelled, broke or was killed; the rest can be run"""
    FINISHED = "finished"
    UNREADABLE = "unreadable"


class SessionBody(msgspec.Struct):
    """A session; `outcome` and `sentence` are the verdict's once it is finished."""

    id: str
    state: SessionState
    programme: str = ""
    vendor: str = ""
    system: str = ""
    system_version: str = ""
    opened: str = ""
    """ISO 8601 with offset"""
    runs: int = 0
    outcome: Outcome | None = None
    sentence: str = ""
    suite: SuiteState | None = None
    problem: str = ""
    """why the latest run broke, "" where it did not, or where the server was restarted since"""
    review: ReviewState = ReviewState.NOT_SUBMITTED
    claimed_by: str = ""
    """who of MedCom reviews it, where somebody does"""


class PolicyBody(msgspec.Struct):
    """A line of the programme's rule of approval; `missing` is what is in the way, a sentence each.

    A line that doesn't count is told, but is no demand on this kind of session.
    """

    rule: str
    text: str
    fulfilled: bool
    missing: list[str]
    counts: bool


class SignerBody(msgspec.Struct):
    """A party that signs a row of the plan."""

    row: str
    party: str


class WholeSessionBody(SessionBody, kw_only=True):
    """A session with the rule of approval as it stands now, and what came of the review."""

    policy: list[PolicyBody]
    closed: bool
    """the review has ended, and the session can't change"""
    signed: bool
    """everybody who must sign has signed"""
    unsigned: list[SignerBody]
    certificate: str
    """the id of the newest certificate, "" where none is issued"""
    certificate_revoked: bool


class Submission(msgspec.Struct, forbid_unknown_fields=True):
    """Who hands a session in, or takes it back while nobody has begun to review it."""

    name: Named
    role: Named
    organisation: Line = ""
    """"" is the vendor"""
    withdraw: bool = False


class SheetLine(msgspec.Struct):
    """One line of what to enter or to see."""

    group: str
    field: str
    value: str


class QuestionBody(msgspec.Struct):
    """A question to the tester that waits for an answer, as `labcert.ports.tester.Question`."""

    id: str
    step: str
    task: Task
    title: str
    text: str
    sheet: list[SheetLine]
    recognised_by: str
    wants_file: bool
    wants_text: bool
    seconds_left: float


class AnswerBody(msgspec.Struct, forbid_unknown_fields=True):
    """What the tester answers; `file` is base64."""

    kind: AnswerKind
    reason: Annotated[str, Meta(max_length=5000)] = ""
    file: Annotated[str, Meta(pattern=r"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$(?!\n)")] = ""
    file_name: Line = ""


class StepName(msgspec.Struct):
    """A step."""

    id: str
    title: str


class ProgrammeBody(msgspec.Struct):
    """A programme or a protocol that can be run."""

    id: str
    title: str
    kind: Literal["programme", "protocol"]
    version: str
    steps: list[StepName]


class Health(msgspec.Struct):
    """That the server answers, and which labcert it is."""

    status: Literal["ok"]
    version: str


class Problem(msgspec.Struct, omit_defaults=True):
    """An error as of RFC 9457: `title` says what kind, `detail` what happened and what to do."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[str] = []
    """each mistake where there are several"""


COMPONENTS = (
    NewSession, NewRun, AnswerBody, Submission, SessionBody, WholeSessionBody, QuestionBody, ProgrammeBody, Health,
    Problem, ExecutableBody, FolderBody,
)
"""the shapes that the document names; those inside them come along"""
