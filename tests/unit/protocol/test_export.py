"""A protocol on paper: MedCom's form as HTML, its steps as CSV."""

import csv
import io
import re
from pathlib import Path

from lxml import html

from labcert.protocol import Suite, load_suite
from labcert.protocol.export import COLUMNS, to_csv, to_html


def page(suite: Suite, protocol: str) -> html.HtmlElement:
    """The exported page, parsed."""
    return html.document_fromstring(to_html(suite.protocol(protocol)).decode())


def test_the_form_has_medcoms_parts_in_order(suite: Suite):
    """Cover, introduction, vendor and SUT, then the four areas in the fixed order, each with the six columns."""
    document = page(suite, "upload")
    assert [each.text_content() for each in document.iter("h2")] == [
        "1 Indledning", "2 Leverandør og system under test (SUT)", "3 Krav",
    ]  # fmt: skip
    assert [each.text_content() for each in document.iter("h3") if each.text_content().startswith("3.")] == [
        "3.1 Generelle krav", "3.2 Flow håndtering", "3.3 Indholdsmæssige krav", "3.4 Tekniske krav",
    ]  # fmt: skip
    for table in document.find_class("steps"):
        assert [each.text_content() for each in table.findall("thead/tr/th")] == [
            "Step", "Krav", "Test data", "Forventet resultat", "Aktuelt resultat", "MedCom vurdering",
        ]  # fmt: skip


def test_every_step_stands_in_its_area_with_room_to_fill_in(suite: Suite):
    """A row a step; Aktuelt resultat is empty, MedCom vurdering offers the six marks."""
    rows = [row for table in page(suite, "upload").find_class("steps") for row in table.findall("tbody/tr")]
    assert [row.get("id") for row in rows] == ["TP-4.2.51", "TP-4.2.52"]
    for row in rows:
        _requirement, _data, _expected, actual, mark = row.findall("td")
        assert actual.text_content() == ""
        assert [each.text_content() for each in mark] == ["F1", "F2", "F3", "F4", "Ok", "Ikke relevant"]


def test_vendor_and_sut_are_empty_fields(suite: Suite):
    """The form asks for vendor, system, kind of test and MedCom's part."""
    headings = [each.text_content() for table in page(suite, "upload").find_class("form") for each in table.iter("th")]
    for wanted in ("Firma", "Adresse", "Kontaktperson", "Telefon", "E-mail", "System", "Version", "Beskrivelse", "Test type",
                   "Test dato", "Test lokation", "Godkendt", "Bemærkninger", "Udført af"):  # fmt: skip
        assert wanted in headings


def test_the_page_asks_nothing_of_the_outside(suite: Suite):
    """One offline file: no address, no script, and a policy that forbids both."""
    text = to_html(suite.protocol("visning")).decode()
    assert not re.search(r"https?://|<script|<link|src=", text)
    assert "default-src 'none'" in text


def test_what_a_consultant_writes_is_text_and_never_markup(folder: Path):
    """A < in a requirement is shown, not obeyed."""
    path = folder / "protocols/visning.yaml"
    path.write_text(path.read_text("utf-8").replace("krav: Borgeren skal se svaret.", "krav: <script>x</script> & < 5"), "utf-8")
    text = to_html(load_suite(folder).protocol("visning")).decode()
    assert "&lt;script&gt;x&lt;/script&gt; &amp; &lt; 5" in text


def test_an_attested_step_shows_what_to_look_at(suite: Suite):
    """The form tells the person what must and must not be seen, and who confirms."""
    text = page(suite, "visning").text_content()
    assert "skal ses: 8,5; mmol/L." in text
    assert "må ikke ses: mg/L." in text
    assert "Bekræftes af sundhed.dk, Team RN." in text


def test_the_table_has_a_row_a_step(suite: Suite):
    """Danish Excel opens it: UTF-8 with a mark, semicolons, and cells of several lines kept whole."""
    content = to_csv(suite.protocol("upload"))
    assert content.startswith(b"\xef\xbb\xbf")
    heading, first, second = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert tuple(heading) == COLUMNS
    assert (first[0], second[0], second[4]) == ("TP-4.2.51", "TP-4.2.52", "Nægt samtykke.\nSend svaret.")
