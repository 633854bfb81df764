"""Frozen values, enums, events and errors that every other part speaks; imports nothing of ours."""
