"""The command a harness calls: each thing to do prints one JSON object and exits with 0, 10 or something else."""

import argparse
import contextlib
import getpass
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from sut.reference.behaviours import Json
from sut.reference.hub import Access
from sut.reference.lps import ReferenceLps
from sut.reference.outbox import Reply
from sut.reference.serving import serve, shown_outbox

__all__ = ["run"]

SENT, MISTAKE, REFUSED = 0, 2, 10

Maker = Callable[[str, Path], ReferenceLps]


def _made(hub: str, store: Path) -> ReferenceLps:
    return ReferenceLps(hub, store=store, access=Access.of(os.environ))


def run(arguments: Sequence[str], make: Maker = _made) -> int:
    """Carry out a command line and return its exit code; `make` builds the system for a hub and an outbox file."""
    asked = _parser().parse_args(arguments)
    kept = os.environ.get("REFERENCE_LPS_DATA") or Path(tempfile.gettempdir()) / f"reference-lps-{getpass.getuser()}"
    folder = asked.data or Path(kept)
    try:
        case = _read(asked.case) if "case" in asked else {}
        lps = make(asked.hub, folder / "udbakke.sqlite")
    except (OSError, ValueError) as mistake:
        print(mistake, file=sys.stderr)
        return MISTAKE
    with contextlib.closing(lps):
        return _carry_out(lps, asked, case)


def _carry_out(lps: ReferenceLps, asked: argparse.Namespace, case: Json) -> int:
    match asked.command:
        case "send":
            return _told(lps.send(case))
        case "correct":
            return _told(lps.correct(case, asked.replaces))
        case "delete":
            return _told(lps.delete(asked.envelope))
        case "serve":
            serve(lps, sys.stdin.buffer, sys.stdout.buffer)
            return SENT
        case "work":
            lps.work(asked.minutes)
    _print_outbox(lps, asked.html)
    return SENT


def _told(reply: Reply) -> int:
    if reply.refused:
        _print({"reason": reply.reason})
        return REFUSED
    _print({"envelope": reply.envelope, "letters": list(reply.letters)})
    return SENT


def _print_outbox(lps: ReferenceLps, html: Path | None) -> None:
    if html:
        html.write_bytes(lps.outbox_page())
    _print({"answers": shown_outbox(lps)})


def _print(answer: Json) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    print(json.dumps(answer, ensure_ascii=False))


def _read(path: Path) -> Json:
    try:
        case = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"Filen {path} kunne ikke læses som CASE.json: {error}") from error
    missing = {"patient", "sender", "requester", "sample", "results"} - set(case if isinstance(case, dict) else ())
    if missing:
        raise ValueError(f"Filen {path} mangler {', '.join(sorted(missing))}.")
    return dict(case)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sut.reference", description="Lægepraksissystemet, der er reference"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    send = commands.add_parser("send", help="send et svar")
    correct = commands.add_parser("correct", help="ret et svar, der er sendt")
    correct.add_argument("--replaces", required=True, metavar="ID", help="kuvertens nummer på det svar, der rettes")
    delete = commands.add_parser("delete", help="prøv at slette et svar, der er sendt")
    delete.add_argument("--envelope", required=True, metavar="ID", help="kuvertens nummer på det svar, der slettes")
    work = commands.add_parser("work", help="hent kvitteringer, og send det igen, der er på tide")
    work.add_argument("--minutes", type=int, default=0, help="minutter, der går imens")
    outbox = commands.add_parser("outbox", help="vis udbakken")
    serve_ = commands.add_parser("serve", help="læs ét JSON-objekt pr. linje, og svar på hvert med ét")
    for command in (send, correct):
        command.add_argument("--case", required=True, type=Path, metavar="CASE.json", help="svaret, der skal sendes")
    for command in (work, outbox):
        command.add_argument("--html", type=Path, metavar="FIL", help="skriv også udbakken som HTML")
    for command in (send, correct, delete, work, outbox, serve_):
        command.add_argument("--hub", required=True, metavar="URL", help="hub'ens adresse")
        command.add_argument("--data", type=Path, metavar="MAPPE", help="hvor udbakken gemmes")
    return parser
