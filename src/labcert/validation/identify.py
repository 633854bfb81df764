"""Which standard and version a message is, and whether it is one of ours at all."""

import re
from difflib import get_close_matches

from lxml import etree

from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.messages import LETTERS, RECEIPT_NAMESPACE, REPORT_NAMESPACE, STANDARDS
from labcert.domain.messages.codec import line_of
from labcert.domain.outcome import Severity
from labcert.validation.places import local, path_of
from labcert.validation.values import LetterKind

__all__ = ["foreign", "kinds_of", "unchecked_letters"]

_MEDCOM = re.compile(r"^http://rep\.oio\.dk/(?:sundcom\.dk/)?medcom\.dk/xml/schemas/(\d{4}/\d{2}/\d{2})/?$")
VERSIONS = {
    "LaboratoryReport": "XR0131K",
    "MicrobiologyWebReport": "XR0532M",
    "NegativeVansReceipt": "XC0130Q",
    "NegativeReceipt": "XC0230Q",
    "PositiveReceipt": "XC0330Q",
}
"""letter -> the version that is in force"""
_NAME = 80
"""characters of a name that are told; a longer one is no name of the standard"""


def _namespace(tag: str) -> str:
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


def kinds_of(root: etree._Element) -> tuple[LetterKind, ...]:
    """Return what each letter below the root says it is, whatever namespace it stands in."""
    ours = {model.__name__: STANDARDS[model] for models in LETTERS.values() for model in models}
    known = _namespace(root.tag) in LETTERS
    kinds = []
    for child in root:
        name = local(child.tag)
        if name != "Envelope":
            version = child.findtext("{*}Letter/{*}VersionCode") or ""
            kinds.append(LetterKind(name[:_NAME], ours.get(name) if known else None, version.strip()[:_NAME]))
    return tuple(kinds)


def _finding(rule: str, message: str, root: etree._Element, *, expected: str, actual: str, remedy: str) -> Finding:
    return Finding(
        rule, Severity.F1, message, expected, actual, remedy, path_of(root), line_of(root), "identify"
    )


def foreign(root: etree._Element) -> Finding | None:
    """Return why the tree is no message of ours: not an Emessage, an older namespace, or one we do not know."""
    namespace, name = _namespace(root.tag), local(root.tag)
    if name == "Emessage" and namespace in LETTERS:
        return None
    if name == "Emessage" and _MEDCOM.match(namespace) and f"{namespace}/" not in LETTERS:
        return _older(root, namespace)
    if name == "Emessage":
        cut = f"{namespace}/" in LETTERS
        return _finding(
            "MSG-ID-003",
            _("Navnerummet mangler sin sidste skråstreg.")
            if cut
            else _("Emessage står i et navnerum, som ikke er MedComs."),
            root,
            expected=f"{namespace}/" if cut else REPORT_NAMESPACE,
            actual=namespace or _("Intet navnerum"),
            remedy=_("Skriv navnerummet i rodens `xmlns`, tegn for tegn, med skråstreg til sidst."),
        )
    return _finding(
        "MSG-ID-001",
        _("Det modtagne er XML, men ikke en Emessage."),
        root,
        expected=f"Emessage ({REPORT_NAMESPACE})",
        actual=f"{name} ({namespace or _('intet navnerum')})"[:200],
        remedy=_("Send svaret som en MedCom-Emessage med kuvert og brev."),
    )


def _older(root: etree._Element, namespace: str) -> Finding:
    kinds = kinds_of(root)
    found = ", ".join(f"{kind.name} {kind.version}".strip() for kind in kinds[:5])
    receipt = any(kind.name.endswith("Receipt") for kind in kinds)
    wanted = ", ".join(f"{kind.name} {VERSIONS[kind.name]}" for kind in kinds[:5] if kind.name in VERSIONS)
    target = RECEIPT_NAMESPACE if receipt else REPORT_NAMESPACE
    return _finding(
        "MSG-ID-002",
        _("Beskeden er i en anden udgave af standarden end den, der gælder: {found} i navnerummet {namespace}.").format(
            found=found or _("uden brev"), namespace=namespace
        ),
        root,
        expected=f"{wanted} ({target})".strip(),
        actual=f"{found} ({namespace})".strip(),
        remedy=_("Dan beskeden efter den gældende udgave. Et skift af navnerum er ikke nok: elementerne er andre."),
    )


def unchecked_letters(root: etree._Element, others: frozenset[str]) -> tuple[Finding, ...]:
    """Return a finding for each letter that is not ours: F4 for the `others`, that they are not checked; else F1.

    Receipts have a namespace of their own, where no other letters stand.
    """
    ours = {model.__name__ for model in LETTERS[_namespace(root.tag)]}
    known = others if _namespace(root.tag) == REPORT_NAMESPACE else frozenset()
    letters = [child for child in root if local(child.tag) != "Envelope"]
    return tuple(
        _unchecked(letter, ours, known=local(letter.tag) in known)
        for letter in letters
        if local(letter.tag) not in ours
    )


def _unchecked(letter: etree._Element, ours: set[str], *, known: bool) -> Finding:
    name = local(letter.tag)[:_NAME]
    near = get_close_matches(name, ours, 1)
    remedy = _("Mente du {near}?").format(near=near[0]) if near else _("Fjern brevet, eller send det for sig.")
    text = (
        _("Brevet {name} er ikke et af de svar, der deles, og er ikke efterprøvet.")
        if known
        else _("Brevet {name} findes ikke i standarden.")
    )
    return Finding(
        "MSG-ID-005" if known else "MSG-ID-004",
        Severity.F4 if known else Severity.F1,
        text.format(name=name),
        _(" eller ").join(sorted(ours)),
        name,
        remedy,
        path_of(letter),
        line_of(letter),
        "identify",
    )
