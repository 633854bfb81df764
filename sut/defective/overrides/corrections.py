"""Corrections and deletions: what a correction must keep, what it must say anew, and what can't be undone."""

from dataclasses import replace

from sut.defective.overrides.entering import variant
from sut.reference import Entry, Json, ReferenceLps, Reply


def _sample(self: ReferenceLps, case: Json, original: Json, **changes: str) -> Json:
    correction = ReferenceLps.correction_of(self, case, original)
    return {**correction, "sample": {**correction["sample"], **changes}}


@variant("deletion-instead-of-correction")
def _deletes_and_sends_anew(self: ReferenceLps, case: Json, original: Entry) -> Reply:
    if original.hub_id:
        self.hub.delete(original.hub_id)
    ordinary = [{**result, "status": "svar_endeligt"} for result in case["results"]]
    return self.enter({**case, "results": ordinary})


@variant("no-corrections")
def _sent_is_sent(self: ReferenceLps, case: Json, original: Entry) -> Reply:  # noqa: ARG001
    return Reply(reason="Svaret er sendt og kan ikke rettes.")


@variant("one-correction-only")
def _corrects_once(self: ReferenceLps, case: Json, original: Entry) -> Reply:
    if original.replaces:
        return Reply(reason="Svaret er rettet én gang og kan ikke rettes igen.")
    return ReferenceLps.delete_or_correct(self, case, original)


@variant("corrected-answer-is-withdrawn")
def _correction_stops_the_answer(self: ReferenceLps, case: Json, original: Entry) -> Reply:
    reply = ReferenceLps.delete_or_correct(self, case, original)
    if original.state == "waiting":
        self.kept.save(replace(original, state="failed", replaced_by=reply.envelope))
    return reply


@variant("correction-without-status")
def _correction_unmarked(self: ReferenceLps, case: Json, original: Json) -> Json:
    correction = ReferenceLps.correction_of(self, case, original)
    return {**correction, "results": [{**result, "status": "svar_endeligt"} for result in correction["results"]]}


@variant("whole-answer-marked")
def _everything_is_corrected(self: ReferenceLps, case: Json, original: Json) -> Json:
    correction = ReferenceLps.correction_of(self, case, original)
    return {**correction, "results": [{**result, "status": "svar_rettet"} for result in correction["results"]]}


@variant("correction-of-changed-only")
def _unchanged_left_out(self: ReferenceLps, case: Json, original: Json) -> Json:
    correction = ReferenceLps.correction_of(self, case, original)
    return {**correction, "results": [one for one in correction["results"] if one["status"] == "svar_rettet"]}


@variant("correction-with-new-sample-number")
def _another_sample(self: ReferenceLps, case: Json, original: Json) -> Json:
    return _sample(self, case, original, laboratory_number=f"RET{self.kept.next_number('S'):06d}")


@variant("correction-with-new-production-number")
def _another_production(self: ReferenceLps, case: Json, original: Json) -> Json:
    return _sample(self, case, original, production_number=f"RET{self.kept.next_number('S'):06d}")


@variant("correction-with-old-time")
def _time_of_the_first(self: ReferenceLps, case: Json, original: Json) -> Json:
    return _sample(self, case, original, results_at=original["sample"]["results_at"])


@variant("correction-with-new-sampling-time")
def _sampled_when_corrected(self: ReferenceLps, case: Json, original: Json) -> Json:
    return _sample(self, case, original, taken=case["sample"]["results_at"])


@variant("correction-with-old-letter")
def _letter_of_the_first(
    self: ReferenceLps, case: Json, replaces: Entry | None
) -> tuple[str, tuple[str, ...]]:
    envelope, letters = ReferenceLps.identifiers_of(self, case, replaces)
    return envelope, replaces.letters if replaces and len(replaces.letters) == len(letters) else letters


@variant("correction-with-old-envelope")
def _envelope_of_the_first(
    self: ReferenceLps, case: Json, replaces: Entry | None
) -> tuple[str, tuple[str, ...]]:
    envelope, letters = ReferenceLps.identifiers_of(self, case, replaces)
    return replaces.envelope if replaces else envelope, letters


@variant("deletes-at-the-hub")
def _asks_for_deletion(self: ReferenceLps, envelope: str) -> Reply:
    entry = self.kept.find(envelope)
    if entry and entry.hub_id:
        self.hub.delete(entry.hub_id)
    return Reply(envelope, entry.letters if entry else ())


@variant("deletes-on-the-screen")
def _says_it_is_gone(self: ReferenceLps, envelope: str) -> Reply:
    entry = self.kept.find(envelope)
    return Reply(envelope, entry.letters if entry else ())
