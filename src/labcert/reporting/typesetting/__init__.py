"""From a template and data to a tagged PDF/A-3: the same bytes everywhere, as only typst's own fonts are used."""

from labcert.reporting.typesetting.displayable import LONGEST_HEADING, displayable, fold_long_words, shortened
from labcert.reporting.typesetting.typeset import set_as_is, typeset

__all__ = ["LONGEST_HEADING", "displayable", "fold_long_words", "set_as_is", "shortened", "typeset"]
