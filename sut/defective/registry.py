"""Reads the list of defects and builds the systems: the reference system with exactly one method replaced."""

import difflib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml

from sut.defective.overrides import OVERRIDES
from sut.reference import ReferenceLps

__all__ = ["Defect", "build", "catalogue"]

LIST = Path(__file__).parent / "defects.yaml"


@dataclass(frozen=True)
class Defect:
    """One defective system: `behaviour` is the method it changes, `expected_at` the steps that should catch it.

    `kind` is defective, or harmless for one that differs in what no rule forbids and must pass.
    """

    id: str
    what: str
    behaviour: str
    expected_at: tuple[str, ...] = ()
    kind: str = "defective"


@cache
def catalogue() -> tuple[Defect, ...]:
    """Return every defect in the list's order; raises ValueError naming all that list and code do not agree on."""
    listed = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    defects = tuple(Defect(**{**entry, "expected_at": tuple(entry.get("expected_at") or ())}) for entry in listed)
    ids = [defect.id for defect in defects]
    wrong = [f"{id} står to gange" for id in set(ids) if ids.count(id) > 1]
    wrong += [f"{id} står i listen, men ikke i overrides" for id in ids if id not in OVERRIDES]
    wrong += [f"{id} står i overrides, men ikke i listen" for id in OVERRIDES if id not in ids]
    wrong += [
        f"{defect.id} ændrer {defect.behaviour}, som systemet ikke har"
        for defect in defects
        if not callable(getattr(ReferenceLps, defect.behaviour, None))
    ]
    if wrong:
        raise ValueError(f"{LIST.name}: {'; '.join(wrong)}.")
    return defects


def build(id: str, **kwargs: Any) -> ReferenceLps:
    """Return the defective system with this id; the arguments are those of ReferenceLps (`hub` and the rest).

    Raises ValueError with the nearest match where there is none of that name.
    """
    defect = next((defect for defect in catalogue() if defect.id == id), None)
    if defect is None:
        near = difflib.get_close_matches(id, [known.id for known in catalogue()], n=1)
        hint = f" Mente du {near[0]}?" if near else ""
        raise ValueError(f"Der er ingen fejl ved navn {id}.{hint}")
    changed = type("DefectiveLps", (ReferenceLps,), {defect.behaviour: OVERRIDES[id], "__doc__": defect.what})
    return cast("ReferenceLps", changed(**kwargs))
