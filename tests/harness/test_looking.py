"""The demonstration's stand-ins for people: what they see, where they look, and when they can't."""

import pytest

from labcert.domain.events import EvidenceKept, RunStarted, StepFinished, StepStarted
from labcert.domain.evidence import Evidence
from labcert.domain.juror import SHEET_PAGE_TYPE, SHEET_TYPE
from labcert.domain.outcome import Outcome
from labcert.protocol.load import load_suite
from labcert.protocol.model import Inspection
from labcert.protocol.model import Page as Side
from labcert.runner.attesting import Page, Person, attest, look, pages_of
from labcert.runner.attesting_sheets import KeptSheet, keep_sheets, make_sheets
from labcert.session import EvidenceStore
from tests.harness.small import build
from tests.support.lab_messages import Answer, biochemistry, envelope

SAMPLE, STEP = "LCab12a-42061", "TP-4.2.61"


def page(*rows: str, sample: str = SAMPLE) -> bytes:
    """A page with these rows of the sample, beside one of another answer."""
    own = "".join(f'<tr data-sample="{sample}">{row}</tr>' for row in rows)
    text = f'<!doctype html><title>77</title><table><tr data-sample="LCab12a-42099"><td>99,9</td></tr>{own}</table>'
    return text.encode()


def seen(content: bytes, must: tuple[str, ...] = (), must_not: tuple[str, ...] = ()) -> tuple[Outcome, str]:
    """Look at a page."""
    return look(Inspection(Side.CITIZEN, must, must_not, ("LPS",)), content, SAMPLE)


def test_everything_seen_passes_and_says_what():
    """Every text that must be seen is there: passed, with the texts as the remark."""
    assert seen(page("<td>42</td><td>mg/L</td>"), ("42", "mg/L")) == (Outcome.PASSED, "Set: 42, mg/L.")


def test_nothing_to_see_passes_where_nothing_may_be_seen():
    """A refused answer is looked for and not found."""
    assert seen(page(), (), ("42",)) == (Outcome.PASSED, "Set: intet, som ventet.")


def test_a_missing_text_fails_and_is_named():
    """The remark names what wasn't seen, and only that."""
    assert seen(page("<td>42</td>"), ("42", "mg/L")) == (Outcome.FAILED, "Ikke set: mg/L.")


def test_an_unwanted_text_fails_and_is_named():
    """The remark names what may not be seen, after what is missing."""
    assert seen(page("<td>91,7</td>"), ("19,7",), ("91,7",)) == (
        Outcome.FAILED,
        "Ikke set: 19,7. Set, men må ikke ses: 91,7.",
    )


@pytest.mark.parametrize("must", ["99,9", "77"])
def test_only_rows_of_the_sample_are_looked_at(must):
    """What another answer's row or the rest of the page shows is not seen."""
    assert seen(page("<td>42</td>"), (must,))[0] is Outcome.FAILED
    assert seen(page("<td>42</td>"), ("42",), (must,))[0] is Outcome.PASSED


@pytest.mark.parametrize("shown", ["142", "421", "42,5", "3,42", "4.42", "x42", "42æ"])
def test_a_value_is_not_seen_inside_another(shown):
    """42 is not 142, 42,5 or 3,42: a coincidence is no evidence."""
    assert seen(page(f"<td>{shown}</td>"), ("42",))[0] is Outcome.FAILED


@pytest.mark.parametrize("shown", ["42", "&gt; 42", "(42)", "42.", "42, gentaget", "4,2–42", "<b>42</b>", "42<br>mg/L", "*42*"])
def test_a_value_that_stands_by_itself_is_seen(shown):
    """Signs and markup around a value don't hide it."""
    assert seen(page(f"<td>{shown}</td>"), ("42",))[0] is Outcome.PASSED


def test_cells_and_lines_stand_apart_and_inline_markup_does_not():
    """Two cells never make one text; a word with a part in bold is one word."""
    content = page("<td>4</td><td>2</td><td><p>Jern</p><p>behandling</p></td>")
    assert seen(content, ("42",))[0] is Outcome.FAILED
    assert seen(content, ("Jernbehandling",))[0] is Outcome.FAILED
    assert seen(page("<td>J<b>ern</b>behandling</td>"), ("Jernbehandling",))[0] is Outcome.PASSED


@pytest.mark.parametrize("hidden", ["<!-- 42 -->", "<script>42</script>", "<span hidden>42</span>", '<img alt="42">'])
def test_what_no_person_sees_is_not_seen(hidden):
    """A comment, a script, a hidden element: a person who looks at the page sees none of it."""
    assert seen(page(f"<td>{hidden}</td>"), ("42",))[0] is Outcome.FAILED


@pytest.mark.parametrize(
    "content",
    [b"", b"   ", b"\xff\xfe\x00", b"\x00", b"<?xml version='1.0' encoding='utf-16'?><p>", b"not html \xe6"],
)
def test_a_page_that_shows_nothing_fails_and_breaks_nothing(content):
    """The page comes from the system under test: empty or spoilt, it shows nothing, and that is what is said."""
    assert seen(content, ("42",)) == (Outcome.FAILED, "Ikke set: 42.")


def test_danish_letters_are_seen_in_utf_8_also_where_the_page_says_nothing_of_its_encoding():
    """The page is UTF-8, as the interface says, with or without a word about it."""
    assert seen(page("<td>Hæmoglobin, Ærø</td>"), ("Hæmoglobin", "Ærø"))[0] is Outcome.PASSED


def evidence(number: int, media_type: str = "text/html") -> Evidence:
    """A piece of evidence."""
    return Evidence(f"{number:064}", f"Side {number}", media_type, 1)


def test_the_newest_page_of_each_waiting_example_is_looked_at():
    """A later page replaces an earlier one; other evidence and other steps' pages are no pages of this step."""
    events = [
        StepStarted(STEP, "S", 0, "F"), EvidenceKept(STEP, 0, 0, evidence(1)), EvidenceKept(STEP, 0, 1, evidence(2)),
        EvidenceKept(STEP, 0, 1, evidence(3, "text/plain")), StepFinished(STEP, 0, Outcome.WAITING, "", 1.0, ("LPS",)),
        StepStarted("TP-4.2.62", "S", 0, "F"), EvidenceKept("TP-4.2.62", 0, 0, evidence(4)),
        StepStarted(STEP, "S", 1, "F"), EvidenceKept(STEP, 1, 0, evidence(5)), StepFinished(STEP, 1, Outcome.WAITING, "", 1.0),
    ]  # fmt: skip
    assert pages_of(STEP, events) == {0: evidence(2), 1: evidence(5)}


@pytest.mark.parametrize("outcome", [Outcome.PASSED, Outcome.FAILED, Outcome.FAULT, Outcome.NOT_RUN, Outcome.SETUP_FAULT])
def test_nobody_looks_at_a_step_that_does_not_wait(outcome):
    """What has failed, broken or passed by itself is not for demo persons to say."""
    events = [StepStarted(STEP, "S", 0, "F"), EvidenceKept(STEP, 0, 0, evidence(1)), StepFinished(STEP, 0, outcome, "", 1.0)]
    assert pages_of(STEP, events) == {}
    assert pages_of(STEP, events[:2]) == {}


def test_a_step_with_half_its_pages_stays_waiting():
    """Where one example has no page, or has not ended, the step can't be attested."""
    both = [
        StepStarted(STEP, "S", 0, "F"), EvidenceKept(STEP, 0, 0, evidence(1)), StepFinished(STEP, 0, Outcome.WAITING, "", 1.0),
        StepStarted(STEP, "S", 1, "F"), StepFinished(STEP, 1, Outcome.WAITING, "", 1.0),
    ]  # fmt: skip
    assert pages_of(STEP, both) == {}
    assert pages_of(STEP, both[:4]) == {}


@pytest.fixture
def step(tmp_path):
    """An attested step that the LPS and PLSP confirm: "42" must be seen."""
    root = build(tmp_path / "suite", "  @TP-4.2.61\n  Scenarie: Ses\n    Når der gemmes en side\n", attested=[STEP])
    return load_suite(root).step(STEP)


PEOPLE = {party: Person(party, f"Demoperson {party}", "Tester", f"Firma {party}") for party in ("LPS", "PLSP")}


def test_every_party_that_must_confirm_says_what_it_saw_and_in_what(step):
    """One attestation a party, each with the pages it looked at, and marked as a demonstration's."""
    given = attest(step, [Page(evidence(1), page("<td>42</td>"), SAMPLE)], PEOPLE)
    assert [(each.party, each.name, each.outcome, each.remark) for each in given] == [
        ("LPS", "Demoperson LPS", Outcome.PASSED, "Set: 42."), ("PLSP", "Demoperson PLSP", Outcome.PASSED, "Set: 42."),
    ]  # fmt: skip
    assert {(each.seen, each.demo) for each in given} == {((evidence(1).sha256,), True)}


def test_one_bad_page_of_several_decides(step):
    """Each example's page is looked at for its own sample, and the worst counts."""
    pages = [Page(evidence(1), page("<td>42</td>"), SAMPLE), Page(evidence(2), page("<td>41</td>", sample="LCab12b-42061"), "LCab12b-42061")]
    (first, _second) = attest(step, pages, PEOPLE)
    assert (first.outcome, first.remark) == (Outcome.FAILED, "Ikke set: 42.")
    assert first.seen == (evidence(1).sha256, evidence(2).sha256)


def test_without_a_page_nobody_says_anything(step):
    """No page, no attestation: the step stays waiting."""
    assert attest(step, [], PEOPLE) == ()


LETTER = envelope(biochemistry(Answer(sample=SAMPLE)))
SHEETS = """<main>Nancy Ann Test Berggren, 251248-9996<table>{}<tr data-sample="LCab12a-42099" data-code="NPU19748">
<td>Kort NPU19748</td><td>99,9</td><td>mg/L</td></tr></table></main>"""
ROW = '<tbody data-sample="{}" data-code="{}"><tr><td>Kort NPU19748</td><td>{}</td><td>mg/L</td></tr></tbody>'


def sheet(step) -> KeptSheet:
    """The step's sheet as the runner makes it from one kept message."""
    message_kept = Evidence("d" * 64, "Beskeden", "application/xml", len(LETTER))
    events = [
        StepStarted(STEP, "S", 0, "F"), EvidenceKept(STEP, 0, 0, message_kept), EvidenceKept(STEP, 0, 0, evidence(1)),
        StepFinished(STEP, 0, Outcome.WAITING, "", 1.0, ("LPS",)),
    ]  # fmt: skip
    (made,) = make_sheets(step, events, lambda _kept: LETTER)
    return KeptSheet(made, "e" * 64)


@pytest.mark.parametrize(
    ("row", "outcome", "remark"),
    [(ROW.format(SAMPLE, "NPU19748", "42"), Outcome.PASSED, "Set: Nancy Ann Test Berggren, 251248-9996"),
     (ROW.format(SAMPLE, "NPU19748", "24"), Outcome.FAILED, "Ikke set: 42 mg/L."),
     (ROW.format(SAMPLE, "NPU02319", "42"), Outcome.FAILED, "Ikke set: Kort NPU19748"),
     (ROW.format("LCab12a-42099", "NPU19748", "42"), Outcome.FAILED, "Ikke set: Kort NPU19748")],
)  # fmt: skip
def test_demo_persons_answer_every_item_of_the_sheet(step, row, outcome, remark):
    """They look for the values of the message in the row of their analysis, and say so item by item."""
    kept = sheet(step)
    (first, _second) = attest(step, [Page(evidence(1), SHEETS.format(row).encode(), SAMPLE, kept)], PEOPLE)
    assert (first.outcome, first.remark[: len(remark)]) == (outcome, remark)
    assert (first.sheets, [answer.item for answer in first.answers]) == (("e" * 64,), [item.id for item in kept.sheet.items])


def test_a_sheet_is_kept_once_for_a_run(step, tmp_path):
    """As data and to print; asked again, nothing new is kept, and after a new run of the step there is a new sheet."""
    store = EvidenceStore(tmp_path / "evidence", ())
    ran = [
        RunStarted(1, (STEP,), {}), StepStarted(STEP, "S", 0, "F"),
        EvidenceKept(STEP, 0, 0, store.keep("Beskeden", "application/xml", LETTER)),
        StepFinished(STEP, 0, Outcome.WAITING, "", 1.0, ("LPS",)),
    ]  # fmt: skip
    made = list(keep_sheets(step, ran, store))
    assert [each.evidence.media_type for each in made] == [SHEET_TYPE, SHEET_PAGE_TYPE]
    assert list(keep_sheets(step, [*ran, *made], store)) == []
    assert len(list(keep_sheets(step, [*ran, *made, *ran], store))) == 2
    assert list(keep_sheets(step, ran[:-1], store)) == []
