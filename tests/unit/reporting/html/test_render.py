"""The report as a whole: nothing of the verdict is lost, nothing foreign gets in, nothing leaves."""

import re
from dataclasses import replace

import pytest
from lxml import html

from labcert.domain.language import set_language
from labcert.domain.outcome import Outcome
from labcert.reporting.html import render
from labcert.reporting.model import build
from tests.unit.reporting.html.report_example import KNOWN, example, requirements, session

HOSTILE = "</style></script><script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture(scope="module")
def told():
    """The example's model, its story, and the page parsed."""
    report, story = example()
    page = render(report, story.kept.__getitem__)
    return report, story, page, html.fromstring(page.decode())


def words(element):
    """Return an element's text with single spaces."""
    return " ".join(element.text_content().split())


def pieces(element):
    """Return an element's texts, one space between what different elements say."""
    return " ".join(" ".join(element.itertext()).split())


def test_every_step_has_its_anchor_once(told):
    """A step's id is its anchor, so that #TP-4.2.21 leads to it whatever else the report holds."""
    report, _story, _page, tree = told
    anchors = [article.get("id") for article in tree.iter("article")]
    assert anchors == [step.id for step in report.steps]
    assert sorted(anchors) == sorted(step.id for step in report.verdict.steps)
    assert len(anchors) == 90


def test_ids_are_unique_and_every_link_inside_leads_somewhere(told):
    """A link to a step, a requirement or a section never leads nowhere."""
    _report, _story, _page, tree = told
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    targets = {link.get("href")[1:] for link in tree.iter("a") if link.get("href").startswith("#")}
    assert targets - set(ids) == set()


def test_every_finding_appears_whole_in_its_step_and_first(told):
    """Message, place, expected, found, remedy and requirements stand both in the step and in what needs attention."""
    report, _story, _page, tree = told
    attention = words(tree.get_element_by_id("opmaerksomhed"))
    count = 0
    for step in report.verdict.steps:
        for finding in step.findings:
            here = words(tree.get_element_by_id(step.id))
            parts = (finding.message, finding.path, f"linje {finding.line}", finding.expected, finding.actual,
                     finding.remedy, *finding.requirements)
            assert [part for part in parts if part not in here] == []
            assert [part for part in parts if part not in attention] == []
            count += 1
    assert count == 4


def test_every_step_that_is_not_ok_needs_attention_and_no_other(told):
    """What needs attention names each step that is not Ok."""
    report, _story, _page, tree = told
    section = tree.get_element_by_id("opmaerksomhed")
    linked = {link.get("href")[1:] for link in section.iter("a")} & {step.id for step in report.steps}
    assert linked == {step.id for step in report.verdict.steps if step.outcome is not Outcome.PASSED}


def test_our_faults_stand_apart_from_the_vendors(told):
    """A fault of ours and a set-up fault are in boxes that say that they do not count."""
    _report, _story, _page, tree = told
    ours, setup = tree.find_class("ours")
    assert "Fejl hos os, tæller ikke med i vurderingen" in words(ours)
    assert [link.get("href") for link in ours.find_class("to")] == ["#TP-4.2.55"]
    assert "Opsætningsfejl, tæller ikke med i vurderingen" in words(setup)
    assert [link.get("href") for link in setup.find_class("to")] == ["#TP-4.2.60"]


def test_the_head_says_the_verdict_in_one_sentence(told):
    """The headline stands alone and the sentence that says why follows it, without the headline once more."""
    _report, _story, _page, tree = told
    (verdict,) = tree.find_class("verdict")
    assert words(verdict) == (
        "Ikke godkendt. 1 trin er F1 (TP-4.2.21), 1 trin er F2 (TP-4.2.07), 1 trin er F3 (TP-4.2.12), 3 trin afventer "
        "Team RN (TP-4.3.04, TP-4.3.07, TP-4.5.03). De øvrige 79 trin er Ok, F4 eller ikke vurderet. "
        "Dette er en demonstration. Resultatet gælder ikke som godkendelse af et system."
    )
    assert [words(total) for total in tree.find_class("totals")[0]] == [
        "4 trin er ikke opfyldt: 1 F1, 1 F2, 1 F3, 1 F4", "1 trin ramte en fejl hos os",
        "1 trin har opsætningsfejl", "3 trin afventer en person", "1 trin er ikke kørt", "79 trin er Ok",
        "1 trin er ikke relevant",
    ]


def test_an_approved_session_is_told_so_and_says_demonstration_only_if_it_is_one():
    """Godkendt stands in the head; a real session's report does not name a demonstration."""
    report, story = example(odd=False, demo=False)
    page = render(report, story.kept.__getitem__).decode()
    (verdict,) = html.fromstring(page).find_class("verdict")
    assert words(verdict) == "Godkendt. Alle 90 trin er Ok."
    assert "DEMONSTRATION" not in page
    assert "Alle trin er Ok. Der er intet at følge op på." in page


def test_a_demonstration_says_so_on_screen_and_on_each_printed_page(told):
    """The banner, the mark behind each printed page and the running head all say it."""
    _report, _story, page, tree = told
    assert words(tree.find_class("demo")[0]).startswith("DEMONSTRATION ")
    assert words(tree.find_class("watermark")[0]) == "DEMONSTRATION"
    assert re.search(r'@top-right \{ content: "DEMONSTRATION', page.decode())


def test_hostile_texts_are_only_text():
    """Whatever a system sends as its name, value or answer is shown as letters and never runs."""
    verdict, story, view = session()
    hostile_step = replace(
        verdict.steps[0], title=HOSTILE, reason=HOSTILE, outcome=Outcome.FAILED,
        findings=(replace(verdict.steps[20].findings[0], message=HOSTILE, expected=HOSTILE, actual=HOSTILE, remedy=HOSTILE,
                          path=f'/Emessage/"{HOSTILE}"'),),
        evidence=tuple(replace(kept, name=HOSTILE, media_type=HOSTILE) for kept in verdict.steps[0].evidence),
    )
    hostile = replace(verdict, session=f'"{HOSTILE}', system=HOSTILE, vendor=HOSTILE, sentence=HOSTILE,
                      steps=(hostile_step, *verdict.steps[1:]))
    report = build(hostile, story.entries, view, requirements() | {HOSTILE: (HOSTILE, HOSTILE, HOSTILE)}, KNOWN)
    page = render(report, lambda _sha: HOSTILE.encode()).decode()
    tree = html.fromstring(page)
    assert len(list(tree.iter("script"))) == 1
    assert len(list(tree.iter("style"))) == 1
    assert list(tree.iter("img")) == []
    assert [key for element in tree.iter() for key in element.keys() if key.startswith("on")] == []  # noqa: SIM118
    assert words(tree.find_class("why")[0]) == HOSTILE


def test_nothing_is_fetched_from_outside(told):
    """The file holds no address that a browser would fetch, and links only to itself and to kept evidence."""
    _report, _story, page, tree = told
    loading = [element for element in tree.iter() if element.get("src") or element.get("srcset") or element.tag in {"link", "iframe", "object"}]
    assert loading == []
    style = "".join(element.text for element in tree.iter("style"))
    assert "url(" not in style
    assert "@import" not in style
    assert {link.get("href").partition("/")[0] for link in tree.iter("a") if not link.get("href").startswith("#")} == {"evidence"}
    policy = next(meta.get("content") for meta in tree.iter("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe-inline' ;" not in policy.partition("script-src")[2]
    assert b"example.invalid" not in page


def test_every_piece_of_evidence_is_named_by_its_file(told):
    """Evidence that is shortened or shown elsewhere can still be opened by its sha256."""
    _report, story, _page, tree = told
    linked = {link.get("href").removeprefix("evidence/") for link in tree.iter("a") if "/" in link.get("href")}
    assert linked == set(story.kept)


def test_the_place_of_a_finding_is_marked_in_the_message(told):
    """The element that the path names is marked with words, not by colour alone."""
    _report, _story, _page, tree = told
    marks = [words(mark) for mark in tree.get_element_by_id("TP-4.2.21").iter("mark")]
    assert marks == ["▶ Fundet er her, linje 9: <Patient>"]


@pytest.mark.parametrize("results", [2, 60])
def test_the_file_stays_below_one_megabyte(results):
    """90 steps with small or with big messages make a report below 1 MB."""
    report, story = example(big=results)
    assert len(render(report, story.kept.__getitem__)) < 1_000_000


def test_long_evidence_is_shortened_and_says_so():
    """A big message is cut, says that something is left out, and still shows the place of the finding."""
    report, story = example(big=60)
    tree = html.fromstring(render(report, story.kept.__getitem__).decode())
    step = tree.get_element_by_id("TP-4.2.21")
    assert "… noget er udeladt her og står i filen …" in words(step)
    assert len(list(step.iter("mark"))) == 1


def test_a_number_that_may_be_a_foreign_cpr_never_appears():
    """It is masked in each text and in each piece of evidence; the test persons' numbers stay readable."""
    foreign = "010203" + "1234"
    split = "010203" + "-1234"
    verdict, story, view = session(big=1)
    steps = tuple(
        replace(step, title=f"{step.title} {foreign}", reason=split,
                findings=tuple(replace(finding, actual=foreign, message=split) for finding in step.findings))
        for step in verdict.steps
    )
    report = build(replace(verdict, steps=steps, sentence=foreign), story.entries, view, requirements(), KNOWN)

    def tainted(sha):
        data = story.kept[sha]
        return data.replace(b"2512489996", foreign.encode()) + (b"" if data.startswith(b"<") else b"x " * 99_999 + foreign.encode())

    page = render(report, tainted).decode()
    assert foreign not in page
    assert split not in page
    assert "010203-xxxx" in page
    assert "251248-9996" in page


def test_evidence_that_cannot_be_read_is_told():
    """A file that is gone from the folder is named, and the report is still made."""
    report, _story = example()

    def gone(sha):
        raise FileNotFoundError(sha)

    tree = html.fromstring(render(report, gone).decode())
    assert "Filen kunne ikke læses, da rapporten blev skrevet." in words(tree.get_element_by_id("TP-4.2.01"))


def test_headings_never_skip_a_level(told):
    """A reader who goes from heading to heading meets every level on the way down."""
    _report, _story, _page, tree = told
    levels = [int(element.tag[1]) for element in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [(before, after) for before, after in zip(levels, levels[1:], strict=False) if after > before + 1] == []  # noqa: RUF007


def test_areas_stand_in_medcoms_order(told):
    """The four areas of each protocol come in the order of MedCom's form."""
    report, _story, _page, _tree = told
    order = ["Generelle krav", "Flow håndtering", "Indholdsmæssige krav", "Tekniske krav"]
    for row in report.rows:
        for protocol in row.protocols:
            assert [area.title for area in protocol.areas] == order


def test_a_requirement_tells_its_steps_or_why_not(told):
    """Each requirement of the catalogue has its row, its source, and the steps that show it or the reason."""
    _report, _story, _page, tree = told
    assert "Ikke testet: Snitfladen er ikke offentlig." in words(tree.get_element_by_id("krav-TRA-09"))
    shown = tree.get_element_by_id("krav-KRAV-03")
    assert [link.get("href") for link in shown.iter("a")] == ["#TP-4.2.04", "#TP-4.2.24", "#TP-4.2.54", "#TP-4.3.04", "#TP-4.4.04", "#TP-4.5.04"]


def test_signatures_and_those_that_are_missing(told):
    """Each stated signature is there, and so is each party that has not signed."""
    _report, _story, _page, tree = told
    section = pieces(tree.get_element_by_id("underskrifter"))
    assert "4.3 Team RN Demoperson Rasmus Nørgaard demoperson Databankansvarlig, Team Labsvar, Region Nordjylland" in section
    assert "4.5 sundhed.dk Afventer Ikke underskrevet, da rapporten blev skrevet" in section
    assert "Hele programmet MedCom Afventer Ikke underskrevet" in section
    assert "manifest.sig" in section


def test_an_attested_step_tells_who_looked(told):
    """Name, role, organisation, time, remark and that it is a demo person."""
    _report, _story, _page, tree = told
    step = pieces(tree.get_element_by_id("TP-4.5.01"))
    assert "sundhed.dk Demoperson Signe Dalgaard demoperson Testansvarlig, sundhed.dk 23. november 2026 kl. 09.30 Ok Siden viser svaret som forventet." in step
    assert "Skal ses 42 · mg/L Må ikke ses Foreløbigt svar Bekræftes af sundhed.dk, Team RN" in step
    assert "Så: Siden, som borgeren ser den" in step
    assert "C-reaktivt protein [CRP];P 42 mg/L < 8" in step


def test_the_language_of_the_page_follows_the_chosen_one():
    """The html element's lang is that of the texts."""
    report, story = example()
    set_language("en")
    try:
        page = render(report, story.kept.__getitem__)
    finally:
        set_language("da")
    assert b'<html lang="en">' in page
