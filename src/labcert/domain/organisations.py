"""Which organisation may speak for which party: the vendor for its own alone, and MedCom alone for MedCom."""

import re

__all__ = ["MEDCOM", "VENDOR_PARTY", "is_medcom", "is_same", "may_speak_for"]

MEDCOM = "MedCom"
"""the organisation that reviews and certifies, and its party's name"""
VENDOR_PARTY = "LPS"
"""the party that the vendor of the system under test is"""
_FORMS = frozenset({"as", "aps", "is", "ps", "ks", "amba", "ivs"})
"""forms of companies, without their signs: the one who writes the name by hand leaves them out"""


def is_medcom(organisation: str) -> bool:
    """Say whether an organisation is MedCom, which may be written with more words after it, as on a certificate."""
    return _bare(organisation)[:1] == (MEDCOM.casefold(),)


def is_same(one: str, other: str) -> bool:
    """Say whether two names are one organisation's, however it is spaced, and with or without its form of company."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> tuple[str, ...]:
    words = (re.sub(r"[\W_]", "", word) for word in name.casefold().split())
    kept = [word for word in words if word]
    return tuple(kept[:-1] if len(kept) > 1 and kept[-1] in _FORMS else kept)


def may_speak_for(party: str, organisation: str, vendor: str) -> bool:
    """Say whether an organisation may look, and sign, for a party where a system of this vendor is tested.

    Nobody judges its own system: the vendor speaks for itself only. MedCom speaks for MedCom only, and nobody else
    does.
    """
    if is_same(organisation, vendor):
        return party == VENDOR_PARTY
    return is_medcom(organisation) == (party == MEDCOM)
