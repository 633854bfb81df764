"""Certificates: issued for a closed, approved and signed session, shown, and revoked in a signed list.

`case` gathers what a session says, `refusing` names what is in the way, `content` makes the certificate of the rest.
"""

from labcert.runner.certificate.issuing import Issued, Order, issue
from labcert.runner.certificate.revoking import LISTED_DAYS, RevocationOrder, Revoked, revocation_list, revoke
from labcert.runner.certificate.showing import Shown, State, all_certificates, one_certificate

__all__ = [
    "LISTED_DAYS", "Issued", "Order", "RevocationOrder", "Revoked", "Shown", "State", "all_certificates", "issue",
    "one_certificate", "revocation_list", "revoke",
]
