"""What is asked of microscopy: each line says what was seen, and how much of it."""

from collections.abc import Iterator
from typing import Any

from labcert.domain.language import N_, _
from labcert.domain.messages.xrpt05_findings import Grouping
from labcert.domain.outcome import Severity
from labcert.validation.rules.coded import holds_text
from labcert.validation.rules.rule import XRPT05, Flaw, Rule, rule
from labcert.validation.rules.views import InvestigationView

__all__ = ["RULES"]


def _groupings(view: InvestigationView) -> Iterator[tuple[str, Grouping]]:
    seen = view.investigation.microscopic_findings
    for number, grouping in enumerate(seen.grouping if seen else (), 1):
        yield f"{view.path}/MicroscopicFindings/Grouping[{number}]", grouping


@rule(
    "LAB-MIC-014",
    Severity.F4,
    on=InvestigationView,
    standards=XRPT05,
    title=N_("En slags iagttagelse har mindst én linje"),
    text=N_("MicroscopicType bør have mindst én Details."),
    why=N_("Overskriften vises uden noget under sig, og læseren tror, at noget mangler."),
    remedy=N_("Tilføj det, der blev set, eller udelad MicroscopicType."),
    source=N_("Tabellen: MicroscopicType/Details (0..10). Besluttet i projektet: et vink"),
    requirements=("MIK-04",),
    example="microscopy-type-empty",
)
def microscopy_type_empty(view: InvestigationView) -> Iterator[Flaw]:
    """Look for types without lines."""
    for path, grouping in _groupings(view):
        for number, one in enumerate(grouping.microscopic_type, 1):
            if not one.details:
                yield Flaw(
                    f"{path}/MicroscopicType[{number}]",
                    _("Mikroskopien har typen {type} uden nogen iagttagelse.").format(type=one.type),
                    _("Mindst én Details"),
                    _("Intet"),
                )


@rule(
    "LAB-MIC-015",
    Severity.F4,
    on=InvestigationView,
    standards=XRPT05,
    title=N_("En slags iagttagelse står samlet"),
    text=N_("Samme Type bør kun stå én gang i en Grouping."),
    why=N_("Linjerne vises spredt, og et system, der slår op efter Type, finder kun de første."),
    remedy=N_("Saml linjerne af samme slags under én MicroscopicType (højst 10)."),
    source=N_("Felternes betydning: Type er overskriften for sine linjer. Besluttet i projektet: et vink"),
    requirements=("MIK-04",),
    example="microscopy-type-twice",
)
def microscopy_type_twice(view: InvestigationView) -> Iterator[Flaw]:
    """Look for types that come again in a grouping, where all their lines would fit into one."""
    for path, grouping in _groupings(view):
        lines: dict[str, int] = {}
        for number, one in enumerate(grouping.microscopic_type, 1):
            if one.type in lines and lines[one.type] + len(one.details) <= 10:
                yield Flaw(
                    f"{path}/MicroscopicType[{number}]/Type",
                    _("Typen {type} står flere gange under samme overskrift.").format(type=one.type),
                    _("Hver Type én gang"),
                    one.type,
                )
            lines[one.type] = lines.get(one.type, 0) + len(one.details)


@rule(
    "LAB-MIC-016",
    Severity.F4,
    on=InvestigationView,
    standards=XRPT05,
    title=N_("En gruppe iagttagelser har et indhold"),
    text=N_("Grouping bør have mindst én MicroscopicType."),
    why=N_("Overskriften vises uden noget under sig, og læseren tror, at noget mangler."),
    remedy=N_("Tilføj det, der blev set, eller udelad Grouping."),
    source=N_("Tabellen: Grouping/MicroscopicType (0..10). Besluttet i projektet: et vink"),
    requirements=("MIK-04",),
    example="microscopy-group-empty",
)
def microscopy_group_empty(view: InvestigationView) -> Iterator[Flaw]:
    """Look for groupings that are only a headline."""
    for path, grouping in _groupings(view):
        if not grouping.microscopic_type:
            yield Flaw(
                path,
                _("Mikroskopien har en gruppe, der kun er en overskrift."),
                _("Mindst én MicroscopicType"),
                _("Intet"),
            )


@rule(
    "LAB-MIC-021",
    Severity.F3,
    on=InvestigationView,
    standards=XRPT05,
    title=N_("En mikroskopi siger, hvad der blev set"),
    text=N_("MicroscopicFindings skal have en kommentar med tekst eller mindst én Grouping."),
    why=N_("Et tomt svar kan betyde, at intet blev set, eller at fundet gik tabt."),
    remedy=N_("Skriv, hvad der blev set, også når det er ingenting."),
    source=N_("Tabellen: Paragraph må have 0 tegn. Besluttet i projektet: en mikroskopi uden fund siger det"),
    requirements=("MIK-04",),
    example="microscopy-says-nothing",
)
def microscopy_says_nothing(view: InvestigationView) -> Iterator[Flaw]:
    """Look for microscopy of a headline and empty comments."""
    seen = view.investigation.microscopic_findings
    if seen is not None and not seen.grouping and not any(one.strip() for one in seen.comments.paragraph):
        yield Flaw(
            f"{view.path}/MicroscopicFindings",
            _("Mikroskopien har hverken iagttagelser eller en kommentar med tekst."),
            _("En iagttagelse eller en kommentar"),
            _("Intet"),
        )


@rule(
    "LAB-MIC-022",
    Severity.F2,
    on=InvestigationView,
    standards=XRPT05,
    title=N_("En linje i mikroskopien siger hvad og hvor meget"),
    text=N_("Details skal have en kode eller en tekst i både Identification og Value."),
    why=N_("Lægen ser en mængde uden at kunne se af hvad, eller et fund uden at kunne se, om det er der."),
    remedy=N_("Skriv begge dele, eller udelad linjen."),
    source=N_("Tabellen: Paragraph må have 0 tegn. Felternes betydning: en linje er et fund og dets mængde"),
    requirements=("MIK-04",),
    example="microscopy-line-half",
)
def microscopy_line_half(view: InvestigationView) -> Iterator[Flaw]:
    """Look for lines with one half empty."""
    for path, grouping in _groupings(view):
        for kind_number, kind in enumerate(grouping.microscopic_type, 1):
            for number, line in enumerate(kind.details, 1):
                place = f"{path}/MicroscopicType[{kind_number}]/Details[{number}]"
                for name, part in (("Identification", line.identification), ("Value", line.value)):
                    if not holds_text(part):
                        yield Flaw(
                            f"{place}/{name}",
                            _("En linje i mikroskopien har intet i {name}.").format(name=name),
                            _("En kode eller en tekst"),
                            _("Intet"),
                        )


RULES: tuple[Rule[Any], ...] = (
    microscopy_type_empty, microscopy_type_twice, microscopy_group_empty, microscopy_says_nothing,
    microscopy_line_half,
)
