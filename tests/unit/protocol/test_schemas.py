"""The JSON schemas for editors say the same as the reader."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from labcert.domain.suite import suite_root
from labcert.protocol import ConfigurationMistakes, load_suite

SMALL = Path(__file__).parent / "small_suite"
KINDS = {
    "protocols/upload.yaml": "protocol", "protocols/visning.yaml": "protocol",
    "protocols/programmes/pilot.yaml": "programme", "protocols/krav.yaml": "requirements",
}  # fmt: skip


def plain(value: Any) -> Any:
    """A YAML value as JSON has it: dates are texts."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def validator(kind: str) -> Draft202012Validator:
    """The validator of one of the schemas, itself checked."""
    schema = json.loads((suite_root() / "protocols/schemas" / f"{kind}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def mappings(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in a value, the value itself first."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from mappings(inner)


def is_free(mapping: dict[str, Any]) -> bool:
    """Say whether the author chooses the keys: the names of later answers."""
    return set(mapping) == {"rettelse", "slutsvar"}


def variants(file: str) -> Iterator[tuple[str, Any]]:
    """Each document with one key gone, and with one key nobody knows."""
    text = (SMALL / file).read_text("utf-8")
    for place, keys in enumerate([list(each) for each in mappings(plain(yaml.load(text, yaml.CSafeLoader)))]):
        for key in [*keys, None]:
            document = plain(yaml.load(text, yaml.CSafeLoader))
            mapping = list(mappings(document))[place]
            if is_free(mapping):
                continue
            if key is None:
                mapping["ukendt_nøgle"] = "x"
            else:
                del mapping[key]
            yield f"{place}-{key}", document


@pytest.mark.parametrize(("file", "kind"), KINDS.items())
def test_the_schema_accepts_what_the_reader_accepts(file: str, kind: str):
    """The suite that uses every key is right for both."""
    validator(kind).validate(plain(yaml.safe_load((SMALL / file).read_text("utf-8"))))


@pytest.mark.parametrize(("file", "kind"), KINDS.items())
def test_reader_and_schema_agree_on_every_key(folder: Path, file: str, kind: str):
    """Each key left out, and each unknown key put in, is right or wrong for both alike."""
    check = validator(kind)
    disagreements = []
    for name, document in variants(file):
        (folder / file).write_text(yaml.dump(document, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False), "utf-8")
        shaped = not any(told.startswith(SHAPE) for told in _told(folder, file))
        if shaped != check.is_valid(document):
            disagreements.append((name, shaped, _told(folder, file)))
    assert disagreements == []


SHAPE = ("Nøglen “", "Listen “", "Her ventes", "Intervallet", "Et tekststykke", "Kilden", "Et attesteret", "Eftersynet", "“eftersyn”")
"""How the sentences begin that tell of a document's shape; the others tell of what it points at."""


def _told(folder: Path, file: str) -> tuple[str, ...]:
    try:
        load_suite(folder)
    except ConfigurationMistakes as error:
        return tuple(mistake.sentence for mistake in error.mistakes if mistake.file == file)
    return ()


def test_the_products_own_documents_are_right_for_the_schemas():
    """What an editor underlines in our own protocols would teach nobody."""
    root = suite_root() / "protocols"
    find: dict[str, Callable[[], Iterator[Path]]] = {
        "protocol": lambda: (path for path in root.glob("*.yaml") if path.stem not in ("krav", "plan")),
        "programme": lambda: root.glob("programmes/*.yaml"),
        "requirements": lambda: root.glob("krav.yaml"),
        "plan": lambda: root.glob("plan.yaml"),
    }
    wrong = [
        (path.name, list(error.absolute_path), error.message)
        for kind, paths in find.items()
        for path in paths()
        for error in validator(kind).iter_errors(plain(yaml.safe_load(path.read_text("utf-8"))))
    ]
    assert wrong == []
