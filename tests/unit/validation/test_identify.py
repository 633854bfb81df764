"""What a message says it is: a mistake in writing its namespace is told as that, an older edition as that."""

import pytest

from labcert.domain.messages import RECEIPT_NAMESPACE
from labcert.validation import validate
from tests.support.business import XRPT01

OURS = "http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/"
OTHER = "http://rep.oio.dk/medcom.dk/xml/schemas/2011/06/15/"


def told(namespace: str):
    """Return the only finding of the message in a namespace."""
    (finding,) = validate(XRPT01.replace(f'xmlns="{OURS}"', f'xmlns="{namespace}"').encode()).findings
    return finding


def test_a_namespace_without_its_last_slash_is_no_older_edition():
    """It is told what is wrong with it, not that the elements are others."""
    finding = told(OURS.rstrip("/"))
    assert (finding.rule, finding.expected, finding.actual) == ("MSG-ID-003", OURS, OURS.rstrip("/"))
    assert finding.message == "Navnerummet mangler sin sidste skråstreg."


def test_a_receipts_namespace_without_its_last_slash_is_told_as_that():
    """What was expected is the namespace that was meant, not that of the answers."""
    finding = told(RECEIPT_NAMESPACE.rstrip("/"))
    assert (finding.rule, finding.expected) == ("MSG-ID-003", RECEIPT_NAMESPACE)


@pytest.mark.parametrize("namespace", [OTHER, OTHER.rstrip("/")])
def test_an_older_edition_is_told_as_one(namespace):
    """With or without the last slash."""
    assert told(namespace).rule == "MSG-ID-002"


def test_a_foreign_namespace_is_told_as_one():
    """Ours stands beside it as what was expected."""
    finding = told("http://example.org/")
    assert (finding.rule, finding.expected) == ("MSG-ID-003", OURS)
    assert finding.message == "Emessage står i et navnerum, som ikke er MedComs."


@pytest.mark.parametrize(
    ("data", "rule", "actual"),
    [
        (b"<Emessage/>", "MSG-ID-003", "Intet navnerum"),
        (b"<note/>", "MSG-ID-001", "note (intet navnerum)"),
        (b'<note xmlns="urn:x"/>', "MSG-ID-001", "note (urn:x)"),
        (f'<Emessage xmlns="{OTHER}"><Letters/></Emessage>'.encode(), "MSG-ID-002", f"Letters ({OTHER})"),
        (f'<Emessage xmlns="{OTHER}"/>'.encode(), "MSG-ID-002", f"({OTHER})"),
    ],
)
def test_what_is_there_is_told_with_its_namespace(data, rule, actual):
    """Where there is none, that is said; a letter without a version has a name only. The root is on the first line."""
    (found,) = validate(b"\n".join([b"<!-- x -->", data])).findings
    assert (found.rule, found.actual, found.layer, found.line) == (rule, actual, "identify", 2)


def test_an_older_edition_is_told_with_its_namespace():
    """In the sentence too."""
    assert OTHER in told(OTHER).message


def test_a_letter_in_another_namespace_is_of_none_of_our_standards():
    """Whatever its name is; its name and its version are told as they stand."""
    (kind,) = validate(XRPT01.replace(f'xmlns="{OURS}"', f'xmlns="{OTHER}"').encode()).letters
    assert (kind.name, kind.standard, kind.version) == ("LaboratoryReport", None, "XR0131K")


def letters(*names: str) -> str:
    """Return letters of an older version."""
    return "".join(f"<{name}><Letter><VersionCode>XR0001X</VersionCode></Letter></{name}>" for name in names)


@pytest.mark.parametrize(
    ("names", "found", "wanted"),
    [
        (("LaboratoryReport",), "LaboratoryReport XR0001X", f"LaboratoryReport XR0131K ({OURS})"),
        (
            ("LaboratoryReport", "MicrobiologyWebReport"), "LaboratoryReport XR0001X, MicrobiologyWebReport XR0001X",
            f"LaboratoryReport XR0131K, MicrobiologyWebReport XR0532M ({OURS})",
        ),
        (("GeneticsReport",), "GeneticsReport XR0001X", f"({OURS})"),
        (
            ("LaboratoryReport",) * 6, ", ".join(["LaboratoryReport XR0001X"] * 5),
            f"{', '.join(['LaboratoryReport XR0131K'] * 5)} ({OURS})",
        ),
        (("OtherReceipt",), "OtherReceipt XR0001X", f"({RECEIPT_NAMESPACE})"),
        ((), "uden brev", f"({OURS})"),
    ],
)  # fmt: skip
def test_an_older_edition_is_told_with_what_it_should_be(names, found, wanted):
    """At most five letters, each with its version, and the namespace that they belong in today."""
    text = f'<Emessage xmlns="{OTHER}"><Envelope/>{letters(*names)}</Emessage>'
    (finding,) = validate(text.encode()).findings
    assert finding.message.endswith(f"der gælder: {found} i navnerummet {OTHER}.")
    assert finding.expected == wanted


def test_what_is_no_message_is_shown_in_part():
    """At most two hundred characters of its name and namespace."""
    (finding,) = validate(f'<note xmlns="urn:{"x" * 300}"/>'.encode()).findings
    assert finding.actual == f"note (urn:{'x' * 300}"[:200]


@pytest.mark.parametrize(
    ("name", "rule", "severity", "remedy"),
    [
        ("LaboratoryReports", "MSG-ID-004", "F1", "Mente du LaboratoryReport?"),
        ("Brev", "MSG-ID-004", "F1", "Fjern brevet, eller send det for sig."),
        ("GeneticsReport", "MSG-ID-005", "F4", "Fjern brevet, eller send det for sig."),
    ],
)
def test_a_letter_that_is_not_ours_is_told_at_its_place(name, rule, severity, remedy):
    """One that the standard knows is only not checked; any other is an error, with the name that it is like."""
    text = XRPT01.replace("</Emessage>", f"<{name}/></Emessage>")
    found = next(one for one in validate(text.encode()).findings if one.rule.startswith("MSG-ID"))
    assert (found.rule, found.severity.value, found.remedy, found.actual) == (rule, severity, remedy, name)
    assert (found.line, found.layer) == (text[: text.index(f"<{name}/>")].count("\n") + 1, "identify")
    assert found.path == f"/Emessage/{name}[1]"
    told_as = "er ikke et af de svar, der deles, og er ikke efterprøvet" if severity == "F4" else "findes ikke i standarden"
    assert found.message == f"Brevet {name} {told_as}."
