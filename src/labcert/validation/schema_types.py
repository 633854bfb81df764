"""Names for the types of the schemas we make: equal structures get one name, different ones different names."""

from collections.abc import Iterable

from labcert.validation.standards import ElementRule

__all__ = ["STYLES", "TypeNames", "is_plain"]

STYLES = {"Break": "Empty", "Space": "Empty", "FixedFont": "FixedFontText"}
"""inline element -> its type, where it is not StyledText"""

SHORT = {
    "LaboratoryReport": "Xrpt01",
    "MicrobiologyWebReport": "Xrpt05",
    "PositiveReceipt": "Positive",
    "NegativeReceipt": "Negative",
    "NegativeVansReceipt": "NegativeVans",
    "Emessage": "",
}
"""letter -> what sets its types apart where the other letter has another type of the same name"""

BY_CHILDREN = {
    ("Date", "Time"): "DateAndTimeType",
    ("Code", "CodeType", "CodeResponsible", "Text"): "CodedTextType",
    ("Paragraph",): "ParagraphsType",
    ("EANIdentifier",): "PartyType",
}
"""children -> the name of a structure that many elements have, so that none of them should give it its name"""

Key = tuple[object, ...]


def is_plain(rule: ElementRule) -> bool:
    """Say whether a rule asks no more than an XSD type of its own does (xs:date)."""
    return rule.content.startswith("xs:") and not (rule.length or rule.values or rule.pattern or rule.span)


def _stem(rule: ElementRule) -> str:
    """Return what kind of type it is, as the end of its name."""
    if rule.content == "elements":
        return "Type"
    if rule.values:
        return "Values" if not rule.pattern else "Fixed"
    return "Pattern" if rule.pattern else "Range"


def _candidates(rule: ElementRule) -> list[str]:
    """Return names from short to long: the element, the letter and the element, then with ever more parents."""
    _, letter, *between = rule.path.split("/")
    if not between:
        return [f"{letter}{_stem(rule)}"]
    short, stem = SHORT[letter], _stem(rule)
    tails = ["".join(between[start:]) for start in range(len(between) - 1, -1, -1)]
    return [name for tail in tails for name in (f"{tail}{stem}", f"{short}{tail}{stem}")]


class TypeNames:
    """The name of each rule's type, over all rules of one namespace."""

    def __init__(self, rules: Iterable[ElementRule]) -> None:
        first: dict[Key, ElementRule] = {}
        for rule in rules:
            first.setdefault(self.key(rule), rule)
        self._names = {key: name for key, rule in first.items() if (name := self._known(rule))}
        open_keys = {key: _candidates(rule) for key, rule in first.items() if key not in self._names}
        self._settle(open_keys)

    @staticmethod
    def key(rule: ElementRule) -> Key:
        """Return what makes two rules' types the same: content and facets, and all below, but not the name."""
        children = tuple((c.name, c.least, c.most, c.group, TypeNames.key(c)) for c in rule.children)
        return (rule.content, rule.length, rule.values, rule.pattern, rule.span, children)

    def of(self, rule: ElementRule) -> str:
        """Return the name of a rule's type."""
        return self._names[self.key(rule)]

    @staticmethod
    def _known(rule: ElementRule) -> str:
        """Return the name where the facets themselves give it, else ""."""
        if is_plain(rule):
            return rule.content
        if rule.content == "mixed text":
            return "FormattedText" if "FixedFont" in rule.values else "StyledText"
        if rule.length and not (rule.values or rule.pattern):
            least, most = rule.length
            return f"Text{least}" if least == most else f"Text{least}To{most}"
        return BY_CHILDREN.get(tuple(child.name for child in rule.children), "")

    def _settle(self, waiting: dict[Key, list[str]]) -> None:
        """Give each type the shortest of its names that no other type still wants or has."""
        level = 0
        while waiting:
            wishes = [names[min(level, len(names) - 1)] for names in waiting.values()]
            taken = set(self._names.values())
            given = {
                key: wish
                for (key, _), wish in zip(waiting.items(), wishes, strict=True)
                if wishes.count(wish) == 1 and wish not in taken
            }
            self._names |= given
            waiting = {key: names for key, names in waiting.items() if key not in given}
            level += 1
