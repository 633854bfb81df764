"""Messages to edit in tests of the rules, and what the rule book finds in them: every rule is asked, as it is."""

from labcert.domain.findings import Finding
from labcert.domain.suite import suite_root
from labcert.validation import validate
from labcert.validation.loading import load_rule_book
from labcert.validation.profile import Profile
from labcert.validation.rulebook import RuleBook

__all__ = ["BOOK", "BOTH", "XRPT01", "XRPT05", "edited", "findings", "rules"]

EXAMPLES = suite_root() / "fixtures" / "rules"
BOOK = load_rule_book(suite_root(), Profile("as they are", "", "", ""))


def _right(example: str) -> str:
    return (EXAMPLES / example / "right.xml").read_text(encoding="utf-8")


XRPT01 = _right("requester-number-missing")
"""one numeric result on Nancy Ann"""
XRPT05 = _right("result-from-another-laboratory")
"""one culture on May June"""
BOTH = _right("letter-identifier-twice")
"""an envelope with a letter of each standard, on Anders"""


def edited(text: str, *edits: tuple[str, str]) -> str:
    """Return the message with each old text, which must stand in it exactly once, replaced by the new one."""
    for old, new in edits:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return text


def findings(text: str, book: RuleBook = BOOK) -> tuple[Finding, ...]:
    """Return what is found in a message that the schema accepts."""
    validation = validate(text.encode(), rules=book)
    assert [layer.status for layer in validation.layers[:3]] == ["passed"] * 3, validation.findings
    assert validation.problem != "fault", validation.layers
    return validation.findings


def rules(text: str, book: RuleBook = BOOK) -> list[str]:
    """Return the rules that found something, in the order of the findings."""
    return [finding.rule for finding in findings(text, book)]
