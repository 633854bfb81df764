"""What a databank holds is held against what was sent, and a finding says whose it is."""

from labcert.checks.holding import held_once, same_letter, versions_are, whose_fault
from labcert.checks.message import field_is
from labcert.checks.reading import Letter, letters_of

NS = "http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/"
LETTER = f"""<LaboratoryReport xmlns="{NS}">
  <Letter><Identifier>L1</Identifier></Letter>
  <Result><Value>42</Value><Unit>mg/L</Unit></Result>
  <Result><Value>7</Value><ResultTextValue><Bold>Fund:</Bold><Space/>rask<Break/>nu</ResultTextValue></Result>
</LaboratoryReport>"""


def _letter(text: str) -> Letter:
    return letters_of(f'<Emessage xmlns="{NS}">{text}</Emessage>'.encode())[0]


def _kept(old: str = "", new: str = "") -> bytes:
    assert old in LETTER
    return LETTER.replace(old, new, 1).encode()


def test_a_letter_is_the_same_as_itself_whatever_stands_around_it() -> None:
    """The namespace's prefix and white space between elements say nothing."""
    prefixed = LETTER.replace("<", "<m:").replace("<m:/", "</m:").replace("xmlns=", "xmlns:m=").replace("\n  ", "")
    assert same_letter(_letter(LETTER), LETTER.encode(), "LABA") == ()
    assert same_letter(_letter(LETTER), prefixed.encode(), "LABA") == ()


def test_a_changed_field_is_named_with_what_was_sent_and_what_is_held() -> None:
    """One finding for the field, and none for those around it."""
    (found,) = same_letter(_letter(LETTER), _kept("mg/L", "nmol/L"), "LABA")
    assert "Result[1]/Unit" in found.message
    assert (found.expected, found.actual) == ("mg/L", "nmol/L")
    assert found.path == "/Emessage/LaboratoryReport/Result[1]/Unit"
    assert found.line == 3
    assert "LABA" in found.remedy


def test_a_lost_field_does_not_make_its_neighbours_wrong() -> None:
    """Fields are found by their place in the letter and not by their number."""
    (found,) = same_letter(_letter(LETTER), _kept("<Unit>mg/L</Unit>"), "LABA")
    assert (found.expected, found.actual) == ("mg/L", "intet")
    assert "mangler feltet Result[1]/Unit" in found.message


def test_a_field_that_nobody_sent_is_told() -> None:
    """A databank must not add to an answer."""
    (found,) = same_letter(_letter(LETTER), _kept("<Unit>mg/L</Unit>", "<Unit>mg/L</Unit><Extra>x</Extra>"), "LABA")
    assert (found.expected, found.actual) == ("intet", "x")


def test_text_after_markup_counts_and_so_does_the_markup() -> None:
    """Formatted text is compared with its inline elements and every sign between them."""
    (lost,) = same_letter(_letter(LETTER), _kept("rask<Break/>nu", "rask<Break/>"), "LABA")
    assert lost.expected == "<Bold>Fund:</Bold><Space/>rask<Break/>nu"
    assert lost.actual == "<Bold>Fund:</Bold><Space/>rask<Break/>"
    (plain,) = same_letter(_letter(LETTER), _kept("<Bold>Fund:</Bold>", "Fund:"), "LABA")
    assert plain.actual == "Fund:<Space/>rask<Break/>nu"


def test_a_blank_more_or_less_in_a_field_is_a_difference() -> None:
    """Sign by sign."""
    assert len(same_letter(_letter(LETTER), _kept("<Value>42</Value>", "<Value> 42</Value>"), "LABA")) == 1


def test_another_order_of_the_same_fields_is_told() -> None:
    """The order of the standard's elements has a meaning."""
    moved = _kept("<Value>42</Value><Unit>mg/L</Unit>", "<Unit>mg/L</Unit><Value>42</Value>")
    (found,) = same_letter(_letter(LETTER), moved, "LABA")
    assert (found.rule, found.expected, found.actual) == ("BANK-ORDER", "Result[1]/Value", "Result[1]/Unit")


def test_something_that_is_no_letter_or_another_standard_is_told() -> None:
    """There is nothing to compare then."""
    assert same_letter(_letter(LETTER), b"<x/>", "LABA")[0].rule == "BANK-LETTER"
    other = same_letter(_letter(LETTER), LETTER.replace("LaboratoryReport", "MicrobiologyWebReport").encode(), "LABA")
    assert (other[0].expected, other[0].actual) == ("XRPT01", "XRPT05")


def test_a_letter_with_everything_wrong_is_told_in_ten_findings() -> None:
    """More would only hide the first."""
    many = "".join(f"<Comments>{number}</Comments>" for number in range(30))
    wrong = f'<LaboratoryReport xmlns="{NS}">{many.replace("</C", "x</C")}</LaboratoryReport>'.encode()
    assert len(same_letter(_letter(f"<LaboratoryReport>{many}</LaboratoryReport>"), wrong, "LABA")) == 10


def test_what_was_sent_wrong_is_the_vendors_and_what_was_changed_is_not() -> None:
    """The same check of what was sent decides."""
    held = _letter(LETTER.replace("mg/L", "g/L"))
    finding = field_is(held, "Result[1]/Unit", "mg/L")
    assert finding
    (ours,) = whose_fault("LABA", [finding], [])
    assert "LABA holder ikke det, LPS'et sendte." in ours.message
    assert "ikke LPS'ets" in ours.remedy
    assert (ours.expected, ours.actual) == ("mg/L", "g/L")
    assert whose_fault("LABA", [finding], [finding]) == (finding,)


def test_one_answer_and_so_many_versions() -> None:
    """None and two are as wrong as each other."""
    assert held_once("MiBa", 1) is None
    assert [bool(held_once("MiBa", count)) for count in (0, 2)] == [True, True]
    assert versions_are("MiBa", 2, 2) is None
    found = versions_are("MiBa", 3, 2)
    assert found
    assert (found.expected, found.actual) == ("2", "3")
