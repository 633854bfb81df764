"""Findings for a person: what is wrong, where, shown on its line, what was expected, and what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from labcert.domain.language import _, ngettext
from labcert.domain.outcome import Severity
from labcert.reporting.findings.model import Excerpt, FileReport, RunFacts, Told, Totals
from labcert.reporting.findings.words import class_word, held_against, plain, shown_width, verdict_word

__all__ = ["FIRST", "TextTeller"]

FIRST = 5
"""findings that are told of each of many files, unless all are asked for"""
MOST = 10
"""rules that the summary names"""
_COLOURS = {Severity.F1: "31;1", Severity.F2: "31", Severity.F3: "33", Severity.F4: "36"}
_VERDICTS = {"valid": "32", "invalid": "31;1", "not_checked": "33"}


@dataclass
class _Paint:
    on: bool

    def __call__(self, code: str, text: str) -> str:
        return f"\033[{code}m{text}\033[0m" if self.on else text


class TextTeller:
    """Writes a block a finding; of many files also a summary. `every`: tell every finding of every file."""

    def __init__(self, write: Callable[[str], object], *, colour: bool = False, every: bool = False) -> None:
        self._write, self._every, self._paint = write, every, _Paint(colour)
        self._run: RunFacts | None = None
        self._only: FileReport | None = None

    def begin(self, run: RunFacts) -> None:
        """Remember what files are held against: it is told last."""
        self._run = run

    def file(self, report: FileReport) -> None:
        """Write what there is to say of a file; nothing of a valid one among many."""
        self._only = report
        assert self._run is not None
        many = self._run.files > 1
        if report.verdict == "valid" and not report.findings:
            return
        self._lines(self._about(report, first=FIRST if many and not self._every else None))

    def end(self, totals: Totals) -> None:
        """Write the summary of many files, or the sentence about the one."""
        assert self._run is not None
        if totals.interrupted:
            sentence = _("Afbrudt: {done} af {all} filer er efterprøvet. Det, der står her, gælder kun dem.")
            self._lines([sentence.format(done=totals.files, all=self._run.files), ""])
        if self._run.files == 1 and self._only is not None:
            self._lines(self._one(self._only))
        else:
            self._lines(self._summary(totals, self._run))

    def _lines(self, lines: "Iterator[str] | list[str]") -> None:
        self._write("".join(f"{line}\n" for line in lines))

    def _about(self, report: FileReport, *, first: int | None) -> Iterator[str]:
        assert self._run is not None
        if self._run.files > 1:
            yield self._heading(report)
        if report.reason:
            yield "  " + plain(report.reason)
        for told in report.findings[:first]:
            yield ""
            yield from self._block(report, told)
        more = len(report.findings) - len(report.findings[:first])
        if more:
            sentence = ngettext(
                "… og {count} fund til i filen. --all viser dem.",
                "… og {count} fund til i filen. --all viser dem.",
                more,
            )
            yield ""
            yield "  " + sentence.format(count=more)
        yield ""

    def _heading(self, report: FileReport) -> str:
        kind = " ".join(part for part in (report.standard, report.version) if part)
        word = self._paint(_VERDICTS[report.verdict], verdict_word(report.verdict))
        return f"{report.path}: {word}" + (f" ({plain(kind)})" if kind else "")

    def _block(self, report: FileReport, told: Told) -> Iterator[str]:
        """Yield the lines about one finding."""
        finding = told.finding
        head = self._paint(_COLOURS[finding.severity], f"{class_word(finding.severity)} · {finding.rule}")
        yield f"  {head}: {plain(finding.message)}"
        yield f"    {report.path}:{finding.line}" if finding.line else f"    {report.path}"
        if told.excerpt is not None:
            yield from self._shown(told.excerpt, _COLOURS[finding.severity])
        changed = ""
        if told.default is not None:
            changed = _("Profilen har ændret klassen fra {own} til {new}: {reason}").format(
                own=told.default, new=finding.severity, reason=told.reason
            )
        rows = (
            (_("Sted"), finding.path),
            (_("Forventet"), finding.expected),
            (_("Fundet"), finding.actual),
            (_("Gør"), finding.remedy),
            (_("Krav"), ", ".join(finding.requirements)),
            (_("Klasse"), changed),
            (_("Læs mere"), f"labcert explain {finding.rule}"),
        )
        width = max(shown_width(name) for name, _text in rows) + 1
        for name, text in rows:
            if text:
                yield f"    {(name + ':').ljust(width)} {plain(text)}"

    def _shown(self, excerpt: Excerpt, colour: str) -> Iterator[str]:
        """Yield the line, and under it the mark: as many columns as the marked characters fill."""
        number = str(excerpt.line)
        before, marked = excerpt.text[: excerpt.start], excerpt.text[excerpt.start : excerpt.end]
        text = before + self._paint(colour, marked) + excerpt.text[excerpt.end :] if marked else excerpt.text
        yield f"    {number} | {text}".rstrip()
        if marked:
            under = " " * shown_width(before) + self._paint(colour, "^" * max(shown_width(marked), 1))
            yield f"    {' ' * len(number)} | {under}"

    def _one(self, report: FileReport) -> Iterator[str]:
        """Yield the last word about a single file."""
        assert self._run is not None
        kind = " ".join(part for part in (report.standard, report.version) if part)
        facts = held_against(self._run)
        word = self._paint(_VERDICTS[report.verdict], verdict_word(report.verdict))
        if report.verdict == "valid":
            sentence = _("{file} er {valid}: {kind} følger skemaet og reglerne ({facts}).")
        elif report.verdict == "invalid":
            sentence = _("{file} er {valid} ({facts}).")
        else:
            sentence = _("{file} er {valid} ({facts}).")
        yield sentence.format(file=report.path, valid=word, kind=plain(kind), facts=facts)
        yield from self._changes(self._run)

    def _changes(self, run: RunFacts) -> Iterator[str]:
        if run.changes:
            off = sum(change.severity is None for change in run.changes)
            sentence = _(
                "Profilen {name} ændrer klassen på {changed} regler og slår {off} fra. "
                "--format json nævner hver af dem med grund."
            )
            yield sentence.format(name=run.profile, changed=len(run.changes) - off, off=off)

    def _summary(self, totals: Totals, run: RunFacts) -> Iterator[str]:
        """Yield the counts of many files, and the rules that found most."""
        rows = [
            (_("Filer"), totals.files),
            (_("Gyldige"), totals.verdicts["valid"]),
            (_("Ugyldige"), totals.verdicts["invalid"]),
            (_("Ikke efterprøvet"), totals.verdicts["not_checked"]),
            *((class_word(severity), totals.severities[severity.value]) for severity in Severity),
        ]
        width = max(shown_width(name) for name, _count in rows)
        digits = len(str(max(count for _name, count in rows)))
        for name, count in rows:
            yield f"{name}{' ' * (width - shown_width(name))}  {count:>{digits}}"
        if totals.rules:
            yield ""
            yield _("De regler, der fandt mest (“labcert explain REGEL” forklarer dem):")
            for rule, count in sorted(totals.rules.items(), key=lambda item: (-item[1], item[0]))[:MOST]:
                yield f"  {count:>{len(str(max(totals.rules.values())))}}  {rule}"
        yield ""
        yield _("Holdt op mod {facts}.").format(facts=held_against(run))
        yield from self._changes(run)
