"""The defects themselves: each function replaces one method of the reference system. Listed in `defects.yaml`."""

# ruff: noqa: ARG001 - a defect has the arguments of the method it replaces, and often looks at none of them

from collections.abc import Callable
from typing import Any, TypeVar

from sut.reference import Entry, Json, ReferenceLps, Reply

__all__ = ["OVERRIDES"]

OVERRIDES: dict[str, Callable[..., Any]] = {}
"""id of a defect -> the method that takes the place of the named one"""


Override = TypeVar("Override", bound=Callable[..., Any])


def defect(id: str) -> Callable[[Override], Override]:
    """Enter a function as the defect with this id."""

    def enter(function: Override) -> Override:
        OVERRIDES[id] = function
        return function

    return enter


@defect("consent-left-out")
def _says_nothing_of_consent(self: ReferenceLps, case: Json) -> str | None:
    return None


@defect("wrong-unit")
def _unit_of_another_code(self: ReferenceLps, result: Json) -> str | None:
    unit = ReferenceLps.unit_of(self, result)
    return unit and ("nmol/L" if unit == "mg/L" else "mg/L")


@defect("wrong-code-type")
def _other_code_type(self: ReferenceLps, result: Json) -> str:
    return "lokal" if ReferenceLps.code_type_of(self, result) == "iupac" else "iupac"


@defect("deletion-instead-of-correction")
def _deletes_and_sends_anew(self: ReferenceLps, case: Json, original: Entry) -> Reply:
    if original.hub_id:
        self.hub.delete(original.hub_id)
    ordinary = [{**result, "status": "svar_endeligt"} for result in case["results"]]
    return self.enter({**case, "results": ordinary})


@defect("reused-identifier")
def _first_identifier_again(self: ReferenceLps, kind: str) -> str:
    return f"{kind}{self.kept.mark}{1:07d}"


@defect("cut-value")
def _value_cut_to_length(self: ReferenceLps, result: Json) -> str:
    return ReferenceLps.cut_or_block_value(self, {**result, "value": (result.get("value") or "")[:12]})


@defect("wrong-route")
def _everything_is_biochemistry(self: ReferenceLps, result: Json) -> str:
    return "XRPT01"


@defect("wrong-version-code")
def _older_version(self: ReferenceLps, standard: str) -> str:
    return "XR0130K" if standard == "XRPT01" else ReferenceLps.version_code(self, standard)


@defect("no-resend")
def _never_sends_again(self: ReferenceLps, entry: Entry) -> bool:
    return False


@defect("missing-full-name")
def _no_full_name(self: ReferenceLps, result: Json) -> str:
    return ""
