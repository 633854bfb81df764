"""A rule book is put together as the suite's policies say."""

import pytest

from labcert.domain.suite import suite_root
from labcert.validation import Profile, load_rule_book, loading

PROFILE = Profile("as they are", "", "", "")


def book(monkeypatch, policies, **more):
    """Return the suite's rule book under other policies."""
    monkeypatch.setattr(loading, "_policies", lambda _root: policies)
    return load_rule_book(suite_root(), PROFILE, **more)


@pytest.mark.parametrize(("word", "on"), [("til", True), ("fra", False), (None, False), ("TIL", False)])
def test_the_policy_switches_the_positive_list(monkeypatch, word, on):
    """Nobody has said otherwise."""
    assert book(monkeypatch, {"positivliste": word}).positive_list is on


@pytest.mark.parametrize("said", [True, False])
@pytest.mark.parametrize("word", ["til", "fra"])
def test_who_asks_goes_before_the_policy(monkeypatch, word, said):
    """Both ways."""
    assert book(monkeypatch, {"positivliste": word}, positive_list=said).positive_list is said


@pytest.mark.parametrize(("policies", "code"), [({"laboratoriekode-almen-praksis": "PNT"}, "PNT"), ({"laboratoriekode-almen-praksis": None}, ""), ({}, "")])
def test_the_policy_names_the_laboratory(monkeypatch, policies, code):
    """None where the project has not agreed on one."""
    assert book(monkeypatch, policies).laboratory == code
