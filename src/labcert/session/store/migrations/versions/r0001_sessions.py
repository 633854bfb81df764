"""The first store: sessions with their events and files, and certificates."""

import sqlalchemy as sa
from alembic import op

__all__ = ["down_revision", "revision", "upgrade"]

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    _sessions()
    _events_and_files()
    _certificates()


def _sessions() -> None:
    op.create_table(
        "labcert_store",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("programme", sa.Text, nullable=False),
        sa.Column("programme_version", sa.Text, nullable=False),
        sa.Column("vendor", sa.Text, nullable=False),
        sa.Column("system", sa.Text, nullable=False),
        sa.Column("system_version", sa.Text, nullable=False),
        sa.Column("test_type", sa.Text, nullable=False),
        sa.Column("direction", sa.Text, nullable=False),
        sa.Column("standards", sa.Text, nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False),
        sa.Column("follows", sa.Text, nullable=False),
        sa.Column("created", sa.Text, nullable=False),
        sa.Column("sorted_by", sa.Text, nullable=False),
        sa.Column("changed", sa.Text, nullable=False),
        sa.Column("runs", sa.Integer, nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
        sa.Column("head", sa.String, nullable=False),
        sa.Column("review", sa.Text, nullable=False),
        sa.Column("claimed_by", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("approved", sa.Boolean, nullable=False),
        sa.Column("sentence", sa.Text, nullable=False),
        sa.Column("rows", sa.Text, nullable=False),
        sa.Column("lease_token", sa.String, nullable=False),
        sa.Column("lease_host", sa.Text, nullable=False),
        sa.Column("lease_pid", sa.Integer, nullable=False),
        sa.Column("lease_started", sa.Text, nullable=False),
        sa.Column("lease_time", sa.Text, nullable=False),
        sa.Column("lease_folder", sa.Text, nullable=False),
    )
    op.create_index("sessions_sorted_by", "sessions", ["sorted_by"])


def _events_and_files() -> None:
    op.create_table(
        "events",
        sa.Column("session", sa.String, sa.ForeignKey("sessions.id"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("time", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("line", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.String, primary_key=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "files",
        sa.Column("session", sa.String, sa.ForeignKey("sessions.id"), primary_key=True),
        sa.Column("path", sa.String, primary_key=True),
        sa.Column("sha256", sa.String, sa.ForeignKey("blobs.sha256"), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_files_sha256", "files", ["sha256"])


def _certificates() -> None:
    op.create_table(
        "certificates",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("session", sa.String, sa.ForeignKey("sessions.id"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("issued", sa.Text, nullable=False),
        sa.Column("valid_from", sa.Text, nullable=False),
        sa.Column("valid_to", sa.Text, nullable=False),
        sa.Column("vendor", sa.Text, nullable=False),
        sa.Column("system", sa.Text, nullable=False),
        sa.Column("system_version", sa.Text, nullable=False),
        sa.Column("standards", sa.Text, nullable=False),
        sa.Column("test_type", sa.Text, nullable=False),
        sa.Column("test", sa.Boolean, nullable=False),
        sa.Column("supersedes", sa.Text, nullable=False),
        sa.Column("json", sa.LargeBinary, nullable=False),
        sa.Column("pdf", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "revocations",
        sa.Column("certificate", sa.String, sa.ForeignKey("certificates.id"), primary_key=True),
        sa.Column("time", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("superseded_by", sa.Text, nullable=False),
    )
