"""What a step is told of a message: findings, nothing, or a fault of ours, and never nothing for an unchecked one."""

from dataclasses import replace

import pytest

from labcert.domain.errors import ToolFault
from labcert.domain.suite import suite_root
from labcert.runner.fixtures import judged
from labcert.validation import load_rule_book, validate
from labcert.validation.profiles import load_profile

ROOT = suite_root()
BOOK = load_rule_book(ROOT, load_profile(ROOT, "test"))
VALID = (ROOT / "fixtures" / "corpus" / "valid" / "xrpt01-numeric.xml").read_bytes()
OTHER = (ROOT / "fixtures" / "corpus" / "broken" / "only-another-letter" / "message.xml").read_bytes()


def test_a_valid_message_has_nothing_against_it():
    """No finding of F1 to F3."""
    assert judged(validate(VALID, rules=BOOK)) == ()


def test_a_message_without_a_letter_of_ours_is_not_what_was_asked_for():
    """Nothing in it could be checked: the step is told so, as the system's failure and no fault of ours."""
    (finding,) = judged(validate(OTHER, rules=BOOK))
    assert (finding.rule, finding.severity) == ("MSG-ID-005", "F2")


def test_a_layer_that_did_not_run_is_our_fault():
    """Rules that were not asked can never become a pass."""
    with pytest.raises(ToolFault):
        judged(replace(validate(VALID, rules=BOOK), layers=validate(VALID).layers))
