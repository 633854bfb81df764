"""The sheet that tells a tester what to enter."""

from dataclasses import fields, is_dataclass, replace

import pytest

from labcert.adapters.sheet import WORDS, sheet_of
from labcert.domain.case import (
    Antibiotic,
    Case,
    Culture,
    Interval,
    Microbe,
    Microscopy,
    MicroscopyLine,
    Patient,
    PatternEntry,
    Requester,
    Result,
    Sample,
    Sender,
    Span,
)
from labcert.domain.suite import suite_root
from labcert.protocol.cases import case_from_json

PATIENT = Patient("nancy-ann", "Nancy Ann Test", "Berggren", cpr="2512489996")
SENDER = Sender("5790000147465", "045861", "ydernummer", "Lægehuset Æblegården", "Laboratoriet", "PNT", "almen_medicin")
REQUESTER = Requester("5790001382445", "5790001382445", "lokationsnummer", "MedComs testcenter", None, "AEO")
SAMPLE = Sample("LC1", "LAB1", "PRO1", "2025-12-01T08:15", "2025-12-01T08:20", "2025-12-01T08:30", "2025-12-01T08:35")
CRP = Result("NPU19748", "iupac", "SST", "P—C-reaktivt protein", "biochemistry", "CRP;P", value="31", unit="mg/L")
CASE = Case("TP-4.2.01", PATIENT, SENDER, REQUESTER, SAMPLE, (CRP,))
CASES = sorted((suite_root() / "fixtures" / "cases").glob("*.json"))


def answer(**changes):
    """The sheet of CASE with another result, as field -> value of the analysis."""
    sheet = sheet_of(replace(CASE, results=(replace(CRP, **changes),)))
    return {field: value for group, field, value in sheet if group.startswith("Analyse 1")}


def test_a_plain_answer_is_told_whole_and_in_order():
    """Patient, sender, requester, sample, the answer, each analysis: everything that is filled in, nothing else."""
    assert sheet_of(CASE) == (
        ("Patient", "Navn", "Nancy Ann Test Berggren"), ("Patient", "CPR-nummer", "251248-9996"),
        ("Afsender", "Navn", "Lægehuset Æblegården"), ("Afsender", "Afdeling", "Laboratoriet"),
        ("Afsender", "Lokationsnummer (EAN)", "5790000147465"), ("Afsender", "Ydernummer", "045861"),
        ("Afsender", "Laboratoriets forkortelse", "PNT"), ("Afsender", "Speciale", "almen medicin"),
        ("Rekvirent", "Navn", "MedComs testcenter"), ("Rekvirent", "Lokationsnummer (EAN)", "5790001382445"),
        ("Rekvirent", "Initialer", "AEO"),
        ("Prøve", "Rekvirentens prøvenummer", "LC1"), ("Prøve", "Laboratoriets prøvenummer", "LAB1"),
        ("Prøve", "Produktionsnummer", "PRO1"), ("Prøve", "Taget", "01.12.2025 kl. 08:15"),
        ("Prøve", "Modtaget", "01.12.2025 kl. 08:20"), ("Prøve", "Svaret er fra", "01.12.2025 kl. 08:30"),
        ("Prøve", "Godkendt", "01.12.2025 kl. 08:35"),
        ("Svaret", "Status", "komplet svar"), ("Svaret", "Samtykke til deling", "intet er sagt (tæller som givet)"),
        ("Svaret", "Positiv kvittering", "ja, bed om den"), ("Svaret", "Tegnsæt", "UTF-8"),
        ("Analyse 1: CRP;P", "Kode", "NPU19748 (iupac, SST)"), ("Analyse 1: CRP;P", "Navn", "P—C-reaktivt protein"),
        ("Analyse 1: CRP;P", "Kort navn", "CRP;P"),
        ("Analyse 1: CRP;P", "Fagområde", "klinisk biokemi (XRPT01 til LABA)"),
        ("Analyse 1: CRP;P", "Værdiens type", "tal"), ("Analyse 1: CRP;P", "Værdi", "31"),
        ("Analyse 1: CRP;P", "Enhed", "mg/L"), ("Analyse 1: CRP;P", "Svarets status", "endeligt svar"),
    )  # fmt: skip


def test_what_decides_about_sharing_is_said_in_words():
    """A refused consent, a receipt that isn't asked for and an encoding can't be overlooked."""
    told = dict(line[1:] for line in sheet_of(replace(CASE, consent="refused", acknowledgement=False, encoding="ISO-8859-1")))
    assert told["Samtykke til deling"] == "nægtet"
    assert told["Positiv kvittering"] == "nej, bed ikke om den"
    assert told["Tegnsæt"] == "ISO-8859-1"


def test_a_replacement_cpr_stands_for_the_cpr():
    """A person with a replacement number has no other."""
    sheet = sheet_of(replace(CASE, patient=Patient("peter", "Peter", "Hansen", replacement="0703921VJ5")))
    assert [line[1:] for line in sheet if line[0] == "Patient"] == [("Navn", "Peter Hansen"), ("Erstatnings-CPR", "0703921VJ5")]


@pytest.mark.parametrize(
    ("interval", "told"),
    [
        (Interval("fysiologisk", "7,3", "9,5"), "7,3 – 9,5, fysiologisk"), (Interval(None, None, "8"), "op til 8"),
        (Interval(None, "2,0", None), "fra 2,0"), (Interval(text="Negativ"), "Negativ"),
    ],
)  # fmt: skip
def test_an_interval_says_its_limits(interval, told):
    """Both limits, one of them, or a text."""
    assert answer(interval=interval)["Referenceinterval"] == told


def test_operator_and_mark_are_words():
    """A value below what can be measured is entered as one thing."""
    told = answer(operator="mindre_end", value="5", abnormal="for_lav")
    assert (told["Værdi"], told["Markering"]) == ("mindre end 5", "for lav")


def test_formatted_text_says_how_each_piece_is_formatted():
    """Lines are lines; what is bold says so."""
    text = ((Span("Fund:", "bold"), Span("", "break"), Span("to"), Span("", "space"), Span("slags")), (Span("Slut"),))
    assert answer(text=text)["Svartekst"] == "Fund: [fed]\nto slags\nSlut"


def test_microbiology_is_told_find_by_find():
    """Finds and antibiotics are numbered, as the pattern points at them by number."""
    culture = Culture(
        "Dyrkning", (Microbe("E. coli", "rigelig", "B1"),), "Resistens", (Antibiotic("Ampicillin", "Lappe"),),
        (PatternEntry(1, 1, "R"),), ("R = resistent",), ("Gentag",),
    )  # fmt: skip
    seen = Microscopy("Mikroskopi", ("Mange",), "Direkte", (MicroscopyLine("celler", "Leukocytter", "+++"),))
    told = answer(culture=culture, microscopy=seen)
    assert {key: value for key, value in told.items() if value not in sheet_values()} == {
        "Mikroskopi, overskrift": "Mikroskopi", "Mikroskopi, gruppe": "Direkte", "Mikroskopi, celler": "Leukocytter: +++",
        "Mikroskopi, kommentar": "Mange", "Dyrkning, overskrift": "Dyrkning", "Fund 1": "E. coli, rigelig, kode B1",
        "Resistens, overskrift": "Resistens", "Antibiotikum 1": "Ampicillin, Lappe",
        "Fund 1 over for antibiotikum 1": "R", "Resistens, forklaring": "R = resistent", "Dyrkning, kommentar": "Gentag",
    }  # fmt: skip


def sheet_values():
    """The values of the plain answer."""
    return {value for _group, _field, value in sheet_of(CASE)}


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_nothing_of_a_case_is_missing_on_its_sheet(file):
    """Each value of each case of the protocols stands on the sheet, as it is or as the word for its code."""
    case = case_from_json(file.read_bytes())
    for each in (case, *case.further.values()):
        # results' own separators: a date is turned round, a CPR gets its hyphen
        told = "\n".join(" ".join(line) for line in sheet_of(each)).replace("-", "").casefold()
        missing = [value for value in _values(each) if _said(value).replace("-", "").casefold() not in told]
        assert missing == []


def _said(value):
    word = WORDS.get(value, value).replace("_", " ")
    return f"{value[8:10]}.{value[5:7]}.{value[:4]} kl. {value[11:]}" if value[4:5] + value[10:11] == "-T" else word


LEFT_OUT = {"step", "instruction", "further", "expected_receipts", "key", "style"}
"""what nobody enters; a style is told by its word"""


def _values(one, name=""):
    if is_dataclass(one):
        for field in fields(one):
            untold = (type(one), field.name) == (Requester, "identifier_code") or (field.name == "type" and not one.value)
            if field.name not in LEFT_OUT and not untold:
                yield from _values(getattr(one, field.name), field.name)
    elif isinstance(one, tuple):
        for each in one:
            yield from _values(each, name)
    elif isinstance(one, str) and one:
        yield one
