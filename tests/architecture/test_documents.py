"""What the documents say still holds."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "fixtures").rglob("*.md")])
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+\s+(.*)$", re.MULTILINE)


def anchors(text):
    """The anchors that a Markdown page's headings make."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in HEADING.findall(text)}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document):
    """Every link to a file of ours finds it, and every link to a heading finds that."""
    dead = []
    for first, second in LINK.findall(document.read_text("utf-8")):
        target = first or second
        if re.match(r"[a-z]+:", target):
            continue
        name, _hash, anchor = target.partition("#")
        path = (document.parent / name).resolve() if name else document
        if not path.exists() or (anchor and anchor not in anchors(path.read_text("utf-8"))):
            dead.append(target)
    assert dead == []


def test_the_makefiles_words_are_those_of_the_documents():
    """Every `make word` that a document tells its reader to write exists."""
    words = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    told = {
        (document.name, word)
        for document in DOCUMENTS
        for word in re.findall(r"`make ([a-z]+)", document.read_text("utf-8"))
    }
    assert {(name, word) for name, word in told if word not in words} == set()


def test_the_readme_names_the_two_commands():
    """A newcomer finds `make demo` and `make test` in the README."""
    text = (ROOT / "README.md").read_text("utf-8")
    assert "make demo" in text
    assert "make test" in text


def test_every_folder_is_in_the_picture():
    """docs/ARCHITECTURE.md tells what each folder of the house is for."""
    text = (ROOT / "docs/ARCHITECTURE.md").read_text("utf-8")
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "__"))}
    made = {"dist", "build", "reports", "node_modules"}
    assert {name for name in folders - made if f"{name}/" not in text} == set()


def test_the_version_is_told_in_the_changelog():
    """The version that is built has its heading in the changelog."""
    init = (ROOT / "src/labcert/__init__.py").read_text("utf-8")
    version = re.search(r'__version__ = "([^"]+)"', init)[1]
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_python_is_told_alike():
    """The oldest Python is the same in pyproject.toml, the set-up and the README."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"].removeprefix(">=")
    assert f"Python {asked}" in (ROOT / "README.md").read_text("utf-8")
    assert f"OLDEST = ({asked.replace('.', ', ')})" in (ROOT / "tools/house.py").read_text("utf-8")
