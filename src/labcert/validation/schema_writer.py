"""Makes the XML schemas in `fixtures/schemas` from the tables in `fixtures/standards`.

Run `python -m labcert.validation.schema_writer` after a change to a table. Equal structures share one named type, so
the schemas can be read; a type is named by its element, or by as much of its path as sets it apart.

The letters of the namespace that are not ours are listed by name and may hold anything (xs:anyType): a wildcard beside
our two letters would be ambiguous to an XSD 1.0 engine, and a lax wildcard alone would let a misspelt letter through.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import quoteattr

from labcert.domain.messages import RECEIPT_NAMESPACE, REPORT_NAMESPACE
from labcert.domain.suite import suite_root
from labcert.validation.schema_types import STYLES, TypeNames, is_plain
from labcert.validation.standards import ElementRule, load_other_letters, load_standard

__all__ = ["schemas", "write_schemas"]

INDENT = "  "


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (INDENT + line for line in lines)


def _occurs(least: int, most: int) -> str:
    low = "" if least == 1 else f' minOccurs="{least}"'
    return low if most == 1 else f'{low} maxOccurs="{most}"'


def _document(text: str) -> list[str]:
    return ["<xs:annotation>", f"{INDENT}<xs:documentation>{text}</xs:documentation>", "</xs:annotation>"]


def _element(rule: ElementRule, names: TypeNames) -> str:
    return f'<xs:element name="{rule.name}" type="{names.of(rule)}"{_occurs(rule.least, rule.most)}/>'


def _children(rules: Sequence[ElementRule], names: TypeNames) -> Iterator[str]:
    """Yield the lines of a sequence's content; neighbours of one group stand in its compositor."""
    for group, members in groupby(rules, key=lambda rule: rule.group):
        lines = [_element(rule, names) for rule in members]
        if group is None:
            yield from lines
            continue
        yield f"<xs:{group.kind}{_occurs(group.least, group.most)}>"
        yield from _indented(lines)
        yield f"</xs:{group.kind}>"


def _complex_type(rule: ElementRule, names: TypeNames) -> list[str]:
    return [
        f'<xs:complexType name="{names.of(rule)}">',
        *_indented(["<xs:sequence>", *_indented(_children(rule.children, names)), "</xs:sequence>"]),
        "</xs:complexType>",
    ]


def _mixed_type(name: str, inline: Iterable[str]) -> list[str]:
    elements = [
        f'<xs:element name="{element}" type="{STYLES.get(element, "StyledText")}"/>' for element in sorted(inline)
    ]
    choice = ['<xs:choice minOccurs="0" maxOccurs="unbounded">', *_indented(elements), "</xs:choice>"]
    return [f'<xs:complexType name="{name}" mixed="true">', *_indented(choice), "</xs:complexType>"]


def _facets(rule: ElementRule) -> Iterator[str]:
    if rule.length:
        least, most = rule.length
        equal = least == most
        yield f'<xs:length value="{least}"/>' if equal else f'<xs:minLength value="{least}"/>'
        yield from () if equal else (f'<xs:maxLength value="{most}"/>',)
    if rule.span:
        yield f'<xs:minInclusive value="{rule.span[0]}"/>'
        yield f'<xs:maxInclusive value="{rule.span[1]}"/>'
    if rule.pattern:
        yield f"<xs:pattern value={quoteattr(rule.pattern)}/>"
    yield from (f'<xs:enumeration value="{value}"/>' for value in rule.values)


def _simple_type(rule: ElementRule, names: TypeNames) -> list[str]:
    return [
        f'<xs:simpleType name="{names.of(rule)}">',
        *_indented([f'<xs:restriction base="{rule.content}">', *_indented(_facets(rule)), "</xs:restriction>"]),
        "</xs:simpleType>",
    ]


def _types(rules: Iterable[ElementRule], names: TypeNames) -> list[str]:
    """Return the definition of each type that the rules use, each once, in the order in which they are met."""
    defined: dict[str, list[str]] = {}
    for rule in rules:
        name = names.of(rule)
        if name in defined or is_plain(rule):
            continue
        if rule.content == "elements":
            defined[name] = _complex_type(rule, names)
        elif rule.content != "mixed text":
            defined[name] = _simple_type(rule, names)
    return [line for lines in defined.values() for line in ["", *lines]]


def _text_types(rules: Iterable[ElementRule]) -> list[str]:
    """Return the types of mixed texts that the rules use, with what stands in them."""
    wanted = {rule.values for rule in rules if rule.content == "mixed text"}
    lines = ["", '<xs:complexType name="Empty"/>', "", *_mixed_type("StyledText", ["Break", "Space"])]
    for values in sorted(wanted):
        if "FixedFont" in values:
            inside = [value for value in values if value != "FixedFont"]
            lines += ["", *_mixed_type("FixedFontText", inside), "", *_mixed_type("FormattedText", values)]
    return lines


def _schema(namespace: str, text: str, includes: Sequence[str], body: Sequence[str]) -> str:
    top = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="{namespace}"',
        f'{INDENT * 5}targetNamespace="{namespace}" elementFormDefault="qualified">',
    ]
    inner = [*_document(text), *(f'<xs:include schemaLocation="{file}"/>' for file in includes), *body]
    lines = [line.rstrip() for line in [*top, *_indented(inner), "</xs:schema>", ""]]
    return "\n".join(lines)


def _emessage(
    envelope: ElementRule, letters: Sequence[ElementRule], others: Sequence[str], names: TypeNames
) -> list[str]:
    choice = [
        *(f'<xs:element name="{letter.name}" type="{names.of(letter)}"/>' for letter in letters),
        *(f'<xs:element name="{name}" type="xs:anyType"/>' for name in others),
    ]
    content = [_element(envelope, names), '<xs:choice maxOccurs="unbounded">', *_indented(choice), "</xs:choice>"]
    return [
        "",
        '<xs:element name="Emessage">',
        *_indented(["<xs:complexType>", *_indented(["<xs:sequence>", *_indented(content), "</xs:sequence>"])]),
        f"{INDENT}</xs:complexType>",
        "</xs:element>",
    ]


def _shared(*trees: ElementRule) -> set[tuple[object, ...]]:
    """Return the keys of what more than one of the trees uses."""
    uses = [{TypeNames.key(rule) for rule in tree.walk()} for tree in trees]
    return {key for keys in uses for key in keys if sum(key in other for other in uses) > 1}


def _reports(folder: Path) -> dict[str, str]:
    envelope = load_standard(folder, "envelope")[0].children[0]
    (xrpt01,), (xrpt05,) = load_standard(folder, "xrpt01"), load_standard(folder, "xrpt05")
    trees = (envelope, xrpt01, xrpt05)
    rules = [rule for tree in trees for rule in tree.walk()]
    names, shared = TypeNames(rules), _shared(*trees)
    common = [rule for rule in rules if TypeNames.key(rule) in shared]

    def own(tree: ElementRule) -> list[str]:
        return _types((rule for rule in tree.walk() if TypeNames.key(rule) not in shared), names)

    others = [letter.name for letter in load_other_letters(folder)]
    here = REPORT_NAMESPACE
    return {
        "types.xsd": _schema(here, "Types that the letters share.", (), [*_text_types(rules), *_types(common, names)]),
        "xrpt01.xsd": _schema(here, "XRPT01: LaboratoryReport, version XR0131K.", ("types.xsd",), own(xrpt01)),
        "xrpt05.xsd": _schema(here, "XRPT05: MicrobiologyWebReport, version XR0532M.", ("types.xsd",), own(xrpt05)),
        "emessage.xsd": _schema(
            here,
            "A message: an envelope and its letters. Letters that are not XRPT01 or XRPT05 may hold anything.",
            ("types.xsd", "xrpt01.xsd", "xrpt05.xsd"),
            [*_emessage(envelope, (xrpt01, xrpt05), others, names), *own(envelope)],
        ),
    }


def _receipts(folder: Path) -> dict[str, str]:
    envelope = load_standard(folder, "envelope")[0].children[0]
    letters = load_standard(folder, "receipts")
    rules = [rule for tree in (envelope, *letters) for rule in tree.walk()]
    names = TypeNames(rules)
    body = [*_emessage(envelope, letters, (), names), *_text_types(rules), *_types(rules, names)]
    text = "Receipts: XCTL01 NegativeVansReceipt, XCTL02 NegativeReceipt, XCTL03 PositiveReceipt."
    return {"receipts.xsd": _schema(RECEIPT_NAMESPACE, text, (), body)}


def schemas(folder: Path) -> dict[str, str]:
    """Return file name -> text of each schema that the tables in a folder make."""
    return _reports(folder) | _receipts(folder)


def write_schemas(root: Path) -> tuple[Path, ...]:
    """Write the schemas below `root/fixtures/schemas` and return their paths."""
    target = root / "fixtures" / "schemas"
    target.mkdir(exist_ok=True)
    made = schemas(root / "fixtures" / "standards")
    for name, text in made.items():
        (target / name).write_text(text, encoding="utf-8", newline="\n")
    return tuple(target / name for name in made)


if __name__ == "__main__":
    print(*write_schemas(suite_root()), sep="\n")
