"""One host over HTTP for the adapters: exchanges become evidence, trouble a sentence that names the address."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from labcert.adapters.connection import NO_SECURITY, Connection, NoAnswer, Untrusted
from labcert.domain.errors import SetupFault, ToolFault
from labcert.domain.language import N_, _
from labcert.domain.sut import Security
from labcert.ports import EvidenceSink, JournalEntry

__all__ = ["SETTLED", "HostAnswer", "HostClient"]

SETTLED = {"settled": "5"}
"""added to a question: it is answered when PLSP has nothing on its way that could get further, after 5 s at the latest;
only a host that gave us its token knows it"""

SILENT = N_("Kontrollér, at værterne kører (labcert mock), og at adressen er rigtig.")
SILENT_HTTPS = N_(
    "Kontrollér, at værterne kører (labcert mock), og at adressen er rigtig. Lukker de forbindelsen, fordi de ikke "
    "tager certifikatet, står det i PLSP's journal."
)


@dataclass(frozen=True)
class HostAnswer:
    """An HTTP answer: status, media type without parameters, and the body's bytes."""

    status: int
    media_type: str
    body: bytes

    def json(self) -> object:
        """Return the body as JSON; None where it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def keys(self) -> dict[str, object]:
        """Return the body's JSON object; empty where it is none."""
        content = self.json()
        return content if isinstance(content, dict) else {}

    @property
    def sentence(self) -> str:
        """What the host says to a person, "" where it says nothing."""
        return str(self.keys().get("message") or "")


class HostClient:
    """Speaks to one host. `name` is what people call it (PLSP); `token` opens its control and journal.

    `security` has the files for https.
    """

    def __init__(
        self, name: str, address: str, evidence: EvidenceSink, token: str | None = None,
        security: Security = NO_SECURITY,
    ) -> None:  # fmt: skip
        self.name, self.address, self.evidence = name, address.rstrip("/"), evidence
        self._connection = Connection(self.address, {"Authorization": f"Bearer {token}"} if token else {}, security)

    def ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        data: bytes | None = None,
        *,
        content_type: str = "application/xml",
        title: str | None = None,
        kept: bool = True,
    ) -> HostAnswer:
        """Send a request and keep request and answer as evidence under `title`, or under the method and path.

        Raises ToolFault where no answer comes, SetupFault where https can't be spoken. `kept=False` is for what shows
        nothing about anybody (switching faults), and for bytes that are kept for themselves.
        """
        address = self.address + path
        try:
            reply = self._connection.ask(method, path, query, data, content_type)
        except Untrusted as error:
            raise SetupFault(
                _("Der kan ikke skabes en sikker forbindelse til {name}: {why}.").format(name=self.name, why=error),
                where=self.address,
                remedy=_("Kontrollér certifikaterne; værtens journal siger, hvis certifikat den afviste."),
            ) from error
        except NoAnswer as error:
            raise ToolFault(
                _("{name} svarede ikke på {address}.").format(name=self.name, address=self.address),
                remedy=_(SILENT_HTTPS if self.address.startswith("https:") else SILENT),
            ) from error
        answer = HostAnswer(reply.status, reply.content_type.split(";")[0].strip(), reply.body)
        if kept:
            asked = f"{address}?{urlencode(query)}" if query else address
            text = _told(f"{method} {asked}", content_type, data, answer)
            self.evidence.keep(title or f"{method} {path}", "text/plain; charset=utf-8", text.encode())
        return answer

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def journal(self, host: str, since: int) -> tuple[JournalEntry, ...]:
        """Return a host's journal from a sequence number on."""
        answer = self.ask("GET", "/journal", {"host": host, "since": str(since)})
        self.require(answer, 200)
        return tuple(_entry(json.loads(line)) for line in answer.body.splitlines() if line)

    def require(self, answer: HostAnswer, *statuses: int) -> None:
        """Raise ToolFault if our simulated host answers something that it never should."""
        if answer.status not in statuses:
            raise ToolFault(
                _("{name} på {address} svarede {status}: {sentence}").format(
                    name=self.name,
                    address=self.address,
                    status=answer.status,
                    sentence=answer.sentence or _("ingen forklaring"),
                )
            )


def _told(request: str, content_type: str, data: bytes | None, answer: HostAnswer) -> str:
    """Return request and answer as a person reads them; the token is left out, and bytes of messages are kept apart."""
    lines = [request]
    if data is not None:
        lines += [f"Content-Type: {content_type}", "", _readable(content_type, data)]
    lines += [
        "",
        f"HTTP {answer.status}",
        f"Content-Type: {answer.media_type}",
        "",
        _readable(answer.media_type, answer.body),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _readable(media_type: str, body: bytes) -> str:
    if media_type == "application/json":
        try:
            return json.dumps(json.loads(body), ensure_ascii=False, indent=1)
        except ValueError:
            return body.decode("utf-8", errors="replace")
    if media_type in ("application/xml", "text/html"):
        return _("({count} byte, gemt som bevis for sig)").format(count=len(body))
    return body.decode("utf-8", errors="replace")


def _entry(keys: dict[str, object]) -> JournalEntry:
    seq = keys.pop("seq")
    time, host, event = str(keys.pop("time")), str(keys.pop("host")), str(keys.pop("event"))
    return JournalEntry(seq if isinstance(seq, int) else 0, time, host, event, keys)
