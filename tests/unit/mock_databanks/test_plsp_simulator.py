"""PLSP's rules: what it takes, what it turns away and how, where each letter goes, and the one receipt."""

import pytest

from labcert.domain.messages import read
from labcert.domain.suite import suite_root
from labcert.validation import load_schemas, validate
from mock_databanks.answers import Taken, TurnedAway
from mock_databanks.intake import check
from mock_databanks.plsp import Accepted, Refused, Trouble
from tests.support.lab_messages import NANCY, URINE, Answer, biochemistry, envelope, microbiology

BOTH = (biochemistry(Answer()), microbiology(URINE))


def accept_all(plsp):
    """Let the databanks accept what is due."""
    for target in ("laba", "miba"):
        while (dispatch := plsp.take(target)) is not None:
            plsp.settle(dispatch, Accepted())


def kind(receipt):
    """The element that a receipt is."""
    return type(read(receipt).letters[0]).__name__


def rules(answer):
    """The rules by which a message was turned away."""
    assert isinstance(answer, TurnedAway)
    return [finding.rule for finding in answer.findings]


def test_each_letter_goes_to_its_own_databank(bench):
    """Biochemistry goes to LABA and microbiology to MiBa, also out of one envelope."""
    plsp = bench.plsp()
    bench.give(plsp, envelope(*BOTH))
    laba, miba = plsp.take("laba"), plsp.take("miba")
    assert (laba.key[1], miba.key[1]) == ("L1", "L2")
    assert b"MicrobiologyWebReport" not in laba.data
    assert b"<LaboratoryReport" not in miba.data
    assert plsp.take("laba") is None


def test_a_single_letter_is_forwarded_as_it_came(bench):
    """Not a byte is changed where nothing has to be cut out."""
    data = envelope(BOTH[0], encoding="windows-1252")
    plsp = bench.plsp()
    bench.give(plsp, data)
    assert plsp.take("laba").data == data


def test_a_code_without_a_route_is_refused_by_name_with_the_nearest(bench):
    """NPU19749 is nobody's: the finding names it and NPU19748; the XCTL02 is there at once."""
    answer = bench.give(bench.plsp(), envelope(biochemistry(Answer(codes=(("NPU19749", "iupac", "SST"),)))))
    assert (answer.status, rules(answer)) == (422, ["PLSP-ROUTE-001"])
    assert "NPU19749" in answer.findings[0].message
    assert "NPU19748" in answer.findings[0].remedy
    assert answer.findings[0].path == (
        "/Emessage/LaboratoryReport[1]/LaboratoryResults/Result[1]/Analysis/AnalysisCode"
    )
    assert kind(answer.receipt) == "NegativeReceipt"


def test_a_right_code_with_a_wrong_owner_is_told_so(bench):
    """The route belongs to code and owner together."""
    answer = bench.give(bench.plsp(), envelope(biochemistry(Answer(codes=(("NPU19748", "iupac", "MCS"),)))))
    assert rules(answer) == ["PLSP-ROUTE-001"]
    assert "SST" in answer.findings[0].remedy


@pytest.mark.parametrize(
    ("letter", "right"),
    [
        (biochemistry(Answer(codes=(("NPU18542", "iupac", "SST"),))), "XRPT05"),
        (microbiology(Answer(codes=(("NPU19748", "iupac", "SST"),))), "XRPT01"),
    ],
)
def test_the_standard_must_fit_the_code(bench, letter, right):
    """A code's prefix decides nothing: the routing table says which standard it belongs in."""
    answer = bench.give(bench.plsp(), envelope(letter))
    assert (answer.status, rules(answer), answer.findings[0].expected) == (422, ["PLSP-ROUTE-002"], right)


def test_one_unroutable_letter_turns_the_envelope_away(bench):
    """Nothing of a message that is turned away is forwarded."""
    plsp = bench.plsp()
    bench.give(plsp, envelope(BOTH[0], microbiology(Answer(letter="L2", codes=(("X1", "lokal", "PNT"),)))))
    assert plsp.take("laba") is None
    assert bench.events("plsp") == ["refused"]


def test_the_same_message_again_gets_the_first_answer(bench):
    """Kept once, forwarded once, answered the same."""
    plsp = bench.plsp()
    first = bench.give(plsp, envelope(*BOTH))
    again = bench.give(plsp, envelope(*BOTH))
    assert again == Taken(first.id, first.status, repeated=True)
    accept_all(plsp)
    receipt = plsp.receipt(plsp.message(first.id))
    bench.give(plsp, envelope(*BOTH))
    assert plsp.receipt(plsp.message(first.id)) == receipt
    assert bench.events("plsp").count("forwarded") == 2


def test_the_same_message_written_otherwise_is_the_same(bench):
    """White space in the envelope and another encoding change no content."""
    plsp = bench.plsp()
    first = bench.give(plsp, envelope(*BOTH))
    assert bench.give(plsp, envelope(*BOTH, encoding="ISO-8859-1")) == Taken(first.id, "received", repeated=True)


def test_an_envelope_without_a_letter_of_ours_is_refused(bench):
    """Nothing in it is wrong, for nothing was looked at; but there is nowhere to send it."""
    other = "<GeneticsReport><Letter><Identifier>L1</Identifier><VersionCode>XR0730G</VersionCode></Letter></GeneticsReport>"
    answer = bench.give(bench.plsp(), envelope(other))
    assert (answer.status, rules(answer)) == (422, ["MSG-ID-005"])


def test_an_envelope_identifier_used_for_other_content_is_refused(bench):
    """Identifiers are never used again: 409."""
    plsp = bench.plsp()
    bench.give(plsp, envelope(BOTH[0]))
    answer = bench.give(plsp, envelope(biochemistry(Answer(letter="L9"))))
    assert (answer.status, rules(answer)) == (409, ["PLSP-ID-001"])


def test_a_known_letter_in_a_new_envelope_is_a_resend(bench):
    """Answered with the first receipt, stored and forwarded once, and found under the new envelope too."""
    plsp = bench.plsp()
    first = bench.give(plsp, envelope(BOTH[0]))
    again = bench.give(plsp, envelope(BOTH[0], identifier="E2", sent="09:15"))
    assert again == Taken(first.id, "received", repeated=True)
    accept_all(plsp)
    assert plsp.find("E2") == plsp.find("E1")
    assert bench.events("plsp").count("forwarded") == 1


def test_a_letter_identifier_used_for_other_content_is_refused(bench):
    """A correction needs a new letter identifier: 409 says so."""
    plsp = bench.plsp()
    bench.give(plsp, envelope(BOTH[0]))
    answer = bench.give(plsp, envelope(biochemistry(Answer(value="43")), identifier="E2"))
    assert (answer.status, rules(answer)) == (409, ["PLSP-ID-002"])


def test_one_identifier_for_two_letters_of_an_envelope_is_refused(bench):
    """Else the second would be lost without a word."""
    answer = bench.give(bench.plsp(), envelope(BOTH[0], biochemistry(Answer(value="43"))))
    assert rules(answer) == ["PLSP-ID-002"]


def test_a_new_letter_beside_a_known_one_is_taken(bench):
    """Only what is new is forwarded; the message knows both."""
    plsp = bench.plsp()
    bench.give(plsp, envelope(BOTH[0]))
    accept_all(plsp)
    answer = bench.give(plsp, envelope(*BOTH, identifier="E2"))
    assert answer.repeated is False
    assert plsp.take("laba") is None
    assert plsp.take("miba").key[1] == "L2"


def test_a_refused_message_does_not_use_up_its_identifiers(bench):
    """It was never taken, so its sender may mend it and send it again."""
    plsp = bench.plsp()
    bench.give(plsp, envelope(biochemistry(Answer(codes=(("X1", "lokal", "PNT"),)))))
    assert isinstance(bench.give(plsp, envelope(BOTH[0])), Taken)


def test_the_positive_list_holds_back_by_letter(bench):
    """The letter is named with its codes in the XCTL02; the other one is forwarded."""
    plsp = bench.plsp(positive_list=True)
    held = biochemistry(Answer(letter="L3", codes=(("NPU19748", "iupac", "SST"), ("MCS88015", "lokal", "MCS"))))
    message = plsp.message(bench.give(plsp, envelope(BOTH[0], held)).id)
    accept_all(plsp)
    assert [letter.state for letter in message.letters] == ["accepted", "refused"]
    assert "MCS88015" in message.letters[1].reason
    assert "NPU19748" not in message.letters[1].reason
    receipt = plsp.receipt(message)
    assert kind(receipt) == "NegativeReceipt"
    assert [
        letter.original_letter_identifier for letter in read(receipt).letters[0].original_emessage.original_letter
    ] == ["L3"]


def test_mapping_on_translates_and_off_refuses(bench):
    """A local code goes as NPU where PLSP maps; without mapping it has no route."""
    local = envelope(biochemistry(Answer(codes=(("PNTCRP", "lokal", "PNT"),))))
    assert rules(bench.give(bench.plsp(), local)) == ["PLSP-ROUTE-001"]
    plsp = bench.plsp(mapping=True)
    message = bench.give(plsp, local)
    data = plsp.take("laba").data
    assert b"NPU19748" in data
    assert b"<AnalysisCode>PNTCRP" not in data
    assert plsp.raw(plsp.message(message.id)) == local


def test_no_receipt_before_all_is_settled_and_then_always_the_same(bench):
    """Never first a positive one, then a negative one."""
    plsp = bench.plsp()
    message = plsp.message(bench.give(plsp, envelope(*BOTH)).id)
    assert plsp.receipt(message) is None
    plsp.settle(plsp.take("laba"), Accepted())
    assert plsp.receipt(message) is None
    dispatch = plsp.take("miba")
    plsp.settle(dispatch, Refused("Ukendt laboratorium"))
    receipt = plsp.receipt(message)
    assert kind(receipt) == "NegativeReceipt"
    assert b"Ukendt laboratorium" in receipt
    plsp.settle(dispatch, Accepted())
    bench.clock.move(60)
    assert plsp.receipt(message) == receipt


@pytest.mark.parametrize(("asked", "expected"), [(True, "PositiveReceipt"), (False, None)])
def test_a_positive_receipt_only_where_it_was_asked_for(bench, asked, expected):
    """The code pluspositivkvitt asks; minuspositivkvitt does not."""
    plsp = bench.plsp()
    message = plsp.message(bench.give(plsp, envelope(*BOTH, receipt=asked)).id)
    accept_all(plsp)
    receipt = plsp.receipt(message)
    assert (kind(receipt) if receipt else None) == expected


def test_receipts_obey_the_schema_and_swap_sender_and_receiver(bench):
    """XCTL03 and XCTL02 are messages like any other, and ask for no receipt themselves."""
    plsp = bench.plsp()
    good = plsp.message(bench.give(plsp, envelope(*BOTH)).id)
    accept_all(plsp)
    bad = bench.give(
        plsp, envelope(biochemistry(Answer(letter="L9", codes=(("X1", "lokal", "PNT"),))), identifier="E9")
    )
    for receipt in (plsp.receipt(good), bad.receipt):
        checked = validate(receipt, schemas=load_schemas(suite_root() / "fixtures" / "schemas"))
        assert (checked.problem, checked.findings) == ("none", ())
        letter = checked.message.letters[0]
        assert (letter.sender.ean_identifier, letter.receiver.ean_identifier) == ("5790001382445", "5790000147465")
        assert checked.message.envelope.acknowledgement_code == "minuspositivkvitt"


def test_trouble_waits_and_is_tried_again_after_the_policys_seconds(bench):
    """A databank that is down costs nothing; hours of it fill no journal."""
    plsp = bench.plsp(retry_seconds=2.0)
    message = plsp.message(bench.give(plsp, envelope(BOTH[0])).id)
    for _attempt in range(5):
        plsp.settle(plsp.take("laba"), Trouble("LABA svarede ikke."))
        assert message.letters[0].state == "waiting"
        assert plsp.take("laba") is None
        bench.clock.move(2)
    assert bench.events("plsp").count("waiting") == 1
    plsp.settle(plsp.take("laba"), Accepted())
    assert (message.letters[0].state, message.letters[0].attempts) == ("accepted", 6)
    assert plsp.moving() == ()


def test_a_start_from_the_journal_gives_the_same_state(bench):
    """Settled letters stay settled, the others are forwarded again, receipts are the same bytes."""
    plsp = bench.plsp()
    first = bench.give(plsp, envelope(*BOTH))
    accept_all(plsp)
    second = bench.give(plsp, envelope(biochemistry(Answer(letter="L5")), identifier="E5"))
    plsp.take("laba")
    refused = bench.give(
        plsp, envelope(biochemistry(Answer(letter="L6", codes=(("X1", "lokal", "PNT"),))), identifier="E6")
    )
    again = bench.plsp()
    assert again.receipt(again.message(first.id)) == plsp.receipt(plsp.message(first.id))
    assert again.receipt(again.find("E6")) == refused.receipt
    assert [letter.key[1] for letter in again.moving()] == ["L5"]
    assert again.take("laba").key == plsp.message(second.id).letters[0].key
    assert bench.give(again, envelope(*BOTH)) == Taken(first.id, "received", repeated=True)


def test_a_foreign_cpr_is_refused_masked_and_not_kept(bench):
    """It may be a real person's: neither the answer nor what is kept has it."""
    foreign = "010203" + "1234"
    plsp = bench.plsp()
    answer = bench.give(plsp, envelope(biochemistry(Answer(cpr=foreign))))
    assert answer.status == 422
    assert foreign not in repr(answer)
    journal, bodies = bench.stores["plsp"]
    assert foreign not in "".join(line.to_json() for line in journal.lines())
    assert bodies._kept == {}


def test_every_attempt_to_change_is_written_down(bench):
    """Nothing is changed, and history says that somebody tried."""
    plsp = bench.plsp()
    first = bench.give(plsp, envelope(BOTH[0]))
    plsp.refuse_change(first.id, "DELETE")
    assert bench.events("plsp")[-1] == "delete_refused"
    assert plsp.raw(plsp.message(first.id)) == envelope(BOTH[0])


def test_what_came_is_listed_whatever_became_of_it(bench):
    """Taken, the same again, the same letter anew, turned away, kept out: each with whom and which sample it is about."""
    plsp, start = bench.plsp(), bench.plsp().next_seq()
    letter = biochemistry(Answer(letter="L1", sample="RP1"))
    for identifier in ("E1", "E1", "E2"):
        bench.give(plsp, envelope(letter, identifier=identifier))
    bench.give(plsp, envelope(biochemistry(Answer(letter="L2", sample="RP2")), identifier="E1"))
    plsp.keep_out(check(envelope(biochemistry(Answer(letter="L3", sample="RP3")), identifier="E3")))
    bench.give(plsp, b"<a>")
    came = bench.plsp().arrivals(start)
    assert [(one.event, one.envelope, [each.requester_sample for each in one.letters]) for one in came] == [
        ("received", "E1", ["RP1"]), ("duplicate", "E1", ["RP1"]), ("resent", "E2", ["RP1"]),
        ("refused", "E1", ["RP2"]), ("kept_out", "E3", ["RP3"]), ("refused", "", []),
    ]  # fmt: skip
    assert [one.concerns("0000000000", "RP1") for one in came] == [True, True, True, False, False, True]
    assert all(one.concerns(NANCY, "") for one in came)
    assert plsp.arrivals(plsp.next_seq()) == ()
