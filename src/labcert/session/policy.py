"""The programme's rule of approval, line by line: what is demanded, whether it is so, and what is missing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from labcert.domain.casework import DeviationState
from labcert.domain.events import RunStarted, SessionOpened
from labcert.domain.language import _, ngettext
from labcert.domain.outcome import Mark, Outcome
from labcert.domain.verdict import SELF_TEST, JudgedDeviation, PolicyLine, StepVerdict
from labcert.protocol.model import Demand, Policy
from labcert.session.suite_words import told_of_suite

__all__ = ["MARKS_LINE", "Judged", "joined", "policy_lines"]

MARKS_LINE = "karakterer"
"""the name of the line about the steps' marks; each other line is named by its demand"""
ALWAYS = (Demand.COMPLETE, Demand.ATTESTED)
"""demanded of every session, whether or not a programme says so: a missing result is never a pass"""


@dataclass(frozen=True)
class Judged:
    """What the rule is held against. `strange` are steps in the log that the programme doesn't have.

    `broke` says that the latest run ended in a fault of ours; `programme_version` and `digests` (protocol id -> digest)
    are those of now, which the opening's are held against; `runs` has each run that a step's result comes from.
    """

    opened: SessionOpened
    steps: tuple[StepVerdict, ...]
    deviations: tuple[JudgedDeviation, ...]
    strange: Sequence[str]
    broke: bool
    programme_version: str
    digests: Mapping[str, str]
    runs: Mapping[int, RunStarted]


def policy_lines(policy: Policy, judged: Judged) -> tuple[PolicyLine, ...]:
    """Hold a session against the rule, in the rule's order."""
    demands = dict.fromkeys((*policy.demands, *ALWAYS))
    return (_marks(policy, judged), *(_LINES[demand](judged) for demand in demands))


def joined(words: Sequence[str], last: str) -> str:
    """Return "a, b og c" for the words and the word that stands before the last."""
    return f" {last} ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def _line(rule: str, text: str, missing: Iterator[str] | Sequence[str], *, counts: bool = True) -> PolicyLine:
    told = tuple(missing)
    return PolicyLine(rule, text, not told, told, counts)


def _marks(policy: Policy, judged: Judged) -> PolicyLine:
    marks = joined([mark.value for mark in policy.accepted], _("eller"))
    text = _("Hvert trin er {marks}, eller det står med en godkendt afvigelse.").format(marks=marks)

    def missing() -> Iterator[str]:
        for step in judged.steps:
            if step.mark is not None and step.mark not in policy.accepted and not step.deviations:
                yield _marked(step, step.mark) + _hint(step, judged)

    return _line(MARKS_LINE, text, missing())


def _marked(step: StepVerdict, mark: Mark) -> str:
    if step.override:
        return _("{step} er {mark}, som {name} har sat: {reason}").format(
            step=step.id, mark=mark.value, name=step.override.by.name, reason=step.override.reason
        )
    why = step.reason or next((finding.message for finding in step.findings), step.title)
    return _("{step} er {mark}: {reason}").format(step=step.id, mark=mark.value, reason=why)


def _hint(step: StepVerdict, judged: Judged) -> str:
    """Tell of a deviation that would have let the step stand, had it counted."""
    idle = (DeviationState.NOT_YET, DeviationState.EXPIRED, DeviationState.ELSEWHERE)
    found = [
        each.sentence
        for each in judged.deviations
        if each.state in idle
        and each.deviation.requirement in step.requirements
        and (not each.deviation.steps or step.id in each.deviation.steps)
    ]
    return "".join(f" {sentence}" for sentence in found)


def _complete(judged: Judged) -> PolicyLine:
    def missing() -> Iterator[str]:
        if not judged.steps:
            yield _("Programmet har ingen trin.")
        for step in judged.steps:
            if step.mark is None and step.outcome is not Outcome.WAITING:
                yield f"{step.id}: {step.reason}"
            elif step.unrun and step.mark is not Mark.NOT_RELEVANT:
                text = ngettext(
                    "{step}: {count} af trinnets eksempler er ikke kørt.",
                    "{step}: {count} af trinnets eksempler er ikke kørt.",
                    step.unrun,
                )
                yield text.format(step=step.id, count=step.unrun)
        for each in judged.strange:
            yield _("Loggen har et resultat for {step}, som ikke hører til programmet.").format(step=each)
        if judged.broke:
            yield _("Kørslen gik i stå hos os. Det tæller ikke mod leverandøren; kør de sidste trin igen.")

    count = len(judged.steps)
    text = ngettext("Programmets ene trin er afgjort.", "Alle programmets {count} trin er afgjort.", count)
    return _line(Demand.COMPLETE.value, text.format(count=count), missing())


def _attested(judged: Judged) -> PolicyLine:
    def missing() -> Iterator[str]:
        for step in judged.steps:
            if step.mark is None and step.outcome is Outcome.WAITING:
                yield f"{step.id}: {step.reason}"
            elif step.unseen and step.mark is not Mark.NOT_RELEVANT:
                yield _("{step}: Afventer {parties}.").format(step=step.id, parties=joined(step.unseen, _("og")))

    return _line(Demand.ATTESTED.value, _("Alle trin, som personer skal se efter, er bekræftet."), missing())


def _by_run(judged: Judged, value: Callable[[RunStarted], str]) -> dict[str, list[str]]:
    """Group the steps by what their run says; what a run doesn't say is as the session was opened."""
    groups: dict[str, list[str]] = {}
    for step in judged.steps:
        if step.run in judged.runs and (found := value(judged.runs[step.run])):
            groups.setdefault(found, []).append(step.id)
    return groups


def _system_version(judged: Judged) -> PolicyLine:
    opened = judged.opened
    text = _("Alle trin er prøvet med version {version} af systemet.").format(version=opened.system_version)
    missing = [
        _("{steps} er prøvet med version {version}.").format(steps=joined(steps, _("og")), version=version)
        for version, steps in _by_run(judged, lambda run: run.system_version).items()
        if version != opened.system_version
    ]
    return _line(Demand.ONE_SYSTEM_VERSION.value, text, missing)


def _protocol_version(judged: Judged) -> PolicyLine:
    text = _("Alle trin er prøvet med samme version af protokollen.")
    return _line(Demand.ONE_PROTOCOL_VERSION.value, text, _other_protocols(judged))


def _other_protocols(judged: Judged) -> Iterator[str]:
    opened, now = judged.opened, judged.digests
    remedy = _("Bedøm sessionen med den labcert, som den er kørt med.")
    if opened.programme_version != judged.programme_version:
        text = _("Programmet er nu version {now}, men sessionen begyndte med version {before}.")
        yield text.format(now=judged.programme_version, before=opened.programme_version) + f" {remedy}"
    for protocol in dict.fromkeys((*opened.protocols, *now)):
        if protocol not in opened.protocols:
            text = _("Protokollen {protocol} var ikke med i programmet, da sessionen begyndte.")
        elif protocol not in now:
            text = _("Protokollen {protocol} er ikke med i programmet mere.")
        elif opened.protocols[protocol] != now[protocol]:
            text = _("Protokollen {protocol} er en anden end den, sessionen begyndte med.")
        else:
            continue
        yield text.format(protocol=protocol) + f" {remedy}"
    for digest, steps in _by_run(judged, lambda run: run.suite_digest).items():
        if digest != opened.suite_digest:
            text = _("{steps} er kørt, efter at protokoller eller scenarier blev ændret.")
            yield text.format(steps=joined(steps, _("og")))


def _sealed(judged: Judged) -> PolicyLine:
    opened = judged.opened
    counts = not opened.demo and opened.test_type not in ("", SELF_TEST)
    text = _("Protokoller, scenarier og regler er dem, som denne udgave af labcert kom med.")
    if opened.suite_state is None:
        missing = [_("Loggen siger ikke, om protokoller og regler er udgavens egne.")]
    else:
        missing = [] if opened.suite_state.sealed else [told_of_suite(opened.suite_state)]
    return _line(Demand.SEALED_SUITE.value, text, missing, counts=counts)


def _deviations(judged: Judged) -> PolicyLine:
    waiting = (DeviationState.ASKED, DeviationState.REFUSED)
    count = sum(each.state is DeviationState.IN_FORCE for each in judged.deviations)
    text = _("Ingen afvigelse venter på at blive godkendt af den, der må.")
    if count:
        text += " " + ngettext("{count} afvigelse gælder.", "{count} afvigelser gælder.", count).format(count=count)
    told = [each.sentence for each in judged.deviations if each.state in waiting]
    return _line(Demand.DEVIATIONS_APPROVED.value, text, told)


_LINES: dict[Demand, Callable[[Judged], PolicyLine]] = {
    Demand.COMPLETE: _complete,
    Demand.ONE_SYSTEM_VERSION: _system_version,
    Demand.ONE_PROTOCOL_VERSION: _protocol_version,
    Demand.SEALED_SUITE: _sealed,
    Demand.ATTESTED: _attested,
    Demand.DEVIATIONS_APPROVED: _deviations,
}
