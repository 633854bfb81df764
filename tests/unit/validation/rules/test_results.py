"""The results of a letter together."""

import pytest

from tests.support.built_letters import (
    culture,
    findings,
    investigation,
    message,
    report,
    result,
    rules,
    web_report,
    words,
)


def group(order: str = "1", name: str = "Basisprøver", identifier: str = "BASIS", owner: str = "PNT") -> str:
    """Return RequisitionGroup and Order."""
    return (
        f"<RequisitionGroup><Identifier>{identifier}</Identifier><IdentifierResponsible>{owner}</IdentifierResponsible>"
        f"<Name>{name}</Name></RequisitionGroup><Order>{order}</Order>"
    )


def test_an_analysis_stands_once_in_a_biochemical_answer():
    """The second and the third are told, each with the number of the first."""
    found = findings(message(report(result(), result("8,4", of="hb"), result("6"), result("7"))))
    assert [(one.rule, one.message) for one in found] == [
        ("LAB-RES-001", "Analysen NPU19748 står både som nummer 1 og nummer 3 i brevet."),
        ("LAB-RES-001", "Analysen NPU19748 står både som nummer 1 og nummer 4 i brevet."),
    ]
    assert found[0].path.endswith("/LaboratoryResults/Result[3]/Analysis/AnalysisCode")
    assert found[0].actual == "NPU19748"


def test_the_same_code_of_another_owner_is_another_analysis():
    """Two laboratories may both have a code PNTX."""
    local = result().replace("NPU19748", "PNTX").replace(">iupac<", ">lokal<").replace(">SST<", ">PNT<")
    other = local.replace("<AnalysisCodeResponsible>PNT<", "<AnalysisCodeResponsible>ABC<")
    assert "RES-001" not in rules(message(report(local, other)))
    assert "RES-001" in rules(message(report(local, local)))


def test_two_letters_may_have_the_same_analysis():
    """Each letter has a sample of its own; what stands in two letters is asked of the messages together."""
    assert "RES-001" not in rules(message(report(), report(number=3)))


COLI = culture("Escherichia coli")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, True),
        ({"location": "Nyre"}, False),
        ({"location": None}, False),
        ({"material": "Blod"}, False),
        ({"name": "Dyrkning"}, False),
        ({"more": "venstre"}, False),
        ({"code": "100113000130421"}, False),
        ({"summary": "Vækst"}, True),
    ],
)
def test_an_investigation_stands_once_for_a_place(more, expected):
    """The name, the material and both locations belong to what is examined."""
    found = [
        one for one in findings(message(web_report(investigation(COLI), investigation(COLI, **more)))) if one.rule == "LAB-RES-001"
    ]
    assert bool(found) is expected
    if found:
        assert found[0].path.endswith("/Investigation[2]/Examination/MICAnalysisCode")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (group("1"), group("2"), []),
        (group("1"), group("1"), ["RES-002"]),
        (group("1"), group("01"), ["RES-002"]),
        (group("1"), group("1", identifier="ANDRE"), []),
        (group("1"), group("1", owner="ABC"), []),
        (group("1"), "", []),
        ("", "", []),
        (group("1"), group("2", "Blodprøver"), ["RES-003"]),
        (group("1"), group("2", "Blodprøver", identifier="ANDRE"), []),
        (group("1"), group("2", "Blodprøver", owner="ABC"), []),
        (group("1"), group("1", "Blodprøver"), ["RES-002", "RES-003"]),
    ],
)
def test_orders_and_names_of_groups(first, second, expected):
    """A group is known by its identifier and its owner; within it an order is used once and the name is one."""
    assert rules(message(report(result(group=first), result("8,4", of="hb", group=second)))) == expected


def test_the_same_analysis_again_is_told_once():
    """That it has the same order as before follows."""
    assert rules(message(report(result(group=group()), result("6", group=group())))) == ["RES-001"]


def test_a_third_with_the_order_of_two_is_told_too():
    """All that share an order but the first; the first's analysis again is told as such."""
    results = result(group=group()), result("8,4", of="hb", group=group()), words(group=group()), result(group=group())
    assert rules(message(report(*results))) == ["RES-001", "RES-002", "RES-002"]


def test_each_name_is_compared_with_the_first():
    """A third name of the first kind is right."""
    results = result(group=group("1")), result("8,4", of="hb", group=group("2", "Blodprøver")), words(group=group("3"))
    (found,) = findings(message(report(*results)))
    assert found.message == "Gruppen BASIS hedder både „Basisprøver“ og „Blodprøver“."
    assert (found.expected, found.actual) == ("Basisprøver", "Blodprøver")
    assert found.path.endswith("/Result[2]/Analysis/RequisitionGroup/Name")


def test_what_is_told_of_an_order():
    """The order as it stands, at its place."""
    (found,) = findings(message(report(result(group=group("7")), words(), result("8,4", of="hb", group=group("007")))))
    assert found.message == "Nummer 007 er brugt før i gruppen BASIS."
    assert found.path.endswith("/Result[3]/Analysis/Order")


def test_one_result_is_compared_with_nothing():
    """A letter of one result with a group has no flaw."""
    assert rules(message(report(result(group=group())))) == []
