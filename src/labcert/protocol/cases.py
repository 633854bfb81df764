"""A step's test data as one whole case: compiled once, marked anew for each run, and kept as JSON for vendors."""

import json
import re
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from labcert.domain.case import Case, Patient, Sample
from labcert.domain.language import _
from labcert.protocol.fields import Fields
from labcert.protocol.mistakes import nearest
from labcert.protocol.results import read_results
from labcert.protocol.tables import PERSONS, Fixtures

__all__ = ["NO_MARK", "case_from_json", "case_to_json", "compile_case", "for_run", "number_of"]

NO_MARK = "00000"
"""The mark of a case that belongs to no run: that of fixtures/cases."""

CONSENTS = {"nægtet": "refused", "givet": "given"}
REPORT_STATUSES = {word: word for word in ("komplet_svar", "del_svar", "modtaget")}
RECEIPTS = {word: word for word in ("XCTL01", "XCTL02", "XCTL03")}
ENCODINGS = {word: word for word in ("UTF-8", "ISO-8859-1", "windows-1252")}
YES_NO = {"ja": True, "nej": False}
SAMPLE_TIMES = {
    "taget": "2025-12-01T08:15", "modtaget": "2025-12-01T08:20", "svartid": "2025-12-01T08:30",
    "godkendt": "2025-12-01T08:35",
}  # fmt: skip
CORRECTION = "rettelse"
FINAL, CORRECTED = "svar_endeligt", "svar_rettet"
_MARK = re.compile(r"[0-9A-Za-z]{1,8}", re.ASCII)


def number_of(step: str) -> str:
    """Return the digits of a step id that go into a sample number: "4221" for "TP-4.2.21"."""
    return "".join(character for character in step if character.isascii() and character.isdigit())


def _numbered(sample: Sample, step: str, mark: str) -> Sample:
    tail = f"{mark}-{number_of(step)}"
    return replace(sample, requester_number=f"LC{tail}", laboratory_number=f"LAB{tail}", production_number=f"PRO{tail}")


def for_run(case: Case, mark: str) -> Case:
    """Return the case with the sample numbers of one run; every later answer of the step shares them.

    `mark` is 1 to 8 ASCII letters and digits, the same for a whole run. The requester's number keeps within 15
    characters and the others within 20, as XRPT01 and XRPT05 ask. Raises ValueError where that can't be.
    """
    if not _MARK.fullmatch(mark):
        raise ValueError(f"a run's mark is 1 to 8 letters and digits, not {mark!r}")
    sample = _numbered(case.sample, case.step, mark)
    if len(sample.requester_number) > 15:
        raise ValueError(f"mark {mark!r} and step {case.step!r} make a sample number of more than 15 characters")
    later = case.further.items()
    further = {name: replace(each, sample=_numbered(each.sample, case.step, mark)) for name, each in later}
    return replace(case, sample=sample, further=further)


def case_to_json(case: Case) -> bytes:
    """Return CASE.json: UTF-8, two spaces of indent, fields in the order of labcert.domain.case, a line end at last."""
    return (json.dumps(asdict(case), ensure_ascii=False, indent=2) + "\n").encode()


def case_from_json(content: bytes) -> Case:
    """Read what case_to_json wrote; raises msgspec.ValidationError or DecodeError on anything else."""
    import msgspec  # not needed where cases are only written

    return msgspec.json.decode(content, type=Case)


def _patient(testdata: Fields, fixtures: Fixtures) -> Patient:
    key = testdata.text("patient")
    if key and key not in fixtures.persons:
        sentence = _("Testpersonen “{key}” findes ikke i {table}.").format(key=key, table=PERSONS)
        testdata.tell("patient", sentence, nearest(key, fixtures.persons))
    return fixtures.persons.get(key) or Patient(key, "", "")


def _later_by(time: str, by: timedelta) -> str:
    return (datetime.fromisoformat(time) + by).isoformat(timespec="minutes")


def _sample(testdata: Fields, step: str, before: Sample | None, hours: int) -> Sample:
    """Read `prøve`; a later answer keeps the sample's times and is given out `hours` hours after the first.

    An answer is authorised as long after its result as the one before, where no time is written.
    """
    fields = testdata.inner("prøve", _("prøve")) or Fields({}, testdata.line, testdata.page, _("prøve"))
    written = {key: fields.minute(key) for key in SAMPLE_TIMES}
    fields.finish()
    default = before or Sample("", "", "", *SAMPLE_TIMES.values())
    wait = datetime.fromisoformat(default.authorised_at) - datetime.fromisoformat(default.results_at)
    taken, received = written["taget"] or default.taken, written["modtaget"] or default.received
    results_at = written["svartid"] or _later_by(default.results_at, timedelta(hours=hours))
    authorised_at = written["godkendt"] or _later_by(results_at, wait)
    return _numbered(Sample("", "", "", taken, received, results_at, authorised_at), step, NO_MARK)


def _answer(testdata: Fields, fixtures: Fixtures, sample: Sample, *, step: str, instruction: str, status: str) -> Case:
    """Read one whole answer; `status` is what a result has where nothing else is written."""
    acknowledgement = testdata.choice("kvittering", YES_NO, required=False)
    return Case(
        step=step,
        patient=_patient(testdata, fixtures),
        sender=fixtures.sender,
        requester=fixtures.requester,
        sample=sample,
        results=read_results(testdata, fixtures, status),
        consent=testdata.choice("samtykke", CONSENTS, required=False),
        report_status=testdata.choice("svarstatus", REPORT_STATUSES, required=False) or "komplet_svar",
        comments=testdata.texts("kommentar"),
        clinical_information=testdata.texts("kliniske_oplysninger"),
        acknowledgement=acknowledgement is not False,
        expected_receipts=testdata.choices("forventede_kvitteringer", RECEIPTS),
        encoding=testdata.choice("tegnsæt", ENCODINGS, required=False) or "UTF-8",
        instruction=instruction,
    )


def _later(testdata: Fields, first: Case, fixtures: Fixtures) -> dict[str, Case]:
    """Read `senere`: each answer says only what differs from the first, the sample stays the same.

    A correction's results are svar_rettet where nothing else is written, for a correction is sent with that status.
    """
    names = testdata.inner("senere", _("senere"))
    found: dict[str, Case] = {}
    for position, name in enumerate(names.keys() if names else (), start=1):
        own = names.inner(name, _("“{name}” under senere").format(name=name), required=True) if names else None
        if own is None:
            continue
        sample = _sample(own, first.step, first.sample, position)
        whole = testdata.overlaid(own, without=("senere", "prøve"))
        whole.has("prøve")
        status = CORRECTED if name.startswith(CORRECTION) else FINAL
        found[name] = _answer(
            whole, fixtures, sample, step=first.step, instruction=first.instruction, status=status
        )
        whole.finish()
    return found


def compile_case(testdata: Fields, fixtures: Fixtures, *, step: str, instruction: str) -> Case:
    """Compile a step's `testdata` to a whole case, marked NO_MARK.

    Names, unit and type come from the analysis table, the speciality from the routing table, sender and requester from
    the parties, where the step doesn't say otherwise. Values stay as they are written. Mistakes are noted on the page
    of `testdata`; the case then is not to be used.
    """
    sample = _sample(testdata, step, None, 0)
    case = _answer(testdata, fixtures, sample, step=step, instruction=instruction, status=FINAL)
    whole = replace(case, further=_later(testdata, case, fixtures))
    testdata.finish()
    return whole
