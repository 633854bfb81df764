"""The rules of a validation, ready to be asked: which rules, on which views, with which tables, by which profile."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from labcert.domain.findings import Finding
from labcert.domain.masking import mask_text
from labcert.domain.messages import Emessage
from labcert.domain.messages.codec import line_of
from labcert.validation.places import element_at, path_of
from labcert.validation.profile import Profile
from labcert.validation.rules.rule import Flaw, Rule, RuleText
from labcert.validation.rules.views import Context, Name, views_of
from labcert.validation.tables import Tables
from labcert.validation.values import LayerName

__all__ = ["RuleBook", "RuleBroke", "danish_time"]


class RuleBroke(Exception):
    """A rule of ours crashed: a fault, never a finding. `rule` is its id, `found` what the other rules found."""

    def __init__(self, rule: str, cause: Exception, found: tuple[Finding, ...]) -> None:
        super().__init__(f"{rule}: {type(cause).__name__}")
        self.rule = rule
        self.kind = type(cause).__name__
        self.found = found


def danish_time() -> datetime:
    """Return what a clock on a Danish wall shows, without zone: messages carry local time."""
    return datetime.now(ZoneInfo("Europe/Copenhagen")).replace(tzinfo=None)


@dataclass(frozen=True)
class RuleBook:
    """Rules, tables, test persons, profile and clock together.

    `clock` gives Danish local time without zone. `persons`: CPR or replacement CPR of the national test persons ->
    name; every other number that may be a CPR is masked in what the rules tell. `laboratory`: the laboratory code that
    is agreed for general practice, "" where none is.
    """

    rules: tuple[Rule[Any], ...]
    tables: Tables
    profile: Profile
    persons: Mapping[str, Name]
    texts: Mapping[str, RuleText]
    clock: Callable[[], datetime] | None = danish_time
    laboratory: str = ""
    positive_list: bool = False
    """whether the positive list is switched on, so that codes beside it are told"""

    @cached_property
    def _asked(self) -> dict[LayerName, dict[tuple[type, str | None], tuple[Rule[Any], ...]]]:
        """Return layer -> (kind of view, its letter's standard) -> rules asked there; those switched off left out."""
        asked: dict[LayerName, dict[tuple[type, str | None], tuple[Rule[Any], ...]]] = {"codes": {}, "business": {}}
        for one in self.rules:
            setting = self.profile.setting(one.id, one.text.layer)
            if setting is None or setting.severity is not None:
                for standard in (None, *one.text.standards):
                    by_view = asked[one.text.layer]
                    by_view[one.on, standard] = (*by_view.get((one.on, standard), ()), one)
        return asked

    def views(self, message: Emessage, root: etree._Element) -> tuple[Any, ...]:
        """Return the views of a message, for `findings` to be asked about layer by layer."""
        now = self.clock() if self.clock else None
        context = Context(self.tables, now, self.persons, self.laboratory, self.positive_list)
        return tuple(views_of(message, root, context))

    def findings(self, layer: LayerName, views: Iterable[Any], root: etree._Element) -> tuple[Finding, ...]:
        """Return what the rules of a layer find, in the order of the message.

        Where a rule crashes the others are still asked; then RuleBroke is raised with what they found.
        """
        asked = self._asked[layer]
        found: list[Finding] = []
        broken: tuple[str, Exception] | None = None
        for view in views:
            for one in asked.get((type(view), view.letter_standard), ()):
                try:
                    for flaw in one.check(view):
                        found.append(self._finding(one.text, flaw, root))  # noqa: PERF401 - half a list is lost with it
                except Exception as error:  # noqa: BLE001 - our own fault, told when the others have been asked
                    broken = broken or (one.id, error)
        if broken is not None:
            raise RuleBroke(broken[0], broken[1], tuple(found)) from broken[1]
        return tuple(found)

    def _finding(self, text: RuleText, flaw: Flaw, root: etree._Element) -> Finding:
        element = element_at(root, flaw.place) if isinstance(flaw.place, str) else flaw.place
        known = self.persons.keys()
        return Finding(
            rule=text.id,
            severity=text.severity,
            message=mask_text(flaw.message, known),
            expected=mask_text(flaw.expected, known),
            actual=mask_text(flaw.actual, known),
            remedy=flaw.remedy or text.said("remedy"),
            path=path_of(element),
            line=line_of(element),
            layer=text.layer,
            requirements=text.requirements,
        )

    def judged(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return findings of any layer as the profile has them, each with the requirements of its rule."""
        kept = (self.profile.judged(finding) for finding in findings)
        return tuple(self._with_requirements(finding) for finding in kept if finding is not None)

    def _with_requirements(self, finding: Finding) -> Finding:
        text = self.texts.get(finding.rule)
        if text is None or finding.requirements or not text.requirements:
            return finding
        return replace(finding, requirements=text.requirements)
