"""The schemas give the verdict the tables give, in both engines; what they accept is read and written without loss."""

import random
from functools import cache

import pytest
from lxml import etree

from labcert.domain.messages import ENCODINGS, parse, read, read_tree, write
from labcert.validation import default_schemas, second_opinion, validate
from tests.unit.validation import table_oracle as oracle
from tests.unit.validation.table_cases import Case, all_cases


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


# ------------------------------------------------------------------------------------------- every case of the tables
@cache
def cases() -> tuple[Case, ...]:
    """Return every case, made once."""
    return tuple(all_cases())


def tree_of_case(case: Case):
    """Return a case's message as it is read: written, with its attribute, and parsed."""
    root = tree_of(case.message, case.namespace)
    if case.attribute is not None:
        names, name, value = case.attribute
        element = root
        for step in names:
            element = element.find(f"{{{case.namespace}}}{step}")
        element.set(name, value)
    return parse(etree.tostring(root))


def test_every_case_of_the_tables_has_the_verdict_of_the_tables():
    """Limits, lists, patterns, choices, groups, orders and attributes of every element: libxml2 says what the table says."""
    schemas = default_schemas()
    wrong = [case.what for case in cases() if (schemas.errors(tree_of_case(case)) == ()) is not case.right]
    assert wrong == []


def test_the_second_engine_says_so_too():
    """Every 25th case; all of them in the endurance."""
    wrong = [case.what for case in cases()[::25] if (second_opinion(tree_of_case(case)) == ()) is not case.right]
    assert wrong == []


@pytest.mark.endurance
def test_the_second_engine_says_so_of_every_case():
    """Each case of the tables in both engines."""
    wrong = [case.what for case in cases() if (second_opinion(tree_of_case(case)) == ()) is not case.right]
    assert wrong == []


def test_what_the_tables_allow_is_read_and_written_without_loss():
    """Every 10th right case: read, written in one of the encodings and read again it is the same value."""
    for number, case in enumerate([case for case in cases() if case.right and case.attribute is None][::10]):
        value = read_tree(tree_of_case(case))
        assert read(write(value, ENCODINGS[number % 3])) == value, case.what


def test_the_cases_hold_both_verdicts_of_every_letter():
    """The set is not right or wrong by accident: how many cases there are, and how many of them are right."""
    for letter in (name for roots in oracle.ROOTS.values() for name in roots):
        verdicts = [case.right for case in cases() if case.what.startswith(f"/{letter}")]
        assert verdicts.count(True) > 150, letter
        assert verdicts.count(False) > 300, letter
    assert len({case.what for case in cases()}) > 14_000


def test_an_xsi_attribute_that_a_schema_lets_by_is_a_hint_and_no_flaw():
    """The schema's verdict stands: right, with a remark; the message is read as if the attribute were not there."""
    case = next(one for one in cases() if one.attribute and one.right and one.namespace == oracle.REPORTS)
    validation = validate(etree.tostring(tree_of_case(case)))
    assert (validation.problem, [one.rule for one in validation.findings]) == ("none", ["MSG-SCH-015"])
    assert validation.message is not None
