"""Each rule has a wrong example that it alone finds, and a right one that no rule finds anything in."""

import json
import re
from pathlib import Path

import pytest
import yaml

from labcert.domain.findings import Finding
from labcert.domain.language import set_language
from labcert.domain.masking import holds_foreign_cpr
from labcert.domain.suite import suite_root
from labcert.validation import validate
from labcert.validation.loading import load_rule_book
from labcert.validation.profile import Profile
from labcert.validation.rules import ALL_RULES
from labcert.validation.series import Series, facts_of

EXAMPLES = suite_root() / "fixtures" / "rules"
BOOK = load_rule_book(suite_root(), Profile("as they are", "", "", ""))
LISTED = load_rule_book(suite_root(), Profile("as they are", "", "", ""), positive_list=True)
TOLD = yaml.safe_load((Path(__file__).parent / "told.yaml").read_text("utf-8"))
CLOCK = re.compile(r"(Klokken er|Senest) 20(?:2[6-9]|[3-9]\d)-\d\d-\d\d \d\d:\d\d\b")
"""the time at which LAB-TIME-006 is asked; the examples are of 2025"""


def findings(place: Path) -> list[tuple[str, Finding]]:
    """Return (file name, finding) for a message, or for the messages of a folder one by one and then together.

    An example of what is asked only while the positive list is on says so in its expected.json.
    """
    listed = "positive_list" in json.loads((place.parent / "expected.json").read_text("utf-8"))
    if place.with_suffix(".xml").is_file():
        data = place.with_suffix(".xml").read_bytes()
        return [("", finding) for finding in validate(data, rules=LISTED if listed else BOOK).findings]
    found = []
    with Series() as series:
        for path in sorted(place.iterdir()):
            validation = validate(path.read_bytes(), rules=BOOK)
            found += [(path.name, finding) for finding in validation.findings]
            series.add(path.name, facts_of(validation))
        return [*found, *series.findings()]


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_a_rule_is_shown_by_its_example(rule):
    """The wrong message gives the findings of expected.json, all of this rule; the right one gives none at all."""
    folder = EXAMPLES / rule.text.example
    expected = json.loads((folder / "expected.json").read_text("utf-8"))["findings"]
    told = [
        {"file": file, "rule": one.rule, "class": one.severity.value, "path": one.path, "line": one.line}
        for file, one in findings(folder / "wrong")
    ]
    assert told == [{"file": "", **one} for one in expected]
    assert {one["rule"] for one in told} == {rule.id}
    assert findings(folder / "right") == []
    assert f"`{rule.id}`" in (folder / "README.md").read_text("utf-8")


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_a_finding_reads_as_sentences(rule):
    """What is told ends as a sentence, has no unfilled name, and says expected, actual and remedy."""
    for _file, finding in findings(EXAMPLES / rule.text.example / "wrong"):
        assert finding.message.endswith(".")
        assert not re.search(r"\{[a-z_]+\}", finding.message + finding.expected + finding.actual + finding.remedy)
        assert finding.expected
        assert finding.actual
        assert finding.remedy.endswith(".")


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_a_rule_names_what_is_wrong(rule):
    """The sentence with its names and numbers, what was expected, and what was there: word for word as in told.yaml."""
    told = [
        {part: CLOCK.sub(r"\1 {now}", getattr(finding, part)) for part in ("message", "expected", "actual")}
        for _file, finding in findings(EXAMPLES / rule.text.example / "wrong")
    ]
    assert told == TOLD[rule.id]


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_a_rule_tells_people_what_they_need(rule):
    """Title, text, why, remedy and source are there, in Danish and in English; its requirements are in the catalogue."""
    catalogue = (suite_root() / "protocols" / "krav.yaml").read_text("utf-8")
    for part in ("title", "text", "why", "remedy", "source"):
        danish = rule.text.said(part)
        set_language("en")
        english = rule.text.said(part)
        set_language("da")
        assert danish
        assert english != danish
    assert rule.text.requirements
    for requirement in rule.text.requirements:
        assert f"id: {requirement}\n" in catalogue


def test_rules_are_told_apart():
    """No two rules share an id, a title or an example; no example is without a rule."""
    for part in ("id", "title", "example"):
        values = [getattr(rule.text, part) for rule in ALL_RULES]
        assert sorted(values) == sorted(set(values))
    assert {path.name for path in EXAMPLES.iterdir() if path.is_dir()} >= {rule.text.example for rule in ALL_RULES}


def test_only_test_persons_occur_in_the_examples():
    """No file holds a number that could be a real person's CPR."""
    for path in EXAMPLES.rglob("*.xml"):
        assert not holds_foreign_cpr(path.read_bytes().decode("latin-1"), BOOK.persons.keys()), path


def test_every_rule_of_a_module_is_asked():
    """A rule that is written is in its module's RULES: none is forgotten."""
    import importlib
    import pkgutil

    from labcert.validation import rules
    from labcert.validation.rules.rule import Rule

    written = {
        value.id
        for module in pkgutil.iter_modules(rules.__path__, rules.__name__ + ".")
        for value in vars(importlib.import_module(module.name)).values()
        if isinstance(value, Rule)
    }
    assert written == {rule.id for rule in ALL_RULES}
