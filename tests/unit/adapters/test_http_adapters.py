"""The HTTP adapters: what they ask, what they make of the answers, and what they keep as evidence."""

import json
import socket
import time

import pytest

from labcert.adapters.http_databank import HttpDatabank
from labcert.adapters.http_hub import HttpHub
from labcert.adapters.http_portal import HttpPortal, read_page
from labcert.adapters.http_world import HttpFaults, HttpPolicies
from labcert.domain.errors import ToolFault
from tests.support.recording import RecordingSink

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
def hub(host, sink):
    """The hub's adapter with a token."""
    hub = HttpHub(host.at, sink, token=TOKEN)
    yield hub
    hub.close()


def test_delivering_keeps_the_message_and_the_exchange(hub, sink, host):
    """The bytes are evidence of their own; the exchange is a text a person reads; the token is in neither."""
    host.says("POST", "/plsp/messages", status=202, json_body={"id": "m1", "status": "received", "receipt": "/r"})
    delivery = hub.deliver(b"<x/>", content_type="text/xml")
    assert (delivery.status, delivery.id, delivery.body["receipt"]) == (202, "m1", "/r")
    (asked,) = host.asked
    assert (asked.headers["Content-Type"], asked.body) == ("text/xml", b"<x/>")
    assert asked.headers["Authorization"] == f"Bearer {TOKEN}"
    assert sink.kept[0] == ("Beskeden, som den blev sendt til PLSP", "text/xml", b"<x/>")
    assert sink.kept[1][0] == "POST /plsp/messages"
    assert "HTTP 202" in sink.texts()
    assert TOKEN not in sink.texts()


def test_a_settled_message_is_waited_for(hub, host):
    """With `settled` PLSP answers when it is done, without it at once."""
    host.says("GET", "/plsp/messages?envelope=E1", json_body={**FOUND, "id": "m0"})
    host.says("GET", "/plsp/messages?envelope=E1&settled=5", json_body=FOUND)
    host.says("GET", "/plsp/messages/m0/raw", body=b"<early/>")
    host.says("GET", "/plsp/messages/m1/raw", body=b"<x/>")
    assert hub.message("E1", settled=False).raw == b"<early/>"
    assert hub.message("E1").raw == b"<x/>"


def test_only_who_has_the_token_asks_to_wait(sink, host):
    """A host that gave us no token knows nothing of waiting: neither its PLSP nor its databank is asked to."""
    host.says("GET", "/plsp/messages?envelope=E1", json_body=FOUND)
    host.says("GET", "/plsp/messages/m1/raw", body=b"<x/>")
    host.says("GET", "/laba/answers?cpr=2512489996&sample=RP1", json_body=[])
    hub, laba = HttpHub(host.at, sink), HttpDatabank("LABA", host.at, sink)
    assert hub.message("E1").id == "m1"
    assert laba.answers("2512489996", "RP1") == ()
    hub.close()
    laba.close()
    assert all("Authorization" not in asked.headers for asked in host.asked)


def test_a_databank_answers_when_plsp_is_done(sink, host):
    """With the token the question itself waits."""
    host.says("GET", "/laba/answers?cpr=2512489996&sample=RP1&settled=5", json_body=[])
    laba = HttpDatabank("LABA", host.at, sink, token=TOKEN)
    assert laba.answers("2512489996", "RP1") == ()
    laba.close()


def test_a_message_that_was_turned_away_is_none_and_why_is_told(hub, sink, host):
    """PLSP does not have it; the reasons can be asked for and stand in the log."""
    for query in ("envelope=E1", "envelope=E1&settled=5"):
        host.says("GET", f"/plsp/messages?{query}", json_body={**FOUND, "turned_away": ["Koden X1 har ingen rute."]})
    assert hub.message("E1") is None
    assert hub.turned_away("E1") == ("Koden X1 har ingen rute.",)
    assert "Koden X1" in sink.notes[0]


def test_an_unknown_message_is_none(hub, host):
    """404 is an answer, not a fault."""
    for query in ("envelope=E1", "envelope=E1&settled=5"):
        host.says("GET", f"/plsp/messages?{query}", 404, json_body={"message": "PLSP kender ikke beskeden."})
    assert (hub.message("E1"), hub.receipt("E1"), hub.turned_away("E1")) == (None, None, ())


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"<PositiveReceipt>", "XCTL03"), (b"<NegativeReceipt>", "XCTL02"), (b"<NegativeVansReceipt>", "XCTL01")],
)
def test_a_receipts_kind_is_read_from_it(hub, host, body, kind):
    """XCTL01, 02 and 03 by their element."""
    host.says("GET", "/plsp/messages?envelope=E1&settled=5", json_body=FOUND)
    host.says("GET", "/plsp/messages/m1/receipt", body=body)
    assert hub.receipt("E1").kind == kind


def test_no_receipt_is_none(hub, host):
    """204: none was asked for, or it is not there yet."""
    host.says("GET", "/plsp/messages?envelope=E1&settled=5", json_body=FOUND)
    host.says("GET", "/plsp/messages/m1/receipt", status=204)
    assert hub.receipt("E1") is None


def test_no_answer_is_a_fault_of_ours_that_names_the_address(hub, host):
    """Our own simulated hosts do not answer: never the vendor's failure. A message is not sent twice."""
    host.dropped.add("/plsp/messages")
    with pytest.raises(ToolFault, match=rf"PLSP svarede ikke på {host.at}\."):
        hub.deliver(b"<x/>")
    assert host.targets() == [("POST", "/plsp/messages")]


def test_an_address_where_nobody_listens_is_a_fault_of_ours(sink):
    """The port of a socket that was closed again."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    hub = HttpHub(f"http://127.0.0.1:{port}", sink)
    with pytest.raises(ToolFault, match=rf"127\.0\.0\.1:{port}\."):
        hub.deliver(b"<x/>")


def test_a_connection_that_the_host_closed_is_opened_anew(hub, host):
    """A host closes what lies idle: the next question is asked once, over a new connection."""
    host.ends_after_answer = True
    host.says("GET", "/journal?host=plsp&since=0", text="")
    for _round in range(3):
        assert hub.journal() == ()
        time.sleep(0.05)  # until the host's end of the connection is here
    assert len(host.asked) == 3


def test_no_proxy_of_the_machine_comes_in_between(hub, host, monkeypatch):
    """The address is meant as it stands: the token goes nowhere else."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    host.says("GET", "/journal?host=plsp&since=0", text="")
    assert hub.journal() == ()


def test_what_a_person_wrote_is_quoted_in_the_address(sink, host):
    """A number with a blank or a letter beyond ASCII is asked for as it is."""
    host.says("GET", "/portal/citizen/07%20%C3%B8?via=min+%C3%B8", text=PAGE)
    portal = HttpPortal(host.at, sink)
    assert len(portal.citizen("07 ø", via="min ø").results) == 1
    portal.close()


def test_an_answer_that_should_not_be_is_a_fault_with_the_hosts_sentence(hub, host):
    """A wrong token, a crash: the sentence goes along."""
    host.says("GET", "/journal?host=plsp&since=0", status=401, json_body={"message": "Nøglen mangler."})
    with pytest.raises(ToolFault, match=r"401: Nøglen mangler\."):
        hub.journal()


def test_the_journal_is_read_line_by_line(hub, host):
    """Keys beyond the fixed four are the event's own."""
    line = '{"seq":3,"time":"t","host":"plsp","event":"received","id":"m1"}\n'
    host.says("GET", "/journal?host=plsp&since=3", text=line)
    (entry,) = hub.journal(3)
    assert (entry.seq, entry.event, entry.data) == (3, "received", {"id": "m1"})


def test_held_answers_are_read_with_every_version(sink, host):
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
    host.says(
        "GET",
        "/laba/answers?cpr=2512489996&sample=RP1",
        json_body=[{"id": "a1", "cpr": "2512489996", "sample": "RP1", "versions": [version]}],
    )
    laba = HttpDatabank("LABA", host.at, sink)
    (held,) = laba.answers("2512489996", "RP1")
    laba.close()
    assert (held.id, held.versions[0].consent_refused) == ("a1", True)
    assert held.versions[0].raw == "<LaboratoryReport>ø</LaboratoryReport>".encode()
    assert sink.kept[-1][0] == "Svaret, som LABA har det, version 1"


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH"])
def test_an_attempt_to_change_reports_the_status(sink, host, method):
    """405 is what is hoped for; whatever it is, it is reported."""
    host.says(method, "/miba/answers/a1", status=405, json_body={"message": "nej"})
    miba = HttpDatabank("MiBa", host.at, sink)
    attempt = miba.attempt_change("a1", method)
    miba.close()
    assert (attempt.method, attempt.status) == (method, 405)


def test_a_page_is_read_as_it_stands(sink, host):
    """Values from the page's own cells; neighbouring lines do not run into one word."""
    host.says("GET", "/portal/citizen/2512489996?via=minlaege&origin=gp", text=PAGE)
    portal = HttpPortal(host.at, sink)
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


def test_faults_and_policies_are_set_and_told(sink, host):
    """What was switched stands in the log of the step."""
    for method in ("PUT", "DELETE"):
        host.says(method, "/control/laba/faults", json_body={"faults": []})
        host.says(method, "/control/plsp/policy", json_body={"policy": {}})
    faults, policies = HttpFaults(host.at, sink, token=TOKEN), HttpPolicies(host.at, sink, token=TOKEN)
    faults.switch("laba", "error", status=503, times=2)
    faults.clear("laba")
    policies.set("plsp", positive_list=True)
    policies.restore("plsp")
    faults.close()
    policies.close()
    assert host.targets() == [
        ("PUT", "/control/laba/faults"),
        ("DELETE", "/control/laba/faults"),
        ("PUT", "/control/plsp/policy"),
        ("DELETE", "/control/plsp/policy"),
    ]
    assert json.loads(host.asked[0].body) == {"kind": "error", "status": 503, "times": 2}
    assert json.loads(host.asked[2].body) == {"positive_list": True}
    assert sink.notes == ["Fejlen error er slået til hos laba.", "Politikken hos plsp er sat: positive_list = True."]


def test_a_fault_the_host_refuses_is_a_fault_of_the_test(sink, host):
    """A misspelt fault must not pass as a fault that was switched."""
    host.says("PUT", "/control/laba/faults", status=422, json_body={"message": "Mente du refuse?"})
    faults = HttpFaults(host.at, sink, token=TOKEN)
    with pytest.raises(ToolFault, match="Mente du refuse"):
        faults.switch("laba", "refus")
    faults.close()
