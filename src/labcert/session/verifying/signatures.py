"""The check of `manifest.sig`: made over this manifest, by everybody who must, with keys one trusts."""

from collections.abc import Sequence
from datetime import datetime

from cryptography import x509

from labcert.domain.language import _
from labcert.domain.organisations import may_speak_for
from labcert.session.certificates import is_trusted
from labcert.session.manifest import MANIFEST, SIGNATURES, Manifest
from labcert.session.report import Reason
from labcert.session.signing import Signature, SignatureFile, chain_if_right, read_signatures
from labcert.session.verifying.documents import may_sign

__all__ = ["back_dated_reasons", "signature_reasons"]


def signature_reasons(
    data: bytes, manifest_sha256: str, manifest: Manifest, trusted: Sequence[x509.Certificate]
) -> list[Reason]:
    """Return what speaks against the signatures; a spoilt signature names manifest.sig, a changed manifest itself."""
    try:
        found = read_signatures(data)
    except ValueError:
        text = _("Filen med underskrifterne kan ikke læses; den er ændret. Bed om pakken igen.")
        return [Reason("signatures_damaged", SIGNATURES, text)]
    reasons, untrusted = [], []
    for signature in found.signatures:
        right = chain_if_right(signature, found.manifest_sha256)
        if not may_speak_for(signature.party, signature.organisation, manifest.sut.vendor):
            text = _("Underskriften fra {party} på række {row} ({name}) er sat af {who}, som ikke taler for {party}.")
            reasons.append(Reason("signature_wrong", SIGNATURES, _about(text, signature)))
        elif right is None:
            text = _("Underskriften fra {party} på række {row} ({name}) passer ikke; den er ændret eller sat på siden.")
            reasons.append(Reason("signature_wrong", SIGNATURES, _about(text, signature)))
        elif not (may_sign(right[0][0]) and is_trusted(right[0], trusted, right[1])):
            untrusted.append(signature)
    if found.manifest_sha256 != manifest_sha256:
        text = _("manifest.json er ikke den fil, der blev underskrevet. Bed om pakken igen.")
        reasons.append(Reason("manifest_changed", MANIFEST, text))
    reasons += _who_signed(found, manifest)
    if untrusted:
        reasons.append(_untrusted(untrusted, nobody_trusted=not trusted))
    return reasons


def _about(text: str, signature: Signature) -> str:
    return text.format(
        party=signature.party, row=signature.row, name=signature.name, who=signature.organisation
    )


def back_dated_reasons(data: bytes, trusted: Sequence[x509.Certificate], ended: datetime) -> list[Reason]:
    """Name the signatures whose keys were in force when they say they signed, but not when the log `ended`.

    Who signs says when that was, and the clock may be set back; but nobody can have signed before the log was whole.
    """
    try:
        found = read_signatures(data)
    except ValueError:
        return []  # told already
    late = []
    for signature in found.signatures:
        right = chain_if_right(signature, found.manifest_sha256)
        if right is not None and is_trusted(right[0], trusted, right[1]) and right[1] < ended:
            late += [] if is_trusted(right[0], trusted, ended) else [signature]
    return [_untrusted(late, nobody_trusted=False)] if late else []


def _who_signed(found: SignatureFile, manifest: Manifest) -> list[Reason]:
    """Everybody who must has signed, once, as what the session is: a demonstration or not."""
    signed = [(signature.row, signature.party) for signature in found.signatures]
    missing = [signer for signer in manifest.signers if (signer.row, signer.party) not in signed]
    reasons = []
    if not signed:
        reasons.append(Reason("not_signed", SIGNATURES, _("Ingen har underskrevet pakken.")))
    elif missing:
        text = _("Der mangler endnu underskrifter fra: {who}. Bed om pakken igen, når alle har underskrevet.")
        who = ", ".join(f"{signer.party} ({signer.row})" for signer in missing)
        reasons.append(Reason("not_all_signed", SIGNATURES, text.format(who=who)))
    if len(set(signed)) != len(signed):
        text = _("En part har underskrevet den samme række flere gange.")
        reasons.append(Reason("signature_wrong", SIGNATURES, text))
    text = _("Underskriften fra {party} på række {row} ({name}) siger noget andet end manifestet om demonstration.")
    reasons += [
        Reason("signature_wrong", SIGNATURES, _about(text, signature))
        for signature in found.signatures
        if signature.demo != manifest.demo
    ]
    return reasons


def _untrusted(signatures: Sequence[Signature], *, nobody_trusted: bool) -> Reason:
    names = ", ".join(dict.fromkeys(signature.name for signature in signatures))
    if nobody_trusted:
        text = _(
            "Underskrifterne passer til filerne, men du har ikke sagt, hvis certifikater du stoler på ({names}). "
            "Kør igen med --trust og udstederens certifikat, som du har fået ad anden vej end med pakken."
        )
    else:
        text = _(
            "Underskrifterne fra {names} passer til filerne, men deres certifikater er ikke udstedt af nogen, du "
            "stoler på, eller gjaldt ikke, da der blev underskrevet. Få udstederens certifikat ad anden vej, og "
            "kør igen med --trust."
        )
    return Reason("untrusted_key", SIGNATURES, text.format(names=names))
