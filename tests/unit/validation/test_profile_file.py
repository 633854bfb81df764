"""One profile file as it is written: where each mistake is told, by which name, and what is left of what is wrong."""

from pathlib import Path

import pytest

from labcert.domain.outcome import Severity
from labcert.validation import rule_texts
from labcert.validation.profile import Setting
from labcert.validation.profile_file import Written, matched, read_profile

TEXTS = rule_texts()
HEAD = "navn: min\nversion: 2\nbeskrivelse: Min.\n"
GOOD = "{klasse: F3, grund: x}"


@pytest.fixture
def read(tmp_path: Path):
    """Read a profile with this content."""

    def read(content: str) -> Written:
        (tmp_path / "min.yaml").write_text(content, "utf-8")
        return read_profile(tmp_path / "min.yaml", "min.yaml", TEXTS)

    return read


def told(written: Written) -> list[tuple[int, str, str]]:
    """Return line, sentence and nearest word of the mistakes."""
    return [(mistake.line, mistake.sentence, mistake.near) for mistake in written.page.mistakes]


def test_what_is_written_is_read(read):
    """Words, rules, others, what is kept, and the line of each key."""
    written = read(
        "beskrivelse: Min.\nversion: 2\nnavn: min\nbygger_på: a\nregler:\n  LAB-TIME-001: {klasse: F3, grund: x}\n"
        "  LAB-PAT-*: {fra: ja, grund: y}\nøvrige: {klasse: F4, grund: z}\nbevar:\n  LAB-TEXT-*: w\n"
    )
    assert (written.name, written.version, written.description, written.base) == ("min", "2", "Min.", "a")
    assert written.rules == {"LAB-TIME-001": Setting(Severity.F3, "x"), "LAB-PAT-*": Setting(None, "y")}
    assert (written.others, written.kept) == (Setting(Severity.F4, "z"), {"LAB-TEXT-*": "w"})
    assert written.lines == {
        "beskrivelse": 1, "version": 2, "navn": 3, "bygger_på": 4, "regler": 5, "øvrige": 8, "bevar": 9,
    }
    assert told(written) == []


def test_a_mistake_at_a_key_is_told_at_its_line(read):
    """And at the first line where the key is not there."""
    written = read(HEAD + "bygger_på: a\n")
    written.tell("bygger_på", "Noget.", "b")
    written.tell("bevar", "Andet.")
    assert told(written) == [(4, "Noget.", "b"), (1, "Andet.", "")]


@pytest.mark.parametrize("key", ["navn", "version", "beskrivelse"])
def test_a_key_that_must_be_there_is_told_at_the_profiles_first_line(read, key):
    """With the key's name; a comment above is no part of the profile."""
    lines = [line for line in HEAD.splitlines() if not line.startswith(key)]
    assert told(read("# en profil\n" + "\n".join(lines))) == [(2, f"Nøglen “{key}” mangler i profilen.", "")]


@pytest.mark.parametrize("key", ["navn", "version", "beskrivelse", "bygger_på"])
def test_a_word_of_a_profile_is_a_text(read, key):
    """A list is told at its line."""
    lines = [line for line in HEAD.splitlines() if not line.startswith(key)]
    written = read("\n".join([*lines, f"{key}: [a]"]))
    assert told(written) == [(len(lines) + 1, f"“{key}” i profilen skal være en tekst.", "")]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("LAB-TIEM-001: " + GOOD, "Reglen “LAB-TIEM-001” findes ikke.|LAB-TIME-001"),
        ("LAB-TIMES-*: " + GOOD, "Mønstret “LAB-TIMES-*” rammer ingen regel.|LAB-TIME-*"),
        (
            "LAB-T*: " + GOOD,
            "“LAB-T*” er ikke et mønster. Stjernen står sidst, efter en bindestreg: LAB-TEXT-* eller LAB-*.|",
        ),
        ("LAB-PAT-001: {klasse: F5, grund: x}", "“F5” er ikke en klasse. Mulige værdier: F1, F2, F3, F4.|"),
        ("LAB-PAT-001: {klasse: F12, grund: x}", "“F12” er ikke en klasse. Mulige værdier: F1, F2, F3, F4.|F2"),
        ("LAB-PAT-001: {klasse: [F1], grund: x}", "“klasse” i LAB-PAT-001 skal være en tekst.|"),
        ("LAB-PAT-001: {fra: [ja], grund: x}", "“fra” i LAB-PAT-001 skal være en tekst.|"),
        ("LAB-PAT-001: {fra: nej, grund: x}", "“fra” kan kun være true. En regel, der er slået til, nævnes ikke.|"),
        ("LAB-PAT-001: {fra: ja}", "Nøglen “grund” mangler i LAB-PAT-001.|"),
        ("LAB-PAT-001: {grund: x}", "LAB-PAT-001 skal have enten “klasse” eller “fra: true”.|"),
        ("LAB-PAT-001: {klasse: F1, fra: ja, grund: x}", "LAB-PAT-001 skal have enten “klasse” eller “fra: true”.|"),
        ("LAB-PAT-001: {}", "LAB-PAT-001 skal have enten “klasse” eller “fra: true”.+Nøglen “grund” mangler i LAB-PAT-001.|"),
        ("LAB-PAT-001: F1", "Her ventes nøgler med værdier i LAB-PAT-001.|"),
        ("LAB-PAT-001:", "Nøglen “LAB-PAT-001” i regler har ingen værdi.|"),
    ],
)
def test_what_is_wrong_with_a_rule_is_told_at_it_and_it_is_left_out(read, rules, expected):
    """Its neighbours are read."""
    written = read(HEAD + f"regler:\n  LAB-TIME-001: {GOOD}\n  {rules}\n  LAB-TIME-002: {GOOD}\n")
    sentences, _bar, near = expected.partition("|")
    assert sorted(told(written)) == sorted((6, sentence, near) for sentence in sentences.split("+"))
    assert set(written.rules) == {"LAB-TIME-001", "LAB-TIME-002"}


def test_each_part_of_a_rule_is_told_at_its_own_line(read):
    """A rule may be written on several lines."""
    rule = "  LAB-PAT-001:\n    grund: x\n    {}\n"
    assert [line for line, *_rest in told(read(HEAD + "regler:\n" + rule.format("klasse: F5")))] == [7]
    assert [line for line, *_rest in told(read(HEAD + "regler:\n" + rule.format("klasse: [F5]")))] == [7]
    assert [line for line, *_rest in told(read(HEAD + "regler:\n" + rule.format("fra: nej")))] == [7]
    assert [line for line, *_rest in told(read(HEAD + "regler:\n" + rule.format("fra: [ja]")))] == [7]


def test_what_is_kept_has_a_reason_and_is_one_thing(read):
    """Told at its line; a rule of the list above is told as standing twice."""
    rules = f"regler:\n  LAB-TIME-001: {GOOD}\n"
    written = read(HEAD + rules + "bevar:\n  LAB-PAT-001: [x]\n  LAB-TIME-001: x\n  LAB-PAT-*: y\n  LAB-PTA-001: z\n  LAB-X*: z\n")
    assert [(line, sentence) for line, sentence, _near in told(written)] == [
        (7, "“LAB-PAT-001” i bevar skal være en tekst."),
        (8, "LAB-TIME-001 står både i “regler” og i “bevar”. Vælg det ene."),
        (10, "Reglen “LAB-PTA-001” findes ikke."),
        (11, "“LAB-X*” er ikke et mønster. Stjernen står sidst, efter en bindestreg: LAB-TEXT-* eller LAB-*."),
    ]
    assert written.kept == {"LAB-PAT-001": "", "LAB-PAT-*": "y"}


def test_a_check_that_must_stay_is_told_once(read):
    """At its line, with the first rule that a pattern would ease; what is alike or stricter is let by."""
    (mistake,) = told(read(HEAD + "regler:\n  MSG-XML-*: {klasse: F4, grund: x}\n"))
    rule = next(text.id for text in matched("MSG-XML-*", TEXTS))
    sentence = f"{rule} kan ikke slås fra eller gøres mildere: en besked med den fejl er ikke læst helt."
    assert mistake == (5, sentence, "")
    own = TEXTS["MSG-XML-002"].severity
    assert told(read(HEAD + f"regler:\n  MSG-XML-002: {{klasse: {own}, grund: x}}\n")) == []


def test_a_pattern_stands_for_the_rules_that_begin_so():
    """Up to its star; a rule for itself; anything else for nothing."""
    assert [text.id for text in matched("LAB-TIME-001", TEXTS)] == ["LAB-TIME-001"]
    assert {text.id for text in matched("LAB-T*", TEXTS)} == {id for id in TEXTS if id.startswith(("LAB-TEXT-", "LAB-TIME-"))}
    assert {text.id for text in matched("LAB-TIME-*", TEXTS)} == {id for id in TEXTS if id.startswith("LAB-TIME-")}
    assert list(matched("LAB-TIME", TEXTS)) == []


def test_a_file_that_can_not_be_read_says_nothing(read):
    """Its mistake is told, and none of its keys is missed."""
    written = read("a: [")
    assert (written.name, len(written.page.mistakes)) == ("", 1)
    assert len(read("foo: 1\n").page.mistakes) == 1
