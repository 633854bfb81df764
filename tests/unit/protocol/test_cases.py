"""Compiling test data to a case, marking it for a run, and keeping it as JSON."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcert.domain.case import Case, Interval, Patient, Requester, Result, Sample, Sender, Span
from labcert.protocol import Suite, case_from_json, case_to_json, for_run
from labcert.protocol.case_files import CASES, differing_cases, write_cases
from labcert.protocol.summary import summarise


@pytest.fixture
def full(suite: Suite) -> Case:
    """The case that uses every key."""
    return suite.step("TP-4.2.51").case


def test_a_code_brings_its_names_unit_type_and_speciality(suite: Suite):
    """The analysis and routing tables fill in what the step doesn't say."""
    (result,) = suite.step("TP-4.2.52").case.results
    assert result == Result(
        "NPU01423", "iupac", "SST", "P—C-reaktivt protein; stofk. = ? nmol/L", "biochemistry",
        short_name="C-reaktivt protein [CRP];P", type="numerisk", value="12", unit="nmol/L",
    )  # fmt: skip


def test_sender_and_requester_are_the_parties_of_the_fixtures(full: Case):
    """Who sends and who asked comes from parter.yaml, as the step can't choose it."""
    assert (full.sender.ean, full.sender.laboratory) == ("5790000147465", "PNT")
    assert (full.requester.identifier_code, full.requester.initials) == ("lokationsnummer", "AEO")


def test_a_patient_is_known_by_cpr_or_by_replacement(suite: Suite):
    """A replacement CPR is no CPR."""
    nancy, peter = suite.step("TP-4.2.51").case.patient, suite.step("TP-4.2.52").case.patient
    assert (nancy.cpr, nancy.replacement) == ("2512489996", None)
    assert (peter.cpr, peter.replacement) == (None, "0703921VJ5")


def test_what_the_step_says_overrules_the_tables(full: Case):
    """Values stay as written (5.10 is not 5.1), and an empty unit means none."""
    own = full.results[1]
    assert (own.code, own.code_type, own.code_responsible, own.specialty) == ("PNTXX", "lokal", "PNT", "biochemistry")
    assert (own.value, own.unit, own.short_name, own.name) == ("5.10", None, "Egen", "Egen analyse")


def test_interval_marks_and_formatted_text_are_kept(full: Case):
    """A text is paragraphs of pieces, each with the way it looks."""
    first = full.results[0]
    assert first.interval == Interval("fysiologisk", "0", "5,0")
    assert (first.operator, first.abnormal, first.status) == ("stoerre_end", "for_hoej", "svar_midlertidigt")
    assert first.text == (
        (Span("Almindelig tekst"),),
        (Span("Fed", "bold"), Span(" og "), Span("skrå", "italic"), Span("", "break"), Span("a  b", "fixed")),
    )
    assert first.comments == ((Span("u", "underline"), Span("", "space"), Span("c", "center"), Span("h", "right")),)


def test_culture_and_microscopy_are_compiled(full: Case):
    """A microbiological answer brings findings, resistance pattern and microscopy; its code routes it."""
    answer = full.results[2]
    assert (answer.code_type, answer.specialty, answer.examination_type) == ("mds", "microbiology", "dyrkning")
    assert answer.culture is not None
    assert answer.microscopy is not None
    assert [(microbe.name, microbe.growth, microbe.code) for microbe in answer.culture.microbes] == [
        ("Escherichia coli", "10^5", "ECOLI"), ("Klebsiella", None, None),
    ]  # fmt: skip
    assert [(each.microbe, each.antibiotic, each.susceptibility) for each in answer.culture.entries] == [(1, 1, "S"), (2, 1, "R")]
    assert (answer.culture.pattern_headline, answer.culture.interpretation) == ("Resistens", ("S er følsom",))
    assert [(line.kind, line.identification, line.value) for line in answer.microscopy.lines] == [("celler", "Leukocytter", "mange")]


def test_the_whole_answer_is_compiled(full: Case):
    """Consent, status, comments, receipts, encoding and times are those of the step."""
    assert (full.consent, full.report_status, full.acknowledgement) == ("refused", "del_svar", False)
    assert (full.comments, full.clinical_information) == (("Til rekvirenten",), ("Feber",))
    assert (full.expected_receipts, full.encoding) == (("XCTL02", "XCTL03"), "ISO-8859-1")
    assert (full.sample.taken, full.sample.authorised_at) == ("2025-12-02T07:00", "2025-12-02T08:10")
    assert full.instruction == "Opret et svar, og send det."


def test_nothing_said_means_the_usual(suite: Suite):
    """A short step gets the defaults of the format."""
    case = suite.step("TP-4.5.01").case
    assert (case.consent, case.report_status, case.acknowledgement, case.encoding) == (None, "komplet_svar", True, "UTF-8")
    assert (case.sample.taken, case.sample.received) == ("2025-12-01T08:15", "2025-12-01T08:20")
    assert (case.sample.results_at, case.sample.authorised_at) == ("2025-12-01T08:30", "2025-12-01T08:35")


def test_a_later_answer_says_only_what_differs(full: Case):
    """A correction is svar_rettet, keeps the sample, is given out an hour later; the rest is the first answer's."""
    correction, final = full.further["rettelse"], full.further["slutsvar"]
    assert [(each.code, each.value, each.status) for each in correction.results] == [("NPU19748", "43", "svar_rettet")]
    assert (correction.consent, correction.report_status) == ("given", "komplet_svar")
    assert (correction.patient, correction.comments, correction.encoding) == (full.patient, full.comments, full.encoding)
    assert (correction.sample.taken, correction.sample.results_at) == ("2025-12-02T07:00", "2025-12-02T09:00")
    assert final.results == full.results
    assert (final.sample.results_at, final.sample.authorised_at) == ("2025-12-03T09:00", "2025-12-03T09:10")


def test_a_run_marks_every_answer_of_a_step_alike(full: Case):
    """The sample numbers are made of the run's mark and the step, so that the answer is known again."""
    marked = for_run(full, "a1b2c")
    assert marked.sample.requester_number == "LCa1b2c-4251"
    assert marked.sample.laboratory_number == "LABa1b2c-4251"
    assert marked.sample.production_number == "PROa1b2c-4251"
    numbers = {(each.sample.requester_number, each.sample.laboratory_number, each.sample.production_number)
               for each in (marked, *marked.further.values())}  # fmt: skip
    assert len(numbers) == 1
    assert marked.further["rettelse"].sample.results_at == "2025-12-02T09:00"
    assert for_run(marked, "00000") == full


@pytest.mark.parametrize("mark", ["", "123456789", "a b", "æ", "12345678"])
def test_a_mark_that_makes_too_long_a_number_is_refused(full: Case, mark: str):
    """RequesterSampleIdentifier holds 15 characters."""
    if mark == "12345678":
        assert len(for_run(full, mark).sample.requester_number) == 15
    else:
        with pytest.raises(ValueError, match="mark"):
            for_run(full, mark)


def test_json_is_readable_and_stable(full: Case):
    """CASE.json has the field names of the case, Danish letters as they are, and ends in a line end."""
    content = case_to_json(full)
    assert content == case_to_json(full)
    assert content.endswith(b"}\n")
    assert "Lægehuset Æblegården" in content.decode()
    read = json.loads(content)
    assert (read["step"], read["consent"], read["results"][1]["value"]) == ("TP-4.2.51", "refused", "5.10")
    assert read["further"]["rettelse"]["results"][0]["status"] == "svar_rettet"


def test_json_gives_the_same_case_back(full: Case):
    """Nothing is lost on the way to a vendor and back."""
    assert case_from_json(case_to_json(full)) == full


_text = st.text(st.characters(codec="utf-8"), max_size=12)
_spans = st.lists(st.lists(st.builds(Span, _text, st.sampled_from(["plain", "bold"])), max_size=2).map(tuple), max_size=2).map(tuple)
_cases = st.builds(
    Case,
    step=_text, patient=st.builds(Patient, _text, _text, _text, st.none() | _text, st.none() | _text),
    sender=st.builds(Sender, _text, _text, _text, _text), requester=st.builds(Requester, _text, _text, _text, _text),
    sample=st.builds(Sample, *[_text] * 7),
    results=st.lists(st.builds(Result, *[_text] * 5, value=_text, unit=st.none() | _text, text=_spans), max_size=2).map(tuple),
    comments=st.lists(_text, max_size=2).map(tuple), acknowledgement=st.booleans(),
)  # fmt: skip


@given(_cases, _cases)
def test_any_case_survives_json(first: Case, later: Case):
    """Whatever text a case holds, reading what was written gives it back."""
    whole = replace(first, further={"rettelse": later})
    assert case_from_json(case_to_json(whole)) == whole


def test_the_summary_tells_the_case_in_danish(suite: Suite):
    """The column Test data names person, analysis, value, unit and what is unusual."""
    assert suite.step("TP-4.2.52").testdata == (
        "Patient: Peter Hansen, erstatnings-CPR 0703921VJ5",
        "NPU01423 C-reaktivt protein [CRP];P: 12 nmol/L",
        "Samtykke til deling: nægtet",
    )


def test_the_summary_of_a_later_answer_tells_what_differs(full: Case):
    """What the first answer said is not said again."""
    assert [sentence for sentence in summarise(full) if sentence.startswith(("Rettelse", "Slutsvar"))] == [
        "Rettelse: NPU19748 C-reaktivt protein [CRP];P: 43 mg/L; status svar_rettet",
        "Rettelse: Samtykke til deling: givet",
        "Rettelse: Svarstatus: komplet_svar",
        "Slutsvar: som det første svar, med senere svartid",
    ]


def test_the_case_files_follow_the_protocols(suite: Suite):
    """Missing, changed and stale files are named; writing puts all right."""
    assert differing_cases(suite) == ("TP-4.2.51.json", "TP-4.2.52.json", "TP-4.5.01.json")
    assert write_cases(suite) == 3
    assert differing_cases(suite) == ()
    folder = suite.root / CASES
    (folder / "TP-9.9.99.json").write_text("{}")
    (folder / "TP-4.2.52.json").write_text("{}")
    assert differing_cases(suite) == ("TP-4.2.52.json", "TP-9.9.99.json")
    write_cases(suite)
    assert differing_cases(suite) == ()
    assert (folder / "TP-4.2.52.json").read_bytes() == case_to_json(suite.step("TP-4.2.52").case)
