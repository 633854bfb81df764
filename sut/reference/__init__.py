"""A small GP system that sends laboratory answers to the hub: shares no code with the tool that judges it."""

from sut.reference.behaviours import Behaviours, Blocked, Json
from sut.reference.lps import ReferenceLps
from sut.reference.outbox import Entry, Reply

__all__ = ["Behaviours", "Blocked", "Entry", "Json", "ReferenceLps", "Reply"]
