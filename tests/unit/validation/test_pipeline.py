"""The pipeline: layers and their order, limits, persons, masking, faults of ours."""

import random
import re
import subprocess
import sys
import threading
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labcert.domain.findings import Finding
from labcert.domain.messages import MessageError
from labcert.domain.outcome import Severity
from labcert.domain.suite import suite_root
from labcert.validation import (
    LayerResult,
    Limits,
    Profile,
    default_schemas,
    known_persons,
    load_rule_book,
    pipeline,
    validate,
)

CORPUS = suite_root() / "fixtures" / "corpus" / "valid"
NUMERIC = (CORPUS / "xrpt01-numeric.xml").read_bytes()
KNOWN = known_persons(suite_root())
FOREIGN = "010203" + "1234"  # made up here; no such number may lie in a file


def rules(validation) -> list[str]:
    """Return the findings' rules."""
    return [finding.rule for finding in validation.findings]


def statuses(validation) -> dict[str, str]:
    """Return the status of each layer."""
    return {layer.layer: layer.status for layer in validation.layers}


def test_a_valid_message_is_told_whole():
    """Standard, version, encoding and the typed message come with the answer."""
    validation = validate(NUMERIC, known_persons=KNOWN)
    assert validation.ok
    assert validation.problem == "none"
    assert validation.standards == ("XRPT01",)
    assert [(letter.name, letter.version) for letter in validation.letters] == [("LaboratoryReport", "XR0131K")]
    assert validation.encoding == "UTF-8"
    assert validation.message is not None
    assert validation.message.envelope.identifier == "E25120100001"


def test_without_a_list_of_persons_the_layer_is_skipped_with_why():
    """A layer that did not run is never told as passed."""
    validation = validate(NUMERIC)
    assert validation.layers[-1] == LayerResult("business", "skipped", "Reglerne er ikke valgt.")
    assert validation.ok


def test_later_layers_are_skipped_where_there_is_no_tree():
    """Nothing is said about a schema that was never asked."""
    assert statuses(validate(b"<a", known_persons=KNOWN)) == {
        "wellformed": "failed", "identify": "skipped", "schema": "skipped", "codes": "skipped", "business": "skipped",
    }


def test_an_unknown_person_is_masked_everywhere():
    """A number outside the list is F1, and it stands in no finding, whatever else is wrong with the message."""
    data = NUMERIC.replace(b"2512489996", FOREIGN.encode()).replace(b"Nancy Ann Test", f"Ole {FOREIGN}".encode())
    data = data.replace(b"<Value>8,4</Value>", f"<Value>{FOREIGN}æøå</Value>".encode())
    validation = validate(data, known_persons=KNOWN)
    assert rules(validation) == ["MSG-SCH-003", "MSG-CPR-001", "MSG-CPR-002"]
    assert FOREIGN not in repr(validation.findings)
    assert next(f for f in validation.findings if f.rule == "MSG-CPR-001").actual == "010203-xxxx"
    assert all(f.severity is Severity.F1 for f in validation.findings if f.rule.startswith("MSG-CPR"))


def test_a_number_that_breaks_the_schema_is_masked_too():
    """The schema's own finding quotes what stood there, but never a number that could be somebody's."""
    data = NUMERIC.replace(b"2512489996", f"{FOREIGN[:6]}-{FOREIGN[6:]}".encode())
    validation = validate(data, known_persons=KNOWN)
    assert rules(validation) == ["MSG-SCH-007", "MSG-CPR-001"]
    assert FOREIGN[6:] not in repr(validation.findings)


def test_a_name_that_breaks_the_schema_is_only_counted():
    """A person's name is not quoted."""
    data = NUMERIC.replace(b"Berggren", b"B" * 71)
    (finding,) = validate(data, known_persons=KNOWN).findings
    assert (finding.rule, finding.actual) == ("MSG-SCH-003", "71 tegn")


def test_replacement_cprs_are_test_persons_too():
    """The list holds the replacement CPRs; one outside it is found like any other."""
    data = (CORPUS / "xrpt01-local-codes.xml").read_bytes()
    assert validate(data, known_persons=KNOWN).ok
    assert rules(validate(data.replace(b"0703921VJ5", b"0703921VJ6"), known_persons=KNOWN)) == ["MSG-CPR-001"]


@pytest.mark.parametrize(
    ("limits", "rule", "problem"),
    [
        (Limits(size=100), "MSG-SIZE-001", "too_large"),
        (Limits(depth=5), "MSG-XML-004", "not_well_formed"),
        (Limits(namespaces=1), "MSG-XML-004", "not_well_formed"),
        (Limits(attributes=0), "MSG-XML-004", "not_well_formed"),
    ],
)
def test_limits_are_held(limits, rule, problem):
    """Each limit is a finding of its own kind, told before anything is worked on."""
    validation = validate(NUMERIC, known_persons=KNOWN, limits=limits)
    assert (rules(validation), validation.problem) == ([rule], problem)


def test_the_size_limit_is_inclusive():
    """A message of exactly the limit is read."""
    assert validate(NUMERIC, limits=Limits(size=len(NUMERIC))).ok


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_other_ways_to_write_unicode_are_read(encoding):
    """A byte order mark is no error; an unusual encoding is remarked (F4), not refused."""
    text = NUMERIC.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"' if encoding == "utf-16" else 'encoding="UTF-8"')
    validation = validate(text.encode(encoding), known_persons=KNOWN)
    assert validation.ok
    assert validation.message == validate(NUMERIC).message
    assert rules(validation) == (["MSG-ENC-003"] if encoding == "utf-16" else [])


def test_a_doctype_hidden_by_utf_16_is_found():
    """The bytes of the word are told apart by zeros, but it is still a DOCTYPE."""
    text = NUMERIC.decode().replace('encoding="UTF-8"?>', 'encoding="UTF-16"?><!DOCTYPE a>')
    assert rules(validate(text.encode("utf-16"))) == ["MSG-XML-003"]


def test_a_path_names_letter_and_repeated_element():
    """The place is told as a person counts: from 1, letters always numbered."""
    data = NUMERIC.replace(b"<Unit>10^9/L</Unit>", b"<Unit>12345678901234567</Unit>")
    (finding,) = validate(data, known_persons=KNOWN).findings
    assert finding.path == "/Emessage/LaboratoryReport[1]/LaboratoryResults/Result[3]/Unit"
    assert finding.line == data[: data.index(b"<Unit>12345678901234567")].count(b"\n") + 1
    assert (finding.expected, finding.actual) == ("Højst 16 tegn", "12345678901234567 (17 tegn)")


def test_a_crash_of_ours_is_a_fault_and_no_pass(monkeypatch):
    """A step that breaks is told as our fault: the message is neither accepted nor blamed."""
    def broken(work):
        raise RuntimeError("boom")

    monkeypatch.setitem(pipeline.STEPS, "schema", broken)
    validation = validate(NUMERIC, known_persons=KNOWN)
    assert statuses(validation)["schema"] == "fault"
    assert validation.problem == "fault"
    assert not validation.ok


def test_an_unexpected_schema_error_has_words_too():
    """A kind of error that we have no text for is told by its key, and quotes nothing."""
    from labcert.validation.schema_texts import explain
    from labcert.validation.schemas import SchemaError

    root = validate(NUMERIC).root
    (finding,) = explain([SchemaError("SCHEMAV_NEW", "/*/*[2]", 3, f"secret {FOREIGN}")], root, KNOWN)
    assert (finding.rule, finding.path) == ("MSG-SCH-099", "/Emessage/LaboratoryReport[1]")
    assert "SCHEMAV_NEW" in finding.message
    assert FOREIGN not in repr(finding)


def test_importing_validation_leaves_the_second_engine_alone():
    """Xmlschema is slow to import; only a second opinion asks for it."""
    code = "import sys, labcert.validation; print('xmlschema' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_threads_do_not_mix_each_others_errors():
    """One schema serves all threads; each gets the errors of its own message."""
    wrong = NUMERIC.replace(b"<Value>8,4</Value>", b"<Value/>")
    found: list[tuple[bool, list[str]]] = []

    def work(*, right: bool):
        data = NUMERIC if right else wrong
        found.extend((right, rules(validate(data, known_persons=KNOWN))) for _ in range(40))

    threads = [threading.Thread(target=work, kwargs={"right": number % 2 == 0}) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(seen == ([] if right else ["MSG-SCH-004"]) for right, seen in found)
    assert len(found) == 160


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_answered(data):
    """Whatever comes in, the answer is a verdict with at least one finding, never an exception or a fault."""
    validation = validate(data, known_persons=KNOWN)
    assert not validation.ok
    assert validation.problem != "fault"
    assert validation.findings


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0, max_value=len(NUMERIC) - 1), st.binary(min_size=1, max_size=3), st.integers(0, 10**6))
def test_a_message_with_a_few_bytes_changed_is_answered(at, noise, seed):
    """Damage anywhere in a message is told or harmless, never a fault of ours."""
    cut = random.Random(seed).randint(0, 3)
    validation = validate(NUMERIC[:at] + noise + NUMERIC[at + cut :], known_persons=KNOWN)
    assert validation.problem != "fault"
    assert validation.ok is not bool(validation.blocking)


def test_a_missing_schema_is_a_fault_of_the_set_up(tmp_path):
    """Told as ours, with the schema's name."""
    from labcert.domain.errors import ToolFault
    from labcert.validation import load_schemas

    with pytest.raises(ToolFault, match=re.escape("emessage.xsd")):
        load_schemas(tmp_path)


def test_another_folder_of_schemas_can_be_used():
    """The schemas are an argument: the official ones may stand in for ours."""
    again = replace(default_schemas())
    assert validate(NUMERIC, schemas=again).ok


def test_a_rule_that_crashes_hides_nothing_that_others_find():
    """The layer is a fault and names the rule; a stranger's number and the other rules' findings are told all the same."""
    stranger = ("311299" + "0000").encode()
    data = NUMERIC.replace(b"2512489996", stranger).replace(b"<Time>08:15</Time>", b"<Time>08:31</Time>")
    book = load_rule_book(suite_root(), Profile("as they are", "", "", ""))
    broken = next(rule for rule in book.rules if rule.id == "LAB-TIME-004")

    def breaks(_view):
        raise KeyError("no such thing")

    rules = tuple(replace(rule, check=breaks) if rule is broken else rule for rule in book.rules)
    validation = validate(data, rules=replace(book, rules=rules))
    last = validation.layers[-1]
    assert (last.status, validation.problem) == ("fault", "fault")
    assert "LAB-TIME-004" in last.reason
    assert "KeyError" in last.reason
    assert {"MSG-CPR-001", "LAB-TIME-001"} <= {finding.rule for finding in validation.findings}
    assert [finding.requirements for finding in validation.findings if finding.rule == "MSG-CPR-001"] == [("PAT-04",)]


def test_a_layer_that_ran_is_told_as_passed_whatever_was_skipped_before_it():
    """Persons are looked at though no rules were chosen for the codes."""
    layers = validate(NUMERIC, known_persons=KNOWN).layers
    assert layers[-2:] == (LayerResult("codes", "skipped", "Reglerne er ikke valgt."), LayerResult("business", "passed", ""))


def test_a_layer_that_was_skipped_in_part_fails_by_what_it_found():
    """The schema says no, so no rule is asked; a stranger's number is found all the same."""
    data = NUMERIC.replace(b"2512489996", FOREIGN.encode()).replace(b"<Value>8,4</Value>", b"<Value/>")
    layer = validate(data, rules=load_rule_book(suite_root(), Profile("as they are", "", "", ""))).layers[-1]
    assert (layer.layer, layer.status) == ("business", "failed")


def test_what_is_no_message_is_held_against_no_schema():
    """And it is said why."""
    assert validate(b"<note/>").layers[2] == LayerResult("schema", "skipped", "Skemaet gælder ikke for det, beskeden er.")


def test_a_test_persons_number_is_shown_where_it_breaks_the_schema():
    """It is nobody's; a stranger's is masked."""
    data = NUMERIC.replace(b"<Value>8,4</Value>", b"<Value>2512489996 mm</Value>")
    (finding,) = validate(data, known_persons=KNOWN).findings
    assert finding.actual == "2512489996 mm (13 tegn)"


def test_what_the_second_engine_says_is_told_with_the_schemas_errors(monkeypatch):
    """Where it was asked."""
    told = []

    def explain(errors, root, known, reasons=()):
        told.append(reasons)
        return ()

    monkeypatch.setattr(pipeline, "explain", explain)
    validate(NUMERIC.replace(b"<Value>8,4</Value>", b"<Value/>"), second="when_invalid")
    assert [bool(reasons) for reasons in told] == [True]


def test_of_very_many_strangers_one_more_than_is_told_is_looked_for():
    """So that it can be said that there are more, without reading them all."""
    data = NUMERIC.replace(b"2512489996", FOREIGN.encode())
    for name in (b"PersonSurnameName", b"PersonGivenName", b"StreetName"):
        data = data.replace(b"<" + name + b">", b"<" + name + b">" + FOREIGN.encode() + b" ", 1)
    everything = validate(data, known_persons=KNOWN).findings
    assert len(everything) > 2
    more = validate(data, known_persons=KNOWN, limits=Limits(findings=1)).findings
    assert [finding.rule for finding in more] == [everything[0].rule, "MSG-MORE-001"]
    assert more[1].message == "Der er mindst 1 fund mere i laget. De er ikke vist."


def test_what_is_skipped_says_which_layer_it_needed():
    """And bytes that are no XML have no encoding."""
    validation = validate(b"<a", known_persons=KNOWN)
    assert validation.layers[1] == LayerResult("identify", "skipped", "Laget wellformed er ikke bestået.")
    assert validation.encoding is None


@pytest.mark.parametrize("layer", ["identify", "schema", "business"])
def test_a_crash_is_told_by_its_kind(monkeypatch, layer):
    """Never by its text, which may hold somebody's number."""
    def broken(work):
        raise RuntimeError(FOREIGN)

    monkeypatch.setitem(pipeline.STEPS, layer, broken)
    assert LayerResult(layer, "fault", "Fejl i labcert: RuntimeError") in validate(NUMERIC, known_persons=KNOWN).layers


def test_a_rule_that_crashes_is_told_in_its_own_layer():
    """With the rule and the kind of crash."""
    book = load_rule_book(suite_root(), Profile("as they are", "", "", ""))
    broken = next(rule for rule in book.rules if rule.id == "LAB-TIME-004")

    def breaks(_view):
        raise KeyError("no such thing")

    rules = tuple(replace(rule, check=breaks) if rule is broken else rule for rule in book.rules)
    told = "Fejl i labcert: reglen LAB-TIME-004 gik i stykker (KeyError)."
    assert validate(NUMERIC, rules=replace(book, rules=rules)).layers[-1] == LayerResult("business", "fault", told)


def test_too_many_findings_are_counted_in_their_layer():
    """The last one belongs to the layer whose findings it counts."""
    data = NUMERIC.replace(b"<Value>", b"<Vaerdi>").replace(b"</Value>", b"</Vaerdi>")
    findings = validate(data, limits=Limits(findings=1)).findings
    assert [(finding.rule, finding.layer) for finding in findings][-1] == ("MSG-MORE-001", "schema")


def test_a_number_that_a_rule_has_told_is_not_told_again():
    """It has no date, so it is nobody's; both would be about one flaw."""
    book = load_rule_book(suite_root(), Profile("as they are", "", "", ""))
    data = NUMERIC.replace(b"2512489996", b"9999999999")
    found = rules(validate(data, rules=book))
    assert any(rule.startswith("LAB-PAT") for rule in found)
    assert "MSG-CPR-001" not in found


WORK = pipeline._Work(NUMERIC, default_schemas(), None, Limits())
ERROR = MessageError("Her står noget andet.", line=7)


def test_markup_that_the_standard_does_not_have_is_a_finding():
    """By our schemas it is a flaw, told after what was found before."""
    before = pipeline._hints_found(ERROR)
    found = pipeline._unread(replace(WORK, findings=(before,)), ERROR)
    assert found == replace(
        WORK,
        findings=(
            before,
            Finding(
                "MSG-SCH-014", Severity.F2,
                "Beskeden følger skemaet, men bruger markup, som standarden ikke har: Her står noget andet.",
                remedy="Fjern det, der er nævnt.", line=7, layer="schema",
            ),
        ),
    )  # fmt: skip


def test_markup_that_somebody_elses_schemas_have_is_no_flaw():
    """We can not read it, and say so."""
    found = pipeline._unread(replace(WORK, schemas=replace(default_schemas(), source="directory")), ERROR)
    assert found.findings == ()
    assert found.unread == "Beskeden følger skemaerne, men labcert kender ikke dens opbygning: Her står noget andet."


def test_hints_for_readers_of_xml_are_told_and_forgiven():
    """They stand in the letter, are allowed, and say nothing."""
    assert pipeline._hints_found(ERROR) == Finding(
        "MSG-SCH-015", Severity.F4, "Beskeden har xsi-attributter inde i brevet. De er tilladt, men siger intet.",
        "xsi-attributter kun på Emessage", "Her står noget andet.", "Fjern attributterne.", line=7, layer="schema",
    )  # fmt: skip
