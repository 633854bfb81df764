"""Characters that nobody sees, letters that were lost, and letters read by another encoding than they were written in."""

import pytest

from labcert.validation import validate
from tests.support.business import BOOK, XRPT01, XRPT05, edited, findings, rules

COMMENT = "Kontrol efter behandling."
UNIT = "<Unit>mg/L</Unit>"


def commented(text: str) -> str:
    """Return the biochemical message with another comment."""
    return edited(XRPT01, (COMMENT, text))


@pytest.mark.parametrize(
    ("letters", "encoding", "first"),
    [
        ("prøve", "latin-1", "ø"),
        ("prøve", "cp1252", "ø"),
        ("Æble", "latin-1", "Æ"),
        ("Æble", "cp1252", "Æ"),
        ("Østers", "cp1252", "Ø"),
        ("Åse", "cp1252", "Å"),
        ("35 °C", "latin-1", "°"),
        ("µg", "latin-1", "µ"),
        ("μg", "latin-1", "μ"),
        ("é", "latin-1", "é"),
        ("a – b", "cp1252", "–"),
        ("a – b", "latin-1", "–"),
        ("a ≥ b", "cp1252", "≥"),
        ("😀", "latin-1", "😀"),
    ],
)
def test_utf_8_read_as_a_single_byte_encoding_is_told(letters, encoding, first):
    """The letter that was meant is what is expected; what looks invisible in it is not told again."""
    (found,) = findings(commented(letters.encode().decode(encoding)))
    assert (found.rule, found.expected, found.actual) == ("LAB-TEXT-005", first, first.encode().decode(encoding))


@pytest.mark.parametrize(
    ("text", "meant"), [("Pr¿ve", "ø"), ("l¾ge", "æ"), ("pr›ve", "ø"), ("p† ny; l†ge", "å"), ("Ï¿L", "ø")]
)
def test_letters_of_older_code_pages_are_told_inside_a_word(text, meant):
    """Macintosh and DOS have the Danish letters where others have signs."""
    (found,) = findings(commented(text))
    assert (found.rule, found.expected) == ("LAB-TEXT-005", meant)


@pytest.mark.parametrize(
    "text",
    ["1¾ time", "¾ dosis", "¿Hvad?", "Død†", "† 2020", "»a›", "Âge", "Ãndre", "SÃO", "crâne", "Îles", "â–", "guð", "Ærø Å", "a ’b’"],
)
def test_signs_that_are_meant_are_let_by(text):
    """A sign outside a word, and foreign letters with letters after them, are as they were written."""
    assert "LAB-TEXT-005" not in rules(commented(text))


def test_the_mark_of_a_utf_8_file_is_no_text():
    """It stands for nothing, so nothing is expected."""
    (found,) = findings(commented("ï»¿Kontrol"))
    assert (found.rule, found.expected, found.actual) == ("LAB-TEXT-005", "Intet tegn", "ï»¿")
    assert found.message == "Comments indeholder „ï»¿“, som er en UTF-8-fils mærke og ingen tekst."


def test_a_misread_letter_may_be_the_last_of_latin_1():
    """ÿ is a byte of its own in both encodings, and a text beside it is still repaired."""
    (found,) = findings(commented("ÿ prÃ¸ve"))
    assert (found.rule, found.expected) == ("LAB-TEXT-005", "ø")


def test_an_invisible_letter_of_a_misdeclared_message_is_not_told():
    """The capital letters of UTF-8 have bytes that are invisible in ISO-8859-1; the message is told once all the same."""
    for letters in ("a\u200bb", "Łask"):
        text = commented(letters).replace('encoding="UTF-8"', 'encoding="ISO-8859-1"')
        assert [one.rule for one in validate(text.encode(), rules=BOOK).findings] == ["MSG-ENC-002"]


def test_a_message_that_declares_the_wrong_encoding_is_told_once():
    """Every letter is read wrongly then, and the finding stands where the message was read."""
    text = XRPT01.replace('encoding="UTF-8"', 'encoding="ISO-8859-1"')
    assert [one.rule for one in validate(text.encode(), rules=BOOK).findings] == ["MSG-ENC-002"]
    windows = XRPT01.replace('encoding="UTF-8"', 'encoding="windows-1252"')
    assert [one.rule for one in validate(windows.encode(), rules=BOOK).findings] == ["MSG-ENC-002"]


def test_a_field_misread_before_it_was_sent_is_told_in_every_encoding():
    """The rest of the letter is right, so it is not the message that declares the wrong encoding."""
    text = commented("prÃ¸ve").replace("—", "-").replace('encoding="UTF-8"', 'encoding="ISO-8859-1"')
    assert [one.rule for one in validate(text.encode("latin-1"), rules=BOOK).findings] == ["LAB-TEXT-005"]


def test_a_message_whose_only_letter_is_misread_is_told():
    """In UTF-8 it is a text that was read wrongly before; without any letter beyond ASCII nothing is."""
    text = "".join(sign if sign.isascii() else "x" for sign in XRPT01)
    assert rules(edited(text, (COMMENT, "prÃ¸ve"))).count("LAB-TEXT-005") == 1
    assert "LAB-TEXT-005" not in rules(text)
    ascii_only = text.replace('encoding="UTF-8"', 'encoding="ISO-8859-1"')
    found = validate(edited(ascii_only, (COMMENT, "pr&#191;ve")).encode(), rules=BOOK).findings
    assert [one.rule for one in found if one.rule.startswith("LAB-TEXT")] == ["LAB-TEXT-005"]


@pytest.mark.parametrize(
    "code",
    [
        0x7F, 0x80, 0x96, 0x9F, 0xAD, 0x34F, 0x61C, 0x180E, 0x200B, 0x200F, 0x2028, 0x202E, 0x2060, 0x206F, 0xFEFF, 0xFFF9,
        0xFFFD, 0xE000, 0xF8FF, 0xE0001, 0x10FFFD,
    ],
)
def test_what_nobody_sees_is_told_by_its_number(code):
    """The place is counted from 1 and the sign told as U+ and four digits or more."""
    (found,) = findings(edited(XRPT01, ("Fastende", f"Fa{chr(code)}stende")))
    assert (found.rule, found.actual) == ("LAB-TEXT-004", f"U+{code:04X}")
    assert "tegn nummer 3" in found.message


@pytest.mark.parametrize("code", [0x7E, 0xA0, 0xAC, 0xAE, 0x200A, 0x2010, 0x2027, 0x202F, 0x205F, 0x2070, 0x20AC, 0xFB01, 0x1F600])
def test_what_is_seen_is_let_by(code):
    """Hard spaces, dashes, fractions and faces are characters that are seen."""
    assert rules(edited(XRPT01, ("Fastende", f"Fa {chr(code)} stende"))) == []


def test_each_text_with_an_invisible_character_is_told_once():
    """The first of a text is told; one in a name of a person shows no name."""
    text = edited(XRPT05, ("Dysuri i tre", "Dy\u200bsuri\u200b i tre"), ("Midtstråleurin", "Midt\u00adstråleurin"))
    assert rules(text) == ["LAB-TEXT-004"] * 2
    told = findings(edited(XRPT01, ("Nancy Ann Test", "Nan\u200bcy Ann Test")))
    assert [one.actual for one in told if one.rule == "LAB-TEXT-004"] == ["U+200B"]


@pytest.mark.parametrize(("text", "piece"), [("Pr?ve", "r?v"), ("Pr??ve", "r??v"), ("æ?ø", "æ?ø"), ("ja?nej", "a?n")])
def test_a_question_mark_inside_a_word_is_told(text, piece):
    """One or two, as a letter of one or two bytes leaves."""
    (found,) = findings(commented(text))
    assert (found.rule, found.actual) == ("LAB-TEXT-012", piece)


@pytest.mark.parametrize("text", ["Ny prøve?", "? Hvad", "a ?b", "a? b", "1?a", "a?1", "a???b", "hvad?", "a_?b", "a?_"])
def test_a_question_mark_at_a_words_end_is_let_by(text):
    """A question, a doubt or a number is no lost letter."""
    assert rules(commented(text)) == []


def test_a_query_in_an_address_is_no_lost_letter():
    """The question mark of an address has letters on both sides."""
    reference = (
        "<Reference><RefDescription>Vejledning</RefDescription><URL>https://www.sundhed.dk/borger?emne=crp</URL></Reference>"
    )
    assert rules(edited(XRPT01, (UNIT, UNIT + reference))) == []
    assert rules(edited(XRPT01, (UNIT, UNIT + reference.replace("Vejledning", "Vejl?dning")))) == ["LAB-TEXT-012"]


@pytest.mark.parametrize(
    ("unit", "piece"),
    [
        ("μg/mL", "μ"), ("ug/mL", "ug"), ("umol/L", "umol"), ("mcg/mL", "mcg"), ("mg/uL", "uL"), ("um", "um"), ("ukat/L", "ukat"),
        ("10*9/L", "10*9"), ("10**9/L", "10**9"), ("1*9", "1*9"), ("10E9/L", "10E9"), ("10e9/L", "10e9"), ("1E9/L", "1E9"),
        ("10⁹/L", "⁹"), ("m²", "²"), ("10⁻³", "⁻"), ("m¹", "¹"), ("10⁰", "⁰"), ("10⁴", "⁴"),
    ],
)
def test_an_unusual_unit_is_told(unit, piece):
    """Where no code fixes the unit: the value behind a susceptibility."""
    (found,) = findings(edited(XRPT05, (UNIT, f"<Unit>{unit}</Unit>")))
    assert (found.rule, found.actual, f"„{piece}“" in found.message) == ("LAB-TEXT-011", unit, True)


@pytest.mark.parametrize("unit", ["µg/mL", "U/L", "10^9/L", "mg/L", "kug", "ugl", "E9", "100E9", "m*2", "2E9", "U", "mU/L"])
def test_a_usual_unit_is_let_by(unit):
    """What only looks like it is no other way to write a unit."""
    assert rules(edited(XRPT05, (UNIT, f"<Unit>{unit}</Unit>"))) == []


def test_a_unit_that_the_code_fixes_is_told_by_the_code():
    """Biochemistry's units are held against the code table, so this rule is silent."""
    assert "LAB-TEXT-011" not in rules(edited(XRPT01, (UNIT, "<Unit>10*9/L</Unit>")))


def test_markup_in_a_unit_is_told_alone():
    """One flaw of a unit at a time."""
    assert rules(edited(XRPT05, (UNIT, "<Unit>ug&amp;nbsp;/L</Unit>"))) == ["LAB-TEXT-002"]


def test_an_unusual_unit_of_an_unknown_code_is_told():
    """A code the table does not have fixes nothing."""
    text = edited(XRPT01, ("NPU19748", "NPU99998"), (UNIT, "<Unit>ug/L</Unit>"))
    assert "LAB-TEXT-011" in rules(text)


@pytest.mark.parametrize("sign", ["–", "“", "…", "€"])
def test_windows_1252_that_is_declared_as_latin_1_is_told_with_what_it_meant(sign):
    """The full name's long dash is lost in the same way, and is not told as another name."""
    text = commented(f"a {sign} b").replace('encoding="UTF-8"', 'encoding="ISO-8859-1"')
    told = validate(text.encode("cp1252"), rules=BOOK).findings
    assert [one.rule for one in told] == ["LAB-TEXT-004"] * 2
    assert told[0].remedy == f"Tegnet er „{sign}“ i windows-1252. Erklær windows-1252, eller gem beskeden i UTF-8."


@pytest.mark.parametrize("sign", ["\u0081", "\u200b", "\u00ad"])
def test_a_character_that_windows_1252_has_not_keeps_the_rules_remedy(sign):
    """It came from somewhere else."""
    (told,) = findings(commented(f"a{sign}b"))
    assert told.remedy.startswith("Fjern tegnet, og find, hvor det kommer fra")
