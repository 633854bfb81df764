"""The port `Databank` over HTTP: a simulated LABA or MiBa."""

from typing import Any

from labcert.adapters.connection import NO_SECURITY
from labcert.adapters.http_client import SETTLED, HostClient
from labcert.domain.language import _
from labcert.domain.sut import Security
from labcert.ports import DeletionAttempt, Delivery, EvidenceSink, HeldAnswer, HeldVersion, JournalEntry

__all__ = ["HttpDatabank"]


class HttpDatabank:
    """LABA or MiBa (`name`) at an address. With a token it can wait for PLSP to be done, and read the journal."""

    def __init__(
        self, name: str, address: str, evidence: EvidenceSink, *, token: str | None = None,
        security: Security = NO_SECURITY,
    ) -> None:  # fmt: skip
        self.name = name
        self._host = name.lower()
        self._client = HostClient(name, address, evidence, token, security)
        self._evidence, self._settled = evidence, {} if token is None else SETTLED

    def answers(self, cpr: str, sample: str) -> tuple[HeldAnswer, ...]:
        """Return what is held for a person and a sample number, when PLSP has nothing on its way any more."""
        answer = self._client.ask("GET", f"/{self._host}/answers", {"cpr": cpr, "sample": sample, **self._settled})
        self._client.require(answer, 200)
        content = answer.json()
        held = tuple(_held(one) for one in content) if isinstance(content, list) else ()
        for one in held:
            for version in one.versions:
                title = _("Svaret, som {databank} har det, version {number}").format(
                    databank=self.name, number=version.number
                )
                self._evidence.keep(title, "application/xml", version.raw)
        return held

    def deliver(self, data: bytes) -> Delivery:
        """Post bytes to the databank's own intake."""
        self._evidence.keep(
            _("Beskeden, som den blev sendt til {databank}").format(databank=self.name), "application/xml", data
        )
        answer = self._client.ask("POST", f"/{self._host}/messages", data=data)
        body = answer.keys()
        return Delivery(answer.status, str(body.get("id") or ""), body)

    def attempt_change(self, answer_id: str, method: str) -> DeletionAttempt:
        """Try to delete or overwrite a held answer."""
        data = None if method == "DELETE" else b"{}"
        answer = self._client.ask(
            method,
            f"/{self._host}/answers/{answer_id}",
            data=data,
            content_type="application/json",
            title=f"{method} /{self._host}/answers/…",
        )
        return DeletionAttempt(method, answer.status)

    def journal(self, since: int = 0) -> tuple[JournalEntry, ...]:
        """Return the databank's journal from a sequence number on."""
        return self._client.journal(self._host, since)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def _held(keys: dict[str, Any]) -> HeldAnswer:
    return HeldAnswer(
        id=keys["id"],
        cpr=keys["cpr"],
        sample=keys["sample"],
        versions=tuple(
            HeldVersion(
                number=version["number"],
                envelope=version["envelope"],
                letter=version["letter"],
                raw=version["xml"].encode("utf-8"),
                corrected=version["corrected"],
                consent_refused=version["consent_refused"],
                received=version["received"],
            )
            for version in keys["versions"]
        ),
    )
