"""What a person means by a word: an id, or a beginning that only one has."""

import difflib
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.session.store.certifying import select_certificates
from labcert.session.store.rows import CertificateRow
from labcert.session.store.tables import sessions

__all__ = ["certificate_by_word", "session_by_word", "unknown_session"]

SHOWN = 5
"""how many of several a sentence names"""


def session_by_word(connection: Connection, word: str) -> str:
    """Return the id of the session meant; raises UsageMistake where none or several can be."""
    ids = _ids(connection)
    if word in ids:
        return word
    meant = [each for each in ids if word and each.casefold().startswith(word.casefold())]
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise UsageMistake(
            _("Flere sessioner begynder med “{word}”: {several}.").format(word=word, several=_some(meant)),
            remedy=_("Skriv mere af id'et."),
        )
    raise _unknown(word, ids)


def unknown_session(connection: Connection, session: str) -> UsageMistake:
    """Say that there is no such session, and which was perhaps meant."""
    return _unknown(session, _ids(connection))


def _ids(connection: Connection) -> tuple[str, ...]:
    return tuple(map(str, connection.scalars(sa.select(sessions.c.id).order_by(sessions.c.sorted_by.desc()))))


def _unknown(word: str, ids: Sequence[str]) -> UsageMistake:
    near = difflib.get_close_matches(word, ids, n=1)
    return UsageMistake(
        _("Der er ingen session “{word}” i lageret.").format(word=word),
        remedy=_("Mente du {near}?").format(near=near[0])
        if near
        else _("labcert session list viser dem, der er; et andet lager vælges med --store."),
    )


def certificate_by_word(connection: Connection, word: str) -> CertificateRow:
    """Return the certificate of an id or its beginning, or the newest of a session; raises UsageMistake."""
    rows = select_certificates(connection)
    of_session = [row for row in rows if row.session == word]
    meant = [row for row in rows if row.id == word] or of_session[:1]
    meant = meant or [row for row in rows if word and row.id.startswith(word)]
    if len(meant) == 1:
        return meant[0]
    if meant:
        several = _some([row.id for row in meant])
        raise UsageMistake(
            _("Flere certifikater begynder med “{word}”: {several}.").format(word=word, several=several),
            remedy=_("Skriv mere af id'et."),
        )
    raise UsageMistake(
        _("Der er intet certifikat “{word}” i lageret.").format(word=word),
        remedy=_("Skriv certifikatets id eller sessionens."),
    )


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "")
