"""`verdict.json` read back: what a session whose review has ended was worth then, whatever the protocols say now."""

import json
from typing import Any

import msgspec

from labcert.domain.verdict import Verdict

__all__ = ["read_verdict"]


def read_verdict(data: bytes) -> Verdict:
    """Return the verdict that `verdict_json` wrote; raises ValueError for what is none.

    What an older version didn't write yet has its default.
    """
    try:
        document: dict[str, Any] = json.loads(data)
        found = {
            **document,
            "system": document["system"]["name"],
            "system_version": document["system"]["version"],
            "suite_state": document.get("suite"),
            "lines": document.get("policy", ()),
            "steps": [_step(step) for step in document["steps"]],
            "deviations": [_deviation(each) for each in document.get("deviations", ())],
        }
        return msgspec.convert(found, Verdict)
    except (KeyError, TypeError, AttributeError, msgspec.ValidationError, RecursionError) as error:
        raise ValueError(str(error)) from error


def _step(step: dict[str, Any]) -> dict[str, Any]:
    return {
        **step,
        "severity": step["class"],
        "findings": [{**finding, "severity": finding["class"]} for finding in step["findings"]],
        "deviations": step.get("deviation") or (),
        "run": step.get("run") or 0,
    }


def _deviation(each: dict[str, Any]) -> dict[str, Any]:
    return {"deviation": each, "state": each["state"], "sentence": each["sentence"], "covers": each["covers"]}
