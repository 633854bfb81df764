"""The report's words for outcomes, classes, times and sizes, and the tone (CSS class) that goes with each."""

from datetime import date, datetime

from labcert.domain.juror import SHEET_TYPE
from labcert.domain.language import _, language, ngettext
from labcert.domain.outcome import Mark, Outcome, Severity
from labcert.domain.verdict import SELF_TEST, StepVerdict
from labcert.reporting.model import Headline

__all__ = [
    "READING_ORDER", "class_word", "clock", "counted", "date_and_time", "day", "duration", "file_size", "headline_word",
    "kind_of_file", "mark_or_outcome", "mark_word", "outcome_word", "reason", "sentence_without_headline", "step_tone",
    "tone_of", "tone_of_mark",
]

READING_ORDER = (
    Outcome.FAILED, Outcome.FAULT, Outcome.SETUP_FAULT, Outcome.WAITING, Outcome.NOT_RUN, Outcome.PASSED,
    Outcome.NOT_RELEVANT,
)
"""outcomes in the order a reader wants to know of them"""

_TONES = {
    Outcome.PASSED: "ok",
    Outcome.NOT_RELEVANT: "irrelevant",
    Outcome.NOT_RUN: "notrun",
    Outcome.WAITING: "waiting",
    Outcome.FAILED: "f1",
    Outcome.SETUP_FAULT: "setup",
    Outcome.FAULT: "fault",
}


def outcome_word(outcome: Outcome) -> str:
    """Return an outcome in a word or two."""
    words = {
        Outcome.PASSED: _("Ok"),
        Outcome.NOT_RELEVANT: _("Ikke relevant"),
        Outcome.NOT_RUN: _("Ikke kørt"),
        Outcome.WAITING: _("Afventer"),
        Outcome.FAILED: _("Ikke opfyldt"),
        Outcome.SETUP_FAULT: _("Opsætningsfejl"),
        Outcome.FAULT: _("Fejl hos os"),
    }
    return words[outcome]


def class_word(severity: Severity | Mark | str) -> str:
    """Return MedCom's word for a class of flaw: F1 Kritisk and so on."""
    words = {
        "F1": _("F1 Kritisk"),
        "F2": _("F2 Alvorlig"),
        "F3": _("F3 Betydelig"),
        "F4": _("F4 Mindre betydelig"),
    }
    return words.get(str(severity), str(severity))


def headline_word(headline: Headline, test_type: str = "") -> str:
    """Return the verdict's headline; "godkendt" is MedCom's word, so a self-test has others."""
    if test_type == SELF_TEST:
        return {
            Headline.APPROVED: _("Alt er opfyldt"),
            Headline.READY: _("Alt er opfyldt"),
            Headline.NOT_APPROVED: _("Ikke alt er opfyldt"),
            Headline.WAITING: _("Ikke færdig endnu"),
        }[headline]
    words = {
        Headline.APPROVED: _("Godkendt"),
        Headline.READY: _("Kan godkendes"),
        Headline.NOT_APPROVED: _("Ikke godkendt"),
        Headline.WAITING: _("Afventer"),
    }
    return words[headline]


def sentence_without_headline(sentence: str) -> str:
    """Return the verdict's sentence without what stands above and below it already: headline and demonstration."""
    demonstration = _("Demonstration, ikke en certificering: {sentence}").format(sentence="")
    self_test = _("Egentest, ikke en godkendelse: {sentence}").format(sentence="")
    told = sentence.removeprefix(demonstration).removeprefix(self_test)
    headlines = [headline_word(headline, kind) for headline in Headline for kind in ("", SELF_TEST)]
    for front in (_("Ikke godkendt endnu."), *(f"{headline}." for headline in headlines)):
        if told.startswith(front):
            return told.removeprefix(front).lstrip()
    return told


def mark_word(step: StepVerdict) -> str:
    """Return MedCom's mark, or what the step waits for or broke on where nothing can be marked."""
    return mark_or_outcome(step.outcome, step.mark, decided=step.override is not None)


def mark_or_outcome(outcome: Outcome, mark: Mark | None, *, decided: bool = False) -> str:
    """Return a mark in a word, or the outcome where it says more; `decided` says that a person set the mark."""
    if mark is None or (outcome is not Outcome.FAILED and not decided):
        return outcome_word(outcome)
    words = {Mark.OK: Outcome.PASSED, Mark.NOT_RELEVANT: Outcome.NOT_RELEVANT}
    return outcome_word(words[mark]) if mark in words else mark.value


def step_tone(step: StepVerdict) -> str:
    """Return the CSS class of a step: that of its class of flaw, else that of its outcome."""
    return tone_of_mark(step.outcome, step.mark, decided=step.override is not None)


def tone_of_mark(outcome: Outcome, mark: Mark | None, *, decided: bool = False) -> str:
    """Return the CSS class of a mark, or of the outcome where that says more."""
    if mark is None or (outcome is not Outcome.FAILED and not decided):
        return _TONES[outcome]
    return {Mark.OK: "ok", Mark.NOT_RELEVANT: "irrelevant"}.get(mark, mark.value.lower())


def tone_of(outcome: Outcome) -> str:
    """Return the CSS class of an outcome."""
    return _TONES[outcome]


def counted(outcome: Outcome, count: int) -> str:
    """Return a total in words: 3 trin er ikke opfyldt."""
    texts = {
        Outcome.PASSED: ngettext("{count} trin er Ok", "{count} trin er Ok", count),
        Outcome.FAILED: ngettext("{count} trin er ikke opfyldt", "{count} trin er ikke opfyldt", count),
        Outcome.WAITING: ngettext("{count} trin afventer en person", "{count} trin afventer en person", count),
        Outcome.NOT_RUN: ngettext("{count} trin er ikke kørt", "{count} trin er ikke kørt", count),
        Outcome.NOT_RELEVANT: ngettext("{count} trin er ikke relevant", "{count} trin er ikke relevante", count),
        Outcome.SETUP_FAULT: ngettext("{count} trin har opsætningsfejl", "{count} trin har opsætningsfejl", count),
        Outcome.FAULT: ngettext("{count} trin ramte en fejl hos os", "{count} trin ramte en fejl hos os", count),
    }
    return texts[outcome].format(count=count)


def duration(milliseconds: float) -> str:
    """Return 12 ms, 1,2 s or 3 min 5 s."""
    if milliseconds < 1:
        return _("under 1 ms")
    if milliseconds < 1000:
        return f"{milliseconds:.0f} ms"
    if milliseconds < 60_000:
        return _comma(f"{milliseconds / 1000:.1f} s")
    return f"{milliseconds // 60_000:.0f} min {milliseconds % 60_000 // 1000:.0f} s"


def file_size(count: int) -> str:
    """Return 812 byte or 4,5 kB."""
    return f"{count} byte" if count < 1000 else _comma(f"{count / 1000:.1f} kB")


def _comma(number: str) -> str:
    return number.replace(".", ",") if language() == "da" else number


def kind_of_file(media_type: str) -> str:
    """Return what a file is in a word: XML, JSON, side (HTML), HTTP, tekst; the media type itself for the others."""
    kind = media_type.partition(";")[0].strip()
    words = {
        "application/xml": "XML", "text/xml": "XML", "application/json": "JSON", "message/http": "HTTP",
        "text/html": _("side (HTML)"), "text/plain": _("tekst"), SHEET_TYPE: "JSON", "image/png": "PNG",
        "image/jpeg": "JPEG", "application/pdf": "PDF",
    }
    return words.get(kind, kind)


def reason(step: StepVerdict) -> str:
    """Return why a step came out so, or nothing where its findings say the same."""
    return "" if any(finding.message in step.reason for finding in step.findings) else step.reason


def _reading(time: str) -> datetime | None:
    """Return an ISO 8601 time, or None where the text is not one."""
    try:
        return datetime.fromisoformat(time)
    except ValueError:
        return None


def date_and_time(time: str) -> str:
    """Return 23. november 2026 kl. 14.05, or the text itself where it is no time."""
    moment = _reading(time)
    if moment is None:
        return time
    return _("{date} kl. {hour}.{minute}").format(date=day(moment), hour=f"{moment:%H}", minute=f"{moment:%M}")


def day(when: date) -> str:
    """Return 23. november 2026."""
    months = (
        _("januar"), _("februar"), _("marts"), _("april"), _("maj"), _("juni"),
        _("juli"), _("august"), _("september"), _("oktober"), _("november"), _("december"),
    )
    return _("{day}. {month} {year}").format(day=when.day, month=months[when.month - 1], year=when.year)


def clock(time: str) -> str:
    """Return the time of day to the second: 14.05.07, or the text itself where it is no time."""
    moment = _reading(time)
    return f"{moment:%H.%M.%S}" if moment else time
