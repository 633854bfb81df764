"""Afleveringen: the test leader posts a message to PLSP: the same once more, a changed one, or half of one."""

from collections.abc import Mapping

from lxml import etree
from pytest_bdd import parsers, then, when

from labcert.checks import Letter
from labcert.checks.forwarding import reason_names
from labcert.checks.reading import LETTERS, parse_tree
from labcert.domain.errors import ToolFault
from labcert.ports import Delivery, Hub
from steps.forloeb import Flow

ENVELOPE, LETTER = "Envelope/Identifier", "Letter/Identifier"
VALUE = "LaboratoryResults/Result/Value"
VERSION = "Letter/VersionCode"


def put(flow: Flow, part: Letter, path: str, value: str) -> None:
    """Write a field of the LPS's message anew; that the LPS left the field out is its failure."""
    place = part.place(path)
    if place is not None:
        place.element.text = value
        return
    flow.judge.require(
        flow.judge.finding(
            "MSG-MISSING", f"LPS'ets besked har intet felt {path}, så testlederen kan ikke gå videre med den.",
            expected=path, actual="intet", remedy=f"Send feltet {path}.",
        )
    )


def _own(flow: Flow, prefix: str) -> str:
    """An identifier that is this run's and this step's own, and no LPS's."""
    return prefix + flow.case.sample.requester_number.removeprefix("LC").replace("-", "")


def _changed(flow: Flow, *, envelope: str | None, letter: Mapping[str, str]) -> bytes:
    """Return the message that PLSP received, in its own encoding, with another identifier and other fields."""
    root = parse_tree(flow.message().raw)
    if envelope:
        put(flow, Letter("", root), ENVELOPE, envelope)
    for child in root.iterchildren(tag=etree.Element):
        if etree.QName(child).localname in LETTERS:
            for path, value in letter.items():
                put(flow, Letter("", child), path, value)
    encoding = root.getroottree().docinfo.encoding or "UTF-8"
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n{etree.tostring(root, encoding="unicode")}'
    return text.encode(encoding, "xmlcharrefreplace")


@when("testlederen afleverer den samme besked til PLSP igen")
def deliver_again(flow: Flow, hub: Hub) -> None:
    """Byte for byte as PLSP received it."""
    flow.delivery = hub.deliver(flow.message().raw)


@when(parsers.parse('testlederen afleverer en anden besked til PLSP i den samme kuvert, med værdien "{value}"'))
def deliver_reused_envelope(flow: Flow, hub: Hub, value: str) -> None:
    """The envelope's identifier is used for something else."""
    flow.delivery = hub.deliver(_changed(flow, envelope=None, letter={LETTER: _own(flow, "HL"), VALUE: value}))


@when(parsers.parse("testlederen afleverer beskeden til PLSP med nye identifikatorer og VersionCode {version:w}"))
def deliver_version(flow: Flow, hub: Hub, version: str) -> None:
    """Nothing but the version code is wrong."""
    flow.delivery = hub.deliver(
        _changed(flow, envelope=_own(flow, "HE"), letter={LETTER: _own(flow, "HL"), VERSION: version})
    )


@when(parsers.parse('testlederen afleverer beskeden til PLSP med nye identifikatorer i navnerummet "{namespace}"'))
def deliver_namespace(flow: Flow, hub: Hub, namespace: str) -> None:
    """Nothing but the namespace is wrong."""
    data = _changed(flow, envelope=_own(flow, "HE"), letter={LETTER: _own(flow, "HL")})
    own = etree.QName(parse_tree(data)).namespace or ""
    flow.delivery = hub.deliver(data.replace(own.encode(), namespace.encode()))


@when("testlederen afleverer den første halvdel af beskeden til PLSP")
def deliver_half(flow: Flow, hub: Hub) -> None:
    """Cut on the way, in the middle of a letter."""
    data = flow.message().raw
    flow.delivery = hub.deliver(data[: len(data) // 2])


def _delivered(flow: Flow) -> Delivery:
    if flow.delivery is None:
        raise ToolFault("Testlederen har ikke afleveret noget til PLSP i dette scenarie.")
    return flow.delivery


@then("giver PLSP beskeden det samme nummer som første gang")
def same_number(flow: Flow) -> None:
    """A duplicate is answered with the first message's number, and is no new message."""
    delivery, first = _delivered(flow), flow.message()
    if delivery.id != first.id or delivery.status != 200:
        flow.judge.require(
            flow.judge.finding(
                "HUB-DUPLICATE", "PLSP kendte ikke den samme besked igen.", expected=f"200 med nummeret {first.id}",
                actual=f"{delivery.status} med nummeret {delivery.id or 'intet'}",
                remedy="PLSP skal svare på en dublet med det nummer, den første besked fik.",
            )
        )


def _said(delivery: Delivery) -> list[str]:
    """What PLSP said, and what it found; empty where it took the message."""
    if delivery.status < 400:
        return []
    listed = delivery.body.get("findings")
    findings = [found for found in listed if isinstance(found, dict)] if isinstance(listed, list) else []
    told = [str(found.get(key) or "") for found in findings for key in ("message", "actual")]
    return [str(delivery.body.get("message") or delivery.status), *told]


@then(parsers.parse('afviser PLSP den med {status:d} og nævner "{text}"'))
def turned_away(flow: Flow, status: int, text: str) -> None:
    """The status is the interface's: 400 not well-formed, 409 an identifier used before, 422 not valid."""
    delivery = _delivered(flow)
    flow.judge.require(reason_names(_said(delivery), text))
    if delivery.status != status:
        flow.judge.require(
            flow.judge.finding(
                "HUB-STATUS", "PLSP afviste med et andet svar end det, grænsefladen siger.", expected=str(status),
                actual=str(delivery.status), remedy="Ret PLSP, så afvisningens art kan ses af svaret.",
            )
        )


@then(parsers.parse("afviser PLSP den med {status:d} og nævner kuvertens identifikator"))
def turned_away_by_envelope(flow: Flow, status: int) -> None:
    """The identifier that was used before is named."""
    turned_away(flow, status, flow.sent().envelope)
