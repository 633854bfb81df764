"""When two units are the same one, written in two ways. Pure functions of strings."""

import re

__all__ = ["is_other_unit", "is_other_writing"]

_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_POWER = re.compile(r"(?:10(?:\*\*?|\^|e)|1e|^e)\+?(-?[0-9]+)")
_NAMED = re.compile(r"^(?:mia|mio)(?=\.?/)\.?")
_NAMES = {"mia": "10^9", "mio": "10^6"}
"""how counts in blood are often written: mia/L, mio./L"""
_MICRO = re.compile(r"(?<![^\W\d_])(?:u|mc)(?=(?:g|mol|l|m|kat|u|iu)(?![^\W\d_]))")
_MOLAR = re.compile(r"([munpµμ]?)M")
_LITRE = re.compile(r"/(?:liter|litre|ltr)\b")
_TIMES = re.compile(r"^[×x*·]")


def _visible(unit: str) -> str:
    """Return a unit without characters that nobody sees, but with its spaces: the others are told of elsewhere."""
    return "".join(sign for sign in unit if sign.isprintable() or sign.isspace())


def _essence(unit: str) -> str:
    """Return what is left of a unit when case, spaces and the ways to write powers, micro and times are left out."""
    bare = "".join(_visible(unit).split())
    if molar := _MOLAR.fullmatch(bare):  # before case is left out: mM is an amount in a litre, mm a length
        bare = f"{molar[1]}mol/L"
    text = _RAISED.sub(lambda raised: "^" + raised[0].translate(_LOWERED), bare).casefold()
    text = _LITRE.sub("/l", text)
    text = _POWER.sub(r"10^\1", _TIMES.sub("", text))
    text = _NAMED.sub(lambda named: _NAMES[named[0].rstrip(".")], text)
    return _MICRO.sub("µ".casefold(), text)


def is_other_unit(unit: str, wanted: str) -> bool:
    """Say whether a unit is another one than is wanted, however both are written: mg/L and g/L, not mg/L and mg/l."""
    return unit != wanted and _essence(unit) != _essence(wanted)


def is_other_writing(unit: str, wanted: str) -> bool:
    """Say whether a unit is the one that is wanted, written in another way: mg/l for mg/L, 10E9/L for 10^9/L.

    Characters that can not be seen are no other writing: they are a flaw of their own.
    """
    if unit == wanted or is_other_unit(unit, wanted):
        return False
    return _visible(unit) != wanted
