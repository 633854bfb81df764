"""Every scenario of the features; the runner chooses and orders them by the protocols."""

from pathlib import Path

from pytest_bdd import scenarios

scenarios(str(Path(__file__).parent.parent / "features"))
