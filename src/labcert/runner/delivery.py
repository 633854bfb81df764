"""From a finished run to a sealed bundle: verdict, Allure, the Danish report, manifest and signatures."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field, replace

from labcert.domain.events import SignOffStated
from labcert.domain.language import _
from labcert.domain.mutation import Score
from labcert.domain.verdict import Verdict
from labcert.protocol.model import Programme, Suite
from labcert.reporting.allure_html import Missing, make_html
from labcert.reporting.allure_results import write_results
from labcert.reporting.casework import sign_off_of, signatures_of
from labcert.reporting.changes import Comparison
from labcert.reporting.field_tables import MessageTable, fields_json, summary_of, tables_of
from labcert.reporting.html import render
from labcert.reporting.model import ProgrammeView, ReportModel, SignaturePart, build, requirement_texts
from labcert.runner.marks import local_time
from labcert.session import LogEntry, SessionFolder
from labcert.session.atomic import write_whole
from labcert.session.demo_authority import DemoAuthority
from labcert.session.manifest import required_signers
from labcert.session.sealing import facts_of, freeze, seal, seal_demo
from labcert.session.verdict import verdict_json

__all__ = ["Finished", "Reports", "deliver", "html_of", "known_numbers", "make_allure", "model_of"]


FIELDS_FILE = "fields.json"
"""every message field by field, whole: the report shows the differences"""


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
    folder = session.folder
    write_whole(folder.verdict, verdict_json(session.verdict))
    with ThreadPoolExecutor(1) as worker:  # every field is compared while Allure's generator is waited for
        comparing = worker.submit(copy_context().run, _tables, session)
        missing = make_allure(session, wanted, phase)
        tables = comparing.result()
    phase(_("Skriver rapporten"))
    write_whole(folder.path / FIELDS_FILE, fields_json(tables))
    write_whole(folder.report, _html(session, replace(model_of(session), score=wanted.score), tables))
    phase(_("Forsegler pakken"))
    _seal(session)
    return missing


def known_numbers(suite: Suite) -> frozenset[str]:
    """Return the test persons' CPR numbers, which alone may be shown."""
    return frozenset(person.cpr for person in suite.persons if person.cpr)


def model_of(session: Finished, signed: Iterable[SignaturePart] = ()) -> ReportModel:
    """Put a session's report together; `signed` as in `reporting.model.build`."""
    view = ProgrammeView(session.programme, session.suite.protocols_of(session.programme))
    requirements = requirement_texts(session.suite.requirements)
    model = build(session.verdict, session.entries, view, requirements, known_numbers(session.suite), signed)
    return replace(model, comparison=session.comparison or model.comparison, file_names=session.file_names)


def html_of(session: Finished, model: ReportModel) -> bytes:
    """Return report.html with every message's fields in short."""
    return _html(session, model, _tables(session))


def _html(session: Finished, model: ReportModel, tables: Mapping[str, tuple[MessageTable, ...]]) -> bytes:
    fields = {step: summary_of(of_step) for step, of_step in tables.items()}
    evidence = session.folder.evidence
    return render(replace(model, fields=fields), lambda digest: (evidence / digest).read_bytes())


def _tables(session: Finished) -> dict[str, tuple[MessageTable, ...]]:
    cases = {step.id: step.case for step in session.suite.steps_of(session.programme)}
    evidence = session.folder.evidence
    return tables_of(session.verdict.steps, cases, lambda digest: (evidence / digest).read_bytes())


def make_allure(
    session: Finished, wanted: Reports, phase: Callable[[str], None], signed: Iterable[SignaturePart] = ()
) -> tuple[str, ...]:
    """Write Allure's results and page into the session's folder; return a sentence where the page can't be made.

    `signed` as in `reporting.model.build`.
    """
    folder = session.folder
    phase(_("Skriver Allure-resultater"))
    write_results(
        folder.allure_results,
        session.verdict,
        session.entries,
        folder.evidence,
        {requirement.id: requirement.title for requirement in session.suite.requirements},
        protocol_titles={protocol.id: protocol.title for protocol in session.suite.protocols},
        known=known_numbers(session.suite),
        sign_off=sign_off_of(session.programme, signatures_of(session.entries, signed)),
    )
    if not wanted.allure:
        return ()
    phase(_("Laver allure.html"))
    title = session.programme.title
    missing = make_html(folder.allure_results, folder.allure, title, allow_network=wanted.may_fetch)
    return (str(missing),) if isinstance(missing, Missing) else ()


def _seal(session: Finished) -> None:
    """Seal with the signatures that were stated; a session whose review has ended is sealed to be signed one by one.

    An unfinished session is sealed without any, and says so.
    """
    folder, entries = session.folder, session.entries
    if any(isinstance(entry.event, SignOffStated) for entry in entries):
        seal_demo(folder, session.programme, DemoAuthority(local_time()))
    elif session.verdict.review.closed:
        freeze(folder, facts_of(entries, required_signers(session.programme)))
    else:
        seal(folder, facts_of(entries, ()), ())
