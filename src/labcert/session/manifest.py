"""The manifest: every file of a session by path, size and sha256, and the facts that people sign together with them."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from labcert.domain.errors import UsageMistake
from labcert.domain.events import SessionOpened
from labcert.domain.language import _
from labcert.session.canonical import indented
from labcert.session.contents import Contents, FolderContents
from labcert.session.names import collision_key, is_odd_name

if TYPE_CHECKING:  # reading protocols takes 50 ms, which a list of sessions has not
    from labcert.protocol.model import Programme

__all__ = [
    "FORMAT", "MANIFEST", "SEAL_FILES", "SIGNATURES", "Facts", "ListedFile", "Manifest", "Named", "RequiredSigner",
    "SystemUnderTest", "build", "digest_of", "read_manifest", "required_signers",
]

FORMAT = "labcert-bundle/1"
MANIFEST, SIGNATURES = "manifest.json", "manifest.sig"
SEAL_FILES = frozenset({MANIFEST, SIGNATURES})
"""the two files that the manifest can't list"""


@dataclass(frozen=True)
class RequiredSigner:
    """A party that must sign a row of the plan ("4.2")."""

    row: str
    party: str


@dataclass(frozen=True)
class Facts:
    """What a manifest says besides the files: how the session was opened, and who must sign."""

    opened: SessionOpened
    signers: tuple[RequiredSigner, ...]


@dataclass(frozen=True)
class ListedFile:
    """A file: POSIX path relative to the bundle, size in bytes, sha256 in hexadecimal."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Named:
    """A thing with a name (or id) and a version."""

    name: str
    version: str


@dataclass(frozen=True)
class SystemUnderTest:
    """Whose system was tested, and which version of it."""

    vendor: str
    system: str
    version: str


@dataclass(frozen=True)
class Manifest:
    """`manifest.json`. Digests are sha256 in hexadecimal; `protocols` maps a protocol's id to its digest."""

    format: str
    session: str
    demo: bool
    tool: Named
    programme: Named
    protocols: dict[str, str]
    profile: str
    schema_sha256: str
    suite_sha256: str
    sut: SystemUnderTest
    signers: tuple[RequiredSigner, ...]
    files: tuple[ListedFile, ...]
    test_type: str = ""
    """as in `SessionOpened`"""

    def to_bytes(self) -> bytes:
        """Return UTF-8 JSON with sorted keys: the bytes whose sha256 people sign."""
        return indented(self)


def required_signers(programme: "Programme") -> tuple[RequiredSigner, ...]:
    """Return who must sign: each party of a row, and on each row those who sign the whole (MedCom)."""
    return tuple(
        RequiredSigner(row.row, party)
        for row in programme.rows
        for party in dict.fromkeys((*row.parties, *programme.also_signs))
    )


def digest_of(contents: Contents, name: str, at_most: int | None = None) -> ListedFile:
    """Return a file's size and sha256, read in pieces; a file longer than `at_most` isn't read to its end."""
    size, digest = 0, hashlib.sha256()
    for piece in contents.pieces(name):
        size += len(piece)
        digest.update(piece)
        if at_most is not None and size > at_most:
            break
    return ListedFile(name, size, digest.hexdigest())


def build(folder: Path, facts: Facts) -> Manifest:
    """List every file of a session folder; raises UsageMistake for links and names that can't travel."""
    contents = FolderContents(folder)
    if contents.problems:
        raise UsageMistake(
            " ".join(problem.message for problem in contents.problems),
            where=str(folder),
            remedy=_("Fjern eller omdøb filerne, og forsegl sessionen igen."),
        )
    opened = facts.opened
    return Manifest(
        format=FORMAT, session=opened.session, demo=opened.demo,
        tool=Named("labcert", opened.tool_version), programme=Named(opened.programme, opened.programme_version),
        protocols=opened.protocols, profile=opened.profile,
        schema_sha256=opened.schema_digest, suite_sha256=opened.suite_digest,
        sut=SystemUnderTest(opened.vendor, opened.system, opened.system_version), signers=facts.signers,
        files=tuple(digest_of(contents, name) for name in contents.names if name not in SEAL_FILES),
        test_type=opened.test_type,
    )


def read_manifest(data: bytes) -> Manifest:
    """Read a manifest that may come from anybody; raises ValueError for one that doesn't hang together."""
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError(str(error)) from error
    if manifest.format != FORMAT:
        raise ValueError(manifest.format)
    paths = [listed.path for listed in manifest.files]
    if len({collision_key(path) for path in paths}) != len(paths) or SEAL_FILES & set(paths):
        raise ValueError("a path is listed twice, or lists the seal itself")
    if any(is_odd_name(listed.path) or listed.size < 0 for listed in manifest.files):
        raise ValueError("an odd path or size is listed")
    return manifest
