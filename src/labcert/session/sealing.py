"""Sealing: the log is whole, the manifest names every byte, and everybody who must sign does, at once or one by one."""

from collections.abc import Sequence

from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.events import SessionOpened, SignOffStated
from labcert.domain.language import _
from labcert.protocol.model import Programme
from labcert.session.atomic import sweep_leftovers, write_whole
from labcert.session.demo_authority import DEMO_TRUST, DemoAuthority
from labcert.session.folder import SessionFolder
from labcert.session.log import LogContent, LogEntry, read_log
from labcert.session.manifest import Facts, RequiredSigner, build, required_signers
from labcert.session.reopening import require_unsigned
from labcert.session.signing import Signer, sign

__all__ = ["facts_of", "freeze", "seal", "seal_demo"]


def facts_of(entries: Sequence[LogEntry], signers: Sequence[RequiredSigner]) -> Facts:
    """Return what the manifest says, from the session's opening; raises ToolFault where the log has none."""
    opened = next((entry.event for entry in entries if isinstance(entry.event, SessionOpened)), None)
    if opened is None:
        raise ToolFault(_("Loggen siger ikke, hvilken session den hører til, så den kan ikke forsegles."))
    return Facts(opened, tuple(signers))


def seal(folder: SessionFolder, facts: Facts, signers: Sequence[Signer]) -> None:
    """Write manifest.json and manifest.sig over everything in the folder; nothing may be written there afterwards.

    Raises UsageMistake if the session is sealed already, if the log isn't whole, or if somebody hasn't signed.
    """
    _require_unsealed(folder)
    _seal(folder, read_log(folder.events), facts, signers)


def freeze(folder: SessionFolder, facts: Facts) -> None:
    """Write manifest.json, and a manifest.sig that nobody has signed yet: the signatures come one by one.

    What is written may be written anew as long as nobody has signed. Raises UsageMistake where somebody has, or where
    the log isn't whole.
    """
    require_unsigned(folder)
    _write(folder, read_log(folder.events), facts, ())


def _seal(folder: SessionFolder, log: LogContent, facts: Facts, signers: Sequence[Signer]) -> None:
    have = {(signer.stated.row, signer.stated.party) for signer in signers}
    missing = [f"{wanted.party} ({wanted.row})" for wanted in facts.signers if (wanted.row, wanted.party) not in have]
    if missing:
        text = _("Sessionen kan ikke forsegles, før alle har underskrevet. Der mangler: {who}.")
        raise UsageMistake(text.format(who=", ".join(missing)), where=str(folder.path))
    _write(folder, log, facts, signers)


def _write(folder: SessionFolder, log: LogContent, facts: Facts, signers: Sequence[Signer]) -> None:
    if log.broken_tail:
        remedy = _("Åbn sessionen igen, så den halve linje lægges til side.")
        raise UsageMistake(log.word, where=str(folder.path), remedy=remedy)
    sweep_leftovers(folder.path)
    manifest = build(folder.path, facts).to_bytes()
    write_whole(folder.manifest, manifest)
    write_whole(folder.signatures, sign(manifest, signers))


def _require_unsealed(folder: SessionFolder) -> None:
    if folder.signatures.exists():
        raise UsageMistake(_("Sessionen er allerede forseglet."), where=str(folder.path))


def seal_demo(folder: SessionFolder, programme: Programme, authority: DemoAuthority) -> None:
    """Seal a demonstration: each SignOffStated of the log is signed by its demo person, at the time it was stated."""
    _require_unsealed(folder)
    log = read_log(folder.events)
    entries = log.entries
    facts = facts_of(entries, required_signers(programme))
    if not facts.opened.demo:
        raise UsageMistake(_("Kun en demonstration kan forsegles med demonøgler."), where=str(folder.path))
    stated = {(e.event.row, e.event.party): (e.event, e.time) for e in entries if isinstance(e.event, SignOffStated)}
    write_whole(folder.path / DEMO_TRUST, authority.certificate_pem)
    _seal(folder, log, facts, [authority.signer(event, time) for event, time in stated.values()])
