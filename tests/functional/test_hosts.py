"""The hosts over real HTTP, from the LPS's message to the page: one process, every address, every fault."""

import contextlib
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

from labcert.adapters.hosts import start_hosts
from labcert.adapters.http_databank import HttpDatabank
from labcert.adapters.http_hub import HttpHub
from labcert.adapters.http_portal import HttpPortal
from labcert.adapters.http_world import HttpFaults, HttpPolicies
from tests.support.lab_messages import NANCY, URINE, Answer, biochemistry, envelope, microbiology
from tests.support.recording import RecordingSink

XML = {"Content-Type": "application/xml"}


class Set:
    """The running hosts with an adapter to each; every test uses numbers of its own."""

    def __init__(self, hosts):
        sink = RecordingSink()
        self.at, self.token = hosts.addresses, hosts.token
        self.hub = HttpHub(self.at["plsp"], sink, token=self.token)
        self.laba = HttpDatabank("LABA", self.at["laba"], sink, token=self.token)
        self.miba = HttpDatabank("MiBa", self.at["miba"], sink, token=self.token)
        self.portal = HttpPortal(self.at["portal"], sink)
        self.faults = HttpFaults(self.at["all"], sink, token=self.token)
        self.policies = HttpPolicies(self.at["all"], sink, token=self.token)
        self.session = requests.Session()
        self.session.trust_env = False
        self.trusted = {"Authorization": f"Bearer {self.token}"}
        self._number = 0

    def close(self):
        for one in (self.hub, self.laba, self.miba, self.portal, self.faults, self.policies, self.session):
            one.close()

    def fresh(self):
        """Return a number that no other test uses."""
        self._number += 1
        return f"{self._number:03}"

    def send(self, answer=None, **more):
        """Deliver a new biochemistry answer; return its number and the delivery."""
        number = self.fresh()
        answer = Answer(letter=f"L{number}", sample=f"RP{number}", laboratory_sample=f"LP{number}", **more)
        return number, self.hub.deliver(envelope(biochemistry(answer), identifier=f"E{number}"))

    def events(self, journal, number):
        return [entry.event for entry in journal if f'"L{number}"' in json.dumps(entry.data)]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Hosts that all tests of the module share."""
    with start_hosts(tmp_path_factory.mktemp("data")) as hosts:
        one = Set(hosts)
        yield one
        one.close()


@pytest.fixture(autouse=True)
def calm(world):
    """No fault and no policy outlives its test."""
    yield
    for host in ("plsp", "laba", "miba", "portal"):
        world.faults.clear(host)
    for host in ("plsp", "laba", "miba"):
        world.policies.restore(host)


def test_an_envelope_with_both_reaches_both_databanks_and_the_page(world):
    """PLSP really forwards over HTTP; each databank has its letter, the page shows both, the receipt is positive."""
    number = world.fresh()
    letters = (
        Answer(letter=f"L{number}", sample=f"RP{number}"),
        Answer(letter=f"M{number}", sample=f"RP{number}", codes=URINE.codes),
    )
    delivery = world.hub.deliver(
        envelope(biochemistry(letters[0]), microbiology(letters[1]), identifier=f"E{number}", encoding="windows-1252")
    )
    assert delivery.status == 202
    assert [letter.state for letter in world.hub.message(f"E{number}").letters] == ["accepted", "accepted"]
    assert world.hub.receipt(f"E{number}").kind == "XCTL03"
    for databank in (world.laba, world.miba):
        (held,) = databank.answers(NANCY, f"RP{number}")
        assert "Lægehuset Æblegården" in held.versions[0].raw.decode()
    shown = [row.code for row in world.portal.citizen(NANCY).results if row.sample == f"RP{number}"]
    assert sorted(shown) == ["NPU18542", "NPU19748"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 415),
        (b"{}", 415),
        (b"\x00\x01\x02", 415),
        (b"<a><b></a>", 400),
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', 400),
        (b"<x/>", 422),
        (b"<x>" + b" " * (10 * 1024 * 1024) + b"</x>", 413),
    ],
)
def test_bad_bytes_get_their_status_and_a_sentence(world, body, status):
    """A broken, huge, foreign or dangerous message: the documented status, a finding, nothing kept."""
    for at, path in (("plsp", "/plsp/messages"), ("miba", "/miba/messages")):
        answer = world.session.post(world.at[at] + path, data=body, headers=XML)
        assert answer.status_code == status, answer.text
        assert answer.json()["findings"][0]["message"]
        assert answer.json()["status"] == "refused"


def test_the_same_message_many_times_at_once_is_kept_once(world):
    """Ten clients post it together: one 202, nine 200, one letter in LABA."""
    number = world.fresh()
    data = envelope(biochemistry(Answer(letter=f"L{number}", sample=f"RP{number}")), identifier=f"E{number}")
    found: list[tuple[int, str]] = []

    def post():
        answer = requests.post(f"{world.at['plsp']}/plsp/messages", data=data, headers=XML, timeout=10)
        found.append((answer.status_code, answer.text))

    threads = [threading.Thread(target=post) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(status for status, _text in found) == [200] * 9 + [202]
    assert len({text for _status, text in found}) == 1
    assert [len(held.versions) for held in world.laba.answers(NANCY, f"RP{number}")] == [1]


def test_a_databank_that_is_down_gets_its_letter_later(world):
    """PLSP waits and forwards when it is back; nothing is lost or doubled."""
    world.faults.switch("laba", "unavailable")
    number, delivery = world.send()
    assert delivery.status == 202
    assert [letter.state for letter in world.hub.message(f"E{number}").letters] == ["waiting"]
    assert world.hub.receipt(f"E{number}") is None
    world.faults.clear("laba")
    assert [letter.state for letter in world.hub.message(f"E{number}").letters] == ["accepted"]
    assert len(world.laba.answers(NANCY, f"RP{number}")[0].versions) == 1


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("error", {"status": 500, "times": 2}),
        ("drop", {"times": 1}),
        ("lose_receipt", {"times": 1}),
        ("delay", {"times": 1, "seconds": 0.1}),
    ],
)
def test_a_databank_in_trouble_ends_with_one_version(world, kind, settings):
    """Errors, a cut connection, a lost answer, a slow one: the letter arrives once and is accepted."""
    world.faults.switch("laba", kind, **settings)
    number, _delivery = world.send()
    assert [letter.state for letter in world.hub.message(f"E{number}").letters] == ["accepted"]
    (held,) = world.laba.answers(NANCY, f"RP{number}")
    assert len(held.versions) == 1


def test_plsp_that_forwards_twice_is_answered_as_before(world):
    """LABA keeps one and writes the duplicate down."""
    world.faults.switch("plsp", "duplicate", times=1)
    number, _delivery = world.send()
    assert len(world.laba.answers(NANCY, f"RP{number}")[0].versions) == 1
    assert world.events(world.laba.journal(), number) == ["received", "duplicate"]


def test_a_databanks_refusal_ends_in_a_negative_receipt_with_the_reason(world):
    """The reason travels from LABA through PLSP's XCTL02."""
    world.faults.switch("laba", "refuse", reason="Ukendt laboratorium")
    number, _delivery = world.send()
    (letter,) = world.hub.message(f"E{number}").letters
    assert (letter.state, letter.reason) == ("refused", "Ukendt laboratorium")
    receipt = world.hub.receipt(f"E{number}")
    assert receipt.kind == "XCTL02"
    assert b"Ukendt laboratorium" in receipt.raw


def test_plsp_down_and_its_answer_lost(world):
    """While PLSP is down nobody gets in; after a lost answer the same message gets the first one."""
    number = world.fresh()
    data = envelope(biochemistry(Answer(letter=f"L{number}", sample=f"RP{number}")), identifier=f"E{number}")
    world.faults.switch("plsp", "unavailable")
    assert world.session.post(f"{world.at['plsp']}/plsp/messages", data=data, headers=XML).status_code == 503
    assert world.session.get(f"{world.at['plsp']}/plsp/messages?envelope=E{number}").status_code == 503
    assert world.hub.message(f"E{number}") is None
    world.faults.clear("plsp")
    world.faults.switch("plsp", "lose_receipt", times=1)
    with pytest.raises(requests.ConnectionError):
        world.session.post(f"{world.at['plsp']}/plsp/messages", data=data, headers=XML)
    again = world.session.post(f"{world.at['plsp']}/plsp/messages", data=data, headers=XML)
    assert (again.status_code, again.json()["id"]) == (200, world.hub.message(f"E{number}").id)


def test_policies_hold_for_a_while(world):
    """Positive list and mapping are switched on, and are off again when restored."""
    lung = (("MCS88015", "lokal", "MCS"),)
    world.policies.set("plsp", positive_list=True)
    number, delivery = world.send(codes=lung)
    assert delivery.status == 202
    assert world.hub.receipt(f"E{number}").kind == "XCTL02"
    assert world.laba.answers(NANCY, f"RP{number}") == ()
    world.policies.restore("plsp")
    number, _delivery = world.send(codes=lung)
    assert len(world.laba.answers(NANCY, f"RP{number}")) == 1
    assert world.send(codes=(("PNTCRP", "lokal", "PNT"),))[1].status == 422
    world.policies.set("plsp", mapping=True)
    number, _delivery = world.send(codes=(("PNTCRP", "lokal", "PNT"),))
    assert b"NPU19748" in world.laba.answers(NANCY, f"RP{number}")[0].versions[0].raw


def test_a_correction_first_and_its_original_late(world):
    """The page shows the correction, once."""
    number = world.fresh()
    same = {"sample": f"RP{number}", "laboratory_sample": f"LP{number}"}
    correction = Answer(
        letter=f"C{number}", value="24", status="svar_rettet", results_at=("2025-12-01", "10:00"), **same
    )
    world.hub.deliver(envelope(biochemistry(correction), identifier=f"F{number}"))
    world.hub.message(f"F{number}")
    world.hub.deliver(envelope(biochemistry(Answer(letter=f"L{number}", **same)), identifier=f"E{number}"))
    (held,) = world.laba.answers(NANCY, f"RP{number}")
    assert [(version.number, version.letter, version.corrected) for version in held.versions] == [
        (1, f"L{number}", False),
        (2, f"C{number}", True),
    ]
    (row,) = [row for row in world.portal.professional(NANCY).results if row.sample == f"RP{number}"]
    assert (row.value, row.corrected) == ("24", True)
    assert "Rettet" in row.text


def test_refused_consent_is_held_and_shown_to_nobody(world):
    """In no app, on no side."""
    number, _delivery = world.send(consent="false")
    assert world.laba.answers(NANCY, f"RP{number}")[0].versions[0].consent_refused is True
    pages = [
        world.portal.professional(NANCY),
        *(world.portal.citizen(NANCY, via=via) for via in ("sundhed.dk", "minlaege", "minsundhed")),
    ]
    assert all(f"RP{number}" not in page.html.decode() for page in pages)


def test_a_seeded_hospital_answer_proves_the_filter(world):
    """origin=gp leaves it out."""
    number = world.fresh()
    data = envelope(biochemistry(Answer(letter=f"L{number}", sample=f"RP{number}")), identifier=f"E{number}")
    address = f"{world.at['all']}/control/laba/seed"
    assert world.session.put(address, data=data, headers=XML).status_code == 401
    assert world.session.put(address, data=data, headers={**XML, **world.trusted}).status_code == 202
    assert f"RP{number}" in [row.sample for row in world.portal.citizen(NANCY).results]
    assert f"RP{number}" not in [row.sample for row in world.portal.citizen(NANCY, origin="gp").results]


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH", "POST"])
def test_nothing_can_be_deleted_and_the_attempt_is_history(world, method):
    """405 at databank and hub; the answer is as before; the journal says that it was tried."""
    number, delivery = world.send()
    (held,) = world.laba.answers(NANCY, f"RP{number}")
    assert world.laba.attempt_change(held.id, method).status == 405
    assert world.session.request(method, f"{world.at['plsp']}/plsp/messages/{delivery.id}").status_code == 405
    assert world.laba.answers(NANCY, f"RP{number}") == (held,)
    for journal, key, value in ((world.laba.journal(), "answer", held.id), (world.hub.journal(), "id", delivery.id)):
        assert (journal[-1].event, journal[-1].data[key], journal[-1].data["method"]) == (
            "delete_refused",
            value,
            method,
        )


def test_control_and_journal_need_the_token(world):
    """401 with a sentence for everybody else."""
    for method, path in (
        ("GET", "/journal"),
        ("PUT", "/control/laba/faults"),
        ("DELETE", "/control/plsp/policy"),
        ("GET", "/plsp/messages?envelope=E1&settled=1"),
        ("GET", f"/miba/answers?cpr={NANCY}&settled=1"),
    ):
        for headers in ({}, {"Authorization": "Bearer wrong"}):
            answer = world.session.request(method, world.at["all"] + path, headers=headers, data=b"{}")
            assert answer.status_code == 401
            assert "Authorization: Bearer" in answer.json()["message"]


@pytest.mark.parametrize("path", ["/plsp/messages?envelope=E1", f"/laba/answers?cpr={NANCY}"])
def test_a_question_that_waits_names_seconds(world, path):
    """400 with a sentence for anything else."""
    for wrong in ("", "soon", "-1", "1.2.3"):
        answer = world.session.get(f"{world.at['all']}{path}&settled={wrong}", headers=world.trusted)
        assert (answer.status_code, "settled" in answer.json()["message"]) == (400, True)


def test_a_question_waits_no_longer_than_it_says(world):
    """A letter that is never at rest: the question is answered when the time is over, with what there is."""
    world.faults.switch("laba", "delay", times=1, seconds=3)
    number, _delivery = world.send()
    address = f"{world.at['plsp']}/plsp/messages?envelope=E{number}"
    early = world.session.get(f"{address}&settled=0.3", headers=world.trusted).json()["letters"][0]["state"]
    late = world.session.get(f"{address}&settled=30", headers=world.trusted).json()["letters"][0]["state"]
    assert (early, late) == ("forwarded", "accepted")


@pytest.mark.parametrize(
    ("path", "body", "says"),
    [
        ("/control/laba/faults", {"kind": "refus"}, "refuse"),
        ("/control/laba/faults", {"kind": "duplicate"}, "plsp"),
        ("/control/plsp/policy", {"positivelist": True}, "positive_list"),
        ("/control/portal/policy", {}, "portal"),
        ("/control/laba/faults", [], "JSON-objekt"),
    ],
)
def test_a_wrong_setting_is_told_in_a_sentence(world, path, body, says):
    """422 with what is wrong and the nearest match."""
    answer = world.session.put(world.at["all"] + path, json=body, headers=world.trusted)
    assert answer.status_code == 422
    assert says in answer.json()["message"]


def test_an_own_address_serves_only_its_own_host(world):
    """LABA's address has no PLSP behind it; unknown paths are sentences."""
    assert world.session.get(f"{world.at['laba']}/plsp/messages?envelope=E1").status_code == 404
    assert world.session.get(f"{world.at['laba']}/control/miba/faults", headers=world.trusted).status_code == 404
    for at in world.at.values():
        assert world.session.get(f"{at}/health").json() == {"status": "ok", "addresses": world.at}
    lost = world.session.get(f"{world.at['all']}/nowhere")
    assert (lost.status_code, bool(lost.json()["message"])) == (404, True)
    assert world.session.get(f"{world.at['all']}/openapi.json").json()["openapi"].startswith("3.1")


def test_the_journal_masks_and_keeps_the_order_over_hosts(world):
    """A foreign number that somebody looks up is masked; numbers rise over all hosts."""
    foreign = "010203" + "1234"
    page = world.session.get(f"{world.at['portal']}/portal/citizen/{foreign}")
    assert foreign not in page.text.replace("-", "")
    answer = world.session.get(f"{world.at['all']}/journal", headers=world.trusted)
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["seq"] for line in lines] == sorted({line["seq"] for line in lines})
    assert {line["host"] for line in lines} == {"plsp", "laba", "miba", "portal"}
    assert foreign not in answer.text
    assert world.session.get(f"{world.at['all']}/journal?since=x", headers=world.trusted).status_code == 400


def test_a_page_says_when_a_databank_is_missing(world):
    """Half a page is never shown as the whole one."""
    world.faults.switch("miba", "unavailable")
    assert "MiBa svarer ikke" in world.portal.citizen(NANCY).html.decode()


@pytest.mark.parametrize("query", ["via=facebook", "origin=mars"])
def test_a_wrong_view_is_told(world, query):
    """400 with a page that names the possible ones."""
    answer = world.session.get(f"{world.at['portal']}/portal/citizen/{NANCY}?{query}")
    assert answer.status_code == 400
    assert "Siden kan ikke vises" in answer.text


@contextlib.contextmanager
def other_databank():
    """A databank that is none of ours: takes everything and remembers it."""
    taken: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            taken.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(202)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *args):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", taken
    server.shutdown()
    thread.join()
    server.server_close()


def test_plsp_can_point_at_another_databank(world):
    """The address is a policy: LABA's letters go to a host of somebody else."""
    with other_databank() as (address, taken):
        world.policies.set("plsp", addresses={"laba": address})
        number, _delivery = world.send()
        assert [letter.state for letter in world.hub.message(f"E{number}").letters] == ["accepted"]
        assert f"L{number}".encode() in taken[0]
    assert world.laba.answers(NANCY, f"RP{number}") == ()
