"""Small readers of a letter's elements, by the standard's own names without the namespace ("Patient/Consent/Given")."""

from lxml import etree

from mock_databanks.letters import NS

__all__ = ["abnormal_of", "below", "interval_of", "moment", "said", "value_of"]

_GAPS = {"Break": "\n", "Space": " "}
_ABNORMAL = {"for_hoej": "For høj", "for_lav": "For lav", "unormal": "Unormal"}
_OPERATORS = {"mindre_end": "<", "stoerre_end": ">", "lig_med": "", "ikke_angivet": ""}


def _steps(path: str) -> str:
    return "/".join(step if step == "." else f"{{{NS}}}{step}" for step in path.split("/"))


def below(element: etree._Element, path: str) -> list[etree._Element]:
    """Return the elements at a path."""
    return element.findall(_steps(path))


def _text(element: etree._Element) -> str:
    parts = [element.text or ""]
    for child in element.iterchildren(tag=etree.Element):
        parts += [_GAPS.get(etree.QName(child).localname, "") or _text(child), child.tail or ""]
    return "".join(parts)


def said(element: etree._Element, path: str) -> str:
    """Return the text of the first element at a path, "" where there is none; inline elements leave their text."""
    found = element.find(_steps(path))
    return "" if found is None else _text(found).strip()


def moment(element: etree._Element, path: str) -> str:
    """Return a date and time as "2025-12-01 08:15"."""
    return f"{said(element, f'{path}/Date')} {said(element, f'{path}/Time')}".strip()


def abnormal_of(element: etree._Element) -> str:
    """Return the abnormal mark in words, "" where there is none."""
    return _ABNORMAL.get(said(element, "ResultValidation"), "")


def value_of(element: etree._Element) -> str:
    """Return the value with its operator: "< 5", "42"."""
    return f"{_OPERATORS.get(said(element, 'Operator'), '')} {said(element, 'Value')}".strip()


def interval_of(element: etree._Element) -> str:
    """Return the reference interval as "7,3-9,5", "> 7,3", "< 9,5" or its text."""
    lower, upper = said(element, "ReferenceInterval/LowerLimit"), said(element, "ReferenceInterval/UpperLimit")
    text = said(element, "ReferenceInterval/IntervalText")
    limits = f"{lower}-{upper}" if lower and upper else f"> {lower}" if lower else f"< {upper}" if upper else ""
    return f"{limits} ({text})" if limits and text else limits or text
