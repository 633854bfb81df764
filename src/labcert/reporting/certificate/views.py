"""What the template is given: finished Danish texts in the order in which they stand, and nothing to work out."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from labcert.domain.casework import Deviation
from labcert.domain.certificate import Certificate, CertifiedStep, SignedRow
from labcert.domain.outcome import Mark
from labcert.reporting.certificate.characters import shown
from labcert.reporting.certificate.model import CertificatePage
from labcert.reporting.certificate.words import day, direction, kind_of_approval, moment, test_type

__all__ = ["page_data"]

NEUTRAL = (Mark.OK.value, Mark.NOT_RELEVANT.value)
"""marks that need no second look"""


def page_data(page: CertificatePage) -> dict[str, Any]:
    """Return plain data for JSON; every text can be shown by the page's fonts."""
    certificate = page.certificate
    issued = datetime.fromisoformat(certificate.issued)
    data = {
        "id": certificate.id,
        "version": certificate.version,
        "supersedes": certificate.supersedes,
        "test": certificate.test,
        "issuer": certificate.issuer,
        "issued": moment(certificate.issued),
        "date": [issued.year, issued.month, issued.day, issued.hour, issued.minute, issued.second],
        "valid": [day(certificate.valid_from), day(certificate.valid_to)],
        "vendor": certificate.vendor,
        "system": certificate.system,
        "system_version": certificate.system_version,
        "sentence": certificate.sentence,
        "programme": certificate.programme_title,
        "session-id": certificate.session,
        "facts": _facts(page),
        "totals": [{"mark": mark, "count": count} for mark, count in certificate.totals.items()],
        "steps": len(certificate.steps),
        "rows": list(_rows(page)),
        "deviations": [_deviation(each, page) for each in certificate.deviations],
        "overrides": [
            {"step": step.id, "title": step.title, "mark": step.mark, "reason": step.overridden}
            for step in certificate.steps
            if step.overridden
        ],
        "parties": list(_parties(certificate.parties)),
        "digests": _digests(certificate),
    }
    cleaned: dict[str, Any] = _cleaned(data)
    return cleaned


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, dict):
        return {key: _cleaned(each) for key, each in value.items()}
    return [_cleaned(each) for each in value] if isinstance(value, list | tuple) else value


def _facts(page: CertificatePage) -> list[tuple[str, list[str]]]:
    """Name and lines of each fact that there is."""
    certificate = page.certificate
    standards = ", ".join(certificate.standards)
    side = direction(certificate.direction)
    facts = {
        "Standarder": [f"{standards} ({side})" if standards and side else standards or side],
        "Program": [f"{certificate.programme_title}, version {certificate.programme_version}"],
        "Protokoller": [f"{each.title}, version {each.version}" for each in page.protocols],
        "Slags test": [test_type(certificate.test_type)],
        "Regelprofil": [certificate.profile],
        "Prøvet med": [f"labcert {certificate.tool_version}"],
        "Session": [certificate.session],
    }
    return [(name, lines) for name, lines in facts.items() if any(lines)]


def _rows(page: CertificatePage) -> Iterable[dict[str, Any]]:
    for row, steps in groupby(page.certificate.steps, key=lambda step: step.row):
        yield {"row": row, "title": page.rows.get(row, ""), "steps": [_step(step) for step in steps]}


def _step(step: CertifiedStep) -> dict[str, Any]:
    notes = [*step.deviations, *(["karakter sat af MedCom"] if step.overridden else [])]
    return {"id": step.id, "title": step.title, "mark": step.mark, "notes": ", ".join(notes),
            "plain": step.mark in NEUTRAL}  # fmt: skip


def _deviation(deviation: Deviation, page: CertificatePage) -> dict[str, Any]:
    by, certificate = deviation.approved_by, page.certificate
    covers = [step.id for step in certificate.steps if deviation.id in step.deviations]
    title = page.requirements.get(deviation.requirement, "")
    return {
        "id": deviation.id,
        "requirement": f"{deviation.requirement} – {title}" if title else deviation.requirement,
        "kind": "klinisk krav" if deviation.clinical else "teknisk krav",
        "reason": deviation.reason,
        "steps": ", ".join(covers),
        "valid": f"{day(deviation.valid_from)} – {day(deviation.valid_to)}",
        "asked": f"{deviation.asked_by.name}, {deviation.asked_by.organisation}",
        "approval": kind_of_approval(by.kind) if by else "",
        "approver": ", ".join(part for part in (by.name, by.role, by.organisation) if part) if by else "",
        "authorisation": by.authorisation if by else "",
        "approved": moment(deviation.approved) if deviation.approved else "",
        "document": deviation.document,
    }


def _parties(parties: tuple[SignedRow, ...]) -> Iterable[dict[str, Any]]:
    for row, signed in groupby(parties, key=lambda each: each.row):
        yield {
            "row": row,
            "signed": [
                {"party": each.party, "name": each.name, "role": each.role, "organisation": each.organisation,
                 "time": moment(each.time), "remark": each.remark}
                for each in signed
            ],
        }  # fmt: skip


def _digests(certificate: Certificate) -> list[list[str]]:
    digests = certificate.digests
    return [
        ["manifest.json", digests.manifest],
        ["verdict.json", digests.verdict],
        *([f"Protokol {name}", digest] for name, digest in digests.protocols.items()),
        ["Scenarier, trin og regler", digests.suite],
        ["Beskedskemaer", digests.schema],
    ]
