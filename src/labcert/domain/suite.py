"""Where the suite lies: features, steps, protocols, fixtures and sut, in a checkout or inside an installed wheel."""

from functools import cache
from pathlib import Path

__all__ = ["suite_root"]


@cache
def suite_root() -> Path:
    """Return the folder that holds features/, steps/, protocols/, fixtures/, sut/, conftest.py and suite.ini."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_suite"
    return installed if installed.is_dir() else package.parent.parent
