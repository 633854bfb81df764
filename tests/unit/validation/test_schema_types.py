"""Names of the schemas' types: short where they can be, apart where they must be."""

from dataclasses import replace

import pytest

from labcert.domain.suite import suite_root
from labcert.validation.schema_types import TypeNames, _candidates
from labcert.validation.standards import load_standard

RULES = [rule for name in ("xrpt01", "xrpt05") for tree in load_standard(suite_root() / "fixtures/standards", name) for rule in tree.walk()]
SOME = next(rule for rule in RULES if rule.values and rule.content == "xs:string")


def rule(path: str, values: tuple[str, ...] = ("a",), **more):
    """Return a rule at a place, with a list of values."""
    return replace(SOME, path=path, values=values, pattern="", length=None, children=(), **more)


def test_names_grow_from_the_element_to_all_its_parents():
    """Without the letter and with it, the shorter first."""
    assert _candidates(rule("/LaboratoryReport/Patient/Name")) == [
        "NameValues", "Xrpt01NameValues", "PatientNameValues", "Xrpt01PatientNameValues",
    ]  # fmt: skip
    assert _candidates(rule("/LaboratoryReport")) == ["LaboratoryReportValues"]
    assert _candidates(rule("/LaboratoryReport/A/B/C"))[4:] == ["ABCValues", "Xrpt01ABCValues"]


def test_equal_types_share_a_name_and_others_never_do():
    """Over all rules of both standards."""
    names = TypeNames(RULES)
    by_name: dict[str, set[object]] = {}
    for one in RULES:
        by_name.setdefault(names.of(one), set()).add(TypeNames.key(one))
    assert {name: keys for name, keys in by_name.items() if len(keys) > 1} == {}


def test_two_that_want_one_name_get_longer_ones_until_they_differ():
    """By one step at a time, and the last name again where there is no longer one."""
    same = [rule("/LaboratoryReport/A/X/Name", ("a",)), rule("/LaboratoryReport/B/X/Name", ("b",)), rule("/LaboratoryReport/Z/Name", ("c",))]
    names = TypeNames(same)
    assert [names.of(one) for one in same] == ["AXNameValues", "BXNameValues", "ZNameValues"]
    short, long = rule("/LaboratoryReport/Name", ("a",)), rule("/LaboratoryReport/Y/Name", ("b",))
    names = TypeNames([short, long, rule("/MicrobiologyWebReport/Name", ("c",))])
    assert (names.of(short), names.of(long)) == ("Xrpt01NameValues", "YNameValues")


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"length": (1, 5), "values": (), "pattern": ""}, "Text1To5"),
        ({"length": (5, 5), "values": (), "pattern": ""}, "Text5"),
        ({"length": (1, 5), "values": ("a",), "pattern": ""}, "NameValues"),
        ({"length": (1, 5), "values": (), "pattern": "x"}, "NamePattern"),
    ],
)
def test_a_length_alone_names_the_type(more, name):
    """A list or a pattern beside it makes it the element's own."""
    one = replace(SOME, path="/LaboratoryReport/Name", children=(), **more)
    assert TypeNames([one]).of(one) == name
