"""Makes any report of a session, from the store or from its folder; nothing of the session is changed.

A sealed session's own pages are handed on as they are, byte for byte; everything else is made from log and protocols.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from labcert.domain.errors import SetupFault, UsageMistake
from labcert.domain.events import SessionOpened, SignOffStated
from labcert.domain.language import _
from labcert.domain.sut import System, Vendor
from labcert.domain.verdict import Verdict
from labcert.protocol.mistakes import nearest
from labcert.protocol.model import Suite
from labcert.reporting.masked import masked
from labcert.reporting.model import ReportModel, SignaturePart
from labcert.runner.certifying import programme_of
from labcert.runner.delivery import Finished, Reports, html_of, make_allure, model_of
from labcert.runner.handing_in import SYSTEM_FILE, medcom_names
from labcert.runner.marks import local_time
from labcert.runner.planning import session_folder
from labcert.session import LogEntry, SessionFolder, read_log
from labcert.session.canonical import sha256_of
from labcert.session.folder import VERDICT_FILE
from labcert.session.manifest import read_manifest
from labcert.session.names import is_odd_name
from labcert.session.signing import read_signatures
from labcert.session.store import Store, Wanted
from labcert.session.verdict import compute
from labcert.session.verdict_reading import read_verdict

__all__ = ["FORMATS", "TEXT_FORMATS", "Gathered", "gathered", "make_report", "report_name"]

FORMATS = {
    "html": ("rapport", "html"), "pdf": ("rapport", "pdf"), "allure": ("allure", "html"), "csv": ("rapport", "csv"),
    "xlsx": ("rapport", "xlsx"), "json": ("rapport", "json"), "junit": ("rapport", "xml"), "docx": ("protokol", "docx"),
    "protocol-pdf": ("protokol", "pdf"),
}  # fmt: skip
"""format -> what its file is called, and how the name ends"""
TEXT_FORMATS = frozenset({"html", "allure", "csv", "json", "junit"})
"""those that can be written to a terminal or a pipe"""
_LONGEST_NAME = 150

Phase = Callable[[str], None]


@dataclass(frozen=True)
class Gathered:
    """A session read and judged. `model` is masked; `vendor` and `system` are None where nobody wrote them down.

    `folder` is a copy where the session lies in a store, and the session's own where it lies in a folder.
    """

    finished: Finished
    model: ReportModel
    vendor: Vendor | None
    system: System | None

    @property
    def id(self) -> str:
        """The session's id."""
        return self.model.verdict.session

    @property
    def folder(self) -> SessionFolder:
        """Where its files are."""
        return self.finished.folder

    @property
    def sealed(self) -> bool:
        """Whether its own pages are final: the seal is taken off by whatever happens after it."""
        return self.folder.manifest.is_file()


@contextmanager
def gathered(word: str, suite: Suite, open_store: Callable[[], Store]) -> Iterator[Gathered]:
    """Find a session by its folder, or by its id (or the beginning of it) in the store or below reports/.

    Raises UsageMistake where there is none, and BrokenChain where its log isn't as it was written.
    """
    if Path(word).is_dir():
        yield _gather(SessionFolder.open(Path(word)), suite)
        return
    with TemporaryDirectory(prefix="labcert-") as place:
        folder, later = _from_store(word, open_store, Path(place) / "session")
        found = _gather(folder, suite)
        yield replace(found, model=replace(found.model, followed_by=later))


def _from_store(word: str, open_store: Callable[[], Store], place: Path) -> tuple[SessionFolder, tuple[str, ...]]:
    """Return the session's folder, and the ids of the sessions that took it up again."""
    with open_store() as store:
        try:
            row = store.find(word)
        except UsageMistake:
            try:
                return session_folder(word), ()
            except UsageMistake:
                pass  # what the store said names the nearest session
            raise
        others = store.sessions(Wanted(vendor=row.vendor, programme=row.programme))
        later = tuple(other.id for other in others if other.follows == row.id)
        return store.materialise(row.id, place), later


def _gather(folder: SessionFolder, suite: Suite) -> Gathered:
    entries = read_log(folder.events).entries
    opened = next((entry.event for entry in entries if isinstance(entry.event, SessionOpened)), None)
    if opened is None:
        raise UsageMistake(_("Sessionens log begynder ikke med, at den blev åbnet."), where=str(folder.path))
    programme = programme_of(suite, opened.programme)
    verdict = _frozen(folder, opened) or compute(suite, programme, entries, local_time().date())
    names = medcom_names(folder, verdict)
    finished = Finished(folder, suite, programme, entries, verdict, file_names=names)
    model = masked(model_of(finished, _signed(folder, entries)))
    vendor, system = _described(folder, opened)
    return Gathered(finished, model, vendor, system)


def _frozen(folder: SessionFolder, opened: SessionOpened) -> Verdict | None:
    """Return the verdict of a session whose review has ended, as it was sealed: newer protocols don't change it."""
    try:
        listed = {each.path: each.sha256 for each in read_manifest(folder.manifest.read_bytes()).files}
        data = folder.verdict.read_bytes()
        verdict = read_verdict(data) if sha256_of(data) == listed.get(VERDICT_FILE) else None
    except (OSError, ValueError):  # there is none, or `labcert verify` tells what is wrong with it
        return None
    return verdict if verdict and verdict.review.closed and verdict.session == opened.session else None


def _signed(folder: SessionFolder, entries: tuple[LogEntry, ...]) -> tuple[SignaturePart, ...]:
    """Return the signatures of manifest.sig that the log does not tell of; whether they hold, `labcert verify` says."""
    if not folder.signatures.is_file():
        return ()
    try:
        found = read_signatures(folder.signatures.read_bytes()).signatures
    except (OSError, ValueError):
        return ()
    stated = {(entry.event.row, entry.event.party) for entry in entries if isinstance(entry.event, SignOffStated)}
    return tuple(
        SignaturePart(
            each.time,
            SignOffStated(each.row, each.party, each.name, each.role, each.organisation, each.remark, each.demo),
        )
        for each in found
        if (each.row, each.party) not in stated
    )


def _described(folder: SessionFolder, opened: SessionOpened) -> tuple[Vendor | None, System | None]:
    """Return what sut.yaml said of vendor and system, where it was kept, and is about what was tested."""
    try:
        content = json.loads((folder.path / SYSTEM_FILE).read_bytes())
        vendor = msgspec.convert(content["vendor"], Vendor)
        system = msgspec.convert(content["system"], System)
    except (OSError, ValueError, KeyError, TypeError, msgspec.ValidationError):
        return None, None
    same = (vendor.name, system.name, system.version) == (opened.vendor, opened.system, opened.system_version)
    return (vendor, system) if same else (None, None)


def report_name(session: Gathered, shape: str, protocol: str = "") -> str:
    """Return what the report's file is called when nobody says."""
    name, ending = FORMATS[shape]
    whole = "-".join(part for part in (name, session.id, protocol) if part) + f".{ending}"
    # A log from elsewhere may call its session anything; the name is a file's here, and no way out of a folder.
    return re.sub(r"[^\w.-]", "_", whole)[-_LONGEST_NAME:] if "/" in whole or is_odd_name(whole) else whole


def make_report(session: Gathered, shape: str, *, protocol: str = "", may_fetch: bool = True, phase: Phase) -> bytes:
    """Return the report in one of FORMATS; `protocol` leaves out the others in the two that are forms.

    Raises UsageMistake for a protocol that the session doesn't have, SetupFault where Allure's generator is missing.
    """
    _require_protocol(session, shape, protocol)
    if shape == "html":
        return _page(session, session.folder.report, lambda unsealed: _html(unsealed, phase))
    if shape == "allure":
        return _page(session, session.folder.allure, lambda copy: _allure(copy, phase, may_fetch=may_fetch))
    phase(_("Skriver rapporten"))
    return _MAKERS[shape](session, protocol)


def _require_protocol(session: Gathered, shape: str, protocol: str) -> None:
    if not protocol:
        return
    if shape not in ("docx", "protocol-pdf"):
        raise UsageMistake(
            _("--protocol gælder kun docx og protocol-pdf; de andre formater er om hele sessionen."),
            remedy=_("Udelad --protocol."),
        )
    known = [part.id for row in session.model.rows for part in row.protocols]
    if protocol not in known:
        near = nearest(protocol, known)
        text = _("Sessionen har ingen protokol, der hedder “{wanted}”.").format(wanted=protocol)
        others = _("Den har: {known}.").format(known=", ".join(known))
        raise UsageMistake(text, remedy=_("Mente du “{near}”?").format(near=near) if near else others)


def _page(session: Gathered, kept: Path, make: Callable[[Gathered], bytes]) -> bytes:
    if session.sealed and kept.is_file():
        return kept.read_bytes()
    return make(session)


def _html(session: Gathered, phase: Phase) -> bytes:
    phase(_("Skriver rapporten"))
    return html_of(session.finished, session.model)


def _allure(session: Gathered, phase: Phase, *, may_fetch: bool) -> bytes:
    """Make the page beside the session, which stays as it is."""
    with TemporaryDirectory(prefix="labcert-") as place:
        copy = SessionFolder(Path(place))
        shutil.copytree(session.folder.evidence, copy.evidence)
        copy.allure_results.mkdir()
        finished = replace(session.finished, folder=copy)
        missing = make_allure(finished, Reports(may_fetch=may_fetch), phase)
        if missing:
            raise SetupFault(" ".join(missing))
        return copy.allure.read_bytes()


# Each format is imported when it is asked for: together they take half a second.


def _pdf(session: Gathered, _protocol: str) -> bytes:
    from labcert.reporting.paper import to_pdf

    return to_pdf(session.model)


def _csv(session: Gathered, _protocol: str) -> bytes:
    from labcert.reporting.listing import steps_table, to_csv

    return to_csv(steps_table(session.model))


def _xlsx(session: Gathered, _protocol: str) -> bytes:
    from labcert.reporting.listing import tables_of, to_xlsx

    return to_xlsx(tables_of(session.model), session.id, session.model.closed)


def _json(session: Gathered, _protocol: str) -> bytes:
    from labcert.reporting.machine import to_json

    return to_json(session.model)


def _junit(session: Gathered, _protocol: str) -> bytes:
    from labcert.reporting.machine import to_junit

    return to_junit(session.model, session.finished.programme.policy.accepted)


def _docx(session: Gathered, protocol: str) -> bytes:
    from labcert.reporting.form import filled_form, to_docx

    return to_docx(filled_form(session.model, session.vendor, session.system, protocol))


def _form_pdf(session: Gathered, protocol: str) -> bytes:
    from labcert.reporting.form import filled_form, to_pdf

    return to_pdf(filled_form(session.model, session.vendor, session.system, protocol))


_MAKERS: Mapping[str, Callable[[Gathered, str], bytes]] = {
    "pdf": _pdf, "csv": _csv, "xlsx": _xlsx, "json": _json, "junit": _junit, "docx": _docx, "protocol-pdf": _form_pdf,
}  # fmt: skip
