"""The seal that comes with each release of labcert: the files that judge, and what they were when it was made.

It is no signature: whoever can change the files can change the seal. It tells a tester who has changed something on
purpose or by accident, and the one digest over all files (`SessionOpened.suite_digest`) is what MedCom compares.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import msgspec

from labcert.domain.errors import ToolFault
from labcert.domain.language import _
from labcert.domain.suite_state import SuiteState

__all__ = ["SEAL", "compare", "seal_bytes", "suite_state"]

SEAL = "suite.seal.json"
FORMAT = "labcert-suite-seal/1"


class _Seal(msgspec.Struct):
    """`suite.seal.json`; `files` is name -> sha256 as `judging_files` gives it."""

    format: str
    release: str
    files: dict[str, str]


def seal_bytes(release: str, files: Mapping[str, str]) -> bytes:
    """Return the seal's file, the same bytes for the same files."""
    content = {"format": FORMAT, "release": release, "files": dict(sorted(files.items()))}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def suite_state(root: Path, files: Mapping[str, str]) -> SuiteState:
    """Hold the files against the seal in the suite's folder; raises ToolFault for a seal that can't be read."""
    path = root / SEAL
    if not path.is_file():
        return SuiteState("")
    try:
        seal = msgspec.json.decode(path.read_bytes(), type=_Seal)
    except (OSError, msgspec.MsgspecError) as error:
        raise _unreadable(path) from error
    if seal.format != FORMAT or not seal.release:
        raise _unreadable(path)
    return compare(seal.release, seal.files, files)


def compare(release: str, sealed: Mapping[str, str], files: Mapping[str, str]) -> SuiteState:
    """Tell what is changed, added and missing, each sorted by name."""
    return SuiteState(
        release,
        changed=tuple(sorted(name for name in sealed.keys() & files.keys() if sealed[name] != files[name])),
        added=tuple(sorted(files.keys() - sealed.keys())),
        missing=tuple(sorted(sealed.keys() - files.keys())),
    )


def _unreadable(path: Path) -> ToolFault:
    return ToolFault(
        _("Forseglingen af testene kan ikke læses."),
        where=path.name,
        remedy=_("Installér labcert igen, eller hent filen, som den fulgte med."),
    )
