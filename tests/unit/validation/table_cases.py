"""Every way in which a message can be right or wrong by the tables, one case each, made from the tables alone.

A case starts from the smallest right message that has the element it is about, and changes one thing. Its verdict is
`table_oracle`'s, which knows nothing of our schemas.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby, product

from tests.unit.validation import table_oracle as oracle
from tests.unit.validation.table_oracle import Node, Row

__all__ = ["Case", "all_cases"]

INLINE = (*sorted(oracle.PLAIN_INLINE), *sorted(oracle.STYLES), "FixedFont", "Sup", "Comments")
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
ATTRIBUTES = (
    ("a", "1", False),
    (f"{XSI}nil", "true", False),
    (f"{XSI}nil", "false", False),
    (f"{XSI}type", "Nowhere", False),
    ("{http://www.w3.org/XML/1998/namespace}lang", "da", False),
    (f"{XSI}schemaLocation", "a b", True),
)
"""name, value, and whether XSD lets it stand on any element"""

LIKE_DATES = (
    "2025-12-01", "2024-02-29", "2000-02-29", "2025-02-29", "1900-02-29", "2025-04-31", "2025-13-01", "2025-00-01", "2025-12-00",
    "0001-01-01", "0000-01-01", "9999-12-31", "12025-01-01", "02025-01-01", "-0001-01-01", "2025-1-1", "20251201", "01-12-2025",
    "2025-12-01Z", "2025-12-01+01:00", "2025-12-01+14:00", "2025-12-01+14:01", "2025-12-01-24:00", "2025-12-01T00:00:00",
    " 2025-12-01", "2025-12-01\n", "\t2025-12-01 ", "2025-12-01\u00a0", "２０２５-12-01", "", " ", "i dag",
)  # fmt: skip
LIKE_BOOLEANS = (
    "true", "false", "0", "1", " true", "false\n", "True", "FALSE", "ja", "00", "", " ", "\u00a0true", "١"
)  # fmt: skip
LIKE_NUMBERS = (
    "1", "0", "-1", "+1", "01", " 1", "1\n", "1.0", "1,0", "1e2", "", " ", "+", "--1", "1 0", "٣", "\u00a01", "9" * 30,
)  # fmt: skip
NEAR_PATTERNS = {
    "(([0-1][0-9])|(2[0-3])):[0-5][0-9]": (
        "00:00", "09:59", "10:00", "19:59", "20:00", "23:59", "24:00", "29:00", "30:00", "12:60", "9:00", "09.00", "09:00:00",
        " 09:00", "09:00 ", "٠٩:00", "",
    ),
    "[0-9]{10}": (
        "2512489996", "0000000000", "251248999", "25124899966", "251248-9996", "251248 9996", "251248999X", "٢512489996",
        " 2512489996", "2512489996\n", "",
    ),
    "[0-9]{1,15}": ("0", "1", "9" * 15, "9" * 16, "", "-1", "1.5", "1 ", "٣"),
    r"[0-9A-Fa-f]{8}\-[0-9A-Fa-f]{4}\-[0-9A-Fa-f]{4}\-[0-9A-Fa-f]{4}\-[0-9A-Fa-f]{12}": (
        "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "3F2504E0-4F89-41D3-9A0C-0305E82C3301", "3f2504e04f8941d39a0c0305e82c3301",
        "3f2504e0-4f89-41d3-9a0c-0305e82c330", "3f2504e0-4f89-41d3-9a0c-0305e82c33011", "3g2504e0-4f89-41d3-9a0c-0305e82c3301",
        "{3f2504e0-4f89-41d3-9a0c-0305e82c3301}", "",
    ),
    "true": ("true", "false", "1", " true ", "True", ""),
}  # fmt: skip


LIKE_TYPES = {
    "xs:date": LIKE_DATES, "xs:boolean": LIKE_BOOLEANS, "xs:int": LIKE_NUMBERS, "xs:positiveInteger": LIKE_NUMBERS,
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A message, what it tries, and the verdict of the tables. `attribute` (path, name, value) stands on one element."""

    what: str
    namespace: str
    message: Node
    right: bool
    attribute: tuple[tuple[str, ...], str, str] | None = None


# ------------------------------------------------------------------------------------------------------ right messages
def _name(row: Row) -> str:
    return row["path"].rsplit("/", 1)[1]


def _good(row: Row) -> str:
    """Return the right text of a leaf: always the same one."""
    if row["pattern"] and row["values"]:
        return row["pattern"]
    if row["values"]:
        return row["values"].split(" | ")[0]
    if row["pattern"]:
        return oracle.GOOD[row["pattern"]][0]
    if row["range"]:
        return str(oracle.bounds(row["range"])[0])
    if row["length"]:
        return "x" * max(1, oracle.bounds(row["length"])[0])
    return oracle.TYPED[row["content"]][0]


def _wants(row: Row, wanted: str) -> bool:
    return wanted == row["path"] or wanted.startswith(row["path"] + "/")


@cache
def smallest(path: str, wanted: str = "", *, full: bool = False) -> Node:
    """Return the smallest right element that has `wanted` (a path) in it; `full` has every optional child once."""
    row = oracle.TABLE[path]
    name = _name(row)
    if row["content"] == "mixed text":
        return name, "", [("#", "tekst", [])]
    if row["content"] != "elements":
        return name, _good(row), []
    inner: list[Node] = []
    for group, members in groupby(oracle.children(path), key=lambda child: child["group"]):
        listed = list(members)
        asked = [child for child in listed if _wants(child, wanted)]
        if group:
            kind, occurs = group.split(" ")
            if not (oracle.bounds(occurs)[0] or asked or full):
                continue
            if kind.startswith("choice"):
                listed = asked or listed[:1]
        kept = [child for child in listed if oracle.bounds(child["occurs"])[0] or full or child in asked]
        inner += [smallest(child["path"], wanted) for child in kept]
    return name, "", inner


def changed(node: Node, names: list[str], change: Callable[[Node], Node]) -> Node:
    """Return the tree with one element changed: the first of each name on the way down."""
    if not names:
        return change(node)
    name, text, inner = node
    at = next(index for index, child in enumerate(inner) if child[0] == names[0])
    return name, text, [*inner[:at], changed(inner[at], names[1:], change), *inner[at + 1 :]]


def message(letter: Node) -> Node:
    """Return a message with an envelope and one letter."""
    return "Emessage", "", [smallest("/Emessage/Envelope"), letter]


@dataclass(frozen=True)
class Place:
    """An element of the tables in the smallest message that has it."""

    namespace: str
    row: Row

    @property
    def path(self) -> str:
        return self.row["path"]

    @property
    def names(self) -> list[str]:
        """The way down from Emessage."""
        return self.path.removeprefix("/Emessage").split("/")[1:]

    def host(self, *, full: bool = False) -> Node:
        """Return the message; with `full` the element's parent has all its optional children."""
        letter = self.names[0]
        if letter == "Envelope":
            other = oracle.ROOTS[self.namespace][0]
            return "Emessage", "", [smallest("/Emessage/Envelope"), smallest(f"/{other}")]
        parent = self.path.rsplit("/", 1)[0]
        whole = message(smallest(f"/{letter}", self.path))
        if full and len(self.names) > 1:
            whole = changed(whole, self.names[:-1], lambda _old: smallest(parent, full=True))
        return whole

    def with_this(self, change: Callable[[Node], Node]) -> Node:
        """Return the message with this element changed."""
        return changed(self.host(), self.names, change)

    def with_parent(self, change: Callable[[list[Node]], list[Node]], *, full: bool = False) -> Node:
        """Return the message with the children of this element's parent changed."""
        return changed(self.host(full=full), self.names[:-1], lambda node: (node[0], node[1], change(node[2])))


# --------------------------------------------------------------------------------------------------------------- cases
def _listed(row: Row) -> Iterator[str]:
    """Yield each listed value, and texts that are nearly one."""
    values = row["values"].split(" | ")
    first = values[0]
    yield from values
    yield from (first.upper(), first.capitalize(), f" {first}", f"{first} ", first[:-1], f"{first}x", "", "ukendt_værdi")
    yield row["values"]


def _measured(row: Row) -> Iterator[str]:
    """Yield texts at the limits of a length, and one beyond, of characters that take one byte or several."""
    least, most = oracle.bounds(row["length"])
    for count in sorted({max(0, least - 1), least, most, most + 1}):
        yield from (character * count for character in ("x", "æ", "\U0001f9ea", " ", "&", "\n"))


def texts(row: Row) -> Iterator[str]:
    """Yield texts for a leaf: at each limit, on each side of it, and each listed value with its likes."""
    if row["values"]:
        yield from _listed(row)
    if row["length"]:
        yield from _measured(row)
    if row["range"]:
        least, most = oracle.bounds(row["range"])
        yield from map(str, (least - 1, least, most, most + 1))
    yield from NEAR_PATTERNS.get(row["pattern"], ())
    yield from LIKE_TYPES.get(row["content"], ())


def _of_leaf(place: Place) -> Iterator[tuple[str, Node]]:
    if place.row["content"] in {"elements", "mixed text"}:
        return
    for text in dict.fromkeys(texts(place.row)):
        yield f"text {text[:20]!r} ({len(text)})", place.with_this(lambda node, text=text: (node[0], text, []))
    for name in ("Break", "Text", "Fremmed"):
        yield f"{name} inside", place.with_this(lambda node, name=name: (node[0], node[1], [(name, "", [])]))


def _of_mixed(place: Place) -> Iterator[tuple[str, Node]]:
    if place.row["content"] != "mixed text":
        return

    def put(*pieces: Node) -> Node:
        return place.with_this(lambda node: (node[0], "", list(pieces)))

    yield "empty", put()
    for name in INLINE:
        yield f"{name}", put(("#", "a", []), (name, "", []), ("#", "b", []))
        yield f"{name} with text", put((name, "tekst", []))
        yield f"{name} with space", put((name, " ", []))
        yield f"{name} twice", put((name, "", []), (name, "", []))
        for inner in INLINE:
            yield f"{name}/{inner}", put((name, "", [(inner, "", [])]))
            if name == "FixedFont":
                for innermost in INLINE:
                    yield f"{name}/{inner}/{innermost}", put((name, "", [(inner, "", [(innermost, "", [])])]))


def _of_occurrence(place: Place) -> Iterator[tuple[str, Node]]:
    if len(place.names) < 2:
        return
    name, (least, most) = place.names[-1], oracle.bounds(place.row["occurs"])

    def times(count: int) -> Callable[[list[Node]], list[Node]]:
        def change(children: list[Node]) -> list[Node]:
            at = next(index for index, child in enumerate(children) if child[0] == name)
            return [*children[:at], *[children[at]] * count, *children[at + 1 :]]

        return change

    for count in sorted({0, 1, max(0, least - 1), least, most, most + 1}):
        yield f"{count} times", place.with_parent(times(count))


def _of_content(place: Place) -> Iterator[tuple[str, Node]]:
    """Loose text, foreign elements and neighbours in another order, in an element that has elements."""
    if place.row["content"] != "elements":
        return
    for where, text in product(("before", "after"), ("hov", " \t\r\n", "\u00a0", "0")):
        piece: Node = ("#", text, [])
        yield f"text {text!r} {where}", place.with_this(
            lambda node, piece=piece, where=where: (
                node[0], node[1], [piece, *node[2]] if where == "before" else [*node[2], piece],
            )
        )  # fmt: skip
    for name in ("Fremmed", "Break", place.names[-1]):
        foreign: Node = (name, "", [])
        yield f"{name} first", place.with_this(lambda node, foreign=foreign: (node[0], "", [foreign, *node[2]]))
        yield f"{name} last", place.with_this(lambda node, foreign=foreign: (node[0], "", [*node[2], foreign]))
    yield "empty", place.with_this(lambda node: (node[0], "", []))
    whole = smallest(place.path, full=True)
    yield "full", place.with_this(lambda _node: whole)
    for at in range(len(whole[2]) - 1):
        swapped = [*whole[2][:at], whole[2][at + 1], whole[2][at], *whole[2][at + 2 :]]
        yield f"{whole[2][at][0]} swapped", place.with_this(lambda node, swapped=swapped: (node[0], "", swapped))


def _of_groups(place: Place) -> Iterator[tuple[str, Node]]:
    """Every choice and group of an element: each part alone, none, every two, half of them, too many."""
    if place.row["content"] != "elements":
        return
    rows = oracle.children(place.path)
    for group in dict.fromkeys(row["group"] for row in rows if row["group"]):
        members = [row for row in rows if row["group"] == group]
        most = oracle.bounds(group.split(" ")[1])[1]
        made = [smallest(row["path"]) for row in members]

        def put(pieces: list[Node], members: list[Row] = members) -> Node:
            names = {_name(row) for row in members}
            whole = smallest(place.path, members[0]["path"])[2]
            at = next(index for index, child in enumerate(whole) if child[0] in names)
            rest = [child for child in whole[at:] if child[0] not in names]
            return place.with_this(lambda node: (node[0], "", [*whole[:at], *pieces, *rest]))

        for chosen in product((False, True), repeat=len(made)):
            pieces = [piece for piece, kept in zip(made, chosen, strict=True) if kept]
            yield f"{group}: {[piece[0] for piece in pieces]}", put(pieces)
        yield f"{group}: reversed", put(made[::-1])
        for count in {most, most + 1} - {1}:
            yield f"{group}: {count}", put([made[number % len(made)] for number in range(count)])


def _envelopes() -> Iterator[tuple[str, str, Node, bool]]:
    """Messages as wholes: which letters, how many, in what order, with which envelope."""
    head = smallest("/Emessage/Envelope")
    for namespace, letters in oracle.ROOTS.items():
        made = [smallest(f"/{name}") for name in letters]
        for count in range(3):
            for chosen in product(made, repeat=count):
                names = [letter[0] for letter in chosen]
                yield f"letters {names}", namespace, ("Emessage", "", [head, *chosen]), count > 0
        yield "no envelope", namespace, ("Emessage", "", made[:1]), False
        yield "two envelopes", namespace, ("Emessage", "", [head, head, made[0]]), False
        yield "envelope last", namespace, ("Emessage", "", [made[0], head]), False
        yield "envelope between", namespace, ("Emessage", "", [made[0], head, made[0]]), False
        yield "loose text", namespace, ("Emessage", "", [head, ("#", "hov", []), made[0]]), False
        yield "many letters", namespace, ("Emessage", "", [head, *made * 30]), True
        for name in ("Laboratoryreport", "Fremmed", "Emessage"):
            yield f"letter {name}", namespace, ("Emessage", "", [head, (name, "", [])]), False
        for name in oracle.OTHERS:
            other: Node = (name, "", [("Hvadsomhelst", "tekst", [])])
            right = namespace == oracle.REPORTS
            yield f"{name} alone", namespace, ("Emessage", "", [head, other]), right
            yield f"{name} beside", namespace, ("Emessage", "", [head, made[0], other]), right
        foreign = next(roots for other, roots in oracle.ROOTS.items() if other != namespace)[0]
        yield f"{foreign} here", namespace, ("Emessage", "", [head, smallest(f"/{foreign}")]), False


def all_cases() -> Iterator[Case]:
    """Yield every case of the envelope, both answers and the three receipts."""
    for what, namespace, whole, right in _envelopes():
        yield Case(what, namespace, whole, right)
    for namespace, letters in oracle.ROOTS.items():
        for row in oracle.TABLE.values():
            if row["path"] == "/Emessage" or row["path"].split("/")[1] not in {"Emessage", *letters}:
                continue
            place = Place(namespace, row)
            for make in (_of_leaf, _of_mixed, _of_occurrence, _of_content, _of_groups):
                for what, whole in make(place):
                    yield Case(f"{place.path}: {what}", namespace, whole, oracle.message_is_right(whole))
            for name, value, right in ATTRIBUTES:
                yield Case(f"{place.path}: {name}", namespace, place.host(), right, (tuple(place.names), name, value))
