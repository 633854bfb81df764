"""What an export of sessions is: a zip with an index of every byte in it (`labcert-export/1`).

`export.json` names each session's files below `sessions/<id>/` and each certificate's below `certificates/`, with size
and sha256. Nothing else lies in the zip. An export is not signed: what is signed in a session carries its own proof.
"""

import json
from dataclasses import dataclass

import msgspec

from labcert.domain.certificate import Revocation
from labcert.session.canonical import plain
from labcert.session.manifest import ListedFile
from labcert.session.names import collision_key, is_odd_name
from labcert.session.store import CertificateRow

__all__ = [
    "CERTIFICATES", "FORMAT", "INDEX", "SESSIONS", "ExportIndex", "ExportedSession", "certificate_paths", "read_index",
    "session_folder_name",
]  # fmt: skip

FORMAT, INDEX = "labcert-export/1", "export.json"
SESSIONS, CERTIFICATES = "sessions", "certificates"


@dataclass(frozen=True)
class ExportedSession:
    """A session and its files; their paths are those in the zip."""

    id: str
    files: tuple[ListedFile, ...]


@dataclass(frozen=True)
class ExportIndex:
    """`export.json`; `made` is ISO 8601 with offset. `files` are those that belong to no session: the certificates'."""

    format: str
    made: str
    tool: str
    sessions: tuple[ExportedSession, ...]
    certificates: tuple[CertificateRow, ...] = ()
    revocations: tuple[Revocation, ...] = ()
    files: tuple[ListedFile, ...] = ()

    @property
    def every_file(self) -> dict[str, ListedFile]:
        """Return path -> file, for each file of the zip but the index itself."""
        listed = [file for session in self.sessions for file in session.files]
        return {file.path: file for file in (*listed, *self.files)}

    def to_bytes(self) -> bytes:
        """Return UTF-8 JSON with sorted keys."""
        return (json.dumps(plain(self), ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode("utf-8")


def session_folder_name(session: str) -> str:
    """Return where a session's files lie in the zip, with a slash at its end."""
    return f"{SESSIONS}/{session}/"


def certificate_paths(certificate: str) -> tuple[str, str]:
    """Return where a certificate's JSON and PDF lie in the zip."""
    return f"{CERTIFICATES}/{certificate}.json", f"{CERTIFICATES}/{certificate}.pdf"


def read_index(data: bytes) -> ExportIndex:
    """Read an index that may come from anybody; raises ValueError for one that doesn't hang together."""
    try:
        index = msgspec.json.decode(data, type=ExportIndex)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError(str(error)) from error
    if index.format != FORMAT:
        raise ValueError(index.format)
    _require_own_places(index)
    paths = [file.path for session in index.sessions for file in session.files] + [file.path for file in index.files]
    if len({collision_key(path) for path in paths}) != len(paths) or INDEX in paths:
        raise ValueError("a path is listed twice, or the index lists itself")
    if any(is_odd_name(path) for path in paths) or any(file.size < 0 for file in index.every_file.values()):
        raise ValueError("an odd path or size is listed")
    return index


def _require_own_places(index: ExportIndex) -> None:
    ids = [session.id for session in index.sessions]
    if len(set(ids)) != len(ids) or any("/" in each for each in ids):
        raise ValueError("a session is listed twice")
    for session in index.sessions:
        if any(not file.path.startswith(session_folder_name(session.id)) for file in session.files):
            raise ValueError("a file of a session lies outside it")
    wanted = {path for each in index.certificates for path in certificate_paths(each.id)}
    if {file.path for file in index.files} != wanted:
        raise ValueError("the certificates' files are not those that are listed")
