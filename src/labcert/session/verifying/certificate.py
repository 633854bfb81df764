"""The check of `certificate.json`: what it says, who signed it, and whether it holds on the day that is asked about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from cryptography import x509

from labcert.domain.certificate import Certificate
from labcert.domain.language import _
from labcert.domain.organisations import is_medcom, is_same
from labcert.session.authority import is_test
from labcert.session.jws import CERTIFICATE
from labcert.session.report import BundleBroken, CertificateFacts, Reason
from labcert.session.verifying.documents import SignedBy, organisation_of, read_document, signed_by
from labcert.session.verifying.question import Question
from labcert.session.verifying.revocations import list_reasons

__all__ = ["CertificateCheck", "check_certificate"]

FORMAT = "labcert-certificate/1"
LONGEST_BETWEEN = timedelta(days=1)
"""between what the certificate says of its making and the time-stamp; more than this is told"""


@dataclass(frozen=True)
class CertificateCheck:
    """What was found; the rest is None where the file can't be read or its signature is wrong."""

    reasons: tuple[Reason, ...]
    content: Certificate | None = None
    facts: CertificateFacts | None = None
    signer: x509.Certificate | None = None


def check_certificate(data: bytes, name: str, question: Question) -> CertificateCheck:
    """Check a file that may come from anybody."""
    try:
        document = read_document(data, CERTIFICATE, name)
        content, issued = _content(document.content, name)
    except BundleBroken as broken:
        return CertificateCheck(broken.reasons)
    signer = document.chain[0]
    made = SignedBy(document.chain, document.signature, document.timestamp, issued)
    stamped, reasons = signed_by(made, name, question, stamp_needed=True)
    reasons += _contradictions(content, document.chain, name, stamped)
    reasons += _day_reasons(content, name, question)
    if question.revocations is None:
        text = _(
            "Det er ikke undersøgt, om certifikatet er tilbagekaldt. Hent udstederens liste, og brug --revocations."
        )
        reasons.append(Reason("revocation_not_checked", name, text))
    else:
        reasons += list_reasons(question.revocations, question.revocations_name, content, question)
    facts = CertificateFacts(
        content.id, content.vendor, content.system, content.system_version, organisation_of(signer), stamped,
        content.valid_from.isoformat(), content.valid_to.isoformat(), content.test,
    )  # fmt: skip
    return CertificateCheck(tuple(reasons), content, facts, signer)


def _content(said: object, name: str) -> tuple[Certificate, datetime]:
    if (
        isinstance(said, dict)
        and str(said.get("format", "")).startswith("labcert-certificate/")
        and said["format"] != FORMAT
    ):
        text = _("{name} er lavet af en nyere labcert, end du har. Opdatér labcert, og kontrollér igen.")
        raise BundleBroken(Reason("newer_format", name, text.format(name=name)))
    try:
        content = msgspec.convert(said, Certificate)
        issued = datetime.fromisoformat(content.issued)
    except (msgspec.ValidationError, ValueError) as error:
        raise _incoherent(name) from error
    right_id = content.id == f"labcert-cert-{content.session}-v{content.version}"
    if content.format != FORMAT or not right_id or issued.tzinfo is None or content.valid_to < content.valid_from:
        raise _incoherent(name)
    return content, issued


def _incoherent(name: str) -> BundleBroken:
    text = _("Det, der står i {name}, hænger ikke sammen, så det er ikke et certifikat, som labcert har lavet.")
    return BundleBroken(Reason("certificate_damaged", name, text.format(name=name)))


def _contradictions(
    content: Certificate, chain: Sequence[x509.Certificate], name: str, stamped: str
) -> Iterator[Reason]:
    """What the certificate says of its own making and the signature doesn't."""
    organisation = organisation_of(chain[0])
    if content.issuer != organisation:
        text = _("Certifikatet siger, at “{issuer}” har udstedt det, men det er underskrevet af “{who}”.")
        yield Reason("issuer_wrong", name, text.format(issuer=content.issuer, who=organisation))
    elif is_same(content.issuer, content.vendor):
        text = _("“{issuer}” har udstedt certifikatet til sit eget system, og det kan ingen leverandør.")
        yield Reason("issuer_wrong", name, text.format(issuer=content.issuer))
    if content.test:
        text = _("TEST: certifikatet er lavet på prøve og godkender intet.")
        yield Reason("test_certificate", name, text)
    elif any(is_test(each) for each in chain):
        text = _("Certifikatet er underskrevet med en TEST-nøgle, men siger ikke selv, at det er en prøve.")
        yield Reason("issuer_wrong", name, text)
    if stamped and abs(datetime.fromisoformat(stamped) - datetime.fromisoformat(content.issued)) > LONGEST_BETWEEN:
        text = _("Certifikatet siger, at det er udstedt {issued}, men tidsstemplet er fra {stamped}.")
        yield Reason("stamped_another_day", name, text.format(issued=content.issued, stamped=stamped))


def _day_reasons(content: Certificate, name: str, question: Question) -> Iterator[Reason]:
    if question.issuer and question.issuer != content.issuer:
        text = _("Certifikatet er udstedt af “{issuer}” og ikke af “{wanted}”, som du spurgte om.")
        yield Reason("other_issuer", name, text.format(issuer=content.issuer, wanted=question.issuer))
    elif not question.issuer and not is_medcom(content.issuer):
        text = _("Certifikatet er udstedt af “{issuer}” og ikke af MedCom. Stoler du på det, så brug --issuer.")
        yield Reason("other_issuer", name, text.format(issuer=content.issuer))
    if question.day < content.valid_from:
        text = _("Certifikatet gælder først fra {day}.")
        yield Reason("not_yet_valid", name, text.format(day=content.valid_from.isoformat()))
    elif question.day > content.valid_to:
        text = _("Certifikatet udløb {day}. Bed udstederen om et nyt.")
        yield Reason("certificate_expired", name, text.format(day=content.valid_to.isoformat()))
