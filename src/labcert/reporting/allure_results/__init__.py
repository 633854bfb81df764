"""Writes a session as Allure results, derived from its event log and verdict: a view, never the truth."""

from labcert.reporting.allure_results.writing import write_results

__all__ = ["write_results"]
