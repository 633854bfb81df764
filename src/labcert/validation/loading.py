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


def _agreed_laboratory(root: Path) -> str:
    """Return the laboratory code for general practice by the project's policies, "" where they name none."""
    policies = yaml.safe_load((root / "fixtures" / "policies" / "standard.yaml").read_text(encoding="utf-8"))
    return str(policies.get("laboratoriekode-almen-praksis") or "")


def load_rule_book(
    root: Path,
    profile: Profile,
    *,
    tables: Tables | None = None,
    clock: Callable[[], datetime] | None = danish_time,
) -> RuleBook:
    """Return the rule book of a suite (`root`) by a profile; `tables` instead of the suite's own where given."""
    return RuleBook(
        rules=ALL_RULES,
        tables=tables or load_tables(root),
        profile=profile,
        persons=national_persons(root),
        texts=rule_texts(),
        clock=clock,
        laboratory=_agreed_laboratory(root),
    )
