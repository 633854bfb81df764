"""The port `Portal`: fetches the real pages and reads what stands on them."""

from lxml import html

from labcert.adapters.connection import NO_SECURITY
from labcert.adapters.http_client import HostClient
from labcert.domain.errors import ToolFault
from labcert.domain.language import _
from labcert.domain.sut import Security
from labcert.ports import EvidenceSink, PortalPage, ShownResult

__all__ = ["HttpPortal", "read_page"]


class HttpPortal:
    """The portal at an address."""

    def __init__(self, address: str, evidence: EvidenceSink, *, security: Security = NO_SECURITY) -> None:
        self._client = HostClient(_("Portalen"), address, evidence, security=security)
        self._evidence = evidence

    def citizen(self, cpr: str, *, via: str = "sundhed.dk", origin: str | None = None) -> PortalPage:
        """Return the page a citizen sees through sundhed.dk, minlaege or minsundhed."""
        return self._page(
            "citizen", cpr, _("Siden, som borgeren ser den ({app})").format(app=via), via=via, origin=origin
        )

    def professional(self, cpr: str, *, origin: str | None = None) -> PortalPage:
        """Return the page a health professional sees."""
        return self._page("professional", cpr, _("Siden, som sundhedspersonen ser den"), origin=origin)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _page(self, side: str, cpr: str, title: str, **query: str | None) -> PortalPage:
        given = {name: value for name, value in query.items() if value is not None}
        answer = self._client.ask("GET", f"/portal/{side}/{cpr}", given, title=f"GET /portal/{side}/…")
        self._client.require(answer, 200)
        self._evidence.keep(title, "text/html", answer.body)
        return PortalPage(answer.body, read_page(answer.body))


def read_page(page: bytes) -> tuple[ShownResult, ...]:
    """Return the results that stand on a page of the portal, in the page's order."""
    root = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    if root.find(".//main[@data-view]") is None:
        raise ToolFault(_("Siden fra portalen kan ikke læses: den er ikke en side med laboratoriesvar."))
    return tuple(_result(part) for part in root.iterfind(".//tbody[@data-result]"))


def _result(part: html.HtmlElement) -> ShownResult:
    return ShownResult(
        sample=part.get("data-sample", ""),
        code=part.get("data-code", ""),
        name=_field(part, "name"),
        value=_field(part, "value"),
        unit=_field(part, "unit"),
        interval=_field(part, "interval"),
        abnormal=_field(part, "abnormal"),
        comments=_field(part, "comments"),
        corrected=part.get("data-corrected") == "true",
        origin=_field(part, "origin"),
        text=_words(part),
    )


def _field(part: html.HtmlElement, name: str) -> str:
    found = part.find(f".//*[@data-field='{name}']")
    return "" if found is None else _words(found)


def _words(element: html.HtmlElement) -> str:
    """Return an element's text with single blanks; neighbouring cells and lines do not run into one word."""
    return " ".join(" ".join(str(text) for text in element.itertext()).split())
