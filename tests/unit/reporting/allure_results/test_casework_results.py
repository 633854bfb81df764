"""What people did, and the session's earlier runs, as Allure gets them: each with who and why, and no number of anybody's."""

import json
import re

import pytest

from labcert.reporting.allure_results import write_results
from labcert.reporting.allure_results.casework import plain_markdown
from tests.unit.reporting.html.casework_example import casework, flawless
from tests.unit.reporting.html.report_example import KNOWN, requirements

FOREIGN = "010203" + "1234"


def write(made, folder):
    """Write a session's results; return the folder of them."""
    store = folder / "evidence"
    store.mkdir()
    for name, data in made.story.kept.items():
        (store / name).write_bytes(data)
    titles = {name: texts[0] for name, texts in requirements().items()}
    target = folder / "allure-results"
    write_results(target, made.verdict, made.story.entries, store, titles, known=KNOWN, sign_off=made.report.sign_off)
    return target


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The worked-on session's results."""
    return write(casework(), tmp_path_factory.mktemp("allure"))


def results(folder, step):
    """The results of a step, the earliest first."""
    found = [json.loads(path.read_text("utf-8")) for path in folder.glob("*-result.json")]
    return sorted((each for each in found if each.get("testCaseId") == step), key=lambda each: each["start"])


def label(result, name):
    """A result's label of a name, or None."""
    return next((each["value"] for each in result["labels"] if each["name"] == name), None)


def test_an_earlier_run_is_an_earlier_try_of_the_same_test(written):
    """Same test, began before: so Allure shows it as a try, and counts the latest."""
    first, second = results(written, "TP-4.2.07")
    assert (first["status"], second["status"]) == ("failed", "passed")
    assert (label(first, "run"), label(second, "run")) == ("1", "2")
    assert first["uuid"] != second["uuid"]
    assert first["historyId"] == second["historyId"]
    assert "Enheden passer ikke til koden" in first["statusDetails"]["message"]
    assert "erstattet af en senere kørsel" in first["description"]
    assert not any(step.get("attachments") for step in first["steps"])


def test_a_step_that_ran_once_is_there_once(written):
    """No try is invented."""
    assert len(results(written, "TP-4.2.02")) == 2
    assert len(results(written, "TP-4.2.03")) == 1


def test_history_says_how_the_session_stood_after_each_earlier_run(written):
    """One line a run before the latest; a step that a later run ran again is as it was then."""
    (line,) = (written / "history.jsonl").read_text("utf-8").splitlines()
    point = json.loads(line)
    assert point["name"] == "Kørsel 1"
    told = {each["name"].split(" ")[0]: each["status"] for each in point["testResults"].values()}
    assert (told["TP-4.2.07"], told["TP-4.2.02"], told["TP-4.2.12"]) == ("failed", "passed", "failed")
    assert set(point["testResults"]) == {each["historyId"] for each in point["testResults"].values()}


def test_a_session_of_one_run_has_no_history(tmp_path):
    """Nothing to compare with."""
    assert not (write(flawless(), tmp_path) / "history.jsonl").exists()


def test_a_deviation_is_a_parameter_and_told_with_who_and_why(written):
    """The step has failed and stays so; it can be found, sorted and followed to the report."""
    result = results(written, "TP-4.2.12")[-1]
    assert result["status"] == "failed"
    assert [(each["name"], each["value"], each["excluded"]) for each in result["parameters"]] == [
        ("afvigelse", "AFV-1", True), ("afvigelse", "AFV-2", True),
    ]  # fmt: skip
    for part in ("Afvigelse AFV-1:", "Vi har rettet enheden", "søgt af Lars Leverandør", "Dorte Læge, Overlæge", "0A1B2"):
        assert part in result["description"]
    category = json.loads((written / "categories.json").read_text("utf-8"))[0]
    assert category["name"] == "Fejl, der står med en godkendt afvigelse"
    assert re.search(category["messageRegex"], result["statusDetails"]["message"])
    assert not re.search(category["messageRegex"], results(written, "TP-4.2.33")[-1]["statusDetails"]["message"])
    assert "report.html#afvigelse-AFV-1" in {link["url"] for link in result["links"]}


def test_an_override_is_told_with_both_marks_who_and_why(written):
    """What counts decides the status; what the tool computed is not lost."""
    (result,) = results(written, "TP-4.2.60")
    assert result["status"] == "skipped"
    assert "**Sat af MedCom:** Ikke relevant i stedet for testværktøjets endnu ingen." in result["description"]
    result = results(written, "TP-4.2.21")[-1]
    assert "**Sat af MedCom:** F4 i stedet for testværktøjets F1. Vi har rettet enheden i version 7.2." in result["description"]
    assert "Mette Konsulent, Testkonsulent, MedCom, 23. november 2026" in result["description"]
    assert (label(result, "mark"), result["status"]) == ("F4", "failed")


def test_remarks_evidence_and_sign_off_stand_at_the_step(written):
    """Who said what, what was laid beside it, and who has yet to sign its row."""
    description = results(written, "TP-4.2.07")[-1]["description"]
    for part in ("**Bemærkning** af Lars Leverandør", "Set og i orden.", "**Lagt ved bagefter:** Skærmbillede",
                 "**Underskrifter på række 4.2:** LPS afventer; PLSP afventer"):
        assert part in description
    links = {link["name"] for link in results(written, "TP-4.2.07")[-1]["links"]}
    assert "Underskrifter på række 4.2: 0 af 2" in links


def test_the_session_and_its_states_are_named(written):
    """In the surroundings and as what made the report."""
    lines = (written / "environment.properties").read_text("ascii").splitlines()
    pairs = dict(line.encode().decode("unicode_escape").split("=", 1) for line in lines)
    assert (pairs["Slags test"], pairs["Gennemgang"], pairs["Antal kørsler"]) == ("Livetest", "Under gennemgang", "2")
    executor = json.loads((written / "executor.json").read_text("utf-8"))
    assert (executor["buildName"], executor["buildOrder"]) == ("20261123-0930-pilot", 2)


@pytest.mark.parametrize("text", [
    f"[x](javascript:alert(1)) ![y](http://z) <img src=x onerror=alert(1)> **{FOREIGN}** `a`\n# b 010203-1234, 010203 1234",
    "\ud800\x00\u202e" + "x" * 10_000,
])  # fmt: skip
def test_what_people_write_is_plain_text(text, tmp_path):
    """No link, picture, heading or markup comes of it; no number of anybody's; nothing that can't be written."""
    folder = write(casework(text=text), tmp_path)
    told = "".join(path.read_text("utf-8") for path in folder.glob("*.json*"))
    assert not re.search(r"010203[\\ -]*1234", told)
    assert "](http" not in told
    assert "\u202e" not in told


def test_plain_markdown_means_just_its_signs():
    """Every sign that Markdown gives a meaning is taken at its word, and lines become one."""
    assert plain_markdown("a*b_c\n- <d>") == "a\\*b\\_c - \\<d\\>"
