"""The check of a bundle's files: each is as the manifest lists it, and nothing lies there that isn't listed."""

from labcert.domain.language import _
from labcert.session.contents import Contents, Limits
from labcert.session.folder import EVENTS_FILE, VERDICT_FILE
from labcert.session.manifest import MANIFEST, SEAL_FILES, ListedFile, Manifest, digest_of
from labcert.session.report import BundleBroken, Reason
from labcert.session.verifying.question import COMPANIONS

__all__ = ["EVIDENCE_FOLDER", "file_reasons", "whole"]

EVIDENCE_FOLDER = "evidence/"


def whole(contents: Contents, name: str, at_most: int) -> bytes:
    """Read a file whole; raises BundleBroken for one that is larger."""
    pieces, size = [], 0
    for piece in contents.pieces(name):
        size += len(piece)
        if size > at_most:
            raise BundleBroken(Reason("too_large", name, _("{name} er større, end den må være.").format(name=name)))
        pieces.append(piece)
    return b"".join(pieces)


def file_reasons(contents: Contents, manifest: Manifest, limits: Limits) -> list[Reason]:
    """Return what is changed, missing, misnamed or too much."""
    listed = {entry.path: entry for entry in manifest.files}
    if sum(entry.size for entry in manifest.files) > limits.total or len(listed) > limits.files:
        return [Reason("too_large", MANIFEST, _("Pakken er større, end labcert vil læse."))]
    present = frozenset(contents.names)
    reasons = [reason for entry in manifest.files for reason in _file(contents, entry, present)]
    reasons += [
        Reason("file_missing", name, _("{name} er ikke med i manifestet.").format(name=name))
        for name in (EVENTS_FILE, VERDICT_FILE)
        if name not in listed
    ]
    text = _("{name} stod ikke i pakken, da den blev underskrevet. Fjern filen, eller bed om pakken igen.")
    reasons += [
        Reason("file_unlisted", name, text.format(name=name))
        for name in contents.names
        if name not in listed and name not in SEAL_FILES | COMPANIONS
    ]
    return reasons


def _file(contents: Contents, listed: ListedFile, present: frozenset[str]) -> list[Reason]:
    name = listed.path
    if name not in present:
        return [Reason("file_missing", name, _("{name} mangler. Bed om pakken igen.").format(name=name))]
    try:
        found = digest_of(contents, name, at_most=listed.size)
    except BundleBroken as broken:
        return list(broken.reasons)
    if found != listed:
        text = _("{name} er ændret, efter at den blev underskrevet. Bed om pakken igen.")
        return [Reason("file_changed", name, text.format(name=name))]
    if name.startswith(EVIDENCE_FOLDER) and name != EVIDENCE_FOLDER + listed.sha256:
        return [Reason("evidence_misnamed", name, _("{name} hedder ikke efter sit indhold.").format(name=name))]
    return []
