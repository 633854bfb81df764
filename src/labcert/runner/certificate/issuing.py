"""Issues a certificate: refuses with everything in the way, else signs JSON and PDF, and only then keeps anything."""

from collections.abc import Callable, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime

from labcert.domain.certificate import Certificate, Revocation
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _, set_language
from labcert.protocol.model import Suite
from labcert.reporting.certificate import certificate_pdf
from labcert.runner.certificate.case import Case, case_of
from labcert.runner.certificate.content import Terms, certificate_of, page_of
from labcert.runner.certificate.refusing import Circumstances, refusals, require_none
from labcert.runner.importing import import_early
from labcert.session.authority import is_test
from labcert.session.canonical import sha256_of
from labcert.session.jws import CERTIFICATE, sign_json
from labcert.session.keys import Signs
from labcert.session.store import CertificateRow, Store
from labcert.session.verifying.documents import organisation_of
from labcert.session.verifying.question import CERTIFICATE_JSON, CERTIFICATE_PDF

__all__ = ["Issued", "Order", "issue", "mend"]

TOKENS_DIFFER = 1 << 10
"""bytes that a server's tokens may differ in: numbers and times of other lengths"""
Stamp = Callable[[bytes], bytes]
"""returns a time-stamp token over a SHA-256"""


@dataclass(frozen=True)
class Order:
    """What is asked for. `trust` are certificates (PEM) that the parties' must lead to; none asks nothing of them."""

    session: str
    key: Signs
    now: datetime
    days: int = 730
    stamp: Stamp | None = None
    supersedes: str = ""
    trust: Sequence[bytes] = ()


@dataclass(frozen=True)
class Issued:
    """What was made: the certificate, and its two files."""

    certificate: Certificate
    json: bytes
    pdf: bytes


def issue(store: Store, suite: Suite, order: Order, tell: Callable[[str], None] = lambda _phase: None) -> Issued:
    """Issue a certificate and keep it; raises UsageMistake with everything that is in the way.

    Raises SetupFault where the time-stamp server doesn't answer, ToolFault where the disk is full: nothing is kept.
    """
    tell(_("Kontrollerer sessionen"))
    import_early("labcert.session.pades")
    case = _in_danish(lambda: case_of(store, suite, order.session, order.trust))
    issuer, time = organisation_of(order.key.certificate), order.now.isoformat(timespec="seconds")
    mend(store, time, issuer, case.row.id)
    certificate = _decided(store, case, order)
    tell(_("Skriver og underskriver certifikatet"))
    machine = sign_json(CERTIFICATE, certificate, order.key, order.stamp)
    signed = machine.to_bytes()
    pdf = _signed_page(certificate_pdf(page_of(case, certificate), signed), certificate, order, machine.timestamp)
    store.keep_certificate(CertificateRow.of(certificate), signed, pdf)
    mend(store, time, issuer, case.row.id)
    return Issued(certificate, signed, pdf)


def _signed_page(page: bytes, certificate: Certificate, order: Order, token: bytes | None) -> bytes:
    """Sign the page; `token` is what the time-stamp server gave for the JSON: the next one is about as large."""
    from labcert.session.pades import sign_pdf  # pyHanko takes its time

    reason = f"TEST {certificate.id}" if certificate.test else f"Certifikat {certificate.id}"
    return sign_pdf(page, order.key, reason, order.stamp, len(token or b"") + TOKENS_DIFFER)


def _in_danish(work: Callable[[], Case]) -> Case:
    """The certificate is a Danish document, whatever language the tool speaks to the one who issues it."""

    def run() -> Case:
        set_language("da")
        return work()

    return copy_context().run(run)


def _decided(store: Store, case: Case, order: Order) -> Certificate:
    """Return what is to be issued; raises UsageMistake."""
    gone = {each.certificate for each in store.revocations()}
    rows = store.certificates()
    mine = tuple(row for row in rows if row.session == case.row.id)
    replaces = store.certificate(order.supersedes) if order.supersedes else None
    if replaces is not None:
        _require_replaceable(case, replaces, rows)
    chain = (order.key.certificate, *order.key.chain)
    test = case.opened.demo or any(is_test(each) for each in chain)
    current = tuple(row for row in mine if row.id not in gone and row.valid_to >= order.now.date())
    asked = Circumstances(order.key, order.now, test, current, replaces, must_be_trusted=bool(order.trust))
    require_none(case, refusals(case, asked))
    version = max((row.version for row in (*mine, *((replaces,) if replaces else ()))), default=0) + 1
    terms = Terms(
        organisation_of(order.key.certificate), test, order.now, order.days, version, replaces.id if replaces else ""
    )
    return certificate_of(case, terms)


def _require_replaceable(case: Case, old: CertificateRow, rows: Sequence[CertificateRow]) -> None:
    later = next((row.id for row in rows if row.supersedes == old.id), None)
    if later is not None:
        raise UsageMistake(_("Certifikatet {id} er allerede afløst af {later}.").format(id=old.id, later=later))
    if (old.vendor, old.system) != (case.verdict.vendor, case.verdict.system):
        raise UsageMistake(
            _("Certifikatet {id} er for {vendor}, {system}, og kan ikke afløses af et for {other}, {new}.").format(
                id=old.id, vendor=old.vendor, system=old.system, other=case.verdict.vendor, new=case.verdict.system
            )
        )


def _copy(store: Store, session: str, signed: bytes, pdf: bytes) -> None:
    """The store's own row is the certificate; the session's two files are copies of it."""
    have = {file.path: file.sha256 for file in store.files(session)}
    for name, data in ((CERTIFICATE_JSON, signed), (CERTIFICATE_PDF, pdf)):
        if have.get(name) != sha256_of(data):
            store.keep(session, name, data)


def mend(store: Store, time: str, by: str, session: str = "") -> None:
    """Finish what a killed process left: an old certificate's place on the list, and a session's copies of its newest.

    A certificate is whole in the store or not there at all; what follows from it is worked out from that again.
    """
    rows = store.certificates()
    gone = {each.certificate for each in store.revocations()}
    known = {row.id for row in rows}
    for row in rows:
        if row.supersedes in known and row.supersedes not in gone:
            store.revoke(Revocation(row.supersedes, time, _("Afløst af en ny version."), by, row.id))
    mine = [row for row in rows if row.session == session]
    if mine:
        _copy(store, session, *store.certificate_files(max(mine, key=lambda row: row.version).id))
