"""`labcert verify` of a bundle of 50 MB, as a folder and as a zip, beside the sha256 of the same bytes alone."""

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

from bench.measure import Line, command_seconds, timed
from labcert.domain.events import EvidenceKept, SentenceRun, SessionOpened, SignOffStated, StepFinished, StepStarted
from labcert.domain.evidence import Evidence
from labcert.domain.outcome import Outcome
from labcert.session.bundle import zip_bundle
from labcert.session.canonical import canonical, plain, sha256_of
from labcert.session.chain import START, make_link
from labcert.session.demo_authority import DemoAuthority
from labcert.session.folder import SessionFolder
from labcert.session.log import read_log
from labcert.session.manifest import RequiredSigner
from labcert.session.sealing import facts_of, seal

__all__ = ["verify_lines"]

STEPS, KEPT_BY_EACH, SIZE = 60, 85, 9_000
"""60 steps that keep 5,100 pieces of evidence, 46 MB; and 4 MB of log with 11,000 events, as in a real session"""
SENTENCES = 95
GOAL = 1.0


def verify_lines(folder: Path) -> list[Line]:
    """Measure the whole command in a process of its own, as somebody on another machine runs it."""
    bundle, trust = _bundle(folder / "pakke")
    zip_bundle(bundle, folder / "pakke.zip")
    files = [path for path in bundle.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1_000_000
    alone = timed(lambda: _hashed(files), 3)
    started = command_seconds("--help")
    lines = []
    for what, path in (("a folder", bundle), ("a zip", folder / "pakke.zip")):
        seconds = command_seconds("verify", str(path), "--trust", str(trust))
        beside = f"{seconds / alone:.1f} times sha256 of the same bytes ({alone:.2f} s); {started:.2f} s is the start"
        lines.append(Line(f"labcert verify, {what} of {size:.0f} MB", seconds, "s", GOAL, beside=beside))
    return lines


def _hashed(files: list[Path]) -> None:
    """What a check can't do without."""
    for path in files:
        hashlib.sha256(path.read_bytes()).hexdigest()


def _bundle(path: Path) -> tuple[Path, Path]:
    """Make a sealed session, and the certificate that vouches for who signed."""
    folder, now = SessionFolder.create(path), datetime.now(UTC)
    stated = SignOffStated("4.2", "LPS", "Demoperson Lis", "Chef", "Firma", "", demo=True)
    events: list[object] = [
        SessionOpened("bench-1", "pilot", "1.0.0", {}, "Firma", "System", "1", "0.1.0", "", "", "standard", demo=True)
    ]
    for number in range(STEPS):
        events += _step(folder, f"TP-4.2.{number + 1}")
    prev, lines = START, []
    for seq, event in enumerate([*events, stated], 1):
        link = make_link(seq, now.isoformat(), type(event).__name__, plain(event), prev)
        prev = link.hash
        lines.append(link.line)
    folder.events.write_bytes(b"".join(lines))
    folder.verdict.write_bytes(canonical({"session": "bench-1"}))
    authority = DemoAuthority(now)
    facts = facts_of(read_log(folder.events).entries, [RequiredSigner("4.2", "LPS")])
    seal(folder, facts, [authority.signer(stated, now.isoformat())])
    trust = path.with_name("trust.pem")
    trust.write_bytes(authority.certificate_pem)
    return path, trust


def _step(folder: SessionFolder, step: str) -> list[object]:
    events: list[object] = [StepStarted(step, "Scenarie", 0, "upload")]
    events += [
        SentenceRun(step, 0, "Så", f"svaret er vist med sætning {number}", Outcome.PASSED, "", 1.5)
        for number in range(SENTENCES)
    ]
    for number in range(KEPT_BY_EACH):
        data = os.urandom(SIZE)
        digest = sha256_of(data)
        (folder.evidence / digest).write_bytes(data)
        events.append(EvidenceKept(step, 0, number, Evidence(digest, "Beskeden", "application/xml", len(data))))
    return [*events, StepFinished(step, 0, Outcome.PASSED, "", 12.0)]
