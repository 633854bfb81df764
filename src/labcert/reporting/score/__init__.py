"""The protocols' score over systems with a known defect, as JSON and in words. The page: `reporting.html.score`."""

from labcert.reporting.score.as_json import read_score, score_from_json, score_to_json
from labcert.reporting.score.words import caught_words, harmless_words, scope_words, status_words, unproved_words

__all__ = [
    "caught_words", "harmless_words", "read_score", "scope_words", "score_from_json", "score_to_json", "status_words",
    "unproved_words",
]
