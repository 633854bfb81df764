"""A YAML text as nodes that remember their lines; whatever is wrong with the text becomes one mistake.

Anchors, aliases and deep nesting are refused: a consultant's file needs none of them, and they are the known ways to
make a small file eat a machine.
"""

from pathlib import Path

import yaml

from labcert.domain.language import _
from labcert.domain.system_words import system_words
from labcert.protocol.mistakes import Gatherer

__all__ = ["plain_mapping", "read_text", "read_yaml"]

DEEPEST = 30
LARGEST = 5_000_000  # bytes

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _explanations() -> tuple[tuple[str, str], ...]:
    """Pairs of what the YAML library says and what it means to its reader."""
    return (
        ("mapping values are not allowed", _("Kolonet er misforstået her. Sæt teksten i anførselstegn.")),
        ("cannot start any token", _("Her står et tegn, som YAML ikke tillader (ofte en tabulator).")),
        ("tab character", _("Her står en tabulator. Brug mellemrum til indrykning.")),
        ("could not find expected ':'", _("Der mangler et kolon efter nøglen.")),
        ("expected <block end>", _("Indrykningen passer ikke med linjerne ovenfor.")),
        ("did not find expected key", _("Her ventes en nøgle. Kontrollér indrykning, kommaer og anførselstegn.")),
        ("did not find expected '-' indicator", _("Her ventes en bindestreg. Kontrollér indrykningen.")),
        ("unexpected end of stream", _("Et anførselstegn er ikke lukket.")),
        ("did not find expected ',' or", _("Der mangler et komma eller en afsluttende parentes.")),
        ("expected ',' or", _("Der mangler et komma eller en afsluttende parentes.")),
        ("did not find expected <document start>", _("Linjen hører ikke til noget. Kontrollér indrykningen.")),
    )


def _plain_sentence(problem: str) -> str:
    for needle, sentence in _explanations():
        if needle in problem:
            return sentence
    return _("Teksten er ikke gyldig YAML: {problem}.").format(problem=problem)


def _tell(error: yaml.YAMLError, text: str, file: str, gatherer: Gatherer) -> None:
    """Note a syntax error where the library saw it."""
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        gatherer.add(file, mark.line + 1 if mark else 1, _plain_sentence(str(error.problem or error.context)))
        return
    position = getattr(error, "position", 0)
    line = text.encode()[:position].count(b"\n") + 1
    gatherer.add(file, line, _("Filen indeholder et tegn, som YAML ikke tillader."))


def _refused_construct(text: str) -> tuple[int, str] | None:
    """Return line and sentence of the first construct that we don't take, without building anything."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return line, _("Ankre og henvisninger (& og *) bruges ikke i disse filer. Skriv teksten ud.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            return line, _("Filen er indlejret i flere lag, end der er brug for.")
    return None


def read_text(path: Path, file: str, gatherer: Gatherer) -> str | None:
    """Return a UTF-8 text with line endings normalised, or None with the reason among the mistakes."""
    try:
        content = path.read_bytes()
    except OSError as error:
        gatherer.add(file, 1, _("Filen kan ikke læses: {why}.").format(why=system_words(error)))
        return None
    if len(content) > LARGEST:
        gatherer.add(file, 1, _("Filen er større end 5 MB og læses ikke."))
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        gatherer.add(file, line, _("Filen er ikke gemt som UTF-8. Gem den igen med tegnsættet UTF-8."))
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_yaml(text: str, file: str, gatherer: Gatherer) -> yaml.Node | None:
    """Return the root node of a YAML text, or None with the reason among the mistakes."""
    try:
        refused = _refused_construct(text)
        if refused:
            gatherer.add(file, *refused)
            return None
        root: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        _tell(error, text, file, gatherer)
        return None
    if root is None:
        gatherer.add(file, 1, _("Filen er tom."))
    return root


def plain_mapping(node: yaml.Node) -> dict[str, str]:
    """Return key -> what is written there as one text; {} for what is no mapping. Nothing is checked."""
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {_plain(key): _plain(value) for key, value in node.value}


def _plain(node: yaml.Node) -> str:
    if isinstance(node, yaml.SequenceNode):
        return ", ".join(_plain(part) for part in node.value)
    if isinstance(node, yaml.MappingNode):
        return ", ".join(f"{_plain(key)}: {_plain(value)}" for key, value in node.value)
    return str(node.value).strip()
