"""Deviations: asked for with a reason and for a time, approved by a doctor or by MedCom with a document, withdrawn."""

from dataclasses import dataclass
from datetime import date, timedelta

from labcert.domain.casework import AUTHORISATION_ID, Actor, Approver, ApproverKind, Deviation, DeviationState
from labcert.domain.errors import UsageMistake
from labcert.domain.events import DeviationApproved, DeviationAsked, DeviationWithdrawn
from labcert.domain.language import _
from labcert.domain.verdict import StepVerdict
from labcert.protocol.mistakes import nearest
from labcert.protocol.model import Suite
from labcert.runner.attesting_files import HandedIn
from labcert.runner.casework.case import Case, Decision, act, required_text
from labcert.runner.casework.commenting import kept_evidence
from labcert.runner.casework.reviewing import is_of_medcom, require_medcom
from labcert.session.deviating import broken_requirements
from labcert.session.store import Store

__all__ = ["Approval", "Request", "approve", "ask", "withdraw"]

LONGEST = timedelta(days=731)
"""how long a deviation may last: two years; a standing exception is a change of the requirement"""


@dataclass(frozen=True)
class Request:
    """What is asked for: a requirement, the steps it is about (none: every step that shows it), why, and how long."""

    requirement: str
    steps: tuple[str, ...]
    reason: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class Approval:
    """An approval with its document; `doctor`, and what belongs to one, is "" where MedCom approves."""

    id: str
    document: HandedIn
    doctor: str = ""
    authorisation: str = ""
    organisation: str = ""


def ask(store: Store, suite: Suite, word: str, request: Request, actor: Actor) -> Decision:
    """Ask that a requirement may be broken for a time; raises UsageMistake with what is wrong with the wish."""

    def decide(case: Case) -> Decision:
        case.require_open()
        _require_requirement(case, request.requirement)
        _require_dates(case, request)
        steps = _steps(case, request)
        reason = required_text(case, request.reason, _("Begrundelsen"))
        same = [each for each in case.work.deviations.values() if _is_the_same(each, request, reason)]
        if same:
            return Decision((), (_("Der er allerede søgt om den: {id}.").format(id=same[0].id),))
        number = f"AFV-{len(case.work.deviations) + 1}"
        event = DeviationAsked(
            number, request.requirement, request.steps, case.row.system, case.row.system_version, reason,
            case.known(actor), request.valid_from, request.valid_to,
        )  # fmt: skip
        return Decision((event,), _told_of_asking(case, event, steps))

    return act(store, suite, word, decide)


def _told_of_asking(case: Case, event: DeviationAsked, steps: list[str]) -> tuple[str, ...]:
    asked = _("Der er søgt om afvigelsen {id} fra kravet {requirement}; den handler om {steps}.").format(
        id=event.id, requirement=event.requirement, steps=", ".join(steps)
    )
    if case.is_clinical(event.requirement):
        return asked, _("Kravet er klinisk, så den tæller først, når en læge har godkendt den.")
    return asked, _("Kravet er teknisk, så den tæller, når MedCom eller en læge har godkendt den.")


def _require_requirement(case: Case, wanted: str) -> None:
    known = [requirement.id for requirement in case.suite.requirements]
    if wanted not in known:
        near = nearest(wanted, known)
        raise UsageMistake(
            _("Kravet “{wanted}” findes ikke.").format(wanted=wanted),
            remedy=_("Mente du “{near}”?").format(near=near)
            if near
            else _("“labcert requirements list” viser dem, der er."),
        )


def _require_dates(case: Case, request: Request) -> None:
    if request.valid_to < request.valid_from:
        raise UsageMistake(
            _("Afvigelsen slutter {end}, før den begynder {start}.").format(
                end=request.valid_to.isoformat(), start=request.valid_from.isoformat()
            )
        )
    if request.valid_to < case.day:
        raise UsageMistake(
            _("Afvigelsen slutter {end}, som er forbi.").format(end=request.valid_to.isoformat()),
            remedy=_("Skriv en slutdato fra i dag og frem."),
        )
    if request.valid_to - request.valid_from > LONGEST:
        raise UsageMistake(
            _("En afvigelse kan højst gælde i to år, og denne gælder fra {start} til {end}.").format(
                start=request.valid_from.isoformat(), end=request.valid_to.isoformat()
            ),
            remedy=_("Skriv en tidligere slutdato; der kan søges igen."),
        )


def _shows(step: StepVerdict, requirement: str) -> bool:
    return requirement in step.requirements or requirement in broken_requirements(step)


def _steps(case: Case, request: Request) -> list[str]:
    """Return the steps that the request is about; raises UsageMistake for one that doesn't show the requirement."""
    showing = [step.id for step in case.verdict.steps if _shows(step, request.requirement)]
    for wanted in request.steps:
        if case.step(wanted).id not in showing:
            raise UsageMistake(
                _("Trinnet {step} viser ikke kravet {requirement}.").format(
                    step=wanted, requirement=request.requirement
                ),
                remedy=_("Det gør {steps}.").format(steps=", ".join(showing)) if showing else "",
            )
    if not showing:
        raise UsageMistake(
            _("Ingen af trinnene i {programme} viser kravet {requirement}, så der er intet at afvige fra.").format(
                programme=case.programme.id, requirement=request.requirement
            )
        )
    return list(request.steps) or showing


def _is_the_same(known: Deviation, request: Request, reason: str) -> bool:
    return known.withdrawn_by is None and (
        (known.requirement, known.steps, known.reason, known.valid_from, known.valid_to)
        == (request.requirement, request.steps, reason, request.valid_from, request.valid_to)
    )


def approve(store: Store, suite: Suite, word: str, approval: Approval, actor: Actor) -> Decision:
    """Write an approval down, with its document as evidence; raises UsageMistake where it can't count."""

    def decide(case: Case) -> Decision:
        case.require_open()
        require_medcom(actor)
        known = _known(case, approval.id)
        approver = _approver(case, known, approval, actor)
        evidence, data = kept_evidence(suite, approval.document)
        if known.approved_by is not None:
            if (known.approved_by, known.document) == (approver, evidence.sha256):
                return Decision((), (_("{id} er allerede godkendt sådan.").format(id=known.id),))
            raise UsageMistake(
                _("{id} er allerede godkendt af {name}.").format(id=known.id, name=known.approved_by.name),
                remedy=_("Skal den være anderledes, så træk den tilbage, og søg om en ny."),
            )
        _require_alive(case, known)
        event = DeviationApproved(known.id, approver, evidence, case.known(actor))
        told = _("{id} er godkendt af {name} og gælder fra {start} til {end}.").format(
            id=known.id, name=approver.name, start=known.valid_from.isoformat(), end=known.valid_to.isoformat()
        )
        return Decision((event,), (told, *_to_look_up(approver)), ((f"evidence/{evidence.sha256}", data),))

    return act(store, suite, word, decide)


def _known(case: Case, wanted: str) -> Deviation:
    if wanted in case.work.deviations:
        return case.work.deviations[wanted]
    near = nearest(wanted, case.work.deviations)
    raise UsageMistake(
        _("Der er ikke søgt om nogen afvigelse “{wanted}”.").format(wanted=wanted),
        remedy=_("Mente du “{near}”?").format(near=near) if near else "",
    )


def _approver(case: Case, known: Deviation, approval: Approval, actor: Actor) -> Approver:
    if approval.doctor.strip():
        if AUTHORISATION_ID.match(approval.authorisation) is None:
            raise UsageMistake(
                _("“{written}” er ikke et autorisations-ID: det er fem tegn, store bogstaver og tal.").format(
                    written=approval.authorisation
                ),
                remedy=_("Skriv det, som det står i Autorisationsregisteret, f.eks. --authorisation 0ABC1."),
            )
        name, organisation = case.masked(approval.doctor.strip()), case.masked(approval.organisation.strip())
        return Approver(ApproverKind.DOCTOR, name, _("Læge"), organisation, approval.authorisation)
    if known.clinical:
        raise UsageMistake(
            _("{id} er fra det kliniske krav {requirement}. Kun en læge kan godkende den.").format(
                id=known.id, requirement=known.requirement
            ),
            remedy=_("Skriv --doctor NAVN --authorisation ID og --document med lægens godkendelse."),
        )
    me = case.known(actor)
    return Approver(ApproverKind.MEDCOM, me.name, me.role, me.organisation)


def _require_alive(case: Case, known: Deviation) -> None:
    state = known.state(case.day, case.row.system, case.row.system_version)
    if state is DeviationState.WITHDRAWN:
        raise UsageMistake(
            _("{id} er trukket tilbage.").format(id=known.id), remedy=_("Søg om en ny, hvis der er brug for den.")
        )
    if state is DeviationState.ELSEWHERE:
        raise UsageMistake(
            _("{id} er til {system} {version}, som sessionen ikke handler om.").format(
                id=known.id, system=known.system, version=known.system_version
            )
        )
    if known.valid_to < case.day:
        raise UsageMistake(
            _("{id} gjaldt til {end}, som er forbi.").format(id=known.id, end=known.valid_to.isoformat()),
            remedy=_("Søg om en ny med en senere slutdato."),
        )


def _to_look_up(approver: Approver) -> tuple[str, ...]:
    if approver.kind is not ApproverKind.DOCTOR:
        return ()
    return (
        _(
            "labcert kan ikke slå autorisationen op. Slå {id} op i Autorisationsregisteret, og se efter, at det er "
            "{name}, og at autorisationen gælder."
        ).format(id=approver.authorisation, name=approver.name),
    )


def withdraw(store: Store, suite: Suite, word: str, identifier: str, reason: str, actor: Actor) -> Decision:
    """Let a deviation count no more; raises UsageMistake for others than who asked and MedCom."""

    def decide(case: Case) -> Decision:
        case.require_open()
        known = _known(case, identifier)
        if known.withdrawn_by is not None:
            return Decision((), (_("{id} er allerede trukket tilbage.").format(id=known.id),))
        if not is_of_medcom(actor) and actor.organisation.casefold() != known.asked_by.organisation.casefold():
            raise UsageMistake(
                _("{id} kan trækkes tilbage af {organisation}, som søgte om den, eller af MedCom.").format(
                    id=known.id, organisation=known.asked_by.organisation
                )
            )
        said = required_text(case, reason, _("Begrundelsen"))
        told = _("{id} er trukket tilbage og tæller ikke mere.").format(id=known.id)
        return Decision((DeviationWithdrawn(known.id, said, case.known(actor)),), (told,))

    return act(store, suite, word, decide)
