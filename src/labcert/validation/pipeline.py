"""Validation of a message: bytes in, findings out, one pure step after another."""

from collections.abc import Callable, Collection
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Any

from lxml import etree

from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.messages import Emessage, MessageError, read_tree
from labcert.domain.messages.xml import XSI
from labcert.domain.outcome import Severity
from labcert.domain.suite import suite_root
from labcert.validation.capping import capped
from labcert.validation.identify import foreign, kinds_of, unchecked_letters
from labcert.validation.persons import unknown_persons
from labcert.validation.reading import Unreadable, declared_encoding, parse_guarded, unusual_encoding
from labcert.validation.rulebook import RuleBook, RuleBroke
from labcert.validation.schema_texts import explain
from labcert.validation.schemas import SchemaError, Schemas, load_schemas
from labcert.validation.second import Reason, second_opinion
from labcert.validation.standards import load_other_letters
from labcert.validation.values import LayerName, LayerResult, LetterKind, Limits, Problem, Second, Status, Validation

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
    unchecked: str = ""
    """why no schema has looked at a letter of ours, "" where one has"""
    unread: str = ""
    """why the typed message is not there though the schema accepts it"""
    second: Second = "never"

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


class _EnginesDisagree(Exception):
    """The two schema engines give two verdicts on one message: a fault of ours, never the sender's."""


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
    if lacking := work.schemas.lacks(root):
        return replace(work, skipped=lacking, unchecked=lacking)
    errors = work.schemas.errors(root)
    reasons = _second_reasons(work, errors)
    if errors:
        return replace(work, findings=(*work.findings, *explain(errors, root, work.known or (), reasons)))
    if not any(letter.standard for letter in work.letters):
        others = ", ".join(dict.fromkeys(letter.name for letter in work.letters))
        why = _("Beskeden har kun breve, der ikke efterprøves: {others}.").format(others=others)
        return replace(work, skipped=why, unchecked=why)
    return _with_message(work)


def _second_reasons(work: _Work, errors: tuple[SchemaError, ...]) -> tuple[Reason, ...]:
    """Ask the second engine, where it is wanted; raise _EnginesDisagree where it has another verdict."""
    if work.second == "never" or (work.second == "when_invalid" and not errors):
        return ()
    reasons = second_opinion(work.tree(), work.schemas)
    if bool(errors) is bool(reasons):
        return reasons
    right, wrong = _("rigtig"), _("forkert")
    text = _("Fejl i labcert: libxml2 finder beskeden {first}, og xmlschema finder den {second} ({reason}).")
    reason = errors[0].type_name if errors else reasons[0].path
    raise _EnginesDisagree(
        text.format(first=wrong if errors else right, second=wrong if reasons else right, reason=reason)
    )


_HINTS = frozenset(f"{{{XSI}}}{name}" for name in ("schemaLocation", "noNamespaceSchemaLocation", "type"))


def _without_hints(root: etree._Element) -> etree._Element:
    """Return a copy without the xsi attributes that a schema lets by on any element."""
    copy = deepcopy(root)
    for element in copy.iterdescendants():
        for name in _HINTS & set(element.keys()):
            del element.attrib[name]
    return copy


def _with_message(work: _Work) -> _Work:
    """Read the typed message of a tree that the schema accepts."""
    root = work.tree()
    try:
        message = read_tree(root)
    except MessageError as error:
        try:
            message = read_tree(_without_hints(root))
        except MessageError:
            return _unread(work, error)
        work = replace(work, findings=(*work.findings, _hints_found(error)))
    views = work.rules.views(message, root) if work.rules else ()
    return replace(work, message=message, views=views)


def _hints_found(error: MessageError) -> Finding:
    return Finding(
        "MSG-SCH-015", Severity.F4, _("Beskeden har xsi-attributter inde i brevet. De er tilladt, men siger intet."),
        _("xsi-attributter kun på Emessage"), error.message, _("Fjern attributterne."), line=error.line, layer="schema",
    )


def _unread(work: _Work, error: MessageError) -> _Work:
    """Tell what the schema accepts and our model does not: a flaw by our schemas, none by somebody else's."""
    if work.schemas.source == "directory":
        why = _("Beskeden følger skemaerne, men labcert kender ikke dens opbygning: {reason}")
        return replace(work, unread=why.format(reason=error.message))
    text = _("Beskeden følger skemaet, men bruger markup, som standarden ikke har: {reason}")
    finding = Finding(
        "MSG-SCH-014", Severity.F2, text.format(reason=error.message), remedy=_("Fjern det, der er nævnt."),
        line=error.line, layer="schema",
    )
    return replace(work, findings=(*work.findings, finding))


def _not_asked(work: _Work) -> str:
    """Return why the rules of a layer can not be asked, "" where they can."""
    if work.rules is None:
        return _("Reglerne er ikke valgt.")
    if why := work.unchecked or work.unread:
        return why
    if work.message is None:
        return _("Beskeden følger ikke skemaet, så felternes indhold er ikke efterprøvet.")
    return ""


def _codes(work: _Work) -> _Work:
    if why := _not_asked(work):
        return replace(work, skipped=why)
    assert work.rules is not None
    found = work.rules.findings("codes", work.views, work.tree())
    return replace(work, findings=(*work.findings, *found))


def _business(work: _Work) -> _Work:
    """Ask the rules, and about the persons, whatever the schema says: a real person's number is never let by."""
    why = _not_asked(work)
    found: tuple[Finding, ...] = ()
    told: tuple[Finding, ...] = ()
    broke: RuleBroke | None = None
    if work.rules is not None:  # where they can not be asked there are no views to ask about
        try:
            found = work.rules.findings("business", work.views, work.tree())
        except RuleBroke as error:
            broke, found = error, error.found
        told = tuple(one for one in work.rules.judged(found) if one.severity is not Severity.F4)
    persons = () if work.known is None else tuple(
        islice(unknown_persons(work.tree(), work.known, told), work.limits.findings + 1)
    )
    if broke is not None:
        broke.found = (*persons, *found)
        raise broke
    skipped = why if work.known is None or work.rules is not None else ""
    if not (persons or found or skipped):
        return work
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
        assert work.rules is not None
        kept = work.rules.judged(broke.found)
        return replace(work, problem="fault", findings=(*work.findings, *kept)), LayerResult(layer, "fault", reason)
    except _EnginesDisagree as disagreement:
        return replace(work, problem="fault"), LayerResult(layer, "fault", str(disagreement))
    except Exception as error:  # noqa: BLE001 - a crash of ours is a fault, never a pass and never the sender's failure
        reason = _("Fejl i labcert: {kind}").format(kind=type(error).__name__)
        return replace(work, problem="fault"), LayerResult(layer, "fault", reason)
    if new := done.findings[len(work.findings) :]:
        new = new if work.rules is None else work.rules.judged(new)
        done = replace(done, findings=(*work.findings, *capped(new, work.limits.findings, layer)))
    if done.skipped and not _blocks(done.findings, layer):
        return done, LayerResult(layer, "skipped", done.skipped)
    return done, LayerResult(layer, "failed" if _blocks(done.findings, layer) else "passed")


def _verdict(work: _Work, layers: tuple[LayerResult, ...]) -> Problem:
    if work.problem != "none":
        return work.problem
    if any(layer.status == "failed" for layer in layers):
        return "invalid"
    return "not_checked" if work.unchecked else "none"


def validate(
    data: bytes,
    *,
    known_persons: Collection[str] | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    schemas: Schemas | None = None,
    rules: RuleBook | None = None,
    second: Second = "never",
) -> Validation:
    """Validate bytes. Whatever they are, the answer is a Validation; nothing is raised but for broken schemas.

    `rules` are asked where they are given, and classes are then those of their profile. Without them `known_persons`
    (CPRs and replacement CPRs that may occur) are all that is looked at beyond the schema; without both nothing is.
    `second` says when a second schema engine is asked too: a disagreement is a fault of ours in the layer `schema`.
    Raises ToolFault where our own schemas can not be loaded.
    """
    known = known_persons if rules is None else rules.persons.keys()
    work = _Work(data, schemas or default_schemas(), known, limits, rules, second=second)
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
