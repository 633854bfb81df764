"""Many messages: nothing is found in right ones, and wrong ones are answered alike by both engines, soon and without a crash."""

import random
import time
from pathlib import Path

import pytest
from lxml import etree

from labcert.domain.messages import MessageError, read, read_tree, write
from labcert.domain.suite import suite_root
from labcert.validation import RuleBook, load_rule_book, load_tables, validate
from labcert.validation.profile import Profile
from tests.support.generate_messages import (
    CLOCK,
    right_bytes,
    right_message,
    small_answer,
    write_messages,
    write_own_codes,
)
from tests.support.mutate_messages import mutated

SECONDS = 20
"""more than any generated message may take, on a machine that is busy with other things"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    """All rules, the suite's codes and 60 local ones, and a clock that is later than every message."""
    own = write_own_codes(tmp_path_factory.mktemp("codes") / "egne.csv")
    tables = load_tables(suite_root(), (own,))
    return load_rule_book(suite_root(), Profile("as they are", "", "", ""), tables=tables, clock=lambda: CLOCK)


def found_in_right(seed: int, book: RuleBook) -> set[str]:
    """Return what is found in a right message that makes it wrong."""
    validation = validate(right_bytes(seed, book.tables), rules=book)
    return {f"{seed} {validation.problem} {one.rule} {one.path}" for one in validation.blocking} or (
        set() if validation.ok else {f"{seed} {validation.problem}"}
    )


def told_of_mutated(seed: int, book: RuleBook) -> str:
    """Change a right message, validate it with rules and both engines, and return what is wrong with the answer."""
    rng = random.Random(f"mutated {seed}")
    data = mutated(right_bytes(rng.randrange(200), book.tables), rng)
    begun = time.process_time()
    validation = validate(data, rules=book, second="always")
    if time.process_time() - begun > SECONDS:
        return f"{seed} took {time.process_time() - begun:.0f} s"
    if validation.problem == "fault":
        return f"{seed} {[layer.reason for layer in validation.layers if layer.status == 'fault']}"
    if validation.ok is not (not validation.blocking) and validation.problem != "not_checked":
        return f"{seed} is {validation.problem} with {[one.rule for one in validation.blocking]}"
    return unstable(seed, validation.root) if validation.root is not None else ""


def unstable(seed: int, root: etree._Element) -> str:
    """Return that a message that can be read is another after it was written and read again, "" where it is not."""
    try:
        message = read_tree(root)
    except MessageError:
        return ""
    return "" if read(write(message)) == message else f"{seed} changes when it is written and read"


def test_nothing_is_found_in_right_messages(book):
    """200 of them: no rule and no engine has anything above F4 against them."""
    assert set().union(*(found_in_right(seed, book) for seed in range(200))) == set()


def test_changed_messages_are_answered(book):
    """200 of them: no crash, no hang, both engines agree, and what can be read is kept by writing and reading."""
    told = [told for seed in range(200) if (told := told_of_mutated(seed, book))]
    assert told == []


@pytest.mark.endurance
def test_nothing_is_found_in_ten_thousand_right_messages(book):
    """No finding above F4 in any."""
    wrong = set().union(*(found_in_right(seed, book) for seed in range(10_000, 20_000)))
    assert wrong == set()


@pytest.mark.endurance
def test_ten_thousand_changed_messages_are_answered(book):
    """No crash, no hang, no disagreement, no loss."""
    told = [told for seed in range(10_000, 20_000) if (told := told_of_mutated(seed, book))]
    assert told == []


def test_the_right_messages_are_of_every_kind(book):
    """Both standards, one letter and several, one result and 99, consent and refusal, each status: not all alike."""
    messages = [right_message(seed, book.tables) for seed in range(300)]
    letters = [letter for message in messages for letter in message.letters]
    kinds = {type(letter).__name__ for letter in letters}
    assert kinds == {"LaboratoryReport", "MicrobiologyWebReport"}
    assert {len(message.letters) for message in messages} == {1, 2, 3}
    counts = {len(one.laboratory_results.result) for one in letters if type(one).__name__ == "LaboratoryReport"}
    assert {1, 99} <= counts
    given = {letter.patient.consent.given if letter.patient.consent else None for letter in letters}
    assert given == {None, "true", "false"}
    reports = {letter.laboratory_results.general_result_information.report_status_code for letter in letters}
    assert reports == {"komplet_svar", "del_svar", "modtaget"}
    encodings = {right_bytes(seed, book.tables).split(b"encoding=")[1][1:13] for seed in range(30)}
    assert len(encodings) == 3


def test_a_number_names_a_message(book):
    """The same seed gives the same bytes, in this process and in any other."""
    assert right_bytes(7, book.tables) == right_bytes(7, book.tables)
    assert right_bytes(7, book.tables) != right_bytes(8, book.tables)


def test_files_to_measure_with(tmp_path: Path, book):
    """Small answers of three results: about 4.5 KB each, all different, all right."""
    paths = write_messages(tmp_path / "many", range(40))
    assert [path.name for path in paths[:2]] == ["svar-00000000.xml", "svar-00000001.xml"]
    assert {len(small_answer(number)) // 1_000 for number in range(40)} <= {4, 5}
    for path in paths:
        validation = validate(path.read_bytes(), rules=book)
        assert (validation.problem, len(validation.message.letters[0].laboratory_results.result)) == ("none", 3)
