"""TLS of the hosts: whose certificate a caller shows, and who was turned away at the door and why."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from labcert.domain.errors import UsageMistake
from labcert.domain.holder import Holder, holder_of_der
from labcert.domain.language import N_, _
from mock_databanks.host.settings import Tls

__all__ = ["TurnedAway", "caller_context", "check_tls", "holder_line", "server_context"]

CERTIFICATE = 11
"""the handshake's message that holds a certificate (RFC 8446, 4)"""
EXPIRED, NOT_YET = (10,), (9,)
STRANGER = (2, 18, 19, 20, 21)
PURPOSE = (26,)
"""OpenSSL's verification errors (X509_V_ERR_…)"""
WHY_UNVERIFIED = (
    (EXPIRED, N_("certifikatet er udløbet")),
    (NOT_YET, N_("certifikatet gælder ikke endnu")),
    (STRANGER, N_("certifikatet er ikke fra den udsteder, som værterne kræver")),
    (PURPOSE, N_("certifikatet må ikke bruges af en klient")),
)
WHY = (
    ("PEER_DID_NOT_RETURN", N_("der blev ikke vist noget certifikat")),
    ("HTTP_REQUEST", N_("den, der kaldte, talte http og ikke https")),
    ("WRONG_VERSION_NUMBER", N_("den, der kaldte, talte ikke TLS")),
    ("UNSUPPORTED_PROTOCOL", N_("den, der kaldte, taler kun en forældet udgave af TLS")),
    ("ALERT_UNKNOWN_CA", N_("den, der kaldte, stoler ikke på værternes certifikat")),
    ("ALERT_CERTIFICATE", N_("den, der kaldte, afviste værternes certifikat")),
    ("ALERT_BAD_CERTIFICATE", N_("den, der kaldte, afviste værternes certifikat")),
)
"""the start of OpenSSL's reason, after the version it may begin with"""


@dataclass(frozen=True)
class TurnedAway:
    """A handshake that was refused: why, and whose certificate was shown (None: none, or none that can be read)."""

    why: str
    holder: Holder | None

    def told(self) -> str:
        """Say it to the person at the terminal."""
        if self.holder is None:
            return _("En forbindelse blev afvist: {why}.").format(why=self.why)
        shown = _("En forbindelse med certifikatet “{name}” (fra “{issuer}”, gyldigt til {until}) blev afvist: {why}.")
        until = f"{self.holder.ends:%d.%m.%Y}"
        return shown.format(name=self.holder.name, issuer=self.holder.issuer, until=until, why=self.why)

    def line(self) -> dict[str, object]:
        """Return it as the journal has it."""
        return {"why": self.why, **(holder_line(self.holder) if self.holder else {})}


Refused = Callable[[TurnedAway], None]


def holder_line(holder: Holder) -> dict[str, object]:
    """Return whose certificate it is as the journal has it."""
    return {
        "certificate": holder.name,
        "organisation": holder.organisation,
        "issuer": holder.issuer,
        "serial": holder.serial,
        "fingerprint": holder.fingerprint,
        "until": holder.ends.isoformat(),
    }


def server_context(tls: Tls, refused: Refused) -> ssl.SSLContext:
    """Return what the hosts speak TLS with; `refused` is told of each handshake that fails."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    assert tls.cert is not None
    context.load_cert_chain(tls.cert, tls.key, password="")
    if tls.ca is not None:
        context.load_verify_locations(tls.ca)
        context.verify_mode = ssl.CERT_REQUIRED

    class Watched(_Watched):
        told = staticmethod(refused)

    context.sslobject_class = Watched
    # OpenSSL forgets a certificate that it refuses; this is CPython's own look at the handshake, and where it should be
    # gone one day, a refusal is told without a name
    if hasattr(context, "_msg_callback"):
        context._msg_callback = _look  # noqa: SLF001 - see above
    return context


class _Watched(ssl.SSLObject):
    """One connection's TLS, which tells of a handshake that fails."""

    told: Refused
    shown: bytes | None = None

    def do_handshake(self) -> None:
        """Take a step of the handshake."""
        try:
            super().do_handshake()
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            raise
        except ssl.SSLError as error:
            self.told(TurnedAway(_why(error), holder_of_der(self.shown) if self.shown else None))
            raise


def _look(connection: Any, direction: str, version: Any, _content: Any, kind: Any, data: bytes) -> None:
    """Keep the certificate out of the caller's message. An error in here would be lost, so there is none."""
    if direction == "read" and kind == CERTIFICATE and isinstance(connection, _Watched):
        connection.shown = _first_certificate(data, context=version >= ssl.TLSVersion.TLSv1_3)


def _first_certificate(message: bytes, *, context: bool) -> bytes | None:
    """Return the DER of a Certificate message's first certificate; TLS 1.3 has a context before the list."""
    start = 4 + (1 + message[4] if context and len(message) > 4 else 0)  # the message's own type and length
    length = int.from_bytes(message[start + 3 : start + 6])
    return message[start + 6 : start + 6 + length] or None


def _why(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        found = (text for codes, text in WHY_UNVERIFIED if error.verify_code in codes)
        return _(next(found, "")) or error.verify_message
    reason = error.reason or ""
    return _(next((text for word, text in WHY if word in reason), "")) or _("TLS kom ikke i stand ({reason})").format(
        reason=reason or error
    )


def caller_context(tls: Tls) -> ssl.SSLContext:
    """Return what the hosts call each other with: their own certificate, and trust in who issued it."""
    context = ssl.create_default_context(cafile=tls.ca or tls.cert)
    if tls.cert is not None:
        context.load_cert_chain(tls.cert, tls.key, password="")
    return context


def check_tls(tls: Tls, host: str) -> None:
    """Raise UsageMistake where the files can't be used, also where the hosts could not call each other with them."""
    if (tls.ca or tls.key) and not tls.cert:
        raise UsageMistake(_("--tls-ca og --tls-key kræver også --tls-cert."))
    for path in (tls.cert, tls.key, tls.ca):
        if path is not None and not path.is_file():
            raise UsageMistake(_("Filen {path} findes ikke.").format(path=path), remedy=_("Angiv en fil i PEM-format."))
    if tls.cert is None:
        return
    try:
        server, caller = server_context(tls, lambda _each: None), caller_context(tls)
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        raise UsageMistake(
            _("Certifikatet eller nøglen kan ikke bruges."),
            where=str(tls.cert),
            remedy=_(
                "Kontrollér, at filerne er i PEM-format, og at nøglen hører til certifikatet og er uden adgangskode."
            ),
        ) from error
    try:
        _shake_hands(server, caller, host)
    except ssl.SSLError as error:
        raise UsageMistake(
            _("Værterne kan ikke kalde hinanden med certifikatet: {why}.").format(
                why=error.verify_message if isinstance(error, ssl.SSLCertVerificationError) else _why(error)
            ),
            where=str(tls.cert),
            remedy=_("Det skal være udstedt af --tls-ca, gælde nu, gælde for {host} og kunne bruges både som server og "
                     "klient. “labcert certificates make” laver et til prøve.").format(host=host),
        ) from error  # fmt: skip


def _shake_hands(server: ssl.SSLContext, caller: ssl.SSLContext, host: str) -> None:
    """Let the hosts call themselves in memory; raises ssl.SSLError where that fails."""
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    sides = [caller.wrap_bio(back, there, server_hostname=host), server.wrap_bio(there, back, server_side=True)]
    for _turn in range(4):
        for side in sides:
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
