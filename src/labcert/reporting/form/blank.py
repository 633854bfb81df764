"""The form of a protocol before anybody has filled it in."""

from labcert.domain.outcome import Mark
from labcert.protocol.model import Area, Inspection, Kind, Programme, Protocol, ProtocolStep
from labcert.reporting.form.model import Fact, Form, FormArea, FormPart, FormStep, FormText
from labcert.reporting.unwrapping import unwrapped

__all__ = ["about_step", "blank_form", "boxes", "expected_of", "facts_of", "introduction_of"]

NONE = "Ingen."


def blank_form(protocol: Protocol, programmes: tuple[Programme, ...] = ()) -> Form:
    """Return the form to print and fill in; the parties that sign are those of the programmes that run the protocol."""
    areas = tuple(FormArea(area.value, tuple(map(_step, protocol.steps_in(area)))) for area in Area)
    part = FormPart(
        title=protocol.title,
        facts=facts_of(protocol),
        introduction=introduction_of(protocol),
        vendor=tuple(Fact(label, "") for label in ("Firma", "Adresse", "Kontaktperson", "Telefon", "E-mail")),
        system=(
            *(Fact(label, "") for label in ("System", "Version", "Beskrivelse")),
            Fact("Test type", boxes(("Egentest", "Endelig test/certificering"))),
        ),
        medcom=(
            Fact("Test dato", ""), Fact("Test lokation", ""), Fact("Godkendt", boxes(("Ja", "Nej"))),
            Fact("Bemærkninger", ""), Fact("Udført af", ""),
        ),
        areas=areas,
        signing=tuple((protocol.row, party, "", "", "", "", "") for party in _parties(protocol, programmes)),
    )  # fmt: skip
    return Form(protocol.title, "", "", protocol.date, (), (), (part,))


def _parties(protocol: Protocol, programmes: tuple[Programme, ...]) -> tuple[str, ...]:
    named: dict[str, None] = {}
    for programme in programmes:
        rows = [row for row in programme.rows if protocol.id in row.protocols]
        named |= dict.fromkeys(party for row in rows for party in (*row.parties, *programme.also_signs))
    return tuple(named or dict.fromkeys(party for step in protocol.steps for party in step.parties))


def boxes(words: tuple[str, ...], ticked: str = "") -> str:
    """Return boxes to tick, one of them ticked where it is known."""
    return "   ".join(f"{'☒' if word == ticked else '☐'} {word}" for word in words)


def facts_of(protocol: Protocol) -> tuple[Fact, ...]:
    """Return what the form's cover says of the protocol."""
    return (
        Fact("Protokol", protocol.id),
        Fact("Standarder", ", ".join(protocol.standards)),
        Fact("Version", protocol.version),
        Fact("Revisionsdato", protocol.date),
        Fact("Række i projektplanen", protocol.row),
        Fact("Protokollens fingeraftryk (sha256)", protocol.digest),
    )


def introduction_of(protocol: Protocol) -> tuple[FormText, ...]:
    """Return part 1 of the form."""
    said = protocol.introduction
    return (
        FormText("1.1 Formål", unwrapped(said.purpose) or NONE),
        FormText("1.2 Referencer", "" if said.references else NONE, said.references),
        FormText("1.3 Testeksempler", unwrapped(said.examples) or NONE),
        FormText("1.4 Testpersoner", unwrapped(said.persons) or NONE),
        FormText("1.5 Værktøjer", unwrapped(said.tools) or NONE),
        FormText("1.6 Resultat", unwrapped(said.result) or NONE),
    )


def about_step(step: ProtocolStep) -> tuple[str, ...]:
    """Return what stands small below the step's title."""
    kind = "bekræftes af personer" if step.kind is Kind.ATTESTED else "automatisk"
    return f"{kind}; fejl er {step.severity}", ", ".join(step.parties), ", ".join(step.requirement_ids)


def expected_of(step: ProtocolStep) -> tuple[str, ...]:
    """Return what is expected, and what persons must look at."""
    return unwrapped(step.expected), *_looking(step.inspection)


def _looking(inspection: Inspection | None) -> tuple[str, ...]:
    if inspection is None:
        return ()
    told = [f"Eftersyn ({inspection.page.value}), bekræftes af {', '.join(inspection.confirmed_by)}."]
    if inspection.must_show:
        told.append(f"Skal ses: {'; '.join(inspection.must_show)}.")
    if inspection.must_not_show:
        told.append(f"Må ikke ses: {'; '.join(inspection.must_not_show)}.")
    return tuple(told)


def _step(step: ProtocolStep) -> FormStep:
    return FormStep(
        id=step.id,
        title=step.title,
        about=about_step(step),
        requirement=unwrapped(step.requirement),
        instruction=unwrapped(step.instruction),
        testdata=step.testdata,
        expected=expected_of(step),
        result=(),
        mark=tuple(boxes((mark.value,)) for mark in Mark),
        remarks=(),
    )
