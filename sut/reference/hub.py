"""The hub over HTTP, as this system needs it: post a message, ask where it is, fetch its receipt."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests

__all__ = ["OPEN", "Access", "Answer", "HubClient"]


@dataclass(frozen=True)
class Access:
    """How this system shows the hub who it is: a bearer token, or PEM files; `ca` signs the hub's own certificate."""

    token: str = ""
    ca: str = ""
    certificate: str = ""
    key: str = ""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Access":
        """Read what the harness tells a program by its environment."""
        return cls(*(environment.get(f"LABCERT_{name}", "") for name in ("TOKEN", "CA", "CERTIFICATE", "KEY")))


OPEN = Access()
"""nothing is shown"""


@dataclass(frozen=True)
class Answer:
    """An HTTP answer; status 0 stands for none at all (no connection, dropped, too slow)."""

    status: int
    body: bytes = b""
    content: Any = None
    """the body read as JSON, where it is JSON"""

    @property
    def taken(self) -> bool:
        """Say whether the hub took the message: 202, or 200 for one it knew already."""
        return 200 <= self.status < 300

    @property
    def try_again(self) -> bool:
        """Say whether the same message may succeed later: no answer, an error of the hub, or told to wait."""
        return self.status in {0, 408, 429} or self.status >= 500

    def reasons(self) -> str:
        """Return what the hub says is wrong, one sentence after the other, without repeats."""
        content = self.content if isinstance(self.content, dict) else {}
        said = [finding.get("message", "") for finding in content.get("findings") or () if isinstance(finding, dict)]
        said += [content[key] for key in ("message", "reason", "error", "detail") if isinstance(content.get(key), str)]
        return " ".join(dict.fromkeys(text for text in said if text)) or f"PLSP svarede {self.status} uden begrundelse."


class HubClient:
    """Speaks to the hub at an address such as http://127.0.0.1:8800; `timeout` in seconds for each answer."""

    def __init__(self, address: str, timeout: float, access: Access = OPEN) -> None:
        self._address = address.rstrip("/")
        self._timeout = timeout
        self._session = requests.Session()
        self._session.trust_env = False  # the address is meant as it stands: no proxy of the machine comes in between
        self._session.verify = access.ca or True
        self._session.cert = (access.certificate, access.key or access.certificate) if access.certificate else None
        if access.token:
            self._session.headers["Authorization"] = f"Bearer {access.token}"

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def post(self, message: bytes) -> Answer:
        """Deliver a message."""
        return self._ask("POST", "/plsp/messages", data=message, headers={"Content-Type": "application/xml"})

    def state(self, id: str) -> Answer:
        """Ask where a message's letters are."""
        return self._ask("GET", f"/plsp/messages/{id}")

    def receipt(self, id: str) -> Answer:
        """Fetch the receipt: 200 with XML, 204 none, 404 unknown."""
        return self._ask("GET", f"/plsp/messages/{id}/receipt")

    def delete(self, id: str) -> Answer:
        """Ask the hub to delete a message; only a defective system does."""
        return self._ask("DELETE", f"/plsp/messages/{id}")

    def _ask(self, method: str, path: str, **more: Any) -> Answer:
        try:
            response = self._session.request(method, self._address + path, timeout=self._timeout, **more)
        except requests.RequestException:
            return Answer(0)  # for the outbox this is "no answer", whatever the cause: it tries again later
        try:
            content = response.json()
        except ValueError:
            content = None
        return Answer(response.status_code, response.content, content)
