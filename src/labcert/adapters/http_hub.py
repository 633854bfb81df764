"""The port `Hub` over HTTP: PLSP as the hosts' interface describes it."""

from typing import Any

from labcert.adapters.connection import NO_SECURITY
from labcert.adapters.http_client import SETTLED, HostAnswer, HostClient
from labcert.domain.errors import ToolFault
from labcert.domain.language import _
from labcert.domain.sut import Security
from labcert.ports import (
    Arrival,
    ArrivedLetter,
    Delivery,
    EvidenceSink,
    HubLetter,
    HubMessage,
    HubReceipt,
    JournalEntry,
)

__all__ = ["HttpHub"]

RECEIPTS = {b"<PositiveReceipt": "XCTL03", b"<NegativeReceipt": "XCTL02", b"<NegativeVansReceipt": "XCTL01"}


class HttpHub:
    """PLSP at an address. With a token it can wait for letters to settle, and read the journal."""

    def __init__(
        self, address: str, evidence: EvidenceSink, *, token: str | None = None, security: Security = NO_SECURITY
    ) -> None:
        self._client = HostClient("PLSP", address, evidence, token, security)
        self._evidence, self._settled = evidence, {} if token is None else SETTLED

    @property
    def address(self) -> str:
        """Where PLSP is."""
        return self._client.address

    def deliver(self, data: bytes, *, content_type: str = "application/xml") -> Delivery:
        """Post bytes as the network would."""
        self._evidence.keep(_("Beskeden, som den blev sendt til PLSP"), content_type, data)
        answer = self._client.ask("POST", "/plsp/messages", data=data, content_type=content_type)
        body = answer.keys()
        return Delivery(answer.status, str(body.get("id") or ""), body)

    def message(self, envelope: str, *, settled: bool = True) -> HubMessage | None:
        """Return what PLSP took under an envelope identifier, None where it took nothing (or turned it away).

        With `settled` wait until no letter can get further: all are accepted or refused, or wait for a databank that is
        switched off.
        """
        found = self._found(envelope, settled=settled)
        if found is None:
            return None
        turned_away = found.get("turned_away")
        if turned_away:
            self._evidence.note(_("PLSP afviste beskeden: {why}").format(why=" ".join(map(str, turned_away))))  # type: ignore[call-overload]  # a JSON list
            return None
        return HubMessage(str(found["id"]), str(found["envelope"]), self._raw(str(found["id"])), _letters(found))

    def turned_away(self, envelope: str) -> tuple[str, ...]:
        """Return the sentences with which PLSP turned a whole message away; empty where it took it or never saw it."""
        reasons = (self._found(envelope) or {}).get("turned_away")
        return tuple(map(str, reasons)) if isinstance(reasons, list) else ()

    def refused_bytes(self, envelope: str) -> bytes | None:
        """Return a turned-away message's bytes; None where PLSP has not kept them, or turned nothing away."""
        found = self._found(envelope) or {}
        if not found.get("turned_away"):
            return None
        answer = self._client.ask("GET", f"/plsp/messages/{found['id']}/raw", kept=False)
        if answer.status != 200:
            return None
        self._evidence.keep(_("Beskeden, som PLSP afviste"), "application/xml", answer.body)
        return answer.body

    def receipt(self, envelope: str) -> HubReceipt | None:
        """Return the receipt that PLSP holds for an envelope, None where there is none."""
        found = self._found(envelope, settled=True)
        if found is None:
            return None
        answer = self._client.ask("GET", f"/plsp/messages/{found['id']}/receipt", title="GET /plsp/messages/…/receipt")
        if answer.status == 204:
            return None
        self._client.require(answer, 200)
        self._evidence.keep(_("Kvitteringen fra PLSP"), "application/xml", answer.body)
        return HubReceipt(_kind(answer), answer.body)

    def arrivals(self, cpr: str, sample: str, since: int) -> tuple[Arrival, ...]:
        """Return what came about a person or a sample, and what could not be read, from a sequence number on.

        It is asked several times a second and not kept as evidence; whoever goes by what came keeps that.
        """
        asked = {"cpr": cpr, "sample": sample, "since": str(since)}
        found = self._came(asked)["arrivals"]
        return tuple(_arrival(each) for each in found) if isinstance(found, list) else ()

    def next_seq(self) -> int:
        """Return a sequence number that nothing which has come so far has reached."""
        return int(str(self._came({})["next"]))

    def journal(self, since: int = 0) -> tuple[JournalEntry, ...]:
        """Return PLSP's journal from a sequence number on."""
        return self._client.journal("plsp", since)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _found(self, envelope: str, *, settled: bool = False) -> dict[str, object] | None:
        query = {"envelope": envelope, **(self._settled if settled else {})}
        answer = self._client.ask("GET", "/plsp/messages", query)
        self._client.require(answer, 200, 404)
        return answer.keys() if answer.status == 200 else None

    def _came(self, query: dict[str, str]) -> dict[str, object]:
        answer = self._client.ask("GET", "/plsp/arrivals", query, kept=False)
        self._client.require(answer, 200)
        return answer.keys()

    def _raw(self, identifier: str) -> bytes:
        answer = self._client.ask("GET", f"/plsp/messages/{identifier}/raw", kept=False)
        self._client.require(answer, 200)
        self._evidence.keep(_("Beskeden, som PLSP modtog den"), "application/xml", answer.body)
        return answer.body


def _letters(found: dict[str, object]) -> tuple[HubLetter, ...]:
    letters = found["letters"]
    if not isinstance(letters, list):
        raise ToolFault(_("PLSP fortalte ikke, hvor brevene er."))
    return tuple(
        HubLetter(
            identifier=str(letter["identifier"]),
            standard=str(letter["standard"]),
            target=str(letter["target"]),
            state=str(letter["state"]),
            reason=str(letter["reason"]),
        )
        for letter in letters
    )


def _arrival(keys: dict[str, Any]) -> Arrival:
    letters = (
        ArrivedLetter(str(each["identifier"]), str(each["standard"]), str(each["cpr"]), str(each["sample"]))
        for each in keys["letters"]
    )
    return Arrival(
        seq=int(keys["seq"]),
        time=str(keys["time"]),
        event=str(keys["event"]),
        envelope=str(keys["envelope"]),
        reasons=tuple(map(str, keys["reasons"])),
        letters=tuple(letters),
    )


def _kind(answer: HostAnswer) -> str:
    kind = next((kind for start, kind in RECEIPTS.items() if start in answer.body), None)
    if kind is None:
        raise ToolFault(_("PLSP gav en kvittering, der hverken er XCTL01, XCTL02 eller XCTL03."))
    return kind
