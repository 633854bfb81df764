"""Answers to a sheet: read from a file with every mistake told, or asked for until they are whole."""

import pytest

from labcert.domain.errors import UsageMistake
from labcert.domain.juror import EvidenceKind, ItemAnswer, JurorSheet, SheetItem, Sight, read_sheet, sheet_json
from labcert.domain.suite import suite_root
from labcert.runner.attesting_answers import ask_items, read_answer_file, require_whole

SHEET = JurorSheet(
    "TP-4.5.01", "Borgeren ser svaret", 0, "borger", EvidenceKind.SCREENSHOT, ("sundhed.dk",), ("a" * 64,),
    (SheetItem("1", "Resultat", "42 mg/L", "CRP"), SheetItem("2", "Må ikke", "43", "CRP", must_not=True)),
)  # fmt: skip


def written(folder, text):
    """A file with answers."""
    path = folder / "svar.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_file_says_who_and_what(tmp_path):
    """Person, files beside the YAML, and each answer with its remark."""
    path = written(tmp_path, (
        "party: sundhed.dk\nname: Signe\nrole: Tester\norganisation: sundhed.dk\nevidence: [skærm.png]\n"
        'answers:\n- {item: "1", answer: seen}\n- {item: "2", answer: cannot_tell, remark: skåret af}\n'
    ))  # fmt: skip
    found = read_answer_file(path)
    assert found.answers == (ItemAnswer("1", Sight.SEEN), ItemAnswer("2", Sight.CANNOT_TELL, "skåret af"))
    assert (found.party, found.name, found.role, found.organisation) == ("sundhed.dk", "Signe", "Tester", "sundhed.dk")
    assert found.evidence == (tmp_path.resolve() / "skærm.png",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "tom"), ("answers: []", "tom"), ("- 1", "nøgler"), ("answers:\n- {item: 1, answer: yes}", "yes"),
        ("answers:\n- {answer: seen}", "item"), ("answer: []\nanswers:\n- {item: 1, answer: seen}", "answer"),
        ("answers: [", "svar.yaml"),
    ],
)  # fmt: skip
def test_mistakes_in_a_file_are_told(tmp_path, text, told):
    """No answers, another word, an unknown key, no YAML: told in words, with the file."""
    with pytest.raises(UsageMistake, match=told):
        read_answer_file(written(tmp_path, text))


def test_every_item_is_answered_once_and_explained():
    """Missing, unknown, repeated and unexplained answers are told together."""
    answers = [ItemAnswer("1", Sight.NOT_SEEN), ItemAnswer("1", Sight.SEEN), ItemAnswer("9", Sight.SEEN)]
    with pytest.raises(UsageMistake) as told:
        require_whole([SHEET], answers)
    for text in ("Punkt 1 (Resultat: 42 mg/L) skal have en bemærkning", "flere gange", "intet punkt “9”", "svar på punkt 2"):
        assert text in str(told.value)
    require_whole([SHEET], [ItemAnswer("1", Sight.SEEN), ItemAnswer("2", Sight.NOT_SEEN)])


def test_a_person_is_asked_until_each_item_is_answered():
    """Another word is asked again; what is not as it should be is asked about; seeing what must not be seen is such."""
    typed = iter(["hm", "s", "s", "", "43 står nederst"])
    said = []
    answers = ask_items(SHEET, lambda _prompt: next(typed), said.append)
    assert answers == (ItemAnswer("1", Sight.SEEN), ItemAnswer("2", Sight.SEEN, "43 står nederst"))
    assert "  2. Må ikke: 43 (må ikke ses)" in said
    assert next(typed, None) is None


def test_a_sheet_is_read_as_it_was_written():
    """JSON and back; anything else is none."""
    assert read_sheet(sheet_json(SHEET)) == SHEET
    assert [read_sheet(data) for data in (b"", b"{}", b"[]", b"\xff", b'{"step": 1}')] == [None] * 5


def test_the_vendors_page_shows_a_file_that_can_be_used(tmp_path):
    """The example of docs/leverandoer.md is read without a mistake."""
    page = (suite_root() / "docs" / "leverandoer.md").read_text("utf-8")
    example = page.partition("```text\nparty:")[2].partition("```")[0]
    found = read_answer_file(written(tmp_path, f"party:{example}"))
    assert (found.party, [answer.item for answer in found.answers]) == ("LPS", ["1", "2"])
