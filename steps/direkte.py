"""Direkte aflevering: the test leader posts a message to a databank's own intake, past LPS and PLSP."""

from lxml import etree
from pytest_bdd import then, when

from labcert.checks import Letter
from labcert.checks.reading import parse_tree
from labcert.domain.errors import ToolFault
from labcert.ports import Databank
from steps.aflevering import put
from steps.forloeb import Flow
from steps.ord import sentence

ENVELOPE, LETTER = "Envelope/Identifier", "Letter/Identifier"
SAMPLE_NUMBERS = {
    "RequisitionInformation/Sample/RequesterSampleIdentifier": "SR",
    "RequisitionInformation/Sample/LaboratoryInternalSampleIdentifier": "SL",
    "LaboratoryResults/GeneralResultInformation/LaboratoryInternalProductionIdentifier": "SP",
}
"""path -> the two letters that begin the number of another clinic's sample"""


def other_sample_number(flow: Flow) -> str:
    """Return the requester's number of the other sample that the test leader delivers."""
    return f"SR{_own_numbers(flow)}"


def _own_numbers(flow: Flow) -> str:
    """What of the sample number is this run's and this step's own: LCabcda-4517 gives abcda4517."""
    return flow.case.sample.requester_number.removeprefix("LC").replace("-", "")


def _changed(flow: Flow, datatable: list[list[str]], *, other_sample: bool) -> bytes:
    """Return the message that the LPS sent, with new identifiers and the fields of the table, in UTF-8."""
    root = parse_tree(flow.message().raw)
    message = Letter("", root)
    letters = [
        Letter("", child) for child in root.iterchildren(tag=etree.Element) if not child.tag.endswith("}Envelope")
    ]
    own = _own_numbers(flow)
    put(flow, message, ENVELOPE, f"TE{own}")
    for number, letter in enumerate(letters, start=1):
        put(flow, letter, LETTER, f"TL{own}{number}")
        for path, value in datatable[1:]:
            put(flow, letter, path, value)
        for path, prefix in SAMPLE_NUMBERS.items() if other_sample else ():
            put(flow, letter, path, f"{prefix}{own}")
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


@when(sentence("testlederen afleverer den samme besked direkte til {bank:Bank}"))
def deliver_same(flow: Flow, databanks: dict[str, Databank], bank: str) -> None:
    """Every byte as PLSP received it."""
    flow.delivery = databanks[bank].deliver(flow.message().raw)


@when(sentence("testlederen afleverer beskeden direkte til {bank:Bank} med nye identifikatorer og"))
def deliver_changed(flow: Flow, databanks: dict[str, Databank], bank: str, datatable: list[list[str]]) -> None:
    """Envelope and letter get identifiers of their own, and the fields of the table are written anew."""
    flow.delivery = databanks[bank].deliver(_changed(flow, datatable, other_sample=False))


@when(sentence("testlederen afleverer en anden prøve direkte til {bank:Bank} med nye identifikatorer og"))
def deliver_other_sample(flow: Flow, databanks: dict[str, Databank], bank: str, datatable: list[list[str]]) -> None:
    """The same with other sample numbers: an answer that a hospital has made, for instance."""
    flow.delivery = databanks[bank].deliver(_changed(flow, datatable, other_sample=True))
    if flow.delivery.status != 202:
        raise ToolFault(f"{bank} tog ikke imod testlederens egen besked: {flow.delivery.body.get('message')}")


def _said(body: dict[str, object]) -> str:
    findings = body.get("findings")
    listed = [found for found in findings if isinstance(found, dict)] if isinstance(findings, list) else []
    told = [str(found.get(key) or "") for found in listed for key in ("message", "expected", "actual", "remedy")]
    return " ".join([str(body.get("message") or ""), *told]).strip()


@then(sentence('afviser {bank:Bank} beskeden og nævner "{text}"'))
def bank_refuses(flow: Flow, bank: str, text: str) -> None:
    """The intake answers 4xx, and what it says names what was wrong."""
    delivery = flow.delivery
    if delivery is None:
        raise ToolFault(f"Scenariet har ikke afleveret noget til {bank}.")
    said = _said(delivery.body)
    if not 400 <= delivery.status < 500:
        flow.judge.require(
            flow.judge.finding(
                "BANK-TOOK-FOREIGN",
                f"{bank} tog imod en besked, som den skulle have afvist.",
                expected="afvist (4xx)",
                actual=str(delivery.status),
                remedy=f"Fejlen er {bank}s: kontrollér standard og versionskode i modtagelsen.",
            )
        )
    elif text not in said:
        flow.judge.require(
            flow.judge.finding(
                "BANK-REASON",
                f"{bank} afviste beskeden, men sagde ikke, hvad den fandt.",
                expected=text,
                actual=said,
                remedy=f"Fejlen er {bank}s: nævn det, der blev fundet, i begrundelsen.",
            )
        )
