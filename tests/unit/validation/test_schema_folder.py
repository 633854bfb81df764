"""`--schema-dir`: another tree of schemas gives the verdict, whatever way it is laid out, and nothing outside it is read."""

import hashlib
import os
from pathlib import Path

import pytest

from labcert.domain.errors import UsageMistake
from labcert.domain.messages import RECEIPT_NAMESPACE, REPORT_NAMESPACE
from labcert.domain.suite import suite_root
from labcert.validation import Schemas, default_schemas, load_schema_dir, schema_folder, second_opinion, validate
from labcert.validation.loading import load_rule_book
from labcert.validation.profile import Profile

OURS = suite_root() / "fixtures" / "schemas"
VALID = suite_root() / "fixtures" / "corpus" / "valid"
NUMERIC = (VALID / "xrpt01-numeric.xml").read_bytes()
RECEIPT = (VALID / "xctl03-positive.xml").read_bytes()

HEAD = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"'
ENTRY = f"""{HEAD} xmlns="{REPORT_NAMESPACE}" xmlns:p="urn:parts" targetNamespace="{REPORT_NAMESPACE}"
  elementFormDefault="qualified">
 <xs:include schemaLocation="../fælles/Kuvert.xsd"/>
 <xs:import namespace="urn:parts" schemaLocation="../parts/all%20parts.xsd"/>
 <xs:element name="Emessage"><xs:complexType><xs:sequence>
  <xs:element name="Envelope" type="KuvertType"/><xs:element name="LaboratoryReport" type="p:Svar" maxOccurs="2"/>
 </xs:sequence></xs:complexType></xs:element>
</xs:schema>"""
CHAMELEON = f"""{HEAD} elementFormDefault="qualified">
 <xs:include schemaLocation="tid.XSD"/>
 <xs:complexType name="KuvertType"><xs:sequence>
  <xs:element name="Identifier" type="Lille"/><xs:element name="Antal" type="Antal"/>
 </xs:sequence></xs:complexType>
</xs:schema>"""
SMALL = f"""{HEAD}>
 <xs:simpleType name="Lille"><xs:restriction base="xs:string"><xs:maxLength value="5"/></xs:restriction></xs:simpleType>
 <xs:simpleType name="Antal"><xs:restriction base="xs:decimal"><xs:totalDigits value="3"/></xs:restriction></xs:simpleType>
</xs:schema>"""
PARTS = f"""{HEAD} targetNamespace="urn:parts">
 <xs:complexType name="Svar" mixed="true"><xs:attribute name="vigtig" use="required"/></xs:complexType>
</xs:schema>"""


def put(folder: Path, **files: str) -> Path:
    """Write files below a folder; "__" in a name is a folder, "_dot_" a point."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree over four folders: an include without namespace, an import, other letters' case, a blank, a Danish letter."""
    put(tmp_path, besked__EMessage_dot_xsd=ENTRY, fælles__kuvert_dot_xsd=CHAMELEON, fælles__Tid_dot_xsd=SMALL)
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "all parts.xsd").write_text(PARTS, encoding="utf-8")
    return tmp_path


def small(identifier: str = "E1", count: str = "1.5", attribute: str = ' vigtig="ja"') -> bytes:
    """Return a message by the tree's schema, which is none by ours."""
    return (
        f'<Emessage xmlns="{REPORT_NAMESPACE}"><Envelope><Identifier>{identifier}</Identifier><Antal>{count}</Antal></Envelope>'
        f"<LaboratoryReport{attribute}>hvad som helst</LaboratoryReport></Emessage>"
    ).encode()


def statuses(validation) -> dict[str, str]:
    """Return the status of each layer."""
    return {layer.layer: layer.status for layer in validation.layers}


def test_our_own_tree_laid_out_another_way_gives_the_same_verdicts(tmp_path: Path):
    """Every valid message is valid, in both engines, and the schemas' source is told."""
    text = {path.name: path.read_text(encoding="utf-8") for path in OURS.glob("*.xsd")}
    text["emessage.xsd"] = text["emessage.xsd"].replace('"types.xsd"', '"Fælles\\Types.xsd"').replace('"xrpt0', '"svar/xrpt0')
    for name in ("xrpt01.xsd", "xrpt05.xsd"):
        text[name] = text[name].replace('"types.xsd"', '"../fælles/types.xsd"')
    put(
        tmp_path, Emessage_dot_xsd=text["emessage.xsd"], svar__xrpt01_dot_xsd=text["xrpt01.xsd"],
        svar__XRPT05_dot_xsd=text["xrpt05.xsd"], fælles__types_dot_xsd=text["types.xsd"],
        kvittering__EMESSAGE_dot_xsd=text["receipts.xsd"],
    )  # fmt: skip
    schemas = load_schema_dir(tmp_path)
    assert (schemas.source, default_schemas().source) == ("directory", "built-in")
    assert set(schemas.entries) == {REPORT_NAMESPACE, RECEIPT_NAMESPACE}
    for path in VALID.glob("*.xml"):
        validation = validate(path.read_bytes(), schemas=schemas, second="always")
        assert (path.name, validation.problem) == (path.name, "none")
    wrong = NUMERIC.replace(b"<Value>8,4</Value>", b"<Value/>")
    assert [one.rule for one in validate(wrong, schemas=schemas, second="always").findings] == ["MSG-SCH-004"]


def test_the_digest_is_over_the_bytes_of_the_files_that_are_used(tree: Path):
    """Paths with `/` and bytes as they are, line ends too; a file that nothing points to does not count."""
    digest = load_schema_dir(tree).digest
    put(tree, andet__ubrugt_dot_xsd=PARTS)
    assert load_schema_dir(tree).digest == digest
    names = ("besked/EMessage.xsd", "fælles/Tid.xsd", "fælles/kuvert.xsd", "parts/all parts.xsd")
    content = b"".join(name.encode() + b"\0" + (tree / name).read_bytes() + b"\0" for name in sorted(names))
    assert digest == hashlib.sha256(content).hexdigest()
    entry = tree / "besked" / "EMessage.xsd"
    entry.write_bytes(entry.read_bytes().replace(b"\n", b"\r\n"))
    assert load_schema_dir(tree).digest != digest


def test_the_schemas_of_the_folder_give_the_verdict(tree: Path):
    """What they accept is right though ours refuse it, and told as not read; what they refuse is wrong though ours take it."""
    schemas = load_schema_dir(tree)
    rules = load_rule_book(suite_root(), Profile("as they are", "", "", ""))
    right = validate(small(), schemas=schemas, second="always", rules=rules)
    assert (right.problem, right.findings, right.message) == ("none", (), None)
    assert statuses(right)["codes"] == "skipped"
    assert "labcert kender ikke" in right.layers[3].reason
    assert validate(small()).problem == "invalid"
    assert validate(NUMERIC, schemas=schemas, second="always").problem == "invalid"


def test_an_error_of_a_kind_that_ours_never_give_is_told(tree: Path):
    """Digits in all, and an attribute that lacks: told by its key, with what the second engine says where it is asked."""
    schemas = load_schema_dir(tree)
    for data in (small(count="1.2345"), small(attribute="")):
        (finding,) = validate(data, schemas=schemas).findings
        assert finding.rule == "MSG-SCH-099"
        assert finding.expected == "Det, skemaet siger om elementet"
        (finding,) = validate(data, schemas=schemas, second="when_invalid").findings
        assert len(finding.expected) > 20
        assert "1.2345" not in finding.expected
    (finding,) = validate(small(identifier="E12345"), schemas=schemas, second="when_invalid").findings
    assert (finding.rule, finding.expected) == ("MSG-SCH-003", "Højst 5 tegn")


def test_a_namespace_without_a_schema_is_not_checked(tree: Path):
    """A receipt beside schemas of answers only: nothing is found wrong, and nothing right."""
    validation = validate(RECEIPT, schemas=load_schema_dir(tree), second="always", known_persons=())
    assert (validation.problem, validation.ok, validation.checked) == ("not_checked", False, False)
    assert statuses(validation)["schema"] == "skipped"
    assert RECEIPT_NAMESPACE in validation.layers[2].reason


def told(folder: Path) -> UsageMistake:
    """Return the mistake that loading a folder tells."""
    with pytest.raises(UsageMistake) as caught:
        load_schema_dir(folder)
    assert caught.value.remedy
    return caught.value


def test_a_folder_that_is_not_there_or_holds_nothing(tmp_path: Path):
    """Each with what to do."""
    missing = told(tmp_path / "nej")
    assert missing.message == f"Skemamappen findes ikke: {tmp_path / 'nej'}"
    assert (missing.where, missing.remedy) == (str(tmp_path / "nej"), "Ret stien til mappen.")
    empty = told(tmp_path)
    assert empty.message == f"Mappen har intet skema for Emessage i navnerummet {REPORT_NAMESPACE}."
    assert (empty.where, empty.remedy) == (str(tmp_path), "Angiv mappen med MedComs Emessage.xsd for udgaven 2014/10/08.")
    put(tmp_path, receipts_dot_xsd=(OURS / "receipts.xsd").read_text(encoding="utf-8"))
    assert REPORT_NAMESPACE in told(tmp_path).message


def test_several_entries_are_listed(tree: Path):
    """Two editions side by side: nothing is guessed."""
    put(tree, gammel__Emessage_dot_xsd=ENTRY)
    mistake = told(tree)
    names = "besked/EMessage.xsd, gammel/Emessage.xsd"
    assert mistake.message == f"Mappen har flere skemaer for Emessage i navnerummet {REPORT_NAMESPACE}: {names}."
    assert (mistake.where, mistake.remedy) == (str(tree), "Angiv den undermappe, der har den rigtige udgave.")


def test_an_entry_by_another_name_is_found_by_what_it_defines(tree: Path):
    """Only where none is called Emessage.xsd."""
    (tree / "besked" / "EMessage.xsd").rename(tree / "besked" / "Alt.xsd")
    assert load_schema_dir(tree).entries == {REPORT_NAMESPACE: "besked/Alt.xsd"}


def test_one_called_emessage_goes_before_one_that_only_defines_it(tree: Path):
    """A copy under another name is not asked."""
    put(tree, gammel__Kopi_dot_xsd=ENTRY)
    assert load_schema_dir(tree).entries == {REPORT_NAMESPACE: "besked/EMessage.xsd"}


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("../../uden for.xsd", "uden for mappen"),
        ("/etc/typer.xsd", "uden for mappen"),
        ("file:///etc/typer.xsd", "uden for mappen"),
        ("C:/etc/typer.xsd", "ikke er i mappen"),
        ("c:\\etc\\typer.xsd", "ikke er i mappen"),
        ("ftp:typer.xsd", "uden for mappen"),
        ("urn:typer", "uden for mappen"),
        ("file://server/deling/typer.xsd", "uden for mappen"),
        ("//LOCALHOST2/typer.xsd", "uden for mappen"),
        ("http://example.org/typer.xsd", "uden for mappen"),
        ("//server/deling/typer.xsd", "uden for mappen"),
        ("../fælles/findes-ikke.xsd", "ikke er i mappen"),
        ("../fælles", "ikke er i mappen"),
    ],
)
def test_a_file_outside_or_missing_is_named(tree: Path, location: str, words: str):
    """The file that points, the line, and where it points to; the file itself is never looked for outside."""
    put(tree.parent, **{"uden for_dot_xsd": SMALL})
    entry = tree / "besked" / "EMessage.xsd"
    entry.write_text(ENTRY.replace("../fælles/Kuvert.xsd", location), encoding="utf-8")
    mistake = told(tree)
    ending = ", som ikke er i mappen." if words == "ikke er i mappen" else ", som er uden for mappen. Intet hentes uden for den."
    assert mistake.message == f"Skemaet besked/EMessage.xsd peger på {location}{ending}"
    assert mistake.where == "besked/EMessage.xsd:3"


@pytest.mark.skipif(os.name == "nt", reason="a link needs rights on Windows")
def test_a_link_out_of_the_folder_is_not_followed(tree: Path, tmp_path_factory: pytest.TempPathFactory):
    """A file that only a link reaches is outside."""
    elsewhere = put(tmp_path_factory.mktemp("elsewhere"), tid_dot_xsd=SMALL) / "tid.xsd"
    (tree / "fælles" / "Tid.xsd").unlink()
    (tree / "fælles" / "Tid.xsd").symlink_to(elsewhere)
    assert "tid.XSD" in told(tree).message


def test_a_path_within_the_folder_may_be_absolute(tree: Path):
    """As some tools write it."""
    entry = tree / "besked" / "EMessage.xsd"
    entry.write_text(ENTRY.replace("../fælles/Kuvert.xsd", (tree / "fælles" / "kuvert.xsd").as_uri()), encoding="utf-8")
    assert validate(small(), schemas=load_schema_dir(tree), second="always").ok
    uri = (tree / "fælles" / "kuvert.xsd").as_uri().replace("file:///", "file://localhost/")
    entry.write_text(ENTRY.replace("../fælles/Kuvert.xsd", uri), encoding="utf-8")
    assert validate(small(), schemas=load_schema_dir(tree), second="always").ok


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ENTRY.replace("</xs:schema>", ""), "Skemafilen besked/EMessage.xsd er ikke velformet XML: Premature end of data"),
        (ENTRY.replace("KuvertType", "Ukendt"), "Skemaerne kan ikke bruges: element decl. '{"),
        (ENTRY.replace('maxOccurs="2"', 'maxOccurs="mange"'), "Skemaerne kan ikke bruges: Element '{http://www.w3.org/2001/XMLSchema}element'"),
    ],
)
def test_a_broken_schema_is_told_with_its_place(tree: Path, text: str, words: str):
    """File and line, and never the passing folder that the engines read."""
    put(tree, besked__EMessage_dot_xsd=text)
    mistake = told(tree)
    assert mistake.message.startswith(words)
    assert mistake.where.startswith("besked/EMessage.xsd:")
    assert mistake.remedy == "Hent skemaerne igen, eller ret filen."
    assert "labcert-schemas" not in str(mistake)


def test_a_pointed_at_file_that_is_no_schema_is_told(tree: Path):
    """Its own name, not the entry's."""
    put(tree, fælles__Tid_dot_xsd="<ingen/>")
    mistake = told(tree)
    assert (mistake.where, mistake.remedy) == ("fælles/Tid.xsd", "Angiv MedComs skemaer.")
    assert mistake.message == "Skemafilen fælles/Tid.xsd er ikke et XML-skema."


@pytest.mark.parametrize("doctype", ["<!DOCTYPE schema>", '<!DOCTYPE x [<!ENTITY e SYSTEM "/etc/hostname">]>'])
def test_a_schema_with_a_doctype_is_refused(tree: Path, doctype: str):
    """It could fetch files; the engines are never given one."""
    put(tree, fælles__Tid_dot_xsd=doctype + SMALL)
    mistake = told(tree)
    assert mistake.message == "Skemafilen fælles/Tid.xsd har en DOCTYPE. Den kan hente filer, så filen er ikke læst."
    assert (mistake.where, mistake.remedy) == ("fælles/Tid.xsd", "Fjern DOCTYPE-linjen, eller hent skemaerne igen.")


def test_a_mistake_in_a_pointed_at_file_is_told_there(tree: Path):
    """With its own name and line, whatever name the engines have for it; a long reason is cut."""
    put(tree, fælles__Tid_dot_xsd=SMALL.replace('base="xs:string"', f'base="xs:{"s" * 600}"'))
    mistake = told(tree)
    assert mistake.where == "fælles/Tid.xsd:2"
    assert len(mistake.message) == len("Skemaerne kan ikke bruges: ") + 500


def test_a_file_that_is_pointed_at_twice_hides_no_other(tree: Path):
    """It is read once, and then those that are left."""
    twice = ' <xs:import namespace="urn:parts" schemaLocation="../parts/all%20parts.xsd"/>\n'
    include = ' <xs:include schemaLocation="../fælles/Kuvert.xsd"/>\n'
    entry = ENTRY.replace(include, "").replace(twice, twice + include + include)
    put(tree, besked__EMessage_dot_xsd=entry)
    assert validate(small(), schemas=load_schema_dir(tree), second="always").ok


def test_two_files_that_get_one_plain_name_stay_two(tree: Path):
    """The engines are given each under its own."""
    first, second = SMALL.split(' <xs:simpleType name="Antal">')
    put(tree, fælles__æ_dot_xsd=first + "</xs:schema>", fælles__ø_dot_xsd=f'{HEAD}> <xs:simpleType name="Antal">' + second)
    both = '<xs:include schemaLocation="æ.xsd"/><xs:include schemaLocation="ø.xsd"/>'
    put(tree, fælles__kuvert_dot_xsd=CHAMELEON.replace('<xs:include schemaLocation="tid.XSD"/>', both))
    assert validate(small(), schemas=load_schema_dir(tree), second="always").ok


def test_a_comment_before_a_pointer_does_not_hide_it(tree: Path):
    """Nor does an import without a place: it is passed by, and those after it are read."""
    entry = ENTRY.replace(" <xs:include", ' <!-- x -->\n <xs:import namespace="urn:other"/>\n <xs:include', 1)
    put(tree, besked__EMessage_dot_xsd=entry)
    assert validate(small(), schemas=load_schema_dir(tree), second="always").ok


def test_a_file_that_is_gone_when_it_is_read_is_told(tmp_path: Path):
    """With the system's reason."""
    folder = put(tmp_path, a_dot_xsd=SMALL)
    found = schema_folder._Folder(folder)
    (folder / "a.xsd").unlink()
    with pytest.raises(UsageMistake) as caught:
        found.data("a.xsd")
    assert caught.value.message == "Skemafilen a.xsd kan ikke læses: filen eller mappen findes ikke"
    assert (caught.value.where, caught.value.remedy) == ("a.xsd", "Giv læseadgang til filen.")


@pytest.mark.parametrize(
    ("name", "number", "plain"),
    [("besked/EMessage.xsd", 3, "besked/EMessage.xsd"), ("fælles/all parts.xsd", 3, "3/f_lles/all_parts.xsd")],
)
def test_a_name_that_engines_read_in_two_ways_is_made_plain(name: str, number: int, plain: str):
    """With a number, so that no two become one."""
    assert schema_folder._plain(name, number) == plain


def test_files_that_point_at_each_other_are_read_once(tree: Path):
    """A circle is no error in XSD."""
    put(tree, fælles__Tid_dot_xsd=SMALL.replace(">\n", '>\n <xs:include schemaLocation="kuvert.xsd"/>\n', 1))
    assert validate(small(), schemas=load_schema_dir(tree), second="always").ok


def test_the_second_engine_reads_what_the_first_has_read(tree: Path):
    """A folder that changes, or goes away, after it was loaded changes no verdict."""
    schemas: Schemas = load_schema_dir(tree)
    for path in tree.rglob("*.xsd"):
        path.unlink()
    root = validate(small(), schemas=schemas).root
    assert second_opinion(root, schemas) == ()
