"""The help of every command is in the chosen language, also the words that click puts there."""

import click
import pytest
from click.testing import CliRunner

from labcert.cli.group import TranslatedCommand


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ({"type": click.Path(dir_okay=False)}, "FIL"),
        ({"type": click.Path()}, "STI"),
        ({"type": str}, "TEKST"),
        ({"type": int}, "TAL"),
        ({"required": True}, "[skal skrives]"),
        ({"default": "text", "show_default": True}, "[ellers: text]"),
    ],
)
def test_an_option_is_described_in_danish(option, expected):
    """Neither what an option takes nor that it must be given is told in English."""
    command = TranslatedCommand("a", params=[click.Option(["--b"], help="Et valg.", **option)])
    told = CliRunner().invoke(command, ["--help"]).output
    assert expected in told
    assert not [word for word in ("FILE", "TEXT", "PATH", "INTEGER", "required", "default") if word in told]


def test_a_number_within_bounds_is_a_number():
    """Click's two words for it are one of ours."""
    command = TranslatedCommand("a", params=[click.Option(["--b"], help="Et valg.", type=click.IntRange(1, 9))])
    assert "--b TAL " in CliRunner().invoke(command, ["--help"]).output
