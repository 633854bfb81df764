"""Validation of a message: bytes in, findings out, one pure step after another."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from lxml import etree

from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.messages import Emessage, MessageError, read_tree
from labcert.domain.outcome import Severity
from labcert.domain.suite import suite_root
from labcert.validation.identify import foreign, kinds_of, unchecked_letters
from labcert.validation.persons import unknown_persons
from labcert.validation.reading import Unreadable, declared_encoding, parse_guarded, unusual_encoding
from labcert.validation.rulebook import RuleBook, RuleBroke
from labcert.validation.schema_texts import explain
from labcert.validation.schemas import Schemas, load_schemas
from labcert.validation.standards import load_other_letters
from labcert.validation.values import LayerName, LayerResult, LetterKind, Limits, Problem, Status, Validation

__all__ = ["default_schemas", "validate"]

LAYERS: tuple[LayerName, ...] = ("wellformed", "identify", "schema", "codes", "business")


@dataclass(frozen=True)
class _Work:
    """What is known of a message so far; each step takes one and gives the next."""

    data: bytes
    schemas: Schemas
    known: Collection[str] | None
    limits: Limits
    rules: RuleBook | None = None
    findings: tuple[Finding, ...] = ()
    problem: Problem = "none"
    root: etree._Element | None = None
    letters: tuple[LetterKind, ...] = ()
    message: Emessage | None = None
    views: tuple[Any, ...] = ()
    skipped: str = ""

    def tree(self) -> etree._Element:
        """Return the root; a step after the first may count on it."""
        assert self.root is not None
        return self.root


def default_schemas() -> Schemas:
    """Return the schemas that come with labcert, loaded once."""
    return load_schemas(suite_root() / "fixtures" / "schemas")


@cache
def _other_letters() -> frozenset[str]:
    return frozenset(letter.name for letter in load_other_letters(suite_root() / "fixtures" / "standards"))


def _wellformed(work: _Work) -> _Work:
    result = parse_guarded(work.data, work.limits)
    if isinstance(result, Unreadable):
        return replace(work, problem=result.problem, findings=(result.finding,))
    return replace(work, root=result)


def _identify(work: _Work) -> _Work:
    root = work.tree()
    alien = foreign(root)
    others = () if alien else unchecked_letters(root, _other_letters())
    found = [finding for finding in (unusual_encoding(work.data), alien, *others) if finding]
    return replace(work, letters=kinds_of(root), findings=(*work.findings, *found))


def _schema(work: _Work) -> _Work:
    root = work.tree()
    if any(finding.rule.startswith("MSG-ID-") and finding.severity is not Severity.F4 for finding in work.findings):
        return replace(work, skipped=_("Skemaet gælder ikke for det, beskeden er."))
    errors = work.schemas.errors(root)
    if errors:
        return replace(work, findings=(*work.findings, *explain(errors, root, work.known or ())))
    try:
        message = read_tree(root)
    except MessageError as error:
        text = _("Beskeden følger skemaet, men bruger markup, som standarden ikke har: {reason}")
        finding = Finding(
            "MSG-SCH-014", Severity.F2, text.format(reason=error.message), remedy=_("Fjern det, der er nævnt."),
            line=error.line, layer="schema",
        )
        return replace(work, findings=(*work.findings, finding))
    return replace(work, message=message, views=work.rules.views(message, root) if work.rules else ())


def _not_asked(work: _Work) -> str:
    """Return why the rules of a layer can not be asked, "" where they can."""
    if work.rules is None:
        return _("Reglerne er ikke valgt.")
    if work.message is None:
        return _("Beskeden følger ikke skemaet, så felternes indhold er ikke efterprøvet.")
    return ""


def _codes(work: _Work) -> _Work:
    if why := _not_asked(work):
        return replace(work, skipped=why)
    assert work.rules is not None
    return replace(work, findings=(*work.findings, *work.rules.findings("codes", work.views, work.tree())))


def _business(work: _Work) -> _Work:
    """Ask the rules, and about the persons, whatever the schema says: a real person's number is never let by."""
    why = _not_asked(work)
    found: tuple[Finding, ...] = ()
    told: tuple[Finding, ...] = ()
    if not why and work.rules is not None:
        found = work.rules.findings("business", work.views, work.tree())
        told = tuple(one for one in work.rules.judged(found) if one.severity is not Severity.F4)
    persons = () if work.known is None else tuple(unknown_persons(work.tree(), work.known, told))
    skipped = why if work.known is None or work.rules is not None else ""
    return replace(work, findings=(*work.findings, *persons, *found), skipped=skipped)


STEPS: dict[LayerName, Callable[[_Work], _Work]] = {
    "wellformed": _wellformed,
    "identify": _identify,
    "schema": _schema,
    "codes": _codes,
    "business": _business,
}
NEEDS: dict[LayerName, LayerName] = {
    "identify": "wellformed", "schema": "wellformed", "codes": "wellformed", "business": "wellformed",
}
"""layer -> the layer that must have passed before it can run"""


def _blocks(findings: tuple[Finding, ...], layer: LayerName) -> bool:
    return any(finding.layer == layer and finding.severity is not Severity.F4 for finding in findings)


def _run(layer: LayerName, work: _Work, status: dict[LayerName, Status]) -> tuple[_Work, LayerResult]:
    needed = NEEDS.get(layer)
    if needed is not None and status[needed] != "passed":
        return work, LayerResult(layer, "skipped", _("Laget {needed} er ikke bestået.").format(needed=needed))
    try:
        done = STEPS[layer](replace(work, skipped=""))
    except RuleBroke as broke:
        reason = _("Fejl i labcert: reglen {rule} gik i stykker ({kind}).").format(rule=broke.rule, kind=broke.kind)
        return replace(work, problem="fault"), LayerResult(layer, "fault", reason)
    except Exception as error:  # noqa: BLE001 - a crash of ours is a fault, never a pass and never the sender's failure
        reason = _("Fejl i labcert: {kind}").format(kind=type(error).__name__)
        return replace(work, problem="fault"), LayerResult(layer, "fault", reason)
    if work.rules is not None:
        new = work.rules.judged(done.findings[len(work.findings) :])
        done = replace(done, findings=(*work.findings, *new))
    if done.skipped and not _blocks(done.findings, layer):
        return done, LayerResult(layer, "skipped", done.skipped)
    return done, LayerResult(layer, "failed" if _blocks(done.findings, layer) else "passed")


def _verdict(work: _Work, layers: tuple[LayerResult, ...]) -> Problem:
    if work.problem != "none":
        return work.problem
    return "invalid" if any(layer.status == "failed" for layer in layers) else "none"


def validate(
    data: bytes,
    *,
    known_persons: Collection[str] | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    schemas: Schemas | None = None,
    rules: RuleBook | None = None,
) -> Validation:
    """Validate bytes. Whatever they are, the answer is a Validation; nothing is raised but for broken schemas.

    `rules` are asked where they are given, and classes are then those of their profile. Without them `known_persons`
    (CPRs and replacement CPRs that may occur) are all that is looked at beyond the schema; without both nothing is.
    Raises ToolFault where our own schemas can not be loaded.
    """
    known = known_persons if rules is None else rules.persons.keys()
    work = _Work(data, schemas or default_schemas(), known, limits, rules)
    layers: list[LayerResult] = []
    status: dict[LayerName, Status] = {}
    for layer in LAYERS:
        work, result = _run(layer, work, status)
        layers.append(result)
        status[layer] = result.status
    return Validation(
        layers=tuple(layers),
        findings=work.findings,
        problem=_verdict(work, tuple(layers)),
        encoding=declared_encoding(data) if work.root is not None else None,
        letters=work.letters,
        message=work.message,
        root=work.root,
        views=work.views,
    )
