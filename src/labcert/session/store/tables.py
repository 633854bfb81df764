"""The tables of a store as they are now. How an older store becomes one of these stands in `migrations`.

Nothing is decided by the columns of `sessions` but lists: each is derived from the session's events, in the transaction
that wrote them.
"""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

__all__ = ["HEAD", "blobs", "certificates", "events", "files", "metadata", "revocations", "sessions", "store"]

HEAD = "0001"
"""the newest revision in `migrations/versions`, known here so that an ordinary opening needs no Alembic"""

metadata = MetaData()

store = Table(
    "labcert_store",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)
"""`id`: by which the working folders of this store are known · `list`: the number of the latest revocation list"""

sessions = Table(
    "sessions",
    metadata,
    Column("id", String, primary_key=True),
    Column("programme", Text, nullable=False),
    Column("programme_version", Text, nullable=False),
    Column("vendor", Text, nullable=False),
    Column("system", Text, nullable=False),
    Column("system_version", Text, nullable=False),
    Column("test_type", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("standards", Text, nullable=False),  # a JSON list
    Column("demo", Boolean, nullable=False),
    Column("follows", Text, nullable=False),
    Column("created", Text, nullable=False),
    Column("sorted_by", Text, nullable=False),  # `created` in UTC
    Column("changed", Text, nullable=False),
    Column("runs", Integer, nullable=False),
    Column("events", Integer, nullable=False),
    Column("head", String, nullable=False),  # the hash of the latest event
    Column("review", Text, nullable=False),
    Column("claimed_by", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("approved", Boolean, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("rows", Text, nullable=False),  # a JSON list of RowState
    Column("lease_token", String, nullable=False),  # "" where nobody has it
    Column("lease_host", Text, nullable=False),
    Column("lease_pid", Integer, nullable=False),
    Column("lease_started", Text, nullable=False),
    Column("lease_time", Text, nullable=False),
    Column("lease_folder", Text, nullable=False),
    Index("sessions_sorted_by", "sorted_by"),
)

events = Table(
    "events",
    metadata,
    Column("session", String, ForeignKey("sessions.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("time", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("line", LargeBinary, nullable=False),  # as in events.jsonl, with its line feed
    sqlite_with_rowid=False,
)

blobs = Table(
    "blobs",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("session", String, ForeignKey("sessions.id"), primary_key=True),
    Column("path", String, primary_key=True),
    Column("sha256", String, ForeignKey("blobs.sha256"), nullable=False, index=True),
    sqlite_with_rowid=False,
)

certificates = Table(
    "certificates",
    metadata,
    Column("id", String, primary_key=True),
    Column("session", String, ForeignKey("sessions.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("issued", Text, nullable=False),
    Column("valid_from", Text, nullable=False),
    Column("valid_to", Text, nullable=False),
    Column("vendor", Text, nullable=False),
    Column("system", Text, nullable=False),
    Column("system_version", Text, nullable=False),
    Column("standards", Text, nullable=False),  # a JSON list
    Column("test_type", Text, nullable=False),
    Column("test", Boolean, nullable=False),
    Column("supersedes", Text, nullable=False),
    Column("json", LargeBinary, nullable=False),
    Column("pdf", LargeBinary, nullable=False),
)

revocations = Table(
    "revocations",
    metadata,
    Column("certificate", String, ForeignKey("certificates.id"), primary_key=True),
    Column("time", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("superseded_by", Text, nullable=False),
)
