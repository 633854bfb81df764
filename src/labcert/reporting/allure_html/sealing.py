"""Takes Allure's call to Google Analytics out of a report and forbids the page every call to the outside.

Allure puts the call into each report and cannot be told not to. Where its shape is another than the one known here, or
something else would be loaded from outside, the report is not delivered at all.
"""

import re

from labcert.domain.errors import ToolFault
from labcert.domain.language import _

__all__ = ["POLICY", "seal"]

POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' data: blob:; style-src 'unsafe-inline' data: blob:; "
    "img-src data: blob:; font-src data:; media-src data: blob:; frame-src data: blob:; worker-src blob:; "
    "connect-src data: blob:; form-action 'none'"
)
"""what the one file needs of itself; nothing in it names a host"""

_ANALYTICS = re.compile(
    r'\s*<script async src="https://www\.googletagmanager\.com/gtag/js\?id=[^"]*"></script>'
    r"\s*<script>\s*window\.dataLayer\s*=.*?</script>",
    re.DOTALL,
)
_FROM_OUTSIDE = re.compile(
    r"<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)\s*=\s*[\"']?\s*(?:https?:)?//", re.IGNORECASE
)
_CALLERS = ("googletagmanager", "google-analytics", "gtag(")


def seal(page: str) -> str:
    """Return the page without the call and with the policy; raise ToolFault where it would still reach out."""
    sealed, taken = _ANALYTICS.subn("", page)
    if taken != 1:
        raise _changed(_("kaldet til Google Analytics har en anden form end ventet"))
    left = [word for word in _CALLERS if word in sealed]
    if left:
        raise _changed(_("“{word}” står stadig i siden").format(word=left[0]))
    if _FROM_OUTSIDE.search(sealed):
        raise _changed(_("siden henter noget udefra"))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    sealed, heads = re.subn(r"<head>", f"<head>\n    {meta}", sealed, count=1)
    if heads != 1:
        raise _changed(_("siden har intet hoved"))
    return sealed


def _changed(why: str) -> ToolFault:
    return ToolFault(
        _("allure.html er ikke lavet, for den kunne kalde ud af huset: {why}.").format(why=why),
        remedy=_("Meld det til os; Allures generator er en anden, end labcert er prøvet med."),
    )
