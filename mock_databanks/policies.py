"""The project's open questions as values that can be set for a while.

Who maps local codes, what is shared, what joins a correction to the answer it corrects.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar

import yaml

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.suite import suite_root

__all__ = ["CORRELATION_PARTS", "DatabankPolicy", "PlspPolicy", "Policy", "changed", "standard_policies"]

CORRELATION_PARTS = ("cpr", "requester_sample", "laboratory_sample", "production", "analysis_code", "sender")


@dataclass(frozen=True)
class PlspPolicy:
    """What PLSP does where nothing is decided yet; `laba` and `miba` are base addresses ("" for the simulators)."""

    positive_list: bool = False
    mapping: bool = False
    known_persons: bool = True
    retry_seconds: float = 0.2
    laba: str = ""
    miba: str = ""


@dataclass(frozen=True)
class DatabankPolicy:
    """`correlation_key` names what a new version has in common with the answer that it belongs to."""

    correlation_key: tuple[str, ...] = ("cpr", "requester_sample", "laboratory_sample", "analysis_code")
    known_persons: bool = True


Policy = PlspPolicy | DatabankPolicy
P = TypeVar("P", PlspPolicy, DatabankPolicy)


@cache
def standard_policies() -> tuple[PlspPolicy, DatabankPolicy]:
    """Read the defaults from fixtures/policies/standard.yaml (YAML reads til and fra as texts)."""
    text = (suite_root() / "fixtures" / "policies" / "standard.yaml").read_text(encoding="utf-8")
    given = yaml.safe_load(text)
    known = _switched_on(given["kendt-testperson-kræves"])
    return (
        PlspPolicy(
            positive_list=_switched_on(given["positivliste"]),
            mapping=_switched_on(given["oversættelse"]),
            known_persons=known,
            retry_seconds=float(given["videresend-forsøg-sekunder"]),
        ),
        DatabankPolicy(correlation_key=tuple(given["rettelsesnøgle"]), known_persons=known),
    )


def _switched_on(value: object) -> bool:
    return value in ("til", True)


def changed(policy: P, values: Mapping[str, object]) -> P:
    """Return the policy with some values set; UsageMistake names a value that it does not know or can't take."""
    names = [field.name for field in fields(policy)]
    wanted = {**values}
    addresses = wanted.pop("addresses", None)
    if isinstance(addresses, Mapping):
        wanted |= addresses
    settings: dict[str, Any] = {}
    for name, value in wanted.items():
        if name not in names:
            raise _unknown(name, names)
        settings[name] = _fitting(name, value, getattr(policy, name))
    return replace(policy, **settings)


def _unknown(name: str, names: list[str]) -> UsageMistake:
    nearest = get_close_matches(name, names, n=1)
    remedy = (
        _("Mente du {name}?").format(name=nearest[0])
        if nearest
        else _("Kendte navne: {names}.").format(names=", ".join(names))
    )
    return UsageMistake(_("Værten har ingen politik, der hedder {name}.").format(name=name), remedy=remedy)


def _fitting(name: str, value: object, now: object) -> object:
    """Check a value against the kind of the present one; JSON's list becomes a tuple."""
    if name == "correlation_key":
        parts = tuple(str(part) for part in value) if isinstance(value, list | tuple) else ()
        if not parts or not set(parts) <= set(CORRELATION_PARTS):
            raise UsageMistake(
                _("Rettelsesnøglen skal være en liste af {parts}.").format(parts=", ".join(CORRELATION_PARTS))
            )
        return parts
    right = (
        isinstance(value, bool)
        if isinstance(now, bool)
        else (
            isinstance(value, int | float) and not isinstance(value, bool) and value > 0
            if isinstance(now, float)
            else isinstance(value, str)
        )
    )
    if not right:
        raise UsageMistake(_("Politikken {name} kan ikke have værdien {value!r}.").format(name=name, value=value))
    return float(value) if isinstance(now, float) else value  # type: ignore[arg-type]  # checked just above
