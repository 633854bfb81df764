"""What a correction keeps of the answer it corrects, and what it says anew."""

from datetime import datetime, timedelta

from sut.reference.behaviours import Blocked, Json

__all__ = ["corrected"]

KEPT = ("requester_number", "laboratory_number", "production_number", "taken", "received")
"""A correction is joined to its answer by these; source: a published pair of answer and correction."""


def corrected(case: Json, original: Json) -> Json:
    """Return the case as a correction of the original case.

    Numbers and sampling time are the original's, the result time is later, and each changed result is svar_rettet.
    Raises Blocked where it is about another patient or other analyses.
    """
    if _number(case) != _number(original):
        raise Blocked(
            "En rettelse kan ikke flytte et svar til en anden patient. Svaret er delt på det første CPR-nummer og kan"
            " ikke slettes; kontakt databanken."
        )
    before = {result["code"]: result for result in original["results"]}
    if not any(result["code"] in before for result in case["results"]):
        raise Blocked("Rettelsen indeholder ingen af de analyser, der blev sendt. Send et nyt svar i stedet.")
    kept = {name: original["sample"][name] for name in KEPT}
    results_at = _later(case["sample"]["results_at"], original["sample"]["results_at"])
    authorised_at = max(case["sample"]["authorised_at"], results_at)
    return {
        **case,
        "sample": {**case["sample"], **kept, "results_at": results_at, "authorised_at": authorised_at},
        "results": _marked(case["results"], before),
    }


def _marked(results: list[Json], before: dict[str, Json]) -> list[Json]:
    """Mark what the correction changes; where nothing in the results differs (a consent did) all are marked."""
    changed = [
        result["code"] in before and _without_status(result) != _without_status(before[result["code"]])
        for result in results
    ]
    if not any(changed):
        changed = [result["code"] in before for result in results]
    return [
        {**result, "status": "svar_rettet"} if new else result for result, new in zip(results, changed, strict=True)
    ]


def _without_status(result: Json) -> Json:
    return {name: content for name, content in result.items() if name != "status"}


def _number(case: Json) -> str:
    return str(case["patient"].get("cpr") or case["patient"].get("replacement") or "")


def _later(wanted: str, before: str) -> str:
    """Return the wanted time if it is after the other, else a minute after the other."""
    if datetime.fromisoformat(wanted) > datetime.fromisoformat(before):
        return wanted
    return (datetime.fromisoformat(before) + timedelta(minutes=1)).isoformat(timespec="minutes")
