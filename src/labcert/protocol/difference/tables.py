"""Code tables, policies and all other files that judge, held against each other."""

import ast
import warnings
from collections.abc import Callable, Iterator, Mapping

from labcert.domain.language import _
from labcert.protocol.difference.edition import TableText
from labcert.protocol.difference.model import Change, Consequence, Subject
from labcert.protocol.difference.telling import About, short

__all__ = ["compare_files", "compare_policies", "compare_tables"]

WORDS, EITHER, STRICTER, LOOSER = Consequence.WORDS, Consequence.EITHER, Consequence.STRICTER, Consequence.LOOSER
OPENING = frozenset({"analyses.csv", "routing.csv", "positive-list.csv", "mapping.csv"})
"""tables in which a code more lets more messages through, and one less fewer"""
SAYING_LITTLE = frozenset({"why", "fee_code", "examination", "version", "valid_from"})
JUDGING_NOTHING = frozenset({"fees-without-code.csv"})

Using = Callable[[str], tuple[str, ...]]


def compare_tables(old: TableText | None, new: TableText | None, using: Using) -> Iterator[Change]:
    """Yield the changes of one table, row by row; `using` gives the steps whose case has a code."""
    name = (new or old or TableText("", (), {})).name
    about = About(Subject.TABLE, name, name)
    judged = WORDS if name in JUDGING_NOTHING else EITHER
    if old is None or new is None:
        if new is not None:
            yield about.added(_("Kodetabellen {name} er ny.").format(name=name), judged)
        elif old is not None:
            yield about.removed(_("Kodetabellen {name} er fjernet.").format(name=name), judged)
        return
    columns = _("Tabellens kolonner er ændret.")
    yield from about.lists("kolonner", columns, old.columns, new.columns, judged)
    for key in sorted(old.rows.keys() | new.rows.keys()):
        of_row = About(Subject.TABLE, key, name, using(key.partition(" ")[0]))
        yield from _row(of_row, old.rows.get(key), new.rows.get(key))


def _row(about: About, old: Mapping[str, str] | None, new: Mapping[str, str] | None) -> Iterator[Change]:
    harmless = about.place in JUDGING_NOTHING
    opening = about.place in OPENING
    if old is None and new is not None:
        judged = WORDS if harmless else LOOSER if opening else EITHER
        sentence = _("{code} er ny i {table}.").format(code=about.id, table=about.place)
        yield about.added(sentence, judged, _told(new))
    elif new is None and old is not None:
        judged = WORDS if harmless else STRICTER if opening else EITHER
        sentence = _("{code} er fjernet fra {table}.").format(code=about.id, table=about.place)
        yield about.removed(sentence, judged, _told(old))
    elif old is not None and new is not None:
        for column in [*old, *(each for each in new if each not in old)]:
            before, now = old.get(column, ""), new.get(column, "")
            if before != now:
                judged = WORDS if harmless or column in SAYING_LITTLE else EITHER
                yield about.changed(column, _changed_cell(about.id, column, before, now), judged)


def _changed_cell(code: str, column: str, old: str, new: str) -> str:
    words = {
        "unit": _("Enheden for {code} er ændret fra {old} til {new}."),
        "short_name": _("Kortnavnet for {code} er ændret fra {old} til {new}."),
        "full_name": _("Navnet for {code} er ændret fra {old} til {new}."),
        "specialty": _("Ruten for {code} er ændret fra {old} til {new}."),
        "result_type": _("Resultattypen for {code} er ændret fra {old} til {new}."),
        "to_code": _("{code} oversættes nu til {new}, før til {old}."),
    }
    other = _("{column} for {code} er ændret fra {old} til {new}.")
    told = [f"“{short(text)}”" if text else _("intet") for text in (old, new)]
    return words.get(column, other).format(code=code, column=f"“{column}”", old=told[0], new=told[1])


def _does(source: bytes) -> str | bytes:
    """Return what a module does, without its comments, docstrings and line breaks; its bytes where it is no Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of an older edition's spelling, which is nobody's business here
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        match body:
            case [ast.Expr(value=ast.Constant()), *rest]:
                body[:] = rest
            case _:
                pass
    return ast.dump(tree)


def _told(row: Mapping[str, str]) -> str:
    return "; ".join(value for column, value in row.items() if value and column not in SAYING_LITTLE)


def compare_policies(
    file: str, old: Mapping[str, str] | None, new: Mapping[str, str] | None
) -> Iterator[Change]:
    """Yield the changes of the answers to the project's open questions."""
    about = About(Subject.POLICY, file, file)
    if old is None:
        yield about.added(_("Politikken {name} er ny.").format(name=file), EITHER)
        return
    if new is None:
        yield about.removed(_("Politikken {name} er fjernet.").format(name=file), EITHER)
        return
    for key in [*old, *(each for each in new if each not in old)]:
        before, now = old.get(key), new.get(key)
        if before != now:
            of_key = About(Subject.POLICY, key, file)
            told = [_("intet") if text is None else f"“{short(text)}”" for text in (before, now)]
            sentence = _("Politikken “{key}” er ændret fra {old} til {new}. Det kan berøre alle trin.")
            judged = WORDS if key in ("navn", "version") else EITHER
            if judged is WORDS:
                sentence = _("“{key}” i politikkerne er ændret fra {old} til {new}.")
            yield of_key.changed(key, sentence.format(key=key, old=told[0], new=told[1]), judged)


def compare_files(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[Change]:
    """Yield the changes of files that are compared as bytes: what they mean can't be said, only that they judge.

    Python is read, never run: where only comments, docstrings or line breaks are others, it does the same.
    """
    for name in sorted(old.keys() | new.keys()):
        about = About(Subject.FILE, name, name)
        if name not in old:
            yield about.added(_("Filen {name} er ny. Den kan berøre alle trin.").format(name=name), EITHER)
        elif name not in new:
            yield about.removed(_("Filen {name} er fjernet. Det kan berøre alle trin.").format(name=name), EITHER)
        elif old[name] == new[name]:
            continue
        elif name.endswith(".py") and _does(old[name]) == _does(new[name]):
            sentence = _("Filen {name} er skrevet anderledes (fx i kommentarer), men gør det samme.")
            yield about.changed("", sentence.format(name=name), WORDS)
        else:
            sentence = _("Filen {name} er ændret. Det kan berøre alle trin; hvordan, kan ikke ses af filen alene.")
            yield about.changed("", sentence.format(name=name), EITHER)
