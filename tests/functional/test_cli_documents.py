"""The commands that the documents tell people to write exist, with their options."""

import re
import shlex

import click
import pytest

from labcert.cli import _program
from tests.support.commands import ROOT

DOCUMENTS = sorted((ROOT / "docs").glob("*.md"))
FENCED = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
SPACED = re.compile(r" {2,}|\s+#|\s+→|\s+[|>] ")
"""after these a line has a word to its reader, or another program, and no command"""


def told(text):
    """Each command of labcert that stands in a block of a document, as its words."""
    for block in FENCED.findall(text):
        for line in block.splitlines():
            words = re.sub(r"^(\S*[/\\])?labcert(?= )", "labcert", line.strip())
            if words.startswith("labcert "):
                yield shlex.split(SPACED.split(words, maxsplit=1)[0])[1:]


def unknown(words):
    """What of a command doesn't exist: its words, or its options."""
    command: click.Command = _program()
    context = click.Context(command)
    rest = list(words)
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        found = command.get_command(context, rest[0])
        if found is None:
            return [rest[0]]
        command, rest = found, rest[1:]
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)} | {"--help"}
    return [word for word in rest if word.startswith("--") and word.partition("=")[0] not in known]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_tells_to_write_can_be_written(document):
    """Every command in a block, word by word and option by option."""
    wrong = [(words, bad) for words in told(document.read_text("utf-8")) if (bad := unknown(words))]
    assert wrong == []


def test_the_documents_tell_of_commands():
    """The reading of the blocks finds them, and a wrong one is found out."""
    assert sum(1 for document in DOCUMENTS for _words in told(document.read_text("utf-8"))) > 50
    assert unknown(["session", "krate"]) == ["krate"]
    assert unknown(["session", "create", "--systm", "x"]) == ["--systm"]
