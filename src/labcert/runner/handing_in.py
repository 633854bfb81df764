"""What a vendor hands in besides the session itself: the sent messages under MedCom's file names, and the system.

MedCom's name of a piece of evidence is `<standard>_<step>_<letter>.xml`, as in XRPT01_3.4_A.xml.
"""

import json
import re
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from labcert.adapters.sut_file import kind_of
from labcert.domain.evidence import Evidence
from labcert.domain.sut import Executable, SystemUnderTest
from labcert.domain.verdict import Verdict
from labcert.session import SessionFolder
from labcert.session.atomic import write_whole

__all__ = ["FOLDER", "SYSTEM_FILE", "letters_of", "medcom_names", "write_messages", "write_system"]

FOLDER, SYSTEM_FILE = "medcom", "system.json"
STANDARDS = {
    "XRPT01": re.compile(rb"<(?:[\w.-]+:)?LaboratoryReport[\s>/]"),
    "XRPT05": re.compile(rb"<(?:[\w.-]+:)?MicrobiologyWebReport[\s>/]"),
}
ENVELOPE = re.compile(rb"<(?:[\w.-]+:)?Emessage[\s>]")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
UTF16 = (b"\xff\xfe", b"\xfe\xff")

Names = dict[tuple[str, str], tuple[str, ...]]
"""(step, sha256 of the evidence) -> the names that MedCom gives it there"""


def letters_of(number: int) -> str:
    """Return A, B … Z, AA, AB … for 0, 1 … 25, 26, 27 …"""
    rest, place = divmod(number, len(LETTERS))
    return (letters_of(rest - 1) if rest else "") + LETTERS[place]


def _standards_in(data: bytes) -> tuple[str, ...]:
    """Return the standards of the letters in a whole message; nothing for what is none."""
    if data.startswith(UTF16):
        data = data.decode("utf-16", "replace").encode()
    return tuple(name for name, found in STANDARDS.items() if found.search(data)) if ENVELOPE.search(data) else ()


def medcom_names(folder: SessionFolder, verdict: Verdict) -> Names:
    """Name each message of each step's latest run; a message with letters of both standards has a name in each."""
    known: dict[str, tuple[str, ...]] = {}
    names: Names = {}
    for step in verdict.steps:
        counted: Counter[str] = Counter()
        for kept in step.evidence:
            if kept.sha256 not in known:
                known[kept.sha256] = _standards_of(folder.evidence, kept)
            number = step.id.partition("-")[2] or step.id
            for standard in known[kept.sha256]:
                name = f"{standard}_{number}_{letters_of(counted[standard])}.xml"
                counted[standard] += 1
                names[step.id, kept.sha256] = (*names.get((step.id, kept.sha256), ()), name)
    return names


def _standards_of(evidence: Path, kept: Evidence) -> tuple[str, ...]:
    if "xml" not in kept.media_type:
        return ()
    try:
        return _standards_in((evidence / kept.sha256).read_bytes())
    except OSError:  # told where the evidence itself is shown
        return ()


def write_messages(folder: SessionFolder, names: Names) -> None:
    """Write medcom/XRPT01_….xml, a copy of the evidence each; raises ToolFault where one can't be written."""
    place = folder.path / FOLDER
    place.mkdir(exist_ok=True)
    for (_step, digest), given in names.items():
        for name in given:
            write_whole(place / name, (folder.evidence / digest).read_bytes())


def write_system(folder: SessionFolder, sut: SystemUnderTest) -> None:
    """Write system.json: what sut.yaml says of vendor and system, without places of this machine or secrets."""
    content: dict[str, object] = {
        "vendor": asdict(sut.vendor), "system": asdict(sut.system), "standards": list(sut.standards),
        "adapter": {"kind": kind_of(sut.adapter)}, "not_relevant": sut.not_relevant,
    }  # fmt: skip
    if isinstance(sut.adapter, Executable):
        content["adapter"] = {"kind": kind_of(sut.adapter), "mode": sut.adapter.mode, "can": list(sut.adapter.can)}
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    write_whole(folder.path / SYSTEM_FILE, text.encode("utf-8", "backslashreplace"))
