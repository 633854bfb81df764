"""Numbers of sender, receiver and copy receiver; who may send; where an answer goes."""

from dataclasses import replace

import pytest
import yaml

from labcert.domain.suite import suite_root
from tests.support.business import BOOK, XRPT01, XRPT05, edited, findings, rules

EAN, OTHER_EAN = "5790001382445", "5790001348120"
NOBODYS_EAN = "5790000123456"
BASES = pytest.mark.parametrize("base", [XRPT01, XRPT05], ids=["XRPT01", "XRPT05"])
ROLES = pytest.mark.parametrize("role", ["Sender", "Receiver", "CCReceiver"])
COPY = "    <CCReceiver>\n      <Identifier>{number}</Identifier>\n      {kind}\n    </CCReceiver>\n    <Patient>"
SENDERS = "<Identifier>045861</Identifier>\n      <IdentifierCode>ydernummer</IdentifierCode>"
RECEIVERS = f"<Identifier>{EAN}</Identifier>\n      <IdentifierCode>lokationsnummer</IdentifierCode>"
LOCAL = "IdentifierLocal"


def party(base: str, role: str, number: str, kind: str, element: str = "IdentifierCode") -> str:
    """Return the message with this number and kind of number for a party."""
    tag = f"<{element}>{kind}</{element}>"
    if role == "CCReceiver":
        return edited(base, ("    <Patient>", COPY.format(number=number, kind=tag)))
    new = f"<Identifier>{number}</Identifier>\n      {tag}"
    return edited(base, (SENDERS if role == "Sender" else RECEIVERS, new))


def ean(base: str, role: str, number: str) -> str:
    """Return the message with this EANIdentifier for Sender or Receiver."""
    start = base.index("<EANIdentifier>", base.index(f"<{role}>")) + len("<EANIdentifier>")
    return base[:start] + number + base[base.index("<", start) :]


# --- LAB-PARTY-001 and 002


@BASES
@pytest.mark.parametrize("role", ["Sender", "Receiver"])
@pytest.mark.parametrize(
    ("number", "rule"),
    [
        ("579000014746", "LAB-PARTY-001"), ("57900001474650", "LAB-PARTY-001"), ("579000014746A", "LAB-PARTY-001"),
        ("5790000147465 ", "LAB-PARTY-001"), ("5", "LAB-PARTY-001"), (NOBODYS_EAN, "LAB-PARTY-002"),
        ("5790000147464", "LAB-PARTY-002"),
    ],
)  # fmt: skip
def test_an_ean_number_is_told_once(base, role, number, rule):
    """By its form or by its check digit, at the party's EANIdentifier."""
    (found,) = findings(ean(base, role, number))
    assert (found.rule, found.actual) == (rule, number.replace(" ", "␣"))
    assert found.path.endswith(f"/{role}/EANIdentifier")
    assert role in found.message


# --- LAB-PARTY-003 to 008


@BASES
@ROLES
@pytest.mark.parametrize(
    ("kind", "number", "rule"),
    [
        ("ydernummer", "45861", "LAB-PARTY-003"), ("ydernummer", "0458610", "LAB-PARTY-003"),
        ("ydernummer", "04586A", "LAB-PARTY-003"),
        ("sorkode", "123456789", "LAB-PARTY-004"), ("sorkode", "7309100001600A", "LAB-PARTY-004"),
        ("lokationsnummer", NOBODYS_EAN, "LAB-PARTY-005"), ("lokationsnummer", "045861", "LAB-PARTY-005"),
    ],
)  # fmt: skip
def test_a_number_has_the_form_of_its_kind(base, role, kind, number, rule):
    """Each kind of number, in each party."""
    (found,) = findings(party(base, role, number, kind))
    assert (found.rule, found.actual) == (rule, number)
    assert found.path.endswith(f"/{role}/Identifier")
    assert role in found.message
    assert number in found.message


@BASES
@pytest.mark.parametrize("role", ["Receiver", "CCReceiver"])
@pytest.mark.parametrize(
    ("kind", "number", "rule"),
    [
        ("kommunenummer", "85", "LAB-PARTY-006"), ("kommunenummer", "0851", "LAB-PARTY-006"),
        ("kommunenummer", "85A", "LAB-PARTY-006"),
        ("sygehusafdelingsnummer", "4202", "LAB-PARTY-007"), ("sygehusafdelingsnummer", "42021", "LAB-PARTY-007"),
        ("sygehusafdelingsnummer", "42021701", "LAB-PARTY-007"), ("sygehusafdelingsnummer", "420A170", "LAB-PARTY-007"),
        ("sygehusafdelingsnummer", "4202b70", "LAB-PARTY-007"),
    ],
)  # fmt: skip
def test_municipality_and_hospital_have_their_forms(base, role, kind, number, rule):
    """A sender of these kinds is told as no practice too, so they are tried where they may stand."""
    assert [(one.rule, one.actual) for one in findings(party(base, role, number, kind))] == [(rule, number)]


@BASES
@pytest.mark.parametrize("role", ["Receiver", "CCReceiver"])
@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("ydernummer", "123456"), ("sorkode", "12345678901"), ("sorkode", "73091000016008"),
        ("sorkode", "12345678901234567"), ("kommunenummer", "851"), ("sygehusafdelingsnummer", "420217"),
        ("sygehusafdelingsnummer", "4202170"), ("sygehusafdelingsnummer", "4202B7Ø"),
    ],
)  # fmt: skip
def test_numbers_of_the_right_form_are_let_be(base, role, kind, number):
    """Exactly as many digits as needed are enough."""
    assert rules(party(base, role, number, kind)) == []


def test_a_sor_code_of_ten_digits_is_too_short():
    """It is one less than enough, and it is masked, for ten digits may be a person's number."""
    (found,) = findings(party(XRPT01, "Receiver", "311299" + "0000", "sorkode"))
    assert (found.rule, found.actual) == ("LAB-PARTY-004", "311299-xxxx")


def test_a_wrong_number_in_both_places_is_told_at_the_ean_number():
    """The lokationsnummer that repeats a wrong EANIdentifier is the same flaw."""
    text = party(ean(XRPT01, "Receiver", NOBODYS_EAN), "Receiver", NOBODYS_EAN, "lokationsnummer")
    assert [(one.rule, one.path[-13:]) for one in findings(text)] == [("LAB-PARTY-002", "EANIdentifier")]


@BASES
@pytest.mark.parametrize("role", ["Sender", "Receiver"])
def test_two_valid_location_numbers_are_one_too_many(base, role):
    """Told once, with both."""
    (found,) = findings(party(base, role, OTHER_EAN, "lokationsnummer"))
    assert (found.rule, found.actual) == ("LAB-PARTY-008", OTHER_EAN)
    assert found.path.endswith(f"/{role}/Identifier")
    assert found.expected in found.message
    assert found.message.startswith(role)


def test_location_numbers_are_compared_only_where_both_are_valid():
    """A wrong one is told as wrong; a copy receiver has no other."""
    assert rules(ean(XRPT01, "Receiver", NOBODYS_EAN)) == ["LAB-PARTY-002"]
    assert rules(party(XRPT01, "Receiver", NOBODYS_EAN, "lokationsnummer")) == ["LAB-PARTY-005"]
    assert rules(party(XRPT01, "CCReceiver", OTHER_EAN, "lokationsnummer")) == []
    assert rules(party(XRPT01, "Sender", "5790000147465", "lokationsnummer")) == []


def test_the_form_of_a_local_number_is_free():
    """Only numbers of a known kind have a form."""
    assert rules(party(XRPT01, "Receiver", "12", "KBA", LOCAL)) == []


# --- LAB-PARTY-009 and 018


@BASES
@pytest.mark.parametrize(("kind", "number"), [("sygehusafdelingsnummer", "4202170"), ("kommunenummer", "851")])
def test_a_sender_of_another_kind_is_told(base, kind, number):
    """With the kind that it has; its speciality, which is then nobody's to judge, is not told too."""
    (found,) = findings(party(edited(base, ("almen_medicin", "klin_biokemi")), "Sender", number, kind))
    assert (found.rule, found.actual) == ("LAB-PARTY-009", kind)
    assert found.path.endswith("/Sender/IdentifierCode")
    assert kind in found.message


def test_a_sender_with_a_local_number_is_told_at_the_code_it_has():
    """Only XRPT01 lets a sender have no IdentifierCode."""
    (found,) = findings(party(XRPT01, "Sender", "12", "KBA", LOCAL))
    assert (found.rule, found.actual) == ("LAB-PARTY-018", "Et lokalt nummer")
    assert found.path.endswith("/Sender/IdentifierLocal")
    assert found.message == "Afsenderen har kun et lokalt nummer, 12."


@BASES
@pytest.mark.parametrize(
    ("kind", "number"),
    [("ydernummer", "123456"), ("sorkode", "73091000016008"), ("lokationsnummer", "5790000147465")],
)
def test_a_practice_has_one_of_three_kinds(base, kind, number):
    """Provider number, SOR code or location number."""
    assert rules(party(base, "Sender", number, kind)) == []


# --- LAB-PARTY-010 to 012


def laboratory(base: str, sender: str, producer: str) -> str:
    """Return the message with these codes."""
    return edited(
        base, ("<FromLabIdentifier>PNT", f"<FromLabIdentifier>{sender}"), ("<IdentifierCode>PNT", f"<IdentifierCode>{producer}")
    )


@BASES
@pytest.mark.parametrize(("sender", "producer"), [("KBA", "KBA"), ("KBA", "PNT"), ("pnt", "pnt"), ("PN", "PNT"), ("KBA", "ABC"), ("P T", "PNT")])
def test_another_laboratory_than_the_agreed_one_is_one_flaw(base, sender, producer):
    """Whatever the producer says and whatever the code looks like."""
    (found,) = findings(laboratory(base, sender, producer))
    assert (found.rule, found.expected, found.actual) == ("LAB-PARTY-010", "PNT", sender.replace(" ", "␣"))
    assert found.path.endswith("/Sender/FromLabIdentifier")


@BASES
@pytest.mark.parametrize("producer", ["KBA", "pnt", "P T"])
def test_a_result_of_another_laboratory_is_told(base, producer):
    """At the producer of the result; its form is not told too."""
    (found,) = findings(laboratory(base, "PNT", producer))
    assert (found.rule, found.expected, found.actual) == ("LAB-PARTY-012", "PNT", producer.replace(" ", "␣"))
    assert found.path.endswith("/ProducerOfLabResult/IdentifierCode")


@BASES
def test_another_laboratory_is_told_once_where_it_stands_first(base):
    """Each other code once, with how many results have it."""
    name = "Result" if base is XRPT01 else "Investigation"
    one = base[base.index(f"      <{name}>") : base.index(f"      </{name}>")] + f"      </{name}>\n"
    codes = ("PNT", "KBA", "ABC", "KBA")
    four = "".join(one.replace("<IdentifierCode>PNT", f"<IdentifierCode>{code}") for code in codes)
    found = [each for each in findings(edited(base, (one, four))) if each.rule == "LAB-PARTY-012"]
    assert [each.actual for each in found] == ["KBA", "ABC"]
    assert [f"/{name}[{number}]/" in each.path for each, number in zip(found, (2, 3), strict=True)] == [True, True]
    assert "KBA: 2 af 4." in found[0].message
    assert "ABC: 1 af 4." in found[1].message


@BASES
def test_where_no_code_is_agreed_results_are_the_senders_and_codes_are_letters(base):
    """Any laboratory may send, under a code of three capital letters."""
    free = replace(BOOK, laboratory="")
    assert rules(laboratory(base, "KBA", "KBA"), free) == []
    assert rules(laboratory(base, "ØÆÅ", "ØÆÅ"), free) == []
    assert rules(laboratory(base, "KBA", "PNT"), free) == ["LAB-PARTY-012"]
    for code in ("kba", "KB", "KB1", "K A", "Kba"):
        (found,) = findings(laboratory(base, code, code), free)
        assert (found.rule, found.actual) == ("LAB-PARTY-011", code.replace(" ", "␣"))
        assert found.path.endswith("/Sender/FromLabIdentifier")
        assert "i FromLabIdentifier er" in found.message


@BASES
def test_another_code_may_be_agreed(base):
    """The rule book carries the code, and the policy that it is read from agrees with the sender of the test data."""
    other = replace(BOOK, laboratory="KBA")
    assert rules(laboratory(base, "KBA", "KBA"), other) == []
    assert rules(base, other) == ["LAB-PARTY-010"]
    assert rules(laboratory(base, "KBA", "PNT"), other) == ["LAB-PARTY-012"]


def test_the_agreed_code_is_a_policy_and_the_test_datas():
    """Two files say the same."""
    parties = yaml.safe_load((suite_root() / "fixtures" / "parties" / "parter.yaml").read_text("utf-8"))
    assert BOOK.laboratory == parties["afsender"]["laboratorium"] == "PNT"


@pytest.mark.parametrize("role", ["Receiver", "CCReceiver"])
@pytest.mark.parametrize(("code", "told"), [("KBA", False), ("ÆØÅ", False), ("kba", True), ("K1", True), ("K", True)])
def test_local_codes_are_three_capital_letters(role, code, told):
    """Of receiver and copy receiver alike."""
    found = findings(party(XRPT01, role, "1234", code, LOCAL))
    assert [(one.rule, one.actual) for one in found] == ([("LAB-PARTY-011", code)] if told else [])
    assert all(one.path.endswith(f"/{role}/IdentifierLocal") for one in found)


# --- LAB-PARTY-013


@BASES
@pytest.mark.parametrize("speciality", ["klin_mikrobiologi", "ikkeklassificeret", "almenlaege_laegevagt"])
@pytest.mark.parametrize(
    ("kind", "number"), [("ydernummer", "045861"), ("sorkode", "73091000016008"), ("lokationsnummer", "5790000147465")]
)
def test_the_speciality_of_a_practice_is_general_practice(base, speciality, kind, number):
    """Whatever kind of number it has."""
    (found,) = findings(party(edited(base, ("almen_medicin", speciality)), "Sender", number, kind))
    assert (found.rule, found.expected, found.actual) == ("LAB-PARTY-013", "almen_medicin", speciality)
    assert found.path.endswith("/Sender/MedicalSpecialityCode")


def test_xrpt01_may_say_nothing_of_the_speciality():
    """The table lets it be left out."""
    text = edited(XRPT01, ("      <MedicalSpecialityCode>almen_medicin</MedicalSpecialityCode>\n", ""))
    assert rules(text) == []


# --- LAB-PARTY-014


@BASES
def test_a_copy_to_the_receivers_ean_number_is_a_copy_to_the_receiver(base):
    """Also where the receiver's own number is of another kind."""
    text = party(party(base, "Receiver", "123456", "ydernummer"), "CCReceiver", EAN, "lokationsnummer")
    assert [(one.rule, one.actual) for one in findings(text)] == [("LAB-PARTY-014", EAN)]
    assert findings(text)[0].path.endswith("/CCReceiver/Identifier")


@BASES
@pytest.mark.parametrize(
    ("receiver", "copy", "told"),
    [
        (("123456", "ydernummer"), ("123456", "ydernummer"), True),
        (("123456", "ydernummer"), ("123457", "ydernummer"), False),
        (("73091000016008", "sorkode"), ("5790000147465", "lokationsnummer"), False),
        (("4202170", "sygehusafdelingsnummer"), ("4202170", "sygehusafdelingsnummer"), True),
    ],
)
def test_a_copy_goes_to_another(base, receiver, copy, told):
    """Number and kind of number together say who it is."""
    text = party(party(base, "Receiver", *receiver), "CCReceiver", *copy)
    assert rules(text) == (["LAB-PARTY-014"] if told else [])


@pytest.mark.parametrize(
    ("receiver", "copy", "told"),
    [
        (("1234", "KBA", LOCAL), ("1234", "KBA", LOCAL), True),
        (("1234", "KBA", LOCAL), ("1234", "KBB", LOCAL), False),
        (("1234", "KBA", LOCAL), ("1235", "KBA", LOCAL), False),
        (("123456", "ydernummer"), ("123456", "KBA", LOCAL), False),
        ((EAN, "lokationsnummer"), (EAN, "KBA", LOCAL), False),
    ],
)
def test_a_local_number_belongs_to_its_list(receiver, copy, told):
    """The same number on two lists is two parties, and a local one is no EAN number."""
    text = party(party(XRPT01, "Receiver", *receiver), "CCReceiver", *copy)
    assert rules(text) == (["LAB-PARTY-014"] if told else [])


# --- LAB-PARTY-015


def post_code(base: str, code: str) -> str:
    """Return the message with a post code."""
    name = "<OrganisationName>MedComs testcenter</OrganisationName>"
    return edited(base, (name, f"{name}<PostCodeIdentifier>{code}</PostCodeIdentifier>"))


@BASES
@pytest.mark.parametrize("code", ["500", "50000", "DK5000", "5000C", "5 00"])
def test_a_post_code_has_four_digits(base, code):
    """No more, no fewer, no country."""
    (found,) = findings(post_code(base, code))
    assert (found.rule, found.actual) == ("LAB-PARTY-015", code.replace(" ", "␣"))
    assert found.path.endswith("/Receiver/PostCodeIdentifier")
    assert found.actual in found.message


@BASES
def test_an_empty_post_code_is_told_as_that(base):
    """The table lets it be empty."""
    (found,) = findings(post_code(base, ""))
    assert (found.rule, found.message, found.actual) == ("LAB-PARTY-015", "Modtagerens postnummer er tomt.", "Intet")


@BASES
@pytest.mark.parametrize("code", ["5000", "0999"])
def test_four_digits_are_a_post_code(base, code):
    """Which ones there are is not asked."""
    assert rules(post_code(base, code)) == []


# --- LAB-PARTY-016


@BASES
@ROLES
@pytest.mark.parametrize("name", ["?", "123", "ukendt", "N/A", "0"])
def test_an_organisation_has_a_name(base, role, name):
    """A sign, a number and a word for nothing are no name."""
    if role == "CCReceiver":
        kind = f"<IdentifierCode>lokationsnummer</IdentifierCode><OrganisationName>{name}</OrganisationName>"
        text = edited(base, ("    <Patient>", COPY.format(number=OTHER_EAN, kind=kind)))
    else:
        old = "Lægehuset Æblegården</OrganisationName>" if role == "Sender" else "MedComs testcenter</OrganisationName>"
        text = edited(base, (old, f"{name}</OrganisationName>"))
    (found,) = findings(text)
    assert (found.rule, found.actual) == ("LAB-PARTY-016", name)
    assert found.path.endswith(f"/{role}/OrganisationName")
    assert f"på {role} er ikke en organisations navn: “{name}”." in found.message


@BASES
@pytest.mark.parametrize("name", ["A", "4. sal", "Ingen-Hede Lægehus"])
def test_a_name_needs_only_a_letter(base, name):
    """How good a name it is, people see."""
    assert rules(edited(base, ("<OrganisationName>MedComs testcenter<", f"<OrganisationName>{name}<"))) == []


@BASES
def test_the_receiver_may_have_no_name(base):
    """The table lets it be left out."""
    assert rules(edited(base, ("      <OrganisationName>MedComs testcenter</OrganisationName>\n", ""))) == []


# --- LAB-PARTY-017


@pytest.mark.parametrize("kind", ["amt", "lokal_kode"])
def test_kinds_that_only_one_list_has_are_told(kind):
    """Of the receiver of XRPT05."""
    (found,) = findings(party(XRPT05, "Receiver", "80", kind))
    assert (found.rule, found.actual) == ("LAB-PARTY-017", kind)
    assert found.path.endswith("/Receiver/IdentifierCode")
    assert kind in found.message
