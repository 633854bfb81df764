"""The verdict: a missing result is never a pass, our faults never count against the vendor, people decide what they see."""

import json
from dataclasses import dataclass, field, replace

import pytest

from labcert.domain.errors import UsageMistake
from labcert.domain.events import (
    AttestationGiven,
    EvidenceKept,
    FindingMade,
    RunFinished,
    RunStarted,
    StepFinished,
    StepStarted,
)
from labcert.domain.evidence import Evidence
from labcert.domain.findings import Finding
from labcert.domain.juror import EvidenceKind
from labcert.domain.outcome import Mark, Outcome, Severity
from labcert.protocol.model import Kind
from labcert.session.log import LogEntry
from labcert.session.verdict import compute, verdict_json

SEEN = Evidence("a" * 64, "Besked", "application/xml", 11)
OTHER = Evidence("b" * 64, "Side", "text/html", 12)


@dataclass
class Told:
    """Events gathered as a log tells them."""

    events: list = field(default_factory=list)

    def ran(self, step, outcome=Outcome.PASSED, *, example=0, evidence=(SEEN,), reason="", awaits=(), finished=True):
        self.events.append(StepStarted(step, "Scenarie", example, "f"))
        self.events += [EvidenceKept(step, example, 0, kept) for kept in evidence]
        if finished:
            self.events.append(StepFinished(step, example, outcome, reason, 1.0, awaits))
        return self

    def attested(self, step, party, outcome=Outcome.PASSED, remark="", seen=(SEEN.sha256,)):
        self.events.append(AttestationGiven(step, party, "Navn", "rolle", "firma", outcome, remark, seen, demo=False))
        return self

    def run(self, number):
        self.events.append(RunStarted(number, (), {}))
        return self


@pytest.fixture
def told():
    """Nothing has happened yet."""
    return Told()


@pytest.fixture
def judge(told, small):
    """Judge what was told against a programme of these steps."""

    def judged(*steps, examples=1, demo=False):
        suite, programme = small.suite_of(*steps, examples=examples)
        events = [small.opened(demo=demo), *told.events]
        return compute(suite, programme, [LogEntry(n, f"2026-11-23T03:{n:02}:00+01:00", e, "") for n, e in enumerate(events)])

    return judged


def _only(verdict):
    (step,) = verdict.steps
    return step.outcome, step.mark


def test_passed_with_evidence_is_ok_and_approved(told, judge, small):
    """Every step Ok: approved, and the sentence says so."""
    told.ran("A").ran("B")
    verdict = judge(small.step("A"), small.step("B"))
    assert (verdict.approved, verdict.outcome, verdict.sentence) == (True, Outcome.PASSED, "Godkendt. Alle 2 trin er Ok.")
    assert verdict.totals["passed"] == 2


def test_step_that_never_ran_is_not_run(judge, small):
    """No result is no pass."""
    verdict = judge(small.step("A"))
    assert _only(verdict) == (Outcome.NOT_RUN, None)
    assert verdict.steps[0].reason == "Trinnet er ikke kørt."
    assert (verdict.approved, verdict.sentence) == (False, "Ikke godkendt endnu. 1 trin er ikke kørt (A).")


def test_programme_without_steps_is_not_approved(judge):
    """Nothing at all is no pass either."""
    assert not judge().approved


def test_pass_without_evidence_is_our_fault(told, judge, small):
    """A step without evidence is never passed, and it isn't the vendor's flaw."""
    told.ran("A", evidence=())
    verdict = judge(small.step("A"))
    assert _only(verdict) == (Outcome.FAULT, None)
    assert "uden bevis" in verdict.steps[0].reason
    assert verdict.sentence == "Ikke godkendt endnu. 1 trin har en fejl hos os, tæller ikke mod leverandøren (A)."


def test_every_example_counts_and_needs_its_own_evidence(told, judge, small):
    """The worst example decides."""
    told.ran("A", example=0).ran("A", Outcome.FAILED, example=1, reason="Enheden er forkert").ran("A", example=2)
    verdict = judge(small.step("A", severity=Severity.F2), examples=3)
    assert _only(verdict) == (Outcome.FAILED, Mark.F2)
    assert verdict.steps[0].reason == "Enheden er forkert"
    told.ran("A", example=1, evidence=())
    assert _only(judge(small.step("A"), examples=3))[0] is Outcome.FAULT


def test_example_that_never_ended_is_our_fault(told, judge, small):
    """A killed run's half step is a fault; so is one where only some examples ended."""
    told.ran("A", finished=False).ran("B", example=0).ran("B", example=1, finished=False)
    assert [step.outcome for step in judge(small.step("A"), small.step("B")).steps] == [Outcome.FAULT] * 2


def test_example_that_never_began_is_not_run(told, judge, small):
    """Two of three examples is no pass."""
    told.ran("A", example=0).ran("A", example=1)
    verdict = judge(small.step("A"), examples=3)
    assert _only(verdict)[0] is Outcome.NOT_RUN
    assert verdict.steps[0].reason == "Kun 2 af trinnets 3 eksempler er kørt."


def test_latest_result_counts(told, judge, small):
    """A later run replaces the steps that ran in it, with their findings, evidence and attestations; others stand."""
    told.run(1).ran("A", Outcome.FAILED, evidence=(OTHER,)).ran("B")
    told.events.append(FindingMade("A", 0, Finding("X", Severity.F1, "gammelt")))
    told.run(2).ran("A")
    a, b = judge(small.step("A"), small.step("B")).steps
    assert (a.outcome, a.evidence, a.findings) == (Outcome.PASSED, (SEEN,), ())
    assert b.outcome is Outcome.PASSED


def test_run_that_broke_is_not_approved_until_another_ends_well(told, judge, small):
    """Where the run itself broke, nothing is approved though every step passed; a later run that ends well counts."""
    step = small.step("TP-1.1.01")
    told.run(1).ran(step.id).events.append(RunFinished(1, Outcome.FAULT, "kørslen gik i stå"))
    broken = judge(step)
    assert (broken.approved, broken.outcome) == (False, Outcome.FAULT)
    assert "hos os" in broken.sentence
    told.run(2).ran(step.id).events.append(RunFinished(2, Outcome.PASSED, ""))
    assert judge(step).approved is True


def test_set_up_fault_is_told_apart(told, judge, small):
    """A fault of the set-up gives no mark and doesn't count."""
    told.ran("A", Outcome.SETUP_FAULT, reason="Intet svar")
    verdict = judge(small.step("A"))
    assert _only(verdict) == (Outcome.SETUP_FAULT, None)
    assert "1 trin har en opsætningsfejl, tæller ikke med i vurderingen (A)" in verdict.sentence


def test_f4_and_not_relevant_may_be_approved(told, judge, small):
    """Approved if every step is Ok, F4 or Ikke relevant; then the whole counts as passed."""
    told.ran("A").ran("B", Outcome.FAILED).ran("C", Outcome.NOT_RELEVANT)
    verdict = judge(small.step("A"), small.step("B", severity=Severity.F4), small.step("C"))
    assert (verdict.approved, verdict.outcome) == (True, Outcome.PASSED)
    assert verdict.sentence == "Godkendt. Alle 3 trin er Ok, F4 eller Ikke relevant."


@pytest.mark.parametrize("severity", [Severity.F1, Severity.F2, Severity.F3])
def test_one_serious_flaw_is_not_approved(told, judge, small, severity):
    """One F1, F2 or F3 and the whole isn't approved."""
    told.ran("A").ran("B", Outcome.FAILED)
    verdict = judge(small.step("A"), small.step("B", severity=severity))
    assert (verdict.approved, verdict.outcome) == (False, Outcome.FAILED)
    assert verdict.sentence == f"Ikke godkendt. 1 trin er {severity.value} (B). Det øvrige trin er Ok."


# ------------------------------------------------------------------------------------------------------- attested steps
@pytest.fixture
def attested(small):
    """A step that two parties must look at."""
    return small.step("A", kind=Kind.ATTESTED, by=("sundhed.dk", "Team RN"))


@pytest.mark.parametrize("ran", [Outcome.WAITING, Outcome.PASSED])
def test_waits_until_every_party_has_looked(told, judge, attested, ran):
    """An attested step is passed only when each party that the protocol names has said so."""
    told.ran("A", ran)
    assert judge(attested).steps[0].missing_attestations == ("sundhed.dk", "Team RN")
    told.attested("A", "Team RN")
    verdict = judge(attested)
    assert (_only(verdict), verdict.steps[0].missing_attestations) == ((Outcome.WAITING, None), ("sundhed.dk",))
    assert verdict.sentence == "Ikke godkendt endnu. 1 trin afventer sundhed.dk (A)."
    told.attested("A", "sundhed.dk")
    verdict = judge(attested)
    assert (verdict.approved, [given.party for given in verdict.steps[0].attested_by]) == (True, ["Team RN", "sundhed.dk"])


def test_one_no_decides(told, judge, attested):
    """A party that says no fails the step, with its remark, before the others have looked."""
    told.ran("A", Outcome.WAITING).attested("A", "Team RN", Outcome.FAILED, "Enheden mangler")
    verdict = judge(attested)
    assert _only(verdict) == (Outcome.FAILED, Mark.F1)
    assert verdict.steps[0].reason == "Team RN (Navn): Enheden mangler"


def test_the_same_party_may_look_again(told, judge, attested):
    """The latest word of a party counts."""
    told.ran("A", Outcome.WAITING).attested("A", "Team RN", Outcome.FAILED, "Nej").attested("A", "sundhed.dk").attested("A", "Team RN")
    assert judge(attested).approved


@pytest.mark.parametrize("seen", [(), (OTHER.sha256,)])
def test_attestation_without_kept_evidence_counts_for_nothing(told, judge, attested, seen):
    """Who looked at nothing that lies in the session has shown nothing."""
    told.ran("A", Outcome.WAITING).attested("A", "Team RN", seen=seen).attested("A", "sundhed.dk")
    assert _only(judge(attested))[0] is Outcome.FAULT


def test_new_run_must_be_looked_at_again(told, judge, attested):
    """What was said of an older run says nothing of a newer one."""
    told.run(1).ran("A", Outcome.WAITING).attested("A", "Team RN").attested("A", "sundhed.dk")
    told.run(2).ran("A", Outcome.WAITING)
    assert _only(judge(attested))[0] is Outcome.WAITING


def test_attestation_does_not_mend_a_failed_run(told, judge, attested):
    """A step that failed or broke by itself isn't mended by people who look."""
    for outcome in (Outcome.FAILED, Outcome.FAULT, Outcome.SETUP_FAULT):
        told.events.clear()
        told.ran("A", outcome).attested("A", "Team RN").attested("A", "sundhed.dk")
        assert _only(judge(attested))[0] is outcome


def test_scenario_may_wait_for_others_by_itself(told, judge, small):
    """An automatic step whose scenario waits for a party is passed when that party has looked."""
    told.ran("A", Outcome.WAITING, awaits=("MiBa",))
    assert judge(small.step("A")).steps[0].missing_attestations == ("MiBa",)
    told.attested("A", "MiBa")
    assert judge(small.step("A")).approved


# ------------------------------------------------------------------------------------------------------------- the whole
def test_sentence_tells_everything_in_the_way(told, judge, small):
    """Marks first, then our faults, then who is waited for, then what didn't run, then the rest."""
    told.ran("A", Outcome.FAILED).ran("B", Outcome.FAILED).ran("C", Outcome.FAULT, reason="x").ran("D", Outcome.WAITING)
    told.ran("E", Outcome.WAITING).ran("F").ran("G").ran("H", Outcome.FAILED)
    steps = [small.step(name) for name in "FGI"]
    steps += [small.step("A"), small.step("B", severity=Severity.F3), small.step("C"), small.step("H", severity=Severity.F4)]
    steps += [small.step(name, kind=Kind.ATTESTED, by=("Team RN",)) for name in "DE"]
    assert judge(*steps).sentence == (
        "Ikke godkendt. 1 trin er F1 (A), 1 trin er F3 (B), 1 trin har en fejl hos os, tæller ikke mod leverandøren (C), "
        "2 trin afventer Team RN (D, E), 1 trin er ikke kørt (I). De øvrige 3 trin er Ok eller F4."
    )


def test_long_lists_are_counted(judge, small):
    """Seventy steps that didn't run are not all named."""
    sentence = judge(*[small.step(f"TP-{n}") for n in range(70)]).sentence
    assert sentence == "Ikke godkendt endnu. 70 trin er ikke kørt (TP-0, TP-1, TP-2, TP-3, TP-4, TP-5 og 64 andre)."


def test_demo_says_that_it_is_one(told, judge, small):
    """In a demonstration the sentence begins by saying so."""
    told.ran("A")
    assert judge(small.step("A"), demo=True).sentence.startswith("Demonstration, ikke en certificering: Godkendt.")


def test_results_outside_the_programme_are_told(told, judge, small):
    """A log with results that the programme doesn't have isn't approved in silence."""
    told.ran("A").ran("Q")
    verdict = judge(small.step("A"))
    assert (verdict.approved, verdict.outcome) == (False, Outcome.FAULT)
    assert "Loggen har resultater, som ikke hører til programmet (Q)" in verdict.sentence


def test_log_without_a_session_is_a_usage_mistake(small):
    """What doesn't say whose it is can't be judged."""
    with pytest.raises(UsageMistake, match="hvilken session"):
        compute(*small.suite_of(small.step("A")), [])


def test_json_is_stable_and_has_the_fixed_keys(told, judge, small):
    """The same verdict gives the same bytes; each step has the keys that others build on, in the protocol's order."""
    told.ran("B", Outcome.FAILED).ran("A")
    told.events.append(FindingMade("B", 0, Finding("LAB-1", Severity.F2, "Mangler æ", requirements=("SAM-01",))))
    verdict = judge(small.step("B"), small.step("A"))
    data = verdict_json(verdict)
    assert data == verdict_json(replace(verdict))
    document = json.loads(data)
    assert [step["id"] for step in document["steps"]] == ["B", "A"]
    assert {"programme", "protocols", "version", "steps", "totals", "approved", "sentence"} <= set(document)
    step = document["steps"][0]
    wanted = {"id", "title", "row", "outcome", "class", "findings", "evidence", "parties", "attested_by", "override", "deviation"}
    assert wanted <= set(step)
    assert (step["outcome"], step["class"], step["override"]) == ("failed", "F1", None)
    assert step["findings"][0]["class"] == "F2"
    assert step["evidence"][0]["path"] == f"evidence/{SEEN.sha256}"
    assert "Mangler æ".encode() in data


SHOT = Evidence("c" * 64, "Skærmbillede", "image/png", 13)


@pytest.fixture
def wanting(small):
    """A step that LPS must attest with a screenshot."""
    step = small.step("A", kind=Kind.ATTESTED, by=("LPS",))
    return replace(step, inspection=replace(step.inspection, evidence=EvidenceKind.SCREENSHOT))


@pytest.mark.parametrize(
    ("evidence", "seen", "outcome"),
    [((SEEN, SHOT), (SHOT.sha256,), Outcome.PASSED), ((SEEN, OTHER), (OTHER.sha256,), Outcome.WAITING),
     ((SEEN, SHOT), (SEEN.sha256,), Outcome.WAITING), ((SEEN,), (SHOT.sha256,), Outcome.FAULT)],
)  # fmt: skip
def test_without_the_evidence_that_is_wanted_nobody_has_attested(told, judge, wanting, evidence, seen, outcome):
    """A screenshot must be among what was seen, and lie in the session; else the step still waits, or we have a fault."""
    told.ran("A", Outcome.WAITING, evidence=evidence, awaits=("LPS",)).attested("A", "LPS", seen=seen)
    assert _only(judge(wanting))[0] is outcome


def test_the_screenshot_is_wanted_of_a_no_too(told, judge, wanting):
    """Whoever says that something is wrong must show it."""
    told.ran("A", Outcome.WAITING, awaits=("LPS",)).attested("A", "LPS", Outcome.FAILED, "intet")
    (step,) = judge(wanting).steps
    assert (step.outcome, "skærmbillede" in step.reason) == (Outcome.WAITING, True)


def test_a_demonstrations_persons_look_at_the_page_itself(told, judge, wanting):
    """Their page is what a screenshot would show."""
    told.ran("A", Outcome.WAITING, evidence=(OTHER,), awaits=("LPS",)).attested("A", "LPS", seen=(OTHER.sha256,))
    told.events[-1] = replace(told.events[-1], demo=True)
    assert _only(judge(wanting, demo=True))[0] is Outcome.PASSED
    assert _only(judge(wanting, demo=False))[0] is Outcome.WAITING  # a log that calls a real session's persons so


def test_a_partys_latest_word_counts_and_both_are_told(told, judge, wanting):
    """The one before stays in the verdict, for everybody to see."""
    told.ran("A", Outcome.WAITING, evidence=(SHOT,), awaits=("LPS",))
    told.attested("A", "LPS", Outcome.FAILED, "91,7", seen=(SHOT.sha256,)).attested("A", "LPS", seen=(SHOT.sha256,))
    (step,) = judge(wanting).steps
    assert (step.outcome, [said.outcome for said in step.attested_by]) == (Outcome.PASSED, [Outcome.FAILED, Outcome.PASSED])
