"""Change the validation in ten thousand small ways, one at a time, and tell which changes no test notices.

make mutants                              every module of src/labcert/validation
make mutants ONLY='rules/times.py'        these modules only; patterns such as rules/*.py
MUTANTS_SECONDS=600 make mutants          stops after so long; the next run goes on from there

The changes are mutmut's, made in a copy of the repository under .mutants, which git leaves alone. A change is tried by
the tests of tests/unit/validation that reach the changed function. What is known of a change is used again while the
function, and the file of the test that noticed it, are the same; .mutants can be deleted at any time.

A change that no test notices is a missing test, or code that does nothing; where it is neither, tests/mutants.yaml says
why. Exit code 1 where one has no reason there, or a reason is about none; 2 where the run could not be made.
"""

import fnmatch
import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from mutants_make import Mutant

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "mutants.txt"
REASONS = ROOT / "tests" / "mutants.yaml"
PLACE = Path(os.environ.get("MUTANTS_PLACE", ROOT / ".mutants"))
TREE = PLACE / "tree"
COPIED = (
    "src", "tests", "docs", "fixtures", "protocols", "features", "steps", "sut", "mock_databanks", "pyproject.toml",
)  # fmt: skip
MUTATED, TESTS = "src/labcert/validation", "tests/unit/validation"
SLOW = frozenset({f"{TESTS}/test_many_messages.py"})
GONE_WELL = frozenset({"killed", "timeout"})
Known = dict[str, dict[str, Any]]


def say(text: str) -> None:
    """Tell a person."""
    print(text, flush=True)


def digest(*parts: str | bytes) -> str:
    """Return what stands for these texts."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.encode() if isinstance(part, str) else part)
        whole.update(b"\0")
    return whole.hexdigest()[:20]


def installed() -> bool:
    """Make sure that mutmut is there, from its own lock file by hash."""
    if importlib.util.find_spec("mutmut") is not None:
        return True
    say("Installing mutmut from requirements/mutants.txt …")
    words = [sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    words += ["--no-deps", "--require-hashes", "-r", str(LOCK)]
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    if done.returncode:
        say(f"{done.stderr[-1500:]}\nlabcert: make mutants needs mutmut, and it could not be installed.")
    return done.returncode == 0


# ------------------------------------------------------------------------------------------------------------- the copy
def copy() -> None:
    """Bring the copy of the repository in line, without its caches."""
    ignore = shutil.ignore_patterns("__pycache__", "*.pyc", "node_modules")
    for name in COPIED:
        shutil.rmtree(TREE / name, ignore_errors=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, TREE / name, ignore=ignore)
        else:
            shutil.copy2(ROOT / name, TREE / name)


def mutate() -> list["Mutant"]:
    """Put every mutant into the copy, and return them all; what was made of the same source before is used again."""
    from mutants_make import Mutant, mutated

    made = PLACE / "made"
    made.mkdir(exist_ok=True)
    maker = (ROOT / "tools" / "mutants_make.py").read_bytes()
    found: list[Mutant] = []
    for path in sorted((TREE / MUTATED).rglob("*.py")):
        module = path.relative_to(TREE / MUTATED).as_posix()
        kept = made / f"{digest(maker, module, path.read_bytes())}.json"
        if not kept.exists():
            code, mutants = mutated(module, path.read_text("utf-8"))
            kept.write_text(json.dumps([code, [asdict(one) for one in mutants]]), encoding="utf-8")
        code, fields = json.loads(kept.read_text("utf-8"))
        path.write_text(code, encoding="utf-8")
        found += [Mutant(**one) for one in fields]
    return found


def session(**settings: str) -> None:
    """Collect the tests in the copy and do what the settings ask; see mutants_run."""
    paths = os.pathsep.join(map(str, (TREE / "src", TREE, ROOT / "tools")))
    env = os.environ | {"PYTHONPATH": paths, "MUTANTS_PLACE": str(PLACE), "PYTHONDONTWRITEBYTECODE": "1"} | settings
    options = ["-q", "-s", "--tb=no", "-p", "mutants_run", "-p", "no:cacheprovider"]
    options += [f"--ignore={one}" for one in SLOW]
    words = [sys.executable, "-m", "pytest", *options, TESTS]
    done = subprocess.run(words, cwd=TREE, env=env, check=False, capture_output=True, text=True)
    if done.returncode not in {0, 5}:
        raise SystemExit(f"{done.stdout[-3000:]}{done.stderr[-3000:]}\nlabcert: the tests did not run in the copy.")


# ------------------------------------------------------------------------------------------------- what reaches what
def lines(name: str) -> list[dict[str, Any]]:
    """Return what a file of .mutants says, a line at a time; nothing where it is not there."""
    path = PLACE / name
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def reach() -> tuple[dict[str, list[str]], dict[str, float], list[str]]:
    """Return function -> tests that reach it, test -> seconds, and the tests that fail unmutated.

    What is known of a test file is used again while it and its helpers are the same.
    """
    helpers = [path for folder in ("tests/support", TESTS) for path in sorted((TREE / folder).rglob("*.py"))]
    stamps: dict[str, str] = {}
    for path in sorted((TREE / TESTS).rglob("test_*.py")):
        text = path.read_text("utf-8")
        used = [one for one in helpers if one.stem in text and not one.name.startswith("test_")]
        stamps[path.relative_to(TREE).as_posix()] = digest(text, *(one.read_bytes() for one in used))
    stamps = {name: one for name, one in stamps.items() if name not in SLOW}
    old = [one for one in lines("reached") if stamps.get(one["test"].partition("::")[0]) == one["stamp"]]
    fresh = sorted(stamps.keys() - {one["test"].partition("::")[0] for one in old})
    if fresh:
        say(f"Running {len(fresh)} files of tests unmutated …")
        session(MUTANTS_MEASURE=json.dumps(fresh))
        nothing = [{"test": name, "failed": False, "seconds": 0, "reached": []} for name in fresh]
        old += [one | {"stamp": stamps[one["test"].partition("::")[0]]} for one in [*nothing, *lines("reached.new")]]
        (PLACE / "reached").write_text("".join(json.dumps(one) + "\n" for one in old), encoding="utf-8")
    by_function: dict[str, list[str]] = {}
    for one in old:
        for function in () if one["failed"] else one["reached"]:
            by_function.setdefault(function, []).append(one["test"])
    return by_function, {one["test"]: one["seconds"] for one in old}, [one["test"] for one in old if one["failed"]]


# -------------------------------------------------------------------------------------------------------- what is known
def stamp(mutant: "Mutant", found: dict[str, Any]) -> str:
    """Return what must stay the same for a verdict to stand: the function and its killer's file, or every file."""
    killer = str(found["by"]).partition("::")[0]
    if killer and (TREE / killer).exists():
        return digest(mutant.source, (TREE / killer).read_bytes())
    return digest(mutant.source, everything())


@cache
def everything() -> str:
    """Return what stands for all code and all tests that decide; asked first before the copy is mutated."""
    paths = [path for name in (MUTATED, TESTS, "tests/support") for path in sorted((TREE / name).rglob("*.py"))]
    return digest(*(path.read_bytes() for path in paths))


@cache
def own_tests(module: str) -> list[str]:
    """Return what the ids of a module's own tests hold: its file, those that import it or name its rules, its rules."""
    folder, _, name = module.rpartition("/")
    rules = re.findall(r'^    "(LAB-[A-Z]+-[0-9]+)",$', (ROOT / MUTATED / module).read_text("utf-8"), re.MULTILINE)
    names = [rule.removeprefix("LAB-") for rule in rules]
    names.append(f"from labcert.validation.{module.removesuffix('.py').replace('/', '.')} import")
    files = [path for path in sorted((ROOT / TESTS).rglob("test_*.py")) if path.name != "test_examples.py"]
    named = [path for path in files if any(name in path.read_text("utf-8") for name in names)]
    own = "/".join(part for part in (TESTS, folder, f"test_{name}") if part)
    return [own, *(path.relative_to(ROOT).as_posix() for path in named), *(f"[{rule}]" for rule in rules)]


def known(mutants: Iterable["Mutant"]) -> Known:
    """Return what earlier runs found and still holds."""
    found = {one["key"]: one for one in lines("known")}
    of_these = [one for one in mutants if one.key in found]
    return {one.key: found[one.key] for one in of_these if found[one.key]["stamp"] == stamp(one, found[one.key])}


def attempt(mutants: list["Mutant"], told: Known, ends: float) -> None:
    """Try the mutants of which nothing is known, and add what is found.

    A function that no test reached, or that is newer than what is known of them, is tried by the tests of its module.
    """
    by_function, seconds, failing = reach()
    by_module: dict[str, dict[str, None]] = {}
    for function, reaching in by_function.items():
        by_module.setdefault(function.partition(".x")[0], {}).update(dict.fromkeys(reaching))
    if failing:
        say(f"{len(failing)} tests fail unmutated and are left out, as {failing[0]}")
    by_key = {one.key: one for one in mutants}
    wanted, tests = [], {}
    for one in mutants:
        function = one.name.rpartition("__mutmut_")[0]
        reaching = by_function.get(function) or list(by_module.get(function.partition(".x")[0], ()))
        if one.key not in told and reaching:
            tests[function] = reaching
            wanted.append({"key": one.key, "name": one.name, "function": function, "own": own_tests(one.module)})
        elif one.key not in told:
            told[one.key] = {"key": one.key, "became": "not reached", "by": "", "seconds": 0}
    say(f"Trying {len(wanted)} mutants; {len(mutants) - len(wanted)} are known already …")
    what = {"mutants": wanted, "tests": tests, "seconds": seconds}
    (PLACE / "wanted").write_text(json.dumps(what), encoding="utf-8")
    (PLACE / "found").unlink(missing_ok=True)
    try:
        if wanted:
            session(MUTANTS_ENDS=str(ends))
    finally:
        told |= {one["key"]: one for one in lines("found")}
        keep({key: one | {"stamp": stamp(by_key[key], one)} for key, one in told.items()})


def keep(told: Known) -> None:
    """Keep what is known for the next run, beside what is known of other modules."""
    whole = {one["key"]: one for one in lines("known")} | told
    (PLACE / "known").write_text("".join(json.dumps(one) + "\n" for one in whole.values()), encoding="utf-8")


# ---------------------------------------------------------------------------------------------------------- the reasons
def reasons() -> Counter[tuple[str, str, str, str]]:
    """Return the changes that have a written reason, each as often as it stands there."""
    entries = (yaml.safe_load(REASONS.read_text("utf-8")) if REASONS.exists() else None) or []
    without = [one for one in entries if len(str(one.get("why", "")).split()) < 3]
    if without:
        raise SystemExit(f"tests/mutants.yaml: {without[0]['module']} {without[0]['function']} has no reason.")
    return Counter((one["module"], one["function"], one["was"], one["mutated"]) for one in entries)


def report(mutants: list["Mutant"], told: Known) -> int:
    """Print a table of the modules and each mutant that lives without a reason; return the exit code."""
    accepted = reasons()
    unexplained: list[Mutant] = []
    table: dict[str, Counter[str]] = {}
    for one in mutants:
        became = told[one.key]["became"] if one.key in told else "not tried"
        what = (one.module, one.function, one.was, one.mutated)
        if became not in {"killed", "not tried"} and accepted[what] > 0:  # one that is the same may be slow, too
            accepted[what] -= 1
            became = "explained"
        elif became not in GONE_WELL and became != "not tried":
            unexplained.append(one)
        table.setdefault(one.module, Counter())[became] += 1
    heads = ("killed", "timeout", "explained", "survived", "not reached", "broke off", "not tried")
    say("\n" + " " * 28 + "".join(f"{head:>12}" for head in heads))
    for module, counts in [*table.items(), ("all", sum(table.values(), Counter()))]:
        say(f"{module:28}" + "".join(f"{counts[head] or '·':>12}" for head in heads))
    for one in unexplained:
        say(f"\n{one.module} {one.function}: {told[one.key]['became']}")
        before, after = one.was.splitlines(), one.mutated.splitlines()
        say("\n".join([*(f"  - {line}" for line in before), *(f"  + {line}" for line in after)]))
    return verdict(unexplained, list(superfluous(accepted, mutants, told)))


def superfluous(left: Counter[tuple[str, str, str, str]], mutants: list["Mutant"], told: Known) -> Iterator[str]:
    """Yield the reasons that are about no surviving mutant of the modules looked at."""
    modules = {one.module for one in mutants}
    untried = {one.module for one in mutants if one.key not in told}
    for (module, function, was, _mutated), count in left.items():
        if count > 0 and module in modules - untried:
            yield f"tests/mutants.yaml gives a reason for a mutant that is gone or killed: {module} {function}: {was}"


def verdict(unexplained: list["Mutant"], idle: list[str]) -> int:
    """Say in a sentence how it went."""
    for line in idle:
        say(line)
    if unexplained:
        say(f"\n{len(unexplained)} mutants live: write a test, take code away, or give a reason in tests/mutants.yaml.")
    elif not idle:
        say("\nNo mutant lives without a reason.")
    return 1 if unexplained or idle else 0


def meant(mutants: list["Mutant"], words: list[str]) -> list["Mutant"]:
    """Return the mutants of the modules that are named, in the order in which they are; all where none is."""
    taken: dict[str, Mutant] = {}
    for word in words or ["*"]:
        taken |= {one.key: one for one in mutants if one.key not in taken and fnmatch.fnmatch(one.module, word)}
    return list(taken.values())


def main(arguments: list[str]) -> int:
    """Try the modules that are named, or all."""
    allowed = os.environ.get("MUTANTS_SECONDS", "")
    if any(word.startswith("-") for word in arguments) or (allowed and not allowed.isdigit()):
        say(__doc__ or "")
        return 2
    if not installed():
        return 2
    PLACE.mkdir(exist_ok=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what is found until then is kept
    copy()
    everything()
    mutants = meant(mutate(), arguments)
    if not mutants:
        say(f"No module of {MUTATED} is meant by {' '.join(arguments)}.")
        return 2
    told = known(mutants)
    attempt(mutants, told, time.time() + int(allowed) if allowed else float("inf"))
    return report(mutants, told)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
