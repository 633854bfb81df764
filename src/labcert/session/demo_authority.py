"""The demo's own certificate authority. Its keys live in memory only and are gone when the demo ends."""

from datetime import datetime

from labcert.domain.events import SignOffStated
from labcert.session.authority import Authority, subject
from labcert.session.certificates import pem_of
from labcert.session.keys import SigningKey
from labcert.session.signing import Signer

__all__ = ["DEMO_TRUST", "DemoAuthority"]

DEMO_TRUST = "demo-trust.pem"
"""where a demo's bundle keeps the certificate of the demo authority"""
DEMO_ORGANISATION = "DEMO – ikke en certificering"


class DemoAuthority:
    """Makes one certificate (ECDSA P-256) for each demo person; every subject says DEMO."""

    def __init__(self, now: datetime) -> None:
        self._authority = Authority(now, subject("labcert DEMO-rodcertifikat", DEMO_ORGANISATION, "DEMO"))
        self._people: dict[tuple[str, str, str], SigningKey] = {}

    @property
    def certificate_pem(self) -> bytes:
        """The certificate to be written as `demo-trust.pem`."""
        return pem_of([self._authority.certificate]).encode("ascii")

    def signer(self, stated: SignOffStated, time: str) -> Signer:
        """Return the demo person who stated a sign-off, ready to sign; `time` is ISO 8601 with offset."""
        return Signer(stated, time, self.person(stated.name, stated.organisation, stated.party))

    def person(self, name: str, organisation: str, party: str) -> SigningKey:
        """Return the key of a demo person, the same one each time."""
        person = (name, organisation, party)
        if person not in self._people:
            self._people[person] = self._authority.issue(subject(name, organisation, "DEMO", party))
        return self._people[person]
