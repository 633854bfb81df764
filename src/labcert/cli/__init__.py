"""The command `labcert`: words and options in, sentences and exit codes out; the work is done below."""

import os
import sys

import click

from labcert.cli.failing import tell_failure
from labcert.cli.group import LazyGroup
from labcert.domain.language import LANGUAGES, _, language, set_language

__all__ = ["main"]

COMMANDS = {
    "certificate": "labcert.cli.certificate",
    "certificates": "labcert.cli.certificates",
    "demo": "labcert.cli.demo",
    "explain": "labcert.cli.explain",
    "mock": "labcert.cli.mock",
    "mutation": "labcert.cli.mutation",
    "overview": "labcert.cli.overview",
    "preflight": "labcert.cli.preflight",
    "protocol": "labcert.cli.protocol",
    "register": "labcert.cli.register",
    "report": "labcert.cli.report",
    "requirements": "labcert.cli.requirements",
    "selftest": "labcert.cli.selftest",
    "session": "labcert.cli.session",
    "setup": "labcert.cli.setup",
    "validate": "labcert.cli.validate",
    "verify": "labcert.cli.verify",
    "web": "labcert.cli.web",
}
"""command word -> the module that holds it as `command`; a module is imported only when its command is called"""


def _wanted_language(arguments: list[str]) -> str:
    """Find the language before any text is made: --lang, else LABCERT_LANG, else Danish."""
    for position, argument in enumerate(arguments):
        if argument == "--lang" and position + 1 < len(arguments):
            return arguments[position + 1]
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return os.environ.get("LABCERT_LANG", "da")


def _program() -> click.Group:
    from labcert import __version__

    group = LazyGroup(
        "labcert",
        COMMANDS,
        help=_("Prøver og certificerer lægepraksissystemer, der deler laboratoriesvar med LABA og MiBa."),
        params=[
            click.Option(["--lang"], type=click.Choice(LANGUAGES), expose_value=False, help=_("Sprog: da eller en.")),
        ],
    )
    return click.version_option(
        __version__, prog_name="labcert", message="%(prog)s %(version)s", help=_("Vis version.")
    )(group)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with the documented exit code; nobody sees a stack trace."""
    arguments = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    set_language(_wanted_language(arguments))
    os.environ["LABCERT_LANG"] = language()  # so that the processes we start (the hosts, the run) speak it too
    try:
        code = _program().main(arguments, prog_name="labcert", standalone_mode=False)
    except BaseException as error:  # noqa: BLE001 - the outermost: nobody sees a stack trace
        sys.exit(tell_failure(error))
    sys.exit(code if isinstance(code, int) else 0)
