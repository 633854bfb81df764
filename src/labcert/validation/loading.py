"""Puts a rule book together from the suite's own data: rules, code tables, test persons, a profile."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import yaml

from labcert.validation.persons import national_persons
from labcert.validation.profile import Profile
from labcert.validation.rulebook import RuleBook, danish_time
from labcert.validation.rules import ALL_RULES
from labcert.validation.rules.basics import BASICS
from labcert.validation.rules.rule import RuleText
from labcert.validation.tables import Tables, load_tables

__all__ = ["load_rule_book", "rule_texts"]


def rule_texts() -> dict[str, RuleText]:
    """Return rule id -> what people read of it, for every check and rule there is, in the order they are told."""
    return {text.id: text for text in (*BASICS, *(rule.text for rule in ALL_RULES))}


def _policies(root: Path) -> dict[str, object]:
    """Return the project's open questions as the suite answers them."""
    policies: dict[str, object] = yaml.safe_load(
        (root / "fixtures" / "policies" / "standard.yaml").read_text(encoding="utf-8")
    )
    return policies


def load_rule_book(
    root: Path,
    profile: Profile,
    *,
    tables: Tables | None = None,
    clock: Callable[[], datetime] | None = danish_time,
    positive_list: bool | None = None,
) -> RuleBook:
    """Return the rule book of a suite (`root`) by a profile; `tables` instead of the suite's own where given.

    `positive_list` says whether the list is on; None leaves it to the suite's policies, as the laboratory code is.
    """
    policies = _policies(root)
    listed = policies.get("positivliste") == "til"
    return RuleBook(
        rules=ALL_RULES,
        tables=tables or load_tables(root),
        profile=profile,
        persons=national_persons(root),
        texts=rule_texts(),
        clock=clock,
        laboratory=str(policies.get("laboratoriekode-almen-praksis") or ""),
        positive_list=listed if positive_list is None else positive_list,
    )
