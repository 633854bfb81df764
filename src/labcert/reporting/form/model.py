"""MedCom's form as values: what each part of it says, before it is set as DOCX or PDF.

The form's own words are Danish in every language, as in the form that MedCom hands out.
"""

from dataclasses import dataclass

__all__ = ["COLUMNS", "SIGN_COLUMNS", "SUMMARY_COLUMNS", "Fact", "Form", "FormArea", "FormPart", "FormStep", "FormText"]

COLUMNS = (
    "Nr.", "Krav og handling", "Test data", "Forventet resultat", "Leverandørens resultat og bevis",
    "MedCom vurdering", "Bemærkning",
)  # fmt: skip
SIGN_COLUMNS = ("Række", "Part", "Navn", "Rolle", "Organisation", "Tidspunkt", "Bemærkning")
SUMMARY_COLUMNS = ("Protokol", "Række", "Trin", "F1", "F2", "F3", "F4", "Ok", "Ikke relevant", "Uden vurdering")


@dataclass(frozen=True)
class Fact:
    """A line of a table of two columns; `text` is "" where somebody is to write."""

    label: str
    text: str


@dataclass(frozen=True)
class FormText:
    """A heading with its text (of several lines), or with points."""

    heading: str
    text: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormStep:
    """A row of the table of steps; each field but `id` and `title` may hold several lines, a text each."""

    id: str
    title: str
    about: tuple[str, ...]
    requirement: str
    instruction: str
    testdata: tuple[str, ...]
    expected: tuple[str, ...]
    result: tuple[str, ...]
    mark: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class FormArea:
    """One of the four areas with its steps, which may be none."""

    heading: str
    steps: tuple[FormStep, ...]


@dataclass(frozen=True)
class FormPart:
    """One protocol's form. `signing` has a row of `SIGN_COLUMNS` a party."""

    title: str
    facts: tuple[Fact, ...]
    introduction: tuple[FormText, ...]
    vendor: tuple[Fact, ...]
    system: tuple[Fact, ...]
    medcom: tuple[Fact, ...]
    areas: tuple[FormArea, ...]
    signing: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Form:
    """The document. `session` and `banner` are "" in a blank form; `summary` has a row of `SUMMARY_COLUMNS` a protocol.

    `time`, ISO 8601, is the document's date: it decides its bytes, and isn't shown.
    """

    title: str
    session: str
    banner: str
    time: str
    facts: tuple[Fact, ...]
    summary: tuple[tuple[str, ...], ...]
    parts: tuple[FormPart, ...]
