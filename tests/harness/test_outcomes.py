"""How a scenario can end, and what each ending means. One run of one small suite shows them all."""

import pytest

from labcert.domain.events import SentenceRun, StepStarted
from labcert.domain.outcome import Outcome, Severity
from labcert.session import read_log
from tests.harness.small import build, open_session, run

SCENARIOS = """
  @TP-4.2.02
  Scenarie: Står først i filen og sidst i protokollen
    Når der gemmes et bevis
  @TP-4.2.01
  Scenarie: Består med bevis – æøå
    Givet et svar med disse felter
      | Felt    | Værdi      |
      | Analyse | Hæmoglobin |
    Når der gemmes et bevis om "Ærø"
    Og der gemmes et bevis om "Ærø"
    Så er "42" det ventede
  @TP-4.2.03
  Scenarie: Intet bevis
    Så er "42" det ventede
  @TP-4.2.04
  Scenarie: Fejler
    Når der gemmes et bevis
    Så er "41" det ventede
    Og er "42" det ventede
  @TP-4.2.05
  Scenarie: Fejlens egen klasse tæller ikke
    Når der gemmes et bevis
    Så er der en fejl af klassen F1
  @TP-4.2.06
  Scenarie: Systemet går ned
    Når der gemmes et bevis
    Så går systemet ned
  @TP-4.2.07
  Scenarie: Afventer
    Når der gemmes en side
    Så afventer trinnet LPS og PLSP
  @TP-4.2.08
  Scenarie: Opsætningsfejl
    Når der gemmes et bevis
    Og omgivelserne svigter
  @TP-4.2.09
  Scenarie: Springes over med grund
    Når der gemmes et bevis
    Og trinnet springes over, fordi "PLSP er lukket i dag"
  @TP-4.2.10
  Scenarie: Springes over uden grund
    Når der gemmes et bevis
    Og trinnet springes over
  @TP-4.2.11
  Scenarie: Udefineret sætning
    Når der gemmes et bevis
    Og noget sker, som ingen har skrevet
  @TP-4.2.12
  Scenarie: Bar påstand
    Når der gemmes et bevis
    Og en påstand ikke holder
  @TP-4.2.13
  Scenarie: Nøgle mangler
    Når der gemmes et bevis
    Og en nøgle mangler
  @TP-4.2.14
  Scenarie: Værktøjsfejl
    Når der gemmes et bevis
    Og værktøjet går i stykker
  @TP-4.2.15
  Scenarie: Opsætning går i stykker
    Når der gemmes et bevis
    Givet en opsætning, der går i stykker
  @TP-4.2.16
  Scenarie: Oprydning går i stykker
    Givet en oprydning, der går i stykker
    Når der gemmes et bevis
  @TP-4.2.17
  Scenarie: Oprydning går i stykker, mens trinnet afventer
    Givet en oprydning, der går i stykker
    Når der gemmes en side
    Så afventer trinnet LPS
  @TP-4.2.18
  Abstrakt Scenario: Eksempler
    Givet disse felter
      | Værdi   |
      | <værdi> |
    Når der gemmes et bevis
    Og prøvens nummer gemmes som bevis
    Så er "<værdi>" det ventede
    Eksempler:
      | værdi |
      | 42    |
      | syv æ |
      | 42    |
  @TP-4.2.19
  Scenarie: Fremmed nummer
    Når der gemmes et fremmed nummer som bevis
  @TP-4.2.20
  Scenarie: Trace i en fejls tekst
    Når der gemmes et bevis
    Og en biblioteksfejl har en trace i sig
  @TP-4.2.21
  Scenarie: Ikke ønsket
    Når der gemmes et bevis
  @TP-4.2.22
  Scenarie: Omgivelser ikke klar
    Når der gemmes et bevis
    Givet omgivelser, der ikke er klar
  @TP-4.2.23
  Scenarie: Vil lukke alt
    Når der gemmes et bevis
    Og en funktion vil lukke alt
  @TP-4.2.24 @skip @xfail @krav:SAM-01
  Scenarie: Tags
    Når der gemmes et bevis
  @TP-4.2.26.1
  Scenarie: Et id med flere led
    Når der gemmes et bevis
"""
LAST = "TP-4.2.02"
NO_SCENARIO = "TP-4.2.25"
UNWANTED = "TP-4.2.21"
ORDER = ["TP-4.2.01", "TP-4.2.03", *(f"TP-4.2.{n:02}" for n in range(4, 25)), NO_SCENARIO, "TP-4.2.26.1", LAST]
FAULTS = ["TP-4.2.11", "TP-4.2.12", "TP-4.2.13", "TP-4.2.14", "TP-4.2.15", "TP-4.2.16", "TP-4.2.17", "TP-4.2.20", "TP-4.2.23"]


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """One run of every ending, in a folder with Danish letters and a space."""
    folder = tmp_path_factory.mktemp("udfald") / "Prøve Æ"
    root = build(folder, SCENARIOS, ORDER, attested=[NO_SCENARIO])
    session = open_session(folder.parent / "session ø")
    return run(root, session, steps=[name for name in ORDER if name != UNWANTED])


def test_a_run_whose_steps_end_badly_is_still_a_whole_run(ran):
    """Outcomes, whatever they are, are no fault of the run."""
    assert ran.fault is None


def test_passed_with_evidence_is_passed(ran):
    """Every sentence went well and something was kept: passed, with no reason to give."""
    assert ran.end("TP-4.2.01") == (Outcome.PASSED, "")
    assert ran.step("TP-4.2.01").outcome is Outcome.PASSED


def test_nothing_is_passed_without_evidence(ran):
    """Without evidence there is nothing to show for a pass: a fault of ours, and it says why."""
    outcome, reason = ran.end("TP-4.2.03")
    assert outcome is Outcome.FAULT
    assert "intet bevis" in reason
    assert ran.step("TP-4.2.03").outcome is Outcome.FAULT


def test_not_as_required_is_failed_with_the_protocols_class_and_requirements(ran):
    """A finding fails the step; it carries the protocol's class and requirement ids."""
    assert ran.end("TP-4.2.04") == (Outcome.FAILED, "Værdien er 41.")
    (made,) = ran.findings("TP-4.2.04")
    assert (made.finding.severity, made.finding.requirements) == (Severity.F3, ("SAM-01", "IND-01"))
    assert (made.finding.expected, made.finding.actual) == ("42", "41")
    assert ran.step("TP-4.2.04").findings == (made.finding,)


@pytest.mark.parametrize("name", ["TP-4.2.05", "TP-4.2.06"])
def test_the_protocol_judges_whatever_class_a_finding_brings(ran, name):
    """A finding's own class gives way to the protocol's, also where no judge stood between (a system that broke down)."""
    (made,) = ran.findings(name)
    assert (made.finding.severity, made.finding.requirements) == (Severity.F3, ("SAM-01", "IND-01"))
    assert ran.step(name).mark == "F3"


def test_awaits_person_waits_and_names_the_parties(ran):
    """A step that people must look at waits for them, by party."""
    (finished,) = ran.finished("TP-4.2.07")
    assert (finished.outcome, finished.awaits) == (Outcome.WAITING, ("LPS", "PLSP"))
    verdict = ran.step("TP-4.2.07")
    assert (verdict.outcome, verdict.missing_attestations) == (Outcome.WAITING, ("LPS", "PLSP"))


@pytest.mark.parametrize("name", ["TP-4.2.08", "TP-4.2.22"])
def test_setup_fault_is_a_setup_fault(ran, name):
    """What is wrong around the system is neither its failure nor our fault, also where a fixture says so."""
    outcome, reason = ran.end(name)
    assert outcome is Outcome.SETUP_FAULT
    assert "adresse" in reason
    assert ran.findings(name) == []


def test_a_skip_is_not_run_and_says_why(ran):
    """A step that was skipped was not run; its reason is the one that was given, or that none was."""
    assert ran.end("TP-4.2.09") == (Outcome.NOT_RUN, "PLSP er lukket i dag")
    assert ran.end("TP-4.2.10") == (Outcome.NOT_RUN, "Trinnet blev sprunget over uden begrundelse.")


@pytest.mark.parametrize("name", FAULTS)
def test_what_breaks_in_our_own_code_is_a_fault_and_never_a_failure(ran, name):
    """An undefined sentence, a bare assertion, a crash, a fixture that breaks before or after: never the vendor's."""
    assert ran.end(name)[0] is Outcome.FAULT
    assert ran.step(name).outcome is Outcome.FAULT
    assert ran.step(name).mark is None
    assert ran.findings(name) == []


def test_a_broken_tear_down_is_a_fault_also_where_people_were_to_look(ran):
    """What was left behind broken can't wait for somebody to say it is good."""
    (finished,) = ran.finished("TP-4.2.17")
    assert (finished.outcome, finished.awaits) == (Outcome.FAULT, ())


def test_every_sentence_that_began_is_told_with_how_it_ended(ran):
    """The sentence that skipped, broke or was never defined stands in the log, too, with its outcome."""
    assert [(told.text, told.outcome) for told in ran.sentences("TP-4.2.04")] == [
        ("der gemmes et bevis", Outcome.PASSED),
        ('er "41" det ventede', Outcome.FAILED),
    ]
    last = {name: ran.sentences(name)[-1] for name in ("TP-4.2.09", "TP-4.2.11", "TP-4.2.15", "TP-4.2.23")}
    assert {name: (told.text, told.outcome) for name, told in last.items()} == {
        "TP-4.2.09": ('trinnet springes over, fordi "PLSP er lukket i dag"', Outcome.NOT_RUN),
        "TP-4.2.11": ("noget sker, som ingen har skrevet", Outcome.FAULT),
        "TP-4.2.15": ("en opsætning, der går i stykker", Outcome.FAULT),
        "TP-4.2.23": ("en funktion vil lukke alt", Outcome.FAULT),
    }


def test_an_undefined_sentence_is_named(ran):
    """Its author is told which sentence has no definition."""
    assert "noget sker, som ingen har skrevet" in ran.end("TP-4.2.11")[1]


def test_danish_letters_and_tables_survive(ran):
    """Keyword, text, table and evidence stand in the log as they were written."""
    first, second, again, last = ran.sentences("TP-4.2.01")
    assert (first.keyword, first.text) == ("Givet", "et svar med disse felter")
    assert first.table == (("Felt", "Værdi"), ("Analyse", "Hæmoglobin"))
    assert (second.keyword, second.text, second.table) == ("Når", 'der gemmes et bevis om "Ærø"', ())
    assert (again.keyword, last.keyword) == ("Og", "Så")
    kept = ran.evidence("TP-4.2.01")
    assert (kept[0].sentence, kept[0].evidence.name) == (1, "Et bevis om Ærø")
    assert len({event.evidence.sha256 for event in kept}) == 1
    assert ran.kept(kept[0]).decode() == "Ærø"


def test_a_scenario_is_told_by_its_own_name_and_feature(ran):
    """A reader meets the scenario as its author wrote it, not the name of a test function."""
    started = [event for event in ran.events if isinstance(event, StepStarted) and event.step == "TP-4.2.01"]
    assert started == [StepStarted("TP-4.2.01", "Består med bevis – æøå", 0, "Prøve")]


def test_one_failing_example_fails_the_step_and_is_named(ran):
    """An outline's step is as good as its worst example, and says which one that is."""
    assert [(event.example, event.outcome) for event in ran.finished("TP-4.2.18")] == [
        (0, Outcome.PASSED), (1, Outcome.FAILED), (2, Outcome.PASSED),
    ]  # fmt: skip
    verdict = ran.step("TP-4.2.18")
    assert verdict.outcome is Outcome.FAILED
    assert verdict.reason == "Eksempel 2 (syv æ): Værdien er syv æ."
    assert [made.example for made in ran.findings("TP-4.2.18")] == [1]


def test_examples_carry_their_own_values_and_sample_numbers(ran):
    """Placeholders are filled in sentences and tables; two examples never share a sample number."""
    told = [event for event in ran.sentences("TP-4.2.18") if event.example == 1]
    assert told[0].table == (("Værdi",), ("syv æ",))
    assert told[-1].text == 'er "syv æ" det ventede'
    samples = [ran.kept(event) for event in ran.evidence("TP-4.2.18") if event.evidence.name == "Prøvens nummer"]
    assert len(set(samples)) == 3


def test_steps_run_in_the_protocols_order(ran):
    """The order is the protocol's, whatever the order in the file."""
    started = list(dict.fromkeys(event.step for event in ran.events if isinstance(event, StepStarted)))
    assert started == [name for name in ORDER if name not in (UNWANTED, NO_SCENARIO)]


def test_only_wanted_steps_are_run(ran):
    """A step that nobody asked for leaves no trace, and is not run."""
    assert ran.finished(UNWANTED) == []
    assert ran.step(UNWANTED).outcome is Outcome.NOT_RUN


def test_a_step_without_a_scenario_is_not_run_and_the_log_says_so(ran):
    """Where no scenario shows a wanted step, it is not run, and a reader of the log is told."""
    assert ran.step(NO_SCENARIO).outcome is Outcome.NOT_RUN
    told = [event.text for event in ran.events if type(event).__name__ == "ProgressNoted" and event.step == NO_SCENARIO]
    assert len(told) == 1
    assert "intet scenarie" in told[0].lower()


def test_a_tag_never_changes_how_a_scenario_runs(ran):
    """Tags are for readers: one that pytest would take for a mark of its own neither skips nor excuses a step."""
    assert ran.end("TP-4.2.24") == (Outcome.PASSED, "")


def test_every_id_that_a_protocol_may_use_is_run(ran):
    """An id of more parts than usual is an id, too."""
    assert ran.end("TP-4.2.26.1") == (Outcome.PASSED, "")


def test_a_trace_stands_only_in_evidence_that_no_report_shows(ran):
    """No text of an event holds a trace; our developers find it as evidence of the type that nothing displays."""
    for entry in read_log(ran.folder.events).entries:
        if not isinstance(entry.event, SentenceRun):
            assert "Traceback" not in repr(entry.event)
            assert "hemmeligt" not in repr(entry.event)
        assert ".py" not in repr(entry.event)
    traces = [event for event in ran.evidence("TP-4.2.20") if b"Traceback" in ran.kept(event)]
    assert [event.evidence.media_type for event in traces] == ["application/octet-stream"]


def test_a_trace_names_no_place_on_this_machine(ran):
    """A bundle has no absolute path in it: the trace names files as they are imported."""
    (trace,) = [ran.kept(event).decode() for event in ran.evidence("TP-4.2.13") if event.evidence.media_type.endswith("stream")]
    assert "steps/saetninger.py" in trace.replace("\\", "/")
    assert str(ran.root) not in trace
    assert 'File "/' not in trace


def test_a_foreign_number_is_masked_before_it_is_kept(ran):
    """A number that may be a real person's never reaches the disk."""
    (event,) = ran.evidence("TP-4.2.19")
    assert ran.kept(event) == b"nummer 010203-xxxx"
    assert event.evidence.masked is True
