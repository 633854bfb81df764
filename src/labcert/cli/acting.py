"""Who does something with a session: told by options, by the environment, or asked for at a terminal."""

import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

import click

from labcert.domain.casework import Actor
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.outcome import EXIT_CODE, Outcome

__all__ = ["actor_of", "actor_options", "speaker_of", "tell", "tell_unfinished"]

Decorated = Callable[..., Any]

VARIABLES = {
    "name": "LABCERT_NAME", "role": "LABCERT_ROLE", "organisation": "LABCERT_ORGANISATION", "party": "LABCERT_PARTY",
}  # fmt: skip
"""where each part of a person stands in the environment: who works with many sessions says it once"""


def actor_options(function: Decorated) -> Decorated:
    """Take --name, --role, --organisation and --party; the command hands them to `actor_of`."""
    for option in reversed(
        (
            click.option("--name", default="", help=_("Dit navn. Ellers det, der står i LABCERT_NAME.")),
            click.option("--role", default="", help=_("Din rolle. Ellers det, der står i LABCERT_ROLE.")),
            click.option(
                "--organisation", default="", help=_("Din organisation. Ellers det, der står i LABCERT_ORGANISATION.")
            ),
            click.option(
                "--party", default="",
                help=_("Parten, du taler for, f.eks. LPS eller MedCom. Ellers det, der står i LABCERT_PARTY."),
            ),
        )
    ):  # fmt: skip
        function = option(function)
    return function


def actor_of(name: str, role: str, organisation: str, party: str = "") -> Actor:
    """Return who acts: what the options say, else the environment, else what a person at the terminal answers.

    Raises UsageMistake where nobody is there to ask. The party is not asked for.
    """
    return _actor(name, role, organisation, party, needs_party=False)


def speaker_of(name: str, role: str, organisation: str, party: str = "") -> Actor:
    """Return who acts, as `actor_of` does, for one of the parties."""
    return _actor(name, role, organisation, party, needs_party=True)


def _actor(name: str, role: str, organisation: str, party: str, *, needs_party: bool) -> Actor:
    said = {"name": name, "role": role, "organisation": organisation, "party": party}
    known = {part: _one_line(word) or _one_line(os.environ.get(VARIABLES[part], "")) for part, word in said.items()}
    questions = {"name": _("Dit navn"), "role": _("Din rolle"), "organisation": _("Din organisation")}
    if needs_party:
        questions["party"] = _("Parten, du taler for")
    missing = [part for part in questions if not known[part]]
    if missing and not (sys.stdin is not None and sys.stdin.isatty()):
        raise _unknown(missing)
    for part in missing:
        while not known[part]:
            known[part] = _one_line(click.prompt(questions[part], err=True))
    return Actor(**known)


def _one_line(word: str) -> str:
    """A name stands in lists and on a certificate: no line breaks, no spaces around it."""
    return " ".join(word.split())


def _unknown(missing: list[str]) -> UsageMistake:
    options = ", ".join(f"--{part}" for part in missing)
    variables = ", ".join(VARIABLES[part] for part in missing)
    return UsageMistake(
        _("Det skal stå i sessionen, hvem der gør det, og her er ingen terminal at spørge i."),
        remedy=_("Skriv {options}, eller sæt {variables}.").format(options=options, variables=variables),
    )


def tell(sentences: Iterable[str]) -> int:
    """Print what was done, a sentence a line, and return the exit code of something that was done."""
    for sentence in sentences:
        click.echo(sentence)
    return 0


def tell_unfinished(heading: str, missing: Iterable[str], *, waits: bool) -> int:
    """Print on standard error what is in the way, one a line; return 4 where it only waits for somebody, else 1."""
    click.echo(heading, err=True)
    for sentence in missing:
        click.echo(f"- {sentence}", err=True)
    return EXIT_CODE[Outcome.WAITING if waits else Outcome.FAILED]
