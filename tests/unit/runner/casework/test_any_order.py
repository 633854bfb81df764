"""Whatever people do, in whatever order: nothing is approved that may not be, and what is closed does not change."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from labcert.domain.casework import ApproverKind, ReviewState
from labcert.domain.errors import UsageMistake
from labcert.domain.outcome import Mark, Outcome
from labcert.runner.attesting_files import HandedIn
from labcert.runner.casework import closing, commenting, deviating, marking, reviewing
from labcert.runner.casework.closing import Closing
from labcert.runner.marks import local_time
from labcert.session.store import open_store
from tests.support.casework import ANNE, BO, VERA, begun, run_of
from tests.unit.runner.casework.conftest import CLINICAL, TECHNICAL, There

TODAY = local_time().date()
LETTER = HandedIn("brev.pdf", "application/pdf", b"%PDF-1.4\n%%EOF\n")
Verb = Callable[[There, object], object]


def request(requirement):
    """A wish that is right."""
    return deviating.Request(requirement, (), "Ombygges", TODAY, TODAY + timedelta(30))


VERBS: dict[str, Verb] = {
    "submit": lambda there, who: reviewing.submit(*there.place, who),
    "take back": lambda there, who: reviewing.take_back(*there.place, who),
    "claim": lambda there, who: reviewing.claim(*there.place, who),
    "take over": lambda there, who: reviewing.claim(*there.place, who, take_over="ferie"),
    "release": lambda there, who: reviewing.release(*there.place, who),
    "mark clinical": lambda there, who: marking.override(*there.place, marking.Marking(CLINICAL, Mark.OK, "x"), who),
    "mark technical": lambda there, who: marking.override(*there.place, marking.Marking(TECHNICAL, Mark.F4, "x"), who),
    "unmark": lambda there, who: marking.take_override_away(*there.place, TECHNICAL, "", who),
    "ask clinical": lambda there, who: deviating.ask(*there.place, request("SAM-02"), who),
    "ask technical": lambda there, who: deviating.ask(*there.place, request("SKE-04"), who),
    "approve 1": lambda there, who: deviating.approve(*there.place, deviating.Approval("AFV-1", LETTER), who),
    "approve 2": lambda there, who: deviating.approve(
        *there.place, deviating.Approval("AFV-2", LETTER, "Dora Dahl", "0ABC1"), who
    ),
    "withdraw": lambda there, who: deviating.withdraw(*there.place, "AFV-1", "rettet", who),
    "remark": lambda there, who: commenting.comment(*there.place, commenting.Remark("x"), who),
    "run again": lambda there, _who: run_of(there.store, there.suite, there.id, {CLINICAL: Outcome.FAILED}),
    "approve": lambda there, who: closing.close(
        *there.place, Closing(approved=True, allure=False), who, lambda _phase: None
    ),
    "reject": lambda there, who: closing.close(
        *there.place, Closing(approved=False, remark="nej", allure=False), who, lambda _phase: None
    ),
    "reopen": lambda there, who: closing.reopen(*there.place, "fejl", who),
}
TO_THE_END = [
    ("ask technical", VERA), ("ask clinical", VERA), ("approve 1", ANNE), ("approve", ANNE), ("approve 2", ANNE),
    ("approve", BO), ("approve", ANNE), ("remark", ANNE), ("withdraw", VERA), ("run again", VERA), ("reopen", BO),
]  # fmt: skip
"""the one way there is to an approval, and what is tried after it"""
BEGIN = [("submit", VERA), ("claim", ANNE)]


def settled_by_a_doctor(there: There) -> bool:
    """Say whether the clinical flaw stands by a doctor's word."""
    by = there.step(CLINICAL).deviations
    approved = [each.deviation.approved_by for each in there.verdict.deviations if each.deviation.id in by]
    return any(each is not None and each.kind is ApproverKind.DOCTOR for each in approved)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(sorted(VERBS)), st.sampled_from([ANNE, ANNE, BO, VERA])), max_size=12))
@example(TO_THE_END)
def test_no_order_of_acts_approves_what_may_not_be(suite, empty, acts):
    """The clinical step has failed; only a doctor's approval ever lets the session be approved."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(empty, Path(folder) / "lager.db")
        with open_store(f"sqlite:///{folder}/lager.db") as store:
            there = There(store, suite, begun(store, suite))
            run_of(store, suite, there.id, {CLINICAL: Outcome.FAILED, TECHNICAL: Outcome.FAILED})
            for verb, who in [*BEGIN, *acts]:
                before, review = there.events, there.work.review
                try:
                    VERBS[verb](there, who)
                except UsageMistake:
                    assert there.events == before  # what is refused is not half written
                if review.closed and verb != "reopen":
                    assert there.events == before
                if there.work.review is ReviewState.APPROVED:
                    assert there.verdict.approved
                    assert settled_by_a_doctor(there)
