"""Sentences that end in every way a sentence can end."""

import os
import signal
import sys
import time

import pytest
from pytest_bdd import given, parsers, then, when

from labcert.checks import Judge
from labcert.domain.case import Case
from labcert.domain.errors import AwaitsPerson, NotAsRequired, SetupFault, ToolFault
from labcert.domain.findings import Finding
from labcert.domain.outcome import Severity
from labcert.ports import EvidenceSink, Lps
from labcert.runner.plugin import KIT


@pytest.fixture
def broken_setup():
    """A fixture that can't be set up."""
    raise OSError("opsætningen gik i stykker")


@pytest.fixture
def unready_setup():
    """A fixture whose surroundings are not ready."""
    raise SetupFault("LPS'et har ingen adresse.")


@pytest.fixture
def broken_teardown():
    """A fixture that can't be torn down."""
    yield
    raise OSError("oprydningen gik i stykker")


@given("en opsætning, der går i stykker")
def _given_broken_setup(broken_setup): ...


@given("omgivelser, der ikke er klar")
def _given_unready(unready_setup): ...


@given("en oprydning, der går i stykker")
def _given_broken_teardown(broken_teardown): ...


@when("der gemmes et bevis")
def _keep(evidence: EvidenceSink):
    evidence.keep("Et bevis", "text/plain", b"bevis")


@when(parsers.parse('der gemmes et bevis om "{text}"'))
def _keep_text(evidence: EvidenceSink, text: str):
    evidence.keep(f"Et bevis om {text}", "text/plain; charset=utf-8", text.encode())


@when("der gemmes en side")
def _keep_page(evidence: EvidenceSink, case: Case):
    row = f'<tr data-sample="{case.sample.requester_number}"><td>42</td><td>mg/L</td></tr>'
    evidence.keep("En side", "text/html", f"<!doctype html><table>{row}</table>".encode())


@when("der gemmes en tom side")
def _keep_empty_page(evidence: EvidenceSink):
    evidence.keep("En tom side", "text/html", b"")


@when("der gemmes et fremmed nummer som bevis")
def _keep_foreign_number(evidence: EvidenceSink):
    evidence.keep("Et fremmed nummer", "text/plain", b"nummer " + b"010203" + b"1234")


@when("prøvens nummer gemmes som bevis")
def _keep_sample(evidence: EvidenceSink, case: Case):
    evidence.keep("Prøvens nummer", "text/plain", case.sample.requester_number.encode())


@given("et svar med disse felter")
@given("disse felter")
def _fields(datatable: list[list[str]]): ...


@then(parsers.parse('er "{value}" det ventede'))
def _expected(judge: Judge, value: str):
    if value != "42":
        judge.require(judge.finding("VAERDI", f"Værdien er {value}.", expected="42", actual=value))


@then(parsers.parse("er der en fejl af klassen {severity}"))
def _finding_of_class(judge: Judge, severity: str):
    judge.require(Finding("EGEN-KLASSE", Severity(severity), "Fejlen har sin egen klasse."))


@then("går systemet ned")
def _system_crashes():
    raise NotAsRequired(Finding("SUT-CRASH", Severity.F1, "LPS'et gik ned."))


@then(parsers.parse("afventer trinnet {parties}"))
def _awaits(parties: str):
    raise AwaitsPerson(tuple(parties.split(" og ")), "se beviset igennem")


@when("omgivelserne svigter")
def _setup_fault():
    raise SetupFault("PLSP har ingen adresse.", remedy="Skriv den i opsætningen.")


@when(parsers.parse('trinnet springes over, fordi "{reason}"'))
def _skip_with_reason(reason: str):
    pytest.skip(reason)


@when("trinnet springes over")
def _skip():
    pytest.skip()


@when("en påstand ikke holder")
def _bare_assertion():
    assert "to" == "tre"  # noqa: PLR0133


@when("en nøgle mangler")
def _key_error():
    return {}["nøglen"]


@when("en biblioteksfejl har en trace i sig")
def _trace_in_message():
    raise RuntimeError("Traceback (most recent call last):\n  hemmeligt")


@when("værktøjet går i stykker")
def _tool_fault():
    raise ToolFault("Databanken svarede ikke.", remedy="Prøv igen.")


@when("en funktion vil lukke alt")
def _system_exit():
    sys.exit(0)


@when("LPS'et bliver spurgt om ingenting")
def _asks_lps(lps: Lps):
    lps.outbox_page()


@when(parsers.parse("processen dør med koden {code:d}"))
def _dies(code: int):
    os._exit(code)


@when("processen bliver dræbt")
def _killed():
    os.kill(os.getpid(), signal.SIGKILL)


@when("pytest bliver bedt om at slutte")
def _pytest_exit():
    pytest.exit("slut", returncode=0)


@when("nogen afbryder")
def _interrupted():
    raise KeyboardInterrupt


@when("kørslen hænger og ikke vil slutte")
def _hangs_stubbornly():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(60)


@when(parsers.parse('filen "{name}" findes, ellers fejler LPS\'et'))
def _file_or_failure(judge: Judge, request: pytest.FixtureRequest, name: str):
    if not (request.config.rootpath / name).exists():
        judge.require(judge.finding("FIL", "Filen findes ikke."))


def _caught(judge: Judge, name: str):
    judge.require(judge.finding("SET", f"Systemet {name} blev afsløret."))


def _our_fault(_judge: Judge, _name: str):
    raise ToolFault("Databanken svarede ikke.")


def _not_seen(_judge: Judge, _name: str): ...


def _hang(_judge: Judge, _name: str):
    time.sleep(60)


def _kill_run(_judge: Judge, _name: str):
    os.kill(os.getpid(), signal.SIGKILL)


def _kill_worker(_judge: Judge, _name: str):
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(60)


ENDS = {
    "afsløres": _caught, "ses ikke": _not_seen, "møder en fejl hos os": _our_fault, "hænger": _hang,
    "dræber sin kørsel": _kill_run, "dræber den, der kører systemerne": _kill_worker,
}


@when(parsers.re('systemet "(?P<name>[^"]*)" (?P<ends>.*)'))
def _system_ends(judge: Judge, request: pytest.FixtureRequest, name: str, ends: str):
    """Only the system of that name ends so; every other one passes."""
    if request.config.stash[KIT].settings.lps == name:
        ENDS[ends](judge, name)
