"""Time-stamps (RFC 3161): somebody else's word on when a signature was there already.

A token is checked as it comes: that it is over our bytes, that it answers our question, and that its own signature is
right. Whether one trusts the server is the reader's matter, as with every signature.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509.oid import ExtendedKeyUsageOID

from labcert.domain.errors import SetupFault, UsageMistake
from labcert.domain.language import _
from labcert.session.cms import signers_of

__all__ = ["Stamped", "TimeStampServer", "read_token"]

TIMEOUT = 15.0
"""seconds to reach the server, and seconds for each piece of its answer"""
LARGEST_ANSWER = 256 << 10
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"


@dataclass(frozen=True)
class Stamped:
    """What a token says: when, and the server's certificates, its own first; the time is UTC."""

    time: datetime
    chain: tuple[x509.Certificate, ...]


class TimeStampServer:
    """A time-stamp server on HTTP (RFC 3161, 3.4); every fault of its is a SetupFault with its address."""

    def __init__(self, url: str, timeout: float = TIMEOUT) -> None:
        if not _is_address(url):
            raise UsageMistake(
                _("Tidsstempelserverens adresse kan ikke bruges."), where=url,
                remedy=_("Skriv den som https://tidsstempel.eksempel.dk/tsa."),
            )  # fmt: skip
        self._url, self._timeout = url, timeout

    def stamp(self, digest: bytes) -> bytes:
        """Return a token (DER) over a SHA-256; raises SetupFault."""
        from asn1crypto import tsp  # type: ignore[import-untyped]

        nonce = secrets.randbits(63) | 1 << 62
        request = tsp.TimeStampReq({
            "version": 1, "nonce": nonce, "cert_req": True,
            "message_imprint": {
                "hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest,
            },
        })  # fmt: skip
        answer = self._ask(request.dump())
        try:
            token = _token_of(answer)
        except (ValueError, TypeError, KeyError) as error:
            raise self._fault(_("svarede med noget, som ikke er et tidsstempel")) from error
        if not token:
            raise self._fault(_("afviste at sætte et tidsstempel"))
        try:
            read_token(token, digest, nonce)
        except ValueError as error:
            raise self._fault(_("svarede med et tidsstempel, som ikke passer til det, der blev spurgt om")) from error
        return token

    def _ask(self, request: bytes) -> bytes:
        import requests

        try:
            with requests.post(
                self._url, data=request, headers={"Content-Type": QUERY, "Accept": REPLY},
                timeout=self._timeout, stream=True, allow_redirects=False,
            ) as response:  # fmt: skip
                if response.status_code != requests.codes.ok:
                    raise self._fault(_("svarede med HTTP {status}").format(status=response.status_code))
                answer = b""
                for piece in response.iter_content(1 << 14):
                    answer += piece
                    if len(answer) > LARGEST_ANSWER:
                        raise self._fault(_("svarede med noget, som ikke er et tidsstempel"))
                return answer
        except requests.Timeout as error:
            raise self._fault(
                _("svarede ikke inden for {seconds} sekunder").format(seconds=round(self._timeout))
            ) from error
        except requests.RequestException as error:
            raise self._fault(_("kan ikke nås")) from error

    def _fault(self, what: str) -> SetupFault:
        return SetupFault(
            _("Tidsstempelserveren {what}, så intet er underskrevet.").format(what=what),
            where=_shown(self._url),
            remedy=_("Kontrollér adressen i --tsa eller LABCERT_TSA, eller prøv igen senere."),
        )


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _token_of(answer: bytes) -> bytes:
    """Return the token of an answer (RFC 3161, 2.4.2), b"" for a refusal; raises ValueError for no answer at all."""
    from asn1crypto import cms, core, tsp

    class Answer(core.Sequence):  # type: ignore[misc] # asn1crypto's own doesn't know that the token may be missing
        _fields: ClassVar = [("status", tsp.PKIStatusInfo), ("token", cms.ContentInfo, {"optional": True})]

    found = Answer.load(answer, strict=True)
    granted = found["status"]["status"].native in ("granted", "granted_with_mods")
    return bytes(found["token"].dump()) if granted else b""


def _shown(url: str) -> str:
    """An address without the user's name and password."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


# -------------------------------------------------------------------------------------------------------------- reading
def read_token(token: bytes, digest: bytes, nonce: int | None = None) -> Stamped:
    """Check a token over a SHA-256 and return what it says; raises ValueError for one that isn't right.

    Right means: over this very hash, with this nonce where one is given, and signed by the key of a certificate for
    time-stamps that lies in the token.
    """
    from asn1crypto import cms, tsp

    try:
        content = cms.ContentInfo.load(token, strict=True)
        if content["content_type"].native != "signed_data":
            raise ValueError("no signed data")
        signed = content["content"]
        inner = signed["encap_content_info"]
        if inner["content_type"].native != "tst_info":
            raise ValueError("no time-stamp")
        raw = bytes(inner["content"].contents)
        info = tsp.TSTInfo.load(raw, strict=True)
        _require_imprint(info, digest, nonce)
        chain = signers_of(signed, "tst_info", [raw])
        _require_for_time_stamps(chain[0])
        time = info["gen_time"].native
    except (KeyError, TypeError, AttributeError, OverflowError, RecursionError, UnsupportedAlgorithm) as error:
        raise ValueError("not a time-stamp") from error
    return Stamped(time if time.tzinfo else time.replace(tzinfo=UTC), chain)


def _require_imprint(info: Any, digest: bytes, nonce: int | None) -> None:
    imprint = info["message_imprint"]
    if imprint["hash_algorithm"]["algorithm"].native != "sha256":
        raise ValueError("another hash")
    if imprint["hashed_message"].native != digest:
        raise ValueError("over something else")
    if nonce is not None and info["nonce"].native != nonce:
        raise ValueError("an answer to another question")


def _require_for_time_stamps(certificate: x509.Certificate) -> None:
    """RFC 3161, 2.3: the one purpose, and critical."""
    try:
        purpose = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound as error:
        raise ValueError("not for time-stamps") from error
    if not purpose.critical or list(purpose.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:
        raise ValueError("not for time-stamps")
