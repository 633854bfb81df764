"""A whole invented session for the report's tests: 90 steps, every outcome, every class, every kind of evidence."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import yaml

from labcert.domain.case import Case, Patient, Requester, Sample, Sender
from labcert.domain.events import (
    AttestationGiven,
    Event,
    EvidenceKept,
    FindingMade,
    ProgressNoted,
    RunFinished,
    RunStarted,
    SentenceRun,
    SessionOpened,
    SignOffStated,
    StepFinished,
    StepStarted,
)
from labcert.domain.evidence import Evidence
from labcert.domain.findings import Finding
from labcert.domain.outcome import Outcome, Severity, mark_of, roll_up
from labcert.domain.verdict import Attestation, StepVerdict, Verdict
from labcert.protocol.model import (
    Area,
    Inspection,
    Introduction,
    Kind,
    Page,
    Programme,
    ProgrammeRow,
    Protocol,
    ProtocolStep,
)
from labcert.reporting.model import ProgrammeView, ReportModel, build

ROOT = Path(__file__).resolve().parents[4]
KNOWN = frozenset(
    person["cpr"]
    for person in yaml.safe_load((ROOT / "fixtures/persons/testpersoner.yaml").read_text(encoding="utf-8")).values()
    if "cpr" in person
)
PEOPLE = yaml.safe_load((ROOT / "fixtures/parties/parter.yaml").read_text(encoding="utf-8"))["demopersoner"]
START = datetime(2026, 11, 23, 9, 30, tzinfo=timezone(timedelta(hours=1)))
ROWS = (
    ("4.2", "Upload til databankerne", ("afsendelse", "upload"), ("LPS", "PLSP")),
    ("4.3", "Kontrol i LABA", ("laba",), ("LPS", "PLSP", "Team RN")),
    ("4.4", "Kontrol i MiBa", ("miba",), ("LPS", "PLSP", "MiBa")),
    ("4.5", "Visning i Sundhedsjournalen", ("visning",), ("sundhed.dk", "Team RN")),
)
PROTOCOLS = {
    "afsendelse": ("4.2", "Indholdet af standarden, som den sendes", 1, 40),
    "upload": ("4.2", "Upload til databankerne", 51, 18),
    "laba": ("4.3", "Kontrol i LABA", 1, 11),
    "miba": ("4.4", "Kontrol i MiBa", 1, 9),
    "visning": ("4.5", "Visning for borgere og sundhedspersoner", 1, 12),
}
TITLES = (
    "Svaret har patientens CPR-nummer og navn", "Nægtet samtykke rejser med svaret", "Koden har rette type og ejer",
    "Enheden hører til koden", "Referenceinterval og markering følger med", "Formateret tekst bevares",
    "Et foreløbigt svar efterfølges af det endelige", "En rettelse sendes videre til databanken",
    "Svar med flere analyser", "En værdi på 13 tegn afvises af LPS'et", "Danske bogstaver og specialtegn",
    "Beskeden følger skemaet",
)
ODD = {
    "TP-4.2.07": Outcome.FAILED, "TP-4.2.12": Outcome.FAILED, "TP-4.2.21": Outcome.FAILED, "TP-4.2.33": Outcome.FAILED,
    "TP-4.2.38": Outcome.NOT_RELEVANT, "TP-4.2.55": Outcome.FAULT, "TP-4.2.60": Outcome.SETUP_FAULT,
    "TP-4.2.66": Outcome.NOT_RUN, "TP-4.3.04": Outcome.WAITING, "TP-4.3.07": Outcome.WAITING,
    "TP-4.5.03": Outcome.WAITING,
}
CLASSES = {"TP-4.2.07": Severity.F2, "TP-4.2.12": Severity.F3, "TP-4.2.33": Severity.F4}
REASONS = {
    Outcome.FAILED: "Kravet er ikke opfyldt.",
    Outcome.NOT_RELEVANT: "Systemet sender ikke skråskrift, og feltet er valgfrit.",
    Outcome.FAULT: "Databanken LABA svarede med 500, fordi dens journal ikke kunne skrives.",
    Outcome.SETUP_FAULT: (
        "Der kom intet svar fra LPS'et inden for 120 sekunder, og PLSP har ikke modtaget noget kald. "
        "Kontrollér adressen i LPS'ets opsætning."
    ),
    Outcome.NOT_RUN: "Trinnet TP-4.2.60, som det bygger på, blev ikke gennemført.",
    Outcome.WAITING: "Siden skal ses af de parter, der bekræfter trinnet.",
}
MESSAGE = """<?xml version="1.0" encoding="{encoding}"?>
<Emessage xmlns="http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/">
<Envelope><Sent><Date>2025-12-01</Date><Time>08:36</Time></Sent><Identifier>LPS{number:011d}</Identifier>
<AcknowledgementCode>pluspositivkvitt</AcknowledgementCode></Envelope>
<LaboratoryReport><Letter><Identifier>LPS{number:08d}L</Identifier><VersionCode>XR0131K</VersionCode>
<StatisticalCode>XRPT01</StatisticalCode><TypeCode>XRPT01</TypeCode></Letter>
<Sender><EANIdentifier>5790000147465</EANIdentifier><Identifier>045861</Identifier>
<IdentifierCode>ydernummer</IdentifierCode><OrganisationName>Lægehuset Æblegården</OrganisationName></Sender>
<Patient><CivilRegistrationNumber>2512489996</CivilRegistrationNumber>
<PersonSurnameName>Berggren</PersonSurnameName><PersonGivenName>Nancy Ann Test</PersonGivenName></Patient>
<LaboratoryResults>
{results}</LaboratoryResults>
</LaboratoryReport></Emessage>
"""
RESULT = """<Result><ResultStatusCode>svar_endeligt</ResultStatusCode>
<Analysis><AnalysisCode>NPU19748</AnalysisCode><AnalysisCodeType>iupac</AnalysisCodeType>
<AnalysisCodeResponsible>SST</AnalysisCodeResponsible><AnalysisShortName>C-reaktivt protein [CRP];P</AnalysisShortName>
<AnalysisCompleteName>P—C-reaktivt protein; massek. = ? mg/L</AnalysisCompleteName></Analysis>
<ProducerOfLabResult><Identifier>Lægehuset</Identifier><IdentifierCode>PNT</IdentifierCode></ProducerOfLabResult>
<Value>42</Value><Unit>mg/L</Unit><ResultComments><Text>Svaret er <Bold>ikke</Bold> højt<Break/>Se note</Text></ResultComments></Result>
"""
PAGE = """<!doctype html><html lang="da"><head><title>Sundhedsjournalen</title><style>p{color:red}</style>
<link rel="stylesheet" href="https://example.invalid/x.css"></head><body><h1>Laboratoriesvar</h1>
<p>Nancy Ann Test Berggren, 251248-9996</p><table><caption>Svar fra egen læge</caption>
<tr><th>Analyse</th><th>Resultat</th><th>Enhed</th><th>Interval</th><th>Tid</th></tr>
<tr><td>C-reaktivt protein [CRP];P</td><td>42</td><td>mg/L</td><td>&lt; 8</td><td>01.12.2025 08.15</td></tr>
<tr><td>Hæmoglobin;B</td><td>8,3</td><td>mmol/L</td><td>7,3–9,5</td><td>01.12.2025 08.15</td></tr></table>
<script>alert(1)</script></body></html>"""


@dataclass(frozen=True)
class LogEntry:
    """An entry of the log as the session keeps it."""

    seq: int
    time: str
    event: Event


@dataclass
class Story:
    """Collects the log, the kept bytes and the verdicts of an invented session."""

    entries: list[LogEntry] = field(default_factory=list)
    kept: dict[str, bytes] = field(default_factory=dict)
    steps: list[StepVerdict] = field(default_factory=list)
    now: datetime = START

    def log(self, event: Event, milliseconds: float = 3) -> None:
        self.entries.append(LogEntry(len(self.entries), self.now.isoformat(timespec="milliseconds"), event))
        self.now += timedelta(milliseconds=milliseconds)

    def keep(self, place: tuple[str, int, int], name: str, media: str, data: bytes) -> Evidence:
        """Keep bytes as evidence of (step, example, sentence)."""
        sha = hashlib.sha256(data).hexdigest()
        self.kept[sha] = data
        evidence = Evidence(sha, name, media, len(data))
        self.log(EvidenceKept(*place, evidence))
        return evidence


def message(number: int, results: int = 1, encoding: str = "UTF-8") -> bytes:
    """Return an XRPT01-like message of so many results, with Patient on line 9."""
    return MESSAGE.format(number=number, encoding=encoding, results=RESULT * results).encode(encoding)


def finding(step: str, severity: Severity) -> Finding:
    """Return a finding of the step that fills every part."""
    return Finding(
        rule="SAM-CONSENT-001",
        severity=severity,
        message="Nægtet samtykke mangler i beskeden" if severity is Severity.F1 else f"Enheden passer ikke til koden i {step}",
        expected="<Consent><Given>false</Given></Consent> efter PersonGivenName",
        actual=f"intet i {step}",
        remedy="Send Given = false, når samtykke er nægtet. Skriv ordet false; 0 går tabt i konvertering til EDIFACT.",
        path="/Emessage/LaboratoryReport[1]/Patient",
        line=9,
        requirements=("SAM-01", "SAM-02"),
    )


def _protocol_steps() -> Iterator[ProtocolStep]:
    sample = Sample("LC000", "PNT1", "P1", "2025-12-01T08:15", "2025-12-01T08:20", "2025-12-01T08:30", "2025-12-01T08:35")
    case = Case("", Patient("nancy-ann", "Nancy Ann Test", "Berggren", "2512489996"), Sender("", "", "", ""),
                Requester("", "", "", ""), sample, ())
    for protocol, (row, _title, first, count) in PROTOCOLS.items():
        parties = next(parties for name, _t, _p, parties in ROWS if name == row)
        for number in range(count):
            name = f"TP-{row}.{first + number:02d}"
            yield ProtocolStep(
                id=name, title=TITLES[number % len(TITLES)], protocol=protocol, area=list(Area)[number * 4 // count],
                requirement="Et svar, som patienten har nægtet samtykke til at dele, skal stadig sendes til databanken, "
                "og det nægtede samtykke skal fremgå.",
                instruction="Opret et CRP-svar på Nancy Ann Test Berggren (251248-9996) med værdien 42 mg/L.\n"
                "Markér, at patienten ikke giver samtykke til deling. Send svaret.\n",
                testdata=("Patient: Nancy Ann Test Berggren, 251248-9996.", "Svar: NPU19748 = 42 mg/L."), case=case,
                expected="Svaret ligger i LABA med værdien 42 mg/L og er mærket med nægtet samtykke.",
                parties=parties, kind=Kind.ATTESTED if protocol == "visning" else Kind.AUTOMATIC,
                severity=CLASSES.get(name, Severity.F1), requirement_ids=(f"KRAV-{number % 20:02d}", "SAM-01"),
                inspection=Inspection(Page.CITIZEN, ("42", "mg/L"), ("Foreløbigt svar",), parties) if protocol == "visning" else None, file=f"protocols/{protocol}.yaml", line=10 + number,
            )


def _play(story: Story, step: ProtocolStep, number: int, big: int) -> None:
    outcome = ODD.get(step.id, Outcome.PASSED)
    found = (finding(step.id, step.severity),) if outcome is Outcome.FAILED else ()
    evidence: list[Evidence] = []
    if outcome not in {Outcome.NOT_RUN, Outcome.NOT_RELEVANT}:
        for example in range(1, 4 if number % 9 == 0 else 2):
            evidence += _play_example(story, step, number, example, big=big)
    people = _attest(story, step, evidence) if step.kind is Kind.ATTESTED and outcome is Outcome.PASSED else ()
    story.steps.append(StepVerdict(
        id=step.id, title=step.title, protocol=step.protocol, row=step.id[3:6], area=step.area, kind=step.kind,
        severity=step.severity, outcome=outcome, mark=mark_of(outcome, step.severity), reason=REASONS.get(outcome, ""),
        findings=found, evidence=tuple(evidence), parties=step.parties, requirements=step.requirement_ids,
        attested_by=people, missing_attestations=step.parties[-1:] if outcome is Outcome.WAITING else (),
    ))


def _play_example(story: Story, step: ProtocolStep, number: int, example: int, *, big: int) -> list[Evidence]:
    outcome = ODD.get(step.id, Outcome.PASSED)
    found = (finding(step.id, step.severity),) if outcome is Outcome.FAILED else ()
    story.log(StepStarted(step.id, f"{step.title} i {step.protocol}", example, f"features/{step.protocol}.feature"))
    kept = []
    said = (("Givet", 'et CRP-svar på Nancy Ann med værdien "42"'), ("Når", "LPS'et sender svaret"),
            ("Så", 'ligger svaret i LABA med værdien "42" og enheden "mg/L"'), ("Og", "svaret har indholdet"))
    for position, (keyword, text) in enumerate(said):
        if position == 1:
            encoding = "ISO-8859-1" if number % 7 == 0 else "UTF-8"
            data = message(number * 10 + example, big).replace("—".encode(), b"-")
            kept.append(story.keep((step.id, example, position), "Beskeden, som LPS'et sendte", "application/xml",
                                   data.decode().replace("UTF-8", encoding).encode(encoding)))
            http = f'HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\n\r\n{{"id": "{number}-{example}", "status": "received"}}'
            kept.append(story.keep((step.id, example, position), "PLSP's svar", "message/http", http.encode()))
        if position == 2 and step.protocol == "visning":
            kept.append(story.keep((step.id, example, position), "Siden, som borgeren ser den", "text/html; charset=utf-8",
                                   PAGE.replace("Svar fra egen læge", f"Svar fra egen læge, prøve {number}-{example}").encode()))
        bad = outcome is not Outcome.PASSED and position == 2
        for flaw in found if bad else ():
            story.log(FindingMade(step.id, example, flaw))
        table = (("Felt", "Værdi"), ("Value", "42"), ("Unit", "mg/L")) if position == 3 else ()
        if position == 3 and outcome is not Outcome.PASSED:
            story.log(SentenceRun(step.id, example, keyword, text, Outcome.NOT_RUN, "", 0.0, table))
            continue
        story.log(SentenceRun(step.id, example, keyword, text, outcome if bad else Outcome.PASSED,
                              REASONS[outcome] if bad else "", 4.2 + 37 * position, table), 20 + 15 * position)
    if number % 11 == 0:
        story.log(ProgressNoted(step.id, "PLSP blev bedt om at afvise det næste kald."))
    story.log(StepFinished(step.id, example, outcome, REASONS.get(outcome, ""), 110.0 + number, ()))
    return kept


def _attest(story: Story, step: ProtocolStep, evidence: list[Evidence]) -> tuple[Attestation, ...]:
    given = []
    for party in step.parties:
        person = PEOPLE[party]
        story.log(AttestationGiven(step.id, party, person["navn"], person["rolle"], person["organisation"], Outcome.PASSED,
                                   "Siden viser svaret som forventet.", (evidence[-1].sha256,), demo=True))
        given.append(Attestation(party, person["navn"], person["rolle"], person["organisation"], Outcome.PASSED,
                                 "Siden viser svaret som forventet.", story.entries[-1].time))
    return tuple(given)


def programme(steps: tuple[ProtocolStep, ...]) -> ProgrammeView:
    """Return the pilot programme around the steps."""
    introduction = Introduction("Protokollen viser, at svarene når frem, som de blev sendt.", (), "", "", "", "")
    protocols = tuple(
        Protocol(name, title, "1.0.0", "2026-11-23", row, ("XRPT01",), introduction,
                 tuple(step for step in steps if step.protocol == name), f"protocols/{name}.yaml")
        for name, (row, title, _first, _count) in PROTOCOLS.items()
    )
    rows = tuple(ProgrammeRow(row, title, names, parties) for row, title, names, parties in ROWS)
    return ProgrammeView(Programme("pilot", "Pilotprogrammet", "1.0.0", "2026-11-23", "", rows, ("MedCom",), ""), protocols)


def requirements() -> dict[str, tuple[str, ...]]:
    """Return a catalogue with one requirement that no step shows."""
    texts = {f"KRAV-{n:02d}": (TITLES[n % len(TITLES)], "Kravets hele tekst står her.", "Tabel: xrpt01.csv, Result") for n in range(20)}
    return texts | {
        "SAM-01": ("Nægtet samtykke følger svaret", "Et nægtet samtykke skal sendes med.", "Slide: samtykke, 21. maj 2025"),
        "SAM-02": ("Nægtet samtykke hindrer visning", "Svaret må ikke vises.", "Slide: samtykke, 21. maj 2025"),
        "TRA-09": ("Sikker transport", "Der skal bruges valideringscertifikat.", "Slide: åbent spørgsmål", "Snitfladen er ikke offentlig."),
    }


def session(*, odd: bool = True, big: int = 2, demo: bool = True) -> tuple[Verdict, Story, ProgrammeView]:
    """Return verdict, log with kept bytes, and programme; `big` is the number of results in each message."""
    story, steps = Story(), tuple(_protocol_steps())
    story.log(SessionOpened("20261123-0930-pilot", "pilot", "1.0.0", {name: hashlib.sha256(name.encode()).hexdigest() for name in PROTOCOLS},
                            "Eksempelhuset ApS", "LægeLab", "7.2", "0.1.0", "5d" * 32, "c4" * 32, "pilot-2026", demo))
    story.log(RunStarted(1, tuple(step.id for step in steps), {"plsp": "http://127.0.0.1:8801", "laba": "http://127.0.0.1:8802"}))
    for number, step in enumerate(steps):
        _play(story, step if odd or step.id not in CLASSES else replace(step), number, big)
        if not odd:
            story.steps[-1] = replace(story.steps[-1], outcome=Outcome.PASSED, mark=mark_of(Outcome.PASSED, step.severity),
                                      findings=(), reason="", missing_attestations=())
    outcome = roll_up(step.outcome for step in story.steps)
    story.log(RunFinished(1, outcome, ""))
    for row, _title, _names, parties in ROWS[:3]:
        for party in parties:
            person: dict[str, Any] = PEOPLE[party]
            story.log(SignOffStated(row, party, person["navn"], person["rolle"], person["organisation"], "", demo=demo))
    totals = {name.value: sum(step.outcome is name for step in story.steps) for name in Outcome}
    sentence = (
        "Ikke godkendt. 1 trin er F1 (TP-4.2.21), 1 trin er F2 (TP-4.2.07), 1 trin er F3 (TP-4.2.12), 3 trin afventer "
        "Team RN (TP-4.3.04, TP-4.3.07, TP-4.5.03). De øvrige 79 trin er Ok, F4 eller ikke vurderet."
        if odd else "Godkendt. Alle 90 trin er Ok."
    )
    verdict = Verdict("20261123-0930-pilot", "pilot", "1.0.0", "Eksempelhuset ApS", "LægeLab", "7.2", demo, tuple(story.steps),
                      totals, outcome, not odd, sentence)
    return verdict, story, programme(steps)


def example(**settings: Any) -> tuple[ReportModel, Story]:
    """Return the report's model of the invented session, and its story."""
    verdict, story, view = session(**settings)
    return build(verdict, story.entries, view, requirements(), KNOWN), story
