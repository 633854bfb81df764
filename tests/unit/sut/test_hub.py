"""The reference system's conversation with the hub: what it asks, and what it makes of each kind of answer."""

import pytest
import requests

from sut.reference.hub import HubClient

HUB = "http://hub.example"


@pytest.fixture
def hub():
    """A client of a hub that is not there."""
    client = HubClient(HUB + "/", timeout=1)
    yield client
    client.close()


def test_a_message_is_posted_as_it_stands(hub, requests_mock):
    """Byte for byte, as XML, to the hub's intake."""
    requests_mock.post(f"{HUB}/plsp/messages", status_code=202, json={"id": "m1"})
    answer = hub.post("æøå".encode("windows-1252"))
    assert (answer.status, answer.content, answer.taken) == (202, {"id": "m1"}, True)
    asked = requests_mock.last_request
    assert (asked.body, asked.headers["Content-Type"]) == (b"\xe6\xf8\xe5", "application/xml")


@pytest.mark.parametrize(
    ("status", "taken", "again"),
    [
        (200, True, False), (202, True, False), (400, False, False), (408, False, True), (409, False, False),
        (422, False, False), (429, False, True), (500, False, True), (503, False, True),
    ],
)
def test_an_answer_tells_whether_to_try_again(hub, requests_mock, status, taken, again):
    """Only what may go better later is tried again: a refusal of the content never is."""
    requests_mock.post(f"{HUB}/plsp/messages", status_code=status)
    answer = hub.post(b"<a/>")
    assert (answer.taken, answer.try_again) == (taken, again)


@pytest.mark.parametrize("error", [requests.ConnectTimeout, requests.ConnectionError, requests.ReadTimeout])
def test_no_answer_is_tried_again(hub, requests_mock, error):
    """Whatever kept the answer away, the message may not have been taken."""
    requests_mock.post(f"{HUB}/plsp/messages", exc=error)
    answer = hub.post(b"<a/>")
    assert (answer.status, answer.taken, answer.try_again) == (0, False, True)


def test_the_reasons_are_told_once_and_in_order(hub, requests_mock):
    """The findings' sentences, without repeats; without any, the status."""
    body = {"findings": [{"message": "Et."}, {"message": "To."}, {"message": "Et."}, "tre"], "detail": "Fire."}
    requests_mock.post(f"{HUB}/plsp/messages", status_code=422, json=body)
    assert hub.post(b"<a/>").reasons() == "Et. To. Fire."
    requests_mock.post(f"{HUB}/plsp/messages", status_code=422, text="<html>")
    assert hub.post(b"<a/>").reasons() == "PLSP svarede 422 uden begrundelse."


def test_state_and_receipt_are_asked_by_the_hubs_own_id(hub, requests_mock):
    """A receipt is bytes; where a message is, is JSON."""
    requests_mock.get(f"{HUB}/plsp/messages/m1", json={"letters": []})
    requests_mock.get(f"{HUB}/plsp/messages/m1/receipt", content=b"<Emessage/>")
    assert hub.state("m1").content == {"letters": []}
    assert hub.receipt("m1").body == b"<Emessage/>"
