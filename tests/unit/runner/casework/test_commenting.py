"""Remarks in threads, and evidence beside a step: kept as typed, masked, and never changing an outcome."""

import pytest

from labcert.domain.errors import UsageMistake
from labcert.runner.attesting_files import HandedIn
from labcert.runner.casework.commenting import Remark, add_evidence, comment
from tests.support.casework import ANNE, VERA
from tests.unit.runner.casework.conftest import CLINICAL, TECHNICAL

MAIL = HandedIn("mail.txt", "text/plain", b"Set af 010203-1234\n")


def test_a_thread_grows_at_its_place(ran):
    """An answer stands where the answered remark stands; ids are short and never given twice."""
    there = ran()
    assert comment(*there.place, Remark("Hvorfor F2?", TECHNICAL), ANNE).told == (f"Bemærkningen k1 er skrevet ved {TECHNICAL}.",)
    comment(*there.place, Remark("Fordi skemaet er nyt.", answers="k1"), VERA)
    assert comment(*there.place, Remark("Hele sessionen er set."), ANNE).told == ("Bemærkningen k3 er skrevet.",)
    assert [(each.id, each.answers, each.by) for each in there.work.comments_at(TECHNICAL)] == [("k1", "", ANNE), ("k2", "k1", VERA)]
    assert [each.text for each in there.verdict.comments] == ["Hele sessionen er set."]


@pytest.mark.parametrize(
    ("remark", "told"),
    [
        (Remark("  \n "), "Bemærkningen mangler"),
        (Remark("x", "TP-4.3.9"), "findes ikke"),
        (Remark("x", answers="k7"), "ingen bemærkning “k7”"),
        (Remark("x", CLINICAL, "k1"), "kan ikke stå ved"),
        (Remark("x" * 20_001), "må højst være på 20000"),
    ],
)
def test_a_remark_without_a_place_or_a_text_is_refused(ran, remark, told):
    """Each with the reason, and nothing is written."""
    there = ran()
    comment(*there.place, Remark("Først", TECHNICAL), ANNE)
    with pytest.raises(UsageMistake, match=told):
        comment(*there.place, remark, ANNE)
    assert len(there.work.comments) == 1


def test_a_remark_is_kept_as_it_reads(ran):
    """Lines stay, letters that can't be seen and other people's numbers don't."""
    there = ran()
    comment(*there.place, Remark("Linje 1  \r\n\r\nLinje 2 om 010203-1234\x07 og 2512489996\n"), ANNE)
    (kept,) = there.verdict.comments
    assert kept.text == "Linje 1\n\nLinje 2 om 010203-xxxx og 2512489996"


def test_evidence_is_kept_beside_a_step_and_changes_nothing(ran):
    """Masked, under its sha256, once."""
    there = ran()
    before = there.step(TECHNICAL)
    told = add_evidence(*there.place, [MAIL], TECHNICAL, "Mail fra leverandøren", VERA).told
    (kept,) = there.step(TECHNICAL).added_evidence
    assert told == (f"mail.txt er lagt ved {TECHNICAL}.",)
    assert (kept.media_type, kept.masked) == ("text/plain", True)
    assert there.store.read(there.id, f"evidence/{kept.sha256}") == b"Set af 010203-xxxx\n"
    assert (there.step(TECHNICAL).outcome, there.step(TECHNICAL).evidence) == (before.outcome, before.evidence)
    count = there.events
    assert add_evidence(*there.place, [MAIL], TECHNICAL, "", VERA).told == ("mail.txt ligger der allerede.",)
    assert there.events == count
    add_evidence(*there.place, [MAIL], "", "", VERA)
    assert there.work.added_to("") == (kept,)


def test_a_seal_that_nobody_signed_does_not_outlive_a_remark(ran):
    """The session's manifest was over a shorter log: it goes, rather than to lie."""
    there = ran()
    there.store.keep(there.id, "manifest.json", b"{}")
    comment(*there.place, Remark("x"), ANNE)
    assert "manifest.json" not in {file.path for file in there.store.files(there.id)}
