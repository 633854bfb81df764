"""Simulated PLSP, LABA, MiBa and portal: pure state machines over append-only journals, and one thin HTTP host."""

__all__: list[str] = []
