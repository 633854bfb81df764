"""What a protocol is: frozen values read from the YAML files and features of a suite."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from labcert.domain.case import Case, Patient
from labcert.domain.casework import TestType
from labcert.domain.errors import UsageMistake
from labcert.domain.juror import EvidenceKind
from labcert.domain.language import _
from labcert.domain.outcome import Mark, Severity
from labcert.protocol.mistakes import nearest

__all__ = [
    "Area", "Demand", "Inspection", "Introduction", "Kind", "Page", "Policy", "Programme", "ProgrammeRow", "Protocol",
    "ProtocolStep", "Requirement", "Scenario", "Sentence", "Source", "Suite",
]


class Area(StrEnum):
    """The four areas of MedCom's protocol form, in the order in which they stand there."""

    GENERAL = "Generelle krav"
    FLOW = "Flow håndtering"
    CONTENT = "Indholdsmæssige krav"
    TECHNICAL = "Tekniske krav"


class Kind(StrEnum):
    """Who says what a step showed: the tool alone, or named persons of the parties who looked."""

    AUTOMATIC = "automatisk"
    ATTESTED = "attesteret"


class Page(StrEnum):
    """Which page a person looks at in an attested step."""

    OUTBOX = "udbakke"
    CITIZEN = "borger"
    PROFESSIONAL = "sundhedsperson"
    MINLAEGE = "minlaege"
    MINSUNDHED = "minsundhed"


@dataclass(frozen=True)
class Inspection:
    """What the person must look at, value by value, and the parties of which each must say so.

    `evidence` is what each of them must hand in; without it an attestation does not count. None asks for nothing more
    than that they have looked at evidence of the step.
    """

    page: Page
    must_show: tuple[str, ...]
    must_not_show: tuple[str, ...]
    confirmed_by: tuple[str, ...]
    evidence: EvidenceKind | None = None


@dataclass(frozen=True)
class ProtocolStep:
    """One step. `severity` is the class it gets if it fails; `file` and `line` say where it is written.

    `testdata` tells the case in Danish, a sentence each; `case` is compiled with the mark "00000" (see cases.for_run).
    """

    id: str
    title: str
    protocol: str
    area: Area
    requirement: str
    instruction: str
    testdata: tuple[str, ...]
    case: Case
    expected: str
    parties: tuple[str, ...]
    kind: Kind
    severity: Severity
    requirement_ids: tuple[str, ...]
    inspection: Inspection | None
    file: str
    line: int
    not_relevant_if: str = ""
    """what a vendor may say of the system so that the step is Ikke relevant; "" where the step concerns every system"""


@dataclass(frozen=True)
class Introduction:
    """Part 1 of MedCom's form; texts may hold several lines."""

    purpose: str
    references: tuple[str, ...]
    examples: str
    persons: str
    tools: str
    result: str


@dataclass(frozen=True)
class Protocol:
    """One protocol. `date` is YYYY-MM-DD; `row` its row of the project plan.

    `digest` is the sha256, in hexadecimal, over the YAML and the features that hold its scenarios, line endings
    normalised: the same on every machine.
    """

    id: str
    title: str
    version: str
    date: str
    row: str
    standards: tuple[str, ...]
    introduction: Introduction
    steps: tuple[ProtocolStep, ...]
    file: str
    digest: str = ""

    def steps_in(self, area: Area) -> tuple[ProtocolStep, ...]:
        """The steps of one area, in order."""
        return tuple(step for step in self.steps if step.area is area)


@dataclass(frozen=True)
class ProgrammeRow:
    """One row of the project plan: the protocols it runs and the parties that take part and sign."""

    row: str
    title: str
    protocols: tuple[str, ...]
    parties: tuple[str, ...]


class Demand(StrEnum):
    """What a programme may demand of a session besides its marks before it can be approved."""

    COMPLETE = "alle trin"
    ONE_SYSTEM_VERSION = "én systemversion"
    ONE_PROTOCOL_VERSION = "én protokolversion"
    SEALED_SUITE = "forseglet protokol"
    ATTESTED = "bekræftede trin"
    DEVIATIONS_APPROVED = "godkendte afvigelser"


@dataclass(frozen=True)
class Policy:
    """When a session can be approved: the marks its steps may have, and what is demanded besides.

    `certifies` are the kinds of test whose approval a certificate can be issued for. What a programme doesn't say is
    MedCom's own rule, and the strictest.
    """

    accepted: tuple[Mark, ...] = (Mark.OK, Mark.F4, Mark.NOT_RELEVANT)
    demands: tuple[Demand, ...] = tuple(Demand)
    certifies: tuple[TestType, ...] = (TestType.LIVE, TestType.TEST_CAMP, TestType.END_TO_END)


@dataclass(frozen=True)
class Programme:
    """Which protocols are run, row by row; `also_signs` are parties that sign the whole besides the rows'."""

    id: str
    title: str
    version: str
    date: str
    description: str
    rows: tuple[ProgrammeRow, ...]
    also_signs: tuple[str, ...]
    file: str
    policy: Policy = Policy()


@dataclass(frozen=True)
class Source:
    """Where a requirement comes from: `kind` is slide, tabel or fakta."""

    kind: str
    where: str


@dataclass(frozen=True)
class Requirement:
    """One requirement of the catalogue. `not_tested` is the reason, where no step shows it.

    A deviation from a `clinical` one needs a doctor's approval.
    """

    id: str
    title: str
    text: str
    source: Source
    standards: tuple[str, ...]
    not_tested: str | None
    clinical: bool
    file: str
    line: int


@dataclass(frozen=True)
class Sentence:
    """A sentence of a scenario as it is run, placeholders filled in; `kind` is given, when or then.

    `table` is what stands below it, row by row, a text in quotes as one cell.
    """

    kind: str
    text: str
    line: int
    table: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Scenario:
    """A scenario, or an outline with so many examples, tied to a step by its tag (`@TP-4.2.21`)."""

    step: str
    name: str
    feature: str
    tags: tuple[str, ...]
    examples: int
    sentences: tuple[Sentence, ...]
    file: str
    line: int


@dataclass(frozen=True)
class Suite:
    """Everything that a folder of protocols, features and fixtures says, checked as a whole."""

    root: Path
    protocols: tuple[Protocol, ...]
    programmes: tuple[Programme, ...]
    requirements: tuple[Requirement, ...]
    scenarios: tuple[Scenario, ...]
    persons: tuple[Patient, ...] = ()
    """the test persons, whose numbers are the only ones that may be shown"""

    @property
    def steps(self) -> tuple[ProtocolStep, ...]:
        """Every step of every protocol."""
        return tuple(step for protocol in self.protocols for step in protocol.steps)

    def protocol(self, wanted: str) -> Protocol:
        """Return a protocol by id; raise UsageMistake where there is none."""
        found = {protocol.id: protocol for protocol in self.protocols}
        if wanted in found:
            return found[wanted]
        raise _unknown(_("Protokollen “{wanted}” findes ikke.").format(wanted=wanted), wanted, tuple(found))

    def programme(self, wanted: str) -> Programme:
        """Return a programme by id; raise UsageMistake where there is none."""
        found = {programme.id: programme for programme in self.programmes}
        if wanted in found:
            return found[wanted]
        raise _unknown(_("Programmet “{wanted}” findes ikke.").format(wanted=wanted), wanted, tuple(found))

    def step(self, wanted: str) -> ProtocolStep:
        """Return a step by id; raise UsageMistake where there is none."""
        found = {step.id: step for step in self.steps}
        if wanted in found:
            return found[wanted]
        raise _unknown(_("Trinnet “{wanted}” findes ikke.").format(wanted=wanted), wanted, tuple(found))

    def scenario_of(self, step: str) -> Scenario | None:
        """Return the scenario that shows a step, if one does."""
        return next((scenario for scenario in self.scenarios if scenario.step == step), None)

    def protocols_of(self, programme: Programme) -> tuple[Protocol, ...]:
        """The programme's protocols in its order, each once."""
        return tuple(self.protocol(name) for name in dict.fromkeys(n for row in programme.rows for n in row.protocols))

    def steps_of(self, programme: Programme) -> tuple[ProtocolStep, ...]:
        """The programme's steps in its order."""
        return tuple(step for protocol in self.protocols_of(programme) for step in protocol.steps)


def _unknown(sentence: str, wanted: str, known: tuple[str, ...]) -> UsageMistake:
    near = nearest(wanted, known)
    others = _("Der findes: {known}.").format(known=", ".join(known[:12]))
    return UsageMistake(sentence, remedy=_("Mente du “{near}”?").format(near=near) if near else others)
