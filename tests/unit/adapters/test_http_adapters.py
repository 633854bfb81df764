"""The HTTP adapters: what they ask, what they make of the answers, and what they keep as evidence."""

import json

import pytest
import requests

from labcert.adapters.http_databank import HttpDatabank
from labcert.adapters.http_hub import HttpHub
from labcert.adapters.http_portal import HttpPortal, read_page
from labcert.adapters.http_world import HttpFaults, HttpPolicies
from labcert.domain.errors import ToolFault
from tests.support.recording import RecordingSink

AT = "http://host.test"
TOKEN = "invented-token"
FOUND = {
    "id": "m1",
    "envelope": "E1",
    "turned_away": [],
    "letters": [{"identifier": "L1", "standard": "XRPT01", "target": "laba", "state": "accepted", "reason": ""}],
}
PAGE = """<!doctype html><html lang="da"><body><main data-view="citizen"><table>
<tbody data-result data-sample="RP1" data-code="NPU19748" data-corrected="true" data-origin="gp">
<tr><th><span data-field="name">CRP;<br>P</span></th><td><span data-field="value">&gt; 42</span><span>Rettet</span></td>
<td data-field="unit">mg/L</td><td data-field="interval">1-8</td><td data-field="abnormal">For høj</td><td data-field="origin">Almen praksis</td></tr>
<tr><td><div data-field="comments"><p>Kontrol</p><p>snart</p></div></td></tr></tbody></table></main></body></html>"""


@pytest.fixture
def sink():
    """What the adapters keep."""
    return RecordingSink()


@pytest.fixture
def hub(sink):
    """The hub's adapter with a token."""
    hub = HttpHub(AT, sink, token=TOKEN)
    yield hub
    hub.close()


def test_delivering_keeps_the_message_and_the_exchange(hub, sink, requests_mock):
    """The bytes are evidence of their own; the exchange is a text a person reads; the token is in neither."""
    requests_mock.post(f"{AT}/plsp/messages", status_code=202, json={"id": "m1", "status": "received", "receipt": "/r"})
    delivery = hub.deliver(b"<x/>", content_type="text/xml")
    assert (delivery.status, delivery.id, delivery.body["receipt"]) == (202, "m1", "/r")
    assert requests_mock.last_request.headers["Content-Type"] == "text/xml"
    assert requests_mock.last_request.headers["Authorization"] == f"Bearer {TOKEN}"
    assert sink.kept[0] == ("Beskeden, som den blev sendt til PLSP", "text/xml", b"<x/>")
    assert sink.kept[1][0] == "POST /plsp/messages"
    assert "HTTP 202" in sink.texts()
    assert TOKEN not in sink.texts()


def test_a_settled_message_is_waited_for(hub, requests_mock):
    """With `settled` PLSP is first given time to be done."""
    idle = requests_mock.get(f"{AT}/control/idle", json={"idle": True})
    requests_mock.get(f"{AT}/plsp/messages?envelope=E1", json=FOUND)
    requests_mock.get(f"{AT}/plsp/messages/m1/raw", content=b"<x/>")
    assert hub.message("E1", settled=False).raw == b"<x/>"
    assert idle.call_count == 0
    assert hub.message("E1").letters[0].state == "accepted"
    assert idle.call_count == 1


def test_a_message_that_was_turned_away_is_none_and_why_is_told(hub, sink, requests_mock):
    """PLSP does not have it; the reasons can be asked for and stand in the log."""
    requests_mock.get(f"{AT}/control/idle", json={"idle": True})
    requests_mock.get(f"{AT}/plsp/messages", json={**FOUND, "turned_away": ["Koden X1 har ingen rute."]})
    assert hub.message("E1") is None
    assert hub.turned_away("E1") == ("Koden X1 har ingen rute.",)
    assert "Koden X1" in sink.notes[0]


def test_an_unknown_message_is_none(hub, requests_mock):
    """404 is an answer, not a fault."""
    requests_mock.get(f"{AT}/control/idle", json={"idle": True})
    requests_mock.get(f"{AT}/plsp/messages", status_code=404, json={"message": "PLSP kender ikke beskeden."})
    assert (hub.message("E1"), hub.receipt("E1"), hub.turned_away("E1")) == (None, None, ())


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"<PositiveReceipt>", "XCTL03"), (b"<NegativeReceipt>", "XCTL02"), (b"<NegativeVansReceipt>", "XCTL01")],
)
def test_a_receipts_kind_is_read_from_it(hub, requests_mock, body, kind):
    """XCTL01, 02 and 03 by their element."""
    requests_mock.get(f"{AT}/control/idle", json={"idle": True})
    requests_mock.get(f"{AT}/plsp/messages", json=FOUND)
    requests_mock.get(f"{AT}/plsp/messages/m1/receipt", content=body)
    assert hub.receipt("E1").kind == kind


def test_no_receipt_is_none(hub, requests_mock):
    """204: none was asked for, or it is not there yet."""
    requests_mock.get(f"{AT}/control/idle", json={"idle": True})
    requests_mock.get(f"{AT}/plsp/messages", json=FOUND)
    requests_mock.get(f"{AT}/plsp/messages/m1/receipt", status_code=204)
    assert hub.receipt("E1") is None


@pytest.mark.parametrize("trouble", [requests.ConnectionError("no"), requests.Timeout("slow")])
def test_no_answer_is_a_fault_of_ours_that_names_the_address(hub, requests_mock, trouble):
    """Our own simulated hosts do not answer: never the vendor's failure."""
    requests_mock.post(f"{AT}/plsp/messages", exc=trouble)
    with pytest.raises(ToolFault, match=r"PLSP svarede ikke på http://host\.test"):
        hub.deliver(b"<x/>")


def test_an_answer_that_should_not_be_is_a_fault_with_the_hosts_sentence(hub, requests_mock):
    """A wrong token, a crash: the sentence goes along."""
    requests_mock.get(f"{AT}/journal", status_code=401, json={"message": "Nøglen mangler."})
    with pytest.raises(ToolFault, match=r"401: Nøglen mangler\."):
        hub.journal()


def test_the_journal_is_read_line_by_line(hub, requests_mock):
    """Keys beyond the fixed four are the event's own."""
    requests_mock.get(
        f"{AT}/journal?host=plsp&since=3", text='{"seq":3,"time":"t","host":"plsp","event":"received","id":"m1"}\n'
    )
    (entry,) = hub.journal(3)
    assert (entry.seq, entry.event, entry.data) == (3, "received", {"id": "m1"})


def test_held_answers_are_read_with_every_version(sink, requests_mock):
    """A version's letter is bytes, and evidence of its own."""
    version = {
        "number": 1,
        "envelope": "E1",
        "letter": "L1",
        "corrected": False,
        "consent_refused": True,
        "received": "t",
        "xml": "<LaboratoryReport>ø</LaboratoryReport>",
        "origin": "gp",
    }
    requests_mock.get(
        f"{AT}/laba/answers?cpr=2512489996&sample=RP1",
        json=[{"id": "a1", "cpr": "2512489996", "sample": "RP1", "versions": [version]}],
    )
    laba = HttpDatabank("LABA", AT, sink)
    (held,) = laba.answers("2512489996", "RP1")
    laba.close()
    assert (held.id, held.versions[0].consent_refused) == ("a1", True)
    assert held.versions[0].raw == "<LaboratoryReport>ø</LaboratoryReport>".encode()
    assert sink.kept[-1][0] == "Svaret, som LABA har det, version 1"


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH"])
def test_an_attempt_to_change_reports_the_status(sink, requests_mock, method):
    """405 is what is hoped for; whatever it is, it is reported."""
    requests_mock.register_uri(method, f"{AT}/miba/answers/a1", status_code=405, json={"message": "nej"})
    miba = HttpDatabank("MiBa", AT, sink)
    attempt = miba.attempt_change("a1", method)
    miba.close()
    assert (attempt.method, attempt.status) == (method, 405)


def test_a_page_is_read_as_it_stands(sink, requests_mock):
    """Values from the page's own cells; neighbouring lines do not run into one word."""
    requests_mock.get(f"{AT}/portal/citizen/2512489996?via=minlaege&origin=gp", text=PAGE)
    portal = HttpPortal(AT, sink)
    (row,) = portal.citizen("2512489996", via="minlaege", origin="gp").results
    portal.close()
    assert (row.sample, row.code, row.name, row.value, row.unit) == ("RP1", "NPU19748", "CRP; P", "> 42", "mg/L")
    assert (row.interval, row.abnormal, row.comments, row.corrected, row.origin) == (
        "1-8",
        "For høj",
        "Kontrol snart",
        True,
        "Almen praksis",
    )
    assert row.text == "CRP; P > 42 Rettet mg/L 1-8 For høj Almen praksis Kontrol snart"
    assert ("Siden, som borgeren ser den (minlaege)", "text/html") in [(name, kind) for name, kind, _data in sink.kept]
    assert all("2512489996" not in name for name, _kind, _data in sink.kept)


def test_a_page_that_is_none_is_a_fault():
    """An error page must never read as "nothing is shown"."""
    with pytest.raises(ToolFault):
        read_page(b"<html><body>Internal Server Error</body></html>")


def test_faults_and_policies_are_set_and_told(sink, requests_mock):
    """What was switched stands in the log of the step."""
    switched = requests_mock.put(f"{AT}/control/laba/faults", json={"faults": []})
    cleared = requests_mock.delete(f"{AT}/control/laba/faults", json={"faults": []})
    policy = requests_mock.put(f"{AT}/control/plsp/policy", json={"policy": {}})
    restored = requests_mock.delete(f"{AT}/control/plsp/policy", json={"policy": {}})
    faults, policies = HttpFaults(AT, sink, token=TOKEN), HttpPolicies(AT, sink, token=TOKEN)
    faults.switch("laba", "error", status=503, times=2)
    faults.clear("laba")
    policies.set("plsp", positive_list=True)
    policies.restore("plsp")
    faults.close()
    policies.close()
    assert json.loads(switched.last_request.body) == {"kind": "error", "status": 503, "times": 2}
    assert json.loads(policy.last_request.body) == {"positive_list": True}
    assert (cleared.called, restored.called) == (True, True)
    assert sink.notes == ["Fejlen error er slået til hos laba.", "Politikken hos plsp er sat: positive_list = True."]


def test_a_fault_the_host_refuses_is_a_fault_of_the_test(sink, requests_mock):
    """A misspelt fault must not pass as a fault that was switched."""
    requests_mock.put(f"{AT}/control/laba/faults", status_code=422, json={"message": "Mente du refuse?"})
    faults = HttpFaults(AT, sink, token=TOKEN)
    with pytest.raises(ToolFault, match="Mente du refuse"):
        faults.switch("laba", "refus")
    faults.close()
