"""Svaret: what is entered in the LPS, and that the LPS sends it."""


from pytest_bdd import given, parsers, then, when

from labcert.domain.errors import ToolFault
from labcert.ports import Lps, Refused
from steps.forloeb import FIRST, Flow


def _agree(holds: bool, sentence: str) -> None:  # noqa: FBT001 - the fact itself
    """A scenario that says something else than its protocol is a fault of ours."""
    if not holds:
        raise ToolFault(f"Scenariet og protokollens testdata er ikke enige: {sentence}")


@given("trinnets svar")
def the_steps_answer(flow: Flow) -> None:
    """The test data of the protocol, as they stand."""
    assert flow.case.results


@given(parsers.parse('et svar på {person} med analysen {code} og værdien "{value}"'))
def an_answer(flow: Flow, person: str, code: str, value: str) -> None:
    """Says aloud what the test data hold, and fails as our own fault where they don't."""
    patient = flow.case.patient
    _agree(f"{patient.given_name} {patient.surname}".startswith(person), f"patienten er {patient.given_name}")
    held = {(result.code, result.value) for result in flow.case.results}
    _agree((code, value) in held, f"testdata har {sorted(held)}")


@given("at patienten har nægtet samtykke til deling")
def consent_refused(flow: Flow) -> None:
    """The test data say so."""
    _agree(flow.case.consent == "refused", f"samtykke er {flow.case.consent}")


@given("at der ikke er sagt noget om samtykke")
def consent_unsaid(flow: Flow) -> None:
    """The test data say nothing, which counts as given."""
    _agree(flow.case.consent is None, f"samtykke er {flow.case.consent}")


@given("at der bedes om positiv kvittering")
def receipt_asked(flow: Flow) -> None:
    """The test data ask for a positive receipt."""
    _agree(flow.case.acknowledgement, "der bedes ikke om kvittering")


@given("at der ikke bedes om positiv kvittering")
def receipt_not_asked(flow: Flow) -> None:
    """The test data ask for no positive receipt."""
    _agree(not flow.case.acknowledgement, "der bedes om kvittering")


@given(parsers.parse('fundet "{microbe}" ved analysen {code}'))
def a_finding(flow: Flow, microbe: str, code: str) -> None:
    """Says aloud which micro-organism the test data have."""
    held = {(one.code, found.name) for one in flow.case.results if one.culture for found in one.culture.microbes}
    _agree((code, microbe) in held, f"testdata har {sorted(held)}")


@given("LPS'et har sendt svaret")
@when("LPS'et sender svaret")
def lps_sends(flow: Flow, lps: Lps) -> None:
    """The first answer is sent."""
    flow.remember(FIRST, lps.send(flow.case))


@when(parsers.parse('LPS\'et sender svaret "{name}"'))
def lps_sends_named(flow: Flow, lps: Lps, name: str) -> None:
    """A later answer of the test data is sent as a new answer."""
    flow.remember(name, lps.send(flow.named_case(name)))


@when("LPS'et retter svaret")
def lps_corrects(flow: Flow, lps: Lps) -> None:
    """The correction of the test data ("rettelse") is made from the first answer."""
    flow.remember("rettelse", lps.correct(flow.named_case("rettelse"), flow.sent(FIRST)))


@when("LPS'et forsøger at sende svaret")
def lps_tries(flow: Flow, lps: Lps) -> None:
    """The answer is entered; whether it goes out is for the next sentence to say."""
    flow.remember(FIRST, lps.send(flow.case))


@then(parsers.parse('afviser LPS\'et at sende og nævner "{text}"'))
def lps_refuses(flow: Flow, text: str) -> None:
    """The LPS's own user interface blocks and says why."""
    answer = flow.answers[flow.latest]
    if not isinstance(answer, Refused):
        flow.judge.require(
            flow.judge.finding(
                "LPS-NOT-BLOCKED", "LPS'et sendte et svar, som det skulle have afvist.", expected="LPS'et afviser",
                actual=f"sendt i kuverten {answer.envelope}", remedy="Bloker svaret i skærmbilledet, før det sendes.",
            )
        )
    elif text.lower() not in answer.reason.lower():
        flow.judge.require(
            flow.judge.finding(
                "LPS-REASON", "LPS'et afviste, men sagde ikke hvorfor.", expected=text, actual=answer.reason,
                remedy="Skriv i beskeden til brugeren, hvilket felt der er galt, og hvad grænsen er.",
            )
        )


@when(parsers.parse("der går {minutes:d} minutter"))
def minutes_pass(flow: Flow, lps: Lps, minutes: int) -> None:
    """The LPS does what it does by itself: fetches receipts, sends again what is due."""
    lps.work(minutes)
    flow.follow(lps.outbox())
