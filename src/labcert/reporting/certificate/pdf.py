"""From a certificate to its PDF: PDF/A-3a and PDF/UA-1, with `certificate.json` inside. The same data, the same bytes.

typst sets it. What people wrote goes in as data and is never read as markup; no font, file or package of the machine is
used, so that the page is the same everywhere.
"""

from pathlib import Path

from labcert.reporting.certificate.model import CertificatePage
from labcert.reporting.certificate.views import page_data
from labcert.reporting.typesetting import set_as_is

__all__ = ["ATTACHMENT", "certificate_pdf"]

ATTACHMENT = "certificate.json"
TEMPLATE = Path(__file__).parent / "certificate.typ"


def certificate_pdf(page: CertificatePage, signed_json: bytes) -> bytes:
    """Return the PDF, not yet signed; `signed_json` is what it carries. Raises ToolFault if typst can't set it."""
    carried = {"attachment": signed_json.decode("utf-8"), "name": ATTACHMENT}
    return set_as_is(TEMPLATE, page_data(page), page.certificate.issued, carried)
