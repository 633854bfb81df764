"""The schemas give the verdict the tables give, in both engines; what they accept is read and written without loss."""

import importlib.util
import random
import sys
from pathlib import Path

import pytest
from lxml import etree

from labcert.domain.messages import ENCODINGS, parse, read, read_tree, write
from labcert.validation import default_schemas, second_opinion

_spec = importlib.util.spec_from_file_location("table_oracle", Path(__file__).with_name("table_oracle.py"))
assert _spec is not None
assert _spec.loader is not None
oracle = importlib.util.module_from_spec(_spec)
sys.modules["table_oracle"] = oracle
_spec.loader.exec_module(oracle)


def tree_of(node, namespace: str, parent=None):
    """Return the oracle's node as a tree; "#" children are text."""
    name, text, inner = node
    tag = f"{{{namespace}}}{name}"
    element = etree.Element(tag, nsmap={None: namespace}) if parent is None else etree.SubElement(parent, tag)
    element.text = text or None
    last = None
    for child in inner:
        if child[0] != "#":
            last = tree_of(child, namespace, element)
        elif last is None:
            element.text = (element.text or "") + child[1]
        else:
            last.tail = (last.tail or "") + child[1]
    return element


MIXED = {"Comments", "AnalysisCompleteName", "ResultTextValue", "ResultComments", "RefuseText", "FixedFont", *oracle.STYLES}


def is_mixed(element) -> bool:
    """XRPT05 has no mixed text: its Comments hold coded texts."""
    name = etree.QName(element).localname
    return name in MIXED and next(element.iterancestors("{*}MicrobiologyWebReport"), None) is None


def canonical(root) -> bytes:
    """Return the canonical form with white space between elements left out; mixed texts keep every character."""
    copy = etree.fromstring(etree.tostring(root))
    for element in copy.iter():
        if len(element) and not is_mixed(element):
            element.text = None
            for child in element:
                child.tail = None
    return etree.tostring(copy, method="c14n")


def check(seed: int) -> bool:
    """Make, perhaps spoil, and compare three verdicts; return the verdict."""
    rng = random.Random(seed)
    namespace, message = oracle.make_message(rng)
    if rng.random() < 0.7:
        message = oracle.spoil(message, rng)
    root = tree_of(message, namespace)
    data = etree.tostring(root, encoding=rng.choice(ENCODINGS), xml_declaration=True)
    read_again = parse(data)
    errors = default_schemas().errors(read_again)
    expected = oracle.message_is_right(message)
    assert (not errors) is expected, (seed, errors)
    assert (not second_opinion(read_again)) is expected, (seed, second_opinion(read_again))
    if expected:
        value = read_tree(read_again)
        written = write(value, rng.choice(ENCODINGS))
        assert read(written) == value, seed
        assert canonical(parse(written)) == canonical(read_again), seed
    return expected


def test_tables_and_both_engines_agree():
    """300 random messages, most with one change: oracle, libxml2 and xmlschema say the same, and valid ones round-trip."""
    verdicts = [check(seed) for seed in range(300)]
    assert 60 < sum(verdicts) < 240, "the sample must hold both right and wrong messages"


@pytest.mark.endurance
def test_tables_and_both_engines_agree_on_many_messages():
    """The same over 6,000 messages."""
    assert sum(check(seed) for seed in range(1000, 7000)) > 1000


def test_right_messages_are_right():
    """The maker's unspoilt messages are valid: the sample above is not right by accident."""
    for seed in range(30):
        namespace, message = oracle.make_message(random.Random(seed))
        assert default_schemas().errors(parse(etree.tostring(tree_of(message, namespace)))) == (), seed
