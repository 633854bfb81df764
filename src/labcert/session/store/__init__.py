"""A store of sessions: a file (SQLite) or a server (PostgreSQL). The event log is the truth, here as in a folder."""

from labcert.session.store.appending import Overtaken
from labcert.session.store.opening import open_store
from labcert.session.store.place import default_url
from labcert.session.store.rows import CertificateRow, Lease, RowState, SessionRow, StoredFile, Wanted
from labcert.session.store.store import Store

__all__ = [
    "CertificateRow", "Lease", "Overtaken", "RowState", "SessionRow", "Store", "StoredFile", "Wanted", "default_url",
    "open_store",
]
