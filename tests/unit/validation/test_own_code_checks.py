"""What a row of a user's own codes may say: what a message could carry, each mistake by one sentence."""

from dataclasses import replace

import pytest

from labcert.validation.code_forms import CodeFault
from labcert.validation.own_code_checks import _FAULTS, mistakes_of
from labcert.validation.tables import AnalysisRow

ROW = AnalysisRow("NPU03429", "iupac", "SST", "Natrium;P", "P—Natrium-ion; stofk. = ? mmol/L", "mmol/L", "numerisk", "", "")
LOCAL = replace(ROW, code="PNTNA", code_type="lokal", code_responsible="PNT")
MDS = replace(ROW, code="100113000130421", code_type="mds", code_responsible="MDS", unit="")


@pytest.mark.parametrize(
    ("row", "specialty"),
    [
        (ROW, "biokemi"),
        (replace(ROW, short_name="", unit=""), "biokemi"),
        (replace(ROW, short_name="x" * 35, unit="x" * 16), "biokemi"),
        (replace(ROW, result_type="alfanumerisk"), "mikrobiologi"),
        (replace(LOCAL, code="12345678"), "biokemi"),
        (replace(LOCAL, code="12345678901234567"), "mikrobiologi"),
        (replace(LOCAL, code_responsible="ÆØÅ"), "biokemi"),
        (replace(ROW, code="MCS88999", code_type="lokal", code_responsible="MCS"), "biokemi"),
        (MDS, "mikrobiologi"),
    ],
)
def test_a_right_row(row, specialty):
    """On the edge of what a message has room for."""
    assert list(mistakes_of(row, specialty)) == []


@pytest.mark.parametrize(
    ("row", "specialty", "sentence"),
    [
        (ROW, "kemi", "Specialet “kemi” kendes ikke. Skriv biokemi eller mikrobiologi."),
        (ROW, "", "Specialet “” kendes ikke. Skriv biokemi eller mikrobiologi."),
        (replace(ROW, code=""), "biokemi", "Koden mangler. Skriv den i kolonnen code."),
        (replace(ROW, code_type=""), "biokemi", "Kodetypen “” kendes ikke. Skriv iupac, lokal, mds."),
        (replace(ROW, code_type="IUPAC"), "biokemi", "Kodetypen “IUPAC” kendes ikke. Skriv iupac, lokal, mds."),
        (replace(MDS, code="1,00113E+14"), "mikrobiologi",
         "Regnearket har gjort koden til tallet “1,00113E+14”. Formatér kolonnen som tekst, og skriv koden igen."),
        (replace(MDS, code="1.00113e14"), "mikrobiologi",
         "Regnearket har gjort koden til tallet “1.00113e14”. Formatér kolonnen som tekst, og skriv koden igen."),
        (replace(ROW, code="npu03429"), "biokemi",
         "Koden “npu03429” er ikke NPU eller DNK og fem cifre. Ret koden eller dens code_type."),
        (replace(LOCAL, code="MCS1", code_responsible="MCS"), "biokemi",
         "Koden “MCS1” er ikke MCS og fem cifre. Ret koden eller dens ejer."),
        (replace(LOCAL, code_responsible="pnt"), "biokemi",
         "Ejeren “pnt” af koden “PNTNA” er ikke et laboratoriums kode på tre store bogstaver. Ret code_responsible."),
        (replace(MDS, code="10011300013042"), "mikrobiologi",
         "Koden “10011300013042” er ikke 15 cifre, som en MDS-kode er. Ret den."),
        (replace(ROW, code_responsible="PNT"), "biokemi", "Koden “NPU03429” ejes af SST, ikke “PNT”. Ret code_responsible."),
        (replace(ROW, code_type="lokal"), "biokemi",
         "Koden “NPU03429” er national. Skriv iupac som code_type og SST som code_responsible."),
        (replace(MDS, code_responsible="SST"), "mikrobiologi",
         "Koden “100113000130421” ejes af MDS, ikke “SST”. Ret code_responsible."),
        (replace(ROW, code="MCS88999"), "biokemi",
         "Koden “MCS88999” er MedComs. Skriv lokal som code_type og MCS som code_responsible."),
        (MDS, "biokemi", "MDS-koden “100113000130421” kan ikke være biokemi. Skriv mikrobiologi."),
        (replace(LOCAL, code="123456789"), "biokemi", "Koden “123456789” er på 9 tegn. Der er plads til 8."),
        (replace(LOCAL, code="1" * 18), "mikrobiologi", f"Koden “{'1' * 18}” er på 18 tegn. Der er plads til 17."),
        (replace(ROW, full_name=""), "biokemi", "Det fulde navn mangler. Skriv det i kolonnen full_name."),
        (replace(ROW, short_name="x" * 36), "biokemi",
         f"Det korte navn “{'x' * 36}” er på 36 tegn. Der er plads til 35."),
        (replace(ROW, unit="x" * 17), "biokemi",
         f"Enheden “{'x' * 17}” er over 16 tegn eller har opmærkning. Skriv den som ren tekst, for eksempel 10^9/L."),
        (replace(ROW, unit="10<sup>"), "biokemi",
         "Enheden “10<sup>” er over 16 tegn eller har opmærkning. Skriv den som ren tekst, for eksempel 10^9/L."),
        (replace(ROW, unit="&micro;g"), "biokemi",
         "Enheden “&micro;g” er over 16 tegn eller har opmærkning. Skriv den som ren tekst, for eksempel 10^9/L."),
        (replace(ROW, result_type="tal"), "biokemi", "Resultattypen “tal” kendes ikke. Skriv numerisk eller alfanumerisk."),
        (replace(ROW, result_type=""), "biokemi", "Resultattypen “” kendes ikke. Skriv numerisk eller alfanumerisk."),
        (replace(ROW, full_name="P—\nNatrium"), "kemi",
         "Et felt indeholder et linjeskift eller et andet styretegn. Fjern det."),
        (replace(ROW, examination="x\x85y"), "biokemi",
         "Et felt indeholder et linjeskift eller et andet styretegn. Fjern det."),
    ],
)  # fmt: skip
def test_a_wrong_row_is_told_by_one_sentence(row, specialty, sentence):
    """That says what is wrong and what to do."""
    assert list(mistakes_of(row, specialty)) == [sentence]


def test_every_fault_of_a_code_has_its_sentence():
    """None of them would end in a stack trace."""
    assert set(_FAULTS) == set(CodeFault)


def test_all_mistakes_of_a_row_are_told():
    """The code, its facts and its specialty are each looked at."""
    wrong = replace(ROW, code="NPU1", full_name="", short_name="x" * 36, unit="<", result_type="")
    assert len(list(mistakes_of(wrong, "kemi"))) == 6
