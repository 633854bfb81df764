"""Attests a step of a session that lies in a folder: who looked says what they saw, and the session is sealed anew."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from labcert.domain.errors import UsageMistake
from labcert.domain.events import AttestationGiven, EvidenceKept, RunStarted, SessionOpened
from labcert.domain.juror import ItemAnswer, JurorSheet, judge_answers, sheet_json
from labcert.domain.language import _
from labcert.domain.masking import mask_text
from labcert.domain.organisations import VENDOR_PARTY, may_speak_for
from labcert.domain.outcome import Outcome, roll_up
from labcert.domain.verdict import Verdict
from labcert.protocol.mistakes import nearest
from labcert.protocol.model import Programme, ProtocolStep, Suite
from labcert.runner.attesting import Person
from labcert.runner.attesting_answers import require_whole
from labcert.runner.attesting_files import HandedIn
from labcert.runner.attesting_sheets import BESIDE, keep_sheets, kept_sheets, make_sheets, waiting_examples
from labcert.runner.certifying import programme_of
from labcert.runner.marks import local_time
from labcert.runner.planning import session_folder
from labcert.session import EventLog, EvidenceStore, LogEntry, SessionFolder, read_log
from labcert.session.canonical import sha256_of
from labcert.session.reopening import require_unsigned, unseal
from labcert.session.verdict import compute

__all__ = ["Attesting", "Said", "Statement", "attesting_in", "deliver_again", "open_for_attesting"]


@dataclass(frozen=True)
class Statement:
    """What one person says of a step: answers to every item of its sheets, and the files that show it."""

    person: Person
    answers: tuple[ItemAnswer, ...]
    files: tuple[HandedIn, ...]


@dataclass(frozen=True)
class Said:
    """What a statement means. `replaces` says that the party had attested the step before; that stays in the log."""

    outcome: Outcome
    remark: str
    replaces: bool


@dataclass(frozen=True)
class Attesting:
    """A session that may be attested."""

    folder: SessionFolder
    suite: Suite
    programme: Programme
    opened: SessionOpened
    entries: tuple[LogEntry, ...]

    @property
    def waiting(self) -> tuple[ProtocolStep, ...]:
        """The steps that have shown what there is to see, in the programme's order; those attested already too."""
        events = [entry.event for entry in self.entries]
        return tuple(
            step for step in self.suite.steps_of(self.programme)
            if step.inspection is not None and waiting_examples(step.id, events)
        )  # fmt: skip

    def step(self, wanted: str) -> ProtocolStep:
        """Return a step that can be attested; raises UsageMistake with the reason where it can't."""
        known = {step.id: step for step in self.suite.steps_of(self.programme)}
        if wanted not in known:
            near = nearest(wanted, known)
            raise UsageMistake(
                _("Trinnet “{wanted}” findes ikke i {programme}.").format(wanted=wanted, programme=self.programme.id),
                remedy=_("Mente du “{near}”?").format(near=near) if near else "",
            )
        if known[wanted].inspection is None:
            raise UsageMistake(
                _("Trinnet {step} bedømmes af værktøjet alene; der er intet at bekræfte.").format(step=wanted),
                remedy=self._others(),
            )
        if known[wanted] not in self.waiting:
            raise UsageMistake(
                _("Trinnet {step} venter ikke på nogen: det er ikke kørt, eller det er afgjort af værktøjet.").format(
                    step=wanted
                ),
                remedy=self._others(),
            )
        return known[wanted]

    def _others(self) -> str:
        waiting = ", ".join(step.id for step in self.waiting)
        return _("Disse trin kan bekræftes: {steps}.").format(steps=waiting) if waiting else ""

    def sheets(self, step: ProtocolStep) -> tuple[JurorSheet, ...]:
        """Return a step's sheets as they were kept, else made now; one an example."""
        events = [entry.event for entry in self.entries]
        store = self._store()
        kept = kept_sheets(step.id, events, store.read)
        return tuple(
            kept[made.example].sheet if made.example in kept else made for made in make_sheets(step, events, store.read)
        )

    def _store(self) -> EvidenceStore:
        return EvidenceStore(self.folder.evidence, self.suite.persons)

    def require_fitting(self, step: ProtocolStep, statement: Statement) -> None:
        """Raise UsageMistake unless the statement is whole: a party that is asked, every answer, the evidence."""
        assert step.inspection is not None
        person, parties = statement.person, step.inspection.confirmed_by
        if person.party not in parties:
            raise UsageMistake(
                _("{party} skal ikke bekræfte {step}; det skal {parties}.").format(
                    party=person.party or "–", step=step.id, parties=", ".join(parties)
                )
            )
        if not (person.name and person.role and person.organisation):
            raise UsageMistake(_("Den, der bekræfter, skal have navn, rolle og organisation."))
        if not may_speak_for(person.party, person.organisation, self.opened.vendor):
            raise UsageMistake(
                _("{organisation} kan ikke bekræfte {step} for {party}.").format(
                    organisation=person.organisation, step=step.id, party=person.party
                ),
                remedy=_("Leverandøren taler kun for {vendor}, og kun MedCom taler for MedCom.").format(
                    vendor=VENDOR_PARTY
                ),
            )
        require_whole(self.sheets(step), statement.answers)
        wanted = step.inspection.evidence
        if wanted and not any(wanted.accepts(file.media_type) for file in statement.files):
            raise UsageMistake(
                _("Trinnet {step} kan ikke bekræftes uden bevis: {evidence}.").format(
                    step=step.id, evidence=wanted.value
                ),
                remedy=_("Læg det ved med --evidence FIL."),
            )

    def attest(self, step: ProtocolStep, statement: Statement) -> Said:
        """Write what was said in the log, with the files as evidence, and return what it means.

        Raises UsageMistake, before anything is written, where it can't count. The seal is off afterwards.
        """
        self.require_fitting(step, statement)
        require_unsigned(self.folder)
        unseal(self.folder)
        store = self._store()
        with closing(EventLog(self.folder.events, local_time)) as log:
            events = [entry.event for entry in read_log(self.folder.events).entries]
            for made in keep_sheets(step, events, store):
                log.append(made)
            given = self._given(step, statement, self._keep(step, statement.files, store, log))
            store.flush()
            log.append(given)
        return Said(given.outcome, given.remark, self._has_said(step, given.party))

    def _keep(
        self, step: ProtocolStep, files: Sequence[HandedIn], store: EvidenceStore, log: EventLog
    ) -> tuple[str, ...]:
        example = self.sheets(step)[0].example
        kept = []
        for file in files:
            evidence = store.keep(_("Lagt ved bekræftelsen: {name}").format(name=file.name), file.media_type, file.data)
            log.append(EvidenceKept(step.id, example, BESIDE, evidence))
            kept.append(evidence.sha256)
        return tuple(kept)

    def _given(self, step: ProtocolStep, statement: Statement, seen: tuple[str, ...]) -> AttestationGiven:
        known = {person.cpr for person in self.suite.persons if person.cpr}
        sheets = self.sheets(step)
        answers = tuple(
            ItemAnswer(each.item, each.sight, mask_text(each.remark, known)) for each in statement.answers
        )
        judged = [judge_answers(sheet.items, answers) for sheet in sheets]
        outcome = roll_up(each for each, _remark in judged)
        digests = tuple(sha256_of(sheet_json(sheet)) for sheet in sheets)
        person = statement.person
        return AttestationGiven(
            step=step.id,
            party=person.party,
            name=mask_text(person.name, known),
            role=mask_text(person.role, known),
            organisation=mask_text(person.organisation, known),
            outcome=outcome,
            remark=" ".join(dict.fromkeys(said for each, said in judged if each is outcome)),
            seen=seen or digests,
            demo=False,
            sheets=digests,
            answers=answers,
        )

    def _has_said(self, step: ProtocolStep, party: str) -> bool:
        before = compute(self.suite, self.programme, self.entries)
        return any(said.party == party for each in before.steps if each.id == step.id for said in each.attested_by)


def open_for_attesting(word: str, suite: Suite) -> Attesting:
    """Find a session by its folder, or by its id below reports/; raises UsageMistake as `attesting_in` does."""
    return attesting_in(session_folder(word), suite)


def attesting_in(folder: SessionFolder, suite: Suite) -> Attesting:
    """Return the session of a folder; raises UsageMistake where it is signed, a demonstration or of other protocols."""
    require_unsigned(folder)
    entries = read_log(folder.events).entries
    opened = next((entry.event for entry in entries if isinstance(entry.event, SessionOpened)), None)
    if opened is None:
        raise UsageMistake(_("Loggen siger ikke, hvilken session den hører til."), where=str(folder.path))
    if opened.demo:
        raise UsageMistake(
            _("Det er en demonstration: dens personer er opdigtede, og rigtige personer bekræfter intet i den."),
            where=str(folder.path),
        )
    programme = programme_of(suite, opened.programme)
    _require_same_protocols(opened, suite, programme)
    if not any(isinstance(entry.event, RunStarted) for entry in entries):
        raise UsageMistake(_("Sessionen er ikke kørt endnu."), where=str(folder.path))
    return Attesting(folder, suite, programme, opened, entries)


def _require_same_protocols(opened: SessionOpened, suite: Suite, programme: Programme) -> None:
    """A person says what a protocol asks of them: it must be the one that was run. Other files may have moved on."""
    now = {protocol.id: protocol.digest for protocol in suite.protocols_of(programme)}
    changed = [name for name, digest in now.items() if opened.protocols.get(name) != digest]
    if changed:
        raise UsageMistake(
            _("Protokoller er ændret, siden sessionen begyndte ({names}), så sedlerne passer ikke til dem.").format(
                names=", ".join(changed)
            ),
            remedy=_("Bekræft med den labcert, som sessionen er kørt med, eller begynd en ny session."),
        )


def deliver_again(
    session: Attesting, phase: Callable[[str], None], *, allure: bool, may_fetch: bool
) -> tuple[Verdict, tuple[str, ...]]:
    """Judge the session anew, write its reports and seal it; return the verdict and a sentence a missing report."""
    from labcert.runner.delivery import Finished, Reports, deliver
    from labcert.runner.handing_in import medcom_names, write_messages
    from labcert.runner.previous import what_changed

    entries = read_log(session.folder.events).entries
    verdict = compute(session.suite, session.programme, entries)
    names = medcom_names(session.folder, verdict)
    write_messages(session.folder, names)
    comparison = what_changed(session.suite, session.programme, entries, verdict, session.folder.path)
    finished = Finished(
        session.folder, session.suite, session.programme, entries, verdict, comparison=comparison, file_names=names
    )
    return verdict, deliver(finished, Reports(allure=allure, may_fetch=may_fetch), phase)
