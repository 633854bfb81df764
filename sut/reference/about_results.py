"""What a result says: code, names, status, value, unit, interval, texts; and the findings of microbiology."""

from sut.reference.basics import RECEIVED_VALUE, VALUE_LENGTH, Blocked, Json

__all__ = ["ResultBehaviours"]


class ResultBehaviours:
    """One method for each choice; the methods read a result of CASE.json and return what stands in the element."""

    def code_of(self, result: Json) -> str:
        """Return the analysis code."""
        return str(result["code"])

    def code_type_of(self, result: Json) -> str:
        """Return AnalysisCodeType: iupac for NPU and DNK, lokal for MCS and the laboratory's own, mds for MDS."""
        return str(result["code_type"])

    def code_responsible_of(self, result: Json) -> str:
        """Return AnalysisCodeResponsible: SST, MCS, MDS or the laboratory's three letters."""
        return str(result["code_responsible"])

    def short_name_of(self, result: Json) -> str | None:
        """Return the analysis' short name."""
        return result.get("short_name")

    def full_name_of(self, result: Json) -> str:
        """Return the analysis' full name, which always goes with the short one."""
        return str(result["name"])

    def result_status_of(self, result: Json) -> str:
        """Return ResultStatusCode of one result."""
        return str(result.get("status") or "svar_endeligt")

    def result_type_of(self, result: Json) -> str:
        """Return ResultType: numerisk or alfanumerisk."""
        return str(result.get("type") or "numerisk")

    def operator_of(self, result: Json) -> str | None:
        """Return Operator: mindre_end or stoerre_end."""
        return result.get("operator")

    def cut_or_block_value(self, result: Json) -> str:
        """Return Value. A value longer than 12 characters is blocked here, in the user interface, and never cut."""
        if self.result_status_of(result) == "proeve_modtaget":
            return RECEIVED_VALUE
        value = str(result.get("value") or "")
        if len(value) > VALUE_LENGTH:
            name = result.get("short_name") or result.get("name") or result["code"]
            raise Blocked(
                f"Resultatet (Value) af {name} er {len(value)} tegn langt: „{value}“. Der er plads til {VALUE_LENGTH}"
                " tegn, og et resultat forkortes aldrig. Skriv det kortere, eller skriv det som tekst."
            )
        return value

    def unit_of(self, result: Json) -> str | None:
        """Return Unit as the code has it; no element where the code has no unit."""
        return result.get("unit")

    def interval_of(self, result: Json) -> Json | None:
        """Return the reference interval: kind, lower, upper, text."""
        return result.get("interval")

    def abnormal_of(self, result: Json) -> str | None:
        """Return ResultValidation: for_hoej, for_lav or unormal."""
        return result.get("abnormal")

    def texts_of(self, result: Json) -> list[list[Json]]:
        """Return the result in words: formatted texts of spans, each with `text` and `style`."""
        return list(result.get("text") or ())

    def comments_on(self, result: Json) -> list[list[Json]]:
        """Return the comments on this one result, formatted as the texts are."""
        return list(result.get("comments") or ())

    # ------------------------------------------------------------------------------------------------- microbiology

    def microbiology_status_of(self, results: list[Json]) -> str:
        """Return the one ResultStatusCode of a microbiology report: corrected if any is, final only if all are."""
        statuses = [self.result_status_of(result) for result in results]
        if "svar_rettet" in statuses:
            return "svar_rettet"
        return statuses[0] if len(set(statuses)) == 1 else "svar_midlertidigt"

    def examination_type_of(self, result: Json) -> str:
        """Return ExaminationTypeCode: dyrkning for a culture, else what was measured or observed."""
        if result.get("examination_type"):
            return str(result["examination_type"])
        if result.get("culture"):
            return "dyrkning"
        return "maalbar_kvantitet" if result.get("type") == "numerisk" else "observerbar_egenskab"

    def material_of(self, result: Json) -> str | None:
        """Return AnalysisMDSName/Material."""
        return result.get("material")

    def location_of(self, result: Json) -> str | None:
        """Return AnalysisMDSName/Location."""
        return result.get("location")

    def culture_of(self, result: Json) -> Json | None:
        """Return what grew: headline, microbes, antibiotics, entries of the resistance pattern, interpretation."""
        return result.get("culture")

    def microscopy_of(self, result: Json) -> Json | None:
        """Return what the microscope showed: headline, comments, grouping, lines."""
        return result.get("microscopy")
