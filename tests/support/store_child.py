"""Processes of their own that write in a store, so that whoever started them can kill them just there.

python -m tests.support.store_child serve
    For each line `store|folder URL SESSION NUMBER` on standard input, starts a process that writes one event of
    `every_event` in the store itself or in a working folder, says `KIND PID` when it is kept, and then waits to be
    killed; `dead` is said when it is.
python -m tests.support.store_child race URL SESSION WHO COUNT
    Appends COUNT events as fast as it can, two at a time.
"""

import os
import signal
import sys
from datetime import datetime

from labcert.domain.events import Event, ProgressNoted
from labcert.session import EventLog
from labcert.session.store import open_store
from tests.support.every_event import DATA, EVIDENCE, every_event


def now() -> datetime:
    """Tell the time."""
    return datetime.now().astimezone()


def told(event: Event) -> None:
    """Say that an event is kept, and wait for the end."""
    print(type(event).__name__, os.getpid(), flush=True)
    while True:
        signal.pause()


def in_store(url: str, session: str, event: Event) -> None:
    """Write an event in the store itself."""
    with open_store(url) as store:
        store.keep(session, f"evidence/{EVIDENCE.sha256}", DATA)
        store.append(session, event)
        told(event)


def in_folder(url: str, session: str, event: Event) -> None:
    """Write an event in a working folder, with half a line after it."""
    with open_store(url) as store, store.check_out(session) as folder:
        (folder.evidence / EVIDENCE.sha256).write_bytes(DATA)
        with EventLog(folder.events, now) as log:
            log.append(event)
        with folder.events.open("ab") as half:
            half.write(b'{"data":{"half')
        told(event)


def serve() -> None:
    """Start a process for each line; quicker than a new Python each time."""
    for line in sys.stdin:
        where, url, session, number = line.split()
        child = os.fork()
        if not child:
            {"store": in_store, "folder": in_folder}[where](url, session, every_event()[int(number)])
        os.waitpid(child, 0)
        print("dead", flush=True)


def race(url: str, session: str, who: str, count: int) -> None:
    """Write many events while others do the same."""
    with open_store(url) as store:
        for number in range(0, count, 2):
            store.append(session, *(ProgressNoted(who, str(each)) for each in range(number, number + 2)))
            store.keep(session, f"{who}.txt", str(number).encode())


if __name__ == "__main__":
    if sys.argv[1] == "race":
        race(*sys.argv[2:5], int(sys.argv[5]))
    else:
        serve()
