"""Whether a process of this machine is still the one that it was."""

import os
import platform
import sys
from pathlib import Path

__all__ = ["began", "is_alive", "this_machine"]

BOOT = Path("/proc/sys/kernel/random/boot_id")


def this_machine() -> str:
    """Return the machine's name."""
    return platform.node() or "localhost"


def began(pid: int) -> str | None:
    """Return when a process began, in the machine's own words, "" where it can't be known; None for no such process.

    On Linux it is the boot and the clock tick since then, so that no later process is taken for it.
    """
    if pid <= 0:
        return None
    try:
        # the name in the second field may hold anything, brackets too
        words = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        return None if words[0] in "ZX" else f"{BOOT.read_text().strip()}:{words[19]}"
    except (OSError, IndexError):
        return "" if _runs(pid) else None


def is_alive(pid: int, started: str) -> bool:
    """Say whether the process that began then is still there."""
    return began(pid) == started


if sys.platform == "win32":

    def _runs(pid: int) -> bool:
        import ctypes

        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(0x1000, False, pid)  # with the right to ask for its exit code
        if not handle:
            return False
        code = ctypes.c_ulong()
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return code.value == 259  # still active

else:

    def _runs(pid: int) -> bool:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except OSError:  # somebody else's
            return True
        return True
