"""The finished allure.html as its reader sees it."""

from dataclasses import replace

import pytest

from labcert.reporting.allure_html import make_html
from labcert.reporting.allure_results import write_results
from tests.support.generator import ready_cache
from tests.support.sample_session import sample
from tests.unit.reporting.html.casework_example import casework
from tests.unit.reporting.html.report_example import KNOWN


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    """An allure.html of the sample session."""
    folder = tmp_path_factory.mktemp("allure")
    session = sample(folder)
    titles = {"SAM-01": "Nægtet samtykke rejser med svaret"}
    write_results(folder / "allure-results", session.verdict, session.entries, session.evidence, titles)
    assert make_html(folder / "allure-results", folder / "allure.html", "Æble & Søn", cache=ready_cache()) is None
    return folder / "allure.html"


@pytest.fixture
def watched(page, page_file):
    """The page, opened from the disk, with all that it asked for and complained of."""
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(page_file.as_uri())
    page.get_by_text("TP-1 · ").first.wait_for()
    return page


def outside(page, own):
    """The requests that are neither the file itself nor carried inside it."""
    return [url for url in page.asked if not url.startswith(("data:", "blob:")) and url != own]


def test_the_page_asks_nobody_outside(watched, page_file):
    """allure.html makes no request to the outside: not at the start, not for a step, not for its evidence."""
    watched.get_by_text("TP-1 · ").first.click()
    watched.get_by_text("(vist med indrykning)").first.click()
    watched.get_by_text("Søren Æble").first.wait_for()
    watched.wait_for_load_state("networkidle")
    assert outside(watched, page_file.as_uri()) == []
    assert watched.complaints == []


def test_every_example_and_sign_off_is_counted(watched):
    """No result hides another: seven of steps (one has two examples) and one sign-off."""
    assert "Results 8" in " ".join(watched.inner_text("body").split())


def test_a_step_shows_its_danish_sentences(watched):
    """A step is told in the feature's own Danish words, keyword first."""
    watched.get_by_text("TP-1 · ").first.click()
    for sentence in ('Givet et CRP-svar på Nancy Ann med værdien "42"', "Når LPS'et sender svaret"):
        watched.get_by_text(sentence).first.wait_for()
    watched.get_by_text("SAM-01 Nægtet samtykke rejser med svaret").first.wait_for()


def test_a_failure_is_told_as_a_finding(watched):
    """A failed step says class, place and remedy, and shows no stack trace."""
    watched.get_by_text("TP-2 · ").first.click()
    watched.get_by_text("F1 · Nægtet samtykke mangler i beskeden (SAM-01)").first.wait_for()
    text = watched.inner_text("body")
    assert "Sådan rettes det: Send Given = false." in text
    assert "Traceback" not in text


def test_a_kept_page_is_shown_as_it_was(watched):
    """The rendered page that an attested step was judged by can be looked at inside the report."""
    watched.get_by_text("TP-5 · ").first.click()
    watched.get_by_text("Set og bekræftet af Dora Demo").first.wait_for()
    watched.get_by_text("Siden i portalen").first.click()
    watched.frame_locator("iframe[srcdoc*='portalen'], iframe:not([title=Description])").get_by_role(
        "heading", name="Det viser portalen"
    ).wait_for()


def test_a_page_that_would_call_out_is_stopped_by_the_policy(page, page_file, tmp_path):
    """Even if something in the page tried to call out, the browser refuses: the policy is there and works."""
    blocked = []
    page.on("console", lambda said: blocked.append(said.text) if "Content Security Policy" in said.text else None)
    caller = tmp_path / "caller.html"
    caller.write_text(
        page_file.read_text("utf-8").replace("</body>", "<img src='http://127.0.0.1:9/beacon.png'></body>"), "utf-8"
    )
    page.goto(caller.as_uri())
    page.wait_for_load_state("load")
    assert any("127.0.0.1:9" in text for text in blocked)


def test_foreign_numbers_are_masked(tmp_path, page):
    """A number that may be a real person's CPR is masked in what Allure shows, also in a sentence's text."""
    foreign = "010203" + "1234"
    session = sample(tmp_path)
    first = session.verdict.steps[0]
    verdict = replace(session.verdict, steps=(replace(first, title=f"Svar på {foreign}"), *session.verdict.steps[1:]))
    write_results(tmp_path / "allure-results", verdict, session.entries, session.evidence, {})
    make_html(tmp_path / "allure-results", tmp_path / "allure.html", "Maskering", cache=ready_cache())
    page.goto((tmp_path / "allure.html").as_uri())
    page.get_by_text("010203-xxxx").first.wait_for()
    assert foreign not in page.content()


def test_earlier_runs_are_tries_and_history_and_remarks_are_text(page, tmp_path):
    """A step that ran twice shows the first as a try and as history; what people wrote does nothing."""
    made = casework(text="<img src=x onerror=\"document.title = 'ramt'\"> [her](https://example.invalid)")
    wanted = {"TP-4.2.07", "TP-4.2.21"}
    verdict = replace(made.verdict, steps=tuple(step for step in made.verdict.steps if step.id in wanted))
    store = tmp_path / "evidence"
    store.mkdir()
    for name, data in made.story.kept.items():
        (store / name).write_bytes(data)
    results = tmp_path / "allure-results"
    write_results(results, verdict, made.story.entries, store, {}, known=KNOWN, sign_off=made.report.sign_off)
    make_html(results, tmp_path / "allure.html", "Pilot", cache=ready_cache())
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "allure.html").as_uri())
    page.get_by_text("Generelle krav").first.click()  # Allure folds what has passed
    page.get_by_text("TP-4.2.07 · ").first.click()
    page.get_by_text("Underskrifter på række 4.2: 0 af 2").first.wait_for()
    said = page.frame_locator("iframe").first.locator("p", has_text="Bemærkning").first
    assert "<img src=x" in said.inner_text()
    assert said.locator("img, a").count() == 0
    page.get_by_text("Retries").first.click()
    page.get_by_text("Enheden passer ikke til koden").first.wait_for()
    page.get_by_text("History").first.click()
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if url.startswith("http")] == []
    assert page.title() != "ramt"
