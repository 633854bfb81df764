"""PLSP (Health Hub): takes an envelope, keeps it, finds each letter's databank, forwards, and answers with one receipt."""

from mock_databanks.plsp.simulator import Plsp
from mock_databanks.plsp.state import Accepted, Dispatch, LetterState, MessageState, Refused, Trouble, Verdict

__all__ = ["Accepted", "Dispatch", "LetterState", "MessageState", "Plsp", "Refused", "Trouble", "Verdict"]
