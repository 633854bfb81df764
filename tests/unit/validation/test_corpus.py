"""The corpus: valid messages pass, and each flaw is caught by the rules its README names, and by no other."""

import re
from pathlib import Path

import pytest

from labcert.domain.masking import holds_foreign_cpr
from labcert.domain.messages import ENCODINGS, STANDARDS, parse, read, write
from labcert.domain.suite import suite_root
from labcert.validation import known_persons, second_opinion, validate
from labcert.validation.loading import load_rule_book
from labcert.validation.places import local
from labcert.validation.profile import Profile
from labcert.validation.standards import load_standard

CORPUS = suite_root() / "fixtures" / "corpus"
KNOWN = known_persons(suite_root())
BOOK = load_rule_book(suite_root(), Profile("as they are", "", "", ""))
VALID = sorted((CORPUS / "valid").glob("*.xml"))
BROKEN = sorted(path for path in (CORPUS / "broken").iterdir() if path.is_dir())


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_valid_message_passes_in_both_engines(path: Path):
    """Every layer passes, no finding stands against it, and the second engine agrees."""
    validation = validate(path.read_bytes(), rules=BOOK)
    assert [(layer.layer, layer.status) for layer in validation.layers] == [
        ("wellformed", "passed"), ("identify", "passed"), ("schema", "passed"), ("codes", "passed"), ("business", "passed"),
    ]
    assert validation.blocking == ()
    assert validation.ok
    assert second_opinion(validation.root) == ()


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_valid_message_survives_each_encoding(path: Path, encoding: str):
    """Read, written in any of the three encodings and read again it is the same value, and still valid."""
    message = read(path.read_bytes())
    written = write(message, encoding)
    assert read(written) == message
    assert validate(written, rules=BOOK).message == message


def test_the_valid_messages_cover_every_standard_and_encoding():
    """Nothing is left to luck: five standards, three encodings."""
    found = [validate(path.read_bytes(), rules=BOOK) for path in VALID]
    assert {standard for validation in found for standard in validation.standards} == {*STANDARDS.values(), None}
    assert {validation.encoding for validation in found} == set(ENCODINGS)


def test_the_valid_messages_have_every_element_of_the_tables():
    """A rule that is wrong about an element nobody writes would lie unseen.

    The sender's local number stands in the example of the rule that hints at it (LAB-PARTY-018).
    """
    hinted_at = suite_root() / "fixtures" / "rules" / "sender-with-a-local-number" / "wrong.xml"
    tables = ("envelope", "xrpt01", "xrpt05", "receipts")
    standards = suite_root() / "fixtures" / "standards"
    wanted = {rule.path for table in tables for top in load_standard(standards, table) for rule in top.walk()}
    found = set()
    for path in (*VALID, hinted_at):
        for element in parse(path.read_bytes()).iter():
            names = [local(one.tag) for one in reversed([element, *element.iterancestors()])]
            found |= {"/" + "/".join(names), "/" + "/".join(names[1:])}
    assert wanted - found == set()


def test_the_valid_messages_have_every_inline_element():
    """Each style of a mixed text is read and written somewhere."""
    roots = [parse(path.read_bytes()) for path in VALID]
    found = {local(one.tag) for root in roots for one in root.iter("{*}ResultTextValue", "{*}ResultComments") for one in one}
    assert found == {"Bold", "Break", "Center", "FixedFont", "Italic", "Right", "Space", "Underline"}


@pytest.mark.parametrize("folder", BROKEN, ids=lambda folder: folder.name)
def test_a_flaw_is_caught_by_the_rules_it_is_there_for(folder: Path):
    """The README's rules are the blocking findings' rules (all findings' where none blocks); its outcome is the problem."""
    readme = (folder / "README.md").read_text(encoding="utf-8")
    rules = set(re.findall(r"`(MSG-[A-Z]+-\d{3})`", readme))
    outcome = re.search(r"- udfald: `(\w+)`", readme)
    (path,) = folder.glob("message.*")
    validation = validate(path.read_bytes(), rules=BOOK)
    assert {finding.rule for finding in validation.blocking or validation.findings} == rules
    assert outcome is not None
    assert validation.problem == outcome[1]
    assert not validation.ok


@pytest.mark.parametrize("folder", BROKEN, ids=lambda folder: folder.name)
def test_a_finding_says_what_happened_and_what_to_do(folder: Path):
    """Message, remedy and, but for what has no place, expected and actual are filled, in whole sentences."""
    (path,) = folder.glob("message.*")
    for finding in validate(path.read_bytes(), rules=BOOK).findings:
        assert finding.message.endswith(".")
        assert len(finding.remedy) > 8
        assert finding.expected
        assert finding.actual
        assert "{" not in finding.message.replace("{http", "") + finding.remedy


def test_only_test_persons_occur_in_the_corpus():
    """No file holds a number that could be a real person's CPR."""
    for path in CORPUS.rglob("*"):
        if path.is_file():
            assert not holds_foreign_cpr(path.read_bytes().decode("latin-1"), KNOWN), path
