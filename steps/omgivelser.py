"""Omgivelserne: faults that are switched on, and policies that answer the project's open questions for a while."""

from pytest_bdd import given, parsers, when

from labcert.ports import Faults, Policies

HOSTS = {"PLSP": "plsp", "LABA": "laba", "MiBa": "miba"}


@given(parsers.parse("at {host} er nede"))
@when(parsers.parse("{host} går ned"))
def host_is_down(faults: Faults, host: str) -> None:
    """The host answers nobody."""
    faults.switch(HOSTS[host], "unavailable")


@when(parsers.parse("{host} er oppe igen"))
def host_is_back(faults: Faults, host: str) -> None:
    """The host answers again."""
    faults.clear(HOSTS[host])


@given(parsers.parse('at {host} afviser svar med teksten "{reason}"'))
def host_refuses(faults: Faults, host: str, reason: str) -> None:
    """The databank answers with a negative receipt."""
    faults.switch(HOSTS[host], "refuse", reason=reason)


@given(parsers.parse("at svaret fra {host} går tabt én gang"))
def answer_is_lost(faults: Faults, host: str) -> None:
    """The host keeps the message, but its answer never arrives."""
    faults.switch(HOSTS[host], "lose_receipt", times=1)


@given(parsers.parse("at PLSP kun deler koder på positivlisten"))
def positive_list_on(policies: Policies) -> None:
    """The open question "all or a positive list" is answered with the list."""
    policies.set("plsp", positive_list=True)


@given(parsers.parse("at PLSP oversætter lokale koder"))
def mapping_on(policies: Policies) -> None:
    """The open question "mapping in PLSP or in the LPS" is answered with PLSP."""
    policies.set("plsp", mapping=True)


@given(parsers.parse("at forbindelsen til {host:w} brydes under næste afsendelse"))
def connection_breaks(faults: Faults, host: str) -> None:
    """The host closes the connection without an answer, and keeps nothing."""
    faults.switch(HOSTS[host], "drop", times=1)


@given(parsers.parse("at {host:w} svarer med en intern fejl én gang"))
def internal_error(faults: Faults, host: str) -> None:
    """The host answers 500 and keeps nothing."""
    faults.switch(HOSTS[host], "error", status=500, times=1)


@given("at PLSP deler alle koder med en rute")
def positive_list_off(policies: Policies) -> None:
    """The open question "all or a positive list" is answered with all."""
    policies.set("plsp", positive_list=False)


@given("at PLSP ikke oversætter koder")
def mapping_off(policies: Policies) -> None:
    """The open question "mapping in PLSP or in the LPS" is answered with the LPS."""
    policies.set("plsp", mapping=False)
