"""Signed JSON: the signature is over every byte that is said, and other people's programs read it."""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import ECKey, RSAKey

from labcert.session.authority import Authority, subject
from labcert.session.canonical import canonical
from labcert.session.jws import CERTIFICATE, REVOCATIONS, read_signed, sign_json

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    """Something to be signed."""

    text: str
    day: date = date(2026, 11, 23)
    many: tuple[str, ...] = ("a", "b")


@cache
def _keys():
    root = Authority(NOW, subject("TEST rod", "TEST", "TEST"))
    name = subject("MedCom TEST", "MedCom TEST", "TEST")
    return {"ES256": root.issue(name), "PS256": root.issue(name, rsa.generate_private_key(65537, 2048))}


@pytest.fixture(params=["ES256", "PS256"])
def key(request):
    """A key of either kind."""
    return _keys()[request.param]


def test_another_program_reads_it(key):
    """joserfc, given the payload and the certificate's key, finds the JWS right, and wrong over another payload."""
    document = json.loads(sign_json(CERTIFICATE, Said("Æble #$"), key).to_bytes())
    payload, signature = canonical(document["certificate"]), document["signature"]
    header = json.loads(base64.urlsafe_b64decode(signature["protected"] + "=="))
    assert header["typ"] == "labcert-certificate+json"
    assert base64.b64decode(header["x5c"][0]) == key.certificate.public_bytes(Encoding.DER)
    public = key.certificate.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    reader = (ECKey if header["alg"] == "ES256" else RSAKey).import_key(public)

    registry = jws.JWSRegistry(algorithms=[header["alg"]])
    registry.max_header_length = 1 << 14  # joserfc's own limit has no room for certificates

    def is_right(payload: bytes) -> bool:
        body = base64.urlsafe_b64encode(payload).rstrip(b"=").decode()
        compact = f"{signature['protected']}.{body}.{signature['signature']}"
        try:
            return jws.deserialize_compact(compact, reader, registry=registry).payload == payload
        except BadSignatureError:
            return False

    assert is_right(payload)
    assert not is_right(payload.replace(b"2026", b"2027"))


def test_reading_gives_what_was_signed(key):
    """Content, chain and algorithm come back, and the signature holds."""
    made = sign_json(CERTIFICATE, Said("x"), key)
    found = read_signed(made.to_bytes(), CERTIFICATE)
    assert (found, found.holds) == (made, True)
    assert (found.content, found.chain, found.timestamp) == (
        {"text": "x", "day": "2026-11-23", "many": ["a", "b"]}, (key.certificate,), None,
    )  # fmt: skip


def test_time_stamp_is_over_the_signature(key):
    """The token is asked for over the SHA-256 of the signature's bytes, and kept as it came."""
    asked = []
    made = sign_json(CERTIFICATE, Said("x"), key, lambda digest: asked.append(digest) or b"token")
    found = read_signed(made.to_bytes(), CERTIFICATE)
    assert (asked, found.timestamp) == ([hashlib.sha256(found.signature).digest()], b"token")
    assert found.stamped == asked[0]


def test_change_is_found(key):
    """Another word in the content: the signature no longer holds."""
    data = sign_json(CERTIFICATE, Said("Godkendt"), key).to_bytes()
    assert not read_signed(data.replace(b"Godkendt", b"Godkjent"), CERTIFICATE).holds


def test_list_is_no_certificate(key):
    """What was signed as a list can't be shown as a certificate, not even under another key of the file."""
    data = sign_json(REVOCATIONS, Said("x"), key).to_bytes()
    for forged in (data, data.replace(b'"revocations"', b'"certificate"')):
        with pytest.raises(ValueError):
            read_signed(forged, CERTIFICATE)


def test_key_of_another_kind_does_not_hold():
    """The header's algorithm must be the certificate's key's."""
    made = sign_json(CERTIFICATE, Said("x"), _keys()["ES256"])
    other = sign_json(CERTIFICATE, Said("x"), _keys()["PS256"])
    document = json.loads(made.to_bytes())
    document["signature"]["protected"] = json.loads(other.to_bytes())["signature"]["protected"]
    data = (json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
    assert not read_signed(data, CERTIFICATE).holds


def _with(data, change):
    document = json.loads(data)
    change(document)
    return (json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _header(change):
    def apply(document):
        protected = document["signature"]["protected"]
        header = json.loads(base64.urlsafe_b64decode(protected + "=" * (-len(protected) % 4)))
        change(header)
        document["signature"]["protected"] = base64.urlsafe_b64encode(canonical(header)).rstrip(b"=").decode()

    return apply


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(extra=1),
        lambda d: d.pop("signature"),
        lambda d: d["signature"].pop("timestamp"),
        lambda d: d["signature"].update(timestamp="æ"),
        lambda d: d["signature"].update(signature="a+/="),
        lambda d: d["signature"].update(protected=7),
        _header(lambda h: h.update(crit=["b64"])),
        _header(lambda h: h.update(x5c=[])),
        _header(lambda h: h.update(x5c=["AAAA"])),
        _header(lambda h: h.update(x5c=h["x5c"] * 11)),
        _header(lambda h: h.pop("typ")),
    ],
)
def test_file_of_another_shape_is_not_read(key, change):
    """More or fewer parts, what isn't base64url, a header with more in it than ours."""
    with pytest.raises(ValueError):
        read_signed(_with(sign_json(CERTIFICATE, Said("x"), key).to_bytes(), change), CERTIFICATE)


def test_algorithm_none_holds_nothing(key):
    """The oldest trick against JWS."""
    data = _with(sign_json(CERTIFICATE, Said("x"), key).to_bytes(), _header(lambda h: h.update(alg="none")))
    assert not read_signed(data, CERTIFICATE).holds


def test_only_the_very_bytes_are_read(key):
    """Spaces, a key twice, another order: not as it was written."""
    data = sign_json(CERTIFICATE, Said("x"), key).to_bytes()
    for other in (data + b"\n", b" " + data, data.replace(b'"text"', b'"text": "y",\n  "text"'), b"[]", b"{", b"\xff"):
        with pytest.raises(ValueError):
            read_signed(other, CERTIFICATE)


@given(st.text(), st.lists(st.text(), max_size=3))
def test_any_text_survives(text, many):
    """Whatever people write, line ends and half surrogate pairs included, is signed and read again."""
    made = sign_json(CERTIFICATE, Said(text, many=tuple(many)), _keys()["ES256"])
    assert read_signed(made.to_bytes(), CERTIFICATE).holds


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    """A stranger's bytes are a ValueError and nothing else."""
    with pytest.raises(ValueError):
        read_signed(data, CERTIFICATE)
