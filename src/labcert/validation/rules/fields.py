"""What the text rules need to know of fields: how long they may be, which hold codes, and how a text is shown."""

from labcert.domain.language import _
from labcert.validation.rules.leaves import Leaf

__all__ = ["CODES", "WORDS", "extract", "unshown"]

WORDS = {
    "OrganisationName": 35,
    "DepartmentName": 35,
    "UnitName": 35,
    "StreetName": 35,
    "SuburbName": 35,
    "DistrictName": 35,
    "PersonSurnameName": 70,
    "PersonGivenName": 70,
    "AnalysisShortName": 35,
    "Name": 70,
    "IntervalText": 70,
    "RefDescription": 70,
    "Headline": 35,
    "Summary": 70,
    "Examination": 70,
    "Material": 70,
    "Location": 70,
    "SupplementaryLocation": 70,
    "Examinator": 70,
}
"""one-line field of words -> how many characters it has room for; each name has one length in the tables"""

CODES = frozenset({
    "Code", "CodeResponsible", "PersonInitials", "Susceptibility", "ToLabIdentifier",
    "UnitOfVolume",
})
"""fields that a machine compares character by character, but for those that have rules of their own: identifiers, the
analysis's code, owner, short name and unit, and values and limits"""


def unshown(leaf: Leaf) -> str:
    """Return what is said of a person's name: only how long it is."""
    return _("Et navn på {count} tegn, som ikke vises").format(count=len(leaf.text))


def extract(leaf: Leaf, start: int) -> str:
    """Return what a text has from a place on, at most 40 characters of it; of a person's name only how long it is."""
    if leaf.names_a_person:
        return unshown(leaf)
    piece = leaf.text[start:]
    return piece if len(piece) <= 40 else piece[:39] + "…"
