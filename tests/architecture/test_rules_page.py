"""Every finding's rule has its words, and docs/rules.md and protocols/regler.json say what the rules are."""

import re
from dataclasses import asdict
from pathlib import Path

import pytest

from labcert.domain.messages import ENCODINGS
from labcert.protocol.difference import read_edition
from labcert.validation import Limits, rule_texts
from labcert.validation.rules.basics import BASICS
from labcert.validation.subjects import SUBJECTS, area_of
from tools.rules import PAGE, RULES, catalogue, page

ROOT = Path(__file__).parents[2]
VALIDATION = ROOT / "src/labcert/validation"
ID = re.compile(r"""["']((?:MSG|LAB)-[A-Z]+-\d{3})["']""")
WORDS = {"basics.py", "schema_basics.py"}
TEXTS = rule_texts()


def ids_in_code():
    """Every rule id that the code of the validation names, but for where the words of the basic checks stand."""
    return {
        id
        for path in VALIDATION.rglob("*.py")
        if path.name not in WORDS
        for id in ID.findall(path.read_text("utf-8"))
    }


def test_every_finding_has_words_and_every_word_a_finding():
    """What the code can tell is explained, and what is explained the code can tell."""
    assert ids_in_code() == set(TEXTS)


def test_ids_are_given_once():
    """No check of reading or schema has the id of another rule."""
    assert len({text.id for text in BASICS}) == len(BASICS)
    assert {text.id[:4] for text in BASICS} == {"MSG-"}


@pytest.mark.parametrize("text", BASICS, ids=lambda text: text.id)
def test_a_basic_check_tells_people_what_they_need(text):
    """Whole sentences, requirements of the catalogue, and an example that shows this very rule."""
    assert not text.title.endswith(".")
    for part in (text.text, text.why, text.remedy):
        assert part.endswith(".")
    assert text.source.split(":")[0] in {"Tabellen", "Faktum", "Besluttet i projektet"}
    catalogue = (ROOT / "protocols/krav.yaml").read_text("utf-8")
    for requirement in text.requirements:
        assert f"- id: {requirement}\n" in catalogue
    if text.example:
        readme = (ROOT / "fixtures/corpus/broken" / text.example / "README.md").read_text("utf-8")
        assert f"`{text.id}`" in readme


def test_the_limits_are_told_as_they_are():
    """The numbers in the words are those of the code."""
    limits, told = Limits(), TEXTS["MSG-XML-004"].text
    for name, number in asdict(limits).items():
        if name not in {"size", "findings"}:
            assert f"{number:,}".replace(",", ".") in told, name
    assert f"{limits.size:,}".replace(",", ".") in TEXTS["MSG-SIZE-001"].text
    assert str(limits.findings) in TEXTS["MSG-MORE-001"].text
    assert all(encoding in TEXTS["MSG-ENC-003"].text for encoding in ENCODINGS)


def test_every_area_has_a_subject():
    """A rule stands under a heading; `subjects.py` names the area of a new kind of rule."""
    areas = [area for _heading, areas in SUBJECTS for area in areas]
    assert {area_of(rule) for rule in TEXTS} - set(areas) == set()
    assert len(areas) == len(set(areas))


def test_the_page_is_as_the_rules_are():
    """docs/rules.md is written by `make rules` and by nobody else."""
    assert (ROOT / PAGE).read_text("utf-8") == page()


def test_every_rule_has_its_place_on_the_page():
    """One heading a rule, by its id alone, so that a link to it holds when its title changes."""
    assert sorted(re.findall(r"^### (\S+)$", page(), re.MULTILINE)) == sorted(TEXTS)


def test_the_catalogue_is_as_the_rules_are():
    """protocols/regler.json is written by `make rules` and by nobody else."""
    assert (ROOT / RULES).read_bytes() == catalogue()


def test_the_catalogue_reads_back_as_every_rule():
    """Each rule once, with the class and the requirements that it has in the code."""
    read = {rule.id: (rule.severity, rule.requirements) for rule in read_edition(ROOT, "her").rules}
    assert read == {id: (text.severity, text.requirements) for id, text in TEXTS.items()}
