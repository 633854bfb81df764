"""Bring the English catalogue in line with the Danish texts in the code, and compile it.

The Danish sentence is the key. Texts are found by `_("…")` and `ngettext("…", "…", n)`; what is no longer in the code
goes out of the catalogue, and what is new comes in empty, for somebody to translate.

`make texts` runs it. `texts_in_code`, `read_catalogue` and `compiled` are used by the test that keeps all three alike.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("src/labcert", "mock_databanks")
FORMS = [("**.py", "python"), ("**.html", "jinja2"), ("**.j2", "jinja2")]
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
CATALOGUE = ROOT / "src/labcert/locale/en/LC_MESSAGES/labcert.po"


def texts_in_code(root: Path = ROOT) -> Catalog:
    """Return every text of the code with the files it stands in."""
    catalogue = Catalog(locale="en", project="labcert", fuzzy=False)
    for source in SOURCES:
        found = extract_from_dir(root / source, method_map=FORMS, options_map={}, keywords=KEYWORDS)
        for name, line, text, _comments, _context in found:
            catalogue.add(text, locations=[(f"{source}/{Path(name).as_posix()}", line)])
    return catalogue


def read_catalogue(path: Path = CATALOGUE) -> Catalog:
    """Return the catalogue as it stands, or an empty one."""
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def untranslated(catalogue: Catalog, needed: Catalog) -> list[str]:
    """Return the texts of the code that have no English, or whose English lost one of the {names}."""
    missing = []
    for wanted in needed:
        if wanted.id:
            own = catalogue.get(_one(wanted))
            words = own.string if own else ""
            if not words or (not isinstance(words, str) and not all(words)) or _lost_names(wanted, words):
                missing.append(_one(wanted))
    return sorted(missing)


def _one(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _lost_names(wanted: Message, words: str | tuple[str, ...] | list[str]) -> set[str]:
    """Return the {names} of the last Danish form that are not in the last English form, and the other way round."""
    danish = wanted.id if isinstance(wanted.id, str) else wanted.id[-1]
    return _names(danish) ^ _names(words if isinstance(words, str) else words[-1])


def _names(text: str) -> set[str]:
    from string import Formatter

    try:
        return {name.partition(".")[0] for _text, name, _spec, _conversion in Formatter().parse(text) if name}
    except ValueError:
        return set()  # a text with a lone brace is not formatted


def compiled(catalogue: Catalog) -> bytes:
    """Return the catalogue as gettext reads it."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def updated() -> Catalog:
    """Return the code's texts with the translations that the catalogue holds; nothing is guessed."""
    old, new = read_catalogue(), texts_in_code()
    new.creation_date, new.revision_date = old.creation_date, old.revision_date  # a date alone is no change
    for message in new:
        kept = old.get(_one(message)) if message.id else None
        if kept is not None:
            message.string = kept.string
    return new


def main() -> int:
    """Write the catalogue and its compiled form; tell what is left to translate. Exit code 1 while something is."""
    catalogue = updated()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, sort_output=True, omit_header=False, width=120, include_lineno=False)
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(read_catalogue()))
    missing = untranslated(catalogue, texts_in_code())
    print(f"{CATALOGUE.relative_to(ROOT)}: {len(catalogue)} texts, {len(missing)} without English")
    for text in missing:
        print(f"  {text}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
