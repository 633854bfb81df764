"""What differs between two editions: nothing between the same, everything that is another, and what it can do."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labcert.domain.casework import TestType
from labcert.domain.juror import EvidenceKind
from labcert.domain.outcome import Mark, Severity
from labcert.protocol.difference import ChangeKind, Consequence, Subject, compare
from labcert.protocol.difference.model import of_numbers, of_sets
from labcert.protocol.difference.steps import covered_fields
from labcert.protocol.model import Area, Kind, Page, Protocol, ProtocolStep, Requirement, Scenario, Sentence, Source
from tests.unit.protocol.difference.editions import RULES, both, names_of

STRICTER, EITHER, LOOSER, WORDS = Consequence.STRICTER, Consequence.EITHER, Consequence.LOOSER, Consequence.WORDS
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    """Two editions that differ in every way."""
    return both(tmp_path_factory.mktemp("udgaver"))


@pytest.fixture(scope="module")
def edition(editions):
    """One of them."""
    return editions[0]


def with_protocols(edition, change):
    """The edition with each protocol changed."""
    suite = edition.suite
    return replace(edition, suite=replace(suite, protocols=tuple(change(each) for each in suite.protocols)))


def with_step(edition, id, **values):
    """The edition with other values in a step."""
    return with_protocols(
        edition,
        lambda protocol: replace(
            protocol, steps=tuple(replace(step, **values) if step.id == id else step for step in protocol.steps)
        ),
    )


def with_requirement(edition, **values):
    """The edition with other values in its first requirement."""
    first, *rest = edition.suite.requirements
    return replace(edition, suite=replace(edition.suite, requirements=(replace(first, **values), *rest)))


def with_programme(edition, **values):
    """The edition with other values in its programme."""
    programme = edition.suite.programmes[0]
    return replace(edition, suite=replace(edition.suite, programmes=(replace(programme, **values),)))


def with_scenario(edition, **values):
    """The edition with other values in its first scenario."""
    first, *rest = edition.suite.scenarios
    return replace(edition, suite=replace(edition.suite, scenarios=(replace(first, **values), *rest)))


def test_nothing_differs_from_itself(editions):
    """No edition differs from itself, whatever it holds."""
    for each in editions:
        assert compare(each, each).changes == ()


def test_every_field_of_a_step_is_looked_at():
    """A field that is added to the model must be told, or be said to be no part of the comparison."""
    assert covered_fields() == names_of(ProtocolStep)


TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
STEP_VALUES = {
    "title": TEXT, "requirement": TEXT, "instruction": TEXT, "expected": TEXT, "not_relevant_if": TEXT,
    "testdata": TEXTS, "parties": TEXTS, "requirement_ids": TEXTS, "kind": st.sampled_from(Kind),
    "severity": st.sampled_from(Severity), "area": st.sampled_from(Area),
}  # fmt: skip


@QUICK
@given(st.sampled_from(["TP-4.2.51", "TP-4.2.52", "TP-4.5.01"]), st.sampled_from(sorted(STEP_VALUES)), st.data())
def test_any_change_of_a_step_is_told(edition, id, field, data):
    """Whatever field of whatever step is another, a change names the step; and none where it is the same."""
    value = data.draw(STEP_VALUES[field])
    same = getattr(edition.suite.step(id), field) == value
    told = {change.id for change in compare(edition, with_step(edition, id, **{field: value})).changes}
    assert told == (set() if same else {id})


@QUICK
@given(st.sampled_from(["consent", "report_status", "encoding"]), TEXT)
def test_any_change_of_a_case_is_told(edition, field, value):
    """Also what the protocol's own sentences do not say."""
    step = edition.suite.step("TP-4.2.51")
    other = replace(step.case, further={"rettelse": replace(step.case.further["rettelse"], **{field: value})})
    changes = compare(edition, with_step(edition, step.id, case=other)).changes
    assert [(change.id, change.field, change.consequence) for change in changes] == [(step.id, "testdata", EITHER)]


INSPECTED = {
    "page": st.sampled_from(Page), "must_show": TEXTS, "must_not_show": TEXTS, "confirmed_by": TEXTS,
    "evidence": st.sampled_from([None, *EvidenceKind]),
}  # fmt: skip


@QUICK
@given(st.sampled_from(sorted(INSPECTED)), st.data())
def test_any_change_of_an_inspection_is_told(edition, field, data):
    """What is looked for, where, by whom and with what evidence."""
    step = edition.suite.step("TP-4.5.01")
    other = replace(step.inspection, **{field: data.draw(INSPECTED[field])})
    changes = compare(edition, with_step(edition, step.id, inspection=other)).changes
    assert [change.id for change in changes] == ([] if other == step.inspection else [step.id])


OTHER_VALUES = {
    Protocol: ({"title", "version", "date", "row", "standards", "introduction", "steps"}, {"id", "file", "digest"}),
    Requirement: ({"title", "text", "source", "standards", "not_tested", "clinical"}, {"id", "file", "line"}),
    Scenario: ({"name", "feature", "tags", "examples", "sentences"}, {"step", "file", "line"}),
}


@pytest.mark.parametrize("kind", OTHER_VALUES, ids=lambda kind: kind.__name__)
def test_every_other_field_is_looked_at_or_named_here(kind):
    """The two sets together are the model; the tests below change each field of the first."""
    assert set.union(*OTHER_VALUES[kind]) == names_of(kind)


@pytest.mark.parametrize(
    ("values", "consequence"),
    [
        ({"title": "Andet"}, WORDS), ({"text": "Andet."}, WORDS), ({"source": Source("fakta", "Andet")}, WORDS),
        ({"standards": ()}, WORDS), ({"not_tested": "Derfor."}, WORDS), ({"clinical": True}, STRICTER),
    ],
)  # fmt: skip
def test_each_field_of_a_requirement_is_told(edition, values, consequence):
    """A requirement's words change no verdict; that it is clinical decides who may let it deviate."""
    changes = compare(edition, with_requirement(edition, **values)).changes
    assert [(change.id, change.consequence, change.steps) for change in changes] == [("SAM-01", consequence, ("TP-4.2.52",))]


@pytest.mark.parametrize(
    "values", [{"name": "Andet"}, {"feature": "Andet"}, {"tags": ("TP-4.2.51", "ny")}, {"examples": 2}]
)
def test_each_field_of_a_scenario_is_told(edition, values):
    """By the step that it shows."""
    assert [change.id for change in compare(edition, with_scenario(edition, **values)).changes] == ["TP-4.2.51"]


@pytest.mark.parametrize(
    ("came", "went", "consequence"),
    [
        ("then", "", STRICTER), ("", "then", LOOSER), ("then", "then", EITHER), ("when", "", EITHER), ("", "given", EITHER),
    ],
)  # fmt: skip
def test_a_question_more_is_stricter_and_one_less_looser(edition, came, went, consequence):
    """Only of the sentences that ask (Så) can it be said which way they change a verdict."""
    scenario = edition.suite.scenarios[0]
    ask = Sentence("then", "står det der", 1)
    before = (*scenario.sentences, *([replace(ask, kind=went)] if went else []))
    after = (*scenario.sentences, *([replace(ask, kind=came, text="er det væk")] if came else []))
    changes = compare(with_scenario(edition, sentences=before), with_scenario(edition, sentences=after)).changes
    assert [(change.field, change.consequence) for change in changes] == [("sætninger", consequence)]


def test_the_table_below_a_sentence_is_part_of_it(edition):
    """What is expected often stands there alone."""
    scenario = edition.suite.scenarios[0]
    first, *rest = scenario.sentences
    other = with_scenario(edition, sentences=(replace(first, table=(("værdi",), ("9,9",))), *rest))
    (change,) = compare(edition, other).changes
    assert change.new == "Givet at databankerne er tomme\n  | værdi |\n  | 9,9 |"


@pytest.mark.parametrize(
    ("before", "after", "consequence"),
    [("F2", "F1", STRICTER), ("F1", "F2", LOOSER), ("F3", "F4", LOOSER), ("F4", "F3", STRICTER)],
)
def test_a_harsher_class_is_stricter(edition, before, after, consequence):
    """Both classes are named."""
    old, new = (with_step(edition, "TP-4.2.51", severity=Severity(word)) for word in (before, after))
    (change,) = compare(old, new).changes
    assert (change.sentence, change.consequence) == (f"Klassen er ændret fra {before} til {after}.", consequence)


def test_a_step_is_new_gone_or_moved(edition):
    """New is stricter, gone is looser; in another protocol it can go either way, elsewhere in its own it is words."""
    gone = with_protocols(edition, lambda each: replace(each, steps=each.steps[1:] if each.id == "upload" else each.steps))
    (change,) = compare(edition, gone).changes
    assert (change.id, change.kind, change.consequence) == ("TP-4.2.51", ChangeKind.REMOVED, LOOSER)
    (change,) = compare(gone, edition).changes
    assert (change.id, change.kind, change.consequence) == ("TP-4.2.51", ChangeKind.ADDED, STRICTER)
    turned = with_protocols(edition, lambda each: replace(each, steps=each.steps[::-1]))
    changes = compare(edition, turned).changes
    assert {(change.id, change.kind, change.consequence) for change in changes} == {
        ("TP-4.2.51", ChangeKind.MOVED, WORDS), ("TP-4.2.52", ChangeKind.MOVED, WORDS),
    }  # fmt: skip
    step = replace(edition.suite.step("TP-4.2.51"), protocol="visning")
    moved = with_protocols(gone, lambda each: replace(each, steps=(step, *each.steps)) if each.id == "visning" else each)
    changes = compare(edition, moved).changes
    assert [(change.id, change.field, change.consequence) for change in changes] == [("TP-4.2.51", "protokol", EITHER)]


def test_a_protocol_and_a_programme_are_new_or_gone(edition):
    """With the steps of the protocol, each by itself."""
    less = replace(edition, suite=replace(edition.suite, protocols=edition.suite.protocols[:1], programmes=()))
    told = [(change.id, change.kind, change.consequence) for change in compare(edition, less).changes]
    assert told == [
        ("pilot", ChangeKind.REMOVED, EITHER), ("visning", ChangeKind.REMOVED, LOOSER), ("TP-4.5.01", ChangeKind.REMOVED, LOOSER),
    ]  # fmt: skip
    told = [(change.id, change.kind, change.consequence) for change in compare(less, edition).changes]
    assert told == [
        ("pilot", ChangeKind.ADDED, WORDS), ("visning", ChangeKind.ADDED, STRICTER), ("TP-4.5.01", ChangeKind.ADDED, STRICTER),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("policy", "consequence"),
    [
        ({"accepted": (Mark.OK,)}, STRICTER), ({"accepted": (Mark.OK, Mark.F4, Mark.NOT_RELEVANT, Mark.F3)}, LOOSER),
        ({"demands": ()}, LOOSER), ({"certifies": (TestType.LIVE,)}, STRICTER),
    ],
)  # fmt: skip
def test_the_rule_of_approval_is_told(edition, policy, consequence):
    """Fewer marks or kinds of test are stricter, fewer demands are looser."""
    new = with_programme(edition, policy=replace(edition.suite.programmes[0].policy, **policy))
    assert [change.consequence for change in compare(edition, new).changes] == [consequence]


def test_a_row_of_a_programme_is_new_or_gone(edition):
    """A row more must be shown and signed."""
    rows = edition.suite.programmes[0].rows
    fewer = with_programme(edition, rows=rows[:1])
    assert [(each.field, each.consequence) for each in compare(edition, fewer).changes] == [("række 4.5", LOOSER)]
    assert [(each.field, each.consequence) for each in compare(fewer, edition).changes] == [("række 4.5", STRICTER)]


def test_files_that_only_say_it_otherwise_are_told_as_words(edition):
    """A comment changes a protocol's digest and nothing else."""
    other = with_protocols(edition, lambda each: replace(each, digest="0" * 64) if each.id == "visning" else each)
    assert [(change.id, change.consequence) for change in compare(edition, other).changes] == [("visning", WORDS)]


@pytest.mark.parametrize(("before", "after", "consequence"), [(0, 1, STRICTER), (1, 0, LOOSER), (1, 1, WORDS)])
def test_a_demand_more_is_stricter(before, after, consequence):
    """And the same is nothing."""
    assert of_numbers(before, after) is consequence
    assert of_sets(range(before), range(after)) is consequence
    assert of_sets("ab", "ba") is WORDS
    assert of_sets("ab", "bc") is EITHER


def test_an_edition_without_a_list_of_rules_cannot_be_compared_by_them(edition):
    """It is told, and so is a missing program; the rest is compared."""
    notes = compare(replace(edition, rules=None, code=None), edition).notes
    assert notes == (
        "Reglerne kan ikke sammenlignes: gammel har ingen liste over regler (protocols/regler.json).",
        "Reglernes program kan ikke sammenlignes: gammel er en mappe med protokoller uden program.",
    )


def test_a_new_hint_changes_no_verdict(edition):
    """A rule of class F4 makes no message invalid; any other can."""
    for rule, consequence in ((RULES[2], WORDS), (RULES[1], STRICTER)):
        without = replace(edition, rules=tuple(each for each in RULES if each is not rule))
        assert [change.consequence for change in compare(without, edition).changes] == [consequence]


def test_every_change_is_a_danish_sentence(editions):
    """It begins with a capital or a name, ends with a full stop, and holds no placeholder and no name of the code."""
    for change in (*compare(*editions).changes, *compare(*reversed(editions)).changes):
        assert re.match(r"[A-ZÆØÅ“]", change.sentence), change
        assert change.sentence.endswith("."), change
        assert not re.search(r"[{}]|None|_", change.sentence.replace("må_ikke_ses", "")), change


def test_every_subject_is_told(editions):
    """The example shows each; what it says stands in the snapshot of the radar."""
    assert {change.subject for change in compare(*editions).changes} == set(Subject)


@pytest.mark.parametrize(
    ("before", "after", "consequence"),
    [
        (b"A = 1", b"A = 2", EITHER), (b"A = 1", b"# Et\nA = 1", WORDS), (b'"""Et."""\nA = 1', b'"""To."""\nA = 1', WORDS),
        (b"def f():\n    pass", b"def f():\n    'Et.'\n    pass", WORDS), (b"A = (", b"A =  (", EITHER), (b"A = 'a'", b"A = 'b'", EITHER),
    ],
)  # fmt: skip
def test_code_that_only_looks_otherwise_is_told_as_words(edition, before, after, consequence):
    """It is read and never run; what is no Python can be anything."""
    old, new = (replace(edition, code={"labcert/checks/a.py": source}) for source in (before, after))
    assert [change.consequence for change in compare(old, new).changes] == [consequence]
