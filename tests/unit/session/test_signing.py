"""Sign-offs one by one, with RSA beside ECDSA, and whose certificate may speak for whom."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa

from labcert.domain.errors import UsageMistake
from labcert.domain.events import SignOffStated
from labcert.session.authority import Authority, subject
from labcert.session.canonical import sha256_of
from labcert.session.keys import PSS
from labcert.session.signing import Signer, chain_if_right, read_signatures, sign, sign_one, with_signature

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
STATED = SignOffStated("4.2", "LPS", "Lis Larsen", "Chef", "Firma Æble", "Læst", demo=False)


@cache
def _root():
    return Authority(NOW, subject("TEST rod", "TEST", "TEST"))


@cache
def _rsa():
    return rsa.generate_private_key(65537, 2048)


def _signer(name, *, key=None, stated=STATED):
    return Signer(stated, NOW.isoformat(), _root().issue(name, key))


LIS = subject("Lis Larsen", "Firma Æble", "TEST", "LPS")


def test_rsa_signature_says_so_and_holds():
    """An RSA signature names its algorithm; the statement that it is over names it, too."""
    (made,) = read_signatures(sign(b"m", [_signer(LIS, key=_rsa())])).signatures
    assert made.algorithm == "RSA-PSS-SHA256"
    chain, _time = chain_if_right(made, sha256_of(b"m"))
    statement = json.loads(made.statement(sha256_of(b"m")))
    assert statement["algorithm"] == "RSA-PSS-SHA256"
    raw = base64.b64decode(made.signature)
    assert chain[0].public_key().verify(raw, made.statement(sha256_of(b"m")), PSS, hashes.SHA256()) is None
    assert chain_if_right(replace(made, algorithm=""), sha256_of(b"m")) is None
    assert chain_if_right(replace(made, remark="Andet"), sha256_of(b"m")) is None


def test_ecdsa_signature_is_written_as_ever():
    """Files of older versions name no algorithm in a signature, and neither do new ones."""
    data = sign(b"m", [_signer(LIS)])
    assert "algorithm" not in json.loads(data)["signatures"][0]
    (made,) = read_signatures(data).signatures
    assert chain_if_right(replace(made, algorithm="ECDSA-P256-SHA256"), sha256_of(b"m")) is None
    assert chain_if_right(replace(made, algorithm="RSA-PSS-SHA256"), sha256_of(b"m")) is None


def test_file_with_an_entry_lacking_its_signature_is_no_crash():
    """An entry without a signature is simply not right."""
    document = json.loads(sign(b"m", [_signer(LIS)]))
    del document["signatures"][0]["signature"]
    data = (json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
    for found in read_signatures(data).signatures:
        assert chain_if_right(found, sha256_of(b"m")) is None


def test_signatures_are_added_one_by_one():
    """The file is the same as if all had signed at once; each signature stays as it was."""
    first, second = _signer(LIS), _signer(subject("Mia", "MedCom", "TEST", "MedCom"), key=_rsa(), stated=replace(
        STATED, party="MedCom", name="Mia", organisation="MedCom"
    ))  # fmt: skip
    one, two = sign_one(b"m", first), sign_one(b"m", second)
    file = with_signature(with_signature(None, b"m", one), b"m", two)
    assert read_signatures(file).signatures == (one, two)
    assert with_signature(sign(b"m", []), b"m", one) == with_signature(None, b"m", one)


def test_what_is_not_added():
    """A second signature of a row, one over another manifest, one into a spoilt file, one by a stranger."""
    one = sign_one(b"m", _signer(LIS))
    file = with_signature(None, b"m", one)
    with pytest.raises(UsageMistake, match=r"LPS har allerede underskrevet række 4\.2"):
        with_signature(file, b"m", one)
    with pytest.raises(UsageMistake, match=r"en anden manifest\.json"):
        with_signature(file, b"n", sign_one(b"n", _signer(LIS)))
    with pytest.raises(UsageMistake, match="er ændret"):
        with_signature(file + b" ", b"m", one)
    with pytest.raises(UsageMistake, match="Certifikatet er ikke udstedt til Lis Larsen, Firma Æble, for LPS"):
        with_signature(None, b"m", sign_one(b"m", _signer(subject("Ole", "Firma Æble", "LPS"))))


@pytest.mark.parametrize(
    ("name", "right"),
    [
        (subject("Lis Larsen", "Firma Æble", "LPS"), True),
        (subject("Firma Æble", "Firma Æble", "LPS"), True),
        (subject("Firma Æble", "Firma Æble"), True),
        (subject("Lis Larsen", "Firma Æble"), True),
        (subject("Lis Larsen", "Firma Æble", "MiBa"), False),
        (subject("Lis Larsen", "Et andet firma", "LPS"), False),
        (subject("Ole Olsen", "Firma Æble", "LPS"), False),
        (subject("firma æble", "Firma Æble", "LPS"), False),
    ],
)
def test_whose_certificate_may_speak(name, right):
    """The organisation is the same; the name is the person's or the organisation's; a unit names the party."""
    made = sign_one(b"m", _signer(name))
    assert (chain_if_right(made, sha256_of(b"m")) is not None) is right
