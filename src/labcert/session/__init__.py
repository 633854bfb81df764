"""The case file of a certification: event log, evidence, verdict, manifest, signatures, and the check of it all."""

from labcert.session.evidence import EvidenceStore
from labcert.session.folder import SessionFolder, new_session_id
from labcert.session.log import EventLog, LogContent, LogEntry, read_log

__all__ = ["EventLog", "EvidenceStore", "LogContent", "LogEntry", "SessionFolder", "new_session_id", "read_log"]
