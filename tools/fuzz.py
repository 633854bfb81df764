"""Throw what no person would write at the reading and the validation of messages, led by the code that it reaches.

make fuzz                                60 seconds; FUZZ_SECONDS=600 make fuzz takes longer
python tools/fuzz.py replay FILE         validate one kept input again, and show what goes wrong with it

An input is a finding where it makes something crash, a layer break, the two schema engines disagree, a message another
once it is written and read, or where it takes more than 10 seconds. It is kept in `reports/fuzz/findings`, which git
leaves alone. A flaw that was found gets a case of its own in `fixtures/corpus/broken` or a test.
"""

import csv
import hashlib
import importlib.util
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "fuzz.txt"
PLACE = ROOT / "reports" / "fuzz"
FINDINGS, GROWN, SEEDS, WORDS = PLACE / "findings", PLACE / "corpus", PLACE / "seeds", PLACE / "words.dict"
MARKUP = (
    "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "&#x", "&amp;", "xmlns=", "xsi:type=", "xsi:nil=", "<!DOCTYPE",
    "UTF-16", "UTF-7", "ISO-8859-1", "http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/",
)  # fmt: skip
VALUES = (
    "2025-12-01", "24:00", "*****", "2512489996", "0703921VJ5", "5790000147465", "10^9/L", "0,1", "-1", "NPU19748",
)  # fmt: skip
SECONDS_AN_INPUT = 10
LONGEST = 24_000
"""bytes of an input: a real answer with a few results, and fast enough to try many"""


def say(text: str) -> None:
    """Tell a person."""
    print(text, file=sys.stderr, flush=True)


# -------------------------------------------------------------------------------------------------------- what is tried
def asked() -> Callable[[bytes], str]:
    """Return the question that is asked of every input: what is wrong with how it is answered, "" for nothing."""
    from labcert.domain.messages import MessageError, parse, read, read_tree, write
    from labcert.domain.suite import suite_root
    from labcert.validation import load_rule_book, validate
    from labcert.validation.profile import Profile

    book = load_rule_book(suite_root(), Profile("fuzz", "", "", ""))

    def question(data: bytes) -> str:
        validation = validate(data, rules=book, second="when_invalid")
        if validation.problem == "fault":
            return "; ".join(layer.reason for layer in validation.layers if layer.status == "fault")
        if validation.ok and validation.blocking:
            return f"it is right, and wrong by {validation.blocking[0].rule}"
        try:
            message = read_tree(parse(data))
        except MessageError:
            return ""
        return "" if read(write(message)) == message else "it is another once written and read"

    return question


class Wrong(Exception):
    """An input that is answered wrongly."""


# ------------------------------------------------------------------------------------------------------ seeds and words
def seeds() -> list[bytes]:
    """Return the inputs to begin with: the corpus, the rules' examples, and generated messages."""
    from tests.support.generate_messages import right_bytes

    files = sorted((ROOT / "fixtures" / "corpus").rglob("*.xml")) + sorted((ROOT / "fixtures" / "rules").rglob("*.xml"))
    whole = [path.read_bytes() for path in files] + [right_bytes(number) for number in range(60)]
    return [data for data in whole if len(data) <= LONGEST]


def words() -> list[str]:
    """Return words that a byte more or less does not make: elements and values of the tables, and markup."""
    found: dict[str, None] = {}
    for table in sorted((ROOT / "fixtures" / "standards").glob("*.csv")):
        with table.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                name = (row.get("path") or row.get("name") or "").rpartition("/")[2]
                found |= {f"<{name}>": None, f"</{name}>": None, f"<{name}/>": None}
                values = row.get("values") or ""
                found |= {value: None for value in values.removeprefix("inline elements: ").split(" | ") if value}
    return [*found, *MARKUP, *VALUES]


def prepare() -> None:
    """Write seeds and dictionary, and make the folders."""
    for folder in (FINDINGS, GROWN, SEEDS):
        folder.mkdir(parents=True, exist_ok=True)
    for old in SEEDS.iterdir():
        old.unlink()
    for data in seeds():
        (SEEDS / hashlib.sha256(data).hexdigest()[:20]).write_bytes(data)
    lines = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in words())
    WORDS.write_text("".join(f'"{line}"\n' for line in lines), encoding="ascii")


# ----------------------------------------------------------------------------------------------------------------- runs
def fuzz(options: list[str]) -> None:
    """Run the fuzzer in this process; it ends the process itself."""
    import atheris

    with atheris.instrument_imports(include=["labcert.validation", "labcert.domain.messages"]):
        question = asked()
    from labcert.domain.messages import MessageError
    from tests.support.mutate_messages import mutated

    def one(data: bytes) -> None:
        if wrong := question(data):
            raise Wrong(wrong)

    def change(data: bytes, longest: int, seed: int) -> Any:
        """Change an input as a tree every other time: bytes alone seldom stay XML."""
        if seed % 2:
            try:
                return mutated(bytes(data), random.Random(seed))[:longest]  # noqa: S311 - no secret is made
            except (MessageError, ValueError, TypeError):
                pass
        return atheris.Mutate(data, longest)

    atheris.Setup([sys.argv[0], *options], one, custom_mutator=change)
    atheris.Fuzz()


def installed() -> bool:
    """Make sure that atheris is there, from its own lock file by hash; say plainly where it can not be had."""
    if importlib.util.find_spec("atheris") is not None:
        return True
    say("Installing atheris from requirements/fuzz.txt …")
    words = [sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    words += ["--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", str(LOCK)]
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    if done.returncode == 0:
        return True
    say(done.stderr[-1500:])
    say(
        "labcert: make fuzz needs atheris, and it could not be installed. It comes ready-made for CPython 3.11 to 3.13 "
        "on Linux x86_64 only; elsewhere `make endurance` throws 10,000 changed messages at the same code."
    )
    return False


def kept_before(folder: Path) -> set[str]:
    """Return the names of the findings that lie there."""
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def run(seconds: int) -> int:
    """Fuzz for so long; exit code 1 and a sentence for each new finding."""
    if not installed():
        return 2
    prepare()
    before = kept_before(FINDINGS)
    options = [
        str(GROWN), str(SEEDS), f"-dict={WORDS}", f"-max_total_time={seconds}", f"-timeout={SECONDS_AN_INPUT}",
        f"-max_len={LONGEST}", "-rss_limit_mb=2048", f"-artifact_prefix={FINDINGS}/", "-print_final_stats=1",
        "-verbosity=1",
    ]  # fmt: skip
    say(f"Fuzzing for {seconds} s …")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = [sys.executable, __file__, "fuzz", *options]
    done = subprocess.run(words, check=False, env=env, cwd=ROOT, capture_output=True, text=True, errors="replace")
    stats = [line for line in done.stderr.splitlines() if line.startswith("stat::number_of_executed_units")]
    new = sorted(kept_before(FINDINGS) - before)
    say(f"{stats[-1].split()[-1] if stats else 'No'} inputs tried, {len(new)} findings.")
    for name in new:
        path = (FINDINGS / name).relative_to(ROOT).as_posix()
        say(f"{path}: replay it with `.venv/bin/python tools/fuzz.py replay {path}`")
    if new or done.returncode == 0:
        return 1 if new else 0
    say(done.stderr[-3000:])
    return 2


def replay(path: Path) -> int:
    """Ask about one input; what goes wrong is shown as it goes wrong."""
    wrong = asked()(path.read_bytes())
    say(wrong or "Nothing is wrong with how this input is answered.")
    return 1 if wrong else 0


def main(arguments: list[str]) -> int:
    """Fuzz, replay, or say how."""
    sys.path.insert(0, str(ROOT))
    if arguments[:1] == ["fuzz"]:
        fuzz(arguments[1:])
        return 0
    if arguments[:1] == ["replay"] and len(arguments) == 2:
        return replay(Path(arguments[1]))
    seconds = os.environ.get("FUZZ_SECONDS", "60")
    if arguments or not seconds.isdigit():
        say(__doc__ or "")
        return 2
    return run(int(seconds))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
