"""The hosts' own HTTP client towards each other: kept connections, no proxy of the machine in between."""

from collections.abc import Mapping

import requests

from mock_databanks.host.settings import Tls

__all__ = ["TIMEOUT", "Caller"]

TIMEOUT = (2.0, 15.0)
"""seconds to connect and to answer"""


class Caller:
    """Calls over one kept connection, showing the hosts' own certificate where they speak TLS. For one thread at a time."""

    def __init__(self, tls: Tls) -> None:
        self._session = requests.Session()
        self._session.trust_env = False
        if tls.on:
            self._session.verify = str(tls.ca or tls.cert)
            self._session.cert = (str(tls.cert), str(tls.key)) if tls.key else str(tls.cert)

    def post(self, address: str, data: bytes) -> tuple[int, object]:
        """Post XML; return the status and the answer's JSON (None where it is none)."""
        answer = self._session.post(address, data=data, headers={"Content-Type": "application/xml"}, timeout=TIMEOUT)
        return answer.status_code, _json(answer)

    def get(self, address: str, query: Mapping[str, str]) -> tuple[int, object]:
        """Ask for JSON; return the status and the answer's JSON (None where it is none)."""
        answer = self._session.get(address, params=query, timeout=TIMEOUT)
        return answer.status_code, _json(answer)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()


def _json(answer: requests.Response) -> object:
    try:
        return answer.json()
    except ValueError:
        return None
