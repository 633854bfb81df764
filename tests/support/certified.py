"""Certificates for tests: issued by a made TEST authority, time-stamped without a server, as JSON and as a small PDF."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache, cached_property
from io import BytesIO

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils import embed, generic
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from labcert.domain.certificate import Certificate, CertifiedStep, Digests, Revocation, RevocationList, SignedRow
from labcert.session.authority import Authority, Holding, subject
from labcert.session.certificates import pem_of
from labcert.session.jws import CERTIFICATE, REVOCATIONS, sign_json
from labcert.session.keys import SigningKey
from labcert.session.manifest import read_manifest
from labcert.session.pades import sign_pdf
from labcert.session.signing import chain_if_right, read_signatures

__all__ = ["Issuer", "certificate_of"]

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MEDCOM = "MedCom TEST"


def certificate_of(**changes) -> Certificate:
    """Return a certificate of no session that there is."""
    plain = Certificate(
        format="labcert-certificate/1", id="labcert-cert-s-1-v1", version=1, supersedes="", test=True, issuer=MEDCOM,
        issued=NOW.isoformat(), valid_from=date(2026, 11, 23), valid_to=date(2028, 11, 22), vendor="Firma Æble",
        system="System", system_version="1.0", standards=("XRPT01",), direction="afsendelse", test_type="live",
        session="s-1", programme="pilot", programme_title="Pilot", programme_version="1.0.0", profile="standard",
        tool_version="0.1.0", steps=(CertifiedStep("TP-4.2.61", "Titel", "4.2", "Ok"),), totals={"Ok": 1}, deviations=(),
        parties=(), digests=Digests("0" * 64, "1" * 64, "2" * 64, "3" * 64, {}), sentence="Godkendt.",
    )  # fmt: skip
    return replace(plain, **changes)


@cache
def _rsa() -> rsa.RSAPrivateKey:
    """The time-stamp server's key: pyHanko's own server for tests signs with RSA only, and making one takes a while."""
    return rsa.generate_private_key(65537, 2048)


@dataclass(frozen=True)
class Issuer:
    """MedCom's key, the authority that issued it, and a time-stamp server of the same; `time` is the stamps'."""

    root: Authority
    key: SigningKey
    tsa: SigningKey
    time: datetime = NOW

    @classmethod
    def made(cls, now: datetime = NOW, name: str = MEDCOM) -> "Issuer":
        """Make new keys."""
        root = Authority(now, subject("TEST rod", "TEST", "TEST"))
        key = root.issue(subject(name, name, "TEST", "MedCom"))
        return cls(root, key, root.issue(subject("TEST tid", "TEST", "TEST"), _rsa(), Holding(time_stamps=True)), now)

    @property
    def trust(self) -> bytes:
        """The certificate to be trusted (PEM)."""
        return pem_of([self.root.certificate]).encode("ascii")

    @cached_property
    def _server(self) -> DummyTimeStamper:
        der = self.tsa.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        certificates = SimpleCertificateStore()
        certificates.register(asn1_x509.Certificate.load(self.root.certificate.public_bytes(Encoding.DER)))
        return DummyTimeStamper(
            asn1_x509.Certificate.load(self.tsa.certificate.public_bytes(Encoding.DER)),
            asn1_keys.PrivateKeyInfo.load(der), certs_to_embed=certificates, fixed_dt=self.time,
        )  # fmt: skip

    def stamp(self, digest: bytes) -> bytes:
        """Return a token over a SHA-256."""
        imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest}
        question = tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "cert_req": True})
        return self._server.request_tsa_response(question)["time_stamp_token"].dump()

    def json(self, certificate: Certificate, *, stamped: bool = True) -> bytes:
        """Return certificate.json."""
        return sign_json(CERTIFICATE, certificate, self.key, self.stamp if stamped else None).to_bytes()

    def pdf(self, *machine: bytes, stamped: bool = True) -> bytes:
        """Return a signed page with these attached, each as certificate.json."""
        return sign_pdf(page(*machine), self.key, "Godkendt", self.stamp if stamped else None)

    def revocations(self, *revoked: Revocation, **changes) -> bytes:
        """Return revocations.json."""
        listed = RevocationList(
            "labcert-revocations/1", MEDCOM, 1, NOW.isoformat(), "2026-12-23T09:00:00+00:00", test=True, revoked=revoked
        )
        return sign_json(REVOCATIONS, replace(listed, **changes), self.key).to_bytes()

    def certify(self, manifest: bytes, signatures: bytes, **changes) -> Certificate:
        """Return what a certificate of this bundle must say."""
        read = read_manifest(manifest)
        digest = hashlib.sha256(manifest).hexdigest()
        parties = tuple(
            SignedRow(
                each.row, each.party, each.name, each.role, each.organisation, each.time, each.remark,
                chain_if_right(each, digest)[0][0].fingerprint(hashes.SHA256()).hex(),
            )
            for each in read_signatures(signatures).signatures
        )  # fmt: skip
        verdict = next(each.sha256 for each in read.files if each.path == "verdict.json")
        right = {
            "id": f"labcert-cert-{read.session}-v1", "session": read.session, "parties": parties,
            "vendor": read.sut.vendor, "system": read.sut.system, "system_version": read.sut.version,
            "programme": read.programme.name, "programme_version": read.programme.version, "test_type": read.test_type,
            "digests": Digests(digest, verdict, read.suite_sha256, read.schema_sha256, read.protocols),
        }  # fmt: skip
        return certificate_of(**(right | changes))


def page(*machine: bytes, change=lambda _attached: None) -> bytes:
    """Return a PDF of one empty page with files attached under the same name, each as `change` leaves it."""
    writer = PdfFileWriter()
    contents = generic.StreamObject(stream_data=b"BT ET")
    writer.insert_page(PageObject(contents=writer.add_object(contents), media_box=(0, 0, 200, 200)))
    for number, data in enumerate(machine):
        attached = embed.EmbeddedFileObject.from_file_data(writer, data=data, mime_type="application/json")
        change(attached.get_object())
        spec = embed.FileSpec("certificate.json", embedded_data=attached, description=str(number))
        embed.embed_file(writer, spec)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def repacked(data: bytes, change) -> bytes:
    """Return a signed JSON file with its document changed, laid out as before."""
    document = json.loads(data)
    change(document)
    return (json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode("utf-8")
