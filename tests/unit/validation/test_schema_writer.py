"""The committed schemas are made from the committed tables, and both engines load them."""

from pathlib import Path

import pytest
import xmlschema
from lxml import etree

from labcert.domain.suite import suite_root
from labcert.validation.schema_writer import schemas, write_schemas
from labcert.validation.schemas import FILES, load_schemas

FOLDER = suite_root() / "fixtures" / "schemas"
MADE = schemas(suite_root() / "fixtures" / "standards")


@pytest.mark.parametrize("name", sorted(MADE))
def test_committed_schema_is_what_the_tables_make(name: str):
    """A change to a table without a new schema, or to a schema by hand, is told."""
    assert (FOLDER / name).read_text(encoding="utf-8") == MADE[name]


def test_no_schema_lies_about_that_the_tables_do_not_make():
    """A file left over from an earlier table would be loaded by nobody and read by somebody."""
    assert {path.name for path in FOLDER.glob("*.xsd")} == set(MADE)


def test_written_schemas_are_loaded_and_have_a_digest(tmp_path: Path):
    """The digest names the schemas a verdict was made with: it changes with one byte of one file."""
    (tmp_path / "fixtures" / "standards").mkdir(parents=True)
    for table in (suite_root() / "fixtures" / "standards").glob("*.csv"):
        (tmp_path / "fixtures" / "standards" / table.name).write_bytes(table.read_bytes())
    written = write_schemas(tmp_path)
    assert written == write_schemas(tmp_path), "again, over those that are there"
    assert {path.name: path.read_bytes().decode() for path in written} == schemas(tmp_path / "fixtures" / "standards") == MADE
    made = load_schemas(tmp_path / "fixtures" / "schemas")
    assert made.digest == load_schemas(FOLDER).digest
    types = tmp_path / "fixtures" / "schemas" / "types.xsd"
    types.write_text(types.read_text(encoding="utf-8") + "<!-- x -->", encoding="utf-8")
    load_schemas.cache_clear()
    assert load_schemas(tmp_path / "fixtures" / "schemas").digest != made.digest


@pytest.mark.parametrize("name", sorted(FILES.values()))
def test_both_engines_load_the_schema(name: str):
    """libxml2 and xmlschema both accept the schema as XSD 1.0 (no ambiguous content)."""
    assert etree.XMLSchema(file=str(FOLDER / name)) is not None
    assert list(xmlschema.XMLSchema10(FOLDER / name).elements) == ["Emessage"]


def test_every_type_is_used():
    """A type that nothing refers to would be a rule nobody is held to."""
    text = "\n".join(MADE.values())
    for name in set(etree.XPath("//*[@name][starts-with(name(),'xs:') and contains(name(),'Type')]/@name")(
        etree.fromstring(MADE["types.xsd"].encode())
    )):
        assert f'type="{name}"' in text, name
