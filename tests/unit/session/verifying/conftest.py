"""An issuer of certificates, a way to ask about a file, and a bundle with its certificate."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from labcert.session.report import VerifyReport
from labcert.session.verifying import verify
from tests.support.certified import Issuer

DAY = date(2026, 12, 1)


def told(report: VerifyReport) -> set[tuple[str, str]]:
    """What speaks against it: code and file."""
    return {(reason.code, reason.file) for reason in report.against}


@pytest.fixture(scope="session")
def issuer() -> Issuer:
    """MedCom as a TEST authority makes it."""
    return Issuer.made()


@pytest.fixture(scope="session")
def stranger() -> Issuer:
    """Another with the same names and other keys."""
    return Issuer.made()


@pytest.fixture
def ask(issuer: Issuer, tmp_path: Path) -> Callable[..., VerifyReport]:
    """Return a function that writes bytes and verifies them on a day when everything holds, trusting the issuer."""

    def verified(data: bytes, name: str = "certificate.json", **asked) -> VerifyReport:
        path = tmp_path / name
        path.write_bytes(data)
        before = sorted(tmp_path.rglob("*"))
        report = verify(path, asked.pop("trust", [issuer.trust]), **({"on": DAY} | asked))
        assert sorted(tmp_path.rglob("*")) == before
        assert path.read_bytes() == data
        return report

    return verified


@dataclass(frozen=True)
class Certified:
    """A sealed bundle's folder with its certificate in it, and who issued that."""

    path: Path
    issuer: Issuer
    trust: list[bytes]

    def certify(self, **changes) -> bytes:
        """Write certificate.json and certificate.pdf, and return the first."""
        content = self.issuer.certify(
            (self.path / "manifest.json").read_bytes(), (self.path / "manifest.sig").read_bytes(), **changes
        )
        machine = self.issuer.json(content)
        (self.path / "certificate.json").write_bytes(machine)
        (self.path / "certificate.pdf").write_bytes(self.issuer.pdf(machine))
        return machine

    def verify(self, **asked) -> VerifyReport:
        """Ask, trusting everybody who signed."""
        return verify(self.path, self.trust, **({"on": DAY} | asked))


@pytest.fixture(scope="session")
def once() -> dict[str, Certified]:
    """What is made once and copied for each test."""
    return {}


@pytest.fixture
def certified(request, once, issuer: Issuer, tmp_path: Path, tmp_path_factory) -> Certified:
    """A bundle with the certificate that was issued for it; `trust` has the parties' authority first."""
    if not once:
        bundle = request.getfixturevalue("make_bundle")(tmp_path_factory.mktemp("fælles") / "pakke")
        once["made"] = Certified(bundle.folder.path, issuer, [bundle.trust, issuer.trust])
        once["made"].certify()
    shutil.copytree(once["made"].path, tmp_path / "pakke")
    return replace(once["made"], path=tmp_path / "pakke")


class Words:
    """What tests of this folder share."""

    told = staticmethod(told)
    day = DAY


@pytest.fixture
def words() -> type[Words]:
    """Return the helpers."""
    return Words
