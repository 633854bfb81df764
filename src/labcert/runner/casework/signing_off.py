"""Sign-off: a named person signs a row of the plan for a party, over the frozen session's manifest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from labcert.domain.casework import Actor, ReviewState
from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.events import SignOffStated
from labcert.domain.language import _, ngettext
from labcert.domain.organisations import VENDOR_PARTY, may_speak_for
from labcert.protocol.mistakes import nearest
from labcert.protocol.model import Demand, Suite
from labcert.runner.casework.case import Case, open_case
from labcert.runner.casework.closing import WAITING, is_frozen, unfulfilled
from labcert.runner.marks import local_time
from labcert.session.canonical import sha256_of
from labcert.session.folder import EVENTS_FILE
from labcert.session.keys import Signs, require_in_force
from labcert.session.log import Clock
from labcert.session.manifest import MANIFEST, SIGNATURES, Manifest, RequiredSigner, read_manifest
from labcert.session.signing import Signer, read_signatures, sign_one, with_signature
from labcert.session.store import Overtaken, Store

__all__ = ["SignedOff", "Unfinished", "Wish", "sign_off"]

TRIES = 20
"""how often a signature is put in again because another was put in meanwhile"""


@dataclass(frozen=True)
class Wish:
    """What is to be signed: rows of the plan (none: all of the party's), and what the person remarks."""

    rows: tuple[str, ...]
    remark: str


@dataclass(frozen=True)
class Unfinished:
    """Why nothing can be signed yet, a sentence for each thing; `waits` as in `closing.Refused`."""

    session: str
    missing: tuple[str, ...]
    waits: bool


@dataclass(frozen=True)
class SignedOff:
    """The rows that were signed, and who must sign yet."""

    session: str
    party: str
    rows: tuple[str, ...]
    left: tuple[RequiredSigner, ...]
    approved: bool

    @property
    def told(self) -> tuple[str, ...]:
        """Sentences to who signed."""
        rows = ngettext(
            "{party} har underskrevet række {rows}.", "{party} har underskrevet rækkerne {rows}.", len(self.rows)
        )
        first = rows.format(party=self.party, rows=", ".join(self.rows))
        if self.left:
            text = ngettext(
                "Der mangler endnu {count} underskrift: {who}.",
                "Der mangler endnu {count} underskrifter: {who}.",
                len(self.left),
            )
            who = ", ".join(f"{signer.party} ({signer.row})" for signer in self.left)
            return first, text.format(count=len(self.left), who=who)
        last = _("Det var den sidste underskrift.")
        if not self.approved:
            return first, last
        remedy = _("Nu kan certifikatet udstedes: labcert certificate issue {id} --key FIL.").format(id=self.session)
        return first, f"{last} {remedy}"


def sign_off(
    store: Store, suite: Suite, word: str, wish: Wish, actor: Actor, key: Signs, clock: Clock = local_time
) -> SignedOff | Unfinished:
    """Sign rows for the actor's party; all of them or none. Two people may sign at the same time.

    Raises UsageMistake for a party or row that the plan doesn't name, for a row that is signed, and for a key that
    doesn't speak for the person and party or isn't in force.
    """
    case = open_case(store, suite, word)
    case.require_real()
    if unfinished := _unfinished(store, case):
        return unfinished
    data = store.read(case.id, MANIFEST)
    manifest = _as_frozen(store, case, data)
    me = case.known(actor)
    _require_party(case, manifest, me)
    now = clock()
    require_in_force(key.certificate, now, _("certifikatet"))
    _require_after(case, now)
    for _attempt in range(TRIES):
        before = store.read(case.id, SIGNATURES)
        rows = _rows(before, manifest, me.party, wish.rows)
        after = before
        for row in rows:
            after = with_signature(after, data, sign_one(data, _signer(case, row, me, wish.remark, key, clock())))
        try:
            store.keep(case.id, SIGNATURES, after, expect=sha256_of(before))
        except Overtaken:
            continue
        return SignedOff(case.id, me.party, rows, _left(after, manifest), case.work.review is ReviewState.APPROVED)
    raise ToolFault(_("Andre underskrev hele tiden imens, så underskriften blev ikke gemt. Prøv igen."))


def _unfinished(store: Store, case: Case) -> Unfinished | None:
    """Return what stands before the signatures, None where nothing does."""
    open_lines = unfulfilled(case)
    if case.work.review is ReviewState.NOT_APPROVED:
        open_lines = tuple(line for line in open_lines if line.rule in (Demand.COMPLETE.value, Demand.ATTESTED.value))
    told = [sentence for line in open_lines for sentence in line.missing]
    if not case.work.review.closed:
        told.append(_("Gennemgangen er ikke afsluttet: labcert session close {id} --approved.").format(id=case.id))
    elif not is_frozen(store, case.id):
        told.append(
            _(
                "Sessionen blev ikke låst helt, da gennemgangen blev afsluttet: kør labcert session close {id} igen."
            ).format(id=case.id)
        )
    waits = all(line.rule in WAITING for line in open_lines)
    return Unfinished(case.id, tuple(told), waits) if told else None


def _as_frozen(store: Store, case: Case, data: bytes) -> Manifest:
    """Read the manifest, and see that the session is still what it lists; raises ToolFault where it isn't."""
    try:
        manifest = read_manifest(data)
    except ValueError as error:
        raise ToolFault(_("manifest.json hænger ikke sammen; filen er ændret uden om labcert.")) from error
    there = {file.path: file.sha256 for file in store.files(case.id)}
    changed = [
        file.path for file in manifest.files if file.path != EVENTS_FILE and there.get(file.path) != file.sha256
    ]
    if changed:
        raise ToolFault(
            _("{name} er ændret, efter at sessionen blev låst, så den kan ikke underskrives.").format(name=changed[0]),
            remedy=_("Hent en sikkerhedskopi af lageret frem."),
        )
    return manifest


def _require_party(case: Case, manifest: Manifest, actor: Actor) -> None:
    parties = list(dict.fromkeys(signer.party for signer in manifest.signers))
    if actor.party not in parties:
        near = nearest(actor.party, parties)
        raise UsageMistake(
            _("Parten “{party}” skal ikke underskrive; det skal {parties}.").format(
                party=actor.party, parties=", ".join(parties)
            ),
            remedy=_("Mente du “{near}”?").format(near=near) if near else "",
        )
    if not may_speak_for(actor.party, actor.organisation, case.row.vendor):
        raise UsageMistake(
            _("{organisation} kan ikke underskrive for {party}.").format(
                organisation=actor.organisation, party=actor.party
            ),
            remedy=_("Leverandøren taler kun for {vendor}, og kun MedCom taler for MedCom.").format(
                vendor=VENDOR_PARTY
            ),
        )


def _require_after(case: Case, now: datetime) -> None:
    """Raise UsageMistake where the clock shows a time before the session's end: nobody signed it then."""
    ended = max((entry.time for entry in case.entries), key=datetime.fromisoformat)
    if now < datetime.fromisoformat(ended):
        raise UsageMistake(
            _("Maskinens ur viser {now}, men i sessionen er der sket noget {latest}.").format(
                now=now.isoformat(timespec="minutes"), latest=ended
            ),
            remedy=_("Stil uret, og underskriv igen."),
        )


def _rows(signatures: bytes, manifest: Manifest, party: str, wanted: Sequence[str]) -> tuple[str, ...]:
    """Return the rows to be signed; raises UsageMistake for one that isn't the party's, and for one that is signed."""
    mine = [signer.row for signer in manifest.signers if signer.party == party]
    signed = {each.row for each in read_signatures(signatures).signatures if each.party == party}
    for row in wanted:
        if row not in mine:
            raise UsageMistake(
                _("{party} skal ikke underskrive række {row}, men {rows}.").format(
                    party=party, row=row, rows=", ".join(mine)
                )
            )
        if row in signed:
            raise UsageMistake(_("{party} har allerede underskrevet række {row}.").format(party=party, row=row))
    rows = tuple(dict.fromkeys(wanted)) or tuple(row for row in mine if row not in signed)
    if not rows:
        raise UsageMistake(_("{party} har allerede underskrevet alle sine rækker.").format(party=party))
    return rows


def _signer(case: Case, row: str, actor: Actor, remark: str, key: Signs, now: datetime) -> Signer:
    stated = SignOffStated(
        row, actor.party, actor.name, actor.role, actor.organisation, case.masked(" ".join(remark.split())),
        demo=case.row.demo,
    )  # fmt: skip
    return Signer(stated, now.isoformat(timespec="milliseconds"), key)


def _left(signatures: bytes, manifest: Manifest) -> tuple[RequiredSigner, ...]:
    signed = {(each.row, each.party) for each in read_signatures(signatures).signatures}
    return tuple(signer for signer in manifest.signers if (signer.row, signer.party) not in signed)
