"""The arithmetic of EAN location numbers: 13 digits, the last a check digit of the others."""

__all__ = ["check_digit"]


def check_digit(first_twelve: str) -> int:
    """Return the check digit of twelve digits 0-9: modulus 10 with the weights 1 and 3 in turn, from the left."""
    return -(sum(map(int, first_twelve[::2])) + 3 * sum(map(int, first_twelve[1::2]))) % 10
