"""Lists of revoked certificates: may this one speak, and what does it say of a certificate?

A list that comes with a bundle could be an old one that somebody put there, so it can only speak against: it never
says that a certificate still holds.
"""

from datetime import datetime

import msgspec

from labcert.domain.certificate import Certificate, RevocationList
from labcert.domain.language import _
from labcert.session.authority import is_test
from labcert.session.jws import REVOCATIONS
from labcert.session.report import BundleBroken, Reason
from labcert.session.verifying.documents import SignedBy, damaged, organisation_of, read_document, signed_by
from labcert.session.verifying.question import Question

__all__ = ["list_reasons"]

FORMAT = "labcert-revocations/1"


def list_reasons(
    data: bytes, name: str, certificate: Certificate, question: Question, *, came_along: bool = False
) -> list[Reason]:
    """Return what a list says of a certificate; `came_along` with the bundle, and so never new enough to say no."""
    try:
        listed, reasons = _read(data, name, certificate, question)
    except BundleBroken as broken:
        return list(broken.reasons)
    if reasons:
        return reasons
    against = [_said(revoked.time, revoked.reason, revoked.superseded_by, name)
               for revoked in listed.revoked if revoked.certificate == certificate.id]  # fmt: skip
    if came_along or against:
        return against
    until = datetime.fromisoformat(listed.next_update)
    if until.date() < question.day:
        text = _("Spærrelisten {name} (nr. {number}) gjaldt til {day} og er for gammel. Hent den nyeste hos {issuer}.")
        told = text.format(name=name, number=listed.number, day=until.date().isoformat(), issuer=listed.issuer)
        return [Reason("revocation_list_old", name, told)]
    return []


def _read(data: bytes, name: str, certificate: Certificate, question: Question) -> tuple[RevocationList, list[Reason]]:
    document = read_document(data, REVOCATIONS, name)
    try:
        listed = msgspec.convert(document.content, RevocationList)
        issued, until = datetime.fromisoformat(listed.issued), datetime.fromisoformat(listed.next_update)
    except (msgspec.ValidationError, ValueError) as error:
        raise damaged(REVOCATIONS, name) from error
    if listed.format != FORMAT or issued.tzinfo is None or until.tzinfo is None or listed.number < 1:
        raise damaged(REVOCATIONS, name)
    made = SignedBy(document.chain, document.signature, document.timestamp, issued)
    _time, vouched = signed_by(made, name, question, stamp_needed=False)
    if any(reason.code == "timestamp_wrong" for reason in vouched):
        return listed, vouched
    organisation = organisation_of(document.chain[0])
    test = any(is_test(each) for each in document.chain)
    right = organisation == listed.issuer == certificate.issuer and test <= listed.test <= certificate.test
    if vouched or not right:
        text = _(
            "Spærrelisten {name} er underskrevet af “{who}”, som du ikke stoler på, eller som ikke har udstedt dette "
            "certifikat ({issuer}). Hent listen hos udstederen."
        )
        told = text.format(name=name, who=organisation or listed.issuer, issuer=certificate.issuer)
        return listed, [Reason("revocation_list_untrusted", name, told)]
    return listed, []


def _said(time: str, reason: str, successor: str, name: str) -> Reason:
    if successor:
        text = _("Certifikatet er afløst af {successor} ({time}). Bed om det nye.")
        return Reason("superseded", name, text.format(successor=successor, time=time))
    text = _("Certifikatet er tilbagekaldt {time}: {reason}")
    return Reason("revoked", name, text.format(time=time, reason=reason))
