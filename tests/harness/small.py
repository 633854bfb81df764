"""Makes small suites, runs them in the runner's real child process, and reads what came out."""

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from labcert.domain.errors import ToolFault
from labcert.domain.events import Event, EvidenceKept, FindingMade, RunStarted, SentenceRun, SessionOpened, StepFinished
from labcert.domain.outcome import Outcome
from labcert.domain.suite import suite_root
from labcert.domain.verdict import StepVerdict, Verdict
from labcert.protocol.load import load_suite
from labcert.runner.execution import FeatureRun
from labcert.runner.marks import local_time
from labcert.runner.settings import RunSettings
from labcert.runner.suite_digest import judging_files
from labcert.runner.suite_seal import SEAL, seal_bytes
from labcert.session import EventLog, SessionFolder, read_log
from labcert.session.verdict import compute

PARTS = Path(__file__).parent / "small_suite"
ADDRESSES = dict.fromkeys(("all", "plsp", "laba", "miba", "portal"), "http://127.0.0.1:9")
"""nobody answers there: the scenarios of these suites talk to no host"""

REQUIREMENTS = [
    {"id": name, "titel": name, "tekst": "Kravets tekst.", "kilde": {"fakta": "her"}, "standard": ["XRPT01"], "klinisk": False}
    for name in ("SAM-01", "IND-01")
]
PROGRAMME = {
    "program": "pilot", "titel": "Pilotafprøvning", "version": "1.0.0", "dato": "2026-11-23", "beskrivelse": "En prøve.",
    "rækker": [{"række": "4.2", "titel": "Prøve", "protokoller": ["proeve"], "parter": ["LPS", "PLSP"]}],
    "underskrives_desuden_af": ["MedCom"],
}  # fmt: skip
PROTOCOL = {
    "protokol": "proeve", "titel": "Prøve af kørslen", "version": "1.0.0", "dato": "2026-11-23", "række": "4.2",
    "standarder": ["XRPT01"],
    "indledning": dict.fromkeys(("formål", "testeksempler", "testpersoner", "værktøjer", "resultat"), "En prøve.")
    | {"referencer": ["XRPT01"]},
}  # fmt: skip
TAG = re.compile(r"@(TP-[\d.]+)")


def _step(name: str, severity: str, *, attested: bool) -> dict[str, object]:
    step: dict[str, object] = {
        "id": name, "titel": f"Trinnet {name}", "område": "Flow håndtering", "krav": "Et krav.", "handling": "Gør det.",
        "testdata": {"patient": "nancy-ann", "svar": [{"analyse": "NPU19748", "værdi": "42"}]}, "forventet": "Det ventede.",
        "parter": ["LPS", "PLSP"], "art": "attesteret" if attested else "automatisk", "klasse": severity,
        "kravsid": ["SAM-01", "IND-01"],
    }  # fmt: skip
    if attested:
        step["eftersyn"] = {"side": "borger", "skal_ses": ["42"], "må_ikke_ses": [], "bekræftes_af": ["LPS", "PLSP"]}
    return step


def build(
    root: Path, scenarios: str, order: Iterable[str] = (), *, attested: Iterable[str] = (), severity: str = "F3"
) -> Path:
    """Write a suite with these scenarios; its protocol has a step for each tag, those of `order` first and in that order."""
    looked_at = set(attested)
    steps = dict.fromkeys([*order, *TAG.findall(scenarios), *looked_at])
    documents: dict[str, object] = {
        "proeve": PROTOCOL | {"trin": [_step(name, severity, attested=name in looked_at) for name in steps]},
        "krav": REQUIREMENTS,
        "programmes/pilot": PROGRAMME,
    }
    shutil.copytree(PARTS / "steps", root / "steps", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(suite_root() / "steps" / "test_scenarier.py", root / "steps")
    shutil.copy(suite_root() / "suite.ini", root)
    (root / "conftest.py").write_text('"""Wiring only."""\n\npytest_plugins = ["steps.saetninger"]\n', "utf-8")
    for folder in ("codes", "persons", "parties", "schemas"):
        shutil.copytree(suite_root() / "fixtures" / folder, root / "fixtures" / folder)
    shutil.copytree(suite_root() / "sut", root / "sut", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "features").mkdir()
    (root / "features" / "proeve.feature").write_text(f"# language: da\nEgenskab: Prøve\n{scenarios}", "utf-8")
    (root / "protocols" / "programmes").mkdir(parents=True)
    for name, document in documents.items():
        text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False)
        (root / "protocols" / f"{name}.yaml").write_text(text, "utf-8")
    (root / SEAL).write_bytes(seal_bytes("small", judging_files(root)))
    return root


@dataclass(frozen=True)
class Ran:
    """A session in which steps were run; `fault` is what the runner raised."""

    root: Path
    folder: SessionFolder
    fault: ToolFault | None = None

    @property
    def events(self) -> tuple[Event, ...]:
        """Everything in the log; reading it checks its chain."""
        return tuple(entry.event for entry in read_log(self.folder.events).entries)

    @property
    def verdict(self) -> Verdict:
        """The verdict of the whole."""
        suite = load_suite(self.root)
        return compute(suite, suite.programme("pilot"), read_log(self.folder.events).entries)

    def step(self, name: str) -> StepVerdict:
        """The verdict of a step."""
        return next(step for step in self.verdict.steps if step.id == name)

    def finished(self, name: str) -> list[StepFinished]:
        """How a step's examples ended, in the log's order."""
        return [event for event in self.events if isinstance(event, StepFinished) and event.step == name]

    def end(self, name: str) -> tuple[Outcome, str]:
        """How a step's only example ended: outcome and reason."""
        (finished,) = self.finished(name)
        return finished.outcome, finished.reason

    def sentences(self, name: str) -> list[SentenceRun]:
        """The sentences of a step that ran."""
        return [event for event in self.events if isinstance(event, SentenceRun) and event.step == name]

    def findings(self, name: str) -> list[FindingMade]:
        """The findings of a step."""
        return [event for event in self.events if isinstance(event, FindingMade) and event.step == name]

    def evidence(self, name: str) -> list[EvidenceKept]:
        """The evidence of a step."""
        return [event for event in self.events if isinstance(event, EvidenceKept) and event.step == name]

    def kept(self, evidence: EvidenceKept) -> bytes:
        """The bytes of a piece of evidence."""
        return (self.folder.evidence / evidence.evidence.sha256).read_bytes()


def open_session(path: Path) -> SessionFolder:
    """Begin a session, as whoever runs features has done before."""
    folder = SessionFolder.create(path)
    with EventLog(folder.events, local_time) as log:
        log.append(
            SessionOpened("s-1", "pilot", "1.0.0", {}, "Leverandøren", "LPS'et", "1.0", "0.1.0", "1" * 64, "2" * 64, "standard",
                          demo=False)
        )  # fmt: skip
    return folder


def settings(root: Path, folder: SessionFolder, *, run: int = 1, steps: Iterable[str] | None = None) -> RunSettings:
    """The settings of a run of the suite's steps, all of them or those that are named."""
    wanted = tuple(step.id for step in load_suite(root).steps) if steps is None else tuple(steps)
    return RunSettings(str(root), str(folder.path), run, "pilot", wanted, ADDRESSES, "nøgle", "ab12")


def run_features(wanted: RunSettings, **watching) -> None:
    """Run the features of a session in a child of their own, from its start to its end."""
    with FeatureRun(Path(wanted.root), wanted.live) as child:
        child.run(wanted, **watching)


def run(root: Path, folder: SessionFolder, *, number: int = 1, steps: Iterable[str] | None = None) -> Ran:
    """Run steps in the runner's child process; a ToolFault is kept and not raised."""
    wanted = settings(root, folder, run=number, steps=steps)
    with EventLog(folder.events, local_time) as log:
        log.append(RunStarted(number, wanted.steps, ADDRESSES))
    try:
        run_features(wanted)
    except ToolFault as fault:
        return Ran(root, folder, fault)
    return Ran(root, folder)
