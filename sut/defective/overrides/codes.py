"""Codes, their types and owners, names, and the letter they send a result to."""

# ruff: noqa: ARG001 - a variant has the arguments of the method it replaces, and often looks at none of them

from sut.defective.overrides.entering import variant
from sut.reference import Json, ReferenceLps


@variant("wrong-code-type")
def _other_code_type(self: ReferenceLps, result: Json) -> str:
    return "lokal" if ReferenceLps.code_type_of(self, result) == "iupac" else "iupac"


@variant("mcs-as-iupac")
def _mcs_is_international(self: ReferenceLps, result: Json) -> str:
    mcs = ReferenceLps.code_responsible_of(self, result) == "MCS"
    return "iupac" if mcs else ReferenceLps.code_type_of(self, result)


@variant("dnk-as-local")
def _dnk_is_local(self: ReferenceLps, result: Json) -> str:
    dnk = ReferenceLps.code_of(self, result).startswith("DNK")
    return "lokal" if dnk else ReferenceLps.code_type_of(self, result)


@variant("owner-is-always-sst")
def _one_owner_for_all(self: ReferenceLps, result: Json) -> str:
    return "SST"


@variant("local-codes-owned-by-mcs")
def _medcom_owns_local_codes(self: ReferenceLps, result: Json) -> str:
    local = ReferenceLps.code_type_of(self, result) == "lokal"
    return "MCS" if local else ReferenceLps.code_responsible_of(self, result)


@variant("mds-as-local")
def _mds_is_local(self: ReferenceLps, result: Json) -> str:
    kind = ReferenceLps.code_type_of(self, result)
    return "lokal" if kind == "mds" else kind


@variant("mds-in-three-groups")
def _mds_with_spaces(self: ReferenceLps, result: Json) -> str:
    code = ReferenceLps.code_of(self, result)
    return f"{code[:5]} {code[5:10]} {code[10:]}" if len(code) == 15 else code


@variant("microbiology-is-always-mds")
def _npu_in_microbiology_is_mds(self: ReferenceLps, result: Json) -> str:
    return "mds" if result["specialty"] == "microbiology" else ReferenceLps.code_type_of(self, result)


@variant("crp-codes-confused")
def _one_code_for_crp(self: ReferenceLps, result: Json) -> str:
    code = ReferenceLps.code_of(self, result)
    return "NPU19748" if code == "NPU01423" else code


@variant("missing-full-name")
def _no_full_name(self: ReferenceLps, result: Json) -> str:
    return ""


@variant("short-name-as-full-name")
def _short_name_twice(self: ReferenceLps, result: Json) -> str:
    return str(result.get("short_name") or result["name"])


@variant("short-name-cut")
def _thirty_characters(self: ReferenceLps, result: Json) -> str | None:
    name = ReferenceLps.short_name_of(self, result)
    return name and name[:30].rstrip()


@variant("material-left-out")
def _no_material(self: ReferenceLps, result: Json) -> str | None:
    return None


@variant("location-is-material")
def _material_twice(self: ReferenceLps, result: Json) -> str | None:
    return ReferenceLps.material_of(self, result)


@variant("wrong-route")
def _everything_is_biochemistry(self: ReferenceLps, result: Json) -> str:
    return "XRPT01"


@variant("route-by-prefix")
def _npu_is_biochemistry(self: ReferenceLps, result: Json) -> str:
    return "XRPT01" if str(result["code"]).startswith(("NPU", "DNK", "MCS")) else "XRPT05"


@variant("biochemistry-as-microbiology")
def _everything_is_microbiology(self: ReferenceLps, result: Json) -> str:
    return "XRPT05"


@variant("second-letter-left-out")
def _one_letter_in_an_envelope(self: ReferenceLps, standards: tuple[str, ...]) -> tuple[str, ...]:
    return standards[:1]
