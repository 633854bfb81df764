"""How the harness knows a host, and shows the host who it is: TLS with files that sut.yaml names."""

import ssl

from labcert.domain.errors import SetupFault
from labcert.domain.language import N_, _
from labcert.domain.sut import Security
from labcert.domain.system_words import system_words

__all__ = ["tls_context", "why_untrusted"]

HOST_WORDS = (
    ((10,), N_("værtens certifikat er udløbet")),
    ((9,), N_("værtens certifikat gælder ikke endnu")),
    ((2, 18, 19, 20, 21), N_("værtens certifikat er ikke fra en udsteder, som der stoles på (security.ca i sut.yaml)")),
    ((62, 64), N_("værtens certifikat gælder for en anden adresse")),
)
"""OpenSSL's verification errors (X509_V_ERR_…)"""
OWN_WORDS = (
    ("CERTIFICATE_REQUIRED", N_("værten kræver et certifikat (security.certificate i sut.yaml)")),
    ("HANDSHAKE_FAILURE", N_("værten afviste forbindelsen; den kræver måske et certifikat (security.certificate)")),
    ("CERTIFICATE_EXPIRED", N_("værten afviste vores certifikat, for det er udløbet")),
    ("UNKNOWN_CA", N_("værten afviste vores certifikat, for den kender ikke udstederen")),
    ("ALERT", N_("værten afviste vores certifikat")),
    ("WRONG_VERSION_NUMBER", N_("værten taler ikke https på den port")),
)
"""a part of OpenSSL's reason -> what it means"""


def tls_context(security: Security) -> ssl.SSLContext:
    """Return what is needed to speak https: hostnames are checked, and without a CA the machine's own are trusted.

    Raises SetupFault where a file can't be used.
    """
    try:
        context = ssl.create_default_context(cafile=security.ca or None)
        if security.certificate:
            context.load_cert_chain(security.certificate, security.key or None, password="")
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        raise SetupFault(
            _("Certifikaterne til hub'en kan ikke bruges: {why}.").format(why=system_words(error)),
            where=", ".join(path for path in (security.ca, security.certificate, security.key) if path),
            remedy=_("Filerne skal være i PEM-format, nøglen høre til certifikatet og være uden adgangskode."),
        ) from error
    return context


def why_untrusted(error: ssl.SSLError) -> str:
    """Say why a secure connection could not be made."""
    if isinstance(error, ssl.SSLCertVerificationError):
        known = (text for codes, text in HOST_WORDS if error.verify_code in codes)
        return _(next(known, "")) or error.verify_message
    reason = error.reason or ""
    return _(next((text for word, text in OWN_WORDS if word in reason), "")) or reason or str(error)
