"""Runs a session of a store as `labcert session run` does, with a small suite and stand-ins for the hosts.

python -m tests.harness.small_run SUITE STORE SESSION: a process of its own, which can be killed.
"""

import sys
from pathlib import Path

from labcert.domain.sut import Reference, System, SystemUnderTest, Vendor
from labcert.protocol.load import load_suite
from labcert.runner.casework.running import InSession, RunWish, run_in_session
from labcert.runner.early import Children
from labcert.runner.selftest import Wanted
from labcert.session.store import Store, open_store
from tests.harness.small_hosts import serving_journals

SUT = SystemUnderTest(Vendor("Leverandøren A/S"), System("LægeSystemet", "1.0"), ("XRPT01",), Reference())


def run_small(store: Store, root: Path, session: str, tell=lambda _text: None, **wish) -> InSession:
    """Run steps of a session; `wish` is as in `RunWish`."""
    with serving_journals() as (_handler, hosts):
        wanted = RunWish(session, wish.pop("sut", SUT), **wish)
        return run_in_session(
            store, load_suite(root), wanted, Wanted(allure=False), lambda: Children(root, "", lambda _data: hosts), tell
        )


if __name__ == "__main__":
    with open_store(sys.argv[2]) as opened:
        run_small(opened, Path(sys.argv[1]), sys.argv[3])
