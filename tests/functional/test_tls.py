"""Who may talk to the hub: certificates and tokens over real HTTPS, and what the hosts say of who may not."""

import contextlib
import dataclasses
import http.client
import json
import socket
import ssl
import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from labcert.adapters.connection import Connection, NoAnswer, Untrusted
from labcert.adapters.hosts import start_hosts
from labcert.adapters.http_databank import HttpDatabank
from labcert.adapters.http_hub import HttpHub
from labcert.adapters.http_portal import HttpPortal
from labcert.adapters.http_world import HttpFaults
from labcert.adapters.practice_authority import HARNESS, HUB, make_certificates
from labcert.domain.errors import SetupFault, ToolFault
from labcert.domain.suite import suite_root
from labcert.domain.sut import Security
from labcert.protocol.cases import case_from_json, for_run
from sut.reference import ReferenceLps
from sut.reference.hub import Access
from tests.support.recording import RecordingSink

NAME = "Æskulap Journal"
YEAR = timedelta(days=365)


def shown_by(made, stem):
    """Return what a caller with these files trusts and shows."""
    return Security(str(made.certificate()), str(made.certificate(stem)), str(made.key(stem)))


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Our authority, a stranger's, and one of ours whose certificate for the caller is out of date."""
    folder, now = tmp_path_factory.mktemp("certificates"), datetime.now(UTC)
    return SimpleNamespace(
        ours=make_certificates(folder / "ours", [NAME], now),
        strange=make_certificates(folder / "strange", ["Fremmed System"], now),
        folder=folder,
    )


@pytest.fixture(scope="module")
def hosts(files, tmp_path_factory):
    """Hosts that ask every caller for a certificate of our authority."""
    data = tmp_path_factory.mktemp("data")
    with start_hosts(data, tls=shown_by(files.ours, HUB)) as running:
        sink, security = RecordingSink(), shown_by(files.ours, HARNESS)
        hub = HttpHub(running.addresses["plsp"], sink, token=running.token, security=security)
        yield SimpleNamespace(
            at=running.addresses, token=running.token, hub=hub, security=security, log=data / "hosts.log", sink=sink
        )
        hub.close()


def a_case(mark="tls00"):
    """Return the first answer of the suite, as a vendor's system reads it."""
    path = suite_root() / "fixtures" / "cases" / "TP-4.2.01.json"
    return for_run(case_from_json(path.read_bytes()), mark)


def sent_by(address, access, case=None):
    """Have the reference system send a case; return its entry in the outbox."""
    asked = json.loads(json.dumps(dataclasses.asdict(case or a_case())))
    with contextlib.closing(ReferenceLps(address, access=access)) as system:
        system.send(asked)
        (entry,) = system.outbox()
        return entry


def access_of(made, stem):
    """Return how the reference system shows a certificate."""
    security = shown_by(made, stem)
    return Access("", security.ca, security.certificate, security.key)


def said(hosts, *words, seconds=5.0):
    """Wait until a line of the operator's console has all the words, and return it."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for line in hosts.log.read_text(encoding="utf-8").splitlines():
            if all(word in line for word in words):
                return line
        time.sleep(0.05)
    raise AssertionError(hosts.log.read_text(encoding="utf-8"))


def refused_connection(hosts, security):
    """Ask with a certificate that is not taken; return what the caller is told."""
    with contextlib.closing(Connection(hosts.at["plsp"], {}, security)) as connection, pytest.raises(NoAnswer) as error:
        connection.ask("GET", "/health")
    return error.value


def test_the_right_certificate_goes_all_the_way(hosts, files):
    """From the system by way of PLSP to LABA and the page, all over HTTPS; the journal says whose certificate it was."""
    entry = sent_by(hosts.at["plsp"], access_of(files.ours, files.ours.clients[NAME]))
    message = hosts.hub.message(entry.envelopes[0])
    assert [letter.state for letter in message.letters] == ["accepted"]
    case = a_case()
    laba = HttpDatabank("LABA", hosts.at["laba"], hosts.sink, token=hosts.token, security=hosts.security)
    portal = HttpPortal(hosts.at["portal"], hosts.sink, security=hosts.security)
    with contextlib.closing(laba), contextlib.closing(portal):
        assert len(laba.answers(case.patient.identifier, case.sample.requester_number)) == 1
        rows = portal.citizen(case.patient.identifier).results
    assert case.sample.requester_number in [row.sample for row in rows]
    (shown,) = [line.data for line in hosts.hub.journal() if line.event == "certificate_shown"]
    assert (shown["id"], shown["certificate"], shown["organisation"]) == (message.id, NAME, "TEST – kun til prøve")
    assert len(shown["fingerprint"]) == 64


def test_control_speaks_https_too(hosts):
    """Faults are switched over the same connection."""
    faults = HttpFaults(hosts.at["all"], hosts.sink, token=hosts.token, security=hosts.security)
    with contextlib.closing(faults):
        faults.switch("miba", "delay", seconds=0)
        faults.clear("miba")


def test_no_certificate(hosts, files):
    """The caller is refused, and the operator told that none was shown."""
    refused_connection(hosts, Security(ca=str(files.ours.certificate())))
    assert "der blev ikke vist noget certifikat" in said(hosts, "afvist", "ikke vist")


def asked(connection):
    """Ask and wait for the answer: with TLS 1.3 a caller learns only then that it is not let in."""
    connection.request("GET", "/health")
    return connection.getresponse()


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_stranger_s_certificate(hosts, files, version):
    """Another authority's certificate is refused, and the log and the journal say whose it was."""
    theirs = files.strange
    context = ssl.create_default_context(cafile=files.ours.certificate())
    context.minimum_version = context.maximum_version = version
    context.load_cert_chain(theirs.certificate("fremmed-system"), theirs.key("fremmed-system"))
    place = hosts.at["plsp"].removeprefix("https://")
    connection = http.client.HTTPSConnection(place, timeout=5, context=context)
    with contextlib.closing(connection), pytest.raises((OSError, http.client.HTTPException)):
        asked(connection)
    assert "ikke fra den udsteder" in said(hosts, "Fremmed System", "labcert TEST-udsteder", "afvist")
    refused = [line.data for line in hosts.hub.journal() if line.event == "tls_refused"]
    (serial,) = {each["serial"] for each in refused if each.get("certificate") == "Fremmed System"}
    assert len(str(serial)) > 30


def test_an_expired_certificate(hosts, files, tmp_path):
    """One of our own that is out of date is refused by name, and the console says until when it was in force."""
    late = issued_by_ours(files, tmp_path, "Gammelt System", datetime.now(UTC) - 2 * YEAR)
    refused_connection(hosts, late)
    assert "certifikatet er udløbet" in said(hosts, "Gammelt System", "afvist")


def issued_by_ours(files, folder, name, now):
    """Return a certificate that our authority issued at another time, with its own authority's name and key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    pem, key = serialization.Encoding.PEM, ec.generate_private_key(ec.SECP256R1())
    authority = x509.load_pem_x509_certificate(files.ours.certificate().read_bytes())
    issuer = serialization.load_pem_private_key(files.ours.key("ca").read_bytes(), None)
    builder = x509.CertificateBuilder(
        issuer_name=authority.subject, subject_name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]),
        public_key=key.public_key(), serial_number=7, not_valid_before=now, not_valid_after=now + YEAR,
    )  # fmt: skip
    (folder / "old.pem").write_bytes(builder.sign(issuer, hashes.SHA256()).public_bytes(pem))
    private = serialization.PrivateFormat.PKCS8
    (folder / "old.key").write_bytes(key.private_bytes(pem, private, serialization.NoEncryption()))
    return Security(str(files.ours.certificate()), str(folder / "old.pem"), str(folder / "old.key"))


def test_the_reference_system_with_a_wrong_certificate_waits(hosts, files):
    """For a system a refused connection is a hub that can't be reached: the answer waits in its outbox."""
    ours = access_of(files.strange, "fremmed-system")
    entry = sent_by(hosts.at["plsp"], dataclasses.replace(ours, ca=str(files.ours.certificate())), a_case("tls01"))
    assert entry.state == "waiting"


def test_a_caller_that_speaks_http(hosts):
    """Plain HTTP, and noise, on the port are told and harm nobody."""
    place = hosts.at["plsp"].removeprefix("https://")
    for word in (b"GET / HTTP/1.1\r\n\r\n", b"\x00\xff" * 50, b""):
        host, port = place.split(":")
        with socket.create_connection((host, int(port)), 5) as one:
            one.sendall(word)
            one.shutdown(socket.SHUT_WR)
            with contextlib.suppress(ConnectionError):
                one.recv(1000)
    assert "talte http" in said(hosts, "talte http")
    assert hosts.hub.next_seq() > 0


def test_a_host_that_is_not_trusted_is_told(hosts, files):
    """A caller who does not know the hosts' authority stops, says so, and so do the hosts."""
    error = refused_connection(hosts, Security(ca=str(files.strange.certificate())))
    assert isinstance(error, Untrusted)
    assert "ikke fra en udsteder, som der stoles på" in str(error)
    said(hosts, "stoler ikke på værternes certifikat")
    stranger = HttpHub(hosts.at["plsp"], hosts.sink, security=Security(ca=str(files.strange.certificate())))
    with contextlib.closing(stranger), pytest.raises(SetupFault, match="sikker forbindelse til PLSP"):
        stranger.message("E1")


def test_the_harness_without_a_certificate_is_told_where_to_look(hosts, files):
    """With TLS 1.3 a refused caller sees only a closed connection: the sentence says where the reason stands."""
    hub = HttpHub(hosts.at["plsp"], hosts.sink, security=Security(ca=str(files.ours.certificate())))
    with contextlib.closing(hub), pytest.raises((ToolFault, SetupFault), match="journal"):
        hub.message("E1")


def test_files_that_cannot_be_used(files, tmp_path):
    """A key that belongs to another certificate is a fault of the set-up, with the files' names."""
    (tmp_path / "no.pem").write_text("no certificate")
    for security in (
        Security(ca=str(tmp_path / "missing.pem")),
        Security(ca=str(tmp_path / "no.pem")),
        Security("", str(files.ours.certificate(HUB)), str(files.ours.key(HARNESS))),
    ):
        with pytest.raises(SetupFault, match="kan ikke bruges"):
            Connection("https://127.0.0.1:1", {}, security)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda folder, now: make_certificates(folder, [], now - 2 * YEAR), "kan ikke kalde hinanden"),
        (lambda folder, now: make_certificates(folder, [], now), "kan ikke bruges"),
    ],
)
def test_hosts_do_not_start_with_what_would_not_work(tmp_path, make, words):
    """A server certificate out of date, or with another's key, is told at the start, not by every letter."""
    made = make(tmp_path / "files", datetime.now(UTC))
    wrong = shown_by(made, HUB)
    if words == "kan ikke bruges":
        wrong = dataclasses.replace(wrong, key=str(made.key(HARNESS)))
    with pytest.raises(SetupFault, match=words):
        start_hosts(tmp_path / "data", tls=wrong)


def test_a_token_for_vendors(tmp_path):
    """PLSP takes messages only with the token, tells the others in words, and journals that they came."""
    with start_hosts(tmp_path, vendor_token="invented-for-this-test") as running:
        sink, address = RecordingSink(), running.addresses["plsp"]
        assert sent_by(address, Access(token="invented-for-this-test")).state == "delivered"
        for header in ({}, {"Authorization": "Bearer another"}, {"Authorization": "Basic aW52ZW50ZWQ="}):
            with contextlib.closing(Connection(address, header)) as connection:
                reply = connection.ask("POST", "/plsp/messages", data=b"<x/>", content_type="application/xml")
            assert reply.status == 401
            assert "Authorization: Bearer NØGLE" in json.loads(reply.body)["message"]
        assert "kender ikke nøglen" in sent_by(address, Access(token="another"), a_case("tok01")).text
        hub = HttpHub(address, sink, token=running.token)
        with contextlib.closing(hub):
            events = [line for line in hub.journal() if line.event == "token_refused"]
            assert hub.deliver(b"<x/>").status == 422
        assert [line.data["shown"] for line in events[:3]] == [False, True, True]


def test_a_token_that_cannot_stand_in_a_header(tmp_path):
    """It is refused at the start."""
    with pytest.raises(SetupFault, match="ingen mellemrum"):
        start_hosts(tmp_path, vendor_token="to ord")


def test_a_token_that_lies_about_is_not_asked_for(tmp_path, monkeypatch):
    """Hosts that a run starts for itself ask for a token only where the run says so."""
    monkeypatch.setenv("LABCERT_VENDOR_TOKEN", "from-another-shell")
    with start_hosts(tmp_path) as running:
        assert sent_by(running.addresses["plsp"], Access()).state == "delivered"
