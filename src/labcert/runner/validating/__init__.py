"""Validating many files: find them, check them over processes, and tell of them in order, with bounded memory.

`listing` finds the files, `checking` makes a report of one, `processes` spreads them over workers that may die,
`batch` joins it all and holds the letters of the files against each other.
"""
