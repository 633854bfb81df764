"""A small right suite to read and to spoil."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from labcert.domain.suite import suite_root
from labcert.protocol.load import load_suite
from labcert.protocol.mistakes import ConfigurationMistakes, Mistake
from labcert.protocol.model import Suite

SMALL = Path(__file__).parent / "small_suite"

Spoil = Callable[[str, str, str], tuple[Mistake, ...]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small suite in a folder of its own, with the product's tables."""
    root = tmp_path / "suite"
    shutil.copytree(SMALL, root)
    for table in ("codes", "persons", "parties"):
        shutil.copytree(suite_root() / "fixtures" / table, root / "fixtures" / table)
    return root


@pytest.fixture
def suite(folder: Path) -> Suite:
    """The small suite, loaded."""
    return load_suite(folder)


@pytest.fixture
def mistakes_of(folder: Path) -> Callable[[], tuple[Mistake, ...]]:
    """Load the folder and give the mistakes found; none is a failure of the test."""

    def load() -> tuple[Mistake, ...]:
        with pytest.raises(ConfigurationMistakes) as raised:
            load_suite(folder)
        return raised.value.mistakes

    return load


@pytest.fixture
def spoil(folder: Path, mistakes_of: Callable[[], tuple[Mistake, ...]]) -> Spoil:
    """Replace a text that stands in a file once, and give the mistakes found."""

    def replaced(file: str, old: str, new: str) -> tuple[Mistake, ...]:
        path = folder / file
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), "utf-8")
        return mistakes_of()

    return replaced
