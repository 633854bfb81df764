"""Builds a run's parts from its settings: the one place that names concrete adapters."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from labcert.adapters.http_databank import HttpDatabank
from labcert.adapters.http_hub import HttpHub
from labcert.adapters.http_portal import HttpPortal
from labcert.adapters.http_world import HttpFaults, HttpPolicies
from labcert.checks import Judge
from labcert.domain.case import Case
from labcert.ports import Databank, Faults, Hub, Lps, Portal
from labcert.protocol.cases import for_run
from labcert.protocol.model import ProtocolStep, Scenario, Suite
from labcert.runner.driving import lps_of, security_of
from labcert.runner.marks import local_time, run_mark
from labcert.runner.mutation.brief import BriefLog, BriefStore
from labcert.runner.recorder import Recorder
from labcert.runner.settings import RunSettings
from labcert.session.evidence import EvidenceStore
from labcert.session.log import EventLog

__all__ = ["RunKit", "open_kit"]

HOSTS_WITH_FAULTS = ("plsp", "laba", "miba", "portal")
HOSTS_WITH_POLICIES = ("plsp", "laba", "miba")


@dataclass
class RunKit:
    """The parts of a run that the fixtures hand to the sentences."""

    root: Path
    settings: RunSettings
    steps: dict[str, ProtocolStep]
    scenarios: dict[str, Scenario]
    """by the step that each shows"""
    recorder: Recorder
    log: EventLog | BriefLog
    lps: Lps
    hub: Hub
    databanks: dict[str, Databank]
    portal: Portal
    faults: Faults
    policies: HttpPolicies
    errors: list[BaseException] = field(default_factory=list)

    def case(self, step: str, example: int) -> Case:
        """Return a step's case with the sample numbers of this run and example."""
        return for_run(self.steps[step].case, run_mark(self.settings.mark, example))

    def judge(self, step: str) -> Judge:
        """Return the protocol's word on a step."""
        known = self.steps[step]
        return Judge(step, known.severity, known.requirement_ids)

    def remember_error(self, error: BaseException) -> None:
        """Keep what a phase of a scenario raised."""
        self.errors.append(error)

    def take_errors(self) -> tuple[BaseException, ...]:
        """Return the errors of the scenario that ends, oldest first and each once, and forget them."""
        taken, self.errors = tuple({id(error): error for error in self.errors}.values()), []
        return taken

    def clear_faults(self) -> None:
        """Switch every fault of every host off; each host is told, also where another one doesn't answer."""
        with ExitStack() as stack:
            for host in HOSTS_WITH_FAULTS:
                stack.callback(self.faults.clear, host)

    def restore_policies(self) -> None:
        """Put every host's policies back as the suite has them."""
        with ExitStack() as stack:
            for host in HOSTS_WITH_POLICIES:
                stack.callback(self.policies.restore, host)

    def close(self) -> None:
        """Let go of the system under test, and close the log."""
        close = getattr(self.lps, "close", None)
        if close is not None:  # a program that runs for as long as the run does
            close()
        self.log.close()


def open_kit(settings: RunSettings, suite: Suite) -> RunKit:
    """Build everything a run needs; the session's folder must exist."""
    root, session = Path(settings.root), Path(settings.session)
    log: EventLog | BriefLog
    store: EvidenceStore | BriefStore
    if settings.brief:
        log, store = BriefLog(session), BriefStore(session)
    else:
        log = EventLog(session / "events.jsonl", local_time)
        store = EvidenceStore(session / "evidence", suite.persons)
    recorder = Recorder(log.append, store.keep, store.flush)
    addresses, token = settings.addresses, settings.token
    security = security_of(settings)
    hub = HttpHub(addresses["plsp"], recorder, token=token, security=security)
    return RunKit(
        root=root,
        settings=settings,
        steps={step.id: step for step in suite.steps},
        scenarios={scenario.step: scenario for scenario in suite.scenarios},
        recorder=recorder,
        log=log,
        lps=lps_of(settings, hub, recorder),
        hub=hub,
        databanks={
            "LABA": HttpDatabank("LABA", addresses["laba"], recorder, token=token, security=security),
            "MiBa": HttpDatabank("MiBa", addresses["miba"], recorder, token=token, security=security),
        },
        portal=HttpPortal(addresses["portal"], recorder, security=security),
        faults=HttpFaults(addresses["all"], recorder, token=token, security=security),
        policies=HttpPolicies(addresses["all"], recorder, token=token, security=security),
    )
