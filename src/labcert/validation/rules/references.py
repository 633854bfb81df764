"""What is asked of references to addresses and files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from labcert.domain.language import N_, _
from labcert.domain.messages import LaboratoryReport
from labcert.domain.messages.common import Binary, Reference
from labcert.domain.messages.xrpt05 import Investigation
from labcert.domain.outcome import Severity
from labcert.validation.rules.rule import Flaw, Rule, rule
from labcert.validation.rules.views import LetterView

__all__ = ["RULES"]

_ADDRESS = re.compile(r"https?://([\w.-]+)(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)
_INSIDE = re.compile(
    r"localhost|[^.]+|.*\.(?:local|lan|intern|internal|localdomain)|127\.\d+\.\d+\.\d+|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+"
    r"|169\.254\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+",
    re.IGNORECASE,
)
_RUN = frozenset({"exe", "com"})
_MAY_BE = {
    **dict.fromkeys(("txt", "rtf", "doc", "xls", "wpd"), frozenset({"tekstfil"})),
    **dict.fromkeys(("pcx", "tiff", "jpeg", "gif", "bmp", "png"), frozenset({"billede", "biosignaler", "multimedie"})),
    **dict.fromkeys(("mpg", "wav", "avi", "mid", "rmi"), frozenset({"multimedie"})),
    "dcm": frozenset({"billede", "biosignaler", "multimedie"}),
    "scp": frozenset({"biosignaler"}),
}
"""extension -> what such a file may be called; one that is not here, as pdf and zip, may be anything"""


@dataclass(frozen=True)
class _Placed:
    """A reference, where it stands, and where what it belongs to stands."""

    path: str
    owner: str
    reference: Reference


def _references(letter: LetterView) -> Iterator[_Placed]:
    """Yield the references of a letter, in order."""
    results = f"{letter.path}/LaboratoryResults"
    if isinstance(letter.letter, LaboratoryReport):
        for number, result in enumerate(letter.letter.laboratory_results.result, 1):
            yield from _placed(f"{results}/Result[{number}]", result.reference)
        return
    for number, investigation in enumerate(letter.letter.laboratory_results.investigation, 1):
        yield from _of_investigation(f"{results}/Investigation[{number}]", investigation)


def _of_investigation(path: str, investigation: Investigation) -> Iterator[_Placed]:
    if (quantities := investigation.quantitative_findings) is not None:
        for number, one in enumerate(quantities.analysis_findings, 1):
            owner = f"{path}/QuantitativeFindings/AnalysisFindings[{number}]/Findings"
            yield from _placed(owner, one.findings.reference)
    if (culture := investigation.culture_findings) is not None and culture.pattern is not None:
        for number, entry in enumerate(culture.pattern.pattern_entry, 1):
            if entry.susceptibility_value is not None:
                owner = f"{path}/CultureFindings/Pattern/PatternEntry[{number}]/SusceptibilityValue"
                yield from _placed(owner, entry.susceptibility_value.reference)


def _placed(owner: str, references: tuple[Reference, ...]) -> Iterator[_Placed]:
    for number, reference in enumerate(references, 1):
        yield _Placed(f"{owner}/Reference[{number}]", owner, reference)


def _addresses(letter: LetterView) -> Iterator[tuple[_Placed, str]]:
    for placed in _references(letter):
        if placed.reference.url is not None:
            yield placed, placed.reference.url


def _files(letter: LetterView) -> Iterator[tuple[_Placed, Binary]]:
    for placed in _references(letter):
        if placed.reference.bin is not None:
            yield placed, placed.reference.bin


def _runs(file: Binary) -> bool:
    return file.object_code == "program" or file.object_extension_code in _RUN


@rule(
    "LAB-REF-001",
    Severity.F3,
    on=LetterView,
    title=N_("En henvisning har en hel internetadresse"),
    text=N_("URL skal være en hel adresse, der begynder med https:// eller http:// og ikke har mellemrum."),
    why=N_("En borger eller læge, der trykker på henvisningen, kommer ingen steder hen."),
    remedy=N_("Skriv hele adressen, for eksempel https://www.sundhed.dk/borger, eller udelad henvisningen."),
    source=N_("Felternes betydning: URL er en adresse, som modtageren kan åbne"),
    requirements=("MED-06",),
    example="address-incomplete",
)
def address_incomplete(letter: LetterView) -> Iterator[Flaw]:
    """Look for addresses that a browser at the receiver's can not open."""
    for placed, url in _addresses(letter):
        if not _ADDRESS.fullmatch(url):
            yield Flaw(
                f"{placed.path}/URL",
                _("„{url}“ er ikke en hel internetadresse.").format(url=url),
                _("En adresse, der begynder med https://"),
                url,
            )


@rule(
    "LAB-REF-002",
    Severity.F3,
    on=LetterView,
    title=N_("En vedlagt fil er ikke et program"),
    text=N_("Et laboratoriesvar må ikke henvise til et program (ObjectCode program eller en fil som exe og com)."),
    why=N_("Et program i et svar er en vej for skadelig kode, og modtagernes systemer afviser det."),
    remedy=N_("Vedlæg rapporten som pdf eller billede i stedet."),
    source=N_("Besluttet i projektet: et laboratoriesvar indeholder dokumenter og billeder, aldrig programmer"),
    requirements=("MED-06",),
    example="program-attached",
)
def program_attached(letter: LetterView) -> Iterator[Flaw]:
    """Look for files that run."""
    for placed, file in _files(letter):
        if _runs(file):
            yield Flaw(
                f"{placed.path}/BIN",
                _("Svaret henviser til et program: {code}, {extension}.").format(
                    code=file.object_code, extension=file.object_extension_code
                ),
                _("Et dokument eller et billede"),
                f"{file.object_code}, {file.object_extension_code}",
            )


@rule(
    "LAB-REF-003",
    Severity.F4,
    on=LetterView,
    title=N_("En vedlagt fils type og endelse passer sammen"),
    text=N_("ObjectCode og ObjectExtensionCode bør sige det samme: et billede er ikke en txt-fil."),
    why=N_("Modtageren vælger efter ObjectCode, hvordan filen åbnes, og efter endelsen, hvordan den gemmes."),
    remedy=N_("Ret det af de to felter, der er forkert."),
    source=N_("Felternes betydning: ObjectCode er filens art, ObjectExtensionCode dens format"),
    requirements=("MED-06",),
    example="file-type-contradicts",
)
def file_type_contradicts(letter: LetterView) -> Iterator[Flaw]:
    """Hold the kind of a file against its extension; a kind of its own may have any, and programs are told apart."""
    for placed, file in _files(letter):
        may_be = _MAY_BE.get(file.object_extension_code)
        if may_be and file.object_code not in may_be and file.object_code != "proprietaert_indhold" and not _runs(file):
            yield Flaw(
                f"{placed.path}/BIN/ObjectCode",
                _("Filen er angivet som {code}, men har endelsen {extension}.").format(
                    code=file.object_code, extension=file.object_extension_code
                ),
                " / ".join(sorted(may_be)),
                file.object_code,
            )


@rule(
    "LAB-REF-004",
    Severity.F3,
    on=LetterView,
    title=N_("En fils identifikator betegner én fil"),
    text=N_("Samme ObjectIdentifier må ikke stå to gange ved samme resultat eller med to forskellige beskrivelser."),
    why=N_("Modtageren finder filen på identifikatoren og viser den forkerte, hvis to filer deler den."),
    remedy=N_("Giv hver fil sin egen identifikator, og henvis kun til den én gang ved hvert resultat."),
    source=N_("Felternes betydning: ObjectIdentifier er entydig for filen"),
    requirements=("MED-06",),
    example="file-identifier-twice",
)
def file_identifier_twice(letter: LetterView) -> Iterator[Flaw]:
    """Hold files of the same identifier against each other; one file may belong to several results."""
    seen: dict[str, list[tuple[str, Binary]]] = {}
    for placed, file in _files(letter):
        before = seen.setdefault(file.object_identifier.casefold(), [])
        if any(owner == placed.owner or _differ(file, other) for owner, other in before):
            yield Flaw(
                f"{placed.path}/BIN/ObjectIdentifier",
                _("Identifikatoren {identifier} er brugt til en fil før i brevet.").format(
                    identifier=file.object_identifier
                ),
                _("En identifikator, der ikke er brugt før"),
                file.object_identifier,
            )
        before.append((placed.owner, file))


def _differ(one: Binary, other: Binary) -> bool:
    return (one.object_code, one.object_extension_code, one.original_object_size) != (
        other.object_code, other.object_extension_code, other.original_object_size,
    )


@rule(
    "LAB-REF-005",
    Severity.F4,
    on=LetterView,
    title=N_("En henvisning bruger en sikker forbindelse"),
    text=N_("URL bør begynde med https://."),
    why=N_("Med http kan andre se og ændre det, som borgeren læser, og mange browsere advarer eller nægter."),
    remedy=N_("Brug adressen med https://, hvis siden har den."),
    source=N_("Besluttet i projektet: et vink om sikker forbindelse"),
    requirements=("MED-06",),
    example="address-not-secure",
)
def address_not_secure(letter: LetterView) -> Iterator[Flaw]:
    """Look for whole addresses over http; those inside a network are told by a rule of their own."""
    for placed, url in _addresses(letter):
        whole = _ADDRESS.fullmatch(url)
        if whole and not _INSIDE.fullmatch(whole[1]) and url[:5].lower() == "http:":
            yield Flaw(
                f"{placed.path}/URL",
                _("Adressen {url} bruger ikke en sikker forbindelse.").format(url=url),
                f"https{url[4:]}",
                url,
            )


@rule(
    "LAB-REF-006",
    Severity.F4,
    on=LetterView,
    title=N_("En henvisning siger, hvad den henviser til"),
    text=N_("RefDescription bør være en forklaring i ord og ikke adressen en gang til."),
    why=N_("Borgeren ser RefDescription og kan ikke af en adresse se, hvad der er at læse."),
    remedy=N_("Skriv, hvad der er på siden, for eksempel „Vejledning om CRP“."),
    source=N_("Felternes betydning: RefDescription er teksten, URL adressen"),
    requirements=("MED-06",),
    example="description-is-address",
)
def description_is_address(letter: LetterView) -> Iterator[Flaw]:
    """Look for descriptions that are the address, or an address at all."""
    for placed, url in _addresses(letter):
        description = placed.reference.ref_description.strip()
        if _bare(description) == _bare(url) or _ADDRESS.fullmatch(description):
            yield Flaw(
                f"{placed.path}/RefDescription",
                _("Beskrivelsen er en adresse: {description}.").format(description=description),
                _("En forklaring i ord"),
                description,
            )


def _bare(address: str) -> str:
    """Return an address without scheme and last slash, to tell it from its like."""
    return address.strip().casefold().removeprefix("https://").removeprefix("http://").rstrip("/")


@rule(
    "LAB-REF-007",
    Severity.F3,
    on=LetterView,
    title=N_("En henvisning kan åbnes af modtageren"),
    text=N_("URL må ikke pege på en maskine i afsenderens eget net."),
    why=N_("Adressen virker kun hos afsenderen: borgeren og andre læger kan ikke åbne den."),
    remedy=N_("Brug en adresse på internettet, eller vedlæg dokumentet."),
    source=N_("Felternes betydning: URL er en adresse, som modtageren kan åbne"),
    requirements=("MED-06",),
    example="address-inside-network",
)
def address_inside_network(letter: LetterView) -> Iterator[Flaw]:
    """Look for hosts without a domain, of private networks and of the machine itself."""
    for placed, url in _addresses(letter):
        whole = _ADDRESS.fullmatch(url)
        if whole and _INSIDE.fullmatch(whole[1]):
            yield Flaw(
                f"{placed.path}/URL",
                _("Adressen {url} peger på {host}, som kun findes i afsenderens eget net.").format(
                    url=url, host=whole[1]
                ),
                _("En adresse på internettet"),
                url,
            )


RULES: tuple[Rule[Any], ...] = (
    address_incomplete, program_attached, file_type_contradicts, file_identifier_twice, address_not_secure,
    description_is_address, address_inside_network,
)
