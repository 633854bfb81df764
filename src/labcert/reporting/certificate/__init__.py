"""The certificate as people hold it: a PDF, from what `certificate.json` says, which it carries inside."""

from labcert.reporting.certificate.model import CertificatePage, CertifiedProtocol
from labcert.reporting.certificate.pdf import certificate_pdf

__all__ = ["CertificatePage", "CertifiedProtocol", "certificate_pdf"]
