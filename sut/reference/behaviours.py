"""Every choice the system makes about a message, one small method each, named for what it decides.

A system differs from this one by overriding a method; each defective system overrides exactly one.
"""

from sut.reference.about_letters import LetterBehaviours
from sut.reference.about_results import ResultBehaviours
from sut.reference.basics import RECEIVED_VALUE, Blocked, Json

__all__ = ["RECEIVED_VALUE", "Behaviours", "Blocked", "Json"]


class Behaviours(LetterBehaviours, ResultBehaviours):
    """What the message says of a case."""
