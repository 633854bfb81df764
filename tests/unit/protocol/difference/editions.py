"""Two small editions that differ in every way that can be told."""

import shutil
from dataclasses import fields, replace
from pathlib import Path

from labcert.domain.outcome import Severity
from labcert.domain.suite import suite_root
from labcert.protocol.difference import Edition, read_edition
from labcert.protocol.difference.edition import RuleEntry

SMALL = Path(__file__).parents[1] / "small_suite"


def write_suite(folder: Path) -> Path:
    """The small suite with the product's tables, as a folder of its own."""
    shutil.copytree(SMALL, folder)
    for name in ("codes", "parties", "persons", "policies"):
        shutil.copytree(suite_root() / "fixtures" / name, folder / "fixtures" / name)
    shutil.copytree(suite_root() / "protocols/profiles", folder / "protocols/profiles")
    (folder / "steps").mkdir()
    (folder / "steps/svar.py").write_text("raise SystemExit('kørt')\n", "utf-8")
    return folder


RULES = (
    RuleEntry("LAB-A-001", "Titel A", Severity.F2, "codes", "Emne", ("XRPT01",), ("VIS-01",), "Tekst.", "Fordi.", "Ret.", "Kilde"),
    RuleEntry("LAB-B-001", "Titel B", Severity.F3, "codes", "Emne", ("XRPT01",), (), "Tekst.", "Fordi.", "Ret.", "Kilde"),
    RuleEntry("LAB-C-001", "Titel C", Severity.F4, "codes", "Emne", ("XRPT01",), (), "Tekst.", "Fordi.", "Ret.", "Kilde"),
)  # fmt: skip

EDITS = {
    "protocols/upload.yaml": (
        ("titel: Upload til", "titel: Upload i"), ("version: 1.0.0", "version: 1.1.0"), ("2026-11-23", "2026-12-24"),
        ("svar når frem", "svar altid når frem"), ("område: Flow håndtering", "område: Generelle krav"),
        ("svartid: 2025-12-03T09:00", "svartid: 2025-12-03T09:01"), ("kravsid: [IND-01]", "kravsid: [IND-01, SAM-01]"),
        ("klasse: F2", "klasse: F3\n  ikke_relevant: Systemet kan ikke nægte."),
        ("- id: TP-4.2.52", ("- id: TP-4.2.53\n  titel: Nyt\n  område: Generelle krav\n  krav: Nyt krav.\n  handling: Send.\n"
         "  testdata: {patient: peter, svar: [{analyse: NPU01423, værdi: '1'}]}\n  forventet: Det ses.\n  parter: [LPS]\n"
         "  art: automatisk\n  klasse: F4\n  kravsid: [SAM-01]\n- id: TP-4.2.52")),
    ),
    "protocols/krav.yaml": (
        ("titel: Transport", "titel: Sikker transport"), ("tekst: Transporten er", "tekst: Al transport er"), ("{fakta: Visning}", "{slide: Visning}"),
        ("[XRPT01, XRPT05]\n  klinisk: false", "[XRPT01]\n  klinisk: true"), ("er ikke offentligt", "er hemmeligt"), ("klinisk: true\n- id: VIS", "klinisk: false\n- id: VIS"),
    ),
    "features/flow/upload.feature": (
        ("Egenskab: Upload", "Egenskab: Upload i dag"), ("Scenarie: Enheden følger", "Scenarie: Enhederne følger"),
        ("Så ligger svaret i LABA\n", "Så ligger svaret i LABA\n    Og er intet slettet\n\n  @TP-4.2.53 @langsom\n  Scenarie: Nyt\n    Så vises svaret\n"),
        ("      Men svaret ligger i LABA\n", ""), ("        | sundhedsperson |\n", ""), ("    @TP-4.2.52", "    @TP-4.2.52 @langsom"),
    ),
    "protocols/visning.yaml": (
        ("krav: Borgeren skal", "krav: Enhver borger skal"), ("handling: Slå", "handling: Find og slå"),
        ('værdi: "8,5"', 'værdi: "8,6"'), ("forventet: Værdien", "forventet: Hele værdien"), ("klasse: F3", "klasse: F2"),
        ('["8,5", mmol/L]', '["8,6", mmol/L, Hæmoglobin]'), ("må_ikke_ses: [mg/L]", "må_ikke_ses: []"),
        ("bekræftes_af: [sundhed.dk, Team RN]", "bekræftes_af: [sundhed.dk]"), ("side: borger", "side: sundhedsperson"),
        ("parter: [sundhed.dk, Team RN]", "parter: [Team RN, sundhed.dk]"), ("titel: Borgeren ser", "titel: En borger ser"),
    ),
    "protocols/programmes/pilot.yaml": (
        ("version: 1.0.0", "version: 2.0.0"), ("beskrivelse: Det", "beskrivelse: Kun det"), ("titel: Pilot", "titel: Ny pilot"),
        ("parter: [LPS, PLSP]", "parter: [LPS, PLSP, MiBa]"), ("[MedCom]", "[MedCom, PLSP]"), ("titel: Visning", "titel: Visning hos borgeren"),
        ("2026-11-23", "2026-12-24"),
    ),
    "protocols/profiles/raw.yaml": (
        ("klasse: F4", "klasse: F3"), ("LAB-PAT-004: Skrives", "LAB-PAT-004: Er"), ("  LAB-SET-010: Taber en rettelse det nægtede samtykke, bliver svaret vist.\n", ""),
        ("navn: raw", "navn: raw\nregler:\n  LAB-A-001: {klasse: F1, grund: Vigtig.}"), ("version: 1.0.0", "version: 1.1.0"),
    ),
    "protocols/profiles/standard.yaml": (("    fra: true\n    grund: I drift er patienten", "    klasse: F4\n    grund: I drift er patienten"),),
    "fixtures/codes/analyses.csv": (
        ("NPU02319,iupac,SST,Hæmoglobin;B,B-Hæmoglobin(Fe); stofk. = ? mmol/L,mmol/L", "NPU02319,iupac,SST,Hb;B,B-Hæmoglobin(Fe); massek. = ? g/L,g/L"),
    ),
    "fixtures/codes/routing.csv": (("NPU03987,SST,biochemistry", "NPU03987,SST,microbiology"),),
    "fixtures/codes/positive-list.csv": (("NPU19748,SST", "NPU19999,SST"),),
    "fixtures/policies/standard.yaml": (("positivliste: fra", "positivliste: til"), ('version: "2025.1"', 'version: "2026.1"')),
    "fixtures/parties/parter.yaml": (("rolle: Health Hub", "rolle: Hub"),),
    "steps/svar.py": (("kørt", "kørt igen"),),
}  # fmt: skip


def edited(folder: Path) -> Path:
    """The suite with the edits of EDITS; an edit that finds nothing to change is a mistake of this file."""
    for name, pairs in EDITS.items():
        text = (folder / name).read_text("utf-8")
        for old, new in pairs:
            assert old in text, (name, old)
            text = text.replace(old, new)
        (folder / name).write_text(text, "utf-8")
    return folder


def both(tmp_path: Path) -> tuple[Edition, Edition]:
    """The small suite as it is, and edited in its files, its rules and what only values can show."""
    old = replace(read_edition(write_suite(tmp_path / "gammel"), "gammel"), rules=RULES, code={"labcert/checks/a.py": b"A = 1", "labcert/checks/c.py": b"C = 1"})
    new = read_edition(edited(write_suite(tmp_path / "ny")), "ny")
    stricter = RuleEntry("LAB-A-001", "Ny A", Severity.F1, "business", "Andet emne", ("XRPT01", "XRPT05"), (), "Ny tekst.", "Nu.", "Ret det.", "Ny kilde")
    added = RuleEntry("LAB-D-001", "Titel D", Severity.F2, "codes", "Emne", ("XRPT05",), (), "Tekst.", "Fordi.", "Ret.", "Kilde")
    return old, replace(new, rules=(stricter, RULES[2], added), code={"labcert/checks/a.py": b"A = 2", "labcert/checks/b.py": b"", "labcert/checks/c.py": b"C = 1  # en"})


def names_of(kind: type) -> set[str]:
    """The names of a dataclass's fields."""
    return {field.name for field in fields(kind)}
