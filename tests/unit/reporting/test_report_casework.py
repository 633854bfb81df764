"""The model's parts about what people did: every remark is there once, every signature that is wanted is named."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from labcert.domain.casework import Actor, Comment
from labcert.domain.events import AttestationGiven, RunFinished, RunStarted, SignOffStated, StepFinished, StepStarted
from labcert.domain.outcome import Mark, Outcome
from labcert.protocol.model import Programme, ProgrammeRow
from labcert.reporting.casework import SignaturePart, sign_off_of, threads_of
from labcert.reporting.changes import compare_runs
from labcert.reporting.history import histories
from labcert.reporting.runs import runs_of, runs_of_step
from tests.support.sample_session import step_verdict
from tests.unit.reporting.html.report_example import LogEntry, session

SOMEBODY = Actor("Mette", "Konsulent", "MedCom")
TIME = "2026-11-23T09:30:00+01:00"
PROGRAMME = Programme(
    "pilot", "Pilot", "1.0", "2026-11-23", "", (ProgrammeRow("4.2", "Upload", (), ("LPS", "PLSP")),), ("MedCom",), ""
)


def log(*events):
    """Return entries of the events, a second apart."""
    return [LogEntry(number, f"2026-11-23T09:30:{number:02}+01:00", event) for number, event in enumerate(events)]


def ran(outcome, awaits=(), example=1):
    """Return the two events of an example of TP-1."""
    return StepStarted("TP-1", "s", example, "f"), StepFinished("TP-1", example, outcome, "", 5.0, awaits)


def comment(name, answers=""):
    """Return a remark."""
    return Comment(name, "TP-1", "ord", SOMEBODY, TIME, answers)


def signed(row, party, name="Signe"):
    """Return a party's signature of a row."""
    return SignaturePart(TIME, SignOffStated(row, party, name, "Testansvarlig", party, "", demo=False))


def flat(parts):
    """Yield the remarks of threads, a remark before its answers."""
    for part in parts:
        yield part.comment
        yield from flat(part.answers)


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from(["", *"abcdefg"]))))
def test_every_remark_is_in_the_threads_once(said):
    """Whatever answers what: itself, what is not there, one another in a ring, or an id that is used twice."""
    comments = [comment(name, answers) for name, answers in said]
    assert sorted(map(id, flat(threads_of(comments)))) == sorted(map(id, comments))


def test_an_answer_stands_under_what_it_answers():
    """Also where something else was said between the two."""
    first, second = threads_of([comment("a"), comment("b"), comment("c", "a"), comment("d", "c")])
    assert (first.comment.id, second.comment.id, second.answers) == ("a", "b", ())
    assert (first.answers[0].comment.id, first.answers[0].answers[0].comment.id) == ("c", "d")


def test_a_long_chain_of_answers_is_no_deep_one():
    """Two thousand answers, each to the one before, can be shown."""
    chain = [comment("0"), *(comment(str(number), str(number - 1)) for number in range(1, 2000))]
    parts, deepest = threads_of(chain), 0
    while parts:
        parts, deepest = parts[0].answers, deepest + 1
    assert deepest == 6
    assert len(list(flat(threads_of(chain)))) == 2000


def test_who_must_sign_is_named_with_who_has():
    """Row by row, then those who sign the whole; a party that nobody asked for stands where it signed."""
    rows = sign_off_of(PROGRAMME, [signed("4.2", "PLSP"), signed("4.2", "Andre"), signed("9.9", "Gæst")])
    told = [(row.row, [(party.party, party.signed is not None) for party in row.parties]) for row in rows]
    assert told == [
        ("4.2", [("LPS", False), ("PLSP", True), ("Andre", True)]), ("", [("MedCom", False), ("Gæst", True)]),
    ]  # fmt: skip
    assert not rows[0].complete


def test_the_latest_of_a_partys_signatures_counts():
    """A party that signs the whole has done so with a row too."""
    rows = sign_off_of(PROGRAMME, [signed("4.2", "LPS", "Først"), signed("4.2", "LPS", "Sidst"), signed("4.2", "MedCom")])
    assert rows[0].parties[0].signed.stated.name == "Sidst"
    assert rows[-1].parties[0].signed.stated.party == "MedCom"
    assert rows[-1].complete


def test_a_run_that_was_cut_off_has_no_end():
    """What it ran is told all the same, and that nothing of it says how it ended."""
    entries = log(RunStarted(1, (), {}), *ran(Outcome.PASSED), RunFinished(1, Outcome.PASSED, ""),
                  RunStarted(2, (), {}, "2.2", "ab"), StepStarted("TP-1", "s", 1, "f"))
    verdict = replace(session()[0], steps=(step_verdict("TP-1", Outcome.FAULT, run=2),))
    first, second = runs_of(entries, verdict)
    assert (first.outcome, first.finished[17:19], first.steps, first.counting) == (Outcome.PASSED, "03", ("TP-1",), ())
    assert (second.outcome, second.finished, second.counting) == (None, "", ("TP-1",))
    assert (second.system_version, second.suite_digest) == ("2.2", "ab")


def test_what_each_run_showed_of_a_step():
    """The earlier ones as they came out, the latest as the verdict has it, with the mark the tool alone gave."""
    told = histories(log(RunStarted(1, (), {}), *ran(Outcome.FAILED), RunStarted(2, (), {}), *ran(Outcome.PASSED)))
    verdict = step_verdict("TP-1", Outcome.PASSED, run=2)
    before, now = runs_of_step(verdict, told["TP-1"])
    assert (before.run, before.outcome, before.mark, before.counts) == (1, Outcome.FAILED, Mark.F1, False)
    assert (now.run, now.outcome, now.mark, now.counts) == (2, Outcome.PASSED, Mark.OK, True)


def test_an_earlier_run_that_waited_is_what_people_then_said():
    """It waits while a party has not said anything; one that says no decides."""
    def given(party, outcome):
        return AttestationGiven("TP-1", party, "N", "R", "O", outcome, "", (), demo=False)

    waiting = (RunStarted(1, (), {}), *ran(Outcome.WAITING, ("MiBa", "LPS")))
    for said, outcome in (
        ((), Outcome.WAITING),
        ((given("MiBa", Outcome.PASSED),), Outcome.WAITING),
        ((given("MiBa", Outcome.PASSED), given("LPS", Outcome.PASSED)), Outcome.PASSED),
        ((given("MiBa", Outcome.FAILED),), Outcome.FAILED),
    ):
        history = histories(log(*waiting, *said, RunStarted(2, (), {}), *ran(Outcome.PASSED)))["TP-1"]
        assert history.earlier[0].outcome is outcome


def test_an_example_without_an_end_is_a_fault_and_no_pass():
    """An earlier run that was killed in the step did not pass it."""
    history = histories(log(RunStarted(1, (), {}), *ran(Outcome.PASSED), StepStarted("TP-1", "s", 2, "f"),
                            RunStarted(2, (), {}), *ran(Outcome.PASSED)))["TP-1"]
    assert history.earlier[0].outcome is Outcome.FAULT


def test_what_changed_is_told_of_the_steps_of_the_latest_run():
    """A step that ran again in an earlier run has changed before; without a second run nothing can have."""
    once = histories(log(RunStarted(1, (), {}), *ran(Outcome.FAILED)))
    verdict = replace(session()[0], steps=(step_verdict("TP-1", Outcome.PASSED),))
    assert compare_runs(verdict, once) is None
    twice = histories(log(RunStarted(1, (), {}), *ran(Outcome.FAILED), RunStarted(2, (), {}), *ran(Outcome.PASSED)))
    comparison = compare_runs(verdict, twice)
    assert [(change.step, change.direction) for change in comparison.changes] == [("TP-1", "better")]
    assert comparison.before == "trinnenes resultater før kørsel 2"
