"""From a certificate to its PDF: PDF/A-3a and PDF/UA-1, with `certificate.json` inside. The same data, the same bytes.

typst sets it. What people wrote goes in as data and is never read as markup; no font, file or package of the machine is
used, so that the page is the same everywhere.
"""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from labcert.domain.errors import ToolFault
from labcert.domain.language import _
from labcert.reporting.certificate.model import CertificatePage
from labcert.reporting.certificate.views import page_data

if TYPE_CHECKING:
    import typst

__all__ = ["ATTACHMENT", "certificate_pdf"]

ATTACHMENT = "certificate.json"
TEMPLATE = Path(__file__).parent / "certificate.typ"


@cache
def _fonts() -> "typst.Fonts":
    import typst

    return typst.Fonts(include_system_fonts=False)


def certificate_pdf(page: CertificatePage, signed_json: bytes) -> bytes:
    """Return the PDF, not yet signed; `signed_json` is what it carries. Raises ToolFault if typst can't set it."""
    import typst

    data = json.dumps(page_data(page), ensure_ascii=False, sort_keys=True)
    inputs = {"data": data, "attachment": signed_json.decode("utf-8"), "name": ATTACHMENT}
    try:
        made = typst.compile(
            TEMPLATE.read_bytes(), sys_inputs=inputs, font_paths=_fonts(), pdf_standards=["a-3a", "ua-1"],
            timestamp=datetime.fromisoformat(page.certificate.issued),
        )  # fmt: skip
    except typst.TypstError as error:
        raise ToolFault(
            _("Certifikatets PDF kunne ikke laves: {why}.").format(why=error.message),
            remedy=_("Det er en fejl i labcert; send os sessionen."),
        ) from error
    assert isinstance(made, bytes)
    return made
