"""A session's report for machines: JSON with a schema of its own, and JUnit XML."""

from labcert.reporting.machine.as_json import FORMAT, to_json
from labcert.reporting.machine.as_junit import to_junit

__all__ = ["FORMAT", "to_json", "to_junit"]
