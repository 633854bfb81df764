"""What a code, its type and its owner must look like together. Asks no table: a code that is right may be unknown.

Source: facts of the domain. NPU and DNK codes are iupac and owned by SST, MedCom's own MCS codes are lokal and owned by
MCS, a laboratory's own codes are lokal and owned by its code of three letters, MDS codes are mds and owned by MDS.
"""

import re
from enum import Enum, auto
from functools import lru_cache

__all__ = ["NATIONAL_OWNERS", "CodeFault", "fault_of", "is_mcs_code", "is_national_code"]

NATIONAL_OWNERS = frozenset({"SST", "MCS", "MDS"})
"""owners of codes that every laboratory may use"""

_NATIONAL = re.compile("(?:NPU|DNK)[0-9]{5}")
_NATIONAL_IN_ANY_CASE = re.compile("(?:NPU|DNK)[0-9]{5}", re.IGNORECASE)
_MCS = re.compile("MCS[0-9]{5}")
_MDS = re.compile("[0-9]{15}")
_LABORATORY = re.compile("[A-ZÆØÅ]{3}")


class CodeFault(Enum):
    """The one thing that is wrong with a code, its type and its owner; each has its rule."""

    NPU_FORM = auto()
    """iupac, but not NPU or DNK and five digits"""
    MCS_FORM = auto()
    """owned by MCS, but not MCS and five digits"""
    LABORATORY = auto()
    """lokal, but its owner is no laboratory: not three capital letters, or SST or MDS"""
    MDS_FORM = auto()
    """mds, but not 15 digits"""
    NPU_OWNER = auto()
    """an NPU or DNK code as iupac, but not owned by SST"""
    NPU_TYPE = auto()
    """an NPU or DNK code as lokal or mds"""
    MDS_OWNER = auto()
    """15 digits as mds, but not owned by MDS"""
    MCS_TYPE = auto()
    """an MCS code that is not lokal, or not owned by MCS"""


def is_national_code(code: str) -> bool:
    """Say whether a code is NPU or DNK and five digits, in capital letters."""
    return _NATIONAL.fullmatch(code) is not None


def is_mcs_code(code: str) -> bool:
    """Say whether a code is MCS and five digits, in capital letters."""
    return _MCS.fullmatch(code) is not None


@lru_cache(maxsize=1024)
def fault_of(code: str, code_type: str, owner: str) -> CodeFault | None:
    """Return what is wrong with a code of a type (iupac, lokal, mds) and an owner, or None. The form goes first."""
    if is_mcs_code(code):
        return None if (code_type, owner) == ("lokal", "MCS") else CodeFault.MCS_TYPE
    if code_type == "iupac":
        return _fault_of_national(code, owner)
    if _NATIONAL_IN_ANY_CASE.fullmatch(code):
        return CodeFault.NPU_TYPE
    if code_type == "mds":
        return _fault_of_mds(code, owner)
    return _fault_of_local(owner)


def _fault_of_national(code: str, owner: str) -> CodeFault | None:
    if not is_national_code(code):
        return CodeFault.NPU_FORM
    return None if owner == "SST" else CodeFault.NPU_OWNER


def _fault_of_mds(code: str, owner: str) -> CodeFault | None:
    if not _MDS.fullmatch(code):
        return CodeFault.MDS_FORM
    return None if owner == "MDS" else CodeFault.MDS_OWNER


def _fault_of_local(owner: str) -> CodeFault | None:
    """Ask about a local code that is no MCS code: such a code of MCS has the wrong form."""
    if owner == "MCS":
        return CodeFault.MCS_FORM
    return CodeFault.LABORATORY if owner in NATIONAL_OWNERS or not _LABORATORY.fullmatch(owner) else None
