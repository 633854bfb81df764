"""Wiring only: which modules hold the step definitions of the certification run."""
