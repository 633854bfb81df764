"""Pure checks over messages, receipts, journals and pages: what is seen goes in, findings come out."""

from labcert.checks.judge import Judge
from labcert.checks.reading import Letter, Place, letters_of

__all__ = ["Judge", "Letter", "Place", "letters_of"]
