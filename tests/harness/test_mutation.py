"""Trying the protocols: a wrong system is caught where it must be, a harmless one passes, and a fault of ours is neither."""

import os
import shutil

import pytest
import yaml

from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.mutation import Scope, Status
from labcert.runner.mutation.run import Wish, tried_out
from labcert.runner.mutation.workers import CopyingWorker, StartingWorker
from tests.harness.small import build

SHOWS, OTHER, LOOKED_AT = "TP-4.2.01", "TP-4.2.02", "TP-4.2.03"
SUITE = f"""
  @{SHOWS}
  Scenarie: Ser efter fejlen
    Når der gemmes et bevis
    Og systemet "forkert" {{ends}}
  @{OTHER}
  Scenarie: Ser efter noget andet
    Når der gemmes et bevis
    Og systemet "andet" afsløres
"""
PAGE = f"""
  @{LOOKED_AT}
  Scenarie: Skal ses
    Når der gemmes <side>
    Så afventer trinnet LPS og PLSP
"""
WRONG = {"id": "forkert", "what": "Gør det forkert.", "expected_at": [SHOWS], "shows": ["SAM-01"]}
STRANGE = {"id": "andet", "what": "Gør noget andet.", "expected_at": [SHOWS], "shows": ["IND-01"]}
HARMLESS = {"id": "rask", "what": "Gør det på sin egen måde.", "kind": "harmless"}
BUILD = "from sut.reference import ReferenceLps\n\n\ndef build(id, **kwargs):\n    return ReferenceLps(**kwargs)\n"
"""all are the reference system: the sentences of the small suite tell them apart by their names"""

copying = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process can't be copied here")


@pytest.fixture
def suite(tmp_path):
    """Makes a suite with a small list of systems; `ends` is what becomes of the wrong one at the step that shows it."""

    def make(ends="afsløres", *, more="", attested=(), systems=(WRONG, STRANGE, HARMLESS), excuses=()):
        root = build(tmp_path / "suite", SUITE.format(ends=ends) + more, attested=attested)
        listed = root / "sut" / "defective"
        shutil.rmtree(listed)
        listed.mkdir()
        (listed / "__init__.py").write_text(BUILD, "utf-8")
        (listed / "defects.yaml").write_text(yaml.safe_dump(list(systems), allow_unicode=True), "utf-8")
        (listed / "without_defect.yaml").write_text(yaml.safe_dump(dict(excuses), allow_unicode=True), "utf-8")
        return root

    return make


def try_out(root, *only, scope=Scope.FIRST, worker=CopyingWorker, seconds=60.0):
    """Try the systems with one worker; return the score, and system -> what became of it."""
    score = tried_out(root, Wish("pilot", only, scope, jobs=1, seconds_to_begin=seconds), worker=worker)
    return score, {tried.variant.id: tried for tried in score.systems}


@pytest.mark.parametrize("worker", [pytest.param(CopyingWorker, marks=copying), StartingWorker])
def test_a_system_is_caught_where_it_must_be_or_elsewhere_and_a_harmless_one_passes(suite, worker):
    """One is caught at its step; one is not, meets every step, and is caught at another; one passes. It is the same
    whether a worker copies a process or starts one for each system.
    """
    score, systems = try_out(suite(), worker=worker)
    assert {name: (tried.status, tried.failed_at, tried.steps) for name, tried in systems.items()} == {
        "forkert": (Status.CAUGHT, (SHOWS,), 1), "andet": (Status.ELSEWHERE, (OTHER,), 2), "rask": (Status.PASSED, (), 2),
    }  # fmt: skip
    assert systems["andet"].not_at == (SHOWS,)
    assert systems["forkert"].why == f"{SHOWS}: Systemet forkert blev afsløret."
    assert (score.perfect, score.broke, score.steps) == (False, False, 2)


@copying
def test_with_whole_every_system_meets_every_step(suite):
    """A system that is caught where it must be goes on to the other steps."""
    _, systems = try_out(suite(), "forkert", scope=Scope.WHOLE)
    assert (systems["forkert"].status, systems["forkert"].steps) == (Status.CAUGHT, 2)


@copying
def test_a_defect_that_no_step_catches_is_missed_and_what_it_shows_is_unproved(suite):
    """Every step was run and none failed: missed. A requirement is shown by a caught defect, or there is an excuse."""
    score, systems = try_out(suite("ses ikke", systems=[WRONG, HARMLESS], excuses={"IND-01": "Det er databankens."}))
    assert (systems["forkert"].status, systems["forkert"].steps, systems["forkert"].why) == (Status.MISSED, 2, "")
    assert score.unproved == ("SAM-01",)
    assert not score.perfect


@copying
def test_where_only_some_are_tried_nothing_is_said_of_the_requirements(suite):
    """One system of three was asked for: the others might have shown them."""
    score, systems = try_out(suite(), "forkert")
    assert (list(systems), score.unproved, score.whole) == (["forkert"], None, False)
    assert score.perfect


@copying
def test_a_harmless_system_that_a_step_refuses_is_a_false_alarm(suite):
    """The step that refused it is named, and the score is not perfect."""
    score, systems = try_out(suite(systems=[WRONG, HARMLESS | {"id": "andet"}]), "andet")
    assert (systems["andet"].status, systems["andet"].failed_at) == (Status.FALSE_ALARM, (OTHER,))
    assert not score.perfect


@copying
@pytest.mark.parametrize(
    ("ends", "seconds", "why"),
    [
        ("møder en fejl hos os", 60.0, f"{SHOWS}: Databanken svarede ikke."),
        ("hænger", 1.0, f"Blev ikke færdig inden 3 sekunder; da kørte {SHOWS}."),
        ("dræber sin kørsel", 60.0, f"Kørslen gik i stå hos os (kode -9) ved {SHOWS}."),
        ("dræber den, der kører systemerne", 60.0, "Processen, som kører systemerne, døde (kode -9)."),
    ],
)
def test_a_fault_of_ours_is_never_a_catch_and_the_next_system_is_tried(suite, ends, seconds, why):
    """However a run breaks, the system is told as not judged, with a sentence; those after it are judged all the same."""
    score, systems = try_out(suite(ends, systems=[WRONG, {**STRANGE, "expected_at": [OTHER]}]), seconds=seconds)
    assert (systems["forkert"].status, systems["forkert"].why) == (Status.FAULT, why)
    assert systems["andet"].status is Status.CAUGHT
    assert (score.broke, score.perfect) == (True, False)


@copying
@pytest.mark.parametrize(("page", "status"), [("en side", Status.PASSED), ("en tom side", Status.FALSE_ALARM)])
def test_people_look_at_what_must_be_seen(suite, page, status):
    """The demo persons look at the page of an attested step, as in a demonstration, and what is not there is missed."""
    root = suite(more=PAGE.replace("<side>", page), attested=[LOOKED_AT])
    _, systems = try_out(root, "rask")
    assert systems["rask"].status is status


def test_a_name_that_no_system_has_is_told_with_the_nearest(suite):
    """Nothing is started for it."""
    with pytest.raises(UsageMistake, match=r"“forkart”.*Mente du “forkert”\?"):
        try_out(suite(), "forkart")


def test_a_defect_of_other_steps_is_left_out(suite):
    """Where no system concerns the programme, that is a mistake of whoever asked."""
    with pytest.raises(UsageMistake, match="vedrører"):
        try_out(suite(systems=[{**WRONG, "expected_at": ["TP-9.9.99"]}]))


def test_a_list_that_cannot_be_read_is_our_fault(suite):
    """The list comes along with the tool."""
    with pytest.raises(ToolFault, match="kan ikke læses"):
        try_out(suite(systems=[{"id": "forkert"}]))
