"""What the reference LPS does with an answer: sends, sends again, corrects, refuses to delete, shows."""

from dataclasses import replace

import pytest
from lxml import html

from sut.reference import ReferenceLps
from sut.reference.hub import Answer

NO_ANSWER, DOWN = Answer(0), Answer(503)


def test_identifiers_are_unique_and_fourteen_characters_at_most(lps, case):
    """Envelopes and letters never share an identifier, in one system or between two."""
    used = [name for _ in range(20) for reply in [lps.send(case("crp", "strep"))] for name in (reply.envelope, *reply.letters)]
    assert len(set(used)) == len(used) == 60
    assert max(map(len, used)) == 14


def test_identifiers_are_not_reused_after_a_restart(tmp_path, connect, case):
    """The counter is on disk: a system that is started again goes on counting, under its first mark."""
    file = tmp_path / "data" / "outbox.sqlite"
    first = connect(ReferenceLps("http://hub.invalid", store=file)).send(case())
    again = connect(ReferenceLps("http://hub.invalid", store=file))
    second = again.send(case())
    assert {first.envelope, *first.letters}.isdisjoint({second.envelope, *second.letters})
    assert first.envelope[:7] == second.envelope[:7]
    assert [entry.envelope for entry in again.outbox()] == [first.envelope, second.envelope]


@pytest.mark.parametrize("trouble", [NO_ANSWER, DOWN])
def test_an_answer_that_is_not_taken_waits_and_is_sent_again_after_thirty_minutes(lps, hub, case, at, trouble):
    """New envelope identifier, same letter identifiers, and not before the 30 minutes are over."""
    hub.answers = [trouble]
    reply = lps.send(case("crp", "strep"))
    assert lps.outbox()[0].state == "waiting"
    lps.work(29)
    assert len(hub.posted) == 1
    lps.work(1)
    assert len(hub.posted) == 2
    assert at(hub.sent(0), "//m:Letter/m:Identifier") == at(hub.sent(1), "//m:Letter/m:Identifier") == list(reply.letters)
    assert at(hub.sent(0), "//m:Envelope/m:Identifier") != at(hub.sent(1), "//m:Envelope/m:Identifier")
    entry = lps.outbox()[0]
    assert (entry.state, entry.attempts, len(entry.envelopes)) == ("delivered", 2, 2)


def test_an_answer_is_sent_twice_more_at_most_and_then_the_user_is_told(lps, hub, case):
    """After the third attempt the system gives up and says what to do."""
    hub.answers = [DOWN] * 9
    lps.send(case())
    lps.work(600)
    entry = lps.outbox()[0]
    assert (len(hub.posted), entry.state, entry.attempts) == (3, "failed", 3)
    assert "Kontakt PLSP" in entry.text


def test_work_of_no_minutes_sends_nothing(lps, hub, case):
    """work(0) only fetches receipts and states."""
    hub.answers = [DOWN]
    lps.send(case())
    lps.work()
    assert len(hub.posted) == 1


def test_a_lost_receipt_is_asked_for_by_sending_again_and_the_first_receipt_counts(lps, hub, case, receipt_of):
    """The hub knows the letter and answers with the receipt of the first envelope."""
    hub.answers = [Answer(202, b"", {"id": "M1"}), Answer(200, b"", {"id": "M9"})]
    reply = lps.send(case())
    lps.work(29)
    assert (len(hub.posted), lps.outbox()[0].state) == (1, "delivered")
    hub.receipts["M9"] = receipt_of("PositiveReceipt", reply.envelope, reply.letters)
    lps.work(1)
    entry = lps.outbox()[0]
    assert (entry.state, entry.attempts, entry.receipt) == ("accepted", 2, "XCTL03")


def test_a_receipt_that_can_not_be_read_is_no_receipt(lps, hub, case):
    """Bytes that are no receipt change nothing; the answer is sent again when it is due."""
    lps.send(case())
    hub.receipts["M1"] = b"<html>"
    lps.work()
    assert lps.outbox()[0].state == "delivered"


def test_an_answer_whose_receipt_never_comes_is_given_up_at_last(lps, hub, case):
    """Delivered three times without a receipt: failed, and the user is told to ask."""
    lps.send(case())
    lps.work(89)
    assert (len(hub.posted), lps.outbox()[0].state) == (3, "delivered")
    lps.work(1)
    assert (len(hub.posted), lps.outbox()[0].state) == (3, "failed")
    assert "kvittering" in lps.outbox()[0].text


def test_an_answer_that_asked_for_no_receipt_is_not_sent_again(lps, hub, case):
    """Nothing is missing where nothing was asked for."""
    lps.send(case(acknowledgement=False))
    lps.work(120)
    assert (len(hub.posted), lps.outbox()[0].state) == (1, "delivered")
    assert "ikke bedt om kvittering" in lps.outbox()[0].text


def test_a_letter_that_waits_at_the_hub_is_the_hubs_to_forward(lps, hub, case):
    """The user sees that PLSP waits for the databank; the system does not send it again."""
    reply = lps.send(case())
    hub.letters = [{"identifier": reply.letters[0], "state": "waiting", "reason": "LABA svarer ikke"}]
    lps.work(120)
    assert (len(hub.posted), lps.outbox()[0].state) == (1, "delivered")
    assert "venter på databanken" in lps.outbox()[0].text


def test_a_negative_receipt_reaches_the_user_with_its_reason(lps, hub, case, receipt_of):
    """State refused, and the receipt's text stands in the sentence and on the page."""
    reply = lps.send(case())
    hub.receipts["M1"] = receipt_of("NegativeReceipt", reply.envelope, reply.letters, "Analysekoden kendes ikke")
    lps.work()
    entry = lps.outbox()[0]
    assert (entry.state, entry.receipt, entry.reason) == ("refused", "XCTL02", "Analysekoden kendes ikke.")
    assert "Analysekoden kendes ikke" in entry.text
    assert "Analysekoden kendes ikke" in lps.outbox_page().decode()


def test_the_first_receipt_is_not_overruled_by_another(lps, hub, case, receipt_of):
    """Once accepted an answer stays so; a receipt about another envelope changes nothing."""
    reply = lps.send(case())
    hub.receipts["M1"] = receipt_of("NegativeReceipt", "ANOTHER", ("ALSO",))
    lps.work()
    assert lps.outbox()[0].state == "delivered"
    hub.receipts["M1"] = receipt_of("PositiveReceipt", reply.envelope)
    lps.work()
    hub.receipts["M1"] = receipt_of("NegativeReceipt", reply.envelope)
    lps.work(60)
    assert lps.outbox()[0].state == "accepted"


def test_a_hub_that_turns_the_message_away_is_told_to_the_user(lps, hub, case, receipt_of):
    """The findings of a 4xx answer are the reason; its receipt is taken in; it is not sent again."""
    hub.answers = [Answer(422, b"", {"id": "M1", "findings": [{"message": "Koden XYZ har ingen rute."}]})]
    hub.receipts["M1"] = receipt_of("NegativeReceipt", "-", (), "Koden XYZ har ingen rute.")
    lps.send(case())
    lps.work(120)
    entry = lps.outbox()[0]
    assert (entry.state, entry.reason, entry.attempts) == ("refused", "Koden XYZ har ingen rute.", 1)


def test_a_correction_keeps_what_joins_it_and_says_the_rest_anew(lps, hub, case, at, crp):
    """Published pair: new envelope, letter and result time; same sample, numbers, sampling time and code; svar_rettet."""
    first = lps.send(case())
    second = lps.correct(case(replace(crp, value="24")), first.envelope)
    was, now = hub.sent(0), hub.sent(1)
    assert {first.envelope, *first.letters}.isdisjoint({second.envelope, *second.letters})
    for path in ("//m:Sample", "//m:LaboratoryInternalProductionIdentifier", "//m:AnalysisCode", "//m:Patient"):
        assert at(was, path) == at(now, path)
    assert at(now, "//m:ResultStatusCode | //m:Value") == ["svar_rettet", "24"]
    assert at(was, "//m:ResultsDateTime/*") < at(now, "//m:ResultsDateTime/*")
    assert [(entry.replaces, entry.replaced_by) for entry in lps.outbox()] == [("", second.envelope), (first.envelope, "")]


def test_a_correction_marks_only_what_it_changes(lps, hub, case, at, crp):
    """The unchanged result of a corrected answer keeps its status."""
    first = lps.send(case("crp", "full"))
    lps.correct(case(replace(crp, value="24"), "full"), first.envelope)
    assert at(hub.sent(), "//m:ResultStatusCode") == ["svar_rettet", "svar_endeligt"]


def test_a_correction_of_microbiology_marks_the_report(lps, hub, case, at, urine):
    """In XRPT05 the status stands on the report."""
    first = lps.send(case("urine"))
    lps.correct(case(replace(urine, culture=replace(urine.culture, headline="Ny aflæsning"))), first.envelope)
    assert at(hub.sent(), "//m:ResultStatusCode") == ["svar_rettet"]


def test_a_second_correction_is_later_than_the_first(lps, hub, case, at, crp):
    """Corrections of one answer follow each other in time, whichever of them the user opens."""
    first = lps.send(case())
    lps.correct(case(replace(crp, value="24")), first.envelope)
    lps.correct(case(replace(crp, value="25")), first.envelope)
    times = ["".join(at(hub.sent(number), "//m:ResultsDateTime/*")) for number in range(3)]
    assert times == sorted(set(times))


def test_a_correction_can_not_move_an_answer_to_another_patient(lps, hub, case, people):
    """The CPR never changes after sending; there is no path for that, and the user is told."""
    first = lps.send(case())
    assert "anden patient" in lps.correct(case(patient=people["peter"]), first.envelope).reason
    assert "intet svar med nummer" in lps.correct(case(), "UNKNOWN").reason
    assert len(hub.posted) == 1


def test_a_shared_answer_can_not_be_deleted(lps, hub, case):
    """The user interface refuses and says what to do instead."""
    reply = lps.delete(lps.send(case()).envelope)
    assert reply.reason == "Et delt svar kan ikke slettes. Ret det i stedet."
    assert hub.deleted == []


def test_the_outbox_page_shows_what_a_person_must_see(lps, hub, case, receipt_of, crp):
    """Patient, analysis, value with unit, state, receipt, attempts and correction, on the answer's own article."""
    first = lps.send(case(consent="refused"))
    hub.receipts["M1"] = receipt_of("PositiveReceipt", first.envelope)
    second = lps.correct(case(replace(crp, value="24", abnormal="for_hoej")), first.envelope)
    lps.work()
    page = html.document_fromstring(lps.outbox_page().decode())
    newest, oldest = (" ".join(article.text_content().split()) for article in page.xpath("//article"))
    assert page.xpath("//article/@data-sample") == ["REQ000000000001"] * 2
    for said in ("Nancy Ann Test Berggren, 251248-9996", "42 mg/L", "Modtaget.", "Positiv kvittering (XCTL03)", "Nægtet",
                 f"Rettet af svaret i kuvert {second.envelope}"):  # fmt: skip
        assert said in oldest
    for said in ("24 mg/L", "for høj, rettet", f"Retter svaret i kuvert {first.envelope}", "Ingen endnu"):
        assert said in newest


def test_the_outbox_page_escapes_what_was_written(lps, case, crp):
    """Markup in a text is shown as text."""
    lps.send(case(replace(crp, short_name="<script>x</script>")))
    assert "<script>" not in lps.outbox_page().decode()


def test_an_address_that_is_none_is_told_at_once():
    """The system does not start with an address it can't reach."""
    with pytest.raises(ValueError, match="http://"):
        ReferenceLps("localhost:8800")
