"""The worst that ten megabytes can hold, each kind by itself. Run as a program it validates them and tells the cost."""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from labcert.domain.suite import suite_root
from labcert.validation import Profile, load_rule_book, validate

MEGABYTES = 10 * 1024 * 1024 - 8_000


def base() -> bytes:
    """Return a right answer of three results."""
    return (suite_root() / "fixtures" / "corpus" / "valid" / "xrpt01-numeric.xml").read_bytes()


def letter() -> bytes:
    """Return its letter."""
    return base()[base().index(b"<LaboratoryReport>") : base().index(b"</Emessage>")]


def beside(content: bytes) -> bytes:
    """Return the answer with something after its letter."""
    return base().replace(b"</Emessage>", content + b"</Emessage>")


def other(content: bytes, attributes: bytes = b"") -> bytes:
    """Return the answer with a letter beside it that may hold anything."""
    return beside(b"<GeneticsReport " + attributes + b">" + content + b"</GeneticsReport>")


def filled(inner: bytes) -> bytes:
    """Return the answer with as many of an inline element as the limits let by, over many comments."""
    comment = b"<ResultComments>" + inner * 1_990 + b"</ResultComments>"
    result = letter()[letter().index(b"<Result>") : letter().index(b"</Result>") + len(b"</Result>")]
    crowded = result.replace(b"</Unit>", b"</Unit>" + comment * 20)
    return base().replace(result, crowded * 3 + result.replace(b"</Unit>", b"</Unit>" + comment * 12))


def many(pattern: bytes, least: int = 0) -> bytes:
    """Return numbered pieces up to ten megabytes."""
    count = (MEGABYTES - least) // (len(pattern) + 5)
    return b" ".join(pattern % number for number in range(count))


WORST: dict[str, Callable[[], bytes]] = {
    "elements": lambda: other(b"<a/>" * (MEGABYTES // 4)),
    "elements up to the limit": lambda: other((b"<b>" + b"<a/>" * 1_990 + b"</b>") * 74),
    "deep": lambda: other(b"<a>" * 1_000_000 + b"</a>" * 1_000_000),
    "deep up to the limit": lambda: other((b"<a>" * 60 + b"</a>" * 60) * 1_900),
    "attributes": lambda: other(b"", many(b'a%d=""')),
    "attributes with values": lambda: other(b"", many(b'a%d="x"')),
    "attributes on every element": lambda: filled(b"<Bold " + b" ".join(b'a%d=""' % n for n in range(8)) + b"/>"),
    "namespaces": lambda: other(b"", many(b'xmlns:a%d="u"')),
    "long text": lambda: base().replace(b"<Value>8,4</Value>", b"<Value>" + b"8" * 9_900_000 + b"</Value>"),
    "character references": lambda: base().replace(b"<Value>8,4", b"<Value>" + b"&#56;" * (MEGABYTES // 5)),
    "long name": lambda: base().replace(b"<Value>8,4</Value>", b"<" + b"x" * MEGABYTES + b"/>"),
    "comments": lambda: base().replace(b"<Value>8,4", b"<Value>" + b"<!---->" * (MEGABYTES // 7)),
    "comments before the root": lambda: base().replace(b"?>", b"?>" + b"<!---->" * (MEGABYTES // 7), 1),
    "unclosed comments": lambda: base().replace(b"?>", b"?>" + b"<!-" * (MEGABYTES // 3), 1),
    "errors of content": lambda: filled(b"<Break>x</Break>"),
    "errors of values": lambda: beside(letter().replace(b"2025-12-01</Date>", b" 2025-12-41 </Date>") * 900),
    "dates with space": lambda: beside(letter().replace(b"2025-12-01</Date>", b" 2025-12-01 </Date>") * 900),
    "letters": lambda: beside(b"<LaboratoryReport/>" * (MEGABYTES // 20)),
    "letters up to the limit": lambda: beside(letter() * 900),
    "other letters": lambda: beside(b"<GeneticsReport/>" * 990),
    "unknown letters": lambda: beside(b"<LaboratoryRepor/>" * 990),
    "persons": lambda: other((b"<b>" + b"<Paragraph>0102031234</Paragraph>" * 1_900 + b"</b>") * 75),
    "utf-16": lambda: base().decode().replace('"UTF-8"', '"UTF-16"').encode("utf-16")
    + ("<!---->" * (MEGABYTES // 16)).encode("utf-16-le"),
    "not xml": lambda: b"x" * MEGABYTES,
    "space": lambda: b" " * MEGABYTES,
    "left angles": lambda: b"<" * MEGABYTES,
    "cut": lambda: base()[:-12] + b"<a>" * 100_000,
}


def main() -> None:
    """Validate each by all rules and print, as JSON, name -> [problem, findings, CPU seconds] and the most memory, in bytes."""
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
    book = load_rule_book(suite_root(), Profile("as they are", "", "", ""))
    told: dict[str, list[object]] = {}
    for name, make in WORST.items():
        data = make()
        begun = time.process_time()
        validation = validate(data, rules=book)
        told[name] = [validation.problem, len(validation.findings), time.process_time() - begun]
        del data, validation
    print(json.dumps({"told": told, "memory": most_memory()}))


def most_memory() -> int:
    """Return the most memory that this process had, in bytes. What getrusage says on Linux begins with its parent's."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return 1024 * next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main()
