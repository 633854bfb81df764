"""The folder `allure-results`: made whole beside its place and then put there, so that nobody sees half of it."""

import json
import shutil
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path

from allure_commons.logger import AllureMemoryLogger

from labcert.domain.errors import ToolFault
from labcert.domain.events import RunStarted, SessionOpened
from labcert.domain.language import _
from labcert.domain.system_words import system_words
from labcert.domain.verdict import Verdict
from labcert.reporting.allure_results.attachments import Attacher, Mask
from labcert.reporting.allure_results.building import IDS, Builder
from labcert.reporting.allure_results.history_file import HISTORY_FILE, history_lines
from labcert.reporting.allure_results.telling import CATEGORIES
from labcert.reporting.casework import SignOffRow
from labcert.reporting.casework_words import review_word
from labcert.reporting.history import EntryView, events_of
from labcert.reporting.html.casework_words import test_type_word
from labcert.reporting.signs import shown

__all__ = ["write_results"]


def write_results(
    folder: Path,
    verdict: Verdict,
    entries: Sequence[EntryView],
    evidence_folder: Path,
    requirement_titles: Mapping[str, str],
    *,
    protocol_titles: Mapping[str, str] | None = None,
    known: Collection[str] = (),
    sign_off: Sequence[SignOffRow] = (),
) -> int:
    """Write the results of a session into a folder, replacing what was there; return how many results were written.

    `evidence_folder` holds each piece of evidence under its sha256. `known` are the test persons' CPR numbers, 10
    digits each: every other number that may be a CPR is masked. `sign_off` says who must sign which
    row. The same session always gives the same files.
    Raises ToolFault where evidence is gone or the folder cannot be written.
    """
    mask = partial(shown, known=frozenset(known))
    making = folder.with_name(folder.name + ".ny")
    try:
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        builder = Builder(
            verdict, entries, Attacher(making, evidence_folder, mask), mask, requirement_titles, protocol_titles or {},
            sign_off,
        )  # fmt: skip
        count = _write_each(making, builder)
        _write_json(making / "categories.json", CATEGORIES())
        _write_json(making / "executor.json", _executor(verdict, entries))
        history = "".join(history_lines(IDS, verdict, entries, mask))
        if history:
            (making / HISTORY_FILE).write_text(history, "utf-8", newline="\n")
        (making / "environment.properties").write_text(_environment(verdict, entries, mask), "ascii")
        shutil.rmtree(folder, ignore_errors=True)
        making.replace(folder)
    except OSError as error:
        raise ToolFault(
            _("Allure-resultaterne kunne ikke skrives: {why}.").format(why=system_words(error)),
            where=str(folder),
            remedy=_("Kontrollér plads og rettigheder, og lav rapporten igen; hændelsesloggen er bevaret."),
        ) from error
    return count


def _write_each(folder: Path, builder: Builder) -> int:
    """Write one file a result, in the form that allure-python-commons gives it."""
    memory = AllureMemoryLogger()
    for result in builder.results():
        memory.report_result(result)
    for data in memory.test_cases:
        _write_json(folder / f"{data['uuid']}-result.json", data)
    return len(memory.test_cases)


def _write_json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _environment(verdict: Verdict, entries: Sequence[EntryView], mask: Mask) -> str:
    """Return environment.properties: what the report shows as the session's surroundings."""
    opened = next((event for _time, event in events_of(entries, SessionOpened)), None)
    runs = events_of(entries, RunStarted)
    pairs = {
        _("Program"): f"{verdict.programme} {verdict.version}",
        _("Leverandør"): verdict.vendor,
        _("System"): f"{verdict.system} {verdict.system_version}",
        _("Session"): verdict.session,
        _("Slags test"): test_type_word(verdict),
        _("Gennemgang"): review_word(verdict.review),
        _("Antal kørsler"): str(len(runs)),
        _("Vurdering"): verdict.sentence,
        _("Demonstration"): _("ja, forpligter ingen") if verdict.demo else _("nej"),
    }
    if opened:
        pairs[_("Værktøj")] = f"labcert {opened.tool_version}"
        pairs[_("Regelprofil")] = opened.profile
    if runs:
        pairs |= runs[-1][1].addresses
    return "".join(f"{_escaped(key)}={_escaped(mask(value))}\n" for key, value in pairs.items())


def _executor(verdict: Verdict, entries: Sequence[EntryView]) -> dict[str, object]:
    """Return executor.json: which tool and which session the results are of, and how many runs it has had."""
    opened = next((event for _time, event in events_of(entries, SessionOpened)), None)
    return {
        "name": f"labcert {opened.tool_version}" if opened else "labcert",
        "type": "labcert",
        "buildName": verdict.session,
        "buildOrder": len(events_of(entries, RunStarted)),
        "reportName": verdict.session,
    }


def _escaped(text: str) -> str:
    """Escape for a Java properties file: a UTF-16 unit that is no plain ASCII letter or digit becomes its number."""
    raw = text.encode("utf-16-be")
    codes = (int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2))
    return "".join(chr(code) if code < 128 and chr(code).isalnum() else f"\\u{code:04x}" for code in codes)
