"""Certificates and revocations: documents of the store, not of one session."""

import json
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from labcert.domain.certificate import Revocation
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.session.store.lines import clean
from labcert.session.store.rows import CertificateRow
from labcert.session.store.tables import certificates, revocations, store

__all__ = [
    "certificate_files", "keep_certificate", "next_list_number", "revoke", "select_certificates", "select_revocations",
]

COLUMNS = tuple(column for column in certificates.c if column.name not in ("json", "pdf"))


def select_certificates(connection: Connection) -> tuple[CertificateRow, ...]:
    """Return all certificates, newest first."""
    found = connection.execute(sa.select(*COLUMNS))
    rows = [_row(row) for row in found]
    return tuple(sorted(rows, key=lambda row: (row.issued, row.session, row.version), reverse=True))


def _row(row: sa.Row[Any]) -> CertificateRow:
    return CertificateRow(
        row.id, row.session, row.version, row.issued, date.fromisoformat(row.valid_from),
        date.fromisoformat(row.valid_to), row.vendor, row.system, row.system_version, tuple(json.loads(row.standards)),
        row.test_type, row.test, row.supersedes,
    )  # fmt: skip


def keep_certificate(connection: Connection, row: CertificateRow, data: bytes, pdf: bytes) -> None:
    """Keep a certificate; raises UsageMistake where there is another of that id."""
    known = connection.execute(
        sa.select(certificates.c.json, certificates.c.pdf).where(certificates.c.id == row.id)
    ).first()
    if known is not None:
        if (bytes(known[0]), bytes(known[1])) == (data, pdf):
            return
        raise UsageMistake(
            _("Certifikatet {id} er udstedt før, og det ændres ikke.").format(id=row.id),
            remedy=_("Udsted en ny version i stedet."),
        )
    connection.execute(
        sa.insert(certificates).values(
            id=row.id, session=row.session, version=row.version, issued=row.issued,
            valid_from=row.valid_from.isoformat(), valid_to=row.valid_to.isoformat(), vendor=clean(row.vendor),
            system=clean(row.system), system_version=clean(row.system_version), standards=json.dumps(row.standards),
            test_type=row.test_type, test=row.test, supersedes=row.supersedes, json=data, pdf=pdf,
        )
    )  # fmt: skip


def certificate_files(connection: Connection, certificate: str) -> tuple[bytes, bytes] | None:
    """Return a certificate's JSON and PDF, None where there is none of that id."""
    query = sa.select(certificates.c.json, certificates.c.pdf).where(certificates.c.id == certificate)
    found = connection.execute(query).first()
    return None if found is None else (bytes(found[0]), bytes(found[1]))


def revoke(connection: Connection, revocation: Revocation) -> None:
    """Note that a certificate no longer holds; raises UsageMistake where there is none, or it was revoked before."""
    name = revocation.certificate
    if connection.scalar(sa.select(certificates.c.id).where(certificates.c.id == name)) is None:
        raise UsageMistake(_("Der er intet certifikat {id} i lageret.").format(id=name))
    before = connection.scalar(sa.select(revocations.c.time).where(revocations.c.certificate == name))
    if before is not None:
        raise UsageMistake(_("Certifikatet {id} er allerede tilbagekaldt ({time}).").format(id=name, time=before))
    connection.execute(
        sa.insert(revocations).values(
            certificate=name, time=revocation.time, reason=clean(revocation.reason), by=clean(revocation.by),
            superseded_by=revocation.superseded_by,
        )
    )  # fmt: skip


def select_revocations(connection: Connection) -> tuple[Revocation, ...]:
    """Return all revocations, oldest first."""
    table = revocations.c
    query = sa.select(table.certificate, table.time, table.reason, table.by, table.superseded_by)
    found = [Revocation(*row) for row in connection.execute(query)]
    return tuple(sorted(found, key=lambda each: (each.time, each.certificate)))


def next_list_number(connection: Connection) -> int:
    """Return the number of the next revocation list, from 1; no number is given twice."""
    mine = store.c.name == "list"
    current = connection.scalar(sa.select(store.c.value).where(mine).with_for_update())
    if current is None:
        connection.execute(sa.insert(store).values(name="list", value="1"))
        return 1
    connection.execute(sa.update(store).where(mine).values(value=str(int(current) + 1)))
    return int(current) + 1
