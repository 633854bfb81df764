"""Harmless variants: they differ from the reference system in what no rule forbids, and must pass every step."""

# ruff: noqa: ARG001 - a variant has the arguments of the method it replaces, and often looks at none of them

import re
import time
from datetime import timedelta

from lxml import etree

from sut.defective.overrides.entering import variant
from sut.reference import Blocked, Entry, Json, ReferenceLps, Reply

NAMESPACE = "http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/"
SCHEMA_HINT = f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{NAMESPACE} Emessage.xsd"'
INLINE = frozenset({"Break", "Space", "Right", "Center", "Bold", "Italic", "Underline", "FixedFont"})


def _body(message: etree._Element) -> str:
    return etree.tostring(message, encoding="unicode")


def _declared(body: str, encoding: str, declaration: str = '<?xml version="1.0" encoding="{}"?>\n') -> bytes:
    return (declaration.format(encoding) + body).encode(encoding, "xmlcharrefreplace")


@variant("latin-1")
def _latin_1_where_nothing_is_asked(self: ReferenceLps, case: Json) -> str:
    asked = ReferenceLps.encoding_of(self, case)
    return "ISO-8859-1" if asked == "UTF-8" else asked


@variant("windows-1252")
def _windows_where_nothing_is_asked(self: ReferenceLps, case: Json) -> str:
    asked = ReferenceLps.encoding_of(self, case)
    return "windows-1252" if asked == "UTF-8" else asked


@variant("namespace-prefix")
def _with_a_prefix(self: ReferenceLps, message: etree._Element, encoding: str) -> bytes:
    body = re.sub(r"<(/?)(?=\w)", r"<\1mc:", _body(message))
    return _declared(body.replace(" xmlns=", " xmlns:mc=", 1), encoding)


@variant("cdata")
def _texts_as_cdata(self: ReferenceLps, message: etree._Element, encoding: str) -> bytes:
    for element in message.iter("{*}AnalysisCompleteName", "{*}OrganisationName", "{*}PersonSurnameName"):
        if element.text and element.text.encode(encoding, "ignore").decode(encoding) == element.text:
            element.text = etree.CDATA(element.text)
    return _declared(_body(message), encoding)


@variant("decimal-references")
def _ascii_with_decimal_references(self: ReferenceLps, message: etree._Element, encoding: str) -> bytes:
    body = _body(message).encode("ascii", "xmlcharrefreplace").decode("ascii")
    return _declared(body, encoding)


@variant("hexadecimal-references")
def _ascii_with_hexadecimal_references(self: ReferenceLps, message: etree._Element, encoding: str) -> bytes:
    body = re.sub(r"[^\x00-\x7f]", lambda found: f"&#x{ord(found[0]):X};", _body(message))
    return _declared(body, encoding)


@variant("byte-order-mark")
def _mark_before_utf_8(self: ReferenceLps, message: etree._Element, encoding: str) -> bytes:
    mark = b"\xef\xbb\xbf" if encoding == "UTF-8" else b""
    return mark + ReferenceLps.write(self, message, encoding)


@variant("no-declaration")
def _utf_8_unsaid(self: ReferenceLps, message: etree._Element, encoding: str) -> bytes:
    if encoding == "UTF-8":
        return _body(message).encode()
    return ReferenceLps.write(self, message, encoding)


@variant("declaration-in-another-style")
def _single_quotes(self: ReferenceLps, message: etree._Element, encoding: str) -> bytes:
    return _declared(_body(message), encoding.lower(), "<?xml version='1.0' encoding='{}' standalone='yes' ?>\n\n")


def _indent(element: etree._Element, depth: int = 0) -> None:
    """Put every element of the structure on a line of its own; texts with inline elements stay as they are."""
    children = list(element)
    if not children or any(etree.QName(child).localname in INLINE for child in children):
        return
    element.text = "\r\n" + "\t" * (depth + 1)
    for child in children:
        _indent(child, depth + 1)
        child.tail = element.text
    children[-1].tail = "\r\n" + "\t" * depth


@variant("indented")
def _one_element_a_line(self: ReferenceLps, message: etree._Element, encoding: str) -> bytes:
    _indent(message)
    return _declared(_body(message).replace("&#13;", "\r") + "\r\n", encoding)


@variant("comments-and-instructions")
def _remarks_in_between(self: ReferenceLps, message: etree._Element, encoding: str) -> bytes:
    for letter in list(message):
        letter.addprevious(etree.Comment(" næste del "))
    body = f'<?mit-lps version="4.2"?>\n<!-- dannet af mit LPS -->\n{_body(message)}\n<!-- slut -->'
    return _declared(body, encoding)


@variant("schema-location")
def _says_where_the_schema_is(self: ReferenceLps, message: etree._Element, encoding: str) -> bytes:
    return _declared(_body(message).replace("<Emessage", "<Emessage" + SCHEMA_HINT, 1), encoding)


@variant("empty-elements-in-two-tags")
def _start_and_end_tag(self: ReferenceLps, message: etree._Element, encoding: str) -> bytes:
    return _declared(re.sub(r"<(Break|Space)/>", r"<\1></\1 >", _body(message)), encoding)


@variant("slow")
def _a_third_of_a_second(self: ReferenceLps, message: etree._Element, encoding: str) -> bytes:
    if self.kept.next_number("slow") % 10 == 0:  # now and then, as a busy system is
        time.sleep(0.3)
    return ReferenceLps.write(self, message, encoding)


@variant("microbiology-first")
def _other_order_of_letters(self: ReferenceLps, standards: tuple[str, ...]) -> tuple[str, ...]:
    return standards[::-1]


@variant("given-consent-said")
def _always_says_consent(self: ReferenceLps, case: Json, standard: str) -> str | None:
    return "false" if case.get("consent") == "refused" else "true"


@variant("given-consent-unsaid")
def _says_only_refusal(self: ReferenceLps, case: Json, standard: str) -> str | None:
    return "false" if case.get("consent") == "refused" else None


@variant("department-and-unit")
def _whole_address_of_the_receiver(self: ReferenceLps, case: Json) -> Json:
    return {**ReferenceLps.receiver_of(self, case), "department": "Testafdelingen", "unit": "Bord 2"}


@variant("sender-by-sor-code")
def _clinic_by_sor_code(self: ReferenceLps, case: Json) -> Json:
    return {**ReferenceLps.sender_of(self, case), "identifier": "73091000016008", "identifier_code": "sorkode"}


@variant("speciality-left-out")
def _speciality_where_it_is_demanded(self: ReferenceLps, case: Json, standard: str) -> str | None:
    return None if standard == "XRPT01" else ReferenceLps.speciality_of(self, case, standard)


@variant("producer-by-ean")
def _producer_by_ean(self: ReferenceLps, case: Json) -> tuple[str, str]:
    return case["sender"]["ean"], ReferenceLps.producer_of(self, case)[1]


@variant("short-identifiers")
def _as_short_as_can_be(self: ReferenceLps, kind: str) -> str:
    return f"{self.kept.mark}{kind}{self.kept.next_number(kind)}"


@variant("identifiers-with-signs")
def _letters_and_signs(self: ReferenceLps, kind: str) -> str:
    return f"{kind.lower()}/{self.kept.mark}_{self.kept.next_number(kind):04x}.{'a' if kind == 'E' else 'b'}"[:14]


@variant("other-words-for-too-long")
def _blocks_in_other_words(self: ReferenceLps, result: Json) -> str:
    try:
        return ReferenceLps.cut_or_block_value(self, result)
    except Blocked:
        raise Blocked("Value er for lang (max. 12 karakterer)!") from None


@variant("other-words-for-no-deletion")
def _refuses_deletion_in_other_words(self: ReferenceLps, envelope: str) -> Reply:
    return Reply(reason="Sletning er spærret: resultatet er sendt. Brug „Ret svar“.")


@variant("other-words-in-the-outbox")
def _tells_in_other_words(self: ReferenceLps, entry: Entry) -> str:
    return {
        "waiting": "I kø – afsendes igen automatisk.", "delivered": "Sendt – afventer kvittering.",
        "accepted": "OK fra PLSP.", "refused": f"AFVIST: {entry.reason}",
        "failed": f"FEJL efter {entry.attempts} forsøg. Ring til PLSP's support, og send derefter svaret igen.",
    }[entry.state]  # fmt: skip


@variant("resends-a-little-later")
def _looks_every_fourth_minute(self: ReferenceLps, entry: Entry) -> timedelta:
    return timedelta(minutes=32)


@variant("resends-while-hub-holds")
def _does_not_ask_where_it_is(self: ReferenceLps, entry: Entry) -> bool:
    asked = entry.case.get("acknowledgement", True)
    return entry.state == "waiting" or (entry.state == "delivered" and bool(asked))
