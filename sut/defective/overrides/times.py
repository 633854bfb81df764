"""The sample's numbers and times: left out, swapped, or another moment than the one in the system."""

# ruff: noqa: ARG001 - a variant has the arguments of the method it replaces, and often looks at none of them

from datetime import datetime, timedelta

from sut.defective.overrides.entering import variant
from sut.reference import Json, ReferenceLps


@variant("requester-number-left-out")
def _no_requester_number(self: ReferenceLps, sample: Json) -> str | None:
    return None


@variant("laboratory-number-is-requesters")
def _one_number_for_both(self: ReferenceLps, sample: Json) -> str:
    return str(sample["requester_number"])


@variant("production-number-made-up")
def _production_number_of_its_own(self: ReferenceLps, sample: Json) -> str:
    return f"P{self.kept.next_number('P'):08d}"


@variant("sampling-time-in-utc")
def _an_hour_early(self: ReferenceLps, sample: Json) -> str:
    return (datetime.fromisoformat(sample["taken"]) - timedelta(hours=1)).isoformat(timespec="minutes")


@variant("sampling-time-is-arrival")
def _taken_when_it_arrived(self: ReferenceLps, sample: Json) -> str:
    return str(sample["received"])


@variant("results-time-is-authorisation")
def _results_when_authorised(self: ReferenceLps, sample: Json) -> str:
    return str(sample["authorised_at"])


@variant("authorised-when-results-came")
def _authorised_with_results(self: ReferenceLps, sample: Json) -> str:
    return str(sample["results_at"])


@variant("sent-before-authorised")
def _sent_when_taken(self: ReferenceLps, case: Json, now: datetime) -> str:
    return str(case["sample"]["taken"])


@variant("arrival-is-sampling-time")
def _arrived_when_taken(self: ReferenceLps, sample: Json) -> str:
    return str(sample["taken"])
