"""Letters of many files held against each other: what the examples do not show (order, resending, senders, both standards)."""

import pickle
import re
from dataclasses import replace
from types import SimpleNamespace

import pytest

from labcert.domain.errors import UsageMistake
from labcert.domain.findings import Finding
from labcert.domain.masking import holds_foreign_cpr
from labcert.domain.suite import suite_root
from labcert.validation import load_rule_book, validate
from labcert.validation.profile import Profile
from labcert.validation.series import KEY_PARTS, STANDARD_KEY, Series, _finding, facts_of

ROOT = suite_root()
BOOK = load_rule_book(ROOT, Profile("as they are", "", "", ""))
BASE = (ROOT / "fixtures/rules/correction-not-newer/right/1.xml").read_text("utf-8")
CULTURE = (ROOT / "fixtures/corpus/valid/xrpt05-culture.xml").read_bytes().decode("latin-1").replace("ISO-8859-1", "UTF-8")


def letter(number: int = 1, hour: str = "08", *, base: str = BASE, status: str = "svar_endeligt", value: str = "5", **fields: str) -> str:
    """Return the base message as envelope and letter `number`, made in `hour`, with fields (element=text) changed."""
    identifier = re.search(r"<Identifier>E(\d+)</Identifier>", base)[1]
    text = base.replace(f">E{identifier}<", f">E{number:012}<").replace(f">L{identifier}<", f">L{number:012}<")
    text = re.sub(r"<Time>08:(3\d)", rf"<Time>{hour}:\1", text)
    text = text.replace("<ResultStatusCode>svar_endeligt", f"<ResultStatusCode>{status}").replace("<Value>5<", f"<Value>{value}<")
    for name, content in fields.items():
        assert f"<{name}>" in text
        text = re.sub(rf"<{name}>[^<]*<", f"<{name}>{content}<", text)
    return text


def rules(*messages: str, key=STANDARD_KEY) -> list[tuple[str, str]]:
    """Return (file, rule) for the messages, files being 1, 2, ... in the order given."""
    with Series(key) as series:
        for number, message in enumerate(messages, 1):
            validation = validate(message.encode(), rules=BOOK)
            assert validation.problem in {"none", "invalid"}
            assert validation.message is not None
            series.add(str(number), facts_of(validation))
        return sorted((file, finding.rule) for file, finding in series.findings())


def corrected(number: int = 2, hour: str = "09", **fields: str) -> str:
    """Return a correction of the base message, made an hour later."""
    return letter(number, hour, status="svar_rettet", value="7", **fields)


def test_answers_that_have_nothing_to_do_with_each_other_are_left_alone():
    """Another sample, or another sender with the same numbers, is another answer."""
    other_sample = letter(2, LaboratoryInternalSampleIdentifier="P9", RequesterSampleIdentifier="R9", value="6")
    other_sender = letter(1, value="6").replace("5790000147465", "5790000120314")
    assert rules(letter(), other_sample) == []
    assert rules(letter(), other_sender) == []


@pytest.mark.parametrize("turned", [False, True])
def test_the_order_of_the_files_does_not_matter(turned):
    """RET-06: a correction may lie, and come, before what it corrects; the authorisation tells which is which."""
    pair = [letter(), corrected()]
    assert rules(*(reversed(pair) if turned else pair)) == []


def test_a_letter_sent_again_is_no_new_version():
    """GEN-03: the same letter in a new envelope, sent after its correction, changes nothing."""
    again = letter().replace(">E000000000001<", ">E000000000009<").replace("<Time>08:36", "<Time>11:36", 1)
    assert rules(letter(), corrected(), again) == []


def test_a_correction_sent_again_is_no_new_correction():
    """It is not held against itself, which it can not be newer than."""
    again = corrected().replace(">E000000000002<", ">E000000000009<").replace("<Time>09:36", "<Time>11:36", 1)
    assert rules(letter(), corrected(), again) == []


BOTH = (ROOT / "fixtures/corpus/valid/both-standards.xml").read_text("cp1252").replace("windows-1252", "UTF-8")


def test_a_corrected_result_may_be_final_again():
    """It says the same, and its status is no part of what it says."""
    assert rules(letter(), corrected(), letter(3, "10", value="7")) == []


def test_how_a_letter_is_written_makes_it_no_other():
    """Names for namespaces that it does not use, and white space after it, are no part of it."""
    again = letter().replace("<Emessage ", '<Emessage xmlns:y="urn:y" ').replace("</LaboratoryReport>", "</LaboratoryReport>\n\n")
    assert again != letter()
    assert rules(letter(), again) == [("2", "LAB-SET-003")]


def test_the_same_code_of_another_owner_is_another_analysis():
    """A correction of it corrects nothing of the first's."""
    local = letter(AnalysisCode="PNTX", AnalysisCodeType="lokal", AnalysisCodeResponsible="PNT")
    other = corrected(AnalysisCode="PNTX", AnalysisCodeType="lokal", AnalysisCodeResponsible="ABC")
    assert ("2", "LAB-SET-006") in rules(local, other)
    assert rules(local, other.replace(">ABC<", ">PNT<")) == []


def test_what_is_told_between_letters_is_a_finding_like_others():
    """With its rule's class, layer and requirements, at its place."""
    with Series() as series:
        for file, text in (("1", letter()), ("2", letter(1, "09", status="svar_rettet", value="7"))):
            series.add(file, facts_of(validate(text.encode(), rules=BOOK)))
        ((file, found),) = series.findings()
    words = BOOK.texts["LAB-SET-001"]
    assert (file, found.rule, found.severity, found.layer) == ("2", words.id, words.severity, "business")
    assert (found.requirements, found.remedy) == (words.requirements, words.remedy)
    assert (found.path, found.line) == ("/Emessage/LaboratoryReport[1]", BASE[: BASE.index("<LaboratoryReport>")].count("\n") + 1)


def test_a_finding_between_letters_is_of_its_rules_layer():
    """Whatever that is."""
    words = replace(BOOK.texts["LAB-SET-001"], layer="codes")
    flaw = SimpleNamespace(message="m", expected="e", actual="a", remedy="", place="/p", line=0)
    found = _finding(SimpleNamespace(text=words), flaw)
    assert found == Finding(
        words.id, words.severity, "m", "e", "a", words.said("remedy"), "/p", None, "codes", words.requirements
    )


def test_each_letter_of_a_copy_is_told():
    """A file with two letters lies there twice: two letters do, and the envelope's number is not used for another."""
    assert rules(BOTH, BOTH) == [("2", "LAB-SET-003")] * 2


def test_a_changed_letter_of_two_is_told_once():
    """By its own number; with another number it makes the envelope another."""
    changed = BOTH.replace("<Summary>Vækst af", "<Summary>Sparsom vækst af")
    number = re.findall(r"<Letter>\s*<Identifier>(\w+)<", BOTH)[1]
    assert ("2", "LAB-SET-001") in rules(BOTH, changed)
    assert ("2", "LAB-SET-002") not in rules(BOTH, changed)
    assert ("2", "LAB-SET-002") in rules(BOTH, changed.replace(f">{number}<", ">L999999<"))


def test_an_unchanged_result_in_a_corrected_letter_keeps_its_status():
    """Only the result that was changed is marked: the others are sent again as they were."""
    assert rules(letter(), letter(2, "09")) == []


def test_a_changed_letter_under_its_old_number_is_told_once():
    """The letter's number tells it; the envelope's is not told as well."""
    assert rules(letter(), letter(1, "09", status="svar_rettet", value="7")) == [("2", "LAB-SET-001")]


def test_three_versions_are_held_against_the_one_before():
    """Only the step that is wrong is told."""
    assert rules(letter(), corrected(), letter(3, "10", status="svar_rettet", value="8")) == []
    assert rules(letter(), corrected(), letter(3, "10", value="8")) == [("3", "LAB-SET-007")]


@pytest.mark.parametrize(("time", "expected"), [("08:29", ["LAB-SET-005"]), ("08:30", ["LAB-SET-005"]), ("08:31", [])])
def test_a_correction_is_newer_by_its_result_time(time, expected):
    """Equal is too old; a minute later is enough."""
    text = corrected().replace("<Time>09:30", f"<Time>{time}")
    assert [rule for _file, rule in rules(letter(), text)] == expected


@pytest.mark.parametrize("given", ["true", "1"])
def test_a_refusal_is_not_turned_into_consent(given):
    """SAM-06: also an explicit yes in a later version is told; a refusal repeated as 0 is still one."""
    consent = "</PersonGivenName><Consent><Given>{}</Given></Consent>"
    refused = letter().replace("</PersonGivenName>", consent.format("false"))
    assert rules(refused, corrected().replace("</PersonGivenName>", consent.format(given))) == [("2", "LAB-SET-010")]
    assert rules(refused, corrected().replace("</PersonGivenName>", consent.format("0"))) == []
    assert rules(letter(), corrected().replace("</PersonGivenName>", consent.format("false"))) == []


def test_a_correction_of_another_patient_is_told_as_that_alone():
    """Time and consent are not told beside it: they are those of another person."""
    refused = letter().replace("</PersonGivenName>", "</PersonGivenName><Consent><Given>false</Given></Consent>")
    other = corrected(CivilRegistrationNumber="2509479989").replace("<Time>09:30", "<Time>08:30")
    assert rules(refused, other) == [("2", "LAB-SET-004")]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("proeve_modtaget", "svar_endeligt", []),
        ("svar_midlertidigt", "svar_endeligt", []),
        ("svar_midlertidigt", "svar_rettet", []),
        ("svar_endeligt", "proeve_modtaget", [("2", "LAB-SET-011")]),
        ("svar_endeligt", "svar_midlertidigt", [("2", "LAB-SET-011")]),
        ("proeve_modtaget", "svar_midlertidigt", [("2", "LAB-SET-012")]),
        ("svar_rettet", "svar_rettet", [("1", "LAB-SET-006")]),
    ],
)
def test_statuses_go_forward(first, second, expected):
    """Preliminary, final, corrected: never back, and never ending as preliminary."""
    assert rules(letter(status=first), letter(2, "09", status=second, value="7")) == expected


def test_a_preliminary_result_in_a_part_answer_may_wait():
    """del_svar promises that more comes: then only the part answer itself is told."""
    assert rules(letter(status="svar_midlertidigt", ReportStatusCode="del_svar")) == [("1", "LAB-SET-008")]
    assert rules(letter(status="svar_midlertidigt", ReportStatusCode="modtaget")) == [("1", "LAB-SET-012")]


@pytest.mark.parametrize("after", ["del_svar", "modtaget"])
def test_a_complete_answer_is_the_end(after):
    """Neither a part answer nor a reception comes after it."""
    assert rules(letter(), letter(2, "09", ReportStatusCode=after)) == [("2", "LAB-SET-009")]
    assert rules(letter(ReportStatusCode=after), letter(2, "09")) == []


def test_the_key_says_what_a_correction_has_in_common():
    """By the laboratory's number alone, another requester's number is the same answer; by both it is not."""
    other = corrected(RequesterSampleIdentifier="R9")
    assert rules(letter(), other) == [("2", "LAB-SET-006")]
    assert rules(letter(), other, key=("laboratory_sample",)) == []
    assert rules(letter(), corrected(LaboratoryInternalProductionIdentifier="PR9"), key=("laboratory_sample", "production")) == [("2", "LAB-SET-006")]


@pytest.mark.parametrize("key", [(), ("sample",), ("cpr", "name", "age")])
def test_an_unknown_part_of_the_key_is_told(key):
    """With the parts that there are."""
    with pytest.raises(UsageMistake) as caught:
        Series(key)
    part = ", ".join(part for part in key if part not in KEY_PARTS) or "intet"
    assert str(caught.value).startswith(f"Nøglen mellem svar og rettelse har et ukendt led: {part}.")
    assert caught.value.remedy == f"Brug led blandt {', '.join(KEY_PARTS)}, adskilt af komma."


def test_microbiology_is_held_against_microbiology():
    """XRPT05 has one status for the letter; a changed finding without it is told at the code."""
    changed = letter(2, "09", base=CULTURE).replace("Escherichia coli</Paragraph>", "Klebsiella</Paragraph>")
    assert rules(letter(base=CULTURE), changed) == [("2", "LAB-SET-007")]
    assert rules(letter(base=CULTURE), changed.replace("svar_endeligt", "svar_rettet")) == []
    assert rules(letter(base=CULTURE), letter(2)) == []


def test_facts_hold_no_person():
    """What is kept and handed between processes has neither number nor name, and survives pickling."""
    facts = facts_of(validate(BASE.encode(), rules=BOOK))
    assert "2512489996" not in repr(facts)
    assert "Berggren" not in repr(facts)
    assert not holds_foreign_cpr(repr(facts), ())
    assert pickle.loads(pickle.dumps(facts)) == facts


def test_a_message_that_the_schema_refused_takes_no_part():
    """Nothing can be said of fields that may not be there."""
    assert facts_of(validate(b"<a/>", rules=BOOK)) == ()
    assert facts_of(validate(b"", rules=BOOK)) == ()
