"""PLSP (Health Hub): takes an envelope, keeps it, forwards each letter to its databank, answers with one receipt."""

from mock_databanks.plsp.arrivals import Arrival
from mock_databanks.plsp.simulator import Plsp
from mock_databanks.plsp.state import Accepted, Dispatch, LetterState, MessageState, Refused, Trouble, Verdict

__all__ = ["Accepted", "Arrival", "Dispatch", "LetterState", "MessageState", "Plsp", "Refused", "Trouble", "Verdict"]
