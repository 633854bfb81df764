"""Reads the lists and builds the systems: the reference system with exactly one method replaced."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml

from sut.defective.overrides import OVERRIDES
from sut.reference import ReferenceLps

__all__ = ["Defect", "build", "catalogue", "without_defect"]

LIST = Path(__file__).parent / "defects.yaml"
REASONS = Path(__file__).parent / "without_defect.yaml"
KINDS = ("defective", "harmless")


@dataclass(frozen=True)
class Defect:
    """One variant: `behaviour` is the method it changes, `expected_at` the steps that must catch it.

    `shows` names the requirements that the defect breaks, and so shows that the protocols ask for. `kind` is defective,
    or harmless for one that differs in what no rule forbids and must pass every step.
    """

    id: str
    what: str
    behaviour: str
    expected_at: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    kind: str = "defective"


def _read(entry: dict[str, Any]) -> Defect:
    lists = {name: tuple(entry.get(name) or ()) for name in ("expected_at", "shows")}
    return Defect(**{**entry, **lists})


@cache
def catalogue() -> tuple[Defect, ...]:
    """Return every variant in the list's order; raises ValueError naming all that list and code do not agree on."""
    defects = tuple(_read(entry) for entry in yaml.safe_load(LIST.read_text(encoding="utf-8")))
    ids = [defect.id for defect in defects]
    wrong = [f"{id} står to gange" for id in dict.fromkeys(ids) if ids.count(id) > 1]
    wrong += [f"{id} står i listen, men ikke i overrides" for id in ids if id not in OVERRIDES]
    wrong += [f"{id} står i overrides, men ikke i listen" for id in OVERRIDES if id not in ids]
    for defect in defects:
        if not callable(getattr(ReferenceLps, defect.behaviour, None)):
            wrong.append(f"{defect.id} ændrer {defect.behaviour}, som systemet ikke har")
        if defect.kind not in KINDS:
            wrong.append(f"{defect.id} er af arten {defect.kind}, som ikke findes")
        elif (defect.kind == "defective") != bool(defect.expected_at and defect.shows):
            wrong.append(f"{defect.id} skal have trin og krav, netop når den er en fejl")
    if wrong:
        raise ValueError(f"{LIST.name}: {'; '.join(wrong)}.")
    return defects


@cache
def without_defect() -> Mapping[str, str]:
    """Return requirement -> why no defect of an LPS can show that the protocols ask for it."""
    return dict(yaml.safe_load(REASONS.read_text(encoding="utf-8")))


def build(id: str, **kwargs: Any) -> ReferenceLps:
    """Return the system with this id; the arguments are those of ReferenceLps (`hub` and the rest).

    Raises ValueError with the nearest match where there is none of that name.
    """
    defect = next((defect for defect in catalogue() if defect.id == id), None)
    if defect is None:
        near = difflib.get_close_matches(id, [known.id for known in catalogue()], n=1)
        hint = f" Mente du {near[0]}?" if near else ""
        raise ValueError(f"Der er ingen fejl ved navn {id}.{hint}")
    changed = type("DefectiveLps", (ReferenceLps,), {defect.behaviour: OVERRIDES[id], "__doc__": defect.what})
    return cast("ReferenceLps", changed(**kwargs))
