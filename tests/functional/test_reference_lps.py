"""The reference LPS as a vendor's program: its command line, over real HTTP, against a small hub of the test's own."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from lxml import etree

from labcert.domain.case import Case, Patient, Requester, Result, Sample, Sender
from labcert.domain.suite import suite_root

CASE = Case(
    step="TP-4.2.01",
    patient=Patient("nancy-ann", "Nancy Ann Test", "Berggren", cpr="2512489996"),
    sender=Sender("5790000147465", "045861", "ydernummer", "Lægehuset Æblegården"),
    requester=Requester("5790001382445", "5790001382445", "lokationsnummer", "MedComs testcenter"),
    sample=Sample(
        "REQ1", "LAB1", "PROD1", "2025-12-01T08:15", "2025-12-01T08:20", "2025-12-01T08:30", "2025-12-01T08:35"
    ),
    results=(
        Result("NPU19748", "iupac", "SST", "P—C-reaktivt protein; massek. = ? mg/L", "biochemistry", value="42", unit="mg/L"),
    ),
)


@dataclass
class StubHub:
    """A hub over HTTP that keeps what it gets; `down` makes it answer 503, `refuse` 422."""

    address: str = ""
    posted: list[bytes] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    down: bool = False
    refuse: bool = False


def _handler(hub: StubHub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            hub.posted.append(self.rfile.read(int(self.headers["Content-Length"])))
            hub.types.append(self.headers["Content-Type"])
            if hub.down:
                self._answer(503, b"")
            elif hub.refuse:
                self._answer(422, json.dumps({"findings": [{"message": "Koden har ingen rute."}]}).encode())
            else:
                self._answer(202, json.dumps({"id": str(len(hub.posted)), "status": "received"}).encode())

        def do_GET(self) -> None:
            number = int(self.path.split("/")[3])
            if not self.path.endswith("/receipt"):
                self._answer(200, b'{"letters": [{"identifier": "L", "state": "accepted", "reason": ""}]}')
                return
            envelope = etree.fromstring(hub.posted[number - 1]).findtext(".//{*}Envelope/{*}Identifier")
            self._answer(
                200,
                b'<?xml version="1.0" encoding="UTF-8"?><Emessage xmlns="http://rep.oio.dk/sundcom.dk/medcom.dk/xml/schemas/2005/08/07/">'
                b"<PositiveReceipt><OriginalEmessage><OriginalEnvelopeIdentifier>" + envelope.encode()
                + b"</OriginalEnvelopeIdentifier></OriginalEmessage></PositiveReceipt></Emessage>",
            )  # fmt: skip

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


@pytest.fixture
def hub() -> Iterator[StubHub]:
    """A hub on a free port."""
    stub = StubHub()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(stub)) as server:
        stub.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield stub
        server.shutdown()
        thread.join()


@pytest.fixture
def run(tmp_path, hub):
    """Run the LPS's command with a case; returns exit code, the JSON it printed and what it said beside."""

    def command(*words: str, case: Case | None = None, module: str = "sut.reference", address: str = ""):
        arguments = [*words, "--hub", address or hub.address, "--data", str(tmp_path / "data")]
        if case is not None:
            (tmp_path / "CASE.json").write_text(json.dumps(asdict(case), ensure_ascii=False), encoding="utf-8")
            arguments += ["--case", str(tmp_path / "CASE.json")]
        done = subprocess.run(
            [sys.executable, "-m", *module.split(" "), *arguments],
            cwd=suite_root(), env={**os.environ, "PYTHONIOENCODING": "latin-1"}, capture_output=True, check=False, timeout=60,
        )  # fmt: skip
        printed = done.stdout.decode("utf-8")
        return done.returncode, json.loads(printed) if printed else None, done.stderr.decode("latin-1")

    return command


def test_an_answer_goes_from_case_to_receipt(run, hub, tmp_path):
    """Send prints the identifiers and exits 0; afterwards the receipt is fetched and shown."""
    code, printed, _ = run("send", case=CASE)
    message = etree.fromstring(hub.posted[0])
    assert (code, printed["envelope"]) == (0, message.findtext(".//{*}Envelope/{*}Identifier"))
    assert printed["letters"] == [message.findtext(".//{*}Letter/{*}Identifier")]
    assert hub.types == ["application/xml"]
    code, printed, _ = run("work", "--html", str(tmp_path / "udbakke.html"))
    assert (code, printed["answers"][0]["state"]) == (0, "accepted")
    assert "Positiv kvittering" in (tmp_path / "udbakke.html").read_text(encoding="utf-8")


def test_a_correction_is_sent_by_another_process(run, hub):
    """What was sent is remembered in the data folder, so that it can be corrected later."""
    _, first, _ = run("send", case=CASE)
    code, second, _ = run("correct", "--replaces", first["envelope"], case=replace(CASE, results=(replace(CASE.results[0], value="24"),)))
    assert code == 0
    assert {first["envelope"], *first["letters"]}.isdisjoint({second["envelope"], *second["letters"]})
    assert etree.fromstring(hub.posted[1]).findtext(".//{*}ResultStatusCode") == "svar_rettet"


def test_a_refusal_of_the_user_interface_exits_10(run, hub):
    """Exit 10 with the reason as JSON in UTF-8, whatever the terminal's encoding; nothing is sent."""
    code, printed, _ = run("send", case=replace(CASE, results=(replace(CASE.results[0], value="1234567890123"),)))
    assert code == 10
    assert "13 tegn" in printed["reason"]
    assert hub.posted == []


def test_a_hub_that_is_down_is_met_with_patience(run, hub):
    """The answer is queued (exit 0), waits, and is sent again after 30 minutes with a new envelope."""
    hub.down = True
    code, first, _ = run("send", case=CASE)
    assert code == 0
    _, outbox, _ = run("outbox")
    assert outbox["answers"][0]["state"] == "waiting"
    hub.down = False
    _, outbox, _ = run("work", "--minutes", "30")
    answer = outbox["answers"][0]
    assert (answer["state"], answer["attempts"], len(answer["envelopes"])) == ("accepted", 2, 2)
    assert [etree.fromstring(data).findtext(".//{*}Letter/{*}Identifier") for data in hub.posted] == first["letters"] * 2


def test_a_hub_that_is_not_there_is_no_crash(run, hub):
    """Nobody listens at the address: the answer waits."""
    code, _, said = run("send", case=CASE, address="http://127.0.0.1:9")
    assert (code, said) == (0, "")
    assert run("outbox")[1]["answers"][0]["state"] == "waiting"
    assert hub.posted == []


def test_what_the_hub_turns_away_is_shown_with_its_words(run, hub):
    """A 422 answer is a refusal the user can read."""
    hub.refuse = True
    run("send", case=CASE)
    answer = run("outbox")[1]["answers"][0]
    assert (answer["state"], answer["reason"]) == ("refused", "Koden har ingen rute.")


@pytest.mark.parametrize("address", ["localhost:1", "ftp://127.0.0.1"])
def test_a_wrong_address_is_told_without_a_stack_trace(run, address):
    """Exit 2 and one sentence."""
    code, printed, said = run("send", case=CASE, address=address)
    assert (code, printed) == (2, None)
    assert said.startswith("Hub'ens adresse skal begynde med http://")
    assert "Traceback" not in said


def test_a_case_that_is_none_is_told_without_a_stack_trace(run, hub, tmp_path):
    """A file that is no CASE.json is named, with what is wrong."""
    (tmp_path / "tom.json").write_text("{}", encoding="utf-8")
    for name, told in (("tom.json", "mangler patient, requester, results, sample, sender"), ("findes-ikke.json", "kunne ikke læses")):
        code, printed, said = run("send", "--case", str(tmp_path / name))
        assert (code, printed) == (2, None)
        assert told in said
        assert "Traceback" not in said


def test_a_defective_system_has_the_same_command(run, hub):
    """`python -m sut.defective ID` does the one thing wrong; without an id it lists them."""
    code, printed, _ = run("send", case=replace(CASE, consent="refused"), module="sut.defective consent-left-out")
    assert (code, list(printed)) == (0, ["envelope", "letters"])
    assert etree.fromstring(hub.posted[0]).find(".//{*}Consent") is None
    code, _, said = run("send", module="sut.defective")
    assert code == 2
    assert "no-resend" in said


def test_it_knows_nothing_of_the_tool():
    """Judge and judged share no code: the system imports neither labcert nor the databanks."""
    sources = Path(suite_root() / "sut").rglob("*.py")
    told = [f"{path}: {line}" for path in sources for line in path.read_text(encoding="utf-8").splitlines()
            if line.startswith(("import ", "from ")) and ("labcert" in line or "mock_databanks" in line)]  # fmt: skip
    assert told == []
