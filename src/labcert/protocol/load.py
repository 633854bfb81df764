"""Loading a suite: every file read, every mistake gathered, everything checked against everything else."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from labcert.domain.language import _
from labcert.protocol.cases import number_of
from labcert.protocol.documents import Known, read_programme, read_protocol, read_requirements
from labcert.protocol.features import STEP_TAG, FeatureFile, read_feature
from labcert.protocol.fields import Sheet
from labcert.protocol.mistakes import ConfigurationMistakes, Gatherer, Mistake, nearest
from labcert.protocol.model import Kind, Programme, Protocol, ProtocolStep, Requirement, Scenario, Suite
from labcert.protocol.plan import PLAN, plan_mistakes
from labcert.protocol.sentences import undefined_sentences
from labcert.protocol.tables import load_fixtures
from labcert.protocol.yaml_text import read_text, read_yaml

__all__ = ["check_suite", "load_suite"]

REQUIREMENTS = "protocols/krav.yaml"
BESIDES = frozenset({REQUIREMENTS, PLAN})
"""files among the protocols that are none"""
MOST_DIGITS = 7  # RequesterSampleIdentifier holds 15: LC, a mark of 5, a hyphen and these
_WRITTEN_ID = re.compile(rf"\bid:\s*[\"']?({STEP_TAG.pattern})")
_STEP_ID = re.compile(rf"(?:{STEP_TAG.pattern})\Z")


@dataclass
class _Reading:
    """What has been read so far; `unread_steps` are ids seen in files that can't be parsed."""

    root: Path
    gatherer: Gatherer
    texts: dict[str, str]
    unread_steps: set[str]

    def name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def files(self, pattern: str) -> list[Path]:
        return sorted(self.root.glob(pattern))


def _requirements(reading: _Reading) -> tuple[Requirement, ...] | None:
    """Read the catalogue, or return None where it can't be read, so that not every mention is told besides."""
    text = read_text(reading.root / REQUIREMENTS, REQUIREMENTS, reading.gatherer)
    node = None if text is None else read_yaml(text, REQUIREMENTS, reading.gatherer)
    return None if node is None else read_requirements(node, Sheet(REQUIREMENTS, reading.gatherer))


def _protocol_paths(reading: _Reading) -> list[Path]:
    return [path for path in reading.files("protocols/*.yaml") if reading.name(path) not in BESIDES]


def _protocols(reading: _Reading, known: Known) -> Iterator[Protocol]:
    for path in _protocol_paths(reading):
        file = reading.name(path)
        text = read_text(path, file, reading.gatherer)
        if text is None:
            continue
        reading.texts[file] = text
        node = read_yaml(text, file, reading.gatherer)
        if node is None:
            reading.unread_steps.update(_WRITTEN_ID.findall(text))
        else:
            yield read_protocol(node, Sheet(file, reading.gatherer), path.stem, known)


def _programmes(reading: _Reading, known: Known) -> Iterator[Programme]:
    for path in reading.files("protocols/programmes/*.yaml"):
        file = reading.name(path)
        text = read_text(path, file, reading.gatherer)
        node = None if text is None else read_yaml(text, file, reading.gatherer)
        if node is not None:
            yield read_programme(node, Sheet(file, reading.gatherer), path.stem, known)


def _features(reading: _Reading) -> Iterator[FeatureFile]:
    for path in reading.files("features/**/*.feature"):
        file = reading.name(path)
        text = read_text(path, file, reading.gatherer)
        if text is not None:
            reading.texts[file] = text
            yield read_feature(text, file, reading.gatherer)


def _tell_step_ids(steps: Iterable[ProtocolStep], gatherer: Gatherer) -> None:
    """Tell of ids that are no step ids, stand twice, or make the same sample number as another."""
    by_id: dict[str, ProtocolStep] = {}
    by_number: dict[str, ProtocolStep] = {}
    for step in steps:
        if not _STEP_ID.fullmatch(step.id) or len(number_of(step.id)) > MOST_DIGITS:
            sentence = _("“{id}” er ikke et trin-id. Skriv det som TP-4.2.21, med højst 7 cifre.")
            if step.id:
                gatherer.add(step.file, step.line, sentence.format(id=step.id))
            continue
        if step.id in by_id:
            first = by_id[step.id]
            sentence = _("Trinnet “{id}” findes allerede i {file}, linje {line}.")
            gatherer.add(step.file, step.line, sentence.format(id=step.id, file=first.file, line=first.line))
        elif number_of(step.id) in by_number:
            other = by_number[number_of(step.id)]
            sentence = _("Trinnet “{id}” får samme prøvenummer som {other}. Giv et af dem et andet id.")
            gatherer.add(step.file, step.line, sentence.format(id=step.id, other=other.id))
        by_id.setdefault(step.id, step)
        by_number.setdefault(number_of(step.id), step)


def _tell_scenarios(
    steps: tuple[ProtocolStep, ...], features: tuple[FeatureFile, ...], unread_steps: set[str], gatherer: Gatherer
) -> None:
    """Tell of scenarios without a step, steps with two scenarios, and automatic steps with none."""
    known = {step.id for step in steps} | unread_steps
    shown: dict[str, Scenario] = {}
    named: dict[tuple[str, str], Scenario] = {}
    for scenario in (each for feature in features for each in feature.scenarios):
        if scenario.step not in known:
            sentence = _("Scenariet “{name}” er mærket @{step}, men intet trin har det id.")
            text = sentence.format(name=scenario.name, step=scenario.step)
            gatherer.add(scenario.file, scenario.line, text, nearest(scenario.step, known))
        elif scenario.step in shown:
            first = shown[scenario.step]
            sentence = _("Trinnet {step} har allerede et scenarie i {file}, linje {line}. Ét scenarie viser ét trin.")
            text = sentence.format(step=scenario.step, file=first.file, line=first.line)
            gatherer.add(scenario.file, scenario.line, text)
        shown.setdefault(scenario.step, scenario)
        twin = named.setdefault((scenario.file, scenario.name), scenario)
        if twin is not scenario:  # pytest-bdd would run only one of them
            sentence = _("Scenariet “{name}” står også i linje {line}. Giv hvert scenarie i filen sit eget navn.")
            gatherer.add(scenario.file, scenario.line, sentence.format(name=scenario.name, line=twin.line))
    tagged = set(shown) | {tag for feature in features for tag in feature.tags}
    for step in steps:
        if step.kind is Kind.AUTOMATIC and step.id and step.id not in tagged:
            sentence = _("Det automatiske trin {id} har intet scenarie: intet scenarie i features/ er mærket @{id}.")
            gatherer.add(step.file, step.line, sentence.format(id=step.id))


def _digest(protocol: Protocol, scenarios: tuple[Scenario, ...], texts: dict[str, str]) -> str:
    """Return the sha256 over the protocol's files: for each its path, its length and its text."""
    ids = {step.id for step in protocol.steps}
    files = {protocol.file} | {scenario.file for scenario in scenarios if scenario.step in ids}
    digest = hashlib.sha256()
    for file in sorted(files):
        content = texts[file].encode()
        digest.update(f"{file}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _tell_missing_folders(reading: _Reading) -> None:
    for pattern, sentence in (
        ("protocols/*.yaml", _("Der er ingen protokoller i mappen protocols/.")),
        ("features/**/*.feature", _("Der er ingen feature-filer i mappen features/.")),
    ):
        if not any(reading.root.glob(pattern)):
            reading.gatherer.add(pattern.partition("/")[0], 1, sentence)


def _read(root: Path) -> tuple[Suite, tuple[Mistake, ...]]:
    """Read everything; where there are mistakes the suite is as much as could be understood, and not to be used."""
    reading = _Reading(root, Gatherer(), {}, set())
    _tell_missing_folders(reading)
    requirements = _requirements(reading)
    ids = None if requirements is None else tuple(requirement.id for requirement in requirements)
    stems = tuple(path.stem for path in _protocol_paths(reading))
    known = Known(load_fixtures(root, reading.gatherer), ids, stems)
    protocols = tuple(_protocols(reading, known))
    programmes = tuple(_programmes(reading, known))
    features = tuple(_features(reading))
    steps = tuple(step for protocol in protocols for step in protocol.steps)
    _tell_step_ids(steps, reading.gatherer)
    _tell_scenarios(steps, features, reading.unread_steps, reading.gatherer)
    scenarios = tuple(scenario for feature in features for scenario in feature.scenarios)
    digested = tuple(replace(each, digest=_digest(each, scenarios, reading.texts)) for each in protocols)
    persons = tuple(known.fixtures.persons.values())
    return Suite(root, digested, programmes, requirements or (), scenarios, persons), reading.gatherer.mistakes


def load_suite(root: Path) -> Suite:
    """Load protocols/, features/ and fixtures/ of a folder.

    Raises ConfigurationMistakes with all mistakes of all files, each with its file, its line and, where one is near,
    what was probably meant. Whether every sentence has a definition is not asked here: see check_suite.
    """
    suite, mistakes = _read(root)
    if mistakes:
        raise ConfigurationMistakes(mistakes)
    return suite


def check_suite(root: Path) -> Suite:
    """Load a suite, its sentences in steps/ and its plan; raises ConfigurationMistakes with everything found."""
    suite, mistakes = _read(root)
    mistakes += undefined_sentences(root, suite.scenarios) + plan_mistakes(root)
    if mistakes:
        raise ConfigurationMistakes(mistakes)
    return suite
