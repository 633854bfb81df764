"""Loading a suite: what is right is read whole, what is wrong is told all at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from labcert.domain.errors import UsageMistake
from labcert.domain.outcome import Severity
from labcert.protocol import Area, ConfigurationMistakes, Kind, Mistake, Page, Suite, load_suite

Spoil = Callable[[str, str, str], tuple[Mistake, ...]]
Mistakes = Callable[[], tuple[Mistake, ...]]


def only(mistakes: tuple[Mistake, ...]) -> Mistake:
    """The one mistake, where exactly one is right."""
    assert len(mistakes) == 1, "\n".join(map(str, mistakes))
    return mistakes[0]


def test_a_right_suite_is_read_whole(suite: Suite):
    """Every document becomes values; ids, order, lines and scenarios are those of the files."""
    assert [protocol.id for protocol in suite.protocols] == ["upload", "visning"]
    assert [step.id for step in suite.steps] == ["TP-4.2.51", "TP-4.2.52", "TP-4.5.01"]
    step = suite.step("TP-4.2.52")
    assert (step.area, step.kind, step.severity) == (Area.FLOW, Kind.AUTOMATIC, Severity.F2)
    assert step.instruction == "Nægt samtykke.\nSend svaret."
    assert (step.file, step.line, step.protocol) == ("protocols/upload.yaml", 69, "upload")
    scenario = suite.scenario_of("TP-4.2.52")
    assert scenario is not None
    assert (scenario.file, scenario.line, scenario.examples) == ("features/flow/upload.feature", 13, 2)
    assert suite.scenario_of("TP-4.5.01") is None


def test_an_attested_step_says_what_to_look_at(suite: Suite):
    """The inspection names the page, each value to see or not to see, and who confirms."""
    inspection = suite.step("TP-4.5.01").inspection
    assert inspection is not None
    assert inspection.page is Page.CITIZEN
    assert (inspection.must_show, inspection.must_not_show) == (("8,5", "mmol/L"), ("mg/L",))
    assert inspection.confirmed_by == ("sundhed.dk", "Team RN")


def test_a_programme_gives_its_protocols_and_steps_in_its_order(suite: Suite):
    """Rows come in the programme's order, each with its protocols and parties."""
    pilot = suite.programme("pilot")
    assert [(row.row, row.protocols, row.parties) for row in pilot.rows] == [
        ("4.2", ("upload",), ("LPS", "PLSP")),
        ("4.5", ("visning",), ("sundhed.dk", "Team RN")),
    ]
    assert pilot.also_signs == ("MedCom",)
    assert suite.protocols_of(pilot) == suite.protocols
    assert suite.steps_of(pilot) == suite.steps


def test_background_and_examples_become_the_sentences_that_are_run(suite: Suite):
    """A background's sentences come first, placeholders are filled, Men takes the kind of the sentence before."""
    scenario = suite.scenario_of("TP-4.2.52")
    assert scenario is not None
    assert [(sentence.kind, sentence.text) for sentence in scenario.sentences] == [
        ("given", "at databankerne er tomme"),
        ("when", "LPS'et sender svaret"),
        ("then", 'vises svaret ikke for "borgeren"'),
        ("then", "svaret ligger i LABA"),
        ("then", 'vises svaret ikke for "sundhedsperson"'),
    ]


def test_the_requirement_catalogue_keeps_source_and_reason(suite: Suite):
    """Each requirement says where it comes from, and why no step shows it where none does."""
    told = {each.id: (each.source.kind, each.source.where, each.clinical, each.not_tested) for each in suite.requirements}
    assert told["IND-01"] == ("tabel", "xrpt01, Result/Unit", True, None)
    assert told["TRA-01"] == ("slide", "Transport", False, "Kravet er ikke offentligt.")


@pytest.mark.parametrize("ask", [Suite.protocol, Suite.programme, Suite.step])
def test_asking_for_what_is_not_there_says_so(suite: Suite, ask: Callable[[Suite, str], object]):
    """An unknown id is the user's mistake, told with what there is."""
    with pytest.raises(UsageMistake, match="findes ikke"):
        ask(suite, "qqqqqq")


def test_an_unknown_id_names_the_nearest(suite: Suite):
    """A misspelt id is answered with the one that was probably meant."""
    with pytest.raises(UsageMistake, match="Mente du “visning”"):
        suite.protocol("visnign")


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "told", "near"),
    [
        ("protocols/upload.yaml", "klasse: F2", "klase: F2", 69, "Nøglen “klasse” mangler i trinnet TP-4.2.52.", None),
        ("protocols/upload.yaml", "  klasse: F2", "  klasse: F2\n  klase: F2", 81, "Nøglen “klase” findes ikke i trinnet TP-4.2.52.", None),
        ("protocols/upload.yaml", "klasse: F2", "klasse: F9", 80, "“F9” kan ikke bruges som klasse", None),
        ("protocols/upload.yaml", "klasse: F2", "klasse: [F2]", 80, "“klasse” i trinnet TP-4.2.52 skal være en tekst.", None),
        ("protocols/upload.yaml", "klasse: F2", "klasse: F2\n  klasse: F3", 81, "Nøglen “klasse” står to gange", None),
        ("protocols/upload.yaml", "kravsid: [SAM-01]", "kravsid: [SAM-10]", 81, "Kravet “SAM-10” findes ikke i protocols/krav.yaml.", "SAM-01"),
        ("protocols/upload.yaml", "kravsid: [SAM-01]", "kravsid: SAM-01", 81, "“kravsid” i trinnet TP-4.2.52 skal være en liste.", None),
        ("protocols/upload.yaml", "kravsid: [SAM-01]", "kravsid: []", 81, "Listen “kravsid” i trinnet TP-4.2.52 er tom.", None),
        ("protocols/upload.yaml", "patient: peter", "patient: petra", 76, "Testpersonen “petra” findes ikke i fixtures/persons/testpersoner.yaml.", "peter"),
        ("protocols/upload.yaml", "NPU01423", "NPU01424", 76, "Analysekoden “NPU01424” findes ikke i fixtures/codes/analyses.csv.", "NPU01423"),
        ("protocols/upload.yaml", "- id: TP-4.2.52", "- id: TP-4.2.51", 69, "Trinnet “TP-4.2.51” findes allerede i protocols/upload.yaml, linje 17.", None),
        ("protocols/upload.yaml", "- id: TP-4.2.52", "- id: trin-52", 69, "“trin-52” er ikke et trin-id.", None),
        ("protocols/upload.yaml", "  område: Flow håndtering", "  område: Flow-håndtering", 71, "“Flow-håndtering” kan ikke bruges som område", "Flow håndtering"),
        ("protocols/upload.yaml", "  område: Generelle krav", "  område: Tekniske krav", 71, "Trinnet hører til “Flow håndtering” og skal stå før “Tekniske krav”.", None),
        ("protocols/upload.yaml", "dato: 2026-11-23", "dato: 23.11.2026", 4, "“23.11.2026” er ikke en dato.", None),
        ("protocols/upload.yaml", "taget: 2025-12-02T07:00", "taget: 2025-12-02", 60, "“2025-12-02” er ikke et tidspunkt.", None),
        ("protocols/upload.yaml", "mikroorganisme: 2", "mikroorganisme: 3", 45, "“mikroorganisme: 3” peger ikke på nogen. Der er 2.", None),
        ("protocols/upload.yaml", "speciale: biokemi, ", "", 34, "Analysekoden “PNTXX” (PNT) står ikke i fixtures/codes/routing.csv.", None),
        ("protocols/upload.yaml", '{fast: "a  b"}', '{fats: "a  b"}', 32, "“fats” kan ikke bruges som tekst", "fast"),
        ("protocols/visning.yaml", "parter: [sundhed.dk, Team RN]", "parter: [sundhed, Team RN]", 22, "Parten “sundhed” findes ikke i fixtures/parties/parter.yaml.", "sundhed.dk"),
        ("protocols/visning.yaml", "art: attesteret", "art: automatisk", 15, "Det automatiske trin TP-4.5.01 har intet scenarie", None),
        ("protocols/visning.yaml", "art: attesteret", "art: automatisk", 26, "“eftersyn” bruges kun, når art er attesteret.", None),
        ("protocols/visning.yaml", "    side: borger", "    side: borgre", 27, "“borgre” kan ikke bruges som side", "borger"),
        ("protocols/visning.yaml", "protokol: visning", "protokol: fremvisning", 1, "“protokol: fremvisning” skal være filens navn", None),
        ("protocols/visning.yaml", '  testdata: {patient: bruno, svar: [{analyse: NPU02319, værdi: "8,5"}]}\n', "", 15, "Nøglen “testdata” mangler i trinnet TP-4.5.01.", None),
        ("protocols/programmes/pilot.yaml", "[visning]", "[visninger]", 13, "Protokollen “visninger” findes ikke", "visning"),
        ("protocols/krav.yaml", "- id: VIS-01", "- id: SAM-01", 13, "Kravet “SAM-01” står allerede i linje 1.", None),
        ("protocols/krav.yaml", "slide: Transport", "bog: Transport", 22, "Kilden skal have én af nøglerne slide, tabel og fakta.", None),
        ("features/flow/upload.feature", "@TP-4.2.51", "@TP-4.2.55", 7, "Scenariet “Enheden følger koden” er mærket @TP-4.2.55, men intet trin har det id.", "TP-4.2.52"),
        ("features/flow/upload.feature", "  @TP-4.2.51\n", "", 6, "Scenariet “Enheden følger koden” hører ikke til noget trin.", None),
        ("features/flow/upload.feature", "@TP-4.2.51", "@TP-4.2.51 @TP-4.2.52", 7, "er mærket med flere trin (TP-4.2.51, TP-4.2.52)", None),
        ("features/flow/upload.feature", "@TP-4.2.52", "@TP-4.2.51", 13, "Trinnet TP-4.2.51 har allerede et scenarie i features/flow/upload.feature, linje 7.", None),
        ("features/flow/upload.feature", "Scenario: Nægtet samtykke", "Scenario: Enheden følger koden", 13, "Scenariet “Enheden følger koden” står også i linje 7.", None),
        ("protocols/upload.yaml", "klasse: F2", "klasse: F2\n  ikke_relevant: []", 81, "“ikke_relevant” i trinnet TP-4.2.52 skal være en tekst.", None),
        ("features/flow/upload.feature", "    Så ligger svaret i LABA", "    Altså ligger svaret i LABA", 9, "Linjen “Altså ligger svaret i LABA” passer ikke her.", None),
        ("features/flow/upload.feature", "# language: da", "# sprog: dansk", 1, "Filens første linje skal være “# language: da”.", None),
        ("features/flow/upload.feature", "        | sundhedsperson |", "        | sundhedsperson | x |", 21, "Tabellens rækker har ikke lige mange felter.", None),
        ("features/flow/upload.feature", "    Givet at databankerne", "    Og at databankerne", 4, "Den første sætning skal begynde med Givet, Når eller Så.", None),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_line_and_nearest_match(
    spoil: Spoil, file: str, old: str, new: str, line: int, told: str, near: str | None
):
    """Each kind of mistake is found where it stands, in a sentence, with what was probably meant."""
    mistakes = spoil(file, old, new)
    found = [mistake for mistake in mistakes if told in mistake.sentence]
    assert len(found) == 1, "\n".join(map(str, mistakes))
    assert (found[0].file, found[0].line, found[0].near) == (file, line, near)


def test_a_misspelt_key_names_the_key_that_is_missing(spoil: Spoil):
    """A key nobody knows is matched with one that is missing, not with one already written."""
    mistakes = spoil("protocols/upload.yaml", "klasse: F2", "klase: F2")
    assert [str(mistake) for mistake in mistakes] == [
        "protocols/upload.yaml:69: Nøglen “klasse” mangler i trinnet TP-4.2.52.",
        "protocols/upload.yaml:80: Nøglen “klase” findes ikke i trinnet TP-4.2.52. (Mente du “klasse”?)",
    ]


def test_an_attested_step_without_inspection_is_a_mistake(folder: Path, mistakes_of: Mistakes):
    """Nobody can attest without knowing what to look at."""
    path = folder / "protocols/visning.yaml"
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("  eftersyn:")], "utf-8")
    mistake = only(mistakes_of())
    assert (mistake.file, mistake.line) == ("protocols/visning.yaml", 23)
    assert "Et attesteret trin skal have “eftersyn”" in mistake.sentence


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("titel: Visning", "titel: Visning: nu", 2, "Kolonet er misforstået her."),
        ("titel: Visning", 'titel: "Visning', 15, "YAML"),
        ("titel: Visning", "\ttitel: Visning", 2, "Her står en tabulator."),
        ("  handling: Slå", "   handling: Slå", 19, "Kolonet er misforstået her."),
        ("titel: Visning", "titel: &a Visning", 2, "Ankre og henvisninger"),
        ("titel: Visning", "titel: " + "[" * 40 + "]" * 40, 2, "indlejret i flere lag"),
        ("titel: Visning", "titel: Visning\x07", 2, "Filen indeholder et tegn, som YAML ikke tillader."),
    ],
)  # fmt: skip
def test_what_is_no_yaml_is_one_mistake_with_its_line(spoil: Spoil, old: str, new: str, line: int, told: str):
    """A file that can't be parsed gives one mistake, and not one for everything that it would have said."""
    mistake = only(spoil("protocols/visning.yaml", old, new))
    assert mistake.file == "protocols/visning.yaml"
    if told != "YAML":
        assert (mistake.line, told in mistake.sentence) == (line, True), mistake


def test_a_broken_protocol_does_not_make_its_scenarios_strange(folder: Path, mistakes_of: Mistakes):
    """Scenarios of steps that stand in an unreadable file are not told besides."""
    path = folder / "protocols/upload.yaml"
    path.write_text(path.read_text("utf-8").replace("titel: Upload til", "titel: Upload: til"), "utf-8")
    assert only(mistakes_of()).file == "protocols/upload.yaml"


def test_a_broken_feature_does_not_make_its_steps_unshown(folder: Path, mistakes_of: Mistakes):
    """Steps whose tags stand in an unreadable feature are not told besides."""
    path = folder / "features/flow/upload.feature"
    path.write_text(path.read_text("utf-8").replace("Så ligger", "Altså ligger"), "utf-8")
    assert only(mistakes_of()).file == "features/flow/upload.feature"


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("protocols/visning.yaml", b"", "Filen er tom."),
        ("protocols/visning.yaml", b"# kun en kommentar\n", "Filen er tom."),
        ("protocols/visning.yaml", "titel: Prøve".encode("latin-1"), "Filen er ikke gemt som UTF-8."),
        ("protocols/visning.yaml", b"- 1\n- 2\n", "Her ventes nøgler med værdier i protokollen."),
        ("protocols/krav.yaml", b"a: 1\n", "Filen skal være en liste over krav."),
        ("features/flow/upload.feature", b"# language: da\n", "Filen slutter for tidligt."),
        ("fixtures/codes/analyses.csv", b"kode,navn\n", "Tabellen mangler kolonnen “code”."),
        ("fixtures/persons/testpersoner.yaml", b"nancy-ann: {fornavn: A, efternavn: B}\n", "skal have enten cpr eller erstatnings-cpr"),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_is_told(folder: Path, mistakes_of: Mistakes, file: str, content: bytes, told: str):
    """Whatever stands in a file, the answer is a sentence that names the file."""
    (folder / file).write_bytes(content)
    assert any(mistake.file == file and told in mistake.sentence for mistake in mistakes_of())


def test_all_mistakes_of_all_files_are_told_at_once(folder: Path, mistakes_of: Mistakes):
    """One pass finds what is wrong in protocols, programmes, requirements and features."""
    for file, old, new in (
        ("protocols/upload.yaml", "klasse: F2", "klasse: F9"),
        ("protocols/visning.yaml", "kravsid: [VIS-01]", "kravsid: [VIS-02]"),
        ("protocols/programmes/pilot.yaml", "[upload]", "[uplod]"),
        ("features/flow/upload.feature", "@TP-4.2.52", "@TP-4.2.59"),
    ):
        path = folder / file
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    assert {mistake.file for mistake in mistakes_of()} == {
        "protocols/upload.yaml", "protocols/visning.yaml", "protocols/programmes/pilot.yaml", "features/flow/upload.feature",
    }  # fmt: skip


def test_an_empty_folder_is_told_in_sentences(tmp_path: Path):
    """A folder that holds no suite gives mistakes that say what is missing."""
    with pytest.raises(ConfigurationMistakes) as raised:
        load_suite(tmp_path)
    told = str(raised.value)
    assert "protocols:1: Der er ingen protokoller i mappen protocols/." in told
    assert "features:1: Der er ingen feature-filer i mappen features/." in told
    assert "protocols/krav.yaml:1: Filen kan ikke læses" in told
    assert raised.value.exit_code == 2


def test_the_digest_is_the_same_whatever_the_line_endings(folder: Path, suite: Suite):
    """A checkout on Windows gives the same digest."""
    for path in (*folder.rglob("*.yaml"), *folder.rglob("*.feature")):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert [protocol.digest for protocol in load_suite(folder).protocols] == [each.digest for each in suite.protocols]


def test_the_digest_covers_the_protocol_and_its_features_alone(folder: Path, suite: Suite):
    """A changed scenario changes the digest of the protocol it shows, and of no other."""
    path = folder / "features/flow/upload.feature"
    path.write_text(path.read_text("utf-8") + "\n# bemærkning\n", "utf-8")
    upload, visning = load_suite(folder).protocols
    assert upload.digest != suite.protocol("upload").digest
    assert visning.digest == suite.protocol("visning").digest
