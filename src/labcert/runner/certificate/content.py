"""The certificate as data, from the case of a session that nothing speaks against."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from labcert.domain.certificate import Certificate, CertifiedStep, Digests, SignedRow
from labcert.domain.outcome import Mark
from labcert.domain.verdict import StepVerdict
from labcert.reporting.certificate import CertificatePage, CertifiedProtocol
from labcert.runner.certificate.case import Case
from labcert.runner.certificate.refusing import counting_deviations
from labcert.session.canonical import sha256_of
from labcert.session.signing import Signature

__all__ = ["FORMAT", "Terms", "certificate_of", "page_of", "valid_to"]

FORMAT = "labcert-certificate/1"
ORDER = (Mark.OK, Mark.F4, Mark.F3, Mark.F2, Mark.F1, Mark.NOT_RELEVANT)
"""in which the totals stand"""


@dataclass(frozen=True)
class Terms:
    """What doesn't follow from the session: who issues, when, for how long, as which version of which."""

    issuer: str
    test: bool
    now: datetime
    days: int
    version: int = 1
    supersedes: str = ""


def valid_to(case: Case, now: datetime, days: int) -> date:
    """Return the last day: so many days on, but no longer than a deviation that lets a step stand."""
    ends = [each.deviation.valid_to for each in counting_deviations(case)]
    return min((now.date() + timedelta(days=days), *ends))


def certificate_of(case: Case, terms: Terms) -> Certificate:
    """Return the certificate; its session is sealed."""
    assert case.manifest is not None
    assert case.sealed is not None
    verdict, manifest = case.verdict, case.manifest
    marks = Counter(step.mark for step in verdict.steps)
    return Certificate(
        format=FORMAT, id=f"labcert-cert-{verdict.session}-v{terms.version}", version=terms.version,
        supersedes=terms.supersedes, test=terms.test, issuer=terms.issuer,
        issued=terms.now.isoformat(timespec="seconds"), valid_from=terms.now.date(),
        valid_to=valid_to(case, terms.now, terms.days), vendor=verdict.vendor, system=verdict.system,
        system_version=verdict.system_version, standards=verdict.standards, direction=verdict.direction,
        test_type=verdict.test_type, session=verdict.session, programme=verdict.programme,
        programme_title=case.programme.title, programme_version=manifest.programme.version, profile=manifest.profile,
        tool_version=manifest.tool.version, steps=tuple(_step(step) for step in verdict.steps),
        totals={mark.value: marks[mark] for mark in ORDER if marks[mark]},
        deviations=tuple(each.deviation for each in counting_deviations(case)),
        parties=tuple(_row(each) for each in _in_order(case)),
        digests=Digests(
            manifest=sha256_of(case.sealed),
            verdict=next((file.sha256 for file in manifest.files if file.path == "verdict.json"), ""),
            suite=manifest.suite_sha256, schema=manifest.schema_sha256, protocols=dict(manifest.protocols),
        ),
        sentence=verdict.sentence,
    )  # fmt: skip


def _step(step: StepVerdict) -> CertifiedStep:
    return CertifiedStep(
        step.id, step.title, step.row, step.mark.value if step.mark else "", step.deviations,
        step.override.reason if step.override else "",
    )  # fmt: skip


def _in_order(case: Case) -> list[Signature]:
    """The signatures in the order in which the plan has its rows and parties."""
    assert case.manifest is not None
    wanted = {(each.row, each.party): place for place, each in enumerate(case.manifest.signers)}
    return sorted(case.signatures, key=lambda each: wanted.get((each.row, each.party), len(wanted)))


def _row(signature: Signature) -> SignedRow:
    leaf = x509.load_pem_x509_certificates(signature.certificate.encode("ascii"))[0]
    return SignedRow(
        signature.row, signature.party, signature.name, signature.role, signature.organisation, signature.time,
        signature.remark, leaf.fingerprint(hashes.SHA256()).hex(),
    )  # fmt: skip


def page_of(case: Case, certificate: Certificate) -> CertificatePage:
    """Return the certificate with the titles that its page shows."""
    protocols = case.suite.protocols_of(case.programme)
    return CertificatePage(
        certificate,
        tuple(CertifiedProtocol(each.id, each.title, each.version) for each in protocols),
        {row.row: row.title for row in case.programme.rows},
        {requirement.id: requirement.title for requirement in case.suite.requirements},
    )
