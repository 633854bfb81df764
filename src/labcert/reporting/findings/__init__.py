"""The findings of a batch of files, told in one of four formats: a module a format, a `Teller` each.

The formats are imported where they are chosen: a single file is told in a third of a second.
"""
