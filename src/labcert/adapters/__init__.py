"""Adapters: the ports spoken over HTTP to the hosts, the reference system in process, and the hosts as a child process.

Import them from their own modules: composing a run should not load what it does not use.
"""

__all__: list[str] = []
