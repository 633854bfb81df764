"""Culture, resistance pattern, microscopy and single findings."""

# ruff: noqa: ARG001 - a variant has the arguments of the method it replaces, and often looks at none of them

from typing import Any

from sut.defective.overrides.entering import variant
from sut.reference import Json, ReferenceLps


def _nothing(_said: list[Any]) -> list[Any]:
    return []


def _culture(self: ReferenceLps, result: Json, **change: Any) -> Json | None:
    found = ReferenceLps.culture_of(self, result)
    return found and {**found, **{name: make(found.get(name) or []) for name, make in change.items()}}


@variant("growth-left-out")
def _no_growth(self: ReferenceLps, result: Json) -> Json | None:
    return _culture(self, result, microbes=lambda microbes: [{**microbe, "growth": None} for microbe in microbes])


@variant("first-microbe-only")
def _one_microbe(self: ReferenceLps, result: Json) -> Json | None:
    return _culture(
        self,
        result,
        microbes=lambda microbes: microbes[:1],
        entries=lambda entries: [entry for entry in entries if entry["microbe"] == 1],
    )


@variant("references-from-zero")
def _counts_from_zero(self: ReferenceLps, result: Json) -> Json | None:
    return _culture(
        self,
        result,
        entries=lambda entries: [
            {**entry, "microbe": entry["microbe"] - 1, "antibiotic": entry["antibiotic"] - 1} for entry in entries
        ],
    )


@variant("antibiotics-sorted-alone")
def _sorted_without_the_pattern(self: ReferenceLps, result: Json) -> Json | None:
    return _culture(
        self, result, antibiotics=lambda drugs: sorted(drugs, key=lambda drug: drug["name"], reverse=True)
    )


@variant("intermediate-as-susceptible")
def _no_intermediate(self: ReferenceLps, result: Json) -> Json | None:
    return _culture(
        self,
        result,
        entries=lambda entries: [
            {**entry, "susceptibility": entry["susceptibility"].replace("I", "S")} for entry in entries
        ],
    )


@variant("resistance-left-out")
def _no_pattern(self: ReferenceLps, result: Json) -> Json | None:
    return _culture(self, result, antibiotics=_nothing, entries=_nothing)


@variant("susceptibility-unexplained")
def _no_interpretation(self: ReferenceLps, result: Json) -> Json | None:
    return _culture(self, result, interpretation=_nothing)


@variant("microscopy-lines-left-out")
def _headline_only(self: ReferenceLps, result: Json) -> Json | None:
    seen = ReferenceLps.microscopy_of(self, result)
    return seen and {**seen, "lines": (seen.get("lines") or [])[:1]}


@variant("microscopy-comment-left-out")
def _nothing_said_of_the_slide(self: ReferenceLps, result: Json) -> Json | None:
    seen = ReferenceLps.microscopy_of(self, result)
    return seen and {**seen, "comments": []}


@variant("examination-always-observed")
def _one_examination_type(self: ReferenceLps, result: Json) -> str:
    return "observerbar_egenskab"


@variant("microbiology-correction-unmarked")
def _report_is_always_final(self: ReferenceLps, results: list[Json]) -> str:
    status = ReferenceLps.microbiology_status_of(self, results)
    return "svar_endeligt" if status == "svar_rettet" else status
