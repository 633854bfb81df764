"""A store of its own for each test, with a session that was run, and a function for each way to act in it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from labcert.domain.outcome import Outcome
from labcert.domain.suite import suite_root
from labcert.domain.verdict import StepVerdict, Verdict
from labcert.protocol.load import load_suite
from labcert.protocol.model import Suite
from labcert.runner.casework import reviewing
from labcert.runner.casework.case import open_case
from labcert.session.casework import CaseWork
from labcert.session.store import Store, open_store
from tests.support.casework import ANNE, VERA, begun, run_of

CLINICAL, TECHNICAL, LOOKED_AT = "TP-4.3.05", "TP-4.3.18", "TP-4.3.01"
"""steps of the protocol "laba": one that shows SAM-02, one that shows SKE-04, one that people look at"""


@pytest.fixture(scope="session")
def suite() -> Suite:
    """The suite that comes along."""
    return load_suite(suite_root())


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store's file, to be copied."""
    path = tmp_path_factory.mktemp("tomt") / "lager.db"
    open_store(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def store(tmp_path: Path, empty: Path) -> Iterator[Store]:
    """An empty store."""
    shutil.copy(empty, tmp_path / "lager.db")
    with open_store(f"sqlite:///{tmp_path}/lager.db") as opened:
        yield opened


@dataclass(frozen=True)
class There:
    """A session in a store; what one asks of it is read anew."""

    store: Store
    suite: Suite
    id: str

    @property
    def place(self) -> tuple[Store, Suite, str]:
        """What every verb begins with."""
        return self.store, self.suite, self.id

    @property
    def work(self) -> CaseWork:
        """What people did."""
        return open_case(*self.place).work

    @property
    def verdict(self) -> Verdict:
        """What it is worth today."""
        return open_case(*self.place).verdict

    def step(self, wanted: str) -> StepVerdict:
        """One step of it."""
        return open_case(*self.place).step(wanted)

    @property
    def events(self) -> int:
        """How many events its log has."""
        return len(self.store.entries(self.id))

    def claimed(self) -> "There":
        """Hand it in and let Anne claim it."""
        reviewing.submit(*self.place, VERA)
        reviewing.claim(*self.place, ANNE)
        return self


@pytest.fixture
def ran(store: Store, suite: Suite) -> Callable[..., There]:
    """Return a function that begins a session of "laba" and runs it: all passed, but for the outcomes given."""

    def made(outcomes: dict[str, Outcome] | None = None, *, attested: bool = True, **changes: object) -> There:
        session = begun(store, suite, **changes)  # type: ignore[arg-type]
        run_of(store, suite, session, outcomes, attested=attested)
        return There(store, suite, session)

    return made
