"""Only national test persons may occur: any other CPR may be a real person's, and is masked wherever it is shown."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import yaml
from lxml import etree

from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.masking import holds_foreign_cpr, mask_cpr
from labcert.domain.messages.codec import line_of
from labcert.domain.outcome import Severity
from labcert.validation.places import local, path_of
from labcert.validation.rules.forms import begins_with_date
from labcert.validation.rules.patients import NOBODYS_NUMBER
from labcert.validation.rules.views import Name

__all__ = ["known_persons", "national_persons", "unknown_persons"]

_NUMBERS = ("CivilRegistrationNumber", "AlternativeIdentifier")
_TEXTS = (
    "Comments", "IntervalText", "Paragraph", "PersonGivenName", "PersonSurnameName", "RefDescription", "RefuseText",
    "ResultComments", "ResultTextValue", "Summary",
)


@cache
def national_persons(root: Path) -> Mapping[str, Name]:
    """Return CPR or replacement CPR -> name from `root/fixtures/persons/testpersoner.yaml` (`root`: the suite's)."""
    path = root / "fixtures" / "persons" / "testpersoner.yaml"
    persons: dict[str, dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {
        number: Name(person["fornavn"], person["efternavn"])
        for person in persons.values()
        for key in ("cpr", "erstatnings-cpr")
        if (number := person.get(key))
    }


@cache
def known_persons(root: Path) -> frozenset[str]:
    """Return the CPRs and replacement CPRs of the national test persons."""
    return frozenset(national_persons(root))


def unknown_persons(
    root: etree._Element, known: Collection[str], told: Iterable[Finding] = ()
) -> Iterator[Finding]:
    """Yield a finding for each number of a patient, and each text with a number, that is no known test person's.

    `told` is what rules have found and what makes a message invalid: where one of them has told that a number without a
    date can not be anybody's, it is not told again. A number that may be a person's always is.
    """
    nobodys = {finding.path for finding in told if finding.rule in NOBODYS_NUMBER}
    for element in root.iter(*(f"{{*}}{name}" for name in _NUMBERS)):
        number = (element.text or "").strip()
        if number and number not in known and (begins_with_date(number) or path_of(element) not in nobodys):
            yield _finding("MSG-CPR-001", element, mask_cpr(number), _("Patienten er ikke en kendt testperson."))
    for element in root.iter(*(f"{{*}}{name}" for name in _TEXTS)):
        if holds_foreign_cpr(str(element.xpath("string()")), known):
            text = _("Teksten i {name} har et nummer, der kan være et CPR-nummer.").format(name=local(element.tag))
            yield _finding("MSG-CPR-002", element, _("Et nummer, der ikke vises"), text)


def _finding(rule: str, element: etree._Element, actual: str, message: str) -> Finding:
    return Finding(
        rule,
        Severity.F1,
        message,
        _("En af de nationale testpersoner"),
        actual,
        _("Brug en national testperson. Er det en rigtig borgers nummer, så slet beskeden alle steder, den er gemt."),
        path_of(element),
        line_of(element),
    )
