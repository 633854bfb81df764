"""Feature files as scenarios: Danish Gherkin, each scenario tied to a step by its tag."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from labcert.domain.language import _
from labcert.protocol.mistakes import Gatherer
from labcert.protocol.model import Scenario, Sentence

__all__ = ["FeatureFile", "read_feature"]

STEP_TAG = re.compile(r"TP-[0-9]+(?:\.[0-9]+)*")
_LANGUAGE = re.compile(r"^\s*#\s*language\s*:\s*da\s*$")
_KINDS = {"Context": "given", "Action": "when", "Outcome": "then"}
_OUTLINE_KEYWORD = "Abstrakt Scenario"

Parsed = dict[str, Any]
"""What gherkin-official hands out; it stays in this module."""


@dataclass(frozen=True)
class FeatureFile:
    """One feature file: its scenarios, and the step tags seen in it even where it can't be parsed."""

    file: str
    text: str
    scenarios: tuple[Scenario, ...]
    tags: frozenset[str]


def _danish(message: str) -> str:
    """Say what the Gherkin parser says; its own words are `(line:column): expected: …, got '…'`."""
    got = re.search(r"got '(.*)'\s*$", message, re.DOTALL)
    if got:
        sentence = _("Linjen “{got}” passer ikke her. Begynder den med et af Gherkins ord (Scenarie, Givet, Og …)?")
        return sentence.format(got=got[1].strip())
    if "unexpected end of file" in message:
        return _("Filen slutter for tidligt.")
    if "inconsistent cell count" in message:
        return _("Tabellens rækker har ikke lige mange felter.")
    if "tag may not contain whitespace" in message:
        return _("Et tag må ikke indeholde mellemrum.")
    return _("Linjen kan ikke læses som Gherkin: {message}").format(message=message.partition("): ")[2] or message)


def _parse(text: str, file: str, gatherer: Gatherer) -> Parsed | None:
    """Return the parsed feature, or None with every syntax error among the mistakes."""
    from gherkin.errors import ParserError
    from gherkin.parser import Parser

    first = next((line for line in text.splitlines() if line.strip()), "")
    if not _LANGUAGE.match(first):
        gatherer.add(file, 1, _("Filens første linje skal være “# language: da”."))
        return None
    try:
        document: Any = Parser().parse(text)
    except ParserError as error:
        for each in getattr(error, "errors", None) or [error]:
            gatherer.add(file, int(each.location["line"]) or 1, _danish(str(each)))
        return None
    if "feature" not in document:
        gatherer.add(file, 1, _("Filen har ingen Egenskab."))
        return None
    feature: Parsed = document["feature"]
    return feature


def _tags(node: Parsed) -> tuple[str, ...]:
    return tuple(tag["name"].removeprefix("@") for tag in node["tags"])


def _examples(scenario: Parsed) -> list[dict[str, str]]:
    """Return one mapping of placeholder to value for each example, or one empty mapping where there are no tables."""
    rows: list[dict[str, str]] = []
    for table in scenario["examples"]:
        names = [cell["value"] for cell in table.get("tableHeader", {}).get("cells", ())]
        values = ([cell["value"] for cell in row["cells"]] for row in table.get("tableBody", ()))
        rows.extend(dict(zip(names, each, strict=True)) for each in values)
    return rows if scenario["examples"] else [{}]


def _filled(text: str, example: dict[str, str]) -> str:
    for name, value in example.items():
        text = text.replace(f"<{name}>", value)
    return text


def _sentences(parts: Sequence[Parsed], example: dict[str, str], file: str, gatherer: Gatherer) -> Iterator[Sentence]:
    """Yield the sentences of a background or a scenario; Og and Men take the kind of the sentence before."""
    kind: str | None = None
    for part in parts:
        line = int(part["location"]["line"])
        kind = _KINDS.get(part["keywordType"], kind)
        if kind is None:
            gatherer.add(file, line, _("Den første sætning skal begynde med Givet, Når eller Så."))
            return
        yield Sentence(kind, _filled(part["text"], example), line, _table(part, example))


def _table(part: Parsed, example: dict[str, str]) -> tuple[tuple[str, ...], ...]:
    if "docString" in part:
        return ((_filled(part["docString"]["content"], example),),)
    rows = part.get("dataTable", {}).get("rows", ())
    return tuple(tuple(_filled(cell["value"], example) for cell in row["cells"]) for row in rows)


@dataclass(frozen=True)
class _Surroundings:
    """What a scenario inherits: the feature's name, tags and backgrounds."""

    file: str
    feature: str
    tags: tuple[str, ...]
    backgrounds: tuple[Sequence[Parsed], ...]


def _walk(children: Sequence[Parsed], around: _Surroundings) -> Iterator[tuple[Parsed, _Surroundings]]:
    """Yield every scenario with what it inherits from its feature and its rule."""
    for child in children:
        if "background" in child:
            backgrounds = (*around.backgrounds, child["background"]["steps"])
            around = _Surroundings(around.file, around.feature, around.tags, backgrounds)
        elif "rule" in child:
            rule = child["rule"]
            tags = (*around.tags, *_tags(rule))
            yield from _walk(rule["children"], _Surroundings(around.file, around.feature, tags, around.backgrounds))
        else:
            yield child["scenario"], around


def _step_of(tags: tuple[str, ...], name: str, file: str, line: int, gatherer: Gatherer) -> str | None:
    """Return the one step that the tags name; none or several are a mistake."""
    steps = sorted({tag for tag in tags if tag.startswith("TP-")})
    if not steps:
        sentence = _("Scenariet “{name}” hører ikke til noget trin. Skriv trinnets tag over det, fx @TP-4.2.21.")
        gatherer.add(file, line, sentence.format(name=name))
        return None
    if len(steps) > 1:
        sentence = _("Scenariet “{name}” er mærket med flere trin ({steps}). Et scenarie viser ét trin.")
        gatherer.add(file, line, sentence.format(name=name, steps=", ".join(steps)))
        return None
    return steps[0]


def _scenario(parsed: Parsed, around: _Surroundings, gatherer: Gatherer) -> Scenario | None:
    line, name = int(parsed["location"]["line"]), parsed["name"]
    tags = (*around.tags, *_tags(parsed), *(tag for table in parsed["examples"] for tag in _tags(table)))
    step = _step_of(tags, name, around.file, line, gatherer)
    rows = _examples(parsed)
    if not rows or (parsed["keyword"] == _OUTLINE_KEYWORD and not parsed["examples"]):
        sentence = _("Scenariet “{name}” har ingen eksempler og bliver aldrig kørt.")
        gatherer.add(around.file, line, sentence.format(name=name))
    if not parsed["steps"]:
        sentence = _("Scenariet “{name}” har ingen sætninger og viser intet.")
        gatherer.add(around.file, line, sentence.format(name=name))
    parts = (*around.backgrounds, parsed["steps"])
    sentences = [each for row in rows for part in parts for each in _sentences(part, row, around.file, gatherer)]
    if step is None:
        return None
    unique = tuple(dict.fromkeys(sentences))
    return Scenario(step, name, around.feature, tags, len(rows), unique, around.file, line)


def read_feature(text: str, file: str, gatherer: Gatherer) -> FeatureFile:
    """Read one feature file; syntax errors and scenarios without exactly one step tag are noted."""
    seen = frozenset(STEP_TAG.findall(" ".join(re.findall(r"@\S+", text))))
    feature = _parse(text, file, gatherer)
    if feature is None:
        return FeatureFile(file, text, (), seen)
    around = _Surroundings(file, feature["name"], _tags(feature), ())
    found = (_scenario(parsed, inherited, gatherer) for parsed, inherited in _walk(feature["children"], around))
    return FeatureFile(file, text, tuple(scenario for scenario in found if scenario), seen)
