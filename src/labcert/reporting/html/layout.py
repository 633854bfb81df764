"""From the bytes of a piece of evidence to what can be shown of them, laid out no further than is shown."""

import json
import re
from collections.abc import Collection, Iterator, Sequence

from labcert.domain.evidence import Evidence
from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.masking import mask_text
from labcert.reporting.html.page_view import page_view
from labcert.reporting.html.views import EvidenceView, NotShown, TextLine, TextView, line_cost, shorten
from labcert.reporting.html.xml_view import finding_points_into, parse, xml_lines

__all__ = ["LONGEST_READ", "estimate", "lay_out", "points_into"]

LONGEST_READ = 200_000
"""bytes of one piece that are looked at; the rest is in the file"""
_LONG_LINE = 2_000
_UNMARKED_LINES = 200
"""lines shown at most of a text that no finding points into"""
_ENCODING = re.compile(rb"""^<\?xml[^>]{0,80}encoding=["']([A-Za-z0-9._-]{1,40})["']""")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_GROWTH = {"text/html": 0.5, "application/xml": 1.7, "application/json": 1.8}
"""bytes in the report for a byte of the file: indented and escaped, or a page without its looks"""


def estimate(evidence: Evidence) -> int:
    """Return about how many bytes a piece takes in the report, from its size and kind alone."""
    return int(min(evidence.size, LONGEST_READ) * _GROWTH.get(_kind(evidence), 1.2))


def lay_out(
    evidence: Evidence, data: bytes, findings: Sequence[Finding], known: Collection[str], cap: int
) -> EvidenceView:
    """Return what is shown of the bytes within about `cap` bytes; what findings point at comes first."""
    if not data:
        return NotShown(_("Filen er tom."))
    root = parse(data) if _is_xml(evidence, data) and len(data) <= LONGEST_READ else None
    if root is not None:
        lines = xml_lines(root, findings, _("linje {line}"))
        return shorten(TextView(tuple(lines)), cap) if findings else _beginning(lines, cap)
    text = _decode(data)
    if text is None:
        return NotShown(_("Filen er ikke en tekst og vises ikke her. Åbn filen."))
    # Masked before it is cut, so that no number is shown in two halves.
    return _text_view(_kind(evidence), mask_text(text, known)[:LONGEST_READ], cap)


def points_into(evidence: Evidence, data: bytes, finding: Finding) -> bool:
    """Say whether the bytes are a message that holds the place of a finding."""
    if not _is_xml(evidence, data) or len(data) > LONGEST_READ:
        return False
    root = parse(data)
    return root is not None and finding_points_into(root, finding)


def _kind(evidence: Evidence) -> str:
    return evidence.media_type.partition(";")[0]


def _is_xml(evidence: Evidence, data: bytes) -> bool:
    kind = _kind(evidence)
    return kind.endswith(("/xml", "+xml")) or (kind != "text/html" and data.lstrip()[:5] == b"<?xml")


def _text_view(kind: str, text: str, cap: int) -> EvidenceView:
    if kind == "text/html":
        page = page_view(text)
        if page is not None:
            return shorten(page, cap)
    if kind == "message/http":
        head, gap, body = text.replace("\r\n", "\n").partition("\n\n")
        return _beginning(_lines(head + gap + _indented_body(body)), cap)
    return _beginning(_lines(_indented_json(text) or text), cap)


def _beginning(lines: Iterator[TextLine], cap: int) -> TextView:
    """Return the first lines, of about `cap` bytes; those after them are never made."""
    shown: list[TextLine] = []
    for line in lines:
        cap -= line_cost(line)
        if cap < 0 or len(shown) == _UNMARKED_LINES:
            return TextView(tuple(shown), more=True)
        shown.append(line)
    return TextView(tuple(shown))


def _indented_body(body: str) -> str:
    """Return the body of an HTTP message, indented where it is XML or JSON."""
    root = parse(body.encode("utf-8")) if body.lstrip()[:1] == "<" else None
    if root is not None:
        return "\n".join(line.text for line in xml_lines(root, (), ""))
    return _indented_json(body) or body


def _indented_json(text: str) -> str | None:
    if text.lstrip()[:1] not in {"{", "["}:
        return None
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent="\t")
    except (ValueError, RecursionError):
        return None


def _decode(data: bytes) -> str | None:
    """Return the text in its declared encoding, UTF-8 or Latin-1; None where the bytes hold no text."""
    declared = _ENCODING.match(data)
    for encoding in (declared[1].decode() if declared else "utf-8", "utf-8", "windows-1252", "iso-8859-1"):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        return None if _CONTROL.search(text, 0, 2000) else text
    return None


def _lines(text: str) -> Iterator[TextLine]:
    for line in text.splitlines():
        for start in range(0, max(len(line), 1), _LONG_LINE):
            yield TextLine(line[start:start + _LONG_LINE])
