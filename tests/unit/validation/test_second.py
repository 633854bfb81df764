"""Two schema engines: one gives the verdict, the other is heard, and where they disagree the fault is ours."""

import subprocess
import sys
from types import SimpleNamespace

import pytest
from lxml import etree

from labcert.domain.findings import Finding
from labcert.domain.messages import REPORT_NAMESPACE
from labcert.domain.outcome import Severity
from labcert.domain.suite import suite_root
from labcert.validation import Reason, Validation, load_schema_dir, pipeline, second_opinion, validate
from labcert.validation.capping import TEXT, capped
from labcert.validation.second import _reason

VALID = suite_root() / "fixtures" / "corpus" / "valid"
NUMERIC = (VALID / "xrpt01-numeric.xml").read_bytes()
BREAK = b"<Break/>"
UNIT = b"<Unit>mg/L</Unit>"


def schema_layer(validation: Validation):
    """Return how the layer `schema` went."""
    return next(layer for layer in validation.layers if layer.layer == "schema")


@pytest.mark.parametrize("second", ["when_invalid", "always"])
def test_a_message_that_libxml2_alone_finds_wrong_is_our_fault(monkeypatch, second):
    """Both verdicts are named, no finding of the schema stands against the sender, and the problem is a fault."""
    monkeypatch.setattr(pipeline, "second_opinion", lambda _root, _schemas: ())
    validation = validate(NUMERIC.replace(b"<Value>8,4</Value>", b"<Value/>"), second=second)
    assert (validation.problem, validation.findings) == ("fault", ())
    assert schema_layer(validation).status == "fault"
    assert schema_layer(validation).reason == (
        "Fejl i labcert: libxml2 finder beskeden forkert, og xmlschema finder den rigtig (SCHEMAV_CVC_MINLENGTH_VALID)."
    )


def test_a_message_that_xmlschema_alone_finds_wrong_is_our_fault(monkeypatch):
    """The other way round too; its place is told, its words are not: they may quote a person's data."""
    monkeypatch.setattr(pipeline, "second_opinion", lambda _root, _schemas: (Reason("/Emessage/Envelope", "hemmeligt"),))
    validation = validate(NUMERIC, second="always")
    assert (validation.problem, validation.findings) == ("fault", ())
    assert schema_layer(validation).reason == (
        "Fejl i labcert: libxml2 finder beskeden rigtig, og xmlschema finder den forkert (/Emessage/Envelope)."
    )


@pytest.mark.parametrize(
    ("second", "data", "asked"),
    [
        ("never", NUMERIC, 0), ("never", NUMERIC.replace(b"8,4", b""), 0), ("when_invalid", NUMERIC, 0),
        ("when_invalid", NUMERIC.replace(b"8,4", b""), 1), ("always", NUMERIC, 1), ("always", NUMERIC.replace(b"8,4", b""), 1),
        ("always", b"<a/>", 0), ("always", b"", 0),
    ],
)  # fmt: skip
def test_the_second_engine_is_asked_when_it_should_be(monkeypatch, second, data, asked):
    """Never, of what the first finds wrong, or of everything that has a schema."""
    count: list[object] = []

    def opinion(root, schemas):
        count.append(root)
        return second_opinion(root, schemas)

    monkeypatch.setattr(pipeline, "second_opinion", opinion)
    validation = validate(data, second=second)
    assert (len(count), validation.problem == "fault") == (asked, False)


def test_a_message_is_validated_without_the_second_engine_being_loaded():
    """It takes a third of a second to import, and only those who ask for it pay."""
    path = VALID / "xrpt01-numeric.xml"
    code = f"import sys, pathlib, labcert.validation as v; v.validate(pathlib.Path({str(path)!r}).read_bytes()); print('xmlschema' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (b"<Date>2025-12-01</Date>", b"<Date>\n 2025-12-01\t</Date>", "none"),
        (b"<Date>2025-12-01</Date>", "<Date>\u00a02025-12-01</Date>".encode(), "invalid"),
        (b"<Date>2025-12-01</Date>", b"<Date>99999999999999999999-12-01</Date>", "invalid"),
        (BREAK, b"<Break><![CDATA[]]></Break>", "none"),
        (BREAK, b"<Break><![CDATA[ ]]></Break>", "invalid"),
        (BREAK, b'<Break xsi:type=" Empty "/>', "none"),
        (BREAK, b'<Break xsi:type="Em pty"/>', "invalid"),
        (BREAK, b'<Break xsi:type="StyledText"/>', "invalid"),
        (BREAK, b'<Break xsi:type="p:Empty"/>', "invalid"),
        (BREAK, b'<Break xsi:nil="nej"/>', "invalid"),
        (BREAK, b"<Break><!-- set --></Break>", "none"),
        (b"<LaboratoryReport>", "<LaboratoryReport>\u2003".encode(), "invalid"),
        (b"<LaboratoryReport>", b"<LaboratoryReport><![CDATA[ ]]>", "none"),
        (b"<LaboratoryReport>", b"<LaboratoryReport>&#13;", "none"),
        (b"</LaboratoryReport>", b'</LaboratoryReport><GeneticsReport xml:lang="!!" a="1"><b/>c</GeneticsReport>', "none"),
        (b"</LaboratoryReport>", b'</LaboratoryReport><GeneticsReport xsi:nil="true"/>', "invalid"),
        (b"</LaboratoryReport>", b"</LaboratoryReport><GeneticsReport><Emessage/></GeneticsReport>", "invalid"),
    ],
)
def test_both_engines_are_held_to_the_specification(old, new, problem):
    """Where one of them is stricter or laxer than XSD 1.0, it is put right: the verdict is the specification's."""
    validation = validate(NUMERIC.replace(old, new), second="always")
    assert (validation.problem, schema_layer(validation).reason) == (problem, "")


def test_the_one_disagreement_that_stays_is_told_as_ours():
    """A number of more digits than Python reads is right by XSD and by libxml2; xmlschema can not say."""
    file = b"<BIN><ObjectIdentifier>3f2504e0-4f89-41d3-9a0c-0305e82c3301</ObjectIdentifier><ObjectCode>billede</ObjectCode>"
    file += b"<ObjectExtensionCode>png</ObjectExtensionCode><OriginalObjectSize>%s</OriginalObjectSize></BIN>"
    reference = UNIT + b"<Reference><RefDescription>x</RefDescription>" + file + b"</Reference>"
    data = NUMERIC.replace(UNIT, reference % (b"9" * 4300))
    assert validate(data, second="always").problem == "none"
    data = NUMERIC.replace(UNIT, reference % (b"9" * 4301))
    assert validate(data).problem == "none"
    assert validate(data, second="always").problem == "fault"
    assert "xmlschema finder den forkert" in schema_layer(validate(data, second="always")).reason


def test_a_reason_names_the_place_and_what_could_stand_there():
    """As people read a place, with the elements that were missed."""
    root = validate(NUMERIC.replace(b"<ResultType>numerisk</ResultType>", b"", 1)).root
    (reason,) = second_opinion(root)
    assert reason.path == "/Emessage/LaboratoryReport[1]/LaboratoryResults/Result[1]"
    assert reason.expected == ("ResultType",)


def test_a_namespace_that_has_no_schema_is_a_reason():
    """The second engine never finds right what it was never asked about."""
    (reason,) = second_opinion(validate(b"<a/>").root)
    assert (reason.path, reason.expected) == ("", ())
    assert "intet skema" in reason.text


def test_what_xmlschema_lets_by_is_told_where_it_stands():
    """Digits of another script are digits to Python; a space of another kind is none to XML."""
    date = "/Emessage/Envelope/Sent/Date"
    root = validate(NUMERIC.replace(b"<Date>2025-12-01</Date>", "<Date>٢٠٢٥-12-01</Date>".encode(), 1)).root
    assert Reason(date, "a character that no value of the type has") in second_opinion(root)
    root = validate(NUMERIC.replace(b"<LaboratoryReport>", "<LaboratoryReport>\u2003".encode())).root
    assert second_opinion(root) == (Reason("/Emessage/LaboratoryReport[1]", "text between the elements"),)


def test_values_that_no_simple_type_of_ours_has_are_let_by(tmp_path):
    """A list, a union: they have no one primitive type, and xmlschema reads them itself."""
    (tmp_path / "Emessage.xsd").write_text(
        f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{REPORT_NAMESPACE}">
        <xs:element name="Emessage"><xs:simpleType><xs:list itemType="xs:string"/></xs:simpleType></xs:element>
        </xs:schema>""", "utf-8")
    root = etree.fromstring(f'<Emessage xmlns="{REPORT_NAMESPACE}">æ ø</Emessage>')
    assert second_opinion(root, load_schema_dir(tmp_path)) == ()
    union = (tmp_path / "Emessage.xsd").read_text("utf-8").replace('<xs:list itemType="xs:string"/>', '<xs:union memberTypes="xs:date xs:string"/>')
    (tmp_path / "Emessage.xsd").write_text(union, "utf-8")
    assert second_opinion(root, load_schema_dir(tmp_path)) == ()


def test_what_makes_xmlschema_raise_is_a_reason_too():
    """Of no place, by its kind and its own words."""
    root = validate(NUMERIC.replace(BREAK, b'<Break xsi:type="p:Empty"/>')).root
    (reason,) = second_opinion(root)
    assert (reason.path, reason.expected) == ("", ())
    assert reason.text.startswith("XMLSchemaKeyError: ")
    assert len(reason.text) > len("XMLSchemaKeyError: None")


def test_no_more_reasons_are_told_than_anybody_reads(monkeypatch):
    """The first ones."""
    root = validate(NUMERIC.replace(b"<ResultType>numerisk</ResultType>", b"")).root
    everything = second_opinion(root)
    assert len(everything) > 1
    monkeypatch.setattr("labcert.validation.second.MOST", 1)
    assert second_opinion(root) == everything[:1]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (SimpleNamespace(elem=None, path="/a/b", reason="r"), Reason("/a/b", "r")),
        (SimpleNamespace(elem=None, path=None, reason="r", expected=None), Reason("", "r")),
        (
            SimpleNamespace(elem=None, path="", reason="r", expected=[object(), SimpleNamespace(name=None), SimpleNamespace(name="{u}B")]),
            Reason("", "r", ("B",)),
        ),
    ],
)
def test_an_error_is_told_by_what_it_has(error, reason):
    """Its own path where it has no element; what could have stood there by the names that there are."""
    assert _reason(error) == reason


# ---------------------------------------------------------------------------------------------------------- not checked
def only(*letters: bytes) -> bytes:
    """Return the numeric answer's envelope with other letters."""
    head, rest = NUMERIC.split(b"<LaboratoryReport>")
    return head + b"".join(letters) + rest.split(b"</LaboratoryReport>")[1]


OTHER = b"<GeneticsReport><Letter><Identifier>L1</Identifier></Letter>%s</GeneticsReport>"


def test_a_message_of_other_letters_only_is_not_checked():
    """Neither right nor wrong: told with a remark on each letter, and the reason at the layer that had nothing to do."""
    validation = validate(only(OTHER % b"", b"<DiabeticFootStatus/>"), known_persons=("2512489996",), second="always")
    assert (validation.problem, validation.ok, validation.checked, validation.blocking) == ("not_checked", False, False, ())
    assert [(one.rule, one.severity.value) for one in validation.findings] == [("MSG-ID-005", "F4")] * 2
    reason = "Beskeden har kun breve, der ikke efterprøves: GeneticsReport, DiabeticFootStatus."
    assert [(layer.status, layer.reason) for layer in validation.layers[2:3]] == [("skipped", reason)]


def test_what_is_wrong_with_a_message_of_other_letters_is_still_told():
    """The envelope has a schema, and a person's number is never let by."""
    wrong = only(OTHER % b"").replace(b"pluspositivkvitt", b"ja")
    assert (validate(wrong).problem, validate(wrong).checked) == ("invalid", True)
    foreign = only(OTHER % b"<CivilRegistrationNumber>%s</CivilRegistrationNumber>" % (b"010203" + b"1234"))
    assert validate(foreign, known_persons=("2512489996",)).problem == "invalid"
    assert validate(only(b"<GeneticReport/>")).problem == "invalid"


def test_other_letters_beside_ours_take_nothing_from_the_verdict():
    """Ours are judged, the others are told as not looked at."""
    beside = NUMERIC.replace(b"</LaboratoryReport>", b"</LaboratoryReport>" + OTHER % b"hvad som helst")
    validation = validate(beside)
    assert (validation.problem, validation.checked) == ("none", True)
    assert [one.rule for one in validation.findings] == ["MSG-ID-005"]
    assert validate(beside.replace(b"<Value>8,4</Value>", b"<Value/>")).problem == "invalid"


# --------------------------------------------------------------------------------------------------------------- capping
def finding(number: int, severity: Severity = Severity.F2) -> Finding:
    """Return a finding that says its number."""
    return Finding(f"R{number}", severity, "a.", "b", "c", "d.", f"/{number}", number, "schema")


def test_as_many_findings_as_may_be_told_are_told():
    """At the limit nothing is left out."""
    found = tuple(finding(number) for number in range(3))
    assert capped(found, 3, "schema") == found


def test_of_more_findings_the_blocking_ones_are_told_first():
    """In the message's order, and a last one that says how many are left out."""
    found = (finding(0, Severity.F4), finding(1), finding(2, Severity.F4), finding(3), finding(4, Severity.F4))
    told = capped(found, 3, "schema")
    assert [one.rule for one in told] == ["R0", "R1", "R3", "MSG-MORE-001"]
    assert (told[-1].severity, told[-1].layer, told[-1].message) == (
        Severity.F4, "schema", "Der er mindst 2 fund mere i laget. De er ikke vist.",
    )  # fmt: skip


def test_a_finding_is_cut_where_nobody_reads_on():
    """A name of a megabyte is no name; each part is cut by itself."""
    long = Finding("R", Severity.F2, "m" * TEXT, "e" * (TEXT + 1), "a", "r", "/p" * TEXT, 1, "schema")
    (told,) = capped((long,), 3, "schema")
    assert (told.message, told.expected, told.actual) == ("m" * TEXT, "e" * (TEXT - 1) + "…", "a")
    assert len(told.path) == TEXT
