"""What a rule is about, by the area in its id: the order in which rules are told, and the headings they stand under."""

from collections.abc import Iterable

from labcert.domain.language import N_, _
from labcert.domain.outcome import Severity
from labcert.validation.rules.rule import RuleText
from labcert.validation.values import LayerName

__all__ = ["CLASSES", "LAYERS", "SUBJECTS", "area_of", "by_subject", "class_words", "layer_words"]

SUBJECTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("Kan beskeden læses?"), ("MSG-SIZE", "MSG-XML", "MSG-ENC")),
    (N_("Hvad er det for en besked?"), ("MSG-ID",)),
    (N_("Følger beskeden skemaet?"), ("MSG-SCH",)),
    (N_("Kun testpersoner"), ("MSG-CPR",)),
    (N_("Patient og samtykke"), ("LAB-PAT", "LAB-CONS")),
    (N_("Numre på kuvert, brev og prøve"), ("LAB-ID",)),
    (N_("Afsender, modtager og kopimodtager"), ("LAB-PARTY",)),
    (N_("Koder, navne og ruter"), ("LAB-CODE",)),
    (N_("Værdier, enheder og tegn"), ("LAB-VALUE",)),
    (N_("Referenceintervaller og vurdering"), ("LAB-INT",)),
    (N_("Resultaterne i et svar"), ("LAB-RES",)),
    (N_("Status på svar og resultater"), ("LAB-STAT",)),
    (N_("Tidspunkter"), ("LAB-TIME",)),
    (N_("Mikrobiologi"), ("LAB-MIC",)),
    (N_("Tekster"), ("LAB-TEXT",)),
    (N_("Henvisninger"), ("LAB-REF",)),
    (N_("Flere beskeder sammen"), ("LAB-SET",)),
    (N_("Om fundene selv"), ("MSG-MORE",)),
)
"""(Danish heading, areas), in the order told"""
LAYERS: dict[LayerName, str] = {
    "wellformed": N_("velformet XML"),
    "identify": N_("beskedens art"),
    "schema": N_("skema"),
    "codes": N_("koder"),
    "business": N_("forretningsregler"),
}
CLASSES = {
    Severity.F1: N_("F1 Kritisk"),
    Severity.F2: N_("F2 Alvorlig"),
    Severity.F3: N_("F3 Betydelig"),
    Severity.F4: N_("F4 Mindre betydelig"),
}


def area_of(rule: str) -> str:
    """Return the area of a rule's id: LAB-TIME of LAB-TIME-001."""
    return rule.rpartition("-")[0]


def by_subject(texts: Iterable[RuleText]) -> tuple[tuple[str, tuple[RuleText, ...]], ...]:
    """Return (heading in the chosen language, rules by id) for each subject that has rules.

    An area that has no subject yet comes last, under its own name, so that no rule is left out.
    """
    by_area: dict[str, list[RuleText]] = {}
    for text in sorted(texts, key=lambda text: text.id):
        by_area.setdefault(area_of(text.id), []).append(text)
    told = [(_(heading), [text for area in areas for text in by_area.pop(area, ())]) for heading, areas in SUBJECTS]
    return tuple((heading, tuple(group)) for heading, group in (*told, *by_area.items()) if group)


def layer_words(layer: LayerName) -> str:
    """Return what a layer is called in the chosen language."""
    return _(LAYERS[layer])


def class_words(severity: Severity) -> str:
    """Return a class with its name: F2 Alvorlig."""
    return _(CLASSES[severity])
