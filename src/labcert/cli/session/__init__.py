"""`labcert session`: create, run, review and sign. Each word is a module, imported when it is called."""

import importlib
from collections.abc import Mapping

import click

from labcert.cli.words import WordGroup
from labcert.domain.language import _

__all__ = ["command"]

WORDS = (
    "create", "list", "show", "run", "attest", "submit", "claim", "comment", "evidence", "override", "deviate", "close",
    "sign", "export", "import",
)
"""each is a module of this package that holds its `command`"""


def summaries() -> dict[str, str]:
    """One line a word for the help, so that help needs no word's module."""
    return {
        "create": _("Opret en session: hvis system, hvilket program, og hvilken slags test."),
        "list": _("Vis sessionerne i lageret."),
        "show": _("Vis en session: hvor langt den er, hvad der mangler, og hvem der har sagt hvad."),
        "run": _("Kør trin i en session, eller gå videre, hvor den blev afbrudt."),
        "attest": _("Bekræft det, som personer skal se efter."),
        "submit": _("Aflevér en session til MedComs gennemgang."),
        "claim": _("Tag en afleveret session til gennemgang."),
        "comment": _("Skriv en bemærkning til et trin eller til sessionen."),
        "evidence": _("Læg bevis ved et trin, efter at det er kørt."),
        "override": _("Giv et trin en anden karakter end den beregnede, med begrundelse."),
        "deviate": _("Søg om, godkend eller træk en afvigelse fra et krav tilbage."),
        "close": _("Afslut gennemgangen: godkendt eller ikke godkendt."),
        "sign": _("Underskriv en række i planen."),
        "export": _("Skriv sessioner til en fil, der kan læses ind i et andet lager."),
        "import": _("Læs sessioner ind: en afleveret pakke, en mappe eller en eksport."),
    }


class _Words(WordGroup):
    """Finds a word's command in the module of that name."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        """Import and return a command, or None where there is none."""
        if cmd_name not in WORDS:
            return None
        module = importlib.import_module(f"{__name__}.{cmd_name.replace('import', 'import_')}")
        found: click.Command = module.command
        return found

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        """Return the words in the order in which a session meets them."""
        return list(WORDS)

    def described(self) -> Mapping[str, str]:
        """Return word -> its line in the help."""
        return {word: text for word, text in summaries().items() if word in WORDS}


command = _Words("session", help=_("Arbejd med en session, fra den oprettes, til den er underskrevet."))
