"""What people did with a session stands in its report with who and why, and approves nothing that the rule doesn't."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from labcert.domain.casework import DeviationState, ReviewState, TestType
from labcert.domain.events import OverrideMade, ReviewMoved
from labcert.domain.outcome import Mark
from labcert.reporting.html import render
from labcert.reporting.html.casework_words import linked, review_word
from labcert.reporting.model import Headline, build, headline_of
from tests.unit.reporting.html.casework_example import COMMENT, MEDCOM, VENDOR, casework, flawless
from tests.unit.reporting.html.report_example import KNOWN, requirements

HOSTILE = (
    "</style></script><script>alert(1)</script><img src=x onerror=alert(2)>\"'`{{ 7 * 7 }}<?evidence 0?>",
    "\u202eOk\u202c \u2066godkendt\u2069 \u200f",
    "x" * 10_000,
    "\x00\x07\x1b[31m\ud800 \x85\ufffe",
)


@pytest.fixture(scope="module")
def told():
    """The worked-on session and its page, parsed."""
    made = casework()
    return made, html.fromstring(render(made.report, made.story.kept.__getitem__).decode())


def page_of(made):
    """Return a session's page, parsed."""
    return html.fromstring(render(made.report, made.story.kept.__getitem__).decode())


def words(element):
    """Return an element's texts, one space between what different elements say."""
    return " ".join(" ".join(element.itertext()).split())


def test_the_rule_is_told_line_by_line_right_under_the_headline(told):
    """Each line says in words whether it is fulfilled, and what is missing leads to its step."""
    made, tree = told
    section = tree.get_element_by_id("godkendelse")
    assert section.getprevious().get("id") == "resultat"
    lines = section.find_class("rule-lines")[0].findall("li")
    assert len(lines) == len(made.verdict.lines)
    for shown, line in zip(lines, made.verdict.lines, strict=True):
        said = words(shown)
        assert said.startswith(f"{'✓ Opfyldt' if line.fulfilled else '✗ Ikke opfyldt'} {line.text}")
        assert [missing for missing in line.missing if missing not in shown.text_content()] == []
    assert {"#TP-4.2.02", "#TP-4.3.04"} <= {link.get("href") for link in section.iter("a")}
    assert words(section.find_class("answer")[0]) == "Nej. 4 linjer af reglen er ikke opfyldt."


def test_a_line_that_does_not_count_is_no_flaw():
    """A self-test need not be of the release's own suite: the line is told, in other words than a missing one."""
    made = flawless(TestType.SELF_TEST)
    lines = tuple(replace(line, fulfilled=False, missing=("fordi",), counts=False) for line in made.verdict.lines[:1])
    verdict = replace(made.verdict, lines=lines)
    tree = page_of(replace(made, report=replace(made.report, verdict=verdict)))
    assert "Ikke opfyldt, men kræves ikke her" in words(tree.get_element_by_id("godkendelse"))


def test_long_lists_of_what_is_missing_are_folded_and_whole(told):
    """Nothing that is missing is left out."""
    made, _tree = told
    line = replace(made.verdict.lines[0], missing=tuple(f"Mangel nummer {number}." for number in range(30)))
    verdict = replace(made.verdict, lines=(line,))
    section = page_of(replace(made, report=replace(made.report, verdict=verdict))).get_element_by_id("godkendelse")
    assert words(section).count("Mangel nummer") == 30
    assert words(next(section.iter("summary"))) == "Vis de øvrige 22"


def test_kind_of_test_and_review_are_two_things(told):
    """What a session is and how far MedCom has come stand beside each other, with the session's id."""
    axes = told[1].find_class("axes")[0]
    assert words(axes) == (
        "Session 20261123-0930-pilot Slags test Livetest Gennemgang Gennemgås af Mette Konsulent"
    )


def test_the_sessions_id_is_everywhere(told):
    """In the title, the head, the foot, and the head of every printed page."""
    _made, tree = told
    name = "20261123-0930-pilot"
    assert name in tree.find(".//title").text
    assert name in words(tree.find_class("top")[0])
    assert name in words(tree.find(".//footer"))
    assert f'@top-left {{ content: "Testrapport, {name}"' in tree.find(".//style").text


def test_an_override_is_told_with_who_and_why_and_what_it_was(told):
    """At the step, among what needs attention, and as a mark of its own in the table of steps."""
    made, tree = told
    (override,) = (step.verdict.override for step in made.report.steps if step.id == "TP-4.2.21")
    for place in (tree.get_element_by_id("TP-4.2.21"), tree.get_element_by_id("opmaerksomhed")):
        assert f"MedCom har sat F4 i stedet for F1. {override.reason} Mette Konsulent, Testkonsulent, MedCom" in words(place)
    chips = [words(chip) for chip in tree.find_class("chip") if chip.get("href") == "#TP-4.2.21"]
    assert chips == ["TP-4.2.21 Svar med flere analyser: 21 F4, sat af MedCom"]


def test_every_deviation_is_told_with_who_asked_why_who_approved_and_until_when(told):
    """Those that count and those that don't, each with its state in words."""
    made, tree = told
    assert [part.judged.state for part in made.report.deviations] == [
        DeviationState.IN_FORCE, DeviationState.IN_FORCE, DeviationState.ASKED, DeviationState.WITHDRAWN,
    ]  # fmt: skip
    for part in made.report.deviations:
        card = words(tree.get_element_by_id(f"afvigelse-{part.judged.deviation.id}"))
        assert "Søgt af Lars Leverandør, Projektleder, Eksempelhuset ApS (for LPS)" in card
        assert COMMENT in card
        assert "fra 1. november 2026 til og med 31. januar 2027" in card
    approved = words(tree.get_element_by_id("afvigelse-AFV-1"))
    assert "Dorte Læge (læge), Overlæge, Region Nordjylland, autorisations-ID 0A1B2" in approved
    assert "Gælder" in approved
    assert "Godkendt af Afventer" in words(tree.get_element_by_id("afvigelse-AFV-3"))
    assert f"Trukket tilbage Lars Leverandør, Projektleder, Eksempelhuset ApS (for LPS) : {COMMENT}" in words(
        tree.get_element_by_id("afvigelse-AFV-4")
    )


def test_a_step_that_stands_with_a_deviation_keeps_its_mark(told):
    """It is no Ok: the mark stands, with the deviations that let it stand and those that do not."""
    _made, tree = told
    step = tree.get_element_by_id("TP-4.2.12")
    assert words(step.find(".//summary")) == "TP-4.2.12 Beskeden følger skemaet F3 afvigelse"
    assert "AFV-1 Gælder" in words(step)
    assert "AFV-3 Søgt" in words(step)
    assert "Står med en godkendt afvigelse 1" in words(tree.get_element_by_id("opmaerksomhed"))


def test_remarks_are_threads_with_who_and_when(told):
    """An answer stands under what it answers; those about the session have a place of their own."""
    _made, tree = told
    (thread,) = tree.get_element_by_id("TP-4.2.07").find_class("thread")[:1]
    (first,) = thread.findall("li")
    assert words(first).startswith(f"Lars Leverandør, Projektleder, Eksempelhuset ApS (for LPS), 23. november 2026 kl. 09.30 {COMMENT}")
    (answer,) = first.find_class("thread")
    assert words(answer).endswith("Set og i orden.")
    assert COMMENT in words(tree.get_element_by_id("gennemgang"))


def test_evidence_added_later_says_who_laid_it_there(told):
    """At its step, with the note, and with a link to the file."""
    step = told[1].get_element_by_id("TP-4.2.07")
    assert "Lagt ved bagefter Skærmbillede" in words(step)
    assert f"Lagt ved af Lars Leverandør, Projektleder, Eksempelhuset ApS (for LPS), 23. november 2026 kl. 09.30 : {COMMENT}" in words(step)
    assert "Referat" in words(told[1].get_element_by_id("gennemgang"))


def test_the_runs_are_told_and_which_of_them_each_result_is_of(told):
    """When, how many steps, how many of them count; at a step what every run showed, the one that counts marked."""
    made, tree = told
    assert [(run.number, len(run.steps), len(run.counting)) for run in made.report.runs] == [(1, 88, 85), (2, 3, 3)]
    first, second = (words(row) for row in tree.find_class("runs")[0].findall("tbody/tr"))
    assert first.endswith("88 85 4 Ikke opfyldt 1 Fejl hos os 1 Opsætningsfejl 3 Afventer 79 Ok")
    assert second.endswith("3 3 2 Ikke opfyldt 1 Ok")
    (strip,) = tree.get_element_by_id("TP-4.2.07").find_class("strip")
    assert words(strip) == "Kørsel 1 F2 Kørsel 2 Ok tæller"
    assert tree.get_element_by_id("TP-4.2.01").find_class("strip") == []
    assert [words(row) for row in tree.get_element_by_id("aendret").iterfind(".//tbody/tr")] == [
        "TP-4.2.02 Nægtet samtykke rejser med svaret Ok Ikke opfyldt",
        "TP-4.2.07 Et foreløbigt svar efterfølges af det endelige Ikke opfyldt Ok",
    ]


def test_each_finding_has_an_anchor_that_stays(told):
    """Made of step and rule, so that it is the same in every report of the session, and linked to itself."""
    made, tree = told
    again = page_of(made)
    anchors = [found.get("id") for found in tree.find_class("finding") if found.get("id")]
    assert "TP-4.2.21-SAM-CONSENT-001" in anchors
    assert anchors == [found.get("id") for found in again.find_class("finding") if found.get("id")]
    assert {f"#{anchor}" for anchor in anchors} <= {link.get("href") for link in tree.iter("a")}


def test_every_link_inside_leads_somewhere(told):
    """Also those of what people did."""
    _made, tree = told
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {link.get("href")[1:] for link in tree.iter("a") if link.get("href").startswith("#")} - set(ids) == set()


def test_who_must_sign_stands_there_before_anybody_has(told):
    """Each row with each of its parties, and the whole: they wait."""
    made, tree = told
    rows = tree.get_element_by_id("underskrifter").findall(".//tbody/tr")
    assert len(rows) == 11 == sum(len(row.parties) for row in made.report.sign_off)
    assert all("Afventer" in words(row) for row in rows)


@pytest.mark.parametrize(
    ("test_type", "moves", "headline", "shown"),
    [
        (TestType.LIVE, (), Headline.READY, "Kan godkendes."),
        (TestType.LIVE, (ReviewState.APPROVED,), Headline.APPROVED, "Godkendt."),
        (TestType.LIVE, (ReviewState.NOT_APPROVED,), Headline.NOT_APPROVED, "Ikke godkendt."),
        (TestType.SELF_TEST, (), Headline.APPROVED, "Alt er opfyldt."),
        (TestType.SELF_TEST, (ReviewState.APPROVED,), Headline.APPROVED, "Alt er opfyldt."),
    ],
)
def test_only_medcom_approves(test_type, moves, headline, shown):
    """A session whose rule is fulfilled can be approved; approved it is when MedCom has closed it so."""
    made = flawless(test_type, lambda story: [story.log(ReviewMoved(move, "", MEDCOM)) for move in moves])
    assert made.verdict.approved
    assert made.report.headline is headline
    assert words(page_of(made).find_class("big")[0]) == shown


def test_nothing_is_approved_against_the_rule():
    """A review that was closed as approved although the rule says no is told as just that."""
    made = casework(more=lambda story: story.log(ReviewMoved(ReviewState.APPROVED, "", MEDCOM)))
    assert not made.verdict.approved
    assert headline_of(made.verdict) is Headline.NOT_APPROVED
    assert review_word(made.verdict).startswith("Lukket som godkendt, men")
    tree = page_of(made)
    assert words(tree.find_class("big")[0]) == "Ikke godkendt."
    assert "Lukket som godkendt, men reglen for godkendelse er ikke opfyldt" in words(tree.find_class("axes")[0])


def test_why_medcom_said_no_stands_where_one_asks():
    """A session that fulfils the rule and is closed as not approved says so, with MedCom's own words."""
    remark = "Leverandøren har trukket systemet tilbage."
    made = flawless(more=lambda story: story.log(ReviewMoved(ReviewState.NOT_APPROVED, remark, MEDCOM)))
    answer = words(page_of(made).find_class("answer")[0])
    assert answer == f"Reglen er opfyldt, men MedCom har lukket sessionen som ikke godkendt. {remark}"


def test_what_is_open_of_a_failed_step_is_told_at_it():
    """Examples that did not run, and parties that have not looked."""
    made = casework()
    steps = tuple(
        replace(step, unrun=2, unseen=("MiBa", "LPS")) if step.id == "TP-4.2.02" else step for step in made.verdict.steps
    )
    report = build(replace(made.verdict, steps=steps), made.story.entries, made.view, requirements(), KNOWN)
    step = words(page_of(replace(made, report=report)).get_element_by_id("TP-4.2.02"))
    assert "2 af trinnets eksempler er ikke kørt." in step
    assert "Disse parter har ikke set trinnet endnu: MiBa, LPS." in step


def test_an_override_that_may_not_be_given_is_told_and_counts_for_nothing():
    """The step keeps the computed mark, and no tag says that MedCom has set it."""
    made = casework(more=lambda story: story.log(OverrideMade("TP-4.2.55", Mark.OK, "Ser fint ud.", MEDCOM)))
    step = page_of(made).get_element_by_id("TP-4.2.55")
    assert words(step.find(".//summary")).endswith("Fejl hos os")
    assert "tæller ikke" in words(step)


@pytest.mark.parametrize("text", HOSTILE, ids=["markup", "direction", "long", "control"])
def test_what_people_write_is_text_and_nothing_else(text, told):
    """In remarks, reasons, notes and deviations: no element more, no sign that turns or breaks what stands around it."""
    made = casework(text=text)
    page = render(made.report, made.story.kept.__getitem__).decode()
    tree = html.fromstring(page)
    kinds = [element.tag for element in tree.iter() if isinstance(element.tag, str)]
    assert kinds.count("script") == 1
    assert sorted(set(kinds)) == sorted({e.tag for e in told[1].iter() if isinstance(e.tag, str)})
    assert [sign for sign in page if sign in "\x00\x07\x1b\x85\u202e\u2066\u200f"] == []
    assert (text[:12] in words(tree)) == (text[0] in "<x")


@pytest.mark.parametrize("text", HOSTILE, ids=["markup", "direction", "long", "control"])
def test_names_that_vendors_choose_are_text_and_nothing_else(text, told):
    """Of vendor, system, version and session: in the title, the head, and what is printed on each page."""
    made = told[0]
    verdict = replace(made.verdict, vendor=text, system=text, system_version=text, session=text, claimed_by=text)
    tree = page_of(replace(made, report=replace(made.report, verdict=verdict)))
    tags = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
    assert tags == {element.tag for element in told[1].iter() if isinstance(element.tag, str)}
    assert len(tree.findall(".//script")) == len(tree.findall(".//style")) == 1
    assert "<" not in re.search(r'@top-left \{ content: "([^"\n]*)" \}', tree.find(".//style").text)[1]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(max_size=60), st.sampled_from(["TP-4.2.21", "TP-4.2.2", "KRAV-01"]))
def test_a_sentence_with_links_says_what_it_said(text, step):
    """Links add no word and lose none, and only the report's own steps are linked."""
    sentence = "".join(sign if sign.isprintable() else " " for sign in f"Se {text} {step}")
    made = html.fragment_fromstring(str(linked(sentence, {"TP-4.2.21"})), create_parent="p")
    assert made.text_content() == sentence
    assert {link.get("href") for link in made.iter("a")} <= {"#TP-4.2.21"}
    if step == "TP-4.2.21":
        assert made.findall("a")


def test_numbers_that_may_be_somebodys_are_masked_in_all_that_people_write():
    """A CPR number in a remark, a reason or a deviation never reaches the page."""
    foreign = "010203" + "1234"
    made = casework(text=f"Se {foreign} i journalen.")
    page = render(made.report, made.story.kept.__getitem__).decode()
    assert foreign not in page
    assert "010203-xxxx" in page
    assert VENDOR.name in page
