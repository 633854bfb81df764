"""Who may call: tokens, and whose sessions each of them sees."""

import hashlib
import re
import secrets
from collections.abc import Mapping

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _

__all__ = ["DEFAULT_OWNER", "Tokens", "read_tokens"]

DEFAULT_OWNER = "api"
_OWNER = re.compile(r"[a-z0-9][a-z0-9-]{0,39}\Z")
_TOKEN = re.compile(r"[!-~]{16,200}\Z")


class Tokens:
    """The known tokens. Only their digests are kept, and all of them are compared, so that time tells nothing."""

    def __init__(self, tokens: Mapping[str, str]) -> None:
        self._owners = [(hashlib.sha256(token.encode()).digest(), owner) for token, owner in tokens.items()]

    def owner(self, authorization: str) -> str | None:
        """Return whose token an Authorization header shows, None where it shows none that is known."""
        kind, _blank, given = authorization.partition(" ")
        digest = hashlib.sha256(given.strip().encode("utf-8", "replace")).digest()
        found = None
        for known, owner in self._owners:
            if secrets.compare_digest(known, digest):
                found = owner
        return found if kind.lower() == "bearer" else None


def read_tokens(text: str) -> dict[str, str]:
    """Return token -> owner from words "token" or "owner:token"; raises UsageMistake for a word that is neither."""
    found = {}
    for word in text.split():
        owner, colon, token = word.partition(":")
        owner, token = (owner, token) if colon else (DEFAULT_OWNER, word)
        if not _OWNER.match(owner) or not _TOKEN.match(token):
            raise UsageMistake(
                _("En nøgle i LABCERT_API_TOKEN kan ikke bruges: den skal have mindst 16 tegn."),
                remedy=_("Skriv NØGLE eller NAVN:NØGLE, flere med mellemrum imellem; navnet er små bogstaver og tal."),
            )
        found[token] = owner
    return found
