"""Profiles as consultants write them: what is read, what goes before what, and every mistake told at once."""

import json
import shutil
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from labcert.domain.errors import UsageMistake
from labcert.domain.outcome import Severity
from labcert.domain.suite import suite_root
from labcert.validation import Profile, Setting, load_rule_book, rule_texts, validate
from labcert.validation.profile import is_locked
from labcert.validation.profile_file import KEYS, SETTING_KEYS
from labcert.validation.profile_text import ProfileMistakes
from labcert.validation.profiles import load_profile, profile_names

F1, F2, F3, F4 = Severity
HEAD = "navn: min\nversion: '2'\nbeskrivelse: Min egen.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A suite that has no profile yet."""
    (tmp_path / "protocols/profiles").mkdir(parents=True)
    return tmp_path


@pytest.fixture
def write(root: Path):
    """Write a profile into the suite, and give back its name."""

    def write(text: str, name: str = "min") -> str:
        (root / f"protocols/profiles/{name}.yaml").write_text(text, "utf-8")
        return name

    return write


def told(root: Path, name: str = "min") -> list[str]:
    """What is told of a profile with mistakes, without the folder that all have in common."""
    with pytest.raises(ProfileMistakes) as caught:
        load_profile(root, name)
    assert str(caught.value) == "\n".join(map(str, caught.value.mistakes))
    return [str(mistake).removeprefix("protocols/profiles/") for mistake in caught.value.mistakes]


# ------------------------------------------------------------------------------------------------- the product's own
def test_the_profiles_that_come_along():
    """Three: as the rules are but for test persons, everything, and raw data."""
    assert profile_names(suite_root()) == ("raw", "standard", "test")


def test_standard_asks_everything_but_for_test_persons():
    """It is what counts where nobody chose, and each rule it switches off is about test persons."""
    profile = load_profile(suite_root())
    assert (profile.name, profile.others, profile.kept) == ("standard", None, {})
    assert {rule: setting.severity for rule, setting in profile.settings.items()} == {
        "MSG-CPR-001": None, "MSG-CPR-002": None, "LAB-PAT-007": None,
    }


def test_test_changes_nothing():
    """In a test only the national test persons may occur, and every rule counts as it is."""
    profile = load_profile(suite_root(), "test")
    assert (profile.settings, profile.others, profile.kept) == ({}, None, {})


def test_raw_makes_all_but_schema_and_safety_hints():
    """Every rule of the contents is off, F4, or kept for a reason; the schema's are as they are."""
    profile = load_profile(suite_root(), "raw")
    for text in rule_texts().values():
        severity = profile.severity(text.id, text.layer, text.severity)
        if text.layer not in {"codes", "business"} or text.id in profile.kept:
            assert severity == text.severity
        else:
            assert severity in {None, F4}
    assert profile.kept


def test_raw_leaves_every_critical_rule_critical():
    """What may harm a patient is F1 in raw data too; but for what asks for test persons, which is off in production."""
    profile = load_profile(suite_root(), "raw")
    eased = {
        text.id
        for text in rule_texts().values()
        if text.severity == F1 and profile.severity(text.id, text.layer, F1) != F1
    }
    assert eased == {"MSG-CPR-001", "MSG-CPR-002"}


def test_every_own_profile_is_right_for_the_schema():
    """What an editor underlines in our own profiles would teach nobody."""
    schema = json.loads((suite_root() / "protocols/schemas/profile.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    for path in (suite_root() / "protocols/profiles").glob("*.yaml"):
        assert list(Draft202012Validator(schema).iter_errors(yaml.safe_load(path.read_text("utf-8")))) == []


def test_the_guides_example_is_a_profile(root: Path):
    """What a consultant copies from the guide works, and every key of a profile is told of there."""
    guide = (suite_root() / "docs/protokolforfatter.md").read_text("utf-8").partition("## Regelprofiler")[2]
    example = guide.partition("```yaml\n")[2].partition("```")[0]
    shutil.copytree(suite_root() / "protocols/profiles", root / "protocols/profiles", dirs_exist_ok=True)
    own = root / "min.yaml"
    own.write_text(example, "utf-8")
    profile = load_profile(root, str(own))
    assert profile.settings["LAB-TEXT-003"].severity is None
    assert profile.settings["LAB-REF-001"].severity == F3
    assert [key for key in (*KEYS, *SETTING_KEYS) if f"`{key}`" not in guide] == []


SHAPES = [
    "{}", "navn: min", HEAD, HEAD + "foo: 1", HEAD + "bygger_på: ''", HEAD + "regler: []", HEAD + "regler: {}",
    HEAD + "regler: {MSG-CPR-001: {klasse: F4, grund: x}}", HEAD + "regler: {MSG-CPR-001: {klasse: F5, grund: x}}",
    HEAD + "regler: {MSG-CPR-001: {klasse: F4}}", HEAD + "regler: {MSG-CPR-001: {grund: x}}",
    HEAD + "regler: {MSG-CPR-001: {fra: true, grund: ' '}}", HEAD + "regler: {MSG-CPR-001: {fra: false, grund: x}}",
    HEAD + "regler: {MSG-CPR-001: {fra: true, klasse: F1, grund: x}}", HEAD + "regler: {MSG-CPR-*: {fra: true, grund: x}}",
    HEAD + "regler: {MSG-C*: {fra: true, grund: x}}", HEAD + "regler: {LAB-*: {fra: true, grund: x}}",
    HEAD + "regler: {cpr: {fra: true, grund: x}}", HEAD + "øvrige: {klasse: F4, grund: x}", HEAD + "øvrige: {klasse: F4, g: x}",
    HEAD + "øvrige: {klasse: F4, grund: x}\nbevar: {MSG-CPR-001: x}", HEAD + "øvrige: {klasse: F4, grund: x}\nbevar: [MSG-CPR-001]",
    HEAD + "øvrige: {klasse: F4, grund: x}\nbevar: {MSG-CPR-001: }", HEAD + "regler: {MSG-CPR-001: {fra: true, grund: [x]}}",
]  # fmt: skip


@pytest.mark.parametrize("text", SHAPES)
def test_reader_and_schema_agree(root: Path, write, text: str):
    """What an editor underlines the reader refuses, and the other way round."""
    schema = json.loads((suite_root() / "protocols/schemas/profile.schema.json").read_text("utf-8"))
    write(text)
    try:
        load_profile(root, "min")
    except ProfileMistakes as error:
        read = str(error)
    else:
        read = ""
    assert (read == "") == Draft202012Validator(schema).is_valid(yaml.safe_load(text)), read


@pytest.mark.parametrize(
    ("name", "problem"), [("standard", "none"), ("raw", "none"), ("test", "invalid")], ids=["standard", "raw", "test"]
)
def test_a_stranger_is_refused_in_a_test_only(name: str, problem: str):
    """In production the patient is a real citizen; in a test nobody may be."""
    message = (suite_root() / "fixtures/rules/sampled-after-result/right.xml").read_text("utf-8")
    stranger = message.replace("2512489996", "311299" + "0000").encode()
    assert stranger != message.encode()
    assert validate(stranger, rules=load_rule_book(suite_root(), load_profile(suite_root(), name))).problem == problem


# ---------------------------------------------------------------------------------------------------- what is read
def test_every_key_is_read(root: Path, write):
    """Name, version, description, rules, others and what is kept."""
    name = write(
        HEAD
        + "regler:\n  LAB-TIME-001: {klasse: F3, grund: Kendt.}\n  MSG-CPR-001: {fra: true, grund: Drift.}\n"
        + "øvrige: {klasse: F4, grund: Rådata.}\nbevar: {MSG-CPR-002: Sikkerhed.}\n"
    )
    profile = load_profile(root, name)
    assert profile == Profile(
        "min", "2", "Min egen.", profile.digest,
        {"LAB-TIME-001": Setting(F3, "Kendt."), "MSG-CPR-001": Setting(None, "Drift.")},
        Setting(F4, "Rådata."), {"MSG-CPR-002": "Sikkerhed."},
    )


def test_a_file_of_the_users_own_builds_on_a_named_profile(root: Path, write, tmp_path: Path):
    """`--profile min.yaml`: its own words, and the base's where it has none."""
    write("navn: a\nversion: 1\nbeskrivelse: A.\nregler: {MSG-CPR-001: {fra: true, grund: Drift.}}\n", "a")
    own = tmp_path / "min.yaml"
    own.write_text(HEAD + "bygger_på: a\nregler: {MSG-CPR-002: {klasse: F2, grund: Egen.}}\n", "utf-8")
    assert load_profile(root, str(own)).settings == {
        "MSG-CPR-001": Setting(None, "Drift."), "MSG-CPR-002": Setting(F2, "Egen."),
    }


@pytest.mark.parametrize(
    ("own", "base", "severity"),
    [
        ("MSG-CPR-001: {klasse: F2, grund: x}", "MSG-CPR-001: {klasse: F3, grund: x}", F2),
        ("MSG-CPR-*: {klasse: F2, grund: x}", "MSG-CPR-001: {klasse: F3, grund: x}", F3),
        ("MSG-CPR-*: {klasse: F2, grund: x}", "MSG-CPR-*: {klasse: F3, grund: x}", F2),
        ("MSG-CPR-001: {klasse: F2, grund: x}", "MSG-CPR-*: {klasse: F3, grund: x}", F2),
        ("MSG-CPR-002: {klasse: F2, grund: x}", "MSG-CPR-*: {klasse: F3, grund: x}", F3),
        ("MSG-CPR-002: {klasse: F2, grund: x}", "MSG-CPR-002: {klasse: F3, grund: x}", None),
        ("MSG-CPR-001: {fra: true, grund: x}", "MSG-CPR-001: {klasse: F3, grund: x}", None),
    ],
)
def test_the_more_precise_goes_first_and_then_the_profiles_own_word(root: Path, write, own, base, severity):
    """A rule by name before a pattern, in the base too; of two as precise the profile's own."""
    write(f"navn: a\nversion: 1\nbeskrivelse: A.\nregler: {{{base}}}\nøvrige: {{fra: true, grund: x}}\n", "a")
    write(HEAD + f"bygger_på: a\nregler: {{{own}}}\n")
    assert load_profile(root, "min").severity("MSG-CPR-001", "business", F1) == severity


def test_a_longer_pattern_goes_before_a_shorter_and_both_before_the_others(root: Path, write):
    """LAB-TIME-001, then LAB-TIME-*, then LAB-*, then øvrige."""
    write(
        HEAD + "regler:\n  LAB-*: {klasse: F3, grund: x}\n  LAB-TIME-*: {klasse: F2, grund: x}\n"
        "  LAB-TIME-001: {klasse: F1, grund: x}\nøvrige: {klasse: F4, grund: x}\n"
    )
    profile = load_profile(root, "min")
    assert profile.severity("LAB-TIME-001", "business", F4) == F1
    assert profile.severity("LAB-TIME-002", "business", F4) == F2
    assert profile.severity("LAB-PAT-001", "business", F4) == F3
    assert profile.severity("MSG-CPR-001", "business", F1) == F4


def test_what_is_kept_may_be_a_pattern_and_may_be_kept_by_the_base(root: Path, write):
    """The base's list of safety holds for whoever builds on it; a reason by name goes before one by pattern."""
    write("navn: a\nversion: 1\nbeskrivelse: A.\nøvrige: {klasse: F3, grund: x}\nbevar: {LAB-TIME-*: Tid.}\n", "a")
    write(HEAD + "bygger_på: a\nøvrige: {klasse: F4, grund: y}\nbevar: {LAB-TIME-001: Netop den.}\n")
    profile = load_profile(root, "min")
    assert profile.others == Setting(F4, "y")
    assert (profile.kept["LAB-TIME-001"], profile.kept["LAB-TIME-002"]) == ("Netop den.", "Tid.")
    assert profile.severity("LAB-TIME-002", "business", F2) == F2
    assert profile.severity("LAB-PAT-001", "business", F1) == F4


def test_a_setting_by_name_counts_where_the_base_keeps(root: Path, write):
    """`bevar` takes a rule out of the others and does nothing else."""
    write("navn: a\nversion: 1\nbeskrivelse: A.\nøvrige: {klasse: F4, grund: x}\nbevar: {LAB-TIME-*: Tid.}\n", "a")
    write(HEAD + "bygger_på: a\nregler: {LAB-TIME-001: {klasse: F3, grund: y}}\n")
    assert load_profile(root, "min").severity("LAB-TIME-001", "business", F2) == F3


# ------------------------------------------------------------------------------------------------------- the digest
def test_the_digest_is_of_what_is_written_and_not_of_how_lines_end(root: Path, write):
    """Line endings and a byte order mark change nothing; any other byte does."""
    plain = load_profile(root, write(HEAD)).digest
    path = root / "protocols/profiles/min.yaml"
    for same in (HEAD.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + HEAD.encode(), HEAD.replace("\n", "\r").encode()):
        path.write_bytes(same)
        assert load_profile(root, "min").digest == plain
    assert load_profile(root, write(HEAD + "# en bemærkning\n")).digest != plain
    assert len(plain) == 64


def test_the_digest_is_of_the_base_too(root: Path, write):
    """A base that changes makes another profile of what builds on it."""
    write(HEAD + "bygger_på: a\n")
    write("navn: a\nversion: 1\nbeskrivelse: A.\n", "a")
    before = load_profile(root, "min").digest
    write("navn: a\nversion: 2\nbeskrivelse: A.\n", "a")
    assert load_profile(root, "min").digest != before


# ---------------------------------------------------------------------------------------------------------- mistakes
def test_every_mistake_is_told_at_once_with_its_line(root: Path, write):
    """The consultant mends the file once."""
    write(
        "navn: min\n"
        "versjon: 1\n"
        "beskrivelse:\n"
        "bygger_på: standrd\n"
        "regler:\n"
        "  LAB-TIEM-001: {klasse: F3, grund: x}\n"
        "  MSG-CPR-001: {klasse: F5, grund: x}\n"
        "  MSG-CPR-002: {klasse: F3}\n"
        "  MSG-CPR-002: {klasse: F2, grund: x}\n"
        "  LAB-TIMES-*: {klasse: F3, grund: x}\n"
        "  LAB-T*: {klasse: F3, grund: x}\n"
        "  MSG-ENC-002: {grund: x}\n"
        "  MSG-ENC-003: {klasse: F4, fra: true, grund: x}\n"
        "  MSG-ID-004: {fra: false, grund: x}\n"
        "  MSG-ID-005: {klase: F4, grund: x}\n"
        "  MSG-XML-002: {fra: true, grund: x}\n"
        "øvrige: F4\n"
        "bevar: {MSG-ENC-003: x, MSG-CPR-009: x}\n"
    )
    (root / "protocols/profiles/standard.yaml").write_text(HEAD.replace("min", "standard"), "utf-8")
    assert told(root) == [
        "min.yaml:1: Nøglen “version” mangler i profilen.",
        "min.yaml:2: Nøglen “versjon” findes ikke i profilen. (Mente du “version”?)",
        "min.yaml:3: Nøglen “beskrivelse” i profilen har ingen værdi.",
        "min.yaml:4: Profilen “standrd” findes ikke, så der kan ikke bygges på den. (Mente du “standard”?)",
        "min.yaml:6: Reglen “LAB-TIEM-001” findes ikke. (Mente du “LAB-TIME-001”?)",
        "min.yaml:7: “F5” er ikke en klasse. Mulige værdier: F1, F2, F3, F4.",
        "min.yaml:8: Nøglen “grund” mangler i MSG-CPR-002.",
        "min.yaml:9: Nøglen “MSG-CPR-002” står to gange i regler.",
        "min.yaml:10: Mønstret “LAB-TIMES-*” rammer ingen regel. (Mente du “LAB-TIME-*”?)",
        "min.yaml:11: “LAB-T*” er ikke et mønster. Stjernen står sidst, efter en bindestreg: LAB-TEXT-* eller LAB-*.",
        "min.yaml:12: MSG-ENC-002 skal have enten “klasse” eller “fra: true”.",
        "min.yaml:13: MSG-ENC-003 skal have enten “klasse” eller “fra: true”.",
        "min.yaml:14: “fra” kan kun være true. En regel, der er slået til, nævnes ikke.",
        "min.yaml:15: Nøglen “klase” findes ikke i MSG-ID-005. (Mente du “klasse”?)",
        "min.yaml:16: MSG-XML-002 kan ikke slås fra eller gøres mildere: en besked med den fejl er ikke læst helt.",
        "min.yaml:17: Her ventes nøgler med værdier i øvrige.",
        "min.yaml:18: Reglen “MSG-CPR-009” findes ikke. (Mente du “MSG-CPR-002”?)",
        "min.yaml:18: “bevar” har ingen virkning: profilen siger intet om “øvrige”.",
    ]


@pytest.mark.parametrize("rule", sorted(text.id for text in rule_texts().values() if is_locked(text)))
def test_a_check_that_leaves_a_message_unread_stays(root: Path, write, rule: str):
    """Neither off nor milder; as it is, or stricter, it may be named."""
    own = rule_texts()[rule].severity
    name = write(HEAD + f"regler: {{{rule}: {{klasse: {own}, grund: x}}}}\n")
    assert load_profile(root, name).severity(rule, "schema", own) == own
    for eased in ("klasse: F4", "fra: true"):
        write(HEAD + f"regler: {{{rule}: {{{eased}, grund: x}}}}\n")
        (mistake,) = told(root)
        assert mistake.startswith(f"min.yaml:4: {rule} kan ikke slås fra eller gøres mildere")


def test_a_pattern_may_not_ease_them_either(root: Path, write):
    """One mistake is told of the pattern, with a rule it would hit."""
    write(HEAD + "regler: {MSG-*: {klasse: F4, grund: x}}\n")
    (mistake,) = told(root)
    assert mistake.startswith("min.yaml:4: MSG-SIZE-001 kan ikke slås fra eller gøres mildere")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "1: Filen er tom."),
        (b"- en liste\n", "1: Her ventes nøgler med værdier i profilen."),
        (b"navn: min\nx: [\n", "3: Linjen kan ikke læses."),
        (b"navn: min\nversion: \xe6\n", "2: Filen er ikke gemt som UTF-8. Gem den igen med tegnsættet UTF-8."),
        (b"navn: &a min\n", "1: Ankre og henvisninger (& og *) bruges ikke i disse filer. Skriv teksten ud."),
        (b"navn: " + b"[" * 9 + b"]" * 9, "1: Filen er indlejret i flere lag, end der er brug for."),
        (b"navn: \x07\n", "1: Filen indeholder et tegn, som YAML ikke tillader."),
        (b"#" * 500_001, "1: Filen er for stor til at være en profil."),
        (b"? [a]\n: b\n", "1: En nøgle i profilen skal være et ord."),
    ],
)
def test_a_file_that_is_no_profile_says_so_once(root: Path, content: bytes, sentence: str):
    """One sentence, with the line, and none of its missing keys besides."""
    (root / "protocols/profiles/min.yaml").write_bytes(content)
    (mistake,) = told(root)
    assert mistake.startswith(f"min.yaml:{sentence}")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("# x\n" + HEAD.replace("min", "din", 1), "2: “navn: din” skal være filens navn uden .yaml, altså “min”."),
        (HEAD + "bygger_på: min\n", "4: Profilen “min” bygger på sig selv."),
        (HEAD + "bygger_på: b\n", "4: Profilen “b” bygger selv på “c”, og der er kun ét led. Byg på “c”."),
        (HEAD + "bygger_på: d\n", "4: Profilen “d” bygger selv på denne."),
        (HEAD + "regler:\n", "4: Nøglen “regler” i profilen har ingen værdi."),
        (HEAD + "regler: {MSG-CPR-001: }\n", "4: Nøglen “MSG-CPR-001” i regler har ingen værdi."),
        (HEAD + "version2: [x]\n", "4: Nøglen “version2” findes ikke i profilen. (Mente du “version”?)"),
        (HEAD.replace("'2'", "[2]"), "2: “version” i profilen skal være en tekst."),
        (
            HEAD + "øvrige: {klasse: F4, grund: x}\nregler: {MSG-CPR-001: {fra: ja, grund: x}}\nbevar: {MSG-CPR-001: x}\n",
            "6: MSG-CPR-001 står både i “regler” og i “bevar”. Vælg det ene.",
        ),
        (HEAD + "øvrige: {klasse: F4, grund: x}\nbevar: {MSG-CPR-001: ' '}\n", "5: Nøglen “MSG-CPR-001” i bevar har ingen værdi."),
    ],
)
def test_a_mistake_is_told_in_one_sentence(root: Path, write, text: str, sentence: str):
    """Each alone, and only once."""
    write("navn: b\nversion: 1\nbeskrivelse: B.\nbygger_på: c\n", "b")
    write("navn: d\nversion: 1\nbeskrivelse: D.\nbygger_på: min\n", "d")
    write(text)
    assert told(root) == [f"min.yaml:{sentence}"]


def test_mistakes_of_the_base_are_told_with_its_name(root: Path, write):
    """Both files are mended in one go."""
    write("navn: a\nversion: 1\n", "a")
    write(HEAD + "bygger_på: a\nfoo: 1\n")
    assert told(root) == [
        "a.yaml:1: Nøglen “beskrivelse” mangler i profilen.", "min.yaml:5: Nøglen “foo” findes ikke i profilen.",
    ]


def test_a_file_of_the_users_own_may_not_take_the_name_of_one_of_ours(root: Path, write, tmp_path: Path):
    """A report that says “standard” means ours."""
    write(HEAD)
    own = tmp_path / "andet.yaml"
    own.write_text("# min egen\n" + HEAD, "utf-8")
    with pytest.raises(ProfileMistakes) as caught:
        load_profile(root, str(own))
    assert str(caught.value) == f"{own}:2: Navnet “min” har en af de profiler, der følger med. Giv din profil et andet navn."


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ("standart", "Ingen profil og ingen fil hedder “standart”. Mente du “standard”?"),
        ("zzz", "Ingen profil og ingen fil hedder “zzz”. Der findes: raw, standard, test."),
        ("../profiles/standard", "Ingen profil og ingen fil hedder “../profiles/standard”. Der findes: raw, standard, test."),
    ],
)
def test_a_profile_that_is_not_there_is_told_with_the_nearest(wanted: str, sentence: str):
    """What was asked for, and what there is."""
    with pytest.raises(UsageMistake) as caught:
        load_profile(suite_root(), wanted)
    assert str(caught.value) == sentence
