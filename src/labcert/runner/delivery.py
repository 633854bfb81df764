"""From a finished run to a sealed bundle: verdict, Allure, the Danish report, manifest and signatures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from labcert.domain.events import SignOffStated
from labcert.domain.language import _
from labcert.domain.mutation import Score
from labcert.domain.verdict import Verdict
from labcert.protocol.model import Programme, Suite
from labcert.reporting.allure_html import Missing, make_html
from labcert.reporting.allure_results import write_results
from labcert.reporting.changes import Comparison
from labcert.reporting.html import render
from labcert.reporting.model import ProgrammeView, build, requirement_texts
from labcert.runner.marks import local_time
from labcert.session import LogEntry, SessionFolder
from labcert.session.atomic import write_whole
from labcert.session.demo_authority import DemoAuthority
from labcert.session.sealing import facts_of, seal, seal_demo
from labcert.session.verdict import verdict_json

__all__ = ["Finished", "Reports", "deliver"]


@dataclass(frozen=True)
class Reports:
    """Which reports are wanted, and whether Allure's generator may be fetched for them."""

    allure: bool = True
    may_fetch: bool = True
    score: Score | None = None
    """what the protocols caught when they were tried on wrong systems"""


@dataclass(frozen=True)
class Finished:
    """A session that has been run and judged, with everything its log says."""

    folder: SessionFolder
    suite: Suite
    programme: Programme
    entries: tuple[LogEntry, ...]
    verdict: Verdict
    comparison: Comparison | None = None
    """what changed since the run before"""
    file_names: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """(step, sha256 of evidence) -> the names under which it is handed in"""


def deliver(session: Finished, wanted: Reports, phase: Callable[[str], None]) -> tuple[str, ...]:
    """Write everything that is derived from the log, then seal; return a sentence for each report that is missing."""
    folder, suite, programme, verdict = session.folder, session.suite, session.programme, session.verdict
    entries = session.entries
    known = frozenset(person.cpr for person in suite.persons if person.cpr)
    requirements = requirement_texts(suite.requirements)
    write_whole(folder.verdict, verdict_json(verdict))
    phase(_("Skriver Allure-resultater"))
    write_results(
        folder.allure_results,
        verdict,
        entries,
        folder.evidence,
        {name: texts[0] for name, texts in requirements.items()},
        protocol_titles={protocol.id: protocol.title for protocol in suite.protocols},
        known=known,
    )
    missing = _allure_page(folder, programme, wanted, phase)
    phase(_("Skriver rapporten"))
    view = ProgrammeView(programme, suite.protocols_of(programme))
    model = build(verdict, entries, view, requirements, known)
    model = replace(model, comparison=session.comparison, file_names=session.file_names, score=wanted.score)
    write_whole(folder.report, render(model, lambda digest: (folder.evidence / digest).read_bytes()))
    phase(_("Forsegler pakken"))
    _seal(folder, programme, entries)
    return missing


def _allure_page(
    folder: SessionFolder, programme: Programme, wanted: Reports, phase: Callable[[str], None]
) -> tuple[str, ...]:
    if not wanted.allure:
        return ()
    phase(_("Laver allure.html"))
    missing = make_html(folder.allure_results, folder.allure, programme.title, allow_network=wanted.may_fetch)
    return (str(missing),) if isinstance(missing, Missing) else ()


def _seal(folder: SessionFolder, programme: Programme, entries: tuple[LogEntry, ...]) -> None:
    """Seal with the signatures that were stated; an unfinished session is sealed without any, and says so."""
    if any(isinstance(entry.event, SignOffStated) for entry in entries):
        seal_demo(folder, programme, DemoAuthority(local_time()))
    else:
        seal(folder, facts_of(entries, ()), ())
