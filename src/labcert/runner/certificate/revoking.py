"""Takes a certificate back, and writes the signed list of those that no longer hold."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from labcert.domain.certificate import Revocation, RevocationList
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.masking import mask_text
from labcert.domain.organisations import is_medcom
from labcert.runner.certificate.issuing import mend
from labcert.session.authority import is_test
from labcert.session.jws import REVOCATIONS, sign_json
from labcert.session.keys import Signs, require_in_force
from labcert.session.store import CertificateRow, Store
from labcert.session.verifying.documents import organisation_of

__all__ = ["LISTED_DAYS", "RevocationOrder", "Revoked", "revocation_list", "revoke"]

FORMAT = "labcert-revocations/1"
LISTED_DAYS = 90
"""how long a list is good for, where nobody says otherwise"""


@dataclass(frozen=True)
class RevocationOrder:
    """Who signs the list, when, and for how long it is to be good."""

    key: Signs
    now: datetime
    days: int = LISTED_DAYS
    stamp: Callable[[bytes], bytes] | None = None


@dataclass(frozen=True)
class Revoked:
    """A certificate that no longer holds; `already` says that it was so before, and that nothing was changed."""

    row: CertificateRow
    revocation: Revocation
    already: bool


def revoke(
    store: Store, word: str, reason: str, order: RevocationOrder, *, successor: str = "", known: Collection[str] = ()
) -> Revoked:
    """Take a certificate back; raises UsageMistake where there is none, or the key may not.

    `successor` is the certificate that takes its place; `known` are test persons' numbers, which may stand in a reason.
    """
    row = store.certificate(word)
    before = next((each for each in store.revocations() if each.certificate == row.id), None)
    if before is not None:
        return Revoked(row, before, already=True)
    _require_right(order, row)
    why = " ".join(mask_text(reason, known).split())
    if not why:
        raise UsageMistake(_("En tilbagekaldelse skal have en begrundelse."), remedy=_("Skriv den med --reason."))
    later = store.certificate(successor).id if successor else ""
    if later == row.id:
        raise UsageMistake(_("Et certifikat kan ikke afløses af sig selv."))
    made = Revocation(row.id, order.now.isoformat(timespec="seconds"), why, _who(order.key), later)
    store.revoke(made)
    return Revoked(row, made, already=False)


def _require_right(order: RevocationOrder, row: CertificateRow) -> None:
    require_in_force(order.key.certificate, order.now)
    _require_medcom(order.key)
    if _is_test(order.key) and not row.test:
        raise UsageMistake(
            _("Certifikatet {id} er rigtigt og kan ikke tilbagekaldes med en TEST-nøgle.").format(id=row.id)
        )


def _require_medcom(key: Signs) -> None:
    if not is_medcom(_who(key)):
        raise UsageMistake(
            _("Kun MedCom tilbagekalder certifikater, og nøglen er udstedt til “{who}”.").format(who=_who(key))
        )


def _who(key: Signs) -> str:
    return organisation_of(key.certificate)


def _is_test(key: Signs) -> bool:
    return any(is_test(each) for each in (key.certificate, *key.chain))


def revocation_list(store: Store, order: RevocationOrder) -> tuple[RevocationList, bytes]:
    """Return a new list of everything revoked, and its file.

    The number is taken before the store is read: a list with a higher number never lacks what a lower one has. Raises
    UsageMistake for an expired key, SetupFault where the time-stamp server doesn't answer.
    """
    require_in_force(order.key.certificate, order.now)
    _require_medcom(order.key)
    issued = order.now.isoformat(timespec="seconds")
    mend(store, issued, _who(order.key))
    number = store.next_list_number()
    content = RevocationList(
        format=FORMAT, issuer=_who(order.key), number=number, issued=issued,
        next_update=(order.now + timedelta(days=order.days)).isoformat(timespec="seconds"), test=_is_test(order.key),
        revoked=store.revocations(),
    )  # fmt: skip
    return content, sign_json(REVOCATIONS, content, order.key, order.stamp).to_bytes()
