"""The consultants' documents as values: protocol, programme and requirement catalogue, each from one YAML file."""

from dataclasses import dataclass

import yaml

from labcert.domain.casework import TestType
from labcert.domain.juror import EvidenceKind
from labcert.domain.language import _
from labcert.domain.outcome import Mark, Severity
from labcert.protocol.cases import compile_case
from labcert.protocol.fields import Fields, Sheet, line_of
from labcert.protocol.mistakes import Gatherer, nearest
from labcert.protocol.model import (
    Area,
    Demand,
    Inspection,
    Introduction,
    Kind,
    Page,
    Policy,
    Programme,
    ProgrammeRow,
    Protocol,
    ProtocolStep,
    Requirement,
    Source,
)
from labcert.protocol.summary import summarise
from labcert.protocol.tables import PARTIES, Fixtures

__all__ = ["Known", "read_programme", "read_protocol", "read_requirements"]

STANDARDS = {word: word for word in ("XRPT01", "XRPT05")}
AREAS = {area.value: area for area in Area}
KINDS = {kind.value: kind for kind in Kind}
PAGES = {page.value: page for page in Page}
EVIDENCE = {kind.value: kind for kind in EvidenceKind}
SEVERITIES = {severity.value: severity for severity in Severity}
MARKS = {mark.value: mark for mark in Mark}
DEMANDS = {demand.value: demand for demand in Demand}
TEST_TYPES = {test.value: test for test in TestType}
SOURCES = ("slide", "tabel", "fakta")
TRUE_FALSE = {"true": True, "false": False, "ja": True, "nej": False}


@dataclass(frozen=True)
class Known:
    """What a document may point at: the tables, and the ids of the requirement catalogue (None: it can't be read)."""

    fixtures: Fixtures
    requirements: tuple[str, ...] | None
    protocols: tuple[str, ...]


def _parties(fields: Fields, key: str, known: Known, *, required: bool = True) -> tuple[str, ...]:
    """Read a list of parties; one that no table names is a mistake."""
    found = fields.numbered_texts(key, required=required)
    for line, party in found:
        if known.fixtures.parties and party not in known.fixtures.parties:
            sentence = _("Parten “{party}” findes ikke i {table}.").format(party=party, table=PARTIES)
            fields.page.tell(line, sentence, nearest(party, known.fixtures.parties))
    return tuple(party for _line, party in found)


def _requirement_ids(fields: Fields, known: Known) -> tuple[str, ...]:
    found = fields.numbered_texts("kravsid", required=True)
    for line, wanted in found:
        if known.requirements is not None and wanted not in known.requirements:
            sentence = _("Kravet “{wanted}” findes ikke i protocols/krav.yaml.").format(wanted=wanted)
            fields.page.tell(line, sentence, nearest(wanted, known.requirements))
    return tuple(dict.fromkeys(wanted for _line, wanted in found))


def _inspection(step: Fields, kind: Kind | None, known: Known) -> Inspection | None:
    fields = step.inner("eftersyn", _("eftersyn i {step}").format(step=step.what))
    if fields is None:
        if kind is Kind.ATTESTED:
            sentence = _("Et attesteret trin skal have “eftersyn”: hvad personen skal se efter, og hvem der bekræfter.")
            step.tell("art", sentence)
        return None
    if kind is Kind.AUTOMATIC:
        step.tell("eftersyn", _("“eftersyn” bruges kun, når art er attesteret."))
    inspection = Inspection(
        page=fields.choice("side", PAGES) or Page.OUTBOX,
        must_show=fields.texts("skal_ses"),
        must_not_show=fields.texts("må_ikke_ses"),
        confirmed_by=_parties(fields, "bekræftes_af", known),
        evidence=fields.choice("bevis", EVIDENCE, required=False) or EvidenceKind.SCREENSHOT,
    )
    if not inspection.must_show and not inspection.must_not_show and fields.keys():
        fields.tell("skal_ses", _("Eftersynet siger hverken, hvad der skal ses, eller hvad der ikke må ses."))
    fields.finish()
    return inspection


def _step(fields: Fields, protocol: str, known: Known) -> ProtocolStep:
    identifier = fields.text("id")
    if identifier:
        fields.what = _("trinnet {id}").format(id=identifier)
    kind = fields.choice("art", KINDS)
    instruction = fields.text("handling")
    node = fields.inner("testdata", _("testdata i {step}").format(step=fields.what), required=True)
    page = fields.page if node else Sheet(fields.page.file, Gatherer())  # a missing testdata is told once
    testdata = node or Fields({}, fields.line, page, "")
    case = compile_case(testdata, known.fixtures, step=identifier, instruction=instruction)
    step = ProtocolStep(
        id=identifier,
        title=fields.text("titel"),
        protocol=protocol,
        area=fields.choice("område", AREAS) or Area.GENERAL,
        requirement=fields.text("krav"),
        instruction=instruction,
        testdata=summarise(case),
        case=case,
        expected=fields.text("forventet"),
        parties=_parties(fields, "parter", known),
        kind=kind or Kind.AUTOMATIC,
        severity=fields.choice("klasse", SEVERITIES) or Severity.F1,
        requirement_ids=_requirement_ids(fields, known),
        inspection=_inspection(fields, kind, known),
        not_relevant_if=fields.text("ikke_relevant") if fields.has("ikke_relevant") else "",
        file=fields.page.file,
        line=fields.line,
    )
    fields.finish()
    return step


def _tell_disorder(steps: tuple[Fields, ...]) -> None:
    """Tell of each step that stands after a step of a later area."""
    order = list(Area)
    latest = Area.GENERAL
    for fields in steps:
        word = fields.optional("område")
        if word not in AREAS:
            continue
        if order.index(AREAS[word]) < order.index(latest):
            sentence = _("Trinnet hører til “{area}” og skal stå før “{latest}”. Områdernes rækkefølge er: {order}.")
            text = sentence.format(area=word, latest=latest.value, order=", ".join(AREAS))
            fields.tell("område", text)
        else:
            latest = AREAS[word]


def _tell_wrong_name(fields: Fields, key: str, identifier: str, stem: str) -> None:
    if identifier and identifier != stem:
        sentence = _("“{key}: {id}” skal være filens navn uden .yaml, altså “{stem}”.")
        fields.tell(key, sentence.format(key=key, id=identifier, stem=stem))


def _introduction(fields: Fields | None) -> Introduction:
    if fields is None:
        return Introduction("", (), "", "", "", "")
    introduction = Introduction(
        fields.text("formål"), fields.texts("referencer"), fields.text("testeksempler"), fields.text("testpersoner"),
        fields.text("værktøjer"), fields.text("resultat"),
    )  # fmt: skip
    fields.finish()
    return introduction


def read_protocol(node: yaml.Node, page: Sheet, stem: str, known: Known) -> Protocol:
    """Read protocols/<stem>.yaml; mistakes are noted on the page, and the protocol then is not to be used."""
    fields = Fields.of(node, page, _("protokollen"))
    identifier = fields.text("protokol")
    _tell_wrong_name(fields, "protokol", identifier, stem)
    steps = fields.inners("trin", _("et trin"), required=True)
    protocol = Protocol(
        id=identifier,
        title=fields.text("titel"),
        version=fields.text("version"),
        date=fields.day("dato"),
        row=fields.text("række"),
        standards=fields.choices("standarder", STANDARDS, required=True),
        introduction=_introduction(fields.inner("indledning", _("indledningen"), required=True)),
        steps=tuple(_step(step, identifier, known) for step in steps),
        file=page.file,
    )
    fields.finish()
    _tell_disorder(steps)
    return protocol


def _row(fields: Fields, known: Known) -> ProgrammeRow:
    protocols = fields.numbered_texts("protokoller", required=True)
    for line, name in protocols:
        if name not in known.protocols:
            sentence = _("Protokollen “{name}” findes ikke: der er ingen protocols/{name}.yaml.").format(name=name)
            fields.page.tell(line, sentence, nearest(name, known.protocols))
    row = ProgrammeRow(
        row=fields.text("række"),
        title=fields.text("titel"),
        protocols=tuple(name for _line, name in protocols),
        parties=_parties(fields, "parter", known),
    )
    fields.finish()
    return row


def _policy(fields: Fields | None) -> Policy:
    """Read when a session can be approved; a programme that doesn't say takes the strictest."""
    if fields is None:
        return Policy()
    policy = Policy(
        accepted=fields.choices("karakterer", MARKS, required=True),
        demands=fields.choices("kræver", DEMANDS, required=True),
        certifies=fields.choices("certifikat_for", TEST_TYPES, required=True),
    )
    if set(policy.accepted) & {Mark.F1, Mark.F2}:
        fields.tell("karakterer", _("F1 og F2 kan ikke godkendes. Brug en afvigelse, som godkendes for sig."))
    if policy.accepted and Mark.OK not in policy.accepted:
        fields.tell("karakterer", _("“Ok” skal være blandt karaktererne; ellers kan intet trin godkendes."))
    if TestType.SELF_TEST in policy.certifies:
        fields.tell("certifikat_for", _("En egentest har leverandøren lavet alene, så den kan ikke give certifikat."))
    fields.finish()
    return policy


def read_programme(node: yaml.Node, page: Sheet, stem: str, known: Known) -> Programme:
    """Read protocols/programmes/<stem>.yaml; mistakes are noted on the page."""
    fields = Fields.of(node, page, _("programmet"))
    identifier = fields.text("program")
    _tell_wrong_name(fields, "program", identifier, stem)
    programme = Programme(
        id=identifier,
        title=fields.text("titel"),
        version=fields.text("version"),
        date=fields.day("dato"),
        description=fields.text("beskrivelse"),
        rows=tuple(_row(row, known) for row in fields.inners("rækker", _("en række"), required=True)),
        also_signs=_parties(fields, "underskrives_desuden_af", known, required=False),
        file=page.file,
        policy=_policy(fields.inner("godkendes_når", _("reglen for godkendelse"))),
    )
    fields.finish()
    return programme


def _source(fields: Fields) -> Source:
    inner = fields.inner("kilde", _("kilden til {requirement}").format(requirement=fields.what), required=True)
    if inner is None:
        return Source("", "")
    written = [word for word in SOURCES if inner.has(word)]
    inner.finish()
    if len(written) != 1:
        fields.tell("kilde", _("Kilden skal have én af nøglerne slide, tabel og fakta."))
        return Source("", "")
    return Source(written[0], inner.text(written[0]))


def _requirement(fields: Fields) -> Requirement:
    identifier = fields.text("id")
    if identifier:
        fields.what = _("kravet {id}").format(id=identifier)
    requirement = Requirement(
        id=identifier,
        title=fields.text("titel"),
        text=fields.text("tekst"),
        source=_source(fields),
        standards=fields.choices("standard", STANDARDS, required=True),
        not_tested=fields.text("ikke_testet") if fields.has("ikke_testet") else None,
        clinical=fields.choice("klinisk", TRUE_FALSE) or False,
        file=fields.page.file,
        line=fields.line,
    )
    fields.finish()
    return requirement


def read_requirements(node: yaml.Node, page: Sheet) -> tuple[Requirement, ...]:
    """Read protocols/krav.yaml, a list of requirements; a repeated id is a mistake."""
    if not isinstance(node, yaml.SequenceNode):
        page.tell(line_of(node), _("Filen skal være en liste over krav."))
        return ()
    found: dict[str, Requirement] = {}
    for part in node.value:
        requirement = _requirement(Fields.of(part, page, _("et krav")))
        if requirement.id in found:
            first = found[requirement.id]
            sentence = _("Kravet “{id}” står allerede i linje {line}.").format(id=requirement.id, line=first.line)
            page.tell(requirement.line, sentence)
        elif requirement.id:
            found[requirement.id] = requirement
    return tuple(found.values())
