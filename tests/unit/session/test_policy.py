"""The rule of approval: each line says what is missing, and nothing is approved while a line that counts is unfulfilled."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labcert.domain.casework import Actor, Approver, ApproverKind
from labcert.domain.events import (
    AttestationGiven,
    DeviationApproved,
    DeviationAsked,
    EvidenceKept,
    FindingMade,
    OverrideMade,
    RunFinished,
    RunStarted,
    StepFinished,
    StepStarted,
)
from labcert.domain.evidence import Evidence
from labcert.domain.findings import Finding
from labcert.domain.outcome import Mark, Outcome, Severity
from labcert.domain.suite_state import SuiteState
from labcert.protocol.model import Demand, Kind, Policy, Requirement, Source
from labcert.session.log import LogEntry
from labcert.session.policy import joined
from labcert.session.verdict import compute

SEEN = Evidence("a" * 64, "Besked", "application/xml", 11)
ANNE = Actor("Anne Holm", "Konsulent", "MedCom", "MedCom")
DOCTOR = Approver(ApproverKind.DOCTOR, "Dora Dahl", "Læge", "Klinikken", "ABC12")
MEDCOM = Approver(ApproverKind.MEDCOM, "Anne Holm", "Konsulent", "MedCom")
LETTER = Evidence("c" * 64, "Godkendelse", "application/pdf", 9)
CLINICAL = Requirement("SAM-01", "Samtykke", "", Source("slide", "1"), (), None, True, "krav.yaml", 1)


def ran(step, outcome=Outcome.PASSED, *, example=0, reason="", awaits=()):
    """The events of one example."""
    kept = EvidenceKept(step, example, 0, SEEN)
    return [StepStarted(step, "S", example, "f"), kept, StepFinished(step, example, outcome, reason, 1.0, awaits)]


def seen(step, party, outcome=Outcome.PASSED, remark=""):
    """A party that looked."""
    return AttestationGiven(step, party, "Tea Toft", "Tester", party, outcome, remark, (SEEN.sha256,), demo=False)


def asked(*steps, to=date(2027, 1, 1), version="1.0"):
    """The vendor asks to deviate from SAM-01."""
    return DeviationAsked("AFV-1", "SAM-01", steps, "Referencesystemet", version, "Ombygges", ANNE, date(2026, 1, 1), to)


@pytest.fixture
def judge(small):
    """Judge events against a programme of these steps; `opening` changes how the session was opened."""

    def judged(steps, events, *, policy=None, examples=1, clinical=True, version="1.0.0", **opening):
        suite, programme = small.suite_of(*steps, examples=examples)
        suite = replace(suite, requirements=(replace(CLINICAL, clinical=clinical),))
        programme = replace(programme, policy=policy or Policy(), version=version)
        opened = replace(small.opened(demo=False), **opening)
        entries = [LogEntry(n, f"2026-11-23T03:{n:02}:00+01:00", e, "") for n, e in enumerate([opened, *events])]
        return compute(suite, programme, entries)

    return judged


def line(verdict, rule):
    """One line of the rule."""
    (found,) = [each for each in verdict.lines if each.rule == rule]
    return found


def test_a_session_that_lacks_nothing(judge, small):
    """Every line is told with its rule, fulfilled, in the rule's order."""
    verdict = judge([small.step("A"), small.step("B")], [*ran("A"), *ran("B")])
    assert verdict.approved
    assert [(each.rule, each.text) for each in verdict.lines] == [
        ("karakterer", "Hvert trin er Ok, F4 eller Ikke relevant, eller det står med en godkendt afvigelse."),
        ("alle trin", "Alle programmets 2 trin er afgjort."),
        ("én systemversion", "Alle trin er prøvet med version 1.0 af systemet."),
        ("én protokolversion", "Alle trin er prøvet med samme version af protokollen."),
        ("forseglet protokol", "Protokoller, scenarier og regler er dem, som denne udgave af labcert kom med."),
        ("bekræftede trin", "Alle trin, som personer skal se efter, er bekræftet."),
        ("godkendte afvigelser", "Ingen afvigelse venter på at blive godkendt af den, der må."),
    ]


def test_each_flaw_is_told_with_its_reason(judge, small):
    """A step's own words, else those of its finding; a mark that a person set is told with name and reason."""
    events = [
        *ran("A", Outcome.FAILED, reason="Enheden er forkert."), *ran("B", Outcome.FAILED),
        FindingMade("B", 0, Finding("R", Severity.F1, "Værdien mangler")), *ran("C"),
        OverrideMade("C", Mark.F2, "Ulæseligt på skærmen", ANNE),
    ]  # fmt: skip
    verdict = judge([small.step(name) for name in "ABC"], events)
    assert line(verdict, "karakterer").missing == (
        "A er F1: Enheden er forkert.", "B er F1: Værdien mangler", "C er F2, som Anne Holm har sat: Ulæseligt på skærmen",
    )  # fmt: skip
    assert verdict.sentence == "Ikke godkendt. 2 trin er F1 (A, B), 1 trin er F2 (C). Karakteren på 1 trin er sat af MedCom (C)."


@pytest.mark.parametrize("demands", [(Demand.SEALED_SUITE,), ()])
def test_no_programme_does_without_results(judge, small, demands):
    """A programme that doesn't say so still demands every step, and everybody who must look."""
    waits = small.step("B", kind=Kind.ATTESTED, by=("Team RN",))
    verdict = judge([small.step("A"), waits], ran("B"), policy=Policy(demands=demands))
    assert not verdict.approved
    assert line(verdict, "alle trin").missing == ("A: Trinnet er ikke kørt.",)
    assert line(verdict, "bekræftede trin").missing == ("B: Afventer Team RN.",)
    assert not judge([], [], policy=Policy(demands=demands)).approved


def test_a_flaw_that_may_stand_does_not_stand_for_examples_that_never_ran(judge, small):
    """F4 in one of three examples: the others may show worse, so the session isn't complete."""
    step = small.step("A", severity=Severity.F4)
    verdict = judge([step], ran("A", Outcome.FAILED), examples=3)
    assert (verdict.approved, verdict.outcome) == (False, Outcome.NOT_RUN)
    assert line(verdict, "alle trin").missing == ("A: 2 af trinnets eksempler er ikke kørt.",)
    assert verdict.sentence == "Ikke godkendt endnu. 1 trin er delvist kørt (A). Det ene trin er F4."
    every = [event for number in range(3) for event in ran("A", Outcome.FAILED, example=number)]
    assert judge([step], every, examples=3).approved


def test_a_flaw_that_may_stand_does_not_stand_for_people_who_have_not_looked(judge, small):
    """One party says no to something small, the other has not looked: it may have seen worse."""
    step = small.step("A", kind=Kind.ATTESTED, severity=Severity.F4, by=("sundhed.dk", "Team RN"))
    looked = [*ran("A", Outcome.WAITING), seen("A", "Team RN", Outcome.FAILED, "skæv tabel")]
    verdict = judge([step], looked)
    assert (verdict.approved, verdict.outcome) == (False, Outcome.WAITING)
    assert line(verdict, "bekræftede trin").missing == ("A: Afventer sundhed.dk.",)
    assert "1 trin afventer sundhed.dk (A)" in verdict.sentence
    assert judge([step], [*looked, seen("A", "sundhed.dk")]).approved


def test_marked_not_relevant_it_needs_nobody(judge, small):
    """What MedCom marked Ikke relevant waits for nobody and is no fault of ours any more; what is clinical must run."""
    waits = small.step("A", kind=Kind.ATTESTED, by=("Team RN",))
    events = [*ran("A", Outcome.WAITING), *ran("B", Outcome.FAULT, reason="Databanken gik ned.")]
    assert not judge([waits, small.step("B")], events).approved
    events += [OverrideMade(step, Mark.NOT_RELEVANT, "sendes ikke", ANNE) for step in "AB"]
    assert not judge([waits, small.step("B")], events).approved
    verdict = judge([waits, small.step("B")], events, clinical=False)
    assert verdict.approved
    assert verdict.sentence == "Godkendt. Alle 2 trin er Ikke relevant. Karakteren på 2 trin er sat af MedCom (A, B)."


def test_a_run_that_broke_is_incomplete(judge, small):
    """A run that ended in a fault of ours isn't approved, and a stranger's result is told."""
    verdict = judge([small.step("A")], [RunStarted(1, (), {}), *ran("A"), *ran("X"), RunFinished(1, Outcome.FAULT, "")])
    first, second = line(verdict, "alle trin").missing
    assert first == "Loggen har et resultat for X, som ikke hører til programmet."
    assert second.startswith("Kørslen gik i stå hos os.")


def test_one_version_of_the_system(judge, small):
    """A step whose latest run was with another version is named; a run that says none is as the session was opened."""
    events = [RunStarted(1, (), {}), *ran("A"), RunStarted(2, (), {}, system_version="1.1"), *ran("B")]
    verdict = judge([small.step("A"), small.step("B")], events)
    assert line(verdict, "én systemversion").missing == ("B er prøvet med version 1.1.",)
    assert verdict.sentence.startswith("Ikke godkendt endnu. Ikke alle trin er prøvet med samme version af systemet.")
    again = [*events, RunStarted(3, (), {}, system_version="1.0"), *ran("B")]
    assert judge([small.step("A"), small.step("B")], again).approved


CHANGED = [
    ({"protocols": {"upload": "9" * 64}}, "Protokollen upload er en anden end den, sessionen begyndte med."),
    ({"protocols": {}}, "Protokollen upload var ikke med i programmet, da sessionen begyndte."),
    ({"protocols": {"upload": "0" * 64, "laba": "1"}}, "Protokollen laba er ikke med i programmet mere."),
    ({"version": "2.0.0"}, "Programmet er nu version 2.0.0, men sessionen begyndte med version 1.0.0."),
]


@pytest.mark.parametrize(("changes", "told"), CHANGED)
def test_one_version_of_the_protocols(judge, small, changes, told):
    """What the session began with is what it is judged by: nothing changed, came or went."""
    verdict = judge([small.step("A")], ran("A"), **changes)
    remedy = "Bedøm sessionen med den labcert, som den er kørt med."
    assert (verdict.approved, line(verdict, "én protokolversion").missing) == (False, (f"{told} {remedy}",))


def test_steps_that_ran_by_other_protocols_are_named(judge, small):
    """A run says what it was run by."""
    events = [RunStarted(1, (), {}, suite_digest="1" * 64), *ran("A"), RunStarted(2, (), {}, suite_digest="7" * 64), *ran("B"), *ran("C")]
    verdict = judge([small.step(name) for name in "ABC"], events)
    told = ("B og C er kørt, efter at protokoller eller scenarier blev ændret.",)
    assert line(verdict, "én protokolversion").missing == told


SEALED, CHANGED_SUITE = SuiteState("1.0"), SuiteState("1.0", changed=("protocols/upload.yaml",))


@pytest.mark.parametrize(
    ("opening", "fulfilled", "counts"),
    [
        ({"test_type": "live", "suite_state": SEALED}, True, True),
        ({"test_type": "live", "suite_state": CHANGED_SUITE}, False, True),
        ({"test_type": "live"}, False, True),
        ({"test_type": "egentest", "suite_state": CHANGED_SUITE}, False, False),
        ({"test_type": "live", "suite_state": CHANGED_SUITE, "demo": True}, False, False),
    ],
)
def test_only_the_release_s_own_files_approve(judge, small, opening, fulfilled, counts):
    """It is told to everybody, and demanded where MedCom tests."""
    verdict = judge([small.step("A")], ran("A"), **opening)
    found = line(verdict, "forseglet protokol")
    assert (found.fulfilled, found.counts, verdict.approved) == (fulfilled, counts, fulfilled or not counts)


def test_a_step_stands_with_a_deviation_that_a_doctor_approved(judge, small):
    """Asked for it waits, approved by MedCom it is refused, by a doctor it lets the step stand; expired it is told."""
    steps, failed = [small.step("A"), small.step("B")], [*ran("A", Outcome.FAILED, reason="Samtykket mangler."), *ran("B")]
    waiting = judge(steps, [*failed, asked()])
    assert line(waiting, "godkendte afvigelser").missing == (
        "Afvigelsen AFV-1 fra kravet SAM-01 er ikke godkendt endnu; den venter på en læge.",
    )
    refused = judge(steps, [*failed, asked(), DeviationApproved("AFV-1", MEDCOM, LETTER, ANNE)])
    assert "ikke godkendt af en læge" in line(refused, "godkendte afvigelser").missing[0]
    approved = judge(steps, [*failed, asked(), DeviationApproved("AFV-1", DOCTOR, LETTER, ANNE)])
    assert (waiting.approved, refused.approved, approved.approved) == (False, False, True)
    assert approved.sentence == "Godkendt. 1 trin står med en godkendt afvigelse (A). Det øvrige trin er Ok."
    assert line(approved, "godkendte afvigelser").text.endswith("1 afvigelse gælder.")
    expired = judge(steps, [*failed, asked(to=date(2026, 11, 22)), DeviationApproved("AFV-1", DOCTOR, LETTER, ANNE)])
    assert line(expired, "karakterer").missing == (
        "A er F1: Samtykket mangler. Afvigelsen AFV-1 fra kravet SAM-01 udløb 2026-11-22 og tæller ikke mere.",
    )
    assert line(expired, "godkendte afvigelser").fulfilled


def test_a_programme_may_be_stricter_or_milder(judge, small):
    """Where F4 may not stand it is in the way, and where F3 may, it is not."""
    steps = [small.step("A", severity=Severity.F4), small.step("B", severity=Severity.F3)]
    events = [*ran("A", Outcome.FAILED, reason="x"), *ran("B", Outcome.FAILED, reason="y")]
    strict = judge(steps, events, policy=Policy(accepted=(Mark.OK, Mark.F3)))
    assert strict.sentence == "Ikke godkendt. 1 trin er F4 (A). Det øvrige trin er F3."
    mild = judge(steps, events, policy=Policy(accepted=(Mark.OK, Mark.F4, Mark.F3)))
    assert mild.sentence == "Godkendt. Alle 2 trin er F4 eller F3."


@pytest.mark.parametrize(("words", "told"), [([], ""), (["a"], "a"), (["a", "b"], "a og b"), (["a", "b", "c"], "a, b og c")])
def test_words_are_joined_as_people_do(words, told):
    """The last with a word before it."""
    assert joined(words, "og") == told


happenings = st.one_of(
    st.builds(ran, st.sampled_from("AB"), st.sampled_from(Outcome), example=st.integers(0, 1), reason=st.just("fordi")).map(tuple),
    st.builds(seen, st.just("B"), st.sampled_from(["Team RN", "sundhed.dk"]), st.sampled_from([Outcome.PASSED, Outcome.FAILED])),
    st.builds(OverrideMade, st.sampled_from("AB"), st.sampled_from([None, *Mark]), st.just("grund"), st.just(ANNE)),
    st.builds(asked, st.sampled_from("AB"), version=st.sampled_from(["1.0", "1.1"]), to=st.sampled_from([date(2026, 2, 1), date(2027, 1, 1)])),
    st.builds(DeviationApproved, st.just("AFV-1"), st.sampled_from([DOCTOR, MEDCOM]), st.just(LETTER), st.just(ANNE)),
    st.builds(RunStarted, st.integers(1, 3), st.just(()), st.just({}), system_version=st.sampled_from(["", "1.0", "1.1"])),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(happenings, max_size=14))
def test_approved_is_every_counting_line_and_every_result(happened):
    """Whatever happened: approved means that nothing counting is missing and each step has a result that may stand."""
    from tests.unit.session.conftest import Small

    events = [event for one in happened for event in (one if isinstance(one, tuple) else (one,))]
    steps = [Small.step("A", severity=Severity.F2), Small.step("B", kind=Kind.ATTESTED, severity=Severity.F4, by=("Team RN", "sundhed.dk"))]
    suite, programme = Small.suite_of(*steps, examples=2)
    suite = replace(suite, requirements=(CLINICAL,))
    entries = [LogEntry(n, "2026-11-23T03:00:00+01:00", e, "") for n, e in enumerate([Small.opened(demo=False), *events])]
    verdict = compute(suite, programme, entries)
    counting = [each for each in verdict.lines if each.counts]
    assert verdict.approved == all(each.fulfilled for each in counting)
    assert all(each.fulfilled != bool(each.missing) for each in verdict.lines)
    doctor = any(isinstance(event, DeviationApproved) and event.approver == DOCTOR for event in events)
    for step in verdict.steps if verdict.approved else ():
        assert step.mark in (Mark.OK, Mark.F4, Mark.NOT_RELEVANT) or (step.deviations and doctor)
        assert step.mark is Mark.NOT_RELEVANT or {e.example for e in events if isinstance(e, StepFinished) and e.step == step.id} == {0, 1}
        if step.id == "B" and step.outcome is Outcome.PASSED:
            assert {said.party for said in step.attested_by} == {"Team RN", "sundhed.dk"}
