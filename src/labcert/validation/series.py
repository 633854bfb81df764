"""Holds the letters of many files against each other: identifiers, corrections, part answers.

What is kept of a letter (`LetterFacts`) lies in a temporary database on disk: memory does not grow with the files.
"""

import pickle
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter
from types import TracebackType
from typing import Any, Self

from lxml import etree

from labcert.domain.errors import UsageMistake
from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.messages.codec import line_of
from labcert.validation.places import element_at
from labcert.validation.rules.rule import Rule
from labcert.validation.rules.series import RULES
from labcert.validation.rules.versions import (
    Case,
    FlawIn,
    IdentifierUses,
    LetterFacts,
    ResultFacts,
    Version,
    Versions,
)
from labcert.validation.rules.views import CodeView, InvestigationView, LetterView, ResultView
from labcert.validation.values import Validation

__all__ = ["KEY_PARTS", "STANDARD_KEY", "Series", "facts_of"]

KEY_PARTS = ("cpr", "requester_sample", "laboratory_sample", "production", "analysis_code", "sender")
STANDARD_KEY = ("cpr", "requester_sample", "laboratory_sample", "analysis_code")
"""what a correction has in common with what it corrects; the key by which a databank joins them is not public"""


def _digest(content: object) -> str:
    data = content if isinstance(content, bytes) else repr(content).encode()
    return blake2b(data, digest_size=12).hexdigest()


def _result(view: ResultView | InvestigationView, root: etree._Element) -> ResultFacts:
    """Return the facts of a result; where the letter has one status for all, its place is that of the code."""
    code: CodeView = view.code
    if isinstance(view, ResultView):
        status, path = view.result.result_status_code, f"{view.path}/ResultStatusCode"
        content = _digest(replace(view.result, result_status_code=""))
    else:
        status, path, content = view.letter.result_status, code.code_path, _digest(view.investigation)
    return ResultFacts(code.code, code.responsible, status, content, path, line_of(element_at(root, path)) or 0)


def _letter(view: LetterView, results: Iterable[ResultFacts], root: etree._Element) -> LetterFacts:
    letter, sample = view.letter, view.letter.requisition_information.sample
    element = element_at(root, view.path)
    consent = letter.patient.consent
    return LetterFacts(
        file="",
        path=view.path,
        line=line_of(element) or 0,
        standard=view.standard,
        envelope=view.message.envelope.identifier,
        letter=letter.letter.identifier,
        sender=letter.sender.ean_identifier,
        patient=_digest(letter.patient.identifier),
        requester_sample=sample.requester_sample_identifier or "",
        laboratory_sample=sample.laboratory_internal_sample_identifier,
        production=letter.laboratory_results.general_result_information.laboratory_internal_production_identifier,
        report_status=view.report_status,
        results_at=view.result.text,
        authorised_at=view.authorised.text,
        consent=consent.given.strip() if consent else "",
        content=_digest(bytes(etree.tostring(element, method="c14n", exclusive=True))),
        results=tuple(results),
    )


def facts_of(validation: Validation) -> tuple[LetterFacts, ...]:
    """Return what must be kept of the letters of a message; nothing of one that the schema refused.

    The validation must have been made with rules. The facts have no file: `Series.add` gives them theirs.
    """
    root = validation.root
    if root is None:
        return ()
    letters = [view for view in validation.views if isinstance(view, LetterView)]
    results: dict[str, list[ResultFacts]] = {view.path: [] for view in letters}
    for view in validation.views:
        if isinstance(view, ResultView | InvestigationView):
            results[view.letter.path].append(_result(view, root))
    return tuple(_letter(view, results[view.path], root) for view in letters)


def _checked_key(key: Iterable[str]) -> tuple[str, ...]:
    wanted = tuple(key)
    unknown = [part for part in wanted if part not in KEY_PARTS]
    if unknown or not wanted:
        part = ", ".join(unknown) or _("intet")
        raise UsageMistake(
            _("Nøglen mellem svar og rettelse har et ukendt led: {part}.").format(part=part),
            remedy=_("Brug led blandt {parts}, adskilt af komma.").format(parts=", ".join(KEY_PARTS)),
        )
    return wanted


_TABLES = """
create table letter
  (id integer primary key, letter_use text, envelope_use text, sample text, happened text, facts blob);
create table version (thread text, letter integer, result integer);
"""


class Series:
    """Collects the letters of many files and tells what is wrong between them. A context manager.

    `key` is what a correction has in common with what it corrects (`KEY_PARTS`). Whatever it says, the patient is left
    out of the grouping, so that a correction of another patient is seen; and sender, standard and analysis are in, so
    that two practices never mix and results are held against results of the same analysis.
    Raises UsageMistake for a key with an unknown part.
    """

    def __init__(self, key: Iterable[str] = STANDARD_KEY, rules: Iterable[Rule[Any]] = RULES) -> None:
        self._key = _checked_key(key)
        self._rules = tuple(rules)
        self._store = sqlite3.connect("")  # a temporary file that the system takes away
        self._store.executescript(_TABLES)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.close()

    def add(self, file: str, letters: Iterable[LetterFacts]) -> None:
        """Keep the letters of a file."""
        for bare in letters:
            letter = replace(bare, file=file)
            sample = self._sample(letter)
            row = (
                f"{letter.sender} {letter.letter}", f"{letter.sender} {letter.envelope}", sample,
                f"{letter.authorised_at} {letter.results_at}", pickle.dumps(letter, pickle.HIGHEST_PROTOCOL),
            )
            number = self._store.execute("insert into letter values (null, ?, ?, ?, ?, ?)", row).lastrowid
            threads: dict[str, int] = {}
            for index, result in enumerate(letter.results):
                threads.setdefault(f"{sample}\x1f{result.code}\x1f{result.responsible}", index)
            # an analysis that is repeated within the letter is told by another rule: its first result stands for it
            versions = [(thread, number, index) for thread, index in threads.items()]
            self._store.executemany("insert into version values (?, ?, ?)", versions)

    def _sample(self, letter: LetterFacts) -> str:
        parts = [getattr(letter, part) for part in self._key if part not in {"cpr", "analysis_code", "sender"}]
        return "\x1f".join((letter.standard, letter.sender, *parts))

    def findings(self) -> Iterator[tuple[str, Finding]]:
        """Yield (file, finding) for everything that is wrong between the letters, group by group."""
        for group in self._groups():
            for rule in self._rules:
                if rule.on is type(group):
                    for flaw in rule.check(group):
                        assert isinstance(flaw, FlawIn)
                        yield flaw.file, _finding(rule, flaw)

    def _groups(self) -> Iterator[IdentifierUses | Versions | Case]:
        self._store.executescript(
            "create index if not exists by_thread on version (thread);"
            "create index if not exists by_sample on letter (sample);"
            "create index if not exists by_letter on letter (letter_use);"
            "create index if not exists by_envelope on letter (envelope_use);"
        )
        for kind, query in (
            ("letter", "select letter_use, facts, 0 from letter order by letter_use, id"),
            ("envelope", "select envelope_use, facts, 0 from letter order by envelope_use, id"),
        ):
            for _key, letters in self._grouped(query):
                if len(letters) > 1:
                    yield IdentifierUses(kind, tuple(letter for letter, _index in letters))
        for _key, letters in self._grouped("select sample, facts, 0 from letter order by sample, happened, id"):
            yield Case(tuple(letter for letter, _index in letters))
        versions = (
            "select thread, facts, result from version join letter on letter.id = version.letter"
            " order by thread, happened, letter.id, result"
        )
        for _key, letters in self._grouped(versions):
            yield Versions(tuple(Version(letter, letter.results[index]) for letter, index in letters))

    def _grouped(self, query: str) -> Iterator[tuple[str, list[tuple[LetterFacts, int]]]]:
        for key, rows in groupby(self._store.execute(query), key=itemgetter(0)):
            yield key, [(pickle.loads(facts), index) for _same, facts, index in rows]  # noqa: S301 - our own bytes


def _finding(rule: Rule[Any], flaw: FlawIn) -> Finding:
    text = rule.text
    return Finding(
        rule=text.id,
        severity=text.severity,
        message=flaw.message,
        expected=flaw.expected,
        actual=flaw.actual,
        remedy=flaw.remedy or text.said("remedy"),
        path=str(flaw.place),
        line=flaw.line or None,
        layer=text.layer,
        requirements=text.requirements,
    )
