"""Words of the certificate. It is a Danish document, whatever language the tool speaks to the one who issues it."""

from datetime import date, datetime

from labcert.domain.casework import ApproverKind, Direction, TestType

__all__ = ["day", "direction", "kind_of_approval", "moment", "test_type"]

MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december",
)  # fmt: skip
TEST_TYPES = {
    TestType.SELF_TEST: "Egentest",
    TestType.PRE_TEST: "Prætest",
    TestType.LIVE: "Livetest",
    TestType.TEST_CAMP: "Testcamp",
    TestType.END_TO_END: "Ende-til-ende-test",
}
DIRECTIONS = {Direction.SENDING: "afsendelse", Direction.RECEIVING: "modtagelse"}
APPROVALS = {ApproverKind.DOCTOR: "Godkendt af læge", ApproverKind.MEDCOM: "Godkendt af MedCom"}


def day(when: date) -> str:
    """Return a date as 23. november 2026."""
    return f"{when.day}. {MONTHS[when.month - 1]} {when.year}"


def moment(time: str) -> str:
    """Return an ISO 8601 time as 23. november 2026 kl. 09.17, in its own offset; another text as it is."""
    try:
        when = datetime.fromisoformat(time)
    except ValueError:
        return time
    return f"{day(when.date())} kl. {when:%H.%M}"


def test_type(word: str) -> str:
    """Return MedCom's name of a kind of test; "" is a demonstration."""
    return TEST_TYPES.get(TestType(word), word) if word in set(TestType) else word or "Demonstration"


def direction(word: str) -> str:
    """Return what the system does with the standards, "" where that isn't said."""
    return DIRECTIONS.get(Direction(word), word) if word in set(Direction) else word


def kind_of_approval(kind: ApproverKind) -> str:
    """Return who approved."""
    return APPROVALS[kind]
