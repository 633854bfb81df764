"""A key's password: from the environment or a hidden question, never from the command line, where others can see it."""

import os
import sys

import click

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _

__all__ = ["VARIABLE", "key_password", "new_key_password"]

VARIABLE = "LABCERT_KEY_PASSWORD"
SHORTEST = 8
"""characters of a password for keys that we make"""


def key_password(file: str) -> bytes:
    """Return the password of a key file; raises UsageMistake where nobody is there to ask."""
    given = _given()
    return _asked(_("Adgangskode til {file}").format(file=file), twice=False) if given is None else given


def new_key_password() -> bytes:
    """Return a password for keys that are to be made, asked for twice; raises UsageMistake for a short one."""
    password = _given()
    if password is None:
        password = _asked(_("Adgangskode til de nye nøgler"), twice=True)
    if len(password.decode("utf-8", "replace")) < SHORTEST:
        raise UsageMistake(_("Adgangskoden skal have mindst {count} tegn.").format(count=SHORTEST))
    return password


def _given() -> bytes | None:
    """What the environment says; None where it says nothing: an empty password is one, too."""
    given = os.environ.get(VARIABLE)
    return None if given is None else given.encode("utf-8", "surrogateescape")


def _asked(question: str, *, twice: bool) -> bytes:
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageMistake(
            _("Nøglen har en adgangskode, og her er ingen terminal at spørge i."),
            remedy=_("Sæt den i miljøet som {name}.").format(name=VARIABLE),
        )
    answer: str = click.prompt(
        question, hide_input=True, default="", show_default=False, err=True,
        confirmation_prompt=_("Skriv den igen") if twice else False,
    )  # fmt: skip
    return answer.encode("utf-8")
