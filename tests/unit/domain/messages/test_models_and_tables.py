"""The models hold every element of the standards' tables, and nothing else."""

import csv
from dataclasses import fields

import pytest

from labcert.domain.messages import (
    Envelope,
    LaboratoryReport,
    MicrobiologyWebReport,
    NegativeReceipt,
    NegativeVansReceipt,
    PositiveReceipt,
)
from labcert.domain.messages.slots import element_name, slots
from labcert.domain.suite import suite_root

LETTERS = [
    ("envelope", "/Emessage/Envelope", Envelope),
    ("xrpt01", "/LaboratoryReport", LaboratoryReport),
    ("xrpt05", "/MicrobiologyWebReport", MicrobiologyWebReport),
    ("receipts", "/PositiveReceipt", PositiveReceipt),
    ("receipts", "/NegativeReceipt", NegativeReceipt),
    ("receipts", "/NegativeVansReceipt", NegativeVansReceipt),
]


def rows(table: str, root: str):
    """Return a table's rows from a root on."""
    with (suite_root() / "fixtures" / "standards" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["path"] == root or row["path"].startswith(f"{root}/")]


def paths(model, path: str):
    """Yield the path of each element below a model, with its slot."""
    for slot in slots(model).values():
        yield f"{path}/{slot.element}", slot
        if slot.kind == "node":
            yield from paths(slot.model, f"{path}/{slot.element}")


@pytest.mark.parametrize(("table", "root", "model"), LETTERS)
def test_every_element_has_a_field_and_every_field_an_element(table, root, model):
    """Element by element, in the order of the standard."""
    assert [path for path, _ in paths(model, root)] == [row["path"] for row in rows(table, root)[1:]]


@pytest.mark.parametrize(("table", "root", "model"), LETTERS)
def test_a_field_is_optional_or_repeated_as_its_element_is(table, root, model):
    """Needed, optional and repeated are the table's; a member of a choice or of an optional group is optional."""
    found = {path: (slot.required, slot.many, slot.kind == "mixed") for path, slot in paths(model, root)}
    for row in rows(table, root)[1:]:
        least, most = (int(number) for number in row["occurs"].split(".."))
        repeated_group = row["group"].endswith("..20")
        required = least > 0 and not row["group"]
        expected = (required, most > 1 or repeated_group, row["content"] == "mixed text")
        assert found[row["path"]] == expected, row["path"]


def test_a_name_that_is_not_camel_case_is_declared():
    """EANIdentifier and its like are spelt as the standard spells them."""
    assert [element_name(field.name) for field in fields(LaboratoryReport)] == [
        "Letter", "Sender", "Receiver", "CCReceiver", "Patient", "RequisitionInformation", "LaboratoryResults",
    ]
    assert element_name("ean_identifier") == "EANIdentifier"
    assert element_name("mic_analysis_code") == "MICAnalysisCode"
