"""The programme's rule of approval, line by line: what is demanded, whether it is so, and what is missing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from labcert.domain.casework import DeviationState
from labcert.domain.events import RunStarted, SessionOpened
from labcert.domain.language import _, ngettext
from labcert.domain.outcome import Outcome
from labcert.domain.verdict import SELF_TEST, JudgedDeviation, PolicyLine, StepVerdict
from labcert.protocol.model import Demand, Policy
from labcert.session.suite_words import told_of_suite

__all__ = ["MARKS_LINE", "Judged", "policy_lines"]

MARKS_LINE = "karakterer"
"""the name of the line about the steps' marks; each other line is named by its demand"""
UNDECIDED = (Outcome.NOT_RUN, Outcome.SETUP_FAULT, Outcome.FAULT)


@dataclass(frozen=True)
class Judged:
    """What the rule is held against. `strange` are steps in the log that the programme doesn't have.

    `broke` says that the latest run ended in a fault of ours; `digests` are the protocols' digests as they are now;
    `runs` has each run that a step's result comes from.
    """

    opened: SessionOpened
    steps: tuple[StepVerdict, ...]
    deviations: tuple[JudgedDeviation, ...]
    strange: Sequence[str]
    broke: bool
    digests: Mapping[str, str]
    runs: Mapping[int, RunStarted]


def policy_lines(policy: Policy, judged: Judged) -> tuple[PolicyLine, ...]:
    """Hold a session against the rule, in the rule's order."""
    return (_marks(policy, judged), *(_LINES[demand](judged) for demand in policy.demands))


def _line(rule: str, text: str, missing: Iterator[str] | Sequence[str], *, counts: bool = True) -> PolicyLine:
    told = tuple(missing)
    return PolicyLine(rule, text, not told, told, counts)


def _marks(policy: Policy, judged: Judged) -> PolicyLine:
    marks = ", ".join(mark.value for mark in policy.accepted)
    text = _("Hvert trin er {marks}, eller står med en godkendt afvigelse.").format(marks=marks)

    def missing() -> Iterator[str]:
        for step in judged.steps:
            if step.mark is not None and step.mark not in policy.accepted and not step.deviations:
                yield _("{step} er {mark}: {reason}").format(
                    step=step.id, mark=step.mark.value, reason=_short(step)
                ) + _hint(step, judged)

    return _line(MARKS_LINE, text, missing())


def _short(step: StepVerdict) -> str:
    if step.override:
        return step.override.reason
    return step.reason or next((finding.message for finding in step.findings), step.title)


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
            if step.outcome in UNDECIDED and step.mark is None:
                yield f"{step.id}: {step.reason}"
        for each in judged.strange:
            yield _("Loggen har et resultat for {step}, som ikke hører til programmet.").format(step=each)
        if judged.broke:
            yield _("Kørslen gik i stå hos os. Det tæller ikke mod leverandøren; kør de sidste trin igen.")

    text = _("Alle programmets {count} trin er afgjort.").format(count=len(judged.steps))
    return _line(Demand.COMPLETE.value, text, missing())


def _attested(judged: Judged) -> PolicyLine:
    def missing() -> Iterator[str]:
        for step in judged.steps:
            if step.outcome is Outcome.WAITING and step.mark is None:
                yield f"{step.id}: {step.reason}"

    return _line(Demand.ATTESTED.value, _("Alle trin, som personer skal se efter, er bekræftet."), missing())


def _one_value(judged: Judged, value: Callable[[RunStarted], str]) -> dict[str, list[str]]:
    """Group the steps by what their run says; what a run doesn't say is as the session was opened."""
    groups: dict[str, list[str]] = {}
    for step in judged.steps:
        if step.run in judged.runs and (found := value(judged.runs[step.run])):
            groups.setdefault(found, []).append(step.id)
    return groups


def _system_version(judged: Judged) -> PolicyLine:
    opened = judged.opened
    groups = _one_value(judged, lambda run: run.system_version)
    text = _("Alle trin er prøvet med version {version} af systemet.").format(version=opened.system_version)
    missing = [
        _("{steps} er prøvet med version {version}.").format(steps=", ".join(steps), version=version)
        for version, steps in groups.items()
        if version != opened.system_version
    ]
    return _line(Demand.ONE_SYSTEM_VERSION.value, text, missing)


def _protocol_version(judged: Judged) -> PolicyLine:
    def missing() -> Iterator[str]:
        for protocol, digest in judged.opened.protocols.items():
            if protocol in judged.digests and judged.digests[protocol] != digest:
                yield _(
                    "Protokollen {protocol} er en anden end den, sessionen begyndte med. Bedøm sessionen med den "
                    "labcert, som den er kørt med."
                ).format(protocol=protocol)
        for digest, steps in _one_value(judged, lambda run: run.suite_digest).items():
            if digest != judged.opened.suite_digest:
                yield _("{steps} er kørt, efter at protokoller eller scenarier blev ændret.").format(
                    steps=", ".join(steps)
                )

    text = _("Alle trin er prøvet med samme version af protokollen.")
    return _line(Demand.ONE_PROTOCOL_VERSION.value, text, missing())


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
    text = ngettext(
        "Alle afvigelser er godkendt af den, der må ({count} gælder).",
        "Alle afvigelser er godkendt af den, der må ({count} gælder).",
        count,
    ).format(count=count)
    return _line(
        Demand.DEVIATIONS_APPROVED.value, text, [each.sentence for each in judged.deviations if each.state in waiting]
    )


_LINES: dict[Demand, Callable[[Judged], PolicyLine]] = {
    Demand.COMPLETE: _complete,
    Demand.ONE_SYSTEM_VERSION: _system_version,
    Demand.ONE_PROTOCOL_VERSION: _protocol_version,
    Demand.SEALED_SUITE: _sealed,
    Demand.ATTESTED: _attested,
    Demand.DEVIATIONS_APPROVED: _deviations,
}
