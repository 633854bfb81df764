"""Rettelsen: what a later answer keeps of the first one."""

from pytest_bdd import parsers, then, when

from labcert.checks.comparing import same_field
from labcert.ports import Lps
from steps.forloeb import FIRST, Flow


@then("er disse felter de samme som i det første svar")
def fields_are_kept(flow: Flow, datatable: list[list[str]]) -> None:
    """Each row is a path below the letter; the latest answer is held against the first."""
    before, after = flow.letter(name=FIRST), flow.letter()
    flow.judge.require([same_field(before, after, row[0]) for row in datatable[1:]])


@when(parsers.parse('LPS\'et retter svaret igen med "{name}"'))
def lps_corrects_again(flow: Flow, lps: Lps, name: str) -> None:
    """A further correction of the test data, made from what was sent last."""
    flow.remember(name, lps.correct(flow.named_case(name), flow.sent()))
