"""A message as the rules look at it: its parts, each with its place, its letter and what is known of its code.

Made once for each message that the schema accepts. Everything is a frozen value; what many rules ask for (numbers,
moments, the row of the code table) is worked out here once.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache

from lxml import etree

from labcert.domain.messages import Emessage, LaboratoryReport, MicrobiologyWebReport, plain
from labcert.domain.messages.common import DateAndTime, ReferenceInterval
from labcert.domain.messages.xrpt01 import Result
from labcert.domain.messages.xrpt05 import Investigation
from labcert.validation.rules.leaves import Texts
from labcert.validation.tables import AnalysisRow, Tables

__all__ = [
    "Base", "CodeView", "Context", "InvestigationView", "LetterView", "MeasureView", "MessageView", "Moment", "Name",
    "PartyView", "ResultView", "TextsView", "number_of", "views_of",
]

_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Name:
    """A person's name as the list of test persons has it."""

    given: str
    surname: str


@dataclass(frozen=True)
class Context:
    """What a rule may know beside the message: the time (Danish, without zone), the code tables, the test persons.

    `now` is None where the time is not to be judged. `persons`: CPR or replacement CPR -> name. `laboratory`: the code
    that the project agreed on for general practice, "" where it has agreed on none.
    """

    tables: Tables
    now: datetime | None = None
    persons: Mapping[str, Name] = field(default_factory=dict)
    laboratory: str = ""
    positive_list: bool = False
    """whether only codes on the positive list are shared"""


@dataclass(frozen=True)
class Moment:
    """A date and a time as written, and as a datetime (Danish local time) where they are one."""

    path: str
    text: str
    at: datetime | None


def moment(path: str, value: DateAndTime) -> Moment:
    """Return the moment of a Date and a Time; a date with a zone or of five digits is none."""
    date, time = value.date.strip(), value.time
    at = None
    if _DATE.fullmatch(date):
        try:
            at = datetime.fromisoformat(f"{date}T{time}")
        except ValueError:
            at = None
    return Moment(path, f"{date} {time}", at)


@lru_cache(maxsize=4096)
def number_of(text: str | None) -> Decimal | None:
    """Return the number that a text is, with a comma or a point as decimal mark, or None."""
    if text is None or not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:  # pragma: no cover - the pattern lets through only what Decimal reads
        return None


@dataclass(frozen=True)
class Base:
    """Every part has a place: the path of its element, as `places.path_of` writes it."""

    path: str
    context: Context = field(repr=False)

    @property
    def letter_standard(self) -> str | None:
        """XRPT01 or XRPT05 for a part of a letter, None for what belongs to the whole message."""
        return None


@dataclass(frozen=True)
class LetterView(Base):
    """A letter of ours; `number` counts the letters of the envelope from 1. `standard`: XRPT01 or XRPT05."""

    standard: str
    number: int
    letter: LaboratoryReport | MicrobiologyWebReport
    message: Emessage

    @property
    def letter_standard(self) -> str:
        """The letter's standard."""
        return self.standard

    @cached_property
    def sampled(self) -> Moment:
        """When the sample was taken."""
        sample = self.letter.requisition_information.sample
        return moment(f"{self.path}/RequisitionInformation/Sample/SamplingDateTime", sample.sampling_date_time)

    @cached_property
    def received(self) -> Moment | None:
        """When the laboratory had the sample (XRPT05 only)."""
        if not isinstance(self.letter, MicrobiologyWebReport):
            return None
        sample = self.letter.requisition_information.sample
        path = f"{self.path}/RequisitionInformation/Sample/SampleReceivedDateTime"
        return moment(path, sample.sample_received_date_time)

    @cached_property
    def result(self) -> Moment:
        """When the results were there."""
        general = self.letter.laboratory_results.general_result_information
        path = f"{self.path}/LaboratoryResults/GeneralResultInformation/ResultsDateTime"
        return moment(path, general.results_date_time)

    @cached_property
    def authorised(self) -> Moment:
        """When somebody answered for the letter."""
        return moment(f"{self.path}/Letter/Authorisation", self.letter.letter.authorisation)

    @cached_property
    def sent(self) -> Moment:
        """When the envelope was sent."""
        return moment("/Emessage/Envelope/Sent", self.message.envelope.sent)

    @property
    def result_status(self) -> str:
        """ResultStatusCode of the letter (XRPT05), "" in XRPT01, where each result has its own."""
        if not isinstance(self.letter, MicrobiologyWebReport):
            return ""
        return self.letter.laboratory_results.general_result_information.result_status_code

    @property
    def report_status(self) -> str:
        """ReportStatusCode: komplet_svar, del_svar or modtaget."""
        return self.letter.laboratory_results.general_result_information.report_status_code


@dataclass(frozen=True)
class MessageView(Base):
    """The message whole; `letters` are ours, in order."""

    message: Emessage
    letters: tuple[LetterView, ...]


@dataclass(frozen=True)
class PartOfLetter(Base):
    """A part of a letter."""

    letter: LetterView

    @property
    def letter_standard(self) -> str:
        """The standard of its letter."""
        return self.letter.standard


@dataclass(frozen=True)
class PartyView(PartOfLetter):
    """Sender, Receiver or CCReceiver (`role`) of a letter; `ean` is None for a CCReceiver."""

    role: str
    ean: str | None
    identifier: str
    identifier_code: str | None
    identifier_local: str | None


@dataclass(frozen=True)
class CodeView(PartOfLetter):
    """What was analysed. `path` is that of Analysis or Examination, `element` the name of the code's element in it.

    `row` is the analysis of the code table with this code and owner; `full_name` is "" in XRPT05 (it has an MDS name).
    """

    element: str
    code: str
    code_type: str
    responsible: str
    short_name: str | None
    full_name: str
    row: AnalysisRow | None

    @property
    def code_path(self) -> str:
        """The path of the code itself."""
        return f"{self.path}/{self.element}"


@dataclass(frozen=True)
class MeasureView(PartOfLetter):
    """A value with its operator, unit, interval and abnormal mark: Result, Findings or SusceptibilityValue.

    `result_type` and `status` are those of XRPT01's Result, "" elsewhere; `value` is None where XRPT05 has no quantity.
    `number`, `lower` and `upper` are None where the text is no number, `row` where the code table lacks Analysis' code.
    """

    result_type: str
    status: str
    operator: str | None
    value: str | None
    unit: str | None
    interval: ReferenceInterval | None
    validation: str | None
    number: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    row: AnalysisRow | None


@dataclass(frozen=True)
class ResultView(PartOfLetter):
    """A Result of XRPT01."""

    result: Result
    code: CodeView
    measure: MeasureView


@dataclass(frozen=True)
class InvestigationView(PartOfLetter):
    """An Investigation of XRPT05."""

    investigation: Investigation
    code: CodeView


@dataclass(frozen=True)
class TextsView(Base):
    """Every text of the message."""

    root: etree._Element

    @cached_property
    def texts(self) -> Texts:
        """The texts, with quick looks before the slow ones."""
        return Texts(self.root)


AnyView = MessageView | LetterView | PartyView | CodeView | MeasureView | ResultView | InvestigationView | TextsView


def _measure(
    path: str, letter: LetterView, quantity: object, row: AnalysisRow | None, result_type: str = "", status: str = ""
) -> MeasureView:
    """Make the view of what has operator, value, unit and a reference interval."""
    interval: ReferenceInterval | None = getattr(quantity, "reference_interval", None)
    value: str | None = getattr(quantity, "value", None)
    return MeasureView(
        path=path,
        context=letter.context,
        letter=letter,
        result_type=result_type,
        status=status,
        operator=getattr(quantity, "operator", None),
        value=value,
        unit=getattr(quantity, "unit", None),
        interval=interval,
        validation=getattr(quantity, "result_validation", None),
        number=number_of(value),
        lower=number_of(interval.lower_limit) if interval else None,
        upper=number_of(interval.upper_limit) if interval else None,
        row=row,
    )


def _numbered(path: str, count: int, index: int) -> str:
    """Return the path of the index-th (from 1) of several; one alone has no number."""
    return f"{path}[{index}]" if count > 1 else path


def _of_xrpt01(view: LetterView, letter: LaboratoryReport) -> Iterator[AnyView]:
    results = letter.laboratory_results.result
    for index, result in enumerate(results, 1):
        path = _numbered(f"{view.path}/LaboratoryResults/Result", len(results), index)
        analysis = result.analysis
        code = CodeView(
            path=f"{path}/Analysis",
            context=view.context,
            letter=view,
            element="AnalysisCode",
            code=analysis.analysis_code,
            code_type=analysis.analysis_code_type,
            responsible=analysis.analysis_code_responsible,
            short_name=analysis.analysis_short_name,
            full_name=plain(analysis.analysis_complete_name),
            row=view.context.tables.analyses.find(analysis.analysis_code, analysis.analysis_code_responsible),
        )
        measure = _measure(path, view, result, code.row, result.result_type, result.result_status_code)
        yield ResultView(path, view.context, view, result, code, measure)
        yield code
        yield measure


def _of_xrpt05(view: LetterView, letter: MicrobiologyWebReport) -> Iterator[AnyView]:
    investigations, analyses = letter.laboratory_results.investigation, view.context.tables.analyses
    for index, investigation in enumerate(investigations, 1):
        path = _numbered(f"{view.path}/LaboratoryResults/Investigation", len(investigations), index)
        examination = investigation.examination
        code = CodeView(
            path=f"{path}/Examination",
            context=view.context,
            letter=view,
            element="MICAnalysisCode",
            code=examination.mic_analysis_code,
            code_type=examination.analysis_code_type,
            responsible=examination.analysis_code_responsible,
            short_name=examination.analysis_short_name,
            full_name="",
            row=analyses.find(examination.mic_analysis_code, examination.analysis_code_responsible),
        )
        yield InvestigationView(path, view.context, view, investigation, code)
        yield code
        yield from _quantities(path, view, investigation)


def _quantities(path: str, view: LetterView, investigation: Investigation) -> Iterator[MeasureView]:
    """Yield the quantities of an investigation: findings, and the values behind a susceptibility."""
    if (quantitative := investigation.quantitative_findings) is not None:
        many = quantitative.analysis_findings
        for index, one in enumerate(many, 1):
            place = _numbered(f"{path}/QuantitativeFindings/AnalysisFindings", len(many), index)
            row = view.context.tables.analyses.find(one.analysis.code or "", one.analysis.code_responsible)
            yield _measure(f"{place}/Findings", view, one.findings, row)
    if (culture := investigation.culture_findings) is not None and culture.pattern is not None:
        entries = culture.pattern.pattern_entry
        for index, entry in enumerate(entries, 1):
            if entry.susceptibility_value is not None:
                place = _numbered(f"{path}/CultureFindings/Pattern/PatternEntry", len(entries), index)
                yield _measure(f"{place}/SusceptibilityValue", view, entry.susceptibility_value, None)


def _parties(view: LetterView) -> Iterator[PartyView]:
    for role, party in (
        ("Sender", view.letter.sender), ("Receiver", view.letter.receiver), ("CCReceiver", view.letter.cc_receiver),
    ):
        if party is not None:
            yield PartyView(
                path=f"{view.path}/{role}",
                context=view.context,
                letter=view,
                role=role,
                ean=getattr(party, "ean_identifier", None),
                identifier=party.identifier,
                identifier_code=party.identifier_code,
                identifier_local=getattr(party, "identifier_local", None),
            )


def _letters(message: Emessage, context: Context) -> tuple[LetterView, ...]:
    counts: dict[str, int] = {}
    views = []
    for number, letter in enumerate(message.letters, 1):
        if isinstance(letter, LaboratoryReport | MicrobiologyWebReport):
            name = type(letter).__name__
            counts[name] = counts.get(name, 0) + 1
            standard = "XRPT01" if isinstance(letter, LaboratoryReport) else "XRPT05"
            path = f"/Emessage/{name}[{counts[name]}]"
            views.append(LetterView(path, context, standard, number, letter, message))
    return tuple(views)


def views_of(message: Emessage, root: etree._Element, context: Context) -> Iterator[AnyView]:
    """Yield every part of a message, the whole before its parts. `root` is the tree that `message` was read from."""
    letters = _letters(message, context)
    yield MessageView("/Emessage", context, message, letters)
    for view in letters:
        yield view
        yield from _parties(view)
        if isinstance(view.letter, LaboratoryReport):
            yield from _of_xrpt01(view, view.letter)
        else:
            yield from _of_xrpt05(view, view.letter)
    if letters:
        yield TextsView("/Emessage", context, root)
