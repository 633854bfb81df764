"""Time-stamps from a real server (`openssl ts`), and every way in which one can answer wrongly."""

import hashlib
import shutil
import subprocess
import time
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from labcert.domain.errors import SetupFault, UsageMistake
from labcert.session.authority import Authority, Holding, subject
from labcert.session.certificates import pem_of
from labcert.session.timestamps import TimeStampServer, read_token
from tests.support.tsa import answer, served, time_stamp_server

DIGEST = hashlib.sha256(b"en underskrift").digest()
pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl findes ikke på denne maskine")


class _Files:
    """A time-stamp server's files."""

    def __init__(self, folder, holding, key=None):
        root = Authority(datetime.now(UTC), subject("TEST rod", "TEST", "TEST"))
        made = root.issue(subject("TEST tid", "TEST", "TEST"), key, holding)
        self.folder, self.chain, self.certificate, self.key = folder, *(
            folder / name for name in ("rod.pem", "tid.pem", "tid.key")
        )  # fmt: skip
        self.asn1 = asn1_x509.Certificate.load(made.certificate.public_bytes(Encoding.DER))
        self.chain.write_text(pem_of([root.certificate]))
        self.certificate.write_text(pem_of([made.certificate]))
        self.key.write_bytes(made.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    def answer(self, query):
        return answer(self.folder, query, self.certificate, self.key, self.chain)

    def serve(self):
        return time_stamp_server(self.folder, self.certificate, self.key, self.chain)


@pytest.fixture(scope="module", params=["ec", "rsa"])
def server(request, tmp_path_factory):
    """A time-stamp server with a key of either kind."""
    key = rsa.generate_private_key(65537, 2048) if request.param == "rsa" else None
    return _Files(tmp_path_factory.mktemp("tsa"), Holding(time_stamps=True), key)


@pytest.fixture(scope="module")
def token(server):
    """A token over DIGEST."""
    with server.serve() as url:
        return TimeStampServer(url).stamp(DIGEST)


def test_token_says_when_and_whose(token):
    """The time is now, the server's certificate stands first."""
    found = read_token(token, DIGEST)
    assert abs(found.time - datetime.now(UTC)) < timedelta(minutes=2)
    assert [each.subject.rfc4514_string()[:8] for each in found.chain] == ["CN=TEST ", "CN=TEST "]
    assert found.chain[0].subject != found.chain[1].subject


def test_openssl_finds_the_token_right(server, token, tmp_path):
    """`openssl ts -verify`, given the digest and the root, agrees; with another digest it doesn't."""
    (tmp_path / "t.der").write_bytes(token)

    def verified(digest):
        words = ["openssl", "ts", "-verify", "-digest", digest.hex(), "-token_in", "-in", tmp_path / "t.der"]
        return subprocess.run([*words, "-CAfile", server.chain], capture_output=True, check=False).returncode == 0

    assert verified(DIGEST)
    assert not verified(hashlib.sha256(b"andet").digest())


def test_token_over_something_else_is_none(token):
    """A token is right for its digest alone."""
    with pytest.raises(ValueError):
        read_token(token, hashlib.sha256(b"andet").digest())


def test_each_changed_byte_that_matters_is_found(token):
    """No change of the token makes it say another time."""
    said = read_token(token, DIGEST)
    for place in range(0, len(token), 7):
        changed = token[:place] + bytes([token[place] ^ 1]) + token[place + 1 :]
        try:
            found = read_token(changed, DIGEST)
        except ValueError:
            continue
        assert (found.time, found.chain[0]) == (said.time, said.chain[0]), place


@given(st.binary(max_size=200))
def test_any_bytes_are_a_token_or_a_value_error(data):
    """A stranger's bytes are a ValueError and nothing else."""
    with pytest.raises(ValueError):
        read_token(data, DIGEST)


def test_key_that_is_not_for_time_stamps_stamps_nothing(tmp_path):
    """Only a certificate for time-stamps, critical and alone, makes one (RFC 3161, 2.3)."""
    files, wrong = _Files(tmp_path, Holding(time_stamps=True)), (tmp_path / "andet")
    wrong.mkdir()
    with files.serve() as url:
        token = cms.ContentInfo.load(TimeStampServer(url).stamp(DIGEST))
    for certificates in ([], [_Files(wrong, Holding()).asn1]):
        token["content"]["certificates"] = certificates
        with pytest.raises(ValueError, match="missing"):
            read_token(token.dump(force=True), DIGEST)


def test_certificate_of_the_same_key_cannot_be_laid_in_its_place(tmp_path):
    """The signature names its certificate by hash: another one of the same name, number and key is refused."""
    files = _Files(tmp_path, Holding(time_stamps=True))
    with files.serve() as url:
        token = cms.ContentInfo.load(TimeStampServer(url).stamp(DIGEST))
    listed = token["content"]["certificates"]
    changed = bytearray(listed[0].chosen.dump())
    changed[-1] ^= 1
    token["content"]["certificates"] = [asn1_x509.Certificate.load(bytes(changed)), listed[1].chosen]
    with pytest.raises(ValueError, match="another certificate"):
        read_token(token.dump(force=True), DIGEST)


# ------------------------------------------------------------------------------------------------------- wrong answers
def _stamp_from(reply, **settings):
    with served(reply, **settings) as url, pytest.raises(SetupFault) as found:
        TimeStampServer(url, timeout=0.4).stamp(DIGEST)
    assert url in str(found.value)
    assert "intet er underskrevet" in str(found.value)
    return found.value.message


def test_wrong_answers_are_a_sentence_each(server):
    """HTML, nothing, too much, HTTP 500, a redirect, a refusal, an answer to another question."""
    other = tsp.TimeStampReq({
        "version": 1, "nonce": 5, "cert_req": True,
        "message_imprint": {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": DIGEST},
    }).dump()  # fmt: skip
    refused = tsp.TimeStampReq({
        "version": 1, "message_imprint": {"hash_algorithm": {"algorithm": "sha512"}, "hashed_message": b"0" * 64},
    }).dump()  # fmt: skip
    assert "ikke er et tidsstempel" in _stamp_from(lambda _query: b"<html>Velkommen</html>")
    assert "ikke er et tidsstempel" in _stamp_from(lambda _query: b"")
    assert "ikke er et tidsstempel" in _stamp_from(lambda _query: b"\x30" * (300 << 10))
    assert "HTTP 500" in _stamp_from(lambda _query: b"", status=500)
    assert "HTTP 302" in _stamp_from(lambda _query: b"", status=302)
    assert "afviste" in _stamp_from(lambda _query: server.answer(refused))
    assert "ikke passer" in _stamp_from(lambda _query: server.answer(other))


def test_server_that_is_away_or_slow():
    """One sentence for each, and no waiting beyond the time limit."""
    with served(lambda _query: b"") as url:
        pass
    with pytest.raises(SetupFault, match="kan ikke nås"):
        TimeStampServer(url).stamp(DIGEST)
    begun = time.monotonic()
    assert "svarede ikke inden for" in _stamp_from(lambda _query: time.sleep(1) or b"")
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("url", ["", "ftp://a", "tsa.example", "http://", "file:///etc/passwd", "http://[::1"])
def test_address_that_is_none(url):
    """Only http and https with a host are asked."""
    with pytest.raises(UsageMistake, match="adresse kan ikke bruges"):
        TimeStampServer(url)


def test_password_of_an_address_is_not_told():
    """Some servers take a name and a password in their address."""
    with pytest.raises(SetupFault) as found:
        TimeStampServer("http://bruger:hemmelig@127.0.0.1:1/tsa").stamp(DIGEST)
    assert "hemmelig" not in str(found.value)
