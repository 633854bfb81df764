"""allure.html is made whole or not at all."""

import pytest

from labcert.domain.errors import ToolFault
from labcert.reporting.allure_html import Missing, make_html
from labcert.reporting.allure_html.sealing import POLICY
from labcert.reporting.allure_results import write_results
from tests.support.generator import ready_cache
from tests.support.sample_session import sample


def test_one_file_is_made_and_sealed(tmp_path):
    """The page is one file with the policy in it, and nothing else is left in the folder."""
    session = sample(tmp_path)
    write_results(tmp_path / "allure-results", session.verdict, session.entries, session.evidence, {})
    assert make_html(tmp_path / "allure-results", tmp_path / "allure.html", "Æble & Søn", cache=ready_cache()) is None
    page = (tmp_path / "allure.html").read_text("utf-8")
    assert POLICY in page
    assert "googletagmanager" not in page
    assert sorted(path.name for path in tmp_path.iterdir()) == ["allure-results", "allure.html", "evidence"]


def test_without_a_generator_nothing_is_touched(tmp_path):
    """Where the generator is missing, an earlier page stays as it was and a sentence comes back."""
    (tmp_path / "allure.html").write_text("før")
    missing = make_html(tmp_path, tmp_path / "allure.html", "x", cache=tmp_path / "empty")
    assert isinstance(missing, Missing)
    assert (tmp_path / "allure.html").read_text() == "før"


def test_a_broken_generator_is_a_fault_and_leaves_the_earlier_page(tmp_path):
    """Where Allure breaks (no results here), it is told as our fault, and the earlier page stays."""
    (tmp_path / "allure.html").write_text("før")
    with pytest.raises(ToolFault, match="Allures generator gik i stykker"):
        make_html(tmp_path / "nothing", tmp_path / "allure.html", "x", cache=ready_cache())
    assert (tmp_path / "allure.html").read_text() == "før"
