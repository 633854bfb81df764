"""Sender and receiver: the numbers that identify them."""

from collections.abc import Sequence

from labcert.checks.reading import Letter
from labcert.domain.ean import check_digit
from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity

__all__ = ["ean_is_valid", "identified_by"]

_ANY = Severity.F3  # the judge sets the class that the protocol names
DIGITS = 13


def ean_is_valid(letter: Letter, path: str) -> Finding | None:
    """The element is an EAN number: 13 digits, the last of which is the check digit of the others."""
    place = letter.place(path)
    number = place.text if place else ""
    shaped = len(number) == DIGITS and number.isascii() and number.isdigit()
    if shaped and int(number[-1]) == check_digit(number[:-1]):
        return None
    right = number[:-1] + str(check_digit(number[:-1])) if shaped else _("13 cifre med gyldigt kontrolciffer")
    return Finding(
        "PARTY-EAN", _ANY, _("{path} er ikke et gyldigt EAN-nummer.").format(path=path), expected=right,
        actual=number or _("intet"), path=place.path if place else letter.own_path, line=place.line if place else None,
        remedy=_("Slå organisationens EAN-nummer op i SOR, og ret det i LPS'ets opsætning."),
    )


def identified_by(letter: Letter, path: str, numbers: Sequence[tuple[str, str]]) -> Finding | None:
    """The party is named by one of these pairs of IdentifierCode and Identifier: it has a number of several kinds."""
    code, number = letter.place(f"{path}/IdentifierCode"), letter.place(f"{path}/Identifier")
    actual = (code.text if code else "", number.text if number else "")
    if actual in numbers:
        return None
    return Finding(
        "PARTY-NUMBER", _ANY, _("{path} er ikke angivet ved et af sine egne numre.").format(path=path),
        expected=_(" eller ").join(f"{kind} {value}" for kind, value in numbers),
        actual=" ".join(actual).strip() or _("intet"), path=number.path if number else letter.own_path,
        line=number.line if number else None,
        remedy=_("Ret nummeret i LPS'ets opsætning, alle cifre med, og brug den IdentifierCode, der hører til."),
    )
