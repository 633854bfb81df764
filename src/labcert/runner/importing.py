"""Modules that take their time, imported while something else is waited for."""

import importlib
import threading

__all__ = ["import_early"]


def import_early(module: str) -> None:
    """Import a module beside what goes on: its time is then not waited for when it is needed."""
    threading.Thread(target=importlib.import_module, args=(module,), daemon=True).start()
