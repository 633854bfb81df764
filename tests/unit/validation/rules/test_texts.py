"""How a text fills its field: whole, not empty, no white space around a code, one line where it is one."""

import csv
from dataclasses import replace

import pytest

from labcert.domain.suite import suite_root
from labcert.validation.rules.fields import WORDS
from tests.support.business import BOOK, BOTH, XRPT01, XRPT05, edited, findings, rules

DEPARTMENT = "<DepartmentName>Laboratoriet</DepartmentName>"
SHORT = "<AnalysisShortName>C-reaktivt protein [CRP];P</AnalysisShortName>"
SUMMARY = "<Summary>Vækst af Escherichia coli</Summary>"
PARAGRAPH = "<Paragraph>Dysuri i tre døgn.</Paragraph>"
LAST = "<Paragraph>Tidligere UVI, behandlet i maj.</Paragraph>"
VALUE = "<Value>5</Value>\n        <Unit>mg/L</Unit>"
STREP = (suite_root() / "fixtures" / "corpus" / "valid" / "xrpt05-npu-code.xml").read_text("utf-8")


def department(text: str) -> str:
    """Return the biochemical message with another name of the sender's department."""
    return edited(XRPT01, (DEPARTMENT, f"<DepartmentName>{text}</DepartmentName>"))


def text_rules(text: str) -> list[str]:
    """Return the text rules that found something."""
    return [rule for rule in rules(text) if rule.startswith("LAB-TEXT-")]


@pytest.fixture
def book_with_short_name():
    """A rule book whose code table has a short name of 35 characters for CRP."""
    analyses = BOOK.tables.analyses
    rows = tuple(
        replace(row, short_name="a" * 35) if row.code == "NPU19748" else row for row in analyses.rows
    )
    return replace(BOOK, tables=replace(BOOK.tables, analyses=replace(analyses, rows=rows)))


# --- LAB-TEXT-001


def test_lengths_of_words_are_those_of_the_tables():
    """Each field of words has the one length that both tables give it."""
    lengths: dict[str, set[int]] = {}
    for name in ("xrpt01", "xrpt05"):
        with (suite_root() / "fixtures" / "standards" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["length"]:
                    lengths.setdefault(row["path"].rpartition("/")[2], set()).add(int(row["length"].partition("..")[2]))
    assert {name: lengths[name] for name in WORDS} == {name: {length} for name, length in WORDS.items()}
    assert lengths["Paragraph"] == {500}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a" * 34, []),
        ("a" * 35, ["LAB-TEXT-001"]),
        ("a" * 34 + " ", ["LAB-TEXT-001"]),
        ("a" * 34 + "1", ["LAB-TEXT-001"]),
        ("a" * 34 + ",", ["LAB-TEXT-001"]),
        *(("a" * 34 + end, []) for end in ".!?:%…)]}\"'”’»"),
        ("a" * 33 + ";U", []),
        ("a" * 26 + ";abcdefgh", []),
        ("a" * 25 + ";abcdefghi", ["LAB-TEXT-001"]),
        ("a" * 30 + ";P(kB", ["LAB-TEXT-001"]),
    ],
)
def test_a_text_that_fills_its_field_may_be_cut(text, told):
    """One character less can not be cut; a mark or the system of a short name ends a text."""
    assert rules(department(text)) == told


def test_a_cut_text_shows_its_end():
    """The last thirty characters are told, with the length and the name of the field."""
    (found,) = findings(department("Laboratoriet for klinisk biokemi og"))
    assert (found.actual, found.path) == (
        "…atoriet for klinisk biokemi og",
        "/Emessage/LaboratoryReport[1]/Sender/DepartmentName",
    )
    assert "DepartmentName fylder præcis de 35 tegn" in found.message


def test_a_persons_name_is_never_shown():
    """A finding at a name says how long it is."""
    name = "Berggren" + "x" * 62
    told = [one for one in findings(edited(XRPT01, ("Berggren<", f"{name}<"))) if one.rule == "LAB-TEXT-001"]
    assert [(one.actual, "xxx" in one.message) for one in told] == [("Et navn på 70 tegn, som ikke vises", False)]


def test_the_length_is_that_of_the_field():
    """A summary has room for 70 characters, so 35 say nothing."""
    assert rules(edited(XRPT05, (SUMMARY, f"<Summary>{'a' * 35}</Summary>"))) == []
    assert rules(edited(XRPT05, (SUMMARY, f"<Summary>{'a' * 70}</Summary>"))) == ["LAB-TEXT-001"]


def test_a_paragraph_that_goes_on_is_not_cut():
    """500 characters before another paragraph were split by the sender; in the last one they may be cut."""
    full = f"<Paragraph>{'a' * 500}</Paragraph>"
    assert rules(edited(XRPT05, (PARAGRAPH, full))) == []
    assert rules(edited(XRPT05, (LAST, full))) == ["LAB-TEXT-001"]
    assert rules(edited(XRPT05, (LAST, full.replace("aa<", "a<")))) == []


def test_a_short_name_of_the_code_table_is_whole(book_with_short_name):
    """A short name of 35 characters is not cut where the code table has it so."""
    text = edited(XRPT01, (SHORT, f"<AnalysisShortName>{'a' * 35}</AnalysisShortName>"))
    assert "LAB-TEXT-001" in rules(text)
    assert "LAB-TEXT-001" not in rules(text, book_with_short_name)
    assert "LAB-TEXT-001" in rules(department("a" * 35), book_with_short_name)


# --- LAB-TEXT-009


def valued(value: str, more: str = "") -> str:
    """Return the quantity of XRPT05 with a value, and an interpretation beside it."""
    said = ("                  <Paragraph>Påvist</Paragraph>", f"                  <Paragraph>Påvist {more}</Paragraph>")
    return edited(STREP, ("<Value>positiv</Value>", f"<Value>{value}</Value>"), said)


@pytest.mark.parametrize(
    ("value", "more", "told"),
    [
        ("svagt positi", "", ["LAB-TEXT-009"]),
        ("Svagt POSITI", "", ["LAB-TEXT-009"]),
        ("svag positiv", "", []),
        ("ikke reaktiv", "", []),
        ("svag t. posi", "", ["LAB-TEXT-009"]),
        ("svag t.. pos", "", []),
        ("svag 12posit", "", ["LAB-TEXT-009"]),
        ("vækst af E c", "", []),
        ("vækst af E c", "vækst af E coli", ["LAB-TEXT-009"]),
        ("vækst af Esc", "vækst af Escherichia", ["LAB-TEXT-009"]),
        ("vækst af Esc", "vækst af Esch.", ["LAB-TEXT-009"]),
        ("vækst af Esc", "vækst af Esc, rigelig", []),
        ("............", ".............x", ["LAB-TEXT-009"]),  # found again one character on
        ("vækst af Esc", "vækst af Esc, vækst af Escherichia", ["LAB-TEXT-009"]),
        ("vækst af Esc", "Vækst af Escherichia", []),
        ("1234 eller 5", "1234 eller 56", []),
        ("123456789012", "123456789012mg", []),
        ("positiv (ker", "", []),
        ("positiv kun(", "", ["LAB-TEXT-009"]),
        ("positiv kun[", "", ["LAB-TEXT-009"]),
        ("positiv kun/", "", ["LAB-TEXT-009"]),
        ("positiv kun,", "", ["LAB-TEXT-009"]),
        ("positiv kun&amp;", "", ["LAB-TEXT-009"]),
        ("leukocyt. ++", "", []),
        ("blodtype AB-", "", []),
        ("blodtype ab-", "", []),
        ("streptokokk-", "", ["LAB-TEXT-009"]),
        ("strepto ogå-", "", ["LAB-TEXT-009"]),
        ("positiv kun.", "", []),
        ("vagt positi", "", []),
    ],
)
def test_a_value_of_twelve_characters_may_be_cut(value, more, told):
    """It is where it ends in half a word of an answer or a mark, or where another text of the result goes on."""
    assert text_rules(valued(value, more)) == told


def test_a_value_that_goes_on_shows_the_whole():
    """What is expected is the word as the other text has it; without one, the whole value."""
    assert findings(valued("vækst af Esc", "vækst af Escherichia coli"))[0].expected == "vækst af Escherichia"
    assert findings(valued("vækst af Esc", f"vækst af Esc{'h' * 45}"))[0].expected == f"vækst af Esc{'h' * 40}"
    assert findings(valued("svagt positi"))[0].expected == "Hele værdien, eller et svar, som LPS'et spærrer for"


def test_a_text_of_another_result_is_not_looked_at():
    """A comment to the letter that happens to go on says nothing of the value."""
    text = edited(valued("vækst af Esc"), ("Svaret er gennemset.", "vækst af Escherichia"))
    assert text_rules(text) == []


def test_a_number_of_twelve_characters_is_whole():
    """A numeric value is a rule of its own, whatever follows it in a text."""
    text = edited(XRPT01, (VALUE, "<Value>123456789012</Value>\n        <Unit>mg/L</Unit>"))
    assert text_rules(text) == []
    assert text_rules(edited(text, ("Fastende siden kl. 22.", "123456789012mg"))) == []


def test_only_a_value_is_a_result():
    """Another text of twelve characters that ends half way is no result."""
    assert text_rules(department("svagt positi")) == []


def test_a_cut_value_of_biochemistry_is_told():
    """The rule is the same in XRPT01."""
    text = edited(
        XRPT01,
        (VALUE, "<Value>svagt positi</Value>"),
        ("<ResultType>numerisk</ResultType>", "<ResultType>alfanumerisk</ResultType>"),
    )
    assert text_rules(text) == ["LAB-TEXT-009"]


# --- LAB-TEXT-006, 010


@pytest.mark.parametrize("space", [" ", "\t", "\n   ", "\u00a0"])
def test_a_field_of_white_space_is_empty(space):
    """Whatever the white space is; a line break in it is not told twice."""
    assert rules(department(space)) == ["LAB-TEXT-006"]


def test_white_space_is_counted():
    """The finding says how much of it there is."""
    (found,) = findings(department("   "))
    assert found.actual == "3 tegn, der ikke kan ses"


@pytest.mark.parametrize("initials", [" ", "\n"])
def test_a_code_of_white_space_is_empty(initials):
    """Fields of codes are asked as fields of words are, and not told again for white space around."""
    text = edited(XRPT01, ("<PersonInitials>AEO<", f"<PersonInitials>{initials}<"))
    assert rules(text) == ["LAB-TEXT-006"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<PersonSurnameName>Moberg<", "<PersonSurnameName> <"),
        ("<PersonGivenName>May June Test<", "<PersonGivenName> <"),
        ("<OrganisationName>MedComs testcenter<", "<OrganisationName> <"),
        ("<Material>Urin<", "<Material> <"),
        ("<Location>Blære<", "<Location> <"),
    ],
)
def test_what_another_rule_misses_is_not_told_again(old, new):
    """Names of persons and parties and the parts of an MDS code have rules of their own."""
    found = rules(edited(XRPT05, (old, new)))
    assert found
    assert "LAB-TEXT-006" not in found


def test_a_material_of_a_national_code_is_told_here():
    """Only an MDS code says what its material is."""
    assert rules(edited(STREP, ("<Material>Sekret<", "<Material> <"))) == ["LAB-TEXT-006"]


def test_an_identifier_of_white_space_is_not_told_here():
    """Identifiers have a rule of their own."""
    assert "LAB-TEXT-006" not in rules(edited(XRPT01, (">R251201-0001<", "> <")))


@pytest.mark.parametrize(("paragraph", "actual"), [("", "Intet"), ("  ", "2 tegn, der ikke kan ses")])
def test_an_empty_paragraph_is_told(paragraph, actual):
    """Nothing and white space are the same."""
    found = findings(edited(XRPT05, (PARAGRAPH, f"<Paragraph>{paragraph}</Paragraph>")))
    assert [(one.rule, one.actual) for one in found] == [("LAB-TEXT-010", actual)]


@pytest.mark.parametrize(
    ("paragraph", "told"),
    [
        ("Escherichia coli", "LAB-MIC-019"),
        ("Pivmecillinam", "LAB-MIC-019"),
        ("Leukocytter", "LAB-MIC-022"),
        ("mange", "LAB-MIC-022"),
        ("Tabletdiffusion", "LAB-TEXT-010"),
        ("S: følsom", "LAB-TEXT-010"),
        ("Renkultur.", "LAB-TEXT-010"),
        ("Ufarvet præparat, 400 gange.", None),
    ],
)
def test_a_paragraph_whose_lack_is_told_elsewhere_is_silent(paragraph, told):
    """A missing name is told as that; the comments of microscopy must be there though nothing is said."""
    text = edited(XRPT05, (f"<Paragraph>{paragraph}</Paragraph>", "<Paragraph/>"))
    assert rules(text) == ([told] if told else [])


def test_an_interpretation_beside_a_value_may_be_empty():
    """InterPretation must be there in Findings; in QuantitativeFindings it need not."""
    inner = ("                  <Paragraph>Påvist</Paragraph>", "                  <Paragraph/>")
    outer = ("              <Paragraph>Positiv</Paragraph>", "              <Paragraph/>")
    assert rules(edited(STREP, inner)) == []
    assert rules(edited(STREP, outer)) == ["LAB-TEXT-010"]


# --- LAB-TEXT-007, 008


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<PersonInitials>AEO<", "<PersonInitials> AEO<"),
        ("<PersonInitials>AEO<", "<PersonInitials>AEO\n<"),
        ("<PersonInitials>AEO<", "<PersonInitials>\tAEO<"),
        ("<PersonInitials>AEO<", "<PersonInitials>AEO\u00a0<"),
        (SHORT, SHORT.replace(";P<", ";P <")),
    ],
)
def test_white_space_around_a_code_is_told(old, new):
    """Before or after, and once."""
    assert rules(edited(XRPT01, (old, new))) == ["LAB-TEXT-007"]


def test_white_space_around_a_susceptibility_is_told():
    """The letter itself is right, so nothing else is."""
    (found,) = findings(edited(XRPT05, ("<Susceptibility>R<", "<Susceptibility>R <")))
    assert (found.rule, found.expected, found.actual) == ("LAB-TEXT-007", "R", "„R “")


@pytest.mark.parametrize(("text", "told"), [(" Laboratoriet", []), ("A E", []), ("Laboratoriet ", [])])
def test_white_space_around_words_is_let_by(text, told):
    """A name with a space in it, before or after is read as meant."""
    assert rules(department(text)) == told


def test_white_space_inside_a_code_is_let_by():
    """Initials may stand apart."""
    assert rules(edited(XRPT01, ("<PersonInitials>AEO<", "<PersonInitials>A E<"))) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Lab\n2", ["LAB-TEXT-008"]),
        ("Lab\t2", ["LAB-TEXT-008"]),
        ("Lab 2", []),
        ("Lab\n", ["LAB-TEXT-008"]),
        ("\n        Lab", ["LAB-TEXT-008"]),
    ],
)
def test_a_line_break_in_a_name_is_told(text, told):
    """A tab or a line break, also before and after: a list shows one line."""
    assert rules(department(text)) == told


def test_a_line_break_in_a_code_is_told_and_one_around_it_is_not():
    """Around a code it is white space around it, told as that."""
    assert rules(edited(XRPT01, ("<PersonInitials>AEO<", "<PersonInitials>A\nO<"))) == ["LAB-TEXT-008"]
    assert rules(edited(XRPT01, ("<PersonInitials>AEO<", "<PersonInitials>A\tO<"))) == ["LAB-TEXT-008"]
    assert rules(edited(XRPT01, ("<PersonInitials>AEO<", "<PersonInitials>AO\n<"))) == ["LAB-TEXT-007"]


def test_a_line_break_in_a_paragraph_is_let_by():
    """Texts of more than a line may have them."""
    assert rules(edited(XRPT05, (PARAGRAPH, "<Paragraph>Dysuri\ni tre\tdøgn.</Paragraph>"))) == []


def test_a_broken_name_shows_where_and_how_it_should_be():
    """Signs stand for what can not be seen; a person's name is never shown."""
    (found,) = findings(department("Lab\n\t2"))
    assert (found.expected, found.actual) == ("Lab 2", "Lab⏎⇥2")
    told = findings(edited(XRPT01, ("Nancy Ann Test", "Nancy\nAnn Test")))
    hidden = "Et navn på 14 tegn, som ikke vises"
    assert [(one.expected, one.actual) for one in told if one.rule == "LAB-TEXT-008"] == [(hidden, hidden)]


# --- which texts are looked at


def test_both_letters_of_an_envelope_are_looked_at():
    """Each flaw is told at its own letter."""
    text = BOTH.replace("<PersonInitials>AEO<", "<PersonInitials>AEO <")
    assert [one.path.split("/")[2] for one in findings(text) if one.rule == "LAB-TEXT-007"] == [
        "LaboratoryReport[1]", "MicrobiologyWebReport[1]",
    ]


def test_a_letter_that_is_not_ours_is_left_out():
    """What is not checked otherwise is not checked here."""
    other = "<GeneticsReport><Letter><Identifier>L1</Identifier><VersionCode>XR0730G</VersionCode></Letter><Headline> </Headline><Summary>a\nb Ã¦</Summary></GeneticsReport></Emessage>"
    assert text_rules(edited(XRPT01, ("</Emessage>", other))) == []
