"""The ports `Faults` and `Policies`: control of the simulated hosts over HTTP."""

import json

from labcert.adapters.connection import NO_SECURITY
from labcert.adapters.http_client import HostClient
from labcert.domain.language import _
from labcert.domain.sut import Security
from labcert.ports import EvidenceSink

__all__ = ["HttpFaults", "HttpPolicies"]


class HttpFaults:
    """Switches faults at the hosts' common address."""

    def __init__(
        self, address: str, evidence: EvidenceSink, *, token: str, security: Security = NO_SECURITY
    ) -> None:
        self._client = HostClient(_("Værterne"), address, evidence, token, security)
        self._evidence = evidence

    def switch(self, host: str, kind: str, **settings: object) -> None:
        """Switch a fault of plsp, laba, miba or portal on; settings are status, times, seconds and reason."""
        body = json.dumps({"kind": kind, **settings}, ensure_ascii=False).encode()
        answer = self._client.ask(
            "PUT", f"/control/{host}/faults", data=body, content_type="application/json", kept=False
        )
        self._client.require(answer, 200)
        self._evidence.note(_("Fejlen {kind} er slået til hos {host}.").format(kind=kind, host=host))

    def clear(self, host: str) -> None:
        """Switch every fault of a host off."""
        answer = self._client.ask("DELETE", f"/control/{host}/faults", kept=False)
        self._client.require(answer, 200)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


class HttpPolicies:
    """Sets policies at the hosts' common address."""

    def __init__(
        self, address: str, evidence: EvidenceSink, *, token: str, security: Security = NO_SECURITY
    ) -> None:
        self._client = HostClient(_("Værterne"), address, evidence, token, security)
        self._evidence = evidence

    def set(self, host: str, **values: object) -> None:
        """Set policy values of plsp, laba or miba."""
        body = json.dumps(values, ensure_ascii=False).encode()
        answer = self._client.ask(
            "PUT", f"/control/{host}/policy", data=body, content_type="application/json", kept=False
        )
        self._client.require(answer, 200)
        told = ", ".join(f"{name} = {value}" for name, value in values.items())
        self._evidence.note(_("Politikken hos {host} er sat: {values}.").format(host=host, values=told))

    def restore(self, host: str) -> None:
        """Put a host's policy back to the suite's default."""
        answer = self._client.ask("DELETE", f"/control/{host}/policy", kept=False)
        self._client.require(answer, 200)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()
