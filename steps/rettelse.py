"""Rettelsen: what a later answer keeps of the first one."""

from pytest_bdd import then

from labcert.checks.comparing import same_field
from steps.forloeb import FIRST, Flow


@then("er disse felter de samme som i det første svar")
def fields_are_kept(flow: Flow, datatable: list[list[str]]) -> None:
    """Each row is a path below the letter; the latest answer is held against the first."""
    before, after = flow.letter(name=FIRST), flow.letter()
    flow.judge.require([same_field(before, after, row[0]) for row in datatable[1:]])
