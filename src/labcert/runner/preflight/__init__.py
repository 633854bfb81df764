"""Is a set-up ready? What is found is set-up faults, told with a remedy; nothing here judges the system itself."""

from labcert.runner.preflight.checks import Check, CheckState
from labcert.runner.preflight.trying import Looks, is_ready, preflight

__all__ = ["Check", "CheckState", "Looks", "is_ready", "preflight"]
