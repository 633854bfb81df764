"""The patient: number, name, consent; and no flaw that tells who it is."""

from dataclasses import replace

import pytest

from labcert.domain.outcome import Severity
from labcert.domain.suite import suite_root
from labcert.validation import known_persons, validate
from labcert.validation.loading import load_rule_book
from labcert.validation.profile import Profile, Setting
from labcert.validation.rules.views import Name
from tests.support.business import BOOK, XRPT01, XRPT05, edited, findings, rules

NANCY, MAY = "2512489996", "0108629996"
NOBODY = "3213131234"
FOREIGN = "311299" + "0000"  # made up here; no such number may lie in a file
BASES = pytest.mark.parametrize("base", [XRPT01, XRPT05], ids=["XRPT01", "XRPT05"])
KNOWN = known_persons(suite_root())


def numbered(base: str, number: str, element: str = "CivilRegistrationNumber") -> str:
    """Return the message with another number of the patient, in this element."""
    own = NANCY if base is XRPT01 else MAY
    tag = "CivilRegistrationNumber"
    return edited(base, (f"<{tag}>{own}</{tag}>", f"<{element}>{number}</{element}>"))


def named(base: str, given: str | None, surname: str) -> str:
    """Return the message with another name of the patient; no given name where it is None."""
    start, end = base.index("<PersonSurnameName>"), base.index("</PersonGivenName>") + len("</PersonGivenName>")
    element = f"<PersonGivenName>{given}</PersonGivenName>" if given is not None else ""
    return base[:start] + f"<PersonSurnameName>{surname}</PersonSurnameName>{element}" + base[end:]


def consenting(base: str, given: str) -> str:
    """Return the message with a consent."""
    return edited(base, ("    </Patient>", f"      <Consent><Given>{given}</Given></Consent>\n    </Patient>"))


# --- LAB-PAT-001


@BASES
@pytest.mark.parametrize("number", [NOBODY, "0000000000", "9999999999", "300248" + "1234", "290249" + "1234"])
def test_a_number_without_a_date_is_told_by_one_rule(base, number):
    """It can be nobody's, so it is not told as an unknown person too; what stood there is masked all the same."""
    (found,) = findings(numbered(base, number))
    assert (found.rule, found.severity) == ("LAB-PAT-001", Severity.F2)
    assert found.path.endswith("/Patient/CivilRegistrationNumber")
    assert found.actual == f"{number[:6]}-xxxx"
    assert number not in repr(found)


@BASES
@pytest.mark.parametrize("number", [FOREIGN, "711299" + "0000", "290248" + "0000"])
def test_a_number_with_a_date_may_be_somebodys(base, number):
    """An unknown person's is told as that alone, with or without 60 added to the day; modulus 11 is not looked at."""
    found = findings(numbered(base, number))
    assert [(one.rule, one.severity) for one in found] == [("MSG-CPR-001", Severity.F1)]
    assert number not in repr(found)


@pytest.mark.parametrize("number", [number for number in sorted(KNOWN) if number.isdigit()])
def test_no_test_person_is_told(number):
    """Their numbers fail modulus 11 on purpose."""
    name = BOOK.persons[number]
    assert rules(named(numbered(XRPT01, number), name.given, name.surname)) == []


def setting(severity: Severity | None) -> Profile:
    """Return a profile that changes LAB-PAT-001."""
    return Profile("changed", "", "", "", settings={"LAB-PAT-001": Setting(severity, "fordi")})


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (setting(None), ["MSG-CPR-001"]),
        (setting(Severity.F4), ["MSG-CPR-001", "LAB-PAT-001"]),
        (setting(Severity.F3), ["LAB-PAT-001"]),
    ],
)
def test_a_number_that_no_rule_refuses_is_still_no_test_persons(profile, expected):
    """Switched off or made a hint, the rule tells nothing that refuses the message: the list of persons does."""
    assert rules(numbered(XRPT01, NOBODY), load_rule_book(suite_root(), profile)) == expected


def test_without_rules_every_unknown_number_is_an_unknown_person():
    """The hosts ask no rules; so does a message that the schema refuses."""
    data = numbered(XRPT01, NOBODY).encode()
    assert [one.rule for one in validate(data, known_persons=KNOWN).findings] == ["MSG-CPR-001"]
    broken = data.replace(b"<Value>5</Value>", b"<Value>1234567890123</Value>")
    assert [one.rule for one in validate(broken, rules=BOOK).findings] == ["MSG-SCH-003", "MSG-CPR-001"]


def test_another_patients_number_is_told_beside_it():
    """One letter's number without a date hides nothing in another letter."""
    letter = XRPT01[XRPT01.index("  <LaboratoryReport>") : XRPT01.index("</Emessage>")]
    other = letter.replace("25120100001", "25120100002").replace("251201-0001", "251202-0002")
    text = edited(numbered(XRPT01, NOBODY), ("</Emessage>", other.replace(NANCY, FOREIGN) + "</Emessage>"))
    assert [(one.rule, one.path[:30]) for one in findings(text)] == [
        ("MSG-CPR-001", "/Emessage/LaboratoryReport[2]/"), ("LAB-PAT-001", "/Emessage/LaboratoryReport[1]/"),
    ]  # fmt: skip


# --- LAB-PAT-002 and 003


@BASES
def test_a_cpr_number_as_alternative_identifier_is_told(base):
    """A test person's as that alone; another's as an unknown person's too, and never shown."""
    own = NANCY if base is XRPT01 else MAY
    (found,) = findings(numbered(base, own, "AlternativeIdentifier"))
    assert (found.rule, found.severity) == ("LAB-PAT-002", Severity.F1)
    assert found.path.endswith("/Patient/AlternativeIdentifier")
    assert own not in found.message + found.actual
    assert rules(numbered(base, FOREIGN, "AlternativeIdentifier")) == ["MSG-CPR-001", "LAB-PAT-002"]


@BASES
@pytest.mark.parametrize("number", ["UKENDT0001", "3213131VJ5", "3002921VJ5", "0000000000", "----------", "12065 0VK9"])
def test_a_word_is_no_replacement_cpr(base, number):
    """What does not begin with a date is told once, masked."""
    (found,) = findings(numbered(base, number, "AlternativeIdentifier"))
    assert (found.rule, found.severity) == ("LAB-PAT-003", Severity.F3)
    assert found.path.endswith("/Patient/AlternativeIdentifier")
    assert found.actual == f"{number[:6].replace(' ', '␣')}-xxxx"


@BASES
@pytest.mark.parametrize("number", ["0703921vj5", "070392-VJ5", "070392 VJ5", "0703921VJ."])
def test_a_number_that_may_be_a_replacement_cpr_is_an_unknown_persons_too(base, number):
    """It begins with a date, so it may be somebody's, written wrongly."""
    assert rules(numbered(base, number, "AlternativeIdentifier")) == ["MSG-CPR-001", "LAB-PAT-003"]


@BASES
@pytest.mark.parametrize("number", ["0703921VJ6", "070392ABCD", "070392A123", "070392123A", "070392EØ01", "671299" + "0000", "671299A000"])
def test_replacement_numbers_have_many_forms(base, number):
    """One letter is enough, wherever it stands, and a day with 60 added needs none; whose they are is asked elsewhere."""
    assert rules(numbered(base, number, "AlternativeIdentifier")) == ["MSG-CPR-001"]


@pytest.mark.parametrize("number", ["0703921VJ5", "1206550VK9"])
def test_the_known_replacement_numbers_pass(number):
    """Both of the list."""
    name = BOOK.persons[number]
    assert rules(named(numbered(XRPT05, number, "AlternativeIdentifier"), name.given, name.surname)) == []


# --- LAB-PAT-004 and 005


@BASES
@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ("false", None), ("true", None), ("0", "LAB-PAT-004"), (" false", "LAB-PAT-004"), ("false\n", "LAB-PAT-004"),
        (" 0 ", "LAB-PAT-004"), ("1", "LAB-PAT-005"), (" true", "LAB-PAT-005"), ("true\t", "LAB-PAT-005"),
        (" 1 ", "LAB-PAT-005"),
    ],
)  # fmt: skip
def test_a_consent_is_a_word(base, given, rule):
    """Only false refuses safely; true is asked for as a habit."""
    found = findings(consenting(base, given))
    assert [one.rule for one in found] == ([rule] if rule else [])
    for one in found:
        assert one.severity is (Severity.F1 if rule == "LAB-PAT-004" else Severity.F4)
        assert one.expected == ("false" if rule == "LAB-PAT-004" else "true")
        assert one.actual == given.replace(" ", "␣").replace("\n", "␣").replace("\t", "␣")
        assert one.path.endswith("/Patient/Consent/Given")


# --- LAB-PAT-006


@BASES
def test_a_given_name_is_missed(base):
    """Left out, it is told at the patient, and the surname alone is compared."""
    surname = "Berggren" if base is XRPT01 else "Moberg"
    (found,) = findings(named(base, None, surname))
    assert (found.rule, found.actual) == ("LAB-PAT-006", "Intet")
    assert found.path.endswith("/Patient")
    assert "LAB-PAT-006" in rules(named(base, " ", surname))
    assert "LAB-PAT-008" not in rules(named(base, " ", surname))
    assert rules(named(base, None, "Elmer")) == ["LAB-PAT-006", "LAB-PAT-007"]


# --- LAB-PAT-007


@pytest.mark.parametrize(
    ("given", "surname"),
    [
        ("Nancy Ann Test", "Berggren"), ("NANCY ANN TEST", "BERGGREN"), ("nancy ann", "berggren"), ("Ann Nancy", "Berggren"),
        ("Nancy-Ann", "Berggren"), ("Nancy Ann", "Test Berggren"), ("Nancy", "Ann Berggren"), ("Test Nancy Ann", "Berggren"),
        ("Nancy Ann Test.", "Berggren"),
    ],
)  # fmt: skip
def test_a_name_may_be_written_in_many_ways(given, surname):
    """Case, hyphens, order of given names, a middle name with the surname, with or without Test."""
    assert rules(named(XRPT01, given, surname)) == []


@pytest.mark.parametrize(("surname", "told"), [("Lund Berggren", []), ("Berggren", ["LAB-PAT-007"]), ("Berggren Lund", ["LAB-PAT-007"])])
def test_a_surname_may_be_of_two_words(surname, told):
    """Both are there, and the last of them is the last."""
    book = replace(BOOK, persons={**BOOK.persons, NANCY: Name("Nancy Ann", "Lund Berggren")})
    assert rules(named(XRPT01, "Nancy Ann", surname), book) == told


@pytest.mark.parametrize(
    ("given", "surname"),
    [
        ("Nancy Ann Test", "Elmer"), ("Bruno Test", "Berggren"), ("Nancy", "Berggren"), ("Nancy Ann Ann", "Berggren"),
        ("Berggren", "Nancy Ann Test"), ("Nanna Ann", "Berggren"), ("Nancy Ann", "Berggrén"), ("Nancy Ann", "Ann Berggren"),
    ],
)  # fmt: skip
def test_another_name_is_told_without_telling_it(given, surname):
    """Neither the name that stands there nor the one that should."""
    (found,) = findings(named(XRPT01, given, surname))
    assert (found.rule, found.actual, found.path) == (
        "LAB-PAT-007", "Et andet navn", "/Emessage/LaboratoryReport[1]/Patient",
    )  # fmt: skip
    for word in (*given.split(), *surname.split(), "Nancy", "Berggren"):
        assert word == "Test" or word not in repr(found)


def test_a_replacement_number_has_a_name_too():
    """The name is found by either number, in either standard."""
    text = numbered(XRPT05, "0703921VJ5", "AlternativeIdentifier")
    assert rules(text) == ["LAB-PAT-007"]
    assert rules(named(text, "Peter", "Hansen")) == []


def test_nobody_knows_an_unknown_persons_name():
    """It is compared with nothing."""
    assert rules(numbered(XRPT01, FOREIGN)) == ["MSG-CPR-001"]


# --- LAB-PAT-008


@BASES
@pytest.mark.parametrize("sign", ["1", "0", "9", "&lt;", "&gt;", "=", "@", "/"])
def test_a_name_has_no_signs(base, sign):
    """Each sign, in each name, is told once and at the name; that the name differs is not told too."""
    for given, surname, element in ((f"Nan{sign}cy", "Berggren", "PersonGivenName"), ("Nancy", f"Berg{sign}gren", "PersonSurnameName")):
        (found,) = findings(named(base, given, surname))
        assert found.rule == "LAB-PAT-008"
        assert found.path.endswith(f"/Patient/{element}")
        assert found.message.startswith(element)
        assert "Berg" not in repr(found)
        assert "cy" not in found.message + found.actual


@BASES
@pytest.mark.parametrize("name", ["?", "-", "*"])
def test_a_name_has_a_letter(base, name):
    """A sign alone is a placeholder."""
    surname = "Berggren" if base is XRPT01 else "Moberg"
    assert rules(named(base, name, surname)) == ["LAB-PAT-008"]
    assert rules(named(base, "Anders", name)) == ["LAB-PAT-008"]
    assert rules(named(base, name, name)) == ["LAB-PAT-008", "LAB-PAT-008"]


@pytest.mark.parametrize("given", ["O'Nancy", "Nancy-Ann", "Nancy A.", "Øjvind Çelik", "X Æ", "Nancy (født Ann)"])
def test_names_have_many_letters_and_some_signs(given):
    """Nothing but the name itself is asked of an apostrophe, a point or a bracket."""
    assert "LAB-PAT-008" not in rules(named(XRPT01, given, "Berggren"))


def test_a_number_in_a_name_that_may_be_a_persons_is_told_as_that():
    """Once, and masked."""
    found = findings(named(XRPT01, f"Nancy {FOREIGN}", "Berggren"))
    assert [one.rule for one in found] == ["MSG-CPR-002"]
    assert FOREIGN not in repr(found)
    assert rules(named(XRPT01, f"Nancy {NANCY}", "Berggren")) == ["LAB-PAT-008"]


@pytest.mark.parametrize("given", ["&lt;b&gt;Nancy Ann&lt;/b&gt;", "Nancy&amp;nbsp;Ann", "Nancy Ann&amp;#160;", "Nancy&lt;BR /&gt; Ann"])
def test_markup_in_a_name_is_told_as_markup(given):
    """The signs and digits of a tag or an entity are not told as signs of a name."""
    assert {"LAB-PAT-007", "LAB-PAT-008"}.isdisjoint(rules(named(XRPT01, given.replace("&amp;nbsp;", "&amp;nbsp; "), "Berggren")))
