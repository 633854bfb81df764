"""Each defective LPS does one thing wrong, and only that."""

from dataclasses import replace

import pytest

from labcert.domain.case import Result
from labcert.domain.suite import suite_root
from labcert.protocol import load_suite
from sut.defective import build, catalogue, without_defect
from sut.defective.overrides import OVERRIDES
from sut.reference import ReferenceLps
from sut.reference.hub import Answer


@pytest.fixture
def defective(connect):
    """Build a defective system on the hub in memory."""
    return lambda id: connect(build(id, hub="http://hub.invalid", mark="TEST", patience=0.0))


def test_the_list_names_every_defect_once_and_a_behaviour_that_exists():
    """List and code agree; each has a Danish line."""
    listed = catalogue()
    assert {defect.id for defect in listed} == set(OVERRIDES)
    assert all(callable(getattr(ReferenceLps, defect.behaviour)) and defect.what.endswith(".") for defect in listed)


@pytest.mark.parametrize("id", [defect.id for defect in catalogue()])
def test_a_defect_changes_one_behaviour_only(defective, id):
    """The system is the reference system with exactly one method replaced."""
    own = {name for name in vars(type(defective(id))) if not name.startswith("__")}
    assert own == {next(defect.behaviour for defect in catalogue() if defect.id == id)}


def test_an_unknown_defect_is_told_with_the_nearest_match():
    """A slip of the pen is met with a hint."""
    with pytest.raises(ValueError, match="Mente du wrong-unit"):
        build("wrong-units", hub="http://hub.invalid")


def test_refused_consent_is_left_out(defective, hub, case, at):
    """The message says nothing of the consent that was refused."""
    assert not defective("consent-left-out").send(case(consent="refused")).refused
    assert at(hub.sent(), "//m:Consent") == []


def test_the_unit_is_another(defective, hub, case, at):
    """mg/L becomes nmol/L: the unit of the other code for CRP."""
    defective("wrong-unit").send(case())
    assert at(hub.sent(), "//m:Unit") == ["nmol/L"]


def test_the_code_type_is_another(defective, hub, case, at):
    """An NPU code is said to be local."""
    defective("wrong-code-type").send(case())
    assert at(hub.sent(), "//m:AnalysisCodeType") == ["lokal"]


def test_a_correction_is_tried_as_a_deletion(defective, hub, case, at, crp):
    """DELETE at the hub, then an ordinary answer: nothing is marked as corrected."""
    lps = defective("deletion-instead-of-correction")
    first = lps.send(case())
    assert not lps.correct(case(replace(crp, value="24")), first.envelope).refused
    assert hub.deleted == ["M1"]
    assert at(hub.sent(), "//m:ResultStatusCode | //m:Value") == ["svar_endeligt", "24"]


def test_identifiers_are_used_again(defective, case):
    """The second answer has the first one's identifiers."""
    lps = defective("reused-identifier")
    assert lps.send(case()) == lps.send(case("full"))


def test_a_long_value_is_cut_and_sent(defective, hub, case, at, crp):
    """Thirteen characters become twelve, and the user is told nothing."""
    assert not defective("cut-value").send(case(replace(crp, value="1234567890123"))).refused
    assert at(hub.sent(), "//m:Value") == ["123456789012"]


def test_microbiology_goes_the_wrong_way(defective, hub, case, at):
    """A microbiology code travels in a LaboratoryReport."""
    defective("wrong-route").send(case("strep"))
    assert at(hub.sent(), "//m:LaboratoryReport//m:AnalysisCode") == ["NPU18729"]
    assert at(hub.sent(), "//m:MicrobiologyWebReport") == []


def test_the_version_code_is_the_old_one(defective, hub, case, at):
    """XRPT01 says XR0130K; XRPT05 is right."""
    defective("wrong-version-code").send(case("crp", "strep"))
    assert at(hub.sent(), "//m:VersionCode") == ["XR0130K", "XR0532M"]


def test_nothing_is_sent_again(defective, hub, case):
    """One attempt, and no more."""
    hub.answers = [Answer(503)]
    lps = defective("no-resend")
    lps.send(case())
    lps.work(120)
    assert len(hub.posted) == 1


def test_the_full_name_is_missing(defective, hub, case, at):
    """The short name travels alone."""
    defective("missing-full-name").send(case())
    assert at(hub.sent(), "//m:AnalysisShortName | //m:AnalysisCompleteName") == ["C-reaktivt protein [CRP];P", ""]


@pytest.mark.parametrize("id", [defect.id for defect in catalogue()])
def test_no_defect_breaks_the_system(defective, case, id, crp):
    """A defective system goes wrong by what it sends, not by falling over."""
    lps = defective(id)
    sample = Result("NPU02319", "iupac", "SST", "B-Hæmoglobin", "biochemistry", value="7,9", unit="mmol/L")
    first = lps.send(case("crp", sample, "strep", "urine", consent="refused"))
    lps.correct(case(replace(crp, value="24")), first.envelope)
    lps.work(30)
    assert lps.outbox_page()
    assert [entry.envelope for entry in lps.outbox()][:1] == ([] if first.refused else [first.envelope])


@pytest.fixture(scope="module")
def suite():
    """The protocols as they are certified by."""
    return load_suite(suite_root())


def test_there_are_enough_of_both_kinds():
    """At least 60 systems that do one thing wrong, and 20 that do nothing wrong."""
    kinds = [defect.kind for defect in catalogue()]
    assert kinds.count("defective") >= 60
    assert kinds.count("harmless") >= 20


def test_a_defect_is_expected_at_steps_that_ask_for_what_it_breaks(suite):
    """Each step exists, and each requirement that a defect shows is asked for by one of its steps."""
    asked = {step.id: step.requirement_ids for step in suite.steps}
    for defect in catalogue():
        assert [step for step in defect.expected_at if step not in asked] == [], defect.id
        reached = {requirement for step in defect.expected_at for requirement in asked[step]}
        assert set(defect.shows) - reached == set(), defect.id


def test_every_requirement_of_an_lps_has_a_defect_or_a_reason(suite):
    """What no defect of an LPS can show has a reason, and only that."""
    shown = {requirement for defect in catalogue() for requirement in defect.shows}
    tested = {requirement for step in suite.steps for requirement in step.requirement_ids}
    assert sorted(tested - shown - set(without_defect())) == []
    assert sorted(set(without_defect()) & shown) == []
    assert sorted(set(without_defect()) - tested) == []
    assert all(reason.endswith(".") for reason in without_defect().values())
