"""Numbers of envelopes, letters and samples: used once, one word, real numbers."""

import pytest

from labcert.domain.suite import suite_root
from tests.support.business import BOTH, XRPT01, XRPT05, edited, findings, rules

LETTER = XRPT01[XRPT01.index("  <LaboratoryReport>") : XRPT01.index("</Emessage>")]
MICRO = XRPT05[XRPT05.index("  <MicrobiologyWebReport>") : XRPT05.index("</Emessage>")]
LAB, REQUESTER, PRODUCTION = (
    "LaboratoryInternalSampleIdentifier", "RequesterSampleIdentifier", "LaboratoryInternalProductionIdentifier",
)  # fmt: skip


def with_letters(*letters: str, base: str = XRPT01) -> str:
    """Return the message with more letters after its own."""
    return edited(base, ("</Emessage>", "".join(letters) + "</Emessage>"))


def second(letter: str = LETTER, *edits: tuple[str, str]) -> str:
    """Return a copy of a letter with a number of its own."""
    number = "L25120100001" if letter is LETTER else "L25120100006"
    return edited(letter, (number, "L25120100002"), *edits)


def another(letter: str, number: int) -> str:
    """Return a letter on another sample."""
    return letter.replace("251201-000", f"25120{number}-000")


# --- LAB-ID-001


def test_each_letter_after_the_first_of_its_number_is_told():
    """Three letters of one number give two findings, each at its own letter."""
    text = with_letters(another(LETTER, 2), another(LETTER, 3))
    found = findings(text)
    assert [one.rule for one in found] == ["LAB-ID-001"] * 2
    assert [one.path for one in found] == [f"/Emessage/LaboratoryReport[{n}]/Letter/Identifier" for n in (2, 3)]
    assert [one.message for one in found] == [f"Brev {n} har nummeret L25120100001, som brev 1 også har." for n in (2, 3)]
    assert {one.actual for one in found} == {"L25120100001"}


def genetics(number: str) -> str:
    """Return a letter that is not ours."""
    return f"  <GeneticsReport><Letter>{number}<VersionCode>XR0730G</VersionCode></Letter></GeneticsReport>\n"


def test_letters_of_other_kinds_have_numbers_too():
    """A letter that is not ours is told where it stands, after ours or before it; one without a number is not."""
    same, other = (f"<Identifier>{number}</Identifier>" for number in ("L25120100001", "L25120100009"))
    ours = "/Emessage/LaboratoryReport[1]"
    theirs = "/Emessage/GeneticsReport"
    for letters, place in (
        ((LETTER, genetics(same)), f"{theirs}[1]"),
        ((genetics(same), LETTER), ours),
        ((genetics(other), LETTER, genetics(same)), f"{theirs}[2]"),
        ((LETTER, genetics(other)), None),
        ((LETTER, genetics(""), genetics("")), None),
    ):
        found = [one for one in findings(XRPT01.replace(LETTER, "".join(letters))) if one.rule.startswith("LAB-")]
        assert [one.path for one in found] == ([f"{place}/Letter/Identifier"] if place else [])
        assert {one.rule for one in found} <= {"LAB-ID-001"}


def test_one_letter_alone_is_never_a_double():
    """Nothing is asked of an envelope with one letter."""
    assert rules(XRPT01) == []
    assert rules(XRPT05) == []
    assert rules(BOTH) == []


# --- LAB-ID-002


def test_only_the_first_letter_with_the_envelopes_number_is_told():
    """A second one is a number used twice."""
    text = with_letters(another(LETTER, 2)).replace("L25120100001", "E25120100001")
    assert [(one.rule, one.path) for one in findings(text)] == [
        ("LAB-ID-001", "/Emessage/LaboratoryReport[2]/Letter/Identifier"),
        ("LAB-ID-002", "/Emessage/LaboratoryReport[1]/Letter/Identifier"),
    ]


def test_a_later_letter_may_have_the_envelopes_number():
    """Every letter is looked at, in either standard."""
    (found,) = findings(edited(BOTH, ("L25120100009", "E25120100008")))
    assert (found.rule, found.path) == ("LAB-ID-002", "/Emessage/MicrobiologyWebReport[1]/Letter/Identifier")
    assert found.actual == "E25120100008"


# --- LAB-ID-003


@pytest.mark.parametrize("base", [XRPT01, XRPT05], ids=["XRPT01", "XRPT05"])
@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("<Identifier>E2512", "<Identifier>E 2512", "/Envelope/Identifier"),
        ("<Identifier>L2512", "<Identifier> L2512", "/Letter/Identifier"),
        ("<Identifier>045861</Identifier>\n      <IdentifierCode>", "<Identifier>045861 </Identifier>\n      <IdentifierCode>", "/Sender/Identifier"),
        ("<Identifier>5790001382445<", "<Identifier>5790001382445\n<", "/Receiver/Identifier"),
        (f"</{LAB}>", f" </{LAB}>", f"/Sample/{LAB}"),
        (f"<{REQUESTER}>", f"<{REQUESTER}>\t", f"/Sample/{REQUESTER}"),
        (f"<{PRODUCTION}>P", f"<{PRODUCTION}>P\u00a0", f"/GeneralResultInformation/{PRODUCTION}"),
        (
            "    <Patient>",
            "    <CCReceiver><Identifier>1 2</Identifier><IdentifierCode>sygehusafdelingsnummer</IdentifierCode></CCReceiver>\n    <Patient>",
            "/CCReceiver/Identifier",
        ),
    ],
)  # fmt: skip
def test_every_number_is_one_word(base, old, new, where):
    """White space is told once, at its own place, and not as a number of the wrong form too."""
    (found,) = findings(edited(base, (old, new)))
    assert found.rule == "LAB-ID-003"
    assert found.path.endswith(where)
    assert "␣" in found.actual
    assert f"Nummeret i {where.rpartition('/')[2]} har" in found.message


def test_names_and_the_producers_number_may_have_spaces():
    """The producer of XRPT01 is a name; a sample number need not be there."""
    assert "<Identifier>Lægehuset Æblegården<" in XRPT01
    assert rules(edited(XRPT01, (f"        <{REQUESTER}>R251201-0001</{REQUESTER}>\n", ""))) == ["LAB-ID-006"]


# --- LAB-ID-004


@pytest.mark.parametrize("code", ["XRPT01", "xrpt05", "XRPT05 ", "05"])
def test_statistical_code_is_exactly_the_type(code):
    """Case and white space count; so does the other standard's."""
    (found,) = findings(edited(XRPT05, ("<StatisticalCode>XRPT05<", f"<StatisticalCode>{code}<")))
    assert (found.rule, found.expected, found.actual) == ("LAB-ID-004", "XRPT05", code.replace(" ", "␣"))


# --- LAB-ID-005


@pytest.mark.parametrize("base", [XRPT01, XRPT05], ids=["XRPT01", "XRPT05"])
@pytest.mark.parametrize("element", [LAB, REQUESTER, PRODUCTION])
@pytest.mark.parametrize("text", ["0", "-", "?", "x", "ukendt", "N/A", " ", " - "])
def test_each_sample_number_is_a_number(base, element, text):
    """A placeholder is told as that, and its white space is not told too."""
    start = base.index(f"<{element}>") + len(element) + 2
    (found,) = findings(base[:start] + text + base[base.index("<", start) :])
    assert (found.rule, found.actual) == ("LAB-ID-005", text.replace(" ", "␣"))
    assert found.path.endswith(f"/{element}")
    assert found.message == f"{element} er kun en pladsholder: “{found.actual}”."


@pytest.mark.parametrize("text", ["1", "A", "P0", "0001", "TEST1"])
def test_a_short_number_is_a_number(text):
    """Nothing is asked of how long or how varied a number is."""
    assert rules(edited(XRPT01, (f"<{LAB}>P251201-0001", f"<{LAB}>{text}"))) == []


# --- LAB-ID-006


def test_the_requesters_number_is_missed_in_xrpt05_too():
    """It is told at the sample, which is there."""
    (found,) = findings(edited(XRPT05, (f"        <{REQUESTER}>R251201-0006</{REQUESTER}>\n", "")))
    assert (found.rule, found.path) == ("LAB-ID-006", "/Emessage/MicrobiologyWebReport[1]/RequisitionInformation/Sample")
    assert found.actual == "Intet"


# --- LAB-ID-007


def test_a_repeated_answer_is_told_with_both_letters():
    """At the results of the second letter, with its code."""
    (found,) = findings(with_letters(second()))
    assert (found.rule, found.path) == ("LAB-ID-007", "/Emessage/LaboratoryReport[2]/LaboratoryResults")
    assert found.message == "Brev 2 gentager svaret i brev 1 på samme prøve: NPU19748."
    assert found.actual == "NPU19748"


def test_a_repeated_culture_is_told_too():
    """XRPT05 as well, with the code of its examination."""
    (found,) = findings(with_letters(second(MICRO), base=XRPT05))
    assert (found.rule, found.path) == ("LAB-ID-007", "/Emessage/MicrobiologyWebReport[2]/LaboratoryResults")
    assert found.actual == "100113000130420"


def test_two_letters_of_one_number_are_told_as_that_alone():
    """A letter copied whole is one flaw."""
    assert rules(with_letters(LETTER)) == ["LAB-ID-001"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"<{LAB}>P251201", f"<{LAB}>P251202"),
        (f"<{REQUESTER}>R251201", f"<{REQUESTER}>R251202"),
        (f"<{PRODUCTION}>PR251201", f"<{PRODUCTION}>PR251202"),
    ],
)
def test_another_sample_is_another_answer(old, new):
    """Each of the numbers tells two samples apart."""
    assert rules(with_letters(second(LETTER, (old, new)))) == []


def test_another_patient_is_another_answer():
    """Numbers may be counted patient by patient."""
    bruno = (
        ("2512489996", "2509479989"), ("<PersonSurnameName>Berggren", "<PersonSurnameName>Elmer"), ("Nancy Ann", "Bruno"),
    )  # fmt: skip
    assert "LAB-ID-007" not in rules(with_letters(second(LETTER, *bruno)))


def later(letter: str) -> str:
    """Return the letter with its results five minutes later."""
    return edited(letter, ("<Time>08:30</Time>", "<Time>08:35</Time>"))


@pytest.mark.parametrize(
    ("first", "then", "at_once", "five_minutes_later"),
    [
        ("svar_endeligt", "svar_endeligt", True, True),
        ("svar_endeligt", "svar_rettet", False, False),
        ("svar_rettet", "svar_rettet", True, False),
        ("svar_midlertidigt", "svar_midlertidigt", True, False),
        ("svar_midlertidigt", "svar_endeligt", False, False),
    ],
)
@pytest.mark.parametrize("letter", [LETTER, MICRO], ids=["XRPT01", "XRPT05"])
def test_a_history_is_no_double(letter, first, then, at_once, five_minutes_later):
    """A correction, or two of different times, follow each other; two final answers never do."""
    base = XRPT01 if letter is LETTER else XRPT05
    text = base.replace("svar_endeligt", first)
    again = second(letter).replace("svar_endeligt", then)
    assert ("LAB-ID-007" in rules(with_letters(again, base=text))) is at_once
    assert ("LAB-ID-007" in rules(with_letters(later(again), base=text))) is five_minutes_later


def test_another_code_or_another_owner_is_another_answer():
    """The code and who it belongs to make the analysis."""
    own = (
        ("<AnalysisCodeType>iupac", "<AnalysisCodeType>lokal"), ("<AnalysisCodeResponsible>SST", "<AnalysisCodeResponsible>PNT"),
    )  # fmt: skip
    assert "LAB-ID-007" not in rules(with_letters(second(LETTER, ("<AnalysisCode>NPU19748", "<AnalysisCode>NPU01423"))))
    assert "LAB-ID-007" not in rules(with_letters(second(LETTER, *own)))


def test_a_letter_tells_all_that_it_repeats_of_an_earlier_one_at_once():
    """Two codes of one earlier letter are one finding; a third letter is told of the first."""
    result = LETTER[LETTER.index("      <Result>") : LETTER.index("    </LaboratoryResults>")]
    two = LETTER.replace(result, result + result.replace("NPU19748", "NPU01423"))
    text = with_letters(edited(two, ("L25120100001", "L2")), edited(LETTER, ("L25120100001", "L3")), base=XRPT01.replace(LETTER, two))
    found = [one for one in findings(text) if one.rule == "LAB-ID-007"]
    assert [(one.path, one.actual) for one in found] == [
        ("/Emessage/LaboratoryReport[2]/LaboratoryResults", "NPU19748, NPU01423"),
        ("/Emessage/LaboratoryReport[3]/LaboratoryResults", "NPU19748"),
    ]
    assert found[0].message == "Brev 2 gentager svaret i brev 1 på samme prøve: NPU19748, NPU01423."
    assert found[1].message == "Brev 3 gentager svaret i brev 1 på samme prøve: NPU19748."


def test_a_code_twice_in_one_letter_is_no_letter_repeated():
    """That is another question."""
    result = LETTER[LETTER.index("      <Result>") : LETTER.index("    </LaboratoryResults>")]
    text = with_letters(another(second(), 2), base=XRPT01.replace(result, result + result))
    assert "LAB-ID-007" not in rules(text)


# --- receipts


def test_a_receipt_is_no_answer():
    """The rules are about answers; a receipt's numbers are not judged."""
    text = (suite_root() / "fixtures" / "corpus" / "valid" / "xctl03-positive.xml").read_text("utf-8")
    start, end = text.index("  <PositiveReceipt>"), text.index("</Emessage>")
    twice = text[:end] + text[start:]
    assert rules(twice.replace("K25120100001", "K 1").replace("B25120100001", "K 1")) == []
