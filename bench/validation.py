"""How fast messages are validated, beside libxml2, xmlschema and xmllint alone, and what memory it takes."""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.measure import Line, timed
from labcert.domain.messages import parse
from labcert.domain.suite import suite_root
from labcert.validation import Tables, default_schemas, load_rule_book, load_tables, second_opinion, validate
from labcert.validation.profiles import load_profile

__all__ = ["numbered", "sample", "validation_lines"]

FILES = 10_000
FEWER = 2_000
SAMPLE = "fixtures/corpus/valid/xrpt01-numeric.xml"


def sample(root: Path) -> bytes:
    """A valid XRPT01 in UTF-8 of 4.6 KB with a positive receipt asked for."""
    return (root / SAMPLE).read_bytes()


def numbered(message: bytes, number: int) -> bytes:
    """Give the envelope, the letter and the sample identifiers of their own."""
    text = message.decode("utf-8")
    text, count = re.subn(r">[^<]+(</Identifier>\s*<AcknowledgementCode>)", rf">B{number:09d}\1", text)
    text, letters = re.subn(r">[^<]+(</Identifier>\s*<VersionCode>)", rf">L{number:09d}\1", text)
    text, samples = re.subn(r"(<RequesterSampleIdentifier>)[^<]+", rf"\g<1>BENCH{number:06d}", text)
    if not count == letters == samples == 1:
        raise SystemExit("the sample message has another shape than the benchmark knows")
    return text.encode("utf-8")


def with_results(message: bytes, count: int, folder: Path) -> tuple[bytes, Tables]:
    """Return the message with so many results, each of another analysis of the clinic's own, and tables with them."""
    text = message.decode("utf-8")
    result = re.findall(r" *<Result>.*?</Result>\n", text, flags=re.DOTALL)[1]
    head = "code,code_type,code_responsible,short_name,full_name,unit,result_type,specialty"
    names = range(count)
    own = [f"PNTB{name:03d},lokal,PNT,Egen {name},Egen analyse {name},mmol/L,numerisk,biokemi" for name in names]
    table = folder / f"codes-{count}.csv"
    table.write_text("\n".join([head, *own, ""]), encoding="utf-8")
    made = []
    for name in names:
        one = result
        for element, content in (
            ("AnalysisCode", f"PNTB{name:03d}"), ("AnalysisCodeType", "lokal"), ("AnalysisCodeResponsible", "PNT"),
            ("AnalysisShortName", f"Egen {name}"), ("AnalysisCompleteName", f"Egen analyse {name}"),
        ):
            one = re.sub(rf"(<{element}>)[^<]+", rf"\g<1>{content}", one)
        made.append(one)
    text = re.sub(r" *<Result>.*</Result>\n", lambda _found: "".join(made), text, flags=re.DOTALL)
    return text.encode("utf-8"), load_tables(suite_root(), (table,))


def _milliseconds(work: Callable[[], object], times: int) -> float:
    for _round in range(5):
        work()
    return timed(work, times) * 1000


def _message_lines(folder: Path) -> list[Line]:
    """One message, warm: everything, beside its schema alone in each engine."""
    lines = []
    for count, goal, times in ((10, 2.0, 301), (99, 15.0, 61)):
        data, tables = with_results(sample(suite_root()), count, folder)
        book = load_rule_book(suite_root(), load_profile(suite_root(), "standard"), tables=tables)
        found = validate(data, rules=book)
        if found.findings or found.message is None:
            raise SystemExit(f"the message of the benchmark is not right: {found.layers} {found.findings}")
        whole = _milliseconds(partial(validate, data, rules=book), times)
        libxml2 = _milliseconds(partial(_schema_alone, data), times)
        xmlschema = _milliseconds(partial(_second_alone, data), 5)
        alone = f"{whole / libxml2:.1f} times libxml2's schema alone ({libxml2:.2f} ms)"
        beside = f"{alone}, {whole / xmlschema:.2f} of xmlschema's"
        lines.append(Line(f"XRPT01 with {count} results, schema, codes, all rules", whole, "ms", goal, beside=beside))
    return lines


def _schema_alone(data: bytes) -> object:
    return default_schemas().errors(parse(data))


def _second_alone(data: bytes) -> object:
    return second_opinion(parse(data))


def _tree_memory(pid: int) -> float:
    """Return the memory of a process and its children in MB, what they share counted once; 0 where it can't be told."""
    pages = 0
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        try:
            told = Path(f"/proc/{one}/smaps_rollup").read_text("ascii")
            waiting += [int(child) for child in Path(f"/proc/{one}/task/{one}/children").read_text("ascii").split()]
        except OSError:
            continue
        found = re.search(r"^Pss:\s+(\d+) kB", told, flags=re.MULTILINE)
        pages += int(found[1]) if found else 0
    return pages / 1000


def _watched(*words: str) -> tuple[float, float]:
    """Run a labcert command; return its seconds and the most memory it and its children had, in MB."""
    begun = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-m", "labcert", *words], stdout=subprocess.DEVNULL)
    most = 0.0
    while child.poll() is None:
        most = max(most, _tree_memory(child.pid))
        time.sleep(0.02)
    if child.returncode:
        raise SystemExit(f"labcert {' '.join(words)} ended with {child.returncode}")
    return time.perf_counter() - begun, most


def _xmllint(folder: Path) -> str:
    """Return how fast xmllint gives the schema's verdict on the same files, or that it is not here."""
    if not shutil.which("xmllint"):
        return "xmllint is not on this machine (apt: libxml2-utils)"
    files = sorted(map(str, folder.iterdir()))
    schema = str(suite_root() / "fixtures" / "schemas" / "emessage.xsd")
    begun = time.perf_counter()
    for start in range(0, len(files), 1_000):
        words = ["xmllint", "--noout", "--nonet", "--schema", schema, *files[start : start + 1_000]]
        subprocess.run(words, check=True, capture_output=True)
    return f"xmllint, schema alone, one core: {len(files) / (time.perf_counter() - begun):,.0f}/s"


def _folder_lines(folder: Path) -> list[Line]:
    """10,000 files by two processes, and whether memory grows with the number of files."""
    message = sample(suite_root())
    many, fewer = folder / "many", folder / "fewer"
    for place, count in ((many, FILES), (fewer, FEWER)):
        place.mkdir()
        for number in range(count):
            (place / f"{number:05d}.xml").write_bytes(numbered(message, number))
    _seconds, memory_fewer = _watched("validate", str(fewer), "--jobs", "2", "--format", "json")
    seconds, memory = _watched("validate", str(many), "--jobs", "2", "--format", "json")
    lines = [
        Line(f"labcert validate, {FILES:,} files, --jobs 2", FILES / seconds, "/s", 1000.0, more_is_better=True,
             beside=_xmllint(many)),
    ]
    if memory:
        beside = f"{memory / memory_fewer:.2f} of that for {FEWER:,} files ({memory_fewer:.0f} MB)"
        lines.append(Line("… its memory, all processes", memory, "MB", 300.0, beside=beside))
    return lines


def _cold_lines(folder: Path) -> list[Line]:
    """One file from a cold start: seconds at the median, and the most memory, looked at every 20 ms."""
    path = folder / "one.xml"
    path.write_bytes(sample(suite_root()))
    words = [sys.executable, "-m", "labcert", "validate", str(path)]
    cold = timed(lambda: subprocess.run(words, check=True, stdout=subprocess.DEVNULL), 9)
    # what the system counts as a child's most holds what its parent had when it was begun, so it is watched instead
    most = max(_watched("validate", str(path))[1] for _round in range(5))
    bare = timed(lambda: subprocess.run([sys.executable, "-c", "import lxml.etree, click"], check=True), 9)
    beside = f"{cold / bare:.1f} times `import lxml, click`"
    lines = [Line("labcert validate FILE, cold", cold, "s", 0.35, beside=beside)]
    if most:
        lines.append(Line("… its memory", most, "MB", 80.0))
    return lines


def validation_lines(folder: Path) -> list[Line]:
    """Measure the validation; `folder` is empty and is filled with some 60 MB."""
    return _message_lines(folder) + _cold_lines(folder) + _folder_lines(folder)
