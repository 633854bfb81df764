"""Where libxml2 is stricter than XSD its verdict is mended, and only there; schemas are loaded from disk and told."""

import os

import pytest
from lxml import etree

from labcert.domain.errors import ToolFault
from labcert.domain.messages.xml import XSI
from labcert.domain.suite import suite_root
from labcert.validation import default_schemas, schemas
from labcert.validation.schemas import SchemaError, on_disk

NUMERIC = (suite_root() / "fixtures" / "corpus" / "valid" / "xrpt01-numeric.xml").read_bytes()
OF_DATE, EMPTY, TYPE = "SCHEMAV_CVC_DATATYPE_VALID_1_2_1", "SCHEMAV_CVC_COMPLEX_TYPE_2_1", "SCHEMAV_CVC_ELT_4_2"


def element(text: str = "", attributes: str = ""):
    """Return an element with this content."""
    return etree.fromstring(f'<a xmlns:xsi="{XSI}" {attributes}>{text}</a>', etree.XMLParser(strip_cdata=False))


def empty():
    """Return an element whose text is there and empty, as an empty CDATA section reads."""
    one = element()
    one.text = ""
    return one


@pytest.mark.parametrize(
    ("one", "kind", "mendable"),
    [
        (element(" 2026-11-23 "), OF_DATE, True),
        (element("2026-11-23"), OF_DATE, False),
        (element(), OF_DATE, False),
        (element("\u00a02026-11-23"), OF_DATE, False),
        (element(" <b/>"), OF_DATE, False),
        (element(" x "), EMPTY, False),
        (element(" x "), TYPE, False),
        (empty(), EMPTY, True),
        (empty(), TYPE, False),
        (empty(), OF_DATE, False),
        (element(), EMPTY, False),
        (element("<b/>"), EMPTY, False),
        (element("", 'xsi:type=" xs:date"'), TYPE, True),
        (element("", 'xsi:type="xs:date "'), TYPE, True),
        (element("", 'xsi:type="xs:date"'), TYPE, False),
        (element("", 'xsi:type="\u00a0xs:date"'), TYPE, False),
    ],
)
def test_only_xmls_own_white_space_and_an_empty_section_are_mended(one, kind, mendable):
    """White space around a date or the name of a type, and content that is none."""
    assert bool(schemas._is_mendable(one, kind)) is mendable


def test_an_empty_text_beside_elements_is_not_mended():
    """The elements are content."""
    one = element("<b/>")
    one.text = ""
    assert not schemas._is_mendable(one, EMPTY)


def test_mending_takes_white_space_of_xml_alone():
    """Other space stays, and is wrong."""
    one = element(" \u00a0x ", 'xsi:type=" \u00a0t "')
    schemas._mend(one)
    assert (one.text, one.get(f"{{{XSI}}}type")) == ("\u00a0x", "\u00a0t")


def test_a_tree_is_copied_only_where_there_is_something_to_mend():
    """The tree itself is never changed."""
    root = etree.fromstring("<r><d> 2026-11-23 </d><e> x </e></r>")
    errors = [SchemaError(OF_DATE, "/*/*[1]", 1, ""), SchemaError("SCHEMAV_CVC_PATTERN_VALID", "/*/*[2]", 1, "")]
    mended = schemas._mended(root, errors)
    assert etree.tostring(mended) == b"<r><d>2026-11-23</d><e> x </e></r>"
    assert etree.tostring(root) == b"<r><d> 2026-11-23 </d><e> x </e></r>"
    assert schemas._mended(root, errors[1:]) is None
    assert schemas._mended(etree.fromstring("<r><d>x</d></r>"), errors[:1]) is None
    typed = etree.fromstring(f'<r xmlns:xsi="{XSI}"><d xsi:type=" t "/></r>')
    assert schemas._mended(typed, [SchemaError("SCHEMAV_CVC_PATTERN_VALID", "/*/*[1]", 1, "")]) is None


def test_no_more_errors_are_looked_at_than_anybody_reads(monkeypatch):
    """A message may have as many as it has elements."""
    held, root = default_schemas(), etree.fromstring(NUMERIC.replace(b"<ResultType>numerisk</ResultType>", b""))
    everything = held.errors(root)
    assert len(everything) > 1
    monkeypatch.setattr(schemas, "LOOKED_AT", 1)
    assert held.errors(root) == everything[:1]


def test_a_namespace_that_the_schemas_lack_is_named():
    """With the folder they lie in; none at all is none."""
    held = default_schemas()
    told = "Skemaerne i schemas har intet skema for navnerummet {}."
    assert held.lacks(etree.fromstring('<a xmlns="urn:x"/>')) == told.format("urn:x")
    assert held.lacks(etree.fromstring("<a/>")) == told.format("")


def test_files_of_a_folder_are_given_to_engines_in_a_passing_one(tmp_path):
    """Named by its maker, so that a reader of the machine's files knows whose it is; gone afterwards."""
    with on_disk(tmp_path, {"a/b.xsd": b"x"}) as passing:
        assert (passing / "a" / "b.xsd").read_bytes() == b"x"
        assert passing.name.startswith("labcert-schemas-")
    assert not passing.exists()
    with on_disk(tmp_path, {}) as own:
        assert own == tmp_path


@pytest.mark.parametrize("content", [None, "<x", "<x/>"])
def test_a_schema_of_ours_that_cannot_be_read_is_our_fault(tmp_path, content):
    """Its name, its folder, and what to do."""
    path = tmp_path / "emessage.xsd"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(ToolFault) as caught:
        schemas._load(path)
    assert caught.value.message.startswith("Skemaet emessage.xsd kan ikke læses: ")
    assert len(caught.value.message) > len("Skemaet emessage.xsd kan ikke læses: None")
    assert (caught.value.where, caught.value.remedy) == (tmp_path.name, "Geninstallér labcert, eller ret skemaet.")
    assert os.sep not in caught.value.where
