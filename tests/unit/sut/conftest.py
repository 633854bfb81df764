"""Cases of the domain for the reference LPS, a hub that needs no network, and the schema its messages must obey."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

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
from sut.reference import ReferenceLps
from sut.reference.hub import Answer

NS = {"m": "http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/"}
SENDER = Sender("5790000147465", "045861", "ydernummer", "Lægehuset Æblegården", "Laboratoriet", "PNT", "almen_medicin")
REQUESTER = Requester("5790001382445", "5790001382445", "lokationsnummer", "MedComs testcenter", None, "AEO")
SAMPLE = Sample(
    "REQ000000000001", "LAB00000001", "PROD0000001", "2025-12-01T08:15", "2025-12-01T08:20", "2025-12-01T08:30",
    "2025-12-01T08:35",
)  # fmt: skip
NANCY = Patient("nancy-ann", "Nancy Ann Test", "Berggren", cpr="2512489996")
PETER = Patient("peter", "Peter", "Hansen", replacement="0703921VJ5")
CRP = Result(
    "NPU19748", "iupac", "SST", "P—C-reaktivt protein; massek. = ? mg/L", "biochemistry", "C-reaktivt protein [CRP];P",
    value="42", unit="mg/L",
)  # fmt: skip
FULL = Result(
    "NPU02319", "iupac", "SST", "B-Hæmoglobin(Fe); stofk. = ? mmol/L", "biochemistry", "Hæmoglobin;B", value="5,1",
    unit="mmol/L", operator="mindre_end", interval=Interval("fysiologisk", "7,3", "9,5", "kvinder"), abnormal="for_lav",
    text=((Span("Kontrolleret "), Span("to gange", "bold"), Span("", "break"), Span("i dag")),),
    comments=((Span("fast", "fixed"), Span("", "space"), Span("skrift", "italic")), (Span("midt", "center"),)),
)  # fmt: skip
STREP = Result(
    "NPU18729", "iupac", "SST", "Sekr(Pharynx)—Streptococcus pyogenes(ag); arb.k.(proc.) = ?", "microbiology",
    type="alfanumerisk", value="positiv", material="Sekret", location="Svælg",
)  # fmt: skip
URINE = Result(
    "100113000130420", "mds", "MDS", "Dyrkning og resistens", "microbiology", "Dyrkning og resistens, urin",
    type="alfanumerisk", material="urin", location="urinblære",
    culture=Culture(
        "Dyrkning", (Microbe("Escherichia coli", "10^5/mL", "B0001"), Microbe("Klebsiella", "enkelte")), "Resistens",
        (Antibiotic("Mecillinam", "disk"), Antibiotic("Nitrofurantoin")),
        (PatternEntry(1, 1, "S"), PatternEntry(2, 2, "R")), ("S = følsom", "R = resistent"), ("Se vejledning",),
    ),
    microscopy=Microscopy(
        "Mikroskopi", ("Enkelte celler",), "Urin",
        (MicroscopyLine("celler", "Leukocytter", "10-20"), MicroscopyLine("mikroorganisme", "Stave", "mange"),
         MicroscopyLine("celler", "Epitel", "få")),
    ),
)  # fmt: skip


class FakeHub:
    """A hub in memory: answers posts from a queue (202 when it is empty) and gives the receipts it was told to."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.posted: list[bytes] = []
        self.deleted: list[str] = []
        self.letters: list[dict[str, str]] = []
        self.receipts: dict[str, bytes] = {}

    def post(self, message: bytes) -> Answer:
        self.posted.append(message)
        number = len(self.posted)
        return self.answers.pop(0) if self.answers else Answer(202, b"", {"id": f"M{number}", "status": "received"})

    def state(self, id: str) -> Answer:
        return Answer(200, b"", {"id": id, "letters": self.letters})

    def receipt(self, id: str) -> Answer:
        return Answer(200, self.receipts[id]) if id in self.receipts else Answer(204)

    def delete(self, id: str) -> Answer:
        self.deleted.append(id)
        return Answer(405)

    def close(self) -> None:
        """Nothing to close."""

    def sent(self, number: int = -1) -> etree._Element:
        """Return a posted message as XML."""
        return etree.fromstring(self.posted[number])


def receipt(kind: str, envelope: str, letters: tuple[str, ...] = (), text: str = "") -> bytes:
    """Return a receipt about an envelope, made by hand."""
    refused = f"<RefuseText>{text}</RefuseText>" if text else ""
    each = "".join(
        f"<OriginalLetter><OriginalLetterIdentifier>{letter}</OriginalLetterIdentifier></OriginalLetter>" for letter in letters
    )
    return (
        '<Emessage xmlns="http://rep.oio.dk/sundcom.dk/medcom.dk/xml/schemas/2005/08/07/">'
        f"<{kind}><OriginalEmessage><OriginalEnvelopeIdentifier>{envelope}</OriginalEnvelopeIdentifier>{refused}{each}"
        f"</OriginalEmessage></{kind}></Emessage>"
    ).encode()


@pytest.fixture
def case() -> Callable[..., dict[str, Any]]:
    """Make the JSON of a case: CRP on Nancy Ann unless told otherwise; results by name or as values."""

    def make(*results: str | Result, **changes: Any) -> dict[str, Any]:
        named = {"crp": CRP, "full": FULL, "strep": STREP, "urine": URINE}
        chosen = tuple(named[result] if isinstance(result, str) else result for result in results) or (CRP,)
        whole = Case(**{"step": "TP-4.2.01", "patient": NANCY, "sender": SENDER, "requester": REQUESTER,
                        "sample": SAMPLE, "results": chosen, **changes})  # fmt: skip
        return json.loads(json.dumps(asdict(whole)))

    return make


@pytest.fixture
def hub() -> FakeHub:
    """A hub in memory."""
    return FakeHub()


@pytest.fixture
def connect(hub: FakeHub) -> Iterator[Callable[[ReferenceLps], ReferenceLps]]:
    """Connect a system to the hub in memory; it is closed afterwards."""
    opened: list[ReferenceLps] = []

    def connected(lps: ReferenceLps) -> ReferenceLps:
        lps.hub.close()
        lps.hub = hub
        opened.append(lps)
        return lps

    yield connected
    for lps in opened:
        lps.close()


@pytest.fixture
def lps(connect: Callable[[ReferenceLps], ReferenceLps]) -> ReferenceLps:
    """The reference system, its clock at 10:00 on 1 December 2025, connected to the hub in memory."""
    clock = datetime(2025, 12, 1, 10, 0, tzinfo=UTC)
    return connect(ReferenceLps("http://hub.invalid", mark="TEST", clock=lambda: clock, patience=0.0))


@pytest.fixture(scope="session")
def schema() -> etree.XMLSchema:
    """The schema of Emessage with XRPT01 and XRPT05."""
    return etree.XMLSchema(file=str(Path(suite_root()) / "fixtures" / "schemas" / "emessage.xsd"))


@pytest.fixture
def at() -> Callable[[etree._Element, str], list[str]]:
    """Read the texts at a path of a message: `at(message, "//m:Unit")`."""

    def read(message: etree._Element, path: str) -> list[str]:
        return ["".join(found.itertext()) for found in message.xpath(path, namespaces=NS)]

    return read


@pytest.fixture
def receipt_of() -> Callable[..., bytes]:
    """Make a receipt: kind, envelope, letters, text."""
    return receipt


@pytest.fixture
def people() -> dict[str, Patient]:
    """Test persons: one with a CPR number, one with a replacement CPR."""
    return {"nancy": NANCY, "peter": PETER}


@pytest.fixture
def crp() -> Result:
    """CRP, 42 mg/L."""
    return CRP


@pytest.fixture
def urine() -> Result:
    """Culture, resistance pattern and microscopy of urine."""
    return URINE
