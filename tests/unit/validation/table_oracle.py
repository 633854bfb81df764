"""A second reading of the tables, apart from the schema writer: a verdict by regular expressions over child names.

Holds too the maker of random messages, right and wrong, from the same tables.
"""

import calendar
import csv
import random
import re
from functools import cache
from itertools import groupby

from labcert.domain.suite import suite_root

FOLDER = suite_root() / "fixtures" / "standards"
REPORTS = "http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/"
RECEIPTS = "http://rep.oio.dk/sundcom.dk/medcom.dk/xml/schemas/2005/08/07/"
PLAIN_INLINE = {"Break", "Space"}
STYLES = {"Right", "Center", "Bold", "Italic", "Underline"}

GOOD = {
    "(([0-1][0-9])|(2[0-3])):[0-5][0-9]": ["00:00", "23:59"],
    "[0-9]{10}": ["2512489996"],
    "[0-9]{1,15}": ["1", "9" * 15],
    r"[0-9A-Fa-f]{8}\-[0-9A-Fa-f]{4}\-[0-9A-Fa-f]{4}\-[0-9A-Fa-f]{4}\-[0-9A-Fa-f]{12}": [
        "0aF00000-0000-0000-0000-000000000000"
    ],
    "true": ["true"],
}
TYPED = {
    "xs:date": ["2025-12-01", "2024-02-29"],
    "xs:boolean": ["true", "false", "0", "1"],
    "xs:positiveInteger": ["1", "123456789012"],
}
WRONG = ["", "x", "24:00", "2025-02-30", "-1", "0", "ja", "False", " ", "1 ", "2512489996x", "true ", "XR0130K"]

Row = dict[str, str]
Node = tuple[str, str, list["Node"]]
"""name, text before the first child, children; in a mixed text a child named "#" is text"""


def rows(table: str) -> dict[str, dict[str, str]]:
    """Return a table's rows by path."""
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {row["path"]: row for row in csv.DictReader(file)}


TABLE = {**rows("envelope"), **rows("xrpt01"), **rows("xrpt05"), **rows("receipts")}
ROOTS = {
    REPORTS: ("LaboratoryReport", "MicrobiologyWebReport"),
    RECEIPTS: ("PositiveReceipt", "NegativeReceipt", "NegativeVansReceipt"),
}
with (FOLDER / "other-letters.csv").open(encoding="utf-8", newline="") as _file:
    OTHERS = tuple(row["name"] for row in csv.DictReader(_file))


@cache
def children(path: str) -> list[dict[str, str]]:
    """Return the rows right below a path."""
    return [row for other, row in TABLE.items() if other.rsplit("/", 1)[0] == path]


def bounds(text: str) -> tuple[int, int]:
    """Return (least, most) of `1..9`."""
    least, most = text.split("..")
    return int(least), int(most)


# ------------------------------------------------------------------------------------------------------------- verdict
def content_pattern(path: str) -> str:
    """Return a regular expression over `Name;Name;`."""
    parts = []
    for group, members in groupby(children(path), key=lambda row: row["group"]):
        pieces = []
        for row in members:
            least, most = bounds(row["occurs"])
            pieces.append(f"(?:{row['path'].rsplit('/', 1)[1]};){{{least},{most}}}")
        if not group:
            parts += pieces
            continue
        kind, occurs = group.split(" ")
        least, most = bounds(occurs)
        parts.append(f"(?:{('|' if kind.startswith('choice') else '').join(pieces)}){{{least},{most}}}")
    return "".join(parts)


PATTERNS = {path: re.compile(content_pattern(path)) for path, row in TABLE.items() if row["content"] == "elements"}


def text_is_right(row: dict[str, str], text: str) -> bool:
    """Say whether a leaf's text is as its row says."""
    content = row["content"]
    if row["length"]:
        least, most = bounds(row["length"])
        if not least <= len(text) <= most:
            return False
    if row["values"] and text not in row["values"].split(" | "):
        return False
    bare = text.strip(" \t\r\n")
    if row["pattern"] and not re.fullmatch(row["pattern"], text if content == "xs:string" else bare):
        return False
    if content in {"xs:int", "xs:positiveInteger"}:
        if not re.fullmatch(r"[+-]?[0-9]+", bare):
            return False
        least, most = bounds(row["range"]) if row["range"] else (1, 10**30)
        return least <= int(bare) <= most
    if content == "xs:boolean":
        return bare in {"true", "false", "0", "1"}
    return content != "xs:date" or date_is_right(bare)


DATE = re.compile(r"(-?)([0-9]{4,})-([0-9]{2})-([0-9]{2})(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?", re.ASCII)


def date_is_right(text: str) -> bool:
    """Say whether a text is an xs:date (XSD 1.0 part 2, 3.2.9): a year of four digits or more, perhaps a zone."""
    found = DATE.fullmatch(text)
    if not found:
        return False
    _, year, month, day = found.groups()
    if int(year) == 0 or (len(year) > 4 and year.startswith("0")) or not 1 <= int(month) <= 12:
        return False
    days = 29 if int(month) == 2 and calendar.isleap(int(year)) else calendar.mdays[int(month)]
    return 1 <= int(day) <= days


def mixed_is_right(node: Node, allowed: set[str]) -> bool:
    """Say whether a mixed text holds only what it may."""
    for name, text, inner in node[2]:
        if name == "#":
            continue
        if name not in allowed:
            return False
        if name in PLAIN_INLINE and (text or inner):
            return False
        inside = PLAIN_INLINE | STYLES if name == "FixedFont" else PLAIN_INLINE
        if name not in PLAIN_INLINE and not mixed_is_right((name, text, inner), inside):
            return False
    return True


def is_right(path: str, node: Node) -> bool:
    """Say whether an element and all below it are as the table says."""
    row = TABLE[path]
    _, text, inner = node
    if row["content"] == "mixed text":
        return mixed_is_right(node, set(row["values"].removeprefix("inline elements: ").split(" | ")))
    if row["content"] != "elements":
        return not inner and text_is_right(row, text)
    loose = "".join([text, *(child[1] for child in inner if child[0] == "#")])
    elements = [child for child in inner if child[0] != "#"]
    if loose.strip(" \t\r\n") or not PATTERNS[path].fullmatch("".join(f"{child[0]};" for child in elements)):
        return False
    return all(is_right(f"{path}/{child[0]}", child) for child in elements)


def message_is_right(message: Node) -> bool:
    """Say whether a whole message is as the tables say."""
    envelope, *letters = message[2]
    return is_right("/Emessage/Envelope", envelope) and all(is_right(f"/{letter[0]}", letter) for letter in letters)


# --------------------------------------------------------------------------------------------------------------- maker
def good_text(row: dict[str, str], rng: random.Random) -> str:
    """Return a right text for a leaf, often at a limit."""
    if row["pattern"] and row["values"]:
        return row["pattern"]
    if row["values"]:
        return rng.choice(row["values"].split(" | "))
    if row["pattern"]:
        return rng.choice(GOOD[row["pattern"]])
    if row["range"]:
        return str(rng.choice(bounds(row["range"])))
    if row["length"]:
        return "".join(rng.choice("aZ9 æøå—☃<&'\"") for _ in range(rng.choice(bounds(row["length"]))))
    return rng.choice(TYPED[row["content"]])


def make_mixed(allowed: set[str], rng: random.Random, depth: int = 0) -> list[Node]:
    """Return the pieces of a right mixed text."""
    pieces: list[Node] = [("#", "tekst <&> ", [])] if rng.random() < 0.7 else []
    for name in rng.sample(sorted(allowed), rng.randint(0, min(3, len(allowed)))):
        inside = PLAIN_INLINE | STYLES if name == "FixedFont" else PLAIN_INLINE
        pieces.append((name, "", [] if name in PLAIN_INLINE or depth > 2 else make_mixed(inside, rng, depth + 1)))
        if rng.random() < 0.5:
            pieces.append(("#", rng.choice([" ", "\n", "æ", "]]>"]), []))
    return pieces


def times(least: int, most: int, rng: random.Random, share: float) -> int:
    """Return how often something occurs: mostly least or one more, seldom most."""
    if least == most:
        return least
    extreme = most if most <= 20 and rng.random() < 0.03 else least + 1
    return extreme if rng.random() < share else least


def make(path: str, rng: random.Random, share: float) -> Node:
    """Return a right element with all below it."""
    row = TABLE[path]
    name = path.rsplit("/", 1)[1]
    if row["content"] == "mixed text":
        return name, "", make_mixed(set(row["values"].removeprefix("inline elements: ").split(" | ")), rng)
    if row["content"] != "elements":
        return name, good_text(row, rng), []
    inner: list[Node] = []
    for group, members in groupby(children(path), key=lambda child: child["group"]):
        listed = list(members)
        rounds = [listed]
        if group:
            kind, occurs = group.split(" ")
            count = times(*bounds(occurs), rng, share)
            rounds = [[rng.choice(listed)] if kind.startswith("choice") else listed for _ in range(count)]
        for row in (row for one in rounds for row in one):
            inner += [make(row["path"], rng, share) for _ in range(times(*bounds(row["occurs"]), rng, share))]
    return name, "", inner


def make_message(rng: random.Random) -> tuple[str, Node]:
    """Return a namespace and a right message, its optional elements present with a random share."""
    namespace = rng.choice([REPORTS, REPORTS, REPORTS, RECEIPTS])
    share = rng.choice([0.0, 0.2, 0.4])
    letters = [make(f"/{rng.choice(ROOTS[namespace])}", rng, share) for _ in range(rng.choice([1, 1, 2]))]
    return namespace, ("Emessage", "", [make("/Emessage/Envelope", rng, share), *letters])


def spoil(message: Node, rng: random.Random) -> Node:
    """Return the message with one change somewhere: most make it wrong, some do not; the verdict tells."""
    nodes: list[Node] = []

    def collect(node: Node) -> None:
        for child in node[2]:
            if child[0] != "#":
                nodes.append(child)
                collect(child)

    for letter in message[2]:
        collect(letter)
    target = rng.choice(nodes)
    change = rng.choice([drop, double, swap, retext, retext, retext, put_text, put_element])

    def rebuilt(node: Node) -> Node:
        name, text, inner = node
        return change((name, text, inner), rng) if node is target else (name, text, [rebuilt(child) for child in inner])

    return rebuilt(message)


def drop(node: Node, rng: random.Random) -> Node:
    """Leave out a child."""
    name, text, inner = node
    at = rng.randrange(len(inner)) if inner else 0
    return name, text, inner[:at] + inner[at + 1 :]


def double(node: Node, rng: random.Random) -> Node:
    """Repeat a child."""
    name, text, inner = node
    at = rng.randrange(len(inner)) if inner else 0
    return name, text, inner[: at + 1] + inner[at:]


def swap(node: Node, rng: random.Random) -> Node:
    """Put the children in another order."""
    name, text, inner = node
    return name, text, rng.sample(inner, len(inner))


def retext(node: Node, rng: random.Random) -> Node:
    """Change a leaf's text: longer, shorter, or something else."""
    name, text, inner = node
    if inner:
        return node
    return name, rng.choice([text + "x", text[:-1], text + "ø" * 40, rng.choice(WRONG)]), inner


def put_text(node: Node, rng: random.Random) -> Node:
    """Put text or white space before the children."""
    name, text, inner = node
    return (name, text, [("#", rng.choice(["hov", "\n  "]), []), *inner]) if inner else node


def put_element(node: Node, rng: random.Random) -> Node:
    """Put an element after the children."""
    name, text, inner = node
    return name, text, [*inner, (rng.choice(["Break", "Bold", "Fremmed", "Comments"]), "", [])]
