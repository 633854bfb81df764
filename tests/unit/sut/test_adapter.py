"""The adapter between the tool's port and a system object."""

import json

import pytest

from labcert.adapters.reference import CRASH_RULE, ReferenceAdapter
from labcert.domain.case import Case, Requester, Sample, Sender
from labcert.domain.errors import NotAsRequired
from labcert.domain.evidence import Evidence
from labcert.domain.outcome import Severity
from labcert.ports import Lps, OutboxEntry, Refused, Sent


class Kept:
    """An evidence sink that remembers."""

    def __init__(self) -> None:
        self.items: list[tuple[str, str, bytes]] = []

    def keep(self, name: str, media_type: str, data: bytes) -> Evidence:
        self.items.append((name, media_type, data))
        return Evidence("0" * 64, name, media_type, len(data))

    def note(self, text: str) -> None:
        raise AssertionError(text)


class Broken:
    """A system that falls over whatever it is asked."""

    def __getattr__(self, name: str):
        def fall(*_: object) -> None:
            raise ZeroDivisionError("hemmelig detalje")

        return fall


@pytest.fixture
def kept() -> Kept:
    """An evidence sink that remembers."""
    return Kept()


@pytest.fixture
def whole(case, crp, people) -> Case:
    """CRP on Nancy Ann as a value of the domain, with a later correction."""
    plain = case()
    one = Case("TP-4.2.01", people["nancy"], Sender(**plain["sender"]), Requester(**plain["requester"]), Sample(**plain["sample"]), (crp,))
    return Case(**{**vars(one), "further": {"rettelse": one}})


def test_what_was_asked_and_answered_is_kept(lps, kept, whole):
    """The case as CASE.json and the answer are evidence; the port's value has the same identifiers."""
    adapter: Lps = ReferenceAdapter(lps, kept)
    sent = adapter.send(whole)
    assert isinstance(sent, Sent)
    assert [name for name, _, _ in kept.items] == ["Det som testeren bad om", "Det som LPS'et svarede"]
    asked, answered = (json.loads(data) for _, _, data in kept.items)
    assert (asked["patient"]["cpr"], asked["results"][0]["value"], asked["further"]["rettelse"]["step"]) == ("2512489996", "42", "TP-4.2.01")
    assert answered == {"envelope": sent.envelope, "letters": list(sent.letters)}


def test_the_port_is_spoken_throughout(lps, kept, whole):
    """Correct, delete, work, outbox and its page go through; a refusal is a Refused with the reason."""
    adapter = ReferenceAdapter(lps, kept)
    sent = adapter.send(whole)
    corrected = adapter.correct(whole.further["rettelse"], sent)
    adapter.work(5)
    assert adapter.delete(sent) == Refused("Et delt svar kan ikke slettes. Ret det i stedet.")
    first, second = adapter.outbox()
    assert first == OutboxEntry(sent.envelope, sent.letters, "delivered", first.text, "", 1, (sent.envelope,))
    assert second.envelope == corrected.envelope
    assert adapter.outbox_page().startswith(b"<!doctype html>")


@pytest.mark.parametrize("call", ["send", "correct", "delete", "work", "outbox", "outbox_page"])
def test_a_system_that_falls_over_is_not_as_required(kept, whole, call):
    """A crash is the system's failure, F1, told in Danish; the error's text is evidence and is shown nowhere."""
    adapter = ReferenceAdapter(Broken(), kept)
    sent = Sent("E1", ("L1",))
    arguments = {"send": (whole,), "correct": (whole, sent), "delete": (sent,)}.get(call, ())
    with pytest.raises(NotAsRequired) as raised:
        getattr(adapter, call)(*arguments)
    (finding,) = raised.value.findings
    assert (finding.rule, finding.severity) == (CRASH_RULE, Severity.F1)
    assert "gik ned" in finding.message
    assert "hemmelig" not in str(raised.value) + finding.actual
    assert b"hemmelig detalje" in kept.items[-1][2]
