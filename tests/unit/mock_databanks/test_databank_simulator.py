"""The databanks' rules: versions, corrections in any order, consent, duplicates, one standard, no deletion."""

from itertools import permutations

import pytest

from mock_databanks.answers import Taken, TurnedAway
from mock_databanks.databank.state import Version
from tests.support.lab_messages import NANCY, URINE, Answer, biochemistry, envelope, microbiology

ORIGINAL = Answer()
CORRECTION = Answer(letter="L2", value="24", status="svar_rettet", results_at=("2025-12-01", "10:00"))


def deliver(bench, bank, *answers):
    """Let the databank take answers, each in an envelope of its own."""
    for answer in answers:
        taken = bench.give(bank, envelope(biochemistry(answer), identifier=f"E{answer.letter}"))
        assert isinstance(taken, Taken)


def held(bank, sample="RP1"):
    """What is held of a sample."""
    return bank.answers(NANCY, sample)


def letters(answer):
    """The letters of an answer's versions, oldest first."""
    return [version.letter for version in answer.versions]


def test_a_correction_is_a_further_version(bench):
    """Both are kept; the newest is the correction, marked as such."""
    bank = bench.bank()
    deliver(bench, bank, ORIGINAL, CORRECTION)
    (answer,) = held(bank)
    assert [(version.letter, version.corrected) for version in answer.versions] == [("L1", False), ("L2", True)]


@pytest.mark.parametrize(
    "order",
    list(
        permutations(
            [
                ORIGINAL,
                CORRECTION,
                Answer(letter="L0", status="svar_midlertidigt", report="del_svar", results_at=("2025-12-01", "08:20")),
            ]
        )
    ),
)
def test_versions_are_ordered_by_time_whatever_order_they_come_in(bench, order):
    """A correction that arrives before what it corrects is still the newest: the late original overwrites nothing."""
    bank = bench.bank()
    deliver(bench, bank, *order)
    (answer,) = held(bank)
    assert letters(answer) == ["L0", "L1", "L2"]
    assert letters(bench.bank().answers(NANCY)[0]) == ["L0", "L1", "L2"]


def test_a_correction_of_the_same_minute_is_newer_than_its_original(bench):
    """Times have no seconds: where they are equal, what is more final is newer."""
    bank = bench.bank()
    deliver(bench, bank, Answer(letter="L2", status="svar_rettet"), ORIGINAL)
    assert letters(held(bank)[0]) == ["L1", "L2"]


def test_a_complete_answer_follows_its_part(bench):
    """A complete answer has more codes than the part before it, and belongs to it."""
    bank = bench.bank()
    part = Answer(report="del_svar")
    whole = Answer(
        letter="L2", results_at=("2025-12-01", "12:00"), codes=(*ORIGINAL.codes, ("NPU02319", "iupac", "SST"))
    )
    deliver(bench, bank, part, whole)
    (answer,) = held(bank)
    assert answer.codes == {"NPU19748 SST", "NPU02319 SST"}
    assert letters(answer) == ["L1", "L2"]


def test_other_codes_of_the_sample_are_another_answer(bench):
    """With analysis_code in the key, answers without a common code are apart; without it they are one."""
    other = Answer(letter="L2", codes=(("NPU02319", "iupac", "SST"),))
    bank = bench.bank()
    deliver(bench, bank, ORIGINAL, other)
    assert len(held(bank)) == 2


def test_the_correlation_key_is_a_policy(bench):
    """With cpr and requester_sample alone, another laboratory sample number is the same answer."""
    other = Answer(letter="L2", laboratory_sample="LP9", codes=(("NPU02319", "iupac", "SST"),))
    bank = bench.bank(correlation_key=("cpr", "requester_sample"))
    deliver(bench, bank, ORIGINAL, other)
    assert len(held(bank)) == 1


def test_another_person_or_sample_is_never_joined(bench):
    """CPR and sample numbers keep answers apart."""
    bank = bench.bank()
    deliver(bench, bank, ORIGINAL, Answer(letter="L2", cpr="2509479989"), Answer(letter="L3", sample="RP2"))
    assert [letters(answer) for answer in held(bank, "")] == [["L1"], ["L3"]]
    assert [letters(answer) for answer in held(bank, "RP2")] == [["L3"]]
    assert [letters(answer) for answer in held(bank, "LP1")] == [["L1"], ["L3"]]


def test_a_duplicate_is_kept_once_with_the_same_receipt(bench):
    """Also in a new envelope, as when PLSP forwards again after a lost answer."""
    bank = bench.bank()
    first = bench.give(bank, envelope(biochemistry(ORIGINAL)))
    receipt = bank.receipt(bank.message(first.id))
    for identifier in ("E1", "E2"):
        again = bench.give(bank, envelope(biochemistry(ORIGINAL), identifier=identifier))
        assert again == Taken(first.id, "accepted", repeated=True)
    assert b"PositiveReceipt" in receipt
    assert bank.receipt(bank.message(first.id)) == receipt
    assert len(held(bank)[0].versions) == 1


def test_an_identifier_for_another_content_is_refused(bench):
    """Else the databank would have two letters of one name."""
    bank = bench.bank()
    deliver(bench, bank, ORIGINAL)
    answer = bench.give(bank, envelope(biochemistry(Answer(value="43")), identifier="E2"))
    assert (answer.status, [finding.rule for finding in answer.findings]) == (409, ["BANK-ID-001"])


@pytest.mark.parametrize(("name", "letter"), [("laba", microbiology(URINE)), ("miba", biochemistry(ORIGINAL))])
def test_the_other_databanks_standard_is_refused_by_name(bench, name, letter):
    """LABA takes XRPT01, MiBa XRPT05; the finding says where the letter belongs."""
    answer = bench.give(bench.bank(name), envelope(letter))
    assert isinstance(answer, TurnedAway)
    assert (answer.status, [finding.rule for finding in answer.findings]) == (422, ["BANK-STANDARD-001"])
    assert answer.findings[0].remedy == f"Send brevet til {'MiBa' if name == 'laba' else 'LABA'}."


@pytest.mark.parametrize(("said", "marked"), [("false", True), ("0", True), ("true", False), (None, False)])
def test_refused_consent_is_marked_on_the_version(bench, said, marked):
    """The answer is held although it may not be shown; false and its other spelling 0 both refuse."""
    bank = bench.bank()
    bench.give(bank, envelope(biochemistry(Answer(consent=said))))
    versions: list[Version] = held(bank)[0].versions
    assert [version.consent_refused for version in versions] == [marked]


def test_the_letter_is_held_as_it_was_sent(bench):
    """Every character, out of any encoding."""
    bank = bench.bank()
    bench.give(
        bank, envelope(biochemistry(Answer(value="æ>1")), encoding="ISO-8859-1").replace(b"\xe6>1", b"\xe6&gt;1")
    )
    xml = bank.letter_xml(held(bank)[0].versions[0])
    assert "<Value>æ&gt;1</Value>" in xml
    assert "Lægehuset Æblegården" in xml


def test_general_practice_and_hospitals_are_told_apart(bench):
    """By ydernummer or PNT; a seeded message counts as a hospital's whoever it names."""
    bank = bench.bank()
    deliver(bench, bank, ORIGINAL, Answer(letter="L2", sample="RP2", hospital=True))
    bench.give(bank, envelope(biochemistry(Answer(letter="L3", sample="RP3")), identifier="E3"), origin="hospital")
    assert [answer.versions[0].origin for answer in held(bank, "")] == ["gp", "hospital", "hospital"]


def test_a_switched_refusal_gives_a_negative_receipt_and_keeps_nothing(bench):
    """The reason stands in the finding and in the XCTL02."""
    bank = bench.bank()
    answer = bench.give(bank, envelope(biochemistry(ORIGINAL)), refusal="Ukendt laboratorium")
    assert (answer.status, answer.findings[0].message) == (422, "Ukendt laboratorium")
    assert b"Ukendt laboratorium" in answer.receipt
    assert held(bank) == ()


def test_nothing_is_ever_deleted(bench):
    """An attempt is history; what is held is as before."""
    bank = bench.bank()
    deliver(bench, bank, ORIGINAL)
    bank.refuse_change(held(bank)[0].id, "DELETE")
    assert letters(held(bank)[0]) == ["L1"]
    assert bench.events("laba") == ["received", "delete_refused"]
