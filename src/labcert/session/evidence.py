"""The evidence store: bytes kept under their sha256, masked before they are kept."""

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from labcert.domain.case import Patient
from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.evidence import Evidence
from labcert.domain.language import _
from labcert.domain.system_words import system_words
from labcert.session.atomic import flush_file, flush_folder, write_unflushed
from labcert.session.canonical import sha256_of
from labcert.session.masking import Masker

__all__ = ["EvidenceStore"]


class EvidenceStore:
    """Keeps evidence in a folder, one file a sha256; the same bytes are kept once.

    When `keep` returns, no killed process can take the evidence away. The disk itself is waited for beside what is done
    next, and by `flush`.
    """

    def __init__(self, folder: Path, known_persons: Iterable[Patient]) -> None:
        self._folder, self._masker = folder, Masker(known_persons)
        self._flushers = ThreadPoolExecutor(4, thread_name_prefix="evidence")  # the disk puts several in one commit
        self._flushing: dict[str, Future[None]] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageMistake(
                _("Mappen til beviser kan ikke laves: {why}.").format(why=system_words(error)),
                where=str(folder),
                remedy=_("Vælg en mappe, som du må skrive i."),
            ) from error

    def keep(self, name: str, media_type: str, data: bytes) -> Evidence:
        """Mask and keep the bytes, so that an event can name them; raises ToolFault where they could not be kept."""
        kept = self._masker.data(media_type, data)
        digest = sha256_of(kept)
        if digest not in self._flushing and not self._is_whole(digest):
            write_unflushed(self._folder / digest, kept)
            self._flushing[digest] = self._flushers.submit(flush_file, self._folder / digest)
        return Evidence(digest, self._masker.text(name), media_type, len(kept), masked=kept != data)

    def flush(self) -> None:
        """Return when everything kept so far would survive a power cut; called before a step is said to be finished.

        Raises ToolFault where something could not be kept.
        """
        flushing, self._flushing = self._flushing, {}
        for flushed in flushing.values():
            flushed.result()
        if flushing:
            flush_folder(self._folder)

    def read(self, evidence: Evidence) -> bytes:
        """Return the kept bytes; raises ToolFault if they are gone or aren't the bytes that were kept."""
        try:
            data = (self._folder / evidence.sha256).read_bytes()
        except OSError as error:
            raise ToolFault(
                _("Beviset “{name}” kan ikke læses: {why}.").format(name=evidence.name, why=system_words(error)),
                where=evidence.sha256,
            ) from error
        if sha256_of(data) != evidence.sha256:
            raise ToolFault(
                _("Beviset “{name}” er ændret, efter at det blev gemt.").format(name=evidence.name),
                where=evidence.sha256,
            )
        return data

    def _is_whole(self, digest: str) -> bool:
        place = self._folder / digest
        return place.is_file() and sha256_of(place.read_bytes()) == digest
