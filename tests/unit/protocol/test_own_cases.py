"""fixtures/cases, which vendors build against, says what the protocols say."""

from labcert.domain.suite import suite_root
from labcert.protocol.case_files import differing_cases
from labcert.protocol.load import _read


def test_the_case_files_are_the_compiled_cases():
    """Where this fails, a step's test data was changed: run `labcert protocol cases --write`."""
    suite, _mistakes = _read(suite_root())
    assert suite.steps
    assert differing_cases(suite) == ()
