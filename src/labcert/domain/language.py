"""Danish texts and their English: `_("Danish sentence")` gives the text in the language of the context."""

import gettext
from contextvars import ContextVar
from functools import cache
from pathlib import Path

__all__ = ["LANGUAGES", "N_", "_", "language", "ngettext", "set_language"]

LANGUAGES = ("da", "en")
LOCALE_DIR = Path(__file__).parent.parent / "locale"

_language: ContextVar[str] = ContextVar("language", default="da")


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    return gettext.translation("labcert", LOCALE_DIR, languages=[code], fallback=True)


def set_language(code: str) -> None:
    """Choose da or en for the texts from here on in this context."""
    _language.set(code if code in LANGUAGES else "da")


def language() -> str:
    """Return the chosen language, da or en."""
    return _language.get()


def _(text: str) -> str:
    """Return the text in the chosen language; the Danish text is the key of the catalogue."""
    code = _language.get()
    return text if code == "da" else _catalogue(code).gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the singular or plural text in the chosen language."""
    code = _language.get()
    if code == "da":
        return one if count == 1 else many
    return _catalogue(code).ngettext(one, many, count)


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a text that is kept and translated later, by `_`, where it is shown: tools find it here."""
    return text
