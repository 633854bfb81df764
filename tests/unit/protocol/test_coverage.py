"""Every requirement is shown by a step or says why not."""

from pathlib import Path

from labcert.protocol import Suite, coverage, load_suite, problems


def test_each_requirement_knows_the_steps_that_show_it(suite: Suite):
    """Steps are listed in the suite's order; a requirement may be shown by none and say why."""
    assert [(each.requirement.id, each.steps) for each in coverage(suite)] == [
        ("SAM-01", ("TP-4.2.52",)), ("IND-01", ("TP-4.2.51",)), ("VIS-01", ("TP-4.5.01",)), ("TRA-01", ()),
    ]  # fmt: skip
    assert problems(suite) == ()


def test_neither_step_nor_reason_is_a_problem(folder: Path):
    """A requirement that nothing shows must say why."""
    path = folder / "protocols/krav.yaml"
    path.write_text(path.read_text("utf-8").replace("  ikke_testet: Kravet er ikke offentligt.\n", ""), "utf-8")
    (problem,) = problems(load_suite(folder))
    assert (problem.file, problem.line) == ("protocols/krav.yaml", 19)
    assert "TRA-01 vises af intet trin" in problem.sentence


def test_both_step_and_reason_is_a_problem(folder: Path):
    """A reason for not testing what is tested is out of date."""
    path = folder / "protocols/upload.yaml"
    path.write_text(path.read_text("utf-8").replace("[SAM-01]", "[SAM-01, TRA-01]"), "utf-8")
    (problem,) = problems(load_suite(folder))
    assert "TRA-01 har en grund til ikke at være testet, men vises af TP-4.2.52" in problem.sentence
