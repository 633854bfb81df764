"""The JSON of the hosts' answers: made here and nowhere else."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import JSONResponse, Response

from labcert.domain.findings import Finding
from labcert.domain.language import _
from mock_databanks.answers import Answer, Taken
from mock_databanks.databank import Databank, Held
from mock_databanks.plsp import Arrival, MessageState

__all__ = ["XML", "answer_response", "arrival_json", "held_json", "message_json", "sentence", "xml_response"]

XML = "application/xml"


def sentence(status: int, text: str, remedy: str = "", **headers: str) -> JSONResponse:
    """Return an answer that is one sentence for a person, with what to do."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return JSONResponse({"message": " ".join(part for part in (text, remedy) if part)}, status, headers=names)


def xml_response(data: bytes | None) -> Response:
    """Return XML, or 204 where there is none."""
    return Response(status_code=204) if data is None else Response(data, media_type=XML)


def answer_response(host: str, answer: Answer) -> JSONResponse:
    """Return what an intake answers: 202 or 200 with where the receipt will be, else the findings and the XCTL02."""
    if isinstance(answer, Taken):
        body = {"id": answer.id, "status": answer.status, "receipt": f"/{host}/messages/{answer.id}/receipt"}
        return JSONResponse(body, 200 if answer.repeated else 202)
    findings = [_finding_json(finding) for finding in answer.findings]
    text = answer.findings[0].message if answer.findings else _("Beskeden blev afvist.")
    receipt = None if answer.receipt is None else answer.receipt.decode("utf-8")
    refused = {"id": answer.id, "status": "refused", "message": text, "findings": findings, "receipt": receipt}
    return JSONResponse(refused, answer.status)


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "layer": finding.layer,
        "class": finding.severity.value,
        "requirements": list(finding.requirements),
        "path": finding.path,
        "line": finding.line,
        "message": finding.message,
        "expected": finding.expected,
        "actual": finding.actual,
        "remedy": finding.remedy,
    }


def message_json(message: MessageState) -> Mapping[str, Any]:
    """Return where each letter of a message is; `status` rolls them up, a refusal or a wait before what went well."""
    states = [letter.state for letter in message.letters]
    order = ("refused", "waiting", "received", "forwarded", "accepted")
    return {
        "id": message.id,
        "envelope": message.envelope,
        "received": message.received,
        "status": "refused" if message.turned_away else next((state for state in order if state in states), "accepted"),
        "turned_away": list(message.turned_away),
        "kept": bool(message.sha256),
        "sha256": message.sha256,
        "receipt": f"/plsp/messages/{message.id}/receipt",
        "letters": [
            {
                "identifier": letter.key[1],
                "standard": letter.standard,
                "target": letter.target,
                "state": letter.state,
                "reason": letter.reason,
                "attempts": letter.attempts,
            }
            for letter in message.letters
        ],
    }


def arrival_json(arrival: Arrival) -> Mapping[str, Any]:
    """Return a message that came, with whom and which sample each letter is about."""
    return {
        "seq": arrival.seq,
        "time": arrival.time,
        "event": arrival.event,
        "id": arrival.id,
        "envelope": arrival.envelope,
        "reasons": list(arrival.reasons),
        "letters": [
            {
                "identifier": letter.identifier,
                "standard": letter.standard,
                "sender": letter.sender_ean,
                "cpr": letter.cpr,
                "sample": letter.requester_sample,
            }
            for letter in arrival.letters
        ],
    }


def held_json(databank: Databank, held: Held) -> dict[str, Any]:
    """Return an answer with every version, oldest first, numbered from 1."""
    return {
        "id": held.id,
        "cpr": held.cpr,
        "sample": held.sample,
        "laboratory_sample": held.laboratory_sample,
        "versions": [
            {
                "number": number,
                "envelope": version.envelope,
                "letter": version.letter,
                "corrected": version.corrected,
                "consent_refused": version.consent_refused,
                "received": version.received,
                "results_at": version.results_at,
                "arrival": version.arrival,
                "origin": version.origin,
                "xml": databank.letter_xml(version),
            }
            for number, version in enumerate(held.versions, start=1)
        ],
    }
