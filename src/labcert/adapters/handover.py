"""A message as a file: read for its identifiers only, sent on to the hub as it is, and remembered as what was sent."""

from dataclasses import dataclass

from lxml import etree

from labcert.adapters.byhand import media_type_of
from labcert.domain.errors import NotAsRequired, ToolFault
from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity
from labcert.ports import EvidenceSink, Hub, Sent

__all__ = ["FILE_RULE", "MOST_BYTES", "HandOver", "HandedOver", "MessageFile", "no_message", "read_message"]

FILE_RULE = "SUT-FILE"
"""The system was to make a file with the message; there is none, or it is none."""
MOST_BYTES = 10 * 1024 * 1024
"""PLSP's limit; a bigger file is not read"""


@dataclass(frozen=True)
class MessageFile:
    """What tells one message from another. Texts are as they stand in the file, "" and () where they are missing."""

    envelope: str
    letters: tuple[str, ...]
    samples: tuple[str, ...]

    @property
    def sent(self) -> Sent:
        """What the system sent, in the words of the port."""
        return Sent(self.envelope, self.letters)


@dataclass(frozen=True)
class HandedOver:
    """A message that was sent on: `status` is the hub's HTTP status, 0 where it did not answer."""

    file: MessageFile
    status: int

    @property
    def taken(self) -> bool:
        """Say whether the hub took it."""
        return 200 <= self.status < 300


def read_message(data: bytes) -> MessageFile | None:
    """Return what identifies a message, also of one that is broken further down; None where it is no Emessage at all.

    Nothing is judged here: what is wrong in the message is for the hub and the steps to say.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    # lxml's stubs don't know that a recovering parser may find no element at all
    if root is None or not isinstance(root.tag, str) or etree.QName(root).localname != "Emessage":  # type: ignore[redundant-expr, unused-ignore]
        return None
    envelope = root.findtext("{*}Envelope/{*}Identifier") or ""
    letters = [letter.findtext("{*}Letter/{*}Identifier") for letter in root]
    samples = [sample.text for sample in root.iterfind(".//{*}RequesterSampleIdentifier")]
    return MessageFile(
        envelope.strip(), tuple(one.strip() for one in letters if one), tuple(one.strip() for one in samples if one)
    )


def no_message(actual: str) -> NotAsRequired:
    """Return the failure of a system that was to make a message's file and did not."""
    finding = Finding(
        FILE_RULE,
        Severity.F1,
        _("LPS'et lavede ikke den fil, som svaret skal sendes i."),
        _("En fil med én Emessage: kuvertens nummer og mindst ét brev."),
        actual,
        _("Se, hvad LPS'et skriver, når svaret eksporteres, ret det, og kør trinnet igen."),
    )
    return NotAsRequired(finding)


class HandOver:
    """Sends files on to a hub."""

    def __init__(self, hub: Hub, evidence: EvidenceSink) -> None:
        self._hub, self._evidence = hub, evidence

    def send(self, name: str, data: bytes) -> HandedOver:
        """Send a file's bytes on, unchanged. A hub that does not answer is told in a note: a step may want just that.

        Raises NotAsRequired where the bytes are no message with identifiers; they are kept as evidence.
        """
        message = read_message(data)
        if message is None or not message.envelope or not message.letters:
            self._evidence.keep(_("Filen fra LPS'et: {name}").format(name=name), media_type_of(data), data)
            raise no_message(_what_it_is(name, data, message))
        try:
            status = self._hub.deliver(data).status
        except ToolFault as fault:  # where the host is gone, whoever asks it next tells so
            self._evidence.note(_("Filen {name} kunne ikke afleveres: {why}").format(name=name, why=fault.message))
            status = 0
        return HandedOver(message, status)


def _what_it_is(name: str, data: bytes, message: MessageFile | None) -> str:
    if not data.strip():
        return _("Filen {name} er tom.").format(name=name)
    if message is None:
        return _("Filen {name} er ikke en Emessage.").format(name=name)
    missing = _("kuvertens nummer") if not message.envelope else _("breve med et nummer")
    return _("Filen {name} mangler {what}.").format(name=name, what=missing)
